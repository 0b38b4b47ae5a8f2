"""The paired randomisation test: are two columns of the same units different by more than chance?

If they were not, each unit's difference could as well have had the other sign (Fisher 1935). The test flips the signs
at random, or in every possible way where there are few units, and asks how often the sum gets as large as it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evalharness.errors import UsageError
from evalharness.stats.blocks import Blocks
from evalharness.stats.bootstrap import generator
from evalharness.stats.products import Floats, add_product

# 2 ** 13 sign vectors cost about what the usual thousands of random ones do.
MAX_EXACT_UNITS = 14

# Signs of this many vectors are held as floats at a time.
VECTORS_AT_ONCE = 50

# Sums that differ by less, as a share of the sum of absolute differences, differ by rounding only.
TIE_SHARE = 1e-10


class SignFlips:
    """Two-sided p-values of (n_columns,) mean differences over units that arrive block by block.

    Exact for up to `MAX_EXACT_UNITS` units, otherwise over `n_resamples` random sign vectors that all columns share.
    The same rows and seed give the same p-values, however the rows are cut into blocks.

    Args:
        n_units: units that will arrive in all, at least 1.
        n_columns: differences of each unit, one for each comparison.
        n_resamples: random sign vectors, at least 1.
        seed: not negative.

    >>> flips = SignFlips(n_units=5, n_columns=2, n_resamples=1000, seed=1)
    >>> flips.add([[0.1, 0.0], [0.2, 0.0], [0.1, float("nan")], [0.3, 0.0], [0.1, 0.0]])
    >>> flips.p_values().tolist()
    [0.0625, 1.0]
    """

    __slots__ = ("_absolute", "_blocks", "_kept_sums", "_observed", "_rng")

    def __init__(self, n_units: int, n_columns: int, n_resamples: int, seed: int) -> None:
        self._blocks = Blocks(n_units, n_columns)
        self._rng = generator(seed, n_resamples)
        # Half of all sign vectors: the other half gives the same sums with the other sign, which a two-sided test takes
        # for as large.
        n_vectors = 2 ** (n_units - 1) if self.is_exact else n_resamples
        self._kept_sums = np.zeros((n_vectors, n_columns))
        self._observed = np.zeros(n_columns)
        self._absolute = np.zeros(n_columns)

    @property
    def is_exact(self) -> bool:
        """True where all sign vectors are tried and no chance is left in the p-values."""
        return self._blocks.n_rows <= MAX_EXACT_UNITS

    def add(self, block: ArrayLike) -> None:
        """Take the next (rows, n_columns) differences; NaN where one side is undefined, which takes no part.

        Raises:
            UsageError: wrong number of columns, too many rows, or an infinite difference.
        """
        for rows in self._blocks.feed(block):
            if np.isinf(rows).any():
                raise UsageError("the paired test needs finite differences; give NaN for an undefined one")
            self._flip(np.nan_to_num(rows))

    def p_values(self) -> Floats:
        """(n_columns,) in (0, 1], lower is stronger evidence of a difference; 1 where all differences are zero.

        Raises:
            UsageError: units are still to come.
        """
        self._blocks.require_all()
        flipped = 2 * self._kept_sums - self._observed
        as_large = np.abs(flipped) >= np.abs(self._observed) - TIE_SHARE * self._absolute
        # +1: the signs as observed are one of the possible vectors, so p is never 0 (Phipson & Smyth 2010); the
        # enumeration has them among its own.
        n_more = 0 if self.is_exact else 1
        return np.asarray((np.count_nonzero(as_large, axis=0) + n_more) / (len(as_large) + n_more))

    def _flip(self, rows: Floats) -> None:
        signs = self._signs(len(rows))
        for start in range(0, signs.shape[1], VECTORS_AT_ONCE):
            chunk = slice(start, start + VECTORS_AT_ONCE)
            add_product(self._kept_sums[chunk], signs[:, chunk].T.astype(np.float64), rows)
        self._observed += rows.sum(axis=0)
        self._absolute += np.abs(rows).sum(axis=0)

    def _signs(self, n_rows: int) -> NDArray[np.uint8]:
        """(n_rows, sign vectors): 1 where the vector keeps the sign of the unit, 0 where it flips it."""
        n_vectors = len(self._kept_sums)
        if self.is_exact:
            # So few units always come in one block: the bits of a vector's number are the signs of its units.
            return (np.arange(n_vectors) >> np.arange(n_rows)[:, None] & 1).astype(np.uint8)
        n_bytes = (n_vectors + 7) // 8
        random = np.frombuffer(self._rng.bytes(n_rows * n_bytes), dtype=np.uint8)
        return np.unpackbits(random.reshape(n_rows, n_bytes), axis=1, count=n_vectors)


def one_sided(p_value: float, *, in_direction: bool) -> float:
    """The p-value against a move in one direction alone, of a two-sided one: sign flips are as likely either way.

    Where only moves in that direction count, as in a gate that lets improvements pass, this is what stays below alpha
    with probability alpha; the two-sided one does so half as often.

    Args:
        p_value: two-sided, in (0, 1].
        in_direction: whether the mean moved that way.

    >>> one_sided(0.04, in_direction=True), one_sided(0.04, in_direction=False)
    (0.02, 0.98)
    """
    return p_value / 2 if in_direction else 1 - p_value / 2
