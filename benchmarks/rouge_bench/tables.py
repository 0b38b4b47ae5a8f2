"""What was measured, as the tables of docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from rouge_bench.scorers import Scorer
from rouge_bench.timing import Timed
from rouge_bench.workloads import Workload


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def machine(scorers: Sequence[Scorer]) -> str:
    """One paragraph: when, on what, with which versions."""
    versions = {scorer.name.partition(",")[0]: scorer.version for scorer in scorers}
    listed = ", ".join(f"{name} {number}" for name, number in versions.items())
    load = os.getloadavg()[0]
    when = datetime.now(UTC).strftime("%d %B %Y")
    return (
        f"{when}; {_cpu()}, {os.cpu_count()} CPUs, load {load:.1f} at the start; Python {platform.python_version()}; "
        f"{listed}.\n"
    )


def _cpu() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def exactness(rows: Iterable[tuple[str, bool, int, str, int, int]]) -> str:
    """Values compared and differing."""
    head = ["pairs", "stemmer", "how many", "engine", "values compared", "values differing"]
    return table(
        head,
        (
            [name, "on" if stemmer else "off", f"{n:,}", scorer, f"{compared:,}", f"{differing:,}"]
            for name, stemmer, n, scorer, compared, differing in rows
        ),
    )


def speed(parts: Sequence[tuple[Workload, bool, Sequence[Timed]]]) -> str:
    """Two tables, with and without the stemmer; each cell: pairs a second, and how many times slower than the first."""
    text = ""
    for wanted, title in (
        (True, "ROUGE-1, 2, L and Lsum, stemmed: pairs per second of CPU, and how many times as fast the kernel is"),
        (False, "ROUGE-1, 2 and L, not stemmed"),
    ):
        columns = [(workload, rows) for workload, stemmer, rows in parts if stemmer == wanted]
        names = [row.name for row in columns[0][1]]
        head = ["scorer", *(f"{workload.origin}: {workload.kind}" for workload, _ in columns), "values differing"]
        body = [["", *(workload.describe() for workload, _ in columns), ""]]
        for name in names:
            cells = [next(row for row in rows if row.name == name) for _, rows in columns]
            differing = f"{sum(row.differing for row in cells):,} of {sum(row.compared for row in cells):,}"
            body.append([name, *map(_cell, cells), differing])
        text += f"\n{title}\n\n{table(head, body)}"
    return text


def _cell(row: Timed) -> str:
    if row.times_first == row.low == row.high == 1:
        return f"{row.pairs_per_s:,.0f}"
    return f"{row.pairs_per_s:,.0f} ({_times(row.times_first)}; {_times(row.low)} to {_times(row.high)})"


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}x" if ratio >= 20 else f"{ratio:.1f}x"


def growth(sizes: Sequence[int], rows: Iterable[tuple[str, Sequence[float | None]]]) -> str:
    """CPU milliseconds by size."""
    head = ["one pair, milliseconds of CPU", *(f"{size:,} tokens" for size in sizes)]
    return "\n" + table(
        head, ([name, *("-" if each is None else f"{1000 * each:,.1f}" for each in row)] for name, row in rows)
    )


def memory(rows: Iterable[tuple[str, tuple[float, float, float, float]]]) -> str:
    """Peak memory, what of it is the libraries and the result, CPU seconds."""
    head = ["job", "peak MB", "of it libraries", "of it the result", "CPU s"]
    return "\n" + table(
        head,
        (
            [name, f"{after:.0f}", f"{before:.0f}", f"{out:.0f}", f"{seconds:.1f}"]
            for name, (before, after, seconds, out) in rows
        ),
    )


def shares(rows: Iterable[tuple[Workload, dict[str, float]]]) -> str:
    """Microseconds of a pair and the share of each step."""
    found = list(rows)
    steps = list(found[0][1])
    head = ["workload", "microseconds a pair", *steps]
    body = []
    for workload, taken in found:
        total = sum(taken.values())
        cells = [f"{taken[step]:.2f} ({100 * taken[step] / total:.0f}%)" for step in steps]
        body.append([f"{workload.origin}: {workload.kind}", f"{total:.1f}", *cells])
    return "\n" + table(head, body)
