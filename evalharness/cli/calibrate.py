"""``evalharness calibrate LABELS``."""

from __future__ import annotations

from pathlib import Path

import click

from evalharness.cli.common import json_option, print_json, progress_bar, use_color


@click.command()
@click.argument("labels", type=click.Path(path_type=Path))
@click.option("--metric", default="hallucination", show_default=True, help="A metric with an intercept and a slope.")
@click.option("--seed", type=click.IntRange(0), default=13, show_default=True, help="Seeds every random step.")
@json_option
def calibrate(labels: Path, metric: str, seed: int, as_json: bool) -> int:
    """Fit the level of a probability to your own labelled summaries and print the line for the config.

    LABELS holds 50 or more summaries with id, source, summary and label (1 = consistent with the source, 0 = not), of
    both kinds, as JSON Lines, a JSON array, CSV or TSV. The order of systems and texts stays what it is.
    """
    from evalharness.metaeval.calibrate import calibrate as fit
    from evalharness.report.calibration_view import CalibrationView

    with progress_bar("summary") as progress:
        result = fit(labels, metric, seed=seed, progress=progress)
    if as_json:
        print_json(result.to_json())
    else:
        click.echo(CalibrationView(result).render(color=use_color()))
    for failure in result.failures:
        click.echo(f"error: metric {failure.metric} failed on {failure.n_items} texts; {failure.first}", err=True)
    return 3 if result.failures else 0
