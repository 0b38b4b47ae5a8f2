"""Multiples, products and averages of the figures of a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from evalharness.facts.asked import Asked, Results, Term
from evalharness.facts.evidence import Evidence
from evalharness.facts.lexicon import key

TIMES = {
    "doubled": 2.0, "doubling": 2.0, "double": 2.0, "doubles": 2.0, "twice": 2.0, "twofold": 2.0, "half": 0.5,
    "halved": 0.5, "halving": 0.5, "halve": 0.5, "tripled": 3.0, "trebled": 3.0, "triple": 3.0, "treble": 3.0,
    "threefold": 3.0, "quadrupled": 4.0, "quadruple": 4.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0,
}  # fmt: skip
# "a half", "the second half" are no multiples.
NO_HALF = frozenset({"a", "first", "second", "other", "the"})
PERIODS = {"day": 86_400.0, "daily": 86_400.0, "week": 604_800.0, "weekly": 604_800.0, "hour": 3600.0, "hourly": 3600.0}
MONTHS = {"month": 1.0, "monthly": 1.0, "year": 12.0, "yearly": 12.0, "annually": 12.0}
# Sentences between a sum and the number of those among whom it is shared: any.
FAR = 100


def multiples(terms: Sequence[Term], theirs: Evidence) -> Results:
    """Each figure times and by the multiples that its sentence speaks of."""
    for term in terms:
        for factor in factors(term.segment, theirs):
            yield term.amount * factor, term
            yield term.amount / factor, term


def factors(segment: int, theirs: Evidence) -> list[float]:
    """The multiples that a sentence of the source speaks of: "doubled", "five times", "one and a half times"."""
    tokens = theirs.lex.segment(segment)
    found = [
        TIMES[token.low]
        for before, token in pairwise(tokens)
        if token.low in TIMES and not (token.low == "half" and before.low in NO_HALF)
    ]
    for stated in theirs.numbers.by_segment.get(segment, ()):
        at = bisect_left(tokens, stated.fact.end, key=lambda token: token.start)
        words = [token.low for token in tokens[at : at + 2]]
        if stated.reading.amount > 1 and (words[:1] == ["times"] or words == ["-", "fold"]):
            found.append(stated.reading.amount)
    return found


def products(asked: Asked, terms: Sequence[Term], every: Sequence[Term], theirs: Evidence) -> Results:
    """So much for each of so many, and what one of so many comes to."""
    is_each, is_all = asked.has("each", 8, 5), asked.has("product", 12, 12)
    if not (is_each or is_all):
        return
    for term in terms:
        reach = FAR if asked.has("average", 5, 5) and not asked.free else 1
        shared = {key(word) for word in asked.after[:3]} if is_each and not asked.free else set()
        near = [
            count
            for count in every
            if count is not term
            and (abs(count.segment - term.segment) <= reach or not shared.isdisjoint(_things(count, theirs)))
        ]
        for count in (*near, *asked.beside):
            number = count.amount if count.unit == "" else _periods(asked, count)
            if number is None or number <= 1:
                continue
            if is_all and term.unit != "":
                yield term.amount * number, term
            if is_each:
                yield term.amount / number, term


def _things(count: Term, theirs: Evidence) -> frozenset[str]:
    """What a count counts; "The villagers, about 9,200 of whom joined" has it before the figure."""
    return frozenset(count.fact.head) | (theirs.segment_keys[count.segment] if count.unit == "" else frozenset())


def _periods(asked: Asked, span: Term) -> float | None:
    """How many days, weeks or months, as the words behind the figure have it, a stretch of time has."""
    lengths = {"time": PERIODS, "months": MONTHS}.get(span.unit, {})
    return next((span.amount / lengths[word] for word in asked.after[:4] if word in lengths), None)
