"""A comparison as people read it: what got worse and how sure that is, in which stories, by which findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from textwrap import shorten
from typing import Literal, get_args

from evalharness.compare.compare import unpaired_lines
from evalharness.compare.comparison import Change, Comparison, Difference, Mover
from evalharness.records import Finding, Severity
from evalharness.report.changes import CHANGE_WORDS, ChangeGroup, grouped, tally, what_is_said, where
from evalharness.report.text import Painter, number, one_line, percent
from evalharness.report.view import ARROWS

ComparisonFormat = Literal["plain", "github"]
SCHEMA_VERSION = 1
ALPHA = 0.05
MAX_REASON = 240
MAX_STORIES = 3
MAX_VALUES = 3
MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<|~"})


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A comparison ready to be shown. ``str()`` gives the terminal's form, a notebook shows Markdown.

    Attributes:
        comparison: the records, all numbers unrounded and unscaled.
        top: stories and findings that are listed; the rest is counted.
    """

    comparison: Comparison
    top: int = 10

    def render(self, format: ComparisonFormat = "plain", *, color: bool = False) -> str:
        """The whole comparison as text for a terminal, or as Markdown."""
        page = _Page(self.comparison, format, Painter(color and format == "plain"))
        parts = [page.head(), page.verdict(), page.stories(self.top), page.findings(self.top)]
        parts += [page.table(), page.left_out(), page.notes()]
        return "\n\n".join(part.rstrip("\n") for part in parts if part)

    def to_json(self) -> dict[str, object]:
        """Everything, as JSON-able data."""
        return {"schema_version": SCHEMA_VERSION} | asdict(self.comparison)

    def __str__(self) -> str:
        return self.render()

    def _repr_markdown_(self) -> str:
        return self.render("github")


def is_sure(difference: Difference) -> bool:
    """Whether chance is an unlikely reason: p after Holm is at most `ALPHA`."""
    return _p_at_most(difference.p_adjusted)


