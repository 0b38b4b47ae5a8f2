"""What a figure is the amount of: dead or missing, turnout or vote, the sum insured or the reward."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from evalharness.facts.claims.binding import SKIPPED, figures
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.tables import table
from evalharness.facts.fact import Fact, Quantity
from evalharness.text.document import Document

REACH = 6
WALLS = frozenset(("and", "but", "while", "whereas", "although", "though", "because", "or", "after", "before", "when"))
BEHIND_WALLS = WALLS | {"who", "which", "that", "as", "from", "than", "of", "with", "for", "in", "to", "at", "by"}
# Marks that part nothing: signs of figures, hyphens, apostrophes.
SIGNS = "-'\u2019.$%\u20ac\u00a3\u00a5"
UNFIT = frozenset(("ordinal", "label", "score", "clock", "age"))


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of the figures of a text.

    Attributes:
        of: index of a figure's word -> its measure and the index of the word that tells it.
        words: for each sentence the words that tell measures: index and measure.
    """

    of: dict[int, tuple[int, int]] = field(default_factory=dict)
    words: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


@cache
def _measures() -> dict[str, int]:
    """Word -> number of its measure; words of several are left out."""
    found: dict[str, int] = {}
    several: set[str] = set()
    for number, line in enumerate(cast("list[str]", table("measures")["measures"])):
        for word in line.split():
            if found.setdefault(word, number) != number:
                several.add(word)
    return {word: number for word, number in found.items() if word not in several}


@cache
def open_measures() -> frozenset[int]:
    """The measures that tell how far another one goes, would or may go: forecasts, limits, offers."""
    return frozenset(_measures()[word] for word in str(table("measures")["open"]).split())


def measures(document: Document) -> Measures:
    """View: what the figures of a document are the amounts of.

    >>> found = measures(Document("The slide killed 13 people and left 29 missing."))
    >>> len(found.of), len({measure for measure, _ in found.of.values()})
    (2, 2)
    """
    reading, known = document.view(read), _measures()
    result = Measures()
    for word in reading.words_among(known):
        if not word.name:
            result.words.setdefault(word.segment, []).append((word.at, known[word.low]))
    stated = document.view(figures)
    places = {index for index, _ in stated.all}
    for index, fact in stated.all:
        if reading.words[index].segment in result.words and is_amount(fact):
            found = _nearest(reading, index, fact, places)
            if found is not None:
                result.of[index] = found
    return result


def is_amount(fact: Fact) -> bool:
    """Whether a figure is the amount of something: no rank, score or time of day."""
    return isinstance(fact.value, Quantity) and fact.value.readings[0].unit not in UNFIT and fact.value.high is None


def _nearest(reading: Reading, index: int, fact: Fact, places: set[int]) -> tuple[int, int] | None:
    """The measure told nearest to a figure, in its own clause, and the index of the word that tells it."""
    before = next(_told(reading, index, -1, places), None)
    inside = reading.span_words(fact)
    after = next(_told(reading, inside[-1] if inside else index, 1, places), None)
    best = min((found for found in (before, after) if found), default=None)
    return None if best is None else (best[1], best[2])


def _told(reading: Reading, index: int, step: int, places: set[int]) -> Iterator[tuple[int, int, int]]:
    """The words that tell measures, from a figure outwards to the next figure, mark or joint."""
    first, stop = reading.bounds[reading.words[index].segment]
    known = _measures()
    walls = WALLS if step < 0 else BEHIND_WALLS
    at, gap = index + step, 0
    while first <= at < stop and gap < REACH:
        mark = reading.marks_before(at + 1 if step < 0 else at).strip(SIGNS)
        word = reading.words[at]
        if mark or word.low in walls or at in places or word.is_number:
            return
        if word.low in known and not word.name:
            yield gap, known[word.low], at
        gap += word.low not in SKIPPED
        at += step
