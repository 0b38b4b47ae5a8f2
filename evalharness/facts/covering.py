"""A candidate, indexed by sentence so that the content units of a source can be held against it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from evalharness.facts.content_units import Unit, UnitWord, marks, speech, stretches
from evalharness.facts.support.index import Sentence, analysed
from evalharness.text.document import Document

# Sentences looked at for one word; in longer texts it tells nothing.
MAX_PLACES = 60

Positions = dict[str, int]


class Near(NamedTuple):
    """A sentence of a candidate and the next one, as what a unit is held against.

    Attributes:
        places: for each name or stem its tokens, as bits counted from the first of them; those of the first sentence
            where that has it, else those of the next.
        content: the content words that are neither names nor figures, each as its bit and its stem.
        bits: all of them.
    """

    places: Positions
    content: list[tuple[int, str]]
    bits: int


class Covering:
    """A candidate, indexed by sentence for being held against units.

    Attributes:
        wholes: the stems of each sentence.
        positions: for each sentence the tokens of each name or stem, as bits counted from its first.
        starts: of each name or stem the sentences from which on a sentence and its neighbour have it, in order.
        is_short: whether `starts` leaves none out.
    """

    def __init__(self, document: Document) -> None:
        view, found = document.view(analysed), document.view(marks)
        self._stems, self._parts = view.stems, document.view(stretches)
        self.wholes = frozenset([view.stems[part.first : part.last] for part in self._parts])
        self.is_short = len(self._parts) <= MAX_PLACES
        self.starts: dict[str, tuple[int, ...]] = {}
        self._counts: Counter[str] = Counter()
        self.positions: list[Positions] = []
        self._content: list[list[tuple[int, str]]] = []
        self._near: dict[int, Near] = {}
        for number, part in enumerate(self._parts):
            positions: Positions = {}
            content: list[tuple[int, str]] = []
            bit = 1
            for index in range(part.first, part.last):
                stem, is_content, _, _ = view.forms[index]
                positions[stem] = positions.get(stem, 0) | bit
                mark = found.get(index)
                if mark:
                    for name in mark.ids:
                        positions[name] = positions.get(name, 0) | bit
                if is_content and not (mark and (mark.ids or mark.is_figure)):
                    content.append((bit, stem))
                bit <<= 1
            self.positions.append(positions)
            self._content.append(content)
            self._start(number, positions)

    def _start(self, number: int, names: Positions) -> None:
        """Enter the names of a sentence into `starts`, those of a long text no more than MAX_PLACES times."""
        starts = self.starts
        new = (number - 1, number) if number else (0,)
        for name in names:
            known = starts.get(name)
            if known is None:
                starts[name] = new
            elif self.is_short or self._counts[name] < MAX_PLACES:
                starts[name] = (*known, number) if known[-1] == number - 1 else known + new
        if not self.is_short:
            self._counts.update(names.keys())

    def near(self, start: int) -> Near:
        """The sentence `start` and the next one."""
        found = self._near.get(start)
        if found is None:
            places, content = self.positions[start], self._content[start]
            if start + 1 < len(self.positions):
                size = _size(self._parts[start])
                places = {name: bits << size for name, bits in self.positions[start + 1].items()} | places
                content = content + [(bit << size, stem) for bit, stem in self._content[start + 1]]
            found = self._near[start] = Near(places, content, sum([bit for bit, _ in content]))
        return found

    def bits_of(self, word: UnitWord, start: int) -> int:
        """The tokens of a word in the sentence `start`, or else in the next one, as bits counted from the first."""
        size = 0
        for number in range(start, min(start + 2, len(self.positions))):
            positions = self.positions[number]
            for name in (word.stem, *word.ids):
                if name in positions:
                    return positions[name] << size
            size = _size(self._parts[start])
        return 0

    def is_said(self, unit: Unit, start: int) -> bool:
        """Whether the sentence that has most of a quoted unit, `start` or the next, tells that somebody says it."""
        numbers = range(start, min(start + 2, len(self.positions)))
        number = max(numbers, key=lambda number: (self._weight(unit, number), -number))
        part = self._parts[number]
        says = not speech().isdisjoint(self._stems[part.first : part.last])
        return says or not self.positions[number].keys().isdisjoint(unit.speaker or ())

    def _weight(self, unit: Unit, number: int) -> float:
        return sum([word.weight for word in unit.words if word.stem in self.positions[number]])


def _size(part: Sentence) -> int:
    return part.last - part.first


def covering(document: Document) -> Covering:
    """View: the index of a candidate. Linear in its length."""
    return Covering(document)
