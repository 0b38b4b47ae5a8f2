"""A date of the source that stands with something else here: each date is known by the company it keeps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from evalharness.facts.agree_dates import agrees, same_shape
from evalharness.facts.edges import meets, words_before
from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Moment
from evalharness.facts.lexicon import key, table, words_of
from evalharness.facts.placed import better_placed
from evalharness.facts.resolved import calendar, stretches
from evalharness.facts.support.lexicon import rarity
from evalharness.facts.timeline import is_reported
from evalharness.facts.token import Token
from evalharness.text.document import Document

REACH, SOFTNESS = 16.0, 4.0
PAUSES = {",": 1.5, ";": 5.0, ":": 3.0, "(": 1.0, ")": 2.0, "\u2014": 4.0, "\u2013": 3.0}
JOINTS = {
    **dict.fromkeys(("but", "while", "whereas", "although", "though", "because"), 4.0),
    **dict.fromkeys(("who", "which", "whom", "whose", "when", "if", "unless", "where", "and"), 2.0),
    **dict.fromkeys(("after", "before", "until", "as", "that", "or", "since"), 1.5),
}
LIGHT, FIGURE = 0.5, 5.0
# What a word counts for that stands nearer to another date.
OTHERS = 0.4
# How much of what stands around our date must stand around the rival, and how much less around its own.
FIRM, LEAD, TIMES = 0.22, 0.15, 2.5
ENOUGH = 9.0
WORTH = 0.75
MAX_DATES = 60
# Words back from a date to what says that something begins on it.
OPENING = 4


class Company(NamedTuple):
    """The words around a date: key -> weight by rarity, and key -> nearness, 0 to 1."""

    weights: dict[str, float]
    near: dict[str, float]


def companies(document: Document) -> dict[int, Company]:
    """View: the company of each date of a text, by its start."""
    source = document.view(evidence)
    dates = [fact for fact in source.of_kind("date") if _is_plain(fact)][:MAX_DATES]
    return companies_of(dates, source)


def companies_of(facts: Sequence[Fact], source: Evidence) -> dict[int, Company]:
    """The company of each of some facts of one text, by its start."""
    by_segment: dict[int, list[dict[int, float]]] = {}
    gaps = []
    for fact in facts:
        gaps.append(_gaps(fact, source))
        by_segment.setdefault(fact.segment, []).append(gaps[-1])
    return {fact.start: _company(own, by_segment[fact.segment], source) for fact, own in zip(facts, gaps, strict=True)}


def _is_plain(fact: Fact) -> bool:
    """Whether it is a date in figures or names: no "last week", no feast."""
    moment = fact.value
    if not isinstance(moment, Moment) or moment.relative is not None or moment.decade is not None:
        return False
    return moment.day is None or any(c.isdigit() for c in fact.text)


def _gaps(fact: Fact, source: Evidence) -> dict[int, float]:
    """The content words around a date by token index, with how far each is."""
    tokens = source.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    return {
        index: gap
        for step, first in ((-1, at - 1), (1, stop))
        for index, gap in _walk(tokens, first, step, fact.segment)
        if tokens[index].low not in words_of("function")
    }


def _company(own: dict[int, float], every: Sequence[dict[int, float]], source: Evidence) -> Company:
    """The words of one date; those that stand nearer to another date of the sentence count for little."""
    weights: dict[str, float] = {}
    near: dict[str, float] = {}
    for index, gap in own.items():
        token = source.lex.tokens[index]
        word = key(token.low)
        nearness = 1.0 / (1.0 + gap / SOFTNESS)
        if any(other.get(index, REACH) < gap for other in every):
            nearness *= OTHERS
        if nearness > near.get(word, 0.0):
            near[word] = nearness
            weights[word] = FIGURE if token.kind == "n" else max(rarity(word), LIGHT)
    return Company(weights, near)


def _walk(tokens: Sequence[Token], first: int, step: int, segment: int) -> Iterator[tuple[int, float]]:
    """The indexes of the words of the sentence from a date outwards, with their distance; pauses count as distance."""
    at, gap = first, 0.0
    while 0 <= at < len(tokens) and tokens[at].segment == segment and gap < REACH:
        token = tokens[at]
        gap += PAUSES.get(token.text, 0.0) if token.kind == "p" else 1.0 + JOINTS.get(token.low, 0.0)
        if token.kind != "p":
            yield at, gap
        at += step


def misdated(fact: Fact, stated: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The date that the source gives for what `fact` dates, where it gives that of `fact` for something else; or None.

    stated: the date of the source that `fact` agrees with, or from which it follows.

    >>> source = evidence(Document("Lund, founded in 1990 by Ann Berg, lost money in 2020 when it sold its ships."))
    >>> ours = evidence(Document("Ann Berg founded Lund in 2020."))
    >>> dates = {fact.text: fact for text in (ours, source) for fact in text.of_kind("date")}
    >>> misdated(next(iter(ours.of_kind("date"))), dates["2020"], ours, source).text
    '1990'
    """
    moment = fact.value
    if not isinstance(moment, Moment) or not _is_plain(fact):
        return None
    rivals, own = [], [stated]
    for other in theirs.of_kind("date"):
        if other is not stated and isinstance(other.value, Moment) and _is_plain(other):
            if agrees(moment, other.value) or agrees(other.value, moment):
                own.append(other)
            elif same_shape(moment, other.value) and other.value not in ours.moments:
                rivals.append(other)
    if not rivals:
        return None
    best = better_placed(fact, rivals, own, (ours.document, theirs.document))
    best = best or _better_kept(fact, rivals, own, ours, theirs)
    if best is None or _is_meant(fact, best, ours, theirs) or _begins(fact, best, own, ours, theirs):
        return None
    return best


