"""Strangers: a name of the source in the company of words that another name keeps there."""

from __future__ import annotations

from collections.abc import Iterator

from evalharness.facts.claims.cards import Card, Cards, is_one, is_person, is_proper, offices, own_keys
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import DETERMINERS, INNER_MARKS, PREPOSITIONS
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.rivals import nearest_rival
from evalharness.facts.claims.tables import forms_of, parties
from evalharness.facts.gazetteer import is_gazetted
from evalharness.facts.shown import one_line

REACH, SOFTNESS = 10.0, 6.0
FIRM, OWN, OWN_BESIDE = 0.6, 0.15, 0.3
SURE, LITTLE = 0.75, 9.5
# The rare words, in nats, that a passage must share at least.
HEARD = 12.0
CHAIN = 4
AGAINST, AGAINST_REACH = frozenset(("behind", "ahead", "trailing", "trailed", "versus")), 8.0
ALIKE = 3
MAX_PLACES = 40
CONFIDENCE = 0.5
HUMAN = frozenset(("he", "she", "his", "her", "him", "they", "their", "who"))
THING = frozenset(("it", "its", "they", "their", "which", "there", "where"))


def _spoken_of(reading: Reading, known: Cards, keys: list[str], human: bool) -> set[int]:
    """The sentences that speak of a name, by its own keys: that have it, or point back to it from shortly after."""
    found: set[int] = set()
    for card in known.of(keys):
        segment = reading.words[card.first].segment
        found.update((segment, *_after(reading, known, segment, human)))
    return found


def _after(reading: Reading, known: Cards, segment: int, human: bool) -> Iterator[int]:
    """The sentences after one that go on speaking of a name in it."""
    for following in range(segment + 1, min(segment + 1 + CHAIN, len(reading.bounds))):
        if _points_back(reading, known, following, human):
            yield following


def _points_back(reading: Reading, known: Cards, segment: int, human: bool) -> bool:
    """Whether a sentence has a pronoun or description before any other name that it may stand for."""
    first, stop = reading.bounds[segment]
    others = known.by_segment.get(segment, ())
    limit = next((card.first for card in others if is_person(known, card.keys) == human), stop)
    for at in range(first, limit):
        word = reading.words[at]
        if word.low in (HUMAN if human else THING):
            return True
        if word.low == "the" and any(
            other.low in offices() or other.form in parties() for other in reading.words[at + 1 : at + 4]
        ):
            return True
    return False


