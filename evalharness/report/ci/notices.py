"""What a verdict has to tell a CI system: its new findings with their weight and place, and what goes with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from evalharness.compare.comparison import FindingChange
from evalharness.compare.finding_keys import finding_key
from evalharness.compare.verdict import Outcome, Verdict
from evalharness.records import Verdict as FindingVerdict
from evalharness.report.ci.spots import Spot, Spots
from evalharness.report.text import one_line

Level = Literal["error", "warning", "note"]

ABOUT: dict[FindingVerdict, str] = {
    "contradicted": "the source says otherwise",
    "unsupported": "the source does not say it",
    "missing": "the source says it, the candidate does not",
    "altered": "not as the source has it",
    "repeated": "said before",
    "residue": "no part of the text",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One new finding.

    Attributes:
        level: ``error`` where it fails the gate, ``warning`` where a rule warns of it, ``note`` where none forbids it.
        rule: what sort it is, the same in every run: ``hallucination/number/contradicted``.
        fingerprint: 64 hex digits, the same wherever in the text the words stand; unique in a verdict.
        spot: None where no file is known.
    """

    level: Level
    rule: str
    fingerprint: str
    change: FindingChange
    spot: Spot | None


def notices(verdict: Verdict, spots: Spots) -> list[Notice]:
    """Every new finding, those that a rule forbids first, the gravest of them at the top."""
    levels: dict[FindingChange, Level] = {}
    ranked: tuple[Level, ...] = ("error", "warning")
    for level in ranked:
        for outcome in verdict.outcomes:
            if level_of(outcome) == level:
                for change in outcome.findings:
                    levels.setdefault(change, level)
    for change in verdict.comparison.findings if verdict.comparison else ():
        if change.change == "gained":
            levels.setdefault(change, "note")
    seen: Counter[tuple[str, ...]] = Counter()
    return [_notice(change, level, seen, spots) for change, level in levels.items()]


def level_of(outcome: Outcome) -> Level:
    """How much an outcome weighs: as its findings do.

    >>> level_of(Outcome("r", "undecided", True, None, "too few"))
    'error'
    """
    if outcome.fails_gate:
        return "error"
    return "warning" if outcome.status == "warn" else "note"


def name_of(outcome: Outcome) -> str:
    """The rule with its system, unique in a verdict, on one line."""
    return one_line(outcome.rule if outcome.system is None else f"{outcome.rule} [{outcome.system}]")


def candidates_of(verdict: Verdict) -> set[tuple[str, str]]:
    """(example id, system) of every candidate that a CI format may point to."""
    changes = [change for outcome in verdict.outcomes for change in outcome.findings]
    changes += verdict.comparison.findings if verdict.comparison else ()
    wanted = {(change.id, change.system) for change in changes if change.change == "gained"}
    return wanted | {(id, outcome.system) for outcome in verdict.outcomes if outcome.system for id in outcome.examples}


def failed_examples(verdict: Verdict) -> dict[tuple[str, str], list[str]]:
    """(example id, system) -> why it is among those that turn the gate red, in the order of the policy."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for outcome in verdict.outcomes:
        if outcome.fails_gate:
            for id, system, why in _examples(outcome):
                reasons.setdefault((id, system), []).append(why)
    return reasons


def _examples(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    for change in outcome.findings:
        yield change.id, change.system, f"{name_of(outcome)}: new {change.finding.kind}: {change.finding.reason}"
    for each in outcome.unpaired:
        yield each.id, each.system, f"{name_of(outcome)}: {each.why}"
    for id in outcome.examples:
        yield id, outcome.system or "", outcome.what


def _notice(change: FindingChange, level: Level, seen: Counter[tuple[str, ...]], spots: Spots) -> Notice:
    finding = change.finding
    key = (change.id, change.system, *finding_key(finding))
    seen[key] += 1
    text = "\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")
    rule = f"{finding.metric}/{finding.kind}/{finding.verdict}"
    return Notice(level, rule, sha256(text).hexdigest(), change, spots.of(change))
