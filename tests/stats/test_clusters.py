"""The bootstrap over clusters, and what is made of its draws."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.errors import UsageError
from evalharness.stats import clusters as module
from evalharness.stats.clusters import ClusterBootstrap, difference_p_value, mean_defined, observed
from evalharness.stats.corrections import holm
from evalharness.stats.correlation import partial_pearson, partial_spearman
from evalharness.stats.discrimination import auc
from evalharness.stats.products import Floats


def test_clusters_are_drawn_whole_and_with_replacement() -> None:
    # A sum of 1, 10 and 100 tells how often each of three clusters was drawn; all 27 ordered draws are equally likely.
    bootstrap = ClusterBootstrap([5, 5, 2, 9], n_resamples=20_000, seed=1)
    values = np.array([1.0, 0.0, 10.0, 100.0])
    seen = Counter(bootstrap.draws(lambda weights: (weights * values).sum(axis=1)).astype(int).tolist())
    exact = Counter(sum(draws) for draws in itertools.product((1, 10, 100), repeat=3))
    assert set(seen) == set(exact)
    for total, n_draws in exact.items():
        p = n_draws / 27
        # five standard deviations of a binomial share
        assert seen[total] / 20_000 == pytest.approx(p, abs=5 * math.sqrt(p * (1 - p) / 20_000))


def test_all_statistics_see_the_same_draws_however_they_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap = ClusterBootstrap([0, 0, 1, 2, 2], n_resamples=50, seed=3)
    total = bootstrap.draws(lambda weights: weights[:, 0])
    monkeypatch.setattr(module, "CELLS_AT_ONCE", 7)
    assert bootstrap.draws(lambda weights: weights[:, 0]).tolist() == total.tolist()
    rows = np.array([True, False, False, False, True])
    difference = bootstrap.draws(lambda weights: weights[:, 0] - weights[:, 1], rows)
    assert difference.tolist() == (total - bootstrap.draws(lambda weights: weights[:, 4])).tolist()


def test_an_interval_needs_two_clusters_and_half_of_the_draws() -> None:
    one, two = ClusterBootstrap([1, 1], 10, 1), ClusterBootstrap([1, 2], 10, 1)
    draws = np.arange(10.0)
    assert one.interval(draws) is None
    assert two.interval(draws, 0.8) == pytest.approx((0.9, 8.1))
    draws[:5] = np.nan
    assert two.interval(draws) == pytest.approx((5.1, 8.9))
    draws[5] = np.nan
    assert two.interval(draws) is None


def test_undefined_is_none() -> None:
    assert observed(lambda weights: np.full(len(weights), np.nan), 3) is None
    assert difference_p_value(np.array([np.nan])) is None
    assert mean_defined(np.zeros((2, 0))).tolist() == pytest.approx([np.nan, np.nan], nan_ok=True)


def test_no_rows_cannot_be_drawn_from() -> None:
    with pytest.raises(UsageError, match="no rows"):
        ClusterBootstrap([], 10, 1)


def test_p_values_are_twice_the_smaller_tail_and_never_zero() -> None:
    # 1 of 9 draws at or below zero, with one more for the data as observed: 2 * (1 + 1) / (9 + 1)
    assert difference_p_value(np.array([-1.0, *range(1, 9)])) == 0.4
    assert difference_p_value(np.arange(1.0, 1000.0)) == 0.002
    assert difference_p_value(np.zeros(9)) == 1.0


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_is_the_largest_step_so_far(p_values: list[float]) -> None:
    found = holm(p_values)
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    for place, index in enumerate(order):
        steps = [min(1.0, (len(order) - k) * p_values[order[k]]) for k in range(place + 1)]
        assert found[index] == max(steps)


@given(st.integers(1, 40), st.integers(0, 5))
def test_every_resample_has_as_many_clusters_as_there_are(n_rows: int, seed: int) -> None:
    clusters = np.arange(n_rows) // 3
    bootstrap = ClusterBootstrap(clusters, 20, seed)
    first = np.unique(clusters, return_index=True)[1]

    def drawn(weights: Floats) -> Floats:
        return weights[:, first].sum(axis=1)

    assert bootstrap.draws(drawn).tolist() == [bootstrap.n_clusters] * 20


@pytest.mark.parametrize("statistic", ["auc", "partial_pearson", "partial_spearman", "difference"])
def test_shuffled_labels_leave_chance_in_the_interval(statistic: str) -> None:
    # An interval of 95% misses chance in 1 of 20 data sets. Of 60, more than 9 is a chance below 1 in 1,000 (binomial).
    rng = np.random.default_rng(8)
    missed = rejected = 0
    for _ in range(60):
        x, other, y = rng.random(120), rng.random(120), rng.permutation(120) % 3 == 0
        groups, articles = np.arange(120) % 4, np.arange(120) // 4
        bootstrap = ClusterBootstrap(articles, 200, 1)
        draw: dict[str, Callable[[Floats], Floats]] = {
            "auc": lambda w, x=x, y=y: auc(x, y, w) - 0.5,
            "difference": lambda w, x=x, y=y, other=other: auc(x, y, w) - auc(other, y, w),
            "partial_pearson": lambda w, x=x, y=y, g=groups: partial_pearson(x, y.astype(float), g, w),
            "partial_spearman": lambda w, x=x, y=y, g=groups: partial_spearman(x, y.astype(float), g, w),
        }
        draws = bootstrap.draws(draw[statistic])
        interval = bootstrap.interval(draws)
        p_value = difference_p_value(draws)
        assert interval is not None
        assert p_value is not None
        missed += not interval[0] <= 0 <= interval[1]
        rejected += p_value <= 0.05
    assert missed <= 9
    assert rejected <= 9
