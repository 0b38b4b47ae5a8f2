"""Moments as stretches of days on one calendar, so that differently expressed ones can be compared."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import islice
from typing import NamedTuple

from evalharness.facts.almanac import MONTHS
from evalharness.facts.dates import dates_in
from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Moment, Quantity
from evalharness.facts.filing import AHEAD, LOOK_BACK, SOME_YEAR, day_in
from evalharness.facts.filing import today as filed
from evalharness.facts.lexicon import table
from evalharness.facts.number_index import readings_of
from evalharness.facts.timeline import MAX_DAYS, STEPS, WEEK, is_reported
from evalharness.facts.years import years_after
from evalharness.text.document import Document

YEAR_DAYS, MONTH_DAYS = 365.25, 30.44
SECONDS = 86_400.0
MAX_STRETCHES = 80
SHARE_OF_SPAN = 0.05
# Longer stretches of time are counted in years, not days.
LONGEST = 340
# Which way a stretch of time counts from a day beside it, and from the text's own day.
SIGNS_AFTER = {"later": 1, "afterwards": 1, "from": 1, "after": 1, "earlier": -1, "to": -1, "before": -1}
SIGNS_TODAY = {
    "within": 1, "in": 1, "next": 1, "least": 1, "take": 1, "takes": 1, "another": 1, "last": -1, "past": -1, "ago": -1,
    "earlier": -1, "for": 1,
}  # fmt: skip
AGO = frozenset({"ago", "earlier"})
NEARLY = 0.93
ENDING = frozenset({"to", "through", "ended", "ending", "until"})
LASTING = frozenset({"to", "will", "would", "could", "may", "might", "can"})
PAST = frozenset({"had", "has", "have", "was", "were", "been", "did", "fell", "rose", "won", "lost", "took", "grew"})
SEASONS = {"winter": (12, 2), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
MONTH_ENDS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


class Stretch(NamedTuple):
    """Days from ``first`` to ``last``, both counted, as ordinals; ``slack`` days more where it is worked out roughly.

    ``dated`` is whether its year is stated, or does not matter since the text's own day has none.
    """

    first: int
    last: int
    slack: int = 0
    dated: bool = False

    @property
    def middle(self) -> float:
        """Its middle day."""
        return (self.first + self.last) / 2

    @property
    def length(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one text.

    Attributes:
        today: the day it was filed, in a year that fits its weekday; None where it has no dateline.
        years: the years it may have been filed in, the likeliest first; empty where nothing tells.
        known: what it states and what follows from that, each with the fact it rests on.
        is_year_stated: whether the dateline gives its year.
        line: the date in the dateline, as a fact.
        years_after: years that lie so many years after or before one that is stated beside them.
        is_sure: whether the weekday of `today` is plain: by its year, the opening sentence or a "said on Tuesday".
    """

    today: date | None
    years: tuple[int, ...]
    known: tuple[tuple[Stretch, Fact], ...]
    is_year_stated: bool = False
    line: Fact | None = None
    is_sure: bool = False
    years_after: Mapping[int, Fact] = field(default_factory=dict)


def calendar(document: Document) -> Calendar:
    """View: the days a text states, resolved against its dateline.

    >>> found = calendar(Document("OSLO, March 3, 2026 - It rained on Monday. The fair opens in ten days."))
    >>> found.today, [date.fromordinal(stretch.first).isoformat() for stretch, _ in found.known]
    (datetime.date(2026, 3, 3), ['2026-03-02', '2026-03-13'])
    """
    source = document.view(evidence)
    today, years = filed(source)
    stated = [
        (stretch, fact)
        for fact in source.of_kind("date")
        if isinstance(fact.value, Moment)
        for stretch in _in_sentence(stretches(fact.value, today), fact, source, today)
    ]
    opening = [(found, fact) for fact in source.of_kind("number") if (found := _opening(fact, source, today))]
    derived = list(_shifted(stated[:MAX_STRETCHES], source, today))
    known = tuple([*stated, *opening, *derived][: 3 * MAX_STRETCHES])
    is_year_stated = source.anchor is not None and source.anchor.year is not None
    is_sure = is_year_stated or _is_weekday_sure(source)
    return Calendar(today, years, known, is_year_stated, _line(source), is_sure, years_after(source))


