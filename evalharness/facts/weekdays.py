"""Days between two weekdays that a text names, which need no date: Saturday comes two days after Thursday."""

from __future__ import annotations

from bisect import bisect_left
from itertools import combinations

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Moment
from evalharness.facts.timeline import WEEK

ALIKE = 0.15
NEAR, MAX_DAYS_NAMED = 3, 20
BETWEEN = frozenset({"after", "later", "before", "earlier", "on", "from"})


def days_apart(fact: Fact, days: float, ours: Evidence, theirs: Evidence) -> Fact | None:
    """A weekday of the source that lies so many days from another one there, told in a sentence like ours; or None.

    days: what the stretch of time `fact` comes to.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> source = evidence(Document("Lee won the stage on Thursday and will rest. The time trial is on Saturday."))
    >>> ours = evidence(Document("Two days after the stage there is a time trial, four days later a feast."))
    >>> [bool(days_apart(fact, fact.value.readings[0].amount / 86400, ours, source)) for fact in ours.facts]
    [True, False]
    """
    if not (0 < days < WEEK and float(days).is_integer()) or _word_after(fact, ours) not in BETWEEN:
        return None
    words = ours.segment_keys[fact.segment]
    named = [
        (other.value.weekday, other)
        for other in theirs.of_kind("date")
        if isinstance(other.value, Moment) and other.value.weekday is not None
    ][:MAX_DAYS_NAMED]
    for (one, first), (two, second) in combinations(named, 2):
        is_near = second.segment - first.segment <= NEAR
        if is_near and (two - one) % WEEK == days and theirs.likeness(words, second.segment) >= ALIKE:
            return second
        if is_near and (one - two) % WEEK == days and theirs.likeness(words, first.segment) >= ALIKE:
            return first
    return None


def _word_after(fact: Fact, ours: Evidence) -> str:
    tokens = ours.lex.tokens
    at = bisect_left(tokens, fact.end, key=lambda token: token.start)
    return tokens[at].low if at < len(tokens) and tokens[at].segment == fact.segment else ""
