"""Retention: which statements, figures, dates and names of the source a candidate keeps, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evalharness.facts.agree_dates import agrees, date_support
from evalharness.facts.agree_names import is_kept_name
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


@dataclass(frozen=True, slots=True)
class Retained:
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
    found = [*_units(source, candidate, weights), *_facts(source, candidate, weights)]
    return tuple(sorted(found, key=lambda item: (item.span.start, -item.span.end, item.kind)))


def _units(source: Document, candidate: Document, weights: Weights) -> list[Retained]:
    return [
        Retained(
            kind="quote" if unit.is_quoted else "claim",
            span=unit.span,
            shown=one_line(unit.span.text),
            weight=_weight(unit.stretch, unit.repeats, weights),
            kept=kept,
        )
        for unit, kept in zip(source.view(content_units), coverage(source, candidate), strict=True)
    ]


def _facts(source: Document, candidate: Document, weights: Weights) -> list[Retained]:
    theirs, ours = source.view(evidence), candidate.view(evidence)
    figures = {(fact.value, fact.head, fact.hedge): fact for fact in ours.of_kind("number")}
    used = {support.start for fact in figures.values() if (support := number_support(fact, theirs))}
    mentions: dict[object, list[Fact]] = {}
    for fact in theirs.facts:
        if fact.kind != "quote":
            head = fact.head[:1] if fact.kind == "number" else ()
            mentions.setdefault((fact.kind, fact.value, head), []).append(fact)
    return [
        Retained(
            kind=first.kind,
            span=first.span,
            shown=shown(first, source),
            weight=_weight(first.segment, len(again), weights),
            kept=1.0 if first.start in used else _kept(first, theirs, ours),
        )
        for first, *again in mentions.values()
    ]


def _weight(sentence: int, repeats: float, weights: Weights) -> float:
    if weights == "equal":
        return 1.0
    lead = LEAD_BONUS if sentence < LEAD_SENTENCES else 0.0
    return 1.0 + lead + REPEAT_BONUS * min(repeats, MAX_REPEATS)


def _kept(fact: Fact, theirs: Evidence, ours: Evidence) -> float:
    if fact.kind == "number":
        return 1.0 if number_support(fact, ours) else 0.0
    if fact.kind == "name":
        return 1.0 if ours.keys and is_kept_name(fact, theirs, ours) else 0.0
    if date_support(fact, ours):
        return 1.0
    moment = fact.value
    is_coarser = isinstance(moment, Moment) and any(agrees(other, moment) for other in ours.timeline)
    return COARSER if is_coarser else 0.0
