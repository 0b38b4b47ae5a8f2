"""Where in the source each word of a candidate sentence comes from, judged by the company it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from evalharness.facts.claims.reading import BESIDE, SOFTNESS, Reading
from evalharness.facts.claims.tagging import Word
from evalharness.facts.support.lexicon import likeness

MAX_PLACES = 24
STANDS_FOR = 0.62
SLOT = 7.0
CLAUSE = 5.0
COVERED = 0.6


class Anchor(NamedTuple):
    """The source word a candidate word answers to.

    Attributes:
        place: index of the source word.
        is_same: the word itself or a form of it; else one derived from it or like it.
        alike: how well the one word stands for the other, 0 to 1.
    """

    place: int
    is_same: bool
    alike: float = 1.0


@dataclass
class Match:
    """A candidate held against a source, word by word."""

    ours: Reading
    theirs: Reading
    anchors: dict[int, Anchor] = field(default_factory=dict)
    _companies: dict[tuple[int, int], float] = field(default_factory=dict)
    _around: dict[int, tuple[list[tuple[str, float]], float]] = field(default_factory=dict)
    _sentences: dict[int, frozenset[str]] = field(default_factory=dict)

    def company(self, index: int, place: int) -> float:
        """Share of the words around ours, by weight and nearness, that stand around their word too: 0 to 1."""
        found = self._companies.get((index, place))
        if found is None:
            found = self._companies[index, place] = self._compare(index, place)
        return found

    def _compare(self, index: int, place: int) -> float:
        around, total = self._around.get(index) or self._look_around(index)
        if not total:
            return 0.0
        beside = self.theirs.beside(place)
        shared = 0.0
        for form, weight in around:
            if form in beside:
                shared += weight * min(1.0, beside[form] * 2)
        return shared / total

    def company_weight(self, index: int) -> float:
        """The weight, by nearness, of what stands around our word."""
        return (self._around.get(index) or self._look_around(index))[1]

    def _look_around(self, index: int) -> tuple[list[tuple[str, float]], float]:
        """The forms of the content words around one of ours, each with its weight by nearness, and all weight."""
        reading = self.ours
        near = [reading.words[at] for at in reading.near(index, BESIDE) if at != index]
        around = [
            (word.form, word.weight * (1.0 / (1.0 + reading.gap(index, word.at) / SOFTNESS)))
            for word in near
            if word.is_content
        ]
        total = 0.0
        for _, weight in around:
            total += weight
        self._around[index] = around, total
        return around, total

    def coverage(self, segment: int, place: int) -> float:
        """Share, by weight, of what stands right around their word that the candidate sentence has anywhere: 0 to 1."""
        around = [self.theirs.words[at] for at in self.theirs.near(place, CLAUSE) if at != place]
        content = [word for word in around if word.is_content]
        total = sum(word.weight for word in content)
        forms = self._forms(segment)
        return sum(word.weight for word in content if word.form in forms) / total if total else 0.0

    def _forms(self, segment: int) -> frozenset[str]:
        found = self._sentences.get(segment)
        if found is None:
            found = frozenset(word.form for word in self.ours.segment(segment) if word.is_content)
            self._sentences[segment] = found
        return found

    def has_form(self, segment: int, word: Word) -> bool:
        """Whether a candidate sentence has a word of the source, in whatever form."""
        return word.form in self._forms(segment)

    def firmness(self, index: int) -> float:
        """How surely a candidate word speaks of what its anchor speaks of: 0 to 1."""
        anchor = self.anchors[index]
        return max(
            self.company(index, anchor.place), COVERED * self.coverage(self.ours.words[index].segment, anchor.place)
        )

    def anchor_segment(self, segment: int) -> None:
        """Find the anchors of all content words of one candidate sentence."""
        words = [word for word in self.ours.segment(segment) if word.is_content]
        for word in words:
            self._anchor_same(word)
        for word in words:
            if word.at not in self.anchors and not word.name and not word.is_number:
                self._anchor_alike(word)

    def _anchor_same(self, word: Word) -> None:
        places = self.theirs.by_form.get(word.form, ())[:MAX_PLACES]
        if places:
            place = (
                places[0] if len(places) == 1 else max(places, key=lambda place: (self.company(word.at, place), -place))
            )
            self.anchors[word.at] = Anchor(place, True)

    def _anchor_alike(self, word: Word) -> None:
        """A derived or like word where the neighbours' anchors say it should be."""
        best = (0.0, 0)
        used = {anchor.place for anchor in self.anchors.values()}
        for place in self.slot(word.at):
            other = self.theirs.words[place]
            if other.is_content and place not in used and not other.name and not other.is_number:
                alike = likeness(word.form, other.form)
                if alike >= STANDS_FOR and (alike, -place) > best:
                    best = (alike, -place)
        if best[0]:
            self.anchors[word.at] = Anchor(-best[1], False, best[0])

    def slot(self, index: int) -> Iterator[int]:
        """Source words around the anchors of the nearest words on either side."""
        seen: set[int] = set()
        for other in self.neighbours(index):
            for place in self.theirs.near(self.anchors[other].place, SLOT):
                if place not in seen:
                    seen.add(place)
                    yield place

    def neighbours(self, index: int, count: int = 3) -> list[int]:
        """The nearest words of the sentence that have an anchor of their own form, nearest first."""
        near = [
            other
            for other in self.ours.near(index, BESIDE)
            if other != index and other in self.anchors and self.anchors[other].is_same
        ]
        return sorted(near, key=lambda other: (self.ours.gap(index, other), other))[:count]
