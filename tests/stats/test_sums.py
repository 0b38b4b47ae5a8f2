import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.stats.sums import ExactSum

# Below 1e300, so that a sum of a few of them is still a float.
NUMBERS = st.lists(st.floats(-1e300, 1e300), max_size=40)


@given(NUMBERS, st.integers(1, 5), st.randoms(use_true_random=False))
def test_total_is_fsum_whatever_the_pieces_and_the_order(numbers: list[float], size: int, random: Random) -> None:
    shuffled = random.sample(numbers, len(numbers))
    running = ExactSum()
    for start in range(0, len(shuffled), size):
        running.add(shuffled[start : start + size])
    assert running.total == math.fsum(numbers)


def test_what_cancels_leaves_no_trace() -> None:
    running = ExactSum()
    for piece in ([1e16, 1.0], [-1e16], [1e-30]):
        running.add(piece)
    # 1 + 1e-30 rounds to 1; without the 1 the small number is still there.
    assert running.total == 1.0
    running.add([-1.0])
    assert running.total == 1e-30


def test_nothing_added_is_zero() -> None:
    assert ExactSum().total == 0.0


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_number_that_is_not_finite_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        ExactSum().add([1.0, number])
