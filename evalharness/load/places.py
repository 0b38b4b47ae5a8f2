"""Where candidates stand in the files they were read from, for whoever has to mend them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from evalharness.load.discover import find_files
from evalharness.load.faults import FaultLog
from evalharness.load.folder import REWRITES, read_folder
from evalharness.load.layout import FieldNames
from evalharness.load.rows import RowChecker


@dataclass(frozen=True, slots=True)
class CandidatePlace:
    """One candidate and its file.

    Attributes:
        file: path as the caller's path names it.
        line: of its row in a data file, from 1; None where the file is the text itself.
        text: the candidate, untouched.
    """

    file: str
    line: int | None
    text: str


def find_candidates(
    path: Path,
    wanted: Collection[tuple[str, str]],
    *,
    format: str | None = None,
    columns: Mapping[str, str] = {},
    max_line_mb: int = 16,
) -> dict[tuple[str, str], CandidatePlace]:
    """The candidates of the (example id, system) pairs in `wanted`, as far as `path` has them; the rest as `open_data`.

    Raises:
        DataError: with every fault of the input.
        UsageError: for a wrong argument, or a missing pyarrow.
    """
    faults = FaultLog()
    checker = RowChecker(FieldNames.of(columns), faults, max_line_mb)
    found: dict[tuple[str, str], CandidatePlace] = {}
    for file, reader in find_files(path, format, faults):
        try:
            for row in reader(file, checker):
                for system, text in row.candidates.items():
                    if text is not None and (row.id, system) in wanted:
                        label, line = row.place
                        if reader is read_folder:  # its rows are stories; every text is a file
                            label, line = f"{label}/{REWRITES}/{system}.txt", None
                        found.setdefault((row.id, system), CandidatePlace(label, line, text))
        except OSError as error:
            faults.add_os_error(file, error)
    faults.raise_any()
    return found
