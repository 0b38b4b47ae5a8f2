"""Every CI format against its published schema, and through a reader that is not ours."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from pysarif import load_from_file

from evalharness.compare.comparison import FindingChange
from evalharness.compare.verdict import Outcome, Verdict
from evalharness.records import Span
from evalharness.report.ci import FORMATS
from evalharness.report.ci.github import MAX_ANNOTATIONS, command, guarded
from evalharness.report.ci.junit import xml_text
from evalharness.report.ci.spots import Spots
from tests.report.ci.verdicts import CANDIDATE, HOSTILE, NEW, NUMBER, START, spots, verdict

SCHEMAS = Path(__file__).parent / "schemas"
TEXTS = ["plain", HOSTILE]
PASSED = Verdict("pass", [Outcome("r", "pass", False, "b", "all is well")], None, "gate.yaml")


def schema(name: str) -> dict[str, object]:
    found = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


JUNIT_XSD = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
SARIF = jsonschema.Draft4Validator(schema("sarif-2.1.0-rtm.5.json"))
GITLAB = jsonschema.Draft202012Validator(schema("gitlab-code-quality.json"))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", TEXTS)
def test_the_same_verdict_gives_the_same_bytes(name: str, text: str) -> None:
    assert FORMATS[name](verdict(text), spots()) == FORMATS[name](verdict(text), spots())
    assert FORMATS[name](verdict(text), None).encode("utf-8")


# JUnit


@pytest.mark.parametrize("made", [verdict(), verdict(HOSTILE), PASSED], ids=["plain", "hostile", "pass"])
def test_junit_is_valid(made: Verdict) -> None:
    JUNIT_XSD.validate(FORMATS["junit"](made, spots()))


def test_the_junit_schema_would_find_a_fault() -> None:
    broken = FORMATS["junit"](verdict(), None).replace(' name="no new number [b]"', "")
    assert not JUNIT_XSD.is_valid(broken)


@pytest.mark.parametrize("text", TEXTS)
def test_junit_as_another_reader_sees_it(text: str) -> None:
    read = JUnitXml.fromstring(FORMATS["junit"](verdict(text), spots()).encode())
    rules, examples = list(read)
    assert (rules.name, rules.tests, rules.failures, rules.skipped) == ("evalharness.rules", 6, 3, 1)
    results = {case.name: case.result[0] if case.result else None for case in rules}
    assert results["facts.recall max_drop 0.02 [b]"].message == xml_text(text)
    assert results["no new number [b]"].text.splitlines()[-1] == xml_text(f"next: read {text}").splitlines()[-1]
    assert type(results["facts.recall min 0.9 [b]"]).__name__ == "Skipped"
    assert results["length.length min 1 [b]"] is None
    # each candidate once: the one missing, the two with findings, the two that moved (one of which has a finding)
    assert (examples.name, examples.tests, examples.failures) == ("evalharness.examples", 3, 3)
    deal = next(case for case in examples if case.name == "deal [b]").result[0]
    assert NUMBER.reason in deal.message
    assert deal.text.splitlines()[-1] == "the stories/deal/rewrites/b.txt"


def test_control_characters_become_pictures_in_xml() -> None:
    assert xml_text("a\x00\x1b]]>\ufffe\n🙂") == "a␀␛]]>\ufffd\n🙂"


# SARIF


def run_of(made: Verdict, at: Spots | None = None) -> dict[str, object]:
    log = json.loads(FORMATS["sarif"](made, at))
    SARIF.validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


@pytest.mark.parametrize("made", [verdict(), verdict(HOSTILE), PASSED], ids=["plain", "hostile", "pass"])
def test_sarif_is_valid(made: Verdict) -> None:
    for at in (spots(), spots("/elsewhere"), None):
        run_of(made, at)


def test_the_sarif_schema_would_find_a_fault() -> None:
    log = json.loads(FORMATS["sarif"](verdict(), spots()))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not SARIF.is_valid(log)


def test_sarif_as_another_reader_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "x.sarif"
    path.write_text(FORMATS["sarif"](verdict(HOSTILE), spots()), encoding="utf-8")
    log = load_from_file(path)
    results = log.runs[0].results
    # one for each new finding: what the run no longer has is none
    assert [each.level for each in results] == ["error", "error", "note"]
    first, hostile, left_out = results
    assert first.message.text == NUMBER.reason
    assert hostile.message.text.replace("{{", "{").replace("}}", "}").replace("\\](", "](") == HOSTILE
    place = first.locations[0].physical_location
    assert place.artifact_location.uri == "the%20stories/deal/rewrites/b.txt"
    region = place.region
    # line 2, after "The 🙂 deal cost ", which is 16 characters
    assert (region.start_line, region.start_column, region.end_line, region.end_column) == (2, 17, 2, 27)
    assert CANDIDATE.split("\n")[1][region.start_column - 1 : region.end_column - 1] == "90 billion"
    assert left_out.locations[0].logical_locations[0].fully_qualified_name == "fire/b"
    rules = log.runs[0].tool.driver.rules
    assert [rules[each.rule_index].id for each in results] == [each.rule_id for each in results]


def test_what_fails_without_a_finding_is_a_notification() -> None:
    (invocation,) = run_of(verdict())["invocations"]
    levels = [(each["descriptor"]["id"], each["level"]) for each in invocation["toolExecutionNotifications"]]
    assert levels == [
        ("missing candidates", "error"),
        ("facts.recall max_drop 0.02 [b]", "error"),
        ("facts.recall max_drop 0.1 [plain]", "warning"),
        ("facts.recall min 0.9 [b]", "note"),
    ]
    assert invocation["exitCode"] == 1


def test_a_fingerprint_goes_by_the_words_and_not_by_their_place() -> None:
    def prints(*more: FindingChange) -> list[str]:
        results = run_of(verdict("plain", *more))["results"]
        return [each["partialFingerprints"]["evalharnessFinding/v1"] for each in results]

    moved = replace(NEW, finding=replace(NUMBER, span=Span(START + 40, START + 50, "90 billion")))
    alone, with_second = prints(), prints(moved)
    assert set(alone) < set(with_second)
    assert len(set(with_second)) == len(with_second) == len(alone) + 1
    elsewhere = prints(replace(NEW, id="other"))
    assert len(set(elsewhere) - set(with_second)) == 1


# GitLab


@pytest.mark.parametrize("made", [verdict(), verdict(HOSTILE), PASSED], ids=["plain", "hostile", "pass"])
def test_gitlab_is_valid(made: Verdict) -> None:
    issues = json.loads(FORMATS["gitlab"](made, spots()))
    GITLAB.validate(issues)
    assert len({each["fingerprint"] for each in issues}) == len(issues)


def test_gitlab_has_each_finding_at_its_line_and_each_broken_rule_at_the_policy() -> None:
    issues = json.loads(FORMATS["gitlab"](replace(verdict(), policy="/repo/ci/gate.yaml"), spots()))
    places = [(each["location"]["path"], each["location"]["lines"]["begin"], each["severity"]) for each in issues]
    policy = [("ci/gate.yaml", 1, severity) for severity in ("critical", "critical", "major", "info")]
    findings = [
        ("the stories/deal/rewrites/b.txt", 2, "critical"),
        ("plain/plain", 1, "critical"),
        ("fire/b", 1, "info"),
    ]
    assert places == policy + findings


# GitHub


def unescaped(text: str, *, is_property: bool) -> str:
    """As the runner reads it back: the escapes in this order, the percent sign last."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), *((("%3A", ":"), ("%2C", ",")) if is_property else ())):
        text = text.replace(code, character)
    return text.replace("%25", "%")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(\w+)(?: ([^:]*))?::(.*)", line)
        assert match, line
        properties = dict(part.split("=", 1) for part in (match[2] or "").split(",") if part)
        plain = {key: unescaped(value, is_property=True) for key, value in properties.items()}
        found.append((match[1], plain, unescaped(match[3], is_property=False)))
    return found


