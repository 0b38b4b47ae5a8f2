"""What follows from the moments a text states: relative ones by its dateline, years by spans of years."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from evalharness.facts.fact import Fact, Moment, Quantity
from evalharness.facts.lexer import Lexed
from evalharness.facts.lexicon import words_of

# Stands in for a year that is not stated, so that days can be counted; a leap year.
SOME_YEAR = 2000
WEEK = 7
MAX_SPANS = 50
MAX_DAYS = 4
REPORTED = 2
CLAUSE = 12
SUBORDINATING = frozenset(
    {"that", "who", "which", "after", "since", "until", "from", "by", "before", "when", "if", "will"}
)
STEPS = {"last": -1, "this": 0, "next": 1}
LATER = frozenset({"later", "after", "afterwards"})
EARLIER = frozenset({"earlier", "before", "ago", "previously"})


def timeline(
    moments: dict[Moment, Fact], anchor: Moment | None, spans: Sequence[Fact], lex: Lexed
) -> dict[Moment, Fact]:
    """`moments` and what follows from them, each with the fact it rests on.

    Args:
        moments: what the text states.
        anchor: date of its dateline.
        spans: figures of years or months.
        lex: the tokens of the text.
    """
    found = dict(moments)
    weekday = filing_weekday(moments, lex)
    for moment, fact in moments.items():
        for derived in _by_anchor(moment, anchor, weekday):
            found.setdefault(derived, fact)
        for derived in _by_span(moment, fact, spans[:MAX_SPANS], lex):
            found.setdefault(derived, fact)
    return found


def filing_weekday(moments: Mapping[Moment, Fact], lex: Lexed) -> int | None:
    """The weekday on which a text was filed: the first one on which something is "said", else the first one named."""
    days = [(moment.weekday, fact) for moment, fact in moments.items() if moment.weekday is not None]
    reported = next((day for day, fact in days[:MAX_DAYS] if is_reported(fact, lex)), None)
    if reported is not None or not days:
        return reported
    # "A ship that ran aground on Sunday was refloated on Tuesday": the news is not in the clause that hangs on a word
    opening = [(day, fact) for day, fact in days[:MAX_DAYS] if fact.segment == days[0][1].segment]
    return next((day for day, fact in opening if not _is_subordinate(fact, lex)), days[0][0])


def _is_subordinate(fact: Fact, lex: Lexed) -> bool:
    at = bisect_left(lex.tokens, fact.start, key=lambda token: token.start)
    for token in reversed(lex.tokens[max(0, at - CLAUSE) : at]):
        if token.segment != fact.segment or token.kind == "p" or token.low in words_of("weekdays"):
            return False
        if token.low in SUBORDINATING:
            return True
    return False


def is_reported(fact: Fact, lex: Lexed) -> bool:
    """Whether a reporting verb stands shortly before a date: "officials said on Monday"."""
    at = bisect_left(lex.tokens, fact.start, key=lambda token: token.start)
    near = lex.tokens[max(0, at - REPORTED) : at]
    return any(token.low in words_of("reporting") and token.segment == fact.segment for token in near)


def _by_anchor(moment: Moment, anchor: Moment | None, first_weekday: int | None) -> Iterator[Moment]:
    if anchor is None:
        return
    if moment.relative and moment.weekday is None and moment.month is None:
        yield from _relative(moment.relative, anchor)
    day = as_date(anchor)
    if day is None:
        return
    # Without its year the dateline's weekday is unknown; the day a story is filed is mostly the first one it names.
    today = day.weekday() if anchor.year is not None else first_weekday
    yield Moment(weekday=today)
    if moment.weekday is not None and today is not None:
        ahead = (moment.weekday - today) % WEEK
        for distance in (ahead, ahead - WEEK) if ahead else (0,):
            yield _as_moment(day + timedelta(days=distance), anchor)


def _relative(relative: tuple[str, str], anchor: Moment) -> Iterator[Moment]:
    direction, unit = relative
    step = STEPS.get(direction, 0)
    day = as_date(anchor)
    if unit == "day" and day:
        yield _as_moment(day + timedelta(days=step), anchor)
    elif unit == "month" and anchor.month is not None:
        yield Moment(month=(anchor.month - 1 + step) % 12 + 1)
    elif unit == "year" and anchor.year is not None:
        yield Moment(year=anchor.year + step)


def _by_span(moment: Moment, fact: Fact, spans: Sequence[Fact], lex: Lexed) -> Iterator[Moment]:
    """The year two years after "2012" where the sentence says "two years later"."""
    if moment.year is None:
        return
    for span in spans:
        if span.segment != fact.segment or not isinstance(span.value, Quantity):
            continue
        years = span.value.readings[0].amount / 12
        after = next((token.low for token in lex.segment(span.segment) if token.start >= span.end), "")
        sign = 1 if after in LATER else -1 if after in EARLIER else 0
        if sign and years.is_integer():
            yield replace(moment, year=moment.year + sign * int(years), month=None, day=None)


def as_date(moment: Moment) -> date | None:
    """The calendar day of a moment, in some leap year where it has none; None where it states no day.

    >>> as_date(Moment(month=1, day=31)), as_date(Moment(month=1))
    (datetime.date(2000, 1, 31), None)
    """
    try:
        return date(moment.year or SOME_YEAR, moment.month or 0, moment.day or 0)
    except ValueError:
        return None


def _as_moment(day: date, anchor: Moment) -> Moment:
    return Moment(year=day.year if anchor.year is not None else None, month=day.month, day=day.day)
