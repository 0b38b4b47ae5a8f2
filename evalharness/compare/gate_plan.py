"""How many examples the drops of a policy need before a gate can tell them from chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evalharness.compare.comparison import Difference
from evalharness.compare.evidence import Evidence
from evalharness.compare.regressions import Family
from evalharness.errors import UsageError
from evalharness.stats.power import detectable_drop, required_examples

Z_95 = 1.959963984540054  # half the width of a 95% interval of a normal mean, in standard errors


@dataclass(frozen=True, slots=True)
class PlannedDrop:
    """One ``max_drop`` of one system.

    Attributes:
        rule: as in the verdict.
        n_units: examples, or clusters of them, that there are.
        sd: standard deviation of the differences between them; None where they do not vary.
        tolerance: of the rule.
        needed: units with which a drop of just the tolerance is significant, with the plan's power; None for a
            tolerance of 0, which no number of examples shows.
        visible: the smallest true drop that fails the gate, with that power, over the units there are; None where they
            do not vary or are too few for any.
    """

    rule: str
    system: str
    n_units: int
    sd: float | None
    tolerance: float
    needed: int | None
    visible: float | None


@dataclass(frozen=True, slots=True)
class GatePlan:
    """All drops of a policy.

    Attributes:
        alpha: of the policy, shared by `n_compared` comparisons.
        power: chance that a true drop of the size is found significant.
        cluster: the tag whose values count as one unit; None where every example does.
    """

    drops: Sequence[PlannedDrop]
    alpha: float
    power: float
    n_compared: int
    cluster: str | None


def plan_drops(evidence: Evidence, power: float = 0.8) -> GatePlan:
    """The plan of all ``max_drop`` rules, from how the differences in hand vary.

    Raises:
        UsageError: the policy has no such rule whose value is on both sides.
    """
    family = Family(evidence)
    n_compared = max(1, family.n_compared)
    drops = []
    for check in evidence.checks:
        if check.kind == "max_drop":
            for system in filter(check.is_about, evidence.facts.n_items):
                difference = family.difference(check, system)
                if difference is not None:
                    drops.append(
                        _planned(check.name, difference, check.limit, evidence.policy.alpha, power, n_compared)
                    )
    if not drops:
        raise UsageError("the policy has no max_drop on a value that both sides have; there is nothing to plan")
    return GatePlan(drops, evidence.policy.alpha, power, n_compared, evidence.policy.cluster)


def _planned(
    rule: str, difference: Difference, tolerance: float, alpha: float, power: float, n_compared: int
) -> PlannedDrop:
    sd, n_units = _spread(difference), difference.n_units
    needed = visible = None
    if sd is not None:
        visible = detectable_drop(
            sd, n_units, alpha=alpha, power=power, n_values=n_compared, tolerance=tolerance, sides=1
        )
        if tolerance:
            needed = required_examples(sd, tolerance, alpha=alpha, power=power, n_values=n_compared, sides=1)
    if visible is not None and not math.isfinite(visible):
        visible = None
    return PlannedDrop(rule, difference.system, n_units, sd, tolerance, needed, visible)


def _spread(difference: Difference) -> float | None:
    """Standard deviation of the differences of units."""
    if difference.n == difference.n_units and difference.effect_size and difference.difference:
        return abs(difference.difference / difference.effect_size)
    if difference.ci95 is None:
        return None
    # clusters: the interval knows how much their means vary
    low, high = difference.ci95
    return (high - low) / (2 * Z_95) * math.sqrt(difference.n_units) or None
