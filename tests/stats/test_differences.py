"""Paired differences: derived values, an oracle, scipy, false alarms of simulated gates, what always holds."""

import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.errors import UsageError
from evalharness.stats.corrections import holm
from evalharness.stats.differences import MAX_GROUPS, PairedDifferences, paired_differences
from evalharness.stats.paired import one_sided

NAN = math.nan
SCORES = st.just(NAN) | st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.5, 0.9, 1.0])


def compared(
    before: Sequence[float], after: Sequence[float], units: Sequence[int] | None = None, n_resamples: int = 1000
) -> PairedDifferences:
    sides = (np.array(side, dtype=float)[:, None] for side in (before, after))
    return paired_differences(*sides, units, n_resamples=n_resamples, seed=1)


def only(found: PairedDifferences) -> dict[str, float]:
    return {name: getattr(found, name)[0] for name in PairedDifferences.__slots__}


def test_numbers_by_hand() -> None:
    # differences .2, -.1, .1 and one undefined; mean .2 / 3; their standard deviation is sqrt(.07 / 3) = .152753:
    # squared deviations (.1333**2 + .1667**2 + .0333**2) = .046667, halved .023333
    found = only(compared([0.5, 0.6, 0.4, 0.1], [0.7, 0.5, 0.5, NAN]))
    assert (found["n"], found["n_units"]) == (3, 3)
    assert (found["wins"], found["ties"], found["losses"]) == (2, 0, 1)
    assert found["before"] == pytest.approx(0.5)
    assert found["after"] == pytest.approx(1.7 / 3)
    assert found["difference"] == pytest.approx(0.2 / 3)
    assert found["effect_size"] == pytest.approx((0.2 / 3) / math.sqrt(0.0233333333), rel=1e-6)
    # of the 8 sign vectors, |sum| is .4, .2, .2, 0 and the same again; the observed .2 is reached by 6
    assert found["p_value"] == 6 / 8
    assert found["low"] < 0 < found["high"]


def test_a_run_against_itself() -> None:
    scores = np.random.default_rng(0).random((50, 2))
    found = paired_differences(scores, scores, n_resamples=100, seed=1)
    assert found.difference.tolist() == found.low.tolist() == found.high.tolist() == [0, 0]
    assert found.p_value.tolist() == [1, 1]
    assert found.ties.tolist() == [50, 50]
    assert np.isnan(found.effect_size).all()


def test_undefined_is_not_zero() -> None:
    found = compared([0.5, NAN, NAN, 0.3], [NAN, 0.5, NAN, 0.4])
    assert (found.n[0], found.difference[0], found.p_value[0]) == (1, pytest.approx(0.1), 1)
    assert np.isnan([found.low[0], found.high[0], found.effect_size[0]]).all()
    nothing = only(compared([NAN, 0.5], [0.5, NAN]))
    assert [nothing[name] for name in ("n", "n_units", "wins", "ties", "losses")] == [0] * 5
    assert all(
        math.isnan(nothing[name]) for name in ("before", "after", "difference", "low", "high", "p_value", "effect_size")
    )


def test_no_rows() -> None:
    found = paired_differences(np.zeros((0, 2)), np.zeros((0, 2)), n_resamples=10, seed=1)
    assert found.n.tolist() == [0, 0]
    assert np.isnan(found.difference).all()
    assert np.isnan(found.low).all()


def test_a_constant_difference_varies_by_rounding_only() -> None:
    # .3 - .1 and .5 - .3 differ in the last digit
    found = only(compared([0.1, 0.3, 0.6], [0.3, 0.5, 0.8]))
    assert math.isnan(found["effect_size"])
    assert found["high"] - found["low"] < 1e-12


def oracle_p(differences: Sequence[int]) -> float:
    """Every sign vector, in whole numbers, where equal sums are equal."""
    vectors = list(itertools.product((1, -1), repeat=len(differences)))
    sums = [abs(sum(sign * d for sign, d in zip(signs, differences, strict=True))) for signs in vectors]
    return sum(total >= abs(sum(differences)) for total in sums) / len(sums)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=8), st.integers(0, 30))
