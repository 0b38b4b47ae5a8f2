"""Periods: years, quarters, decades, financial years, and times relative to the text's own day."""

from __future__ import annotations

from collections.abc import Sequence

from evalharness.facts.almanac import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    NO_YEAR_BEFORE,
    ORDINAL_ENDINGS,
    ORDINAL_WORDS,
    WEEKDAYS,
    Dated,
    day_at,
    month_at,
    short_year_at,
    skip,
    whole_at,
    year_after,
)
from evalharness.facts.fact import Moment
from evalharness.facts.lexicon import words_of
from evalharness.facts.token import Token, low_at

DIRECTIONS = {
    "last": "last", "past": "last", "previous": "last", "preceding": "last", "this": "this", "current": "this",
    "next": "next", "coming": "next", "following": "next",
}  # fmt: skip
RELATIVE_UNITS = words_of("relative_units")
RELATIVE_DAYS = {"yesterday": ("last", "day"), "today": ("this", "day"), "tomorrow": ("next", "day")}
YEAR_CUES = words_of("year_cues")
COUNTED = words_of("never_years")
OLDEST_YEAR = 100
FISCAL = frozenset({"fiscal", "financial", "fy"})


def months_of_quarter(tokens: Sequence[Token], index: int, month: int, stop: int) -> Dated | None:
    """Such as "April-June 2027", "January to March": the quarter they make, or None."""
    if [low_at(tokens, stop + n) for n in range(3)] == ["-", "to", "-"]:
        stop += 2
    is_between = low_at(tokens, stop) == "and" and low_at(tokens, index - 1) == "between"
    if not (is_between or low_at(tokens, stop) in ("-", "\u2013", "to", "through")) or month % 3 != 1:
        return None
    last = month_at(tokens, stop + 1)
    if last is None or last[0] != month + 2 or day_at(tokens, last[1]):
        return None
    year, after = year_after(tokens, last[1])
    return Dated(Moment(quarter=last[0] // 3, year=year), index, after)


def quarter_letter(tokens: Sequence[Token], index: int) -> Dated | None:
    """The "4Q 2020" of company reports."""
    number = whole_at(tokens, index, 1, 4)
    if number is None or low_at(tokens, index + 1) not in ("q", "h") or tokens[index + 1].gap:
        return None
    year, stop = year_after(tokens, index + 2)
    return Dated(Moment(quarter=number, year=year), index, stop)


def year_quarter(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "the 4th quarter", "2nd half"."""
    number = whole_at(tokens, index, 1, 4)
    if number is None or low_at(tokens, index + 1) not in ORDINAL_ENDINGS:
        return None
    return _part_of_year(tokens, number, index, index + 2)


def decade(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "the 1990s", "the '90s"."""
    if low_at(tokens, index + 1) not in ("s", "'s", "\u2019s") or tokens[index + 1].gap:
        return None
    year = whole_at(tokens, index, FIRST_YEAR, LAST_YEAR)
    if year is None:
        short = whole_at(tokens, index, 10, 90)
        year = None if short is None or short % 10 or low_at(tokens, index - 1) not in "'\u2019the" else 1900 + short
    return None if year is None or year % 10 else Dated(Moment(decade=year), index, index + 2)


def year(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "2022" where it is no count: not before a counted noun, unless a word such as "in" stands before it."""
    text = tokens[index].text
    year = whole_at(tokens, index, FIRST_YEAR, LAST_YEAR)
    if year is None and low_at(tokens, index - 1) == "year" and low_at(tokens, index - 2) == "the":
        old = whole_at(tokens, index, OLDEST_YEAR, FIRST_YEAR)
        return None if old is None else Dated(Moment(year=old), index, index + 1)
    if (
        year is None
        or len(text) != 4
        or (not tokens[index].gap and low_at(tokens, index - 1) not in ("-", "\u2013", "("))
        or low_at(tokens, index - 1) == "at"  # "at 2000" is a time of day
        or _is_clock(tokens, index)
    ):
        return None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    cued = low_at(tokens, index - 1) in YEAR_CUES or low_at(tokens, index - 1) in MONTHS
    if after and after.kind == "w" and not cued and (after.low.endswith("s") or not after.gap or after.low in COUNTED):
        return None
    if after and (after.text in ("%", "\u00b0") or after.low in NO_YEAR_BEFORE):
        return None
    if not cued and year < 1900:
        return None
    stop = index + 1
    if (
        after
        and after.text in ("-", "/", "\u2013")
        and not after.gap
        and short_year_at(tokens, index + 2) == (year + 1) % 100
    ):
        stop = index + 3
    return Dated(Moment(year=year), index, stop)


def _is_clock(tokens: Sequence[Token], index: int) -> bool:
    """Whether four digits are a time of day: "by 1700 on Friday", "until 1830 local time", "from 0900 to 1700"."""
    after = [low_at(tokens, index + n) for n in (1, 2)]
    is_day = after[0] == "on" and (
        after[1] in WEEKDAYS or after[1] in MONTHS or after[1] == "the" or after[1].isdecimal()
    )
    return int(tokens[index].text) % 100 < 60 and (is_day or after[0] == "local")


def relative(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "last week", "this year", "next month", "last Thursday", "last June"; "the previous quarter"."""
    direction = DIRECTIONS[low_at(tokens, index)]
    word = low_at(tokens, index + 1)
    if word in RELATIVE_UNITS:
        return Dated(Moment(relative=(direction, "autumn" if word == "fall" else word)), index, index + 2)
    if word in WEEKDAYS:
        return Dated(Moment(weekday=WEEKDAYS[word], relative=(direction, "week")), index, index + 2)
    if word in MONTHS and tokens[index + 1].text[0].isupper():
        return Dated(Moment(month=MONTHS[word], relative=(direction, "year")), index, index + 2)
    return None


def relative_day(tokens: Sequence[Token], index: int) -> Dated | None:
    """Yesterday, today and tomorrow."""
    return Dated(Moment(relative=RELATIVE_DAYS[low_at(tokens, index)]), index, index + 1)


def fiscal(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "fiscal 2027", "fiscal year 2027", "the financial year 2026-27", "FY27"."""
    at = skip(tokens, index + 1, "year")
    at = skip(tokens, at, "to")
    year = whole_at(tokens, at, FIRST_YEAR, LAST_YEAR)
    if year is None and low_at(tokens, index) == "fy" and (short := whole_at(tokens, at, 0, 99)) is not None:
        year = 2000 + short
    if year is None:
        return None
    stop = at + 1
    if low_at(tokens, stop) in ("-", "/", "\u2013") and (short := short_year_at(tokens, stop + 1)) is not None:
        year, stop = year - year % 100 + short, stop + 2
    return Dated(Moment(year=year, fiscal=True), index, stop)


def ordinal_part(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "the fourth quarter of 2024", "first-half"."""
    return _part_of_year(tokens, ORDINAL_WORDS[low_at(tokens, index)], index, index + 1)


def last_part(tokens: Sequence[Token], index: int) -> Dated | None:
    """The last quarter or half of a stated year: "the last quarter of 2024", "the final half of the year"."""
    part = low_at(tokens, index + 1)
    if part not in ("quarter", "half") or low_at(tokens, index + 2) != "of":
        return None
    at = skip(tokens, index + 3, "the")
    year = whole_at(tokens, at, FIRST_YEAR, LAST_YEAR)
    if year is None and low_at(tokens, at) != "year":
        return None
    moment = Moment(quarter=4, year=year) if part == "quarter" else Moment(half=2, year=year)
    return Dated(moment, index, at + 1)


def three_months(tokens: Sequence[Token], index: int) -> Dated | None:
    """The first or last three months of a year, as its quarter."""
    words = [low_at(tokens, at) for at in range(index + 1, index + 4)]
    if words[0] not in ("three", "3") or words[1] != "months" or words[2] != "of":
        return None
    at = skip(tokens, index + 4, "the")
    year = whole_at(tokens, at, FIRST_YEAR, LAST_YEAR)
    if year is None and low_at(tokens, at) != "year":
        return None
    return Dated(Moment(quarter=1 if low_at(tokens, index) == "first" else 4, year=year), index, at + 1)


def _part_of_year(tokens: Sequence[Token], number: int, start: int, stop: int) -> Dated | None:
    at = skip(tokens, skip(tokens, stop, "-"), "fiscal")
    part = low_at(tokens, at)
    if part not in ("quarter", "half") or number > (4 if part == "quarter" else 2):
        return None
    year, after = year_after(tokens, at + 1)
    year = year if year is not None else whole_at(tokens, at + 1, FIRST_YEAR, LAST_YEAR)
    quarter, half = (number, None) if part == "quarter" else (None, number)
    return Dated(Moment(year=year, quarter=quarter, half=half), start, max(after, at + 1))


def short_quarter(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "Q4", "Q4 2024", "H1"."""
    letter = low_at(tokens, index)
    number = whole_at(tokens, index + 1, 1, 4 if letter == "q" else 2)
    if number is None or tokens[index + 1].gap or not tokens[index].text.isupper():
        return None
    year, stop = year_after(tokens, index + 2)
    quarter, half = (number, None) if letter == "q" else (None, number)
    return Dated(Moment(year=year, quarter=quarter, half=half), index, stop)