class _Page:
    """Writes the sections of one comparison in one format."""

    def __init__(self, comparison: Comparison, format: ComparisonFormat, paint: Painter) -> None:
        self._of = comparison
        self._plain = format == "plain"
        self._paint = paint
        self._systems = list(dict.fromkeys(each.system for each in comparison.differences))
        self._new: dict[tuple[str, str], list[Finding]] = {}
        for change in comparison.findings:
            if change.change == "gained":
                self._new.setdefault((change.id, change.system), []).append(change.finding)
        self._shares = {
            (value.metric, value.value) for value in comparison.values if (value.low, value.high) == (0.0, 1.0)
        }

    def head(self) -> str:
        of = self._of
        n_units = max((each.n_units for each in of.differences), default=0)
        n_pairs = sum(max((d.n for d in of.differences if d.system == name), default=0) for name in self._systems)
        title = self._text(f"{of.before.label} -> {of.after.label}")
        units = "examples" if of.cluster is None else f"{n_units} clusters by {self._text(of.cluster)}"
        facts = [
            _count(n_pairs, "pair") + " of candidates",
            f"{_count(len(self._systems), 'system')} ({self._text(', '.join(self._systems))})",
            *(f"where {self._text(f'{tag}={value}')}" for tag, value in of.where.items()),
            f"{of.n_resamples:,} resamples of {units}, seed {of.seed}",
        ]
        lines = [self._paint.bold(title) if self._plain else f"## {title}", "" * (not self._plain), "; ".join(facts)]
        lines += [f"{self._bullet()}warning: {self._text(warning)}" for warning in of.warnings]
        return "\n".join(line for line in lines if line or not self._plain)

    def verdict(self) -> str:
        """What got worse beyond chance, what perhaps did, what got better, and what merely changed."""
        judged = [each for each in self._of.differences if each.higher_is_better is not None]
        worse = [each for each in judged if each.is_worse and is_sure(each)]
        better = [each for each in judged if not each.is_worse and is_sure(each)]
        perhaps = [each for each in judged if each.is_worse and _p_at_most(each.p_value) and not is_sure(each)]
        neutral = [each for each in self._of.differences if each.higher_is_better is None and is_sure(each)]
        n_judged = _count(len(judged), "value")
        parts = [
            self._sentences(f"Worse: {len(worse)} of {n_judged}, beyond chance", worse, "hard")
            if worse
            else self._heading(self._too_few() or f"Nothing got worse beyond chance ({n_judged})"),
            self._sentences("Perhaps worse: not beyond chance, given how many values are compared", perhaps, "soft"),
            self._sentences(f"Better: {len(better)} of {n_judged}, beyond chance", better),
            self._sentences("Changed beyond chance, for better or worse", neutral),
        ]
        return ("\n" if self._plain else "\n\n").join(part.rstrip("\n") for part in parts if part)

    def table(self) -> str:
        """Every value of every system."""
        from tabulate import tabulate

        several = len(self._systems) > 1
        heads = ["system"] * several + [
            "value",
            "before",
            "after",
            "difference [95%]",
            "p",
            "p, Holm",
            "effect",
            "better/same/worse",
            "n",
        ]
        rows = [[self._text(each.system)] * several + self._cells(each) for each in self._of.differences]
        align = ["left"] * (1 + several) + ["right"] * 8
        kind = "simple" if self._plain else "github"
        return str(tabulate(rows, heads, tablefmt=kind, disable_numparse=True, colalign=align))

    def stories(self, top: int) -> str:
        """The candidates that moved most, each with all its main values that did."""
        moves: dict[tuple[bool, str, str], list[Mover]] = {}
        for mover in self._of.movers:
            moves.setdefault((self._is_worse(mover), mover.id, mover.system), []).append(mover)
        parts = []
        for bad, title, limit in ((True, "Stories that lost most", top), (False, "Stories that gained most", 3)):
            some = [(key, each) for key, each in moves.items() if key[0] is bad][: min(limit, top)]
            if some:
                lines = [
                    f"{self._bullet()}{self._place(id, system)}: {self._moves(each)}{self._news(id, system) * bad}"
                    for (_, id, system), each in some
                ]
                parts.append("\n".join([self._heading(title), *lines]))
        return "\n\n".join(parts)

    def findings(self, top: int) -> str:
        """New findings, then those that are gone, equal ones as one."""
        counts = self._of.finding_counts
        if not counts:
            return self._heading("Findings: none new, none gone")
        heading = f"Findings: {tally(counts, 'gained')}, {tally(counts, 'lost')}"
        groups = grouped(self._of.findings)
        lines = [line for change in get_args(Change) for line in self._changes(change, groups, top)]
        return "\n".join([self._heading(heading), *lines])

    def left_out(self) -> str:
        """What could not be compared, by name."""
        lines = [f"{metric}: {why}" for metric, why in self._of.not_compared.items()]
        lines += unpaired_lines(self._of.unpaired)
        return "\n".join(
            [self._heading("Left out"), *(self._bullet() + self._text(line) for line in lines)] if lines else []
        )

    def notes(self) -> str:
        """How to read the numbers."""
        lines = (
            "Difference: mean of (after - before) with its 95% bootstrap interval; shares in percent.",
            "p: paired randomisation test; Holm: adjusted for all values compared here that differ at all.",
            "Effect: the mean difference by the standard deviation of the differences.",
        )
        return "\n".join(lines)

    def _sentences(self, title: str, differences: Sequence[Difference], severity: Severity | None = None) -> str:
        if not differences:
            return ""
        lines = [self._bullet() + self._sentence(each) for each in differences]
        return "\n".join([self._heading(title, severity), *lines])

    def _sentence(self, each: Difference) -> str:
        stories = [
            mover.id
            for mover in self._of.movers
            if (mover.system, mover.metric, mover.value) == (each.system, each.metric, each.value)
            and self._is_worse(mover) is each.is_worse
        ]
        system = f"{self._text(each.system)}: " if len(self._systems) > 1 else ""
        word, moved = ("worse", each.losses) if each.is_worse else ("better", each.wins)
        if each.higher_is_better is None:
            word, moved = "changed", each.wins + each.losses
        p_values = f"p {_p(each.p_value)}, after Holm {_p(each.p_adjusted)}"
        text = (
            f"{system}{self._name(each)} {self._write(each, each.before)} -> {self._write(each, each.after)} "
            f"({self._change(each)}), {p_values}; {word} in {moved} of {each.n}"
        )
        if stories:
            text += f", most in {', '.join(map(self._text, stories[:MAX_STORIES]))}"
        return text

    def _too_few(self) -> str:
        """Said where not even the clearest result could show: of n units, p is 2 ** (1 - n) or more."""
        tested = [each for each in self._of.differences if each.wins + each.losses]
        n_units = max((each.n_units for each in tested), default=0)
        if not tested or len(tested) * 2.0 ** (1 - n_units) <= ALPHA:
            return ""
        units = _count(n_units, "example" if self._of.cluster is None else "cluster")
        return (
            f"Undecided: {units} cannot tell any of {_count(len(tested), 'value')} from chance; "
            "compare more examples, or fewer values (--value)"
        )

    def _cells(self, each: Difference) -> list[str]:
        counts = f"{each.wins}/{each.ties}/{each.losses}"
        n = str(each.n) if each.n_units in (0, each.n) else f"{each.n} in {each.n_units}"
        return [
            self._name(each) + ARROWS[each.higher_is_better],
            self._write(each, each.before),
            self._write(each, each.after),
            self._change(each),
            _p(each.p_value),
            _p(each.p_adjusted),
            "n/a" if each.effect_size is None else f"{each.effect_size:+.2f}",
            counts if each.higher_is_better is not None else f"({counts})",
            n,
        ]

    def _write(self, value: Difference | Mover, figure: float | None) -> str:
        if figure is None:
            return "n/a"
        return percent(figure) if (value.metric, value.value) in self._shares else number(figure)

    def _change(self, each: Difference) -> str:
        if each.difference is None:
            return "n/a"
        change, *ends = (self._signed(each, end) for end in (each.difference, *(each.ci95 or ())))
        return f"{change} [{', '.join(ends)}]" if ends else change

    def _signed(self, each: Difference, figure: float) -> str:
        text = self._write(each, figure)
        if not text.strip("-0."):
            return text.lstrip("-")
        return text if text.startswith("-") else f"+{text}"

    def _is_worse(self, mover: Mover) -> bool:
        better_high = any(
            value.higher_is_better
            for value in self._of.values
            if (value.metric, value.value) == (mover.metric, mover.value)
        )
        return (mover.after < mover.before) == better_high

    def _moves(self, movers: Sequence[Mover]) -> str:
        shown = (
            f"{self._name(each)} {self._write(each, each.before)} -> {self._write(each, each.after)}"
            for each in movers[:MAX_VALUES]
        )
        return "; ".join(shown)

    def _news(self, id: str, system: str) -> str:
        """The first of the candidate's new findings, in its place; facts left out only where there is nothing else."""
        found = self._new.get((id, system), ())
        new = [finding for finding in found if finding.verdict != "missing"] or found
        if not new:
            return ""
        more = f" and {len(new) - 1} more" if len(new) > 1 else ""
        return f"; new: {self._text(what_is_said(new[0]))}{more}"

    def _place(self, id: str, system: str) -> str:
        return self._text(id) + (f", system {self._text(system)}" if len(self._systems) > 1 else "")

    def _changes(self, change: Change, groups: Sequence[ChangeGroup], top: int) -> Iterator[str]:
        groups = [group for group in groups if group.change == change]
        for group in groups[:top]:
            said = f"{what_is_said(group.finding)}, {where(group.places, name_systems=len(self._systems) > 1)}"
            label = self._paint.severity(group.finding.severity, CHANGE_WORDS[change])
            yield f"{self._bullet()}{label}: {self._text(said)}"
            if reason := shorten(one_line(group.finding.reason), MAX_REASON, placeholder=" ..."):
                yield f"{'  ' if self._plain else ''}  {self._text(reason)}"
        if len(groups) > top:
            n_more = _count(len(groups) - top, f"more {CHANGE_WORDS[change]} finding")
            yield f"{self._bullet()}and {n_more}; --top or --json lists them"

    def _heading(self, title: str, severity: Severity | None = None) -> str:
        if not self._plain:
            return f"### {title}\n"
        return self._paint.severity(severity, title) if severity else self._paint.bold(title)

    def _bullet(self) -> str:
        return "  " if self._plain else "- "

    def _name(self, value: Difference | Mover) -> str:
        name = one_line(f"{value.metric}.{value.value}")
        return name if self._plain else "`" + name.replace("`", "'").replace("|", "\\|") + "`"

    def _text(self, text: str) -> str:
        """What data sets and runs bring, made harmless for a terminal or for Markdown."""
        return one_line(text) if self._plain else one_line(text).translate(MARKDOWN)


def _p_at_most(value: float | None) -> bool:
    return value is not None and value <= ALPHA


def _p(value: float | None) -> str:
    if value is None:
        return "n/a"
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'s'[: n != 1]}"
