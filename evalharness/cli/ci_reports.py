"""Options that write a verdict where CI looks, for any verb that has one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from evalharness.errors import UsageError

if TYPE_CHECKING:
    from evalharness.report.verdict_view import VerdictView

P = ParamSpec("P")
FILES = {
    "junit": "Write JUnit XML: a test for each rule, and for each example that fails.",
    "sarif": "Write SARIF 2.1.0: a result for each new finding, at its line.",
    "gitlab": "Write GitLab's code quality JSON.",
    "summary": "Write a Markdown summary.",
}


@dataclass(frozen=True, slots=True)
class CiReports:
    """What was asked for.

    Attributes:
        files: name of a format -> the file to write.
        github: whether to print annotations, and add the summary to the step's.
        data: the data of the run, or its config; None where the manifest tells.
    """

    files: Mapping[str, Path]
    github: bool
    data: Path | None

    def __bool__(self) -> bool:
        return bool(self.files) or self.github

    def write(self, view: VerdictView, run: Path) -> str:
        """Write all files; the text that belongs on stdout, which is the annotations.

        Raises:
            UsageError: a file cannot be written.
        """
        if not self:
            return ""
        from evalharness.report.ci import FORMATS
        from evalharness.report.ci.notices import candidates_of
        from evalharness.report.ci.spots import find_spots, repository_root

        root = repository_root(os.environ)
        spots = find_spots(run, candidates_of(view.verdict), self.data, root)
        for name, path in self.files.items():
            _write(path, FORMATS[name](view.verdict, spots), "w")
        if not self.github:
            return ""
        if step_summary := os.environ.get("GITHUB_STEP_SUMMARY"):
            _write(Path(step_summary), FORMATS["summary"](view.verdict, spots), "a")
        return FORMATS["github"](view.verdict, spots)


def ci_options(command: Callable[P, int]) -> Callable[..., int]:
    """Give `command` the options of this module, as one argument ``reports``."""

    @wraps(command)
    def with_reports(*args: P.args, **given: P.kwargs) -> int:
        files = {name: path for name in FILES if isinstance(path := given.pop(name), Path)}
        given["reports"] = CiReports(files, bool(given.pop("github")), given.pop("data"))  # type: ignore[arg-type]
        return command(*args, **given)

    a_path = click.Path(path_type=Path)
    options = [click.option(f"--{name}", type=a_path, metavar="FILE", help=text) for name, text in FILES.items()]
    options += [
        click.option("--github", is_flag=True, help="Print GitHub annotations, and add the summary to the step's."),
        click.option(
            "--data",
            type=a_path,
            help="The data of the run, or its config, to point into the files. [default: as the run names it]",
        ),
    ]
    decorated: Callable[..., int] = with_reports
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def _write(path: Path, text: str, mode: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # a lone surrogate, such as a path may bring, must not cost the report
        with path.open(mode, encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}; name a file in a folder of yours") from error
