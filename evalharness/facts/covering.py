"""A candidate, indexed by sentence so that the content units of a source can be held against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evalharness.facts.content_units import Unit, UnitWord, marks, speaks, stretches
from evalharness.facts.support.index import analysed
from evalharness.text.document import Document

# Sentences looked at for one word; in longer texts it tells nothing.
MAX_PLACES = 60

Positions = dict[str, list[int]]


class Near(NamedTuple):
    """A sentence of a candidate and the next one, as what a unit is held against.

    Attributes:
        places: token indexes of each name or stem, in the first sentence where it has it, else in the next.
        names: the keys of `places`.
        new: token index and stem of the content words that the source has nowhere.
        indexes: token indexes of all content words.
    """

    places: Positions
    names: frozenset[str]
    new: list[tuple[int, str]]
    indexes: frozenset[int]


class Covering:
    """A candidate, indexed by sentence for being held against units.

    Attributes:
        says: for each sentence, whether it has a word of saying.
        wholes: the stems of each sentence.
        positions: for each sentence the token indexes of each name or stem.
        starts: of each name or stem the sentences from which on a sentence and its neighbour have it.
        names: the keys of `starts`.
        is_short: whether `starts` leaves none out.
    """

    def __init__(self, document: Document) -> None:
        view, found = document.view(analysed), document.view(marks)
        self.says = document.view(speaks)
        parts = document.view(stretches)
        self.wholes = frozenset(view.stems[part.first : part.last] for part in parts)
        self.positions: list[Positions] = []
        self._content: list[list[tuple[int, str]]] = []
        for part in parts:
            positions: Positions = {}
            content: list[tuple[int, str]] = []
            for index in range(part.first, part.last):
                form, (ids, figure, _) = view.forms[index], found[index]
                for name in (form.stem, *ids):
                    positions.setdefault(name, []).append(index)
                if form.is_content and not ids and figure is None:
                    content.append((index, form.stem))
            self.positions.append(positions)
            self._content.append(content)
        self.starts = _starts(self.positions)
        self.is_short = len(parts) <= MAX_PLACES
        self.names = frozenset(self.starts)

    def near(self, start: int, known: frozenset[str]) -> Near:
        """The sentence `start` and the next one; `known` are the stems of the source."""
        places: Positions = {}
        for positions in reversed(self.positions[start : start + 2]):
            places |= positions
        content = [item for part in self._content[start : start + 2] for item in part]
        new = [item for item in content if item[1] not in known]
        return Near(places, frozenset(places), new, frozenset([index for index, _ in content]))

    def places(self, word: UnitWord, start: int) -> list[int]:
        """Where the sentence `start`, or else the next one, has a word: token indexes."""
        for positions in self.positions[start : start + 2]:
            for name in (word.stem, *word.ids):
                if name in positions:
                    return positions[name]
        return []

    def is_said(self, unit: Unit, start: int) -> bool:
        """Whether the sentence that has most of a quoted unit, `start` or the next, tells that somebody says it."""
        numbers = range(start, min(start + 2, len(self.positions)))
        number = max(numbers, key=lambda number: (self._weight(unit, number), -number))
        return self.says[number] or not self.positions[number].keys().isdisjoint(unit.speaker or ())

    def _weight(self, unit: Unit, number: int) -> float:
        return sum(word.weight for word in unit.words if word.stem in self.positions[number])


def _starts(positions: Sequence[Positions]) -> dict[str, set[int]]:
    having: dict[str, list[int]] = {}
    for number, names in enumerate(positions):
        for name in names:
            having.setdefault(name, []).append(number)
    return {
        name: {start for number in numbers[:MAX_PLACES] for start in (number - 1, number) if start >= 0}
        for name, numbers in having.items()
    }


def covering(document: Document) -> Covering:
    """View: the index of a candidate. Linear in its length."""
    return Covering(document)
