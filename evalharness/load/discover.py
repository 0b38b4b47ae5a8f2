"""Which files to read, and how: by the name's ending, by what a folder holds, or as the caller says."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from evalharness.errors import UsageError, nearest
from evalharness.load.faults import FaultLog, file_label
from evalharness.load.folder import REWRITES, WIRE, is_story, read_folder
from evalharness.load.jsonl import read_jsonl
from evalharness.load.parquet import read_parquet
from evalharness.load.rows import Row, RowChecker
from evalharness.load.table import read_csv, read_tsv

Reader = Callable[[Path, RowChecker], Iterator[Row]]

READERS: dict[str, Reader] = {
    "jsonl": read_jsonl,
    "csv": read_csv,
    "tsv": read_tsv,
    "parquet": read_parquet,
    "folder": read_folder,
}
FORMATS = tuple(READERS)
ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".parquet": "parquet"}
_EXPECTED = f"a folder of stories, or a file that ends in {', '.join(ENDINGS)} (text files also with .gz)"
_MAX_NEAR = 3


def format_of(name: str) -> str | None:
    """The format that a file's name tells, or None.

    >>> format_of("wire.jsonl.gz"), format_of("WIRE.CSV"), format_of("wire.txt")
    ('jsonl', 'csv', None)
    """
    lower = name.lower()
    found = ENDINGS.get(Path(lower.removesuffix(".gz")).suffix)
    return None if found == "parquet" and lower.endswith(".gz") else found


def find_files(path: Path, format: str | None, faults: FaultLog) -> list[tuple[Path, Reader]]:
    """What to read for `path`, in order, each with its reader; empty, with a fault, when there is nothing to read.

    Raises:
        UsageError: for a `format` that does not exist.
    """
    if format is not None and format not in READERS:
        raise UsageError(f"there is no format {format!r}; {nearest(format, FORMATS)}")
    try:
        found = _find(path, format)
    except OSError as error:
        faults.add_os_error(path, error)
        return []
    if isinstance(found, list):
        return found
    faults.add(file_label(path), None, *found)
    return []


def _find(path: Path, format: str | None) -> list[tuple[Path, Reader]] | tuple[str, str]:
    """The files with their readers, or what is wrong and what to do."""
    if not path.exists():
        return "no such file or folder", _near_files(path)
    if path.is_dir():
        return _find_in_folder(path, format)
    if format == "folder":
        return "is a file, not a folder of stories", "name the folder, or another format"
    reader = format or format_of(path.name)
    if reader is None:
        return "its ending tells no format", f"expected {_EXPECTED}; or say the format ({', '.join(FORMATS)})"
    return [(path, READERS[reader])]


def _find_in_folder(path: Path, format: str | None) -> list[tuple[Path, Reader]] | tuple[str, str]:
    files = [
        (child, READERS[found])
        for child in sorted(path.iterdir())
        if (found := format_of(child.name)) and format in (None, found) and _is_data_file(child)
    ]
    has_stories = format in (None, "folder") and any(is_story(child) for child in path.iterdir())
    if has_stories and files:
        return f"holds both stories and data files ({files[0][0].name})", "say the format, or move one kind elsewhere"
    if has_stories:
        return [(path, read_folder)]
    if files:
        return files
    if is_story(path):
        return "is itself a story", f"name the folder that holds it: {file_label(path.parent)}"
    stories = f"<story>/{WIRE} with <story>/{REWRITES}/<system>.txt"
    return "nothing to read in this folder", f"expected stories ({stories}) or files ending in {', '.join(ENDINGS)}"


def _is_data_file(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".")


def _near_files(path: Path) -> str:
    """Names beside a missing path that look like it; else what is expected."""
    if not path.parent.is_dir():
        return f"there is no folder {file_label(path.parent)!r} either"
    near = difflib.get_close_matches(path.name, sorted(os.listdir(path.parent)), n=_MAX_NEAR)
    if not near:
        return f"expected {_EXPECTED}"
    return f"did you mean {' or '.join(file_label(path.with_name(name)) for name in near)}?"
