"""Figures that follow from ranks and lists: what comes before the third-largest, the next of fourteen, names listed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.number_index import readings_of

FEW, BACK, GAP = 6, 3, 12
MAX_NAMES = 400
ONLY = frozenset({"only", "just", "but"})
LISTED = frozenset({",", "and", ", and", "or", "&", ", then"})
SENT_OFF = ("sent off", "red card", "dismissed", "second booking", "second yellow", "sending off", "sending-off")
TEN = 10.0
MEN = frozenset({"men", "man", "player"})
ALIKE = 0.15


def tallied(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """A fact of the source that `fact`, a number it does not state, follows from by rank or by counting names, or None.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("The shot, tried in Mali and Ghana, is the third-best since records began."))
    >>> ours = evidence(Document("Only two have been better. It was tried in two countries, not in six countries."))
    >>> [bool(tallied(fact, ours, source)) for fact in ours.of_kind("number")]
    [True, True, False]
    """
    if not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return None
    reading = readings_of(fact)[0]
    number = reading.figure if reading.unit == "months" and reading.figure else reading.amount
    if reading.unit not in ("", "ordinal", "months") or not float(number).is_integer():
        return None
    found = _ranked(fact, number, reading.unit, ours, theirs)
    if found is None and reading.unit == "" and number <= FEW:
        found = _listed(fact, int(number), ours, theirs) or _with_others(number, theirs)
    return found or (_ten_men(fact, theirs) if number == TEN and reading.unit == "" else None)


def _ranked(fact: Fact, number: float, unit: str, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The third-largest for "only two were larger"; fourteen of a thing for the 15th of it."""
    if unit == "ordinal":
        counts = (other for word in fact.head for other in theirs.numbers.by_head.get(word, ()))
        return next((other for other in counts if _is_count(other, number - 1)), None)
    at = bisect_left(ours.lex.tokens, fact.start, key=lambda token: token.start)
    if ONLY.isdisjoint(token.low for token in ours.lex.tokens[max(0, at - 1) : at]):
        return None
    ranks = theirs.numbers.between(number + 1, number + 1, BACK)
    return next((stated.fact for stated in ranks if stated.reading.unit == "ordinal"), None)


def _is_count(fact: Fact, number: float) -> bool:
    reading = readings_of(fact)[0]
    return reading.unit == "" and reading.amount == number


def _listed(fact: Fact, number: int, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The first of so many names in a row in a sentence that has something of ours."""
    words = ours.segment_keys[fact.segment]
    for first, count in _rows(theirs):
        if count == number and theirs.likeness(words, first.segment) >= ALIKE:
            return first
    return None


def _with_others(number: float, theirs: Evidence) -> Fact | None:
    """Somebody named and the others counted beside: "Governor Drozd and four others" are five."""
    for stated in theirs.numbers.between(number - 1, number - 1, MAX_NAMES):
        end, start = stated.fact.end, stated.fact.start
        if theirs.text[end : end + 6] == " other" and theirs.text[max(0, start - 5) : start].endswith(" and "):
            return stated.fact
    return None


def _rows(theirs: Evidence) -> Iterator[tuple[Fact, int]]:
    """The names that stand in a row, joined by commas and "and": the first and how many there are."""
    first: Fact | None = None
    last: Fact | None = None
    count = 0
    for name in theirs.of_kind("name")[:MAX_NAMES]:
        joined = last is not None and name.segment == last.segment and name.start - last.end < GAP
        if joined and last is not None and theirs.text[last.end : name.start].strip() in LISTED:
            count += 1
        else:
            if first is not None and count > 1:
                yield first, count
            first, count = name, 1
        last = name
    if first is not None and count > 1:
        yield first, count


def _ten_men(fact: Fact, theirs: Evidence) -> Fact | None:
    """What is left of a team after a red card."""
    if MEN.isdisjoint(fact.head):
        return None
    text = theirs.text.lower()
    return next((fact for words in SENT_OFF if words in text), None)
