"""Figures a desk works out: whether a figure that the source does not state follows from those it states."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from evalharness.facts.arithmetic import results
from evalharness.facts.asked import Asked, Term, passed_over, term_of
from evalharness.facts.elapsed import room_of
from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Moment, Quantity, Reading
from evalharness.facts.number_index import Stated, readings_of
from evalharness.facts.rates import rates
from evalharness.facts.rests import rests
from evalharness.facts.same_slot import is_garbled, other_measure, slot_rival
from evalharness.facts.simple_sums import one_step
from evalharness.facts.stated_changes import misworked
from evalharness.facts.token import Token
from evalharness.facts.workings import further

EXACT = 1e-6
MAX_SEGMENTS, MAX_TERMS = 6, 24
# Besides those, sentences like the one before ours, which may name what ours only points at.
PREVIOUS = 2
ALIKE = 0.05
AROUND = 16
# How far the true value may lie from the figure, as a share of it; of a part in words in percentage points.
PLAIN, ABOUT, HEDGED = 0.02, 0.05, 0.2
PART, PART_ABOUT, PART_HEDGED = 1.4, 3.5, 0.25
PART_SHARE, PART_SHARE_ABOUT = 0.06, 0.12
# A count of something the source does not name where the figures stand: at least so large and so finely stated.
COUNT, FINE = 13, 10
TIMES = "time"
DAY = 86_400.0
FINE_STEP = 0.005
# Results within this factor of a figure are counted to tell how likely it agrees by chance; and how likely it may.
RANGE, CHANCE = 2.0, 0.05
RANGES = frozenset({"and", "to", "or", "-", "\u2013", "\u2014"})
MAX_RANGE = 1.6
MILLION = 1e6
# Figures that are counts of nothing: they take no part in sums.
IDLE = frozenset({"ordinal", "label", "score", "clock", "age", "magnitude"})


def worked_out(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """A figure of the source that `fact`, which it does not state, follows from, or None.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("It sold 3,800 of 5,000 tickets. The fare rose by $540 to $3,240."))
    >>> ours = evidence(Document("That left 1,200 tickets unsold. The fare had been $2,700. It paid $4,000 more."))
    >>> [bool(worked_out(fact, ours, source)) for fact in ours.of_kind("number")]
    [True, True, False]
    """
    value = fact.value
    if not isinstance(value, Quantity) or value.high is not None or value.readings[0].unit in IDLE:
        return None
    terms = terms_for(fact, ours, theirs)
    if (not terms and value.readings[0].unit not in ("", "months")) or _is_in_other_currency(value.readings[0], theirs):
        return None
    if other_measure(fact, ours, theirs) or slot_rival(fact, ours, theirs):
        return None
    if value.readings[0].unit == "percent" and is_garbled(fact, ours, theirs):
        return None
    before, after = _words_around(fact, ours)
    passed = passed_over(before)
    others = _others(fact, ours)
    if inside := _within_range(fact, others, terms, ours, theirs):
        return inside
    if misworked(fact, asked_of(fact, ours), ours, theirs):
        return None
    for reading in (*value.readings, *_borrowed(fact, others)):
        in_words = reading.unit == "percent" and reading.figure is None
        span = bounds(fact, reading)
        asked = Asked(*span, reading.unit, frozenset(fact.head), in_words, before, after, others, passed=passed)
        worked = chain(
            results(asked, terms, theirs),
            further(asked, terms, theirs),
            rests(asked, terms, theirs),
            rates(asked, terms, theirs),
        )
        found = next((term for amount, term in worked if asked.admits(amount)), None)
        if found is None:
            found = one_step(fact, reading, asked, (ours, theirs), terms)
            found = found or (None if is_garbled(fact, ours, theirs) else _by_precision(asked, reading, terms, theirs))
        if found and (_is_told(found, before, after, others) or _is_of_thing(fact, reading, found, theirs)):
            return found.fact
    return None


def asked_of(fact: Fact, ours: Evidence) -> Asked:
    """What a figure may stand for by its first reading, with the words and figures beside it."""
    reading = readings_of(fact)[0]
    in_words = reading.unit == "percent" and reading.figure is None
    before, after = _words_around(fact, ours)
    span, head = bounds(fact, reading), frozenset(fact.head)
    return Asked(*span, reading.unit, head, in_words, before, after, _others(fact, ours), passed=passed_over(before))


def _by_precision(asked: Asked, reading: Reading, terms: Sequence[Term], theirs: Evidence) -> Term | None:
    """The figure that `reading` follows from with no word to say so, where it hardly agrees by chance.

    The chance is the number of results about as large as the figure, times the part of that range that it may mean.
    """
    if asked.low <= 0:
        return None
    low, high = reading.amount / RANGE, reading.amount * RANGE
    near = {amount: term for amount, term in results(asked._replace(free=True), terms, theirs) if low <= amount <= high}
    found = next((term for amount, term in near.items() if asked.admits(amount)), None)
    width = max(asked.high - asked.low, reading.step)
    return found if found and len(near) * width / (high - low) <= CHANCE else None


def _is_in_other_currency(reading: Reading, theirs: Evidence) -> bool:
    """Whether the source has just this figure in another currency: then that is meant, and nothing derived."""
    if not reading.unit.startswith("money:") or reading.figure is None:
        return False
    stated = theirs.numbers.as_written.get(reading.figure)
    value = stated.value if stated else None
    return isinstance(value, Quantity) and value.readings[0].unit not in ("", "percent", "points", reading.unit)


def bounds(fact: Fact, reading: Reading) -> tuple[float, float]:
    """The least and greatest value that a figure may stand for, by its precision and hedge.

    >>> sixty = Quantity((Reading(60.0, "", 10.0),))
    >>> [round(end) for end in bounds(Fact("number", 0, 2, "60", sixty, 0, (), "above"), sixty.readings[0])]
    [60, 70]
    """
    size, amount = abs(reading.amount), reading.amount
    in_words = reading.unit == "percent" and reading.figure is None
    room = PART_HEDGED * size if in_words else max(min(reading.step, HEDGED * size), ABOUT * size)
    if fact.hedge == "above":
        return amount, amount + room
    if fact.hedge == "below":
        return amount - room, amount
    if fact.hedge == "about":
        loose = min(max(reading.step / 2, ABOUT / 2 * size), ABOUT * size)
        if reading.step < FINE_STEP * size:
            loose = max(reading.step / 2, FINE_STEP * size)
        room = min(PART_ABOUT, PART_SHARE_ABOUT * size) if in_words else max(loose, _room_of_time(reading))
    else:
        room = min(reading.step / 2, PLAIN * size)
        if reading.unit == "percent":
            room = min(PART, PART_SHARE * size) if in_words else min(reading.step, 1.0) / 2
    room += EXACT * max(size, 1.0)
    return amount - room, amount + room


def _room_of_time(reading: Reading) -> float:
    """By how much a stretch of time told with "about" may be off: "about two weeks" are some days more or less."""
    if reading.unit != "time" or not reading.figure:
        return 0.0
    return min(DAY * room_of(reading.amount / reading.figure / DAY), HEDGED * abs(reading.amount))


def terms_for(fact: Fact, ours: Evidence, theirs: Evidence) -> list[Term]:
    """The source's figures in the sentences most like that of `fact` or about the same thing, and in those beside."""
    alike = [segment for share, segment in theirs.alike(ours.segment_keys[fact.segment]) if share >= ALIKE]
    if fact.segment:
        before = theirs.alike(ours.segment_keys[fact.segment - 1])[:PREVIOUS]
        alike[MAX_SEGMENTS:] = [segment for share, segment in before if share >= ALIKE]
    for other in ours.of_kind("date"):
        if other.segment == fact.segment and isinstance(other.value, Moment) and other.value in theirs.moments:
            alike.append(theirs.moments[other.value].segment)
    for word in fact.head:
        alike += [other.segment for other in theirs.numbers.by_head.get(word, ())[:MAX_SEGMENTS]]
    nearest = list(dict.fromkeys([*alike[: MAX_SEGMENTS + PREVIOUS], 0]))
    segments = sorted({near for at in nearest for near in (at - 1, at, at + 1)}, key=lambda at: (at not in nearest, at))
    found = [term for at in segments for stated in theirs.numbers.by_segment.get(at, ()) for term in _terms_of(stated)]
    return [term for term in found if _is_term(term)][:MAX_TERMS]


