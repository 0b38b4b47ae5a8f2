"""The shipped model against human judgements, where they are present: it must not fall behind docs/model-card.md."""

import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from evalharness.facts.support import support
from evalharness.text.document import Document

SHARED = Path(os.environ.get("EVALHARNESS_SHARED", Path(__file__).parents[4] / "shared"))
JUDGEMENTS = SHARED / "benchmarks" / "factuality-dev.jsonl.gz"


def auc(wrong: Sequence[float], right: Sequence[float]) -> float:
    wins = sum((w > r) + 0.5 * (w == r) for w in wrong for r in right)
    return wins / (len(wrong) * len(right))


@pytest.mark.skipif(not JUDGEMENTS.is_file(), reason="the shared judgements are not here")
def test_the_shipped_model_agrees_with_readers_as_the_card_says() -> None:
    # The card's AUC on these sets, left out, is .799, .901 and .717; 0.02 is allowed for changes elsewhere.
    least = {"frank_cnndm": 0.78, "polytope": 0.88, "se_news": 0.69}
    sources: dict[str, Document] = {}
    found: dict[str, dict[int, list[float]]] = {name: {0: [], 1: []} for name in least}
    with gzip.open(JUDGEMENTS, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["dataset"] in least:
                source = sources.setdefault(record["source"], Document(record["source"]))
                probability = support(Document(record["summary"]), source).probability
                found[record["dataset"]][record["label"]].append(probability or 0.0)
    for name, by_label in found.items():
        assert auc(by_label[0], by_label[1]) >= least[name], name
