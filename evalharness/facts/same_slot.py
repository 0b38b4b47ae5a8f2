"""The source's figure between the very same words: "by 118 votes to 106" against "by 118 votes to 109"."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import NamedTuple

from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.lexicon import key, words_of
from evalharness.facts.number_index import readings_of
from evalharness.facts.numerals import SMALL
from evalharness.text.document import Document

WIDTH = 3
MAX_FIGURES = 80
ALIKE = 0.25
PERCENT, POINTS = "percent", "points"
HEDGING = frozenset({"about", "around", "some", "nearly", "almost", "over", "roughly", "approximately", "just"})


class Slot(NamedTuple):
    """A figure with the words right before and after it, the nearest first."""

    fact: Fact
    unit: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def slots_of_figures(document: Document) -> tuple[Slot, ...]:
    """View: the first figures of a text with the words around each.

    >>> slots_of_figures(Document("It passed by 118 votes to 109."))[1].before
    ('to', 'vote', '118')
    """
    text = document.view(evidence)
    return tuple([_slot(fact, text) for fact in text.of_kind("number")[:MAX_FIGURES] if _is_stated(fact)])


def _is_stated(fact: Fact) -> bool:
    return isinstance(fact.value, Quantity) and fact.value.high is None


def _slot(fact: Fact, text: Evidence) -> Slot:
    tokens = text.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    first, last = text.lex.starts[fact.segment], text.lex.starts[fact.segment + 1]
    before = [key(token.low) for token in tokens[max(first, at - WIDTH - 1) : at] if token.low not in HEDGING]
    after = [key(token.low) for token in tokens[stop : min(last, stop + WIDTH)]]
    return Slot(fact, readings_of(fact)[0].unit, tuple(before[::-1][:WIDTH]), tuple(after))


def slot_rival(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The source's figure in the unit of `fact`, which it does not state, between the same words; or None.

    >>> source = evidence(Document("The jet had 39 passengers and four crew on board."))
    >>> ours = evidence(Document("It carried 43 passengers and four crew."))
    >>> slot_rival(ours.of_kind("number")[0], ours, source).text
    '39'
    """
    if not _is_stated(fact):
        return None
    mine = _slot(fact, ours)
    said = {other.value for other in ours.of_kind("number") if other.segment == fact.segment}
    for slot in theirs.document.view(slots_of_figures):
        if slot.unit == mine.unit and slot.fact.value not in said and _is_one_place(mine, slot):
            return slot.fact
    return None


def _is_one_place(mine: Slot, their: Slot) -> bool:
    """Whether two figures stand between the same words: on one side with a figure among them, or on both sides."""
    # "13 of the 51 are open" where 38 of the 51 are settled
    after = 0 if mine.after[:1] == ("of",) else _shared(mine.after, their.after)
    before = _shared(mine.before, their.before)
    has_figure = any(word[:1].isdigit() or word in SMALL for word in (*mine.before[:before], *mine.after[:after]))
    return (WIDTH in (before, after) and has_figure) or (before > 1 and after > 1)


def _shared(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    """How many words from the figure outwards are the same, where they are no mere grammar."""
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(mine, theirs, strict=False))))
    return same if any(word not in words_of("function") and word[:1].isalnum() for word in mine[:same]) else 0


def is_garbled(fact: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether the source has the digits of `fact` in another order, in its unit and in a sentence like its own.

    >>> source = evidence(Document("The shot cut malaria cases by 68% in a trial."))
    >>> ours = evidence(Document("The shot cut malaria cases by 86%."))
    >>> is_garbled(ours.of_kind("number")[0], ours, source)
    True
    """
    digits = sorted(c for c in fact.text if c.isdigit())
    if len(digits) < 2 or not _is_stated(fact):
        return False
    unit, words = readings_of(fact)[0].unit, ours.segment_keys[fact.segment]
    return any(
        slot.unit == unit
        and sorted(c for c in slot.fact.text if c.isdigit()) == digits
        and theirs.likeness(words, slot.fact.segment) >= ALIKE
        for slot in theirs.document.view(slots_of_figures)
    )


def other_measure(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The source's figure in percentage points where ours, the same, is in percent, or the other way round.

    >>> source = evidence(Document("Coverage is 81 percent, 14 percentage points below the target."))
    >>> ours = evidence(Document("Coverage is 14 percent below the target."))
    >>> other_measure(ours.of_kind("number")[0], ours, source).text
    '14 percentage points'
    """
    if not _is_stated(fact):
        return None
    mine = readings_of(fact)[0]
    wanted = {PERCENT: POINTS, POINTS: PERCENT}.get(mine.unit)
    if wanted is None or mine.figure is None:
        return None
    words = ours.segment_keys[fact.segment]
    for stated in theirs.numbers.between(mine.amount, mine.amount, MAX_FIGURES):
        if stated.reading.unit == wanted and theirs.likeness(words, stated.fact.segment) >= ALIKE:
            return stated.fact
    return None
