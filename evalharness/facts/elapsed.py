"""Dates and stretches of time that the source does not state in these words, but that follow by the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from evalharness.facts.ages import age_between, age_then, old_today
from evalharness.facts.agree_dates import is_near_dateline
from evalharness.facts.clocks import at_that_time, hours_apart, later_clock, near_clock
from evalharness.facts.edges import (
    LONGER,
    PARTS,
    SHORTEST,
    VAGUE,
    days_between,
    is_inside,
    meets,
    part_of,
    words_after,
    words_back,
    words_before,
)
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Moment, Quantity
from evalharness.facts.number_index import readings_of
from evalharness.facts.resolved import (
    MONTH_DAYS,
    YEAR_DAYS,
    Calendar,
    Stretch,
    calendar,
    days_of,
    is_bounded_alike,
    stretches,
)
from evalharness.facts.timeline import WEEK, as_date
from evalharness.facts.weekdays import days_apart
from evalharness.facts.zones import by_other_clock

# What follows a stretch of time that is counted from the text's own day or from another one.
FROM_TODAY = frozenset({"ago", "away", "after", "later", "earlier", "before", "from", "since", "into", "late", "now"})
FUZZY = 0.25
LONG, SEASON = 3650.0, 100
MAX_PAIRS = 60
PERIOD_OF = {
    "first": (1,),
    "opening": (1,),
    "second": (2,),
    "third": (3,),
    "last": (2, 4),
    "final": (2, 4),
    "closing": (4,),
}
BESIDE = 8
ALIKE = 0.15
MONTHS = 12.0
# How far a stretch of time may be off, by its unit in days, and as a share of it where it is hedged.
ROOM = ((1.0, 0.0), (7.0, 2.0), (30.0, 10.0), (360.0, 75.0), (3000.0, 700.0), (36000.0, 12000.0))
HEDGED, ABOUT = 0.3, 0.12


def follows(fact: Fact, ours: Evidence, theirs: Evidence, *, loose: bool = False) -> Fact | None:
    """A date of the source from which the date or time `fact` follows, or None.

    loose: a stretch of time may count from the text's own day though no word says so.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> text = "OSLO, March 3 - It rained on Monday. The fair opens on April 1, and ends 90 days later."
    >>> source = evidence(Document(text))
    >>> ours = evidence(Document("The fair, four weeks away, is to end in late June. It rained on March 9."))
    >>> [(fact.text, bool(follows(fact, ours, source))) for fact in ours.facts if fact.kind in ("date", "number")]
    [('four weeks', True), ('June.', True), ('March 9', False)]
    """
    known = theirs.document.view(calendar)
    if isinstance(fact.value, Moment):
        return _date(fact, fact.value, ours, theirs)
    if not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return None
    unit = fact.value.readings[0].unit
    if unit == "clock":
        return later_clock(fact, theirs) or by_other_clock(fact, ours, theirs) or near_clock(fact, ours, theirs)
    if unit == "age":
        years = readings_of(fact)[0].amount / MONTHS
        return age_between(years, known) or old_today(years, known)
    days = days_of(fact)
    if days is None:
        return hours_apart(fact, theirs) if unit == "time" else age_then(fact, ours, known)
    return (
        _quarter(fact, ours, theirs)
        or days_apart(fact, days, ours, theirs)
        or _span(fact, days, ours, known, loose=loose)
    )


def _quarter(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """For "the first three months" the source's first quarter, for "the last six months" its second half."""
    number = readings_of(fact)[0].figure
    word = (*words_back(fact, ours), "")[0]
    if readings_of(fact)[0].unit != "months" or word not in PERIOD_OF or number not in (3, 6):
        return None
    moments = ((other, other.value) for other in theirs.of_kind("date") if isinstance(other.value, Moment))
    wanted = PERIOD_OF[word]
    return next((other for other, value in moments if (value.quarter if number == 3 else value.half) in wanted), None)


