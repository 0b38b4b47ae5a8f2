"""The action, and every example of docs/ci.md, are run as printed, in a repository of our own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from junitparser import JUnitXml

from evalharness.cli.gate import gate

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION = ROOT / "action.yml"
SENTENCES = "The bank cut its rate in Oslo. The governor said growth would slow."


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


WORKFLOW, GITLAB, PRE_COMMIT = blocks("yaml")
(SETUP,) = blocks("sh")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the page expects: config, policy, stories, and a baseline made by the page's own commands."""
    repository = tmp_path_factory.mktemp("made")
    for id in ("one", "two"):
        rewrites = repository / "stories" / id / "rewrites"
        rewrites.mkdir(parents=True)
        (rewrites.parent / "wire.txt").write_text("The bank cut its rate. Growth would slow.", encoding="utf-8")
        (rewrites / "desk.txt").write_text(SENTENCES, encoding="utf-8")
    (repository / "ci").mkdir()
    config = "data: {path: ../stories}\nmetrics: [repetition]\n"
    (repository / "ci" / "eval.yaml").write_text(config, encoding="utf-8")
    (repository / "ci" / "gate.yaml").write_text("rules:\n  - no_new: [{severity: any}]\n", encoding="utf-8")
    done = sh(f"cd {repository}\n{SETUP}", PATH=path_with(Path(sys.executable).parent))
    assert done.returncode == 0, done.stderr
    shutil.rmtree(repository / "run")
    return repository


