"""A plan: a config that is right as a whole, with its metrics made. All faults come at once, with their lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from evalharness.config import Config, DataConfig, ParsedConfig, parse_config
from evalharness.config.parse import check_config, metric_specs
from evalharness.errors import ConfigError, Fault, nearest
from evalharness.metaeval.config import MetaConfig
from evalharness.metrics.protocol import Metric
from evalharness.metrics.registry import MISSING, load_factory, registered, settings_of
from evalharness.metrics.resolve import SpecFault, resolve, sort_value, value_names


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked config and its metrics: everything that is settled before the data is read.

    Attributes:
        sort: the metric.value that ranks.
        base: the folder that the data's path is relative to.
    """

    config: Config
    metrics: tuple[Metric, ...]
    sort: str
    base: Path = field(default_factory=Path)


@dataclass(frozen=True, slots=True)
class Draft:
    """What can be said of a config that may be wrong: a plan if it is right, the faults if not, the data part if read.

    Attributes:
        data: the ``data`` section, also where other sections are wrong, so that the data can be checked too.
    """

    plan: Plan | None
    faults: tuple[Fault, ...]
    data: DataConfig | None
    base: Path


Section = TypeVar("Section", bound=BaseModel)


def read_plan(path: Path, overrides: Mapping[str, object] | None = None) -> Plan:
    """The plan of a config file. `overrides` replace top-level keys, as options of the command line do.

    Raises:
        ConfigError: everything that is wrong, each with its line.
    """
    return _sure(draft_plan(path, overrides))


def draft_plan(path: Path, overrides: Mapping[str, object] | None = None) -> Draft:
    """As `read_plan`, but faults are returned, with as much of the config as could be read."""
    return _draft(parse_config(path, overrides), path.parent, {})


def plan_from_config(written: Mapping[str, object], objects: Mapping[int, Metric] | None = None) -> Plan:
    """The plan of a config given as a mapping; `objects` are metrics already made, by their place in ``metrics``.

    Raises:
        ConfigError: everything that is wrong.
    """
    return _sure(_draft(check_config(written, ParsedConfig("evaluate()")), Path(), objects or {}))


def config_schema() -> dict[str, object]:
    """JSON Schema of a config file, with the settings of every registered metric, for editors and checkers.

    >>> sorted(config_schema()["properties"])[:3]
    ['allow_code', 'baselines', 'data']
    """
    return _schema(Config)


def metaeval_schema() -> dict[str, object]:
    """JSON Schema of a config of ``evalharness metaeval``.

    >>> sorted(metaeval_schema()["properties"])[:3]
    ['allow_code', 'compare', 'groups']
    """
    return _schema(MetaConfig, short=("JudgedValue", "PublishedValue"))


def _schema(model: type[BaseModel], short: Sequence[str] = ()) -> dict[str, object]:
    """JSON Schema of a config that has ``metrics``; a definition in `short` may also be written as a single word."""
    schema = model.model_json_schema()
    code = {"type": "object", "properties": {"use": {"type": "string", "pattern": ":"}}, "required": ["use"]}
    choices = [{"enum": list(registered())}, *map(_spec_schema, registered()), code]
    schema["properties"]["metrics"]["items"] = {"anyOf": choices}
    schema["$defs"].pop("MetricSpec", None)
    for name in short:
        schema["$defs"][name] = {"anyOf": [{"type": "string"}, schema["$defs"][name]]}
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def _sure(draft: Draft) -> Plan:
    if draft.plan is None:
        raise ConfigError(draft.faults)
    return draft.plan


def _draft(parsed: ParsedConfig, base: Path, objects: Mapping[int, Metric]) -> Draft:
    config, faults = parsed.config, list(parsed.faults)
    data = config.data if config else _read_section(DataConfig, parsed.written.get("data"))
    allow_code = bool(config and config.allow_code)
    if allow_code:
        # code named in a config lies beside it, as a rule; workers inherit this path
        sys.path.insert(0, str(base.resolve()))
    metrics, spec_faults = resolve(metric_specs(parsed), allow_code=allow_code, objects=objects)
    faults += [_spec_fault(parsed, fault) for fault in spec_faults]
    if config is None or faults:
        return Draft(None, tuple(faults), data, base)
    faults += _value_faults(parsed, config, metrics)
    if faults:
        return Draft(None, tuple(faults), data, base)
    return Draft(Plan(config, metrics, sort_value(metrics, config.leaderboard.sort), base), (), data, base)


def _read_section(model: type[Section], written: object) -> Section | None:
    try:
        return model.model_validate(written)
    except ValidationError:
        return None


def _spec_fault(parsed: ParsedConfig, fault: SpecFault) -> Fault:
    place = ("metrics", fault.index) if fault.key is None else ("metrics", fault.index, fault.key)
    return parsed.fault(place, fault.problem, fault.advice)


def _value_faults(parsed: ParsedConfig, config: Config, metrics: Sequence[Metric]) -> Iterator[Fault]:
    known = value_names(metrics)
    asked: list[tuple[tuple[object, ...], str | None]] = [(("leaderboard", "sort"), config.leaderboard.sort)]
    asked += [(("leaderboard", "show", i), name) for i, name in enumerate(config.leaderboard.show or ())]
    for place, name in asked:
        if name is not None and name not in known:
            yield parsed.fault(place, f"no metric of this config has the value {name!r}", nearest(name, known))


def _spec_schema(use: str) -> dict[str, object]:
    properties: dict[str, object] = {"use": {"const": use}}
    required = ["use"]
    for setting in settings_of(load_factory(use)).values():
        schema = {} if setting.type is MISSING else TypeAdapter(setting.type).json_schema()
        if setting.default is MISSING:
            required.append(setting.name)
        else:
            schema["default"] = TypeAdapter(object).dump_python(setting.default, mode="json")
        properties[setting.name] = schema
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
