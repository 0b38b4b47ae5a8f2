"""Further workings of a desk: rates over other periods, middles of ranges, majorities, shares of two sides, parts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations, pairwise

from evalharness.facts.arithmetic import in_unit
from evalharness.facts.asked import Asked, Results, Term, words_for
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.number_index import score_sides

DAY, WHOLE = 86_400.0, 100.0
MONTH = 365.25 / 12
PERIODS = {
    "hour": 1 / 24, "hourly": 1 / 24, "day": 1.0, "daily": 1.0, "week": 7.0, "weekly": 7.0, "fortnight": 14.0,
    "month": MONTH, "monthly": MONTH, "quarter": 3 * MONTH, "quarterly": 3 * MONTH, "year": 12 * MONTH,
    "yearly": 12 * MONTH, "annual": 12 * MONTH, "annually": 12 * MONTH, "annum": 12 * MONTH,
}  # fmt: skip
# A year has 52 weeks to a desk, and 365 days.
ROUND_RATIOS = ((12 * MONTH / 7, 52.0), (12 * MONTH, 365.0), (MONTH, 30.0), (MONTH / 7, 4.0))
RATED = frozenset({"a", "an", "per", "each", "every"})
NEAR, AHEAD, BESIDE = 2, 3, 40
ADVERBS = frozenset({"daily", "weekly", "monthly", "yearly", "annual", "hourly"})
BRACKET = 8
REACH = 8
REST = frozenset({"yet", "still", "remain", "remains", "remained", "remaining", "rest", "remainder", "left"})
MANY_SEATS = 9
THIRDS = 1.5
TO_ONE = " to one"
HALF = frozenset({"half"})
AGES = frozenset({"younger", "older", "senior", "junior"})
MAX_AGES = 12


def further(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """What follows from `terms` besides sums, differences, changes and products, in the unit asked for."""
    if asked.unit == "points":
        if not asked.free and (asked.has("more", 6, 6) or asked.has("less", 6, 6)):
            yield from _gaps(terms)
        return
    if asked.unit == "percent":
        yield from _on_top(asked, terms, theirs)
        yield from _of_both_sides(asked, terms, theirs)
        if asked.is_plain_part:
            yield from _of_rates(terms)
        return
    same = [term for term in terms if term.unit == asked.unit]
    yield from _over_periods(asked, same, theirs)
    if asked.has("middle", 14, 6) and not asked.free:
        every = sorted([*same, *in_unit(asked.unit, same, terms)], key=lambda term: term.fact.start)
        middles = [((one.amount + other.amount) / 2, one) for one, other in pairwise(every) if _is_range(one, other)]
        yield from middles
        yield from ((abs(middle - other), term) for (middle, term), (other, _) in combinations(middles, 2))
    if asked.unit == "" and asked.has("majority", 4, 4) and not asked.free:
        yield from _majorities(terms)
    if asked.unit == "months" and AGES & {*asked.after[:3], *asked.before[:2]}:
        yield from _age_gaps(theirs)
    yield from _parts(asked, same, terms, theirs)
    yield from _enumerated(asked, same, theirs)


def _gaps(terms: Sequence[Term]) -> Results:
    """By how many points two percentages differ, however far apart they stand."""
    rates = [term for term in terms if term.unit == "percent" and not _is_in_words(term.fact)]
    yield from ((abs(one.amount - other.amount), one) for one, other in combinations(rates, 2))


def _age_gaps(theirs: Evidence) -> Results:
    """By how much two people's ages differ."""
    for one, other in combinations(theirs.numbers.ages[:MAX_AGES], 2):
        base = Term(other.reading.amount, "age", other.fact.segment, other.fact)
        yield abs(other.reading.amount - one.reading.amount), base


def _is_range(one: Term, other: Term) -> bool:
    return one.segment == other.segment and one.amount < other.amount


