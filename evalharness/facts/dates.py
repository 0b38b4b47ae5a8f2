"""Dates: days, weekdays, months, quarters, years and relative times, each as a Moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from evalharness.facts import days, periods
from evalharness.facts.almanac import MONTHS, ORDINAL_WORDS, WEEKDAYS, Dated, day_at, year_after
from evalharness.facts.fact import Moment
from evalharness.facts.token import Token, low_at


def dates_in(tokens: Sequence[Token]) -> list[Dated]:
    """All moments in `tokens`, left to right, none overlapping.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> found = dates_in(lexed(Document("It was January 31st, 2025; on Thursday; in fiscal 2027; last week.")).tokens)
    >>> [(dated.moment.month, dated.moment.day, dated.moment.year) for dated in found][0]
    (1, 31, 2025)
    >>> [(dated.moment.year, dated.moment.relative) for dated in found[2:]]
    [(2027, None), (None, ('last', 'week'))]
    """
    found: list[Dated] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        # most words open no date, and asking here costs less than a call
        dated = _date_at(tokens, index) if token.kind == "n" or token.low in WORD_RULES else None
        if dated is None:
            index += 1
        else:
            found.append(dated)
            end = _range_end(tokens, dated)
            if end:
                found.append(end)
            index = (end or dated).stop
    return found


def _range_end(tokens: Sequence[Token], dated: Dated) -> Dated | None:
    """The other day of "Jan 24-26" or "November 5 to 7", or None."""
    if dated.moment.day is None or low_at(tokens, dated.stop) not in ("-", "\u2013", "to", "and"):
        return None
    day = day_at(tokens, dated.stop + 1)
    if day is None or (
        low_at(tokens, dated.stop) in ("to", "and") and low_at(tokens, day[1]) not in (",", ".", "in", "")
    ):
        return None
    year, stop = year_after(tokens, day[1])
    return Dated(Moment(month=dated.moment.month, day=day[0], year=year), dated.stop + 1, stop)


def _date_at(tokens: Sequence[Token], index: int) -> Dated | None:
    token = tokens[index]
    if token.kind == "n":
        return _first_of(
            (
                days.numeric_date,
                days.day_month,
                periods.year_quarter,
                periods.quarter_letter,
                periods.decade,
                periods.year,
            ),
            tokens,
            index,
        )
    rules = WORD_RULES.get(token.low)
    return _first_of(rules, tokens, index) if rules else None


Rule = Callable[[Sequence[Token], int], Dated | None]


def _first_of(rules: Sequence[Rule], tokens: Sequence[Token], index: int) -> Dated | None:
    for rule in rules:
        dated = rule(tokens, index)
        if dated:
            return dated
    return None


WORD_RULES: Mapping[str, tuple[Rule, ...]] = (
    dict.fromkeys(MONTHS, (days.month_first,))
    | dict.fromkeys((*WEEKDAYS, *days.WEEKDAY_SHORT), (days.weekday,))
    | dict.fromkeys(periods.DIRECTIONS, (periods.relative,))
    | {"last": (periods.last_part, periods.relative, periods.three_months)}
    | {"final": (periods.last_part, periods.three_months)}
    | {phrase[0]: (days.holiday,) for phrase, _ in days.HOLIDAYS if phrase[0] != "may"}
    | dict.fromkeys(periods.RELATIVE_DAYS, (periods.relative_day,))
    | dict.fromkeys(periods.FISCAL, (periods.fiscal,))
    | dict.fromkeys(ORDINAL_WORDS, (periods.ordinal_part, periods.three_months, days.day_of_month))
    | dict.fromkeys(("q", "h"), (periods.short_quarter,))
)
