"""Paired tests: is one value closer to the labels than another, by more than the choice of articles explains?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from evalharness.metaeval.columns import Column
from evalharness.metaeval.measures import article_pearson_measure, auc_measure, partial_pearson_measure
from evalharness.metaeval.result import Comparison, TestedStatistic
from evalharness.metaeval.table import Flags, LabelTable, Measure, Scope
from evalharness.stats.clusters import difference_p_value
from evalharness.stats.corrections import holm
from evalharness.stats.products import Floats

MakeMeasure = Callable[[LabelTable, Floats, Flags], Measure]


def compare_pairs(
    table: LabelTable, scope: Scope, columns: Mapping[str, Column], pairs: Sequence[tuple[str, str]]
) -> tuple[Comparison, ...]:
    """Every pair by every statistic, on the rows that both define; undefined ones are left out.

    AUC and partial Pearson; where there are only grades, Pearson within articles instead of AUC. Holm's correction is
    over all pairs of a statistic.
    """
    has_labels = np.isfinite(table.labels[scope.rows]).any()
    statistics: dict[TestedStatistic, MakeMeasure] = {"auc": auc_measure} if has_labels else {}
    statistics["partial_pearson"] = _partial_pearson
    if not has_labels:
        statistics["article_pearson"] = article_pearson_measure
    return tuple(
        comparison
        for name, make in statistics.items()
        for comparison in _corrected(
            _compare(table, scope, columns[first], columns[second], name, make) for first, second in pairs
        )
    )


def _partial_pearson(table: LabelTable, scores: Floats, rows: Flags) -> Measure:
    return partial_pearson_measure(table, scores, rows, table.systems)


def _compare(
    table: LabelTable, scope: Scope, first: Column, second: Column, statistic: TestedStatistic, make: MakeMeasure
) -> Comparison | None:
    common = scope.rows & np.isfinite(first.scores) & np.isfinite(second.scores)
    one, other = (make(table, column.scores, common) for column in (first, second))
    both = Measure(one.rows, lambda weights: one.statistic(weights) - other.statistic(weights))
    difference = scope.estimate(both)
    p_value = None if difference.value is None else difference_p_value(scope.draws(both))
    if p_value is None:
        return None
    return Comparison(statistic, first.judged.name, second.judged.name, difference, p_value, p_value)


def _corrected(comparisons: Iterable[Comparison | None]) -> list[Comparison]:
    defined = [each for each in comparisons if each is not None]
    adjusted = holm([each.p_value for each in defined])
    return [replace(each, p_holm=p) for each, p in zip(defined, adjusted, strict=True)]
