"""Where a sentence falls apart into short statements: at its marks, connectives and prepositions, strongest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate

from evalharness.facts.lexicon import table

# A part of more content words is cut, where both sides keep at least this many.
MAX_CONTENT, MIN_CONTENT = 5, 2
# From this strength on a sentence is always cut, however short.
ALWAYS = 4.0
PART, CLAUSE, COMMA, COORDINATED, CIRCUMSTANCE, QUOTED, PURPOSE = 6.0, 5.0, 4.0, 3.0, 2.0, 2.0, 1.5
# What a connective adds where a mark stands before it.
TOGETHER = 1.0

# Longer marks between two words are not remembered.
MAX_REMEMBERED = 16

_PARTING = frozenset(";:()[]\u2014\u2013\u2026")
_QUOTING = frozenset('"\u201c\u201d\u00ab\u00bb')
_GROUPS = {"clausal": CLAUSE, "coordinating": COORDINATED, "circumstantial": CIRCUMSTANCE, "purpose": PURPOSE}


@cache
def words_in(group: str) -> frozenset[str]:
    """The words of one group of ``data/clauses.json``.

    >>> "which" in words_in("clausal")
    True
    """
    return frozenset(str(table("clauses")[group]).split())


@cache
def _connectives() -> dict[str, float]:
    return {word: strength for group, strength in _GROUPS.items() for word in words_in(group)}


def strengths(words: Sequence[str], gaps: Sequence[str]) -> list[float]:
    """How readily a sentence is cut before each of its words; 0 where it is not.

    words: in lower case. gaps: what stands between each word and the one before it; as many.

    >>> strengths(["oslo", "paid", "and", "bergen", "in", "the", "north"], ["", " ", ", ", " ", " ", " ", " "])
    [0.0, 0.0, 4.0, 0.0, 2.0, 0.0, 0.0]
    """
    connectives = [_connectives().get(word, 0.0) for word in words]
    found = connectives.copy()
    found[:1] = [0.0] * len(found[:1])
    for index, (gap, connective) in enumerate(zip(gaps, connectives, strict=True)):
        if gap != " " and index:
            strength = _between(gap) if len(gap) <= MAX_REMEMBERED else _between.__wrapped__(gap)
            together = TOGETHER if strength and connective == CLAUSE else 0.0
            found[index] = max(strength + together, connective)
    for index, connective in enumerate(connectives[:-1]):
        # Of two connectives in a row the second belongs to the first.
        if connective and found[index + 1] < ALWAYS:
            found[index + 1] = 0.0
    return found


@lru_cache(maxsize=1 << 10)
def _between(gap: str) -> float:
    """How much the marks between two words part them."""
    if not gap or gap.isspace():
        return 0.0
    if not _PARTING.isdisjoint(gap) or "--" in gap or " -" in gap:
        return PART
    if "," in gap:
        return COMMA
    return QUOTED if not _QUOTING.isdisjoint(gap) or "``" in gap or "''" in gap else 0.0


def cut(strengths: Sequence[float], is_content: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The parts of a sentence as half-open word ranges, in order.

    A part is cut at its strongest place, the one nearest to its middle among equals.

    >>> list(cut([0, 0, 0, 2, 0, 0, 4, 0], [True] * 8))
    [(0, 3), (3, 6), (6, 8)]
    """
    before = [0, *accumulate(is_content)]
    places = [place for place, strength in enumerate(strengths) if strength and place]
    waiting = [(0, len(is_content), places)] if is_content else []
    while waiting:
        first, last, places = waiting.pop()
        is_short = before[last] - before[first] < 2 * MIN_CONTENT
        place = None if is_short or not places else _place(strengths, before, (first, last), places)
        if place is None:
            yield first, last
        else:
            at = places.index(place)
            waiting += [(place, last, places[at + 1 :]), (first, place, places[:at])]


def _place(strengths: Sequence[float], before: Sequence[int], part: tuple[int, int], places: list[int]) -> int | None:
    """Which of `places` to cut a part at, or None."""
    first, last = before[part[0]], before[part[1]]
    least = 0.0 if last - first > MAX_CONTENT else ALWAYS
    best, off, found = least, 0, None
    for place in places:
        left, right = before[place] - first, last - before[place]
        if strengths[place] >= best and left >= MIN_CONTENT and right >= MIN_CONTENT:
            apart = abs(left - right)
            if found is None or strengths[place] > best or apart <= off:
                best, off, found = strengths[place], apart, place
    return found
