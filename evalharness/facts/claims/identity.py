"""Identity: a name of the source with the office, kinship, house or country that another name has there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import cast

from evalharness.facts.claims.cards import Card, Cards, Forms, is_one, is_person, is_proper, listed, own_keys
from evalharness.facts.claims.elsewhere import is_elsewhere
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.tables import form, table
from evalharness.facts.shown import one_line

CONFIDENCE = 0.7
NEAR = 6.0
MAX_CARDS = 40
RELATIVE = frozenset(("counterpart", "counterparts", "predecessor", "successor"))
BESIDE = 3


@cache
def _like(office: str) -> Forms:
    """The words that one person may be called by as well as by a word of office; itself among them."""
    groups = (words.split() for words in cast("list[str]", table("offices")["same"]))
    return frozenset({office}.union(*(words for words in groups if office in words)))


@cache
def _forms_like(office: str) -> Forms:
    """The forms of the words for an office that do not fit most others too."""
    return frozenset(form(word) for word in (_like(office) - listed("vague")) | {office})


def _is_relative(source: Reading, card: Card) -> bool:
    """Whether a word before the name gives it the office of somebody else: "her Ethiopian counterpart, Dawit Lemma"."""
    first = source.bounds[source.words[card.first].segment][0]
    return any(source.words[at].low in RELATIVE for at in range(max(first, card.first - BESIDE), card.first))


def misidentified(match: Match, ours: Cards, theirs: Cards, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: names given an office or a house that is another's in the source."""
    for card in ours.by_segment.get(segment, ())[:MAX_CARDS]:
        if not (card.heads or card.houses) or match.ours.words[card.first].quoted:
            continue
        own = theirs.of(own_keys(theirs, card.keys))
        if own:
            rival = _other_holder(match, card, own, theirs) or _other_house(match, card, own, theirs)
            if rival is not None:
                yield _finding(match, card, rival)


def _other_holder(match: Match, card: Card, own: list[Card], theirs: Cards) -> Card | None:
    """The source's card of another name with our office, where ours plainly has another or none of it."""
    held = {head for other in own for head in other.heads}
    whole = _whole_holder(match, card, own, theirs) if held else None
    if whole is not None:
        return whole
    for head in sorted(card.heads):
        if not held.isdisjoint(_like(head)) or _is_told(match, head, own, theirs):
            continue
        for rival in theirs.by_head.get(head, ())[:MAX_CARDS]:
            names = (card.keys, *card.houses)
            if any(is_one(theirs, keys, rival.keys) for keys in names) or not _is_told_of(match.theirs, rival):
                continue
            if _fits(card, rival, head, held, theirs):
                return rival
        doer = _doer(match, card, head, held, theirs)
        if doer is not None:
            return doer
    return None


def _whole_holder(match: Match, card: Card, own: list[Card], theirs: Cards) -> Card | None:
    """The one card of another name with our whole office, "sales director", where nothing near ours tells of it."""
    held = {word for other in own for word in other.details | other.heads}
    for head in sorted(card.heads - held):
        details = _modifiers(match.ours, card, head)
        if not details or not details.isdisjoint(held):
            continue
        like = [other for other in theirs.by_head.get(head, ())[:MAX_CARDS] if details <= other.details]
        others = {other.keys for other in like if not is_one(theirs, card.keys, other.keys)}
        is_sole = len(others) == 1 and len(like) == len([other for other in like if other.keys in others])
        if (
            is_sole
            and len(like[0].keys) > 1
            and _is_told_of(match.theirs, like[0])
            and not _stands_near(match.theirs, details, own, theirs)
        ):
            return like[0]
    return None


def _is_told_of(source: Reading, rival: Card) -> bool:
    """Whether a proper name stands in a sentence: not in a line below a letter."""
    in_sentence = any(word.verb for word in source.segment(source.words[rival.first].segment))
    return in_sentence and is_proper(source, rival)


def _modifiers(reading: Reading, card: Card, head: str) -> set[str]:
    """The form of the plain word right before a word of office beside a name: "sales" of "sales director"."""
    places = (at for at in range(card.low + 1, card.high + 1) if reading.words[at].low == head)
    before = [reading.words[at - 1] for at in places if not reading.marks_before(at).strip("-")]
    return {word.form for word in before if word.form in card.details and not word.name}


