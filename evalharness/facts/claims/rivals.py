"""Rivals: the name that the source has right where the words around a name of ours stand, and ours has not."""

from __future__ import annotations

from evalharness.facts.claims.cards import Card, Cards, is_one, is_person, is_proper, own_keys
from evalharness.facts.claims.match import Match

# How much of what stands around our name must stand around the rival, and how much less around ours in the source.
NEAR, LESS, ALONE = 0.45, 0.5, 0.8
# The weight, by nearness, that the words around our name must have.
TELLING = 14.0
MAX_CARDS = 80


def nearest_rival(match: Match, known: Cards, card: Card, *, owns: bool) -> Card | None:
    """The one other name of the same kind that keeps our name's company in the source, where ours plainly does not.

    owns: whether the source speaks of our name in like words elsewhere, by whatever word for it.
    """
    if owns or card.keys[0].startswith("@") or match.company_weight(card.first) < TELLING:
        return None
    names = [word.name for word in match.ours.segment(match.ours.words[card.first].segment) if word.name]
    human = is_person(known, card.keys)
    here = {match.theirs.words[other.first].segment for other in known.of(own_keys(known, card.keys))}
    own, best, second = 0.0, (0.0, -1), 0.0
    for number, other in enumerate(known.all[:MAX_CARDS]):
        company = match.company(card.first, other.first)
        if is_one(known, card.keys, other.keys):
            own = max(own, company)
        elif (
            company > NEAR * ALONE
            and match.theirs.words[other.first].segment not in here  # there both are told of, each in its part
            and _may_be_rival(match, known, other, names, human=human)
        ):
            if best[1] >= 0 and known.all[best[1]].keys != other.keys:
                second = max(second, min(company, best[0]))
            best = max(best, (company, number), key=lambda found: found[0])
    is_clear = best[0] >= NEAR and own <= LESS * best[0] and second <= ALONE * best[0]
    return known.all[best[1]] if is_clear else None


def _may_be_rival(match: Match, known: Cards, other: Card, names: list[tuple[str, ...]], *, human: bool) -> bool:
    if other.keys[0].startswith("@") or is_person(known, other.keys) != human or not is_proper(match.theirs, other):
        return False
    if any(is_one(known, other.keys, name) for name in names):
        return False
    others = known.by_segment.get(match.theirs.words[other.first].segment, ())
    return not any(card.low <= other.first <= card.high and card.keys != other.keys for card in others)
