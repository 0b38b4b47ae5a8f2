"""Gates and baselines from Python: what ``evalharness gate`` and ``evalharness baseline`` do."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as date_type
from pathlib import Path

from evalharness.compare.common_values import common_values
from evalharness.compare.compare import compare_runs, unpaired_lines
from evalharness.compare.comparison import Comparison
from evalharness.compare.evidence import Advice
from evalharness.compare.gate import gate_runs, gather
from evalharness.compare.gate_plan import plan_drops
from evalharness.compare.pairing import StoredRun, only_systems
from evalharness.compare.sides import Side, read_side
from evalharness.config.parse import Parsed, check
from evalharness.config.policy import ParsedPolicy, Policy, read_policy
from evalharness.errors import ConfigError, UsageError
from evalharness.report.baseline_log import HEAD, log_entry
from evalharness.report.plan_view import PlanView
from evalharness.report.verdict_view import VerdictView
from evalharness.runs.baseline import baseline_text, save_baseline

PathLike = str | os.PathLike[str]
DEFAULT_POLICY = "the default policy"


def gate(
    run: PathLike,
    baseline: PathLike | None = None,
    policy: PathLike | Mapping[str, object] | Policy | None = None,
    *,
    before: str | None = None,
    after: str | None = None,
) -> VerdictView:
    """Judge a run by a policy and against a baseline.

    Args:
        run: a run or its folder.
        baseline: a run, its folder, or a saved baseline. None where the policy has absolute limits only.
        policy: a policy or its file. None: the first value of every metric must not drop, and no hard finding be new.
        before: with `after`: a system of the baseline (or, without one, of the run) to hold `after` against.
        after: the system of the run that is judged; every system, each against itself, by default.

    Raises:
        ConfigError: the policy is wrong, or does not fit the run. All faults are listed.
        UsageError: a side cannot be read, or there is nothing to compare or to judge.

    >>> from evalharness import Example, evaluate
    >>> run = evaluate([Example("a", "Two men died in Oslo.", {"desk": "Two men died."})], ["length"])
    >>> view = gate(run, policy={"rules": [{"value": "length.compression", "max": 0.5, "each": "item"}]})
    >>> view.verdict.exit_code, view.verdict.outcomes[-1].what
    (1, 'length.compression of desk is above the maximum of 0.5 in 1 of 1 item: a (0.600)')
    """
    asked = _ask(run, baseline, policy, before, after)
    known = asked.known_systems
    return VerdictView(
        gate_runs(asked.policy, asked.run, asked.baseline, known_systems=known, advice=asked.advice),
        asked.run.party.label,
    )


def plan_gate(
    run: PathLike,
    baseline: PathLike | None = None,
    policy: PathLike | Mapping[str, object] | Policy | None = None,
    *,
    before: str | None = None,
    after: str | None = None,
    power: float = 0.8,
) -> PlanView:
    """How many examples the drops of a policy need before chance can be told from them; arguments as `gate`.

    The spread of the differences is taken from the run and the baseline, so both are needed.

    Raises:
        ConfigError: the policy is wrong, or does not fit the run.
        UsageError: no baseline, or no drop in the policy.
    """
    asked = _ask(run, baseline, policy, before, after)
    if asked.baseline is None:
        raise UsageError("a plan needs to know how examples vary; give two runs of the same data, one with --baseline")
    evidence = gather(asked.policy, asked.run, asked.baseline, asked.known_systems, asked.advice)
    return PlanView(plan_drops(evidence, power))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A call with everything read."""

    policy: ParsedPolicy
    run: StoredRun
    baseline: StoredRun | None
    known_systems: tuple[str, ...]
    advice: Advice


def _ask(
    run: PathLike,
    baseline: PathLike | None,
    policy: PathLike | Mapping[str, object] | Policy | None,
    before: str | None,
    after: str | None,
) -> _Asked:
    if (before is None) != (after is None):
        raise UsageError("--before and --after name two systems to compare; give both, or neither")
    path, old_path = Path(run), None if baseline is None else Path(baseline)
    if path.is_file():
        raise UsageError(f"{path}: a file; the gate judges the folder of a run")
    new = read_side(path)
    old = read_side(old_path) if old_path is not None else None
    parsed = _parsed(policy, new.run, has_baseline=old is not None or before is not None)
    known = (*new.systems, *(old.systems if old else ()))
    shown = [shlex.quote(str(each)) for each in (old_path, path) if each is not None]
    accept = f'evalharness baseline accept {shown[-1]} --reason "..."'
    if old_path is not None and old_path.is_file():
        accept += f" -o {shown[0]}"
    if before is not None and after is not None:
        compare = f"evalharness compare {' '.join(shown)} --systems {shlex.quote(before)} {shlex.quote(after)}"
        return _Asked(parsed, _one(new, after, after), _one(old or new, before, after), known, Advice(compare, accept))
    advice = Advice(f"evalharness compare {' '.join(shown)}", accept)
    # runs of the same name in two places go by their paths
    labels = [str(each) if old_path and old_path.name == path.name else None for each in (path, old_path)]
    return _Asked(parsed, _own_systems(new, labels[0]), _own_systems(old, labels[1]) if old else None, known, advice)


