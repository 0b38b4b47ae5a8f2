"""CPU time of every scorer on one workload: interleaved, in an order that rotates, each round a ratio of its own."""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from rouge_bench.scorers import Scorer, Values
from rouge_bench.workloads import Workload

BUDGET_S = 0.25  # about how much CPU one timing of a fast scorer takes
MIN_PAIRS = 12  # that a slow scorer is timed on


@dataclass
class Lane:
    """One scorer at work: which pairs it is timed on, how often, and what it took."""

    scorer: Scorer
    score: Any
    values: Any
    n_pairs: int = 0
    repeats: int = 1
    seconds: list[float] = field(default_factory=list)  # CPU seconds a pair, one for each round
    compared: int = 0
    differing: int = 0

    def calibrate(self, references: list[str], candidates: list[str]) -> None:
        """Decide from a few pairs how many of them make one timing."""
        step = max(1, len(references) // MIN_PAIRS)
        part = references[::step], candidates[::step]
        self.score(*part)
        started = time.process_time()
        self.score(*part)
        each = max(time.process_time() - started, 1e-5) / len(part[0])
        self.n_pairs = min(len(references), max(MIN_PAIRS, round(BUDGET_S / each)))
        self.repeats = max(1, round(BUDGET_S / each / self.n_pairs))

    def run(self, references: list[str], candidates: list[str], expected: Values, turn: int) -> None:
        """Time one round, and compare what came out."""
        step = len(references) // self.n_pairs
        places = range(len(references)) if step == 1 else range(turn % step, len(references), step)
        part = [references[at] for at in places], [candidates[at] for at in places]
        gc.collect()
        started = time.process_time()
        for _ in range(self.repeats):
            found = self.score(*part)
        self.seconds.append((time.process_time() - started) / self.repeats / len(part[0]))
        compared, differing = self.scorer.differing(self.values(found), [expected[at] for at in places])
        self.compared += compared
        self.differing += differing


@dataclass(frozen=True, slots=True)
class Timed:
    """Pairs a second of CPU (median, best), the median ratio to the first scorer, and values compared and differing."""

    name: str
    version: str
    pairs_per_s: float
    best_pairs_per_s: float
    times_first: float
    low: float
    high: float
    compared: int
    differing: int


def timed(
    workload: Workload, scorers: Sequence[Scorer], package: Scorer, types: Sequence[str], stemmer: bool, rounds: int
) -> list[Timed]:
    """All scorers that do `types` with this stemmer setting, the first one the measure of the others."""
    references, candidates = map(list, zip(*workload.pairs, strict=True))
    expect, shape = package.prepare(types, stemmer)
    expected = shape(expect(references, candidates))
    able = [each for each in scorers if set(types) <= set(each.types) and (each.stems or not stemmer)]
    lanes = [Lane(each, *each.prepare(types, stemmer)) for each in able]
    for lane in lanes:
        lane.calibrate(references, candidates)
    for turn in range(rounds):
        for number in range(len(lanes)):
            lanes[(turn + number) % len(lanes)].run(references, candidates, expected, turn)
    return [_summary(lane, lanes[0]) for lane in lanes]


def _summary(lane: Lane, first: Lane) -> Timed:
    ratios = [theirs / ours for theirs, ours in zip(lane.seconds, first.seconds, strict=True)]
    return Timed(
        lane.scorer.name,
        lane.scorer.version,
        1 / median(lane.seconds),
        1 / min(lane.seconds),
        median(ratios),
        min(ratios),
        max(ratios),
        lane.compared,
        lane.differing,
    )
