"""A history as people read it: the list of runs, one run, and a trend as a chart of characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from evalharness.compare.board import Leaderboard
from evalharness.history.records import Details, Entry, Point, Series, Trend
from evalharness.report.text import number, one_line, percent
from evalharness.report.view import ARROWS, LeaderboardView

HEIGHT = 9  # lines of a chart: enough to see a step, small enough that several systems fit a screen
MAX_STEP = 4
BREAK = "┊"


def day(date: datetime) -> str:
    """The day of a moment, in UTC.

    >>> day(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    '2026-03-01'
    """
    return f"{date.astimezone(UTC):%Y-%m-%d}"


def minute(date: datetime) -> str:
    """A moment to the minute, in UTC.

    >>> minute(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    '2026-03-01 23:30'
    """
    return f"{date.astimezone(UTC):%Y-%m-%d %H:%M}"


def stamp(date: datetime) -> str:
    """A moment for programs: ISO 8601 in UTC.

    >>> stamp(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    '2026-03-01T23:30:00Z'
    """
    return f"{date.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def entry_json(entry: Entry) -> dict[str, object]:
    """A run of the store as JSON-able data."""
    return {
        "id": entry.id,
        "digest": entry.digest,
        "label": entry.label,
        "date": stamp(entry.date),
        "examples": entry.n_examples,
        "systems": list(entry.systems),
    }


def render_list(entries: Sequence[Entry]) -> str:
    """A line for each run, the oldest first; dates in UTC."""
    from tabulate import tabulate

    rows = [
        [minute(entry.date), entry.id, one_line(entry.label), str(entry.n_examples), _systems(entry.systems)]
        for entry in entries
    ]
    align = ("left", "left", "left", "right", "left")
    heads = ["date (UTC)", "run", "label", "examples", "systems, best first"]
    return str(tabulate(rows, heads, tablefmt="simple", disable_numparse=True, colalign=align))


def render_run(details: Details, *, color: bool = False) -> str:
    """One run: what it is, and its leaderboard as it was."""
    entry = details.entry
    packages = ", ".join(f"{name} {version}" for name, version in sorted(details.packages.items()))
    head = f"{one_line(entry.label)}, run {entry.id}\n{minute(entry.date)} UTC; {packages}"
    return f"{head}\n\n{LeaderboardView(Leaderboard.from_json(details.leaderboard)).render(color=color)}"


def run_json(details: Details) -> dict[str, object]:
    """The same as JSON-able data."""
    return entry_json(details.entry) | {"packages": details.packages, "leaderboard": details.leaderboard}


@dataclass(frozen=True, slots=True)
class TrendView:
    """A trend ready to be shown."""

    trend: Trend

    def render(self, width: int = 80) -> str:
        """A chart for each system, `width` characters wide at most, with the latest runs in figures below it."""
        parts = [self.title(), *(self._system(series, width) for series in self.trend.series), self.notes()]
        return "\n\n".join(part for part in parts if part)

    def to_json(self) -> dict[str, object]:
        """Everything, as JSON-able data."""
        trend = self.trend
        return {
            "schema_version": 1,
            "metric": trend.metric,
            "value": trend.value,
            "higher_is_better": trend.higher_is_better,
            "example": trend.example,
            "runs": trend.n_runs,
            "series": [
                {"system": series.system, "points": [_point_json(point) for point in series.points]}
                for series in trend.series
            ],
        }

    def title(self) -> str:
        """What is shown, of how many runs."""
        trend = self.trend
        shown = len({point.run for series in trend.series for point in series.points})
        of = f"{shown} of {trend.n_runs} runs" if shown != trend.n_runs else "1 run" if shown == 1 else f"{shown} runs"
        about = "" if trend.example is None else f", example {one_line(trend.example)}"
        return f"{trend.metric}.{trend.value}{ARROWS[trend.higher_is_better]}{about}: {of}"

    def notes(self) -> str:
        """How to read it."""
        parts = ["● mean, │ 95% interval"] if self.trend.example is None else []
        if any(point.changed for series in self.trend.series for point in series.points):
            parts.append(f"{BREAK} measured otherwise than before: the two sides do not compare")
        parts.append("dates in UTC")
        if self.is_share:
            parts.append("shares in percent")
        return "; ".join(parts) + "."

    @property
    def is_share(self) -> bool:
        """Whether the value runs from 0 to 1 and is written in percent."""
        return (self.trend.low, self.trend.high) == (0.0, 1.0)

    def write(self, value: float | None) -> str:
        """A number as everywhere else."""
        if value is None:
            return "n/a"
        return percent(value) if self.is_share else number(value)

    def bounds(self) -> tuple[float, float]:
        """The ends of the vertical axis, the same for all systems: all points and intervals, and some air."""
        points = [point for series in self.trend.series for point in series.points]
        ends = [end for point in points for end in (point.value, *(point.ci95 or ())) if end is not None]
        low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
        if low == high:
            air = 0.05 * abs(low) or (0.05 if self.is_share else 1.0)
            low, high = low - air, high + air
        if self.is_share:
            low, high = max(low, 0.0), min(high, 1.0)
        return low, high

    def _system(self, series: Series, width: int) -> str:
        axis = max(len(self.write(end)) for end in self.bounds())
        n_fit = max((width - axis - 3) // 2, 2)
        points = series.points[-n_fit:]
        lines = [one_line(series.system), *self._chart(points, axis, width), *self._figures(points)]
        return "\n".join(line.rstrip() for line in lines)

    def _chart(self, points: Sequence[Point], axis: int, width: int) -> Iterator[str]:
        low, high = self.bounds()
        step = max(2, min(MAX_STEP, (width - axis - 3) // len(points)))
        columns = [_column(point, low, high) for point in points]
        for line in range(HEIGHT):
            level = high - (high - low) * line / (HEIGHT - 1)
            label = self.write(level) if line % 4 == 0 else ""
            gaps = (BREAK if point.changed else " " for point in points)
            cells = "".join(gap.center(step - 1) + column[line] for gap, column in zip(gaps, columns, strict=True))
            yield f"{label:>{axis}} {'┤' if label else '│'}{cells}"
        yield f"{'':>{axis}} └{'─' * (step * len(points))}"
        first, last = day(points[0].date), day(points[-1].date)
        gap = step * len(points) - len(first) - len(last)
        yield f"{'':>{axis}}  {first}" + (f"{'':>{gap}}{last}" if gap > 0 else f" to {last}" * (first != last))

    def _figures(self, points: Sequence[Point]) -> Iterator[str]:
        """The last five runs in figures, and every break."""
        before: Point | None = None
        for place, point in enumerate(points):
            if point.changed or place >= len(points) - 5:
                yield f"  {minute(point.date)}  {point.run}  {self._figure(before, point)}  {one_line(point.label)}"
                if point.changed:
                    yield f"    {BREAK} {one_line(point.changed)}"
            before = point

    def _figure(self, before: Point | None, point: Point) -> str:
        interval = "" if point.ci95 is None else " [{}, {}]".format(*map(self.write, point.ci95))
        change = ""
        if before and not point.changed and before.value is not None and point.value is not None:
            difference = point.value - before.value
            change = f"  {'+' if difference > 0 else '-' if difference < 0 else ' '}{self.write(abs(difference))}"
        return f"{self.write(point.value)}{interval}{change}"


def _column(point: Point, low: float, high: float) -> list[str]:
    """The characters of one point from top to bottom."""
    if point.value is None:
        return [" "] * (HEIGHT - 1) + ["?"]
    ends = (*(point.ci95 or ()), point.value)
    rows = [round((high - end) / (high - low) * (HEIGHT - 1)) for end in ends]
    column = ["│" if min(rows) <= line <= max(rows) else " " for line in range(HEIGHT)]
    column[rows[-1]] = "●"
    return column


def _point_json(point: Point) -> dict[str, object]:
    return {
        "run": point.run,
        "label": point.label,
        "date": stamp(point.date),
        "value": point.value,
        "ci95": None if point.ci95 is None else list(point.ci95),
        "n": point.n,
        "changed": point.changed,
    }


def _systems(names: Sequence[str]) -> str:
    shown = ", ".join(one_line(name) for name in names[:4])
    return shown + (f" and {len(names) - 4} more" if len(names) > 4 else "")
