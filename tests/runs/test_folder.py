"""A run folder is whole or resumable, and never somebody else's."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evalharness.api import evaluate, load_run
from evalharness.errors import ResumeError, UsageError
from evalharness.records import Example
from evalharness.runs.folder import RunWriter, next_folder, read_items, write_json
from evalharness.runs.manifest import Counts, Manifest

MANIFEST = Manifest(
    config={"data": {"path": "x"}, "metrics": [{"use": "length"}]},
    signatures={"length": "length|unit:words|v:1"},
    values={},
    systems=["a", "b"],
    baselines=[],
    sort="length.length",
    seed=13,
    data_digest="d",
    packages={},
    counts=Counts(3, 2),
)
LINES = [[f'{{"n": {2 * i}}}', f'{{"n": {2 * i + 1}}}'] for i in range(3)]


def write_all(folder: Path, *, resume: bool = False) -> int:
    with RunWriter(folder, MANIFEST, resume=resume) as writer:
        done = writer.n_done
        for lines in LINES[done:]:
            writer.write(lines)
        writer.finish({"board": 1}, Counts(3, 2, {"ok": 6}), {"wall_s": 1.0})
    return done


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_prefix_that_a_kill_may_leave_can_be_resumed(tmp_path: Path) -> None:
    write_all(tmp_path / "whole")
    whole = content(tmp_path / "whole")
    items = whole["items.jsonl"]
    for size in range(len(items) + 1):
        folder = tmp_path / f"cut{size}"
        with RunWriter(folder, MANIFEST):
            pass
        (folder / "items.jsonl").write_bytes(items[:size])
        # two lines an example: a line without its line break, or an example without its second line, is done again
        assert write_all(folder, resume=True) == items[:size].count(b"\n") // 2
        assert content(folder) == whole


def test_a_kill_before_the_first_write_or_between_the_last_two_leaves_a_resumable_folder(tmp_path: Path) -> None:
    write_all(tmp_path / "whole")
    (tmp_path / "new").mkdir()
    write_all(tmp_path / "new", resume=True)
    with RunWriter(tmp_path / "late", MANIFEST) as writer:
        for lines in LINES:
            writer.write(lines)
    write_json(tmp_path / "late" / "leaderboard.json", {"board": 1})
    (tmp_path / "late" / "run.json.tmp").write_text("{", encoding="utf-8")
    assert write_all(tmp_path / "late", resume=True) == 3
    assert content(tmp_path / "new") == content(tmp_path / "late") == content(tmp_path / "whole")


def test_resuming_a_whole_run_changes_nothing(tmp_path: Path) -> None:
    write_all(tmp_path / "run")
    before = content(tmp_path / "run")
    with RunWriter(tmp_path / "run", MANIFEST, resume=True) as writer:
        assert writer.was_complete
    assert content(tmp_path / "run") == before


def test_a_run_of_something_else_is_not_resumed_and_only_the_difference_is_shown(tmp_path: Path) -> None:
    write_all(tmp_path / "run")
    other = replace(MANIFEST, seed=14, signatures={"length": "length|unit:characters|v:1"})
    with pytest.raises(ResumeError) as caught:
        RunWriter(tmp_path / "run", other, resume=True)
    assert str(caught.value).splitlines()[1:-1] == [
        "  seed: 13 != 14",
        "  signatures.length: 'length|unit:words|v:1' != 'length|unit:characters|v:1'",
    ]


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    write_all(tmp_path / "run")
    with pytest.raises(UsageError, match="holds a run already; go on with --resume"):
        RunWriter(tmp_path / "run", MANIFEST)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    for force in (False, True):
        with pytest.raises(UsageError, match=r"holds files that are no run's \(thesis\.txt\)"):
            RunWriter(tmp_path / "mine", MANIFEST, force=force)
    with pytest.raises(UsageError, match="is a file"):
        RunWriter(tmp_path / "mine" / "thesis.txt", MANIFEST)
    with pytest.raises(UsageError, match="not there"):
        RunWriter(tmp_path / "none", MANIFEST, resume=True)
    with RunWriter(tmp_path / "busy", MANIFEST), pytest.raises(UsageError, match="another process is writing"):
        RunWriter(tmp_path / "busy", MANIFEST, resume=True)


def test_force_replaces_a_run(tmp_path: Path) -> None:
    write_all(tmp_path / "run")
    with RunWriter(tmp_path / "run", MANIFEST, force=True):
        pass
    assert sorted(content(tmp_path / "run")) == ["items.jsonl", "run.json"]
    assert content(tmp_path / "run")["items.jsonl"] == b""


def test_numbered_folders_do_not_collide(tmp_path: Path) -> None:
    names = [next_folder(tmp_path / "runs", "wire").name for _ in range(3)]
    (tmp_path / "runs" / "wire-0009").mkdir()
    (tmp_path / "runs" / "wire-old").mkdir()
    assert [*names, next_folder(tmp_path / "runs", "wire").name] == ["wire-0001", "wire-0002", "wire-0003", "wire-0010"]


def test_damage_is_named_by_file_and_line(tmp_path: Path) -> None:
    run = evaluate([Example("a", "One two.", {"s": "One."})], ["length"], out=tmp_path / "run")
    with (run.path / "items.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    with pytest.raises(UsageError, match=r"items\.jsonl:2: not an item"):
        list(read_items(run.path))
    with pytest.raises(UsageError, match="not there; give the folder of a run"):
        load_run(tmp_path)
    data = json.loads((run.path / "run.json").read_text(encoding="utf-8"))
    write_json(run.path / "run.json", {**data, "schema_version": 99})
    with pytest.raises(UsageError, match="schema version 99, this program reads 1"):
        load_run(run.path)
    write_json(run.path / "run.json", {**data, "state": "incomplete"})
    with pytest.raises(UsageError, match="interrupted; finish it with"):
        load_run(run.path)
