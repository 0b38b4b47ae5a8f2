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
from evalharness.stats.bootstrap import BootstrapSums
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
    ],
)
def test_misuse_is_refused(misuse: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        misuse()
