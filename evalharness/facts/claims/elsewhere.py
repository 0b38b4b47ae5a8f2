"""Elsewhere: whether a source puts a name plainly under another house than one of its houses."""

from __future__ import annotations

from collections.abc import Sequence

from evalharness.facts.claims.cards import Card
from evalharness.facts.claims.reading import Reading

OWNING = frozenset(("its", "their"))
SHARING = frozenset(
    (
        "colleague", "colleagues", "co-author", "coauthor", "counterpart", "counterparts", "partner", "teammate",
        "fellow", "predecessor", "successor", "deputy", "co-founder", "also", "another", "both", "other",
    )
)  # fmt: skip
BEFORE = 4


def is_elsewhere(source: Reading, house: Sequence[str], own: Sequence[Card], rival: Card) -> bool:
    """Whether a house named with `rival` cannot be that of the name with the cards `own`.

    Either the name comes in with "its", and the house is not what that stands for; or the house first comes up with the
    rival, in a later sentence, and nothing says that they share it.
    """
    if _is_shared(source, rival):
        return False
    first = min(own, key=lambda card: card.first)
    owner = _owning(source, own)
    places = [place for key in house for place in source.by_form.get(key, ())]
    if owner is not None:
        segment = source.words[owner.first].segment
        return not any(segment - 1 <= source.words[place].segment <= segment for place in places)
    segment = source.words[first.first].segment
    earliest = min((source.words[place].segment for place in places), default=-1)
    is_rivals = earliest == source.words[rival.first].segment
    return is_rivals and earliest > segment + 1 and bool(first.heads)


def _owning(source: Reading, own: Sequence[Card]) -> Card | None:
    """The card of a name that comes in with "its" or "their"."""
    return next((card for card in own if source.words[card.low].low in OWNING), None)


def _is_shared(source: Reading, rival: Card) -> bool:
    """Whether the words before a name tell that it shares what it is under: "his colleague"."""
    begin = source.bounds[source.words[rival.first].segment][0]
    return any(source.words[at].low in SHARING for at in range(max(begin, rival.low - BEFORE), rival.high + 1))
