"""Whether a source states a figure: by value, unit and what is counted, with roundings and hedges."""

from __future__ import annotations

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import PART as PART_OF
from evalharness.facts.fact import Fact, Moment, Quantity, Reading
from evalharness.facts.number_index import Stated, readings_of, score_sides
from evalharness.facts.numerals import SMALL

EXACT = 1e-6
CLOCK_ROOM, HOUR = 25.0, 60.0
# A figure is looked for within this share of itself; hedges and roundings reach no further.
REACH = 0.25
ABOUT, ABOVE_OR_BELOW = 0.1, 0.2
ROUNDED, ROUNDED_SCALE = 0.005, 0.05
# How many percentage points a part in words may be off, with "about" and without.
PART_ABOUT, PART = 3.5, 1.4
MAX_LOOKED_AT = 200
DOLLARS = frozenset({"money:aud", "money:cad", "money:sgd", "money:hkd", "money:nzd"})
PARTS_OF_UNIT = (0.25, 0.5, 0.75)
MIN_SHARE_WORDS, HHMM = 3, 4
UNCOUNTED = frozenset({"ordinal", "label", "clock", "score"})


def number_support(fact: Fact, source: Evidence) -> Fact | None:
    """The figure of the source that bears out `fact`, one of the same thing if there is one, or None."""
    if not isinstance(fact.value, Quantity) or source.numbers.is_empty:
        return None
    found = [
        stated.fact
        for reading in readings_of(fact)
        if reading.system != PART_OF
        for stated in _near(source, reading, fact.value.high)
        if _bears_out(fact, reading, stated, source)
    ]
    if found:
        return next((other for other in found if not set(fact.head).isdisjoint(other.head)), found[0])
    return _bare_support(fact, source) or _score_parts(fact, source) or _out_of(fact, source)


def _out_of(fact: Fact, source: Evidence) -> Fact | None:
    """For "39 out of 46" the source's 39 where it has 46 as well."""
    words = fact.text.lower().split()
    if len(words) < MIN_SHARE_WORDS or ("of" not in words and "in" not in words):
        return None
    part, whole = (_written(word) for word in (words[0], words[-1]))
    figures = source.numbers.as_written
    return figures.get(part) if part and whole and whole in figures else None


def _written(word: str) -> float | None:
    return float(word) if word.isdecimal() else float(SMALL[word]) if word in SMALL else None


