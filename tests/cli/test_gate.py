"""``gate`` and ``baseline`` as they are typed: exit codes, the file in git, the log beside it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evalharness.api import evaluate
from evalharness.cli.main import cli, main
from evalharness.records import Example

WORDS = ["The", "bank", "cut", "its", "rate", "again", "on", "Thursday", "in", "Oslo"]
POLICY = "rules:\n  - {value: length.length, min: 4}\n"
RUNNER = CliRunner()


def length_of(candidate: int, n: int = 12) -> list[Example]:
    """Examples of which system `new` has so many words, and `old` eight."""
    texts = {"old": " ".join(WORDS[:8]), "new": " ".join(WORDS[:candidate])}
    return [Example(f"e{i:02d}", " ".join(WORDS), texts) for i in range(n)]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with plug-in code that makes a longer text a better one, and runs by it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gate.yaml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def score(folder: str, candidate: int, n: int = 12) -> None:
    evaluate(length_of(candidate, n), ["extractive", "length"], out=folder)


def invoke(*arguments: str) -> Result:
    return RUNNER.invoke(cli, arguments, standalone_mode=False)


def exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return int(caught.value.code or 0)


def test_exit_codes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score("long", 8)
    score("short", 3)
    assert exit_code("gate", "long", "--policy", "gate.yaml") == 0
    assert exit_code("gate", "short", "--policy", "gate.yaml") == 1
    out = capsys.readouterr().out
    assert "PASS, but" not in out
    assert "length.length of new is 3.000 on average over 12 items, below the minimum of 4" in out
    assert exit_code("gate", "long") == 2
    assert "nothing to judge by: give --baseline, or --policy" in capsys.readouterr().err
    assert exit_code("gate", "none", "--policy", "gate.yaml") == 2
    assert exit_code("gate", "gate.yaml", "--policy", "gate.yaml") == 2
    assert exit_code("gate", "long", "--policy", "none.yaml") == 2
    assert exit_code("gate", "long", "--baseline", "gate.yaml", "--policy", "gate.yaml") == 2
    assert exit_code("gate", "long", "--before", "old", "--policy", "gate.yaml") == 2
    assert "Traceback" not in capsys.readouterr().err
    Path("drop.yaml").write_text("rules:\n  - {value: extractive.coverage, max_drop: 0}\n", encoding="utf-8")
    assert exit_code("gate", "long", "--policy", "drop.yaml") == 2
    assert "drop.yaml:2: " in capsys.readouterr().err


def test_a_run_against_itself_and_against_its_saved_baseline(project: Path) -> None:
    score("run", 8)
    assert exit_code("baseline", "save", "run") == 0
    assert exit_code("gate", "run", "--baseline", "baseline.json") == 0
    one, two = (invoke("gate", "run", "--baseline", "baseline.json", "--json").stdout for _ in range(2))
    assert one == two
    verdict = json.loads(one)
    assert (verdict["status"], verdict["exit_code"], verdict["policy"]) == ("pass", 0, "the default policy")


def test_systems_of_one_run_are_held_against_each_other(project: Path) -> None:
    score("run", 3)
    policy = "rules:\n  - {value: length.length, min: 4, systems: [new]}\n  - {no_new: [{}]}\n"
    Path("gate.yaml").write_text(policy, encoding="utf-8")
    done = invoke("gate", "run", "--before", "old", "--after", "new", "--policy", "gate.yaml", "--json")
    verdict = json.loads(done.stdout)
    assert verdict["comparison"]["before"]["label"] == "run:old"
    assert verdict["comparison"]["after"]["label"] == "run:new"
    assert {each["system"] for each in verdict["outcomes"]} == {None, "new"}
    lengths = [each for each in verdict["comparison"]["differences"] if each["value"] == "length"]
    assert [(each["before"], each["after"]) for each in lengths] == [(8.0, 3.0)]
    assert done.return_value == 1
    assert exit_code("gate", "run", "--before", "odl", "--after", "new", "--policy", "gate.yaml") == 2


def test_a_baseline_is_replaced_only_with_a_reason_which_is_logged(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    score("first", 8)
    score("second", 5)
    assert exit_code("baseline", "save", "first", "-o", "ci/base.json") == 0
    assert exit_code("baseline", "save", "first", "-o", "ci/base.json") == 0
    saved = Path("ci/base.json").read_bytes()
    assert exit_code("baseline", "save", "second", "-o", "ci/base.json") == 2
    assert "evalharness baseline accept second -o ci/base.json --reason" in capsys.readouterr().err
    assert Path("ci/base.json").read_bytes() == saved
    how = ("-o", "ci/base.json", "--by", "Ana Lee <ana@example.org>", "--date", "2026-01-31")
    assert exit_code("baseline", "accept", "second", "--reason", " ", *how) == 2
    assert exit_code("baseline", "accept", "second", "--reason", "x", *how[:-1], "31.1.2026") == 2
    assert exit_code("baseline", "accept", "first", "--reason", "nothing new", *how) == 0
    assert not Path("ci/base.log.md").exists()
    assert exit_code("baseline", "accept", "second", "--reason", "The desk wants\nshorter leads.", *how) == 0
    log = Path("ci/base.log.md").read_text(encoding="utf-8")
    assert log.startswith("# Baseline log\n")
    assert (
        "\n## 2026-01-31, Ana Lee <ana@example.org>\n\nReason: The desk wants shorter leads.\n\n- run second: " in log
    )
    assert "findings: 0 new, 0 gone" in log
    assert exit_code("gate", "second", "--baseline", "ci/base.json") == 0
    assert exit_code("baseline", "accept", "first", "--reason", "Back again.", *how) == 0
    assert Path("ci/base.json").read_bytes() == saved
    grown = Path("ci/base.log.md").read_text(encoding="utf-8")
    assert grown.startswith(log)
    assert grown.count("## 2026-01-31") == 2
    assert grown.count("# Baseline log") == 1


def test_whoever_accepts_is_gits_user(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    score("run", 8)
    for name, value in (
        ("KEY_0", "user.name"),
        ("VALUE_0", "Ana Lee"),
        ("KEY_1", "user.email"),
        ("VALUE_1", "ana@x.org"),
    ):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    done = invoke("baseline", "accept", "run", "--reason", "first", "--date", "2026-01-31")
    expected = "## 2026-01-31, Ana Lee <ana@x.org>"
    if subprocess.run(["git", "--version"], capture_output=True, check=False).returncode == 0:
        assert expected in done.stdout
    assert "the first baseline" in done.stdout


@pytest.mark.parametrize("kind", [[], ["run"], ["gate"], ["metaeval"]])
def test_schemas_of_every_kind_of_config(kind: list[str]) -> None:
    assert "properties" in json.loads(invoke("schema", *kind).stdout)
