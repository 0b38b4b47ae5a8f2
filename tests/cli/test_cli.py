"""What a user types and what comes back: output, exit code, one clear error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from evalharness.cli.main import cli

ROOT = Path(__file__).parents[2]
STORY = {
    "id": "a",
    "source": "OSLO - Two men died on Monday.",
    "candidates": {"x": "Two men died.", "y": "Three men died."},
}
CONFIG = "data: {path: data.jsonl}\nmetrics: [fact_retention, hallucination, length]\n"


def evalharness(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from evalharness.cli.main import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, timeout=120, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data.jsonl").write_text(json.dumps(STORY) + "\n", encoding="utf-8")
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def test_a_run_prints_the_board_and_leaves_a_numbered_folder(project: Path) -> None:
    first, second = (evalharness("run", "config.yaml", cwd=project) for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert "rank" in first.stdout
    assert 'says "Three men' in first.stdout
    assert first.stderr == "run folder: runs/config-0001\n"
    assert second.stderr == "run folder: runs/config-0002\n"
    for name in ("items.jsonl", "leaderboard.json"):
        one, two = ((project / "runs" / run / name).read_bytes() for run in ("config-0001", "config-0002"))
        assert one == two
    manifests = [json.loads((project / f"runs/config-000{n}/run.json").read_text(encoding="utf-8")) for n in (1, 2)]
    assert [manifest.pop("timings").keys() for manifest in manifests] == [{"score_s", "leaderboard_s", "wall_s"}] * 2
    assert manifests[0] == manifests[1]
    assert manifests[0]["state"] == "complete"
    assert manifests[0]["counts"] == {
        "examples": 1,
        "systems": 2,
        "items": {"ok": 2, "empty": 0, "missing": 0, "error": 0},
    }


def test_out_is_refused_when_it_holds_a_run(project: Path) -> None:
    assert evalharness("run", "config.yaml", "--out", "r", cwd=project).returncode == 0
    again = evalharness("run", "config.yaml", "--out", "r", cwd=project)
    assert again.returncode == 2
    assert "r: holds a run already; go on with --resume, replace it with --force" in again.stderr
    assert evalharness("run", "config.yaml", "--out", "r", "--force", cwd=project).returncode == 0
    assert evalharness("run", "config.yaml", "--resume", "r", cwd=project).returncode == 0
    assert evalharness("run", "config.yaml", "--out", "r", "--resume", "r", cwd=project).returncode == 0
    assert evalharness("run", "config.yaml", "--out", "q", "--resume", "r", cwd=project).returncode == 2
    other = evalharness("run", "config.yaml", "--resume", "r", "--seed", "5", cwd=project)
    assert other.returncode == 2
    assert "seed: 13 != 5" in other.stderr


def test_json_is_the_whole_of_stdout(project: Path) -> None:
    run = evalharness("run", "config.yaml", "--out", "r", "--json", cwd=project)
    printed = json.loads(run.stdout)
    assert printed["path"] == "r"
    assert printed["leaderboard"] == json.loads((project / "r" / "leaderboard.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", ["plain", "github", "latex", "html", "csv"])
def test_table_formats(project: Path, table: str) -> None:
    run = evalharness("run", "config.yaml", "--format", table, cwd=project)
    assert run.returncode == 0, run.stderr
    sign = {"plain": "----", "github": "|----", "latex": "\\toprule", "html": "<table>", "csv": "rank,system,baseline"}
    assert sign[table] in run.stdout
    assert "\x1b" not in run.stdout


def test_score_takes_files_and_lists_every_finding(project: Path) -> None:
    (project / "wire.txt").write_text(STORY["source"], encoding="utf-8")  # type: ignore[arg-type]
    (project / "good.txt").write_text("Two men died on Monday.", encoding="utf-8")
    (project / "bad.txt").write_text("Three men died on Friday.", encoding="utf-8")
    run = evalharness("score", "--source", "wire.txt", "good.txt", "bad.txt", cwd=project)
    assert run.returncode == 0, run.stderr
    assert run.stdout.index("good") < run.stdout.index("bad")
    assert "Three" in run.stdout
    assert "Friday" in run.stdout
    data = json.loads(evalharness("score", "--source", "wire.txt", "bad.txt", "--json", cwd=project).stdout)
    assert [item["system"] for item in data["items"]] == ["bad"]
    for arguments in (["bad.txt", "bad.txt"], ["none.txt"], ["wire.txt", "--metric", "rogue"]):
        broken = evalharness("score", "--source", "wire.txt", *arguments, cwd=project)
        assert broken.returncode == 2, arguments
        assert "Traceback" not in broken.stderr
    assert sorted(path.name for path in project.iterdir() if path.is_dir()) == []


def test_validate_reports_faults_of_config_and_data_together(project: Path) -> None:
    good = evalharness("validate", "config.yaml", cwd=project)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("ok: 1 examples, systems x, y; metrics fact_retention")
    (project / "config.yaml").write_text(CONFIG + "sede: 1\n", encoding="utf-8")
    with (project / "data.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "b"\n{"id": "c", "sourc": "x", "candidates": {}}\n')
    bad = evalharness("validate", "config.yaml", cwd=project)
    assert bad.returncode == 2
    places = [line.split(": ")[0] for line in bad.stdout.splitlines()[:-1]]
    assert places[:2] == ["config.yaml:3", "data.jsonl:2"]
    assert "data.jsonl:3" in places
    assert json.loads(evalharness("validate", "config.yaml", "--json", cwd=project).stdout)["n_faults"] == len(places)
    assert not (project / "runs").exists()


def test_metrics_verbs(project: Path) -> None:
    listed = evalharness("metrics", "list", cwd=project)
    assert listed.returncode == 0
    assert "rouge: " in listed.stdout
    shown = evalharness("metrics", "show", "rouge", cwd=project)
    assert "`rouge_lsum.f1`" in shown.stdout
    assert json.loads(evalharness("metrics", "show", "length", "--json", cwd=project).stdout)["name"] == "length"
    assert evalharness("metrics", "check", "length", "rouge", cwd=project).returncode == 0
    unknown = evalharness("metrics", "show", "rogue", cwd=project)
    assert unknown.returncode == 2
    assert "did you mean 'rouge'?" in unknown.stderr


def test_code_beside_the_config_is_used_only_where_it_is_allowed(project: Path) -> None:
    code = (
        "from evalharness.metrics.length import Length\n"
        "open('imported', 'w').close()\n"
        "def shout(name='shout'):\n    return Length(name=name)\n"
        "def broken():\n"
        "    class Broken(Length):\n"
        "        def score(self, cases): raise RuntimeError('on purpose')\n"
        "    return Broken(name='broken')\n"
    )
    (project / "mine.py").write_text(code, encoding="utf-8")
    (project / "config.yaml").write_text("data: {path: data.jsonl}\nmetrics: ['mine:shout']\n", encoding="utf-8")
    refused = evalharness("run", "config.yaml", cwd=project)
    assert refused.returncode == 2
    assert "config.yaml:2: metric 'mine:shout' names Python code" in refused.stderr
    assert not (project / "imported").exists()
    assert evalharness("run", "config.yaml", "--allow-code", cwd=project).returncode == 0
    assert (project / "imported").exists()
    config = "data: {path: data.jsonl}\nmetrics: ['mine:broken', length]\nallow_code: true\n"
    (project / "config.yaml").write_text(config, encoding="utf-8")
    failing = evalharness("run", "config.yaml", "--out", "f", cwd=project)
    assert failing.returncode == 3
    assert "metric broken failed on 2 items; a, x: RuntimeError: on purpose" in failing.stderr
    item = json.loads((project / "f" / "items.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert item["status"] == "error"
    assert item["metrics"]["length"]["length"] == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "none.yaml"],
        ["run"],
        ["frobnicate"],
        ["run", "config.yaml", "--jobs", "0"],
        ["run", "config.yaml", "--force"],
    ],
)
def test_bad_usage_is_code_2_without_a_traceback(project: Path, arguments: list[str]) -> None:
    done = evalharness(*arguments, cwd=project)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_failure(project: Path) -> None:
    command = f"{sys.executable} -c 'from evalharness.cli.main import main; main()' schema | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, cwd=project)
    assert done.stderr == ""


def all_commands(group: click.Group, prefix: str = "") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        found.append((prefix + name, command))
        if isinstance(command, click.Group):
            found += all_commands(command, f"{prefix}{name} ")
    return found


@pytest.mark.parametrize(("name", "command"), all_commands(cli))
def test_every_command_and_option_has_help_and_is_in_the_readme(name: str, command: click.Command) -> None:
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"
    if not isinstance(command, click.Group):
        assert f"`evalharness {name}`" in (ROOT / "README.md").read_text(encoding="utf-8")
