"""The run folder: created, written line by line, resumed, read.

``run.json`` is there from the start with the state ``incomplete``. ``items.jsonl`` only grows, by whole examples.
At the end ``leaderboard.json`` appears and ``run.json`` turns ``complete``, each by an atomic rename. Whatever a kill
interrupts, the folder is either whole or has a prefix that a resumed run goes on from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from evalharness.engine.items import decode_item
from evalharness.errors import UsageError
from evalharness.records import ItemRecord
from evalharness.runs.manifest import Counts, Manifest, check_same_run

try:
    import fcntl
except ImportError:  # Windows: nothing there to lock a folder with
    fcntl = None  # type: ignore[assignment]

RUN, ITEMS, LEADERBOARD = "run.json", "items.jsonl", "leaderboard.json"
FILES = frozenset({RUN, ITEMS, LEADERBOARD, f"{RUN}.tmp", f"{LEADERBOARD}.tmp"})


def next_folder(base: Path, stem: str) -> Path:
    """A new empty folder ``base/stem-0001`` or the next free number; safe against others doing the same."""
    base.mkdir(parents=True, exist_ok=True)
    taken = [path.name.rpartition("-")[2] for path in base.glob(f"{stem}-[0-9]*")]
    number = max((int(text) for text in taken if text.isdecimal()), default=0)
    while True:
        number += 1
        try:
            (base / f"{stem}-{number:04d}").mkdir()
        except FileExistsError:
            continue
        return base / f"{stem}-{number:04d}"


def write_json(path: Path, data: object) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never a part."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(data, file, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def read_json(path: Path) -> Any:  # noqa: ANN401 - JSON of any shape
    """Read a JSON file of a run.

    Raises:
        UsageError: it is not there, or not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"{path}: not there; give the folder of a run (it has {RUN}, {ITEMS}, {LEADERBOARD})"
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as JSON: {error}; the run is damaged, make it again") from error


class RunWriter:
    """Writes one run folder. Use it as a context manager: it holds the folder against other writers."""

    def __init__(self, folder: Path, manifest: Manifest, *, resume: bool = False, force: bool = False) -> None:
        """Take over `folder`: empty or new, with `resume` a run to go on with, with `force` a run to replace.

        Raises:
            UsageError: the folder holds something else, or another process writes to it.
            ResumeError: the run there was made from something else.
        """
        self.folder, self._manifest = folder, manifest
        self.n_done = 0
        _make_folder(folder, resume=resume, force=force)
        self._lock = _Lock(folder)
        try:
            self.was_complete = resume and self._check_resume()
            if not resume:
                _clear(folder)
            if not self.was_complete:
                self._begin(resume)
        except BaseException:
            self._lock.close()
            raise

    def _check_resume(self) -> bool:
        if not (self.folder / RUN).exists():
            return False  # killed before the first write: nothing is done yet
        where = self.folder / RUN
        old = Manifest.from_json(read_json(where), str(where))
        check_same_run(old, self._manifest, str(self.folder))
        return old.state == "complete"

    def _begin(self, resume: bool) -> None:
        write_json(self.folder / RUN, self._manifest.to_json())
        path = self.folder / ITEMS
        n_rows = len(self._manifest.systems) + len(self._manifest.baselines)
        self.n_done, size = _whole_examples(path, n_rows) if resume else (0, 0)
        self._items: BinaryIO = path.open("ab")
        self._items.truncate(size)

    def write(self, lines: Sequence[str]) -> None:
        """Append the lines of one example."""
        self._items.write("".join(line + "\n" for line in lines).encode("utf-8"))
        self._items.flush()

    def finish(self, leaderboard: object, counts: Counts, timings: dict[str, float]) -> None:
        """Write the leaderboard and declare the run complete."""
        self._items.flush()
        os.fsync(self._items.fileno())
        write_json(self.folder / LEADERBOARD, leaderboard)
        done = replace(self._manifest, state="complete", counts=counts, timings=timings)
        write_json(self.folder / RUN, done.to_json())

    def __enter__(self) -> RunWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.was_complete:
            self._items.close()
        self._lock.close()


def read_items(folder: Path) -> Iterator[ItemRecord]:
    """The records of a run in order, one at a time.

    Raises:
        UsageError: the file is not there, or a line of it is damaged (the message has its number).
    """
    path = folder / ITEMS
    try:
        file = path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}; give the folder of a run") from error
    with file:
        for number, line in enumerate(file, 1):
            try:
                yield decode_item(line)
            except (ValueError, KeyError, TypeError) as error:
                raise UsageError(f"{path}:{number}: not an item: {error}; make the run again") from error


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    return Manifest.from_json(read_json(folder / RUN), str(folder / RUN))


def read_finished(folder: Path) -> Manifest:
    """The manifest of a run that was scored to its end.

    Raises:
        UsageError: there is none, it cannot be read, or the run was interrupted.
    """
    manifest = read_manifest(folder)
    if manifest.state != "complete":
        raise UsageError(
            f"{folder}: this run was interrupted; finish it with `evalharness run CONFIG --resume {folder}`"
        )
    return manifest


def _make_folder(folder: Path, *, resume: bool, force: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; --out takes a folder")
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if resume and not folder.exists():
        raise UsageError(f"{folder}: not there; --resume takes the folder of an interrupted run")
    if names - FILES and (RUN not in names or force):
        other = ", ".join(sorted(names - FILES)[:3])
        raise UsageError(f"{folder}: holds files that are no run's ({other}); give --out an empty or new folder")
    if RUN in names and not (resume or force):
        advice = "go on with --resume, replace it with --force, or give another --out"
        raise UsageError(f"{folder}: holds a run already; {advice}")
    folder.mkdir(parents=True, exist_ok=True)


class _Lock:
    """Holds a folder against other writers for as long as it is open."""

    def __init__(self, folder: Path) -> None:
        # the folder itself is locked: no extra file, and the lock goes when the process does, however it ends
        self._handle = os.open(folder, os.O_RDONLY) if fcntl else None
        if self._handle is None:
            return
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            advice = "wait for it or give another --out"
            raise UsageError(f"{folder}: another process is writing to it; {advice}") from error

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _clear(folder: Path) -> None:
    # run.json goes first: without it, the rest is no run
    for name in (RUN, *sorted(FILES - {RUN})):
        (folder / name).unlink(missing_ok=True)


def _whole_examples(path: Path, n_rows: int) -> tuple[int, int]:
    """How many whole examples `path` starts with, and how many bytes they take."""
    n_lines = size = kept = 0
    if path.exists():
        with path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                n_lines += 1
                size += len(line)
                if n_lines % n_rows == 0:
                    kept = size
    return n_lines // n_rows, kept
