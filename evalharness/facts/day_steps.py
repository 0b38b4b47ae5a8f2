"""Days that a text names only as so many days before or after another one: "Wednesday ... a day earlier"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from evalharness.facts.almanac import MONTHS, WEEKDAYS
from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Moment, Quantity
from evalharness.facts.lexicon import table
from evalharness.facts.resolved import calendar
from evalharness.facts.timeline import WEEK, as_date, filing_weekday
from evalharness.facts.token import Token
from evalharness.text.document import Document

# The share of the words of our sentence that the one with the step must have.
ALIKE = 0.2
MAX_STEPS = 40
MONTH_DAYS = 31


class Step(NamedTuple):
    """A weekday, or a day in some year, that follows by a step: the sentence that tells it, and what it counts from."""

    weekday: int | None
    day: date | None
    segment: int
    fact: Fact


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """First word of a phrase of ``data/day_steps.json`` -> the phrases with the days that they step, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for step, phrases in table("day_steps").items():
        if isinstance(phrases, list):
            for phrase in phrases:
                words = tuple(str(phrase).split())
                found.setdefault(words[0], []).append((words, int(step)))
    return {first: tuple(sorted(each, key=lambda item: -len(item[0]))) for first, each in found.items()}


def day_steps(document: Document) -> tuple[Step, ...]:
    """View: the days that follow by a step from those a text names.

    >>> text = "ROME (AP) - Lund beat Berg on Wednesday. Berg had beaten Ness a day earlier."
    >>> {(step.weekday, step.segment) for step in day_steps(Document(text))}
    {(1, 1)}
    """
    source = document.view(evidence)
    days = [fact for fact in source.of_kind("date") if _is_day(fact)]
    today = document.view(calendar).today
    filed = today.weekday() if today else filing_weekday(source.moments, source.lex)
    return tuple(_steps(source, days, filed)) if days else ()


def _is_day(fact: Fact) -> bool:
    return isinstance(fact.value, Moment) and (fact.value.weekday is not None or fact.value.day is not None)


def _steps(source: Evidence, days: Sequence[Fact], filed: int | None) -> Iterator[Step]:
    tokens = source.lex.tokens
    found = 0
    for index, token in enumerate(tokens):
        step = _step_at(tokens, index) if token.low in _phrases() else None
        if step is None or found == MAX_STEPS:
            continue
        found += 1
        base = _base(days, token)
        if base is not None:
            yield _stepped_from(base, step, token.segment)
        if filed is not None:
            yield Step((filed + step) % WEEK, None, token.segment, base or days[0])


def _stepped_from(base: Fact, step: int, segment: int) -> Step:
    moment = base.value
    if not isinstance(moment, Moment) or moment.weekday is not None:
        weekday = moment.weekday if isinstance(moment, Moment) else None
        return Step(None if weekday is None else (weekday + step) % WEEK, None, segment, base)
    day = as_date(moment)
    return Step(None, day + timedelta(days=step) if day else None, segment, base)


def _step_at(tokens: Sequence[Token], index: int) -> int | None:
    for words, step in _phrases()[tokens[index].low]:
        if all(index + n < len(tokens) and tokens[index + n].low == word for n, word in enumerate(words)):
            return step
    return None


def _base(days: Sequence[Fact], token: Token) -> Fact | None:
    """The day that a step counts from: the last one before it, else the first after it in its sentence."""
    before = [fact for fact in days if fact.start < token.start and token.segment - fact.segment <= 1]
    after = [fact for fact in days if fact.start > token.start and fact.segment == token.segment]
    return before[-1] if before else after[0] if after else None


def stepped(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The fact of the source from which the day `fact` follows by a step told in a sentence like ours, or None.

    >>> source = evidence(Document("ROME (AP) - Lund beat Berg on Wednesday. Berg had beaten Ness a day earlier."))
    >>> ours = evidence(Document("Berg had beaten Ness on Tuesday. Lund came on Tuesday."))
    >>> [bool(stepped(fact, ours, source)) for fact in ours.of_kind("date")]
    [True, False]
    """
    if not _is_day(fact) or not isinstance(fact.value, Moment):
        return None
    words = ours.segment_keys[fact.segment] - WEEKDAYS.keys() - MONTHS.keys()
    for step in theirs.document.view(day_steps):
        if _is_it(fact.value, step) and theirs.likeness(words, step.segment) >= ALIKE:
            return step.fact
    return None


def in_other_month(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """For "the 25th of the following month" the source's date on such a day of a month, or None.

    >>> source = evidence(Document("They meet on April 23. The final is on May 25."))
    >>> ours = evidence(Document("They meet on April 23, and the final is on the 25th of the following month."))
    >>> in_other_month(ours.of_kind("number")[0], ours, source).text
    'May 25'
    """
    reading = fact.value.readings[0] if isinstance(fact.value, Quantity) else None
    if reading is None or reading.unit != "ordinal" or reading.amount > MONTH_DAYS:
        return None
    words = ours.text[fact.end : fact.end + len(" of the following month")].lower().split()
    if words[:2] != ["of", "the"] and words[:2] != ["of", "that"]:
        return None
    if not any(word.startswith("month") for word in words):
        return None
    days = ((fact.value, fact) for fact in theirs.of_kind("date"))
    return next((day for moment, day in days if isinstance(moment, Moment) and moment.day == reading.amount), None)


def _is_it(moment: Moment, step: Step) -> bool:
    if moment.weekday is not None:
        return step.weekday == moment.weekday
    return step.day is not None and (step.day.month, step.day.day) == (moment.month, moment.day)
