"""The gate: a run held against a policy and a baseline."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from evalharness.compare.checks import Check, Where, checks_of, item_faults, policy_faults
from evalharness.compare.common_values import common_values
from evalharness.compare.compare import compare_runs
from evalharness.compare.comparison import Comparison
from evalharness.compare.evidence import Advice, Evidence, RunFacts
from evalharness.compare.fitness import judge_fitness
from evalharness.compare.limits import judge_limit
from evalharness.compare.pairing import ScoredRun
from evalharness.compare.regressions import Family, judge_drop, judge_findings
from evalharness.compare.verdict import Outcome, Status, Verdict
from evalharness.config.policy import ParsedPolicy, Policy
from evalharness.errors import ConfigError, UsageError

N_MOVERS = 20


def gate_runs(
    policy: ParsedPolicy,
    run: ScoredRun,
    baseline: ScoredRun | None = None,
    *,
    known_systems: Collection[str] = (),
    advice: Advice | None = None,
) -> Verdict:
    """Judge `run` by a policy, each system against the one of the same name in `baseline`.

    Args:
        policy: the policy, with its lines for faults.
        run: what may pass or not.
        baseline: what it must not fall behind; None where the policy has absolute limits only.
        known_systems: systems that the policy may name though the run does not have them.
        advice: commands to look closer.

    Raises:
        ConfigError: the policy does not fit the run. Every fault has its line.
        UsageError: nothing to compare, or nothing to judge.
    """
    return judge(gather(policy, run, baseline, known_systems, advice), policy.file)


def gather(
    parsed: ParsedPolicy,
    run: ScoredRun,
    baseline: ScoredRun | None = None,
    known_systems: Collection[str] = (),
    advice: Advice | None = None,
) -> Evidence:
    """Check a policy against a run and collect what is needed to judge by it; arguments and errors as `gate_runs`."""
    policy = parsed.config
    if policy is None:
        raise ConfigError(parsed.faults)
    checks = checks_of(policy)
    if faults := list(policy_faults(parsed, checks, run.values, has_baseline=baseline is not None)):
        raise ConfigError(faults)
    facts = RunFacts(run, checks)
    comparisons: dict[Where, Comparison] = {}
    not_compared: dict[str, str] = {}
    if baseline is not None:
        columns, not_compared = common_values(baseline, run)
        comparable = [f"{column.metric}.{column.value}" for column in columns]
        if comparable:
            comparisons[()] = _compare(policy, checks, (), comparable, baseline, run)
    gone = [each.system for comparison in comparisons.values() for each in comparison.unpaired]
    systems = dict.fromkeys((*facts.n_items, *known_systems, *gone))
    if faults := list(item_faults(parsed, checks, systems=systems, tags=facts.tags)):
        raise ConfigError(faults)
    if comparisons and baseline is not None:
        comparisons |= _slices(policy, checks, comparable, baseline, run)
    return Evidence(policy, checks, facts, baseline is not None, comparisons, not_compared, advice or Advice())


def judge(evidence: Evidence, policy: str) -> Verdict:
    """One outcome for each rule and system, and what they come to; `policy` is the name of the policy.

    Raises:
        UsageError: no rule is about any system of the run.
    """
    outcomes = list(_outcomes(evidence))
    if not outcomes:
        raise UsageError(f"{policy}: no rule is about a system of this run ({', '.join(evidence.facts.n_items)})")
    outcomes = [*judge_fitness(evidence), *outcomes]
    return Verdict(_status(outcomes), outcomes, evidence.comparisons.get(()), policy)


def _outcomes(evidence: Evidence) -> Iterator[Outcome]:
    family = Family(evidence)
    for check in evidence.checks:
        for system in evidence.facts.n_items:
            if not check.is_about(system):
                continue
            if check.kind == "max_drop":
                yield judge_drop(evidence, family, check, system)
            elif check.kind == "no_new":
                yield judge_findings(evidence, check, system)
            else:
                yield judge_limit(evidence, check, system)


def _slices(
    policy: Policy, checks: Sequence[Check], comparable: Sequence[str], before: ScoredRun, after: ScoredRun
) -> Iterator[tuple[Where, Comparison]]:
    """The comparison over each slice that has a pair."""
    for where in dict.fromkeys(check.where for check in checks if check.needs_baseline and check.where):
        try:
            yield where, _compare(policy, checks, where, comparable, before, after)
        except UsageError:
            # the whole could be compared, so it is the slice that has no pair: its rules are undecided
            continue


def _compare(
    policy: Policy,
    checks: Sequence[Check],
    where: Where,
    comparable: Sequence[str],
    before: ScoredRun,
    after: ScoredRun,
) -> Comparison:
    asked = [check.value for check in checks if check.kind == "max_drop" and check.where == where]
    return compare_runs(
        before,
        after,
        values=[value for value in asked if value in comparable],
        where=dict(where),
        cluster=policy.cluster,
        n_resamples=policy.resamples,
        seed=policy.seed,
        top=N_MOVERS,
        allow_missing=True,
        allow_other_data=True,
    )


def _status(outcomes: Sequence[Outcome]) -> Status:
    if any(outcome.fails_gate for outcome in outcomes):
        return "fail"
    found = {outcome.status for outcome in outcomes}
    ranked: tuple[Status, ...] = ("undecided", "warn")
    return next((status for status in ranked if status in found), "pass")
