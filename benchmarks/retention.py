"""Fact retention against people: content units of REALSumm, and the facts of the seed texts marked by hand.

Run: python benchmarks/retention.py [--shared DIR]

REALSumm (Bhandari et al. 2020): a person looked for each content unit of the reference in each summary. Pearson within
an article (the mean over articles of the correlation over its systems; 0 where a metric gives all systems the same) and
over all summaries, for abstractive and extractive systems, beside ROUGE-1 recall on the same pairs; also for the even
and the odd articles alone. Seeds: recall of each rewrite beside the share that was marked as kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from statistics import fmean

import numpy as np

from evalharness.metrics.protocol import Case, Metric
from evalharness.metrics.registry import make
from evalharness.text.document import Document

METRICS: dict[str, tuple[str, dict[str, object], str]] = {
    "fact_retention": ("fact_retention", {}, "recall"),
    "salience": ("fact_retention", {"weights": "salience"}, "recall"),
    "rouge_1": ("rouge", {"types": ("1",)}, "recall"),
}
SETS = {"abstractive": "realsumm_abs", "extractive": "realsumm_ext"}
Articles = list[list[tuple[float, float]]]


def recall(metric: Metric, value: str, source: Document, text: str) -> float:
    item = metric.score([Case("a", "s", source, Document(text), (source,))])[0]
    return metric.finish(item.stats)[value] or 0.0


def articles(records: Sequence[dict[str, str]], metric: Metric, value: str) -> dict[str, Articles]:
    """For each set of systems, (metric, person) for each summary of each article."""
    sources = {record["reference"]: Document(record["reference"]) for record in records}
    found: dict[str, dict[str, list[tuple[float, float]]]] = {name: {} for name in SETS.values()}
    for record in records:
        score = recall(metric, value, sources[record["reference"]], record["summary"])
        pairs = found[record["dataset"]].setdefault(record["reference"], [])
        pairs.append((score, float(record["litepyramid_recall"])))
    return {name: list(groups.values()) for name, groups in found.items()}


def pearson(pairs: Sequence[tuple[float, float]]) -> float | None:
    """0 where only the person tells the summaries apart, None where the person does not."""
    ours, theirs = np.array(pairs).T
    if not theirs.std():
        return None
    return float(np.corrcoef(ours, theirs)[0, 1]) if ours.std() > 1e-12 else 0.0


def within(groups: Articles) -> float:
    return fmean(r for r in map(pearson, groups) if r is not None)


def realsumm(path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    print(f"{'metric':15} {'systems':12} {'within':>7} {'even':>6} {'odd':>6} {'pooled':>7}")
    for label, (use, settings, value) in METRICS.items():
        groups = articles(records, make(use, settings)[0], value)
        for name, key in SETS.items():
            one = groups[key]
            shares = (within(one), within(one[::2]), within(one[1::2]), pearson(list(chain.from_iterable(one))) or 0.0)
            print(f"{label:15} {name:12} {shares[0]:7.3f} {shares[1]:6.2f} {shares[2]:6.2f} {shares[3]:7.3f}")


def seeds(folder: Path) -> None:
    golden = json.loads((folder / "golden.json").read_text("utf-8"))
    source = Document((folder / golden["reference"]).read_text("utf-8"))
    metric = make("fact_retention", {})[0]
    errors = []
    print(f"\n{'seed':6} {'recall':>7} {'by hand':>8}")
    for name, expected in golden["expected_retention"].items():
        found = recall(metric, "recall", source, (folder / name).read_text("utf-8"))
        errors.append(abs(found - expected))
        print(f"{name[:3]:6} {found:7.3f} {expected:8.3f}")
    print(f"mean absolute error {fmean(errors):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    beside = Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("EVALHARNESS_SHARED", beside)))
    shared = parser.parse_args().shared
    labels = shared / "benchmarks" / "retention-dev.jsonl.gz"
    if not labels.exists():
        print(f"skipped: {labels} is not here")
        return
    realsumm(labels)
    seeds(shared / "seeds")


if __name__ == "__main__":
    main()
