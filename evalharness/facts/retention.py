"""Retention: which facts of the source a candidate keeps, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evalharness.facts.agree_dates import agrees, date_support
from evalharness.facts.agree_names import is_kept_name
from evalharness.facts.agree_numbers import number_support
from evalharness.facts.agree_quotes import quote_support
from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Moment, Quantity, Quotation
from evalharness.facts.lexicon import key, words_of
from evalharness.text.document import Document

Weights = Literal["equal", "salience"]

# A quotation is a whole statement where the other kinds are one item of a statement.
QUOTE_WEIGHT = 2.0
# Under "salience": what standing in the first two sentences, or being said again, adds to a weight.
LEAD_SENTENCES, LEAD_BONUS = 2, 1.0
REPEAT_BONUS, MAX_REPEATS = 0.25, 4
PARTLY = 0.5
QUOTE_KEPT, QUOTE_PARTLY = 0.6, 0.4
NAME_KEPT, NAME_PARTLY = 0.4, 0.2


@dataclass(frozen=True, slots=True)
class Retained:
    """One distinct fact of the source, its weight, and how much of it the candidate keeps, 0 to 1."""

    fact: Fact
    weight: float
    kept: float


def retained(source: Document, candidate: Document, weights: Weights = "equal") -> tuple[Retained, ...]:
    """Every distinct fact of the source with its weight and how far the candidate keeps it, by place.

    A figure is kept when the candidate states it, rounded or converted; a date half when stated only coarser; a
    quotation when its content words are kept together, in marks or as indirect speech; a name as far as the candidate
    has it in the company it keeps in the source, averaged over its mentions there: the topic alone earns little.

    >>> source = Document("Oslo paid 90 million euros on Jan 31. The deal took two years.")
    >>> [(item.fact.text, item.kept) for item in retained(source, Document("In January, Oslo paid \u20ac90m."))]
    [('Oslo', 1.0), ('90 million euros', 1.0), ('Jan 31', 0.5), ('two years', 0.0)]
    """
    theirs, ours = source.view(evidence), candidate.view(evidence)
    figures = {(fact.value, fact.head, fact.hedge): fact for fact in ours.of_kind("number")}
    used = {support.start for fact in figures.values() if (support := number_support(fact, theirs))}
    mentions: dict[object, list[Fact]] = {}
    for fact in theirs.facts:
        mentions.setdefault((fact.kind, fact.value, fact.head[:1] if fact.kind == "number" else ()), []).append(fact)
    return tuple(
        Retained(facts[0], _weight(facts, weights), 1.0 if facts[0].start in used else _kept(facts, theirs, ours))
        for facts in mentions.values()
    )


def _weight(mentions: list[Fact], weights: Weights) -> float:
    base = QUOTE_WEIGHT if mentions[0].kind == "quote" else 1.0
    if weights == "equal":
        return base
    lead = LEAD_BONUS if mentions[0].segment < LEAD_SENTENCES else 0.0
    return base + lead + REPEAT_BONUS * min(len(mentions) - 1, MAX_REPEATS)


def _kept(mentions: list[Fact], theirs: Evidence, ours: Evidence) -> float:
    fact, value = mentions[0], mentions[0].value
    if isinstance(value, Quantity):
        return 1.0 if number_support(fact, ours) else 0.0
    if isinstance(value, Moment):
        if date_support(fact, ours):
            return 1.0
        return PARTLY if any(agrees(moment, value) for moment in ours.timeline) else 0.0
    if isinstance(value, Quotation):
        if quote_support(fact, ours).verdict == "supported":
            return 1.0
        content = frozenset(key(word) for word in value.words if word not in words_of("function"))
        return _graded(ours.together(content), QUOTE_KEPT, QUOTE_PARTLY)
    if not is_kept_name(fact, theirs, ours):
        return 0.0
    return sum(_in_company(mention, theirs, ours) for mention in mentions) / len(mentions)


def _in_company(name: Fact, theirs: Evidence, ours: Evidence) -> float:
    """How far the candidate has, in one or two sentences, the words that stand around one mention of a name."""
    around = theirs.company(name)
    return _graded(ours.together(around), NAME_KEPT, NAME_PARTLY) if len(around) > 1 else 1.0


def _graded(share: float, kept: float, partly: float) -> float:
    return 1.0 if share >= kept else PARTLY if share >= partly else 0.0
