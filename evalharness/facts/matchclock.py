"""Minutes of a match: goals timed by how long after another one, or before the end, they came."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact
from evalharness.facts.number_index import Stated, readings_of
from evalharness.facts.token import low_at
from evalharness.text.document import Document

FULL_TIME, HALF_TIME, MINUTE = 90.0, 45.0, 60.0
FIRST_MINUTE, LONGEST = 5.0, 125.0
HEAD = "minut"
TO_GO = frozenset({"left", "remaining", "from", "before", "to"})
MAX_TIMES = 40
EXTRA_TIME, HOUR, AHEAD = 120.0, 60.0, 30
MORE = frozenset({"more", "later", "further"})
ON_THE_HOUR = re.compile(r"\bon the hour\b(?! mark of)|\bthe hour mark\b|\bpast the hour\b")
BREAK = re.compile(r"half-?\s?time|the break|the interval|the whistle for half")
# "scored after 12 minutes", "18 minutes in"
INTO = frozenset({"after", "inside", "within", "on", "in", "just", "only", "barely"})
GONE = frozenset({"in", "into", "gone", "old", "played"})


def match_minute(fact: Fact, ours: Evidence, source: Evidence) -> Fact | None:
    """The figure of the source from which a minute of a match, or a stretch of minutes, follows; or None.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("Lee led in the 14th minute. Oh levelled eight minutes later."))
    >>> ours = evidence(Document("Oh struck in the 22nd minute and Lee in the 41st minute."))
    >>> [bool(match_minute(fact, ours, source)) for fact in ours.of_kind("number")]
    [True, False]
    """
    reading = readings_of(fact)[0]
    is_more = reading.unit == "" and _word_after(fact, ours) in MORE and _is_after_minutes(fact, ours)
    if HEAD not in source.numbers.by_head or not (reading.unit in ("ordinal", "time") or is_more):
        return None
    times = source.document.view(minutes_played)
    if reading.unit == "ordinal":
        return next((stated for minute, stated in times if minute == reading.amount), None)
    wanted = reading.amount / (1.0 if is_more else MINUTE)
    if _word_after(fact, ours) in TO_GO:  # "a minute before the end", "two minutes from time"
        before = [HALF_TIME] if BREAK.search(ours.text, fact.end, fact.end + AHEAD) else [FULL_TIME, EXTRA_TIME]
        if found := next((stated for minute, stated in times if minute + wanted in before), None):
            return found
    is_counted = wanted > HALF_TIME or _word_before(fact, ours) in INTO or _word_after(fact, ours) in GONE
    if at_minute := next((stated for minute, stated in times if is_counted and minute == wanted), None):
        return at_minute  # "sent off after 79 minutes"
    return next((stated for minute, stated in times for other, _ in times if 0 < minute - other == wanted), None)


def _is_after_minutes(fact: Fact, ours: Evidence) -> bool:
    """Whether an earlier figure of the sentence is in minutes: "after 60 minutes and needed 18 more"."""
    beside = ours.numbers.by_segment.get(fact.segment, ())
    return any(stated.reading.unit == "time" and stated.fact.start < fact.start for stated in beside)


def minutes_played(document: Document) -> tuple[tuple[float, Fact], ...]:
    """View: the minutes of a match at which something happened, each with the fact that tells it."""
    return tuple(islice(_times(document.view(evidence)), MAX_TIMES))


def _word_before(fact: Fact, ours: Evidence) -> str:
    at = bisect_left(ours.lex.tokens, fact.start, key=lambda token: token.start)
    return low_at(ours.lex.tokens, at - 1)


def _word_after(fact: Fact, ours: Evidence) -> str:
    return low_at(ours.lex.tokens, bisect_left(ours.lex.tokens, fact.end, key=lambda token: token.start))


def _times(source: Evidence) -> Iterator[tuple[float, Fact]]:
    """The minutes at which something happened, stated or worked out."""
    stated = [
        (reading.amount, fact)
        for fact in source.numbers.by_head[HEAD]
        if (reading := readings_of(fact)[0]).unit == "ordinal"
    ]
    every = source.numbers.by_amount if stated else ()
    stated += [(item.reading.amount, item.fact) for item in every if _is_minute(item, source)]
    yield from stated
    if stated and (hour := ON_THE_HOUR.search(source.text)):
        base = stated[0][1]
        segment = next((fact.segment for fact in source.facts if fact.end > hour.start()), base.segment)
        yield HOUR, replace(base, start=hour.start(), end=hour.end(), text=hour.group(), segment=segment)
    tokens = source.lex.tokens
    for fact in source.of_kind("number") if stated else ():
        reading = readings_of(fact)[0]
        if reading.unit != "time" or reading.amount > FULL_TIME * MINUTE:
            continue
        minutes = reading.amount / MINUTE
        at = bisect_left(tokens, fact.end, key=lambda token: token.start)
        after = tokens[at].low if at < len(tokens) else ""
        if after in TO_GO:
            yield FULL_TIME - minutes, fact
        elif after in ("later", "after"):
            yield from ((minute + minutes, fact) for minute, _ in stated)


def _is_minute(item: Stated, source: Evidence) -> bool:
    """Whether an ordinal in figures is the minute of a match though no noun says so: "levelled in the 71st"."""
    fact, minute = item.fact, item.reading.amount
    if item.reading.unit != "ordinal" or not fact.text[0].isdigit() or not FIRST_MINUTE < minute < LONGEST:
        return False
    return HEAD not in fact.head and source.text[max(0, fact.start - 7) : fact.start].endswith("in the ")
