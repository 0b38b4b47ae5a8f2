import itertools
import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from evalharness.errors import UsageError
from evalharness.stats.bootstrap import BootstrapSums, bootstrap_interval, percentile_interval
from evalharness.stats.products import Floats


def resample(
    rows: ArrayLike, *, seed: int = 1, n_resamples: int = 1000, cuts: Sequence[int] = (), block_rows: int = 512
) -> Floats:
    rows = np.asarray(rows, dtype=float)
    resampled = BootstrapSums(len(rows), rows.shape[1], n_resamples, seed, block_rows=block_rows)
    for piece in np.split(rows, sorted(cuts)):
        resampled.add(piece)
    return resampled.sums()


@pytest.mark.parametrize("block_rows", [1, 2, 512])
def test_resamples_have_the_multinomial_distribution(block_rows: int) -> None:
    # Digits of a sum of 1, 10 and 100 tell how often each of three units was drawn. All 27 ordered draws are equally
    # likely, so each triple of counts has the probability (draws that give it) / 27.
    exact = Counter(sum(draws) for draws in itertools.product((1, 10, 100), repeat=3))
    n_resamples = 20_000
    sums = resample([[1], [10], [100]], n_resamples=n_resamples, block_rows=block_rows)[:, 0]
    seen = Counter(sums.astype(int).tolist())
    assert set(seen) == set(exact)
    for total, n_draws in exact.items():
        p = n_draws / 27
        # Five standard deviations of a binomial share: fails by chance once in a million.
        assert seen[total] / n_resamples == pytest.approx(p, abs=5 * math.sqrt(p * (1 - p) / n_resamples))


def test_every_resample_draws_as_many_units_as_there_are() -> None:
    assert (resample(np.ones((1300, 1)))[:, 0] == 1300).all()


def test_all_columns_share_their_weights() -> None:
    values = np.random.default_rng(5).random((700, 1))
    sums = resample(np.hstack((values, 1 - values)))
    assert sums.sum(axis=1) == pytest.approx(700)


@given(st.integers(1, 1300), st.lists(st.integers(0, 1300), max_size=4), st.integers(0, 9))
def test_same_rows_and_seed_give_the_same_bytes_however_they_are_cut(
    n_units: int, cuts: Sequence[int], seed: int
) -> None:
    rows = np.random.default_rng(n_units).random((n_units, 2))
    cut = resample(rows, seed=seed, n_resamples=20, cuts=[min(cut, n_units) for cut in cuts])
    assert cut.tobytes() == resample(rows, seed=seed, n_resamples=20).tobytes()


def test_another_seed_gives_other_resamples() -> None:
    rows = np.random.default_rng(0).random((50, 1))
    assert not np.array_equal(resample(rows, seed=1), resample(rows, seed=2))


def test_interval_has_the_width_that_theory_says() -> None:
    # The mean of n numbers with standard deviation s has the standard error s / sqrt(n); the interval is +-1.96 of it.
    values = np.random.default_rng(3).normal(0.5, 0.1, 2000)
    low, high = bootstrap_interval(values.tolist(), n_resamples=4000)
    assert (low + high) / 2 == pytest.approx(values.mean(), abs=5e-4)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / math.sqrt(2000), rel=0.06)


def test_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    # 300 data sets as 300 pairs of columns of one bootstrap; percentile intervals of 50 units run slightly short.
    data = np.random.default_rng(4).normal(0.3, 1.0, (50, 300))
    sums = resample(data)
    counts = np.full(len(sums), 50.0)
    intervals = [percentile_interval(sums[:, column], counts, n_defined=50) for column in range(300)]
    assert 0.90 <= np.mean([low <= 0.3 <= high for low, high in intervals]) <= 0.98


@given(st.lists(st.none() | st.floats(0, 1), max_size=40), st.integers(0, 5))
def test_interval_is_inside_the_data_and_ordered(values: list[float | None], seed: int) -> None:
    defined = [value for value in values if value is not None]
    interval = bootstrap_interval(values, n_resamples=50, seed=seed)
    if len(defined) < 2:
        assert interval is None
    else:
        low, high = interval
        assert min(defined) - 1e-9 <= low <= high <= max(defined) + 1e-9


def test_undefined_values_are_no_zeros() -> None:
    # Defined values are all 0.8, so every ratio is 0.8; zeros would pull the low end down.
    assert bootstrap_interval([0.8] * 5 + [None] * 50) == pytest.approx((0.8, 0.8))


def test_a_resample_without_any_defined_value_is_left_out() -> None:
    # Ratios 1/1 and 3/1; the middle resample drew nothing. Ends at the 25th and 75th percentile of (1, 3).
    assert percentile_interval(
        np.array([1.0, 0.0, 3.0]), np.array([1.0, 0.0, 1.0]), n_defined=2, confidence=0.5
    ) == pytest.approx((1.5, 2.5))
    assert percentile_interval(np.zeros(3), np.zeros(3), n_defined=2) is None


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: BootstrapSums(0, 1, 10, 1),
        lambda: BootstrapSums(3, 1, 0, 1),
        lambda: BootstrapSums(3, 1, 10, -1),
        lambda: BootstrapSums(3, 1, 10, 1).sums(),
        lambda: BootstrapSums(3, 1, 10, 1).add([[1.0, 2.0]]),
        lambda: BootstrapSums(1, 1, 10, 1).add([[1.0], [2.0]]),
        lambda: BootstrapSums(1, 1, 10, 1).add([[math.nan]]),
        lambda: bootstrap_interval([0.1, 0.2], confidence=95),
    ],
)
def test_misuse_is_refused(misuse: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        misuse()