def _better_kept(
    fact: Fact, rivals: Sequence[Fact], own: Sequence[Fact], ours: Evidence, theirs: Evidence
) -> Fact | None:
    """The rival that keeps the company of ours where our own date does not, be they in one sentence."""
    mine = ours.document.view(companies).get(fact.start)
    if mine is None or sum(weight * mine.near[word] for word, weight in mine.weights.items()) < ENOUGH:
        return None
    around = theirs.document.view(companies)
    best = max(rivals, key=lambda other: (shared(mine, around.get(other.start)), -other.start))
    kept = max(shared(mine, around.get(other.start)) for other in own)
    return best if shared(mine, around.get(best.start)) >= max(FIRM, kept + LEAD, kept * TIMES) else None


def _is_meant(fact: Fact, rival: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether the rival bears ours out, as its sentence has it in other words, or ours tells when it was said."""
    if not isinstance(fact.value, Moment):
        return False
    if is_reported(fact, ours.lex):
        return True
    today = theirs.document.view(calendar).today
    mine = stretches(fact.value, today)[:1]
    words = words_before(fact, ours)
    if isinstance(rival.value, Moment) and any(
        meets(own, stretch, words) for stretch in stretches(rival.value, today)[:1] for own in mine
    ):
        return True  # "before November" for Oct. 20
    relative = (
        other.value
        for other in theirs.of_kind("date")
        if other.segment == rival.segment and isinstance(other.value, Moment) and other.value.relative
    )
    return any(stretch[:2] == own[:2] for moment in relative for stretch in stretches(moment, today) for own in mine)


def may_be_for(fact: Fact, rivals: Sequence[Fact], own: Sequence[Fact], ours: Evidence, theirs: Evidence) -> bool:
    """Whether the sentence of some rival has nearly as many of our words as that of our own fact: a cheap test."""
    words = ours.segment_keys[fact.segment]
    kept = max(theirs.likeness(words, segment) for segment in {other.segment for other in own})
    return any(theirs.likeness(words, segment) >= WORTH * kept for segment in {other.segment for other in rivals})


def _begins(fact: Fact, rival: Fact, own: Sequence[Fact], ours: Evidence, theirs: Evidence) -> bool:
    """Whether ours tells from when something holds, and so does the source of our date but not of the rival.

    "Duties apply from Friday" is no mistake where "duties imposed on Thursday take effect on Friday".
    """
    if not _opens(fact, ours) or _opens(rival, theirs):
        return False
    return any(_opens(other, theirs) for other in own)


def _opens(fact: Fact, text: Evidence) -> bool:
    """Whether the words right before a date say that something begins on it."""
    tokens = text.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    before = tokens[max(text.lex.starts[fact.segment], at - OPENING) : at]
    return any(token.low in _openers() for token in before)


@cache
def _openers() -> frozenset[str]:
    return frozenset(str(table("parts")["openers"]).split())


def shared(mine: Company, other: Company | None) -> float:
    """The share of what stands around our fact, by weight and nearness, that stands around the other: 0 to 1."""
    if other is None:
        return 0.0
    total = shared = 0.0
    for word, weight in mine.weights.items():
        weight *= mine.near[word]
        total += weight
        shared += weight * min(1.0, 1.6 * other.near.get(word, 0.0))
    return shared / total if total else 0.0
