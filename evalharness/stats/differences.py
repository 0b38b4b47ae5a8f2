"""Two columns of scores of the same examples: how far apart, how sure that is, and whether chance explains it.

Rows that belong together (examples of one story) are drawn and flipped as one unit, so a story with many examples is
not taken for many independent witnesses. A mean is over rows, so it is a ratio of sums over units.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evalharness.errors import UsageError
from evalharness.stats.bootstrap import generator
from evalharness.stats.paired import MAX_EXACT_UNITS, SignFlips
from evalharness.stats.products import Floats
from evalharness.stats.studentised import studentised_intervals

Ints = NDArray[np.int64]

# More units than this are joined at random into this many groups, which are drawn and flipped as one.
MAX_GROUPS = 10_000

# Differences that vary by less, as a share of the largest score, vary by rounding only.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class PairedDifferences:
    """After against before, an array of length k each; NaN where undefined.

    Attributes:
        n: rows in which both sides are defined.
        n_units: units that have such a row.
        before, after: means over those rows.
        difference: mean of (after - before).
        low, high: ends of the interval of the difference; NaN with fewer than two units.
        p_value: two-sided paired randomisation test, in (0, 1]; exact where up to 14 units differ.
        effect_size: mean difference by the standard deviation of the differences; NaN where they do not vary.
        wins, ties, losses: rows in which after is above, at, below before.
    """

    n: Ints
    n_units: Ints
    before: Floats
    after: Floats
    difference: Floats
    low: Floats
    high: Floats
    p_value: Floats
    effect_size: Floats
    wins: Ints
    ties: Ints
    losses: Ints


def paired_differences(
    before: ArrayLike,
    after: ArrayLike,
    units: ArrayLike | None = None,
    *,
    n_resamples: int,
    seed: int,
    confidence: float = 0.95,
) -> PairedDifferences:
    """How each of k values differs between two sides of the same n rows.

    Args:
        before: (n, k) scores, NaN where undefined.
        after: (n, k) scores of the same rows.
        units: (n,) the unit of each row as any integers; None where each row is its own.
        n_resamples: of the bootstrap and of the test, at least 1.
        seed: of both, not negative. The same rows and seed give the same result.
        confidence: of the interval, between 0 and 1.

    Raises:
        UsageError: shapes that do not fit, an infinite score, no resamples, a negative seed.

    >>> found = paired_differences([[0.5], [0.6], [0.4]], [[0.6], [0.8], [float("nan")]], n_resamples=1000, seed=1)
    >>> found.n.tolist(), found.difference.round(3).tolist(), found.p_value.tolist(), found.wins.tolist()
    ([2], [0.15], [0.5], [2])
    """
    old, new = _sides(before, after)
    differences = new - old
    defined = ~np.isnan(differences)
    n = np.count_nonzero(defined, axis=0)
    sums, counts = _by_unit(np.where(defined, differences, 0.0), defined, units)
    n_units = np.count_nonzero(counts, axis=0)
    means = _means(differences, defined)
    drawn_sums, drawn_counts = np.hsplit(_grouped(np.hstack((sums, counts)), seed), 2)
    low, high = studentised_intervals(
        sums, counts, (drawn_sums, drawn_counts), n_resamples=n_resamples, seed=seed, confidence=confidence
    )
    return PairedDifferences(
        n=n,
        n_units=n_units,
        before=_means(old, defined),
        after=_means(new, defined),
        difference=means,
        low=low,
        high=high,
        p_value=_p_values(sums, n, n_resamples=n_resamples, seed=seed),
        effect_size=_effect_sizes(old, new, defined),
        wins=np.count_nonzero(new > old, axis=0),
        ties=np.count_nonzero(new == old, axis=0),
        losses=np.count_nonzero(new < old, axis=0),
    )


def _sides(before: ArrayLike, after: ArrayLike) -> tuple[Floats, Floats]:
    old, new = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if old.ndim != 2 or old.shape != new.shape:
        raise UsageError(f"the sides have the shapes {old.shape} and {new.shape}; expected (rows, values) twice")
    if np.isinf(old).any() or np.isinf(new).any():
        raise UsageError("a score is infinite; give NaN for an undefined one")
    return old, new


def _by_unit(differences: Floats, defined: NDArray[np.bool_], units: ArrayLike | None) -> tuple[Floats, Floats]:
    """(units, k) sums of the differences, and how many were defined; units in ascending order."""
    counts = defined.astype(np.float64)
    if units is None or not len(differences):
        return differences, counts
    of_row = np.asarray(units)
    if of_row.shape != (len(differences),):
        raise UsageError(f"{of_row.shape} units for {len(differences)} rows; expected one for each")
    order = np.argsort(of_row, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], np.diff(of_row[order]) != 0)))
    return np.add.reduceat(differences[order], starts), np.add.reduceat(counts[order], starts)


def _grouped(rows: Floats, seed: int) -> Floats:
    """Rows joined at random into at most `MAX_GROUPS` sums of about as many rows each."""
    if len(rows) <= MAX_GROUPS:
        return rows
    shuffled = rows[generator(seed, 1).permutation(len(rows))]
    return np.add.reduceat(shuffled, np.arange(MAX_GROUPS) * len(rows) // MAX_GROUPS)


def _p_values(sums: Floats, n: Ints, *, n_resamples: int, seed: int) -> Floats:
    """Paired randomisation test of each column, over the units in which the sides differ."""
    p_values = np.where(n > 0, 1.0, np.nan)
    n_different = np.count_nonzero(sums, axis=0)
    for column in np.flatnonzero((n_different > 0) & (n_different <= MAX_EXACT_UNITS)):
        different = sums[sums[:, column] != 0, column][:, None]
        p_values[column] = _flipped(different, n_resamples, seed)[0]
    many = n_different > MAX_EXACT_UNITS
    if many.any():
        p_values[many] = _flipped(_grouped(sums[:, many], seed), n_resamples, seed)
    return p_values


def _flipped(rows: Floats, n_resamples: int, seed: int) -> Floats:
    flips = SignFlips(len(rows), rows.shape[1], n_resamples, seed)
    flips.add(rows)
    return flips.p_values()


def _means(scores: Floats, defined: NDArray[np.bool_]) -> Floats:
    """(k,) correctly rounded sums by counts, so that the order of the rows cannot show."""
    columns = [column[marks].tolist() for column, marks in zip(scores.T, defined.T, strict=True)]
    return np.array([math.fsum(column) / len(column) if column else math.nan for column in columns])


def _effect_sizes(old: Floats, new: Floats, defined: NDArray[np.bool_]) -> Floats:
    sizes = np.full(old.shape[1], np.nan)
    for column, marks in enumerate(defined.T):
        before, after = old[marks, column], new[marks, column]
        if len(before) > 1:
            mean = math.fsum(after - before) / len(before)
            deviation = math.sqrt(math.fsum((after - before - mean) ** 2) / (len(before) - 1))
            if deviation > ROUNDING * max(np.abs(before).max(), np.abs(after).max()):
                sizes[column] = mean / deviation
    return sizes
