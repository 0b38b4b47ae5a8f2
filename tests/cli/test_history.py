"""``history`` as it is typed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from evalharness.api import evaluate
from evalharness.cli.history import history
from evalharness.cli.main import main
from evalharness.records import Example


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two runs in ``runs``, the second with a longer rewrite."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EVALHARNESS_HISTORY", raising=False)
    for name, text in (("first", "One two."), ("second", "One two three.")):
        evaluate([Example("a", "One two three four.", {"desk": text})], ["length"], out=f"runs/{name}")
    return tmp_path


def code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["history", *arguments])
    return int(caught.value.code or 0)


def test_from_adding_to_the_trend(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code("add", "runs/first", "--date", "2026-05-01T23:30-02:00") == 0
    assert code("add", "runs/second", "--date", "2026-05-03", "--label", "v2") == 0
    assert code("add", "runs/first") == 0
    said = capsys.readouterr().out.splitlines()
    assert [line[14:] for line in said] == [
        "2026-05-02 01:30  first: added",
        "2026-05-03 00:00  v2: added",
        "2026-05-02 01:30  first: there already",
    ]
    assert Path("runs/history.db").is_file()
    assert code("list", "--json") == 0
    assert [(run["label"], run["date"]) for run in json.loads(capsys.readouterr().out)] == [
        ("first", "2026-05-02T01:30:00Z"),
        ("v2", "2026-05-03T00:00:00Z"),
    ]
    assert code("show") == 0
    assert capsys.readouterr().out.startswith("v2, run ")
    assert code("trend", "length", "--svg", "trend.svg", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [point["value"] for point in found["series"][0]["points"]] == [2.0, 3.0]
    ET.parse("trend.svg")
    assert code("trend", "length.length", "--system", "desk") == 0
    assert "length.length: 2 runs" in capsys.readouterr().out


def test_the_store_made_again_prints_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code("add", "runs/first", "runs/second", "--date", "2026-05-01")
    capsys.readouterr()
    code("list")
    before = capsys.readouterr().out
    assert code("rebuild", "--from", "runs") == 0
    assert capsys.readouterr().out == before


def test_the_environment_can_name_the_store(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALHARNESS_HISTORY", "sqlite:///elsewhere/team.db")
    assert code("add", "runs/first") == 0
    assert Path("elsewhere/team.db").is_file()
    assert not Path("runs/history.db").exists()


def test_exit_codes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code("list") == 2
    assert code("add", "nowhere") == 2
    assert code("add", "runs/first", "--date", "yesterday") == 2
    assert "--date yesterday: expected a date such as 2026-03-01" in capsys.readouterr().err
    assert code("add", "runs/first", "--store", "runs.db") == 2
    assert code("add", "runs/first", "--store", "sqlite:////proc/none/history.db") == 3
    assert code("add", "runs/first") == 0
    assert code("trend", "lenght.length") == 2
    assert "did you mean 'length.length'?" in capsys.readouterr().err
    assert code("trend", "length", "--svg", "nowhere/trend.svg") == 2
    assert code("show", "none") == 2
    assert code("rebuild", "--from", "nowhere") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_every_command_and_option_has_its_place_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "history.md").read_text(encoding="utf-8")
    for name, command in history.commands.items():
        assert f"`history {name}" in page
        for option in (option for each in command.params for option in each.opts if option.startswith("--")):
            assert option in page, option
