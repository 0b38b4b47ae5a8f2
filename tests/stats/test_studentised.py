"""Intervals of means: derived values, Student's distribution, and how often they cover a known truth."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.errors import UsageError
from evalharness.stats.student import t_quantile
from evalharness.stats.studentised import MAX_ERRORS, MeanIntervals, studentised_interval, studentised_intervals

Interval = tuple[float, float]
NAN = math.nan


def intervals(
    rows: np.ndarray, *, seed: int = 1, n_resamples: int = 1000, cuts: Sequence[int] = ()
) -> list[Interval | None]:
    found = MeanIntervals(len(rows), rows.shape[1], n_resamples, seed)
    for piece in np.split(rows, sorted(cuts)):
        found.add(piece)
    return found.found()


def interval(values: Sequence[float], n_resamples: int = 1000) -> Interval | None:
    return intervals(np.array(values, dtype=float)[:, None], n_resamples=n_resamples)[0]


@pytest.mark.parametrize(
    ("p", "degrees", "printed"),
    # Student's distribution as tables print it
    [
        (0.975, 1, 12.706),
        (0.975, 2, 4.303),
        (0.975, 3, 3.182),
        (0.975, 4, 2.776),
        (0.975, 10, 2.228),
        (0.975, 30, 2.042),
        (0.975, 120, 1.980),
        (0.95, 5, 2.015),
        (0.995, 10, 3.169),
        (0.5, 7, 0.0),
    ],
)
def test_quantiles_are_those_of_tables(p: float, degrees: int, printed: float) -> None:
    assert t_quantile(p, degrees) == pytest.approx(printed, rel=2e-3, abs=1e-9)
    assert t_quantile(1 - p, degrees) == pytest.approx(-printed, rel=2e-3, abs=1e-9)


def test_symmetric_scores_get_students_interval() -> None:
    # No skew to correct, so the ends are those of Student's t, or a little further where resamples happen to say so.
    values = np.random.default_rng(3).normal(0.5, 0.1, 2000)
    low, high = interval(values.tolist(), n_resamples=4000)
    half = 1.9612 * values.std(ddof=1) / math.sqrt(2000)
    assert low <= values.mean() - half * 0.9999
    assert high >= values.mean() + half * 0.9999
    assert high - low == pytest.approx(2 * half, rel=0.05)


def test_skewed_scores_get_the_longer_side_where_the_tail_is() -> None:
    values = np.random.default_rng(3).lognormal(0, 1, 100)
    low, high = interval(values.tolist())
    assert high - values.mean() > 1.2 * (values.mean() - low)


# Each is 8 seeds of 100 data sets that share their resamples; a share of .95 of 800 has the standard error .008.
@pytest.mark.parametrize(
    ("draw", "mean"),
    [
        (lambda rng, shape: rng.lognormal(0, 0.5, shape), math.exp(0.125)),
        (lambda rng, shape: rng.beta(5, 1, shape), 5 / 6),
        (lambda rng, shape: (rng.random(shape) < 0.2) * rng.beta(2, 2, shape), 0.1),
        (lambda rng, shape: rng.lognormal(0, 0.5, shape) - rng.lognormal(0, 0.5, shape), 0.0),
    ],
    ids=["lognormal", "beta", "zero-inflated", "differences"],
)
@pytest.mark.parametrize("n", [30, 100])
def test_intervals_cover_the_truth_as_often_as_they_say(
    draw: Callable[[np.random.Generator, tuple[int, int]], np.ndarray], mean: float, n: int
) -> None:
    hits = [
        low <= mean <= high
        for seed in range(8)
        for low, high in intervals(draw(np.random.default_rng((seed, n)), (n, 100)), seed=seed, n_resamples=500)
    ]
    assert 0.925 <= np.mean(hits) <= 0.99


def test_rare_scores_get_about_the_end_that_a_count_has() -> None:
    # 3 of 1,000: the exact upper limit of a Poisson count of 3 is 8.77 (Garwood 1936), so about .0088
    low, high = interval([1.0] * 3 + [0.0] * 997)
    assert 0.0080 <= high <= 0.0105
    # no further than the limit in standard errors: .003 + 4 * sqrt(.003 * .997 / 1000)
    assert high <= 0.003 + MAX_ERRORS * math.sqrt(0.003 * 0.997 / 1000) + 1e-12
    assert low < 0.003


@pytest.mark.parametrize("values", [[0.3] * 5, [0.8] * 5 + [NAN] * 50, [0.0, 0.0]])
def test_equal_scores_get_a_point(values: list[float]) -> None:
    assert interval(values) == (values[0], values[0])


@pytest.mark.parametrize("values", [[0.3], [0.3, NAN], [NAN, NAN, NAN]])
def test_less_than_two_scores_have_no_interval(values: list[float]) -> None:
    assert interval(values) is None


def test_two_scores_get_students_interval() -> None:
    # t(1) = 12.706, standard error sqrt(.02 / 2) = .1
    assert interval([0.4, 0.6]) == pytest.approx((0.5 - 1.2706, 0.5 + 1.2706), abs=1e-4)


@given(st.lists(st.just(NAN) | st.floats(0, 1), min_size=1, max_size=40), st.integers(0, 5))
def test_ends_are_finite_and_around_the_mean(values: list[float], seed: int) -> None:
    found = intervals(np.array(values)[:, None], seed=seed, n_resamples=50)[0]
    defined = [value for value in values if not math.isnan(value)]
    if len(defined) < 2:
        assert found is None
    else:
        low, high = found
        assert math.isfinite(low)
        assert math.isfinite(high)
        assert low - 1e-9 <= math.fsum(defined) / len(defined) <= high + 1e-9


@given(st.integers(2, 1300), st.lists(st.integers(0, 1300), max_size=4), st.integers(0, 9))
def test_same_rows_and_seed_give_the_same_ends_however_they_are_cut(n: int, cuts: Sequence[int], seed: int) -> None:
    rows = np.random.default_rng(n).random((n, 2))
    rows[rows < 0.1] = NAN
    cut = intervals(rows, seed=seed, n_resamples=20, cuts=[min(cut, n) for cut in cuts])
    assert cut == intervals(rows, seed=seed, n_resamples=20)


def test_large_scores_keep_their_digits() -> None:
    # the same spread far from zero: lengths of a million characters
    near, far = interval([1.0, 2.0, 4.0]), interval([1e6 + 1, 1e6 + 2, 1e6 + 4])
    assert (far[0] - 1e6, far[1] - 1e6) == pytest.approx(near, abs=2e-5)  # ends keep 12 digits


def test_rows_that_are_units_of_their_own_agree_with_units_of_one_row() -> None:
    rows = np.random.default_rng(1).lognormal(0, 1, (60, 3))
    rows[rows < 0.3] = NAN
    sums, counts = np.nan_to_num(rows), (~np.isnan(rows)).astype(float)
    low, high = studentised_intervals(sums, counts, (sums, counts), n_resamples=500, seed=1)
    for column, ends in enumerate(intervals(rows, n_resamples=500)):
        assert (low[column], high[column]) == pytest.approx(ends, abs=1e-9)


def test_a_story_told_five_times_is_one_witness() -> None:
    # Every row five times over: the mean of units is the same, and so is what is known about it.
    values = np.random.default_rng(2).random((40, 1))
    once = studentised_intervals(values, np.ones_like(values), (values, np.ones_like(values)), n_resamples=500, seed=1)
    sums, counts = 5 * values, np.full_like(values, 5)
    told = studentised_intervals(sums, counts, (sums, counts), n_resamples=500, seed=1)
    assert np.array(told) == pytest.approx(np.array(once))


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: MeanIntervals(3, 1, 10, 1).found(),
        lambda: MeanIntervals(3, 1, 10, 1).add([[1.0, 2.0]]),
        lambda: MeanIntervals(1, 1, 10, 1).add([[math.inf]]),
        lambda: MeanIntervals(0, 1, 10, 1),
        lambda: studentised_interval(0.5, 0.1, 5, np.zeros(3), np.ones(3), confidence=95),
    ],
)
def test_misuse_is_refused(misuse: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        misuse()
