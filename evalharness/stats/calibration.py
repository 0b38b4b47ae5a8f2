"""From a score to a probability that holds for the texts at hand: Platt's two parameters, and how far they are off.

Probabilities are of the positive class, 0 to 1. Weights are (resamples, n), as `ClusterBootstrap` gives them.
Sources: Platt 1999 (logistic curve, smoothed targets); Lin, Lin & Weng 2007 (Newton's method with step halving).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evalharness.stats.clusters import ratio
from evalharness.stats.products import Floats

Flags = NDArray[np.bool_]

# A curve that falls would turn the ranking round, and one that is flat would lose it.
MIN_SLOPE = 0.05
N_BINS = 10
MAX_STEPS = 100
MAX_HALVINGS = 40
CONVERGED = 1e-9
# Enough of the promised descent to accept a step (Armijo 1966).
ENOUGH = 1e-4
# Keeps the equations solvable where nothing else does, as Lin et al. have it.
RIDGE = 1e-12


class Prior(NamedTuple):
    """Standard deviations of a normal prior around the curve that changes nothing, (0, 1); infinite means none."""

    intercept_sd: float
    slope_sd: float


WEAK = Prior(2.0, 1.0)
NO_PRIOR = Prior(float("inf"), float("inf"))


@dataclass(frozen=True, slots=True)
class Curve:
    """A probability p becomes logistic(intercept + slope * logit(p)); 0 and 1 stay what they are.

    >>> Curve(0.0, 1.0).applied(np.array([0.0, 0.25, 1.0])).tolist()
    [0.0, 0.25, 1.0]
    """

    intercept: float
    slope: float

    def applied(self, probabilities: Floats) -> Floats:
        """(n,) probabilities after calibration."""
        inside = is_movable(probabilities)
        moved = _logistic(self.intercept + self.slope * logit(np.where(inside, probabilities, 0.5)))
        return np.where(inside, moved, probabilities)


def is_movable(probabilities: Floats) -> Flags:
    """Marks what a curve can move: probabilities that are neither 0 nor 1, nor undefined."""
    return np.asarray((probabilities > 0) & (probabilities < 1))


def logit(probabilities: Floats) -> Floats:
    """Log odds of probabilities between 0 and 1, both excluded."""
    return np.asarray(np.log(probabilities) - np.log1p(-probabilities))


def platt(logits: Floats, positive: Flags, weights: Floats, prior: Prior = WEAK) -> Floats:
    """(resamples, 2) intercept and slope of the curve under which the classes are likeliest; NaN without a class.

    The targets are not 1 and 0 but (n+ + 1) / (n+ + 2) and 1 / (n- + 2), which with the prior keeps the parameters
    finite where the scores separate the classes. The slope is at least `MIN_SLOPE`.

    >>> logits, positive = logit(np.array([0.2, 0.4, 0.6, 0.8])), np.array([False, True, False, True])
    >>> intercept, slope = platt(logits, positive, np.ones((1, 4)))[0].tolist()
    >>> abs(round(intercept, 6)), 0 < slope < 1
    (0.0, True)
    """
    n_positive, n_negative = (weights * positive).sum(axis=1), (weights * ~positive).sum(axis=1)
    high, low = (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2)
    task = _Task(logits, np.where(positive, high[:, None], low[:, None]), weights, prior)
    found = _minimum(task, np.tile((0.0, 1.0), (len(weights), 1)), slope_is_free=True)
    flat = found[:, 1] < MIN_SLOPE
    if flat.any():
        # the loss is convex, so the best of all admitted slopes is the smallest one
        start = np.column_stack((found[flat, 0], np.full(flat.sum(), MIN_SLOPE)))
        found[flat] = _minimum(task.only(flat), start, slope_is_free=False)
    found[(n_positive == 0) | (n_negative == 0)] = np.nan
    return found


def brier(probabilities: Floats, positive: Flags, weights: Floats) -> Floats:
    """(resamples,) mean squared difference of probability and outcome: 0 to 1, lower is better (Brier 1950).

    >>> brier(np.array([0.5, 1.0]), np.array([True, True]), np.ones((1, 2))).tolist()
    [0.125]
    """
    return ratio((weights * (probabilities - positive) ** 2).sum(axis=1), weights.sum(axis=1))


def calibration_error(probabilities: Floats, positive: Flags, weights: Floats) -> Floats:
    """(resamples,) expected calibration error: 0 to 1, lower is better (Naeini et al. 2015).

    The probabilities fall into ten bins of equal width; it is the mean distance between a bin's mean probability and
    its share of positives, every bin weighing as many as it has. With few texts it is above 0 even where all is well.

    >>> calibration_error(np.array([0.2, 0.2, 0.9]), np.array([False, True, True]), np.ones((1, 3))).round(6).tolist()
    [0.233333]
    """
    bins = np.minimum((probabilities * N_BINS).astype(np.intp), N_BINS - 1)
    gaps = weights * (probabilities - positive)
    distances = [np.abs(gaps[:, bins == each].sum(axis=1)) for each in range(N_BINS)]
    return ratio(np.sum(distances, axis=0), weights.sum(axis=1))


@dataclass(frozen=True, slots=True)
class _Task:
    """What is to be minimised: for each resample a sum over the texts, and the prior."""

    logits: Floats
    targets: Floats
    weights: Floats
    prior: Prior

    def only(self, resamples: Flags) -> _Task:
        return _Task(self.logits, self.targets[resamples], self.weights[resamples], self.prior)

    @property
    def precision(self) -> Floats:
        return np.array((self.prior.intercept_sd, self.prior.slope_sd)) ** -2.0

    def loss(self, curves: Floats) -> Floats:
        """(resamples,) for (resamples, 2) curves."""
        z = self._doubts(curves)
        misfit = (self.weights * (np.logaddexp(0, z) - self.targets * z)).sum(axis=1)
        return np.asarray(misfit + (self.precision * (curves - (0.0, 1.0)) ** 2).sum(axis=1) / 2)

    def derivatives(self, curves: Floats) -> tuple[Floats, Floats]:
        """(resamples, 2) gradient and (resamples, 2, 2) curvature."""
        q = _logistic(self._doubts(curves))
        residuals, spread = self.weights * (q - self.targets), self.weights * q * (1 - q)
        gradient = np.column_stack((residuals.sum(axis=1), residuals @ self.logits))
        gradient += self.precision * (curves - (0.0, 1.0))
        moments = [spread.sum(axis=1), spread @ self.logits, spread @ self.logits**2]
        curvature = np.stack([moments[0], moments[1], moments[1], moments[2]], axis=1).reshape(-1, 2, 2)
        return gradient, curvature + np.diag(self.precision + RIDGE)

    def _doubts(self, curves: Floats) -> Floats:
        return np.asarray(curves[:, :1] + curves[:, 1:] * self.logits)


def _minimum(task: _Task, curves: Floats, *, slope_is_free: bool) -> Floats:
    """Newton's method for all resamples at once, each halving its own steps."""
    for _ in range(MAX_STEPS):
        gradient, curvature = task.derivatives(curves)
        if not slope_is_free:
            gradient[:, 1] = 0.0
            curvature[:, 0, 1] = curvature[:, 1, 0] = 0.0
        step: Floats = np.linalg.solve(curvature, gradient[:, :, None])[:, :, 0].astype(np.float64)
        descent = (gradient * step).sum(axis=1)
        if np.all(descent < CONVERGED**2):
            break
        curves = curves - _lengths(task, curves, step, descent)[:, None] * step
    return curves


def _lengths(task: _Task, curves: Floats, step: Floats, descent: Floats) -> Floats:
    """(resamples,) how much of each step to take so that the loss falls."""
    before, lengths = task.loss(curves), np.ones(len(curves))
    for _ in range(MAX_HALVINGS):
        # a difference below rounding is no rise
        slack = np.abs(before) * 1e-13
        rises = task.loss(curves - lengths[:, None] * step) > before - ENOUGH * lengths * descent + slack
        if not rises.any():
            break
        lengths[rises] /= 2
    return lengths


def _logistic(z: Floats) -> Floats:
    return np.asarray((1 + np.tanh(z / 2)) / 2)
