"""How far a candidate covers each content unit of its source: by words, by words that stand for others, in context.

Every unit is held against one candidate sentence and the next. The constants are few and round; around them the
agreement with REALSumm and with a wire story marked by hand is flat, in both halves of the articles.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evalharness.facts.content_units import Unit, UnitWord, content_units, stretches
from evalharness.facts.covering import Covering, covering
from evalharness.facts.support.index import analysed
from evalharness.facts.support.lexicon import likenesses, may_be_alike
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
# Room for rounding where a bound tells that a unit is lost without working out how far.
ROUNDING = 1e-9


Covered = dict[int, float]
NONE: Covered = {}


class Told(NamedTuple):
    """A source sentence with its units, ready for being held against candidates.

    Attributes:
        stems: all its stems, in order.
        first, last: numbers of its units, half-open.
        weight: that of the content words of its units.
        plain: the stems of words that are known by nothing else.
        known: the other words.
    """

    stems: tuple[str, ...]
    first: int
    last: int
    weight: float
    plain: frozenset[str]
    known: tuple[UnitWord, ...]


class Index(NamedTuple):
    """All units of a source, to be found by their content words.

    Attributes:
        sentences: those that have units, in order; sentence_of: the number of its sentence for each unit.
        units: all units, in order.
        words: the content words of all units, in order; unit_of: the number of its unit for each of them.
        having: numbers of the content words that a name or stem stands for.
        vocabulary: all stems of the text.
    """

    sentences: list[Told]
    sentence_of: list[int]
    units: tuple[Unit, ...]
    words: list[UnitWord]
    unit_of: list[int]
    having: dict[str, list[int]]
    vocabulary: frozenset[str]


def index(document: Document) -> Index:
    """View: the units of a source, ready for being held against candidates. Linear in its length."""
    units, stems = document.view(content_units), document.view(analysed).stems
    found = Index([], [], units, [], [], {}, frozenset(stems))
    for number, unit in enumerate(units):
        for word in unit.words:
            if word.is_content:
                for name in (word.stem, *word.ids):
                    found.having.setdefault(name, []).append(len(found.words))
                found.words.append(word)
                found.unit_of.append(number)
    parts, first = document.view(stretches), 0
    for number, unit in enumerate(units):
        if number + 1 == len(units) or units[number + 1].stretch != unit.stretch:
            _, _, start, end = parts[unit.stretch]
            found.sentence_of.extend([len(found.sentences)] * (number + 1 - first))
            found.sentences.append(_told(stems[start:end], units, first, number + 1))
            first = number + 1
    return found


def _told(stems: tuple[str, ...], units: Sequence[Unit], first: int, last: int) -> Told:
    words = [word for unit in units[first:last] for word in unit.words]
    return Told(
        stems=stems,
        first=first,
        last=last,
        weight=sum([word.weight for word in words if word.is_content]),
        plain=frozenset([word.stem for word in words if not word.ids]),
        known=tuple([word for word in words if word.ids]),
    )


def coverage(source: Document, candidate: Document) -> tuple[float, ...]:
    """For each content unit of the source how far the candidate keeps its words: 0 lost, 1 kept.

    A source sentence that the candidate has word for word is kept whole.

    >>> source = Document("The bank cut its main rate to help exporters. It rained in Oslo.")
    >>> coverage(source, Document("The bank lowered its main rate."))
    (1.0, 0.0, 0.0)
    """
    theirs, ours = source.view(index), _Candidate(candidate.view(covering), source.view(index).vocabulary)
    found = [0.0] * len(theirs.units)
    for number, covered in _met(theirs, ours.all):
        told = theirs.sentences[number]
        if told.stems in ours.all.wholes:
            found[told.first : told.last] = [1.0] * (told.last - told.first)
        else:
            found[told.first : told.last] = _Sentence(told, covered, ours).kept(theirs.units)
    return tuple(found)


def _met(theirs: Index, ours: Covering) -> Iterator[tuple[int, dict[int, Covered]]]:
    """The source sentences that have a content word in common with a candidate, by number, in order.

    With each, for those of its units that have one: the weight of the content words that a sentence of the candidate
    and its neighbour have, by the number of that sentence.
    """
    met = {number for name in ours.starts if name in theirs.having for number in theirs.having[name]}
    starts, sentence, found = ours.starts, -1, dict[int, Covered]()
    for number in sorted(met):
        unit, (stem, ids, weight, _) = theirs.unit_of[number], theirs.words[number]
        if theirs.sentence_of[unit] != sentence:
            if found:
                yield sentence, found
            sentence, found = theirs.sentence_of[unit], {}
        where = set().union(*[starts.get(name, ()) for name in (stem, *ids)]) if ids else starts[stem]
        covered = found.get(unit)
        if covered is None:
            found[unit] = dict.fromkeys(where, weight)
        else:
            for start in where:
                covered[start] = covered.get(start, 0.0) + weight
    if found:
        yield sentence, found


class _Candidate:
    """A candidate held against one source."""

    def __init__(self, ours: Covering, known: frozenset[str]) -> None:
        self.all, self._known = ours, known
        self._new: dict[int, list[tuple[int, str]]] = {}

    def new(self, start: int) -> list[tuple[int, str]]:
        """The content words of the sentence `start` and the next one that the source has nowhere, with their bits."""
        if start not in self._new:
            self._new[start] = [item for item in self.all.near(start).content if item[1] not in self._known]
        return self._new[start]


class _Sentence:
    """The units of one source sentence against a candidate that has some of their content words.

    `covered`: for those of its units that have one the weight of the content words that a sentence of the candidate
    and its neighbour have, by the number of that sentence.
    """

    def __init__(self, told: Told, covered: dict[int, Covered], ours: _Candidate) -> None:
        self.told, self.covered, self.ours = told, covered, ours
        self.context = self._contexts()
        self.best = min([(-share, start) for start, share in self.context.items()])[1]
        self.places: dict[int, tuple[list[str], float]] = {}

    def _contexts(self) -> dict[int, float]:
        """Share of the content of the whole source sentence that a sentence and its neighbour have."""
        sums: dict[int, float] = {}
        for covered in self.covered.values():
            for start, weight in covered.items():
                sums[start] = sums.get(start, 0.0) + weight
        return {start: min(1.0, weight / self.told.weight) for start, weight in sums.items()}

    def kept(self, units: Sequence[Unit]) -> list[float]:
        """How far each of the units of the sentence is kept; `units` are all of the source."""
        found: list[float] = []
        least = self._least(0.0, self.best)
        rest = None
        for number in range(self.told.first, self.told.last):
            unit, covered = units[number], self.covered.get(number, NONE)
            if covered and (len(covered) > 1 or self.best not in covered):
                found.append(self._kept(unit, covered))
                continue
            # The others, most of them, are looked for in one place; what cannot be kept there is not looked for.
            _, _, _, _, _, _, weight, lacking = unit
            wanted = least * weight
            if covered:
                lacking -= covered[self.best]
            if weight - lacking < wanted:
                rest = self._rest(self.best) if rest is None else rest
                if weight - lacking * rest < wanted:
                    found.append(0.0)
                    continue
            found.append(self._kept_at(unit, self.best, wanted))
        return found

    def _least(self, kept: float, start: int) -> float:
        """The share of its words that a unit must have from `start` on to be kept better than by `kept`.

        Below any where a word may stand in sentences that are not looked at.
        """
        if not self.ours.all.is_short:
            return -math.inf
        least: float = (LOST + kept * (WHOLE - LOST) - ROUNDING) / self.context[start] ** CONTEXT
        return least

    def _rest(self, start: int) -> float:
        """What is lost at least of a word that the place lacks: all, 1, where nothing may stand for it."""
        return 1.0 - self._place(start)[1] if self.ours.new(start) else 1.0

    def _kept(self, unit: Unit, covered: Covered) -> float:
        best = 0.0
        for start in self._starts(unit, covered):
            lacking = unit.content_weight - covered.get(start, 0.0)
            wanted = self._least(best, start) * unit.weight
            if unit.weight - lacking >= wanted or unit.weight - lacking * self._rest(start) >= wanted:
                kept = self._kept_at(unit, start, wanted)
                if kept > best:
                    best = kept
        return best

    def _starts(self, unit: Unit, covered: Covered) -> list[int]:
        """Where a unit may be kept best: the sentences to try."""
        starts = list(covered)
        if len(starts) > MAX_TRIED:
            context, weight = self.context, unit.weight
            starts.sort(key=lambda start: (-covered[start] - weight * context[start] / 4, start))
            del starts[MAX_TRIED:]
        if self.best not in starts:
            starts.append(self.best)
        return starts

    def _kept_at(self, unit: Unit, start: int, wanted: float) -> float:
        """How far a unit is kept from `start` on; too little where less than `wanted` of its weight is."""
        places = self.ours.all.near(start).places
        same = 0.0
        missing: list[UnitWord] = []
        for word in unit.words:
            stem, ids, weight, is_content = word
            if stem in places or (ids and not places.keys().isdisjoint(ids)):
                same += weight
            elif is_content and not ids:
                missing.append(word)
        alike = self._stood_for(missing, start, wanted - same) if missing and self.ours.new(start) else 0.0
        share: float = min(1.0, (same + alike) / unit.weight) * self.context[start] ** CONTEXT
        if share <= LOST:
            return 0.0
        kept = min(1.0, (share - LOST) / (WHOLE - LOST))
        return kept if unit.speaker is None or self.ours.all.is_said(unit, start) else kept * UNSAID

    def _stood_for(self, missing: Sequence[UnitWord], start: int, wanted: float) -> float:
        """Weight of the missing words that new words near by stand for, each new word for one of them.

        0 where it is surely less than `wanted`.
        """
        missing = [word for word in missing if may_be_alike(word.stem)]
        most = sum([word.weight for word in missing])
        if not missing or most < wanted:
            return 0.0
        new, share = self._place(start)
        if not new or most * share < wanted:
            return 0.0
        pairs = sorted(
            [
                (-alike, ours, theirs)
                for theirs, word in enumerate(missing)
                for ours, alike in enumerate(likenesses(word.stem, new, UNLIKE))
                if alike > UNLIKE
            ]
        )
        used: set[int] = set()
        answered: set[int] = set()
        weight = 0.0
        for distance, ours, theirs in pairs:
            if ours not in used and theirs not in answered:
                used.add(ours)
                answered.add(theirs)
                weight += missing[theirs].weight * min(1.0, (-distance - UNLIKE) / (ALIKE - UNLIKE))
        return weight * share

    def _place(self, start: int) -> tuple[list[str], float]:
        """The new words beside the words in common, and how far these may stand for others.

        In full from COMMON on, and less where the two sides have less in common (F1).
        """
        found = self.places.get(start)
        if found is None:
            near = self.ours.all.near(start)
            common = 0
            for stem in self.told.plain:
                if stem in near.places:
                    common |= near.places[stem]
            for word in self.told.known:
                common |= self.ours.all.bits_of(word, start)
            beside = _beside(common)
            new = [stem for bit, stem in self.ours.new(start) if bit & beside]
            ours = (near.bits & common).bit_count() / max(1, len(near.content))
            theirs = self.context[start]
            share = min(1.0, 2 * ours * theirs / (ours + theirs) / COMMON) if new else 0.0
            found = self.places[start] = new, share
        return found


def _beside(bits: int) -> int:
    """The bits up to REACH places away from one of these.

    >>> bin(_beside(1 << 30)).count("1")
    21
    """
    reached, done = bits, 0
    while done < 2 * REACH:
        step = min(done + 1, 2 * REACH - done)
        reached |= reached << step
        done += step
    return reached >> REACH
