"""A verdict as people read it: a line for each rule, then what to act on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from textwrap import shorten

from evalharness.compare.compare import unpaired_lines
from evalharness.compare.outcomes import reason_of
from evalharness.compare.verdict import Outcome, Status, Verdict
from evalharness.records import Severity
from evalharness.report.text import Painter, one_line

SCHEMA_VERSION = 1
MAX_LINE = 160
MAX_LISTED = 20
COLOURS: dict[Status, Severity] = {"fail": "hard", "warn": "soft", "undecided": "soft"}
HEADS: dict[Status, str] = {
    "pass": "PASS",
    "warn": "PASS, with warnings",
    "undecided": "PASS, but not all could be decided",
    "fail": "FAIL",
}


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict ready to be shown. ``str()`` gives the terminal's form.

    Attributes:
        verdict: the records, all numbers unrounded.
        run: the name of the run that was judged.
    """

    verdict: Verdict
    run: str = "the run"

    def render(self, *, color: bool = False) -> str:
        """The verdict as text: its head, a line for each outcome, details of those that are not kept."""
        paint = Painter(color)
        parts = [self._head(paint), "\n".join(self._line(each, paint) for each in self.verdict.outcomes)]
        parts += ["\n".join(self._details(each, paint)) for each in self.verdict.outcomes if _is_broken(each)]
        parts.append("\n".join(self._notes()))
        return "\n\n".join(part for part in parts if part)

    def to_json(self) -> dict[str, object]:
        """Everything, as JSON-able data."""
        head = {"schema_version": SCHEMA_VERSION, "exit_code": self.verdict.exit_code, "run": self.run}
        return head | asdict(self.verdict)

    def __str__(self) -> str:
        return self.render()

    def _head(self, paint: Painter) -> str:
        verdict = self.verdict
        counts: dict[Status, int] = {}
        for each in verdict.outcomes:
            counts[each.status] = counts.get(each.status, 0) + 1
        tally = ", ".join(f"{n} {status}" for status, n in counts.items())
        against = f" against {verdict.comparison.before.label}" if verdict.comparison else ""
        text = f"{HEADS[verdict.status]}: {one_line(self.run + against)}, by {one_line(verdict.policy)} ({tally})"
        return paint.bold(text)

    def _line(self, outcome: Outcome, paint: Painter) -> str:
        label = f"{outcome.status:<9}"
        if colour := COLOURS.get(outcome.status):
            label = paint.severity(colour, label)
        return f"{label} {shorten(one_line(outcome.what), MAX_LINE, placeholder=' ...')}"

    def _details(self, outcome: Outcome, paint: Painter) -> Iterator[str]:
        yield paint.bold(f"{outcome.status}: {_name(outcome)}")
        for change in outcome.findings[:MAX_LISTED]:
            kind = paint.severity(change.finding.severity, change.finding.kind)
            yield f"  {one_line(change.id)}, {kind}: {one_line(reason_of(change.finding))}"
        if len(outcome.findings) > MAX_LISTED:
            yield f"  and {len(outcome.findings) - MAX_LISTED} more"
        for line in list(unpaired_lines(outcome.unpaired))[:MAX_LISTED]:
            yield f"  {one_line(line)}"
        if not (outcome.findings or outcome.unpaired):
            yield f"  {one_line(outcome.what)}"
        if outcome.difference is not None and outcome.examples:
            yield f"  moved most: {', '.join(self._moved(outcome, id) for id in outcome.examples[:5])}"
        if outcome.next_step:
            yield f"  next: {one_line(outcome.next_step)}"

    def _moved(self, outcome: Outcome, id: str) -> str:
        """An example with its values on both sides, where the comparison of all examples lists it."""
        difference, comparison = outcome.difference, self.verdict.comparison
        if difference is not None and comparison is not None:
            for each in comparison.movers:
                if (each.id, each.system, each.metric, each.value) == (
                    id,
                    difference.system,
                    difference.metric,
                    difference.value,
                ):
                    return f"{one_line(id)} ({each.before:.3f} -> {each.after:.3f})"
        return one_line(id)

    def _notes(self) -> Iterator[str]:
        undecided = [each.next_step for each in self.verdict.outcomes if each.status == "undecided" and each.next_step]
        yield from (f"undecided: {one_line(step)}" for step in dict.fromkeys(undecided))
        if self.verdict.comparison is not None:
            yield from (f"warning: {one_line(warning)}" for warning in self.verdict.comparison.warnings)


def _is_broken(outcome: Outcome) -> bool:
    return outcome.fails_gate or outcome.status in ("fail", "warn")


def _name(outcome: Outcome) -> str:
    return one_line(outcome.rule if outcome.system is None else f"{outcome.rule} [{outcome.system}]")
