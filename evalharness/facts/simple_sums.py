"""One step from two figures of the source: their sum, difference, middle or share, with no word to say so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from evalharness.facts.arithmetic import are_of_one_kind, in_unit
from evalharness.facts.asked import Asked, Results, Term
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Reading
from evalharness.facts.lexicon import key
from evalharness.facts.number_index import readings_of
from evalharness.facts.same_slot import is_garbled

ALIKE = 0.1
SEGMENTS, MOST = 3, 10
# Significant digits that a figure needs to follow from two of neighbouring sentences, and from any two.
NEARBY, ANYWHERE = 2, 3
EXACT, WHOLE = 1e-6, 100.0
# Smaller counts agree by chance.
SMALL = 13.0
# How likely a rounded figure may agree by chance with one of the results as large as it.
RANGE, CHANCE = 2.0, 0.05


def one_step(
    fact: Fact, reading: Reading, asked: Asked, sides: tuple[Evidence, Evidence], terms: Sequence[Term]
) -> Term | None:
    """The figure of the source that `reading` follows from in one step, or None.

    From two figures of a sentence like its own whatever it is; from two of neighbouring sentences if it has two
    significant digits, and from any two if it has three: so fine a figure hardly agrees by chance.

    terms: the figures of the source it may follow from.
    """
    ours, theirs = sides
    if reading.unit in ("", "ordinal") and reading.amount < SMALL and float(reading.amount).is_integer():
        return None
    alike = [at for share, at in theirs.alike(ours.segment_keys[fact.segment])[:SEGMENTS] if share >= ALIKE]
    told = [
        stated.reading.amount
        for segment in (fact.segment - 1, fact.segment)
        for stated in ours.numbers.by_segment.get(segment, ())
        if stated.fact is not fact and stated.reading.unit == reading.unit
    ]
    if exact := _exactly(reading, asked, alike, terms, told):
        return exact
    if is_garbled(fact, ours, theirs):
        return None
    near = {
        amount: term
        for amount, term in _worked(asked, alike, terms)
        if reading.amount / RANGE <= amount <= RANGE * reading.amount
    }
    width = max(asked.high - asked.low, reading.step) / (reading.amount * (RANGE - 1 / RANGE) or 1.0)
    if len(near) * width > CHANCE:
        return None
    return next((term for amount, term in near.items() if asked.admits(amount)), None)


def _exactly(
    reading: Reading, asked: Asked, alike: Sequence[int], terms: Sequence[Term], told: Collection[float]
) -> Term | None:
    """The first of two figures that give just `reading`, to its last digit, told closely enough for its digits."""
    digits = significant(reading.amount if reading.figure is None else reading.figure)
    if asked.unit == "percent":
        found = _shares(terms) if digits >= ANYWHERE and reading.figure is not None else iter(())
        room = reading.step / 2
    else:
        same = [term for term in (_in_unit_of(asked, term) for term in terms) if _is_in(asked.unit, term.unit)]
        found = _steps(asked, [*same, *in_unit(asked.unit, same, terms)], alike, digits, told)
        room = 0.0
    room += EXACT * max(1.0, reading.amount)
    return next((term for amount, term in found if abs(amount - reading.amount) <= room), None)


def _is_in(asked: str, unit: str) -> bool:
    return unit == asked or (asked == "points" and unit == "percent")


def significant(amount: float) -> int:
    """How many digits of a figure are significant: those that are left without the noughts at either end.

    >>> significant(125_000_000.0), significant(0.85), significant(20.0)
    (3, 2, 1)
    """
    return len(f"{amount:.6f}".replace(".", "").strip("0"))


def _steps(
    asked: Asked, terms: Sequence[Term], alike: Sequence[int], digits: int, told: Collection[float] = ()
) -> Results:
    """The sums, differences and middles of two figures that stand closely enough for a figure of so many digits.

    told: amounts that our own text gives beside it, such as the whole.
    """
    for one, other in combinations(terms, 2):
        apart = abs(one.segment - other.segment)
        is_here = apart == 0 and one.segment in alike
        is_near = apart <= 1 and (one.segment in alike or other.segment in alike)
        is_near = is_near and (digits >= NEARBY or one.amount in told or other.amount in told)
        if not (is_here or is_near or digits >= ANYWHERE):
            continue
        heads = one.fact.head, other.fact.head
        is_one_kind = asked.unit != "" or not all(heads) or are_of_one_kind(*heads)
        if is_here or is_one_kind:
            yield one.amount + other.amount, one
        if is_one_kind:
            yield abs(one.amount - other.amount), one
            if digits >= ANYWHERE and apart <= 1:
                yield (one.amount + other.amount) / 2, one


def _worked(asked: Asked, alike: Sequence[int], terms: Sequence[Term]) -> Results:
    for segment in alike:
        here = [_in_unit_of(asked, term) for term in terms if term.segment == segment]
        if asked.unit == "percent":
            yield from _shares(here[:MOST])
        else:
            yield from _steps(asked, [term for term in here if term.unit == asked.unit][:MOST], alike, 1)


def _in_unit_of(asked: Asked, term: Term) -> Term:
    """A stretch of time as a count where ours counts it: "2.2 migraine days"."""
    reading = readings_of(term.fact)[0]
    if asked.unit == "" and term.unit == "time" and reading.figure and key(term.fact.text.split()[-1]) in asked.head:
        return term._replace(amount=reading.figure, unit="")
    return term


def _shares(terms: Sequence[Term]) -> Iterator[tuple[float, Term]]:
    for one, other in combinations(terms, 2):
        if one.unit == other.unit and one.unit not in ("percent", "points") and one.amount > 0 and other.amount > 0:
            small, large = sorted((one.amount, other.amount))
            yield WHOLE * small / large, one
            yield WHOLE * (large - small) / small, one
            yield WHOLE * (large - small) / large, one
