"""Where in a text a date stands: whether the words around ours stand around one date of the source or another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evalharness.facts.claims.reading import SOFTNESS, Reading, read
from evalharness.facts.fact import Fact
from evalharness.text.document import Document

# What the shares of the words near by, close by, of the sentence and of the sentences around count for, and the link.
NEAR, CLOSE, SENTENCE, AROUND, LINK = 1.0, 1.0, 0.7, 0.3, 0.3
# What stands at most so far from ours is close by, and so far from theirs.
BY_OURS, BY_THEIRS = 1 / (1 + 4.5 / SOFTNESS), 1 / (1 + 6.5 / SOFTNESS)
# How much better the rival's place must be; and by the words close by, or by those of the sentences around.
LEAD, FIRM, FAINT, WIDE_LEAD = 0.8, 0.6, 0.3, 0.3
# What counts where there are no words to go by.
UNKNOWN = 0.3
LINK_BACK = 4


class Place(NamedTuple):
    """Where a fact stands.

    Attributes:
        segment: its sentence in the reading.
        near: form -> nearness, 0 to 1, of each content word of the sentence.
        weights: form -> weight of the same words.
        link: the preposition before it; empty if there is none.
    """

    segment: int
    near: dict[str, float]
    weights: dict[str, float]
    link: str


class Likeness(NamedTuple):
    """How alike two places are: in all, and by the shares of the words close by and of the sentences around."""

    score: float
    close: float
    around: float


class Places:
    """The places of the facts of one text, each looked at when first asked for."""

    def __init__(self, document: Document) -> None:
        self.reading: Reading = document.view(read)
        self._known: dict[int, Place | None] = {}
        self._forms: dict[int, frozenset[str]] = {}

    def of(self, fact: Fact) -> Place | None:
        """The place of a fact; None outside the words read, as in a dateline."""
        if fact.start not in self._known:
            words = self.reading.span_words(fact)
            self._known[fact.start] = self._look(words) if words else None
        return self._known[fact.start]

    def _look(self, own: range) -> Place:
        words = self.reading.words
        segment = words[own[0]].segment
        near: dict[str, float] = {}
        weights: dict[str, float] = {}
        for word in self.reading.segment(segment):
            if word.is_content and word.at not in own:
                gap = words[own[0]].place - word.place if word.at < own[0] else word.place - words[own[-1]].place
                nearness = 1.0 / (1.0 + gap / SOFTNESS)
                if nearness > near.get(word.form, 0.0):
                    near[word.form], weights[word.form] = nearness, word.weight
        return Place(segment, near, weights, self._link(own[0], segment))

    def _link(self, at: int, segment: int) -> str:
        first = self.reading.bounds[segment][0]
        for word in reversed(self.reading.words[max(first, at - LINK_BACK) : at]):
            if word.low in PREPOSITIONS or word.verb:
                return word.low if word.low in PREPOSITIONS else ""
        return ""

    def around(self, segment: int) -> frozenset[str]:
        """The forms of the content words of a sentence and of those beside it."""
        found = self._forms.get(segment)
        if found is None:
            bounds = self.reading.bounds
            first, stop = bounds[max(0, segment - 1)][0], bounds[min(segment + 1, len(bounds) - 1)][1]
            words = self.reading.words[first:stop]
            found = self._forms[segment] = frozenset([word.form for word in words if word.is_content])
        return found


PREPOSITIONS = frozenset(
    "of in on at to from by with for against over under after before since until between than about as into near".split()
)


def likeness(ours: Place, theirs: Place, around: frozenset[str]) -> Likeness:
    """How much of what stands around ours stands around theirs too."""
    nearby = nearby_shared = close = close_shared = every = shared = wide = 0.0
    for form, nearness in ours.near.items():
        weight, other = ours.weights[form], theirs.near.get(form, 0.0)
        every += weight
        nearby += nearness * weight
        nearby_shared += nearness * weight * min(1.0, 2 * other)
        shared += weight if other else 0.0
        wide += weight if form in around else 0.0
        if nearness > BY_OURS:
            close += weight
            close_shared += weight if other > BY_THEIRS else 0.0
    linked = float(ours.link == theirs.link) if ours.link else 0.5
    by_close, by_wide = _share(close_shared, close), _share(wide, every)
    score = (
        NEAR * _share(nearby_shared, nearby)
        + CLOSE * by_close
        + SENTENCE * _share(shared, every)
        + AROUND * by_wide
        + LINK * linked
    )
    return Likeness(score, by_close, by_wide)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else UNKNOWN


def better_placed(fact: Fact, rivals: Sequence[Fact], own: Sequence[Fact], texts: tuple[Document, Document]) -> Fact | None:
    """The rival around which stand the words that stand around ours, where they do not around our own fact."""
    ours, theirs = texts[0].view(Places), texts[1].view(Places)
    mine = ours.of(fact)
    if mine is None:
        return None
    best, kept = _best(mine, rivals, theirs), _best(mine, own, theirs)
    if best is None or kept is None or best[0].score < kept[0].score + LEAD:
        return None
    is_close = best[0].close >= FIRM and kept[0].close <= FAINT and best[0].around >= kept[0].around
    return best[1] if is_close or best[0].around >= kept[0].around + WIDE_LEAD else None


def _best(mine: Place, facts: Sequence[Fact], theirs: Places) -> tuple[Likeness, Fact] | None:
    found = [
        (likeness(mine, place, theirs.around(place.segment)), fact) for fact in facts if (place := theirs.of(fact))
    ]
    return max(found, key=lambda one: (one[0].score, -one[1].start), default=None)
