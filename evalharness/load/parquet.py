"""Parquet, read batch by batch. pyarrow comes with the extra ``parquet`` and is imported only here, on first use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from evalharness.errors import UsageError
from evalharness.load.faults import file_label
from evalharness.load.layout import layout_of
from evalharness.load.rows import Place, Row, RowChecker

# Rows are some kilobytes each: small batches keep memory flat and cost no speed.
_BATCH_ROWS = 64
_BUFFER_BYTES = 1 << 16


def read_parquet(path: Path, checker: RowChecker) -> Iterator[Row]:
    """Yield the rows of a Parquet file; a "line" is the number of the row, from 1.

    Raises:
        UsageError: when pyarrow is not installed.
        OSError: when the file cannot be opened.
    """
    arrow = _pyarrow()
    file = file_label(path)
    with path.open("rb") as stream:
        for number, (keys, values) in enumerate(_records(stream, file, checker, arrow), 1):
            row = checker.row(Place(file, number), keys, values)
            if row is not None:
                yield row


def _records(
    stream: BinaryIO, file: str, checker: RowChecker, arrow: ModuleType
) -> Iterator[tuple[tuple[str, ...], Sequence[object]]]:
    """Yield (column names, values) for every row; what the library refuses ends the file with a fault."""
    number = 0
    try:
        with arrow.parquet.ParquetFile(stream, buffer_size=_BUFFER_BYTES, pre_buffer=False) as table:
            header = tuple(table.schema_arrow.names)
            if not checker.header(Place(file, None), header):
                return
            for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=_columns_used(header, checker)):
                keys = tuple(batch.schema.names)
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield keys, values
                number += batch.num_rows
    except UnicodeDecodeError as error:
        problem = (
            f"invalid UTF-8: byte 0x{error.object[error.start]:02x} in row {number + 1} or the {_BATCH_ROWS - 1} after"
        )
        checker.faults.add(file, number + 1, problem, "write the file with valid UTF-8")
    except (arrow.ArrowException, ValueError, ArithmeticError, OSError) as error:
        problem = f"broken Parquet data: {str(error) or type(error).__name__}"
        checker.faults.add(file, number + 1 if number else None, problem, "write the file again")


def _columns_used(header: tuple[str, ...], checker: RowChecker) -> list[str]:
    layout = layout_of(header, checker.names)
    used = {*layout.at.values(), *layout.references, *(position for _, position in layout.tags)}
    return [header[position] for position in sorted(used)]


def _pyarrow() -> ModuleType:
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise UsageError(f"reading Parquet needs pyarrow ({error}): pip install 'evalharness[parquet]'") from error