def _line(source: Evidence) -> Fact | None:
    """The date of the dateline as a fact."""
    if source.anchor is None:
        return None
    found = dates_in(source.lex.tokens[: source.lex.dateline_stop])[0]
    start, end = source.lex.tokens[found.start].start, source.lex.tokens[found.stop - 1].end
    return Fact("date", start, end, source.text[start:end], found.moment, 0)


def _is_weekday_sure(source: Evidence) -> bool:
    """Whether something is said on a weekday in the text, or its opening sentence has one."""
    dates = (fact for fact in source.of_kind("date") if isinstance(fact.value, Moment))
    days = list(islice((fact for fact in dates if fact.value.weekday is not None), MAX_DAYS))  # type: ignore[union-attr]
    opening = next((token.segment for token in source.lex.tokens[source.lex.dateline_stop :]), 0)
    # the opening sentence tells the news of the day
    return any(is_reported(fact, source.lex) for fact in days) or bool(days and days[0].segment <= opening)


def _in_sentence(found: list[Stretch], fact: Fact, source: Evidence, today: date | None) -> list[Stretch]:
    """Of a weekday the one before the text's own day, unless its sentence speaks of what is to come."""
    if not found or not isinstance(fact.value, Moment):
        return found
    if fact.value.day is not None:
        return [*found, *_eve(found[0], fact, source)]
    if today is None or fact.value.weekday is None:
        return found
    before = [token.low for token in source.lex.segment(fact.segment) if token.start < fact.start]
    # "called a march for Saturday"
    kept = found if before[-1:] == ["for"] or AHEAD.intersection(before[-LOOK_BACK:]) else found[:1]
    # a night begins on the day before: "overnight into Tuesday"
    return [*kept, kept[0]._replace(first=kept[0].first - 1, last=kept[0].first - 1)] if "overnight" in before else kept


def _eve(stretch: Stretch, fact: Fact, source: Evidence) -> Iterator[Stretch]:
    """The other day of "on 3 May, the day before the summit"."""
    words = [token.low for token in source.lex.segment(fact.segment) if token.start >= fact.end and token.kind == "w"]
    if words[:2] == ["the", "day"] and words[2:3] in (["before"], ["after"]):
        step = 1 if words[2] == "before" else -1
        yield stretch._replace(first=stretch.first + step, last=stretch.last + step)


def stretches(moment: Moment, today: date | None, options: int = 1) -> list[Stretch]:
    """The days a moment may mean, seen from `today`; of a day or month without a year so many of the nearest.

    >>> [stretch.length for stretch in stretches(Moment(year=2026, quarter=1), None)]
    [90]
    """
    if moment.relative is not None:
        return list(_relative(moment, today)) if today else []
    base = today.year if today else SOME_YEAR
    years = [moment.year] if moment.year is not None else [base, base - 1, base + 1]
    dated = moment.year is not None
    if moment.decade is not None:
        return [_between(date(moment.decade, 1, 1), date(moment.decade + 9, 12, 31), dated=True)]
    if moment.month is not None:
        found = [_in_year(moment.month, moment.month, moment.day, year, dated=dated) for year in years]
        return _nearest([stretch for stretch in found if stretch], today)[:options]
    if moment.quarter is not None:
        last = 3 * moment.quarter
        return [_months(last - 2, last, year, dated=dated) for year in years]
    if moment.half is not None:
        return [_months(6 * moment.half - 5, 6 * moment.half, year, dated=dated) for year in years if dated or today]
    if moment.weekday is not None and today is not None:
        return list(_weekdays(moment.weekday, today))
    return [_months(1, 12, moment.year, dated=True)] if moment.year is not None else []


def _between(first: date, last: date, *, dated: bool = False) -> Stretch:
    return Stretch(first.toordinal(), last.toordinal(), 0, dated)


def _in_year(first: int, last: int, day: int | None, year: int, *, dated: bool) -> Stretch | None:
    if day is None:
        return _months(first, last, year, dated=dated)
    found = day_in(year, first, day)
    return _between(found, found, dated=dated) if found else None


