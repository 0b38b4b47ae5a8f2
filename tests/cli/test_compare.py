"""``evalharness compare`` on real runs, with a metric that lies beside the config."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evalharness import Example, evaluate
from evalharness.api import compare
from evalharness.cli.main import cli
from evalharness.errors import UsageError

METRIC = """
import re
from dataclasses import dataclass
from evalharness.metrics.protocol import Value
from evalharness.records import Finding, ItemScore, Span

FIGURE = re.compile(r"\\d+ [a-z]+")


@dataclass(frozen=True, slots=True)
class Figures:
    name: str = "figures"
    values: tuple = (Value("wrong", higher_is_better=False),)
    needs: frozenset = frozenset({"source", "candidate"})

    def signature(self):
        return f"{self.name}|v:1"

    def finish(self, totals):
        wrong, seen = totals
        return {"wrong": wrong / seen if seen else None}

    def score(self, cases):
        return [self.one(case) for case in cases]

    def one(self, case):
        known = {match.group() for match in FIGURE.finditer(case.source.text)}
        seen = list(FIGURE.finditer(case.candidate.text))
        wrong = [match for match in seen if match.group() not in known]
        return ItemScore((float(len(wrong)), float(len(seen))), tuple(self.finding(match, case) for match in wrong))

    def finding(self, match, case):
        amount = match.group().split()[0]
        rival = re.search(rf"\\b{amount} [a-z]+", case.source.text)
        span = Span(match.start(), match.end(), match.group())
        source = Span(rival.start(), rival.end(), rival.group()) if rival else None
        return Finding("figures", "number", "contradicted", "hard", "not what the wire says", span, source)
"""
N_STORIES = 40


def story(number: int, *, wrong: bool, later: bool) -> dict[str, object]:
    source = f"OSLO - Sales rose to {number + 10} million on Monday."
    right = ("As reported, sales" if later else "Sales") + f" rose to {number + 10} million."
    return {
        "id": f"s{number:02}",
        "source": source,
        "candidates": {"a": right, "b": right.replace("million", "billion") if wrong else right},
        "tags": {"desk": "asia" if number % 2 else "europe", "event": f"e{number // 2}"},
    }


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs ``old`` and ``new``: system b gets 30% of the stories wrong in the new one, and all texts grow in front."""
    folder = tmp_path_factory.mktemp("runs")
    (folder / "figures_metric.py").write_text(METRIC, encoding="utf-8")
    for name in ("old", "new"):
        rows = [story(i, wrong=name == "new" and i % 10 < 3, later=name == "new") for i in range(N_STORIES)]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        config = f"data: {{path: {name}.jsonl}}\nmetrics: ['figures_metric:Figures', length]\nallow_code: true\n"
        (folder / f"{name}.yaml").write_text(config, encoding="utf-8")
        made = CliRunner().invoke(cli, ["run", str(folder / f"{name}.yaml"), "--out", str(folder / name)])
        assert made.exit_code == 0, made.output
    (folder / "figures_metric.py").unlink()  # stored rows are enough from here on
    return folder