def _date(fact: Fact, moment: Moment, ours: Evidence, source: Evidence) -> Fact | None:
    known = source.document.view(calendar)
    words = words_before(fact, ours)
    only_year = moment.year is not None and moment.month is None and moment.quarter is None and moment.half is None
    if moment.year is not None and only_year and (other := known.years_after.get(moment.year)):
        return other
    if only_year and moment.year and fact.text.isdecimal() and (other := at_that_time(moment.year, source)):
        return other
    wanted = range(moment.year, moment.year + 1) if only_year and moment.year else ()
    wanted = range(moment.decade, moment.decade + 10) if moment.decade else wanted
    if wanted and (other := _years_off(wanted, fact, ours, source)):
        return other
    found = stretches(moment, known.today, 2)
    if known.line and isinstance(known.line.value, Moment) and moment.day is not None and moment == known.line.value:
        return known.line
    if words_back(fact, ours)[:2] == ("from", "week"):  # "a week from Thursday"
        found = [stretch._replace(first=stretch.first + WEEK, last=stretch.last + WEEK) for stretch in found]
    if shift := _shift_before(fact, ours):
        found = [stretch._replace(first=stretch.first + shift, last=stretch.last + shift) for stretch in found]
    if moment.weekday is not None and (paired := _beside_day(fact, moment.weekday, ours, source)):
        return paired
    for mine in found:
        part = part_of(mine, words)
        for theirs, other in known.known:
            if only_year and not (theirs.dated or known.is_year_stated):
                continue
            if is_inside(theirs, part) or (meets(mine, theirs, words) and not is_bounded_alike(words, other, source)):
                return other
    return None


def _years_off(wanted: Sequence[int], fact: Fact, ours: Evidence, source: Evidence) -> Fact | None:
    """A stretch of years, in a sentence like ours, by which the text's own year lies off one of those wanted."""
    known = source.document.view(calendar)
    alike = [at for share, at in source.alike(ours.segment_keys[fact.segment])[:2] if share >= ALIKE]
    for stated in (item.fact for at in alike if known.years for item in source.numbers.by_segment.get(at, ())):
        reading = readings_of(stated)[0]
        if reading.unit == "months" and "year" in stated.text and "-" not in stated.text:
            years = round(reading.amount / MONTHS)
            if any(known.years[0] + sign * years in wanted for sign in (1, -1)):
                return stated
    return None


def _beside_day(fact: Fact, weekday: int, ours: Evidence, theirs: Evidence) -> Fact | None:
    """A weekday named with its date, "Friday 16 January", where the source names another such pair that it fits."""
    mine = next((day for found, day, _ in _named_days(ours) if found is fact), None)
    for _, day, own in _named_days(theirs) if mine else ():
        if mine and (mine - day).days % WEEK == (weekday - own) % WEEK and abs((mine - day).days) < MONTH_DAYS:
            return next(other for other, that, _ in _named_days(theirs) if that == day)
    return None


def _named_days(text: Evidence) -> Iterator[tuple[Fact, date, int]]:
    """Weekdays with the date right after them, in some year."""
    for one, other in pairwise(text.of_kind("date")):
        if isinstance(one.value, Moment) and isinstance(other.value, Moment) and one.value.weekday is not None:
            day = as_date(other.value)
            if day and other.start - one.end <= len(", "):
                yield one, day, one.value.weekday


def _shift_before(fact: Fact, ours: Evidence) -> int:
    """By how many days a stretch of time right before a date moves it: "a week before Christmas"."""
    sign = {"before": -1, "after": 1}.get((*words_back(fact, ours), "")[0], 0)
    for stated in ours.numbers.by_segment.get(fact.segment, ()) if sign else ():
        days = days_of(stated.fact)
        if days and ours.text[stated.fact.end : fact.start].split() in (["before"], ["after"]):
            return sign * round(days)
    return 0


