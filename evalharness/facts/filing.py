"""The day a text was filed: by its dateline, or by a weekday that it names with its date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Moment
from evalharness.facts.timeline import WEEK, filing_weekday

# The year that stands for the text's own where it states none.
SOME_YEAR = 2023
FIRST_NOW, LAST_NOW = 2000, 2035
NEAR_YEARS, LATER_YEARS = 6, 20
LOOK_BACK = 8
AHEAD = frozenset(
    {"will", "would", "next", "due", "expected", "plans", "planned", "scheduled", "could", "may", "until"}
)
AHEAD |= {"by", "shall", "might", "can", "should", "upcoming"}


def today(source: Evidence) -> tuple[date | None, tuple[int, ...]]:
    """The day of the dateline, in the year that it states or that fits the weekday named first, and all such years.

    Without a dateline the filing weekday next to a day that is named in full, "Sunday, June 1", with no years.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> found = today(evidence(Document("A wall fell on Sunday, June 1, the ministry said on Wednesday.")))
    >>> found[0].day, found[1]
    (4, ())
    """
    anchor = source.anchor
    if anchor is None or anchor.month is None or anchor.day is None:
        return _by_pair(source), ()
    if anchor.year is not None:
        return day_in(anchor.year, anchor.month, anchor.day), (anchor.year,)
    weekday = filing_weekday(source.moments, source.lex)
    stated = _years_stated(source)
    past = [year for year, is_later in stated.items() if not is_later]
    latest = max(past or stated, default=SOME_YEAR)
    nearest = _fitting(anchor.month, anchor.day, weekday, latest)
    close = tuple(day.year for day in nearest if not stated or -NEAR_YEARS <= day.year - latest <= LATER_YEARS)
    return nearest[0], close if weekday is not None or stated else ()


def _years_stated(source: Evidence) -> dict[int, bool]:
    """The years a text names, with whether they are still to come."""
    return {
        moment.year: is_ahead(fact, source)
        for moment, fact in source.moments.items()
        if moment.year and FIRST_NOW <= moment.year <= LAST_NOW
    }


def _fitting(month: int, day: int, weekday: int | None, latest: int) -> list[date]:
    """A day of the month in the years in which it has this weekday, in any where none has, the likeliest first."""
    days = [found for year in range(FIRST_NOW, LAST_NOW) if (found := day_in(year, month, day))]
    fitting = [found for found in days if weekday is None or found.weekday() == weekday] or days
    return sorted(fitting, key=lambda found: _unlikely(found.year, latest))


def _by_pair(source: Evidence) -> date | None:
    """The filing day of a text without a dateline that names a weekday with its date: the nearest such weekday."""
    filed = filing_weekday(source.moments, source.lex)
    pair = next(_pairs(source), None)
    if filed is None or pair is None:
        return None
    fact, weekday, month, number = pair
    past = [year for year, is_later in _years_stated(source).items() if not is_later]
    day = _fitting(month, number, weekday, max(past, default=SOME_YEAR))[0]
    if is_ahead(fact, source):
        return day - timedelta(days=(weekday - filed) % WEEK)
    return day + timedelta(days=(filed - weekday) % WEEK)


def _pairs(source: Evidence) -> Iterator[tuple[Fact, int, int, int]]:
    """The weekdays with a date right after them and no year, "Sunday, June 1": fact, weekday, month and day."""
    for one, other in pairwise(source.of_kind("date")):
        first, second = one.value, other.value
        if not (isinstance(first, Moment) and isinstance(second, Moment)) or other.start - one.end > len(", "):
            continue
        if first.weekday is not None and second.month and second.day and second.year is None:
            yield one, first.weekday, second.month, second.day


def is_ahead(fact: Fact, source: Evidence) -> bool:
    """Whether a date is one to come: "due to open in 2027"."""
    before = [token.low for token in source.lex.segment(fact.segment) if token.start < fact.start]
    return not AHEAD.isdisjoint(before[-LOOK_BACK:])


def _unlikely(year: int, latest: int) -> int:
    """How unlikely a text is of a year that names `latest` as its last one: mostly it lies not far behind."""
    return year - latest if year >= latest else 2 * (latest - year) + 1


def day_in(year: int, month: int, day: int) -> date | None:
    """The day of the calendar, or None where there is no such day.

    >>> day_in(2025, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None
