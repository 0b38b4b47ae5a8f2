"""What got worse since the baseline: drops that chance does not explain, and findings that were not there."""

from __future__ import annotations

import math
import shlex
from dataclasses import replace

from evalharness.compare.checks import Check, Where
from evalharness.compare.comparison import Comparison, Difference, FindingChange
from evalharness.compare.evidence import Evidence, rounding
from evalharness.compare.outcomes import Found, count, figure, outcome, reason_of, slice_of, subject
from evalharness.compare.verdict import Outcome
from evalharness.config.policy import NewFindings, Policy
from evalharness.errors import UsageError
from evalharness.stats.power import fewest_units

MAX_NAMED = 3
FEW = "score more examples, or lower min_examples in the policy"


class Family:
    """The differences that a policy tests, each once, with Holm's adjustment over all of them.

    One with fewer pairs than its rule asks for takes no part: it is not judged, whatever it is.

    Attributes:
        n_compared: differences with enough pairs.
        n_tested: those of them in which any pair differs; the others cannot be false alarms and cost nothing.
    """

    def __init__(self, evidence: Evidence) -> None:
        found: dict[tuple[Where, str, str], Difference] = {}
        tested: set[tuple[Where, str, str]] = set()
        for check in evidence.checks:
            comparison = evidence.comparisons.get(check.where)
            if check.kind == "max_drop" and comparison is not None:
                for each in comparison.differences:
                    if each.name == check.value and check.is_about(each.system):
                        key = check.where, each.system, each.name
                        found[key] = each
                        if each.n >= check.min_examples:
                            tested.add(key)
        self.n_compared = len(tested)
        self.n_tested = sum(found[key].wins + found[key].losses > 0 for key in tested)
        _check_resamples(evidence.policy, self.n_tested)
        self._differences = {key: replace(each, p_adjusted=None) for key, each in found.items()} | _adjusted(
            {key: found[key] for key in found if key in tested}
        )

    def difference(self, check: Check, system: str) -> Difference | None:
        """The difference that a check is about; None where there is no pair."""
        found = self._differences.get((check.where, system, check.value))
        return found if found is not None and found.difference is not None else None


def _check_resamples(policy: Policy, n_tested: int) -> None:
    if n_tested > policy.alpha * (policy.resamples + 1):
        least = math.ceil(n_tested / policy.alpha)
        raise UsageError(
            f"resamples: {policy.resamples} cannot show anything among {n_tested} comparisons "
            f"at alpha {policy.alpha:g}; write `resamples: {least}` or more in the policy"
        )


def _adjusted(differences: dict[tuple[Where, str, str], Difference]) -> dict[tuple[Where, str, str], Difference]:
    """With Holm's adjustment of the one-sided p-values: only a drop can fail a gate."""
    from evalharness.compare.paired_values import adjusted  # numpy
    from evalharness.stats.paired import one_sided

    of_drops = [
        each if each.p_value is None else replace(each, p_value=one_sided(each.p_value, in_direction=each.is_worse))
        for each in differences.values()
    ]
    pairs = zip(differences.items(), adjusted(of_drops), strict=True)
    return {key: replace(each, p_adjusted=drop.p_adjusted) for (key, each), drop in pairs}


def judge_drop(evidence: Evidence, family: Family, check: Check, system: str) -> Outcome:
    """The outcome of ``max_drop`` for one system.

    Broken only where the mean is worse by more than the tolerance and chance is an unlikely reason.
    """
    policy = evidence.policy
    if check.metric in evidence.not_compared:
        what = f"{subject(check, system)} cannot be compared: {evidence.not_compared[check.metric]}"
        return outcome(policy, check, system, "undecided", what, evidence.advice.accept)
    difference = family.difference(check, system)
    if difference is None:
        what = f"{subject(check, system)}: no example has it on both sides"
        return outcome(policy, check, system, "undecided", what, "compare runs that share examples and systems")
    found, reason, step = _weigh(evidence, family, check, difference)
    examples = _worst_movers(evidence.comparisons[check.where], difference) if found == "broken" else []
    what = f"{_change(check, difference)}: {reason}"
    return outcome(policy, check, system, found, what, step, difference=difference, examples=examples)


def judge_findings(evidence: Evidence, check: Check, system: str) -> Outcome:
    """The outcome of one entry of ``no_new`` for one system: broken where the run has such a finding anew."""
    policy, comparison = evidence.policy, evidence.comparisons.get(check.where)
    wanted = check.findings
    assert wanted is not None  # that is what makes it a check of findings
    sort = check.name.partition(" for ")[0].partition(" where ")[0].removeprefix("no new ")
    place = f"{system}{slice_of(check)}"
    blind = _not_comparable(evidence, wanted)
    if blind and (wanted.metric or blind.keys() >= evidence.facts.finding_metrics):
        why = "; ".join(f"{metric}: {reason}" for metric, reason in blind.items())
        what = f"whether {place} has a new {sort} cannot be told: {why}"
        return outcome(policy, check, system, "undecided", what, evidence.advice.accept)
    if comparison is None or not _has_pairs(comparison, system):
        what = f"whether {place} has a new {sort} cannot be told: no example of it is on both sides"
        return outcome(policy, check, system, "undecided", what, "compare runs that share examples and systems")
    new = [each for each in comparison.findings if each.change == "gained" and _matches(each, wanted, system)]
    but = f" (those of {', '.join(blind)} cannot be compared)" if blind else ""
    if not new:
        return outcome(policy, check, system, "kept", f"no new {sort} in {place}{but}")
    what = f"{len(new)} new {_plural(sort, len(new))} in {place}{but}: {_named(new)}"
    step = f"read them in the candidates; {evidence.advice.compare} shows what else changed"
    return outcome(policy, check, system, "broken", what, step, findings=new)


