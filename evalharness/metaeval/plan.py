"""A plan: a config that is right as a whole, its metrics made, and what is to be judged settled."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalharness.config.parse import Parsed, metric_specs, parse_file
from evalharness.errors import ConfigError, Fault, nearest
from evalharness.metaeval.columns import Judged
from evalharness.metaeval.config import JudgedValue, MetaConfig
from evalharness.metaeval.published import judged_values
from evalharness.metrics.protocol import Metric, Value
from evalharness.metrics.resolve import resolve, value_names


@dataclass(frozen=True, slots=True)
class MetaPlan:
    """Everything that is settled before any label is read.

    Attributes:
        values: what is judged of our metrics, in order; what is published comes behind.
        pairs: which judged values are tested against each other, by name.
        written: the config with its lines, for faults that only the data show.
    """

    config: MetaConfig
    metrics: tuple[Metric, ...]
    values: tuple[Judged, ...]
    pairs: tuple[tuple[str, str], ...]
    base: Path
    written: Parsed[MetaConfig]


def read_metaplan(path: Path, overrides: Mapping[str, object] | None = None) -> MetaPlan:
    """The plan of a config file; `overrides` replace top-level keys.

    Raises:
        ConfigError: everything that is wrong, each with its line.
    """
    parsed = parse_file(MetaConfig, path, overrides)
    config, faults = parsed.config, list(parsed.faults)
    if config and config.allow_code:
        # code named in a config lies beside it, as a rule
        sys.path.insert(0, str(path.parent.resolve()))
    metrics, spec_faults = resolve(metric_specs(parsed), allow_code=bool(config and config.allow_code))
    for fault in spec_faults:
        place = ("metrics", fault.index) if fault.key is None else ("metrics", fault.index, fault.key)
        faults.append(parsed.fault(place, fault.problem, fault.advice))
    if config is None or faults:
        raise ConfigError(faults)
    values = _judged(parsed, config, metrics, faults)
    pairs = _pairs(parsed, config, values, faults)
    if faults:
        raise ConfigError(faults)
    names = {judged.name for judged in values}
    used = tuple(metric for metric in metrics if names.intersection(value_names([metric])))
    return MetaPlan(config, used, values, pairs, path.parent, parsed)


def _judged(
    parsed: Parsed[MetaConfig], config: MetaConfig, metrics: Sequence[Metric], faults: list[Fault]
) -> tuple[Judged, ...]:
    known = value_names(metrics)
    asked = config.values or tuple(_primaries(metrics))
    found = []
    for index, entry in enumerate(asked):
        value = known.get(entry.value)
        place = ("values", index)
        if value is None:
            faults.append(
                parsed.fault(place, f"no metric here has the value {entry.value!r}", nearest(entry.value, known))
            )
            continue
        higher = value.higher_is_better if entry.higher_is_better is None else entry.higher_is_better
        if higher is None:
            advice = f"write {{value: {entry.value}, higher_is_better: true}}, or false"
            faults.append(parsed.fault(place, f"{entry.value} does not say which way is better", advice))
            continue
        found.append(_of_metric(entry.value, value, higher))
    return tuple(found)


def _primaries(metrics: Sequence[Metric]) -> Iterator[JudgedValue]:
    for metric in metrics:
        if metric.values[0].higher_is_better is not None:
            yield JudgedValue(value=f"{metric.name}.{metric.values[0].name}")


def _of_metric(name: str, value: Value, higher_is_better: bool) -> Judged:
    return Judged(name, "metric", higher_is_better, value.low, value.high)


def _pairs(
    parsed: Parsed[MetaConfig], config: MetaConfig, values: Sequence[Judged], faults: list[Fault]
) -> tuple[tuple[str, str], ...]:
    names = [judged.name for judged in values]
    names += [judged.name for published in config.published for judged in judged_values(published)]
    for name, count in Counter(names).items():
        if count > 1:
            faults.append(parsed.fault(("published",), f"two judged values are called {name!r}", "rename one of them"))
    if not names and not faults:
        faults.append(parsed.fault((), "nothing to judge", "give `metrics` with a direction, or `published` values"))
    for index, pair in enumerate(config.compare or ()):
        for name in pair:
            if name not in names:
                faults.append(parsed.fault(("compare", index), f"{name!r} is not judged here", nearest(name, names)))
    return tuple((names[0], other) for other in names[1:]) if config.compare is None and names else config.compare or ()
