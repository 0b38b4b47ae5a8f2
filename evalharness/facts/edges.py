"""Which part or edge of a date the words before it mean: "early June", "by the end of June", "before July"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact
from evalharness.facts.resolved import Stretch
from evalharness.facts.timeline import WEEK

# Words before a date that mean its first or last day, or a part of it.
STARTS = frozenset({"from", "since", "start", "beginning", "opening", "between"})
ENDS = frozenset(
    {
        "to",
        "until",
        "till",
        "by",
        "end",
        "close",
        "or",
        "so",
        "through",
        "and",
        "after",
        "beyond",
        "past",
        "-",
        "\u2013",
    }
)
BEFORE = frozenset({"before"})
FILLERS = frozenset({"the", "of", "in", "about", "around", "at", "very", "mid", "-"})
PARTS = {"early": (0.0, 0.4), "mid": (0.25, 0.75), "middle": (0.25, 0.75), "late": (0.6, 1.0), "end": (0.65, 1.0),
         "close": (0.65, 1.0), "start": (0.0, 0.35), "beginning": (0.0, 0.35), "opening": (0.0, 0.35)}  # fmt: skip
EDGING = STARTS | ENDS | BEFORE | FILLERS | frozenset(PARTS)
BACK = 5
VAGUE, SHORTEST, LONGER = 5, 28, 1.5


def words_before(fact: Fact, ours: Evidence) -> tuple[str, ...]:
    """The lower-cased words right before a date that say which part or edge of it is meant, nearest first.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> ours = evidence(Document("It was said to be due by the end of June."))
    >>> words_before(next(iter(ours.of_kind("date"))), ours)
    ('of', 'end', 'the', 'by')
    """
    return tuple(takewhile(EDGING.__contains__, words_back(fact, ours)))


def words_back(fact: Fact, ours: Evidence) -> tuple[str, ...]:
    """The lower-cased words right before a fact in its sentence, nearest first."""
    tokens = ours.lex.tokens
    at = bisect_left(tokens, fact.start, key=lambda token: token.start)
    first = ours.lex.starts[fact.segment]
    return tuple(token.low for token in reversed(tokens[max(first, at - BACK) : at]))


def words_after(fact: Fact, ours: Evidence) -> tuple[str, ...]:
    """The two lower-cased words right after a fact in its sentence."""
    tokens = ours.lex.tokens
    at = bisect_left(tokens, fact.end, key=lambda token: token.start)
    return tuple(token.low for token in tokens[at : at + 2] if token.segment == fact.segment)


def part_of(stretch: Stretch, words: Sequence[str]) -> Stretch:
    """The part of a stretch that words such as "early" or "the end of" before it mean.

    >>> june = Stretch(100, 129)
    >>> part_of(june, ("of", "end", "the", "by")).first > 115 > part_of(june, ("early",)).last
    True
    """
    found = next((PARTS[word] for word in words if word in PARTS), None)
    if found is None or stretch.length < WEEK:
        return stretch
    low, high = found
    return stretch._replace(
        first=stretch.first + int(low * stretch.length), last=stretch.first + int(high * stretch.length)
    )


def is_inside(theirs: Stretch, ours: Stretch) -> bool:
    """Whether the days of the source lie within ours."""
    room = min(theirs.slack, ours.length // 4)
    return ours.first - room <= theirs.first and theirs.last <= ours.last + room


def meets(ours: Stretch, theirs: Stretch, words: Sequence[str]) -> bool:
    """Whether our words name the day on which theirs begins or ends: "before December" for "by November 30"."""
    from_start, to_end = not STARTS.isdisjoint(words), not ENDS.isdisjoint(words)
    if theirs.length > LONGER * ours.length:
        return (from_start and abs(theirs.first - ours.first) <= 1) or (to_end and abs(theirs.last - ours.last) <= 1)
    if ours.length < SHORTEST:
        return False
    room = min(theirs.slack, VAGUE) + (VAGUE if {"about", "around"} & {*words} else 0)
    return (
        (not BEFORE.isdisjoint(words) and -room < ours.first - theirs.last <= ours.length)
        or (from_start and abs(ours.first - theirs.first) <= room)
        or (to_end and abs(ours.last - theirs.last) <= room)
    )


def days_between(one: Stretch, other: Stretch) -> int:
    """How many days lie between two stretches; 0 where they meet."""
    return max(one.first - other.last, other.first - one.last, 0)
