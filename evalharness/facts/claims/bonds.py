"""Bonds: what one name is to another, told from the wrong end: the parent of its parent, the pupil of its pupil."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from evalharness.facts.claims.cards import Cards, cards, is_one, is_owner
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import DETERMINERS
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.tables import table
from evalharness.facts.claims.tagging import BE
from evalharness.facts.shown import one_line
from evalharness.text.document import Document

CONFIDENCE = 0.6
REACH, MAX_BONDS = 6, 40
OF = frozenset(("of", "to", "for"))
INSIDE = "-\u2013'\u2019."
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """A bond between two names.

    Attributes:
        kind: the number of its pair in ``data/relations.json``.
        upper, lower: the names at its first and its second end.
        first, last: the words that tell it.
    """

    kind: int
    upper: Keys
    lower: Keys
    first: int
    last: int


@cache
def _ends() -> dict[str, tuple[tuple[int, int], ...]]:
    """Noun -> the bonds it tells, each with the end it stands for: 1 the first, -1 the second."""
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for number, line in enumerate(cast("list[str]", table("relations")["pairs"])):
        for end, words in zip((1, -1), line.split(" / "), strict=True):
            for word in words.split():
                found[word] = (*found.get(word, ()), (number, end))
    return found


def bonds(document: Document) -> tuple[Bond, ...]:
    """View: the bonds of a document, by place.

    >>> [(bond.upper, bond.lower) for bond in bonds(Document("Oslo Coal, a unit of Bergen Oil, said it paid."))]
    [(('bergen', 'oil'), ('oslo', 'coal'))]
    """
    reading = document.view(read)
    return tuple(bond for word in reading.words_among(_ends()) if not word.verb for bond in _told(reading, word.at))


def _told(reading: Reading, at: int) -> Iterator[Bond]:
    """The bonds that the noun at `at` tells: "A, a unit of B", "A is B's unit", "B's unit A"."""
    holder, first = _owner_before(reading, at)
    if holder is None:
        holder, last = _owner_after(reading, at)
        who, low = _subject_before(reading, at)
        first = min(low, at)
    else:
        who, last = _name_after(reading, at)
        if who is None:
            last = at
            who, low = _subject_before(reading, first)
            first = min(low, first)
    if holder and who and holder != who:
        for kind, end in _ends()[reading.words[at].low]:
            upper, lower = (who, holder) if end == 1 else (holder, who)
            yield Bond(kind, upper, lower, first, last)


def _owner_before(reading: Reading, at: int) -> tuple[Keys | None, int]:
    """The name with a possessive ending before a noun, and where it begins."""
    begin = reading.bounds[reading.words[at].segment][0]
    for index in range(at - 1, max(begin, at - REACH) - 1, -1):
        word = reading.words[index]
        if reading.marks_before(index + 1).strip(INSIDE) or word.verb or word.low in DETERMINERS:
            return None, at
        if word.name and is_owner(reading, index):
            while index > begin and reading.words[index - 1].name == word.name:
                index -= 1
            return word.name, index
        if word.name:
            return None, at
    return None, at


def _owner_after(reading: Reading, at: int) -> tuple[Keys | None, int]:
    """The name behind "of" after a noun, and where it ends."""
    stop = reading.bounds[reading.words[at].segment][1]
    link = next((index for index in range(at + 1, min(stop, at + 3)) if reading.words[index].low in OF), stop)
    for index in range(link + 1, min(stop, link + REACH)):
        word = reading.words[index]
        if reading.marks_before(index).strip(INSIDE) or (word.verb and "-" not in reading.marks_before(index)):
            return None, at
        if word.name and "-" not in reading.marks_before(_end(reading, index, stop) + 1):  # "London-listed Oslo Coal"
            ends = _end(reading, index, stop)
            if is_owner(reading, ends) and word.name[0].startswith("@"):
                continue  # "a unit of Canada's Oslo Group"
            return (None, at) if is_owner(reading, ends) else (word.name, ends)
    return None, at


def _end(reading: Reading, index: int, stop: int) -> int:
    while index + 1 < stop and reading.words[index + 1].name == reading.words[index].name:
        index += 1
    return index


def _name_after(reading: Reading, at: int) -> tuple[Keys | None, int]:
    """The name right behind a noun, with or without a comma: "Bergen Oil's unit, Oslo Coal"."""
    stop = reading.bounds[reading.words[at].segment][1]
    if at + 1 < stop and reading.words[at + 1].name and reading.marks_before(at + 1) in ("", ","):
        return reading.words[at + 1].name, _end(reading, at + 1, stop)
    return None, at


def _subject_before(reading: Reading, at: int) -> tuple[Keys | None, int]:
    """The name that a noun describes from behind a comma or "is": "Oslo Coal, once the largest unit"."""
    begin = reading.bounds[reading.words[at].segment][0]
    is_apart = False
    for index in range(at, max(begin, at - REACH) - 1, -1):
        word = reading.words[index]
        if index < at and word.name:
            return (word.name, index) if is_apart and not is_owner(reading, index) else (None, at)
        if index < at and word.verb and word.low not in BE and word.verb != "become":
            return None, at
        is_apart = is_apart or reading.marks_before(index).startswith(",") or word.low in BE or word.verb == "become"
    return None, at


@dataclass(frozen=True, slots=True)
class Bonds:
    """The bonds of a text with who its names are."""

    all: tuple[Bond, ...]
    cards: Cards


def bound(document: Document) -> Bonds:
    """View: the bonds of a document with the cards of its names."""
    return Bonds(document.view(bonds), document.view(cards))


def turned_bonds(match: Match, ours: Bonds, theirs: Bonds, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: bonds that the source tells the other way round."""
    for bond in ours.all[:MAX_BONDS]:
        if match.ours.words[bond.first].segment != segment or match.ours.words[bond.first].quoted:
            continue
        like = [other for other in theirs.all[:MAX_BONDS] if other.kind == bond.kind]
        if any(_are(theirs.cards, (bond.upper, bond.lower), (other.upper, other.lower)) for other in like):
            continue
        rival = next((o for o in like if _are(theirs.cards, (bond.upper, bond.lower), (o.lower, o.upper))), None)
        if rival is not None:
            span = excerpt(match.ours, bond.first, bond.last)
            source = excerpt(match.theirs, rival.first, rival.last)
            reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
            yield ClaimFinding("role", "contradicted", "soft", span, source, reason, CONFIDENCE)


def _are(known: Cards, ours: tuple[Keys, Keys], theirs: tuple[Keys, Keys]) -> bool:
    return all(is_one(known, one, other) for one, other in zip(ours, theirs, strict=True))
