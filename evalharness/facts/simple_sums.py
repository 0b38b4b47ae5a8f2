"""One step from two figures of one sentence: their sum, difference or share, with no word to say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from evalharness.facts.arithmetic import are_of_one_kind
from evalharness.facts.asked import Asked, Results, Term
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Reading
from evalharness.facts.lexicon import key
from evalharness.facts.number_index import readings_of

ALIKE = 0.1
SEGMENTS, MOST = 3, 10
EXACT, WHOLE = 1e-6, 100.0
# Smaller counts agree by chance.
SMALL = 13.0
# How likely a rounded figure may agree by chance with one of the results as large as it.
RANGE, CHANCE = 2.0, 0.05


def one_step(
    fact: Fact, reading: Reading, asked: Asked, sides: tuple[Evidence, Evidence], terms: Sequence[Term]
) -> Term | None:
    """The figure of the source that `reading` follows from in one step within a sentence like its own, or None.

    terms: the figures of the source it may follow from.
    """
    ours, theirs = sides
    if reading.unit in ("", "ordinal") and reading.amount < SMALL and float(reading.amount).is_integer():
        return None
    found = list(_worked(fact, asked, ours, theirs, terms))
    exact = next((term for amount, term in found if abs(amount - reading.amount) <= EXACT * max(1.0, amount)), None)
    if exact is not None and reading.unit != "percent":
        return exact
    near = {amount: term for amount, term in found if reading.amount / RANGE <= amount <= RANGE * reading.amount}
    width = max(asked.high - asked.low, reading.step) / (reading.amount * (RANGE - 1 / RANGE) or 1.0)
    if len(near) * width > CHANCE:
        return None
    return next((term for amount, term in near.items() if asked.admits(amount)), None)


def _worked(fact: Fact, asked: Asked, ours: Evidence, theirs: Evidence, terms: Sequence[Term]) -> Results:
    alike = [at for share, at in theirs.alike(ours.segment_keys[fact.segment])[:SEGMENTS] if share >= ALIKE]
    for segment in alike:
        here = [_in_unit_of(asked, term) for term in terms if term.segment == segment]
        if asked.unit == "percent":
            yield from _shares(here)
            continue
        same = [term for term in here if term.unit == asked.unit][:MOST]
        for one, other in combinations(same, 2):
            yield one.amount + other.amount, one
            heads = one.fact.head, other.fact.head
            if asked.unit or not all(heads) or are_of_one_kind(*heads):
                yield abs(one.amount - other.amount), one


def _in_unit_of(asked: Asked, term: Term) -> Term:
    """A stretch of time as a count where ours counts it: "2.2 migraine days"."""
    reading = readings_of(term.fact)[0]
    if asked.unit == "" and term.unit == "time" and reading.figure and key(term.fact.text.split()[-1]) in asked.head:
        return term._replace(amount=reading.figure, unit="")
    return term


def _shares(terms: Sequence[Term]) -> Iterator[tuple[float, Term]]:
    for one, other in combinations(terms[:MOST], 2):
        if one.unit == other.unit and one.unit not in ("percent", "points") and one.amount > 0 and other.amount > 0:
            small, large = sorted((one.amount, other.amount))
            yield WHOLE * small / large, one
            yield WHOLE * (large - small) / small, one
            yield WHOLE * (large - small) / large, one
