r"""The readers: files in, checked examples out, joined by id, in constant memory.

Formats
    ``.jsonl``, ``.ndjson``: one example a line, ``{"id", "source", "candidates": {system: text}}``, or one candidate a
    line, ``{"id", "system", "source", "candidate"}``; each maybe with "reference" or "references" (a text or a list)
    and "tags" (an object). ``.csv``, ``.tsv``, ``.parquet``: columns id, system, source, candidate, reference
    (repeated, or reference_1, reference_2), tag.<name>; in Parquet also lists of references and maps or structs of
    candidates and tags. Text files also gzipped. A folder: stories (``<story>/wire.txt``,
    ``<story>/rewrites/<system>.txt``, maybe ``<story>/references/*.txt``), or files of the formats above.
    A source may stand on any row of its id, or on a row of its own.

Every fault of the input is collected and raised at once as one `DataError`; what is sound reaches the engine as it is.

===========================================  ==========================================================================
Input                                        Outcome
===========================================  ==========================================================================
lines of one id apart, or in several files   joined by id, in the order of first appearance
same source given on every line of an id     accepted; a different text is a fault that names both places
system without a line for an example         absent from the example (status ``missing``); so is a candidate of null
empty or white-space candidate               kept as it is (status ``empty``)
second candidate of a system for an id       fault, naming both lines
id seen before                               joined if it brings new systems and no other source; else as above
no source for an id, or a blank one          fault
references for some examples only            fault, naming the first id of each kind
blank reference                              fault; an empty CSV cell is no reference
missing field                                fault, naming a similar key, or the keys that there are
unknown key like an absent field             fault ("has 'candidat'; did you mean 'candidate'?"); other keys ignored
id                                           text as it stands ("010", "1e-3", "no"); an integer becomes its digits
id of another type, blank, with line end     fault, as for a system's name
text that is a number, a list, null          fault (null is "not given")
invalid UTF-8                                fault with line and byte column
UTF-8 byte order mark                        dropped; a UTF-16 or UTF-32 one is a fault
CRLF line ends                               accepted; inside texts they stay
NUL byte, ``\u0000``, lone surrogate         fault
broken JSON, NaN, key given twice, too deep  fault with line and column; reading goes on
line that holds no JSON object               fault
ragged CSV row, broken quoting               fault with the first line of the record
line longer than ``max_line_mb``             fault with its size; it is skipped in pieces and reading goes on
broken or truncated gzip data                fault, with the line where it breaks off
blank line                                   ignored
empty file, no example, no candidate at all  fault
no such path, unknown ending, empty folder   fault, naming what is expected and similar names
file that may not be read                    fault
folder with both stories and data files      fault; a `format` decides
===========================================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from evalharness.errors import UsageError, nearest
from evalharness.load.dataset import DataSet
from evalharness.load.discover import FORMATS, find_files
from evalharness.load.faults import FaultLog, file_label
from evalharness.load.layout import FieldNames
from evalharness.load.lines import read_whole
from evalharness.load.rows import Place, Row, RowChecker
from evalharness.load.spool import Spool
from evalharness.records import Example

__all__ = ["FORMATS", "DataSet", "from_examples", "open_data", "read_text"]

EXAMPLES_LABEL = "<examples>"
# sqlite refuses a text of 2**30 bytes.
_LARGEST_LINE_MB = 512


def open_data(
    path: Path,
    *,
    format: str | None = None,
    columns: Mapping[str, str] = {},
    max_line_mb: int = 16,
    systems: Sequence[str] | None = None,
) -> DataSet:
    """Read and check everything under `path`, and give it back as a `DataSet`.

    Args:
        path: a file, a folder of stories or a folder of data files.
        format: one of `FORMATS`; by default the name tells.
        columns: field (id, system, source, candidate, candidates, reference, references, tags) -> its key or column in
            the files; folders of stories have none.
        max_line_mb: the longest line, CSV record or text accepted, in units of 2**20 bytes; 1 to 512.
        systems: the systems wanted, in this order; by default all, in the order of first appearance.

    Raises:
        DataError: with every fault of the input (the first 200 in full).
        UsageError: for a wrong argument, a missing pyarrow, or no room for the temporary copy of the data.
    """
    if not 1 <= max_line_mb <= _LARGEST_LINE_MB:
        raise UsageError(f"max_line_mb is {max_line_mb}; expected 1 to {_LARGEST_LINE_MB}")
    checker = RowChecker(FieldNames.of(columns), FaultLog(), max_line_mb)
    return _load(_rows(Path(path), format, checker), checker.faults, file_label(Path(path)), systems)


def from_examples(examples: Iterable[Example], *, systems: Sequence[str] | None = None) -> DataSet:
    """The same checks, order and digest for examples made in Python; a fault's line is their position, from 1.

    Raises:
        DataError: with every fault of the examples.
        UsageError: for wrong `systems`, or no room for the temporary copy of the data.

    >>> with from_examples([Example("a1", "The bank cut its rate.", {"lead": "Rates fell."})]) as data:
    ...     data.systems, data.n_examples, next(data.examples()).candidates["lead"]
    (('lead',), 1, 'Rates fell.')
    """
    faults = FaultLog()
    return _load(_checked(examples, RowChecker(FieldNames(), faults)), faults, EXAMPLES_LABEL, systems)


def read_text(path: Path) -> str:
    """The text of one UTF-8 file, untouched but for a byte order mark at its start; at most 16 x 2**20 bytes.

    Raises:
        DataError: when it cannot be read, is not UTF-8 or has a NUL byte.
    """
    faults = FaultLog()
    text = read_whole(path, faults)
    faults.raise_any()
    return text or ""


def _load(rows: Iterator[Row], faults: FaultLog, label: str, systems: Sequence[str] | None) -> DataSet:
    if systems is not None and (not systems or len(set(systems)) < len(systems)):
        raise UsageError(f"systems: expected at least one name, each once; got {list(systems)}")
    spool = Spool(faults)
    try:
        for row in rows:
            spool.add(row)
        spool.check_whole(label)
        for system in systems or ():
            if system not in spool.systems:
                faults.add(label, None, f"no system {system!r}", nearest(system, spool.systems))
        faults.raise_any()
    except BaseException:
        spool.close()
        raise
    return DataSet(spool, systems or tuple(spool.systems))


def _rows(path: Path, format: str | None, checker: RowChecker) -> Iterator[Row]:
    for file, reader in find_files(path, format, checker.faults):
        try:
            yield from reader(file, checker)
        except OSError as error:
            checker.faults.add_os_error(file, error)


def _checked(examples: Iterable[object], checker: RowChecker) -> Iterator[Row]:
    keys = ("id", "source", "references", "candidates", "tags")
    for number, example in enumerate(examples, 1):
        place = Place(EXAMPLES_LABEL, number)
        if not isinstance(example, Example):
            checker.faults.add(*place, f"a {type(example).__name__}, not an Example", "make it an evalharness.Example")
            continue
        row = checker.row(place, keys, [getattr(example, key) for key in keys])
        if row is not None:
            yield row
