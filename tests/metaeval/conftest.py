"""A small world of labels, and configs that point at it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from evalharness.metaeval.plan import read_metaplan
from evalharness.metaeval.result import MetaResult
from evalharness.metaeval.run import metaevaluate

Record = Mapping[str, object]
Make = Callable[..., dict[str, object]]
Write = Callable[..., Path]
Evaluate = Callable[..., MetaResult]


@pytest.fixture
def record() -> Make:
    """Make a labelled summary: article and system follow from its number, and the label changes every third."""

    def make(dataset: str, number: int, **fields: object) -> dict[str, object]:
        return {
            "dataset": dataset,
            "id": f"{dataset}-{number}",
            "doc_key": f"article-{number // 2}",
            "system": f"s{number % 2}",
            "source": f"The bank number {number // 2} cut its rate to {number // 2} percent on Monday.",
            "summary": f"Bank {number // 2} cut its rate.",
            "label": (number // 3) % 2,
            **fields,
        }

    return make


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write records as ``labels.jsonl`` (or under another name) in the test's folder."""

    def write(records: Sequence[Record], name: str = "labels.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
        return path

    return write


@pytest.fixture
def evaluate(tmp_path: Path, write: Write) -> Evaluate:
    """The result of a config over records; each record may have a number ``m``, judged as a published value ``m``."""

    def evaluate(records: Sequence[Record], config: str = "", **overrides: object) -> MetaResult:
        write(records)
        if "published:" not in config:
            join = "join: {dataset: dataset, id: id}"
            config += f"\npublished: [{{path: labels.jsonl, {join}, values: {{m: m}}}}]"
        path = tmp_path / "meta.yaml"
        path.write_text(f"labels: {{path: labels.jsonl}}\n{config}\n", encoding="utf-8")
        return metaevaluate(read_metaplan(path, {"resamples": "200", **overrides}))

    return evaluate
