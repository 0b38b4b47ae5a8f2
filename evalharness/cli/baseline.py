"""``evalharness baseline save|accept``."""

from __future__ import annotations

import getpass
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import click

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default="baseline.json",
    show_default=True,
    help="The baseline's file.",
)


@click.group()
def baseline() -> None:
    """Keep what later runs are held against: one file that lives in git beside the configs."""


@baseline.command()
@click.argument("run", type=click.Path(path_type=Path))
@output_option
def save(run: Path, output: Path) -> None:
    """Save RUN as a new baseline. To replace one takes a reason: see `baseline accept`."""
    from evalharness import gating

    written = gating.save(run, output)
    click.echo(f"{output}: {'written' if written else 'holds this run already'}", err=True)


@baseline.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--reason", required=True, help="Why the change is right, in a sentence.")
@output_option
@click.option("--by", help="Who accepts it. [default: git's user, else the one logged in]")
@click.option("--date", metavar="YYYY-MM-DD", help="The day. [default: today, UTC]")
def accept(run: Path, reason: str, output: Path, by: str | None, date: str | None) -> None:
    """Make RUN the baseline, and note who, why and what changed in the log beside it."""
    from evalharness import gating

    day = date or datetime.now(UTC).date().isoformat()
    entry = gating.accept(run, output, reason=reason, who=by or whoever(), date=day)
    if entry:
        click.echo(entry.strip())
        click.echo(f"{output}: written; the entry above is in {gating.log_of(output)}", err=True)
    else:
        click.echo(f"{output}: holds this run already; nothing to accept", err=True)


def whoever() -> str:
    """Name and address that git signs commits with, or the name of who is logged in."""
    found = [value for value in map(_git, ("user.name", "user.email")) if value]
    if found:
        return f"{found[0]} <{found[1]}>" if len(found) == 2 else found[0]
    try:
        return os.environ.get("USER") or getpass.getuser()
    except (OSError, KeyError):
        return "unknown"  # a container's user without a name


def _git(key: str) -> str:
    try:
        done = subprocess.run(["git", "config", key], capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
