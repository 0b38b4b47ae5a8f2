"""A figure of the source that stands with something else here: each figure is known by the company it keeps."""

from __future__ import annotations

from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Quantity, Reading
from evalharness.facts.misdated import Company, companies_of, may_be_for, shared
from evalharness.facts.number_index import readings_of
from evalharness.text.document import Document

# How much of what stands around our figure must stand around the rival, and how much less around its own.
FIRM, LEAD, TIMES = 0.4, 0.28, 2.5
ENOUGH = 9.0
NEAR = 1e-3
# Smaller counts are of too many things.
MANY = 20
MAX_FIGURES = 80
OPPOSITE = {"above": "below", "below": "above"}
STRETCHES = frozenset({"time", "months"})
IDLE = frozenset({"ordinal", "label", "score", "clock", "age", "magnitude"})


def figures(document: Document) -> dict[int, Company]:
    """View: the company of each figure of a text, by its start."""
    return companies_of(document.view(plain_figures), document.view(evidence))


def plain_figures(document: Document) -> tuple[Fact, ...]:
    """View: the first figures of a text that measure or count something."""
    return tuple([fact for fact in document.view(evidence).of_kind("number") if _is_plain(fact)][:MAX_FIGURES])


def _is_plain(fact: Fact) -> bool:
    if not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return False
    return fact.value.readings[0].unit not in IDLE


def misnumbered(fact: Fact, stated: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The figure that the source gives for what `fact` measures, where it gives that of `fact` for something else.

    stated: the figure of the source that `fact` agrees with.

    >>> source = evidence(Document("Imports of milk powder rose 31% last year. Argentina supplied 58% of it."))
    >>> ours = evidence(Document("Imports of milk powder rose 58% last year."))
    >>> own = source.of_kind("number")
    >>> misnumbered(ours.of_kind("number")[0], own[1], ours, source).text
    '31%'
    """
    if not _is_plain(fact) or not _is_plain(stated):
        return None
    reading = readings_of(fact)[0]
    if fact.hedge or not _is_same(reading, readings_of(stated)[0]):
        return None
    if reading.unit == "" and (reading.amount < MANY or not stated.head or not _is_other_thing(fact, stated)):
        return None
    rivals, own = [], [stated]
    for other in theirs.document.view(plain_figures):
        if (their := readings_of(other)[0]).unit == reading.unit:
            if _is_same(reading, their):
                own.append(other)
            elif (reading.unit or _counts(fact, other)) and not _is_said(their, ours):
                rivals.append(other)
    if not rivals or not may_be_for(fact, rivals, own, ours, theirs):
        return None
    mine = ours.document.view(figures).get(fact.start)
    if mine is None or sum(weight * mine.near[word] for word, weight in mine.weights.items()) < ENOUGH:
        return None
    around = theirs.document.view(figures)
    best = max(rivals, key=lambda other: (shared(mine, around.get(other.start)), -other.start))
    score = shared(mine, around.get(best.start))
    kept = max(shared(mine, around.get(other.start)) for other in own)
    return best if score >= max(FIRM, kept + LEAD, kept * TIMES) else None


def misbound(fact: Fact, theirs: Evidence) -> Fact | None:
    """The figure of the source equal to `fact` that is an upper limit there and a lower one here, or the reverse.

    Nothing where the source also gives it otherwise, nor for stretches of time: "over the past 12 months" is no limit.

    >>> source = evidence(Document("They asked for rates of at least 45%."))
    >>> ours = evidence(Document("They asked for rates of no more than 45%."))
    >>> misbound(ours.of_kind("number")[0], source).hedge
    'above'
    """
    if (
        fact.hedge not in OPPOSITE
        or not (_is_plain(fact) and any(map(str.isdigit, fact.text)))
        or readings_of(fact)[0].unit in STRETCHES
    ):
        return None
    mine = readings_of(fact)[0]
    equal = [other for other in theirs.document.view(plain_figures) if _is_same(mine, readings_of(other)[0])]
    is_turned = bool(equal) and all(other.hedge == OPPOSITE[fact.hedge] for other in equal)
    return equal[0] if is_turned else None


def _is_same(one: Reading, other: Reading) -> bool:
    return one.unit == other.unit and abs(one.amount - other.amount) <= NEAR * max(abs(one.amount), abs(other.amount))


def _is_said(reading: Reading, text: Evidence) -> bool:
    room = NEAR * abs(reading.amount)
    near = text.numbers.between(reading.amount - room, reading.amount + room, MAX_FIGURES)
    return any(stated.reading.unit == reading.unit for stated in near)


def _counts(fact: Fact, other: Fact) -> bool:
    return not set(fact.head).isdisjoint(other.head)


def _is_other_thing(fact: Fact, stated: Fact) -> bool:
    return bool(fact.head) and not _counts(fact, stated)
