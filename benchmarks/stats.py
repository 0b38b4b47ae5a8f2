"""Whether the statistics keep what they promise: coverage of intervals, false alarms of gates, power, and speed.

Run: python benchmarks/stats.py [coverage] [clusters] [gates] [power] [speed] [--share S]. Without a name all of them.
Tables are markdown, as in docs/statistics.md. --share scales the number of simulations, 1 being the documented one.
speed needs scipy and sacrebleu for its ratios, and leaves out what is not installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from statistics import NormalDist

import numpy as np

from evalharness.stats.corrections import holm
from evalharness.stats.differences import PairedDifferences, paired_differences
from evalharness.stats.paired import one_sided
from evalharness.stats.power import detectable_drop, detection_power, required_examples
from evalharness.stats.student import t_quantile
from evalharness.stats.studentised import MeanIntervals

Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]
Ends = tuple[np.ndarray, np.ndarray]
ALPHA, GATES, RESAMPLES = 0.05, 2000, 2000


def lognormal(sigma: float) -> tuple[Draw, float]:
    return lambda rng, shape: rng.lognormal(0, sigma, shape), math.exp(sigma**2 / 2)


def beta(a: float, b: float, share: float = 1.0) -> tuple[Draw, float]:
    """Beta in a share of the examples, 0 in the others."""
    return lambda rng, shape: (rng.random(shape) < share) * rng.beta(a, b, shape), share * a / (a + b)


def flags(share: float) -> tuple[Draw, float]:
    return lambda rng, shape: (rng.random(shape) < share) * 1.0, share


def changes(share: float, up: float) -> tuple[Draw, float]:
    """Differences of pairs: 0 but in a share of them, of which `up` are up."""

    def draw(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
        signs = np.where(rng.random(shape) < up, 1.0, -1.0)
        return (rng.random(shape) < share) * signs * rng.beta(1, 3, shape)

    return draw, share * (2 * up - 1) / 4


def paired_lognormal(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    shared = rng.normal(0, 0.5, shape)
    return np.exp(shared + rng.normal(0, 0.5, shape)) - np.exp(shared + rng.normal(0, 0.5, shape))


SCORES: dict[str, tuple[Draw, float]] = {
    "lognormal, sigma 0.5 (skewness 1.8)": lognormal(0.5),
    "lognormal, sigma 1 (skewness 6.2)": lognormal(1.0),
    "beta(5, 1), most near 1": beta(5, 1),
    "beta(1, 9), most near 0": beta(1, 9),
    "70% zeros, else beta(2, 2)": beta(2, 2, 0.3),
    "80% zeros, else beta(2, 2)": beta(2, 2, 0.2),
    "90% zeros, else beta(2, 2)": beta(2, 2, 0.1),
    "0 or 1, 20% ones": flags(0.2),
    "0 or 1, 90% ones": flags(0.9),
    "difference of lognormals": (paired_lognormal, 0.0),
    "difference, 70% zeros, half up": changes(0.3, 0.5),
    "difference, 70% zeros, 1 in 5 up": changes(0.3, 0.2),
    "difference, 85% zeros, 1 in 10 up": changes(0.15, 0.1),
    "difference, 90% zeros, half up": changes(0.1, 0.5),
}


def coverage(share: float) -> None:
    names = ["percentile", "BCa", "Student", "bootstrap-t", "ours", "width of ours by Student's"]
    table = [["scores", "n", *names]]
    n_data, n_batches = 250, max(1, round(8 * share))
    for n in (30, 100, 1000):
        for name, (draw, mean) in SCORES.items():
            hits = np.zeros(5)
            width = 0.0
            for batch in range(n_batches):
                rng = np.random.default_rng((batch, n))
                found = intervals_of(draw(rng, (n, n_data)), rng)
                hits += [np.mean((low <= mean + 1e-12) & (mean - 1e-12 <= high)) for low, high in found]
                students, ours = (found[place][1] - found[place][0] for place in (2, 4))
                width += float(np.median(ours[students > 0] / students[students > 0]))
            cells = [f"{100 * hit / n_batches:.1f}" for hit in hits]
            table.append([name, str(n), *cells, f"{width / n_batches:.2f}"])
    print_table(table)


def intervals_of(data: np.ndarray, rng: np.random.Generator) -> list[Ends]:
    """Of each column: percentile, BCa, Student's, bootstrap-t, ours; the columns share the resamples."""
    n = len(data)
    mean, rest = data.mean(axis=0), data - data.mean(axis=0)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(float)
    shifts = weights @ rest / n
    errors = np.sqrt(np.maximum(weights @ rest**2 / n - shifts**2, 0) / n)
    error = rest.std(axis=0) / math.sqrt(n)
    half = t_quantile(0.975, n - 1) * error * math.sqrt(n / (n - 1))
    with np.errstate(all="ignore"):
        pivots = np.where(shifts == 0, 0.0, shifts / errors)
        t = (mean - quantile(pivots, 0.975) * error, mean - quantile(pivots, 0.025) * error)
    plain = (mean + quantile(shifts, 0.025), mean + quantile(shifts, 0.975))
    return [plain, bca(mean, rest, shifts), (mean - half, mean + half), t, ours(data, int(rng.integers(2**31)))]


