"""Complements: "left more than half of it unspent" says what "spent less than half of it" does."""

from __future__ import annotations

from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.scope import Pair
from evalharness.facts.claims.tables import words_in

REACH = 7.0
SHARED_OUT = frozenset(("half", "third", "quarter", "fifth", "percent", "per", "%", "share", "most"))


def is_complement(match: Match, pair: Pair) -> bool:
    """Whether two words tell the sizes of two parts of one whole: by a share, and a word for what is not in it.

    pair: indexes of the opposite words in the candidate and in the source.
    """
    sides = ((match.ours, pair[0]), (match.theirs, pair[1]))
    if not all(_is_share(reading, at) for reading, at in sides):
        return False
    return _has_rest(*sides[0]) != _has_rest(*sides[1])


def _is_share(reading: Reading, index: int) -> bool:
    """Whether a share of something stands right behind: "more than half", "below 40 percent"."""
    stop = min(reading.bounds[reading.words[index].segment][1], index + 5)
    behind = reading.words[index + 1 : stop]
    return any(word.low in SHARED_OUT or reading.text[word.end : word.end + 1] == "%" for word in behind)


def _has_rest(reading: Reading, index: int) -> bool:
    """Whether a word near by says what is left over, missing or denied: "unspent", "have yet to", "do not"."""
    near = [reading.words[at] for at in reading.near(index, REACH)]
    return any(word.low in words_in("leftover") or word.low.endswith(("n't", "n\u2019t")) for word in near)
