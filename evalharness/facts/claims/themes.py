"""Who does it, and what moves: the thing that "the rise in", "was cut" or "higher" is said of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.deeds import Deed
from evalharness.facts.claims.phrases import NOBODY, UNITS, Party
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.syntax import Predicate, argument
from evalharness.facts.claims.tables import scales, words_in
from evalharness.facts.claims.tagging import BE

MODIFIERS, GOVERNED, LINKED = 3, 5, 3
TIME = words_in("time")
DAYS = words_in("days")

Doers = dict[int, Predicate]
"""Index of a verb -> its predicate."""


def doers(deeds: Sequence[Deed]) -> Doers:
    """The predicates of all deeds, by the index of the verb."""
    return {deed.predicate.verb: deed.predicate for deed in deeds}


def doer(predicate: Predicate | None) -> Party:
    """Who or what does it, or undergoes it where nobody is named."""
    if predicate is None:
        return NOBODY
    return predicate.agent if predicate.agent.is_known else predicate.patient


def theme(reading: Reading, predicates: Doers, index: int) -> frozenset[int]:
    """The words for what moves: what is cut, what falls, the thing that "the rise in" or "higher" is said of."""
    word = reading.words[index]
    predicate = predicates.get(index)
    if predicate is not None:
        return _things(reading, _close(reading, index, predicate.patient.indexes)) or _things(
            reading, predicate.agent.indexes
        )
    first, stop = reading.bounds[word.segment]
    found = set(argument(reading, index, ("of", "in", "for")).indexes) if word.at + 1 < stop else set()
    for step in (-1, 1):
        at = index + step
        while first <= at < stop and abs(at - index) <= MODIFIERS and _is_beside(reading, at, step):
            found.add(at)
            at += step
    linking = next(
        (at for at in range(index - 1, max(first, index - LINKED) - 1, -1) if reading.words[at].low in BE), -1
    )
    if linking >= 0:
        found |= set(_before_linking(reading, linking))
    if not _things(reading, tuple(found)):
        verb = next((at for at in range(index - 1, max(first, index - GOVERNED) - 1, -1) if at in predicates), -1)
        found |= set(doer(predicates.get(verb)).indexes)
    return _things(reading, tuple(found))


def _close(reading: Reading, verb: int, indexes: Sequence[int]) -> tuple[int, ...]:
    """Those behind the verb up to the first mark: in "weakened 6%, and inflation is low" nothing of inflation."""
    stop = next((at for at in range(verb + 1, max((*indexes, verb)) + 1) if "," in reading.marks_before(at)), None)
    return tuple(at for at in indexes if at < verb or stop is None or at < stop)


def _before_linking(reading: Reading, linking: int) -> Iterator[int]:
    """The words of the noun phrases right before "is": "the sum of 3 million rupees was"."""
    first = reading.bounds[reading.words[linking].segment][0]
    for at in range(linking - 1, max(first, linking - 2 * MODIFIERS) - 1, -1):
        word = reading.words[at]
        if word.verb or reading.marks_before(at + 1) or not (word.is_content or word.low in ("of", "the", "a", "its")):
            return
        if word.is_content:
            yield at


def _is_beside(reading: Reading, at: int, step: int) -> bool:
    """Whether the word at `at` belongs to the noun phrase of the word it was reached from."""
    word = reading.words[at]
    return word.is_content and not word.verb and not reading.marks_before(at if step > 0 else at + 1)


def _things(reading: Reading, indexes: Sequence[int]) -> frozenset[int]:
    """Those of the words that are no figures, units or times."""
    return frozenset(
        at
        for at in indexes
        if not reading.words[at].is_number
        and reading.words[at].low not in UNITS | TIME | DAYS
        and reading.words[at].low not in scales()
    )
