"""How the hallucination metric does on the minimal pairs, and on the errors planted in the stories.

    python benchmarks/pairs.py [--held-out]

An edit is found when a finding overlaps its span, and flagged when there is any finding; a paraphrase should have none.
Totals by kind for each build part of references/pairs, or with --held-out for the held-out parts alone; nothing is
printed of single items, so that the held-out parts stay unseen. Page residue does not count.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from tabulate import tabulate

from evalharness.metrics.hallucination import Hallucination
from evalharness.metrics.protocol import Case
from evalharness.records import Finding
from evalharness.text.document import Document

REFERENCES = Path(__file__).parents[1] / "references"
Ranges = Sequence[tuple[int, int]]


@dataclass(slots=True)
class Tally:
    """Counts of one kind."""

    edits: int = 0
    found: int = 0
    flagged: int = 0
    paraphrases: int = 0
    false_alarms: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally to these."""
        self.edits += other.edits
        self.found += other.found
        self.flagged += other.flagged
        self.paraphrases += other.paraphrases
        self.false_alarms += other.false_alarms

    def row(self, name: str) -> tuple[str, ...]:
        """The counts and shares as a row of the table."""
        shares = (share(self.found, self.edits), share(self.flagged, self.edits))
        return (name, str(self.edits), *shares, str(self.paraphrases), share(self.false_alarms, self.paraphrases))


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def findings(candidate: str, source: Document) -> list[Finding]:
    case = Case("item", "system", source, Document(candidate), (source,))
    return [finding for finding in Hallucination().score([case])[0].findings if finding.severity != "page"]


def occurrences(text: str, span: str) -> Iterator[tuple[int, int]]:
    at = text.find(span)
    while at >= 0:
        yield at, at + len(span)
        at = text.find(span, at + 1)


def overlaps(finding: Finding, ranges: Ranges) -> bool:
    span = finding.span
    return span is not None and any(span.start < end and start < span.end for start, end in ranges)


def pairs(path: Path) -> dict[str, Tally]:
    """Counts by kind over one file of pairs."""
    sources: dict[str, Document] = {}
    tallies: dict[str, Tally] = {}
    for line in path.read_text("utf-8").splitlines():
        pair = json.loads(line)
        source = sources.setdefault(pair["source"], Document(pair["source"]))
        found = findings(pair["candidate"], source)
        tally = tallies.setdefault(pair["kind"], Tally())
        if pair["label"] == "edit":
            ranges = list(occurrences(pair["candidate"], pair["span"]))
            hit = any(overlaps(finding, ranges) for finding in found)
            tally.add(Tally(edits=1, found=int(hit), flagged=int(bool(found))))
        else:
            tally.add(Tally(paraphrases=1, false_alarms=int(bool(found))))
    return tallies


def stories() -> dict[str, Tally]:
    """Counts by kind over the stories: planted errors at their spans, and faithful wording that is flagged."""
    tallies: dict[str, Tally] = {}
    for planted in sorted(REFERENCES.glob("*/planted.yaml")):
        notes = yaml.safe_load(planted.read_text("utf-8"))
        source = Document((planted.parent / "wire.txt").read_text("utf-8"))
        for rewrite in sorted((planted.parent / "rewrites").glob("*.txt")):
            text = rewrite.read_text("utf-8")
            found = findings(text, source)
            for error in notes["errors"]:
                if error["system"] == rewrite.stem and error["severity"] != "page":
                    hit = any(overlaps(finding, list(occurrences(text, error["span"]))) for finding in found)
                    tallies.setdefault(error["kind"], Tally()).add(Tally(edits=1, found=int(hit), flagged=int(hit)))
            for right in notes["paraphrases"]:
                if right["system"] == rewrite.stem:
                    alarm = any(overlaps(finding, list(occurrences(text, right["span"]))) for finding in found)
                    tallies.setdefault("paraphrase", Tally()).add(Tally(paraphrases=1, false_alarms=int(alarm)))
    return tallies


def show(title: str, tallies: dict[str, Tally]) -> None:
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    rows = [tally.row(kind) for kind, tally in tallies.items()] + [total.row("all")]
    headers = ("kind", "edits", "found at span %", "flagged %", "paraphrases", "false alarms %")
    print(f"{title}\n{tabulate(rows, headers=headers, stralign='right')}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="measure the held-out pairs, and only them")
    is_held_out = parser.parse_args().held_out
    for path in sorted((REFERENCES / "pairs").glob("held_out*.jsonl" if is_held_out else "build*.jsonl")):
        show(f"pairs, {path.stem}", pairs(path))
    if not is_held_out:
        show("stories, by planted span", stories())


if __name__ == "__main__":
    main()
