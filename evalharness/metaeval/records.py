"""Files of records, as objects with a place each: JSON Lines, a JSON array, CSV or TSV, each also gzipped."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from evalharness.load.faults import FaultLog, file_label
from evalharness.load.jsonl import parse_object
from evalharness.load.lines import decode, open_bytes, read_lines
from evalharness.load.rows import MEBIBYTE, Place

MAX_JSON_MB = 512

Record = Mapping[str, object]
Records = Iterator[tuple[Place, Record]]


def read_records(path: Path, faults: FaultLog, max_line_mb: int = 16) -> Records:
    """Yield every record of a file with its place; what is wrong goes to `faults`, and reading goes on.

    The name's ending tells the format: ``.jsonl``, ``.ndjson``, ``.json`` (an array of objects), ``.csv`` or ``.tsv``,
    with or without ``.gz``. An empty cell of a table is null.
    """
    reader = _READERS.get(Path(path.name.lower().removesuffix(".gz")).suffix)
    if reader is None:
        faults.add(file_label(path), None, "its ending tells no format", f"expected one of {', '.join(_READERS)}")
        return
    try:
        yield from reader(path, faults, max_line_mb)
    except OSError as error:
        faults.add_os_error(path, error)


def lookup(record: Record, column: str) -> object:
    """The value of a column; ``a.b`` reaches into the object ``a`` unless a column has that very name; None if absent.

    >>> lookup({"published": {"rouge": 0.5}}, "published.rouge")
    0.5
    """
    if column in record:
        return record[column]
    head, dot, rest = column.partition(".")
    inner = record.get(head)
    return lookup(inner, rest) if dot and isinstance(inner, Mapping) else None


def as_number(value: object) -> float | None:
    """A finite number, also from a cell of a table; None for anything else.

    >>> as_number("0.5"), as_number(True), as_number("inf"), as_number("-")
    (0.5, 1.0, None, None)
    """
    if not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _lines(path: Path, faults: FaultLog, max_line_mb: int) -> Iterator[tuple[Place, str]]:
    """Every line with its place; empty, with a fault, where it is no UTF-8."""
    file = file_label(path)
    with open_bytes(path) as stream:
        for number, line in read_lines(stream, file, faults, max_line_mb):
            place = Place(file, number)
            yield place, decode(line, place, faults) or ""


def _read_jsonl(path: Path, faults: FaultLog, max_line_mb: int) -> Records:
    for place, text in _lines(path, faults, max_line_mb):
        if text.strip():
            record = parse_object(text)
            if isinstance(record, dict):
                yield place, record
            else:
                faults.add(*place, *record)


def _read_json(path: Path, faults: FaultLog, max_line_mb: int) -> Records:
    """An array has no lines to speak of: the place of a record is its number, from 1."""
    file = file_label(path)
    with open_bytes(path) as stream:
        data = stream.read(MAX_JSON_MB * MEBIBYTE + 1)
    if len(data) > MAX_JSON_MB * MEBIBYTE:
        faults.add(file, None, f"more than {MAX_JSON_MB} MB of JSON", "save it as JSON Lines")
        return
    text = decode(data.removeprefix(b"\xef\xbb\xbf"), Place(file, 1), faults)
    if text is None:
        return
    try:
        records = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        faults.add(file, line, f"broken JSON: {error}", "the file must be one JSON array of objects")
        return
    if not isinstance(records, list):
        faults.add(file, None, "the file holds JSON, but no array", "expected [{...}, {...}]")
        return
    for number, record in enumerate(records, 1):
        place = Place(f"{file}[{number}]", None)
        if isinstance(record, dict):
            yield place, record
        else:
            faults.add(*place, "no object")


def _read_table(path: Path, faults: FaultLog, max_line_mb: int) -> Records:
    file = file_label(path)
    # the limit is one for the whole interpreter: it is only ever raised
    csv.field_size_limit(max(csv.field_size_limit(), max_line_mb * MEBIBYTE))
    delimiter = "\t" if ".tsv" in path.suffixes else ","
    rows = csv.reader((text for _, text in _lines(path, faults, max_line_mb)), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        for cells in rows:
            place = Place(file, rows.line_num)
            if len(cells) == len(header):
                yield place, {key: cell or None for key, cell in zip(header, cells, strict=True)}
            elif cells:
                faults.add(*place, f"{len(cells)} cells under a header of {len(header)}", "quote texts with commas")
    except csv.Error as error:
        faults.add(file, rows.line_num, f"broken quoting: {error}", 'inside quotes, write " as ""')


_READERS: dict[str, Callable[[Path, FaultLog, int], Records]] = {
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".json": _read_json,
    ".csv": _read_table,
    ".tsv": _read_table,
}
