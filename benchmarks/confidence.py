"""How often a finding is right, by kind and severity: counts it, prints it, and writes the shipped table.

Usage: python benchmarks/confidence.py [--write]

Counted on texts whose errors are known because they were put in: the rewrites under references/ (planted.yaml) and the
held-out parts of references/pairs, which no rule was tuned on. A finding is right where its span overlaps an error that
was put in. The share is (right + 1) / (all + 2), so that a kind that was seen twice does not claim certainty.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from evalharness.metrics.hallucination import Hallucination
from evalharness.metrics.protocol import Case
from evalharness.records import Finding
from evalharness.text.document import Document

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "evalharness" / "facts" / "data" / "confidence.json"

Places = list[tuple[int, int]]


def texts() -> Iterator[tuple[str, str, Places]]:
    """Source, candidate, and the places of the errors in the candidate."""
    for wire in sorted(ROOT.glob("references/*/wire.txt")):
        planted = yaml.safe_load((wire.parent / "planted.yaml").read_text(encoding="utf-8"))["errors"]
        for path in sorted((wire.parent / "rewrites").glob("*.txt")):
            text = path.read_text(encoding="utf-8")
            spans = [error["span"] for error in planted if error["system"] == path.stem]
            yield wire.read_text(encoding="utf-8"), text, [place for span in spans for place in places(text, span)]
    held_out = sorted(ROOT.glob("references/pairs/held_out*.jsonl"))
    for line in (line for path in held_out for line in path.read_text(encoding="utf-8").splitlines()):
        pair = json.loads(line)
        spans = [pair["span"]] if pair["span"] else []
        yield pair["source"], pair["candidate"], [place for s in spans for place in places(pair["candidate"], s)]


def places(text: str, span: str) -> Places:
    found, at = [], text.find(span)
    while at >= 0:
        found.append((at, at + len(span)))
        at = text.find(span, at + 1)
    return found


def is_right(finding: Finding, errors: Places) -> bool:
    span = finding.span
    return span is not None and any(span.start < end and start < span.end for start, end in errors)


def main(write: bool) -> None:
    metric = Hallucination()
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for source, candidate, errors in texts():
        document = Document(source)
        (score,) = metric.score([Case("x", "y", document, Document(candidate), (document,))])
        for finding in score.findings:
            seen[f"{finding.kind} {finding.severity}"] += 1
            right[f"{finding.kind} {finding.severity}"] += is_right(finding, errors)
    table = {key: round((right[key] + 1) / (seen[key] + 2), 2) for key in sorted(seen)}
    for key, share in table.items():
        print(f"{key:<18} {right[key]:>4} of {seen[key]:>4} right, confidence {share:.2f}")
    if write:
        TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