def _over_periods(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """A rate over another period: "14 million a week" of 2 million a day, "over two days" of 90 million a day."""
    wanted = [PERIODS[word] for word in (*asked.after[:6], *asked.before[:8]) if word in PERIODS]
    lengths = {"time": 1 / DAY, "months": MONTH}
    wanted += [term.amount * lengths[term.unit] for term in asked.beside if term.unit in lengths]
    for term in terms if wanted else ():
        own = _period_of(term.fact, theirs)
        for period in wanted if own else ():
            ratio = period / own
            if ratio != 1:
                yield term.amount * ratio, term
                yield from ((term.amount * times, term) for exact, times in ROUND_RATIOS if abs(exact - ratio) < 0.01)


def _period_of(fact: Fact, theirs: Evidence) -> float:
    """How many days the period has that a figure is per: "a day", "each month"; 0 where it is no rate."""
    tokens = theirs.lex.tokens
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    if stop < len(tokens) and tokens[stop].text == "(":  # "3.5 billion crowns ($168 million) a year"
        closing = (at + 1 for at in range(stop, min(stop + BRACKET, len(tokens))) if tokens[at].text == ")")
        stop = next(closing, stop)
    after = [token.low for token in tokens[stop : stop + AHEAD]]
    for mark, word in pairwise(["", *after]):
        if word in PERIODS and (mark in RATED or word.endswith("ly")):
            return PERIODS[word]
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    before = [token.low for token in tokens[max(theirs.lex.starts[fact.segment], at - 9) : at]]
    every = [
        PERIODS[word] for mark, word in pairwise(before)
        if word in PERIODS and (mark in ("each", "every") or word in ADVERBS)
    ]  # fmt: skip
    return every[-1] if every else 0.0


def _majorities(terms: Sequence[Term]) -> Results:
    for term in terms:
        if term.unit == "" and term.amount >= MANY_SEATS and float(term.amount).is_integer():
            yield term.amount // 2 + 1, term
            yield -(-term.amount // THIRDS), term


def _on_top(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """A percentage that the source raises or lowers by so many points: "had 34 percent, but it rose by 21 points"."""
    tokens = theirs.lex.tokens
    for change in terms:
        if change.unit != "points":
            continue
        at = bisect_left(tokens, change.fact.start, key=lambda token: token.start)
        stop = bisect_left(tokens, change.fact.end, key=lambda token: token.start)
        before = {token.low for token in tokens[max(0, at - AHEAD) : at]}
        if tokens[stop : stop + 1] and tokens[stop].low == "to":
            continue
        up, down = before & words_for("more"), before & words_for("less")
        for rate in terms if up or down else ():
            is_before = 0 <= change.segment - rate.segment <= 1 and rate.fact.start < change.fact.start
            if rate.unit == "percent" and is_before:
                yield rate.amount + (change.amount if up else -change.amount), rate


def _of_both_sides(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """The share of one side in the sum of both: "55% of the ballots" at 63 to 52."""
    if asked.after[:1] != ("of",) and not asked.in_words:
        return
    for stated in theirs.numbers.scores:
        first, second = score_sides(stated.reading)
        if first + second > MANY_SEATS:
            base = Term(first, "", stated.fact.segment, stated.fact)
            yield from ((WHOLE * side / (first + second), base) for side in (first, second))
    for term in terms:
        if term.unit == "" and theirs.text[term.fact.end : term.fact.end + len(TO_ONE)] == TO_ONE:
            yield WHOLE * term.amount / (term.amount + 1), term
    for one, other in pairwise(sorted(terms, key=lambda term: term.fact.start)):
        is_pair = one.unit == other.unit == "" and one.segment == other.segment
        between = theirs.text[one.fact.end : other.fact.start]
        if is_pair and len(between) < BESIDE and {"to", "and", "against"} & {*between.split()} and one.amount > 0:
            whole = one.amount + other.amount
            yield WHOLE * one.amount / whole, one
            yield WHOLE * other.amount / whole, one


def _of_rates(terms: Sequence[Term]) -> Results:
    """What part one percentage is of another one of the same or the next sentence."""
    rates = [term for term in terms if term.unit == "percent" and term.amount > 0]
    for one in rates:
        for other in rates:
            if one.amount < other.amount and abs(one.segment - other.segment) <= 1:
                yield WHOLE * one.amount / other.amount, one


def _parts(asked: Asked, terms: Sequence[Term], every: Sequence[Term], theirs: Evidence) -> Results:
    """A part in words, or a rate of the same thing, of a figure some sentences away: "Half got the vaccine"."""
    for term in terms:
        for rate in every:
            if rate.unit != "percent" or not 0 < rate.amount < WHOLE or rate.segment == term.segment:
                continue
            is_of_thing = not set(rate.fact.head).isdisjoint(term.fact.head)
            is_close = abs(rate.segment - term.segment) <= (NEAR if _is_in_words(rate.fact) else asked.unit == "")
            if is_of_thing or is_close:
                yield term.amount * rate.amount / WHOLE, term
                if is_of_thing and not asked.free and not REST.isdisjoint((*asked.before[:3], *asked.after[:REACH])):
                    yield term.amount * (1 - rate.amount / WHOLE), term  # "only a third of the rice had come"
        for segment in range(term.segment, min(term.segment + NEAR, len(theirs.segment_keys))):
            opening = theirs.lex.segment(segment)[:1]
            if opening and opening[0].low in HALF:
                yield term.amount / 2, term


def _is_in_words(fact: Fact) -> bool:
    """Whether a percentage is given as a part, "two-thirds"."""
    return isinstance(fact.value, Quantity) and fact.value.readings[0].figure is None


def _enumerated(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """The sum of two counts joined by "and", where one of them or what is counted stands beside our figure too."""
    beside = {term.amount for term in asked.beside}
    for one, other in pairwise(sorted(terms, key=lambda term: term.fact.start)):
        between = theirs.text[one.fact.end : other.fact.start]
        if one.segment != other.segment or len(between) > BESIDE or not ("and" in between.split() or ";" in between):
            continue
        is_shared = beside & {one.amount, other.amount} or {"or", "and"} & {*asked.after[:6]}
        if is_shared or not asked.head.isdisjoint(theirs.segment_keys[one.segment]):
            yield one.amount + other.amount, one
