"""A folder of stories: ``<story>/wire.txt``, ``<story>/rewrites/<system>.txt`` maybe ``<story>/references/*.txt``.

The name of a story's folder is its id. Stories, and the texts of a story, come in the order of their names; every other
file is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evalharness.load.faults import file_label
from evalharness.load.lines import read_whole
from evalharness.load.rows import Place, Row, RowChecker

WIRE = "wire.txt"
REWRITES = "rewrites"
REFERENCES = "references"


def is_story(path: Path) -> bool:
    """Whether a folder looks like a story, whole or not."""
    return not path.name.startswith(".") and ((path / WIRE).is_file() or (path / REWRITES).is_dir())


def read_folder(path: Path, checker: RowChecker) -> Iterator[Row]:
    """Yield one row a story.

    Raises:
        OSError: when the folder cannot be listed.
    """
    for name in sorted(child.name for child in path.iterdir() if is_story(child)):
        try:
            row = _read_story(path / name, checker)
        except OSError as error:
            checker.faults.add_os_error(path / name, error)
            continue
        if row is not None:
            yield row


def _read_story(story: Path, checker: RowChecker) -> Row | None:
    place = Place(file_label(story), None)
    faults = checker.faults
    before = faults.n_faults
    rewrites = _texts(story / REWRITES)
    if not (story / WIRE).is_file():
        faults.add(*place, f"the story has no {WIRE}", "put the wire article there")
    if not rewrites:
        faults.add(*place, f"the story has no {REWRITES}/<system>.txt", "put the rewrites there, one a system")
    if faults.n_faults > before:
        return None
    limit = checker.max_line_mb
    source = read_whole(story / WIRE, faults, limit)
    candidates = {path.stem: read_whole(path, faults, limit) for path in rewrites}
    references = [read_whole(path, faults, limit) for path in _texts(story / REFERENCES)]
    if faults.n_faults > before:
        return None
    # Our own field names, whatever `columns` says: a folder has no columns.
    names = checker.names
    keys = (names.id, names.source, names.candidates, names.references)
    return checker.row(place, keys, (story.name, source, candidates, references))


def _texts(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    texts = (path for path in folder.iterdir() if path.suffix == ".txt" and not path.name.startswith("."))
    return sorted(texts, key=lambda path: path.stem)  # by the system's name: "a" comes before "a-b", "a.txt" would not
