"""Thresholds and text-free controls are fitted on other articles than they are tested on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pytest

from evalharness.metaeval.columns import Column, Judged
from evalharness.metaeval.controls import judge_controls
from evalharness.metaeval.labels import Labelled
from evalharness.metaeval.table import LabelTable, Scope, label_table
from evalharness.metaeval.thresholds import best_accuracy, decide, fixed_accuracy, judge_decisions
from evalharness.stats.products import Floats


def table(rows: Sequence[Labelled], families: dict[str, str] | None = None, n_folds: int = 3) -> LabelTable:
    return label_table(rows, families or {}, n_folds, seed=2)


def rows_of(dataset: str, labels: Sequence[int], system: str = "s", words: Sequence[int] = ()) -> list[Labelled]:
    lengths = words or [2] * len(labels)
    return [
        Labelled(dataset, f"{system}{i}", f"{dataset}{i}", "word " * n, system, f"{dataset}{i}", label=bool(label))
        for i, (label, n) in enumerate(zip(labels, lengths, strict=True))
    ]


def scope(labels: LabelTable, *datasets: str) -> Scope:
    return Scope.of(labels, "all", datasets, 100, 1)


def column(scores: Floats, *, higher_is_better: bool = True) -> Column:
    judged = Judged("m", "metric", higher_is_better, 0.0, 1.0)
    return Column(judged, scores if higher_is_better else -scores)


def test_half_chooses_on_one_half_and_tests_on_the_other() -> None:
    labels = table(rows_of("a", [0, 1] * 10))
    # the half that is tested has its scores the wrong way round: a threshold that had seen it would show
    scores = np.where(labels.halves == 0, 1 - labels.labels, labels.labels)
    found = decide(labels, scope(labels, "a"), column(scores), "half")
    assert found is not None
    assert found.tested.tolist() == (labels.halves == 0).tolist()
    assert found.thresholds == (0.5,)
    assert judge_decisions(labels, scope(labels, "a"), found, "half").balanced_accuracy.value == 0.0


def test_cv_tests_every_row_once_by_the_folds_that_it_is_not_in() -> None:
    labels = table(rows_of("a", [0, 1] * 12))
    scores = labels.labels + 10 * labels.folds
    found = decide(labels, scope(labels, "a"), column(scores), "cv")
    assert found is not None
    assert found.tested.all()
    assert len(found.thresholds) == 3
    # fold 0 has the lowest scores: a threshold from folds 1 and 2 (10, 11, 20, 21) calls all of it inconsistent
    assert not found.consistent[labels.folds == 0].any()


def test_family_chooses_on_other_families_without_shared_articles() -> None:
    rows = rows_of("a1", [0, 1] * 4) + rows_of("a2", [0, 1] * 4) + rows_of("b", [0, 1] * 4)
    shared = [Labelled("b", f"x{i}", "s", "t", "s", f"a1{i}", label=True) for i in range(8)]
    labels = table(rows + shared, {"a1": "a", "a2": "a"})
    of_b = (labels.datasets == "b") & ~np.isin(labels.articles, labels.articles[labels.datasets == "a1"])
    scores = np.where(of_b, labels.labels, -100.0)
    found = decide(labels, scope(labels, "a1"), column(scores), "family")
    assert found is not None
    # from b alone; with a2, or with the articles of a1, the threshold would lie between -100 and 0
    assert found.thresholds == (0.5,)
    assert found.tested.tolist() == (labels.datasets == "a1").tolist()


def test_family_weighs_every_data_set_the_same() -> None:
    rows = rows_of("a", [0, 1]) + rows_of("b", [0, 1] * 50) + rows_of("c", [0, 1] * 2) + rows_of("d", [0, 1] * 2)
    rows += rows_of("e", [1] * 40)
    labels = table(rows)
    # b is separated at 0.5, c and d at 10.5: two small sets outweigh a large one; e has one class and no say
    scores = labels.labels + np.where(np.isin(labels.datasets, ["c", "d"]), 10.0, 0.0)
    found = decide(labels, scope(labels, "a"), column(scores), "family")
    assert found is not None
    assert found.thresholds == (10.5,)


def test_a_threshold_is_told_in_the_values_own_direction() -> None:
    labels = table(rows_of("a", [0, 1] * 10))
    scores = np.where(labels.labels == 1, 0.1, 0.4)
    found = decide(labels, scope(labels, "a"), column(scores, higher_is_better=False), "half")
    assert found is not None
    assert found.thresholds == (0.25,)
    assert fixed_accuracy(labels, scope(labels, "a"), column(scores, higher_is_better=False)) == 0.5
    assert fixed_accuracy(labels, scope(labels, "a"), column(scores + 0.2, higher_is_better=False)) == 1.0
    assert best_accuracy(labels, scope(labels, "a"), -scores) == 1.0


@pytest.mark.parametrize("split", ["half", "cv", "family"])
def test_without_both_classes_nothing_is_decided(split: Literal["half", "cv", "family"]) -> None:
    labels = table(rows_of("a", [1] * 10))
    assert decide(labels, scope(labels, "a"), column(np.arange(10.0)), split) is None


def controls(labels: LabelTable, *datasets: str) -> dict[str, tuple[float | None, float | None, float | None]]:
    return {
        each.name: (each.auc.value, each.balanced_accuracy.value, each.partial_pearson.value)
        for each in judge_controls(labels, scope(labels, *datasets))
    }


def test_the_system_alone_tells_all_where_it_decides_the_label() -> None:
    labels = table(rows_of("a", [1] * 10, "good") + rows_of("a", [0] * 10, "bad"))
    found = controls(labels, "a")
    assert found["system only"] == (1.0, 1.0, None)
    assert found["origin only"] == (0.5, 0.5, None)
    assert found["length only"][0] == 0.5


def test_the_origin_alone_tells_all_where_it_decides_the_label() -> None:
    labels = table(rows_of("a", [1] * 10) + rows_of("b", [0] * 10))
    assert controls(labels, "a", "b")["origin only"] == (1.0, 1.0, None)


@pytest.mark.parametrize("sign", [1, -1])
def test_length_learns_its_direction_on_the_other_half(sign: int) -> None:
    words = [20 + sign * 5 * label + i % 3 for i, label in enumerate([0, 1] * 10)]
    labels = table(rows_of("a", [0, 1] * 10, words=words))
    auc, accuracy, partial = controls(labels, "a")["length only"]
    assert (auc, accuracy) == (1.0, 1.0)
    assert partial is not None
    assert partial > 0.8


def test_a_system_that_the_other_half_does_not_have_gets_the_mean_of_all() -> None:
    # every system once: nothing is known of any system, so nothing can be told
    rows = [row for i in range(20) for row in rows_of("a", [i % 2], f"s{i}")]
    rows = [
        Labelled("a", row.system or "", str(i), "t", row.system, str(i), label=row.label) for i, row in enumerate(rows)
    ]
    assert controls(table(rows), "a")["system only"][0] == 0.5