def ours(data: np.ndarray, seed: int) -> Ends:
    intervals = MeanIntervals(*data.shape, RESAMPLES, seed)
    intervals.add(data)
    low, high = np.array([ends or (math.nan, math.nan) for ends in intervals.found()]).T
    return low, high


def bca(mean: np.ndarray, rest: np.ndarray, shifts: np.ndarray) -> Ends:
    """Bias-corrected and accelerated (Efron 1987); the acceleration of a mean is its skewness by 6 roots of n."""
    normal, ordered = NormalDist(), np.sort(shifts, axis=0)
    ends = []
    for p in (0.025, 0.975):
        z, places = normal.inv_cdf(p), []
        for column, deviations in zip(shifts.T, rest.T, strict=True):
            below = np.mean(column < 0) + np.mean(column == 0) / 2
            bias = normal.inv_cdf(min(max(below, 1e-6), 1 - 1e-6))
            spread = (deviations**2).sum()
            skew = (deviations**3).sum() / spread**1.5 / 6 if spread else 0.0
            share = normal.cdf(bias + (bias + z) / (1 - skew * (bias + z)))
            places.append(min(max(round(share * (RESAMPLES + 1) - 1), 0), RESAMPLES - 1))
        ends.append(mean + ordered[places, np.arange(len(places))])
    return ends[0], ends[1]


def quantile(table: np.ndarray, p: float) -> np.ndarray:
    """Of each column; infinite numbers have their place."""
    return np.quantile(table, p, axis=0, method="nearest")


def clusters(share: float) -> None:
    table = [["stories", "rows", "by story", "rows taken as independent"]]
    n_data, n_batches = 250, max(1, round(8 * share))
    for n_clusters in (30, 100, 1000):
        hits, n_rows = np.zeros(2), 0
        for batch in range(n_batches):
            rng = np.random.default_rng((batch, n_clusters))
            units = np.repeat(np.arange(n_clusters), rng.geometric(1 / 4, n_clusters))
            n_rows = len(units)
            of_story = rng.lognormal(0, 0.5, (n_clusters, n_data))[units]
            scores = of_story * beta(2, 2, 0.5)[0](rng, (n_rows, n_data))
            true = math.exp(0.125) / 4
            for place, grouping in enumerate((units, None)):
                found = paired_differences(np.zeros_like(scores), scores, grouping, n_resamples=RESAMPLES, seed=batch)
                hits[place] += np.mean((found.low <= true) & (true <= found.high))
        table.append([str(n_clusters), f"about {n_rows}", *(f"{100 * hit / n_batches:.1f}" for hit in hits)])
    print_table(table)


