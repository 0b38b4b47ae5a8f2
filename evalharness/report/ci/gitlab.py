"""GitLab's code quality report: a JSON list of issues, each at a line of a file."""

from __future__ import annotations

import json
from hashlib import sha256

from evalharness.compare.verdict import Outcome, Verdict
from evalharness.report.ci.notices import Level, Notice, level_of, name_of, notices
from evalharness.report.ci.spots import Spots, relative

SEVERITIES: dict[Level, str] = {"error": "critical", "warning": "major", "note": "info"}
Json = dict[str, object]


def render_gitlab(verdict: Verdict, spots: Spots | None = None) -> str:
    """A verdict as a code quality report.

    Findings are at their line in the candidate's file, or, where no file is known, in ``<example>/<system>``; a rule
    that is broken or undecided without a finding is at the policy. Fingerprints are unique: of two that are the same,
    GitLab drops one.
    """
    spots = spots or Spots()
    issues = [_of_outcome(each, verdict, spots.root) for each in verdict.outcomes if _stands_alone(each)]
    issues += [_of_notice(notice) for notice in notices(verdict, spots)]
    return json.dumps(issues, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _stands_alone(outcome: Outcome) -> bool:
    return outcome.status != "pass" and not outcome.findings


def _of_outcome(outcome: Outcome, verdict: Verdict, root: str) -> Json:
    name = name_of(outcome)
    return {
        "description": outcome.what,
        "check_name": f"evalharness/{outcome.status}",
        "fingerprint": sha256(f"{verdict.policy}\0{name}".encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": SEVERITIES[level_of(outcome)],
        "location": {"path": relative(verdict.policy, root), "lines": {"begin": 1}},
    }


def _of_notice(notice: Notice) -> Json:
    change, spot = notice.change, notice.spot
    lines: Json = {"begin": spot.line if spot else 1}
    if spot and spot.end_line:
        lines["end"] = spot.end_line
    return {
        "description": f"{change.finding.reason} (story {change.id}, system {change.system})",
        "check_name": notice.rule,
        "fingerprint": notice.fingerprint,
        "severity": SEVERITIES[notice.level],
        "location": {"path": spot.path if spot else f"{change.id}/{change.system}", "lines": lines},
    }
