"""Ages that follow from two years of a text, or from one and its own."""

from __future__ import annotations

from evalharness.facts.edges import words_after, words_back
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Moment
from evalharness.facts.number_index import readings_of
from evalharness.facts.resolved import Calendar

# Ages above this are no person's and are told of what has a year of its own.
OLD = 100
# Years that a text may well be of where its dateline has none.
LIKELY = 2
AGED = frozenset({"is", "was", "turned", "turns", "now", "aged", "or"})


def age_between(years: float, known: Calendar) -> Fact | None:
    """A year of the source that lies so many years after another one of it, or one less."""
    dated = [
        (other.value.year, other) for _, other in known.known if isinstance(other.value, Moment) and other.value.year
    ]
    return next((late for year, late in dated for born, _ in dated if year - born - years in (0, 1)), None)


def old_today(years: float, known: Calendar) -> Fact | None:
    """A year of the source that lies so many years before the text's own: "born in 1971", "dates from 1905"."""
    if not known.years or not (known.is_year_stated or known.is_sure or years >= OLD):
        return None
    dated = [other for _, other in known.known if isinstance(other.value, Moment) and other.value.year]
    likely = known.years[: 1 if known.is_year_stated else LIKELY]
    return next((other for other in dated for now in likely if _is_so_old(other, now, years)), None)


def _is_so_old(fact: Fact, now: int, years: float) -> bool:
    year = fact.value.year if isinstance(fact.value, Moment) else None
    return year is not None and now - year - years in (0, 1)


def age_then(fact: Fact, ours: Evidence, known: Calendar) -> Fact | None:
    """The year in which somebody was as old as a bare figure says: "was about 40 when"."""
    reading = readings_of(fact)[0]
    if reading.unit != "" or fact.head:
        return None
    if words_after(fact, ours)[:1] == ("when",):
        return age_between(reading.amount, known)
    is_own = AGED.intersection(words_back(fact, ours)[:2]) and fact.text.isdecimal()
    return old_today(reading.amount, known) if is_own else None
