"""``evalharness compare A B [C ...]``."""

from __future__ import annotations

from pathlib import Path

import click

from evalharness.cli.common import json_option, print_json, use_color
from evalharness.errors import UsageError


class ListOptions(click.Command):
    """A command whose ``--systems`` takes every name up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each of its names."""
        return super().parse_args(ctx, repeated(args, "--systems"))


def repeated(arguments: list[str], option: str) -> list[str]:
    """`arguments` with `option` before each of the names that follow it.

    >>> repeated(["run", "--systems", "a", "b", "--json"], "--systems")
    ['run', '--systems', 'a', '--systems', 'b', '--json']
    """
    spread: list[str] = []
    inside = False
    for argument in arguments:
        if argument == option or argument.startswith("-"):
            inside = argument == option
            spread += [argument] * (not inside)
        else:
            spread += [option, argument] if inside else [argument]
    if arguments and arguments[-1] == option:
        spread.append(option)  # click says what it lacks
    return spread


@click.command(cls=ListOptions)
@click.argument("runs", nargs=-1, required=True, metavar="A [B ...]", type=click.Path(path_type=Path))
@click.option(
    "--systems",
    multiple=True,
    metavar="NAME ...",
    help="Systems: of one run the first against each other; of several only these.",
)
@click.option("--value", "values", multiple=True, metavar="METRIC.VALUE", help="Only this value; repeat for more.")
@click.option("--where", multiple=True, metavar="TAG=VALUE", help="Only examples with this tag; repeat to narrow down.")
@click.option("--cluster", metavar="TAG", help="Resample examples that share this tag's value as one, such as story.")
@click.option("--resamples", type=click.IntRange(100), default=10_000, show_default=True, help="Of bootstrap and test.")
@click.option("--seed", type=click.IntRange(0), default=13, show_default=True, help="Seeds both.")
@click.option("--top", type=click.IntRange(0), default=10, show_default=True, help="Stories and findings to list.")
@click.option("--allow-missing", is_flag=True, help="Leave out, by name, what one side lacks.")
@click.option("--allow-other-data", is_flag=True, help="Pair by id though sources or references differ.")
@click.option(
    "--format", "form", type=click.Choice(["plain", "github", "json"]), default="plain", help="How to write it."
)
@json_option
def compare(
    runs: tuple[Path, ...],
    systems: tuple[str, ...],
    values: tuple[str, ...],
    where: tuple[str, ...],
    cluster: str | None,
    resamples: int,
    seed: int,
    top: int,
    allow_missing: bool,
    allow_other_data: bool,
    form: str,
    as_json: bool,
) -> None:
    """Hold runs against the first one: what got better or worse, how sure that is, where, by which findings.

    A, B and more are run folders or saved baselines, paired by (example, system). With one run, --systems names two
    or more of its systems. Only stored results are read; nothing is scored again.
    """
    from evalharness.api import compare as compare_two

    tags = tag_values(where)
    views = [
        compare_two(
            before,
            after,
            systems=names,
            values=values,
            where=tags,
            cluster=cluster,
            resamples=resamples,
            seed=seed,
            top=top,
            allow_missing=allow_missing,
            allow_other_data=allow_other_data,
        )
        for before, after, names in _pairs(runs, systems)
    ]
    if as_json or form == "json":
        print_json({"comparisons": [view.to_json() for view in views]})
    else:
        shown = (view.render("github" if form == "github" else "plain", color=use_color()) for view in views)
        click.echo("\n\n\n".join(shown))


def _pairs(runs: tuple[Path, ...], systems: tuple[str, ...]) -> list[tuple[Path, Path | None, tuple[str, ...] | None]]:
    """(before, after or None for the same run, systems) of each comparison."""
    if len(runs) > 1:
        return [(runs[0], other, systems or None) for other in runs[1:]]
    if len(systems) > 1:
        return [(runs[0], None, (systems[0], other)) for other in systems[1:]]
    raise UsageError("one run alone: name two of its systems with --systems A B, or give another run")


def tag_values(where: tuple[str, ...]) -> dict[str, str]:
    """Tag -> value of ``tag=value`` options.

    Raises:
        UsageError: one without a tag or a value, or a tag that is given twice.

    >>> tag_values(("desk=asia",))
    {'desk': 'asia'}
    """
    found: dict[str, str] = {}
    for each in where:
        tag, sign, value = each.partition("=")
        if not tag or not sign:
            raise UsageError(f"--where {each}: expected TAG=VALUE, such as desk=asia")
        if found.setdefault(tag, value) != value:
            raise UsageError(f"--where {each}: the tag {tag!r} is given twice; an example has one value of it")
    return found
