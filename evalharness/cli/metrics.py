"""``evalharness metrics list|show|check``."""

from __future__ import annotations

import click

from evalharness.cli.common import allow_code_option, json_option, print_json
from evalharness.errors import EvalHarnessError


@click.group()
def metrics() -> None:
    """What metrics there are, what they measure, and whether they keep the contract."""


@metrics.command("list")
@json_option
def list_metrics(as_json: bool) -> int:
    """List the metrics that can be named in a config, those of other packages included."""
    from evalharness.metrics.registry import registered
    from evalharness.report.metric_card import metric_card

    rows, broken = [], 0
    for entry in registered().values():
        try:
            card = metric_card(entry.name)
            rows.append((entry, [m.name for m in card.metrics], card.about.partition("\n")[0], ""))
        except EvalHarnessError as error:
            broken += 1
            rows.append((entry, [], "", str(error)))
    if as_json:
        print_json(
            [
                {"name": entry.name, "owner": entry.owner, "gives": gives, "about": about, "broken": fault or None}
                for entry, gives, about, fault in rows
            ]
        )
    else:
        for entry, _, about, fault in rows:
            origin = "" if entry.owner == "evalharness" else f" ({entry.owner})"
            click.echo(f"{entry.name}{origin}: {f'broken: {fault}' if fault else about}")
    return 3 if broken else 0


@metrics.command()
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> None:
    """Show what the metric NAME measures: values, ranges, directions, settings, signature."""
    from evalharness.report.metric_card import metric_card

    card = metric_card(name)
    if as_json:
        print_json(card.to_json())
    else:
        here = "".join(f"\n\nHere {clause}." for clause in card.installed)
        click.echo(f"{name}\n\n{card.about}\n\n{card.to_markdown()}{here}")


@metrics.command()
@click.argument("names", nargs=-1)
@json_option
@allow_code_option
def check(names: tuple[str, ...], as_json: bool, allow_code: bool) -> int:
    """Check that metrics keep the contract: by name, or package.module:Class with --allow-code; default: all.

    The contract: same cases in the same order back, one by one as in a batch, undefined is null and adds nothing,
    offsets point at the text they quote, a copy of the source flags nothing.
    """
    from evalharness.metrics.contract import violations
    from evalharness.metrics.registry import SpecError, make, registered

    found: dict[str, list[str]] = {}
    for use in names or tuple(registered()):
        try:
            for metric in make(use, {}, allow_code=allow_code):
                found[metric.name] = violations(metric)
        except SpecError as error:
            if ":" in use and not allow_code:
                raise
            found[use] = [str(error)]
    if as_json:
        print_json(found)
    else:
        for name, problems in found.items():
            click.echo(f"{name}: {'ok' if not problems else ''}")
            for problem in problems:
                click.echo(f"  {problem}")
    return 3 if any(found.values()) else 0
