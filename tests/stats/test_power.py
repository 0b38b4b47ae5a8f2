"""Planning: what textbooks print, what simulated gates see, and that the three functions say the same."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.errors import UsageError
from evalharness.stats.differences import paired_differences
from evalharness.stats.power import Sides, detectable_drop, detection_power, fewest_units, required_examples


@pytest.mark.parametrize(
    ("effect", "sides", "printed"),
    # Cohen 1988 and G*Power: paired t test, alpha .05, power .8
    [(0.2, 2, 199), (0.5, 2, 34), (0.8, 2, 15), (0.2, 1, 156), (0.5, 1, 27)],
)
def test_sizes_are_those_of_tables(effect: float, sides: Sides, printed: int) -> None:
    assert required_examples(1.0, effect, sides=sides) == printed


@pytest.mark.parametrize("sides", [1, 2])
@pytest.mark.parametrize(("sd", "drop"), [(0.1, 0.03), (0.2, 0.1)])
def test_simulated_tests_see_the_drop_as_often_as_planned(sd: float, drop: float, sides: Sides) -> None:
    n = required_examples(sd, drop, sides=sides)
    seen = []
    for seed in range(5):  # of 200 runs each, which share their sign vectors
        after = np.random.default_rng((seed, n)).normal(-drop, sd, (n, 200))
        found = paired_differences(np.zeros_like(after), after, n_resamples=1000, seed=seed)
        seen += ((found.p_value * sides / 2 <= 0.05) & (found.difference < 0)).tolist()
    assert np.mean(seen) == pytest.approx(detection_power(sd, drop, n, sides=sides), abs=0.05)


@given(
    st.floats(0.01, 10),
    st.floats(0.02, 3),
    st.floats(0.5, 0.99),
    st.integers(1, 50),
    st.floats(0, 0.9),
    st.sampled_from([1, 2]),
)
def test_the_functions_agree(
    sd: float, effect: float, power: float, n_values: int, tolerated: float, sides: Sides
) -> None:
    drop = effect * sd
    options = {"n_values": n_values, "tolerance": tolerated * drop, "sides": sides}
    n = required_examples(sd, drop, power=power, **options)
    assert detectable_drop(sd, n, power=power, **options) <= drop * (1 + 1e-9)
    assert detection_power(sd, drop, n, **options) >= power - 1e-6
    if n > fewest_units(0.05, n_values, sides):
        assert detection_power(sd, drop, n - 1, **options) < power + 1e-6


def test_a_drop_of_twice_the_tolerance_needs_no_more_but_one_near_it_does() -> None:
    assert required_examples(0.1, 0.02, tolerance=0.001) == required_examples(0.1, 0.02)
    # the mean must be above .018: (0.8416 * .1 / .002) ** 2 = 1770.7
    assert required_examples(0.1, 0.02, tolerance=0.018) == 1771


def test_no_spread_needs_as_many_as_p_can_tell() -> None:
    # six of six in one direction: 2 / 2 ** 6 = .031; of five .0625
    assert required_examples(0.0, 0.01) == fewest_units(0.05) == 6
    assert detection_power(0.0, 0.01, 6) == 1
    assert detection_power(0.0, 0.01, 5) == 0
    assert math.isinf(detectable_drop(0.0, 5))


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: required_examples(0.1, 0.0),
        lambda: required_examples(0.1, 0.01, tolerance=0.01),
        lambda: required_examples(-0.1, 0.01),
        lambda: required_examples(0.1, 0.01, alpha=1.5),
        lambda: required_examples(0.1, 0.01, power=0.4),
        lambda: required_examples(0.1, 0.01, n_values=0),
        lambda: required_examples(1.0, 1e-9),
        lambda: detectable_drop(math.nan, 10),
    ],
)
def test_misuse_is_refused(misuse: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        misuse()
