"""What follows from the figures of a text: sums, differences, shares, changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, permutations

from evalharness.facts.asked import Asked, Results, Term, words_for
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Quantity, Reading
from evalharness.facts.lexicon import table
from evalharness.facts.number_index import Stated, score_sides
from evalharness.facts.opposites import same_side
from evalharness.facts.products import factors, multiples, products

WHOLE = 100.0
# Characters between two figures of one enumeration: "40 Rwandan and 20 Ghanaian observers".
JOINED = 60
# Sentences between a figure and what comes on top of it: "It also took options on a further 25".
A_LITTLE_ON = 4
FEW = 12
LARGE = 1e5
RELATIVE, AROUND = "relative", 8
BEHIND = frozenset({"after", "before", "behind", "ahead", "later", "earlier", "adrift", "clear", "back", "apart"})
DEGREES = frozenset({"celsius", "degrees", "fahrenheit"})


@cache
def _scored() -> frozenset[str]:
    """What a score counts."""
    return frozenset(str(table("parts")["scored"]).split())


def results(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """What follows from `terms` in the unit asked for, as far as the words around the figure call for it."""
    if asked.unit == "percent":
        yield from _percents(asked, terms, theirs)
        yield from _stated_changes(asked, [term for term in terms if term.unit == "percent"], theirs)
        return
    if asked.unit == "points":
        yield from _differences([term for term in terms if term.unit in ("percent", "points")])
        points = [term for term in terms if term.unit == "points"]
        if points and (_is_change(asked) or asked.has("apart", 3, 3)):
            yield from _differences([*points, *in_unit("points", points, terms)], anywhere=True)
        yield from multiples([term for term in terms if term.unit == "points"], theirs)
        return
    same = [term for term in terms if term.unit == asked.unit]
    lent = in_unit(asked.unit, same, terms)
    same = sorted([*same, *lent], key=lambda term: term.fact.start)
    if asked.unit and not asked.free:
        yield from ((term.amount, term) for term in lent)  # "buried 85 miles and plans to bury 240 more"
    yield from _stated_changes(asked, same, theirs)
    yield from _rest_of(asked, same, theirs)
    if _is_change(asked) or asked.has("apart", 3, 3) or _is_rest(asked, 12):
        anywhere = asked.unit == "months" or asked.unit.startswith("money:")
        anywhere = anywhere or (asked.unit != "" and _is_rest(asked, 8))
        yield from _differences(same, anywhere=anywhere, mixed=asked.low > FEW and not asked.free)
    elif asked.unit == "time" and not BEHIND.isdisjoint(asked.after[:2]):
        yield from _differences(same)
    yield from _sums(asked, same, theirs)
    yield from _by_percent(asked, same, terms)
    yield from multiples(same, theirs)
    yield from products(asked, same, terms, theirs)
    if asked.after[:1] == ("times",):
        yield from _ratios(terms)
    if asked.unit == "" and not asked.free:
        yield from _by_score(asked, same, theirs)


def _is_change(asked: Asked) -> bool:
    if "to" in asked.before[:2] and asked.has("change", 8, 0):
        return True
    return asked.has("more", 4, 4) or asked.has("less", 4, 4)


def _is_rest(asked: Asked, after: int) -> bool:
    return asked.has("left", 3, after) or any(word.startswith("un") for word in asked.after[:3])


def _is_base(asked: Asked) -> bool:
    return asked.has("was", 3, 0) or asked.has("once", 0, 6)


def in_unit(unit: str, same: Sequence[Term], terms: Sequence[Term]) -> list[Term]:
    """The bare figures of a sentence that share the unit of another: "a 35-hour week, down from 38"."""
    factors = {term.segment: term.factor for term in same}
    return [
        Term(term.amount * factors[term.segment], unit, term.segment, term.fact)
        for term in terms
        if term.unit == "" != unit and not term.fact.head and term.segment in factors
    ] + [
        term._replace(unit=unit)
        for term in terms
        if term.unit == "" and unit.startswith("money:") and term.amount >= LARGE
        if term.fact.head or term.segment not in factors
    ]


def are_of_one_kind(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two figures count the same, in the same words or others: "41 deaths" and "141 people died".

    >>> are_of_one_kind(("death",), ("peopl", "die")), are_of_one_kind(("car",), ("peopl",))
    (True, False)
    """
    if not set(one).isdisjoint(other):
        return True
    sides = same_side()
    return any(not sides.get(word, frozenset()).isdisjoint(other) for word in one)


def _pairs(
    terms: Sequence[Term], *, anywhere: bool = False, mixed: bool = False, across: bool = False
) -> Iterator[tuple[Term, Term]]:
    """Pairs of figures of one sentence or two neighbours.

    Counts must not count different things, unless `mixed` within one sentence, with `across` in two neighbours too.
    """
    for number, one in enumerate(terms):
        for other in terms[number + 1 :]:
            heads = one.fact.head, other.fact.head
            meet = are_of_one_kind(*heads)
            near = abs(one.segment - other.segment) <= 1 or (anywhere and one.unit != "")
            if meet or (
                near and (one.unit != "" or not all(heads) or across or (mixed and one.segment == other.segment))
            ):
                yield one, other


