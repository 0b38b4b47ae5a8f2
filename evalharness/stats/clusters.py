"""The bootstrap over clusters: whole articles are drawn, each with all its rows (Davison & Hinkley 1997, section 3.8).

A statistic here is a function of weights: it takes (resamples, rows) weights and returns one number for each resample,
NaN where that resample does not define it. Weights of one give the value that was observed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evalharness.errors import UsageError
from evalharness.stats.bootstrap import generator
from evalharness.stats.products import Floats

Statistic = Callable[[Floats], Floats]

# Weights held at a time, so that they and what is computed from them stay near the processor.
CELLS_AT_ONCE = 2**18


class ClusterBootstrap:
    """Draws clusters with replacement, as many as there are; every statistic sees the same draws.

    Args:
        clusters: (n,) the cluster of each row, as any integers; at least one row.
        n_resamples: at least 1.
        seed: not negative.

    >>> bootstrap = ClusterBootstrap([7, 7, 9], n_resamples=3, seed=1)
    >>> bootstrap.n_clusters, bootstrap.draws(lambda weights: weights[:, 0] - weights[:, 1]).tolist()
    (2, [0.0, 0.0, 0.0])
    """

    __slots__ = ("_counts", "_row_cluster")

    def __init__(self, clusters: ArrayLike, n_resamples: int, seed: int) -> None:
        found, self._row_cluster = np.unique(np.asarray(clusters), return_inverse=True)
        if not len(found):
            raise UsageError("there are no rows to draw from; at least one is needed")
        equal = np.full(len(found), 1 / len(found))
        self._counts = generator(seed, n_resamples).multinomial(len(found), equal, size=n_resamples)

    @property
    def n_clusters(self) -> int:
        """How many clusters there are."""
        return int(self._counts.shape[1])

    def draws(self, statistic: Statistic, rows: NDArray[np.bool_] | None = None) -> Floats:
        """(n_resamples,) values of `statistic`, which sees the weights of the rows that `rows` marks, or of all."""
        clusters = self._row_cluster if rows is None else self._row_cluster[rows]
        n_at_once = max(1, CELLS_AT_ONCE // max(1, len(clusters)))
        chunks = range(0, len(self._counts), n_at_once)
        weights = (self._counts[start : start + n_at_once, clusters].astype(np.float64) for start in chunks)
        return np.concatenate([statistic(chunk) for chunk in weights])

    def interval(self, draws: Floats, confidence: float = 0.95) -> tuple[float, float] | None:
        """(low, high) percentiles of the draws that are defined.

        None where there are fewer than two clusters, or where less than half of the draws are defined.
        """
        defined = draws[np.isfinite(draws)]
        if self.n_clusters < 2 or len(defined) * 2 < len(draws):
            return None
        tail = (1 - confidence) / 2
        low, high = np.quantile(defined, (tail, 1 - tail)).tolist()
        return low, high


def observed(statistic: Statistic, n_rows: int) -> float | None:
    """The value of `statistic` where every row counts once; None where it is undefined.

    >>> observed(lambda weights: weights.sum(axis=1), 3)
    3.0
    """
    value = float(statistic(np.ones((1, n_rows)))[0])
    return value if np.isfinite(value) else None


def difference_p_value(differences: Floats) -> float | None:
    """Two-sided p-value, in (0, 1], that a difference is zero: from its bootstrap draws; None where none is defined.

    Twice the share of draws on the far side of zero (Efron & Tibshirani 1993, section 15.4), never 0.

    >>> difference_p_value(np.array([0.1, 0.2, 0.3]))
    0.5
    """
    defined = differences[np.isfinite(differences)]
    if not len(defined):
        return None
    n_beyond = min(np.count_nonzero(defined <= 0), np.count_nonzero(defined >= 0))
    return float(min(1.0, 2 * (n_beyond + 1) / (len(defined) + 1)))


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Element by element; NaN where the denominator is zero.

    >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    result = np.full(np.broadcast_shapes(numerator.shape, denominator.shape), np.nan)
    return np.asarray(np.divide(numerator, denominator, out=result, where=denominator != 0))


def mean_defined(table: Floats) -> Floats:
    """(rows,) mean of the defined numbers of each row of a (rows, columns) table; NaN where a row has none.

    >>> mean_defined(np.array([[1.0, np.nan], [np.nan, np.nan]])).tolist()
    [1.0, nan]
    """
    defined = np.isfinite(table)
    return ratio(np.where(defined, table, 0.0).sum(axis=1), defined.sum(axis=1).astype(np.float64))
