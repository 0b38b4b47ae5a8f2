"""Slots: a name of the source put where another name stands in the clause that tells the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from evalharness.facts.claims.cards import Cards, cards, is_one, is_owner, is_person, is_plain, offices, own_keys
from evalharness.facts.claims.deeds import Deeds, told
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import NOBODY, PREPOSITIONS, Party
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.stance import own_stance
from evalharness.facts.claims.tables import table, words_in
from evalharness.facts.claims.tagging import SPEECH_VERBS, Word
from evalharness.facts.shown import one_line
from evalharness.records import Span
from evalharness.text.document import Document

FIRM = 0.4
RARE = 2.0
REACH = 5
AROUND, NEAR, SOFTNESS = 14.0, 9.0, 5.0
MAX_RIVALS = 24
CONFIDENCE = 0.6
IDLE = (words_in("general") | SPEECH_VERBS) - {"lead"}
DETERMINERS = words_in("determiners")
AGENT, PATIENT = "agent", "patient"
JOINING = frozenset(("in", "at", "near", "from", "to", "for", "with", "by", "of", "on", "against", "into", "under"))
BRINGING = frozenset(("from", "in", "at", "near", "with", "to", "on", "against"))
STANDING_FOR = frozenset(("he", "she", "it", "they", "which"))
INSIDE = "-\u2013'\u2019."
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A name in its place beside a word.

    Attributes:
        anchor: index of the verb or noun.
        relation: agent, patient, or the small word between.
        name: index of a word of the name.
        keys: the keys of the name.
    """

    anchor: int
    relation: str
    name: int
    keys: Keys


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of a text by sentence and by what its anchors share with other words for the same.

    Attributes:
        cards: who the names are.
    """

    cards: Cards
    by_segment: dict[int, list[tuple[str, Slot]]] = field(default_factory=dict)
    by_anchor: dict[str, list[Slot]] = field(default_factory=dict)


@cache
def _acts() -> dict[str, str]:
    groups = cast("list[str]", table("offices")["acts"])
    return {word.replace("_", " "): group.split()[0] for group in groups for word in group.split()}


def slots(document: Document) -> Slots:
    """View: where the names of a document stand.

    >>> found = slots(Document("Oslo Shipping opened a plant in Bergen."))
    >>> [(slot.relation, slot.keys) for slots in found.by_segment.values() for _, slot in slots]
    [('agent', ('oslo', 'ship')), ('in', ('bergen',)), ('in', ('bergen',))]
    """
    reading, done = document.view(read), document.view(told)
    found = Slots(document.view(cards))
    for anchor, slot in (*_governed(reading, done), *_beside(reading)):
        found.by_segment.setdefault(reading.words[slot.anchor].segment, []).append((anchor, slot))
        found.by_anchor.setdefault(anchor, []).append(slot)
    return found


def _governed(reading: Reading, done: Deeds) -> Iterator[tuple[str, Slot]]:
    """The names that predicates have as their parties."""
    for number, deed in enumerate(done.all):
        verb = reading.words[deed.predicate.verb]
        if not verb.verb or verb.verb in IDLE or verb.low == "according" or verb.quoted:
            continue
        anchor = _act(verb.verb, deed.predicate.particle)
        agent = deed.predicate.agent
        if verb.tag == "g" and not agent.is_present and reading.word_before(verb.at) is None:
            agent = _next_agent(reading, done, number)  # "Writing for the majority, Justice Lee said"
        parties = [(AGENT, agent), (PATIENT, deed.predicate.patient)]
        parties += [(word, party) for word, party in deed.predicate.others if word in JOINING and word != "by"]
        for relation, party in parties:
            at = _head_name(reading, party, verb)
            if at is not None and not (relation in (AGENT, PATIENT) and _is_brought_in(reading, at)):
                yield anchor, Slot(verb.at, relation, at, reading.words[at].name)


def _act(verb: str, particle: str) -> str:
    """What verbs for one act share."""
    whole = f"{verb} {particle}".strip()
    return _acts().get(whole, _acts().get(verb, verb))


def _next_agent(reading: Reading, done: Deeds, number: int) -> Party:
    segment = reading.words[done.all[number].predicate.verb].segment
    for deed in done.all[number + 1 : number + 3]:
        if reading.words[deed.predicate.verb].segment == segment and deed.predicate.agent.names:
            return deed.predicate.agent
    return NOBODY


def _head_name(reading: Reading, party: Party, verb: Word) -> int | None:
    """The name that a party comes down to, or whose it is; None where it has none or a pronoun stands for it."""
    inside = [at for at in party.indexes if reading.words[at].segment == verb.segment]
    if not inside:
        return None
    low, high = sorted((inside[-1], verb.at))
    if any(reading.words[at].low in STANDING_FOR for at in range(low, high)):
        return None
    if reading.words[inside[-1]].name:
        return inside[-1]
    if reading.words[inside[-1]].low in offices():
        return None  # "Oslo's captain scored" tells of the captain
    return next((at for at in inside if reading.words[at].name and is_owner(reading, at)), None)


def _is_brought_in(reading: Reading, last: int) -> bool:
    """Whether a small word brings in a name, so that it only tells more of another: "a miller from Breslau who"."""
    word = reading.words[last]
    at = last
    while at > reading.bounds[word.segment][0] and reading.words[at].name == word.name:
        at -= 1
    return reading.words[at].low in BRINGING


def _beside(reading: Reading) -> Iterator[tuple[str, Slot]]:
    """The names that a small word joins to the noun or participle before: "landscapes by Anna Berg"."""
    words = reading.words
    for fact in reading.names:
        inside = reading.span_words(fact)
        if not inside or not words[inside[0]].name or _is_modifier(reading, inside[-1]):
            continue
        word = words[inside[0]]
        first = reading.bounds[word.segment][0]
        at = word.at - 1
        if at <= first:
            continue
        while at > first and at > word.at - REACH and (words[at].low in DETERMINERS or is_plain(words[at])):
            at -= 1
        if at <= first or words[at].low not in JOINING:
            continue
        noun = words[at - 1]
        if (
            noun.is_content
            and noun.low != "according"
            and not noun.name
            and not noun.is_number
            and _is_joined(reading, at - 1, word.at)
        ):
            is_done = noun.verb and words[at].low == "by"
            anchor = _act(noun.verb, "") if noun.verb else f"~{noun.form}"
            yield anchor, Slot(noun.at, AGENT if is_done else words[at].low, word.at, word.name)


def _is_modifier(reading: Reading, last: int) -> bool:
    """Whether a name only describes the noun behind it: "heirs of a Jewish industrialist"."""
    after = last + 1
    if after >= reading.bounds[reading.words[last].segment][1] or reading.marks_before(after):
        return False
    return is_plain(reading.words[after])


def _is_joined(reading: Reading, first: int, last: int) -> bool:
    return not any(reading.marks_before(at).strip(INSIDE) for at in range(first + 1, last + 1))


def misplaced(match: Match, ours: Slots, theirs: Slots, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: names that stand where the source has another name."""
    for anchor, slot in ours.by_segment.get(segment, ()):
        if match.ours.words[slot.name].quoted or not _is_known(match, slot.keys):
            continue
        rival = _rival(match, (ours, theirs), anchor, slot)
        if rival is not None:
            yield _finding(match, slot, rival)


