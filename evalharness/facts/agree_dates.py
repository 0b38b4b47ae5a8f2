"""Whether a source states a date: the same, or a finer one that the coarser follows from."""

from __future__ import annotations

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Moment
from evalharness.facts.timeline import WEEK, as_date

FIELDS = ("year", "month", "day", "weekday", "quarter", "half", "decade")


def date_support(fact: Fact, source: Evidence) -> Fact | None:
    """The date of the source that bears out `fact`, or None."""
    if not isinstance(fact.value, Moment):
        return None
    same = source.timeline.get(fact.value)
    if same:
        return same
    dated = [moment for moment in source.timeline if moment.year and _same_day(fact.value, moment)]
    if fact.value.year and dated:  # the source gives the year of this day or month, and it is another
        return next((source.timeline[moment] for moment in dated if moment.year == fact.value.year), None)
    return next((other for moment, other in source.timeline.items() if agrees(fact.value, moment)), None)


def _same_day(ours: Moment, theirs: Moment) -> bool:
    return ours.month is not None and (ours.month, ours.day) == (theirs.month, theirs.day)


def agrees(ours: Moment, theirs: Moment) -> bool:
    """Whether what is said in `ours` follows from `theirs`.

    >>> agrees(Moment(month=1), Moment(month=1, day=31)), agrees(Moment(month=1, day=31), Moment(month=1))
    (True, False)
    >>> agrees(Moment(quarter=1), Moment(month=3)), agrees(Moment(year=2025, month=1, day=31), Moment(month=1, day=31))
    (True, True)
    """
    if ours.relative and not (ours.weekday is not None or ours.month):
        return theirs.relative is not None and _covers(ours.relative, theirs.relative)
    for name in FIELDS:
        mine = getattr(ours, name)
        if mine is None:
            continue
        other = getattr(theirs, name)
        if other is None and name == "year" and ours.month is not None:
            continue  # a day or month stated without its year
        if mine != (other if other is not None else _implied(name, theirs)):
            return False
    return True


def _covers(ours: tuple[str, str], theirs: tuple[str, str]) -> bool:
    """Whether "last week" may stand for "last weekend", or the same is said."""
    return ours == theirs or (ours[0] == theirs[0] and ours[1] == "week" and theirs[1] in ("weekend", "day", "night"))


def _implied(name: str, moment: Moment) -> int | None:
    """The quarter, half or decade that a month or year lies in."""
    quarter = moment.quarter or ((moment.month + 2) // 3 if moment.month else None)
    if name == "quarter":
        return quarter
    if name == "half":
        return (quarter + 1) // 2 if quarter else None
    return moment.year - moment.year % 10 if name == "decade" and moment.year else None


def is_near_dateline(fact: Fact, source: Evidence) -> bool:
    """Whether a day lies within a week of the dateline of a source that names weekdays: it may well be one of them."""
    ours, anchor = fact.value, source.anchor
    if not isinstance(ours, Moment) or anchor is None or anchor.year is not None or ours.day is None:
        return False
    if all(moment.weekday is None for moment in source.moments):
        return False
    days = [as_date(moment) for moment in (ours, anchor)]
    return days[0] is not None and days[1] is not None and abs((days[0] - days[1]).days) <= WEEK


def is_finer(fact: Fact, source: Evidence) -> bool:
    """Whether a day lies in a month that the source names without a day."""
    ours = fact.value
    if not isinstance(ours, Moment) or ours.day is None:
        return False
    return any(moment.month == ours.month and moment.day is None for moment in source.timeline)


def same_shape(ours: Moment, theirs: Moment) -> bool:
    """Whether two moments say the same sort of thing, so that one can be the other's rival."""
    if ours.relative and not ours.weekday and not ours.month:
        return theirs.relative is not None
    for name in ("weekday", "day", "month", "quarter", "half", "decade", "year"):
        if getattr(ours, name) is not None:
            return getattr(theirs, name) is not None
    return False
