"""What the fact rules find on the project's own stories and pairs: recall by kind of planted error, and false flags.

Run: python benchmarks/stories.py [--misses] [--pairs FILE]

A planted error counts as found when a finding overlaps its span; a faithful paraphrase, or anything in the systems
`faithful` and `brief`, should get no hard finding.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from tabulate import tabulate

from evalharness.metrics.hallucination import Hallucination
from evalharness.metrics.protocol import Case
from evalharness.records import Finding
from evalharness.text.document import Document

REFERENCES = Path(__file__).parent.parent / "references"
RIGHT = ("faithful", "brief")


@dataclass
class Tally:
    """Counts by (group, kind), and the lines to print for what went wrong."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def add(self, group: str, kind: str, *, flagged: bool, line: str = "") -> None:
        """Count one planted span or text, and keep `line` if there is something to tell of it."""
        self.seen[group, kind] += 1
        self.found[group, kind] += flagged
        if line:
            self.lines.append(line)


def places(text: str, part: str) -> Iterator[tuple[int, int]]:
    """Every place where `part` stands in `text`."""
    at = text.find(part)
    while at >= 0:
        yield at, at + len(part)
        at = text.find(part, at + 1)


def at_span(findings: list[Finding], text: str, part: str) -> list[Finding]:
    """The findings that overlap `part` anywhere in `text`."""
    spans = list(places(text, part))
    return [f for f in findings if f.span and any(f.span.start < end and start < f.span.end for start, end in spans)]


def judged(source: str, candidate: str) -> list[Finding]:
    """What the metric finds in one candidate."""
    document = Document(source)
    return list(Hallucination().score([Case("a", "s", document, Document(candidate), (document,))])[0].findings)


def hard(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "hard"]


def stories(tally: Tally) -> None:
    for path in sorted(REFERENCES.glob("*/planted.yaml")):
        planted = yaml.safe_load(path.read_text("utf-8"))
        wire = (path.parent / "wire.txt").read_text("utf-8")
        texts = {file.stem: file.read_text("utf-8") for file in sorted((path.parent / "rewrites").glob("*.txt"))}
        findings = {system: judged(wire, text) for system, text in texts.items()}
        for error in planted["errors"]:
            system, span = error["system"], error["span"]
            flagged = bool(at_span(findings[system], texts[system], span))
            line = "" if flagged else f"missed    {path.parent.name}/{system}: {error['kind']}: {span}"
            tally.add(f"errors, {error['severity']}", error["kind"], flagged=flagged, line=line)
        for right in planted["paraphrases"]:
            system, span = right["system"], right["span"]
            wrong = hard(at_span(findings[system], texts[system], span))
            line = f"false     {path.parent.name}/{system}: {span}: {wrong[0].reason}" if wrong else ""
            tally.add("paraphrases", "all", flagged=bool(wrong), line=line)
        for system in RIGHT:
            tally.add("right texts", system, flagged=bool(hard(findings[system])))


def pairs(tally: Tally, path: Path) -> None:
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        findings, kind = judged(row["source"], row["candidate"]), row["kind"]
        if row["label"] == "edit":
            flagged = bool(at_span(findings, row["candidate"], row["span"]))
            tally.add("pairs, edits", kind, flagged=flagged, line="" if flagged else f"missed    {row['id']}")
        else:
            wrong = hard(findings)
            line = f"false     {row['id']}: {wrong[0].reason}" if wrong else ""
            tally.add("pairs, paraphrases", kind, flagged=bool(wrong), line=line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--misses", action="store_true", help="print what was missed or flagged wrongly")
    parser.add_argument("--pairs", type=Path, default=REFERENCES / "pairs" / "build.jsonl")
    options = parser.parse_args()
    tally = Tally()
    stories(tally)
    if options.pairs.exists():
        pairs(tally, options.pairs)
    rows = [
        (group, kind, flagged := tally.found[group, kind], n, f"{flagged / n:.2f}")
        for (group, kind), n in sorted(tally.seen.items())
    ]
    print(tabulate(rows, ("group", "kind", "flagged", "of", "share"), tablefmt="github"))
    if options.misses:
        print("\n".join(tally.lines))


if __name__ == "__main__":
    main()
