"""Whether the run and its baseline fit together: every candidate there, the same sources, the same settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from evalharness.compare.compare import unpaired_lines
from evalharness.compare.comparison import Comparison
from evalharness.compare.evidence import Evidence
from evalharness.compare.outcomes import count
from evalharness.compare.verdict import Outcome, Status

MISSING = "missing candidates"
CHANGED = "changed baseline"


def judge_fitness(evidence: Evidence) -> Iterator[Outcome]:
    """The outcomes that no rule has to ask for: what is missing, and what changed around the texts."""
    yield _missing(evidence)
    if evidence.has_baseline:
        yield _changed(evidence)


def _missing(evidence: Evidence) -> Outcome:
    """Candidates that the baseline has and the run lacks, or that a metric failed on."""
    comparison = evidence.comparisons.get(())
    gone = evidence.facts.failed
    if comparison is not None:
        gone = [each for each in comparison.unpaired if each.missing_on == "after"]
    if not gone:
        n_items = sum(evidence.facts.n_items.values())
        than = " that the baseline has is there" if evidence.has_baseline else " could be scored"
        what = f"every candidate{than} ({count(n_items, 'candidate')})"
        return Outcome(MISSING, "pass", False, None, what)
    n = len({(each.id, each.system) for each in gone})
    what = f"{count(n, 'candidate')} missing or not scored: {'; '.join(unpaired_lines(gone))}"
    status, fails = _unless_allowed(evidence.policy.missing)
    step = "score what is missing, or write `missing: allow` in the policy"
    return Outcome(MISSING, status, fails, None, what, "" if not fails else step, unpaired=gone)


def _changed(evidence: Evidence) -> Outcome:
    """Other sources or settings than the baseline's, and what can be compared all the same."""
    comparison = evidence.comparisons.get(())
    used = {metric: why for metric, why in evidence.not_compared.items() if _is_used(evidence, metric)}
    changes = [f"{metric}: {why}" for metric, why in used.items()]
    if comparison is not None and (data := _other_data(comparison)):
        changes.insert(0, data)
    if not changes:
        what = "the same examples, sources and references, and the same settings of every metric that is judged"
        return Outcome(CHANGED, "pass", False, None, what)
    what = f"not what the baseline was made with: {'; '.join(changes)}. {_still(comparison)}"
    status, fails = _unless_allowed(evidence.policy.changed)
    step = f"if that was meant: {evidence.advice.accept}, or write `changed: allow` in the policy"
    return Outcome(CHANGED, status, fails, None, what, step if fails else "")


def _is_used(evidence: Evidence, metric: str) -> bool:
    """Whether a rule needs what the metric gives."""
    for check in evidence.checks:
        if check.kind == "max_drop" and check.metric == metric:
            return True
        if check.findings is not None:
            asked = check.findings.metric
            if asked == metric or (asked is None and metric in evidence.facts.finding_metrics):
                return True
    return False


def _other_data(comparison: Comparison) -> str:
    before, after = comparison.before, comparison.after
    if before.data_digest == after.data_digest:
        return ""
    if before.n_examples != after.n_examples:
        return f"{count(after.n_examples, 'example')} where the baseline has {before.n_examples}"
    return "other examples, sources or references"


def _still(comparison: Comparison | None) -> str:
    if comparison is None:
        return "Nothing can be compared"
    metrics = dict.fromkeys(each.metric for each in comparison.values)
    n_pairs = {each.system: 0 for each in comparison.differences}
    for each in comparison.differences:
        n_pairs[each.system] = max(n_pairs[each.system], each.n)
    pairs = f"over {count(sum(n_pairs.values()), 'candidate')} with the same example and system"
    return f"What can still be compared: {', '.join(metrics)}, {pairs}"


def _unless_allowed(setting: Literal["fail", "allow"]) -> tuple[Status, bool]:
    return ("fail", True) if setting == "fail" else ("warn", False)
