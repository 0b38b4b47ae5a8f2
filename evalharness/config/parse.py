"""From the text of a config file to a checked model, with every fault named by file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from evalharness.config.models import Config, MetricSpec
from evalharness.config.yaml_tree import Tree, read_tree
from evalharness.errors import Fault, nearest

Checked = TypeVar("Checked", bound=BaseModel)


@dataclass(slots=True)
class Parsed(Generic[Checked]):
    """What came of a config file: a config unless there are faults, and lines for whoever checks further.

    Attributes:
        written: the config as it was written, before any field was typed.
    """

    file: str
    tree: Tree = field(default_factory=Tree)
    written: Mapping[str, object] = field(default_factory=dict)
    config: Checked | None = None
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: tuple[object, ...], problem: str, advice: str = "") -> Fault:
        """A fault at `path` of this file, such as ``("metrics", 2, "unit")``."""
        return Fault(self.file, self.tree.line(cast("tuple[str, ...]", path)), problem, advice)


ParsedConfig: TypeAlias = Parsed[Config]


def parse_config(path: Path, overrides: Mapping[str, object] | None = None) -> ParsedConfig:
    """Read and check the config of a run; `overrides` replace top-level keys. Nothing is raised: look at ``faults``."""
    return parse_file(Config, path, overrides)


def check_config(written: Mapping[str, object], parsed: ParsedConfig) -> ParsedConfig:
    """Fill `parsed` from the config of a run given as a mapping."""
    return check(Config, written, parsed)


def parse_file(model: type[Checked], path: Path, overrides: Mapping[str, object] | None = None) -> Parsed[Checked]:
    """As `parse_config`, for a config of any kind."""
    parsed: Parsed[Checked] = Parsed(str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        advice = "give the path of a YAML file; `evalharness schema` describes it"
        parsed.faults.append(Fault(parsed.file, None, f"cannot be read: {error.strerror or error}", advice))
        return parsed
    except UnicodeDecodeError as error:
        parsed.faults.append(Fault(parsed.file, None, f"not UTF-8 text at byte {error.start}", "save it as UTF-8"))
        return parsed
    parsed.tree = read_tree(text)
    parsed.faults.extend(Fault(parsed.file, line, problem) for line, problem in parsed.tree.faults)
    if parsed.faults:
        return parsed
    if not isinstance(parsed.tree.value, dict):
        required = [repr(name) for name, info in model.model_fields.items() if info.is_required()]
        advice = f"expected at least the key{'s'[: len(required) > 1]} {' and '.join(required)}"
        parsed.faults.append(Fault(parsed.file, 1, "not a config: " + _kind(parsed.tree.value), advice))
        return parsed
    return check(model, {**parsed.tree.value, **(overrides or {})}, parsed)


def metric_specs(parsed: Parsed[Checked]) -> Iterator[tuple[int, str, Mapping[str, object]]]:
    """The (place, use, settings) of every entry of ``metrics`` that can be read, also where the config is wrong."""
    written = parsed.written.get("metrics")
    for index, entry in enumerate(written if isinstance(written, Sequence) and not isinstance(written, str) else ()):
        try:
            spec = MetricSpec.model_validate(entry)
        except ValidationError:
            continue
        # while the config is wrong, whether it allows code is not settled: none is imported, none complained of
        if parsed.config or ":" not in spec.use:
            yield index, spec.use, spec.settings


def check(model: type[Checked], written: Mapping[str, object], parsed: Parsed[Checked]) -> Parsed[Checked]:
    """Fill `parsed` from a config of any kind given as a mapping."""
    parsed.written = written
    try:
        parsed.config = model.model_validate(written)
    except ValidationError as error:
        details = error.errors(include_url=False)
        parsed.faults.extend(sorted((_fault(model, parsed, d) for d in details), key=lambda f: f.line or 0))
    return parsed


def _kind(value: object) -> str:
    return {type(None): "the file is empty", list: "a list", str: "a single word"}.get(type(value), "a mapping")


def _fault(model: type[BaseModel], parsed: Parsed[Checked], detail: ErrorDetails) -> Fault:
    path = detail["loc"]
    dotted = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
    match detail["type"]:
        case "extra_forbidden":
            return parsed.fault(path, f"unknown key {dotted!r}", nearest(str(path[-1]), _keys_at(model, path[:-1])))
        case "missing":
            return parsed.fault(path, f"{dotted!r} is missing", _description(model, path))
        case "literal_error":
            expected = detail.get("ctx", {}).get("expected", "")
            return parsed.fault(path, f"{dotted}: {detail['input']!r} is not known", f"expected {expected}")
        case _:
            message = detail["msg"].removeprefix("Value error, ")
            return parsed.fault(path, f"{dotted}: {message}, got {detail['input']!r}", _description(model, path))


def _model_at(root: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    found: object = root
    for part in path:
        if isinstance(found, type) and issubclass(found, BaseModel):
            info = found.model_fields.get(str(part))
            found = info.annotation if info else None
        else:
            # an entry of a list or mapping: what its type says last
            found = next((each for each in reversed(get_args(found)) if each is not Ellipsis), None)
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _keys_at(root: type[BaseModel], path: tuple[int | str, ...]) -> Mapping[str, object]:
    model = _model_at(root, path)
    return model.model_fields if model else {}


def _description(root: type[BaseModel], path: tuple[int | str, ...]) -> str:
    info = _keys_at(root, path[:-1]).get(str(path[-1])) if path else None
    return str(getattr(info, "description", None) or "")
