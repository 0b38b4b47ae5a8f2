"""So much for one of a unit: "75 euros a gram", "$80 a barrel"; and the sums of the few figures in a unit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from evalharness.facts.asked import Asked, Results, Term, term_of
from evalharness.facts.evidence import Evidence
from evalharness.facts.number_index import Stated, readings_of
from evalharness.facts.units import unit_called

RATED = frozenset({"a", "an", "per", "each", "every", "for"})
ONE = frozenset({"a", "one", "single", "each", "every"})
# Units whose few figures in a text may be added up with no word to say so; counts and money are of too many things.
ADDED = frozenset({"power", "mass", "area", "energy", "volume", "bytes"})
MOST_ADDED = 4
NEAR = 2
POUND = 20
COINS = (" in the pound", " on the dollar", " to the dollar", " to the pound", " on the euro", " in the euro")
WHOLE = 100.0


def rates(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """What one unit of something comes to where the source gives the sum for so many; and sums of measures."""
    if asked.free:
        return
    if asked.unit in ADDED:
        yield from _added_up(asked.unit, theirs)
    if asked.unit == "percent":
        yield from _of_both(asked, theirs)
        yield from _in_the_pound(terms, theirs)
        return
    words = asked.after
    at = next((number for number, word in enumerate(words[:3]) if word in RATED), None)
    if at is None or at + 1 >= len(words):
        return
    called = words[at + 2] if words[at + 1] in ONE and at + 2 < len(words) else words[at + 1]
    unit = unit_called(called)
    if unit is None or unit.name == asked.unit or unit.name.startswith("money:"):
        return
    for term in terms:
        for measure in terms if term.unit == asked.unit else ():
            if measure.unit == unit.name and measure.amount > 0 and abs(measure.segment - term.segment) <= NEAR:
                yield term.amount * unit.factor / measure.amount, term


def _in_the_pound(terms: Sequence[Term], theirs: Evidence) -> Results:
    """A share told in small coin: "31 pence in the pound", "40 cents on the dollar"."""
    coins = [term for term in terms if term.unit.startswith("money:")]
    shared = {
        term.segment for term in coins if theirs.text[term.fact.end : term.fact.end + POUND].lower().startswith(COINS)
    }
    for term in coins:
        if term.segment in shared:
            yield WHOLE * term.amount, term
            yield term.amount, term


def _few(unit: str, theirs: Evidence) -> list[Stated]:
    """The figures of the source in a unit, where they are few, by place."""
    facts = [fact for fact in theirs.of_kind("number") if (readings := readings_of(fact)) and readings[0].unit == unit]
    found = [Stated(readings_of(fact)[0], fact) for fact in facts]
    return found if 1 < len(found) <= MOST_ADDED else []


def _added_up(unit: str, theirs: Evidence) -> Results:
    found = _few(unit, theirs)
    sums = list(accumulate(stated.reading.amount for stated in found))
    yield from ((amount, term_of(found[0])) for amount in sums[1:])


def _of_both(asked: Asked, theirs: Evidence) -> Results:
    """The share of one in the sum of two measures: "more than half" of what two reactors yield."""
    if asked.after[:1] != ("of",) and not asked.in_words:
        return
    for unit in sorted(ADDED):
        found = _few(unit, theirs)
        for number, first in enumerate(found[:-1]):
            whole = first.reading.amount + found[number + 1].reading.amount
            for stated in (first, found[number + 1]):
                if whole > 0:
                    yield WHOLE * stated.reading.amount / whole, term_of(stated)
