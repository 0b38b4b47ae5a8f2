"""SARIF 2.1.0: one result for each new finding, at its line and column in the candidate's file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from urllib.parse import quote

from evalharness.compare.verdict import Verdict
from evalharness.report.ci.notices import ABOUT, Notice, level_of, name_of, notices
from evalharness.report.ci.spots import Spot, Spots

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
HELP = (
    "Hold the sentence against the source. Mend the candidate, or, if it is right, make the run the baseline: "
    'evalharness baseline accept RUN --reason "..."'
)
Json = dict[str, object]


def render_sarif(verdict: Verdict, spots: Spots | None = None) -> str:
    """A verdict as a SARIF log.

    The message of a result is the reason of its finding. What fails without a finding, such as a mean that dropped, is
    a notification of the run: SARIF results are about places in files.
    """
    found = notices(verdict, spots or Spots())
    rules = _rules(found)
    place = {rule["id"]: index for index, rule in enumerate(rules)}
    driver: Json = {"name": "evalharness", "version": version("evalharness"), "rules": rules}
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "exitCode": verdict.exit_code,
                "toolExecutionNotifications": _notifications(verdict),
            }
        ],
        "results": [_result(notice, place[notice.rule]) for notice in found],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def message(text: str) -> Json:
    r"""A message whose text is taken as it is: braces and links mean something in SARIF.

    >>> message("{0} and [here](1)")
    {'text': '{{0}} and [here\\](1)'}
    """
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")}


def _rules(found: Sequence[Notice]) -> list[dict[str, object]]:
    sorts = {notice.rule: notice.change.finding for notice in found}
    return [
        {
            "id": rule,
            "name": "".join(word.capitalize() for word in rule.replace("_", "/").split("/")),
            "shortDescription": message(f"{finding.kind}: {ABOUT[finding.verdict]}"),
            "fullDescription": message(f"A {finding.kind} that {finding.metric} found anew: {ABOUT[finding.verdict]}."),
            "help": {"text": HELP},
            "defaultConfiguration": {"level": "error" if finding.severity == "hard" else "warning"},
        }
        for rule, finding in sorted(sorts.items())
    ]


def _notifications(verdict: Verdict) -> list[Json]:
    return [
        {
            "descriptor": {"id": name_of(outcome)},
            "level": level_of(outcome),
            "message": message(outcome.what),
        }
        for outcome in verdict.outcomes
        if outcome.status != "pass" and not outcome.findings
    ]


def _result(notice: Notice, rule_index: int) -> Json:
    change, finding = notice.change, notice.change.finding
    logical = {"name": change.system, "fullyQualifiedName": f"{change.id}/{change.system}", "kind": "member"}
    location: Json = {"logicalLocations": [logical]}
    if notice.spot:
        location = {"physicalLocation": _physical(notice.spot, finding.span.text if finding.span else "")} | location
    return {
        "ruleId": notice.rule,
        "ruleIndex": rule_index,
        "level": notice.level,
        "message": message(finding.reason),
        "locations": [location],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{notice.fingerprint[:16]}:1",  # the one that GitHub goes by
            "evalharnessFinding/v1": notice.fingerprint,
        },
        "baselineState": "new",
        "properties": {
            "example": change.id,
            "system": change.system,
            "severity": finding.severity,
            "source": finding.source.text if finding.source else None,
            "confidence": finding.confidence,
        },
    }


def _physical(spot: Spot, text: str) -> Json:
    region: Json = {"startLine": spot.line}
    ends = {"startColumn": spot.column, "endLine": spot.end_line, "endColumn": spot.end_column}
    region |= {key: value for key, value in ends.items() if value is not None}
    if spot.column is not None:
        region["snippet"] = {"text": text}
    if spot.path.startswith("/"):
        return {"artifactLocation": {"uri": f"file://{quote(spot.path)}"}, "region": region}
    return {"artifactLocation": {"uri": quote(spot.path), "uriBaseId": ROOT}, "region": region}