def _terms_of(stated: Stated) -> Iterator[Term]:
    """A stated figure as a term; "2:05" as two minutes and five seconds."""
    yield term_of(stated)
    if stated.reading.unit == "clock":
        times = (reading for reading in readings_of(stated.fact) if reading.unit == "time")
        yield from (Term(reading.amount, reading.unit, stated.fact.segment, stated.fact) for reading in times)


def _is_term(term: Term) -> bool:
    return term.unit not in IDLE and isinstance(term.fact.value, Quantity) and term.fact.value.high is None


def _others(fact: Fact, ours: Evidence) -> tuple[Term, ...]:
    """The other figures of the sentence of `fact`."""
    found = [term_of(stated) for stated in ours.numbers.by_segment.get(fact.segment, ()) if stated.fact is not fact]
    return tuple(term for term in found if _is_term(term))


def _within_range(
    fact: Fact, others: Sequence[Term], terms: Sequence[Term], ours: Evidence, theirs: Evidence
) -> Fact | None:
    """The source's figure between two loose ones given for it, neither its own: "between nine and ten thousand"."""
    if fact.hedge == "about" and (stated := _in_stated_range(fact, terms, theirs)):
        return stated
    for other in others:
        first, last = sorted((fact, other.fact), key=lambda end: end.start)
        if ours.text[first.end : last.start].strip().lower() not in RANGES:
            continue
        ends = [end.value.readings[0] for end in (first, last) if isinstance(end.value, Quantity)]
        low, high = ends[0].amount, ends[-1].amount
        if low < high < MAX_RANGE * low and not any(_is_stated(end, theirs) for end in ends):
            return next((term.fact for term in terms if term.unit == other.unit and low < term.amount < high), None)
    return None


