"""Words of the calendar, and the small readers that dates and periods share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evalharness.facts.fact import Moment
from evalharness.facts.lexicon import word_list, words_of
from evalharness.facts.numerals import ORDINALS
from evalharness.facts.token import Token, low_at

MONTHS = {name: number for number, name in enumerate(word_list("months"), 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name: number for number, name in enumerate(word_list("weekdays"))}
WEEKDAYS |= {f"{name}s": number for name, number in WEEKDAYS.items()}
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
ORDINAL_WORDS = {"first": 1, **ORDINALS}
FIRST_YEAR, LAST_YEAR = 1500, 2100
# "1800 GMT" is a time, "2000 million" a figure.
NO_YEAR_BEFORE = words_of("after_counts")


class Dated(NamedTuple):
    """A moment and the tokens it was read from, ``tokens[start:stop]``."""

    moment: Moment
    start: int
    stop: int


def skip(tokens: Sequence[Token], index: int, *marks: str) -> int:
    """`index`, or the index after it when one of `marks` stands there."""
    return index + 1 if low_at(tokens, index) in marks else index


def whole_at(tokens: Sequence[Token], index: int, low: int, high: int) -> int | None:
    """The whole number in digits at `index`, from `low` to `high`, or None."""
    if not 0 <= index < len(tokens) or tokens[index].kind != "n":
        return None
    text = tokens[index].text
    if len(text) > 4 or not text.isdecimal() or not low <= int(text) <= high:
        return None
    return int(text)


def day_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """A day of the month at `index` ("31", "31st", "thirty-first" is not used by agencies) and the index after it."""
    day = whole_at(tokens, index, 1, 31)
    if day is None:
        return None
    stop = index + 1
    if stop < len(tokens) and not tokens[stop].gap:
        if tokens[stop].low in ORDINAL_ENDINGS:
            return day, stop + 1
        if tokens[stop].kind == "w" or tokens[stop].text in "%:/":
            return None
    return day, stop


def year_after(tokens: Sequence[Token], index: int) -> tuple[int | None, int]:
    """The year after a day and month, with or without a comma, and the index after it."""
    at = skip(tokens, skip(tokens, index, ","), "of")
    year = whole_at(tokens, at, FIRST_YEAR, LAST_YEAR)
    return (None, index) if year is None or low_at(tokens, at + 1) in NO_YEAR_BEFORE else (year, at + 1)


def month_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """The month named at `index` and the index after it and its dot."""
    low = low_at(tokens, index)
    if low not in MONTHS:
        return None
    stop = index + 1
    if len(low) <= 4 and low_at(tokens, stop) == "." and not tokens[stop].gap:
        stop += 1
    return MONTHS[low], stop


def short_year_at(tokens: Sequence[Token], index: int) -> int | None:
    """The two digits glued to a mark, as in "2026-27", or None."""
    if index >= len(tokens) or tokens[index].gap or len(tokens[index].text) != 2:
        return None
    return whole_at(tokens, index, 0, 99)
