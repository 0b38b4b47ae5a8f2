"""A gate's plan as people read it: how many examples each drop needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from evalharness.compare.gate_plan import GatePlan
from evalharness.report.text import one_line


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan ready to be shown."""

    plan: GatePlan

    def render(self) -> str:
        """A table with a line for each rule and system, and how to read it."""
        from tabulate import tabulate

        plan = self.plan
        units = "examples" if plan.cluster is None else f"values of {one_line(plan.cluster)}"
        heads = ["rule", "system", f"{units} here", "spread", f"{units} needed", "smallest drop that fails here"]
        rows = [
            [
                one_line(each.rule),
                one_line(each.system),
                str(each.n_units),
                _figure(each.sd),
                "n/a" if each.needed is None else str(each.needed),
                _figure(each.visible),
            ]
            for each in plan.drops
        ]
        align = ("left", "left", "right", "right", "right", "right")
        table = str(tabulate(rows, heads, tablefmt="simple", disable_numparse=True, colalign=align))
        tests = "1 comparison" if plan.n_compared == 1 else f"{plan.n_compared} comparisons"
        power = f"{100 * plan.power:g}% of runs"
        return (
            f"{table}\n\nNeeded: so many {units} that a true drop of just the tolerance is significant in {power}, at "
            f"alpha {plan.alpha:g}\nshared by {tests}. Smallest drop: the true drop that is beyond the tolerance and "
            f"significant in {power},\nwith what is here. Spread: standard deviation of the differences between these "
            "two runs."
        )

    def to_json(self) -> dict[str, object]:
        """The same as JSON-able data."""
        return {"schema_version": 1} | asdict(self.plan)

    def __str__(self) -> str:
        return self.render()


def _figure(number: float | None) -> str:
    return "n/a" if number is None else f"{number:.3g}"
