"""Fit a metric's level to labelled summaries: what its probability must become to hold for the texts at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evalharness.errors import DataError, Fault, MetricError, UsageError
from evalharness.load.faults import FaultLog, file_label
from evalharness.metaeval.articles import Codes, article_codes, folds
from evalharness.metaeval.columns import Judged
from evalharness.metaeval.labels import Labelled, read_labels
from evalharness.metaeval.result import Estimate
from evalharness.metaeval.run import FEW_ARTICLES
from evalharness.metaeval.scoring import Failure, Progress, score_rows
from evalharness.metrics.protocol import Metric
from evalharness.metrics.registry import load_factory, make, settings_of
from evalharness.stats.calibration import MIN_SLOPE, Curve, brier, calibration_error, is_movable, logit, platt
from evalharness.stats.clusters import ClusterBootstrap, Statistic, observed
from evalharness.stats.discrimination import auc
from evalharness.stats.products import Floats

Flags = NDArray[np.bool_]
Advice = Literal["better", "unclear", "worse", "unknown"]

MIN_LABELLED = 50
FEW_OF_A_CLASS = 10
N_FOLDS = 5
# Decimals of the parameters in a config; far finer than labels can tell.
DIGITS = 2
SETTINGS = ("intercept", "slope")
SHIPPED = Curve(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Level:
    """How well probabilities fit the labels.

    Attributes:
        mean: mean probability; it should be the share found inconsistent.
        brier, calibration_error: 0 to 1, lower is better.
    """

    mean: float
    brier: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A level fitted to labels and what it is worth.

    Attributes:
        n: labelled summaries with a score; the score of `n_fixed` of them is 0 or 1, and no level moves it.
        share_inconsistent: of the `n`.
        intercept, slope: fitted to all of them, with intervals over articles. The slope is above 0.
        auc: chance that an inconsistent summary has the higher score; no level changes it.
        before, after: as shipped, and calibrated on other articles (cross-validation); None where that cannot be done.
        gain: how much lower the Brier score is after than before.
        advice: what `gain` says: ``better`` or ``worse`` where its interval is clear of 0.
    """

    n: int
    n_fixed: int
    n_articles: int
    share_inconsistent: float
    intercept: Estimate
    slope: Estimate
    auc: Estimate
    before: Level
    after: Level | None
    gain: Estimate
    advice: Advice
    warnings: tuple[str, ...] = ()

    @property
    def curve(self) -> Curve:
        """The fitted level, rounded as it goes into a config."""
        return Curve(*(round(each.value or 0.0, DIGITS) + 0.0 for each in (self.intercept, self.slope)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted, to what; `n_unscored` summaries have a label and no score, `n_unlabelled` have no label."""

    metric: str
    signature: str
    seed: int
    n_resamples: int
    n_unscored: int
    n_unlabelled: int
    fit: Fit
    failures: tuple[Failure, ...] = ()

    @property
    def config_line(self) -> str:
        """What to write under ``metrics`` in a config."""
        curve = self.fit.curve
        return f"{{use: {self.metric}, intercept: {curve.intercept:g}, slope: {curve.slope:g}}}"

    def to_json(self) -> dict[str, object]:
        """The same as JSON-able data."""
        return asdict(self) | {"config_line": self.config_line}


@dataclass(frozen=True, slots=True)
class _Sample:
    """Labelled summaries with a score. All arrays are (n,); positive are the inconsistent ones."""

    rows: tuple[Labelled, ...]
    probabilities: Floats
    positive: Flags
    articles: Codes

    @property
    def movable(self) -> Flags:
        return is_movable(self.probabilities)


def calibrate(
    path: Path,
    metric: str = "hallucination",
    *,
    seed: int = 13,
    n_resamples: int = 1000,
    progress: Progress | None = None,
) -> Calibration:
    """The level of `metric` that fits the labels of a file.

    Args:
        path: labelled summaries, as `read_labels` takes them; data sets are taken together.
        metric: a registered metric with the settings ``intercept`` and ``slope``, whose first value is the probability
            that a summary is inconsistent.
        seed: of the parts that articles are cut into, and of the resamples.
        n_resamples: of whole articles, for the intervals.
        progress: is called with the number of summaries scored and to be scored.

    Raises:
        UsageError: the metric cannot be calibrated.
        DataError: the labels are wrong, fewer than `MIN_LABELLED`, or all of one kind.
        MetricError: the metric failed on so many texts that too little is left.
    """
    made, judged = _calibrated_metric(metric)
    faults = FaultLog()
    rows = read_labels(path, faults)
    faults.raise_any()
    labelled = [replace(row, sentences=(), sentence_labels=()) for row in rows if row.label is not None]
    _check_enough(path, labelled)
    scored = score_rows([made], [judged], labelled, progress)
    # columns are turned so that higher is better, and here less is
    sample = _sample(labelled, -scored.columns[0].scores)
    _check_scores(path, judged, sample, scored.failures)
    return Calibration(
        metric=metric,
        signature=made.signature(),
        seed=seed,
        n_resamples=n_resamples,
        n_unscored=len(labelled) - len(sample.rows),
        n_unlabelled=len(rows) - len(labelled),
        fit=_fitted(sample, seed, n_resamples),
        failures=scored.failures,
    )


def _calibrated_metric(use: str) -> tuple[Metric, Judged]:
    """The metric at the level it is shipped with, and its first value."""
    lacking = [name for name in SETTINGS if name not in settings_of(load_factory(use))]
    if lacking:
        raise UsageError(f"{use} has no setting {' and no '.join(lacking)}; calibrate a metric that has, hallucination")
    metric = make(use, dict(zip(SETTINGS, (SHIPPED.intercept, SHIPPED.slope), strict=True)))[0]
    value = metric.values[0]
    name = f"{metric.name}.{value.name}"
    if (value.low, value.high, value.higher_is_better) != (0.0, 1.0, False):
        raise UsageError(f"{name} is no probability of an error: that goes from 0 to 1, and less is better")
    return metric, Judged(name, "metric", higher_is_better=False, low=value.low, high=value.high)


def _check_enough(path: Path, labelled: Sequence[Labelled]) -> None:
    n, n_consistent = len(labelled), sum(row.label is True for row in labelled)
    if n < MIN_LABELLED or n_consistent in (0, n):
        problem = f"{n} labelled summaries: {n_consistent} consistent, {n - n_consistent} inconsistent"
        advice = f"expected {MIN_LABELLED} or more, and both kinds among them; label more, or keep the shipped level"
        raise DataError([Fault(file_label(path), None, problem, advice)])


def _check_scores(path: Path, judged: Judged, sample: _Sample, failures: Sequence[Failure]) -> None:
    """Both kinds must be among what a level moves."""
    moved = sample.positive[sample.movable]
    if moved.any() and not moved.all():
        return
    if failures:
        raise MetricError(f"metric {judged.name} failed on {failures[0].n_items} texts; {failures[0].first}")
    problem = f"only {len(moved)} labelled summaries have a {judged.name} above 0 and below 1, all of one kind"
    raise DataError([Fault(file_label(path), None, problem, "expected both kinds; label more that are no copies")])


def _sample(rows: Sequence[Labelled], probabilities: Floats) -> _Sample:
    defined = np.flatnonzero(np.isfinite(probabilities))
    kept = tuple(rows[place] for place in defined.tolist())
    positive = np.array([row.label is False for row in kept], dtype=np.bool_)
    return _Sample(kept, probabilities[defined], positive, article_codes(kept))


def _fitted(sample: _Sample, seed: int, n_resamples: int) -> Fit:
    bootstrap = ClusterBootstrap(sample.articles, n_resamples, seed)
    movable, probabilities, positive = sample.movable, sample.probabilities, sample.positive
    logits, of_movable = logit(probabilities[movable]), positive[movable]

    def estimate(statistic: Statistic, rows: Flags | None = None) -> Estimate:
        n = int(len(positive) if rows is None else rows.sum())
        value = observed(statistic, n)
        return Estimate(value, None if value is None else bootstrap.interval(bootstrap.draws(statistic, rows)), n)

    intercept = estimate(lambda weights: platt(logits, of_movable, weights)[:, 0], movable)
    slope = estimate(lambda weights: platt(logits, of_movable, weights)[:, 1], movable)
    crossed = _cross_validated(sample, seed)
    gain = Estimate(None, None, len(positive))
    if crossed is not None:
        gain = estimate(lambda w: brier(probabilities, positive, w) - brier(crossed, positive, w))
    return Fit(
        n=len(positive),
        n_fixed=int((~movable).sum()),
        n_articles=bootstrap.n_clusters,
        share_inconsistent=float(positive.mean()),
        intercept=intercept,
        slope=slope,
        auc=estimate(lambda weights: auc(probabilities, positive, weights)),
        before=_level(probabilities, positive),
        after=None if crossed is None else _level(crossed, positive),
        gain=gain,
        advice=_advice(gain),
        warnings=tuple(_warnings(sample, bootstrap.n_clusters, slope.value or 0.0, crossed)),
    )


def _cross_validated(sample: _Sample, seed: int) -> Floats | None:
    """(n,) each probability at a level fitted to other articles; None where some part of them lacks a class."""
    crossed = np.full(len(sample.positive), np.nan)
    part = folds(sample.rows, sample.articles, N_FOLDS, seed)
    for fold in np.unique(part):
        train = (part != fold) & sample.movable
        weights = np.ones((1, int(train.sum())))
        curve = platt(logit(sample.probabilities[train]), sample.positive[train], weights)[0]
        if not np.isfinite(curve).all():
            return None
        crossed[part == fold] = Curve(*curve.tolist()).applied(sample.probabilities[part == fold])
    return crossed


def _level(probabilities: Floats, positive: Flags) -> Level:
    once = np.ones((1, len(positive)))
    figures = (brier(probabilities, positive, once), calibration_error(probabilities, positive, once))
    return Level(float(probabilities.mean()), *(float(each[0]) for each in figures))


def _advice(gain: Estimate) -> Advice:
    if gain.ci95 is None:
        return "unknown"
    return "better" if gain.ci95[0] > 0 else "worse" if gain.ci95[1] < 0 else "unclear"


def _warnings(sample: _Sample, n_articles: int, slope: float, crossed: Floats | None) -> Iterator[str]:
    n_rarer = min(int(sample.positive.sum()), int((~sample.positive).sum()))
    if n_articles < FEW_ARTICLES:
        yield f"only {n_articles} articles: too few independent texts to trust the intervals"
    if n_rarer < FEW_OF_A_CLASS:
        yield f"only {n_rarer} summaries of the rarer kind: the level rests on these"
    if slope <= MIN_SLOPE:
        yield "the scores do not rank these labels; the slope is held above 0, and the level says next to nothing"
    if crossed is None:
        yield "too few articles hold the rarer kind to test the level on articles it was not fitted to"
