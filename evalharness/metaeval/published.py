"""Outputs that others have published for the same summaries, joined by id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalharness.load.faults import FaultLog, file_label, shown
from evalharness.metaeval.columns import Column, Judged, turned_column
from evalharness.metaeval.config import JoinField, PublishedConfig, PublishedValue
from evalharness.metaeval.labels import Labelled
from evalharness.metaeval.records import Record, as_number, lookup, read_records

_PART = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Published:
    """The columns of one file of outputs, and how many of its records belong to no labelled summary."""

    columns: tuple[Column, ...]
    n_unmatched: int


def judged_values(config: PublishedConfig) -> tuple[Judged, ...]:
    """What a file of outputs brings to be judged, in the order of the config."""
    return tuple(Judged(name, "published", value.higher_is_better) for name, value in config.values.items())


def read_published(path: Path, config: PublishedConfig, rows: Sequence[Labelled], faults: FaultLog) -> Published:
    """The columns of `config`, aligned with `rows`; a row without a record, or with null there, is undefined."""
    places = _row_numbers(rows, tuple(config.join))
    values: dict[str, list[float | None]] = {name: [None] * len(rows) for name in config.values}
    matched: set[int] = set()
    n_unmatched = 0
    for place, record in read_records(path, faults):
        key = tuple(_key(record, pattern) for pattern in config.join.values())
        numbers = places.get(key, [])
        if len(numbers) > 1 or matched.intersection(numbers):
            problem = "belongs to several labelled summaries" if len(numbers) > 1 else "is there twice"
            faults.add(*place, f"{shown(' '.join(key))} {problem}", "add dataset or system to `join`")
        elif not numbers:
            n_unmatched += 1
        else:
            matched.update(numbers)
            for name, value in config.values.items():
                values[name][numbers[0]] = _number(record, value, place, faults)
    _check_use(path, values, matched, config, faults)
    columns = tuple(Column(judged, turned_column(values[judged.name], judged)) for judged in judged_values(config))
    return Published(columns, n_unmatched)


def _check_use(
    path: Path,
    values: Mapping[str, list[float | None]],
    matched: set[int],
    config: PublishedConfig,
    faults: FaultLog,
) -> None:
    if not matched:
        faults.add(file_label(path), None, "no record belongs to a labelled summary", "mend `join`")
        return
    for name, value in config.values.items():
        if all(number is None for number in values[name]):
            faults.add(file_label(path), None, f"column {value.column!r} has no number", "check its name")


def _row_numbers(rows: Sequence[Labelled], fields: Sequence[JoinField]) -> dict[tuple[str, ...], list[int]]:
    numbers: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(rows):
        numbers.setdefault(tuple(str(getattr(row, field)) for field in fields), []).append(number)
    return numbers


def _key(record: Record, pattern: str) -> str:
    """The value of a column, or of a pattern of columns.

    >>> _key({"hash": "c7", "model": "bart"}, "{hash}:{model}")
    'c7:bart'
    """
    if _PART.search(pattern):
        return _PART.sub(lambda part: str(lookup(record, part[1])), pattern)
    return str(lookup(record, pattern))


def _number(record: Record, value: PublishedValue, place: tuple[str, int | None], faults: FaultLog) -> float | None:
    written = lookup(record, value.column)
    if written is None:
        return None
    number = as_number(written)
    if number is None:
        faults.add(*place, f"{value.column!r} is {shown(str(written))}, not a number", "write null where undefined")
    return number
