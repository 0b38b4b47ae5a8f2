"""Times of day that follow from those a text states: so many hours after one, or in other figures."""

from __future__ import annotations

from bisect import bisect_left

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Reading
from evalharness.facts.number_index import readings_of

# Which way the time of "6 p.m., two hours after the crash" or "two hours later" counts.
SIGNS = {"after": (-1,), "earlier": (-1,), "later": (1,), "before": (1,)}
CLOCK_ROOM, HALF_DAY, MINUTE = 25.0, 720.0, 60.0
MAX_PAIRS = 60
# How many minutes "shortly after" may be.
SHORTLY = 45.0
NEARLY = frozenset({"shortly", "just", "soon", "little", "minutes", "moments", "barely", "right", "straight", "bit"})


def _clocks(theirs: Evidence) -> list[tuple[Reading, Fact]]:
    return [
        (reading, fact) for fact in theirs.of_kind("number") for reading in readings_of(fact) if reading.unit == "clock"
    ]


def hours_apart(fact: Fact, theirs: Evidence) -> Fact | None:
    """Two times of day that lie so many hours and minutes apart."""
    wanted = readings_of(fact)[0].amount / MINUTE
    room = CLOCK_ROOM if fact.hedge else 1.0
    clocks = _clocks(theirs)[:MAX_PAIRS]
    for number, (one, other) in enumerate(clocks):
        for two, beside in clocks[number + 1 :]:
            apart = (two.amount - one.amount) % (2 * HALF_DAY)
            if beside.segment - other.segment <= 1 and abs(apart - wanted) <= room:
                return other
    return None


def later_clock(fact: Fact, theirs: Evidence) -> Fact | None:
    """A time of day so many hours or minutes after or before one that the source states."""
    wanted = readings_of(fact)[0].amount
    room = CLOCK_ROOM if fact.hedge else 1.0
    spans = [other for other in theirs.of_kind("number") if readings_of(other)[0].unit == "time"]
    tokens = theirs.lex.tokens
    for clock, stated in _clocks(theirs)[:MAX_PAIRS]:
        for span in spans[:MAX_PAIRS]:
            if abs(span.segment - stated.segment) <= 1:
                minutes = readings_of(span)[0].amount / MINUTE
                at = bisect_left(tokens, span.end, key=lambda token: token.start)
                after = tokens[at].low if at < len(tokens) else ""
                for sign in SIGNS.get(after, (1, -1)):
                    apart = abs(clock.amount + sign * minutes - wanted) % (2 * HALF_DAY)
                    if min(apart, 2 * HALF_DAY - apart) <= room:
                        return stated
    return None


def near_clock(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """A time of day that ours only lies near: "shortly after midnight" for 12:26 a.m., "just before noon" for 11:50."""
    tokens = ours.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    words = [token.low for token in tokens[max(0, at - 3) : at] if token.segment == fact.segment]
    sign = {"after": 1, "past": 1, "before": -1}.get(words[-1] if words else "", 0)
    if not sign or NEARLY.isdisjoint(words):
        return None
    wanted = readings_of(fact)[0].amount
    apart = ((sign * (reading.amount - wanted) % (2 * HALF_DAY), other) for reading, other in _clocks(theirs))
    return next((other for minutes, other in apart if 0 < minutes <= SHORTLY), None)


def at_that_time(figures: int, source: Evidence) -> Fact | None:
    """The source's time of day that four figures mean, as "1830" for 6:30 p.m., or None."""
    wanted = MINUTE * (figures // 100) + figures % 100
    return next((other for reading, other in _clocks(source) if reading.amount == wanted), None)
