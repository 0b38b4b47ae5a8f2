"""How well scores tell two classes apart: area under the ROC curve, balanced accuracy, the cut that is best.

Scores are oriented: higher speaks for the positive class. Weights are (resamples, n), as `ClusterBootstrap` gives them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evalharness.stats.clusters import ratio
from evalharness.stats.products import Floats

Flags = NDArray[np.bool_]
Groups = NDArray[np.intp]

# Balanced accuracies that differ by less are equal: what differs is rounding.
_DIGITS = 12


class Cut(NamedTuple):
    """A threshold, the balanced accuracy of calling every score from it upwards positive, and on how many it rests."""

    threshold: float
    balanced_accuracy: float
    n: int


def auc(scores: Floats, positive: Flags, weights: Floats) -> Floats:
    """(resamples,) chance, 0 to 1, that a positive scores above a negative, ties half; NaN where a class is empty.

    Equal to the area under the ROC curve (Hanley & McNeil 1982). n log n in the number of scores.

    >>> scores, positive = np.array([0.1, 0.4, 0.4, 0.8]), np.array([False, True, False, True])
    >>> auc(scores, positive, np.ones((1, 4))).tolist()  # wins over 0.1, 0.1 and 0.4, one tie: 3.5 of 4 pairs
    [0.875]
    """
    if not len(scores):
        return np.full(len(weights), np.nan)
    order, starts = _ties(scores)
    ordered = weights[:, order]
    for_positive = np.add.reduceat(ordered * positive[order], starts, axis=1)
    for_negative = np.add.reduceat(ordered * ~positive[order], starts, axis=1)
    below = np.cumsum(for_negative, axis=1) - for_negative
    wins = (for_positive * (below + for_negative / 2)).sum(axis=1)
    return ratio(wins, for_positive.sum(axis=1) * for_negative.sum(axis=1))


def auc_by_group(scores: Floats, positive: Flags, groups: Groups, weights: Floats) -> Floats:
    """(resamples, groups) AUC within each group, in ascending order of the groups; NaN where one lacks a class.

    >>> scores, positive = np.array([0.1, 0.4, 0.9, 0.8]), np.array([False, True, False, True])
    >>> auc_by_group(scores, positive, np.array([0, 0, 1, 1]), np.ones((1, 4))).tolist()
    [[1.0, 0.0]]
    """
    members = [groups == group for group in np.unique(groups)]
    columns = [auc(scores[rows], positive[rows], weights[:, rows]) for rows in members]
    return np.column_stack(columns) if columns else np.full((len(weights), 0), np.nan)


def balanced_accuracy(predicted: Flags, positive: Flags, weights: Floats) -> Floats:
    """(resamples,) mean of the shares of positives and of negatives that are predicted right; NaN without a class.

    >>> balanced_accuracy(np.array([True, False, True]), np.array([True, True, False]), np.ones((1, 3))).tolist()
    [0.25]
    """
    right = predicted == positive
    of_positive = ratio((weights * (right & positive)).sum(axis=1), (weights * positive).sum(axis=1))
    of_negative = ratio((weights * (right & ~positive)).sum(axis=1), (weights * ~positive).sum(axis=1))
    return (of_positive + of_negative) / 2


def best_cut(scores: Floats, positive: Flags, weights: Floats | None = None) -> Cut | None:
    """The threshold with the highest balanced accuracy on these very scores; None where a class has no weight.

    It lies halfway between two scores; of equally good ones the lowest is taken. `weights`: (n,), not negative.

    >>> best_cut(np.array([0.1, 0.4, 0.6, 0.8]), np.array([False, False, True, True]))
    Cut(threshold=0.5, balanced_accuracy=1.0, n=4)
    """
    weights = np.ones(len(scores)) if weights is None else weights
    if not weights[positive].any() or not weights[~positive].any():
        return None
    order, starts = _ties(scores)
    missed = np.cumsum(np.add.reduceat((weights * positive)[order], starts))[:-1]
    rejected = np.cumsum(np.add.reduceat((weights * ~positive)[order], starts))[:-1]
    gains = rejected / weights[~positive].sum() - missed / weights[positive].sum()
    accuracies = np.concatenate(([0.5], (1 + gains) / 2))
    best = int(np.argmax(np.round(accuracies, _DIGITS)))
    return Cut(_between(scores[order][starts], best), float(accuracies[best]), len(scores))


def _between(distinct: Floats, place: int) -> float:
    """A threshold between two neighbours of the ascending scores; in front of the first, that score itself."""
    high = float(distinct[place])
    middle = float(distinct[place - 1] + high) / 2 if place else high
    # neighbouring floats have nothing between them
    return middle if place and middle > distinct[place - 1] else high


def _ties(scores: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The ascending order of the scores, and where in it each run of equal scores begins."""
    order = np.argsort(scores, kind="stable")
    return order, np.flatnonzero(np.concatenate(([True], np.diff(scores[order]) != 0)))
