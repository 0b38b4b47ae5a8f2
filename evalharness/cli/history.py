"""``evalharness history add|list|show|trend|rebuild``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from evalharness.cli.common import json_option, print_json, use_color
from evalharness.errors import UsageError

DEFAULT_STORE = "sqlite:///runs/history.db"

store_option = click.option(
    "--store",
    envvar="EVALHARNESS_HISTORY",
    default=DEFAULT_STORE,
    show_default=True,
    show_envvar=True,
    metavar="URL",
    help="sqlite:///FILE or postgresql://user@host/database.",
)


@click.group()
def history() -> None:
    """Keep runs over time in one store, and see how a value went."""


@history.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN ...", type=click.Path(path_type=Path))
@click.option("--date", metavar="DATE", help="When it was made: 2026-03-01, or with a time; UTC unless it has a zone.")
@click.option("--label", help="A name for people, such as a commit or a model's version. [default: the folder's name]")
@store_option
@json_option
def add(runs: tuple[Path, ...], date: str | None, label: str | None, store: str, as_json: bool) -> None:
    """Add each RUN, a run folder. One that is there already stays as it is.

    The date is the present moment unless --date says another.
    """
    from evalharness.history.database import Database
    from evalharness.history.store import add_run
    from evalharness.report.history_view import entry_json, minute

    when = parse_date(date) if date else None
    database = Database(store)
    added = [add_run(database, run, date=when, label=label) for run in runs]
    if as_json:
        print_json([entry_json(each.entry) | {"new": each.is_new} for each in added])
        return
    for each in added:
        what = "added" if each.is_new else "there already"
        click.echo(f"{each.entry.id}  {minute(each.entry.date)}  {each.entry.label}: {what}")


@history.command("list")
@store_option
@json_option
def list_runs(store: str, as_json: bool) -> None:
    """List the runs of the store, the oldest first."""
    from evalharness.history.database import Database
    from evalharness.history.store import all_runs
    from evalharness.report.history_view import entry_json, render_list

    entries = all_runs(Database(store))
    if as_json:
        print_json([entry_json(entry) for entry in entries])
    else:
        click.echo(render_list(entries))


@history.command()
@click.argument("run", default="latest")
@store_option
@json_option
def show(run: str, store: str, as_json: bool) -> None:
    """Show the leaderboard of RUN: the start of its id, its label, or `latest`, which is the default."""
    from evalharness.history.database import Database
    from evalharness.history.store import one_run
    from evalharness.report.history_view import render_run, run_json

    details = one_run(Database(store), run)
    if as_json:
        print_json(run_json(details))
    else:
        click.echo(render_run(details, color=use_color()))


@history.command()
@click.argument("value")
@click.option("--system", "systems", multiple=True, help="Only this system; repeat for more. [default: all]")
@click.option("--example", metavar="ID", help="The value of this one example instead of the mean over all.")
@click.option("--last", type=click.IntRange(1), default=30, show_default=True, help="So many runs, the latest.")
@click.option("--svg", type=click.Path(path_type=Path), help="Also write the chart to this file.")
@store_option
@json_option
def trend(
    value: str, systems: tuple[str, ...], example: str | None, last: int, svg: Path | None, store: str, as_json: bool
) -> None:
    """Show how VALUE went, such as rouge_l.f1: a chart for each system.

    Where settings or articles changed between two runs, the line breaks. Whether a change is real is what
    `evalharness compare` tells.
    """
    from shutil import get_terminal_size

    from evalharness.history.database import Database
    from evalharness.history.trend import trend as read_trend
    from evalharness.report.history_view import TrendView
    from evalharness.report.trend_svg import trend_svg

    found = read_trend(Database(store), value, systems=systems, example=example, last=last)
    if svg:
        try:
            svg.write_text(trend_svg(found), encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(f"{svg}: cannot be written: {error.strerror}; give another file with --svg") from error
        click.echo(f"{svg}: written", err=True)
    view = TrendView(found)
    if as_json:
        print_json(view.to_json())
    else:
        click.echo(view.render(min(get_terminal_size().columns, 100)))


@history.command()
@click.option("--from", "folder", required=True, type=click.Path(path_type=Path), help="Where the run folders are.")
@click.option("--drop", is_flag=True, help="Let runs go that have no folder there any more.")
@store_option
@json_option
def rebuild(folder: Path, drop: bool, store: str, as_json: bool) -> None:
    """Make the store again from all run folders in and under a folder.

    Runs that the store had keep their date and label; the others get the time of their run.json and the name of
    their folder.
    """
    from evalharness.history.database import Database
    from evalharness.history.store import rebuild as make_again
    from evalharness.report.history_view import entry_json, render_list

    made = make_again(Database(store), folder, drop=drop)
    for path in made.incomplete:
        click.echo(f"warning: {path}: left out, it is not complete", err=True)
    if as_json:
        print_json([entry_json(entry) for entry in made.entries])
    else:
        click.echo(render_list(made.entries))


def parse_date(text: str) -> datetime:
    """The moment that `text` names, in UTC.

    Raises:
        UsageError: it names none.

    >>> parse_date("2026-03-01T01:30+02:00").isoformat()
    '2026-02-28T23:30:00+00:00'
    """
    try:
        date = datetime.fromisoformat(text)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"--date {text}: expected a date such as 2026-03-01 or 2026-03-01T14:30Z") from None
