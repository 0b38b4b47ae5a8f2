"""The options of ``gate`` that write a verdict where CI looks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from junitparser import JUnitXml

from evalharness.api import evaluate
from evalharness.cli.main import main

FILES = ("junit", "sarif", "gitlab", "summary")
AGAIN = "The bank cut its rate in Oslo. The governor said growth would slow."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A baseline, and a run in which one rewrite says a sentence twice."""
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    for id in ("one", "two"):
        rewrites = tmp_path / "data" / id / "rewrites"
        rewrites.mkdir(parents=True)
        (rewrites.parent / "wire.txt").write_text("The bank cut its rate. Growth would slow.", encoding="utf-8")
        (rewrites / "desk.txt").write_text(AGAIN, encoding="utf-8")
    evaluate("data", ["repetition"], out="base")
    (rewrites / "desk.txt").write_text(f"{AGAIN}\nThe governor said growth would slow.", encoding="utf-8")
    evaluate("data", ["repetition"], out="run")
    (tmp_path / "gate.yaml").write_text("rules:\n  - no_new: [{severity: any}]\n", encoding="utf-8")
    return tmp_path


def gate(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["gate", "run", "--baseline", "base", "--policy", "gate.yaml", *arguments])
    return int(caught.value.code or 0)


def test_every_file_is_written_and_the_exit_code_is_the_verdicts(project: Path) -> None:
    assert gate(*(part for name in FILES for part in (f"--{name}", f"out/{name}"))) == 1
    (rules, examples) = list(JUnitXml.fromfile("out/junit"))
    assert [case.name for case in examples] == ["two [desk]"]
    assert rules.failures == 1
    (result,) = json.loads(Path("out/sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/two/rewrites/desk.txt"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (2, 1)
    (issue,) = json.loads(Path("out/gitlab").read_text(encoding="utf-8"))
    assert issue["location"] == {"path": "data/two/rewrites/desk.txt", "lines": {"begin": 2, "end": 2}}
    assert Path("out/summary").read_text(encoding="utf-8").startswith("## ❌ evalharness: FAIL\n")


def test_annotations_and_the_summary_of_the_step(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "step.md")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    Path("step.md").write_text("# Before\n", encoding="utf-8")
    assert gate("--github") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("::stop-commands::")
    assert lines[1].startswith("FAIL: ")
    assert any(line.startswith(f"::error file={project.name}/data/two/rewrites/desk.txt,line=2,") for line in lines)
    assert Path("step.md").read_text(encoding="utf-8").startswith("# Before\n## ❌ evalharness")


def test_data_and_calls_that_cannot_be_served(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate("--github", "--json") == 2
    assert gate("--plan", "--junit", "x.xml") == 2
    assert gate("--junit", "gate.yaml/x.xml") == 2
    assert "gate.yaml/x.xml: cannot be written: " in capsys.readouterr().err
    assert gate("--junit", "x.xml", "--data", "nowhere") == 2
    assert "nowhere: no such file or folder" in capsys.readouterr().err


def test_a_run_whose_data_is_gone_is_reported_all_the_same(project: Path) -> None:
    (project / "data").rename(project / "moved")
    assert gate("--sarif", "a.sarif") == 1
    (result,) = json.loads(Path("a.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert "physicalLocation" not in result["locations"][0]
    assert gate("--sarif", "a.sarif", "--data", "moved") == 1
    assert "moved/two/rewrites/desk.txt" in Path("a.sarif").read_text(encoding="utf-8")
