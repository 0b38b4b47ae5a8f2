"""Where CI looks: renderers of one verdict, each a function of it and of where its candidates' files are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evalharness.compare.verdict import Verdict
from evalharness.report.ci.github import render_annotations, render_summary
from evalharness.report.ci.gitlab import render_gitlab
from evalharness.report.ci.junit import render_junit
from evalharness.report.ci.sarif import render_sarif
from evalharness.report.ci.spots import Spots
from evalharness.report.verdict_view import VerdictView

__all__ = ["FORMATS", "Spots", "render_text"]


def render_text(verdict: Verdict, spots: Spots | None = None) -> str:
    """A verdict as plain text, as the terminal shows it, without colour."""
    return VerdictView(verdict, verdict.comparison.after.label if verdict.comparison else "the run").render() + "\n"


FORMATS: Mapping[str, Callable[[Verdict, Spots | None], str]] = {
    "junit": render_junit,
    "sarif": render_sarif,
    "github": render_annotations,
    "gitlab": render_gitlab,
    "summary": render_summary,
    "text": render_text,
}
