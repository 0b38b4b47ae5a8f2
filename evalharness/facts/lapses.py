"""Stretches of time between two events, which a desk counts off the calendar: "38 years after", "in two weeks"."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import NamedTuple

from evalharness.facts.elapsed import follows
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact
from evalharness.facts.number_index import readings_of
from evalharness.facts.resolved import calendar, days_of

# What follows a stretch of time that runs between two events, and words that only loosen it.
COUNTING = frozenset({"ago", "away", "after", "later", "earlier", "before", "since", "time", "off", "previously"})
LOOSENING = frozenset(
    {
        "more",
        "less",
        "than",
        "over",
        "under",
        "just",
        "about",
        "some",
        "nearly",
        "almost",
        "at",
        "least",
        "a",
        "little",
        "up",
        "to",
        "close",
        "bit",
        "well",
        "around",
        "roughly",
        "fewer",
        "the",
        "barely",
        "only",
        "exactly",
    }
)
COUNTED_BACK = 5
# The share of our words that a sentence of the source has which speaks of the same, and of something related.
SAME, RELATED = 0.4, 0.25
ANCHORS, NEAREST = 3, 2
# One stretch of time is no rival of another so many times as long.
FAR = 5
MAX_MOMENTS = 400
YEAR, CENTURY = 12.0, 1200.0


class Lapse(NamedTuple):
    """Whether a stretch of time is to be believed, and the fact of the source that it follows from, if any."""

    is_borne_out: bool
    source: Fact | None = None


def is_stretch(fact: Fact) -> bool:
    """Whether it is a stretch of days, months or years.

    >>> from evalharness.facts.extract import facts
    >>> from evalharness.text.document import Document
    >>> [is_stretch(fact) for fact in facts(Document("three weeks of a ten-year lease of 40 flats"))]
    [True, False, False]
    """
    return days_of(fact) is not None and "-" not in fact.text


def lapse(fact: Fact, rival: Fact | None, ours: Evidence, theirs: Evidence) -> Lapse:
    """What to say of a stretch of time that no words of the source bear out.

    It may be counted from the text's own day, or there is nothing to hold it against; where the source gives another
    stretch in plainly the same place, `rival`, neither is supposed.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("OSLO, May 6 - Lund, shut on April 22, opened again. It was built in 40 weeks."))
    >>> ours = evidence(Document("Lund opened two weeks after it was shut. It was built in nine weeks."))
    >>> [lapse(fact, None, ours, source).is_borne_out for fact in ours.of_kind("number")]
    [True, False]
    """
    is_counted = is_counted_off(fact, ours) or _is_by_year(fact, ours, theirs)
    if rival and is_counted and "-" in rival.text:
        rival = None  # "its 10-year bond"
    likeness = theirs.likeness(ours.segment_keys[fact.segment], rival.segment) if rival else 0.0
    if rival and likeness >= SAME and not _is_far(fact, rival):
        return Lapse(False)
    found = follows(fact, ours, theirs, loose=True) if is_counted or (rival is None and theirs.anchor) else None
    is_open = is_counted and likeness < RELATED and _is_anchored(fact, ours, theirs)
    return Lapse(found is not None or (is_open and not is_checkable(fact, ours, theirs)), found)


def _is_anchored(fact: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether the sentences most like ours have a day, or for years a year, that the stretch may count from."""
    alike = [segment for _, segment in theirs.alike(ours.segment_keys[fact.segment])[:ANCHORS]]
    in_years = readings_of(fact)[0].unit == "months"
    moments = islice(theirs.moments.items(), MAX_MOMENTS)
    return any(other.segment in alike and (not in_years or moment.year or moment.decade) for moment, other in moments)


def _is_by_year(fact: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether it is years, and the source names a year in the sentence most like this one."""
    unit = readings_of(fact)[0]
    alike = [segment for _, segment in theirs.alike(ours.segment_keys[fact.segment])[:NEAREST]]
    years = [
        other for moment, other in islice(theirs.moments.items(), MAX_MOMENTS) if moment.year and other.segment in alike
    ]
    # two years give a stretch of their own
    return unit.unit == "months" and YEAR <= unit.amount < CENTURY and len(years) == 1


def _is_far(fact: Fact, rival: Fact) -> bool:
    short, long = sorted((days_of(fact) or 0.0, days_of(rival) or 0.0))
    return long > FAR * short


def is_counted_off(fact: Fact, ours: Evidence) -> bool:
    """Whether words say that a stretch of time runs between two events: "38 years after", "for the first time in".

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> ours = evidence(Document("It fell for the first time in six years, two days after a strike of nine hours."))
    >>> [is_counted_off(fact, ours) for fact in ours.of_kind("number")]
    [True, True, False]
    """
    tokens = ours.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    first, last = ours.lex.starts[fact.segment], ours.lex.starts[fact.segment + 1]
    before = [token.low for token in tokens[max(first, at - COUNTED_BACK) : at] if token.low not in LOOSENING]
    after = {token.low for token in tokens[stop : min(last, stop + 4)] if token.low not in LOOSENING}
    every = {token.low for token in tokens[first:last]}
    is_in = before[-1:] == ["in"] or ("since" in every and before[-1:] in (["for"], ["in"], ["the"]))
    if before[-1:] == ["for"] and not is_in:
        return False  # "jailed for six years after a trial"
    return is_in or before[-1:] == ["by"] or not COUNTING.isdisjoint(after)


def is_checkable(fact: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether the days of the source can be counted: its own is known, to the year where years are meant."""
    known = theirs.document.view(calendar)
    if known.today is None:
        return False
    if known.is_year_stated or (known.is_sure and len(known.years) > 0):
        return True
    alike = [at for _, at in theirs.alike(ours.segment_keys[fact.segment])[:1]]
    dated = (other for moment, other in islice(theirs.moments.items(), MAX_MOMENTS) if moment.day)
    return readings_of(fact)[0].unit == "time" and any(other.segment in alike for other in dated)
