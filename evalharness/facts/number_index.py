"""The figures of one text, found again by amount, as written or by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from evalharness.facts.fact import Fact, Quantity, Reading

MONTH_SECONDS = 2_629_746.0
SCORE_BASE = 1000


class Stated(NamedTuple):
    """A figure that a text states, by one of its readings."""

    reading: Reading
    fact: Fact


class NumberIndex:
    """Lookups over the figures of a text; each is built when first used.

    Attributes:
        is_empty: whether the text has no figure.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = [fact for fact in facts if isinstance(fact.value, Quantity)]
        self.is_empty = not self._facts

    def between(self, low: float, high: float, limit: int) -> Iterator[Stated]:
        """The figures from `low` to `high`, smallest first, at most `limit` of them."""
        at = bisect_left(self._amounts, low)
        for stated in self.by_amount[at : at + limit]:
            if stated.reading.amount > high:
                return
            yield stated

    @cached_property
    def by_amount(self) -> tuple[Stated, ...]:
        """All figures, smallest first; of those that state the same of the same thing the first."""
        stated: dict[object, Stated] = {}
        for fact in self._facts:
            for reading in _with_sides(fact):
                stated.setdefault((reading, reading.system, fact.head, fact.text), Stated(reading, fact))
        return tuple(sorted(stated.values(), key=lambda item: (item.reading.amount, item.fact.start)))

    @cached_property
    def _amounts(self) -> list[float]:
        return [stated.reading.amount for stated in self.by_amount]

    @cached_property
    def as_written(self) -> dict[float, Fact]:
        """The first fact for each figure as written, whatever its unit."""
        found: dict[float, Fact] = {}
        for stated in self.by_amount:
            reading = stated.reading
            if reading.unit not in ("label", "score", "clock"):
                found.setdefault(reading.amount if reading.figure is None else reading.figure, stated.fact)
        return found

    @cached_property
    def scores(self) -> tuple[Stated, ...]:
        """The scores, lowest first."""
        return tuple(stated for stated in self.by_amount if stated.reading.unit == "score")

    @cached_property
    def ages(self) -> tuple[Stated, ...]:
        """The ages of people, youngest first."""
        return tuple(stated for stated in self.by_amount if stated.reading.unit == "age")

    @cached_property
    def by_segment(self) -> dict[int, list[Stated]]:
        """The figures of each sentence or line, by their first reading."""
        found: dict[int, list[Stated]] = {}
        for fact in self._facts:
            found.setdefault(fact.segment, []).append(Stated(readings_of(fact)[0], fact))
        return found

    @cached_property
    def by_head(self) -> dict[str, list[Fact]]:
        """The figures that count a thing, by the key of each word for it."""
        found: dict[str, list[Fact]] = {}
        for fact in self._facts:
            for word in fact.head:
                found.setdefault(word, []).append(fact)
        return found


def readings_of(fact: Fact) -> tuple[Reading, ...]:
    """The readings of a figure; of months and years the time in seconds too, inexact by nature.

    >>> months = Quantity((Reading(7.0, "months", 1.0),))
    >>> [reading.unit for reading in readings_of(Fact("number", 0, 8, "7 months", months, 0))]
    ['months', 'time']
    """
    readings = fact.value.readings if isinstance(fact.value, Quantity) else ()
    seconds = [
        Reading(months.amount * MONTH_SECONDS, "time", months.step * MONTH_SECONDS, "month", months.figure)
        for months in readings
        if months.unit == "months"
    ]
    return (*readings, *seconds)


def score_sides(reading: Reading) -> tuple[float, float]:
    """The higher and the lower side of a score.

    >>> score_sides(Reading(62047.0, "score"))
    (62.0, 47.0)
    """
    return divmod(reading.amount, SCORE_BASE)


def _with_sides(fact: Fact) -> Iterator[Reading]:
    """The readings of a figure; of a score its two sides too."""
    for reading in readings_of(fact):
        yield reading
        if reading.unit == "score":
            yield from (Reading(side, "", 1.0) for side in score_sides(reading))