def test_annotations_as_the_runner_reads_them() -> None:
    found = commands(FORMATS["github"](verdict(HOSTILE), spots()))
    assert [level for level, _, _ in found] == ["error"] * 5 + ["warning"]
    _, where, message = found[3]
    assert where["title"] == "new number 90 million -> 90 billion"
    del where["title"]
    assert where == {
        "file": "the stories/deal/rewrites/b.txt",
        "line": "2",
        "endLine": "2",
        "col": "17",
        "endColumn": "27",
    }
    assert message == f"{NUMBER.reason} (story deal, system b)"
    shown = HOSTILE.replace("\x1b", "␛").replace("\x07", "␇")
    assert found[2][2] == shown
    assert found[4][2].startswith(shown)
    assert found[5][1]["title"].startswith("evalharness: facts.recall max_drop 0.1 [")


def test_a_span_over_two_lines_has_no_end_column() -> None:
    spanning = replace(NEW, finding=replace(NUMBER, span=Span(START, len(CANDIDATE), CANDIDATE[START:])))
    made = Verdict("fail", [Outcome("r", "fail", True, "b", "x", findings=[spanning])], None, "p")
    (_, where, _) = commands(FORMATS["github"](made, spots()))[1]
    assert (where["line"], where["endLine"], where["col"], "endColumn" in where) == ("2", "3", "17", False)


