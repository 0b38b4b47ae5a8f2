"""Where in the files of a repository a finding is: path, line and column, as CI shows them beside the text."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evalharness.compare.comparison import FindingChange
from evalharness.errors import EvalHarnessError
from evalharness.load.places import CandidatePlace, find_candidates
from evalharness.records import Span
from evalharness.runs.folder import read_manifest

CONFIG_ENDINGS = (".yaml", ".yml")
# Where GitHub and GitLab lay the repository: what their paths are relative to.
ROOT_VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file. Lines and columns count from 1, columns in characters; the end column is the first one after.

    Attributes:
        path: with slashes; relative to the repository where the file is in it.
        column, end_line, end_column: None where only the line is known.
    """

    path: str
    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class Spots:
    """The files of the candidates of a run; without any, findings are known by example and system alone.

    Attributes:
        places: (example id, system) -> where the candidate was read from.
        root: the folder that paths are shown relative to.
    """

    places: Mapping[tuple[str, str], CandidatePlace] = field(default_factory=dict)
    root: str = "."

    def of(self, change: FindingChange) -> Spot | None:
        """Where a finding of the run is; None where no file is known, or the file says something else by now."""
        place = self.places.get((change.id, change.system))
        return None if place is None else _spot(place, change.finding.span, relative(place.file, self.root))

    def of_candidate(self, id: str, system: str) -> Spot | None:
        """Where a candidate begins; None where no file is known."""
        place = self.places.get((id, system))
        return None if place is None else Spot(relative(place.file, self.root), place.line or 1)


def find_spots(run: Path, wanted: Collection[tuple[str, str]], data: Path | None = None, root: str = ".") -> Spots:
    """The files of candidates, found by what the run's manifest says of its data.

    Args:
        run: the run's folder.
        wanted: (example id, system) of the candidates.
        data: the data itself, or the config of the run, whose folder the data's path is relative to. None: the path
            in the manifest, from the working directory; nothing is found, and nothing said, if it is not there.
        root: the folder that paths are shown relative to.

    Raises:
        EvalHarnessError: `data` is given and cannot be read.
    """
    section = read_manifest(run).config["data"]
    path = data or Path(section["path"])
    if data is not None and data.suffix.lower() in CONFIG_ENDINGS:
        path = data.parent / section["path"]
    if not wanted or (data is None and not path.exists()):
        return Spots(root=root)
    how = {key: section[key] for key in ("format", "columns", "max_line_mb")}
    try:
        return Spots(find_candidates(path, wanted, **how), root)
    except EvalHarnessError:
        if data is None:
            return Spots(root=root)
        raise


def repository_root(environment: Mapping[str, str]) -> str:
    """The folder that a CI system shows paths relative to; outside of CI the working directory.

    >>> repository_root({"CI_PROJECT_DIR": "/builds/desk"})
    '/builds/desk'
    """
    return next((environment[name] for name in ROOT_VARIABLES if environment.get(name)), ".")


def relative(file: str, root: str) -> str:
    """`file` as a path with slashes, relative to `root` where it lies below it.

    >>> relative("/desk/data/../stories/deal.txt", "/desk"), relative("/elsewhere/deal.txt", "/desk")
    ('stories/deal.txt', '/elsewhere/deal.txt')
    """
    for absolute in (os.path.abspath, os.path.realpath):
        path, base = absolute(file), absolute(root)
        if path.startswith(base.rstrip(os.sep) + os.sep):
            return os.path.relpath(path, base).replace(os.sep, "/")
    return os.path.abspath(file).replace(os.sep, "/")


def _spot(place: CandidatePlace, span: Span | None, path: str) -> Spot | None:
    if span is not None and place.text[span.start : span.end] != span.text:
        return None
    if place.line is not None or span is None:
        return Spot(path, place.line or 1)
    return Spot(path, *_line_and_column(place.text, span.start), *_line_and_column(place.text, span.end))


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    r"""Where a character is, both from 1.

    >>> _line_and_column("one\ntwo", 5)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
