"""The labels of all rows as arrays, and the parts of them that are judged as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evalharness.metaeval.articles import Codes, article_codes, folds
from evalharness.metaeval.labels import Labelled
from evalharness.metaeval.result import Estimate
from evalharness.stats.clusters import ClusterBootstrap, Statistic, mean_defined, observed
from evalharness.stats.products import Floats

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LabelTable:
    """What people said, row by row. All arrays are (n,).

    Attributes:
        labels: 1, 0, or NaN where there is none; `grades` likewise, in any range.
        systems: number of each row's (data set, system) in `system_names`.
        articles: number of each row's article, across data sets.
        halves: 0 or 1, for the text-free controls; `folds` for the thresholds. Neither cuts an article in two.
    """

    rows: tuple[Labelled, ...]
    datasets: NDArray[np.str_]
    families: NDArray[np.str_]
    labels: Floats
    grades: Floats
    systems: Codes
    system_names: tuple[str, ...]
    articles: Codes
    halves: Codes
    folds: Codes

    def of(self, datasets: Sequence[str]) -> Flags:
        """Marks the rows of these data sets."""
        return np.isin(self.datasets, np.array(datasets, dtype=self.datasets.dtype.type))


def label_table(rows: Sequence[Labelled], families: Mapping[str, str], n_folds: int, seed: int) -> LabelTable:
    """The table of `rows`, at least one. A data set without a family is one of its own."""
    articles = article_codes(rows)
    numbers: dict[tuple[str, str], int] = {}
    systems = [numbers.setdefault((row.dataset, row.system or "?"), len(numbers)) for row in rows]
    return LabelTable(
        tuple(rows),
        np.array([row.dataset for row in rows]),
        np.array([families.get(row.dataset, row.dataset) for row in rows]),
        np.array([np.nan if row.label is None else row.label for row in rows], dtype=np.float64),
        np.array([np.nan if row.grade is None else row.grade for row in rows], dtype=np.float64),
        np.array(systems, dtype=np.intp),
        tuple(system for _, system in numbers),
        articles,
        folds(rows, articles, 2, seed),
        folds(rows, articles, n_folds, seed),
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """A statistic of some rows: `rows` marks them in the table, `statistic` takes weights of just those."""

    rows: Flags
    statistic: Statistic


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows that are judged as one, with the bootstrap over their articles that all figures share."""

    name: str
    datasets: tuple[str, ...]
    rows: Flags
    bootstrap: ClusterBootstrap = field(repr=False)

    @classmethod
    def of(cls, table: LabelTable, name: str, datasets: Sequence[str], n_resamples: int, seed: int) -> Scope:
        """The scope of these data sets, of which at least one has rows."""
        rows = table.of(datasets)
        return cls(name, tuple(datasets), rows, ClusterBootstrap(table.articles[rows], n_resamples, seed))

    def draws(self, measure: Measure) -> Floats:
        """(resamples,) values of a measure of rows of this scope."""
        return self.bootstrap.draws(measure.statistic, measure.rows[self.rows])

    def estimate(self, measure: Measure) -> Estimate:
        """The observed value of a measure with its interval."""
        n = int(measure.rows.sum())
        value = observed(measure.statistic, n)
        return Estimate(value, None if value is None else self.bootstrap.interval(self.draws(measure)), n)


def mean_measure(measures: Sequence[Measure]) -> Measure:
    """The mean of several measures, each weighing the same; of those that a resample defines."""
    rows = np.any([measure.rows for measure in measures], axis=0)
    places = [measure.rows[rows] for measure in measures]

    def statistic(weights: Floats) -> Floats:
        parts = [each.statistic(weights[:, place]) for each, place in zip(measures, places, strict=True)]
        return mean_defined(np.column_stack(parts))

    return Measure(rows, statistic)