@pytest.fixture
def repository(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of it as the working directory, outside of any CI, with this evalharness on the PATH."""
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "CI_PROJECT", "GIT_"))]:
        monkeypatch.delenv(name)
    shutil.copytree(made, tmp_path / "repo")
    monkeypatch.chdir(tmp_path / "repo")
    monkeypatch.setenv("PATH", path_with(Path(sys.executable).parent))


def path_with(folder: Path) -> str:
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def spoil() -> None:
    """Let a rewrite say a sentence twice."""
    text = f"{SENTENCES}\nThe governor said growth would slow."
    Path("stories/two/rewrites/desk.txt").write_text(text, encoding="utf-8")


def sh(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-c", script],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
        timeout=120,
    )


def act(inputs: dict[str, str], tmp: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, str], str]:
    """Run the steps of action.yml as GitHub would: what they print, their outputs, their summary."""
    action = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    assert inputs.keys() <= action["inputs"].keys()
    values = {f"inputs.{name}": inputs.get(name, each.get("default", "")) for name, each in action["inputs"].items()}
    values["github.action_path"] = str(ROOT)
    files = {name: tmp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("", encoding="utf-8")
    runner = {name: str(file) for name, file in files.items()}
    runner |= {"GITHUB_WORKSPACE": os.getcwd(), "RUNNER_TEMP": str(tmp / "the temp"), "CI": "true"}
    (step,) = action["runs"]["steps"]
    assert step["shell"] == "bash"
    assert "${{" not in step["run"]
    given = {name: re.sub(r"\$\{\{ (\S+) \}\}", lambda m: values[m[1]], text) for name, text in step["env"].items()}
    done = sh(step["run"], **runner, **given)
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines())
    return done, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")


def inputs_of_the_page() -> dict[str, str]:
    steps = yaml.safe_load(WORKFLOW)["jobs"]["gate"]["steps"]
    (ours,) = [step["with"] for step in steps if "/evalharness@" in step["uses"]]
    assert isinstance(ours, dict)
    return {**ours, "version": "installed"}


@pytest.mark.usefixtures("repository")
def test_the_action_passes_and_fails_with_the_gate(tmp_path: Path) -> None:
    done, outputs, summary = act(inputs_of_the_page(), tmp_path)
    assert (done.returncode, outputs["exit-code"]) == (0, "0"), done.stderr
    assert "::error" not in done.stdout
    assert summary.startswith("## ✅ evalharness: PASS\n")
    spoil()
    done, outputs, summary = act(inputs_of_the_page(), tmp_path)
    assert (done.returncode, outputs["exit-code"]) == (1, "1"), done.stderr
    assert "\n::error file=stories/two/rewrites/desk.txt,line=2,endLine=2,col=1,endColumn=37,title=" in done.stdout
    assert summary.startswith("## ❌ evalharness: FAIL\n")
    assert "stories/two/rewrites/desk.txt:2" in summary
    assert JUnitXml.fromfile(outputs["junit"]).failures == 2
    sarif = json.loads(Path(outputs["sarif"]).read_text(encoding="utf-8"))
    assert len(sarif["runs"][0]["results"]) == 1
    assert (Path(outputs["run"]) / "items.jsonl").exists()


@pytest.mark.usefixtures("repository")
def test_the_log_of_the_run_holds_no_command_of_the_data(tmp_path: Path) -> None:
    done, _, _ = act(inputs_of_the_page(), tmp_path)
    lines = done.stdout.splitlines()
    assert lines[0] == "::group::evalharness run"
    token = lines[1].removeprefix("::stop-commands::")
    assert len(token) == 32
    assert lines.index(f"::{token}::") == lines.index("::endgroup::") - 1


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("name", ["config", "policy", "baseline"])
def test_the_action_tells_what_is_wrong_with_an_input(tmp_path: Path, name: str) -> None:
    wrong = "no such $(touch pwned); file.yaml"
    done, outputs, _ = act({**inputs_of_the_page(), name: wrong}, tmp_path)
    assert (done.returncode, outputs["exit-code"]) == (2, "2")
    assert re.search(rf"^::error title=evalharness::error: {re.escape(wrong)}(/run.json)?: ", done.stdout, re.MULTILINE)
    assert not Path("pwned").exists()


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(("version", "asked"), [("", str(ROOT)), ("0.1.0", "evalharness==0.1.0")])
def test_the_action_installs_what_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, asked: str
) -> None:
    # a python3 whose venv has a pip that notes what it is asked for, and "installs" the evalharness of this run
    fake = tmp_path / "bin"
    fake.mkdir()
    ours = Path(sys.executable).parent / "evalharness"
    pip = f'#!/bin/bash\necho "${{@: -1}}" > {tmp_path}/asked\nln -s {ours} "$(dirname "$0")/evalharness"\n'
    venv = f'#!/bin/bash\n[[ "$1 $2" == "-m venv" ]] || exit 9\nmkdir -p "$3/bin"\ncp {fake}/pip "$3/bin/pip"\n'
    for name, text in (("python3", venv), ("pip", pip)):
        (fake / name).write_text(text, encoding="utf-8")
        (fake / name).chmod(0o755)
    monkeypatch.setenv("PATH", path_with(fake))
    done, outputs, _ = act({**inputs_of_the_page(), "version": version}, tmp_path)
    assert (done.returncode, outputs["exit-code"]) == (0, "0"), done.stderr
    assert (tmp_path / "asked").read_text(encoding="utf-8").strip() == asked


@pytest.mark.usefixtures("repository")
def test_an_installation_that_fails_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bin"
    fake.mkdir()
    (fake / "python3").write_text("#!/bin/bash\necho 'no network, 100%' >&2\nexit 1\n", encoding="utf-8")
    (fake / "python3").chmod(0o755)
    monkeypatch.setenv("PATH", path_with(fake))
    done, outputs, _ = act({**inputs_of_the_page(), "version": ""}, tmp_path)
    assert (done.returncode, outputs["exit-code"]) == (3, "3")
    assert "::error title=evalharness::no network, 100%25" in done.stdout


@pytest.mark.usefixtures("repository")
def test_the_gitlab_job() -> None:
    job = yaml.safe_load(GITLAB)["rewrites"]
    assert job["before_script"] == ["pip install evalharness"]
    script = "\n".join(job["script"])
    assert sh(script, CI_PROJECT_DIR=os.getcwd()).returncode == 0
    shutil.rmtree("run")
    spoil()
    assert sh(script, CI_PROJECT_DIR=os.getcwd()).returncode == 1
    reports = job["artifacts"]["reports"]
    assert JUnitXml.fromfile(reports["junit"]).failures == 2
    (issue,) = json.loads(Path(reports["codequality"]).read_text(encoding="utf-8"))
    assert issue["location"] == {"path": "stories/two/rewrites/desk.txt", "lines": {"begin": 2, "end": 2}}
    assert all(Path(path).exists() for path in job["artifacts"]["paths"])


@pytest.mark.usefixtures("repository")
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_pre_commit_hook(tmp_path: Path) -> None:
    Path(".pre-commit-config.yaml").write_text(PRE_COMMIT, encoding="utf-8")
    commands = "git init -q . && git add -A && pre-commit run"
    done = sh(commands, PRE_COMMIT_HOME=str(tmp_path / "home"))
    assert done.returncode == 0, done.stdout
    assert "rewrites are no worse than the baseline" in done.stdout
    assert "Passed" in done.stdout
    spoil()
    done = sh("git add -A && pre-commit run", PRE_COMMIT_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert "two, repetition: repeats its own earlier sentence" in done.stdout


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("github-actions", ACTION.read_text(encoding="utf-8")),
        ("github-workflows", WORKFLOW),
        ("gitlab-ci", GITLAB),
    ],
    ids=["action", "workflow", "gitlab"],
)
def test_schemas(schema: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "checked.yml"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout


def test_the_page_names_every_option_and_input() -> None:
    options = {option for parameter in gate.params for option in parameter.opts if option in PAGE}
    assert {"--junit", "--sarif", "--github", "--gitlab", "--summary", "--data"} <= options
    for name in yaml.safe_load(ACTION.read_text(encoding="utf-8"))["inputs"]:
        assert f"| `{name}` |" in PAGE