def _weigh(evidence: Evidence, family: Family, check: Check, difference: Difference) -> tuple[Found, str, str]:
    """What a difference comes to, why, and the next step."""
    worse, limit = _worse_by(difference), f"the tolerance of {check.limit:g}"
    is_beyond = worse > check.limit + rounding(check.limit)
    if worse <= 0:
        return "kept", "no drop", ""
    if difference.n < check.min_examples:
        return "undecided", f"too few to judge, {count(difference.n, 'example')} of {check.min_examples} needed", FEW
    if not is_beyond:
        return "kept", f"within {limit}", ""
    policy, p = evidence.policy, difference.p_adjusted
    sure = f"p = {_p(p)} after Holm over {count(family.n_tested, 'comparison')}" if p is not None else "p unknown"
    if p is not None and p <= policy.alpha:
        slice = "".join(f" --where {shlex.quote(f'{tag}={value}')}" for tag, value in check.where)
        step = f"{evidence.advice.compare} --value {check.value}{slice}"
        return "broken", f"beyond {limit}, and not by chance ({sure}, {_n(difference)})", step
    plan = "`evalharness gate --plan` says how many examples it takes"
    if difference.n_units < fewest_units(policy.alpha, max(1, family.n_tested), sides=1):
        why = f"so few could not show any drop among {count(family.n_tested, 'comparison')}"
        return "undecided", f"beyond {limit}, but {_n(difference)}: {why}", plan
    return "kept", f"beyond {limit}, but chance may do as much ({sure}, {_n(difference)})", plan


def _change(check: Check, difference: Difference) -> str:
    before, after, moved = difference.before, difference.after, difference.difference
    assert before is not None  # whoever asks has checked that there is a pair
    assert after is not None
    assert moved is not None
    text = f"{subject(check, difference.system)} {figure(before)} -> {figure(after)}"
    if moved == 0:
        return text
    worse = _worse_by(difference)
    word = "worse" if worse > 0 else "better"
    if difference.ci95 is None:
        return f"{text}, {word} by {figure(abs(worse))}"
    # the interval of how much worse, or better: the ends change places where the sign is turned
    low, high = difference.ci95 if moved > 0 else (-difference.ci95[1], -difference.ci95[0])
    return f"{text}, {word} by {figure(abs(worse))} (95% interval {figure(low)} to {figure(high)})"


def _worse_by(difference: Difference) -> float:
    """How far the mean moved in the bad direction; negative where it got better."""
    moved = difference.difference or 0.0
    return -moved if difference.higher_is_better else moved


def _n(difference: Difference) -> str:
    examples = count(difference.n, "example")
    return examples if difference.n == difference.n_units else f"{examples} in {count(difference.n_units, 'cluster')}"


def _p(p: float) -> str:
    return f"{p:.2g}" if p >= 0.0001 else "below 0.0001"


def _worst_movers(comparison: Comparison, difference: Difference) -> list[str]:
    """Ids of the examples that lost most, the worst first."""
    sign = -1.0 if difference.higher_is_better else 1.0
    same = (difference.system, difference.metric, difference.value)
    movers = [each for each in comparison.movers if (each.system, each.metric, each.value) == same]
    worse = [each for each in movers if sign * (each.after - each.before) > 0]
    return [each.id for each in sorted(worse, key=lambda each: sign * (each.before - each.after))]


def _not_comparable(evidence: Evidence, wanted: NewFindings) -> dict[str, str]:
    """Metric -> why its findings cannot be compared, of those that the entry is about and that find anything."""
    return {
        metric: why
        for metric, why in evidence.not_compared.items()
        if metric == wanted.metric or (wanted.metric is None and metric in evidence.facts.finding_metrics)
    }


def _matches(change: FindingChange, wanted: NewFindings, system: str) -> bool:
    finding = change.finding
    return (
        change.system == system
        and wanted.kind in (None, finding.kind)
        and wanted.severity in ("any", finding.severity)
        and wanted.verdict in (None, finding.verdict)
        and wanted.metric in (None, finding.metric)
    )


def _has_pairs(comparison: Comparison, system: str) -> bool:
    return any(each.system == system for each in comparison.differences)


def _plural(sort: str, n: int) -> str:
    noun, of, metric = sort.partition(" of ")
    return sort if n == 1 else f"{noun}s{of}{metric}"


def _named(changes: list[FindingChange]) -> str:
    shown = "; ".join(f"{each.id}: {reason_of(each.finding)}" for each in changes[:MAX_NAMED])
    return shown + (f"; and {len(changes) - MAX_NAMED} more" if len(changes) > MAX_NAMED else "")
