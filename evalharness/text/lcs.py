"""Longest common subsequences of tokens, bit-parallel on Python integers.

Bit i of an integer stands for token i of the indexed line. Source: H. Hyyrö, "Bit-parallel LCS-length computation
revisited", 2004; a row keeps a 0 where the table of lengths grows by one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Tokens = tuple[str, ...]
Matches = tuple[tuple[int, int], ...]

# How many tokens of a text are held as masks or rows at a time, and how many bits of masks an index keeps for the next
# text: both only bound the memory that very long texts take.
BLOCK = 1024
_MAX_CACHED_BITS = 1 << 26


class MatchIndex:
    """Where tokens stand in a text cut into lines, as bit masks that are made when first asked for.

    >>> index = MatchIndex((("a", "b", "a"), ("b", "c")))
    >>> found = index.masks(["a", "b", "d"])  # (line number, mask of the places in that line) for each line
    >>> found["a"], found["b"], found["d"]
    (((0, 5),), ((0, 2), (1, 1)), ())
    """

    __slots__ = ("_cached_bits", "_masks", "lines")

    def __init__(self, lines: Sequence[Tokens]) -> None:
        self.lines = tuple(lines)
        self._masks: dict[str, Matches] = {}
        self._cached_bits = 0

    def masks(self, tokens: Collection[str]) -> Mapping[str, Matches]:
        """A mapping that has the matches of all of `tokens`, in the order of lines; it holds until the next call."""
        if not self._masks.keys() >= (wanted := set(tokens)):
            if self._cached_bits > _MAX_CACHED_BITS:
                self._masks.clear()
                self._cached_bits = 0
            self._find(wanted - self._masks.keys())
        return self._masks

    def _find(self, wanted: set[str]) -> None:
        # one pass for all that is wanted: cheaper than an index of the whole text, of which little is asked for
        found: dict[str, dict[int, int]] = {token: {} for token in wanted}
        for number, line in enumerate(self.lines):
            for position, token in enumerate(line):
                if token in found:
                    places = found[token]
                    places[number] = places.get(number, 0) | 1 << position
        for token, places in found.items():
            self._masks[token] = tuple(places.items())
            self._cached_bits += sum(map(int.bit_length, places.values()))


def lcs_length(index: MatchIndex, tokens: Sequence[str]) -> int:
    """Length of the longest common subsequence of the first line of `index` and `tokens`.

    Time: number of tokens times length of the line, divided by the 30 bits of a digit of a Python integer.

    >>> lcs_length(MatchIndex([("the", "bank", "cut", "its", "rate")]), ["the", "rate", "cut", "rate"])
    3
    """
    n_bits = len(index.lines[0])
    full = row = (1 << n_bits) - 1
    for start in range(0, len(tokens), BLOCK):
        block = tokens[start : start + BLOCK]
        found = index.masks(block)
        for token in block:
            for _, mask in found[token]:
                common = row & mask
                row = ((row + common) | (row - common)) & full
    return n_bits - row.bit_count()


def lcs_places(masks: Sequence[int], n_bits: int) -> int:
    """Which tokens of a line of `n_bits` tokens are in the longest common subsequence, as a mask.

    Args:
        masks: for each token of the other line, where it stands in the line; 0 where nowhere. A run of zeros may be
            written as one, and zeros before the first match may be left out.
        n_bits: length of the line.

    Of several subsequences it is the one that rouge_score reads from its table of lengths t[line][other]: from the
    end, take a match; else go back in `other` if ``t[i][j-1] > t[i-1][j]``, else in the line. On a mismatch that is
    whether t grows from i-1 to i in column j, so a 0 in row j, and one shift finds the next such place or match.

    >>> bin(lcs_places([0b00100, 0b01001, 0b10000], 5))  # c, a or d, e in "a b c a e"
    '0b11100'
    """
    full = (1 << n_bits) - 1
    blocks = [masks[start : start + BLOCK] for start in range(0, len(masks), BLOCK)]
    checkpoints = [full]
    for block in blocks[:-1]:
        checkpoints.append(_last_row(block, checkpoints[-1], full))
    taken, below = 0, full
    for block, row in zip(reversed(blocks), reversed(checkpoints), strict=True):
        found, below = _read_back(block, row, full, below)
        taken |= found
    return taken


def _last_row(masks: Sequence[int], row: int, full: int) -> int:
    for mask in masks:
        common = row & mask
        row = ((row + common) | (row - common)) & full
    return row


def _read_back(masks: Sequence[int], row: int, full: int, below: int) -> tuple[int, int]:
    """The places taken in one block that begins with `row`, and those of `below` that are left to the blocks before."""
    stops = []  # for each mask the places that are a match or where t grows
    for mask in masks:
        if mask:
            common = row & mask
            row = ((row + common) | (row - common)) & full
        stops.append((full ^ row) | mask)
    taken = 0
    for mask in reversed(masks):
        still_open = stops.pop() & below
        if not still_open:
            return taken, 0
        place = 1 << still_open.bit_length() - 1
        if mask & place:
            taken |= place
            below = place - 1
        else:
            below = 2 * place - 1
    return taken, below
