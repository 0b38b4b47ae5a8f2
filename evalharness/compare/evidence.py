"""What a verdict rests on: one pass over the run for absolute limits, and the comparisons with the baseline."""

from __future__ import annotations

import heapq
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evalharness.compare.checks import Check, Where
from evalharness.compare.comparison import Comparison, Unpaired
from evalharness.compare.pairing import ScoredRun
from evalharness.config.policy import Policy
from evalharness.records import ItemRecord

N_WORST = 5


@dataclass(frozen=True, slots=True)
class Advice:
    """How to look closer: commands, as far as the caller knows the paths.

    Attributes:
        compare: what shows the two sides in full.
        accept: what makes the run the new baseline.
    """

    compare: str = "evalharness compare BASELINE RUN"
    accept: str = 'evalharness baseline accept RUN --reason "..."'


@dataclass(slots=True)
class Numbers:
    """The defined values of one system under one absolute limit, with the examples they are of.

    Attributes:
        n_items: items looked at, whether they define the value or not.
    """

    ids: list[str] = field(default_factory=list)
    values: array[float] = field(default_factory=lambda: array("d"))
    n_items: int = 0

    @property
    def mean(self) -> float | None:
        """Arithmetic mean; None where nothing is defined."""
        return math.fsum(self.values) / len(self.values) if self.values else None

    def worst(self, check: Check, n: int = N_WORST) -> list[tuple[str, float]]:
        """The `n` examples nearest to breaking the limit, or farthest beyond it; in a tie the earlier one."""
        sign = 1.0 if check.kind == "min" else -1.0
        places = heapq.nsmallest(n, range(len(self.values)), key=lambda place: sign * self.values[place])
        return [(self.ids[place], self.values[place]) for place in places]

    def beyond(self, check: Check) -> list[tuple[str, float]]:
        """The examples beyond the limit, the farthest first."""
        n_beyond = sum(is_beyond(check, value) for value in self.values)
        return self.worst(check, n_beyond)


class RunFacts:
    """One run as absolute limits see it.

    Attributes:
        n_items: system -> its items, in the order of the run.
        tags: the names of all tags, in the order they are met.
        finding_metrics: metrics that have any finding.
        failed: candidates that a metric failed on.
    """

    def __init__(self, run: ScoredRun, checks: Sequence[Check]) -> None:
        self.n_items: dict[str, int] = {}
        self.tags: dict[str, None] = {}
        self.finding_metrics: set[str] = set()
        self.failed: list[Unpaired] = []
        self._limits = [check for check in checks if not check.needs_baseline]
        self._numbers: dict[tuple[str, str], Numbers] = {}
        for item in run.items():
            self._add(item)

    def numbers(self, check: Check, system: str) -> Numbers:
        """What one system has under an absolute limit."""
        return self._numbers.get((check.name, system), Numbers())

    def _add(self, item: ItemRecord) -> None:
        self.n_items[item.system] = self.n_items.get(item.system, 0) + 1
        self.finding_metrics.update(finding.metric for finding in item.findings)
        self.tags.update(dict.fromkeys(item.tags))
        for metric, message in item.errors.items():
            self.failed.append(Unpaired(item.id, item.system, "after", f"{metric} failed: {message}"))
        for check in self._limits:
            if check.is_about(item.system) and all(item.tags.get(tag) == value for tag, value in check.where):
                numbers = self._numbers.setdefault((check.name, item.system), Numbers())
                numbers.n_items += 1
                value = item.metrics.get(check.metric, {}).get(check.name_of_value)
                if value is not None:
                    numbers.values.append(value)
                    numbers.ids.append(item.id)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known when the rules are judged.

    Attributes:
        facts: of the run alone.
        has_baseline: whether there is a baseline at all.
        comparisons: slice -> the comparison over it; the empty slice is all examples. A slice without a pair is left
            out, and so is every slice where no metric can be compared.
        not_compared: metric id -> why its values cannot be compared.
        advice: commands to look closer.
    """

    policy: Policy
    checks: Sequence[Check]
    facts: RunFacts
    has_baseline: bool
    comparisons: Mapping[Where, Comparison]
    not_compared: Mapping[str, str]
    advice: Advice


def is_beyond(check: Check, number: float) -> bool:
    """Whether a number breaks a ``min`` or ``max``; what differs from it by rounding only does not."""
    slack = rounding(check.limit)
    return number < check.limit - slack if check.kind == "min" else number > check.limit + slack


def rounding(limit: float) -> float:
    """How far from a limit a number may be by rounding alone.

    >>> 0.62 - 0.6 > 0.02, 0.62 - 0.6 > 0.02 + rounding(0.02)
    (True, False)
    """
    return 1e-9 * max(1.0, abs(limit))
