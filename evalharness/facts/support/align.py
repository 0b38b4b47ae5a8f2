"""How a candidate sentence lies on its source: copied runs, the sentences it rests on, words in common in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from evalharness.facts.support.index import Form, SourceIndex

MAX_PLACES = 40
SENTENCES_COMPARED = 4
MAX_TOKENS_ALIGNED = 120


class Fragment(NamedTuple):
    """A run of tokens copied from the source: ``length`` tokens from ``start`` in the candidate, ``place`` there."""

    start: int
    place: int
    length: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """One candidate sentence on its source.

    Attributes:
        fragments: copied runs of two tokens or more, and single words, greedily the longest, left to right.
        ranked: numbers of the source sentences that cover most of the content weight, best first.
        best: the source sentence with the longest common subsequence; -1 when there is none.
        common: length of that subsequence, in tokens.
        matched: ``(candidate, source)`` token positions of that subsequence, in order.
    """

    fragments: tuple[Fragment, ...]
    ranked: tuple[int, ...]
    best: int
    common: int
    matched: tuple[tuple[int, int], ...]


def align(forms: Sequence[Form], source: SourceIndex) -> Alignment:
    """Lay the tokens of one candidate sentence on the source."""
    ranked = rank(forms, source)
    stems = [form.stem for form in forms]
    aligned = stems[:MAX_TOKENS_ALIGNED]
    masks = _masks(aligned)
    best, common, best_rows = -1, 0, [0]
    for number in ranked:
        rows = _rows(masks, len(aligned), source.sentence_stems(number))
        length = len(aligned) - rows[-1].bit_count()
        if length > common:
            best, common, best_rows = number, length, rows
    matched = _matched(best_rows, len(aligned), source.sentences[best].first) if best >= 0 else ()
    return Alignment(_fragments(stems, source), ranked, best, common, matched)


def rank(forms: Sequence[Form], source: SourceIndex) -> tuple[int, ...]:
    """Numbers of the source sentences that hold most of the content words' rarity, best first."""
    covered: dict[int, float] = defaultdict(float)
    for form in dict.fromkeys(forms):
        if form.is_content:
            for number in source.sentences_with.get(form.stem, ())[:MAX_PLACES]:
                covered[number] += form.weight
    order = sorted(covered, key=lambda number: (-covered[number], number))
    return tuple(order[:SENTENCES_COMPARED])


def _masks(stems: Sequence[str]) -> dict[str, int]:
    masks: dict[str, int] = defaultdict(int)
    for position, stem in enumerate(stems):
        masks[stem] |= 1 << position
    return masks


def _rows(masks: dict[str, int], length: int, other: Sequence[str]) -> list[int]:
    """The longest common subsequence, bit-parallel (Hyyrö 2004): bit i of row j is 0 where it grows at our token i.

    Row j is that of the first j tokens of `other`.
    """
    ones = (1 << length) - 1
    row = ones
    rows = [row]
    for stem in other:
        mask = masks.get(stem)
        if mask:
            kept = row & mask
            row = ((row + kept) | (row - kept)) & ones
        rows.append(row)
    return rows


def _matched(rows: Sequence[int], length: int, first: int) -> tuple[tuple[int, int], ...]:
    """The positions of one longest common subsequence, the rightmost in both."""
    found: list[tuple[int, int]] = []
    i, j = length, len(rows) - 1
    left = length - rows[j].bit_count()
    while left:
        if rows[j - 1] == rows[j] or i - (rows[j - 1] & ((1 << i) - 1)).bit_count() == left:
            j -= 1
        elif rows[j] >> (i - 1) & 1:
            i -= 1
        else:
            i, j, left = i - 1, j - 1, left - 1
            found.append((i, first + j))
    return tuple(reversed(found))


def is_copied(stems: Sequence[str], source: SourceIndex) -> bool:
    """Whether a sentence stands in the source word for word."""
    return stems in source.wholes or _longest(stems, 0, source).length == len(stems)


def _fragments(stems: Sequence[str], source: SourceIndex) -> tuple[Fragment, ...]:
    """Grusky et al. 2018, figure 3: the longest copied run at each position, else a step of one token."""
    found: list[Fragment] = []
    position = 0
    while position < len(stems):
        fragment = _longest(stems, position, source)
        if fragment.length:
            found.append(fragment)
        position += max(1, fragment.length)
    return tuple(found)


def _longest(stems: Sequence[str], start: int, source: SourceIndex) -> Fragment:
    places = source.places.get(stems[start])
    if not places:
        return Fragment(start, -1, 0)
    best = Fragment(start, places[0], 1)
    if start + 1 == len(stems):
        return best
    theirs = source.view.stems
    for place in islice(source.pair_places((stems[start], stems[start + 1])), MAX_PLACES):
        length = 2
        while (
            start + length < len(stems)
            and place + length < len(theirs)
            and stems[start + length] == theirs[place + length]
        ):
            length += 1
        if length > best.length:
            best = Fragment(start, place, length)
    return best
