import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from evalharness.errors import UsageError
from evalharness.stats.paired import MAX_EXACT_UNITS, SignFlips
from evalharness.stats.products import Floats


def p_values(differences: ArrayLike, *, seed: int = 1, n_resamples: int = 1000, cuts: Sequence[int] = ()) -> Floats:
    rows = np.asarray(differences, dtype=float)
    flips = SignFlips(len(rows), rows.shape[1], n_resamples, seed)
    for piece in np.split(rows, sorted(cuts)):
        flips.add(piece)
    return flips.p_values()


def exact_p_value(differences: Sequence[int]) -> float:
    """Oracle: every sign vector, in whole numbers, where equal sums are equal."""
    sums = [
        abs(sum(sign * d for sign, d in zip(signs, differences, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(differences))
    ]
    return sum(total >= abs(sum(differences)) for total in sums) / len(sums)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=9))
def test_few_units_get_the_exact_p_value(differences: list[int]) -> None:
    # Tenths are not exact as floats: only the tolerance for ties makes their sums compare as the whole numbers do.
    found = p_values([[difference / 10] for difference in differences])[0]
    assert found == exact_p_value(differences)


def test_the_largest_exact_case_is_exact() -> None:
    differences = [3, -1, 4, 1, -5, 9, 2, -6, 5, 3, -5, 8, 9, -7]
    assert len(differences) == MAX_EXACT_UNITS
    assert p_values([[d / 10] for d in differences])[0] == exact_p_value(differences)


@pytest.mark.parametrize("differences", [[5, 4, 3, 2, 1, 1, 1, -1], [3, -1, 2, -2, 5, 4, 1, 2], [1, -1, 2, -2, 1]])
def test_random_signs_come_near_the_exact_p_value(differences: list[int]) -> None:
    # Units without a difference change nothing but the number of units, which is now too large to enumerate.
    padded = [[difference / 10] for difference in differences] + [[0.0]] * 20
    exact = exact_p_value(differences)
    n_resamples = 20_000
    error = 5 * math.sqrt(exact * (1 - exact) / n_resamples) + 1 / n_resamples
    assert p_values(padded, n_resamples=n_resamples)[0] == pytest.approx(exact, abs=error)


@pytest.mark.parametrize("n_units", [1, 5, 14, 15, 600])
def test_a_system_against_itself_has_p_1(n_units: int) -> None:
    assert p_values(np.zeros((n_units, 2))).tolist() == [1.0, 1.0]


def test_p_is_never_zero() -> None:
    # Of 999 random vectors none reaches the sum of 200 differences of one sign: (0 + 1) / (999 + 1).
    assert p_values(np.ones((200, 1)), n_resamples=999)[0] == 0.001


def test_undefined_pairs_take_no_part() -> None:
    column = np.random.default_rng(2).normal(0.1, 1.0, (40, 1))
    gaps = column.copy()
    gaps[::3] = np.nan
    zeros = np.nan_to_num(gaps)
    assert p_values(gaps).tolist() == p_values(zeros).tolist() != p_values(column).tolist()


def test_the_direction_does_not_matter() -> None:
    differences = np.random.default_rng(3).normal(0.1, 1.0, (60, 5))
    assert p_values(differences).tolist() == p_values(-differences).tolist()


@pytest.mark.parametrize("n_units", [12, 40])
def test_without_a_difference_few_are_found(n_units: int) -> None:
    # 4,000 data sets under the null hypothesis, as columns of eight tests; skewed, but symmetric around zero.
    rng = np.random.default_rng(6)
    rejected = [
        np.mean(p_values(rng.exponential(1.0, (n_units, 500)) * rng.choice([-1, 1], (n_units, 500)), seed=seed) <= 0.05)
        for seed in range(8)
    ]
    assert 0.03 <= np.mean(rejected) <= 0.06


def test_a_drop_in_a_third_of_the_items_is_found() -> None:
    rng = np.random.default_rng(7)
    noise = rng.normal(0.0, 0.05, (300, 1))
    dropped = noise - np.where(np.arange(300) % 10 < 3, 0.1, 0.0)[:, None]
    assert p_values(dropped)[0] < 0.005


@given(st.integers(1, 1300), st.lists(st.integers(0, 1300), max_size=4), st.integers(0, 9))
def test_same_rows_and_seed_give_the_same_bytes_however_they_are_cut(
    n_units: int, cuts: Sequence[int], seed: int
) -> None:
    rows = np.random.default_rng(n_units).normal(0.05, 1.0, (n_units, 2))
    cut = p_values(rows, seed=seed, n_resamples=20, cuts=[min(cut, n_units) for cut in cuts])
    assert cut.tobytes() == p_values(rows, seed=seed, n_resamples=20).tobytes()


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: SignFlips(0, 1, 10, 1),
        lambda: SignFlips(3, 1, 10, -1),
        lambda: SignFlips(3, 1, 10, 1).p_values(),
        lambda: SignFlips(1, 1, 10, 1).add([[math.inf]]),
    ],
)
def test_misuse_is_refused(misuse: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        misuse()
