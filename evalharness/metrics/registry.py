"""Which metrics there are, and how one is made from its name and settings.

A metric is registered by one line in ``BUILT_IN`` or by an entry point in the group ``evalharness.metrics``; its module
is imported when it is used, not before. What is registered is anything that returns a metric, or a tuple of metrics for
a family such as ``rouge``, when called with its settings: a dataclass, a class, a function.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, ClassVar, get_origin, get_type_hints

from evalharness.errors import UsageError, nearest
from evalharness.metrics.protocol import Metric

GROUP = "evalharness.metrics"
BUILT_IN = {
    "rouge": "evalharness.metrics.rouge:rouge",
    "fact_retention": "evalharness.metrics.fact_retention:FactRetention",
    "hallucination": "evalharness.metrics.hallucination:Hallucination",
    "length": "evalharness.metrics.length:Length",
    "extractive": "evalharness.metrics.extractive:Extractive",
    "repetition": "evalharness.metrics.repetition:Repetition",
}
# Part of the protocol, though a dataclass lists them as fields: nothing a config sets.
NOT_SETTINGS = frozenset({"values", "needs"})
MISSING: Any = inspect.Parameter.empty

Factory = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered metric: its name, ``module:attribute``, and the package that brings it."""

    name: str
    target: str
    owner: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a metric: its name, declared type (``MISSING`` if none) and default (``MISSING`` if required)."""

    name: str
    type: Any
    default: Any


class SpecError(UsageError):
    """A metric cannot be made from what was asked for; `setting` names the setting at fault, if it is one."""

    def __init__(self, problem: str, advice: str = "", setting: str | None = None) -> None:
        super().__init__(f"{problem}; {advice}" if advice else problem)
        self.problem, self.advice, self.setting = problem, advice, setting


def registered() -> dict[str, Entry]:
    """All metrics known by name, built-in ones first. Imports none of them.

    Raises:
        UsageError: two packages register one name.

    >>> registered()["rouge"].owner
    'evalharness'
    """
    entries = {name: Entry(name, target, "evalharness") for name, target in BUILT_IN.items()}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        owner = point.dist.name if point.dist else point.value
        if point.name in entries:
            other = entries[point.name].owner
            raise UsageError(f"metric {point.name!r} is registered by both {other} and {owner}; uninstall one of them")
        entries[point.name] = Entry(point.name, point.value, owner)
    return entries


def load_factory(use: str, *, allow_code: bool = False) -> Factory:
    """What makes the metric `use`: a registered name, or ``package.module:Class`` where code is allowed.

    Raises:
        SpecError: the name is unknown, code is not allowed (then nothing is imported), or the import fails.
    """
    if ":" in use:
        if not allow_code:
            advice = "only a config that says `allow_code: true`, or a call with --allow-code, imports such code"
            raise SpecError(f"metric {use!r} names Python code", advice)
        return _import(use, use)
    entries = registered()
    if use not in entries:
        raise SpecError(f"unknown metric {use!r}", nearest(use, entries))
    return _import(entries[use].target, f"{use} ({entries[use].owner})")


def _import(target: str, shown: str) -> Factory:
    module_name, _, attribute = target.partition(":")
    try:
        found = importlib.import_module(module_name)
        for part in attribute.split("."):
            found = getattr(found, part)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise SpecError(f"metric {shown!r} cannot be imported: {reason}", "install or mend what provides it") from error
    if not callable(found):
        raise SpecError(f"metric {shown!r} is not a class or function", "name something that returns a metric")
    return found


def settings_of(factory: Factory) -> dict[str, Setting]:
    """The settings `factory` takes, by name, in order.

    >>> list(settings_of(load_factory("length")))
    ['name', 'unit']
    """
    target = factory.__init__ if inspect.isclass(factory) else factory
    hints = get_type_hints(factory) | get_type_hints(target)
    found = {}
    for parameter in inspect.signature(factory).parameters.values():
        is_setting = parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
        declared = hints.get(parameter.name, MISSING)
        if is_setting and parameter.name not in NOT_SETTINGS and get_origin(declared) is not ClassVar:
            found[parameter.name] = Setting(parameter.name, declared, parameter.default)
    return found


def make(use: str, settings: Mapping[str, object], *, allow_code: bool = False) -> tuple[Metric, ...]:
    """The metric or metrics of `use` with `settings`, each checked to be one.

    Text is converted to a setting's declared type, so that settings may come from YAML or a command line as written.

    Raises:
        SpecError: unknown metric or setting, a value the setting does not take, or something that is no metric.

    >>> [metric.name for metric in make("rouge", {"stemmer": "true"})]
    ['rouge_1', 'rouge_2', 'rouge_l', 'rouge_lsum']
    """
    factory = load_factory(use, allow_code=allow_code)
    known = settings_of(factory)
    converted = {name: _convert(use, known, name, value) for name, value in settings.items()}
    for setting in known.values():
        if setting.default is MISSING and setting.name not in converted:
            raise SpecError(f"{use}: the setting {setting.name!r} is missing", f"add `{setting.name}: ...`")
    try:
        made = factory(**converted)
    except Exception as error:
        raise SpecError(f"{use}: {error}", f"see `evalharness metrics show {use}`") from error
    return checked(use, made)


def _convert(use: str, known: Mapping[str, Setting], name: str, value: object) -> object:
    from pydantic import TypeAdapter, ValidationError

    if name not in known:
        raise SpecError(f"{use}: unknown setting {name!r}", nearest(name, known), name)
    if known[name].type is MISSING:
        from evalharness.config.yaml_tree import untyped

        return untyped(value)  # type: ignore[arg-type]
    try:
        return TypeAdapter(known[name].type).validate_python(value)
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"]
        raise SpecError(f"{use}: {name}: {message}, got {value!r}", "", name) from error


def checked(use: str, made: object) -> tuple[Metric, ...]:
    """What `use` gave, a metric or a sequence of metrics, as a tuple.

    Raises:
        SpecError: one of them lacks a part of the protocol.
    """
    wanted = ("name", "values", "needs", "signature", "score", "finish")
    metrics = tuple(made) if isinstance(made, Sequence) else (made,)
    for metric in metrics:
        lacking = [part for part in wanted if not hasattr(metric, part)]
        if lacking:
            advice = "docs/plugins.md shows what a metric has"
            raise SpecError(f"{use!r} gave a {type(metric).__name__} without {', '.join(lacking)}", advice)
    return metrics
