"""A value over time, the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evalharness.api import evaluate
from evalharness.errors import UsageError
from evalharness.history.database import Database
from evalharness.history.store import add_run
from evalharness.history.trend import OTHER_SOURCES, trend
from evalharness.records import Example

RunMaker = Callable[..., Path]
MAY = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def five(database: Database, make_run: RunMaker) -> Database:
    """Five runs, a day apart: the third with other settings, the fourth on other articles."""
    made = [
        make_run("r0", 4),
        make_run("r1", 6),
        make_run("r2", 8, stemmer=True),
        make_run("r3", 8, stemmer=True, first="Later"),
        make_run("r4", 0, stemmer=True, first="Later"),
    ]
    for i in (3, 0, 4, 2, 1):  # the order of adding says nothing
        add_run(database, made[i], date=MAY + timedelta(days=i))
    return database


def test_the_points_are_those_of_the_leaderboards(five: Database, tmp_path: Path) -> None:
    found = trend(five, "rouge_l.f1", systems=["desk"])
    (series,) = found.series
    assert (found.metric, found.value, found.higher_is_better, found.n_runs) == ("rouge_l", "f1", True, 5)
    assert [point.label for point in series.points] == ["r0", "r1", "r2", "r3", "r4"]
    for point in series.points:
        board = json.loads((tmp_path / "runs" / point.label / "leaderboard.json").read_text(encoding="utf-8"))
        (score,) = (row["metrics"]["rouge_l"]["f1"] for row in board["systems"] if row["system"] == "desk")
        assert (point.value, list(point.ci95 or ()), point.n) == (score["value"], score["ci95"], score["n"])


def test_what_was_measured_otherwise_breaks_the_line(five: Database) -> None:
    (series,) = trend(five, "rouge_l", systems=["desk"]).series
    assert [bool(point.changed) for point in series.points] == [False, False, True, True, False]
    assert series.points[2].changed == "settings: stem:no -> stem:yes"
    assert series.points[3].changed == OTHER_SOURCES
    (series,) = trend(five, "rouge_l", systems=["desk"], last=2).series
    assert [point.changed for point in series.points] == [OTHER_SOURCES, ""]  # held against a run that is not shown


def test_a_metric_alone_means_its_primary_value(five: Database) -> None:
    assert trend(five, "length").value == "length"


def test_trivial_rows_take_part_only_where_named(five: Database) -> None:
    assert {series.system for series in trend(five, "rouge_l.f1").series} == {"desk", "model"}
    assert [series.system for series in trend(five, "rouge_l.f1", systems=["baseline:lead3"]).series] == [
        "baseline:lead3"
    ]


def test_one_example_alone(five: Database) -> None:
    found = trend(five, "length.length", example="é1", systems=["desk"])
    # as many words as each run gave the system; an empty candidate has none
    assert [(point.value, point.ci95) for point in found.series[0].points] == [
        (number, None) for number in (4.0, 6.0, 8.0, 8.0, 0.0)
    ]


def test_undefined_is_none_and_not_zero(database: Database, tmp_path: Path) -> None:
    examples = [Example("x", "One two.", {"desk": "One."}), Example("y", "One two.", {"desk": "One."})]
    add_run(database, Path(evaluate(examples, ["length"], out=tmp_path / "all")), date=MAY)
    lacking = [examples[0], Example("y", "One two.", {"model": "One."})]
    add_run(database, Path(evaluate(lacking, ["length"], out=tmp_path / "lacking")), date=MAY + timedelta(days=1))
    (series,) = trend(database, "length", example="y", systems=["desk"]).series
    assert [(point.value, point.n) for point in series.points] == [(1.0, 1), (None, 0)]


def test_only_the_last_runs(five: Database) -> None:
    found = trend(five, "rouge_l.f1", last=2)
    assert found.n_runs == 5
    assert [[point.label for point in series.points] for series in found.series] == [["r3", "r4"]] * 2


def test_a_system_that_came_later_has_fewer_points(database: Database, make_run: RunMaker) -> None:
    add_run(database, make_run("a"), date=MAY)
    late = evaluate([Example("x", "One two three.", {"new": "One two."})], ["length"], out=make_run("b").parent / "c")
    add_run(database, Path(late), date=MAY + timedelta(days=1))
    found = trend(database, "length.length")
    assert {series.system: len(series.points) for series in found.series} == {"new": 1, "desk": 1, "model": 1}
    assert found.series[0].system == "new"  # the latest run's systems first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"value": "rouge_l.f2"}, r"no run has the value 'rouge_l.f2'; did you mean 'rouge_l.f1'\?"),
        ({"value": "rouge_l.f1", "systems": ["disk"]}, r"no system 'disk' has this value; did you mean 'desk'\?"),
        ({"value": "rouge_l.f1", "example": "e1"}, r"no run has example 'e1' with rouge_l\.f1"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(five: Database, arguments: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        trend(five, **arguments)
