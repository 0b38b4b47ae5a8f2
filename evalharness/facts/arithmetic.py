"""What follows from the figures of a text: sums, differences, shares, changes, multiples, averages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, permutations
from typing import NamedTuple

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.lexicon import table
from evalharness.facts.number_index import score_sides

WHOLE = 100.0
# Characters between two figures of one enumeration: "40 Rwandan and 20 Ghanaian observers".
JOINED = 60
FEW = 12
LARGE = 1e5
TIMES = {
    "doubled": 2.0, "doubling": 2.0, "double": 2.0, "doubles": 2.0, "twice": 2.0, "twofold": 2.0, "half": 0.5,
    "halved": 0.5, "halving": 0.5, "halve": 0.5, "tripled": 3.0, "trebled": 3.0, "triple": 3.0, "treble": 3.0,
    "threefold": 3.0, "quadrupled": 4.0, "quadruple": 4.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0,
}  # fmt: skip
NO_HALF = frozenset({"a", "first", "second", "other", "the"})
PERIODS = {"day": 86_400.0, "daily": 86_400.0, "week": 604_800.0, "weekly": 604_800.0, "hour": 3600.0, "hourly": 3600.0}
MONTHS = {"month": 1.0, "monthly": 1.0, "year": 12.0, "yearly": 12.0, "annually": 12.0}


class Term(NamedTuple):
    """A figure of the source that others are worked out from, in the base unit of its unit."""

    amount: float
    unit: str
    segment: int
    fact: Fact

    @property
    def factor(self) -> float:
        """What one of the unit as written is worth in the base unit."""
        value = self.fact.value
        figure = value.readings[0].figure if isinstance(value, Quantity) else None
        return self.amount / figure if figure else 1.0


class Asked(NamedTuple):
    """What a figure may stand for, and the words around it.

    ``low`` to ``high`` in the base unit of ``unit``; ``head`` what is counted; ``in_words`` for a part such as "a
    third"; ``before`` and ``after`` the lower-cased words on either side, the nearest first; ``beside`` the other
    figures of its sentence; ``free`` asks for all that follows, whatever the words.
    """

    low: float
    high: float
    unit: str
    head: frozenset[str]
    in_words: bool
    before: tuple[str, ...]
    after: tuple[str, ...]
    beside: tuple[Term, ...]
    free: bool = False

    def has(self, group: str, before: int, after: int) -> bool:
        """Whether a word of a group of ``data/arithmetic.json`` is among so many words before or after the figure."""
        if self.free:
            return True
        words = words_for(group)
        return not (words.isdisjoint(self.before[:before]) and words.isdisjoint(self.after[:after]))

    def admits(self, amount: float) -> bool:
        """Whether the figure may stand for `amount`."""
        return self.low <= amount <= self.high


Results = Iterator[tuple[float, Term]]
"""Amounts that follow from the source, each with a figure that it rests on."""


@cache
def words_for(group: str) -> frozenset[str]:
    """The words of one group of ``data/arithmetic.json``.

    >>> "apiece" in words_for("each")
    True
    """
    return frozenset(str(table("arithmetic")[group]).split())


def results(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """What follows from `terms` in the unit asked for, as far as the words around the figure call for it."""
    if asked.unit == "percent":
        yield from _percents(asked, terms, theirs)
        yield from _stated_changes(asked, [term for term in terms if term.unit == "percent"], theirs)
        return
    if asked.unit == "points":
        yield from _differences([term for term in terms if term.unit in ("percent", "points")])
        return
    same = [term for term in terms if term.unit == asked.unit]
    same += _in_unit(asked.unit, same, terms)
    yield from _stated_changes(asked, same, theirs)
    yield from _rest_of(asked, same, theirs)
    if _is_change(asked) or asked.has("apart", 3, 3) or _is_rest(asked, 12):
        yield from _differences(same)
    yield from _sums(asked, same, theirs)
    yield from _by_percent(asked, same, terms)
    yield from _multiples(same, theirs)
    yield from _products(asked, same, terms)
    if asked.after[:1] == ("times",):
        yield from _ratios(terms)
    if asked.unit == "" and not asked.free:
        yield from _by_score(asked, same, theirs)


def _is_change(asked: Asked) -> bool:
    return asked.has("more", 4, 4) or asked.has("less", 4, 4)


def _is_rest(asked: Asked, after: int) -> bool:
    return asked.has("left", 3, after) or any(word.startswith("un") for word in asked.after[:3])


def _is_base(asked: Asked) -> bool:
    return asked.has("was", 3, 0) or asked.has("once", 0, 6)


def _in_unit(unit: str, same: Sequence[Term], terms: Sequence[Term]) -> list[Term]:
    """The bare figures of a sentence that share the unit of another: "a 35-hour week, down from 38"."""
    factors = {term.segment: term.factor for term in same}
    return [
        Term(term.amount * factors[term.segment], unit, term.segment, term.fact)
        for term in terms
        if term.unit == "" != unit and not term.fact.head and term.segment in factors
    ] + [
        term._replace(unit=unit)
        for term in terms
        if term.unit == "" and unit.startswith("money:") and term.amount >= LARGE and term.segment not in factors
    ]


def _pairs(terms: Sequence[Term], *, anywhere: bool = False, mixed: bool = False) -> Iterator[tuple[Term, Term]]:
    """Pairs of figures of one sentence or two neighbours; unless `mixed`, counts must not count different things."""
    for number, one in enumerate(terms):
        for other in terms[number + 1 :]:
            heads = one.fact.head, other.fact.head
            meet = not set(heads[0]).isdisjoint(heads[1])
            near = abs(one.segment - other.segment) <= 1 or (anywhere and one.unit != "")
            if meet or (near and (one.unit != "" or not all(heads) or (mixed and one.segment == other.segment))):
                yield one, other


def _differences(terms: Sequence[Term]) -> Results:
    for one, other in _pairs(terms):
        yield abs(one.amount - other.amount), one


def _rest_of(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """The other part of a whole stated beside it: "eight of the 19 were adults", where eleven were children."""
    if asked.after[:1] != ("of",):
        return
    wholes = {term.amount for term in asked.beside}
    for whole, part in permutations(terms, 2):
        is_whole = whole.amount in wholes or not asked.head.isdisjoint(whole.fact.head)
        is_stated = theirs.text[part.fact.end : part.fact.end + 4] == " of "  # "two of the five": its rest needs a word
        if is_whole and not is_stated and part.amount < whole.amount and abs(whole.segment - part.segment) <= 1:
            yield whole.amount - part.amount, part


def _stated_changes(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """The other value where the source states one and what it differs by: "38 minutes, nine longer than planned"."""
    units = ("points",) if asked.unit == "percent" else (asked.unit, "")
    for term in terms:
        for change in theirs.numbers.by_segment.get(term.segment, ()):
            unit, amount = change.reading.unit, change.reading.amount
            if change.fact is term.fact or unit not in units:
                continue
            step = amount * term.factor if unit == "" != asked.unit else amount
            for sign in _signs(change.fact, theirs):
                yield term.amount - sign * step, term
        for change in theirs.numbers.by_segment.get(term.segment, []) + theirs.numbers.by_segment.get(
            term.segment + 1, []
        ):
            if change.reading.unit in units and (sign := _added(change.fact, theirs)):
                yield term.amount + sign * change.reading.amount, term
                if _is_base(asked) or "before" in asked.before:
                    yield term.amount - sign * change.reading.amount, term


def _signs(fact: Fact, theirs: Evidence) -> tuple[int, ...]:
    """Whether a figure is by how much the value beside it is higher, 1, or lower, -1; both where that is not plain."""
    tokens = theirs.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    before = [token.low for token in tokens[max(0, at - 4) : at]]
    words = {token.low for token in tokens[stop : stop + 2]}
    if "by" in before[-2:]:
        words |= set(before)
    elif words.isdisjoint(words_for("more") | words_for("less")):
        return ()
    up, down = not words.isdisjoint(words_for("more")), not words.isdisjoint(words_for("less"))
    return (1, -1) if up == down else (1,) if up else (-1,)


def _added(fact: Fact, theirs: Evidence) -> int:
    """1 where a figure comes on top of what there is, "will add 400", -1 where it goes off it; else 0."""
    tokens = theirs.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    word = tokens[at - 1].low if at else ""
    return 1 if word in words_for("added") else -1 if word in words_for("taken") else 0


def _sums(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """Sums of two or three figures: listed for the same thing, or where a word says so."""
    is_cued = asked.has("sum", 5, 6) or ({"and", "or"} & {*asked.after[:4]} and asked.low > FEW)
    if _is_base(asked):
        terms = [term for term in terms if not _signs(term.fact, theirs)]
    for one, other in _pairs(terms, mixed=True) if asked.free else pairwise(terms):
        meet = not (asked.head.isdisjoint(one.fact.head) and asked.head.isdisjoint(other.fact.head))
        is_due = is_cued or ((meet or asked.unit != "") and _are_listed(one, other, theirs))
        if is_due and abs(one.segment - other.segment) <= 1:
            yield one.amount + other.amount, one
    for first, (second, third) in zip(terms, pairwise(terms[1:]), strict=False):
        listed = _are_listed(first, second, theirs) and _are_listed(second, third, theirs)
        if (is_cued or (listed and not asked.head.isdisjoint(first.fact.head))) and first.segment == third.segment:
            yield first.amount + second.amount + third.amount, first


def _are_listed(one: Term, other: Term, theirs: Evidence) -> bool:
    """Whether two figures stand side by side as parts of one list: "40 from Rwanda and 20 from Ghana"."""
    if one.segment != other.segment or not 0 <= other.fact.start - one.fact.end <= JOINED:
        return False
    between = theirs.text[one.fact.end : other.fact.start].lower().split()
    return ("and" in between or "," in "".join(between)) and not words_for("opposing").intersection(between)


def _by_percent(asked: Asked, terms: Sequence[Term], every: Sequence[Term]) -> Results:
    """The value before a change by so many percent, what it changed by, a part of so many percent, and its whole."""
    changed, is_base = _is_change(asked), _is_base(asked)
    is_part = (
        asked.free
        or not {"of", "in"}.isdisjoint((*asked.after[:2], *asked.before[:3]))
        or any(not asked.head.isdisjoint(term.fact.head) for term in terms)
    )
    for term in terms if changed or is_base or is_part else ():
        for rate in every:
            if rate.unit != "percent" or abs(rate.segment - term.segment) > asked.free or not 0 < rate.amount < WHOLE:
                continue
            share = rate.amount / WHOLE
            if asked.free:
                yield term.amount * (1 + share), term
                yield term.amount * (1 - share), term
            for before in (term.amount / (1 + share), term.amount / (1 - share)):
                if is_base:
                    yield before, term
                if changed:
                    yield abs(term.amount - before), term
            if is_part:
                yield term.amount * share, term
                yield term.amount / share, term


def _multiples(terms: Sequence[Term], theirs: Evidence) -> Results:
    for term in terms:
        for factor in _factors(term.segment, theirs):
            yield term.amount * factor, term
            yield term.amount / factor, term


def _factors(segment: int, theirs: Evidence) -> list[float]:
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


def _products(asked: Asked, terms: Sequence[Term], every: Sequence[Term]) -> Results:
    """So much for each of so many, and what one of so many comes to."""
    is_each, is_all = asked.has("each", 5, 5), asked.has("product", 12, 12)
    if not (is_each or is_all):
        return
    for term in terms:
        near = [count for count in every if count is not term and abs(count.segment - term.segment) <= 1]
        for count in (*near, *asked.beside):
            number = count.amount if count.unit == "" else _periods(asked, count)
            if number is None or number <= 1:
                continue
            if is_all and term.unit != "":
                yield term.amount * number, term
            if is_each:
                yield term.amount / number, term


def _periods(asked: Asked, span: Term) -> float | None:
    """How many days, weeks or months, as the words behind the figure have it, a stretch of time has."""
    lengths = {"time": PERIODS, "months": MONTHS}.get(span.unit, {})
    return next((span.amount / lengths[word] for word in asked.after[:4] if word in lengths), None)


def _ratios(terms: Sequence[Term]) -> Results:
    """How many times as much: "six times as far"."""
    units = {term.unit for term in terms}
    for unit in sorted(units):
        same = [term for term in terms if term.unit == unit]
        for one, other in _pairs([*same, *_in_unit(unit, same, terms)]):
            small, large = sorted((one.amount, other.amount))
            if small > 0:
                yield large / small, one


def _by_score(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """By how much one side leads, how many points or votes there were, and what a side lacks: "eight up" at 17-9."""
    is_gap, is_sum = _is_change(asked) or asked.has("apart", 3, 3), bool({"and", "or", "all"} & {*asked.after[:5]})
    for stated in theirs.numbers.by_amount if is_gap or is_sum else ():
        if stated.reading.unit != "score":
            continue
        first, second = score_sides(stated.reading)
        base = Term(first, "", stated.fact.segment, stated.fact)
        if is_sum:
            yield first + second, base
        if is_gap:
            yield first - second, base
            for term in terms:
                if abs(term.segment - base.segment) <= 1:
                    yield from ((abs(term.amount - side), base) for side in (first, second))


def _percents(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """Shares, changes and sums in percent."""
    is_rest = _is_rest(asked, 8)
    rates = [term for term in terms if term.unit == "percent"]
    for one, other in _pairs(rates):
        if one.segment == other.segment:
            if asked.has("sum", 5, 6) or _are_listed(one, other, theirs):
                yield one.amount + other.amount, one
            if is_rest:
                yield WHOLE - one.amount - other.amount, one
    if is_rest:
        yield from ((WHOLE - rate.amount, rate) for rate in rates)
    if _is_change(asked):
        for term in terms:
            yield from ((WHOLE * abs(factor - 1), term) for factor in _factors(term.segment, theirs))
    # Where the source gives a percentage beside the two values, another one is hardly worked out from them.
    own = {term.amount for term in asked.beside if term.unit == "percent"}
    stated = {rate.segment for rate in rates if rate.amount not in own and not asked.in_words}
    free = [term for term in terms if term.unit != "percent" and term.segment not in stated and term.amount > 0]
    for unit in sorted({term.unit for term in free}):
        same = [term for term in free if term.unit == unit]
        yield from _shares(asked, [*same, *_in_unit(unit, same, free)])
    if _is_change(asked):
        yield from _relative_changes(free, theirs)


def _relative_changes(terms: Sequence[Term], theirs: Evidence) -> Results:
    """A stated change in percent of the value it is of: "employs 6,300 and will hire 700 more"."""
    for change in terms:
        if _signs(change.fact, theirs):
            for value in terms:
                if value.unit in (change.unit, "") and value.segment == change.segment and value.amount > change.amount:
                    yield WHOLE * change.amount / value.amount, change


def _shares(asked: Asked, terms: Sequence[Term]) -> Results:
    """What percentage one value is of another, and by what percentage they differ."""
    up, down = asked.has("more", 4, 4), asked.has("less", 4, 4)
    is_part, is_rest = asked.has("share", 4, 2), _is_rest(asked, 8)
    for one, other in _pairs(terms, anywhere=asked.in_words, mixed=True):
        small, large = sorted((one.amount, other.amount))
        if small == large:
            continue
        if is_part:
            yield WHOLE * small / large, one
            if is_rest:
                yield WHOLE - WHOLE * small / large, one
        if up:
            yield WHOLE * (large - small) / small, one
            yield WHOLE * small / (large - small), one  # "rose by 540 to 3,240"
        if down:
            yield WHOLE * (large - small) / large, one
            yield WHOLE * small / (large + small), one
