"""A calibration as people see it: the line for the config, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evalharness.metaeval.calibrate import N_FOLDS, Advice, Calibration, Level
from evalharness.metaeval.result import Estimate
from evalharness.report.text import Painter, one_line

SHOWN = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9)
ADVICE: dict[Advice, str] = {
    "better": "The calibrated level fits these labels better than the shipped one.",
    "worse": "The shipped level fits these labels better: keep it.",
    "unclear": "These labels do not tell the calibrated level from the shipped one; more of them would.",
    "unknown": "Whether the calibrated level is better cannot be tested with these labels.",
}


@dataclass(frozen=True, slots=True)
class CalibrationView:
    """A calibration ready to be shown."""

    result: Calibration

    def render(self, *, color: bool = False) -> str:
        """The report as text for a terminal."""
        paint = Painter(color)
        parts = [paint.bold(self.result.config_line), self._levels(), "\n".join(self._lines())]
        parts += [f"warning: {warning}" for warning in self.result.fit.warnings]
        return "\n\n".join(parts)

    def _levels(self) -> str:
        from tabulate import tabulate

        fit = self.result.fit
        rows = [_row("uncalibrated, as shipped", fit.before), _row("calibrated, on other articles", fit.after)]
        heads = ["", "mean score", "Brier score", "calibration error"]
        align = ("left", "right", "right", "right")
        return str(tabulate(rows, heads, tablefmt="simple", disable_numparse=True, colalign=align))

    def _lines(self) -> Iterator[str]:
        result, fit = self.result, self.result.fit
        yield (
            f"{fit.n} labelled summaries of {fit.n_articles} articles, {100 * fit.share_inconsistent:.1f}% "
            "inconsistent: what the mean score should be."
        )
        yield f"intercept {_estimate(fit.intercept, '.2f')}, slope {_estimate(fit.slope, '.2f')}"
        yield f"AUC {_estimate(fit.auc, '.3f')}: the ranking, which no level changes"
        yield f"Brier score lower by {_estimate(fit.gain, '.3f')}. {ADVICE[fit.advice]}"
        curve = fit.curve.applied(np.array(SHOWN)).tolist()
        changes = ", ".join(f"{before:g} -> {after:.2f}" for before, after in zip(SHOWN, curve, strict=True))
        yield f"A score of: {changes}"
        if fit.n_fixed:
            yield f"{fit.n_fixed} have a score of 0 or 1, which no level moves."
        if result.n_unscored or result.n_unlabelled:
            yield f"Left out: {result.n_unscored} without a score, {result.n_unlabelled} without a label."
        yield (
            f"Intervals: 95%, {result.n_resamples} bootstrap resamples of articles, seed {result.seed}; calibrated "
            f"figures: {N_FOLDS} parts of the articles, each at the level fitted to the others. "
            f"Signature: {one_line(result.signature)}"
        )

    def __str__(self) -> str:
        return self.render()


def _row(name: str, level: Level | None) -> list[str]:
    figures = (level.mean, level.brier, level.calibration_error) if level else (None,) * 3
    return [name, *("n/a" if figure is None else f"{figure:.3f}" for figure in figures)]


def _estimate(estimate: Estimate, form: str) -> str:
    if estimate.value is None:
        return "n/a"
    if estimate.ci95 is None:
        return f"{estimate.value:{form}}"
    low, high = estimate.ci95
    return f"{estimate.value:{form}} [{low:{form}}, {high:{form}}]"
