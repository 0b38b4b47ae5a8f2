"""``evalharness metaeval CONFIG``."""

from __future__ import annotations

from pathlib import Path

import click

from evalharness.cli.common import allow_code_option, json_option, print_json, progress_bar, use_color


@click.command()
@click.argument("config", type=click.Path(path_type=Path))
@click.option("--seed", type=click.IntRange(0), help="Seed, instead of the config's.")
@click.option(
    "--details", is_flag=True, help="Also correlations at every level, AUC by system, recall by kind of error."
)
@click.option(
    "--format", "table_format", type=click.Choice(["plain", "github"]), default="plain", help="How to write the tables."
)
@json_option
@allow_code_option
def metaeval(config: Path, seed: int | None, details: bool, table_format: str, as_json: bool, allow_code: bool) -> int:
    """Hold metrics against human labels and print how far each can be trusted.

    CONFIG names the labels, the metrics and outputs that others have published. Beside every metric stand scores that
    read no text; data sets are never pooled unless CONFIG asks for it.
    """
    from evalharness.metaeval.plan import read_metaplan
    from evalharness.metaeval.run import metaevaluate
    from evalharness.report.metaeval_view import MetaView

    overrides: dict[str, object] = {} if seed is None else {"seed": seed}
    if allow_code:
        overrides["allow_code"] = True
    plan = read_metaplan(config, overrides)
    with progress_bar("summary") as progress:
        result = metaevaluate(plan, progress)
    if as_json:
        print_json(result.to_json())
    else:
        click.echo(MetaView(result, details).render(table_format, color=use_color()))  # type: ignore[arg-type]
    for failure in result.failures:
        click.echo(f"error: metric {failure.metric} failed on {failure.n_items} texts; {failure.first}", err=True)
    return 3 if result.failures else 0
