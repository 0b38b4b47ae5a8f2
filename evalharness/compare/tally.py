"""One pass over the items of a run: all sums that a leaderboard needs, in memory that does not grow with the items."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from evalharness.compare.board import FindingCounts, Score, VersusAbove
from evalharness.compare.worst import WorstFindings
from evalharness.errors import MetricError
from evalharness.metrics.protocol import Metric
from evalharness.records import ItemRecord, Severity, Status, Verdict
from evalharness.stats.blocks import BLOCK_ROWS
from evalharness.stats.paired import SignFlips
from evalharness.stats.products import Floats
from evalharness.stats.studentised import MeanIntervals
from evalharness.stats.sums import ExactSum

Interval = tuple[float, float]


class Tally:
    """Running sums over examples: means, their resamples, and the differences of all pairs of systems.

    Args:
        metrics: what the records were scored with.
        systems: one record of each comes with every example, in this order.
        n_examples: examples that will come.
        sort_value: (metric id, value name) that systems are held against each other on.
        n_resamples: of the bootstrap and of the paired tests.
        seed: of both.
        n_worst: findings kept of each system.
    """

    def __init__(
        self,
        metrics: Sequence[Metric],
        systems: Sequence[str],
        *,
        n_examples: int,
        sort_value: tuple[str, str],
        n_resamples: int,
        seed: int,
        n_worst: int,
    ) -> None:
        self.systems = [SystemTally(metrics, n_worst) for _ in systems]
        self._names = [(metric.name, value.name) for metric in metrics for value in metric.values]
        self._ranges = [(value.low, value.high) for metric in metrics for value in metric.values]
        self._sort_column = self._names.index(sort_value)
        self._n_examples = n_examples
        self._scores = _Columns(len(systems) * len(self._names))
        self._differences = _Columns(math.comb(len(systems), 2))
        self._intervals = MeanIntervals(n_examples, len(self._scores), n_resamples, seed)
        self._flips = SignFlips(n_examples, len(self._differences), n_resamples, seed)
        self._waiting: list[float | None] = []
        self._ids: list[str] = []

    def add(self, records: Sequence[ItemRecord]) -> None:
        """Take the records of one example, one of each system in the order of the systems.

        Raises:
            MetricError: a value or a row is not finite, or rows of one metric differ in length.
        """
        for tally, record in zip(self.systems, records, strict=True):
            tally.add(record)
            values = record.metrics
            self._waiting += [values[metric].get(name) if metric in values else None for metric, name in self._names]
        self._ids.append(records[0].id)
        if len(self._ids) == BLOCK_ROWS:
            self._settle()

    def scores(self) -> list[dict[str, dict[str, Score]]]:
        """For each system: metric id -> value name -> score. All examples must have come."""
        self._settle()
        intervals = self._intervals.found()
        return [self._scores_of(place, intervals) for place in range(len(self.systems))]

    def versus(self, names: Sequence[str], order: Sequence[int]) -> list[VersusAbove | None]:
        """Each system of `order` (places in the order of the records) held against the one before it."""
        self._settle()
        p_values = self._flips.p_values()
        firsts, seconds = (side.tolist() for side in self._pairs())
        pairs = {pair: column for column, pair in enumerate(zip(firsts, seconds, strict=True))}
        results: list[VersusAbove | None] = [None]
        for above, system in itertools.pairwise(order):
            column = pairs[min(above, system), max(above, system)]
            mean, n = self._differences.mean(column), self._differences.counts[column]
            # Columns hold (earlier record - later record); the sign says (this system - the one above).
            difference = None if mean is None else mean if system < above else -mean + 0.0
            results.append(VersusAbove(names[above], difference, float(p_values[column]) if n else None, n))
        return results

    def _settle(self) -> None:
        """Work the waiting examples into the sums."""
        if not self._ids:
            return
        values = np.array(self._waiting, dtype=np.float64)
        if np.count_nonzero(~np.isfinite(values)) != self._waiting.count(None):
            self._refuse_not_finite()
        rows = values.reshape(len(self._ids), -1)
        self._scores.add(rows)
        self._intervals.add(rows)
        compared = rows[:, self._sort_column :: len(self._names)]
        firsts, seconds = self._pairs()
        differences = compared[:, firsts] - compared[:, seconds]
        self._differences.add(differences)
        self._flips.add(differences)
        self._waiting.clear()
        self._ids.clear()

    def _pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        return np.triu_indices(len(self.systems), k=1)

    def _refuse_not_finite(self) -> None:
        for place, value in enumerate(self._waiting):
            if value is not None and not math.isfinite(value):
                example, column = divmod(place, len(self._scores))
                metric, name = self._names[column % len(self._names)]
                raise MetricError(
                    f"metric {metric!r} gave {name} = {value} for example {self._ids[example]!r}; "
                    "expected a finite number, or None where it is undefined"
                )

    def _scores_of(self, system: int, intervals: Sequence[Interval | None]) -> dict[str, dict[str, Score]]:
        pooled = self.systems[system].pooled()
        scores: dict[str, dict[str, Score]] = {}
        for place, ((metric, name), range) in enumerate(zip(self._names, self._ranges, strict=True)):
            column = system * len(self._names) + place
            n = self._scores.counts[column]
            scores.setdefault(metric, {})[name] = Score(
                value=self._scores.mean(column),
                ci95=_within(intervals[column], *range),
                n=n,
                coverage=n / self._n_examples,
                pooled=pooled[metric].get(name),
            )
        return scores


class SystemTally:
    """What is counted of one system: examples by status, findings, and the sum of the rows of each metric."""

    def __init__(self, metrics: Sequence[Metric], n_worst: int) -> None:
        self.worst = WorstFindings(n_worst)
        self._status: Counter[Status] = Counter()
        self._findings: Counter[tuple[Severity, Verdict, str]] = Counter()
        self._rows = [_PooledRows(metric) for metric in metrics]
        self.unsupported: Counter[tuple[str, str]] = Counter()
        """(metric id, reason) -> examples that the metric does not apply to."""
        self.caveats: Counter[tuple[str, str]] = Counter()
        """(metric id, reason) -> examples of which its values say little."""

    def add(self, record: ItemRecord) -> None:
        """Take the system's record of the next example."""
        self._status[record.status] += 1
        for finding in record.findings:
            self._findings[finding.severity, finding.verdict, finding.kind] += 1
        self.worst.add(record)
        self.unsupported.update(record.unsupported.items())
        self.caveats.update(record.caveats.items())
        for rows in self._rows:
            rows.add(record)

    def status(self) -> dict[Status, int]:
        """Examples by status, those that do not occur as 0."""
        return {status: self._status[status] for status in get_args(Status)}

    def findings(self) -> FindingCounts:
        """Findings by severity and by verdict (all of them, also where 0) and by the kinds that occur."""
        severity = dict.fromkeys(get_args(Severity), 0)
        verdict = dict.fromkeys(get_args(Verdict), 0)
        kind = dict.fromkeys(sorted({kind for _, _, kind in self._findings}), 0)
        for names, n in self._findings.items():
            for counts, name in zip((severity, verdict, kind), names, strict=True):
                counts[name] += n
        return FindingCounts(severity, verdict, kind)

    def pooled(self) -> dict[str, dict[str, float | None]]:
        """Metric id -> the values of the sum of all rows."""
        return {rows.metric.name: rows.values() for rows in self._rows}


