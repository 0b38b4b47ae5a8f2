"""Platt's curve, and how far probabilities are off: derived values, scikit-learn and scipy, what must always hold."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.stats.calibration import (
    MIN_SLOPE,
    NO_PRIOR,
    Curve,
    brier,
    calibration_error,
    is_movable,
    logit,
    platt,
)

GOLDEN = json.loads((Path(__file__).parent / "calibration_golden.json").read_text(encoding="utf-8"))
POINTS = st.lists(
    st.tuples(st.floats(-30, 30), st.booleans(), st.integers(0, 3)), min_size=2, max_size=30
)  # logits of probabilities as near to 0 and 1 as a metric gives them


def arrays(case: dict[str, list[float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.array(case["x"]), np.array(case["positive"]) == 1, np.array([case["weights"]])


@pytest.mark.parametrize("case", GOLDEN["cases"])
def test_without_a_prior_it_is_scikit_learns(case: dict[str, list[float]]) -> None:
    # scikit-learn stops when steps get small, so it is that far from the optimum
    assert platt(*arrays(case), NO_PRIOR)[0] == pytest.approx(case["sklearn"], abs=1e-4)


@pytest.mark.parametrize("case", GOLDEN["cases"])
def test_with_the_prior_it_is_the_minimum_that_scipy_finds(case: dict[str, list[float]]) -> None:
    assert platt(*arrays(case))[0] == pytest.approx(case["scipy_with_prior"], abs=1e-6)


@pytest.mark.parametrize("case", GOLDEN["cases"])
def test_brier_is_scikit_learns(case: dict[str, list[float]]) -> None:
    logits, positive, weights = arrays(case)
    assert brier(1 / (1 + np.exp(-logits)), positive, weights)[0] == pytest.approx(case["brier"])


def test_equal_scores_give_the_smoothed_share() -> None:
    # all logits 0: without a prior the curve is flat at the mean target. Three positives, one negative: targets 4/5
    # and 1/3, mean (3 * 4/5 + 1/3) / 4 = 0.68333; logit of that is log(0.68333 / 0.31667) = 0.76913
    found = platt(np.zeros(4), np.array([True, True, True, False]), np.ones((1, 4)), NO_PRIOR)
    assert found[0, 0] == pytest.approx(0.769133, abs=1e-6)


def test_separable_scores_stay_finite() -> None:
    logits = np.array([-9.0, -8.0, 8.0, 9.0] * 20)
    intercept, slope = platt(logits, logits > 0, np.ones((1, 80)))[0]
    assert abs(intercept) < 0.1
    assert 0 < slope < 5


def test_scores_that_rank_backwards_keep_a_slope_above_zero() -> None:
    logits = np.array([-2.0, -1.0, 1.0, 2.0] * 20)
    intercept, slope = platt(logits, logits < 0, np.ones((1, 80)))[0]
    assert slope == MIN_SLOPE
    # as many of each: with the slope fixed at nearly nothing, the level is even
    assert intercept == pytest.approx(0.0, abs=1e-6)


def test_a_resample_without_a_class_is_undefined() -> None:
    weights = np.array([[1.0, 0.0], [1.0, 1.0]])
    found = platt(np.array([-1.0, 1.0]), np.array([False, True]), weights)
    assert np.isfinite(found).all(axis=1).tolist() == [False, True]


def test_labels_drawn_from_a_known_curve_give_it_back() -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 2, 20_000)
    positive = rng.random(20_000) < 1 / (1 + np.exp(-(0.7 + 0.5 * logits)))
    # standard errors at this size are about .016 and .010
    assert platt(logits, positive, np.ones((1, 20_000)))[0] == pytest.approx([0.7, 0.5], abs=0.06)


@given(POINTS)
def test_it_is_a_minimum_and_weights_are_copies(points: list[tuple[float, bool, int]]) -> None:
    logits, positive, weights = (np.array(column) for column in zip(*points, strict=True))
    found = platt(logits, positive, weights[None, :].astype(float))
    copied = platt(np.repeat(logits, weights), np.repeat(positive, weights), np.ones((1, int(weights.sum()))))
    assert found == pytest.approx(copied, abs=1e-5, nan_ok=True)
    if np.isfinite(found).all():
        assert found[0, 1] >= MIN_SLOPE
        best = _loss(found[0], logits, positive, weights)
        for step in ((0.01, 0), (-0.01, 0), (0, 0.01), (0, -0.01)):
            near = found[0] + step
            assert near[1] < MIN_SLOPE or _loss(near, logits, positive, weights) >= best - 1e-9 * abs(best)


def _loss(curve: np.ndarray, logits: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> float:
    """Platt's loss as he writes it, with the prior's two terms: standard deviations 2 and 1."""
    n_positive, n_negative = (weights * positive).sum(), (weights * ~positive).sum()
    targets = np.where(positive, (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2))
    z = curve[0] + curve[1] * logits
    loss = (weights * (np.logaddexp(0, z) - targets * z)).sum()
    return float(loss + curve[0] ** 2 / 8 + (curve[1] - 1) ** 2 / 2)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.floats(-3, 3), st.floats(0.05, 3))
def test_a_curve_keeps_order_and_ends(probabilities: list[float], intercept: float, slope: float) -> None:
    before = np.sort(np.array(probabilities))
    after = Curve(intercept, slope).applied(before)
    assert (np.diff(after) >= -1e-15).all()
    assert ((after >= 0) & (after <= 1)).all()
    assert (after[~is_movable(before)] == before[~is_movable(before)]).all()


def test_a_curve_moves_odds() -> None:
    # odds of 1/4 are 1/3; times e**log(3) they are 1, so one half
    assert Curve(float(np.log(3)), 1.0).applied(np.array([0.25])).tolist() == pytest.approx([0.5])
    assert logit(np.array([0.25])).tolist() == pytest.approx([-np.log(3)])


def test_calibration_error_weighs_bins_by_their_texts() -> None:
    # bin 0.3-0.4: 0.31 and 0.33, mean .32, share 1/2, distance .18, two texts; bin 0.9-1: 1.0 with share 1: 0
    found = calibration_error(
        np.array([0.31, 0.33, 1.0]), np.array([True, False, True]), np.array([[1.0, 1, 1], [0, 0, 1]])
    )
    assert found.tolist() == pytest.approx([0.12, 0.0])
