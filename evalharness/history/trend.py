"""One value over time, with a break wherever it was measured otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, literal, null, select

from evalharness.errors import UsageError, nearest
from evalharness.history.database import Database
from evalharness.history.records import ID_LENGTH, Point, Series, Trend
from evalharness.history.tables import ITEMS, RUNS, SCORES, SYSTEMS, VALUES

OTHER_SOURCES = "other articles or references"


def trend(
    database: Database,
    value: str,
    *,
    systems: Sequence[str] = (),
    example: str | None = None,
    last: int | None = None,
) -> Trend:
    """How `value` went, system by system.

    Args:
        database: the store.
        value: ``metric.value``, or a metric alone for its primary value.
        systems: only these; by default all but the trivial ones.
        example: the value of this one example instead of the mean over all.
        last: only the last so many of the runs that have the value.

    Raises:
        UsageError: no history yet, or it has no such value, system or example.
    """
    with database.reading() as connection:
        column = _column(connection, value, database.where)
        rows = connection.execute(_means(column) if example is None else _numbers(column, example)).all()
    if not rows:
        raise UsageError(f"{database.where}: no run has example {example!r} with {column.metric}.{column.value}")
    known = {row.system for row in rows}
    for name in systems:
        if name not in known:
            raise UsageError(f"{database.where}: no system {name!r} has this value; {nearest(name, known)}")
    return _trend(column, [row for row in rows if _wanted(row, systems)], example, last)


@dataclass(frozen=True, slots=True)
class _Column:
    """A value as the latest run that has it declared it."""

    metric: str
    value: str
    higher_is_better: bool | None
    low: float | None
    high: float | None


def _column(connection: Connection, name: str, where: str) -> _Column:
    """The value called `name`; of a metric alone the first one that the latest run declared."""
    latest_first = (RUNS.c.date.desc(), RUNS.c.digest, VALUES.c.place)
    named = ((VALUES.c.metric + "." + VALUES.c.value) == name) | (VALUES.c.metric == name)
    values = select(VALUES).join(RUNS, RUNS.c.id == VALUES.c.run_id)
    row = connection.execute(values.where(named).order_by(*latest_first).limit(1)).first()
    if row is not None:
        return _Column(row.metric, row.value, row.higher_is_better, row.low, row.high)
    pairs = connection.execute(select(VALUES.c.metric, VALUES.c.value).distinct())
    known = {f"{metric}.{value}" for metric, value in pairs}
    raise UsageError(f"{where}: no run has the value {name!r}; {nearest(name, known)}")


def _means(column: _Column) -> Select[Any]:
    """A row for each run and system that has the value, the oldest first, systems in rank order."""
    scored = and_(
        SCORES.c.run_id == RUNS.c.id,
        SCORES.c.system == SYSTEMS.c.system,
        SCORES.c.metric == column.metric,
        SCORES.c.value == column.value,
    )
    numbers = (SCORES.c.mean.label("number"), SCORES.c.ci95_low, SCORES.c.ci95_high, SCORES.c.n.label("n"))
    return _of_runs(column, *numbers, RUNS.c.sources_digest.label("sources")).join(SCORES, scored)


def _numbers(column: _Column, example: str) -> Select[Any]:
    """The same for one example, whose own source is not told apart from the others of its run."""
    scored = and_(ITEMS.c.run_id == RUNS.c.id, ITEMS.c.system == SYSTEMS.c.system, ITEMS.c.example == example)
    number = ITEMS.c.metrics[(column.metric, column.value)].as_float().label("number")
    no_interval = (null().label("ci95_low"), null().label("ci95_high"))
    return _of_runs(column, number, *no_interval, literal(1).label("n"), literal("").label("sources")).join(
        ITEMS, scored
    )


def _of_runs(column: _Column, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
    of_value = and_(VALUES.c.run_id == RUNS.c.id, VALUES.c.metric == column.metric, VALUES.c.value == column.value)
    about = (RUNS.c.digest, RUNS.c.label, RUNS.c.date, SYSTEMS.c.system, SYSTEMS.c.trivial, VALUES.c.signature)
    return (
        select(*about, *columns)
        .select_from(RUNS)
        .join(VALUES, of_value)
        .join(SYSTEMS, SYSTEMS.c.run_id == RUNS.c.id)
        .order_by(RUNS.c.date, RUNS.c.label, RUNS.c.digest, SYSTEMS.c.place)
    )


def _wanted(row: Row[Any], systems: Sequence[str]) -> bool:
    return row.system in systems if systems else not row.trivial


def _trend(column: _Column, rows: Sequence[Row[Any]], example: str | None, last: int | None) -> Trend:
    runs = list(dict.fromkeys(row.digest for row in rows))
    shown = set(runs if last is None else runs[-last:])
    by_system: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_system.setdefault(row.system, []).append(row)
    ranked = [row.system for row in rows if row.digest == runs[-1]] if runs else []
    series = [
        Series(system, [point for row, point in _series_points(by_system[system]) if row.digest in shown])
        for system in dict.fromkeys((*ranked, *by_system))
    ]
    return Trend(
        column.metric,
        column.value,
        column.higher_is_better,
        column.low,
        column.high,
        example,
        len(runs),
        [each for each in series if each.points],
    )


def _series_points(rows: Sequence[Row[Any]]) -> Iterable[tuple[Row[Any], Point]]:
    before: Row[Any] | None = None
    for row in rows:
        low, high = row.ci95_low, row.ci95_high
        interval = None if low is None or high is None else (low, high)
        changed = _changed(before, row) if before is not None else ""
        yield (
            row,
            Point(row.digest[:ID_LENGTH], row.label, row.date, row.number, interval, _n(row), changed),
        )
        before = row


def _n(row: Row[Any]) -> int:
    return 0 if row.number is None else int(row.n)


def _changed(before: Row[Any], now: Row[Any]) -> str:
    said = [] if before.signature == now.signature else [signature_change(before.signature, now.signature)]
    return "; ".join(said + [OTHER_SOURCES] * (before.sources != now.sources))


def signature_change(before: str, now: str) -> str:
    """What differs between two signatures.

    >>> signature_change("rouge_l|stem:no|v:1", "rouge_l|stem:yes|v:1")
    'settings: stem:no -> stem:yes'
    """
    old, new = before.split("|"), now.split("|")
    gone = " ".join(part for part in old if part not in new)
    come = " ".join(part for part in new if part not in old)
    return f"settings: {gone or '-'} -> {come or '-'}"
