"""Correlations against all pairs, least squares, and scipy."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.stats.correlation import (
    kendall,
    partial_pearson,
    partial_spearman,
    pearson,
    ranks,
    residuals,
    spearman,
)
from evalharness.stats.products import Floats

GOLDEN = json.loads((Path(__file__).parent / "agreement_golden.json").read_text(encoding="utf-8"))
X, Y = np.array(GOLDEN["scores"]), np.array(GOLDEN["grades"])
GROUPS, WEIGHTS = np.array(GOLDEN["groups"]), np.array([GOLDEN["weights"]], dtype=float)

NUMBERS = st.sampled_from([-2.0, 0.0, 0.1, 0.3, 1.0, 7.0])
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(0, 2)), min_size=2, max_size=25)


def split(rows: list[tuple[float, float, int]]) -> tuple[Floats, Floats, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    x, y, groups = zip(*rows, strict=True)
    return np.array(x), np.array(y), np.array(groups)


@pytest.mark.parametrize("name", ["once", "weighted"])
def test_the_figures_are_those_of_scipy(name: str) -> None:
    golden = GOLDEN[name]
    weights = WEIGHTS if name == "weighted" else np.ones((1, 12))
    assert pearson(X, Y, weights)[0] == pytest.approx(golden["pearson"], abs=1e-12)
    assert spearman(X, Y, weights)[0] == pytest.approx(golden["spearman"], abs=1e-12)
    assert partial_pearson(X, Y, GROUPS, weights)[0] == pytest.approx(golden["partial_pearson"], abs=1e-9)
    assert partial_spearman(X, Y, GROUPS, weights)[0] == pytest.approx(golden["partial_spearman"], abs=1e-9)
    repeated = np.repeat(np.arange(12), weights[0].astype(int))
    assert kendall(X[repeated], Y[repeated]) == pytest.approx(golden["kendall"], abs=1e-12)


@given(PAIRS)
def test_tau_b_is_what_all_pairs_say(rows: list[tuple[float, float, int]]) -> None:
    x, y, _ = split(rows)
    agree = untied_x = untied_y = 0
    for i, j in itertools.combinations(range(len(x)), 2):
        agree += int(np.sign(x[i] - x[j]) * np.sign(y[i] - y[j]))
        untied_x += x[i] != x[j]
        untied_y += y[i] != y[j]
    expected = agree / math.sqrt(untied_x * untied_y) if untied_x and untied_y else math.nan
    assert kendall(x, y) == pytest.approx(expected, nan_ok=True)


def test_tau_b_of_many_rows_does_not_depend_on_the_blocks() -> None:
    # one pair in 600 rows is the other way round: 2 of all n (n - 1) / 2 pairs less
    x = np.arange(600.0)
    y = x.copy()
    y[[0, 1]] = y[[1, 0]]
    assert kendall(x, y) == pytest.approx(1 - 2 / (600 * 599 / 2))


@given(PAIRS)
def test_partial_correlation_is_that_of_least_squares_residuals(rows: list[tuple[float, float, int]]) -> None:
    x, y, groups = split(rows)
    one_hot = (groups[:, None] == np.unique(groups)).astype(float)
    left = [v - one_hot @ np.linalg.lstsq(one_hot, v, rcond=None)[0] for v in (x, y)]
    spread = [float((v**2).sum()) for v in left]
    found = partial_pearson(x, y, groups, np.ones((1, len(x))))[0]
    if min(spread) < 1e-12:  # all that is left of a column is rounding
        assert np.isnan(found)
    else:
        assert found == pytest.approx(float(left[0] @ left[1]) / math.sqrt(spread[0] * spread[1]), abs=1e-6)


@given(PAIRS, st.lists(st.integers(0, 3), min_size=25, max_size=25))
def test_a_weight_is_as_many_copies_of_a_row(rows: list[tuple[float, float, int]], copies: list[int]) -> None:
    x, y, groups = split(rows)
    weights = np.array([copies[: len(x)]], dtype=float)
    repeated = np.repeat(np.arange(len(x)), copies[: len(x)])
    once = np.ones((1, len(repeated)))
    for found, expected in (
        (pearson(x, y, weights), pearson(x[repeated], y[repeated], once)),
        (spearman(x, y, weights), spearman(x[repeated], y[repeated], once)),
        (partial_pearson(x, y, groups, weights), partial_pearson(x[repeated], y[repeated], groups[repeated], once)),
    ):
        assert found[0] == pytest.approx(expected[0], abs=1e-6, nan_ok=True)


@given(PAIRS)
def test_ranks_are_mean_places(rows: list[tuple[float, float, int]]) -> None:
    x, _, _ = split(rows)
    expected = [(np.sum(x < value) + 1 + np.sum(x <= value)) / 2 for value in x]
    assert ranks(x, np.ones((1, len(x))))[0].tolist() == expected


def test_ranks_of_one_resample_do_not_touch_the_next() -> None:
    weights = np.array([[1.0, 1.0, 1.0], [0.0, 3.0, 1.0]])
    together = ranks(np.array([3.0, 1.0, 2.0]), weights)
    assert together.tolist() == [ranks(np.array([3.0, 1.0, 2.0]), row[None])[0].tolist() for row in weights]


def test_a_metric_that_only_knows_the_system_has_no_partial_correlation() -> None:
    # 0.1 and 0.3 three times each: their means are off by a rounding, which must not look like a spread
    x, groups = np.array([0.1] * 3 + [0.3] * 3), np.array([0, 0, 0, 1, 1, 1])
    y = np.array([0.0, 1.0, 1.0, 1.0, 0.0, 1.0])
    for statistic in (partial_pearson, partial_spearman):
        assert np.isnan(statistic(x, y, groups, np.ones((1, 6)))[0])
    assert np.isnan(partial_pearson(x, y, groups, np.array([[1.0, 3.0, 0.0, 0.0, 2.0, 0.0]]))[0])


def test_a_constant_column_has_no_correlation() -> None:
    constant, other = np.array([0.1] * 7), np.arange(7.0)
    assert np.isnan(pearson(constant, other, np.ones((1, 7)))[0])
    assert np.isnan(spearman(constant, other, np.ones((1, 7)))[0])
    assert np.isnan(kendall(constant, other))


def test_no_rows_have_no_correlation() -> None:
    nothing = np.array([])
    assert np.isnan(pearson(nothing, nothing, np.ones((2, 0)))).all()
    assert np.isnan(partial_spearman(nothing, nothing, nothing.astype(np.intp), np.ones((2, 0)))).all()
    assert residuals(nothing, nothing.astype(np.intp), np.ones((2, 0))).shape == (2, 0)
