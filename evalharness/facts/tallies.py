"""Figures that follow from ranks and lists: what comes before the third-largest, the next of fourteen, names listed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.lexicon import parts_in
from evalharness.facts.number_index import readings_of

FEW, BACK, GAP = 6, 3, 12
MAX_NAMES = 400
ONLY = frozenset({"only", "just", "but"})
LISTED = frozenset({",", "and", ", and", "or", "&", ", then"})
SENT_OFF = ("sent off", "red card", "dismissed", "second booking", "second yellow", "sending off", "sending-off")
TEN = 10.0
MEN = frozenset({"men", "man", "player"})
ALIKE = 0.15
ONE = frozenset({"a", "an", "one", "his", "her", "their", "another"})
AHEAD = 8
AROUND = 16
PAIR = ("both", "either")
# "beating 17 others" makes eighteen with the winner
JOINING = frozenset({"and", "beat", "beating", "beats", "against", "over", "among", "with", "joined", "joins", "plus"})
OF = frozenset({"of", "for", "in", "from", "on", "at", "to"})


def tallied(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """A fact of the source that `fact`, a number it does not state, follows from by rank or by counting names, or None.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("The shot, tried in Mali and Ghana, is the third-best since records began."))
    >>> ours = evidence(Document("Only two have been better. It was tried in two countries, not in six countries."))
    >>> [bool(tallied(fact, ours, source)) for fact in ours.of_kind("number")]
    [True, True, False]
    """
    if not isinstance(fact.value, Quantity) or fact.value.high is not None:
        return None
    reading = readings_of(fact)[0]
    number = reading.figure if reading.unit == "months" and reading.figure else reading.amount
    if reading.unit == "time":
        return _running(fact, ours, theirs)
    if reading.unit not in ("", "ordinal", "months") or not float(number).is_integer():
        return None
    found = _ranked(fact, number, reading.unit, ours, theirs)
    if found is None and reading.unit == "" and number <= FEW:
        found = _listed(fact, int(number), ours, theirs) or _with_one(number, theirs) or _both(fact, theirs)
    found = found or _running(fact, ours, theirs) or (_with_others(number, theirs) if reading.unit == "" else None)
    return found or (_ten_men(fact, theirs) if number == TEN and reading.unit == "" else None)


def _ranked(fact: Fact, number: float, unit: str, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The third-largest for "only two were larger"; fourteen of a thing for the 15th of it."""
    if unit == "ordinal":
        counts = (other for word in fact.head for other in theirs.numbers.by_head.get(word, ()))
        return next((other for other in counts if _is_count(other, number - 1)), None)
    at = bisect_left(ours.lex.tokens, fact.start, key=lambda token: token.start)
    if ONLY.isdisjoint(token.low for token in ours.lex.tokens[max(0, at - 1) : at]):
        return None
    ranks = theirs.numbers.between(number + 1, number + 1, BACK)
    return next((stated.fact for stated in ranks if stated.reading.unit == "ordinal"), None)


def _is_count(fact: Fact, number: float) -> bool:
    reading = readings_of(fact)[0]
    return reading.unit == "" and reading.amount == number


def _listed(fact: Fact, number: int, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The first of so many names in a row in a sentence that has something of ours."""
    words = ours.segment_keys[fact.segment]
    for first, count in _rows(theirs):
        if count == number and theirs.likeness(words, first.segment) >= ALIKE:
            return first
    return None


def _with_others(number: float, theirs: Evidence) -> Fact | None:
    """Somebody named and the others counted beside: "Governor Drozd and four others" are five."""
    for stated in theirs.numbers.between(number - 1, number - 1, MAX_NAMES):
        end, start = stated.fact.end, stated.fact.start
        before = theirs.text[max(0, start - AROUND) : start].split()
        if theirs.text[end : end + 6] == " other" and before and before[-1].lower() in JOINING:
            return stated.fact
    return None


def _both(fact: Fact, theirs: Evidence) -> Fact | None:
    """For "the two pilots" the source's "both pilots"."""
    if not (isinstance(fact.value, Quantity) and fact.head and fact.value.readings[0].amount == len(PAIR)):
        return None
    for at, (index, word) in enumerate(theirs.words):
        if word in PAIR and at + 1 < len(theirs.words) and theirs.words[at + 1][1] in fact.head:
            token = theirs.lex.tokens[index]
            return replace(fact, start=token.start, end=token.end, text=token.text, segment=token.segment)
    return None


def _with_one(number: float, theirs: Evidence) -> Fact | None:
    """A count and one person more beside it: "two boys and a man", "a driver and three passengers" are one more."""
    tokens = theirs.lex.tokens
    persons = parts_in("persons")
    for stated in theirs.numbers.between(number - 1, number - 1, MAX_NAMES):
        if stated.reading.unit != "":
            continue
        at = bisect_left(tokens, stated.fact.start, key=lambda token: token.start)
        for stop in range(at + 1, min(at + AHEAD, len(tokens) - 2)):
            if tokens[stop].low == "and" and tokens[stop + 1].low in ONE:
                is_of = tokens[stop + 1].low == "one" and tokens[stop + 2].low in OF
                if is_of or not persons.isdisjoint(token.low for token in tokens[stop + 2 : stop + 5]):
                    return stated.fact
        before = [token.low for token in tokens[max(0, at - AHEAD) : at] if token.segment == stated.fact.segment]
        if before[-1:] == ["and"] and not ONE.isdisjoint(before) and not persons.isdisjoint(before):
            return stated.fact
    return None


def _running(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The fifth day in a row for five days running, and the other way round."""
    running = parts_in("running")
    value = fact.value
    if not isinstance(value, Quantity) or running.isdisjoint(_near(fact, ours)):
        return None
    mine = value.readings[0]
    number = mine.figure or mine.amount
    for other in theirs.of_kind("number"):
        their = readings_of(other)[0]
        is_one_rank = (mine.unit == "ordinal") != (their.unit == "ordinal")
        if is_one_rank and (their.figure or their.amount) == number and not running.isdisjoint(_near(other, theirs)):
            return other
    return None


def _near(fact: Fact, text: Evidence) -> list[str]:
    """The words right before and after a figure."""
    tokens = text.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    return [token.low for token in tokens[max(0, at - BACK) : at + AHEAD] if token.segment == fact.segment]


def _rows(theirs: Evidence) -> Iterator[tuple[Fact, int]]:
    """The names that stand in a row, joined by commas and "and": the first and how many there are."""
    first: Fact | None = None
    last: Fact | None = None
    count = 0
    for name in theirs.of_kind("name")[:MAX_NAMES]:
        joined = last is not None and name.segment == last.segment and name.start - last.end < GAP
        if joined and last is not None and theirs.text[last.end : name.start].strip() in LISTED:
            count += 1
        else:
            if first is not None and count > 1:
                yield first, count
            first, count = name, 1
        last = name
    if first is not None and count > 1:
        yield first, count


def _ten_men(fact: Fact, theirs: Evidence) -> Fact | None:
    """What is left of a team after a red card."""
    if MEN.isdisjoint(fact.head):
        return None
    text = theirs.text.lower()
    return next((fact for words in SENT_OFF if words in text), None)
