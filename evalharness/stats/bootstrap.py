"""The bootstrap over units that arrive in a stream: exact multinomial weights, one set for all columns.

Every resample draws as many units as there are, with replacement (Efron 1979). The weights of one block given those
before are again multinomial, so they are drawn block by block and memory does not grow with the number of units.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evalharness.errors import UsageError
from evalharness.stats.blocks import BLOCK_ROWS, Blocks
from evalharness.stats.products import Floats, add_product

# Weights of this many resamples are held at a time, so that they stay in the processor's cache.
RESAMPLES_AT_ONCE = 50


class BootstrapSums:
    """Column sums of every resample of units that arrive block by block.

    All columns share the weights, so the sums of one resample belong together: their ratios and differences are
    bootstrap values too. The same rows and seed give the same sums, however the rows are cut into blocks.

    Args:
        n_units: units that will arrive in all, at least 1.
        n_columns: numbers of each unit.
        n_resamples: resamples, at least 1.
        seed: not negative.
        block_rows: units whose weights are drawn together; part of what the seed decides.

    >>> resampled = BootstrapSums(n_units=3, n_columns=2, n_resamples=4, seed=1)
    >>> resampled.add([[0.5, 1.0], [0.7, 1.0]])
    >>> resampled.add([[0.9, 1.0]])
    >>> resampled.sums().shape, resampled.sums()[:, 1].tolist()
    ((4, 2), [3.0, 3.0, 3.0, 3.0])
    """

    __slots__ = ("_blocks", "_draws_left", "_rng", "_sums", "_units_left")

    def __init__(
        self, n_units: int, n_columns: int, n_resamples: int, seed: int, *, block_rows: int = BLOCK_ROWS
    ) -> None:
        self._blocks = Blocks(n_units, n_columns, block_rows)
        self._rng = generator(seed, n_resamples)
        self._sums = np.zeros((n_resamples, n_columns))
        self._draws_left = np.full(n_resamples, n_units)
        self._units_left = n_units

    def add(self, block: ArrayLike) -> None:
        """Take the next (rows, n_columns) finite numbers; an undefined number is a 0 with a 0 in its count column.

        Raises:
            UsageError: wrong number of columns, too many rows, or a number that is not finite.
        """
        for rows in self._blocks.feed(block):
            if not np.isfinite(rows).all():
                raise UsageError("the bootstrap needs finite numbers; give 0 and a count of 0 for an undefined one")
            self._resample(rows)

    def sums(self) -> Floats:
        """(n_resamples, n_columns): the weighted sum of each column in each resample.

        Raises:
            UsageError: units are still to come.
        """
        self._blocks.require_all()
        return self._sums.copy()

    def _resample(self, rows: Floats) -> None:
        n_draws = self._rng.binomial(self._draws_left, len(rows) / self._units_left)
        self._draws_left -= n_draws
        self._units_left -= len(rows)
        for start in range(0, len(n_draws), RESAMPLES_AT_ONCE):
            chunk = slice(start, start + RESAMPLES_AT_ONCE)
            add_product(self._sums[chunk], self._weights(n_draws[chunk], len(rows)), rows)

    def _weights(self, n_draws: NDArray[np.int64], n_rows: int) -> Floats:
        """(resamples, n_rows): how often each resample drew each row, given how many draws it has here."""
        cells = self._rng.integers(n_rows, size=int(n_draws.sum()), dtype=np.int32)
        cells += np.repeat(np.arange(len(n_draws), dtype=np.int32) * np.int32(n_rows), n_draws)
        counts = np.bincount(cells, minlength=len(n_draws) * n_rows)
        return counts.reshape(len(n_draws), n_rows).astype(np.float64)


def generator(seed: int, n_resamples: int) -> np.random.Generator:
    """The random numbers of one statistic.

    Raises:
        UsageError: the seed is negative or there are no resamples.
    """
    if seed < 0 or n_resamples < 1:
        raise UsageError(f"seed {seed} and {n_resamples} resamples; expected a seed from 0 and at least 1 resample")
    return np.random.default_rng(seed)
