"""Studentised bootstrap intervals of means, which hold for skewed scores and few examples where percentiles do not.

Each resample is measured in its own standard errors (bootstrap-t, Efron 1981), which corrects for skew. Two things are
added. A resample that repeats a few equal units has next to no spread and would push an end out to infinity, so there
is a limit. And skew that a heavy-tailed sample shows by chance would make one side of the interval too short, so
neither end is nearer than in Student's interval. ``docs/statistics.md`` has the coverage.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from evalharness.errors import UsageError
from evalharness.stats.blocks import Blocks
from evalharness.stats.bootstrap import BootstrapSums
from evalharness.stats.products import Floats
from evalharness.stats.student import t_quantile

# No resample counts as more of its standard errors away than this. Where three of many units are not zero, a resample
# without any of them is infinitely far; the limit then gives about the end that a count of three has (Poisson).
MAX_ERRORS = 4.0


class MeanIntervals:
    """Intervals of the means of columns whose rows arrive block by block, each row a unit of its own.

    The same rows and seed give the same intervals, however the rows are cut into blocks.

    Args:
        n_units: rows that will arrive in all, at least 1.
        n_columns: numbers of each.
        n_resamples: at least 1.
        seed: not negative.

    >>> intervals = MeanIntervals(n_units=3, n_columns=2, n_resamples=1000, seed=1)
    >>> intervals.add([[0.5, 0.5], [0.7, 0.5], [0.9, float("nan")]])
    >>> [tuple(round(end, 2) for end in ends) for ends in intervals.found()]
    [(0.2, 1.2), (0.5, 0.5)]
    """

    __slots__ = ("_blocks", "_centre", "_resampled", "_sums")

    def __init__(self, n_units: int, n_columns: int, n_resamples: int, seed: int) -> None:
        self._blocks = Blocks(n_units, n_columns)
        self._resampled = BootstrapSums(n_units, 3 * n_columns, n_resamples, seed)
        self._sums = np.zeros(3 * n_columns)
        self._centre = np.full(n_columns, np.nan)

    def add(self, block: ArrayLike) -> None:
        """Take the next (rows, n_columns) numbers, NaN being undefined.

        Raises:
            UsageError: wrong number of columns, too many rows, or an infinite number.
        """
        for rows in self._blocks.feed(block):
            if np.isinf(rows).any():
                raise UsageError("the bootstrap needs finite numbers; give NaN for an undefined one")
            defined = ~np.isnan(rows)
            # Squares of numbers near zero keep their digits, so a number of each column is taken off the others.
            first = np.take_along_axis(rows, defined.argmax(axis=0)[None], axis=0)[0]
            self._centre = np.where(np.isnan(self._centre), first, self._centre)
            rest = np.where(defined, rows - self._centre, 0.0)
            columns = np.hstack((rest, rest**2, defined))
            self._sums += columns.sum(axis=0)
            self._resampled.add(columns)

    def found(self, *, confidence: float = 0.95) -> list[tuple[float, float] | None]:
        """(low, high) of each column; None where fewer than two numbers are defined.

        Raises:
            UsageError: rows are still to come, or the confidence is not between 0 and 1.
        """
        sums, resampled = self._sums.reshape(3, -1), np.hsplit(self._resampled.sums(), 3)
        found = []
        for column, centre in enumerate(self._centre.tolist()):
            mean, squared_error = _mean_and_error(*sums[:, column, None])
            means, squared_errors = _mean_and_error(*(part[:, column] for part in resampled))
            ends = studentised_interval(
                float(mean[0]),
                float(squared_error[0]),
                int(sums[2, column]),
                means - mean,
                squared_errors,
                confidence=confidence,
            )
            found.append(ends and rounded(ends[0] + centre, ends[1] + centre))
        return found


def studentised_intervals(
    sums: Floats, counts: Floats, drawn: tuple[Floats, Floats], *, n_resamples: int, seed: int, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """(k,) lower and (k,) upper ends for means of rows that are drawn in units; NaN where there are too few.

    Args:
        sums: (units, k) sum of the rows of each unit.
        counts: (units, k) how many rows of the unit are defined; where 0, the unit takes no part.
        drawn: the sums and counts that resamples are drawn of: the same, or those of larger groups of units.
        n_resamples: at least 1.
        seed: not negative.
        confidence: between 0 and 1.

    >>> sums, counts = np.array([[0.5], [1.0]]), np.array([[1.0], [2.0]])
    >>> low, high = studentised_intervals(sums, counts, (sums, counts), n_resamples=10, seed=1)
    >>> low.tolist(), high.tolist()
    ([0.5], [0.5])
    """
    rows = counts.sum(axis=0)
    rows[rows == 0] = np.nan
    means = sums.sum(axis=0) / rows
    centre = np.nan_to_num(means)
    squared_errors = ((sums - centre * counts) ** 2).sum(axis=0) / rows**2
    shifts, errors_of_resamples = _resampled(drawn[0] - centre * drawn[1], drawn[1], n_resamples, seed)
    low, high = np.full(len(means), np.nan), np.full(len(means), np.nan)
    for column, n_units in enumerate(np.count_nonzero(counts, axis=0).tolist()):
        ends = studentised_interval(
            float(means[column]),
            float(squared_errors[column]),
            n_units,
            shifts[:, column],
            errors_of_resamples[:, column],
            confidence=confidence,
        )
        if ends is not None:
            low[column], high[column] = rounded(*ends)
    return low, high


def studentised_interval(
    mean: float,
    squared_error: float,
    n_units: int,
    shifts: Floats,
    squared_errors: Floats,
    *,
    confidence: float = 0.95,
) -> tuple[float, float] | None:
    """(low, high) of one mean, from its standard error and those of resamples; None with fewer than two units.

    Args:
        mean: of the data.
        squared_error: sum of the squared deviations of the units from the mean, by the square of the number of rows.
        n_units: units that the mean rests on.
        shifts: (n_resamples,) mean of each resample less that of the data; NaN where a resample has none.
        squared_errors: (n_resamples,) the same of each resample.
        confidence: between 0 and 1.

    >>> studentised_interval(0.5, 0.0, 9, np.zeros(10), np.zeros(10))
    (0.5, 0.5)
    >>> studentised_interval(0.5, 0.0, 1, np.zeros(10), np.zeros(10)) is None
    True
    """
    if not 0 < confidence < 1:
        raise UsageError(f"confidence is {confidence}; expected a share between 0 and 1, such as 0.95")
    drawn = ~np.isnan(shifts)
    if n_units < 2 or not drawn.any():
        return None
    if squared_error <= 0:
        return mean, mean
    tail = (1 - confidence) / 2
    lowest, highest = np.quantile(_in_errors(shifts[drawn], squared_errors[drawn]), (tail, 1 - tail)).tolist()
    student = t_quantile(1 - tail, n_units - 1) * math.sqrt(n_units / (n_units - 1))
    error = math.sqrt(squared_error)
    return mean - max(highest, student) * error, mean - min(lowest, -student) * error


def rounded(low: float, high: float) -> tuple[float, float]:
    """Both ends to 12 digits, so that the order in which a processor adds up cannot show.

    >>> rounded(0.1234567890123456, 123456.789012345678)
    (0.123456789012, 123456.789012)
    """
    low, high = (round(end, 12) + 0.0 if abs(end) < 1 else float(f"{end:.12g}") for end in (low, high))
    return low, high


def _in_errors(shifts: Floats, squared_errors: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = shifts / np.sqrt(squared_errors)
    return np.clip(np.where(shifts == 0, 0.0, ratios), -MAX_ERRORS, MAX_ERRORS)


def _resampled(rest: Floats, counts: Floats, n_resamples: int, seed: int) -> tuple[Floats, Floats]:
    """(n_resamples, k) shifts of the means and squared errors, of units given as deviations from what is expected."""
    if not rest.size:
        nothing = np.full((n_resamples, rest.shape[1]), np.nan)
        return nothing, nothing
    columns = (rest, counts, rest**2, rest * counts, counts**2)
    resampled = BootstrapSums(len(rest), len(columns) * rest.shape[1], n_resamples, seed)
    resampled.add(np.hstack(columns))
    moved, rows, squares, products, squared_rows = np.hsplit(resampled.sums(), len(columns))
    rows[rows == 0] = np.nan
    shifts = moved / rows
    # the deviations from the mean of the resample instead of that of the data
    scatter = squares - 2 * shifts * products + shifts**2 * squared_rows
    return shifts, np.maximum(scatter, 0.0) / rows**2


def _mean_and_error(sums: Floats, squares: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Means and their squared errors, element by element, from sums over units of one row each; NaN without a row."""
    rows = np.where(counts == 0, np.nan, counts)
    means = sums / rows
    return means, np.maximum(squares - sums * means, 0.0) / rows**2