def estranged(match: Match, ours: Cards, theirs: Cards, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: names where the source has another one with nearly the same words."""
    for card in ours.by_segment.get(segment, ()):
        keys = own_keys(theirs, card.keys)
        if _is_set_against(match.ours, card):
            continue
        if match.ours.words[card.first].quoted or is_gazetted(match.ours.words[card.first].low):
            continue
        if not any(key in theirs.by_key for key in keys):
            continue
        rival = _rival(match, theirs, card, keys)
        if rival is not None:
            yield _finding(match, card, rival)


def _is_set_against(reading: Reading, card: Card) -> bool:
    """Whether a name is set against another, as in "three points behind": the same is then told from the other end."""
    return any(reading.words[at].low in AGAINST for at in reading.near(card.last, AGAINST_REACH))


def _rival(match: Match, known: Cards, card: Card, keys: list[str]) -> Card | None:
    shares, heard = _shares(match, card)
    if not shares:
        return None
    best = max(shares, key=lambda segment: (shares[segment], -segment))
    human = is_person(known, card.keys)
    own = max((shares.get(at, 0.0) for at in _spoken_of(match.theirs, known, keys, human) if at != best), default=0.0)
    return _in_sentence(match, known, card, (best, shares[best], heard[best], own)) or nearest_rival(
        match, known, card, owns=own > OWN_BESIDE
    )


def _in_sentence(match: Match, known: Cards, card: Card, found: tuple[int, float, float, float]) -> Card | None:
    best, share, heard, own = found
    keys = own_keys(known, card.keys)
    human = is_person(known, card.keys)
    if best in _spoken_of(match.theirs, known, keys, human):
        return None
    enough = LITTLE if human and share >= SURE and not _speaks(match.ours, card) else HEARD
    if share < FIRM or heard < enough or _introduces(match.theirs, best):
        return None
    if own > OWN:
        return None
    names = [word.name for word in match.ours.segment(match.ours.words[card.first].segment) if word.name]
    rivals = [
        other
        for other in known.by_segment.get(best, ())
        if is_person(known, other.keys) == human
        and (human or _place_word(match.theirs, other.low) == _place_word(match.ours, card.low))
        and is_proper(match.theirs, other)
        and not any(is_one(known, other.keys, name) for name in names)
        and not _touch(match.theirs, card, other)
        and not _belong(known, card.keys, other.keys)
    ]
    return rivals[0] if len({other.keys for other in rivals}) == 1 else None


def _speaks(reading: Reading, card: Card) -> bool:
    """Whether a verb of speech stands right beside a name: who says what is told from more than the words around."""
    segment = reading.words[card.first].segment
    beside = [at for at in (card.first - 1, card.last + 1) if reading.low(at, segment)]
    return any(reading.words[at].form in forms_of("reporting") for at in beside)


def _introduces(source: Reading, segment: int) -> bool:
    """Whether a sentence opens with somebody or something that is named only later: "A cargo ship has"."""
    return source.segment(segment)[0].low in ("a", "an", "two", "three", "four", "five", "one")


def _touch(source: Reading, card: Card, rival: Card) -> bool:
    """Whether the source has a word of ours right beside the rival, or two words of them begin alike."""
    beside = {source.words[at].low for at in (rival.first - 1, rival.last + 1) if 0 <= at < len(source.words)}
    if any(key in beside for key in card.keys):
        return True
    return any(one[:ALIKE] == other[:ALIKE] for one in card.keys for other in rival.keys if len(one) >= ALIKE)


def _place_word(reading: Reading, first: int) -> str:
    """The small word that governs the phrase of a name, back over its nouns; empty where none does."""
    begin = reading.bounds[reading.words[first].segment][0]
    at = first - 1
    while at >= begin and not reading.marks_before(at + 1).strip(INNER_MARKS):
        word = reading.words[at]
        if word.low in PREPOSITIONS:
            return word.low
        if word.verb or not (word.is_content or word.low in DETERMINERS):
            return ""
        at -= 1
    return ""


def _shares(match: Match, card: Card) -> tuple[dict[int, float], dict[int, float]]:
    """For each sentence of the source the share, by weight and nearness, of what stands around a name; and the sum."""
    ours, theirs = match.ours, match.theirs
    shares: dict[int, float] = {}
    heard: dict[int, float] = {}
    total = 0.0
    seen: set[str] = set()
    for at in ours.near(card.first, REACH):
        word = ours.words[at]
        if not word.is_content or card.low <= at <= card.high or word.form in seen:
            continue
        seen.add(word.form)
        gap = min(ours.gap(at, card.first), ours.gap(at, card.last))
        weight = word.weight / (1.0 + gap / SOFTNESS)
        total += weight
        for segment in {theirs.words[place].segment for place in theirs.by_form.get(word.form, ())[:MAX_PLACES]}:
            shares[segment] = shares.get(segment, 0.0) + weight
            heard[segment] = heard.get(segment, 0.0) + word.weight
    return ({segment: share / total for segment, share in shares.items()} if total else {}), heard


def _belong(known: Cards, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one of two names is described by the other."""
    for mine, their in ((one, other), (other, one)):
        keys = set(own_keys(known, their))
        if any(not keys.isdisjoint(card.details) for card in known.of(own_keys(known, mine))):
            return True
    return False


def _finding(match: Match, card: Card, rival: Card) -> ClaimFinding:
    span = excerpt(match.ours, card.first, card.last)
    source = excerpt(match.theirs, rival.first, rival.last)
    reason = f'says this of "{one_line(span.text)}"; the wire says it of "{one_line(source.text)}"'
    return ClaimFinding("binding", "contradicted", "soft", span, source, reason, CONFIDENCE)