def _months(first: int, last: int, year: int, *, dated: bool) -> Stretch:
    return _between(date(year, first, 1), date(year, last, MONTH_ENDS[last]), dated=dated)


def _nearest(found: list[Stretch], today: date | None) -> list[Stretch]:
    """Those of a day or month in several years, the nearest to `today` first."""
    return found if today is None else sorted(found, key=lambda stretch: abs(stretch.middle - today.toordinal()))


def _weekdays(weekday: int, today: date) -> Iterator[Stretch]:
    """The last and the next such day; the day itself counts as the last."""
    back = (today.weekday() - weekday) % WEEK
    for distance in (-back, WEEK - back):
        day = today + timedelta(days=distance)
        yield _between(day, day)


def _relative(moment: Moment, today: date) -> Iterator[Stretch]:
    direction, unit = moment.relative or ("this", "")
    step = STEPS.get(direction, 0)
    if moment.weekday is not None:
        yield from _weekdays(moment.weekday, today)
        if unit == "week":
            monday = today - timedelta(days=today.weekday()) + timedelta(days=WEEK * step)
            day = monday + timedelta(days=moment.weekday)
            yield _between(day, day)
    elif moment.month is not None:
        for year in (today.year - 1, today.year, today.year + 1):
            yield _months(moment.month, moment.month, year, dated=False)
    elif unit == "day":
        day = today + timedelta(days=step)
        yield _between(day, day)
    elif unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=WEEK * step)
        yield _between(monday - timedelta(days=1), monday + timedelta(days=WEEK - 1))
    elif unit == "month":
        month = today.month - 1 + step
        year, month = today.year + month // 12, month % 12 + 1
        yield _months(month, month, year, dated=False)
    elif unit == "quarter":
        quarter = (today.month - 1) // 3 + step
        yield _months(3 * (quarter % 4) + 1, 3 * (quarter % 4) + 3, today.year + quarter // 4, dated=False)
    elif unit == "year":
        yield _months(1, 12, today.year + step, dated=False)
    elif unit in SEASONS:
        first, last = SEASONS[unit]
        for year in (today.year - 1, today.year, today.year + 1):
            start = date(year - (first > last), first, 1)
            if (step > 0) == (start > today) or step == 0:
                yield _between(start, date(year, last, MONTH_ENDS[last]))


def _opening(fact: Fact, source: Evidence, today: date | None) -> Stretch | None:
    """The months of "the first eight months of the year", "the last two months of 2024"."""
    months = next((reading for reading in readings_of(fact) if reading.unit == "months"), None)
    if months is None or months.amount != months.figure or not 1 < months.amount < 12:
        return None
    tokens = source.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    word, count = tokens[at - 1].low if at else "", int(months.amount)
    ahead = [token.low for token in tokens[at + 2 : at + 6]]
    if ahead[:1] and ahead[0] in ENDING:  # "the six months to September"
        last = next((MONTHS[low] for low in ahead[1:3] if low in MONTHS), None)
        base = today.year if today else SOME_YEAR
        return _months(last - count + 1, last, base, dated=False) if last and last >= count else None
    if word not in ("first", "last", "final") or "of" not in ahead:
        return None
    stated = next((int(low) for low in ahead if low.isdecimal() and len(low) == 4), None)
    year = stated or (today.year if today else SOME_YEAR)
    first, last = (1, count) if word == "first" else (13 - count, 12)
    return _months(first, last, year, dated=stated is not None)


def _shifted(
    stated: Sequence[tuple[Stretch, Fact]], source: Evidence, today: date | None
) -> Iterator[tuple[Stretch, Fact]]:
    """Days that lie so long after or before another one: "within ten days", "two days after the crash"."""
    for fact in source.of_kind("number"):
        days = days_of(fact) or _days_of_hours(fact)
        if days is None or days > LONGEST:
            continue
        if "-" in fact.text:
            yield from _ends_of_event(fact, round(days), stated, source)
            continue
        room = int(days * SHARE_OF_SPAN) + (1 if days > WEEK else 0)
        is_nearly = fact.hedge == "below" and "within" not in _around(fact, source)[0]
        count = round(days * (NEARLY if is_nearly else 1.0))
        for start, sign in _starts(fact, days, stated, source, today):
            yield Stretch(start + sign * count, start + sign * count, room), fact


def _ends_of_event(
    fact: Fact, days: int, stated: Sequence[tuple[Stretch, Fact]], source: Evidence
) -> Iterator[tuple[Stretch, Fact]]:
    """The last day of "a 72-hour strike", or of "a three-day visit", that begins on a day its sentence names."""
    if days > MONTH_DAYS or _events().isdisjoint(_around(fact, source)[1]):
        return
    is_whole = readings_of(fact)[0].amount == days * SECONDS and "day" in fact.text
    for start, other in stated:
        if other.segment == fact.segment and start.length == 1:
            end = start.first + days - is_whole
            yield Stretch(end, end, 0, start.dated), fact


@cache
def _events() -> frozenset[str]:
    return frozenset(str(table("parts")["events"]).split())


def _days_of_hours(fact: Fact) -> float | None:
    """The whole days in so many hours: "for 72 hours from Tuesday"."""
    reading = readings_of(fact)[0]
    days = reading.amount / SECONDS if reading.unit == "time" else 0.0
    return days if days >= 1 and days.is_integer() else None


def _starts(
    fact: Fact, days: float, stated: Sequence[tuple[Stretch, Fact]], source: Evidence, today: date | None
) -> Iterator[tuple[int, int]]:
    """The days that a stretch of time counts from, and which way."""
    before, after = _around(fact, source)
    if today is not None:
        words = [*(word for word in after if word in AGO), *(before if after[:1] != ("of",) else ())]
        if before[-1:] == ("last",) and not LASTING.isdisjoint(before[:-1]):
            words = ["in"]  # "talks expected to last six weeks"
        elif "in" in words and _is_over(fact, source):
            words = [word for word in words if word != "in"]  # "310 mm fell in 24 hours"
        for sign in sorted({SIGNS_TODAY[word] for word in words if word in SIGNS_TODAY}):
            yield today.toordinal(), sign
    sign = next((SIGNS_AFTER[word] for word in after if word in SIGNS_AFTER), 0)
    for start, other in stated if sign else ():
        is_by = other.segment == fact.segment if "from" in after else _is_by(fact, other, days)
        if start.length < WEEK and is_by:
            # "resigned on Friday, a day after he was charged" dates the charge
            is_of_clause = other.segment == fact.segment and other.start < fact.start
            yield start.first, -sign if is_of_clause and {"after", "before"} & {*after} else sign


def _is_over(fact: Fact, source: Evidence) -> bool:
    """Whether what is said to take a stretch of time is told as past: "had reached 310 mm in 24 hours"."""
    words = [token.low for token in source.lex.segment(fact.segment) if token.start < fact.start][-LOOK_BACK:]
    return AHEAD.isdisjoint(words) and any(word in PAST or word.endswith("ed") for word in words)


def _is_by(fact: Fact, other: Fact, days: float) -> bool:
    """Whether a stretch of time may count from a day: one named close by, a short one from any date too."""
    is_date = isinstance(other.value, Moment) and other.value.day is not None
    return (days <= MONTH_DAYS and is_date) or abs(other.segment - fact.segment) <= 1


def is_bounded_alike(words: Sequence[str], stated: Fact, source: Evidence) -> bool:
    """Whether "before" stands before our date, as `words` tell, and right before that of the source too."""
    return "before" in words and _around(stated, source)[0][-1:] == ("before",)


def _around(fact: Fact, source: Evidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lower-cased words just before and after a figure."""
    tokens = source.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    return tuple(t.low for t in tokens[max(0, at - 3) : at]), tuple(t.low for t in tokens[stop : stop + 2])


def days_of(fact: Fact) -> float | None:
    """How many days a stretch of time has; None for what is none, or given in hours, or vague.

    >>> from evalharness.facts.extract import facts
    >>> [days_of(fact) for fact in facts(Document("for two weeks and 40 people"))]
    [14.0, None]
    """
    if not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return None
    reading = fact.value.readings[0]
    if reading.unit == "months":
        return reading.amount * MONTH_DAYS
    is_days = reading.unit == "time" and reading.amount >= SECONDS * (reading.figure or 1.0)
    return reading.amount / SECONDS if is_days else None