def _is_known(match: Match, keys: Keys) -> bool:
    return any(key in match.theirs.by_form for key in keys)


def _rival(match: Match, sides: tuple[Slots, Slots], anchor: str, slot: Slot) -> Slot | None:
    """The source's slot that ours answers to, where it plainly holds another name."""
    same = sides[1].by_anchor.get(anchor, ())[:MAX_RIVALS]
    source = match.theirs
    if not same or any(is_one(sides[1].cards, slot.keys, other.keys) for other in same):
        return None
    best, best_score = None, 0.0
    for other in same:
        if (
            other.relation == slot.relation
            and _is_shared(match, slot, other)
            and _are_alike(sides[1].cards, slot.keys, other.keys)
        ):
            score = _score(match, slot, other)
            if score > best_score:
                best, best_score = other, score
    if best is None or best_score < FIRM or _belong(sides[1].cards, slot, best):
        return None
    here = [word for word in match.ours.segment(match.ours.words[slot.anchor].segment) if word.name]
    is_here = any(is_one(sides[1].cards, best.keys, word.name) for word in here)
    is_there = any(
        is_one(sides[1].cards, slot.keys, word.name) for word in source.segment(_segment(source, best)) if word.name
    )
    if is_there and own_stance(match.ours, slot.anchor) != own_stance(source, best.anchor):
        return None  # "Lund promised to supply the rest" beside "Berg has supplied half, Lund promised the rest"
    if (is_here or is_there) and not _is_exchanged(match, sides, anchor, (slot, best)):
        return None
    return best


