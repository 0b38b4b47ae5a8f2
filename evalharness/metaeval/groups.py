"""Figures averaged over named groups of data sets, each set weighing the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.metaeval.columns import Column
from evalharness.metaeval.controls import CONTROLS, control_auc
from evalharness.metaeval.measures import auc_measure
from evalharness.metaeval.result import Estimate, GroupMean, GroupResult, ScopeResult
from evalharness.metaeval.table import LabelTable, Measure, Scope, mean_measure
from evalharness.stats.clusters import observed


def judge_group(
    table: LabelTable, group: Scope, columns: Sequence[Column], scopes: Sequence[ScopeResult]
) -> GroupResult:
    """Means over the data sets of `group` that define a figure; its bootstrap draws an article for all sets at once."""
    members = [scope for scope in scopes if scope.kind == "dataset" and scope.name in group.datasets]
    parts = [table.of([name]) for name in group.datasets]
    means = [
        _mean(group, column.judged.name, [auc_measure(table, column.scores, part) for part in parts], members)
        for column in columns
    ]
    means += [
        _mean(group, name, [control_auc(table, part, fit) for part in parts], members) for name, fit in CONTROLS.items()
    ]
    return GroupResult(group.name, group.datasets, tuple(mean for mean in means if mean.auc.n))


def _mean(group: Scope, name: str, measures: Sequence[Measure], members: Sequence[ScopeResult]) -> GroupMean:
    defined = [each for each in measures if observed(each.statistic, int(each.rows.sum())) is not None]
    accuracies = list(_accuracies(name, members))
    if not defined:
        return GroupMean(name, Estimate(None, None, 0), None)
    estimate = group.estimate(mean_measure(defined))
    mean_accuracy = sum(accuracies) / len(accuracies) if accuracies else None
    return GroupMean(name, Estimate(estimate.value, estimate.ci95, len(defined)), mean_accuracy)


def _accuracies(name: str, members: Sequence[ScopeResult]) -> Iterator[float]:
    for scope in members:
        found = [
            each.thresholded.balanced_accuracy for each in scope.judgements if each.name == name and each.thresholded
        ]
        found += [each.balanced_accuracy for each in scope.controls if each.name == name]
        yield from (each.value for each in found if each.value is not None)
