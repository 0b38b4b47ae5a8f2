"""What the source has in the place of a figure or date that it does not bear out."""

from __future__ import annotations

from itertools import islice

from evalharness.facts.agree_dates import same_shape
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Moment, Quantity, Reading

# The share of the words of our sentence that the one of a rival must have, and that of "last week".
CONTEXT = 0.25
CLOSE_CONTEXT = 0.4
# Figures of one thing are of one size: nobody writes five million for two.
SIZE = 30.0
MAX_RIVALS = 40
MAX_MOMENTS = 400
UNSIZED = frozenset({"clock", "score", "label", "ordinal"})


def rival_number(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The source's figure for the same thing: same unit or same digits, in the most similar sentence."""
    if not isinstance(fact.value, Quantity):
        return None
    words = ours.segment_keys[fact.segment]
    near = [stated.fact for _, segment in theirs.alike(words) for stated in theirs.numbers.by_segment.get(segment, ())]
    same = [other for word in fact.head for other in theirs.numbers.by_head.get(word, ())[:MAX_RIVALS]]
    best, best_score = None, 0.0
    for other in (*near[:MAX_RIVALS], *same):
        score = _rivalry(fact, other, theirs.likeness(words, other.segment))
        if score > best_score:
            best, best_score = other, score
    return best


def _rivalry(fact: Fact, other: Fact, likeness: float) -> float:
    """How much `other` looks like what `fact` should have been; 0 when it does not."""
    if not (isinstance(fact.value, Quantity) and isinstance(other.value, Quantity)):
        return 0.0
    mine, their = fact.value.readings[0], other.value.readings[0]
    head = len(set(fact.head) & set(other.head)) / max(1, min(len(fact.head), len(other.head)))
    if mine.unit != their.unit:
        same_money = mine.unit.startswith("money:") and their.unit.startswith("money:")
        same_digits = _digits(fact.text) == _digits(other.text) != ""
        return 1.0 + likeness if (same_digits or same_money) and likeness >= CONTEXT else 0.0
    if mine.unit == "" and (fact.head or other.head) and not head:
        return 0.0
    if head == 0 and (likeness < CONTEXT or (mine.unit == "ordinal" and fact.head and other.head)):
        return 0.0
    alike = 1.0 if _same_figures(fact.text, other.text) else 0.0
    if not alike and not _are_of_one_size(mine, their):
        return 0.0
    return 2 * head + 2 * likeness + alike


def _are_of_one_size(mine: Reading, their: Reading) -> bool:
    small, large = sorted((abs(mine.amount), abs(their.amount)))
    return mine.unit in UNSIZED or large <= SIZE * small


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _same_figures(ours: str, theirs: str) -> bool:
    """Whether one figure has the digits of the other in another order or another magnitude."""
    mine, other = _digits(ours).strip("0"), _digits(theirs).strip("0")
    return bool(mine) and sorted(mine) == sorted(other)


def rival_date(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The source's date of the same sort, in the most similar sentence, that ours does not have."""
    words = ours.segment_keys[fact.segment]
    floor = CLOSE_CONTEXT if isinstance(fact.value, Moment) and fact.value.relative else CONTEXT
    best, best_score = None, floor
    for moment, other in islice(theirs.moments.items(), MAX_MOMENTS):
        if isinstance(fact.value, Moment) and same_shape(fact.value, moment) and moment not in ours.moments:
            score = theirs.likeness(words, other.segment)
            if score > best_score:
                best, best_score = other, score
    return best