def _is_shared(match: Match, slot: Slot, rival: Slot) -> bool:
    """Whether what the rival owns, in "for Lund's club", stands in our sentence too; true where it owns nothing."""
    source = match.theirs
    stop = source.bounds[_segment(source, rival)][1]
    last = next((at for at in range(rival.name, stop) if source.words[at].name != rival.keys), stop)
    if last == stop or not is_owner(source, last - 1):
        return True
    return any(word.form == source.words[last].form for word in match.ours.segment(_segment(match.ours, slot)))


def _segment(reading: Reading, slot: Slot) -> int:
    return reading.words[slot.anchor].segment


def _is_exchanged(match: Match, sides: tuple[Slots, Slots], anchor: str, pair: tuple[Slot, Slot]) -> bool:
    """Whether each of two names of one sentence has a word of its own, in both texts, and they are no list."""
    ours, theirs = pair
    source = match.theirs
    if theirs.relation in (AGENT, PATIENT) and anchor not in _acts().values():
        return False
    mine = [
        other
        for _, other in sides[1].by_segment.get(_segment(source, theirs), ())
        if is_one(sides[1].cards, ours.keys, other.keys)
        and other.anchor != theirs.anchor
        and other.relation not in (PATIENT,)
    ]
    other_place = [
        other
        for _, other in sides[0].by_segment.get(_segment(match.ours, ours), ())
        if is_one(sides[1].cards, theirs.keys, other.keys) and other.anchor != ours.anchor
    ]
    return bool(mine and other_place) and not any(_is_listed(source, theirs.name, other.name) for other in mine)


def _is_listed(source: Reading, one: int, other: int) -> bool:
    """Whether two names are joined by nothing but names, nouns and "and"."""
    low, high = sorted((one, other))
    words = source.words[low + 1 : high]
    return not any(word.verb or word.low in PREPOSITIONS for word in words)


def _score(match: Match, slot: Slot, other: Slot) -> float:
    """Share, by weight and nearness, of what stands around our anchor that stands in the clause of theirs: 0 to 1."""
    ours, theirs = match.ours, match.theirs
    around = {theirs.words[at].form for at in theirs.near(other.anchor, AROUND)}
    shared = total = heard = 0.0
    for at in ours.near(slot.anchor, NEAR):
        word = ours.words[at]
        if word.is_content and word.name != slot.keys and at != slot.anchor:
            near = word.weight / (1.0 + ours.gap(at, slot.anchor) / SOFTNESS)
            total += near
            if word.form in around:
                shared += near
                heard += word.weight
    weight = ours.words[slot.anchor].weight
    return (shared + weight) / (total + weight) if heard >= RARE else 0.0


def _are_alike(known: Cards, ours: Keys, theirs: Keys) -> bool:
    """Whether two names are of one kind: both countries, both persons, or neither."""
    if ours[0].startswith("@") != theirs[0].startswith("@"):
        return False
    return is_person(known, ours) == is_person(known, theirs)


def _belong(known: Cards, slot: Slot, rival: Slot) -> bool:
    """Whether one of two names is described by the other: a player and the club, a spokesman and the company."""
    for one, other in ((slot, rival), (rival, slot)):
        held = known.of(own_keys(known, one.keys))
        if any(is_one(known, other.keys, house) for card in held for house in card.houses):
            return True
        if any(not set(own_keys(known, other.keys)).isdisjoint(card.details) for card in held):
            return True
    return False


def _finding(match: Match, slot: Slot, rival: Slot) -> ClaimFinding:
    span = _stretch(match.ours, slot)
    source = excerpt(match.theirs, rival.anchor, rival.name)
    said, name = excerpt(match.ours, slot.anchor, slot.name).text, span.text
    reason = f'says "{one_line(said)}"; the wire says "{one_line(source.text)}"' if name else ""
    return ClaimFinding("binding", "contradicted", "soft", span, source, reason, CONFIDENCE)


def _stretch(reading: Reading, slot: Slot) -> Span:
    first = last = slot.name
    bounds = reading.bounds[reading.words[slot.name].segment]
    while first > bounds[0] and reading.words[first - 1].name == slot.keys:
        first -= 1
    while last + 1 < bounds[1] and reading.words[last + 1].name == slot.keys:
        last += 1
    return excerpt(reading, first, last)
