"""Growth with the length of a text, and peak memory: one long pair, and a million pairs that stream through."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from rouge_bench.scorers import TYPES, Score, Scorer

SIZES = (500, 2_000, 8_000, 32_000)
LINE = 23  # tokens a line, as in news text
GIVE_UP_S = 1.0  # a scorer that took longer than this is not given the next size: it may take sixteen times as long


def long_pair(n_tokens: int, seed: int = 1) -> tuple[str, str]:
    """Two texts of so many tokens from one vocabulary, few of its words common and most rare, in lines of 23."""
    rng = random.Random(seed)
    words = [f"word{int(rng.paretovariate(0.6)) % 10**6}" for _ in range(n_tokens)]
    others = rng.choices(words, k=n_tokens)
    return _in_lines(words), _in_lines(others)


def _in_lines(words: Sequence[str]) -> str:
    return "\n".join(" ".join(words[start : start + LINE]) for start in range(0, len(words), LINE))


def growth(scorers: Sequence[Scorer]) -> Iterator[tuple[str, list[float | None]]]:
    """CPU seconds of one pair of each size, all four types, stemmed; None where it would take too long."""
    for scorer in scorers:
        score, _ = scorer.prepare(TYPES, True)
        seconds: list[float | None] = []
        for size in SIZES:
            last = seconds[-1] if seconds else 0.0
            seconds.append(None if last is None or last > GIVE_UP_S else _best(score, *long_pair(size)))
        yield scorer.name, seconds


def _best(score: Score, reference: str, candidate: str) -> float:
    """The best of three, or of as many as fit into a second."""
    taken = []
    while len(taken) < 3 and sum(taken) < 1.0:
        started = time.process_time()
        score([reference], [candidate])
        taken.append(time.process_time() - started)
    return min(taken)


MEASURE = """
import json, sys, time
sys.path[:0] = {path!r}
from rouge_bench import limits
limits.warm({engine!r})
before, started = limits.peak_mb(), time.process_time()
out = limits.{job}
print(json.dumps([before, limits.peak_mb(), time.process_time() - started, out / 2**20]))
"""


def measured(job: str, engine: str) -> tuple[float, float, float, float]:
    """Peak MB before and after `job` in a process of its own, its CPU seconds, and the MB of its result."""
    code = MEASURE.format(path=sys.path, engine=engine, job=job)
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    before, after, seconds, out = json.loads(done.stdout)
    return before, after, seconds, out


def peak_mb() -> float:
    """The most memory this process ever had. Not ru_maxrss: to that the process that started it counts too."""
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def warm(engine: str) -> None:
    """Import and score once, so that the peak before is that of the libraries."""
    from evalharness.metrics.rouge import score_pairs

    score_pairs(["a b"], ["a"], types=TYPES, stemmer=True, engine=engine)


def one_pair(n_tokens: int, engine: str) -> int:
    """Score one pair of so many tokens; the bytes of the result."""
    from evalharness.metrics.rouge import score_pairs

    found = score_pairs(*([text] for text in long_pair(n_tokens)), types=TYPES, stemmer=True, engine=engine)
    return sum(array.nbytes for array in found.values())


def stream(n_pairs: int, engine: str) -> int:
    """Score pairs that are made as they are asked for, each reference four times; the bytes of the result."""
    from evalharness.metrics.rouge import score_pairs

    references, candidates = _made(n_pairs, 4, 1), _made(n_pairs, 1, 2)
    found = score_pairs(references, candidates, types=TYPES, stemmer=True, engine=engine)
    return sum(array.nbytes for array in found.values())


def _made(n_pairs: int, times: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    words = [f"w{number}" for number in range(3000)]
    for number in range(n_pairs):
        if number % times == 0:
            text = f"n{number} " + "\n".join(" ".join(rng.choices(words, k=12)) for _ in range(3))
        yield text
