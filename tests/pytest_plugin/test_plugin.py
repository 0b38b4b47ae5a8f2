"""The pytest plugin, run by pytest itself on small projects."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

# imported before the inner sessions, which forget what they import, and numpy must not be imported twice
import evalharness.cli.baseline
import evalharness.stats.differences
import evalharness.testing.held
import evalharness.testing.update  # noqa: F401
from evalharness import Example, evaluate, gate
from evalharness.gating import save

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
FIGURES = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)[0]
CONFIG = "data: {path: ../data.jsonl}\nmetrics: [{use: figures:NovelNumberRate}, length]\nallow_code: true\n"
# the desk's second story and the bot's first have a figure that the wire lacks
STORIES = [
    Example(
        "fire",
        "LYON - Fire killed 2 men on Monday. It burned for 9 hours.",
        {"desk": "Fire killed 2 men.", "bot": "It burned. Fire killed 3 men."},
    ),
    Example(
        "bank",
        "OSLO - The bank cut its rate to 4 percent on Thursday.",
        {"desk": "The bank cut its rate to 5 percent.", "bot": "The bank cut its rate to 4 percent."},
    ),
]
CHECK = """
import pytest

@pytest.mark.summaries("configs/ci.yaml")
def test_figures(summary):
    summary.check()
"""


def write_data(path: Path, stories: list[Example]) -> None:
    rows = [{"id": each.id, "source": each.source, "candidates": dict(each.candidates)} for each in stories]
    (path / "data.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def changed(system: str, id: str, text: str | None) -> list[Example]:
    """The stories with another text of one system, or without it."""
    stories = []
    for each in STORIES:
        texts = dict(each.candidates)
        if each.id == id:
            texts[system] = text or ""
            if text is None:
                del texts[system]
        stories.append(Example(each.id, each.source, texts))
    return stories


@pytest.fixture(autouse=True)
def quick_sessions(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep Hypothesis, which every inner session would import anew, out of them."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest")


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with a config, its data, and one marked test; quick metrics of its own."""
    (pytester.path / "configs").mkdir()
    (pytester.path / "configs" / "ci.yaml").write_text(CONFIG, encoding="utf-8")
    (pytester.path / "configs" / "figures.py").write_text(FIGURES, encoding="utf-8")
    write_data(pytester.path, STORIES)
    pytester.makepyfile(test_it=CHECK)
    return pytester


def output(result: pytest.RunResult) -> str:
    return result.stdout.str()


