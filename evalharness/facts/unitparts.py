"""A unit and a part of it: "an hour and three quarters", "two years and a half", "three and three-quarter hours"."""

from __future__ import annotations

from collections.abc import Sequence

from evalharness.facts.counted import Counted, counted
from evalharness.facts.fact import Quantity
from evalharness.facts.numerals import SMALL, Numeral
from evalharness.facts.token import Token, low_at
from evalharness.facts.units import Found, with_unit

ONE = frozenset({"a", "an", "one"})
PARTS: dict[tuple[str, ...], float] = {
    ("a", "half"): 1 / 2, ("half",): 1 / 2, ("a", "quarter"): 1 / 4, ("one", "quarter"): 1 / 4,
    ("three", "quarters"): 3 / 4, ("three", "-", "quarters"): 3 / 4, ("three", "-", "quarter"): 3 / 4,
    ("a", "third"): 1 / 3, ("one", "third"): 1 / 3, ("two", "thirds"): 2 / 3, ("two", "-", "thirds"): 2 / 3,
}  # fmt: skip
LONGEST = 3
STEP = 0.25


def unit_and_part(tokens: Sequence[Token], index: int) -> Counted | None:
    """The quantity at `index` where a part joined by "and" belongs to its unit, or None.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> def seconds(text): return unit_and_part(lexed(Document(text)).tokens, 0).quantity.readings[0].amount
    >>> seconds("an hour and three quarters"), seconds("two and three-quarter hours")
    (6300.0, 9900.0)
    """
    low = low_at(tokens, index)
    number = 1.0 if low in ONE else float(SMALL.get(low, 0))
    if not number or not {low_at(tokens, index + 1), low_at(tokens, index + 2)} & {"and"}:
        return None
    if low_at(tokens, index + 1) == "and":
        part = _part_at(tokens, index + 2)
        found = _of_unit(tokens, number + part[0], part[1]) if part else None
        return counted(tokens, Quantity(found.readings), index, found.stop) if found else None
    part = _part_at(tokens, index + 3)
    found = _of_unit(tokens, number + part[0], index + 1) if part else None
    if found is None or part is None or found.stop != index + 2 or low_at(tokens, part[1]) == "of":
        return None
    return counted(tokens, Quantity(found.readings), index, part[1])


def _part_at(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    """The part named at `index` and the index behind it."""
    for length in range(LONGEST, 0, -1):
        words = tuple(low_at(tokens, at) for at in range(index, index + length))
        if words in PARTS:
            return PARTS[words], index + length
    return None


def _of_unit(tokens: Sequence[Token], value: float, index: int) -> Found | None:
    """So many of the unit at `index`, where such a part is said of it: no "point and a half"."""
    found = with_unit(tokens, Numeral(value, STEP, index, "words"))
    return found if found and found.readings[0].unit in ("time", "months", "length", "mass") else None
