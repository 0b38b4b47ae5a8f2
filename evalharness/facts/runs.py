"""Counts one off by their wording, and bodies as large as their votes: "first defeat in 17", "seven judges"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.lexicon import table
from evalharness.facts.number_index import readings_of, score_sides
from evalharness.facts.token import Token

# Words back to "first" in "the first home defeat for Lund in 17 games", and around a figure to what makes it a run.
BACK, AROUND = 9, 4
MAX_VOTES, MAX_BODY = 40, 60.0
IN = frozenset({"in", "for", "of"})
BETWEEN = frozenset({"to", "against"})
MAX_WORDS_BETWEEN = 3
OTHER = frozenset({"other", "others"})
VOICES = frozenset({"vote", "votes", "ballot", "ballots"})
BY = frozenset({"by", "margin", "majority", "lead", "just", "only"})


def in_turn(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The figure of the source from which a count follows as one more or less, or as the size of a body; or None.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("Lund, unbeaten in 16 matches, lost. The court ruled by five votes to four."))
    >>> ours = evidence(Document("It was the first defeat in 17 games. The nine-member court ruled in 15 cases."))
    >>> [bool(in_turn(fact, ours, source)) for fact in ours.of_kind("number")]
    [True, True, False]
    """
    if not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return None
    reading = fact.value.readings[0]
    if reading.unit != "" or not float(reading.amount).is_integer():
        return None
    number = reading.amount
    found = _broken_run(fact, number, ours, theirs) or _body(fact, number, ours, theirs)
    return found or _margin(fact, number, ours, theirs) or _others(fact, number, ours, theirs)


def _others(fact: Fact, number: float, ours: Evidence, theirs: Evidence) -> Fact | None:
    """For "the other 22 pumps" the source's 23 pumps, of which one is spoken of, or its "one of 23"."""
    before, after = _beside(fact, ours, 1)
    if not any(token.low in OTHER for token in (*before, *after)):
        return None
    for stated in theirs.numbers.between(number + 1, number + 1, MAX_VOTES):
        if stated.reading.unit == "" and (_is_one_of(stated.fact, theirs) or set(stated.fact.head) & set(fact.head)):
            return stated.fact
    return None


def _is_one_of(fact: Fact, text: Evidence) -> bool:
    before, _ = _beside(fact, text, AROUND)
    return any(token.low == "one" for token in before) and any(token.low == "of" for token in before)


def _broken_run(fact: Fact, number: float, ours: Evidence, theirs: Evidence) -> Fact | None:
    """A run of one less for the first time in so many, and the other way round."""
    is_first, is_run = _is_first(fact, ours), _is_run(fact, ours)
    for stated in theirs.numbers.between(number - 1, number + 1, MAX_VOTES) if is_first or is_run else ():
        if stated.reading.unit != "":
            continue
        if is_first and stated.reading.amount == number - 1 and _is_run(stated.fact, theirs):
            return stated.fact
        if is_run and stated.reading.amount == number + 1 and _is_first(stated.fact, theirs):
            return stated.fact
    return None


def _is_first(fact: Fact, text: Evidence) -> bool:
    """Whether something happens for the first time in so many: "its first win in 12 games"."""
    before, _ = _beside(fact, text, BACK)
    return bool(before) and before[-1].low in IN and any(token.low == "first" for token in before)


def _is_run(fact: Fact, text: Evidence) -> bool:
    """Whether it counts a run of one thing: "unbeaten in 16", "12 games without a win", "nine straight wins"."""
    before, after = _beside(fact, text, AROUND)
    return not _runs().isdisjoint(token.low for token in (*before, *after))


def _beside(fact: Fact, text: Evidence, reach: int) -> tuple[Sequence[Token], Sequence[Token]]:
    """So many tokens before and after a figure in its sentence."""
    tokens = text.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    first, last = text.lex.starts[fact.segment], text.lex.starts[fact.segment + 1]
    return tokens[max(first, at - reach) : at], tokens[stop : min(last, stop + reach)]


@cache
def _runs() -> frozenset[str]:
    return frozenset(str(table("parts")["runs"]).split())


def _body(fact: Fact, number: float, ours: Evidence, theirs: Evidence) -> Fact | None:
    """For a body of so many members the source's vote that has as many voices."""
    after = [token.low for token in _beside(fact, ours, 2)[1] if token.low != "-"]
    if not after or after[0] not in _members() or not 2 < number <= MAX_BODY:
        return None
    return next((stated for one, other, stated in _votes(theirs) if one + other == number), None)


def _margin(fact: Fact, number: float, ours: Evidence, theirs: Evidence) -> Fact | None:
    """For "by seven votes" the source's vote of 88 to 81."""
    before, after = _beside(fact, ours, 2)
    if not after or after[0].low not in VOICES or not any(token.low in BY for token in before):
        return None
    return next((stated for one, other, stated in _votes(theirs) if abs(one - other) == number), None)


@cache
def _members() -> frozenset[str]:
    return frozenset(str(table("parts")["members"]).split())


def _votes(theirs: Evidence) -> Iterator[tuple[float, float, Fact]]:
    """The voices on both sides of each vote or other score of the source."""
    for stated in theirs.numbers.scores:
        yield (*score_sides(stated.reading), stated.fact)
    for one, other in pairwise(theirs.of_kind("number")[:MAX_VOTES]):
        if one.segment != other.segment or not all(readings_of(each)[0].unit == "" for each in (one, other)):
            continue
        between = theirs.text[one.end : other.start].split()
        if len(between) <= MAX_WORDS_BETWEEN and between[-1:] and between[-1] in BETWEEN:
            yield readings_of(one)[0].amount, readings_of(other)[0].amount, one
