"""FaultLog: every fault of the input, counted; the first ones kept; raised once, at the end."""

from __future__ import annotations

from pathlib import Path

from evalharness.errors import DataError, Fault

MAX_FAULTS_KEPT = 200
MAX_CHARS_SHOWN = 60


class FaultLog:
    """Collects faults while reading goes on, in the order of reading.

    >>> log = FaultLog()
    >>> log.add("data.jsonl", 3, "no 'id'")
    >>> log.n_faults, str(log.kept[0])
    (1, "data.jsonl:3: no 'id'")
    """

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.n_faults = 0

    def add(self, file: str, line: int | None, problem: str, advice: str = "") -> None:
        """Count a fault, and keep it unless `MAX_FAULTS_KEPT` are kept already."""
        self.n_faults += 1
        if len(self.kept) < MAX_FAULTS_KEPT:
            self.kept.append(Fault(file, line, problem, advice))

    def add_os_error(self, path: Path, error: OSError) -> None:
        """Add a fault for a file or folder that the system does not let us read."""
        self.add(file_label(path), None, f"cannot be read: {error.strerror or error}", "check the path and its rights")

    def raise_any(self) -> None:
        """Raise the collected faults as one `DataError`; do nothing when there are none."""
        if self.n_faults:
            raise DataError(self.kept, self.n_faults)


def file_label(path: Path) -> str:
    """The path as the user gave it, printable even where its name is not valid UTF-8.

    >>> file_label(Path("data/wire.jsonl"))
    'data/wire.jsonl'
    """
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def place_label(file: str, line: int | None) -> str:
    """``file:line``, or only the file where there is no line.

    >>> place_label("data.csv", 4), place_label("story", None)
    ('data.csv:4', 'story')
    """
    return file if line is None else f"{file}:{line}"


def shown(text: str) -> str:
    r"""`text` quoted for a message: escaped where unprintable, cut where long.

    >>> shown("a\n"), len(shown("x" * 1000))
    ("'a\\n'", 65)
    """
    return repr(text) if len(text) <= MAX_CHARS_SHOWN else f"{text[:MAX_CHARS_SHOWN]!r}..."