class _Columns:
    """Exact sums and counts of the defined numbers of each column."""

    def __init__(self, n_columns: int) -> None:
        self.counts = [0] * n_columns
        self._sums = [ExactSum() for _ in range(n_columns)]

    def __len__(self) -> int:
        return len(self._sums)

    def add(self, rows: Floats) -> None:
        """Take (rows, n_columns) numbers, NaN being undefined."""
        for column, numbers in enumerate(rows.T):
            defined = numbers[~np.isnan(numbers)].tolist()
            self.counts[column] += len(defined)
            self._sums[column].add(defined)

    def mean(self, column: int) -> float | None:
        """Arithmetic mean, rounded only in the sum and in the division; None where nothing is defined."""
        return self._sums[column].total / self.counts[column] if self.counts[column] else None


class _PooledRows:
    """The exact sum of the rows of one metric of one system, and the values that it has."""

    def __init__(self, metric: Metric) -> None:
        self.metric = metric
        self._sums: list[ExactSum] = []
        self._waiting: list[Sequence[float]] = []

    def add(self, record: ItemRecord) -> None:
        row = record.stats.get(self.metric.name)
        if row is None:
            return
        if not self._sums:
            self._sums = [ExactSum() for _ in row]
        if len(row) != len(self._sums) or not all(map(math.isfinite, row)):
            raise MetricError(
                f"metric {self.metric.name!r} gave the row {tuple(row)} for {record.system!r} of example "
                f"{record.id!r}; expected {len(self._sums)} finite numbers as in the rows before"
            )
        self._waiting.append(row)
        if len(self._waiting) == BLOCK_ROWS:
            self._settle()

    def values(self) -> dict[str, float | None]:
        """What the metric makes of the sum; nothing where there was no row."""
        self._settle()
        return self.metric.finish([column.total for column in self._sums]) if self._sums else {}

    def _settle(self) -> None:
        for column, total in enumerate(self._sums):
            total.add([row[column] for row in self._waiting])
        self._waiting.clear()


def _within(interval: Interval | None, lowest: float | None, highest: float | None) -> Interval | None:
    """Both ends within the range of the value."""
    if interval is None:
        return None
    lowest, highest = (-math.inf if lowest is None else lowest), (math.inf if highest is None else highest)
    low, high = (min(max(end, lowest), highest) for end in interval)
    return low, high
