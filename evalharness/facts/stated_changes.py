"""A change told in percent, or as a part, beside the two values it lies between: "by a third, from 5.75 to 4.25"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from evalharness.facts.asked import Asked, Term
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact
from evalharness.facts.number_index import readings_of

WHOLE = 100.0
FROM, TO = "from", "to"
COMPARING = frozenset({"from", "against", "versus"})
LENGTH = 60
IDLE = frozenset({"percent", "points", "ordinal", "label", "score", "clock", "age"})


def misworked(fact: Fact, asked: Asked, ours: Evidence, theirs: Evidence) -> bool:
    """Whether a change in percent is worked out wrongly from the two values told with it.

    Asked only of changes that the source does not state. The two values stand in the candidate's sentence, "from 5.75
    to 4.25", or one of them there and both in the source.

    >>> from evalharness.facts.derived import asked_of
    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("Sales rose to 2.7 million tonnes from 1.8 million tonnes."))
    >>> def test(text): ours = evidence(Document(text)); return [
    ...     misworked(fact, asked_of(fact, ours), ours, source) for fact in ours.of_kind("number")]
    >>> test("Sales jumped by a third to 2.7 million tonnes."), test("Sales jumped by half to 2.7 million tonnes.")
    ([True, False], [False])
    """
    if (
        asked.unit != "percent"
        or not (asked.has("more", 4, 4) or asked.has("less", 4, 4))
        or asked.after[:1] == ("of",)
    ):
        return False
    if own := _changes(fact.segment, ours, exclude=fact):
        return not _agrees(asked, own)
    for term in asked.beside:
        for stated in theirs.numbers.between(term.amount, term.amount, 2) if term.unit not in IDLE else ():
            if stated.reading.unit == term.unit:
                every = _changes(stated.fact.segment, theirs)
                pairs = [pair for pair in every if stated.fact in (pair[0].fact, pair[1].fact)]
                if pairs and not _agrees(asked, pairs) and not _has_rate(pairs[0], theirs):
                    return True
    return False


def _agrees(asked: Asked, pairs: Sequence[tuple[Term, Term]]) -> bool:
    for old, new in pairs:
        if old.amount > 0 and asked.admits(WHOLE * abs(new.amount - old.amount) / old.amount):
            return True
    return not pairs


def _has_rate(pair: tuple[Term, Term], text: Evidence) -> bool:
    """Whether a percentage stands right by the two values: it may be of other ones, or rounded."""
    start, end = (edge(term.fact.start for term in pair) for edge in (min, max))
    rates = (
        stated.fact for stated in text.numbers.by_segment.get(pair[0].segment, ()) if stated.reading.unit == "percent"
    )
    return any(start - LENGTH <= rate.start <= end + LENGTH for rate in rates)


def _changes(segment: int, text: Evidence, exclude: Fact | None = None) -> list[tuple[Term, Term]]:
    """The values between which something changed in a sentence, the old one first: "from 5.75 to 4.25"."""
    facts = [stated.fact for stated in text.numbers.by_segment.get(segment, ()) if stated.fact is not exclude]
    found = []
    for one, other in pairwise(sorted(facts, key=lambda fact: fact.start)):
        first, second = readings_of(one)[0], readings_of(other)[0]
        if first.unit in IDLE or other.start - one.end > LENGTH:
            continue
        is_lent = "" in (first.unit, second.unit)
        if first.unit != second.unit and not is_lent:
            continue
        between = text.text[one.end : other.start].lower().split()
        before = text.text[max(0, one.start - LENGTH) : one.start].lower().split()[-2:]
        is_change = not COMPARING.isdisjoint(between) or (FROM in before and between[-1:] == [TO])
        if is_change and len(between) <= LENGTH // 6 and not {"and", "while", "but"} & {*between}:
            unit = first.unit or second.unit
            amounts = [reading.figure if is_lent and reading.figure else reading.amount for reading in (first, second)]
            pair = (Term(amounts[0], unit, segment, one), Term(amounts[1], unit, segment, other))
            found.append(pair if between[-1:] == [TO] else pair[::-1])
    return found
