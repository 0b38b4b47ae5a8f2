"""``evalharness run CONFIG``."""

from __future__ import annotations

from pathlib import Path

import click

from evalharness.cli.common import allow_code_option, format_option, json_option, progress_bar, show_run
from evalharness.errors import UsageError


@click.command()
@click.argument("config", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the run. [default: runs/<config>-<number>]")
@click.option("--resume", type=click.Path(path_type=Path), help="Go on with the interrupted run in this folder.")
@click.option("--force", is_flag=True, help="Replace the run that --out names.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Worker processes.")
@click.option("--limit", type=click.IntRange(1), help="Only the first so many examples.")
@click.option("--seed", type=click.IntRange(0), help="Seed, instead of the config's.")
@format_option
@json_option
@allow_code_option
def run(
    config: Path,
    out: Path | None,
    resume: Path | None,
    force: bool,
    jobs: int,
    limit: int | None,
    seed: int | None,
    table_format: str,
    as_json: bool,
    allow_code: bool,
) -> int:
    """Score the data that CONFIG names and print the leaderboard.

    The run stays in a folder: run.json, items.jsonl with every score and finding, leaderboard.json. A run that was
    interrupted goes on with --resume.
    """
    from evalharness.api import execute, open_plan_data
    from evalharness.plan import read_plan
    from evalharness.runs.folder import next_folder

    if resume and (force or out not in (None, resume)):
        raise UsageError("--resume goes on in its own folder; leave out --out and --force")
    if force and not out:
        raise UsageError("--force replaces the run that --out names; add --out DIR")
    plan = read_plan(config, overrides(limit, seed, allow_code))
    with open_plan_data(plan) as data, progress_bar("example") as progress:
        folder = resume or out or next_folder(Path("runs"), config.stem)
        click.echo(f"run folder: {folder}", err=True)
        finished = execute(plan, data, folder, jobs=jobs, resume=resume is not None, force=force, progress=progress)
    show_run(finished, table_format, as_json, {"path": str(folder)})
    return 3 if finished.failures else 0


def overrides(limit: int | None, seed: int | None, allow_code: bool) -> dict[str, object]:
    """The top-level config keys that options replace."""
    given: dict[str, object] = {} if limit is None else {"limit": limit}
    if seed is not None:
        given["seed"] = seed
    if allow_code:
        given["allow_code"] = True
    return given