def is_other_part(fact: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether the source has days of the month of `fact`, but none in the part of it that is said: "the end of May"."""
    words = words_before(fact, ours)
    if not isinstance(fact.value, Moment) or PARTS.keys().isdisjoint(words):
        return False
    known = theirs.document.view(calendar)
    found = [stretch for stretch in stretches(fact.value, known.today) if stretch.length >= SHORTEST]
    for mine in found:
        part = part_of(mine, words)
        inside = [other for other, _ in known.known if other.last >= mine.first and other.first <= mine.last]
        if any(WEEK <= other.length < SEASON or days_between(other, part) <= VAGUE for other in inside):
            return False
    return bool(found)


def is_unsure(fact: Fact, theirs: Evidence) -> bool:
    """Whether a day lies near the dateline of a text that leaves open which weekday that was."""
    return is_near_dateline(fact, theirs) and not theirs.document.view(calendar).is_sure


def _span(fact: Fact, days: float, ours: Evidence, known: Calendar, *, loose: bool) -> Fact | None:
    """Two days of the source, or its own day and another one, that lie so far apart."""
    low, high = _bounds(fact, days)
    own = [
        stretch
        for other in ours.of_kind("date")
        if other.segment == fact.segment and isinstance(other.value, Moment)
        for stretch in stretches(other.value, known.today)
    ]
    after = words_after(fact, ours)
    is_due = fact.hedge == "below" and "in" in words_back(fact, ours)
    is_from_today = loose or is_due or not FROM_TODAY.isdisjoint(after) or (days >= LONG and after[:1] == ("of",))
    stated = [
        (stretch, other)
        for stretch, other in known.known
        if other.kind == "date" and isinstance(other.value, Moment) and _is_pinned(other.value)
    ][:MAX_PAIRS]
    # "since January" in a text of November: not the nearest one
    stated += [
        (stretch, other)
        for _, other in stated
        if isinstance(other.value, Moment) and other.value.month and not other.value.year
        for stretch in stretches(other.value, known.today, 2)[1:]
    ]
    for stretch, other in stated:
        reach = 1 if is_from_today else 0
        both = [start for start in own if is_from_today or any(days_between(stretch, mine) == 0 for mine in own)]
        starts = both + [
            start
            for start, beside in stated
            if beside is not other
            and (abs(beside.segment - other.segment) <= reach or (loose and max(start.length, stretch.length) < WEEK))
        ]
        for distance, room in _distances(stretch, starts, known if is_from_today else None):
            if room <= FUZZY * days and low - room <= distance <= high + room:
                return other
    return next(
        (last for first, last in pairwise(other for _, other in stated) if _lasts(first, last, days, known)), None
    )


def _lasts(first: Fact, last: Fact, days: float, known: Calendar) -> bool:
    """Whether two days right beside each other, "August 20 to 29", are the first and last of so many."""
    if first.segment != last.segment or not 0 < last.start - first.end <= BESIDE:
        return False
    ends = [stretches(fact.value, known.today) for fact in (first, last) if isinstance(fact.value, Moment)]
    return any(late.first - early.first + 1 == days for early in ends[0] for late in ends[1])


def _is_pinned(moment: Moment) -> bool:
    return moment.relative is None or moment.relative[1] == "day" or moment.weekday is not None


def _distances(stretch: Stretch, starts: Sequence[Stretch], known: Calendar | None) -> Iterator[tuple[float, float]]:
    """How far a day is from others and, where asked, from the text's own day, and by how much that may be off."""
    for start in starts:
        if stretch.dated == start.dated:
            yield abs(stretch.middle - start.middle), _fuzz(stretch, start)
            yield abs(stretch.first - start.first), 0.0
    if known is None or known.today is None:
        return
    for year in known.years if stretch.dated else (known.today.year,):
        now = _same_day(known.today, year)
        yield abs(stretch.middle - now), _fuzz(stretch, Stretch(now, now))


def _same_day(day: date, year: int) -> int:
    return day.toordinal() + round((year - day.year) * YEAR_DAYS)


def _fuzz(one: Stretch, other: Stretch) -> float:
    """Half of what the two stretches leave open; nothing of two months or years, told apart by their numbers."""
    short, long = sorted((one.length, other.length))
    return 0.0 if short >= SHORTEST and long < LONGER * short else (short + long - 2) / 2


def _bounds(fact: Fact, days: float) -> tuple[float, float]:
    """The fewest and most days that a stretch of time may stand for, by its unit and hedge."""
    reading = readings_of(fact)[0]
    unit = days / reading.figure if reading.figure else MONTH_DAYS
    room = room_of(unit)
    if fact.hedge == "above":
        return days - 1, days + max(HEDGED * days, unit)
    if fact.hedge == "below":
        return days - max(HEDGED * days, unit), days + 1
    room = max(room, ABOUT * days) if fact.hedge == "about" else min(room, HEDGED * days)
    return days - room, days + room


def room_of(unit: float) -> float:
    """By how many days a stretch of time may be off that is told in units of so many days.

    >>> room_of(7.0), room_of(1 / 24)
    (2.0, 0.0)
    """
    return max((room for size, room in ROOM if unit >= size), default=0.0)
