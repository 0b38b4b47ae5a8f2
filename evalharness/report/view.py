"""The leaderboard as people see it: which columns, how numbers are written, and the sentences around the table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Literal, get_args

from evalharness.compare.board import Leaderboard, Score, SystemRow, ValueColumn, WorstFinding
from evalharness.report.text import Painter, number, one_line, percent

TableFormat = Literal["plain", "github", "latex", "html", "csv"]
FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)
MAX_REASON = 240  # characters of a reason on one line; items.jsonl has all of it
ARROWS = {True: " ↑", False: " ↓", None: ""}


@dataclass(frozen=True, slots=True)
class LeaderboardView:
    """A leaderboard ready to be shown. ``str()`` gives the terminal's form, a notebook shows an HTML table.

    Attributes:
        board: the numbers, as in ``leaderboard.json``.
        show: the metric.value columns; by default the first value of every metric that has a better direction.
    """

    board: Leaderboard
    show: tuple[str, ...] | None = None

    def render(self, format: TableFormat = "plain", *, findings: bool = True, color: bool = False) -> str:
        """The table in one of ``FORMATS``; in ``plain`` with notes and the worst findings below it."""
        if format == "csv":
            return self._csv()
        table = self._table(format)
        if format != "plain":
            return table
        parts = [table, "\n".join(self.notes())]
        if findings and self.board.worst_findings:
            parts.append(self.findings(Painter(color)))
        return "\n\n".join(part for part in parts if part)

    def columns(self) -> tuple[ValueColumn, ...]:
        """The values that are shown, in order; the one that ranks is always among them."""
        values = self.board.values
        if self.show is None:
            primary = {column.metric: column for column in reversed(values)}
            wanted = {_full(c) for c in primary.values() if c.higher_is_better is not None} | {self.board.sort}
            return tuple(column for column in values if _full(column) in wanted)
        known = {_full(column): column for column in values}
        shown = self.show if self.board.sort in self.show else (self.board.sort, *self.show)
        return tuple(known[name] for name in shown if name in known)

    def notes(self) -> Iterator[str]:
        """What a reader must know to read the table, warnings first."""
        board = self.board
        yield from (f"warning: {warning}" for warning in board.warnings)
        examples = "1 example" if board.n_examples == 1 else f"{board.n_examples} examples"
        yield f"{examples}, ranked by {board.sort}; means of the items with 95% bootstrap intervals; shares in percent."
        if len({row.rank for row in board.systems}) < len(board.systems):
            yield f"Systems share a rank where a paired test cannot tell one from the one above (p > {board.alpha:g})."

    def findings(self, paint: Painter) -> str:
        """The worst findings, a line each, by system."""
        lines = ["Findings" if self.board.n_examples == 1 else "Worst findings"]
        shown = ""
        for finding in self.board.worst_findings:
            if finding.system != shown:
                shown = finding.system
                lines.append(paint.bold(one_line(shown)))
            lines.append("  " + _finding_line(finding, paint))
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.render()

    def _repr_html_(self) -> str:
        return self._table("html")

    def _table(self, format: TableFormat) -> str:
        from tabulate import tabulate

        stacked = format == "plain"
        columns = self.columns()
        heads = ["rank", "system", *(_head(column, stacked) for column in columns), "n", "coverage"]
        rows = [self._cells(row, columns, stacked) for row in self.board.systems]
        align = ("right", "left", *["right"] * (len(columns) + 2))
        kind = {"plain": "simple", "latex": "latex_booktabs"}.get(format, format)
        # disable_numparse: a system called 1e5 keeps its name
        return str(tabulate(rows, heads, tablefmt=kind, disable_numparse=True, colalign=align))

    def _cells(self, row: SystemRow, columns: Sequence[ValueColumn], stacked: bool) -> list[str]:
        rank = "-" if row.rank is None else str(row.rank)
        cells = [_cell(column, row.metrics[column.metric][column.value], stacked) for column in columns]
        return [rank, one_line(row.system), *cells, str(row.n), percent(row.coverage)]

    def _csv(self) -> str:
        """Every value with its interval in columns of their own, unrounded and unscaled, for other programs."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        names = [_full(column) for column in self.board.values]
        parts = [part for name in names for part in (name, f"{name}.ci95_low", f"{name}.ci95_high", f"{name}.n")]
        writer.writerow(["rank", "system", "baseline", "n", "coverage", *parts])
        for row in self.board.systems:
            scores = [row.metrics[column.metric][column.value] for column in self.board.values]
            cells = [cell for s in scores for cell in (s.value, *(s.ci95 or (None, None)), s.n)]
            writer.writerow([row.rank, row.system, row.baseline, row.n, row.coverage, *cells])
        return out.getvalue().rstrip("\n")


def _full(column: ValueColumn) -> str:
    return f"{column.metric}.{column.value}"


def _head(column: ValueColumn, stacked: bool) -> str:
    gap = "\n" if stacked else " "
    return f"{column.metric}{gap}{column.value}{ARROWS[column.higher_is_better]}"


def _cell(column: ValueColumn, score: Score, stacked: bool) -> str:
    if score.value is None:
        return "n/a"
    share = (column.low, column.high) == (0.0, 1.0)
    write = percent if share else number
    if score.ci95 is None:
        return write(score.value)
    gap = "\n" if stacked else " "
    return f"{write(score.value)}{gap}[{write(score.ci95[0])}, {write(score.ci95[1])}]"


def _finding_line(finding: WorstFinding, paint: Painter) -> str:
    place = finding.id if finding.start is None else f"{finding.id}:{finding.start}-{finding.end}"
    reason = shorten(one_line(finding.reason), MAX_REASON, placeholder=" ...")
    if finding.text and '"' not in reason and one_line(finding.text) not in reason:
        reason += f': "{one_line(finding.text)}"'
    label = paint.severity(finding.severity, f"{finding.severity:<4} {finding.kind:<11}")
    return f"{label} {one_line(place)}  {reason}"
