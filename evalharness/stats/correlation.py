"""Correlations of two columns: Pearson, Spearman, Kendall's tau-b, and partial ones that hold a grouping constant.

Weights are (resamples, n), as `ClusterBootstrap` gives them. Undefined, as for a constant column, is NaN.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evalharness.stats.clusters import ratio
from evalharness.stats.products import Floats

Groups = NDArray[np.intp]

# Of a sum of squares, what is smaller as a share of the numbers' own is rounding: the column is constant.
_CONSTANT = 1e-24
_DIGITS = 10
_ROWS_AT_ONCE = 256


def pearson(x: Floats, y: Floats, weights: Floats) -> Floats:
    """(resamples,) product-moment correlation, -1 to 1. `x`, `y`: (n,), or (resamples, n) where they differ.

    >>> x = np.array([1.0, 2.0, 4.0])
    >>> pearson(x, 3 - 2 * x, np.ones((1, 3))).round(12).tolist()
    [-1.0]
    """
    x, y = np.atleast_2d(x), np.atleast_2d(y)
    n = weights.sum(axis=1, keepdims=True)
    dx = x - ratio((weights * x).sum(axis=1, keepdims=True), n)
    dy = y - ratio((weights * y).sum(axis=1, keepdims=True), n)
    spread = _spread(x, dx, weights) * _spread(y, dy, weights)
    return np.clip(ratio((weights * dx * dy).sum(axis=1), np.sqrt(spread)), -1.0, 1.0)


def spearman(x: Floats, y: Floats, weights: Floats) -> Floats:
    """(resamples,) Pearson's correlation of the ranks, ties at their mean rank.

    >>> spearman(np.array([1.0, 2.0, 9.0]), np.array([0.0, 3.0, 4.0]), np.ones((1, 3))).round(12).tolist()
    [1.0]
    """
    return pearson(ranks(x, weights), ranks(y, weights), weights)


def kendall(x: Floats, y: Floats) -> float:
    """Kendall's tau-b of two (n,) columns, -1 to 1, corrected for ties (Kendall 1945); quadratic in n.

    >>> kendall(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))  # two pairs agree, one does not
    0.3333333333333333
    """
    agreement = untied_x = untied_y = 0.0
    for start in range(0, len(x), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        sign_x, sign_y = np.sign(x[rows, None] - x[None, :]), np.sign(y[rows, None] - y[None, :])
        agreement += float((sign_x * sign_y).sum())
        untied_x += float(np.count_nonzero(sign_x))
        untied_y += float(np.count_nonzero(sign_y))
    return agreement / float(np.sqrt(untied_x * untied_y)) if untied_x and untied_y else float("nan")


def partial_pearson(x: Floats, y: Floats, groups: Groups, weights: Floats) -> Floats:
    """(resamples,) correlation of what is left of both columns after a regression on the one-hot coded groups.

    That is FRANK's protocol (Pagnoni et al. 2021, section 5.1), the group being the system: what a metric gains by
    knowing which system is good does not count.

    >>> x, y = np.array([1.0, 2.0, 8.0, 9.0]), np.array([0.0, 1.0, 5.0, 4.0])
    >>> partial_pearson(x, y, np.array([0, 0, 1, 1]), np.ones((1, 4))).tolist()
    [0.0]
    """
    return pearson(residuals(x, groups, weights), residuals(y, groups, weights), weights)


def partial_spearman(x: Floats, y: Floats, groups: Groups, weights: Floats) -> Floats:
    """(resamples,) as `partial_pearson`, but Spearman's correlation of the residuals.

    Unstable where most labels of a group are equal: their residuals tie, and the rank of the tie is the group's.
    """
    return spearman(residuals(x, groups, weights), residuals(y, groups, weights), weights)


def residuals(x: Floats, groups: Groups, weights: Floats) -> Floats:
    """(resamples, n): `x` less the weighted mean of its group. `x` and `groups`: (n,).

    Rounded to 10 digits of the largest |x|, so that rounding of a mean neither makes a spread nor breaks a tie. A row
    that a resample did not draw is zero there.

    >>> residuals(np.array([1.0, 3.0, 5.0]), np.array([4, 4, 9]), np.ones((1, 3))).tolist()
    [[-1.0, 1.0, 0.0]]
    """
    if not len(x):
        return np.zeros(weights.shape)
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], np.diff(groups[order]) != 0)))
    ordered = weights[:, order]
    sums = np.add.reduceat(ordered * x[order], starts, axis=1)
    means = np.nan_to_num(ratio(sums, np.add.reduceat(ordered, starts, axis=1)))
    group_of_row = np.searchsorted(groups[order][starts], groups)
    left = np.where(weights > 0, x - means[:, group_of_row], 0.0)
    scale = np.abs(x).max() or 1.0
    return np.asarray((np.round(left / scale, _DIGITS) + 0.0) * scale)  # + 0.0: no negative zeros


def ranks(values: Floats, weights: Floats) -> Floats:
    """(resamples, n) mean ranks from 1: each row counts as often as its weight says. `values`: (n,) or (resamples, n).

    >>> ranks(np.array([5.0, 3.0, 5.0]), np.array([[1.0, 1.0, 1.0], [2.0, 1.0, 0.0]])).tolist()
    [[2.5, 1.0, 2.5], [2.5, 1.0, 2.5]]
    """
    if not weights.size:
        return np.zeros(weights.shape)
    order = np.argsort(np.atleast_2d(values), axis=1, kind="stable")
    sorted_values = np.take_along_axis(np.atleast_2d(values), order, axis=1)
    first = np.ones(order.shape, dtype=np.bool_)
    first[:, 1:] = np.diff(sorted_values, axis=1) != 0
    order = np.broadcast_to(order, weights.shape)
    ordered = np.take_along_axis(weights, order, axis=1)
    run = np.cumsum(np.broadcast_to(first, weights.shape).ravel()) - 1
    sizes = np.bincount(run, ordered.ravel())
    below = (np.cumsum(sizes) - sizes)[run].reshape(weights.shape)
    # the runs of all resamples follow one another: those of a resample start where the ones before it end
    below -= below[:, :1]
    result = np.empty(weights.shape)
    np.put_along_axis(result, order, below + (sizes[run].reshape(weights.shape) + 1) / 2, axis=1)
    return result


def _spread(x: Floats, deviations: Floats, weights: Floats) -> Floats:
    """Weighted sum of squared deviations; zero where it is nothing but rounding."""
    squares = (weights * deviations**2).sum(axis=1)
    return np.where(squares > _CONSTANT * (weights * x**2).sum(axis=1), squares, 0.0)
