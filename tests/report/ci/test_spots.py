"""Findings are pointed to where an editor would put the cursor, or nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evalharness.api import evaluate
from evalharness.errors import DataError
from evalharness.load.places import find_candidates
from evalharness.report.ci.spots import Spot, Spots, find_spots, relative
from tests.report.ci.verdicts import CANDIDATE, NEW

WANTED = {("deal", "b")}


def story(folder: Path, text: bytes) -> None:
    (folder / "deal" / "rewrites").mkdir(parents=True)
    (folder / "deal" / "wire.txt").write_text("Shares fell.", encoding="utf-8")
    (folder / "deal" / "rewrites" / "b.txt").write_bytes(text)
    (folder / "deal" / "rewrites" / "a.txt").write_text("Other.", encoding="utf-8")


def spot(path: Path) -> Spot | None:
    return Spots(find_candidates(path, WANTED), str(path.parent)).of(NEW)


def test_line_and_column_in_the_file_of_a_story(tmp_path: Path) -> None:
    story(tmp_path / "data", CANDIDATE.encode())
    # the second line, after 16 characters, one of which takes four bytes; 10 characters long
    assert spot(tmp_path / "data") == Spot("data/deal/rewrites/b.txt", 2, 17, 2, 27)


def test_a_byte_order_mark_is_no_column(tmp_path: Path) -> None:
    story(tmp_path / "data", b"\xef\xbb\xbf" + CANDIDATE.split("\n", 1)[1].encode())
    found = find_candidates(tmp_path / "data", WANTED)["deal", "b"]
    assert found.text.startswith("The ")


def test_a_row_of_a_data_file_is_known_by_its_line(tmp_path: Path) -> None:
    rows = [{"id": "other", "source": "s", "candidates": {"b": "c"}}]
    rows.append({"id": "deal", "source": "s", "candidates": {"a": "x", "b": CANDIDATE}})
    (tmp_path / "data.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert spot(tmp_path / "data.jsonl") == Spot("data.jsonl", 2)
    cells = CANDIDATE.replace('"', '""')
    text = f'id,system,source,candidate\nother,b,"two\nlines",c\ndeal,b,s,"{cells}"\n'
    (tmp_path / "data.csv").write_text(text, encoding="utf-8", newline="")
    assert spot(tmp_path / "data.csv") == Spot("data.csv", 4)


def test_a_text_that_changed_since_is_not_pointed_into(tmp_path: Path) -> None:
    story(tmp_path / "data", b"x" + CANDIDATE.encode())
    assert spot(tmp_path / "data") is None


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    story(tmp_path / "data", CANDIDATE.encode())
    monkeypatch.chdir(tmp_path)
    evaluate("data", ["length"], out="run")
    return tmp_path


def test_the_manifest_tells_where_the_data_is(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = Spot("data/deal/rewrites/b.txt", 2, 17, 2, 27)
    assert find_spots(Path("run"), WANTED).of(NEW) == expected
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    assert find_spots(Path("../run"), WANTED, root="..").of(NEW) is None
    assert find_spots(Path("../run"), WANTED, Path("../data"), root="..").of(NEW) == expected
    # the path in a config is relative to it
    assert find_spots(Path("../run"), WANTED, Path("../ci.yaml"), root="..").of(NEW) == expected


def test_data_that_is_asked_for_and_cannot_be_read_is_said(project: Path) -> None:
    with pytest.raises(DataError, match="nowhere: no such file or folder"):
        find_spots(Path("run"), WANTED, Path("nowhere"))
    (project / "data" / "deal" / "wire.txt").unlink()
    with pytest.raises(DataError, match=r"no wire\.txt"):
        find_spots(Path("run"), WANTED, Path("data"))
    assert find_spots(Path("run"), WANTED).places == {}


def test_paths_are_relative_to_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "repo" / "ci").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo" / "ci")
    assert relative("../stories/a.txt", str(tmp_path / "repo")) == "stories/a.txt"
    assert relative("a.txt", "/") == f"{tmp_path}/repo/ci/a.txt".removeprefix("/")
    assert relative("../../a.txt", str(tmp_path / "repo")) == f"{tmp_path}/a.txt"
    (tmp_path / "link").symlink_to(tmp_path / "repo")
    assert relative("a.txt", str(tmp_path / "link")) == "ci/a.txt"
    assert relative(f"{tmp_path}/repository/a.txt", str(tmp_path / "repo")) == f"{tmp_path}/repository/a.txt"
