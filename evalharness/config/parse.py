"""From the text of a config file to a `Config`, with every fault named by file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from evalharness.config.models import Config
from evalharness.config.yaml_tree import Tree, read_tree
from evalharness.errors import Fault, nearest


@dataclass(slots=True)
class ParsedConfig:
    """What came of a config file: a config unless there are faults, and lines for whoever checks further.

    Attributes:
        written: the config as it was written, before any field was typed.
    """

    file: str
    tree: Tree = field(default_factory=Tree)
    written: Mapping[str, object] = field(default_factory=dict)
    config: Config | None = None
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: tuple[object, ...], problem: str, advice: str = "") -> Fault:
        """A fault at `path` of this file, such as ``("metrics", 2, "unit")``."""
        return Fault(self.file, self.tree.line(cast("tuple[str, ...]", path)), problem, advice)


def parse_config(path: Path, overrides: Mapping[str, object] | None = None) -> ParsedConfig:
    """Read and check a config file; `overrides` replace top-level keys. Nothing is raised: look at ``faults``."""
    parsed = ParsedConfig(str(path))
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
        advice = "expected at least the keys 'data' and 'metrics'"
        parsed.faults.append(Fault(parsed.file, 1, "not a config: " + _kind(parsed.tree.value), advice))
        return parsed
    return check_config({**parsed.tree.value, **(overrides or {})}, parsed)


def check_config(written: Mapping[str, object], parsed: ParsedConfig) -> ParsedConfig:
    """Fill `parsed` from a config given as a mapping."""
    parsed.written = written
    try:
        parsed.config = Config.model_validate(written)
    except ValidationError as error:
        details = error.errors(include_url=False)
        parsed.faults.extend(sorted((_fault(parsed, d) for d in details), key=lambda f: f.line or 0))
    return parsed


def _kind(value: object) -> str:
    return {type(None): "the file is empty", list: "a list", str: "a single word"}.get(type(value), "a mapping")


def _fault(parsed: ParsedConfig, detail: ErrorDetails) -> Fault:
    path = detail["loc"]
    dotted = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
    match detail["type"]:
        case "extra_forbidden":
            return parsed.fault(path, f"unknown key {dotted!r}", nearest(str(path[-1]), _keys_at(path[:-1])))
        case "missing":
            return parsed.fault(path, f"{dotted!r} is missing", _description(path))
        case "literal_error":
            expected = detail.get("ctx", {}).get("expected", "")
            return parsed.fault(path, f"{dotted}: {detail['input']!r} is not known", f"expected {expected}")
        case _:
            message = detail["msg"].removeprefix("Value error, ")
            return parsed.fault(path, f"{dotted}: {message}, got {detail['input']!r}", _description(path))


def _model_at(path: tuple[int | str, ...]) -> type[BaseModel] | None:
    model: type[BaseModel] | None = Config
    for part in path:
        info = model.model_fields.get(str(part)) if model else None
        annotation = info.annotation if info else None
        model = annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
    return model


def _keys_at(path: tuple[int | str, ...]) -> Mapping[str, object]:
    model = _model_at(path)
    return model.model_fields if model else {}


def _description(path: tuple[int | str, ...]) -> str:
    info = _keys_at(path[:-1]).get(str(path[-1])) if path else None
    return str(getattr(info, "description", None) or "")
