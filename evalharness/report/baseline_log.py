"""The log beside a baseline: who accepted which change, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.compare.comparison import Comparison, Difference
from evalharness.compare.outcomes import figure
from evalharness.report.changes import tally
from evalharness.report.text import one_line

HEAD = "# Baseline log\n\nWho accepted which baseline, when and why; the newest last.\n"
ALPHA = 0.05
MAX_LISTED = 40


def log_entry(*, who: str, date: str, reason: str, facts: Sequence[str], comparison: Comparison | None) -> str:
    """One entry as Markdown, with a blank line before it.

    Args:
        who: name and address of who accepts.
        date: as YYYY-MM-DD.
        reason: why the change is right.
        facts: what else to say, a line each.
        comparison: the old baseline against the new one; None where there is none or nothing can be compared.
    """
    lines = [f"## {date}, {one_line(who)}", "", f"Reason: {one_line(reason)}", "", *(f"- {one_line(f)}" for f in facts)]
    if comparison is not None:
        lines += [f"- {one_line(line)}" for line in _changes(comparison)]
    return "\n" + "\n".join(lines) + "\n"


def _changes(comparison: Comparison) -> Iterator[str]:
    moved = [each for each in comparison.differences if each.wins or each.losses]
    told = [each for each in moved if _is_sure(each)]
    told += [each for each in moved if not _is_sure(each) and each.name in _main_values(comparison)]
    yield from map(_difference, told[:MAX_LISTED])
    if rest := len(moved) - len(told[:MAX_LISTED]):
        yield f"{rest} other value{'s'[: rest != 1]} moved"
    if not moved:
        yield "no value moved"
    yield f"findings: {tally(comparison.finding_counts, 'gained')}, {tally(comparison.finding_counts, 'lost')}"


def _difference(each: Difference) -> str:
    assert each.before is not None  # some pair moved
    assert each.after is not None
    assert each.difference is not None
    p = "" if each.p_adjusted is None else f", p = {each.p_adjusted:.2g}"
    text = f"{each.name}, {each.system}: {figure(each.before)} -> {figure(each.after)}"
    direction = "" if each.higher_is_better is None else ", worse" if each.is_worse else ", better"
    return f"{text} ({each.difference:+.3g}{direction}{p}, {each.n} examples)"


def _is_sure(each: Difference) -> bool:
    return each.higher_is_better is not None and each.p_adjusted is not None and each.p_adjusted <= ALPHA


def _main_values(comparison: Comparison) -> set[str]:
    """The first value of each metric, where one direction of it is better."""
    first = {each.metric: each for each in reversed(comparison.differences)}
    return {each.name for each in first.values() if each.higher_is_better is not None}
