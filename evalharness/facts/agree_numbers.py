"""Whether a source states a figure: by value, unit and what is counted, with roundings and hedges."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from evalharness.facts.evidence import Evidence, Stated, readings_of
from evalharness.facts.fact import Fact, Quantity, Reading
from evalharness.facts.lexicon import words_of

EXACT = 1e-6
CLOCK_ROOM = 15.0
# A figure is looked for within this share of itself; hedges and roundings reach no further.
REACH = 0.25
ABOUT, ABOVE_OR_BELOW = 0.1, 0.2
ROUNDED, ROUNDED_SCALE = 0.005, 0.05
MAX_LOOKED_AT = 200
MAX_TERMS = 10
UNCOUNTED = frozenset({"ordinal", "label", "clock", "score"})
SUM_WITHOUT_CUE = 100.0
CUES = words_of("arithmetic")


def number_support(fact: Fact, source: Evidence) -> Fact | None:
    """The figure of the source that bears out `fact`, one of the same thing if there is one, or None."""
    if not isinstance(fact.value, Quantity):
        return None
    found = [
        stated.fact
        for reading in readings_of(fact.value)
        for stated in _near(source, reading, fact.value.high)
        if _bears_out(fact, reading, stated)
    ]
    if found:
        return next((other for other in found if not set(fact.head).isdisjoint(other.head)), found[0])
    return _bare_support(fact, source) or _score_parts(fact, source)


def _bare_support(fact: Fact, source: Evidence) -> Fact | None:
    """For a figure that says nothing of unit or thing, any figure written alike; and the other way round."""
    if not isinstance(fact.value, Quantity):
        return None
    reading = fact.value.readings[0]
    if reading.unit == "" and not fact.head:
        return source.figures.get(reading.amount)
    if reading.unit in UNCOUNTED or reading.figure is None:
        return None
    other = source.figures.get(reading.figure)
    return other if other and _is_bare(other) and other.text[0].isdigit() else None


def _is_bare(fact: Fact) -> bool:
    return isinstance(fact.value, Quantity) and fact.value.readings[0].unit == "" and not fact.head


def conflicting_age(fact: Fact, source: Evidence) -> Fact | None:
    """The source's age of the same person when it differs: "Tedremaa, 58" against "Tedremaa, 47"."""
    if not isinstance(fact.value, Quantity) or fact.value.readings[0].unit != "age" or not fact.head:
        return None
    same = [
        stated.fact for _, stated in source.numbers if stated.reading.unit == "age" and stated.fact.head == fact.head
    ]
    agrees = any(other.value == fact.value for other in same)
    return None if agrees or not same else same[0]


def is_derived(fact: Fact, around: frozenset[str], source: Evidence) -> bool:
    """Whether the figure is the sum or difference of two figures of one or two source sentences: "lost eight seats".

    Small results need a word such as "more" or "lost" beside them (`around`: lower-cased words near the figure).
    """
    if not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return False
    wanted = fact.value.readings[0]
    if wanted.unit in UNCOUNTED or not (wanted.amount >= SUM_WITHOUT_CUE or around & CUES):
        return False
    by_segment: dict[int, list[float]] = {}
    for amount, stated in source.numbers:
        for segment in (stated.fact.segment, stated.fact.segment + 1):
            if stated.reading.unit == wanted.unit and len(by_segment.setdefault(segment, [])) < 2 * MAX_TERMS:
                by_segment[segment].append(amount)
    return any(
        abs(abs(a + sign * b) - wanted.amount) <= EXACT * wanted.amount
        for amounts in by_segment.values()
        for number, a in enumerate(amounts)
        for b in amounts[number + 1 :]
        for sign in (1, -1)
    )


def _near(source: Evidence, reading: Reading, high: float | None) -> Iterator[Stated]:
    """The source's figures near `reading`, exact ones first in order of size; a bounded number of them."""
    low = reading.amount - REACH * abs(reading.amount) - EXACT
    top = (high or reading.amount) + REACH * abs(reading.amount) + EXACT
    at = bisect_left(source.numbers, low, key=lambda item: item[0])
    close: list[tuple[float, Stated]] = []
    while at < len(source.numbers) and source.numbers[at][0] <= top and len(close) < MAX_LOOKED_AT:
        close.append(source.numbers[at])
        at += 1
    yield from (stated for _, stated in sorted(close, key=lambda item: abs(item[0] - reading.amount)))


def _bears_out(fact: Fact, reading: Reading, stated: Stated) -> bool:
    if not _same_unit(fact, reading, stated):
        return False
    quantity = fact.value
    if isinstance(quantity, Quantity) and quantity.high is not None:
        return reading.amount <= stated.reading.amount <= quantity.high and _heads_meet(fact, stated.fact)
    return _same_amount(reading, stated.reading) or _rounds_to(fact, reading, stated.reading)


def _same_unit(fact: Fact, reading: Reading, stated: Stated) -> bool:
    units = {reading.unit, stated.reading.unit}
    if len(units) == 1:
        return True
    if units == {"age", "months"} or (units == {"ordinal", "months"} and "anniversari" in fact.head + stated.fact.head):
        return True
    if units in ({"ordinal", ""}, {"ordinal", "label"}):
        return _heads_meet(fact, stated.fact) or "label" in units
    return units == {"label", ""} and not (fact.head and stated.fact.head)


def _same_amount(ours: Reading, theirs: Reading) -> bool:
    difference = abs(ours.amount - theirs.amount)
    if ours.system == theirs.system:
        return difference <= EXACT * abs(theirs.amount)
    return difference <= max(ours.step, theirs.step) / 2 * (1 + EXACT)


def _rounds_to(fact: Fact, ours: Reading, theirs: Reading) -> bool:
    """Whether the source's figure, rounded as finely as ours is stated, gives ours; further off if ours is hedged."""
    excess = theirs.amount - ours.amount
    size = abs(ours.amount)
    if ours.unit == "clock":
        return bool(fact.hedge) and abs(excess) <= CLOCK_ROOM
    room = min(ours.step, ABOVE_OR_BELOW * size)
    if fact.hedge == "about":
        return abs(excess) <= min(ours.step / 2, ABOUT * size)
    if fact.hedge == "above":
        return 0 < excess <= room
    if fact.hedge == "below":
        return 0 < -excess <= room
    finer = 0 < theirs.step < ours.step <= size / 10
    return finer and abs(excess) <= min(ours.step / 2, size * (ROUNDED_SCALE if ours.step >= 1000 else ROUNDED))


def _heads_meet(fact: Fact, other: Fact) -> bool:
    return not fact.head or not other.head or not set(fact.head).isdisjoint(other.head)


def _score_parts(fact: Fact, source: Evidence) -> Fact | None:
    """For a score, the source's figure in a sentence that states both sides apart: "62 to 47"."""
    if not isinstance(fact.value, Quantity) or fact.value.readings[0].unit != "score":
        return None
    sides = divmod(fact.value.readings[0].amount, 1000)
    segments = [
        {s.fact.segment: s.fact for amount, s in source.numbers if amount == side and s.reading.unit == ""}
        for side in sides
    ]
    both = sorted(set(segments[0]) & set(segments[1]))
    return segments[0][both[0]] if both else None