class TestFixture:
    def test_it_scores_as_a_run_does(self, pytester: pytest.Pytester) -> None:
        story = STORIES[0]
        run = evaluate([Example("source", story.source, {"candidate": story.candidates["desk"]})], ["rouge", "length"])
        (item,) = run.items()
        pytester.makepyfile(
            f"""
            def test_values(evalharness):
                source, text = {story.source!r}, {story.candidates["desk"]!r}
                found = evalharness.evaluate(source, text, metrics=["rouge", "length"])
                assert found.record.metrics == {item.metrics!r}
                assert found["length.length"] == 4.0
                assert found.findings == [] and not found.hard
                assert found.before is None
                found.check()
            """
        )
        pytester.runpytest_inprocess().assert_outcomes(passed=1)

    @pytest.mark.parametrize(
        "statement",
        ["found.check()", "assert not found.hard", "assert found.hard == []", "assert found['length.length'] < 2"],
    )
    def test_a_failure_shows_the_finding_in_its_sentence(self, pytester: pytest.Pytester, statement: str) -> None:
        story = STORIES[0]
        pytester.makepyfile(figures=FIGURES)
        pytester.makepyfile(
            f"""
            from figures import NovelNumberRate

            def test_it(evalharness):
                metrics = [NovelNumberRate(), "length"]
                found = evalharness.evaluate({story.source!r}, {story.candidates["bot"]!r}, metrics=metrics)
                {statement}
            """
        )
        result = pytester.runpytest_inprocess()
        result.assert_outcomes(failed=1)
        failure, _, _ = output(result).partition("short test summary info")  # where CI is set, it repeats the message
        assert failure.count("candidate: Fire killed >>3<< men.") == 1  # not "It burned. ...", and not twice
        assert "the wire has no 3" in failure

    def test_faults_of_a_call_are_told(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(
            """
            import pytest
            from evalharness.errors import ConfigError, DataError, UsageError

            def test_it(evalharness):
                with pytest.raises(ConfigError, match="did you mean 'rouge'"):
                    evalharness.evaluate("One.", "One.", metrics=["roug"])
                with pytest.raises(DataError, match="blank"):
                    evalharness.evaluate(" ", "One.", metrics=["rouge"])
                with pytest.raises(UsageError, match="did you mean 'length.length'"):
                    evalharness.evaluate("One.", "One.", metrics=["length"])["length.lenght"]
            """
        )
        pytester.runpytest_inprocess().assert_outcomes(passed=1)

    def test_a_metric_that_fails_is_no_pass(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(figures=FIGURES.replace("known = ", "known = 1 / 0 #"))
        pytester.makepyfile(
            """
            from figures import NovelNumberRate

            def test_it(evalharness):
                evalharness.evaluate("One.", "One.", metrics=[NovelNumberRate()])
            """
        )
        result = pytester.runpytest_inprocess()
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*MetricError: *novel_number_rate failed: ZeroDivisionError*"])

    def test_where_a_metric_does_not_apply_a_check_is_undecided(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(figures=FIGURES.replace("tuple(novel))", "(), unsupported='French')"))
        pytester.makepyfile(
            """
            from figures import NovelNumberRate

            def test_it(evalharness):
                evalharness.evaluate("Un.", "Un.", metrics=[NovelNumberRate()]).check()
            """
        )
        result = pytester.runpytest_inprocess("-rs")
        result.assert_outcomes(skipped=1)
        result.stdout.fnmatch_lines(["*undecided: *novel_number_rate does not apply: French*"])


class TestMarker:
    def test_one_test_for_each_example_and_system(self, project: pytest.Pytester) -> None:
        result = project.runpytest_inprocess("-v")
        result.stdout.fnmatch_lines(
            [
                "*test_figures?fire-desk? PASSED*",
                "*test_figures?fire-bot? FAILED*",
                "*test_figures?bank-desk? FAILED*",
                "*test_figures?bank-bot? PASSED*",
                "*fire, bot: the wire has no 3*",
            ]
        )
        result.assert_outcomes(passed=2, failed=2)

    def test_a_config_that_is_wrong_fails_the_collection_with_its_line(self, project: pytest.Pytester) -> None:
        (project.path / "configs" / "ci.yaml").write_text("data: {path: ../data.jsonl}\nmetrics:\n  - rogue\n")
        result = project.runpytest_inprocess()
        assert result.ret == pytest.ExitCode.INTERRUPTED
        result.stdout.fnmatch_lines(["*ci.yaml:3: unknown metric 'rogue'*"])
        assert "Traceback" not in output(result)

    @pytest.mark.parametrize(
        ("marker", "argument", "message"),
        [
            ('"none.yaml"', "summary", "no config none.yaml"),
            ("", "summary", "expected @pytest.mark.summaries"),
            ('"configs/ci.yaml", missing="ignore"', "summary", "expected @pytest.mark.summaries"),
            ('"configs/ci.yaml"', "", "must take the argument `summary`"),
        ],
    )
    def test_misuse_is_told(self, project: pytest.Pytester, marker: str, argument: str, message: str) -> None:
        project.makepyfile(
            test_it=f"import pytest\n@pytest.mark.summaries({marker})\ndef test_it({argument}): pass\n"
            "def test_other(): pass\n"
        )
        result = project.runpytest_inprocess()
        assert result.ret == pytest.ExitCode.INTERRUPTED
        assert message in output(result)

    def test_the_argument_needs_the_marker(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile("def test_it(summary): pass")
        result = pytester.runpytest_inprocess()
        result.assert_outcomes(errors=1)
        assert "@pytest.mark.summaries" in output(result)

    @pytest.mark.parametrize(("missing", "outcomes"), [("fail", {"errors": 1}), ("skip", {"skipped": 1})])
    def test_a_missing_candidate_is_no_pass(
        self, project: pytest.Pytester, missing: str, outcomes: dict[str, int]
    ) -> None:
        write_data(project.path, changed("desk", "bank", None))
        project.makepyfile(test_it=CHECK.replace('yaml"', f'yaml", missing="{missing}"'))
        result = project.runpytest_inprocess("-rsE")
        result.assert_outcomes(passed=2, failed=1, **outcomes)
        assert "bank: no candidate of desk" in output(result)

    def test_the_marker_is_known(self, project: pytest.Pytester) -> None:
        result = project.runpytest_inprocess("--strict-markers", "--markers")
        result.stdout.fnmatch_lines(["@pytest.mark.summaries(config*"])


class TestBaseline:
    @pytest.fixture
    def baseline(self, project: pytest.Pytester) -> Path:
        """The baseline of the stories, made by the other way to make one."""
        run = evaluate_project(project)
        path = project.path / "baseline.json"
        save(run, path)
        return path

    def test_what_it_has_is_not_new(self, project: pytest.Pytester, baseline: Path) -> None:
        write_data(project.path, changed("bot", "bank", "It cut the rate to 6 percent."))
        result = project.runpytest_inprocess("--evalharness-baseline", "baseline.json")
        result.assert_outcomes(passed=3, failed=1)
        assert "bank, bot: the wire has no 6" in output(result)
        policy = {"rules": [{"no_new": [{"severity": "hard"}]}]}
        verdict = gate(evaluate_project(project), baseline, policy).verdict
        told = [(each.id, each.system) for outcome in verdict.outcomes for each in outcome.findings]
        assert told == [("bank", "bot")]  # as the gate says

    def test_the_same_finding_twice_is_one_new(self, project: pytest.Pytester, baseline: Path) -> None:
        write_data(project.path, changed("bot", "fire", "It burned. Fire killed 3 men, 3 in all."))
        project.makepyfile(
            test_it=CHECK.replace("summary.check()", "new = [f.span.start for f in summary.new]")
            + "    assert new == ([30] if (summary.id, summary.system) == ('fire', 'bot') else [])\n"
            + "    assert summary.before.keys() == summary.values.keys()\n"
        )
        project.runpytest_inprocess("--evalharness-baseline", baseline.name).assert_outcomes(passed=4)

    def test_other_settings_are_told(self, project: pytest.Pytester, baseline: Path) -> None:
        config = CONFIG.replace("length]", "{use: length, unit: characters}]")
        (project.path / "configs" / "ci.yaml").write_text(config, encoding="utf-8")
        result = project.runpytest_inprocess("--evalharness-baseline", baseline.name)
        result.assert_outcomes(errors=4)
        assert "length: other settings: unit words -> characters" in output(result)

    def test_other_sources_are_told(self, project: pytest.Pytester, baseline: Path) -> None:
        write_data(project.path, [STORIES[0], Example("bank", "OSLO - It cut to 5.", STORIES[1].candidates)])
        result = project.runpytest_inprocess("--evalharness-baseline", baseline.name)
        result.assert_outcomes(errors=4)
        assert "other examples, sources or references" in output(result)

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (["--evalharness-baseline", "none.json"], "none.json: not there"),
            (["--evalharness-update"], "name the file with --evalharness-baseline"),
            (["--evalharness-update", "--evalharness-baseline", "baseline.json"], "takes a reason"),
            (["--evalharness-update", "--evalharness-baseline", "."], "is a folder"),
        ],
    )
    @pytest.mark.usefixtures("baseline")
    def test_options_that_cannot_be_followed(self, project: pytest.Pytester, options: list[str], message: str) -> None:
        result = project.runpytest_inprocess(*options)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert message in result.stderr.str()


class TestUpdate:
    OPTIONS = ("--evalharness-baseline", "new/baseline.json", "--evalharness-update")

    def test_it_writes_what_baseline_save_writes_whatever_was_selected(self, project: pytest.Pytester) -> None:
        result = project.runpytest_inprocess(*self.OPTIONS, "-k", "desk")
        result.assert_outcomes(passed=2, deselected=2)
        assert "baseline.json: written" in output(result)
        save(evaluate_project(project), project.path / "other.json")
        assert (project.path / "new" / "baseline.json").read_bytes() == (project.path / "other.json").read_bytes()
        project.runpytest_inprocess(*self.OPTIONS[:2]).assert_outcomes(passed=4)

    def test_to_replace_one_takes_a_reason_that_is_logged(self, project: pytest.Pytester) -> None:
        project.runpytest_inprocess(*self.OPTIONS)
        write_data(project.path, changed("bot", "bank", "It cut the rate to 6 percent."))
        project.runpytest_inprocess(*self.OPTIONS[:2]).assert_outcomes(passed=3, failed=1)
        result = project.runpytest_inprocess(*self.OPTIONS, "--evalharness-reason", "a prompt for Oslo")
        result.assert_outcomes(passed=4)
        assert "baseline.json: replaced" in output(result)
        assert "a prompt for Oslo" in (project.path / "new" / "baseline.log.md").read_text(encoding="utf-8")
        project.runpytest_inprocess(*self.OPTIONS[:2]).assert_outcomes(passed=4)
        again = project.runpytest_inprocess(*self.OPTIONS, "--evalharness-reason", "once more")
        assert "nothing changed" in output(again)

    def test_nothing_is_written_where_a_metric_fails(self, project: pytest.Pytester) -> None:
        broken = FIGURES.replace("known = ", "known = 1 / (case.system != 'bot') and ")
        (project.path / "configs" / "figures.py").write_text(broken, encoding="utf-8")
        result = project.runpytest_inprocess(*self.OPTIONS)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.assert_outcomes(passed=2, errors=2)
        assert "novel_number_rate failed on 2 items" in output(result)
        assert not (project.path / "new").exists()

    @pytest.mark.parametrize("options", [("--collect-only",), ("-k", "nothing")])
    def test_nothing_is_written_where_nothing_ran(self, project: pytest.Pytester, options: tuple[str, ...]) -> None:
        project.runpytest_inprocess(*self.OPTIONS, *options)
        assert not (project.path / "new").exists()

    def test_a_baseline_is_of_one_config(self, project: pytest.Pytester) -> None:
        (project.path / "configs" / "b.yaml").write_text(CONFIG, encoding="utf-8")
        project.makepyfile(test_other=CHECK.replace("ci.yaml", "b.yaml"))
        result = project.runpytest_inprocess(*self.OPTIONS)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert "a baseline is of one config" in output(result)


class TestAlongside:
    """With other plugins and options of pytest."""

    def test_four_workers_give_the_same_verdict(self, project: pytest.Pytester) -> None:
        pytest.importorskip("xdist")
        alone = project.runpytest_inprocess("--junitxml=alone.xml")
        spread = project.runpytest_subprocess("-n", "4", "--junitxml=spread.xml")
        assert alone.ret == spread.ret == pytest.ExitCode.TESTS_FAILED
        assert verdicts(project.path / "alone.xml") == verdicts(project.path / "spread.xml")
        assert len(verdicts(project.path / "alone.xml")) == 4

    def test_workers_update_the_baseline_once_and_whole(self, project: pytest.Pytester) -> None:
        pytest.importorskip("xdist")
        result = project.runpytest_subprocess("-n", "2", *TestUpdate.OPTIONS, "-k", "bot")
        result.assert_outcomes(passed=2)
        save(evaluate_project(project), project.path / "other.json")
        assert (project.path / "new" / "baseline.json").read_bytes() == (project.path / "other.json").read_bytes()

    def test_the_junit_file_has_the_sentences(self, project: pytest.Pytester) -> None:
        project.makepyfile(test_it=CHECK.replace("summary.check()", "assert not summary.hard"))
        project.runpytest_inprocess("--junitxml=found.xml")
        texts = [each.text or "" for each in ET.parse(project.path / "found.xml").getroot().iter("failure")]
        assert ["Fire killed >>3<< men." in text for text in texts] == [True, False]
        assert ["rate to >>5<< percent." in text for text in texts] == [False, True]

    def test_turned_off_it_is_not_there(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(
            "def test_it(pytestconfig): assert not pytestconfig.pluginmanager.has_plugin('evalharness')"
        )
        pytester.runpytest_subprocess("-p", "no:evalharness").assert_outcomes(passed=1)
        result = pytester.runpytest_subprocess("-p", "no:evalharness", "--evalharness-update")
        assert result.ret == pytest.ExitCode.USAGE_ERROR

    def test_a_session_that_does_not_use_it_imports_nothing_heavy(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile("def test_it(): assert [1] == [2]")
        code = (
            "import sys, pytest\n"
            "assert pytest.main(['-q']) == 1\n"
            "assert 'evalharness.pytest_plugin' in sys.modules\n"
            "print('loaded:', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
            "print('ours:', *sorted(name for name in sys.modules if name.startswith('evalharness')))\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
        loaded, ours = (
            next(line for line in done.stdout.splitlines() if line.startswith(head)).split()[1:]
            for head in ("loaded:", "ours:")
        )
        assert not {"numpy", "pydantic", "yaml", "nltk", "sqlite3", "click", "scipy"} & set(loaded)
        assert ours == ["evalharness", "evalharness.pytest_plugin", "evalharness.records"]


def evaluate_project(project: pytest.Pytester) -> Path:
    """A run of the project's config, by the command line's own way."""
    from evalharness.api import execute, open_plan_data
    from evalharness.plan import read_plan

    plan = read_plan(project.path / "configs" / "ci.yaml")
    n_runs = len(list(project.path.glob("run-*")))
    with open_plan_data(plan) as data:
        return execute(plan, data, project.path / f"run-{n_runs}").path


def verdicts(path: Path) -> dict[str, list[str]]:
    """Test -> what became of it, with the messages of failures."""
    cases = ET.parse(path).getroot().iter("testcase")
    return {each.attrib["name"]: [f"{part.tag}: {part.get('message')}" for part in each] for each in cases}
