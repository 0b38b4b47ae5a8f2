"""What a gate decides: one outcome for each rule of a policy, with the evidence; every CI format renders this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evalharness.compare.comparison import Comparison, Difference, FindingChange, Unpaired

Status = Literal["pass", "warn", "fail", "undecided"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule of the policy found.

    Attributes:
        rule: the rule as a short name that is unique in the policy: ``fact_retention.recall max_drop 0.02``.
        status: ``undecided`` where there are too few examples to tell.
        fails_gate: whether it turns the gate red, which for ``undecided`` the policy says.
        system: the system it is about; None for a rule about all of them.
        what: one sentence that says what, where, by how much and how sure.
        next_step: how to look closer, such as a command; may be empty.
        difference: the statistics behind it, where the rule compares means.
        findings: findings that the rule forbids.
        examples: ids of the examples that moved most in the bad direction.
    """

    rule: str
    status: Status
    fails_gate: bool
    system: str | None
    what: str
    next_step: str = ""
    difference: Difference | None = None
    findings: Sequence[FindingChange] = ()
    unpaired: Sequence[Unpaired] = ()
    examples: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A run held against a policy and a baseline.

    Attributes:
        status: ``fail`` if an outcome fails the gate, else ``undecided`` or ``warn`` if one is, else ``pass``.
        outcomes: one for each rule and system, in the order of the policy.
        comparison: what they rest on; None where the policy has absolute limits only and there is no baseline.
        policy: path or name of the policy.
    """

    status: Status
    outcomes: Sequence[Outcome]
    comparison: Comparison | None
    policy: str

    @property
    def exit_code(self) -> int:
        """0, or 1 where the gate is red."""
        return int(any(outcome.fails_gate for outcome in self.outcomes))
