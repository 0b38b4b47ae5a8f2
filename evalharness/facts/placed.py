"""Where a date stands: whether what is said around ours is said around one date of the source or around another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evalharness.facts.claims.reading import SOFTNESS, Reading, read
from evalharness.facts.claims.tables import words_in
from evalharness.facts.fact import Fact
from evalharness.text.document import Document

# What counts in all: the shares of what stands near, right beside, in the sentence and in those around, and the link.
NEAR, BESIDE, SENTENCE, AROUND, LINK = 1.0, 1.0, 0.7, 0.3, 0.3
# How near a word is that stands right beside ours, and one that stands beside theirs; how far back the link stands.
BY_OURS, BY_THEIRS, LINK_BACK = 0.47, 0.38, 4
# How much better the place of the rival must be in all; by how much its sentences, if not by what stands beside it.
LEAD, WIDE_LEAD = 0.8, 0.3
FIRM, FAINT = 0.5, 0.3
# The share where there are no words to go by, and the worth of a link where ours has none.
UNKNOWN, UNLINKED = 0.3, 0.5
MAX_PLACES = 60


class Place(NamedTuple):
    """Where a fact stands.

    Attributes:
        segment: its sentence.
        near: form -> nearness, 0 to 1, and weight of each content word of the sentence.
        link: the preposition before it; empty if there is none.
    """

    segment: int
    near: dict[str, tuple[float, float]]
    link: str


class Likeness(NamedTuple):
    """How well a place of theirs suits ours: in all, by what stands beside it, and by the sentences around it."""

    score: float
    beside: float
    around: float


class Places:
    """View: the places of the facts of one text, each looked at when first asked for."""

    def __init__(self, document: Document) -> None:
        self._reading: Reading = document.view(read)
        self._known: dict[int, Place | None] = {}
        self._around: dict[int, frozenset[str]] = {}

    def of(self, fact: Fact) -> Place | None:
        """The place of a fact; None outside the words read, as in a dateline."""
        if fact.start not in self._known:
            own = self._reading.span_words(fact)
            self._known[fact.start] = self._look(own) if own else None
        return self._known[fact.start]

    def _look(self, own: range) -> Place:
        words, places = self._reading.words, self._reading.places
        segment = words[own[0]].segment
        near: dict[str, tuple[float, float]] = {}
        for word in self._reading.segment(segment):
            if word.is_content and word.at not in own:
                gap = places[own[0]] - word.place if word.at < own[0] else word.place - places[own[-1]]
                nearness = 1.0 / (1.0 + gap / SOFTNESS)
                if nearness > near.get(word.form, (0.0, 0.0))[0]:
                    near[word.form] = nearness, word.weight
        return Place(segment, near, self._link(own[0], segment))

    def _link(self, at: int, segment: int) -> str:
        first = max(self._reading.bounds[segment][0], at - LINK_BACK)
        for word in reversed(self._reading.words[first:at]):
            if word.low in words_in("prepositions"):
                return word.low
            if word.verb:
                break
        return ""

    def around(self, segment: int) -> frozenset[str]:
        """The forms of the content words of a sentence and of those before and behind it."""
        if segment not in self._around:
            bounds = self._reading.bounds
            first, stop = bounds[max(0, segment - 1)][0], bounds[min(segment + 1, len(bounds) - 1)][1]
            words = self._reading.words[first:stop]
            self._around[segment] = frozenset([word.form for word in words if word.is_content])
        return self._around[segment]

    def likeness(self, ours: Place, fact: Fact) -> Likeness | None:
        """How much of what stands around ours stands around a fact of this text too."""
        place = self.of(fact)
        if place is None:
            return None
        around = self.around(place.segment)
        found = [
            (nearness, weight, place.near.get(form, (0.0, 0.0))[0], form in around)
            for form, (nearness, weight) in ours.near.items()
        ]
        near = _share((nearness * weight, min(1.0, 2 * theirs)) for nearness, weight, theirs, _ in found)
        beside = _share((weight, theirs > BY_THEIRS) for nearness, weight, theirs, _ in found if nearness > BY_OURS)
        sentence = _share((weight, theirs > 0) for _, weight, theirs, _ in found)
        wide = _share((weight, is_around) for _, weight, _, is_around in found)
        link = (ours.link == place.link) if ours.link else UNLINKED
        score = NEAR * near + BESIDE * beside + SENTENCE * sentence + AROUND * wide + LINK * link
        return Likeness(score, beside, wide)

    def best(self, ours: Place, facts: Sequence[Fact]) -> tuple[Likeness, Fact] | None:
        """The fact whose place suits ours best."""
        found = [(alike, fact) for fact in facts[:MAX_PLACES] if (alike := self.likeness(ours, fact))]
        return max(found, key=lambda one: (one[0].score, -one[1].start), default=None)


def _share(parts: Iterable[tuple[float, float]]) -> float:
    """The mean of some values between 0 and 1 by their weights, which come first."""
    whole = shared = 0.0
    for weight, value in parts:
        whole += weight
        shared += weight * value
    return shared / whole if whole else UNKNOWN


def better_placed(
    fact: Fact, rivals: Sequence[Fact], own: Sequence[Fact], texts: tuple[Document, Document]
) -> Fact | None:
    """The rival that stands where the source says what ours is said of, where our own fact does not; or None.

    own, rivals: the facts of the source that say the same as `fact`, and others of its kind.
    texts: candidate and source.

    >>> from evalharness.facts.extract import facts
    >>> source = Document("The dam was opened in 1961. Engineers found cracks in its wall in 2019, the owner said.")
    >>> ours = Document("Engineers found cracks in 1961.")
    >>> (fact,), (own, rival) = (text.view(facts) for text in (ours, source))
    >>> better_placed(fact, [rival], [own], (ours, source)).text
    '2019'
    """
    ours, theirs = (text.view(Places) for text in texts)
    mine = ours.of(fact)
    kept, best = (theirs.best(mine, some) for some in (own, rivals)) if mine else (None, None)
    if kept is None or best is None or best[0].score < kept[0].score + LEAD:
        return None
    (rival, found), mine_kept = best, kept[0]
    lead = rival.around - mine_kept.around
    is_beside = rival.beside >= FIRM and mine_kept.beside <= FAINT and lead >= 0
    return found if is_beside or lead >= WIDE_LEAD else None
