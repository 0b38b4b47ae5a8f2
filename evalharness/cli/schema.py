"""``evalharness schema``."""

from __future__ import annotations

import click

from evalharness.cli.common import print_json


@click.command()
def schema() -> None:
    """Print the JSON Schema of a config, for editors.

    Save it beside your configs and put this line at their top:
    # yaml-language-server: $schema=./evalharness.schema.json
    """
    from evalharness.plan import config_schema

    print_json(config_schema())
