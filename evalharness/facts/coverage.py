"""How far a candidate covers each content unit of its source: by words, by words that stand for others, in context.

Every unit is held against one candidate sentence and the next. The constants are few and round; around them the
agreement with REALSumm and with a wire story marked by hand is flat, in both halves of the articles.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import groupby
from typing import NamedTuple

from evalharness.facts.content_units import Unit, UnitWord, content_units, stretches
from evalharness.facts.covering import Covering, Near, covering
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
# Room for rounding where a bound tells that a unit is lost without working out how far.
ROUNDING = 1e-9


def vocabulary(document: Document) -> frozenset[str]:
    """View: all stems of a text."""
    return frozenset(document.view(analysed).stems)


class Sought(NamedTuple):
    """A unit, ready for being held against candidates.

    Attributes:
        content: its content words.
        names: what they may be known by.
        total: the weight of all its words.
        content_total: the weight of its content words.
    """

    unit: Unit
    content: tuple[UnitWord, ...]
    names: frozenset[str]
    total: float
    content_total: float


class Told(NamedTuple):
    """A source sentence with its units, ready for being held against candidates.

    Attributes:
        stems: all its stems, in order.
        names: what its content words may be known by.
        total: their weight.
        small: the largest share that small words have in the weight of a unit.
        plain: the stems of words that are known by nothing else.
        known: the other words.
    """

    stems: tuple[str, ...]
    units: tuple[Sought, ...]
    names: frozenset[str]
    total: float
    small: float
    plain: frozenset[str]
    known: tuple[UnitWord, ...]


def told(document: Document) -> tuple[Told, ...]:
    """View: the sentences of a source that have units, by place. Linear in its length."""
    stems, parts = document.view(analysed).stems, document.view(stretches)
    return tuple(
        _told(stems[parts[number].first : parts[number].last], tuple(units))
        for number, units in groupby(document.view(content_units), key=lambda unit: unit.stretch)
    )


def _told(stems: tuple[str, ...], units: tuple[Unit, ...]) -> Told:
    words = [word for unit in units for word in unit.words]
    ready = tuple(map(_sought, units))
    return Told(
        stems=stems,
        units=ready,
        names=frozenset().union(*(unit.names for unit in ready)),
        total=sum([word.weight for word in words if word.is_content]),
        small=max(1.0 - unit.content_total / unit.total for unit in ready),
        plain=frozenset([word.stem for word in words if not word.ids]),
        known=tuple([word for word in words if word.ids]),
    )


def _sought(unit: Unit) -> Sought:
    content = tuple([word for word in unit.words if word.is_content])
    return Sought(
        unit=unit,
        content=content,
        names=frozenset([name for word in content for name in (word.stem, *word.ids)]),
        total=sum([word.weight for word in unit.words]),
        content_total=sum([word.weight for word in content]),
    )


def coverage(source: Document, candidate: Document) -> tuple[float, ...]:
    """For each content unit of the source how far the candidate keeps its words: 0 lost, 1 kept.

    A source sentence that the candidate has word for word is kept whole.

    >>> source = Document("The bank cut its main rate to help exporters. It rained in Oslo.")
    >>> coverage(source, Document("The bank lowered its main rate."))
    (1.0, 0.0, 0.0)
    """
    ours, known = candidate.view(covering), source.view(vocabulary)
    near = cache(partial(ours.near, known=known))
    found: list[float] = []
    for sentence in source.view(told):
        if sentence.names.isdisjoint(ours.names):
            found += [0.0] * len(sentence.units)
        elif sentence.stems in ours.wholes:
            found += [1.0] * len(sentence.units)
        else:
            found += _Sentence(sentence, ours, near).kept()
    return tuple(found)


class _Place(NamedTuple):
    """A sentence of a candidate and the next one, held against a source sentence.

    Attributes:
        new: stems of their words that the source lacks.
        share: how far these may stand for others: in full from COMMON on, and less where the two sides have less in
            common (F1).
        factor: what the context leaves of a share.
    """

    new: list[str]
    share: float
    factor: float


class _Sentence:
    """The units of one source sentence against a candidate that has some of their content words."""

    def __init__(self, told: Told, ours: Covering, near: Callable[[int], Near]) -> None:
        self.told, self.ours, self.near = told, ours, near
        here = told.names & ours.names
        self.covered = [{} if unit.names.isdisjoint(here) else self._content_covered(unit, here) for unit in told.units]
        self.context = self._contexts()
        self.best = min(self.context, key=lambda start: (-self.context[start], start))
        self.places: dict[int, _Place] = {}

    def _content_covered(self, unit: Sought, here: frozenset[str]) -> dict[int, float]:
        """Weight of the content words of a unit that a sentence and its neighbour have, by the sentence's number."""
        covered: dict[int, float] = {}
        starts = self.ours.starts
        for stem, ids, weight, _ in unit.content:
            if ids:
                for start in set().union(*(starts.get(name, ()) for name in (stem, *ids))):
                    covered[start] = covered.get(start, 0.0) + weight
            elif stem in here:
                for start in starts[stem]:
                    covered[start] = covered.get(start, 0.0) + weight
        return covered

    def _contexts(self) -> dict[int, float]:
        """Share of the content of the whole source sentence that a sentence and its neighbour have."""
        sums: dict[int, float] = {}
        for covered in self.covered:
            for start, weight in covered.items():
                sums[start] = sums.get(start, 0.0) + weight
        return {start: min(1.0, weight / self.told.total) for start, weight in sums.items()}

    def kept(self) -> list[float]:
        place = self._place(self.best)
        # What a unit without any content word in common may reach at most.
        most = (1.0 - (1.0 - self.told.small) * (1.0 - place.share)) * place.factor
        is_lost = most < LOST - ROUNDING and self.ours.is_short
        return [
            0.0 if is_lost and not covered else self._kept(unit, covered)
            for unit, covered in zip(self.told.units, self.covered, strict=True)
        ]

    def _kept(self, unit: Sought, covered: dict[int, float]) -> float:
        starts = list(covered)
        if len(starts) > 1:
            starts.sort(key=lambda start: (-covered[start] - unit.total * self.context[start] / 4, start))
            del starts[MAX_TRIED:]
        if self.best not in starts:
            starts.append(self.best)
        best = 0.0
        for start in starts:
            place = self._place(start)
            # No more than this weight of the words of the unit can be there or be stood for.
            most = unit.total - (unit.content_total - covered.get(start, 0.0)) * (1.0 - place.share)
            wanted = (LOST + best * (WHOLE - LOST) - ROUNDING) * unit.total / place.factor
            if most >= wanted or not self.ours.is_short:
                best = max(best, self._kept_at(unit, start, wanted))
        return best

    def _kept_at(self, unit: Sought, start: int, wanted: float) -> float:
        """How far a unit is kept from `start` on; too little where less than `wanted` of its weight is."""
        near = self.near(start).names
        same = 0.0
        missing: list[UnitWord] = []
        for word in unit.unit.words:
            if word.stem in near or not near.isdisjoint(word.ids):
                same += word.weight
            elif word.is_content and not word.ids:
                missing.append(word)
        alike = self._stood_for(missing, start, wanted - same) if missing else 0.0
        share: float = min(1.0, (same + alike) / unit.total) * self._place(start).factor
        kept = min(1.0, max(0.0, (share - LOST) / (WHOLE - LOST)))
        return kept if unit.unit.speaker is None or self.ours.is_said(unit.unit, start) else kept * UNSAID

    def _stood_for(self, missing: list[UnitWord], start: int, wanted: float) -> float:
        """Weight of the missing words that new words near by stand for, each new word for one of them.

        0 where it is surely less than `wanted`.
        """
        new, share, _ = self._place(start)
        if not new or sum([word.weight for word in missing]) * share < wanted:
            return 0.0
        pairs = sorted(
            (-alike, ours, theirs)
            for theirs, word in enumerate(missing)
            for ours, stem in enumerate(new)
            if (alike := likeness(word.stem, stem)) > UNLIKE
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

    def _place(self, start: int) -> _Place:
        found = self.places.get(start)
        if found is None:
            near = self.near(start)
            common = {place for stem in self.told.plain & near.names for place in near.places[stem]}
            for word in self.told.known:
                common.update(self.ours.places(word, start))
            ordered = sorted(common)
            new = [stem for index, stem in near.new if _is_near(index, ordered)]
            ours = len(near.indexes & common) / max(1, len(near.indexes))
            theirs = self.context[start]
            share = min(1.0, 2 * ours * theirs / (ours + theirs) / COMMON) if new else 0.0
            found = self.places[start] = _Place(new, share, theirs**CONTEXT)
        return found


def _is_near(index: int, others: Sequence[int]) -> bool:
    at = bisect_left(others, index)
    return any(abs(other - index) <= REACH for other in others[max(0, at - 1) : at + 1])
