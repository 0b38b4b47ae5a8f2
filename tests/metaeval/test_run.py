"""Whole meta-evaluations over small worlds whose answer is known."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from evalharness.metaeval.result import MetaResult

Make = Callable[..., dict[str, object]]
Evaluate = Callable[..., MetaResult]

VALUE_M = "published: [{path: labels.jsonl, join: {dataset: dataset, id: id}, values: {"


def test_a_perfect_value_is_perfect_and_its_reverse_is_the_reverse(record: Make, evaluate: Evaluate) -> None:
    records = [record("d", i, m=(i // 3) % 2 + 0.01 * (i % 5)) for i in range(60)]
    config = VALUE_M + "up: m, down: {column: m, higher_is_better: false}}}]\ncompare: [[up, down]]"
    (scope,) = evaluate(records, config).scopes
    up, down = scope.judgements
    assert (up.auc.value, up.best, up.thresholded and up.thresholded.balanced_accuracy.value) == (1.0, 1.0, 1.0)
    assert up.auc.ci95 == (1.0, 1.0)
    assert (down.auc.value, down.best) == (0.0, 0.5)
    assert up.partial_pearson.value == pytest.approx(-(down.partial_pearson.value or 0))
    by = {each.statistic: each for each in scope.comparisons}
    assert by["auc"].difference.value == 1.0
    assert by["auc"].p_value == by["auc"].p_holm == pytest.approx(2 / 201)
    assert by["partial_pearson"].difference.value == pytest.approx(2 * (up.partial_pearson.value or 0))


def test_undefined_scores_are_counted_and_take_no_part(record: Make, evaluate: Evaluate) -> None:
    records = [record("d", i, m=None if i < 20 else (i // 3) % 2) for i in range(60)]
    (scope,) = evaluate(records).scopes
    (found,) = scope.judgements
    assert (found.n, found.n_undefined, found.auc.n, found.auc.value) == (60, 20, 40, 1.0)
    assert found.coverage == pytest.approx(2 / 3)


def test_a_metric_that_is_undefined_throughout_is_shown_as_that(record: Make, evaluate: Evaluate) -> None:
    records = [record("d", i, summary="-") for i in range(12)]
    config = "metrics: [extractive]\nvalues: [{value: extractive.coverage, higher_is_better: true}]\npublished: []"
    (scope,) = evaluate(records, config).scopes
    (found,) = scope.judgements
    assert (found.coverage, found.auc.value, found.thresholded, found.fixed) == (0.0, None, None, None)
    assert [each.pearson for each in found.correlations] == [None] * 3
    assert scope.comparisons == ()


def test_one_class_has_no_auc_and_says_so(record: Make, evaluate: Evaluate) -> None:
    (scope,) = evaluate([record("d", i, m=i, label=1) for i in range(50)]).scopes
    (found,) = scope.judgements
    assert (found.auc.value, found.auc.ci95, found.thresholded, found.best) == (None, None, None, None)
    assert "all labels are equal: no AUC, no balanced accuracy" in scope.warnings


def test_grades_alone_have_correlations(record: Make, evaluate: Evaluate) -> None:
    records = [
        record("d", i, m=i, label=None, factuality=i + 5 * (i % 2), doc_key=f"k{i // 5}", system=f"s{i % 5}")
        for i in range(100)
    ]
    (scope,) = evaluate(records, VALUE_M + "m: m, minus: {column: m, higher_is_better: false}}}]").scopes
    found = scope.judgements[0]
    assert found.auc.value is None
    assert "no labels, only grades: no AUC, no balanced accuracy" in scope.warnings
    # grades of an article: i plus 5 on odd ones, so for five in a row from even 0: 0 6 2 8 4, from odd 5: 10 6 12 8 14;
    # Spearman with 1 2 3 4 5: ranks 1 4 2 5 3 (sum d^2 10) and 3 1 4 2 5 (sum d^2 10): 1 - 6 * 10 / 120 = 0.5
    article = found.correlations[1]
    assert (article.level, article.n) == ("article", 20)
    assert article.spearman == pytest.approx(0.5)
    assert article.pearson == pytest.approx(found.article_pearson.value)
    # means of the systems: m 47.5 .. 51.5, grades 50 .. 54 each with half of the fives: both rise by one
    assert (found.correlations[2].n, found.correlations[2].kendall) == (5, pytest.approx(1.0))
    assert {each.statistic for each in scope.comparisons} == {"partial_pearson", "article_pearson"}


def test_pools_come_only_when_asked_for_and_with_the_warning(record: Make, evaluate: Evaluate) -> None:
    # in a0 one block of three in four is consistent, in b1 three are; m knows only which set it is
    records = [
        record(name, i, m=high, label=int((i // 3) % 4 < 1 + 2 * high))
        for name, high in (("a0", 0), ("b1", 1))
        for i in range(96)
    ]
    plain = evaluate(records)
    assert [scope.name for scope in plain.scopes] == ["a0", "b1"]
    assert {scope.judgements[0].auc.value for scope in plain.scopes} == {0.5}
    pool = evaluate(records, "pools: {both: [a0, b1]}").scopes[-1]
    assert (pool.kind, pool.datasets) == ("pool", ("a0", "b1"))
    # 3 of 4 consistent and 1 of 4 inconsistent ones are of b1: 9 of 16 pairs are won and 6 tied
    assert pool.judgements[0].auc.value == (9 + 6 / 2) / 16
    origin = next(each for each in pool.controls if each.name == "origin only")
    assert origin.auc.value == pytest.approx(0.75, abs=0.03)
    assert "that alone gives AUC 0.7" in pool.warnings[0]
    # what is left after regression on data set and system is nothing
    assert pool.judgements[0].partial_pearson.value is None


def test_groups_average_the_sets_that_define_a_figure(record: Make, evaluate: Evaluate) -> None:
    records = [record("good", i, m=(i // 3) % 2) for i in range(60)]
    records += [record("none", i, m=1) for i in range(60)]
    records += [record("oneclass", i, m=i, label=1) for i in range(60)]
    (group,) = evaluate(records, "groups: {g: [good, none, oneclass]}").groups
    mean = group.means[0]
    assert (mean.name, mean.auc.n, mean.auc.value, mean.balanced_accuracy) == ("m", 2, 0.75, 0.75)
    assert [each.name for each in group.means[1:]] == ["origin only", "system only", "length only"]


def test_sentences_and_kinds_of_error(record: Make, evaluate: Evaluate) -> None:
    good, bad = "The bank cut its rate.", "Pigs fly over Mars."
    records = []
    for i in range(40):
        label = (i // 2) % 2
        kinds = [] if label else ["EntE"] if i % 4 == 0 else ["EntE", "OutE"]
        records.append(
            record(
                "d",
                i,
                label=label,
                summary=good if label else f"{good} {bad}",
                sentences=[good] if label else [good, bad],
                sentence_labels=[1] if label else [1, 0],
                error_types=kinds,
            )
        )
    config = "metrics: [rouge]\nvalues: [rouge_1.precision]\nthreshold: {split: cv, folds: 4}\npublished: []"
    (scope,) = evaluate(records, config).scopes
    (found,) = scope.judgements
    place = found.localisation
    assert place is not None
    assert (place.source, place.auc.n, place.n_inconsistent, place.n_mixed) == ("alone", 60, 20, 20)
    assert (place.auc.value, place.auc_within) == (1.0, 1.0)
    assert [(e.name, e.n, e.n_alone, e.recall, e.auc) for e in found.error_types] == [
        ("EntE", 20, 10, 1.0, 1.0),
        ("OutE", 10, 0, 1.0, 1.0),
    ]
    assert [e.auc_alone for e in found.error_types] == [1.0, None]


def test_shared_articles_are_told(record: Make, evaluate: Evaluate) -> None:
    result = evaluate([record(name, i, m=i) for name in ("a", "b") for i in range(6)])
    assert [(each.datasets, each.n_articles) for each in result.shared] == [(("a", "b"), 3)]


def test_the_same_config_gives_the_same_bytes(record: Make, evaluate: Evaluate) -> None:
    records = [record(name, i, m=(i * 7) % 13, label=i % 3 % 2) for name in ("a", "b") for i in range(40)]
    config = "metrics: [rouge]\npools: {p: [a, b]}\ngroups: {g: [a, b]}\n" + VALUE_M + "m: m}}]"
    one, two = (json.dumps(evaluate(records, config).to_json(), allow_nan=False) for _ in range(2))
    assert one == two
    assert json.dumps(evaluate(records, config, seed="14").to_json()) != one
