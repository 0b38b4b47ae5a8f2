"""AUC, balanced accuracy and cuts against all pairs, all thresholds, and scikit-learn."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.stats.clusters import observed
from evalharness.stats.discrimination import Flags, auc, auc_by_group, balanced_accuracy, best_cut
from evalharness.stats.products import Floats

GOLDEN = json.loads((Path(__file__).parent / "agreement_golden.json").read_text(encoding="utf-8"))
SCORES, LABELS = np.array(GOLDEN["scores"]), np.array(GOLDEN["labels"]) == 1
GROUPS, WEIGHTS = np.array(GOLDEN["groups"]), np.array([GOLDEN["weights"]], dtype=float)

# few distinct scores, so that ties are common
ROWS = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0]), st.booleans(), st.integers(0, 3)), max_size=25)


def columns(rows: list[tuple[float, bool, int]]) -> tuple[Floats, Flags, Floats]:
    scores, positive, weights = zip(*rows, strict=True) if rows else ((), (), ())
    return np.array(scores, dtype=float), np.array(positive, dtype=bool), np.array([weights], dtype=float)


def auc_by_pairs(scores: Floats, positive: Flags, weights: Floats) -> float | None:
    """Every positive against every negative: 1 for a win, a half for a tie."""
    won = n_pairs = 0.0
    for i, j in itertools.product(np.flatnonzero(positive), np.flatnonzero(~positive)):
        pairs = weights[0, i] * weights[0, j]
        n_pairs += pairs
        won += pairs * (1.0 if scores[i] > scores[j] else 0.5 if scores[i] == scores[j] else 0.0)
    return won / n_pairs if n_pairs else None


@given(ROWS)
def test_auc_is_the_share_of_pairs_won(rows: list[tuple[float, bool, int]]) -> None:
    scores, positive, weights = columns(rows)
    found = auc(scores, positive, weights)[0]
    expected = auc_by_pairs(scores, positive, weights)
    assert np.isnan(found) if expected is None else found == pytest.approx(expected, abs=1e-12)


@given(ROWS)
def test_turning_the_scores_round_turns_the_auc_round(rows: list[tuple[float, bool, int]]) -> None:
    scores, positive, weights = columns(rows)
    assert auc(-scores, positive, weights)[0] == pytest.approx(1 - auc(scores, positive, weights)[0], nan_ok=True)


@given(ROWS)
def test_no_threshold_beats_the_best_cut(rows: list[tuple[float, bool, int]]) -> None:
    scores, positive, weights = columns(rows)
    cut = best_cut(scores, positive, weights[0])
    drawn = weights[0] > 0
    if not positive[drawn].any() or positive[drawn].all():
        assert cut is None
        return
    assert cut is not None
    at = [balanced_accuracy(scores >= t, positive, weights)[0] for t in (-1, *np.unique(scores) + 1e-9)]
    assert cut.balanced_accuracy == pytest.approx(max(at))
    assert balanced_accuracy(scores >= cut.threshold, positive, weights)[0] == pytest.approx(max(at))


def test_the_figures_are_those_of_scikit_learn() -> None:
    for name, weights in (("once", np.ones((1, 12))), ("weighted", WEIGHTS)):
        golden = GOLDEN[name]
        assert auc(SCORES, LABELS, weights)[0] == pytest.approx(golden["auc"], abs=1e-12)
        assert balanced_accuracy(SCORES >= 0.5, LABELS, weights)[0] == pytest.approx(golden["balanced_accuracy"])
        cut = best_cut(SCORES, LABELS, weights[0])
        assert cut is not None
        assert cut.balanced_accuracy == pytest.approx(golden["best"])


def test_resamples_are_independent_of_one_another() -> None:
    weights = np.concatenate([np.ones((1, 12)), WEIGHTS])
    assert auc(SCORES, LABELS, weights).tolist() == [
        auc(SCORES, LABELS, weights[:1])[0],
        auc(SCORES, LABELS, weights[1:])[0],
    ]


def test_groups_are_judged_by_themselves() -> None:
    found = auc_by_group(SCORES, LABELS, GROUPS, np.ones((1, 12)))[0]
    # group 0: 0.5 and 0.9 over 0.2 and 0.5: 3.5 of 4. group 1: 0.7, 0.7 over 0.1, 0.7: 3 of 4. group 2: 0.4, 0.8 over
    # 0.3, 0.5: 3 of 4.
    assert found.tolist() == [0.875, 0.75, 0.75]


def test_one_class_has_no_auc_no_accuracy_and_no_cut() -> None:
    scores, positive = np.array([0.1, 0.2]), np.array([True, True])
    assert observed(lambda weights: auc(scores, positive, weights), 2) is None
    assert observed(lambda weights: balanced_accuracy(positive, positive, weights), 2) is None
    assert best_cut(scores, positive) is None


def test_no_rows_have_no_auc() -> None:
    nothing = np.array([])
    assert np.isnan(auc(nothing, nothing.astype(bool), np.ones((3, 0)))).tolist() == [True] * 3
    assert auc_by_group(nothing, nothing.astype(bool), nothing.astype(int), np.ones((3, 0))).shape == (3, 0)


def test_a_cut_between_neighbouring_floats_still_separates_them() -> None:
    low = 0.1
    high = float(np.nextafter(low, 1))
    cut = best_cut(np.array([low, high]), np.array([False, True]))
    assert cut is not None
    assert (cut.threshold, cut.balanced_accuracy) == (high, 1.0)


def test_scores_that_say_nothing_call_everything_positive() -> None:
    cut = best_cut(np.array([0.3, 0.3, 0.3]), np.array([True, False, True]))
    assert cut is not None
    assert (cut.threshold, cut.balanced_accuracy) == (0.3, 0.5)