def _differences(terms: Sequence[Term], *, anywhere: bool = False, mixed: bool = False) -> Results:
    for one, other in _pairs(terms, anywhere=anywhere, mixed=mixed):
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
    units: tuple[str, ...] = ("points",) if asked.unit == "percent" else (asked.unit, "")
    if asked.unit in DEGREES:
        units = (*DEGREES, "")
    for term in terms:
        for change in theirs.numbers.by_segment.get(term.segment, ()):
            unit, amount = change.reading.unit, change.reading.amount
            if change.fact is term.fact or unit not in units:
                continue
            step = amount * term.factor if unit == "" != asked.unit else amount
            signs = _signs(change.fact, theirs)
            for sign in (1, -1) if signs and asked.unit == "time" else signs:  # "won in 2:04, ten seconds ahead"
                yield term.amount - sign * step, term
        for change in _following(term, terms, theirs):
            if change.reading.unit in units and (sign := _added(change.fact, theirs)):
                yield term.amount + sign * change.reading.amount, term
                if _is_base(asked) or "before" in asked.before:
                    yield term.amount - sign * change.reading.amount, term


def _following(term: Term, terms: Sequence[Term], theirs: Evidence) -> Iterator[Stated]:
    """The figures of the sentence of `term` and the next, and of those a little on that are among `terms`."""
    yield from theirs.numbers.by_segment.get(term.segment, ())
    yield from theirs.numbers.by_segment.get(term.segment + 1, ())
    yield from (
        Stated(Reading(other.amount, other.unit), other.fact)
        for other in terms
        if 1 < other.segment - term.segment <= A_LITTLE_ON
    )


def _signs(fact: Fact, theirs: Evidence) -> tuple[int, ...]:
    """Whether a figure is by how much the value beside it is higher, 1, or lower, -1; both where that is not plain."""
    tokens = theirs.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    before = [token.low for token in tokens[max(0, at - 4) : at]]
    words = {token.low for token in tokens[stop : stop + 2]}
    if "by" in before[-2:]:
        words |= set(before)
    elif before and before[-1] in words_for("more") | words_for("less"):
        words = {before[-1]}  # "33%, down four points", "climbed 7 basis points to 1.84%"
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
    for one, other in _pairs(terms, mixed=True) if asked.free or asked.has("in all", 4, 2) else pairwise(terms):
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
    is_rest = not asked.free and _is_rest(asked, 8)
    for term in terms if changed or is_base or is_part or is_rest else ():
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
            if changed:
                yield from ((term.amount * part, term) for part in (share, 1 - share, 1 + share))
            if is_part:
                yield term.amount * share, term
                yield term.amount / share, term
            if is_rest:
                yield term.amount * (1 - share), term


def _ratios(terms: Sequence[Term]) -> Results:
    """How many times as much: "six times as far"."""
    units = {term.unit for term in terms}
    for unit in sorted(units):
        same = [term for term in terms if term.unit == unit]
        for one, other in _pairs([*same, *in_unit(unit, same, terms)]):
            small, large = sorted((one.amount, other.amount))
            if small > 0:
                yield large / small, one


def _by_score(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """By how much one side leads, how many points or votes there were, and what a side lacks: "eight up" at 17-9."""
    is_gap, is_sum = _is_change(asked) or asked.has("apart", 3, 3), bool({"and", "or", "all"} & {*asked.after[:5]})
    is_sum = is_sum or asked.before[:1] == ("of",) or not _scored().isdisjoint(asked.after[:2])
    for stated in theirs.numbers.scores if is_gap or is_sum else ():
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
            yield from ((WHOLE * abs(factor - 1), term) for factor in factors(term.segment, theirs))
    # Where the source gives a percentage beside the two values, another one is hardly worked out from them.
    own = {term.amount for term in asked.beside if term.unit == "percent"}
    is_part = asked.after[:1] == ("of",)
    stated = {
        rate.segment
        for rate in rates
        if rate.amount not in own and not (asked.in_words or is_part) and _figure(rate) is not None
    }
    free = [term for term in terms if term.unit != "percent" and term.segment not in stated and term.amount > 0]
    for unit in sorted({term.unit for term in free}):
        same = [term for term in free if term.unit == unit]
        yield from _shares(asked, [*same, *in_unit(unit, same, free)])
    if _is_change(asked):
        yield from _relative_changes(free, theirs)
    if RELATIVE in (*asked.before[:AROUND], *asked.after[:AROUND]):
        for one, other in _pairs([rate for rate in rates if rate.amount > 0], anywhere=True):
            small, large = sorted((one.amount, other.amount))
            yield WHOLE * (large - small) / large, one
            yield WHOLE * (large - small) / small, one


def _figure(term: Term) -> float | None:
    return term.fact.value.readings[0].figure if isinstance(term.fact.value, Quantity) else None


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
    is_part, is_rest = asked.is_plain_part or asked.has("share", 4, 2), _is_rest(asked, 8)
    # "one in four of the 86": no other whole is meant
    wholes = {term.amount for term in asked.beside} if asked.after[:1] == ("of",) else set()
    wholes &= {term.amount for term in terms}
    is_of = asked.after[:1] == ("of",)
    across = (is_of and not asked.free) or "turnout" in asked.before
    for one, other in _pairs(terms, anywhere=asked.in_words or is_of, mixed=True, across=across):
        small, large = sorted((one.amount, other.amount))
        if small == large or (wholes and wholes.isdisjoint((small, large))):
            continue
        if is_part:
            yield WHOLE * small / large, one
            if is_rest or (asked.is_plain_part and asked.after[:1] == ("of",)):
                yield WHOLE - WHOLE * small / large, one
        if up:
            yield WHOLE * (large - small) / small, one
            yield WHOLE * small / (large - small), one  # "rose by 540 to 3,240"
        if down:
            yield WHOLE * (large - small) / large, one
            yield WHOLE * small / (large + small), one
