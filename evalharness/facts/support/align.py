"""How a candidate sentence lies on its source: copied runs, the sentences it rests on, words in common in order."""

from __future__ import annotations

from collections.abc import Sequence
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


class Alignment(NamedTuple):
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


def align(codes: Sequence[int], ranked: Sequence[int], source: SourceIndex) -> Alignment:
    """Lay the tokens of one candidate sentence, by their codes, on the source; `ranked` as `rank` gives it."""
    size = min(len(codes), MAX_TOKENS_ALIGNED)
    masks = _masks(codes[:size], source.missing)
    best, common, best_rows, best_places = -1, 0, [0], [0]
    for number in ranked:
        sentence = source.sentences[number]
        theirs = source.codes[sentence.first : sentence.last]
        places = [place for place, code in enumerate(theirs, sentence.first) if code in masks]
        if len(places) > common:
            rows = _rows([masks[source.codes[place]] for place in places], size)
            length = size - rows[-1].bit_count()
            if length > common:
                best, common, best_rows, best_places = number, length, rows, places
    return Alignment(
        fragments=_fragments(codes, source),
        ranked=tuple(ranked),
        best=best,
        common=common,
        matched=_matched(best_rows, size, best_places) if best >= 0 else (),
    )


def rank(forms: Sequence[Form], source: SourceIndex) -> list[int]:
    """Numbers of the source sentences that hold most of the rarity of these distinct words, best first."""
    covered: dict[int, float] = {}
    for stem, _, _, weight in forms:
        for number in source.sentences_with(stem)[:MAX_PLACES]:
            covered[number] = covered.get(number, 0.0) + weight
    order = sorted([(-weight, number) for number, weight in covered.items()])
    return [number for _, number in order[:SENTENCES_COMPARED]]


def _masks(codes: Sequence[int], missing: int) -> dict[int, int]:
    """The positions of each code that the source has, as bits."""
    masks: dict[int, int] = {}
    for position, code in enumerate(codes):
        if code != missing:
            masks[code] = masks.get(code, 0) | 1 << position
    return masks


def _rows(masks: Sequence[int], length: int) -> list[int]:
    """The longest common subsequence, bit-parallel (Hyyrö 2004): bit i of row j is 0 where it grows at our token i.

    `masks`: our positions of each token of the other side that we have. Row j is that of the first j of them.
    """
    ones = (1 << length) - 1
    row = ones
    rows = [row]
    for mask in masks:
        kept = row & mask
        row = ((row + kept) | (row - kept)) & ones
        rows.append(row)
    return rows


def _matched(rows: Sequence[int], length: int, places: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The positions of one longest common subsequence, the rightmost in both; `places` of their tokens, row by row."""
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
            found.append((i, places[j]))
    found.reverse()
    return tuple(found)


def is_copied(stems: Sequence[str], source: SourceIndex) -> bool:
    """Whether a sentence stands in the source word for word."""
    return stems in source.wholes or _longest(source.codes_of(stems), 0, source)[1] == len(stems)


def _fragments(codes: Sequence[int], source: SourceIndex) -> tuple[Fragment, ...]:
    """Grusky et al. 2018, figure 3: the longest copied run at each position, else a step of one token."""
    found: list[Fragment] = []
    position = 0
    while position < len(codes):
        place, length = _longest(codes, position, source)
        if length:
            found.append(Fragment(position, place, length))
            position += length
        else:
            position += 1
    return tuple(found)


def _longest(codes: Sequence[int], start: int, source: SourceIndex) -> tuple[int, int]:
    """Place and length of the longest run of the source that stands at `start`; the first of several."""
    first = codes[start]
    if first == source.missing:
        return -1, 0
    best, most = first, 1  # the code of a stem is its first place
    if start + 1 < len(codes):
        theirs = source.codes
        for place in islice(source.pair_places(first, codes[start + 1]), MAX_PLACES):
            length, limit = 2, min(len(codes) - start, len(theirs) - place)
            while length < limit and codes[start + length] == theirs[place + length]:
                length += 1
            if length > most:
                best, most = place, length
    return best, most