def test_what_github_would_not_show_is_counted() -> None:
    many = [replace(NEW, id=f"e{n}") for n in range(30)]
    found = commands(FORMATS["github"](verdict("plain", *many), None))
    errors = [message for level, _, message in found if level == "error"]
    assert len(errors) == MAX_ANNOTATIONS
    # 3 rules, 2 + 30 findings, of which 9 are shown
    assert errors[-1] == "and 26 more; the summary of the step has them"
    summary = FORMATS["summary"](verdict("plain", *many), None)
    assert "### New findings: 33" in summary


def test_no_line_of_a_guarded_text_is_a_command() -> None:
    stop, *inside, resume = guarded("one\n::error::two").splitlines()
    token = stop.removeprefix("::stop-commands::")
    assert resume == f"::{token}::"
    assert inside == ["one", "::error::two"]
    assert guarded("other").splitlines()[0] != stop


def test_nothing_to_tell_is_no_annotation() -> None:
    assert FORMATS["github"](PASSED, None) == ""


@pytest.mark.parametrize("text", TEXTS)
def test_the_summary_is_the_page_that_was_meant(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(FORMATS["summary"](verdict(text), spots()))
    rows = [0]
    for token in tokens:
        if token.type == "tr_open":
            rows.append(0)
        rows[-1] += token.type in ("td_open", "th_open")
    # two tables: a head and six rules of three cells, a head and three findings of six cells
    assert rows[1:] == [3] * 7 + [6] * 4
    inline = {child.type for token in tokens for child in token.children or ()}
    assert inline <= {"text", "text_special", "code_inline", "softbreak"}


# Any text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_any_text_is_carried(text: str) -> None:
    made = verdict(text)
    root = ElementTree.fromstring(FORMATS["junit"](made, None))
    assert root.find(".//testcase[@name='facts.recall max_drop 0.02 [b]']/failure").attrib["message"] == xml_text(text)
    messages = [each["message"]["text"] for each in json.loads(FORMATS["sarif"](made, None))["runs"][0]["results"]]
    assert text.replace("{", "{{").replace("}", "}}").replace("](", "\\](") in messages
    assert text in [each["description"] for each in json.loads(FORMATS["gitlab"](made, None))]
    line = command("error", text, title=text)
    assert len(line.splitlines()) == 1 or re.search("[\x85\u2028\u2029]", line)
    assert "\n" not in line


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    long = "[](" * 300_000 + "%" * 100_000
    for name in FORMATS:
        assert FORMATS[name](Verdict("fail", [Outcome("r", "fail", True, "b", long, long)], None, "p"), None)
