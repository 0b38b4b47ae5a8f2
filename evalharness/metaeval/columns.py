"""Columns of numbers to be judged: values of our metrics, and what others have published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evalharness.stats.products import Floats

Kind = Literal["metric", "published"]
SentenceSource = Literal["own", "alone"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be judged: a value's name, which way is better, and its range where it has one."""

    name: str
    kind: Kind
    higher_is_better: bool
    low: float | None = None
    high: float | None = None

    @property
    def middle(self) -> float | None:
        """Half of a range from 0 to 1; None for any other."""
        return 0.5 if (self.low, self.high) == (0.0, 1.0) else None


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """Scores of single sentences, higher is better supported.

    Attributes:
        source: ``own`` where the metric scores the sentences of a summary itself, ``alone`` where each sentence was
            given to it as a candidate of its own.
        by_row: row number -> a score or None for each annotated sentence of that row.
    """

    source: SentenceSource
    by_row: Mapping[int, tuple[float | None, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """The numbers of one judged value.

    Attributes:
        scores: (rows,) turned so that higher is better; NaN where undefined.
    """

    judged: Judged
    scores: Floats
    sentences: SentenceScores | None = None

    def as_written(self, threshold: float) -> float:
        """A threshold on the turned scores, in the value's own direction."""
        return threshold if self.judged.higher_is_better else -threshold


def turned(value: float | None, judged: Judged) -> float | None:
    """A value turned so that higher is better.

    >>> turned(0.25, Judged("hallucination.score", "metric", higher_is_better=False))
    -0.25
    """
    return value if value is None or judged.higher_is_better else -value


def turned_column(values: Iterable[float | None], judged: Judged) -> Floats:
    """(n,) values turned so that higher is better; NaN where they are None."""
    return np.array([np.nan if value is None else turned(value, judged) for value in values], dtype=np.float64)
