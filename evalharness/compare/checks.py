"""A policy taken apart: one check for each limit and each sort of forbidden findings, with a name of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from evalharness.config.policy import NewFindings, ParsedPolicy, Policy, Rule
from evalharness.errors import Fault, nearest
from evalharness.metrics.protocol import Value

CheckKind = Literal["max_drop", "min", "max", "no_new"]

Where: TypeAlias = tuple[tuple[str, str], ...]
"""The (tag, value) pairs of a slice, sorted; empty for all examples."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is judged for each system.

    Attributes:
        name: unique in the policy, such as ``fact_retention.recall max_drop 0.02 where desk=asia``.
        place: where in the policy it stands, for faults.
        metric, name_of_value: the value that a limit is about; empty for findings.
        limit: of the mean, or of each item; 0 for findings.
        findings: which findings must not be new; None for a limit.
    """

    name: str
    kind: CheckKind
    rule: Rule
    place: tuple[object, ...]
    metric: str
    name_of_value: str
    limit: float
    findings: NewFindings | None
    where: Where
    min_examples: int

    @property
    def needs_baseline(self) -> bool:
        """Whether it is about a change, so that one run alone cannot tell."""
        return self.kind in ("max_drop", "no_new")

    @property
    def value(self) -> str:
        """``metric.value``; empty for findings."""
        return f"{self.metric}.{self.name_of_value}" if self.metric else ""

    def is_about(self, system: str) -> bool:
        """Whether the rule names the system, or none."""
        return self.rule.systems is None or system in self.rule.systems


def checks_of(policy: Policy) -> tuple[Check, ...]:
    """Every check of a policy, in its order.

    >>> rules = [{"value": "rouge_1.f1", "max_drop": 0.02, "min": 0.3}, {"no_new": [{"kind": "number"}]}]
    >>> [check.name for check in checks_of(Policy(rules=rules))]
    ['rouge_1.f1 max_drop 0.02', 'rouge_1.f1 min 0.3', 'no new hard number']
    """
    return tuple(check for index, rule in enumerate(policy.rules) for check in _checks_of(rule, index, policy))


def _checks_of(rule: Rule, index: int, policy: Policy) -> Iterator[Check]:
    where = tuple(sorted(rule.where.items()))
    tail = f" for {', '.join(rule.systems)}" if rule.systems else ""
    tail += f" where {' '.join(f'{tag}={value}' for tag, value in where)}" if where else ""
    least = rule.min_examples or policy.min_examples
    metric, _, value = (rule.value or "").rpartition(".")
    kinds: tuple[CheckKind, ...] = ("max_drop", "min", "max")
    for kind in kinds:
        limit = getattr(rule, kind)
        if limit is not None:
            each = "each " if rule.each == "item" and kind != "max_drop" else ""
            name = f"{rule.value} {each}{kind} {limit:g}{tail}"
            yield Check(name, kind, rule, ("rules", index, kind), metric, value, limit, None, where, least)
    for place, wanted in enumerate(rule.no_new):
        name = f"no new {_what(wanted)}{tail}"
        yield Check(name, "no_new", rule, ("rules", index, "no_new", place), "", "", 0.0, wanted, where, least)


def _what(wanted: NewFindings) -> str:
    """The sort of findings, for people.

    >>> _what(NewFindings(kind="number", verdict="contradicted", metric="hallucination"))
    'hard contradicted number of hallucination'
    """
    words = ["" if wanted.severity == "any" else wanted.severity, wanted.verdict, wanted.kind or "finding"]
    return " ".join(word for word in words if word) + (f" of {wanted.metric}" if wanted.metric else "")


def policy_faults(
    parsed: ParsedPolicy, checks: Sequence[Check], values: Mapping[str, Sequence[Value]], *, has_baseline: bool
) -> Iterator[Fault]:
    """What is wrong with a policy for a run whose metrics have these values, before any item of it is read."""
    seen: dict[str, Check] = {}
    known = {f"{metric}.{value.name}": value for metric, of_metric in values.items() for value in of_metric}
    for check in checks:
        if check.name in seen:
            yield parsed.fault(check.place, f"the rule {check.name!r} is given twice", "remove one of them")
        seen[check.name] = check
        if check.metric and check.value not in known:
            place = (*check.place[:2], "value")
            yield parsed.fault(
                place, f"no metric of this run has the value {check.value!r}", nearest(check.value, known)
            )
        elif check.kind == "max_drop" and known[check.value].higher_is_better is None:
            advice = "give it min and max, or judge another value"
            yield parsed.fault(check.place, f"neither direction of {check.value} is better, so it cannot drop", advice)
        if check.needs_baseline and not has_baseline:
            what = "max_drop" if check.kind == "max_drop" else "no_new"
            advice = "name one with --baseline, or leave only min and max in the policy"
            yield parsed.fault(check.place, f"{what} needs a baseline to compare with", advice)
        if check.findings and check.findings.metric not in (None, *values):
            place = (*check.place, "metric")
            yield parsed.fault(
                place, f"this run has no metric {check.findings.metric!r}", nearest(str(check.findings.metric), values)
            )


def item_faults(
    parsed: ParsedPolicy, checks: Sequence[Check], *, systems: Iterable[str], tags: Iterable[str]
) -> Iterator[Fault]:
    """Systems and tags that a policy names and the items do not have."""
    systems, tags = list(systems), list(tags)
    told: set[tuple[object, ...]] = set()
    for check in checks:
        place = check.place[:2]
        for index, name in enumerate(check.rule.systems or ()):
            if name not in systems and (*place, index) not in told:
                told.add((*place, index))
                yield parsed.fault((*place, "systems", index), f"no system {name!r}", nearest(name, systems))
        for tag, _ in check.where:
            if tag not in tags and (*place, tag) not in told:
                told.add((*place, tag))
                advice = nearest(tag, tags) or "the data has no tags"
                yield parsed.fault((*place, "where", tag), f"no example has the tag {tag!r}", advice)
