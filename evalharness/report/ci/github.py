"""GitHub: annotations, which are lines of a step's log, and the step's summary in Markdown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice

from evalharness.compare.verdict import Status, Verdict
from evalharness.report.changes import what_is_said
from evalharness.report.ci.notices import Level, Notice, level_of, name_of, notices
from evalharness.report.ci.spots import Spot, Spots
from evalharness.report.comparison_view import MARKDOWN
from evalharness.report.text import one_line
from evalharness.report.verdict_view import HEADS

MAX_ANNOTATIONS = 10  # GitHub shows so many of each level for a step, and drops the rest without a word
MAX_LISTED = 50  # findings in the summary, which may not exceed 1 MiB
MAX_CELL = 500
SIGNS: dict[Status, str] = {"pass": "✅", "warn": "⚠️", "undecided": "❔", "fail": "❌"}
_CELL = {**MARKDOWN, ord("&"): "\\&", ord(">"): "\\>"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render_annotations(verdict: Verdict, spots: Spots | None = None) -> str:
    """A verdict as workflow commands: an error for each finding and rule that fails the gate, a warning for the others.

    Findings stand at their line where their file is known. Empty where all is well.
    """
    found = notices(verdict, spots or Spots())
    lines: list[str] = []
    levels: tuple[Level, ...] = ("error", "warning")
    for level in levels:
        commands = list(_of_rules(verdict, level)) + list(_of_findings(found, level))
        shown = commands[:MAX_ANNOTATIONS]
        if len(commands) > MAX_ANNOTATIONS:
            more = len(commands) - MAX_ANNOTATIONS + 1
            shown[-1] = command(level, f"and {more} more; the summary of the step has them", title="evalharness")
        lines += shown
    return "".join(f"{line}\n" for line in lines)


def command(level: Level, message: str, spot: Spot | None = None, *, title: str = "") -> str:
    r"""One workflow command. Whatever the texts hold, it stays one line, one command.

    >>> command("error", "100%\nsure", Spot("a,b.txt", 3, 5, 3, 9), title="x: y")
    '::error file=a%2Cb.txt,line=3,endLine=3,col=5,endColumn=9,title=x%3A y::100%25%0Asure'
    """
    given: dict[str, object] = {}
    if spot:
        given = {"file": spot.path, "line": spot.line, "endLine": spot.end_line, "col": spot.column}
        # GitHub takes columns only within one line
        given["endColumn"] = spot.end_column if spot.end_line == spot.line else None
    given["title"] = title or None
    properties = [f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in given.items() if value is not None]
    return f"::{level} {','.join(properties)}".rstrip() + f"::{_escaped(message, _DATA)}"


def guarded(text: str) -> str:
    """`text` for a step's log, where none of its lines is taken for a command."""
    token = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"::stop-commands::{token}\n{text}\n::{token}::"


def render_summary(verdict: Verdict, spots: Spots | None = None) -> str:
    """A verdict as Markdown: a table of the rules, a table of the new findings."""
    against = f" against {_cell(verdict.comparison.before.label)}" if verdict.comparison else ""
    run = _cell(verdict.comparison.after.label) if verdict.comparison else "the run"
    head = f"## {SIGNS[verdict.status]} evalharness: {HEADS[verdict.status]}"
    lines = [head, "", f"{run}{against}, by `{one_line(verdict.policy).replace('`', '')}`", ""]
    lines += ["| | rule | what |", "|---|---|---|"]
    for outcome in verdict.outcomes:
        sign = SIGNS["fail" if outcome.fails_gate else outcome.status]
        lines.append(f"| {sign} {outcome.status} | {_cell(name_of(outcome))} | {_cell(outcome.what)} |")
    lines += _findings(notices(verdict, spots or Spots()))
    steps = [each.next_step for each in verdict.outcomes if each.next_step and each.status != "pass"]
    if steps:
        lines += ["", "Next:", "", *(f"- {_cell(step)}" for step in dict.fromkeys(steps))]
    return "\n".join(lines) + "\n"


def _of_rules(verdict: Verdict, level: Level) -> Iterator[str]:
    for outcome in verdict.outcomes:
        if level_of(outcome) == level:
            yield command(level, outcome.what, title=f"evalharness: {name_of(outcome)}")


def _of_findings(found: Sequence[Notice], level: Level) -> Iterator[str]:
    for notice in found:
        if notice.level == level:
            change = notice.change
            where = f"story {change.id}, system {change.system}"
            yield command(
                level, f"{change.finding.reason} ({where})", notice.spot, title=f"new {what_is_said(change.finding)}"
            )


def _findings(found: Sequence[Notice]) -> Iterator[str]:
    if not found:
        return
    yield from ("", f"### New findings: {len(found)}", "", "| | story | system | finding | why | where |")
    yield "|---|---|---|---|---|---|"
    for notice in islice(found, MAX_LISTED):
        change, spot = notice.change, notice.spot
        where = f"{spot.path}:{spot.line}" if spot else ""
        cells = (notice.level, change.id, change.system, what_is_said(change.finding), change.finding.reason, where)
        yield f"| {' | '.join(map(_cell, cells))} |"
    if len(found) > MAX_LISTED:
        yield from ("", f"and {len(found) - MAX_LISTED} more")


def _cell(text: str) -> str:
    """`text` as one cell of a table in which nothing of it is markup."""
    line = one_line(text)
    return (line if len(line) <= MAX_CELL else f"{line[:MAX_CELL]} ...").translate(_CELL)


def _escaped(text: str, codes: dict[str, str]) -> str:
    return "".join(codes.get(character) or _visible(character) for character in text)


def _visible(character: str) -> str:
    """A control character as its picture: a log is shown in terminals."""
    if unicodedata.category(character) != "Cc" or character == "\t":
        return character
    return chr(0x2400 + ord(character)) if character < " " else "\ufffd"
