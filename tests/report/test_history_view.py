"""A history as it is printed and drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from evalharness.history.records import Entry, Point, Series, Trend
from evalharness.report.history_view import HEIGHT, TrendView, render_list
from evalharness.report.trend_svg import trend_svg

MAY = datetime(2026, 5, 1, 8, 5, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def point(i: int, value: float | None, ci95: tuple[float, float] | None = None, changed: str = "") -> Point:
    return Point(f"{i:012x}", f"build-{i}", MAY + timedelta(days=i), value, ci95, 10, changed)


def trend_of(*points: Point, system: str = "desk", high: float | None = 1.0) -> Trend:
    return Trend("fact_retention", "recall", True, 0.0, high, None, len(points), [Series(system, points)])


STEADY = trend_of(
    point(0, 0.5, (0.4, 0.6)),
    point(1, 0.7, (0.6, 0.8)),
    point(2, 0.5, (0.45, 0.55), "settings: v:1 -> v:2"),
    point(3, None),
    point(4, 0.6, (0.55, 0.65)),
)


def test_a_chart_in_the_terminal() -> None:
    # Worked out by hand: the axis goes from 40 to 80 in steps of 5 a line, so 50 is on line 6, 70 on line 2, 60 on 4;
    # the intervals reach 2 lines (40-60, 60-80) or 1 line (45-55, 55-65) up and down.
    assert TrendView(STEADY).render(60) == "\n".join(
        [
            "fact_retention.recall ↑: 5 runs",
            "",
            "desk",
            "80.0 ┤       │ ┊",
            "     │       │ ┊",
            "     │       ● ┊",
            "     │       │ ┊         │",
            "60.0 ┤   │   │ ┊         ●",
            "     │   │     ┊ │       │",
            "     │   ●     ┊ ●",
            "     │   │     ┊ │",
            "40.0 ┤   │     ┊     ?",
            "     └────────────────────",
            "      2026-05-01 to 2026-05-05",
            "  2026-05-01 08:05  000000000000  50.0 [40.0, 60.0]  build-0",
            "  2026-05-02 08:05  000000000001  70.0 [60.0, 80.0]  +20.0  build-1",
            "  2026-05-03 08:05  000000000002  50.0 [45.0, 55.0]  build-2",
            "    ┊ settings: v:1 -> v:2",
            "  2026-05-04 08:05  000000000003  n/a  build-3",
            "  2026-05-05 08:05  000000000004  60.0 [55.0, 65.0]  build-4",
            "",
            "● mean, │ 95% interval; ┊ measured otherwise than before: the two sides do not compare; dates in UTC; "
            "shares in percent.",
        ]
    )


@pytest.mark.parametrize("width", [20, 40, 80, 100])
@pytest.mark.parametrize("n", [1, 2, 7, 200])
def test_a_chart_keeps_to_its_width(n: int, width: int) -> None:
    lines = TrendView(trend_of(*(point(i, i / n) for i in range(n)))).render(width).splitlines()
    chart = lines[3 : 3 + HEIGHT + 1]
    assert all(len(line) <= width for line in chart)
    assert "".join(chart).count("●") == min(n, (width - 5 - 2) // 2 if n > 1 else 1, n)


@pytest.mark.parametrize("value", [0.0, 0.4, 1.0, None])
def test_a_value_that_never_moves_has_a_chart(value: float | None) -> None:
    trend = trend_of(point(0, value), point(1, value))
    assert TrendView(trend).render().count("●") == (3 if value is not None else 1)  # one stands in the key
    assert ET.fromstring(trend_svg(trend)).findall(f".//{SVG}circle")


def test_numbers_without_a_range_are_not_percent() -> None:
    assert "12.00" in TrendView(trend_of(point(0, 12.0), high=None)).render()


def test_the_picture_breaks_its_line_where_points_do_not_compare() -> None:
    root = ET.fromstring(trend_svg(STEADY))
    lines = [line.get("points", "").split() for line in root.iter(f"{SVG}polyline")]
    assert [len(points) for points in lines] == [2, 1, 1]  # 50 to 70; 50 alone; nothing; 60 alone
    circles = list(root.iter(f"{SVG}circle"))
    assert [circle.get("class") for circle in circles] == ["point", "point", "point", "none", "point"]
    heights = [float(circle.get("cy", "nan")) for circle in circles]
    assert heights[0] == heights[2] > heights[4] > heights[1]  # higher values stand higher
    (line,) = (line for line in root.iter(f"{SVG}line") if line.get("class") == "break")
    assert line.findtext(f"{SVG}title") == "settings: v:1 -> v:2"


def test_names_cannot_break_out_of_the_picture_or_steer_a_terminal() -> None:
    trend = trend_of(point(0, 0.5), system="<script>&\x1b[31m\x00")
    root = ET.fromstring(trend_svg(trend))
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>&[31m" in [text.text for text in root.iter(f"{SVG}text")]
    assert "\x1b" not in TrendView(trend).render()


def test_the_picture_needs_nothing_from_elsewhere_and_is_the_same_each_time() -> None:
    picture = trend_svg(STEADY)
    assert picture == trend_svg(STEADY)
    assert picture.replace("http://www.w3.org/2000/svg", "").count("http") == 0
    assert "<script" not in picture


def test_the_list_of_runs() -> None:
    entry = Entry("ab" * 32, "nightly", MAY, 20, ("a", "b", "c", "d", "e"))
    cells = [cell.strip() for cell in render_list([entry]).splitlines()[-1].split("  ") if cell.strip()]
    assert cells == ["2026-05-01 08:05", "abababababab", "nightly", "20", "a, b, c, d and 1 more"]
