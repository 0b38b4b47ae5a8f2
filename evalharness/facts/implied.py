"""Amounts that a source gives as a share of a stated whole: "70.4 percent of the 7.2 million registered voters"."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.number_index import readings_of
from evalharness.text.document import Document

WHOLE = 100.0
MAX_FIGURES = 120
MAX_WORDS = 4
# How far the amount may lie from ours on the side that a hedge allows, and else, as shares of it.
HEDGED, PLAIN = 0.1, 0.01
# Smaller counts agree by chance.
LEAST = 13.0
UNSHARED = frozenset({"percent", "points", "ordinal", "label", "score", "clock", "age"})
LINKS = frozenset({"the", "its", "their", "all", "some", "about", "his", "her", "our", "those", "these", "a", "total"})


class Implied(NamedTuple):
    """An amount that a share of a whole comes to, or leaves: in the base unit of the whole."""

    amount: float
    unit: str
    whole: Fact


def implied(document: Document) -> tuple[Implied, ...]:
    """View: what the shares of stated wholes come to, and what they leave.

    >>> [round(found.amount) for found in implied(Document("Some 60 percent of the 900 workers walked out."))]
    [540, 360]
    """
    text = document.view(evidence)
    found: list[Implied] = []
    for share, whole in pairwise(text.of_kind("number")[:MAX_FIGURES]):
        reading = readings_of(share)[0]
        if reading.unit != "percent" or share.segment != whole.segment or not 0 < reading.amount < WHOLE:
            continue
        counted = readings_of(whole)[0]
        if counted.unit in UNSHARED or not _is_of(share, whole, text):
            continue
        part = counted.amount * reading.amount / WHOLE
        found += [Implied(part, counted.unit, whole), Implied(counted.amount - part, counted.unit, whole)]
    return tuple(found)


def _is_of(share: Fact, whole: Fact, text: Evidence) -> bool:
    """Whether only "of the" or the like stands between a share and its whole."""
    between = text.text[share.end : whole.start].lower().split()
    return between[:1] == ["of"] and len(between) <= MAX_WORDS and LINKS.issuperset(between[1:])


def of_whole(fact: Fact, theirs: Evidence) -> Fact | None:
    """The whole of the source of which a stated share comes to `fact`, as precisely as that is told; or None.

    >>> source = evidence(Document("Turnout was 70.4 percent of the 7.2 million voters."))
    >>> ours = evidence(Document("More than five million people voted, not 5.4 million."))
    >>> [bool(of_whole(fact, source)) for fact in ours.of_kind("number")]
    [True, False]
    """
    if not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return None
    reading = fact.value.readings[0]
    if reading.amount < LEAST or reading.unit in UNSHARED:
        return None
    room = HEDGED * reading.amount
    even = max(min(reading.step / 2, HEDGED / 2 * reading.amount), PLAIN * reading.amount)
    low, high = {"above": (0.0, room), "below": (-room, 0.0)}.get(fact.hedge, (-even, even))
    units = (reading.unit, "")
    return next(
        (
            item.whole
            for item in theirs.document.view(implied)
            if item.unit in units and low <= item.amount - reading.amount <= high
        ),
        None,
    )
