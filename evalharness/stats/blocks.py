"""Rows that arrive in blocks of any size, handed on in blocks of one size.

Random weights are drawn block by block, so the size of the blocks is part of a result. Cutting the rows anew makes a
result depend on the rows and the seed alone, not on how the rows happened to arrive.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evalharness.errors import UsageError

BLOCK_ROWS = 512


class Blocks:
    """A buffer for a matrix of a known size that arrives piece by piece.

    Args:
        n_rows: rows that will arrive in all.
        n_columns: numbers in each row.
        block_rows: rows of each block handed on; the last block may be shorter.

    >>> blocks = Blocks(3, 1, block_rows=2)
    >>> [block.tolist() for piece in ([[1.0]], [[2.0], [3.0]]) for block in blocks.feed(piece)]
    [[[1.0], [2.0]], [[3.0]]]
    """

    __slots__ = ("_buffer", "_n_filled", "n_rows", "n_seen")

    def __init__(self, n_rows: int, n_columns: int, block_rows: int = BLOCK_ROWS) -> None:
        if n_rows < 1 or block_rows < 1:
            raise UsageError(f"{n_rows} rows in blocks of {block_rows}; at least 1 of each is needed")
        self.n_rows = n_rows
        self.n_seen = 0
        self._buffer = np.empty((min(block_rows, n_rows), n_columns))
        self._n_filled = 0

    def feed(self, piece: ArrayLike) -> Iterator[NDArray[np.float64]]:
        """Take (rows, n_columns) numbers; yield each block that is now full, valid until the next one is asked for.

        Raises:
            UsageError: the piece has another number of columns, or more rows came than were announced.
        """
        rows = np.asarray(piece, dtype=np.float64)
        if rows.ndim != 2 or rows.shape[1] != self._buffer.shape[1]:
            raise UsageError(f"a block has the shape {rows.shape}; expected (rows, {self._buffer.shape[1]})")
        if self.n_seen + len(rows) > self.n_rows:
            raise UsageError(f"{self.n_seen + len(rows)} rows arrived; {self.n_rows} were announced")
        start = 0
        while start < len(rows):
            taken = min(len(rows) - start, len(self._buffer) - self._n_filled)
            self._buffer[self._n_filled : self._n_filled + taken] = rows[start : start + taken]
            start += taken
            self.n_seen += taken
            self._n_filled += taken
            if self._n_filled == len(self._buffer) or self.n_seen == self.n_rows:
                yield self._buffer[: self._n_filled]
                self._n_filled = 0

    def require_all(self) -> None:
        """Raise `UsageError` unless every announced row has arrived."""
        if self.n_seen != self.n_rows:
            raise UsageError(f"{self.n_seen} of {self.n_rows} announced rows have arrived; add the rest first")
