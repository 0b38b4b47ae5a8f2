"""Thresholds chosen on other articles than they are tested on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evalharness.metaeval.columns import Column
from evalharness.metaeval.config import Split
from evalharness.metaeval.measures import accuracy_measure, classified
from evalharness.metaeval.result import Thresholded
from evalharness.metaeval.table import Flags, LabelTable, Scope
from evalharness.stats.clusters import observed
from evalharness.stats.discrimination import best_cut
from evalharness.stats.products import Floats


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a value decides where it was tested: `tested` and `consistent` mark rows of the table."""

    tested: Flags
    consistent: Flags
    thresholds: tuple[float, ...]


def decide(table: LabelTable, scope: Scope, column: Column, split: Split) -> Decisions | None:
    """Decisions on the rows of a scope; None where no split has both classes to choose a threshold on."""
    tested, consistent = np.zeros(len(table.rows), dtype=np.bool_), np.zeros(len(table.rows), dtype=np.bool_)
    thresholds = []
    for train, test in _splits(table, scope, split):
        train = classified(table, column.scores, train)
        positive = table.labels[train] == 1
        weights = _balanced(table.datasets[train], positive) if split == "family" else None
        cut = best_cut(column.scores[train], positive, weights)
        if cut is not None:
            test = classified(table, column.scores, test)
            tested |= test
            consistent |= test & (column.scores >= cut.threshold)
            thresholds.append(column.as_written(cut.threshold))
    return Decisions(tested, consistent, tuple(thresholds)) if thresholds else None


def judge_decisions(table: LabelTable, scope: Scope, decisions: Decisions, split: Split) -> Thresholded:
    """Balanced accuracy of decisions."""
    accuracy = scope.estimate(accuracy_measure(table, decisions.consistent, decisions.tested))
    return Thresholded(split, decisions.thresholds, accuracy)


def best_accuracy(table: LabelTable, scope: Scope, scores: Floats) -> float | None:
    """Balanced accuracy of the best threshold for the rows it is tested on: optimistic, an upper bound."""
    rows = classified(table, scores, scope.rows)
    cut = best_cut(scores[rows], table.labels[rows] == 1)
    return None if cut is None else cut.balanced_accuracy


def fixed_accuracy(table: LabelTable, scope: Scope, column: Column) -> float | None:
    """Balanced accuracy where a value on the good side of 0.5 is called consistent; None unless it goes from 0 to 1."""
    if column.judged.middle is None:
        return None
    middle = column.judged.middle if column.judged.higher_is_better else -column.judged.middle
    rows = classified(table, column.scores, scope.rows)
    return observed(accuracy_measure(table, column.scores >= middle, rows).statistic, int(rows.sum()))


def _splits(table: LabelTable, scope: Scope, split: Split) -> Iterator[tuple[Flags, Flags]]:
    """(rows to choose on, rows to test on); no article is on both sides."""
    if split == "half":
        yield scope.rows & (table.halves == 1), scope.rows & (table.halves == 0)
    elif split == "cv":
        for fold in range(int(table.folds.max()) + 1):
            yield scope.rows & (table.folds != fold), scope.rows & (table.folds == fold)
    else:
        of_family = np.isin(table.families, table.families[scope.rows])
        yield ~of_family & ~np.isin(table.articles, table.articles[scope.rows]), scope.rows


def _balanced(datasets: NDArray[np.str_], positive: Flags) -> Floats:
    """(n,) weights that make every data set weigh the same, and in it both classes; one class alone weighs nothing."""
    weights = np.zeros(len(positive))
    for name in np.unique(datasets):
        members = datasets == name
        if positive[members].any() and not positive[members].all():
            for each in (members & positive, members & ~positive):
                weights[each] = 1 / each.sum()
    return weights
