"""Lexemes: the figures, words and marks of a text as columns, before sentences are told apart.

What a lexeme is follows from its letters alone, so it is worked out once for each that a process meets. A list for each
property costs a fraction of an object for each lexeme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub

LEXEME = re.compile(
    # Nearly all words: also matched by what follows, but twice as fast.
    r" ?[a-zA-Z]{2,}+(?=[ .,\n])"
    # Blanks, then one of the things below; whatever is no white space is one of them.
    r"|[^\S\n]*+(?:"
    # A letter, then the rest of a word, of "U.S." or of "U.S": one look at the second letter decides.
    r"[^\W\d_](?:[^\W\d_]++(?:['\u2019][^\W\d_]++)*+|\.(?:[^\W\d_]\.)+|\.[^\W\d_](?![^\W_])|(?:['\u2019][^\W\d_]++)*+)"
    # Figures; the two middle forms are those of tokenised text: "1 , 200" and "100, 000".
    r"|\d(?:\d{,2}(?:[,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d{,2}(?: , \d{3})+(?!\d)|\d{,2}(?:, 000)+(?!\d)"
    r"|\d*+(?:\.\d++)*+)"
    r"|\n|\S)"
)
CAMEL = re.compile(r"[a-z][A-Z]")
POSSESSIVES = ("'s", "\u2019s")
NO_WORD, SHORT, SMALL, LARGE = range(4)
SHORT_LETTERS = 3
MAX_CACHED, MAX_CACHED_LETTERS = 1 << 16, 40


# What a stretch of text is, wherever it stands: length, text, lower case, kind, whether a blank stands before it, size,
# and whether it may be two words glued together. Plain tuples, which the garbage collector need not visit.
Lexeme = tuple[int, str, str, str, bool, int, bool]


def lexeme(piece: str) -> Lexeme:
    """The lexeme that a match of LEXEME is.

    The lower-cased text has no possessive ending; the kind tells figure (``n``), word (``w``), mark (``p``) and line
    break (``l``) apart; the size is SHORT for a word of few letters, else SMALL or LARGE by its first one.

    >>> lexeme(" Oslo's")
    (6, "Oslo's", 'oslo', 'w', True, 3, False)
    """
    text = piece.lstrip()
    low = text.lower()
    gap = len(text) < len(piece)
    if not text:
        return (1, "\n", "\n", "l", gap, NO_WORD, False)
    if not text[0].isalnum():
        return (len(text), text, low, "p", gap, NO_WORD, False)
    if low.endswith(POSSESSIVES):
        low = low[:-2]
    if text[0].isdecimal():
        return (len(text), text, low, "n", gap, NO_WORD, False)
    size = SHORT if len(text) <= SHORT_LETTERS else LARGE if text[0].isupper() else SMALL
    return (len(text), text, low, "w", gap, size, CAMEL.search(text) is not None)


class _Known(dict[str, Lexeme]):
    """The lexemes met so far; bounded, so that memory stays flat."""

    def __missing__(self, piece: str) -> Lexeme:
        found = lexeme(piece)
        if len(piece) <= MAX_CACHED_LETTERS:
            if len(self) >= MAX_CACHED:
                self.clear()
            self[piece] = found
        return found


_KNOWN = _Known()


@dataclass(frozen=True, slots=True)
class Lexemes:
    """The lexemes of a text but for its line breaks, one entry for each in every column.

    Attributes:
        pieces: as matched, with the blanks before them.
        starts, ends: half-open character offsets.
        gaps: whether white space or the start of the text stands before it.
        breaks: indexes of the lexemes before which the text or a line of it starts.
        glued: indexes of those that were cut from the word before them.
        lines: indexes of those before which a line starts that does not go on with the one before, in order.
    """

    pieces: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    texts: Sequence[str]
    lows: Sequence[str]
    kinds: Sequence[str]
    gaps: Sequence[bool]
    sizes: Sequence[int]
    camels: Sequence[int]
    breaks: Sequence[int]
    glued: Sequence[int]
    lines: Sequence[int]


def lexemes(text: str) -> Lexemes | None:
    r"""The lexemes of a text, None where it is blank. Linear in its length.

    >>> found = lexemes("The U.S.\n- paid")
    >>> found and (found.texts, found.gaps, found.lines)
    (('The', 'U.S.', '-', 'paid'), [True, True, True, True], [0, 2])
    """
    # without the last blanks, or every single one of them would be tried as the start of a lexeme
    pieces = LEXEME.findall(text.rstrip())
    ends = list(accumulate(map(len, pieces)))
    breaks = [0]
    if "\n" in text:
        at_breaks = [index for index, piece in enumerate(pieces) if piece[-1] == "\n"]
        breaks = list(dict.fromkeys([0, *(index - number for number, index in enumerate(at_breaks))]))
        ends = [end for end, piece in zip(ends, pieces, strict=True) if piece[-1] != "\n"]
        pieces = [piece for piece in pieces if piece[-1] != "\n"]
    return _columns(pieces, ends, breaks, []) if pieces else None


def cut(found: Lexemes, cuts: Mapping[int, int]) -> Lexemes:
    """`found` with some words cut in two, a line starting between: index -> number of letters before the cut."""
    pieces: list[str] = []
    ends: list[int] = []
    shifted: list[int] = []
    glued: list[int] = []
    for index, (piece, end) in enumerate(zip(found.pieces, found.ends, strict=True)):
        shifted.append(len(pieces))
        if index in cuts:
            middle = found.starts[index] + cuts[index] - end + len(piece)
            pieces.append(piece[:middle])
            ends.append(end - len(piece) + middle)
            glued.append(len(pieces))
            piece = piece[middle:]
        pieces.append(piece)
        ends.append(end)
    return _columns(pieces, ends, [shifted[index] for index in found.breaks], glued)


def _columns(pieces: list[str], ends: list[int], breaks: list[int], glued: list[int]) -> Lexemes:
    lengths, texts, lows, kinds, gapped, sizes, camels = zip(*map(_KNOWN.__getitem__, pieces), strict=True)
    gaps = list(gapped)
    for index in breaks:
        gaps[index] = True
    # A line that goes on with a small letter is a wrapped one, not a new one.
    lines = [index for index in breaks if not (index and kinds[index] == "w" and texts[index][0].islower())]
    return Lexemes(
        pieces=pieces,
        starts=list(map(sub, ends, lengths)),
        ends=ends,
        texts=texts,
        lows=lows,
        kinds=kinds,
        gaps=gaps,
        sizes=sizes,
        camels=[index for index, is_camel in enumerate(camels) if is_camel],
        breaks=breaks,
        glued=glued,
        lines=sorted([*lines, *glued]),
    )