def _in_stated_range(fact: Fact, terms: Sequence[Term], theirs: Evidence) -> Fact | None:
    """The low end of a range that a loose figure lies in: "about a million" of "800,000 to 1.2 million"; or None."""
    reading = readings_of(fact)[0]
    for low, high in pairwise(terms):
        joint = theirs.text[low.fact.end : high.fact.start].strip().lower()
        is_range = low.segment == high.segment and joint in RANGES and reading.unit in (low.unit, high.unit)
        if is_range and low.amount < reading.amount < high.amount <= MAX_RANGE * low.amount:
            return low.fact
    return None


def _is_stated(reading: Reading, theirs: Evidence) -> bool:
    return any(stated.reading.unit == reading.unit for stated in theirs.numbers.between(
        reading.amount - EXACT, reading.amount + EXACT, MAX_TERMS))  # fmt: skip


def _borrowed(fact: Fact, others: Sequence[Term]) -> Iterator[Reading]:
    """A bare figure read in the unit of an earlier one of its sentence: "3.5 points more and 4.5 fewer"."""
    if not isinstance(fact.value, Quantity) or fact.value.readings[0].unit != "":
        return
    if fact.head and fact.value.readings[0].amount < MILLION:  # "all but 8 million ended up there" counts no ends
        return
    bare = fact.value.readings[0]
    earlier = [other for other in others if other.fact.start < fact.start and other.unit not in ("", "percent")]
    for unit, factor in {other.unit: other.factor for other in earlier}.items():
        yield Reading(bare.amount * factor, unit, bare.step * factor, "", bare.amount)


def _words_around(fact: Fact, ours: Evidence) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lower-cased words before and after a figure in its sentence, nearest first."""
    tokens = ours.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    stop = bisect_left(tokens, fact.end, key=lambda token: token.start)
    first, last = ours.lex.starts[fact.segment], ours.lex.starts[fact.segment + 1]
    before = _said(tokens[max(first, at - AROUND) : at])
    return before[::-1], _said(tokens[stop : min(last, stop + AROUND)])


def _said(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.low for token in tokens if token.kind == "w")


def _is_told(term: Term, before: Sequence[str], after: Sequence[str], others: Sequence[Term]) -> bool:
    """Whether the words tell what a count follows from: "three of the five", "nine, five of them"."""
    is_rest = after[:1] == ("of",) and bool(others)
    is_jury = before[:1] == ("of",) and readings_of(term.fact)[0].unit == "score"
    return is_rest or is_jury or any(other.amount == term.amount for other in others)


def _is_of_thing(fact: Fact, reading: Reading, term: Term, theirs: Evidence) -> bool:
    """Whether a mere count counts what the source has there; round and small results agree by chance."""
    if reading.unit != "" or not fact.head or fact.head[0] == TIMES or readings_of(term.fact)[0].unit == "score":
        return True
    if reading.amount < COUNT and float(reading.amount).is_integer():
        return not set(term.fact.head).isdisjoint(fact.head)
    words = theirs.segment_keys[term.segment]
    return not words.isdisjoint(fact.head) or reading.step <= reading.amount / FINE
