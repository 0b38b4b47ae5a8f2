"""One value held against the labels of one scope: every figure that there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from evalharness.metaeval.columns import Column, SentenceScores
from evalharness.metaeval.config import Split
from evalharness.metaeval.measures import (
    article_pearson_measure,
    auc_measure,
    auc_within,
    classified,
    correlations,
    partial_pearson_measure,
    partial_spearman_measure,
    systems_auc,
)
from evalharness.metaeval.result import ErrorType, Judgement, Localisation
from evalharness.metaeval.table import Flags, LabelTable, Measure, Scope
from evalharness.metaeval.thresholds import Decisions, best_accuracy, decide, fixed_accuracy, judge_decisions
from evalharness.stats.clusters import mean_defined, observed
from evalharness.stats.discrimination import auc, auc_by_group


def judge(table: LabelTable, scope: Scope, column: Column, split: Split) -> Judgement:
    """Hold one value against the labels of a scope."""
    scores, rows = column.scores, scope.rows
    decisions = decide(table, scope, column, split)
    return Judgement(
        name=column.judged.name,
        kind=column.judged.kind,
        higher_is_better=column.judged.higher_is_better,
        n=int(rows.sum()),
        n_undefined=int((rows & np.isnan(scores)).sum()),
        auc=scope.estimate(auc_measure(table, scores, rows)),
        auc_within_system=scope.estimate(auc_within(table, scores, rows, table.systems)),
        systems=systems_auc(table, scores, rows),
        thresholded=judge_decisions(table, scope, decisions, split) if decisions else None,
        best=best_accuracy(table, scope, scores),
        fixed=fixed_accuracy(table, scope, column),
        partial_pearson=scope.estimate(partial_pearson_measure(table, scores, rows, table.systems)),
        partial_spearman=scope.estimate(partial_spearman_measure(table, scores, rows, table.systems)),
        article_pearson=scope.estimate(article_pearson_measure(table, scores, rows)),
        correlations=correlations(table, column, rows),
        localisation=_localisation(table, scope, column.sentences) if column.sentences else None,
        error_types=tuple(_error_types(table, scope, column, decisions)),
    )


def _localisation(table: LabelTable, scope: Scope, sentences: SentenceScores) -> Localisation | None:
    """None where the scope has no labelled sentence with a score."""
    numbers, scores, labels = [], [], []
    for number in np.flatnonzero(scope.rows).tolist():
        marks = table.rows[number].sentence_labels
        for score, label in zip(sentences.by_row.get(number, ()), marks, strict=False):
            if score is not None and label is not None:
                numbers.append(number)
                scores.append(score)
                labels.append(label)
    if not numbers:
        return None
    rows = np.zeros(len(table.rows), dtype=np.bool_)
    rows[numbers] = True
    row_of = np.searchsorted(np.flatnonzero(rows), numbers)
    x, consistent = np.array(scores), np.array(labels)
    estimate = scope.estimate(Measure(rows, lambda weights: auc(x, consistent, weights[:, row_of])))
    within = auc_by_group(x, consistent, row_of, np.ones((1, len(x))))
    mean = float(mean_defined(within)[0])
    return Localisation(
        source=sentences.source,
        n_inconsistent=int((~consistent).sum()),
        auc=replace(estimate, n=len(x)),
        auc_within=mean if np.isfinite(mean) else None,
        n_mixed=int(np.isfinite(within).sum()),
    )


def _error_types(table: LabelTable, scope: Scope, column: Column, decisions: Decisions | None) -> Iterator[ErrorType]:
    """The kinds of error of inconsistent summaries, the most frequent first."""
    rows = classified(table, column.scores, scope.rows)
    consistent = rows & (table.labels == 1)
    faulty = np.flatnonzero(rows & (table.labels == 0)).tolist()
    counts = Counter(name for number in faulty for name in dict.fromkeys(table.rows[number].error_types))
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        having = _marked(table, [number for number in faulty if name in table.rows[number].error_types])
        alone = _marked(table, [number for number in faulty if set(table.rows[number].error_types) == {name}])
        tested = having & decisions.tested if decisions else np.zeros_like(having)
        found = tested & ~decisions.consistent if decisions else tested
        yield ErrorType(
            name=name,
            n=counts[name],
            n_alone=int(alone.sum()),
            n_tested=int(tested.sum()),
            recall=float(found.sum() / tested.sum()) if tested.any() else None,
            auc=_auc_of(table, column, having | consistent),
            auc_alone=_auc_of(table, column, alone | consistent),
        )


def _auc_of(table: LabelTable, column: Column, rows: Flags) -> float | None:
    return observed(auc_measure(table, column.scores, rows).statistic, int(rows.sum()))


def _marked(table: LabelTable, numbers: list[int]) -> Flags:
    marks = np.zeros(len(table.rows), dtype=np.bool_)
    marks[numbers] = True
    return marks
