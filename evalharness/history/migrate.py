"""Bring a store's tables to what this program knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from evalharness.errors import UsageError
from evalharness.history.tables import HEAD, VERSION_TABLE

SCRIPTS = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """The revision of the tables there; None where there are none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    return None if found is None else str(found)


def upgrade(connection: Connection, where: str) -> None:
    """Make the tables, or bring them up to date, inside the open transaction. Others must be kept out meanwhile.

    Raises:
        UsageError: the tables are of a later version of this program.
    """
    found = revision(connection)
    if found == HEAD:
        return
    # Alembic takes a while to import, and a store is upgraded once
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
    if found is not None and found not in known:
        raise UsageError(f"{where}: its tables are of revision {found!r}, this program knows {HEAD!r}; use a later one")
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    command.upgrade(config, "head")