def _own_systems(side: Side, label: str | None = None) -> StoredRun:
    """The side without the rows that only show what no effort earns: nobody's work gets worse there."""
    return only_systems(side.run, {name: name for name in side.systems}, label)


def _one(side: Side, system: str, shown_as: str) -> StoredRun:
    return only_systems(side.run, {system: shown_as}, f"{side.run.party.label}:{system}")


def _parsed(
    policy: PathLike | Mapping[str, object] | Policy | None, run: StoredRun, *, has_baseline: bool
) -> ParsedPolicy:
    if isinstance(policy, Policy):
        return Parsed("policy", config=policy)
    if isinstance(policy, str | os.PathLike):
        return read_policy(Path(policy))
    if policy is None:
        if not has_baseline:
            raise UsageError("nothing to judge by: give --baseline, or --policy with limits, min or max")
        return Parsed(DEFAULT_POLICY, config=_default_policy(run))
    parsed = check(Policy, policy, Parsed("policy"))
    if parsed.faults:
        raise ConfigError(parsed.faults)
    return parsed


def _default_policy(run: StoredRun) -> Policy:
    """The first value of each metric that has a better direction must not drop; no hard finding may be new."""
    primary = {metric: values[0] for metric, values in run.values.items() if values}
    names = [f"{metric}.{value.name}" for metric, value in primary.items() if value.higher_is_better is not None]
    rules: list[dict[str, object]] = [{"value": name, "max_drop": 0.0} for name in names]
    return Policy.model_validate({"rules": [*rules, {"no_new": [{"severity": "hard"}]}]})


def save(run: PathLike, output: PathLike) -> bool:
    """Write the baseline of a run to a new file; False where the file says so already.

    Raises:
        UsageError: no finished run, or the file holds another baseline: that takes a reason, see `accept`.
    """
    path = Path(output)
    if path.exists() and path.read_bytes() != baseline_text(Path(run)).encode("utf-8"):
        step = f'evalharness baseline accept {shlex.quote(str(run))} -o {shlex.quote(str(path))} --reason "..."'
        raise UsageError(f"{path}: holds another baseline; to replace it takes a reason: {step}")
    return save_baseline(Path(run), path)


def accept(run: PathLike, output: PathLike, *, reason: str, who: str, date: str) -> str:
    """Make a run the baseline and say so in the log beside it.

    Args:
        run: the run, or its folder.
        output: the baseline's file; the log is beside it, ``<name>.log.md``.
        reason: why the change is right, not empty.
        who: who accepts.
        date: as YYYY-MM-DD.

    Returns:
        The entry of the log; empty where the run is the baseline already, and nothing is written.

    Raises:
        UsageError: no finished run, no reason, no such date, or a file that cannot be read or written.
    """
    path = Path(output)
    if not reason.strip():
        raise UsageError("--reason is empty; say in a sentence why the new baseline is right")
    if not _is_date(date):
        raise UsageError(f"--date {date}: expected a day as YYYY-MM-DD, such as 2026-01-31")
    text = baseline_text(Path(run))
    if path.is_file() and path.read_bytes() == text.encode("utf-8"):
        return ""
    facts, comparison = _what_changed(Path(run), path)
    entry = log_entry(who=who, date=date, reason=reason, facts=facts, comparison=comparison)
    save_baseline(Path(run), path)
    log = log_of(path)
    # the log only grows: what was said before stays as it is
    with log.open("a", encoding="utf-8", newline="\n") as file:
        file.write(entry if file.tell() else HEAD + entry)
    return entry


def log_of(baseline: Path) -> Path:
    """The log beside a baseline.

    >>> log_of(Path("ci/baseline.json")).as_posix()
    'ci/baseline.log.md'
    """
    return baseline.with_name(f"{baseline.stem}.log.md")


def _what_changed(run: Path, path: Path) -> tuple[list[str], Comparison | None]:
    new = read_side(run)
    party = new.run.party
    facts = [f"run {party.label}: {party.n_examples} examples, systems {', '.join(new.systems)}"]
    if not path.exists():
        return [*facts, "the first baseline"], None
    old = read_side(path)
    columns, not_compared = common_values(old.run, new.run)
    facts += [f"{metric} is not compared: {why}" for metric, why in not_compared.items()]
    if party.data_digest != old.run.party.data_digest:
        facts.append(f"other examples, sources or references; {old.run.party.n_examples} examples before")
    if not columns:
        return facts, None
    try:
        comparison = compare_runs(
            _own_systems(old), _own_systems(new), allow_missing=True, allow_other_data=True, top=0
        )
    except UsageError as error:
        return [*facts, f"cannot be compared with the baseline before: {error}"], None
    return [*facts, *unpaired_lines(comparison.unpaired)], comparison


def _is_date(text: str) -> bool:
    try:
        return date_type.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