def test_few_that_differ_get_the_exact_p_value(differences: list[int], n_equal: int) -> None:
    # pairs without a difference change no sum, so they leave the p-value as it is
    after = [difference / 10 for difference in differences] + [0.0] * n_equal
    assert compared([0.0] * len(after), after).p_value[0] == oracle_p(differences)


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 4)), min_size=1, max_size=12))
def test_units_are_flipped_as_one(rows: list[tuple[int, int]]) -> None:
    units = [unit for _, unit in rows]
    sums = [sum(d for d, unit in rows if unit == each) for each in sorted(set(units))]
    found = compared([0.0] * len(rows), [d / 10 for d, _ in rows], units)
    assert found.p_value[0] == oracle_p(sums)
    assert found.n_units[0] == len(sums)


def test_p_agrees_with_scipys_exact_permutation_test() -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(4)
    before, after = rng.random((12, 6)), rng.random((12, 6))
    found = paired_differences(before, after, n_resamples=10, seed=1)
    for column in range(6):
        exact = stats.permutation_test(
            (after[:, column] - before[:, column],), np.mean, permutation_type="samples", n_resamples=np.inf
        )
        assert found.p_value[column] == pytest.approx(exact.pvalue, abs=1e-12)


@pytest.mark.parametrize("n", [300, 12_000])
def test_intervals_agree_with_scipys_bootstrap(n: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = np.random.default_rng(5)
    before = rng.random(n)
    after = before + rng.normal(0.01, 0.1, n)
    scipys = stats.bootstrap(
        (after - before,), np.mean, n_resamples=2000, method="BCa" if n < 1000 else "percentile", batch=100, rng=1
    ).confidence_interval
    found = compared(before.tolist(), after.tolist(), n_resamples=2000)
    # 2,000 resamples place an end within about 4% of the half width; Student's t adds 0.3% where there are 300
    half = (scipys.high - scipys.low) / 2
    assert (found.low[0], found.high[0]) == pytest.approx((scipys.low, scipys.high), abs=0.12 * half)


def test_more_units_than_groups_come_to_the_same() -> None:
    # With so many of them the mean is normal: the interval is 1.96 standard errors, p that of a normal mean.
    rng = np.random.default_rng(6)
    n = 2 * MAX_GROUPS + 1
    before = rng.random(n)
    after = before + rng.exponential(0.1, n) - 0.0988
    found = compared(before.tolist(), after.tolist(), n_resamples=4000)
    error = (after - before).std(ddof=1) / math.sqrt(n)
    z = (after - before).mean() / error
    assert (found.high[0] - found.low[0]) / (2 * error) == pytest.approx(1.96, rel=0.04)
    assert found.p_value[0] == pytest.approx(math.erfc(abs(z) / math.sqrt(2)), abs=0.03)
    assert found.n_units[0] == n


def test_rows_of_one_story_are_no_independent_witnesses() -> None:
    # 20 stories of 10 rows that move together: the interval is that of 20 numbers, not of 200.
    of_story = np.random.default_rng(7).normal(0, 0.1, 20)
    after = np.repeat(of_story, 10).tolist()
    units = np.repeat(np.arange(20), 10).tolist()
    together, apart = (only(compared([0.0] * 200, after, grouping)) for grouping in (units, None))
    by_story = only(compared([0.0] * 20, of_story.tolist()))
    for name in ("low", "high", "difference", "n_units"):
        assert together[name] == pytest.approx(by_story[name])
    assert together["p_value"] == pytest.approx(by_story["p_value"], abs=0.05)
    assert together["high"] - together["low"] > 2.5 * (apart["high"] - apart["low"])


@pytest.mark.parametrize("kind", ["skewed", "mostly zero"])
def test_gates_fail_by_chance_in_alpha_of_all_runs(kind: str) -> None:
    # 2,000 gates of one value, 200 sharing their sign vectors; both sides have the same distribution
    two, one = [], []
    for seed in range(10):
        rng = np.random.default_rng((seed, len(kind)))
        of_example = rng.normal(size=(40, 200))
        sides = [of_example + rng.normal(size=(40, 200)) for _ in range(2)]
        sides = [np.exp(side) if kind == "skewed" else np.maximum(side - 1, 0) for side in sides]
        found = paired_differences(*sides, n_resamples=1000, seed=seed)
        two += found.p_value.tolist()
        moves = zip(found.p_value.tolist(), (found.difference < 0).tolist(), strict=True)
        one += [one_sided(p, in_direction=is_worse) for p, is_worse in moves]
    assert 0.035 <= np.mean(np.array(two) <= 0.05) <= 0.065
    assert 0.035 <= np.mean(np.array(one) <= 0.05) <= 0.065


def test_twenty_correlated_values_fail_no_more_often_than_one() -> None:
    failed = 0
    for gate in range(300):
        rng = np.random.default_rng(gate)
        of_example, n = rng.normal(size=(40, 1)), (40, 20)
        before, after = (of_example + rng.normal(size=(40, 1)) + rng.normal(size=n) for _ in range(2))
        found = paired_differences(before, after, n_resamples=400, seed=gate)
        moves = zip(found.p_value.tolist(), (found.difference < 0).tolist(), strict=True)
        failed += min(holm([one_sided(p, in_direction=is_worse) for p, is_worse in moves])) <= 0.05
    # .05 of 300 has the standard error .013; the documented simulation has 2,000 gates and is below .06
    assert failed / 300 <= 0.075


@given(st.lists(st.tuples(SCORES, SCORES, st.integers(0, 6)), min_size=1, max_size=40))
def test_swapping_the_sides_turns_all_signs(rows: list[tuple[float, float, int]]) -> None:
    before, after, units = (list(column) for column in zip(*rows, strict=True))
    there, back = only(compared(before, after, units, 50)), only(compared(after, before, units, 50))
    for one, other in (("difference", "difference"), ("effect_size", "effect_size"), ("low", "high"), ("high", "low")):
        assert there[one] == pytest.approx(-back[other], abs=1e-9, nan_ok=True)
    assert there["p_value"] == pytest.approx(back["p_value"], nan_ok=True)
    assert (there["wins"], there["ties"], there["losses"]) == (back["losses"], back["ties"], back["wins"])
    assert there["wins"] + there["ties"] + there["losses"] == there["n"]
    if there["n_units"] >= 2:
        assert there["low"] - 1e-9 <= there["difference"] <= there["high"] + 1e-9


@given(st.integers(0, 99))
def test_columns_do_not_change_one_another_and_names_of_units_do_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after, units = rng.random((30, 3)), rng.random((30, 3)), rng.integers(20, size=30)
    found = paired_differences(before, after, units, n_resamples=200, seed=1)
    renamed = paired_differences(before, after, 7 * units + 3, n_resamples=200, seed=1)
    alone = paired_differences(before[:, 1:2], after[:, 1:2], units, n_resamples=200, seed=1)
    for name in PairedDifferences.__slots__:
        assert getattr(found, name).tobytes() == getattr(renamed, name).tobytes()
        assert getattr(found, name)[1] == pytest.approx(getattr(alone, name)[0])


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: paired_differences([[1.0]], [[1.0, 2.0]], n_resamples=10, seed=1),
        lambda: paired_differences([1.0], [1.0], n_resamples=10, seed=1),
        lambda: paired_differences([[math.inf]], [[1.0]], n_resamples=10, seed=1),
        lambda: paired_differences([[1.0]], [[1.0]], [1, 2], n_resamples=10, seed=1),
        lambda: paired_differences([[1.0], [2.0]], [[1.5], [1.0]], n_resamples=0, seed=1),
        lambda: paired_differences([[1.0], [2.0]], [[1.5], [1.0]], n_resamples=10, seed=-1),
    ],
)
def test_misuse_is_refused(misuse: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        misuse()
