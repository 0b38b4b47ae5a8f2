"""What there is to know of a metric, from its own declaration: for ``metrics show`` and for its page in the docs."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from types import UnionType
from typing import Literal, get_args, get_origin

from evalharness.metrics.protocol import Installed, Metric, Value
from evalharness.metrics.registry import MISSING, Entry, Setting, load_factory, make, registered, settings_of

DIRECTIONS = {True: "higher is better", False: "lower is better", None: "neither way is better"}


@dataclass(frozen=True, slots=True)
class MetricCard:
    """The declaration of one registered metric, made with its default settings."""

    entry: Entry
    about: str
    metrics: tuple[Metric, ...]
    settings: tuple[Setting, ...]

    @property
    def installed(self) -> tuple[str, ...]:
        """What the metrics use of this installation, each thing once; no part of the docs, as it differs by machine."""
        return tuple(dict.fromkeys(metric.installed() for metric in self.metrics if isinstance(metric, Installed)))

    def to_json(self) -> dict[str, object]:
        """The card as JSON-able data."""
        return {
            "name": self.entry.name,
            "owner": self.entry.owner,
            "about": self.about,
            "metrics": [
                {
                    "name": metric.name,
                    "signature": metric.signature(),
                    "needs": sorted(metric.needs),
                    "values": [_value_json(value) for value in metric.values],
                }
                for metric in self.metrics
            ],
            "settings": [
                {"name": s.name, "type": type_name(s.type), "required": s.default is MISSING, "default": _default(s)}
                for s in self.settings
            ],
            "installed": list(self.installed),
        }

    def to_markdown(self) -> str:
        """The card as the generated part of a docs page."""
        lines = [f"Use it as `{self.entry.name}`. It reads: {', '.join(sorted(self.metrics[0].needs))}.", ""]
        lines += ["| value | range | direction | what it is |", "|---|---|---|---|"]
        for metric in self.metrics:
            for value in metric.values:
                about = value.about.replace("|", "\\|")
                direction = DIRECTIONS[value.higher_is_better]
                lines.append(f"| `{metric.name}.{value.name}` | {range_of(value)} | {direction} | {about} |")
        lines += ["", "| setting | type | default |", "|---|---|---|"]
        for s in self.settings:
            kind = type_name(s.type).replace("|", "\\|")
            lines.append(f"| `{s.name}` | {kind} | {_shown_default(s)} |")
        lines += ["", "Signature with these defaults:", "", "```text", *(m.signature() for m in self.metrics), "```"]
        return "\n".join(lines)


def metric_card(name: str) -> MetricCard:
    """The card of a registered metric.

    Raises:
        SpecError: no such metric, or it cannot be imported.

    >>> metric_card("length").settings[1].name
    'unit'
    """
    factory = load_factory(name)
    about = inspect.getdoc(factory) or ""
    return MetricCard(registered()[name], about, make(name, {}), tuple(settings_of(factory).values()))


def range_of(value: Value) -> str:
    """The range of a value in words.

    >>> range_of(Value("n", None, 0, None))
    '0 and up'
    """
    low = "no lower end" if value.low is None else f"{value.low:g}"
    if value.high is None:
        return "any number" if value.low is None else f"{low} and up"
    return f"{low} to {value.high:g}"


def type_name(declared: object) -> str:
    """A type as a reader of the docs would write it.

    >>> type_name(Literal["a", "b"]), type_name(bool | None), type_name(tuple[str, ...])
    ('"a" or "b"', 'bool', 'list of str')
    """
    if declared is MISSING:
        return "anything"
    if get_origin(declared) is Literal:
        return " or ".join(f'"{choice}"' if isinstance(choice, str) else str(choice) for choice in get_args(declared))
    if get_origin(declared) is UnionType:
        return " or ".join(type_name(part) for part in get_args(declared) if part is not type(None))
    if get_origin(declared) in (tuple, list):
        return f"list of {type_name(get_args(declared)[0])}"
    return declared.__name__ if isinstance(declared, type) else str(declared)


def _default(setting: Setting) -> object:
    if setting.default is MISSING:
        return None
    return list(setting.default) if isinstance(setting.default, tuple) else setting.default


def _shown_default(setting: Setting) -> str:
    if setting.default is None:
        return ""
    return "required" if setting.default is MISSING else f"`{_default(setting)}`"


def _value_json(value: Value) -> dict[str, object]:
    return {
        "name": value.name,
        "low": value.low,
        "high": value.high,
        "higher_is_better": value.higher_is_better,
        "about": value.about,
    }
