"""Common n-grams and subsequences of tokens, bit-parallel on Python integers.

A text cut into lines is held as one integer: a bit for each token, lowest first, and below each line a guard bit that
keeps the carry of one line out of the next. So all lines of a text are compared with a line of another at once.
Source: H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004; a row keeps a 0 where the table of lengths
grows by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

Line = Sequence[str]
Mask = int
Masks = Sequence[Mask | None]

# How many rows of a table are held at a time. Longer lines are gone over twice, so that memory stays in proportion.
BLOCK = 1024
# Texts of more tokens have the mask of a token made when it is asked for, and only so many bits of masks are kept.
LONG = 1 << 13
_MAX_CACHED_BITS = 1 << 28


class LineMasks:
    """Where each token stands in a text cut into lines.

    Attributes:
        n_tokens: in all lines.
        mask: the places of a token as a mask, None or 0 where the text has it not; two tokens never share a place.
            Of a text of more than ``LONG`` tokens it may be slow.

    >>> text = LineMasks([["a", "b", "a"], ["b", "c"]])
    >>> bin(text.mask("a")), bin(text.mask("b")), text.mask("d")  # bits 0 and 4 are guards
    ('0b1010', '0b100100', None)
    """

    __slots__ = ("_every", "_full", "_last", "mask", "n_tokens")

    def __init__(self, lines: Sequence[Line]) -> None:
        self.n_tokens = sum(map(len, lines))
        if self.n_tokens > LONG:
            places = _Places(lines)
            self.mask: Callable[[str], Mask | None] = places.mask
            guards, self._last, n_bits = places.guards, places.last, places.n_bits
        else:
            masks: dict[str, Mask] = {}
            guards, self._last, n_bits = _fill(masks, lines)
            self.mask = masks.get
        self._every = (1 << n_bits) - 1
        self._full = self._every ^ guards

    def longer(self, shorter: Masks, masks: Masks) -> Masks:
        """Where the n-grams of another text end in this one, from where its (n-1)-grams end.

        Args:
            shorter: for each (n-1)-gram of the other text the places of its last token in this text.
            masks: the masks of the tokens that make them longer: from the n-th token of the other text on.

        >>> text = LineMasks([["a", "b"], ["a", "b", "c"]])
        >>> masks = [text.mask(token) for token in ("b", "a", "b", "d")]
        >>> [mask and bin(mask) for mask in text.longer(masks, masks[1:])]  # b a, a b, b d
        ['0b10000', '0b100100', None]
        """
        last = self._last
        # the token behind the last of a line is two bits on
        return [
            mask and places and (((places << 1) + ((places & last) << 1)) & mask)
            for places, mask in zip(shorter, masks, strict=False)
        ]

    def lcs_length(self, masks: Iterable[Mask | None]) -> int:
        """Length of the longest common subsequence with a text of these masks, line breaks ignored.

        Time: number of tokens times length of the text, divided by the 30 bits of a digit of a Python integer.

        >>> text = LineMasks([["the", "bank", "cut"], ["its", "rate"]])
        >>> text.lcs_length(map(text.mask, ["the", "rate", "cut", "rate"]))
        3
        """
        row = self._every  # guards are 1 and so let the carry through
        for mask in filter(None, masks):
            common = row & mask
            row = (row + common) | (row - common)
        return self.n_tokens - (row & self._full).bit_count()

    def lcs_places(self, line: Line) -> Mask:
        """Which tokens are in the longest common subsequence of their line of this text and `line`.

        Of several subsequences it is the one that rouge_score reads from its table of lengths t[i][j], i in this text
        and j in `line`: from the end, take a match; else go back in `line` if ``t[i][j-1] > t[i-1][j]``, else in this
        text. On a mismatch that is whether t grows from i-1 to i in column j, so a 0 in row j.

        >>> text = LineMasks([["a", "b", "c", "a", "e"], ["e", "d"]])
        >>> bin(text.lcs_places(["c", "a", "d", "e"]))  # c a e of the first line, and e of the second: bits 3 to 5, 7
        '0b10111000'
        """
        if len(line) <= BLOCK:
            return self._way_back(self._table(line, self._full), self._last)[0]
        blocks = [line[start : start + BLOCK] for start in range(0, len(line), BLOCK)]
        rows = [self._full]
        for block in blocks[:-1]:
            table = self._table(block, rows[-1])
            rows.append(table[-1][0] if table else rows[-1])
        taken, at = 0, self._last
        while at and blocks:
            found, at = self._way_back(self._table(blocks.pop(), rows.pop()), at)
            taken |= found
        return taken

    def _table(self, line: Line, row: int) -> list[tuple[int, Mask]]:
        """The rows of the table of lengths behind `row`, each with its matches.

        Rows without a match are all alike: one stands for a run of them, none for those before the first match.
        """
        full = self._full
        table = []
        is_new = row != full
        for mask in map(self.mask, line):
            if mask:
                common = row & mask
                row = ((row + common) | (row - common)) & full
                table.append((row, mask))
                is_new = True
            elif is_new:
                table.append((row, 0))
                is_new = False
        return table

    def _way_back(self, table: list[tuple[int, Mask]], at: int) -> tuple[Mask, int]:
        """The places taken on the way back, from a place `at` in each line, and the places where the way goes on."""
        taken, full, every = 0, self._full, self._every
        for row, mask in reversed(table):
            moved = at & row
            if moved:  # to the next place below that matches or where the table grows; a guard ends the line
                moved &= ~mask
                at ^= moved
                stops = every ^ row | mask
                while moved:
                    place = moved & -moved
                    moved ^= place
                    at |= 1 << (stops & (place - 1)).bit_length() - 1
                at &= full
            hits = at & mask
            if hits:
                taken |= hits
                at = (at ^ hits | hits >> 1) & full
            if not at:
                break
        return taken, at


def _fill(masks: dict[str, Mask], lines: Iterable[Line]) -> tuple[int, int, int]:
    """Fill in the masks of all tokens; returns the guards, the last place of each line, and the number of bits."""
    guards, last, bit = 0, 0, 1
    known = masks.get
    for line in lines:
        guards |= bit
        for token in line:
            bit <<= 1
            masks[token] = known(token, 0) | bit
        last |= bit
        bit <<= 1
    return guards, last, bit.bit_length() - 1


class _Places:
    """The masks of a very long text, from lists of places, made when asked for; few are kept."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        guards, last, start = [], [], 0
        for line in lines:
            guards.append(start)
            for place, token in enumerate(line, start + 1):
                self._places[token].append(place)
            last.append(start + len(line))
            start += len(line) + 1
        self.n_bits = start
        self.guards, self.last = _mask_of(guards, start), _mask_of(last, start)
        self._masks: dict[str, Mask] = {}

    def mask(self, token: str) -> Mask | None:
        if token not in self._masks and token in self._places:
            if len(self._masks) * self.n_bits > _MAX_CACHED_BITS:
                self._masks.clear()
            places = self._places[token]
            self._masks[token] = _mask_of(places, places[-1] + 1)
        return self._masks.get(token)


def _mask_of(places: Iterable[int], n_bits: int) -> Mask:
    """In time linear in `n_bits`, where setting bit by bit would copy the integer for each."""
    bits = bytearray(n_bits // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def count_at_most(masks: Iterable[tuple[Mask | None, int]], within: Mask = -1) -> int:
    """How many places the masks have `within` a mask, all by default, each of them counted at most so many times.

    >>> count_at_most([(0b0110, 1), (0b1000, 2), (None, 3)]), count_at_most([(0b0110, 2)], 0b0010)
    (2, 1)
    """
    hits = 0
    for mask, limit in masks:
        if mask:
            count = (mask & within).bit_count()
            hits += count if count < limit else limit
    return hits