def _stands_near(source: Reading, details: set[str], own: list[Card], theirs: Cards) -> bool:
    """Whether a sentence of a name, or the next, has the words of an office other than as somebody else's."""
    for card in own:
        segment = source.words[card.first].segment
        for number in range(segment, min(segment + 2, len(source.bounds))):
            others = [other for other in theirs.by_segment.get(number, ()) if other.keys != card.keys]
            for word in source.segment(number):
                if word.form in details and not any(other.low <= word.at <= other.high for other in others):
                    return True
    return False


def _fits(card: Card, rival: Card, head: str, held: set[str], theirs: Cards) -> bool:
    """Whether an office is plainly the rival's: kin, the same details, or one holder while ours has another office."""
    if head in listed("kin") or card.details & rival.details:
        return True
    if head in listed("vague"):
        return len(card.heads & rival.heads) > 1 and bool(held - listed("vague"))
    holders = {holder.keys for holder in theirs.by_head.get(head, ())}
    return bool(held - listed("vague")) and len(holders) == 1 and not (card.details and rival.details)


def _doer(match: Match, card: Card, head: str, held: set[str], theirs: Cards) -> Card | None:
    """Who the source says does what our office is, in the same words: "Karras, who chairs the fees board"."""
    if not held - listed("vague") or head in listed("vague") or not card.details:
        return None
    source = match.theirs
    for at in source.by_form.get(form(head), ())[:MAX_CARDS]:
        near = {source.words[other].form for other in source.near(at, NEAR)}
        before = [other for other in theirs.by_segment.get(source.words[at].segment, ()) if other.first < at]
        if not before or card.details.isdisjoint(near) or is_one(theirs, card.keys, before[-1].keys):
            continue
        if is_person(theirs, before[-1].keys) and is_person(theirs, card.keys):
            return before[-1]
    return None


def _is_told(match: Match, head: str, own: list[Card], theirs: Cards) -> bool:
    """Whether the source has the office near the name, other than in the description of somebody else."""
    source = match.theirs
    for card in own:
        if _is_relative(source, card):
            return True
        segment = source.words[card.first].segment
        for at in (place for word in _forms_like(head) for place in source.by_form.get(word, ())):
            near = source.words[at].segment - segment
            if near == 0 or (near == 1 and _points_back(source, segment + 1)):
                others = theirs.by_segment.get(source.words[at].segment, ())
                if not any(other.low <= at <= other.high and other.keys != card.keys for other in others):
                    return True
    return False


def _points_back(source: Reading, segment: int) -> bool:
    if segment >= len(source.bounds):
        return False
    return any(word.low in ("he", "she", "they", "his", "her", "their", "who") for word in source.segment(segment))


def _other_house(match: Match, card: Card, own: list[Card], theirs: Cards) -> Card | None:
    """The source's card of another name under our house, where ours is under another of its kind."""
    source = match.theirs
    for house in card.houses:
        is_country = house[0].startswith("@")
        held = [other for mention in own for other in mention.houses if other[0].startswith("@") == is_country]
        if any(is_one(theirs, house, other) or is_one(theirs, other, house) for other in held):
            continue
        rival = next(
            (
                other
                for other in theirs.all
                if any(is_one(theirs, house, some) for some in other.houses)
                and not is_one(theirs, card.keys, other.keys)
            ),
            own[0] if is_country and held and _is_named(source, house) else None,
        )
        is_other = held or (rival is not None and is_elsewhere(source, house, own, rival))
        if rival is not None and is_other and not _stand_together(source, house, own, theirs):
            return rival
    return None


def _is_named(source: Reading, house: Sequence[str]) -> bool:
    return any(key in source.by_form for key in house)


def _stand_together(source: Reading, house: Sequence[str], own: list[Card], theirs: Cards) -> bool:
    """Whether the source has a house in a sentence of the name, other than as somebody else's."""
    for card in own:
        segment = source.words[card.first].segment
        others = theirs.by_segment.get(segment, ())
        for word in source.segment(segment):
            if word.name and is_one(theirs, house, word.name):
                inside = (other.low <= word.at <= other.high for other in others if other.keys != card.keys)
                if not any(inside):
                    return True
    return False


def _finding(match: Match, card: Card, rival: Card) -> ClaimFinding:
    span = excerpt(match.ours, min(card.low, card.first), max(card.high, card.last))
    source = excerpt(match.theirs, min(rival.low, rival.first), max(rival.high, rival.last))
    reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
    return ClaimFinding("binding", "contradicted", "soft", span, source, reason, CONFIDENCE)
