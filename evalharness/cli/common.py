"""What several verbs share: options, colour, progress, and how a finished run is shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from evalharness.api import Progress, Run

TABLE_FORMATS = ("plain", "github", "latex", "html", "csv")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
format_option = click.option(
    "--format", "table_format", type=click.Choice(TABLE_FORMATS), default="plain", help="How to write the table."
)
allow_code_option = click.option(
    "--allow-code", is_flag=True, help="Allow metrics named as package.module:Class to import that code."
)


def print_json(data: object) -> None:
    """Print `data` as JSON, keys sorted, for other programs."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True))


def use_color() -> bool:
    """Whether stdout is a terminal whose user has not asked for plain text (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


@contextmanager
def progress_bar(unit: str) -> Iterator[Progress | None]:
    """A progress callback that draws on stderr, or None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(unit=unit, leave=False, dynamic_ncols=True) as bar:

        def update(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield update


def show_run(run: Run, table_format: str, as_json: bool, extra: dict[str, Any] | None = None) -> None:
    """Print a run's leaderboard; failures of metrics go to stderr."""
    view = run.leaderboard()
    if as_json:
        print_json({"leaderboard": view.board.to_json(), **(extra or {})})
    else:
        click.echo(view.render(table_format, color=use_color()))  # type: ignore[arg-type]
    for failure in run.failures:
        click.echo(f"error: metric {failure.metric} failed on {failure.n_items} items; {failure.first}", err=True)
