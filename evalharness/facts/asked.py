"""What a figure that the source does not state may stand for, and the figures of the source it may follow from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.lexicon import table
from evalharness.facts.number_index import Stated

# How many more words back the verb stands where a figure is told over again in another unit.
ALSO = 4
HEDGING = frozenset({"than", "over", "under", "above", "below", "just", "well", "nearly", "almost", "about", "barely"})


class Term(NamedTuple):
    """A figure of the source that others are worked out from, in the base unit of its unit."""

    amount: float
    unit: str
    segment: int
    fact: Fact

    @property
    def factor(self) -> float:
        """What one of the unit as written is worth in the base unit."""
        value = self.fact.value
        figure = value.readings[0].figure if isinstance(value, Quantity) else None
        return self.amount / figure if figure else 1.0


def term_of(stated: Stated) -> Term:
    """A stated figure as a term."""
    return Term(stated.reading.amount, stated.reading.unit, stated.fact.segment, stated.fact)


def passed_over(before: Sequence[str]) -> int:
    """Words between a figure and what leads to it, of those before it, the nearest first.

    >>> passed_over(("over", "just", "handled", "had")), passed_over(("or", "crowns", "million", "5", "by", "rose"))
    (2, 4)
    """
    hedges = len(list(takewhile(HEDGING.__contains__, before)))
    return hedges + ALSO if before[hedges : hedges + 1] == ("or",) else hedges


class Asked(NamedTuple):
    """What a figure may stand for, and the words around it.

    ``low`` to ``high`` in the base unit of ``unit``; ``head`` what is counted; ``in_words`` for a part such as "a
    third"; ``before`` and ``after`` the lower-cased words on either side, the nearest first; ``beside`` the other
    figures of its sentence; ``free`` asks for all that follows, whatever the words; ``passed`` words stand between the
    figure and what leads to it.
    """

    low: float
    high: float
    unit: str
    head: frozenset[str]
    in_words: bool
    before: tuple[str, ...]
    after: tuple[str, ...]
    beside: tuple[Term, ...]
    free: bool = False
    passed: int = 0

    def has(self, group: str, before: int, after: int) -> bool:
        """Whether a word of a group of ``data/arithmetic.json`` is among so many words before or after the figure."""
        if self.free:
            return True
        if before:
            before += self.passed
        words = words_for(group)
        return not (words.isdisjoint(self.before[:before]) and words.isdisjoint(self.after[:after]))

    @property
    def is_plain_part(self) -> bool:
        """Whether it is a part in words and no change: "less than half of", not "a third less"."""
        is_hedged = bool(self.before) and self.before[0] in HEDGING
        return self.in_words and (is_hedged or not (self.has("more", 4, 4) or self.has("less", 4, 4)))

    def admits(self, amount: float) -> bool:
        """Whether the figure may stand for `amount`."""
        return self.low <= amount <= self.high


Results = Iterator[tuple[float, Term]]
"""Amounts that follow from the source, each with a figure that it rests on."""


@cache
def words_for(group: str) -> frozenset[str]:
    """The words of one group of ``data/arithmetic.json``.

    >>> "apiece" in words_for("each")
    True
    """
    return frozenset(str(table("arithmetic")[group]).split())
