"""A trend as SVG: one panel for each system, all on the same scale; no script, no font or file from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten
from xml.sax.saxutils import escape

from evalharness.history.records import Point, Series, Trend
from evalharness.report.history_view import TrendView, day, minute
from evalharness.report.text import one_line

WIDTH, PANEL, TOP, BOTTOM = 760, 200, 44, 22
LEFT, RIGHT, ABOVE, BELOW = 64, 20, 40, 30  # margins of the plot inside its panel
N_LINES = 5  # of the grid
MAX_WORDS = 48  # of characters at a break
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:15px;font-weight:600;fill:#111}"
    ".name{font-weight:600}.small{font-size:11px;fill:#555}.grid{stroke:#e3e3e3}.ci{stroke:#7aa6d6;stroke-width:2}"
    ".line{fill:none;stroke:#1f5fa8;stroke-width:1.5}.point{fill:#1f5fa8}.none{fill:#fff;stroke:#999}"
    ".break{stroke:#b3541e;stroke-dasharray:3 3}.why{font-size:11px;fill:#b3541e}"
)


def trend_svg(trend: Trend) -> str:
    """The whole picture. Equal trends give equal bytes; runs stand in the order of their dates, evenly spaced."""
    view = TrendView(trend)
    height = TOP + PANEL * len(trend.series) + BOTTOM
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img">',
        f"<title>{_text(view.title())}</title>",
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text class="title" x="{LEFT}" y="26">{_text(view.title())}</text>',
    ]
    for place, series in enumerate(trend.series):
        lines += [f'<g transform="translate(0 {TOP + PANEL * place})">', *_panel(view, series), "</g>"]
    share = "; shares in percent" if view.is_share else ""
    intervals = "" if trend.example is not None else "Bars: 95% interval of the mean. "
    note = f"{intervals}Runs in the order of their dates (UTC){share}."
    lines += [f'<text class="small" x="{LEFT}" y="{height - 8}">{note}</text>', "</svg>", ""]
    return "\n".join(lines)


def _panel(view: TrendView, series: Series) -> Iterator[str]:
    low, high = view.bounds()
    points = series.points
    xs = _places(len(points))

    def y(value: float) -> float:
        return round(ABOVE + (high - value) / (high - low) * (PANEL - ABOVE - BELOW), 1)

    yield f'<text class="name" x="{LEFT}" y="18">{_text(series.system)}</text>'
    for line in range(N_LINES):
        level = low + (high - low) * line / (N_LINES - 1)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(level)}" y2="{y(level)}"/>'
        yield f'<text class="small" x="{LEFT - 8}" y="{y(level) + 4:g}" text-anchor="end">{view.write(level)}</text>'
    yield from _breaks(points, xs)
    for stretch in _stretches(points):
        path = " ".join(f"{xs[place]},{y(value)}" for place, value in stretch)
        yield f'<polyline class="line" points="{path}"/>'
    for x, point in zip(xs, points, strict=True):
        if point.ci95 is not None:
            yield f'<line class="ci" x1="{x}" x2="{x}" y1="{y(point.ci95[0])}" y2="{y(point.ci95[1])}"/>'
        kind, height = ("none", y(low)) if point.value is None else ("point", y(point.value))
        about = f"{minute(point.date)} {point.label} ({point.run}): {view.write(point.value)}"
        yield f'<circle class="{kind}" cx="{x}" cy="{height}" r="3.5"><title>{_text(about)}</title></circle>'
    yield from _dates(points, xs)


def _places(n: int) -> list[float]:
    """Where `n` points stand, evenly spaced and clear of the edges."""
    inner = WIDTH - LEFT - RIGHT
    return [round(LEFT + inner * (place + 0.5) / n, 1) for place in range(n)]


def _stretches(points: Sequence[Point]) -> Iterator[list[tuple[int, float]]]:
    """(place, value) of neighbours that compare: a break or an undefined value ends a stretch."""
    stretch: list[tuple[int, float]] = []
    for place, point in enumerate(points):
        if stretch and (point.changed or point.value is None):
            yield stretch
            stretch = []
        if point.value is not None:
            stretch.append((place, point.value))
    if stretch:
        yield stretch


def _breaks(points: Sequence[Point], xs: Sequence[float]) -> Iterator[str]:
    free = 0.0  # words of breaks that stand closer than this would run into each other; their tooltips have them
    for place, point in enumerate(points):
        if not point.changed or not place:
            continue
        x = round((xs[place - 1] + xs[place]) / 2, 1)
        line = f'<line class="break" x1="{x}" x2="{x}" y1="{ABOVE - 6}" y2="{PANEL - BELOW}">'
        yield f"{line}<title>{_text(point.changed)}</title></line>"
        if x >= free:
            # on the side that has room
            anchor, beside = ("start", x + 4) if x < WIDTH / 2 else ("end", x - 4)
            words = shorten(one_line(point.changed), MAX_WORDS, placeholder=" ...")
            yield f'<text class="why" x="{beside:g}" y="{ABOVE - 4}" text-anchor="{anchor}">{_text(words)}</text>'
            free = x + WIDTH / 2


def _dates(points: Sequence[Point], xs: Sequence[float]) -> Iterator[str]:
    """The first, the middle and the last day, none of them past the edge."""
    anchors = {0: "start", len(points) - 1: "end"} if len(points) > 1 else {0: "middle"}
    if len(points) > 4:
        anchors[len(points) // 2] = "middle"
    for place, anchor in sorted(anchors.items()):
        start = f'<text class="small" x="{xs[place]}" y="{PANEL - BELOW + 18}" text-anchor="{anchor}">'
        yield f"{start}{day(points[place].date)}</text>"


def _text(text: str) -> str:
    return escape(one_line(text))
