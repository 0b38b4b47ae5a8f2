"""Bootstrap intervals of 10,000 examples x 12 values: ours against rouge_score's aggregator and a plain numpy loop.

Ours are studentised, the others percentiles, which need less and hold for less.

Run: python benchmarks/bootstrap.py [--json]. Times are CPU seconds, the best of three; ratios are to ours.
rouge_score is timed on a tenth of the examples and scaled: its cost is linear in them, apart from a cache that a tenth
fits better.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import numpy as np
from rouge_score.scoring import BootstrapAggregator, Score

from evalharness.stats.studentised import MeanIntervals

N_EXAMPLES, N_TYPES, N_RESAMPLES, SCALE = 10_000, 4, 1000, 10
N_VALUES = 3 * N_TYPES


def cpu_s(work: Callable[[], object], repeats: int = 3) -> float:
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def ours(values: np.ndarray) -> object:
    intervals = MeanIntervals(len(values), N_VALUES, N_RESAMPLES, seed=1)
    intervals.add(values)
    return intervals.found()


def numpy_loop(values: np.ndarray) -> object:
    rng = np.random.default_rng(1)
    means = [values[rng.integers(len(values), size=len(values))].mean(axis=0) for _ in range(N_RESAMPLES)]
    return np.percentile(means, (2.5, 97.5), axis=0)


def rouge_score(values: np.ndarray) -> object:
    aggregator = BootstrapAggregator(n_samples=N_RESAMPLES)
    for row in values.reshape(len(values), N_TYPES, 3):
        aggregator.add_scores({str(place): Score(*numbers) for place, numbers in enumerate(row)})
    return aggregator.aggregate()


def main() -> None:
    values = np.random.default_rng(0).random((N_EXAMPLES, N_VALUES))
    times = {
        "ours": cpu_s(lambda: ours(values)),
        "numpy loop": cpu_s(lambda: numpy_loop(values)),
        "rouge_score": SCALE * cpu_s(lambda: rouge_score(values[: N_EXAMPLES // SCALE])),
    }
    if "--json" in sys.argv:
        print(json.dumps(times))
        return
    print(f"{N_RESAMPLES:,} resamples of {N_EXAMPLES:,} examples x {N_VALUES} values")
    for name, seconds in times.items():
        print(f"{name:12} {seconds:7.3f} s {seconds / times['ours']:6.1f}x")


if __name__ == "__main__":
    main()
