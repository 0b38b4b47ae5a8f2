"""Retention: which statements, figures, dates and names of the source a candidate keeps, each once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from evalharness.facts.agree_dates import agrees, date_support
from evalharness.facts.agree_names import Sought, is_kept_name, sought, tokens_of
from evalharness.facts.agree_numbers import number_support
from evalharness.facts.content_units import content_units
from evalharness.facts.coverage import coverage
from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Moment
from evalharness.facts.shown import one_line, shown
from evalharness.records import Span
from evalharness.text.document import Document

Kind = Literal["number", "date", "name", "quote", "claim"]
Weights = Literal["equal", "salience"]

# Under "salience": what standing in the first two sentences, or being said again, adds to a weight.
LEAD_SENTENCES, LEAD_BONUS = 2, 1.0
REPEAT_BONUS, MAX_REPEATS = 0.25, 4
COARSER = 0.5


class Retained(NamedTuple):
    """One thing the source tells, and how much of it the candidate keeps.

    Attributes:
        kind: ``claim`` or, between quotation marks, ``quote`` for a content unit without its figures and dates;
            ``number``, ``date`` and ``name`` for a fact, at its first mention.
        span: where it stands in the source.
        shown: its words on one line, of a figure with what it counts.
        weight: above 0.
        kept: 0 to 1.
    """

    kind: Kind
    span: Span
    shown: str
    weight: float
    kept: float


class Told(NamedTuple):
    """One thing a source tells, ready for being held against candidates.

    Attributes:
        kind, span, shown: as in `Retained`.
        salience: its weight where weights are not equal, above 0.
        unit: the number of the content unit; -1 for a fact.
        fact: the fact; None for a unit.
    """

    kind: Kind
    span: Span
    shown: str
    salience: float
    unit: int
    fact: Fact | None


def retained(source: Document, candidate: Document, weights: Weights = "equal") -> tuple[Retained, ...]:
    """Everything that the source tells, with how far the candidate keeps it, by place.

    A statement is kept as far as one candidate sentence, or two neighbours, have its words or words that stand for
    them (`coverage`); a figure when the candidate states it, rounded or converted; a date half when stated only
    coarser; a name in any of its forms.

    >>> source = Document("Oslo paid 90 million euros on Jan 31. The deal took two years.")
    >>> for item in retained(source, Document("In January, Oslo paid \u20ac90m.")):
    ...     print(item.kind, item.shown, item.kept)
    claim Oslo paid 90 million euros 1.0
    name Oslo 1.0
    number 90 million euros 1.0
    date Jan 31 0.5
    claim The deal took two years 0.0
    number two years 0.0
    """
    items = source.view(told)
    shares = kept_shares(source, candidate)
    return tuple(
        [
            Retained(item.kind, item.span, item.shown, 1.0 if weights == "equal" else item.salience, share)
            for item, share in zip(items, shares, strict=True)
        ]
    )


def kept_shares(source: Document, candidate: Document) -> list[float]:
    """How far a candidate keeps each thing that `told` tells of the source: 0 lost, 1 kept.

    >>> source = Document("Oslo paid 90 million euros. It rained.")
    >>> kept_shares(source, Document("Oslo paid \u20ac90m."))
    [1.0, 1.0, 1.0, 0.0]
    """
    theirs, ours = source.view(evidence), candidate.view(evidence)
    figures = {(fact.value, fact.head, fact.hedge): fact for fact in ours.of_kind("number")}
    used = {support.start for fact in figures.values() if (support := number_support(fact, theirs))}
    order = source.view(_order)
    kept = [0.0] * (len(order.units) + len(order.facts))
    for number, share in zip(order.units, coverage(source, candidate), strict=True):
        kept[number] = share
    for number, fact, name in order.facts:
        kept[number] = 1.0 if fact.start in used else _kept(fact, name, ours)
    return kept


def told(source: Document) -> tuple[Told, ...]:
    """View: everything that a source tells, by place."""
    found = [*_units(source), *_facts(source)]
    return tuple(sorted(found, key=lambda item: (item.span.start, -item.span.end, item.kind)))


def _units(source: Document) -> Iterator[Told]:
    for number, unit in enumerate(source.view(content_units)):
        salience = _salience(unit.stretch, unit.repeats)
        kind: Kind = "quote" if unit.is_quoted else "claim"
        yield Told(kind, unit.span, one_line(unit.span.text), salience, number, None)


def _facts(source: Document) -> Iterator[Told]:
    mentions: dict[object, list[Fact]] = {}
    for fact in source.view(evidence).facts:
        if fact.kind != "quote":
            head = fact.head[:1] if fact.kind == "number" else ()
            mentions.setdefault((fact.kind, fact.value, head), []).append(fact)
    for first, *again in mentions.values():
        salience = _salience(first.segment, len(again))
        yield Told(first.kind, first.span, shown(first, source), salience, -1, first)


class _Order(NamedTuple):
    """Where `told` has each content unit, and each fact with what a name is looked for by."""

    units: list[int]
    facts: list[tuple[int, Fact, Sought | None]]


def _order(source: Document) -> _Order:
    """View: the order of what a source tells."""
    items, theirs = source.view(told), source.view(evidence)
    units = sorted([(item.unit, number) for number, item in enumerate(items) if item.fact is None])
    facts = [(number, item.fact) for number, item in enumerate(items) if item.fact]
    return _Order(
        units=[number for _, number in units],
        facts=[
            (number, fact, sought(fact, tokens_of(fact, theirs)) if fact.kind == "name" else None)
            for number, fact in facts
        ],
    )


def _salience(sentence: int, repeats: float) -> float:
    lead = LEAD_BONUS if sentence < LEAD_SENTENCES else 0.0
    return 1.0 + lead + REPEAT_BONUS * min(repeats, MAX_REPEATS)


def _kept(fact: Fact, name: Sought | None, ours: Evidence) -> float:
    if name:
        return 1.0 if ours.keys and is_kept_name(name, ours) else 0.0
    if fact.kind == "number":
        return 1.0 if number_support(fact, ours) else 0.0
    if not ours.timeline:
        return 0.0
    if date_support(fact, ours):
        return 1.0
    moment = fact.value
    is_coarser = isinstance(moment, Moment) and any(agrees(other, moment) for other in ours.timeline)
    return COARSER if is_coarser else 0.0
