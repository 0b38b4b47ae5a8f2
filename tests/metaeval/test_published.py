"""Published outputs join by id, and whatever does not is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evalharness.load.faults import FaultLog
from evalharness.metaeval.config import PublishedConfig
from evalharness.metaeval.labels import Labelled
from evalharness.metaeval.published import Published, read_published

Write = Callable[..., Path]

ROWS = (
    Labelled("a", "c7:bart", "s", "t", "bart", label=True),
    Labelled("a", "c8:bart", "s", "t", "bart", label=False),
    Labelled("b", "1", "s", "t", "x", label=False),
    Labelled("c", "1", "s", "t", "y", label=False),
)


def read(path: Path, **config: object) -> tuple[Published, list[str]]:
    faults = FaultLog()
    found = read_published(path, PublishedConfig.model_validate({"path": "-", **config}), ROWS, faults)
    return found, [str(fault).removeprefix(f"{path.parent}/") for fault in faults.kept]


def test_a_pattern_of_columns_joins(write: Write) -> None:
    path = write([{"hash": "c8", "m": "bart", "x": 0.5, "y": "2"}, {"hash": "c9", "m": "bart", "x": 1}])
    values = {"X": "x", "Y": {"column": "y", "higher_is_better": "false"}}
    found, faults = read(path, join={"id": "{hash}:{m}"}, values=values)
    assert faults == []
    assert found.n_unmatched == 1
    assert [column.judged.higher_is_better for column in found.columns] == [True, False]
    np.testing.assert_equal(
        [column.scores for column in found.columns], [[np.nan, 0.5, np.nan, np.nan], [np.nan, -2.0, np.nan, np.nan]]
    )


def test_an_id_of_several_summaries_needs_more_to_join(write: Write) -> None:
    path = write([{"id": 1, "dataset": "c", "system": "y", "out": {"x": 3}}, {"id": "c7:bart", "dataset": "a"}])
    _, faults = read(path, values={"X": "out.x"})
    assert faults == [
        "labels.jsonl:1: '1' belongs to several labelled summaries; add dataset or system to `join`",
        "labels.jsonl: column 'out.x' has no number; check its name",
    ]
    for join in ({"id": "id", "dataset": "dataset"}, {"id": "id", "system": "system"}):
        found, faults = read(path, join=join, values={"X": "out.x"})
        assert faults == []
        assert found.columns[0].scores.tolist() == pytest.approx([np.nan] * 3 + [3.0], nan_ok=True)


def test_what_does_not_fit_is_a_fault(write: Write) -> None:
    path = write([{"id": "c7:bart", "x": "high"}, {"id": "c7:bart", "x": 1}, {"id": "c8:bart", "x": None}])
    _, faults = read(path, values={"X": "x"})
    assert [fault.partition("; ")[0] for fault in faults] == [
        "labels.jsonl:1: 'x' is 'high', not a number",
        "labels.jsonl:2: 'c7:bart' is there twice",
        "labels.jsonl: column 'x' has no number",
    ]
    assert read(write([{"id": "z"}]), values={"X": "x"})[1] == [
        "labels.jsonl: no record belongs to a labelled summary; mend `join`"
    ]
