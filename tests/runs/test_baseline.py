"""A baseline file: the same bytes for the same run, the same items back, and no article in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

from evalharness.api import Run, evaluate
from evalharness.compare.sides import read_side
from evalharness.errors import UsageError
from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import Example, Finding, ItemRecord, ItemScore, Span
from evalharness.runs.baseline import baseline_text, read_baseline, save_baseline

WIRE = "OSLO - Two men died in a fire on Monday, the police said."


@dataclass(frozen=True, slots=True)
class Threes:
    """Finds the word three, wherever it stands."""

    name: str = "threes"
    values: ClassVar[tuple[Value, ...]] = (Value("threes", higher_is_better=False, high=None),)
    needs: ClassVar[frozenset[Field]] = frozenset({"candidate"})

    def signature(self) -> str:
        return "threes|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        return [self._one(case.candidate.text) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        found, n = totals
        return {"threes": found / n if n else None}

    def _one(self, text: str) -> ItemScore:
        start = text.find("three")
        if start < 0:
            return ItemScore((0.0, 1.0))
        span = Span(start, start + 5, "three")
        return ItemScore((1.0, 1.0), (Finding("threes", "number", "contradicted", "hard", "not three", span),))


def example(id: str, **candidates: str) -> Example:
    return Example(id, WIRE, candidates, tags={"desk": "asia"})


EXAMPLES = [example("b", y="Now three men died.", x="Two men died."), example("a", y="", x="Two\u2028men — è morto")]


def run_of(folder: Path, examples: Sequence[Example] = EXAMPLES) -> Run:
    return evaluate(examples, ["length", Threes()], baselines=["lead3"], out=folder)


def kept(item: ItemRecord) -> ItemRecord:
    """What a baseline keeps of an item of a run."""
    return replace(item, sentences=(), caveats={})


def test_the_same_run_gives_the_same_bytes_and_every_item_comes_back(tmp_path: Path) -> None:
    run = run_of(tmp_path / "one")
    assert save_baseline(run.path, tmp_path / "new" / "baseline.json")
    path = tmp_path / "new" / "baseline.json"
    assert not save_baseline(run_of(tmp_path / "two").path, path)
    # neither the folder's name nor the order of the examples shows
    turned = run_of(tmp_path / "three", EXAMPLES[::-1])
    one, three = baseline_text(run.path), baseline_text(turned.path)
    assert one.split('"items": [')[1] == three.split('"items": [')[1]
    back = read_baseline(path)
    items = sorted(run.items(), key=lambda item: (item.id, item.system))
    assert list(back.items()) == list(back.items()) == [kept(item) for item in items]
    assert (back.systems, back.trivial) == (["y", "x"], ["baseline:lead3"])
    assert back.signatures == run.manifest.signatures
    assert back.sources_digest == run.manifest.sources_digest
    assert back.counts == run.manifest.counts


def test_the_file_is_json_with_an_item_a_line_and_no_article(tmp_path: Path) -> None:
    text = baseline_text(run_of(tmp_path).path)
    data = json.loads(text)
    assert list(data)[:-1] == sorted(list(data)[:-1])
    assert [(item["id"], item["system"]) for item in data["items"]] == [
        (id, system) for id in "ab" for system in ("baseline:lead3", "x", "y")
    ]
    assert len([line for line in text.split("\n") if line.startswith('{"id"')]) == 6
    assert '"text": "three"' in text  # the words of the finding
    for word in ("fire", "died", "morto"):
        assert word not in text


def test_a_side_is_a_run_folder_or_a_baseline(tmp_path: Path) -> None:
    run = run_of(tmp_path / "run")
    save_baseline(run.path, tmp_path / "b.json")
    folder, saved = read_side(run.path), read_side(tmp_path / "b.json")
    assert (folder.run.party.label, saved.run.party.label) == ("run", "b.json")
    assert replace(folder.run.party, label="") == replace(saved.run.party, label="")
    described = {metric: [replace(value, about="") for value in of] for metric, of in folder.run.values.items()}
    assert described == saved.run.values
    assert folder.systems == saved.systems == ["y", "x"]


def test_damage_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    text = baseline_text(run_of(tmp_path / "run").path)
    n_lines = text.count("\n")

    def refused(damaged: str) -> str:
        path.write_text(damaged, encoding="utf-8")
        with pytest.raises(UsageError) as caught:
            list(read_baseline(path).items())
        return str(caught.value).removeprefix(str(path))

    for size in range(0, len(text) - 4, 31):
        assert refused(text[:size]).startswith(":"), size
    lines = text.split("\n")
    conflict = "\n".join([*lines[:-5], "<<<<<<< HEAD", *lines[-5:]])
    assert refused(conflict).startswith(f":{n_lines - 3}: not an item of a baseline")
    assert "not laid out as a saved baseline" in refused(json.dumps(json.loads(text), indent=1))
    assert "schema version 9" in refused(text.replace('"schema_version": 1', '"schema_version": 9'))
    assert "not a baseline" in refused(text.replace('"format": "evalharness baseline"', '"format": "x"'))
    assert "the head lacks" in refused(text.replace('"packages"', '"packs"'))
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert len(list(read_baseline(path).items())) == 6  # as git checks it out on Windows
    with pytest.raises(UsageError, match="cannot be read"):
        read_baseline(tmp_path / "none.json")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="not UTF-8"):
        read_baseline(path)