def _bare_support(fact: Fact, source: Evidence) -> Fact | None:
    """For a figure that says nothing of unit or thing, any figure written alike; and the other way round."""
    if not isinstance(fact.value, Quantity):
        return None
    reading = fact.value.readings[0]
    if fact.text.isdecimal() and len(fact.text) == HHMM and not fact.head:
        minutes = HOUR * (int(fact.text) // 100) + int(fact.text) % 100
        at_time = source.numbers.between(minutes, minutes, MAX_LOOKED_AT)
        if found := next((stated.fact for stated in at_time if stated.reading.unit == "clock"), None):
            return found  # "by 1700"
    if reading.unit == "" and not fact.head:
        year = Moment(year=int(reading.amount)) if fact.text.isdecimal() else None
        return source.numbers.as_written.get(reading.amount) or source.moments.get(year or Moment())
    if reading.unit == "clock" and reading.amount % HOUR == 0:
        hour = source.numbers.as_written.get(reading.amount / HOUR % 12 or 12.0)  # "Let's make it 7."
        return hour if hour and _is_bare(hour) else None
    if reading.unit in UNCOUNTED or reading.figure is None:
        return None
    other = source.numbers.as_written.get(reading.figure)
    return other if other and _is_bare(other) and other.text[0].isdigit() else None


def _is_bare(fact: Fact) -> bool:
    return isinstance(fact.value, Quantity) and fact.value.readings[0].unit == "" and not fact.head


def conflicting_age(fact: Fact, source: Evidence) -> Fact | None:
    """The source's age of the same person when it differs: "Tedremaa, 58" against "Tedremaa, 47"."""
    if not isinstance(fact.value, Quantity) or fact.value.readings[0].unit != "age" or not fact.head:
        return None
    same = [other for other in source.numbers.by_head.get(fact.head[0], ()) if other.head == fact.head]
    ages = [other for other in same if isinstance(other.value, Quantity) and other.value.readings[0].unit == "age"]
    return None if not ages or any(other.value == fact.value for other in ages) else ages[0]


def _near(source: Evidence, reading: Reading, high: float | None) -> list[Stated]:
    """The source's figures near `reading`, the nearest first; a bounded number of them."""
    room = REACH * abs(reading.amount) + EXACT
    about = list(source.numbers.between(reading.amount - room, (high or reading.amount) + room, MAX_LOOKED_AT))
    if not about:
        return about
    exact = source.numbers.between(reading.amount - EXACT, reading.amount + EXACT, MAX_LOOKED_AT)
    return [*exact, *sorted(about, key=lambda stated: abs(stated.reading.amount - reading.amount))]


def _bears_out(fact: Fact, reading: Reading, stated: Stated, source: Evidence) -> bool:
    if not _same_unit(fact, reading, stated, source):
        return False
    quantity = fact.value
    if isinstance(quantity, Quantity) and quantity.high is not None:
        return reading.amount <= stated.reading.amount <= quantity.high
    return _same_amount(reading, stated.reading) or _rounds_to(fact, reading, stated.reading)


def _same_unit(fact: Fact, reading: Reading, stated: Stated, source: Evidence) -> bool:
    units = {reading.unit, stated.reading.unit}
    if len(units) == 1:
        return not (_is_loose(fact, reading) and stated.fact.head and _is_loose(stated.fact, stated.reading) is False)
    if "money:usd" in units and not units.isdisjoint(DOLLARS) and stated.reading.unit == "money:usd":
        # bare "dollars" in a text that counts in the dollars of another country
        is_bare = stated.fact.text.endswith("dollars") and "U.S." not in stated.fact.text
        return is_bare and any(other.reading.unit == reading.unit for other in source.numbers.by_amount)
    if units == {"age", "months"} or (units == {"ordinal", "months"} and "anniversari" in fact.head + stated.fact.head):
        return True
    if units in ({"ordinal", ""}, {"ordinal", "label"}):
        return _heads_meet(fact, stated.fact) or "label" in units
    return units == {"label", ""} and not (fact.head and stated.fact.head)


def _is_loose(fact: Fact, reading: Reading) -> bool:
    """Whether a figure with a unit is read without it: "14 points" as any 14."""
    return (
        isinstance(fact.value, Quantity) and reading.unit == "" and fact.value.readings[0].unit in ("points", "percent")
    )


def _same_amount(ours: Reading, theirs: Reading) -> bool:
    difference = abs(ours.amount - theirs.amount)
    if ours.system == theirs.system or theirs.system == PART_OF:
        return difference <= EXACT * abs(theirs.amount)
    return difference <= max(ours.step, theirs.step) / 2 * (1 + EXACT)


def _rounds_to(fact: Fact, ours: Reading, theirs: Reading) -> bool:
    """Whether the source's figure, rounded as finely as ours is stated, gives ours; further off if ours is hedged."""
    excess = theirs.amount - ours.amount
    size = abs(ours.amount)
    if ours.unit == "clock":
        return bool(fact.hedge) and abs(excess) <= CLOCK_ROOM
    if ours.unit == "percent" and ours.figure is None and theirs.figure is not None:
        return _is_part(fact, excess, size)
    room = min(ours.step, ABOVE_OR_BELOW * size)
    if ours.step < size and ours.unit != "percent" and abs(excess) < ours.step:
        room = ours.step  # "more than three thousand" for 3,700
    if fact.hedge == "about":
        return abs(excess) <= min(ours.step / 2, ABOUT * size)
    if fact.hedge == "above":
        return 0 < excess <= room
    if fact.hedge == "below":
        return 0 < -excess <= room
    if ours.figure in PARTS_OF_UNIT and ours.unit in ("time", "months"):
        return abs(excess) <= ABOUT * size  # "half a day"
    finer = 0 < theirs.step < ours.step <= size / 10
    return finer and abs(excess) <= min(ours.step / 2, size * (ROUNDED_SCALE if ours.step >= 1000 else ROUNDED))


def _is_part(fact: Fact, excess: float, size: float) -> bool:
    """Whether a percentage that exceeds a part in words by `excess` may be told so: 42 percent as "over two fifths"."""
    if fact.hedge == "above":
        return 0 < excess <= ABOVE_OR_BELOW * size
    if fact.hedge == "below":
        return 0 < -excess <= ABOVE_OR_BELOW * size
    return abs(excess) <= (PART_ABOUT if fact.hedge else PART)


def _heads_meet(fact: Fact, other: Fact) -> bool:
    return not fact.head or not other.head or not set(fact.head).isdisjoint(other.head)


def _score_parts(fact: Fact, source: Evidence) -> Fact | None:
    """For a score, the source's figure in a sentence that states both sides apart: "62 to 47"."""
    if not isinstance(fact.value, Quantity) or fact.value.readings[0].unit != "score":
        return None
    first, second = score_sides(fact.value.readings[0])
    for stated in source.numbers.between(first, first, MAX_LOOKED_AT):
        beside = source.numbers.by_segment.get(stated.fact.segment, ())
        is_both = any(other.reading.amount == second and other.fact != stated.fact for other in beside)
        if stated.reading.unit == "" and is_both:
            return stated.fact
    return None
