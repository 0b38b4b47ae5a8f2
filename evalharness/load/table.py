"""CSV and TSV: a header line, then one candidate (or only a source) a record. Double quotes enclose line ends."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from evalharness.load.faults import file_label
from evalharness.load.lines import decode, open_bytes, read_lines
from evalharness.load.rows import Place, Row, RowChecker

_SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons"}


class _RecordTooLongError(Exception):
    """A record goes on beyond the limit: most often a quote that is never closed."""


class _LineFeed:
    """Feeds decoded lines to the csv reader and keeps count of lines and of the bytes of the current record.

    A line that cannot be decoded is a fault and is fed with replacement characters: dropping it would break the
    quoting of the lines around it, and bring faults that are none.
    """

    def __init__(self, lines: Iterator[tuple[int, bytes]], file: str, checker: RowChecker) -> None:
        self.first_line = 1
        self._lines = lines
        self._file = file
        self._checker = checker
        self._next_line = 1
        self._record_bytes = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        self._next_line = number + 1
        self._record_bytes += len(line)
        if self._record_bytes > self._checker.max_bytes:
            raise _RecordTooLongError
        text = decode(line, Place(self._file, number), self._checker.faults)
        return line.decode("utf-8", "replace") if text is None else text

    def start_record(self) -> None:
        """Note that the next line is the first one of a record."""
        self.first_line = self._next_line
        self._record_bytes = 0


def read_csv(path: Path, checker: RowChecker) -> Iterator[Row]:
    """Yield the rows of a comma-separated file.

    Raises:
        OSError: when the file cannot be opened.
    """
    return _read_table(path, checker, ",")


def read_tsv(path: Path, checker: RowChecker) -> Iterator[Row]:
    """Yield the rows of a tab-separated file, quoted as CSV is.

    Raises:
        OSError: when the file cannot be opened.
    """
    return _read_table(path, checker, "\t")


def _read_table(path: Path, checker: RowChecker, delimiter: str) -> Iterator[Row]:
    file = file_label(path)
    with open_bytes(path) as stream:
        records = _records(read_lines(stream, file, checker.faults, checker.max_line_mb), file, checker, delimiter)
        place, header = next(records, (Place(file, 1), []))
        if not header or not _header_fits(place, header, checker, delimiter):
            return
        for place, cells in records:
            if len(cells) != len(header):
                advice = "look for a missing delimiter or an unquoted one"
                checker.faults.add(*place, f"{_count(cells)}, where the header has {_count(header)}", advice)
                continue
            row = checker.row(place, header, _values(header, cells, checker))
            if row is not None:
                yield row


def _records(
    lines: Iterator[tuple[int, bytes]], file: str, checker: RowChecker, delimiter: str
) -> Iterator[tuple[Place, list[str]]]:
    """Yield (place of its first line, cells) for every record that is not blank."""
    # The limit is one for the whole interpreter: it is only ever raised, and _LineFeed enforces ours.
    csv.field_size_limit(max(csv.field_size_limit(), checker.max_bytes))
    feed = _LineFeed(lines, file, checker)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.start_record()
        try:
            cells = next(reader, None)
        except csv.Error as error:
            checker.faults.add(file, feed.first_line, f"broken quoting: {error}", 'inside quotes, write " as ""')
            continue
        except _RecordTooLongError:
            problem = f"a record of more than {checker.max_line_mb} MB; reading of this file ends here"
            advice = "look for a quote that is not closed, or raise max_line_mb"
            checker.faults.add(file, feed.first_line, problem, advice)
            return
        if cells is None:
            return
        if cells:
            yield Place(file, feed.first_line), cells


def _header_fits(place: Place, header: list[str], checker: RowChecker, delimiter: str) -> bool:
    others = [name for mark, name in _SEPARATORS.items() if mark in header[0]]
    if len(header) == 1 and others:
        problem = f"the header has one column; is the separator {others[0]}?"
        checker.faults.add(*place, problem, f"expected {_SEPARATORS[delimiter]} between the columns")
        return False
    return checker.header(place, header)


def _values(header: list[str], cells: list[str], checker: RowChecker) -> list[str | None]:
    """The cells, empty ones as not given; but an empty candidate of a named system is one: it has written nothing."""
    values: list[str | None] = [cell or None for cell in cells]
    system, candidate = checker.names.system, checker.names.candidate
    if system in header and candidate in header and values[header.index(system)]:
        values[header.index(candidate)] = cells[header.index(candidate)]
    return values


def _count(cells: list[str]) -> str:
    return f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"
