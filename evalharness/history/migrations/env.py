"""Alembic's way in: it runs on the connection that `migrate` hands over, inside the transaction open there."""

from __future__ import annotations

from alembic import context

from evalharness.history.tables import METADATA, VERSION_TABLE


def run() -> None:
    """Run the steps that were asked for."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=METADATA, version_table=VERSION_TABLE)
    context.run_migrations()


if __name__ == "env_py":  # the name that Alembic loads this file by; an ordinary import runs nothing
    run()
