"""Times of day told by another clock: "10:30 in Oslo" for "0930 GMT"."""

from __future__ import annotations

from bisect import bisect_left

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact
from evalharness.facts.lexicon import words_of
from evalharness.facts.number_index import readings_of

ZONES = words_of("time_zones")
AHEAD = 7
HALF_HOUR, DAY, MOST = 30.0, 1440.0, 840.0
MAX_CLOCKS = 20


def by_other_clock(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """A time of day of the source that may be the same moment by the clock of another place; or None.

    It must be told by another clock there, the two must lie whole or half hours apart, and none of the source's times
    may be told by the clock of ours.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("Shares fell 2% at 0930 GMT."))
    >>> ours = evidence(Document("Shares were down by 10:30 a.m. in Oslo, and at 0830 GMT."))
    >>> [bool(by_other_clock(fact, ours, source)) for fact in ours.of_kind("number")]
    [True, False]
    """
    mine = [reading.amount for reading in readings_of(fact) if reading.unit == "clock"]
    place = _clock_of(fact, ours) if mine else ""
    if not place:
        return None
    clocks = [other for other in theirs.of_kind("number") if readings_of(other)[0].unit == "clock"][:MAX_CLOCKS]
    if any(_clock_of(other, theirs) == place for other in clocks):
        return None
    return next((other for other in clocks if _are_hours_apart(mine, other)), None)


def _are_hours_apart(mine: list[float], other: Fact) -> bool:
    gaps = [abs(one - reading.amount) for one in mine for reading in readings_of(other) if reading.unit == "clock"]
    return any(gap % HALF_HOUR == 0 and 0 < min(gap, DAY - gap) <= MOST for gap in gaps)


def _clock_of(fact: Fact, text: Evidence) -> str:
    """By whose clock a time is told, where words say so: a zone, "local", or the place named behind "in"."""
    tokens = text.lex.tokens
    at = bisect_left(tokens, fact.end, key=lambda token: token.start)
    near = [token for token in tokens[at : at + AHEAD] if token.segment == fact.segment]
    for number, token in enumerate(near):
        if number < 2 and (token.low in ZONES or token.low == "local"):
            return token.low
        if token.low == "in" and number + 1 < len(near) and near[number + 1].text[:1].isupper():
            return near[number + 1].low
        if number < 2 and token.text[:1].isupper() and number + 1 < len(near) and near[number + 1].low == "time":
            return token.low
    return ""
