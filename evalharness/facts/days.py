"""Days: dates with a month, weekdays, feasts with a fixed date."""

from __future__ import annotations

from collections.abc import Sequence

from evalharness.facts.almanac import (
    FIRST_YEAR,
    LAST_YEAR,
    ORDINAL_WORDS,
    WEEKDAYS,
    Dated,
    day_at,
    month_at,
    skip,
    whole_at,
    year_after,
)
from evalharness.facts.fact import Moment
from evalharness.facts.lexicon import words_of
from evalharness.facts.periods import DIRECTIONS, months_of_quarter
from evalharness.facts.token import Token, low_at

WEEKDAY_SHORT = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
# Months that are everyday words too: small or at a sentence opening they need a day or year beside them.
DOUBTFUL_MONTHS = frozenset({"may", "march", "mar", "dec", "sep", "jan", "jun", "oct", "nov", "apr", "feb", "jul"})
MONTH_CUES = words_of("month_cues")
DAY_CUES = frozenset({"on", "by", "until", "since", "from", "before", "after", ",", *WEEKDAYS})
HOLIDAYS = (
    (("christmas", "day"), (12, 25)),
    (("christmas", "eve"), (12, 24)),
    (("christmas",), (12, 25)),
    (("boxing", "day"), (12, 26)),
    (("new", "year", "day"), (1, 1)),
    (("new", "year", "eve"), (12, 31)),
    (("valentine", "day"), (2, 14)),
    (("halloween",), (10, 31)),
    (("bastille", "day"), (7, 14)),
)


def month_first(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "Jan. 31", "January 31st, 2025", "March 2018", "early February"."""
    found = month_at(tokens, index)
    if found is None:
        return None
    month, stop = found
    day = day_at(tokens, skip(tokens, stop, "the"))
    if day and _is_month_name(tokens, index):
        year, after = year_after(tokens, day[1])
        return Dated(Moment(month=month, day=day[0], year=year), index, after)
    quarter = months_of_quarter(tokens, index, month, stop)
    if quarter:
        return quarter
    year, after = year_after(tokens, stop)
    if year is not None:
        return Dated(Moment(month=month, year=year), index, after)
    return Dated(Moment(month=month), index, stop) if _is_month_alone(tokens, index) else None


def _is_month_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether "march" before a figure is a month: with a capital, or after a word such as "on"."""
    token = tokens[index]
    return token.text[0].isupper() or token.low not in DOUBTFUL_MONTHS or low_at(tokens, index - 1) in DAY_CUES


def _is_month_alone(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.low in WEEKDAY_SHORT or not (token.text[0].isupper() or token.low not in DOUBTFUL_MONTHS):
        return False
    if token.low not in DOUBTFUL_MONTHS:
        return True
    return not token.opens and low_at(tokens, index - 1) in MONTH_CUES


def day_month(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "31 January 2025", "the 31st of January"."""
    day = day_at(tokens, index)
    if day is None:
        return None
    at = skip(tokens, day[1], "of")
    if at < len(tokens) and tokens[at].text == "-":
        return None
    month = month_at(tokens, at)
    if month is None or (low_at(tokens, at) in ("may", "march") and not tokens[at].text[0].isupper() and at == day[1]):
        return None
    year, stop = year_after(tokens, month[1])
    return Dated(Moment(month=month[0], day=day[0], year=year), index, stop)


def numeric_date(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "2025-01-31" and "31/1/2025"; day and month are told apart only where one is above 12."""
    parts = [low_at(tokens, index + n) for n in range(5)]
    if (
        len(set(parts[1::2])) != 1
        or parts[1] not in ("-", "/", ".")
        or any(t.gap for t in tokens[index + 1 : index + 5])
    ):
        return None
    if not all(part.isdecimal() and len(part) <= 4 for part in parts[::2]):
        return None
    first, second, third = (int(part) for part in parts[::2])
    if len(parts[0]) == 4:
        year, month, day = first, second, third
    else:
        day, month, year = (first, second, third) if second <= 12 else (second, first, third)
    if not (1 <= month <= 12 and 1 <= day <= 31 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return Dated(Moment(year=year, month=month, day=day), index, index + 5)


def day_of_month(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "the 31st of January" starts with the figure; here only "the first of May" in words."""
    day = ORDINAL_WORDS[low_at(tokens, index)]
    if low_at(tokens, index + 1) != "of":
        return None
    month = month_at(tokens, index + 2)
    if month is None or not tokens[index + 2].text[0].isupper():
        return None
    year, stop = year_after(tokens, month[1])
    return Dated(Moment(month=month[0], day=day, year=year), index, stop)


def weekday(tokens: Sequence[Token], index: int) -> Dated | None:
    """Such as "Thursday", with the date beside it when there is one: "Thursday (January 30th)", "Friday, Jan. 31"."""
    low = low_at(tokens, index)
    if low in WEEKDAYS:
        weekday, stop = WEEKDAYS[low], index + 1
    elif low in WEEKDAY_SHORT and tokens[index].text[0].isupper() and tokens[index].text != tokens[index].text.upper():
        weekday, stop = WEEKDAY_SHORT[low], skip(tokens, index + 1, ".")
        if month_at(tokens, skip(tokens, stop, ",")) is None and whole_at(tokens, stop, 1, 31) is None:
            return None
    else:
        return None
    if (week := _week_named(tokens, stop)) is not None:
        return Dated(Moment(weekday=weekday, relative=(week[0], "week")), index, week[1])
    return Dated(Moment(weekday=weekday), index, stop)


def _week_named(tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
    """Which week follows a weekday, as in "Wednesday of last week", "Friday next week"; with the index after it."""
    at = skip(tokens, skip(tokens, index, "of"), "the")
    direction = DIRECTIONS.get(low_at(tokens, at))
    return (direction, at + 2) if direction and low_at(tokens, at + 1) == "week" else None


def holiday(tokens: Sequence[Token], index: int) -> Dated | None:
    """A feast with a fixed date: "Boxing Day", "Christmas"."""
    for phrase, (month, day) in HOLIDAYS:
        stop = index + len(phrase)
        if tuple(token.low for token in tokens[index:stop]) == phrase and tokens[index].text[0].isupper():
            return Dated(Moment(month=month, day=day, year=whole_at(tokens, stop, FIRST_YEAR, LAST_YEAR)), index, stop)
    return None
