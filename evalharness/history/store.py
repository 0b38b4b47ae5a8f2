"""Add runs to a store, find them again, make the whole store again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from evalharness.errors import StoreError, UsageError
from evalharness.history.database import Database, compact_json
from evalharness.history.records import Details, Entry
from evalharness.history.source import Row, RunSource, file_date, finished_runs, read_source, run_digest
from evalharness.history.tables import ITEMS, METADATA, RUNS, SCORES, SYSTEMS, VALUES

BLOCK_ROWS = 1000
LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Added:
    """A run of the store, and whether it is new there."""

    entry: Entry
    is_new: bool


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a store holds after it was made again, and the run folders that were left out as not complete."""

    entries: Sequence[Entry]
    incomplete: Sequence[Path]


def add_run(database: Database, folder: Path, *, date: datetime | None = None, label: str | None = None) -> Added:
    """Add the run in `folder`, whole or not at all; one that is there already stays as it is.

    Args:
        database: where to.
        folder: the run folder.
        date: when it was made; now by default.
        label: its name for people; by default that of the folder.

    Raises:
        UsageError: no finished run, or a damaged one.
        StoreError: the database refuses.
    """
    source = read_source(folder)
    when = (date or datetime.now(UTC)).replace(microsecond=0)
    with database.writing() as connection:
        is_new = _insert(connection, source, label or _label(folder), when)
        return Added(_entries(connection, source.digest)[0], is_new)


def all_runs(database: Database) -> list[Entry]:
    """Every run of the store, the oldest first.

    Raises:
        UsageError: there is no history yet.
    """
    with database.reading() as connection:
        return _entries(connection)


def one_run(database: Database, name: str) -> Details:
    """The run called `name`: the start of its id, its label, or ``latest``.

    Raises:
        UsageError: there is no such run, or more than one.
    """
    with database.reading() as connection:
        entry = _named(_entries(connection), name, database.where)
        row = connection.execute(select(RUNS.c.packages, RUNS.c.leaderboard).where(RUNS.c.digest == entry.digest)).one()
        return Details(entry, row.packages, row.leaderboard)


def rebuild(database: Database, folder: Path, *, drop: bool = False) -> Rebuilt:
    """Make the store again from the run folders in and under `folder`, in one transaction.

    A run that the store had keeps its date and label. One that it had not gets the time of its ``run.json`` and the
    name of its folder. Copies of a run count once.

    Args:
        database: the store.
        folder: where to look.
        drop: whether runs of the store without a folder go; they are refused otherwise.

    Raises:
        UsageError: no finished run there, a damaged one, or runs would be lost.
    """
    complete, incomplete = finished_runs(folder)
    if not complete:
        raise UsageError(f"{folder}: no finished run in or under it; give the folder that the runs are in")
    by_digest: dict[str, Path] = {}
    for path in complete:
        by_digest.setdefault(run_digest(path), path)
    with database.writing(alone=True) as connection:
        old = {entry.digest: entry for entry in _entries(connection)}
        lost = [entry for digest, entry in old.items() if digest not in by_digest]
        if lost and not drop:
            named = ", ".join(f"{entry.id} ({entry.label})" for entry in lost[:5]) + ", ..." * (len(lost) > 5)
            raise UsageError(
                f"{folder}: has no folder of {len(lost)} of the store's {len(old)} runs: {named}; "
                "give the folder that has all, or let these go with --drop"
            )
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
        for digest, path in by_digest.items():
            kept = old.get(digest)
            label, date = (kept.label, kept.date) if kept else (_label(path), file_date(path))
            _insert(connection, read_source(path), label, date)
        return Rebuilt(_entries(connection), incomplete)


def _label(folder: Path) -> str:
    return folder.resolve().name


def _insert(connection: Connection, source: RunSource, label: str, date: datetime) -> bool:
    """Store the run; False where it is there already, also where another writer is just storing it."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(RUNS).values(source.run_row(label, date)).on_conflict_do_nothing()
    run_id = connection.scalar(statement.returning(RUNS.c.id))
    if run_id is None:
        return False
    for table, rows in (
        (VALUES, source.value_rows(run_id)),
        (SYSTEMS, source.system_rows(run_id)),
        (SCORES, source.score_rows(run_id)),
    ):
        if rows:
            connection.execute(insert(table), rows)
    items = source.item_rows(run_id)
    if connection.dialect.name == "sqlite":
        while block := list(islice(items, BLOCK_ROWS)):
            connection.execute(insert(ITEMS), block)
    else:
        _copy(connection, items)
    return True


def _copy(connection: Connection, rows: Iterable[Row]) -> None:
    """Item rows into PostgreSQL by COPY, which takes them as a stream."""
    import psycopg

    names = ITEMS.columns.keys()
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"expected a connection of psycopg, not {type(driver)}")
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {ITEMS.name} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([compact_json(row[name]) if name == "metrics" else row[name] for name in names])
    except psycopg.Error as error:
        raise StoreError(f"{ITEMS.name}: {' '.join(str(error).split())}; nothing was changed") from error


def _entries(connection: Connection, digest: str | None = None) -> list[Entry]:
    """Runs, the oldest first; of the same date in the order of labels."""
    runs = select(RUNS).order_by(RUNS.c.date, RUNS.c.label, RUNS.c.digest)
    systems = select(SYSTEMS.c.run_id, SYSTEMS.c.system).order_by(SYSTEMS.c.run_id, SYSTEMS.c.place)
    if digest is not None:
        runs = runs.where(RUNS.c.digest == digest)
        systems = systems.join(RUNS, RUNS.c.id == SYSTEMS.c.run_id).where(RUNS.c.digest == digest)
    names: dict[int, list[str]] = {}
    for run_id, system in connection.execute(systems):
        names.setdefault(run_id, []).append(system)
    return [
        Entry(row.digest, row.label, row.date, row.n_examples, tuple(names.get(row.id, ())))
        for row in connection.execute(runs)
    ]


def _named(entries: Sequence[Entry], name: str, where: str) -> Entry:
    if name == LATEST and entries:
        return entries[-1]
    found = [entry for entry in entries if name and (entry.digest.startswith(name) or entry.label == name)]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"{entry.id} ({entry.label}, {entry.date:%Y-%m-%d})" for entry in found)
        raise UsageError(f"{where}: {name!r} is the name of {len(found)} runs: {several}; give an id")
    raise UsageError(f"{where}: no run {name!r}; `evalharness history list` has ids and labels, {LATEST!r} is the last")
