"""Connections to the store that a URL names, with what SQLite and PostgreSQL need to be used alike.

A transaction that writes is whole or not at all. In SQLite it keeps other writers waiting; in PostgreSQL only one that
wants to be alone does.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, exc, make_url, text

from evalharness.errors import StoreError, UsageError
from evalharness.history.migrate import revision, upgrade
from evalharness.history.tables import HEAD

EXAMPLES = "sqlite:///runs/history.db or postgresql://user@host/database"
LOCK = 0x65766C68  # "evlh": the advisory lock of this program in a PostgreSQL database
WAIT_S = 300.0  # so long a writer waits for another one; a large run takes seconds
WRITES = "evalharness_writes"


class Database:
    """A store, opened at each use: nothing stays connected between."""

    def __init__(self, url: str) -> None:
        """Take `url`: ``sqlite:///FILE`` or ``postgresql://...``.

        Raises:
            UsageError: another kind of URL, or what the URL needs is not installed.
        """
        self._url = _parsed(url)
        self.where = self._url.render_as_string(hide_password=True)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._engine = _sqlite_engine(self._url) if self.is_sqlite else _postgres_engine(self._url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store.

        Raises:
            UsageError: there is no history yet.
            StoreError: the database refuses.
        """
        if self.is_sqlite and not Path(str(self._url.database)).exists():
            raise self._no_history()
        options: dict[str, Any] = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._told():
            with self._engine.connect() as connection:
                found = revision(connection)
            if found is None:
                raise self._no_history()
            if found != HEAD:
                self._upgrade()
            with self._engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self, *, alone: bool = False) -> Iterator[Connection]:
        """A transaction that writes, the tables being made first where they are not there; `alone` keeps others out.

        Raises:
            StoreError: the database refuses.
        """
        with self._told():
            if self.is_sqlite:
                Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
            self._upgrade()
            with self._transaction(alone) as connection:
                yield connection

    def _upgrade(self) -> None:
        with self._engine.connect() as connection:
            if revision(connection) == HEAD:
                return
        with self._transaction(alone=True) as connection:
            upgrade(connection, self.where)

    @contextmanager
    def _transaction(self, alone: bool) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            if not self.is_sqlite:
                kind = "" if alone else "_shared"
                connection.execute(text(f"SELECT pg_advisory_xact_lock{kind}({LOCK})"))
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Faults of the database as errors of ours."""
        try:
            yield
        except exc.DBAPIError as error:
            said = " ".join(str(error.orig).split())
            if isinstance(error.orig, sqlite3.DatabaseError) and "not a database" in said:
                raise UsageError(
                    f"{self.where}: not an SQLite database; give another --store, or move the file away and make the "
                    "store again with `evalharness history rebuild --from FOLDER`"
                ) from error
            raise StoreError(f"{self.where}: {said}; nothing was changed") from error
        except OSError as error:
            raise StoreError(f"{self.where}: {error.strerror or error}; nothing was changed") from error

    def _no_history(self) -> UsageError:
        return UsageError(f"{self.where}: no history there yet; begin one with `evalharness history add RUN`")


def _parsed(url: str) -> URL:
    try:
        found = make_url(url)
    except exc.ArgumentError:
        raise UsageError(f"--store {url}: not a URL; expected one such as {EXAMPLES}") from None
    if found.drivername == "sqlite" and found.database not in (None, "", ":memory:"):
        return found
    if found.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return found.set(drivername="postgresql+psycopg")
    shown = found.render_as_string(hide_password=True)
    raise UsageError(f"--store {shown}: no store of this kind; expected one such as {EXAMPLES}")


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT_S}, json_serializer=compact_json)

    def take_over(connection: sqlite3.Connection, _: object) -> None:
        # the driver would begin transactions late and leave table definitions out of them
        connection.isolation_level = None

    def begin(connection: Connection) -> None:
        # a writer that starts as a reader fails at once when it meets another one; IMMEDIATE makes it wait
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", take_over)
    event.listen(engine, "begin", begin)
    return engine


def _postgres_engine(url: URL) -> Engine:
    try:
        # a server whose encoding is SQL_ASCII would else send bytes
        arguments = {"client_encoding": "utf8"}
        return create_engine(url, poolclass=NullPool, connect_args=arguments, json_serializer=compact_json)
    except ImportError as error:
        raise UsageError(
            f"a store in PostgreSQL needs psycopg: pip install 'evalharness[postgres]' ({error})"
        ) from error


def compact_json(value: object) -> str:
    """`value` as JSON on one line.

    >>> compact_json({"b": [1, None]})
    '{"b":[1,null]}'
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
