"""Where a sentence falls apart into short statements: at its marks, connectives and prepositions, strongest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from evalharness.facts.lexicon import table

# A part of more content words is cut, where both sides keep at least this many.
MAX_CONTENT, MIN_CONTENT = 5, 2
# From this strength on a sentence is always cut, however short.
ALWAYS = 4.0
PART, CLAUSE, COMMA, COORDINATED, CIRCUMSTANCE, QUOTED, PURPOSE = 6.0, 5.0, 4.0, 3.0, 2.0, 2.0, 1.5
# What a connective adds where a mark stands before it.
TOGETHER = 1.0

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
    found: list[float] = []
    connectives = _connectives()
    previous = ""
    for index, (word, gap) in enumerate(zip(words, gaps, strict=True)):
        strength = _between(gap) if index and gap != " " else 0.0
        connective = connectives.get(word, 0.0) if index else 0.0
        if strength and connective == CLAUSE:
            strength += TOGETHER
        strength = max(strength, connective)
        # Of two connectives in a row the second belongs to the first.
        found.append(0.0 if strength < ALWAYS and previous in connectives else strength)
        previous = word
    return found


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
    before = [0]
    for content in is_content:
        before.append(before[-1] + content)
    places = [place for place, strength in enumerate(strengths) if strength and place]
    waiting = [(0, len(is_content), places)] if is_content else []
    while waiting:
        first, last, places = waiting.pop()
        place = _place(strengths, before, (first, last), places) if places else None
        if place is None:
            yield first, last
        else:
            at = places.index(place)
            waiting += [(place, last, places[at + 1 :]), (first, place, places[:at])]


def _place(strengths: Sequence[float], before: Sequence[int], part: tuple[int, int], places: list[int]) -> int | None:
    """Which of `places` to cut a part at, or None."""
    first, last = before[part[0]], before[part[1]]
    best = (0.0, 0, 0)
    for place in places:
        left, right = before[place] - first, last - before[place]
        if left >= MIN_CONTENT and right >= MIN_CONTENT:
            best = max(best, (strengths[place], -abs(left - right), place))
    return best[2] if best[0] >= ALWAYS or (best[0] and last - first > MAX_CONTENT) else None