@pytest.fixture
def call(runs: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(runs)
    return lambda *arguments: CliRunner().invoke(cli, ["compare", *arguments])


def test_a_planted_regression_is_named_with_its_stories_and_findings(call: Callable[..., Result]) -> None:
    result = call("old", "new", "--resamples", "1000")
    assert result.exit_code == 0, result.output
    assert "\n  b: figures.wrong 0.0 -> 30.0 (+30.0 [" in result.output
    assert "worse in 12 of 40, most in s00, s01, s02" in result.output
    assert "Findings: 12 new (12 hard), 0 gone" in result.output
    assert "new: number 10 million -> 10 billion, story s00, system b\n    not what the wire says" in result.output


def test_a_run_against_itself_is_no_change(call: Callable[..., Result]) -> None:
    result = call("new", "new", "--json", "--resamples", "200")
    assert result.exit_code == 0
    (found,) = json.loads(result.output)["comparisons"]
    assert {(each["difference"], each["p_value"]) for each in found["differences"]} == {(0.0, 1.0)}
    assert found["findings"] == []
    assert "Nothing got worse beyond chance" in call("new", "new", "--resamples", "200").output


def test_systems_of_one_run(call: Callable[..., Result]) -> None:
    result = call("new", "--systems", "a", "b", "--value", "figures.wrong", "--resamples", "200")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("new:a -> new:b\n")
    assert "figures.wrong 0.0 -> 30.0" in result.output
    only = call("old", "new", "--systems", "a", "--resamples", "200")
    assert "1 system (a)" in only.output
    assert "Findings: none new, none gone" in only.output


def test_several_runs_are_held_against_the_first(call: Callable[..., Result]) -> None:
    result = call("old", "new", "old", "--format", "json", "--resamples", "200")
    labels = [(each["before"]["label"], each["after"]["label"]) for each in json.loads(result.output)["comparisons"]]
    assert labels == [("old", "new"), ("old", "old")]
    assert call("old", "new", "old", "--format", "github", "--resamples", "200").output.count("\n## ") == 1


def test_slices_clusters_and_the_same_bytes_twice(call: Callable[..., Result]) -> None:
    arguments = (
        "old",
        "new",
        "--where",
        "desk=asia",
        "--cluster",
        "event",
        "--seed",
        "5",
        "--resamples",
        "200",
        "--top",
        "1",
    )
    first, second = call(*arguments), call(*arguments)
    assert first.exit_code == 0, first.output
    assert first.output == second.output
    assert "where desk=asia; 200 resamples of 20 clusters by event, seed 5" in first.output


def test_missing_pairs_and_other_sources(call: Callable[..., Result], runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "new", tmp_path / "part")
    items = (tmp_path / "part" / "items.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "part" / "items.jsonl").write_text("".join(items[:-2]), encoding="utf-8")
    refused = CliRunner().invoke(cli, ["compare", "old", str(tmp_path / "part")])
    assert isinstance(refused.exception, UsageError)
    assert "system a, 1 example: part has no such example ('s39')" in str(refused.exception)
    allowed = call("old", str(tmp_path / "part"), "--allow-missing", "--resamples", "200")
    assert "78 pairs" in allowed.output
    assert "Left out\n  system a, 1 example" in allowed.output
    manifest = json.loads((tmp_path / "part" / "run.json").read_text(encoding="utf-8"))
    manifest["sources_digest"] = "0" * 64
    (tmp_path / "part" / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / "part" / "items.jsonl").write_text("".join(items), encoding="utf-8")
    other = CliRunner().invoke(cli, ["compare", "old", str(tmp_path / "part")])
    assert "--allow-other-data" in str(other.exception)
    assert "warning: " in call("old", str(tmp_path / "part"), "--allow-other-data", "--resamples", "200").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["old"], "name two of its systems"),
        (["old", "--systems", "a"], "name two of its systems"),
        (["old", "--systems", "a", "q"], "no system 'q'"),
        (["old", "none"], "none: not there; give a run folder, or make a baseline"),
        (["old", "new", "--where", "desk"], "expected TAG=VALUE"),
        (["old", "new", "--where", "desk=asia", "--where", "desk=europe"], "given twice"),
        (["old", "new", "--value", "figures.wrog"], "did you mean 'figures.wrong'"),
        (["old", "new", "--cluster", "evnt"], "did you mean 'event'"),
    ],
)
def test_bad_usage_says_what_to_do(call: Callable[..., Result], arguments: list[str], said: str) -> None:
    result = call(*arguments)
    assert isinstance(result.exception, UsageError)
    assert result.exception.exit_code == 2
    assert said in str(result.exception)


def test_an_unfinished_run_is_refused(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "new", tmp_path / "half")
    manifest = json.loads((tmp_path / "half" / "run.json").read_text(encoding="utf-8"))
    (tmp_path / "half" / "run.json").write_text(json.dumps({**manifest, "state": "incomplete"}), encoding="utf-8")
    with pytest.raises(UsageError, match="this run was interrupted; finish it with"):
        compare(runs / "old", tmp_path / "half")


def test_from_python(runs: Path) -> None:
    from evalharness import compare_runs, load_run

    view = compare_runs(load_run(runs / "old"), load_run(runs / "new"), values=["figures.wrong"], resamples=200)
    assert [each.is_worse for each in view.comparison.differences] == [False, True]
    assert str(view) == str(compare_runs(runs / "old", str(runs / "new"), values=["figures.wrong"], resamples=200))
    with pytest.raises(UsageError, match="name the two of its systems"):
        compare(runs / "old", systems=["a"])


def test_candidates_are_no_part_of_what_two_runs_must_share(runs: Path) -> None:
    old, new = (json.loads((runs / name / "run.json").read_text(encoding="utf-8")) for name in ("old", "new"))
    assert old["sources_digest"] == new["sources_digest"]
    assert old["data_digest"] != new["data_digest"]


def test_a_saved_baseline_is_compared_as_the_run_it_came_from(call: Callable[..., Result], tmp_path: Path) -> None:
    saved = tmp_path / "baseline.json"
    assert CliRunner().invoke(cli, ["baseline", "save", "old", "-o", str(saved)]).exit_code == 0
    from_run, from_file = (
        json.loads(call(str(before), "new", "--json", "--resamples", "200").output)["comparisons"][0]
        for before in ("old", saved)
    )
    assert from_file["before"].pop("label") == "baseline.json"
    assert from_run["before"].pop("label") == "old"
    assert from_file == from_run


def test_rows_that_no_effort_earns_take_part_only_where_they_are_named(runs: Path, tmp_path: Path) -> None:
    rows = [
        Example("a", "OSLO - Sales rose.", {"x": "Sales rose."}),
        Example("b", "PARIS - Sales fell.", {"x": "Fell."}),
    ]
    evaluate(rows, ["length"], baselines=["copy"], out=tmp_path / "old")
    evaluate(rows, ["length"], out=tmp_path / "new")
    view = compare(tmp_path / "old", tmp_path / "new", resamples=200)
    assert {each.system for each in view.comparison.differences} == {"x"}
    named = compare(tmp_path / "old", systems=["x", "baseline:copy"], resamples=200)
    assert {each.system for each in named.comparison.differences} == {"x -> baseline:copy"}
