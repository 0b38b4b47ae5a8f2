"""``evalharness schema``."""

from __future__ import annotations

import click

from evalharness.cli.common import print_json


@click.command()
@click.argument("kind", type=click.Choice(["run", "gate", "metaeval"]), default="run")
def schema(kind: str) -> None:
    """Print the JSON Schema of a config (run), of a gate's policy (gate) or of a metaeval config, for editors.

    Save it beside your configs and put this line at their top:
    # yaml-language-server: $schema=./evalharness.schema.json
    """
    if kind == "gate":
        from evalharness.config.policy import policy_schema

        print_json(policy_schema())
    elif kind == "metaeval":
        from evalharness.plan import metaeval_schema

        print_json(metaeval_schema())
    else:
        from evalharness.plan import config_schema

        print_json(config_schema())
