"""From the metric entries of a config to metrics, with all that is wrong found in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from evalharness.errors import UsageError, nearest
from evalharness.metrics.protocol import Metric, Value
from evalharness.metrics.registry import SpecError, checked, make

DEFAULT_SORT = "fact_retention.recall"


@dataclass(frozen=True, slots=True)
class SpecFault:
    """What is wrong with entry `index` of the metrics, at its setting `key` if one is to blame."""

    index: int
    key: str | None
    problem: str
    advice: str = ""


def resolve(
    specs: Iterable[tuple[int, str, Mapping[str, object]]],
    *,
    allow_code: bool = False,
    objects: Mapping[int, Metric] = MappingProxyType({}),
) -> tuple[tuple[Metric, ...], tuple[SpecFault, ...]]:
    """The metrics of all (place, use, settings) entries in order, and every fault among them.

    At a place that `objects` has, that metric is taken as it is.

    >>> metrics, faults = resolve([(0, "length", {}), (1, "lenght", {})])
    >>> [m.name for m in metrics], faults[0].problem
    (['length'], "unknown metric 'lenght'")
    """
    metrics: dict[str, Metric] = {}
    faults: list[SpecFault] = []
    for index, use, settings in specs:
        try:
            made = checked(use, objects[index]) if index in objects else make(use, settings, allow_code=allow_code)
        except SpecError as error:
            faults.append(SpecFault(index, error.setting, error.problem, error.advice))
            continue
        for metric in made:
            if metric.name in metrics:
                advice = f"give one of them a name of its own: {{use: {use}, name: ...}}"
                faults.append(SpecFault(index, None, f"metric {metric.name!r} is listed twice", advice))
            metrics[metric.name] = metric
    return tuple(metrics.values()), tuple(faults)


def value_names(metrics: Sequence[Metric]) -> dict[str, Value]:
    """Every value by its full name, ``metric.value``, in order.

    >>> list(value_names(resolve([(0, "length", {})])[0]))
    ['length.length', 'length.compression']
    """
    return {f"{metric.name}.{value.name}": value for metric in metrics for value in metric.values}


def sort_value(metrics: Sequence[Metric], asked: str | None) -> str:
    """The value that systems are ranked by: the one asked for, or the default.

    Raises:
        UsageError: no metric has the value asked for.
    """
    known = value_names(metrics)
    if asked is None:
        return DEFAULT_SORT if DEFAULT_SORT in known else next(iter(known))
    if asked not in known:
        raise UsageError(f"no metric of this run has the value {asked!r}; {nearest(asked, known)}")
    return asked
