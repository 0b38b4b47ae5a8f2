"""JUnit XML: one test case for each rule, and one for each example that turns the gate red."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from evalharness.compare.verdict import Outcome, Verdict
from evalharness.report.ci.notices import failed_examples, name_of
from evalharness.report.ci.spots import Spots

RULES, EXAMPLES = "evalharness.rules", "evalharness.examples"
# What XML 1.0 cannot hold, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render_junit(verdict: Verdict, spots: Spots | None = None) -> str:
    """A verdict as JUnit XML, as Jenkins and GitLab read it.

    A rule that is not decided is a skipped test, unless it fails the gate; a warning is a test that passes and says so.
    """
    spots = spots or Spots()
    root = ElementTree.Element("testsuites", {"name": "evalharness"})
    rules = ElementTree.SubElement(root, "testsuite", {"name": RULES})
    properties = ElementTree.SubElement(rules, "properties")
    about = {"policy": verdict.policy, "status": verdict.status}
    if verdict.comparison:
        about |= {"baseline": verdict.comparison.before.label, "run": verdict.comparison.after.label}
    for name, value in about.items():
        ElementTree.SubElement(properties, "property", {"name": name, "value": xml_text(value)})
    for outcome in verdict.outcomes:
        _rule(rules, outcome)
    if failed := failed_examples(verdict):
        examples = ElementTree.SubElement(root, "testsuite", {"name": EXAMPLES})
        for (id, system), reasons in failed.items():
            case = _case(examples, f"{id} [{system}]")
            spot = spots.of_candidate(id, system)
            where = [spot.path if spot.line == 1 else f"{spot.path}:{spot.line}"] if spot else []
            _failure(case, reasons[0], [*reasons, *where])
    _count(root)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False, short_empty_elements=True).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def xml_text(text: str) -> str:
    r"""`text` as XML can hold it: a control character becomes its picture, any other forbidden one U+FFFD.

    >>> xml_text("red \x1b[31m\r\nline")
    'red ␛[31m\nline'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")  # a reader would make it so
    return _FORBIDDEN.sub(lambda match: chr(0x2400 + ord(match[0])) if match[0] < " " else "\ufffd", plain)


def _rule(suite: ElementTree.Element, outcome: Outcome) -> None:
    case = _case(suite, name_of(outcome))
    if outcome.fails_gate:
        lines = [outcome.what, *(f"{each.id}: {each.finding.reason}" for each in outcome.findings)]
        _failure(case, outcome.what, [*lines, f"next: {outcome.next_step}"] if outcome.next_step else lines)
    elif outcome.status == "undecided":
        ElementTree.SubElement(case, "skipped", {"type": "undecided", "message": xml_text(outcome.what)})
    else:
        warning = "warning: " if outcome.status == "warn" else ""
        ElementTree.SubElement(case, "system-out").text = xml_text(warning + outcome.what)


def _case(suite: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", {"classname": suite.attrib["name"], "name": xml_text(name)})


def _failure(case: ElementTree.Element, message: str, lines: list[str]) -> None:
    failure = ElementTree.SubElement(case, "failure", {"type": "regression", "message": xml_text(message)})
    failure.text = xml_text("\n".join(lines))


def _count(root: ElementTree.Element) -> None:
    for suite in (*root, root):
        suite.set("tests", str(len(suite.findall(".//testcase"))))
        suite.set("failures", str(len(suite.findall(".//failure"))))
        suite.set("errors", "0")
        if suite is not root:
            suite.set("skipped", str(len(suite.findall(".//skipped"))))
