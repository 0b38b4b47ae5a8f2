"""The figures that a judgement is made of, each as a measure that the bootstrap can draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from evalharness.metaeval.columns import Column
from evalharness.metaeval.result import Correlation, Level, SystemAuc
from evalharness.metaeval.table import Flags, LabelTable, Measure
from evalharness.stats.clusters import mean_defined, observed, ratio
from evalharness.stats.correlation import Groups, kendall, partial_pearson, partial_spearman, pearson, spearman
from evalharness.stats.discrimination import auc, auc_by_group, balanced_accuracy
from evalharness.stats.products import Floats

MIN_POINTS = 3


def classified(table: LabelTable, scores: Floats, rows: Flags) -> Flags:
    """Of `rows`, those that have both a score and a label."""
    return rows & np.isfinite(scores) & np.isfinite(table.labels)


def graded(table: LabelTable, scores: Floats, rows: Flags) -> Flags:
    """Of `rows`, those that have both a score and a graded judgement."""
    return rows & np.isfinite(scores) & np.isfinite(table.grades)


def auc_measure(table: LabelTable, scores: Floats, rows: Flags) -> Measure:
    """AUC of the classified among `rows`."""
    rows = classified(table, scores, rows)
    return Measure(rows, partial(auc, scores[rows], table.labels[rows] == 1))


def auc_within(table: LabelTable, scores: Floats, rows: Flags, groups: Groups) -> Measure:
    """Mean AUC within groups, over the groups that have both classes."""
    rows = classified(table, scores, rows)
    by_group = partial(auc_by_group, scores[rows], table.labels[rows] == 1, groups[rows])
    return Measure(rows, lambda weights: mean_defined(by_group(weights)))


def accuracy_measure(table: LabelTable, predicted: Flags, rows: Flags) -> Measure:
    """Balanced accuracy of decisions on `rows`, all of which have a label."""
    return Measure(rows, partial(balanced_accuracy, predicted[rows], table.labels[rows] == 1))


def partial_pearson_measure(table: LabelTable, scores: Floats, rows: Flags, groups: Groups) -> Measure:
    """Pearson correlation with the grades, controlling for the group."""
    rows = graded(table, scores, rows)
    return Measure(rows, lambda weights: partial_pearson(scores[rows], table.grades[rows], groups[rows], weights))


def partial_spearman_measure(table: LabelTable, scores: Floats, rows: Flags, groups: Groups) -> Measure:
    """Spearman correlation with the grades, controlling for the group."""
    rows = graded(table, scores, rows)
    return Measure(rows, lambda weights: partial_spearman(scores[rows], table.grades[rows], groups[rows], weights))


def article_pearson_measure(table: LabelTable, scores: Floats, rows: Flags) -> Measure:
    """Mean over articles of the Pearson correlation with the grades within each."""
    rows = graded(table, scores, rows)
    articles = table.articles[rows]
    _, first = np.unique(articles, return_index=True)
    values = np.array([_pearson(x, y) for x, y in _points_by_article(table, scores, rows)])
    defined = np.isfinite(values)

    def statistic(weights: Floats) -> Floats:
        # an article is drawn as a whole, so its own correlation stays what it is
        drawn = weights[:, first[defined]]
        return ratio((drawn * values[defined]).sum(axis=1), drawn.sum(axis=1))

    return Measure(rows, statistic)


def correlations(table: LabelTable, column: Column, rows: Flags) -> tuple[Correlation, ...]:
    """Correlations of all three levels. Kendall's is quadratic in the number of summaries."""
    rows = graded(table, column.scores, rows)
    x, y = column.scores[rows], table.grades[rows]
    systems = [table.systems[rows] == system for system in np.unique(table.systems[rows])]
    means = np.array([(x[members].mean(), y[members].mean()) for members in systems]).reshape(-1, 2)
    return (
        _correlation("all", x, y),
        _article_level(list(_points_by_article(table, column.scores, rows))),
        _correlation("system", means[:, 0], means[:, 1]),
    )


def systems_auc(table: LabelTable, scores: Floats, rows: Flags) -> tuple[SystemAuc, ...]:
    """AUC within each system, in order of first appearance."""
    rows = classified(table, scores, rows)
    found = []
    for system in np.unique(table.systems[rows]).tolist():
        members = rows & (table.systems == system)
        n_positive = int((table.labels[members] == 1).sum())
        value = observed(auc_measure(table, scores, members).statistic, int(members.sum()))
        found.append(SystemAuc(table.system_names[system], int(members.sum()), n_positive, value))
    return tuple(found)


def _points_by_article(table: LabelTable, scores: Floats, rows: Flags) -> Iterator[tuple[Floats, Floats]]:
    """Scores and grades of each article, in ascending order of the articles."""
    for article in np.unique(table.articles[rows]):
        members = rows & (table.articles == article)
        yield scores[members], table.grades[members]


def _article_level(points: list[tuple[Floats, Floats]]) -> Correlation:
    kinds: tuple[Callable[[Floats, Floats], float], ...] = (_pearson, _spearman, _kendall)
    columns = [np.array([kind(x, y) for x, y in points]) for kind in kinds]
    means = [_number(mean_defined(column[None, :])[0]) for column in columns]
    return Correlation("article", int(np.isfinite(columns[0]).sum()) if points else 0, *means)


def _correlation(level: Level, x: Floats, y: Floats) -> Correlation:
    return Correlation(level, len(x), _number(_pearson(x, y)), _number(_spearman(x, y)), _number(_kendall(x, y)))


def _pearson(x: Floats, y: Floats) -> float:
    return float(pearson(x, y, np.ones((1, len(x))))[0]) if len(x) >= MIN_POINTS else np.nan


def _spearman(x: Floats, y: Floats) -> float:
    return float(spearman(x, y, np.ones((1, len(x))))[0]) if len(x) >= MIN_POINTS else np.nan


def _kendall(x: Floats, y: Floats) -> float:
    return kendall(x, y) if len(x) >= MIN_POINTS else np.nan


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