def null_pair(rng: np.random.Generator, n: int, n_values: int, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Two sides that differ by chance only; values of one example have a correlation of about a half."""
    of_example = rng.normal(size=(n, 1))
    sides = []
    for _ in range(2):
        z = (of_example + rng.normal(size=(n, 1)) + rng.normal(size=(n, n_values))) / math.sqrt(3)
        sides.append({"normal": z, "skewed": np.exp(z), "mostly zero": np.maximum(z - 1, 0)}[kind])
    return sides[0], sides[1]


def failures(found: PairedDifferences) -> tuple[bool, bool, bool]:
    """Whether any value differs either way, is worse by the two-sided p, is worse by the one-sided p; after Holm."""
    p_values, worse = found.p_value.tolist(), (found.difference < 0).tolist()
    two = holm(p_values)
    one = holm([one_sided(p, in_direction=is_worse) for p, is_worse in zip(p_values, worse, strict=True)])
    return (
        min(two) <= ALPHA,
        any(p <= ALPHA and is_worse for p, is_worse in zip(two, worse, strict=True)),
        any(p <= ALPHA and is_worse for p, is_worse in zip(one, worse, strict=True)),
    )


def gates(share: float) -> None:
    table = [["scores", "examples", "values", "differs either way", "worse, two-sided p", "worse, one-sided p"]]
    n_gates = round(GATES * share)
    for n, n_values in ((12, 1), (30, 1), (200, 1), (100, 20)):
        for kind in ("normal", "skewed", "mostly zero"):
            counts = np.zeros(3)
            for gate in range(n_gates):
                rng = np.random.default_rng((gate, n, n_values))
                sides = null_pair(rng, n, n_values, kind)
                counts += failures(paired_differences(*sides, n_resamples=1000, seed=gate))
            rates = [f"{100 * count / n_gates:.1f}%" for count in counts]
            table.append([kind, str(n), str(n_values), *rates])
    print_table(table)


def power(share: float) -> None:
    table = [["sd", "drop", "values", "sides", "examples needed", "planned", "seen in simulated gates"]]
    n_gates = round(1000 * share)
    for sd, drop, n_values, sides in ((0.1, 0.03, 1, 2), (0.1, 0.03, 1, 1), (0.3, 0.2, 1, 2), (0.1, 0.05, 20, 2)):
        n = required_examples(sd, drop, n_values=n_values, sides=sides)
        seen = sum(is_seen(gate, n, sd, drop, n_values, sides) for gate in range(n_gates))
        planned = detection_power(sd, drop, n, n_values=n_values, sides=sides)
        cells = (sd, drop, n_values, sides, n, f"{100 * planned:.0f}%", f"{100 * seen / n_gates:.1f}%")
        table.append([str(cell) for cell in cells])
    print_table(table)
    curves()


def is_seen(gate: int, n: int, sd: float, drop: float, n_values: int, sides: int) -> bool:
    """One value drops, the others do not."""
    rng = np.random.default_rng((gate, n))
    after = rng.normal(0, sd, (n, n_values))
    after[:, 0] -= drop
    found = paired_differences(np.zeros_like(after), after, n_resamples=10_000, seed=gate)
    worse = (found.difference < 0).tolist()
    p_values = found.p_value.tolist()
    if sides == 1:
        p_values = [one_sided(p, in_direction=is_worse) for p, is_worse in zip(p_values, worse, strict=True)]
    return holm(p_values)[0] <= ALPHA and worse[0]


def curves() -> None:
    sizes = (30, 100, 300, 1000, 3000, 10_000)
    print("\nPower, by the drop in standard deviations of the differences; alpha .05, two-sided\n")
    table = [["values", "drop", *(f"n = {n:,}" for n in sizes)]]
    for n_values in (1, 12):
        for drop in (0.02, 0.05, 0.1, 0.2, 0.5):
            cells = [f"{100 * detection_power(1.0, drop, n, n_values=n_values):.0f}%" for n in sizes]
            table.append([str(n_values), str(drop), *cells])
    print_table(table)
    print("\nSmallest drop seen with 80% power, in the same unit\n")
    table = [["values", *(f"n = {n:,}" for n in sizes)]]
    for n_values in (1, 12):
        table.append([str(n_values), *(f"{detectable_drop(1.0, n, n_values=n_values):.3f}" for n in sizes)])
    print_table(table)


def speed(share: float) -> None:
    rng = np.random.default_rng(0)
    n, k, n_resamples = round(100_000 * share), 12, round(10_000 * share)
    before = rng.random((n, k))
    after = before + rng.normal(0, 0.1, (n, k))
    own = cpu_s(lambda: paired_differences(before, after, n_resamples=n_resamples, seed=1))
    units = np.arange(n) // 5
    by_story = cpu_s(lambda: paired_differences(before, after, units, n_resamples=n_resamples, seed=1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{n:,} examples x {k} values x {n_resamples:,} resamples, CPU seconds, one thread\n")
    table = [["what", "seconds", "ratio"], ["ours: interval, p, effect size of all values", f"{own:.1f}", "1"]]
    table.append([f"ours, {units[-1] + 1:,} stories", f"{by_story:.1f}", f"{by_story / own:.1f}"])
    for name, seconds in rivals(before, after, n_resamples):
        table.append([name, f"{seconds:.0f}", f"{seconds / own:.0f}"])
    print_table(table)
    print(f"Peak memory, data included: {peak:.0f} MB.\n")
    small = before[:10_000], after[:10_000]
    seconds = cpu_s(lambda: paired_differences(*small, n_resamples=1000, seed=1))
    print("10,000 examples x 12 values x 1,000 resamples, where ours joins no examples in groups\n")
    table = [["what", "seconds", "ratio"], ["ours", f"{seconds:.2f}", "1"]]
    table += [[name, f"{other:.1f}", f"{other / seconds:.0f}"] for name, other in rivals(*small, 1000)]
    print_table(table)


def rivals(before: np.ndarray, after: np.ndarray, n_resamples: int) -> Iterator[tuple[str, float]]:
    """Estimated seconds of others for the whole task; those that take one value at a time are timed on one."""
    rng = np.random.default_rng(1)
    n, k = before.shape
    differences = after - before
    yield "numpy loop, intervals only", scaled(n_resamples, n, lambda few: loop(differences, few, rng))
    try:
        from scipy import stats
    except ImportError:
        stats = None
    if stats is not None:
        data, options = (differences[:, 0],), {"batch": 50, "vectorized": True, "rng": 1}
        # the jackknife of BCa takes the square of the examples
        for method in ("percentile", "BCa") if n <= 10_000 else ("percentile",):
            seconds = scaled(n_resamples, n, partial(scipy_bootstrap, stats.bootstrap, data, method, options))
            yield f"scipy.stats.bootstrap, {method} intervals only", k * seconds
        work = partial(stats.permutation_test, data, np.mean, permutation_type="samples", **options)
        seconds = scaled(n_resamples, n, lambda few: work(n_resamples=few))
        yield "scipy.stats.permutation_test, p only", k * seconds
    if importlib.util.find_spec("sacrebleu"):
        seconds = scaled(n_resamples, n, lambda few: sacrebleu_paired(n, few))
        yield "sacrebleu's paired bootstrap, p only, BLEU for each value", k * seconds


def scaled(n_resamples: int, n: int, work: Callable[[int], object]) -> float:
    """CPU seconds of `n_resamples`, from what a few and twice as many take: the difference is what they cost."""
    few = min(n_resamples // 2, max(50, 2_000_000 // n))
    once, twice = (min(cpu_s(lambda times=times: work(times * few)) for _ in range(2)) for times in (1, 2))
    return once + (n_resamples / few - 1) * (twice - once)


def scipy_bootstrap(
    bootstrap: Callable[..., object],
    data: tuple[np.ndarray],
    method: str,
    options: Mapping[str, object],
    few: int,
) -> object:
    return bootstrap(data, np.mean, method=method, n_resamples=few, **options)


def loop(differences: np.ndarray, few: int, rng: np.random.Generator) -> None:
    for _ in range(few):
        differences[rng.integers(len(differences), size=len(differences))].mean(axis=0)


def sacrebleu_paired(n: int, few: int) -> object:
    """Its paired bootstrap of two systems; the sentences are five words, so that counting them takes little."""
    from sacrebleu.metrics import BLEU
    from sacrebleu.significance import PairedTest

    sentences = [f"a b c d {place % 7}" for place in range(n)]
    systems = [("one", sentences), ("two", [*sentences[1:], sentences[0]])]
    return PairedTest(systems, {"BLEU": BLEU()}, [sentences], test_type="bs", n_samples=few)()


def cpu_s(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def print_table(table: Sequence[Sequence[str]]) -> None:
    print(f"| {' | '.join(table[0])} |\n|{' --- |' * len(table[0])}")
    for row in table[1:]:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


SECTIONS = {each.__name__: each for each in (coverage, clusters, gates, power, speed)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS])
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args()
    for name in options.sections or SECTIONS:
        print(f"\n## {name}\n")
        SECTIONS[name](options.share)


if __name__ == "__main__":
    main()
