"""``evalharness validate CONFIG``."""

from __future__ import annotations

from pathlib import Path

import click

from evalharness.cli.common import allow_code_option, json_option, print_json


@click.command()
@click.argument("config", type=click.Path(path_type=Path))
@json_option
@allow_code_option
def validate(config: Path, as_json: bool, allow_code: bool) -> int:
    """Read CONFIG and its data and report every fault with file and line; score nothing."""
    from evalharness.api import check_config_and_data

    checked = check_config_and_data(config, {"allow_code": True} if allow_code else {})
    if as_json:
        print_json(checked.to_json())
    else:
        for fault in checked.faults:
            click.echo(str(fault))
        click.echo(checked.summary())
    return 2 if checked.faults else 0
