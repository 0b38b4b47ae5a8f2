"""Bytes to checked lines: limits, gzip, byte order marks, UTF-8. Memory is bounded by the longest line allowed."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from evalharness.load.faults import FaultLog, file_label
from evalharness.load.rows import MEBIBYTE, Place

GZIP_MAGIC = b"\x1f\x8b"
UTF8_BOM = b"\xef\xbb\xbf"
# The UTF-32 mark that starts like the UTF-16 one comes first.
_OTHER_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_BUFFER_BYTES = 1 << 18


@contextmanager
def open_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading, unpacked when it is gzip by its name or by its first two bytes.

    Raises:
        OSError: as `open` does.
    """
    with io.BufferedReader(io.FileIO(path), _BUFFER_BYTES) as raw:
        if path.suffix.lower() != ".gz" and raw.peek(2)[:2] != GZIP_MAGIC:
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked, io.BufferedReader(unpacked, _BUFFER_BYTES) as stream:
            yield stream


def read_lines(stream: IO[bytes], file: str, faults: FaultLog, max_line_mb: int = 16) -> Iterator[tuple[int, bytes]]:
    r"""Yield (number from 1, bytes with the line end) for every line that ends in ``\n``, and for the rest of the file.

    A UTF-8 byte order mark is dropped. A longer line than `max_line_mb` x 2**20 bytes is a fault and comes out empty.
    Reading stops, with a fault, at a UTF-16 or UTF-32 mark and where gzip data or the disk fail.

    >>> list(read_lines(io.BytesIO(b"one\ntwo"), "data.jsonl", FaultLog()))
    [(1, b'one\n'), (2, b'two')]
    """
    number = 0
    while True:
        number += 1
        try:
            line = _read_line(stream, Place(file, number), faults, max_line_mb)
        except (EOFError, zlib.error, OSError) as error:
            faults.add(file, number, *_read_problem(error))
            return
        if line is None:
            return
        if number == 1:
            encoding = _other_encoding(line)
            if encoding:
                faults.add(file, 1, f"the file is {encoding}, not UTF-8", "save it as UTF-8")
                return
            line = line.removeprefix(UTF8_BOM)
        yield number, line


def _read_line(stream: IO[bytes], place: Place, faults: FaultLog, max_line_mb: int) -> bytes | None:
    """The next line; empty, with a fault, when it is too long; None at the end of the file."""
    limit = max_line_mb * MEBIBYTE
    line = stream.readline(limit + 1)
    if len(line) <= limit or line.endswith(b"\n"):
        return line or None
    size = len(line)
    while line and not line.endswith(b"\n"):
        line = stream.readline(MEBIBYTE)
        size += len(line)
    problem = f"a line of {size / MEBIBYTE:.1f} MB; the limit is {max_line_mb} MB"
    faults.add(*place, problem, "raise max_line_mb, or look for a missing line end")
    return b""


def _read_problem(error: Exception) -> tuple[str, str]:
    if isinstance(error, EOFError):
        return "the gzip data ends too early from here on", "copy or compress the file again"
    if isinstance(error, zlib.error | gzip.BadGzipFile):
        return f"broken gzip data from here on ({error})", "copy or compress the file again"
    return f"cannot be read from here on: {error}", ""


def _other_encoding(start: bytes) -> str | None:
    return next((name for mark, name in _OTHER_MARKS if start.startswith(mark)), None)


def decode(data: bytes, place: Place, faults: FaultLog) -> str | None:
    r"""The text of UTF-8 bytes that begin at `place`; None, with a fault at the very byte, if invalid or with a NUL.

    >>> log = FaultLog()
    >>> decode(b"one\ntwo \xff", Place("wire.txt", 1), log) is None
    True
    >>> str(log.kept[0])
    'wire.txt:2: invalid UTF-8: byte 0xff at byte column 5; save the file as UTF-8'
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at, problem, advice = error.start, f"invalid UTF-8: byte 0x{data[error.start]:02x}", "save the file as UTF-8"
    else:
        at, problem, advice = data.find(b"\0"), "NUL byte", "remove it; is the file UTF-16?"
        if at < 0:
            return text
    line = None if place.line is None else place.line + data.count(b"\n", 0, at)
    column = at - data.rfind(b"\n", 0, at)
    faults.add(place.file, line, f"{problem} at byte column {column}", advice)
    return None


def read_whole(path: Path, faults: FaultLog, max_line_mb: int = 16) -> str | None:
    """The text of a whole file, without a byte order mark; None, with a fault, when it cannot be used."""
    file = file_label(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(max_line_mb * MEBIBYTE + 1)
    except OSError as error:
        faults.add_os_error(path, error)
        return None
    if len(data) > max_line_mb * MEBIBYTE:
        faults.add(file, None, f"more than {max_line_mb} MB", "raise max_line_mb or split the text")
        return None
    encoding = _other_encoding(data)
    if encoding:
        faults.add(file, None, f"the file is {encoding}, not UTF-8", "save it as UTF-8")
        return None
    return decode(data.removeprefix(UTF8_BOM), Place(file, 1), faults)
