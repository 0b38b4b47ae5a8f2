"""How far a candidate covers each content unit of its source: by words, by words that stand for others, in context.

Every unit is held against one candidate sentence and the next. The constants are few and round; around them the
agreement with REALSumm and with a wire story marked by hand is flat, in both halves of the articles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from evalharness.facts.content_units import Unit, UnitWord, content_units, marks, speaks, stretches
from evalharness.facts.support.index import analysed
from evalharness.facts.support.lexicon import likeness
from evalharness.text.document import Document

# Covered by less than LOST a unit is lost, by more than WHOLE it is kept, in between in part: a name in common is not
# yet part of a statement, and a retelling need not have all its words.
LOST, WHOLE = 0.25, 0.75
# A word that is new in the candidate stands for one of the source from this likeness on, wholly from the second on.
UNLIKE, ALIKE = 0.2, 0.7
# How many words it may be away from a word in common.
REACH = 10
# Words stand for others in full where two sentences have this share of their words in common, as F1.
COMMON = 1 / 3
# Power of the share of the whole source sentence that the same place covers: words met by chance count less.
CONTEXT = 0.2
# A quotation that is left standing without anybody saying it.
UNSAID = 0.5
MAX_TRIED = 2
MAX_PLACES = 60

Positions = dict[str, list[int]]


class Covering:
    """A candidate, indexed by sentence for being held against units."""

    def __init__(self, document: Document) -> None:
        view, found = document.view(analysed), document.view(marks)
        self.says = document.view(speaks)
        parts = document.view(stretches)
        self.wholes = frozenset(view.stems[part.first : part.last] for part in parts)
        self.positions: list[Positions] = []
        self.content: list[list[tuple[int, str]]] = []
        self.sentences_with: dict[str, list[int]] = {}
        for number, part in enumerate(parts):
            positions: Positions = {}
            content: list[tuple[int, str]] = []
            for index in range(part.first, part.last):
                ids, stem = found[index].ids, view.stems[index]
                for name in (stem, *ids):
                    positions.setdefault(name, []).append(index)
                if view.forms[index].is_content and not ids and found[index].figure is None:
                    content.append((index, stem))
            for name in positions:
                self.sentences_with.setdefault(name, []).append(number)
            self.positions.append(positions)
            self.content.append(content)

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

    def starts(self, word: UnitWord) -> set[int]:
        """The sentences from which on a sentence and its neighbour have a word."""
        numbers = {
            number for name in (word.stem, *word.ids) for number in self.sentences_with.get(name, ())[:MAX_PLACES]
        }
        return numbers | {number - 1 for number in numbers if number}


def covering(document: Document) -> Covering:
    """View: the index of a candidate. Linear in its length."""
    return Covering(document)


def vocabulary(document: Document) -> frozenset[str]:
    """View: all stems of a text."""
    return frozenset(document.view(analysed).stems)


def coverage(source: Document, candidate: Document) -> tuple[float, ...]:
    """For each content unit of the source how far the candidate keeps its words: 0 lost, 1 kept.

    A source sentence that the candidate has word for word is kept whole.

    >>> source = Document("The bank cut its main rate to help exporters. It rained in Oslo.")
    >>> coverage(source, Document("The bank lowered its main rate."))
    (1.0, 0.0, 0.0)
    """
    ours, parts = candidate.view(covering), source.view(stretches)
    stems, known = source.view(analysed).stems, source.view(vocabulary)
    found: list[float] = []
    for number, units in groupby(source.view(content_units), key=lambda unit: unit.stretch):
        group = list(units)
        is_whole = stems[parts[number].first : parts[number].last] in ours.wholes
        found += [1.0] * len(group) if is_whole else _Sentence(group, ours, known).kept()
    return tuple(found)


class _Sentence:
    """The units of one source sentence against a candidate."""

    def __init__(self, units: list[Unit], ours: Covering, known: frozenset[str]) -> None:
        self.units, self.ours, self.known = units, ours, known
        self.totals = [sum(word.weight for word in unit.words) for unit in units]
        self.covered = [self._content_covered(unit) for unit in units]
        self.context = self._contexts()
        self.best = sorted(self.context, key=lambda start: (-self.context[start], start))[:1]
        self.new: dict[int, tuple[list[str], float]] = {}

    def _content_covered(self, unit: Unit) -> dict[int, float]:
        """Weight of the content words of a unit that a sentence and its neighbour have, by the sentence's number."""
        covered: dict[int, float] = {}
        for word in unit.words:
            if word.is_content:
                for start in self.ours.starts(word):
                    covered[start] = covered.get(start, 0.0) + word.weight
        return covered

    def _contexts(self) -> dict[int, float]:
        """Share of the content of the whole source sentence that a sentence and its neighbour have."""
        total = sum(word.weight for unit in self.units for word in unit.words if word.is_content)
        sums: dict[int, float] = {}
        for covered in self.covered:
            for start, weight in covered.items():
                sums[start] = sums.get(start, 0.0) + weight
        return {start: min(1.0, weight / total) for start, weight in sums.items()}

    def kept(self) -> list[float]:
        return [self._kept(number) for number in range(len(self.units))]

    def _kept(self, number: int) -> float:
        unit, total, covered = self.units[number], self.totals[number], self.covered[number]
        likely = sorted(covered, key=lambda start: (-covered[start] - total * self.context[start] / 4, start))
        starts = dict.fromkeys((*likely[:MAX_TRIED], *self.best))
        return max((self._kept_at(unit, total, start) for start in starts), default=0.0)

    def _kept_at(self, unit: Unit, total: float, start: int) -> float:
        found = [bool(self.ours.places(word, start)) for word in unit.words]
        same = sum(word.weight for word, is_there in zip(unit.words, found, strict=True) if is_there)
        missing = [
            word
            for word, is_there in zip(unit.words, found, strict=True)
            if not is_there and word.is_content and not word.ids
        ]
        alike = self._stood_for(missing, start) if missing else 0.0
        share: float = min(1.0, (same + alike) / total) * self.context[start] ** CONTEXT
        kept = min(1.0, max(0.0, (share - LOST) / (WHOLE - LOST)))
        return kept if unit.speaker is None or self.ours.is_said(unit, start) else kept * UNSAID

    def _stood_for(self, missing: list[UnitWord], start: int) -> float:
        """Weight of the missing words that new words near by stand for, each new word for one of them."""
        new, common = self._new_words(start)
        pairs = sorted(
            (-likeness(word.stem, stem), ours, theirs)
            for theirs, word in enumerate(missing)
            for ours, stem in enumerate(new)
        )
        used: set[int] = set()
        answered: set[int] = set()
        weight = 0.0
        for distance, ours, theirs in pairs:
            if -distance <= UNLIKE:
                break
            if ours not in used and theirs not in answered:
                used.add(ours)
                answered.add(theirs)
                weight += missing[theirs].weight * min(1.0, (-distance - UNLIKE) / (ALIKE - UNLIKE))
        return weight * min(1.0, common / COMMON)

    def _new_words(self, start: int) -> tuple[list[str], float]:
        """Of a sentence and its neighbour the words that the source lacks, and how much it has in common (F1)."""
        if start not in self.new:
            words = (word for unit in self.units for word in unit.words)
            common = sorted({place for word in words for place in self.ours.places(word, start)})
            content = [item for part in self.ours.content[start : start + 2] for item in part]
            new = [stem for index, stem in content if stem not in self.known and _is_near(index, common)]
            ours = len({index for index, _ in content}.intersection(common)) / max(1, len(content))
            theirs = self.context[start]
            self.new[start] = new, 2 * ours * theirs / (ours + theirs)
        return self.new[start]


def _is_near(index: int, others: Sequence[int]) -> bool:
    at = bisect_left(others, index)
    return any(abs(other - index) <= REACH for other in others[max(0, at - 1) : at + 1])
