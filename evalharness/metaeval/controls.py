"""Scores that read no text: knowing only the data set, only the system, or only the length."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from evalharness.metaeval.measures import (
    accuracy_measure,
    article_pearson_measure,
    auc_within,
    graded,
    partial_pearson_measure,
)
from evalharness.metaeval.result import Control
from evalharness.metaeval.table import Flags, LabelTable, Measure, Scope
from evalharness.stats.clusters import observed
from evalharness.stats.correlation import pearson
from evalharness.stats.discrimination import best_cut
from evalharness.stats.products import Floats

Fit = Callable[[LabelTable, Flags], Floats]


def judge_controls(table: LabelTable, scope: Scope) -> tuple[Control, ...]:
    """Every control on one scope."""
    return tuple(_judge(table, scope, name, fit) for name, fit in CONTROLS.items())


def control_auc(table: LabelTable, rows: Flags, fit: Fit) -> Measure:
    """Mean AUC of a control over the two halves of `rows`, each scored by what was fitted on the other."""
    return auc_within(table, _cross_fitted(table, rows, fit), rows, table.halves)


def _judge(table: LabelTable, scope: Scope, name: str, fit: Fit) -> Control:
    scores = _cross_fitted(table, scope.rows, fit)
    # what was fitted on one half and on the other may differ by a constant, so the half is held constant too
    groups = table.systems * 2 + table.halves
    return Control(
        name,
        scope.estimate(control_auc(table, scope.rows, fit)),
        scope.estimate(_accuracy(table, scope.rows, fit)),
        scope.estimate(partial_pearson_measure(table, scores, scope.rows, groups)),
        scope.estimate(article_pearson_measure(table, scores, scope.rows)),
    )


def _cross_fitted(table: LabelTable, rows: Flags, fit: Fit) -> Floats:
    """(n,) scores of each half of `rows` by what was fitted on the other half."""
    of_half = [fit(table, rows & (table.halves != half)) for half in (0, 1)]
    return np.where(table.halves == 0, *of_half)


def _accuracy(table: LabelTable, rows: Flags, fit: Fit) -> Measure:
    labelled = rows & np.isfinite(table.labels)
    tested, consistent = np.zeros(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    for half in (0, 1):
        train = labelled & (table.halves != half)
        scores = fit(table, train)
        cut = best_cut(scores[train], table.labels[train] == 1)
        if cut is not None:
            test = labelled & (table.halves == half)
            tested |= test
            consistent |= test & (scores >= cut.threshold)
    return accuracy_measure(table, consistent, tested)


def _origin(table: LabelTable, train: Flags) -> Floats:
    return _means(table, train, np.unique(table.datasets, return_inverse=True)[1])


def _system(table: LabelTable, train: Flags) -> Floats:
    return _means(table, train, table.systems)


def _length(table: LabelTable, train: Flags) -> Floats:
    """Words of the summary, or their negative where shorter ones were the better."""
    lengths = np.array([float(len(row.summary.split())) for row in table.rows])
    rows = graded(table, lengths, train)
    weights = np.ones((1, int(rows.sum())))
    slope = observed(lambda ones: pearson(lengths[rows], table.grades[rows], ones), weights.shape[1])
    return -lengths if slope is not None and slope < 0 else lengths


def _means(table: LabelTable, train: Flags, groups: NDArray[np.intp]) -> Floats:
    """(n,) mean label of each row's group among the training rows; the mean of all where it has none there."""
    target = np.where(np.isfinite(table.labels), table.labels, table.grades)
    train = train & np.isfinite(target)
    n_groups = int(groups.max()) + 1
    sizes = np.bincount(groups[train], minlength=n_groups)
    sums = np.bincount(groups[train], target[train], minlength=n_groups)
    overall = target[train].mean() if train.any() else 0.0
    means = np.divide(sums, sizes, out=np.full(n_groups, overall), where=sizes > 0)
    return np.asarray(means[groups])


CONTROLS: dict[str, Fit] = {"origin only": _origin, "system only": _system, "length only": _length}
