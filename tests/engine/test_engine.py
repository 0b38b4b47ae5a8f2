"""Scoring in order, whatever the number of workers; a failure stays where it happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from evalharness.engine import execute
from evalharness.engine.baselines import make_baseline
from evalharness.engine.execute import score_lines
from evalharness.engine.items import decode_item, encode_item
from evalharness.engine.score import Scorer
from evalharness.errors import MetricError
from evalharness.metrics.protocol import Case, Field, Value
from evalharness.metrics.registry import make
from evalharness.records import Example, Finding, ItemRecord, ItemScore, Span
from evalharness.text.document import Document

LENGTH = make("length", {})[0]
EXAMPLES = [
    Example(f"e{i}", "One two three. Four five.", {"a": "One " * (i + 1), "b": "" if i % 3 else "Two."})
    for i in range(21)
]


@dataclass(frozen=True)
class Fussy:
    """Fails on candidates that hold a word."""

    word: str
    how: str = "raise"
    mark: str = ""
    name: str = "fussy"
    values: tuple[Value, ...] = (Value("value", higher_is_better=True),)
    needs: frozenset[Field] = frozenset({"candidate"})

    def signature(self) -> str:
        return "fussy|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        return [self._one(case) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        return {"value": totals[0] / totals[1] if totals[1] else None}

    def _one(self, case: Case) -> ItemScore:
        if self.word not in case.candidate.text.split():
            return ItemScore((1.0, 1.0))
        if self.how == "raise":
            raise RuntimeError("no such word, please")
        if self.how == "die" or (self.how == "die once" and not Path(self.mark).exists()):
            if self.mark:
                Path(self.mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "nan":
            return ItemScore((float("nan"), 1.0))
        if self.how == "offset":
            return ItemScore((1.0, 1.0), (Finding("fussy", "name", "unsupported", "hard", "x", Span(0, 2, "??")),))
        return ItemScore((1.0, 1.0))


def test_records_come_in_input_order_with_one_for_every_system() -> None:
    scorer = Scorer((LENGTH,), ("b", "a", "c"), ("lead3", "copy"))
    records = [decode_item(line) for lines in score_lines(scorer, EXAMPLES) for line in lines]
    wanted = [(e.id, s) for e in EXAMPLES for s in ("b", "a", "c", "baseline:lead3", "baseline:copy")]
    assert [(r.id, r.system) for r in records] == wanted
    assert {(r.system, r.status) for r in records if r.system in "ac"} == {("a", "ok"), ("c", "missing")}
    assert [r.status for r in records if r.system == "b"] == ["empty" if i % 3 else "ok" for i in range(21)]
    assert all(r.metrics == {"length": {"length": None, "compression": None}} for r in records if r.system == "c")


def test_the_number_of_workers_changes_nothing() -> None:
    scorer = Scorer((*make("rouge", {}), LENGTH), ("a", "b"), ("shuffled_source",), seed=5)
    assert list(score_lines(scorer, EXAMPLES, jobs=2)) == list(score_lines(scorer, EXAMPLES, jobs=1))


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("raise", "RuntimeError: no such word, please"),
        ("nan", "its row has a number that is not finite: (nan, 1.0)"),
        ("offset", "a finding quotes '??' at 0:2 of the candidate, which reads otherwise"),
    ],
)
def test_a_metric_that_fails_on_one_candidate_costs_the_others_nothing(how: str, message: str) -> None:
    scorer = Scorer((Fussy("Two.", how), LENGTH), ("a", "b"))
    records = [decode_item(line) for line in chain(*score_lines(scorer, EXAMPLES))]
    failed = [r for r in records if r.status == "error"]
    assert {(r.id, r.system) for r in failed} == {(e.id, "b") for e in EXAMPLES if e.candidates["b"]}
    assert all(r.errors == {"fussy": message} and "fussy" not in r.stats for r in failed)
    assert all(r.metrics["fussy"]["value"] is None and r.metrics["length"]["length"] == 1 for r in failed)
    assert all(r.metrics["fussy"]["value"] == 1.0 for r in records if r.status == "ok")


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path) -> None:
    scorer = Scorer((Fussy("Two.", "die once", str(tmp_path / "mark")),), ("a", "b"))
    calm = Scorer((Fussy("Two.", "none"),), ("a", "b"))
    assert list(score_lines(scorer, EXAMPLES, jobs=2)) == list(score_lines(calm, EXAMPLES))


def test_workers_do_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import itertools, os\n"
        "from tests.engine.test_engine import EXAMPLES, LENGTH, Scorer, score_lines\n"
        "if __name__ == '__main__':\n"
        "    results = score_lines(Scorer((LENGTH,), ('a',)), itertools.cycle(EXAMPLES), jobs=2)\n"
        "    next(results)\n"
        "    import multiprocessing\n"
        "    print(*(child.pid for child in multiprocessing.active_children()), flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    script = tmp_path / "killed.py"
    script.write_text(code, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        check=False,
    )
    workers = [int(pid) for pid in done.stdout.split()]
    assert len(workers) == 2, done.stderr
    for _ in range(100):
        if not any(is_alive(pid) for pid in workers):
            return
        time.sleep(0.1)
    raise AssertionError("workers are still there after ten seconds")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text(encoding="utf-8").split()[2] != "Z"


def test_workers_that_keep_dying_end_the_run_with_advice() -> None:
    with pytest.raises(MetricError, match="--resume"):
        list(score_lines(Scorer((Fussy("Two.", "die"),), ("b",)), EXAMPLES, jobs=2))


def test_a_metric_that_cannot_travel_says_so() -> None:
    class Local(Fussy):
        pass

    with pytest.raises(MetricError, match=r"'fussy' cannot be sent to worker processes .* --jobs 1"):
        list(score_lines(Scorer((Local("x"),), ("a",)), EXAMPLES, jobs=2))


def test_examples_are_read_a_few_at_a_time() -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield EXAMPLES[0]

    results = score_lines(Scorer((LENGTH,), ("a",)), endless())  # type: ignore[arg-type]
    for _ in range(3):
        next(results)
    assert taken == execute.CHUNK


def test_items_survive_a_round_trip() -> None:
    finding = Finding("m", "name", "contradicted", "hard", "why", Span(1, 3, "b\u2028"), Span(0, 1, "a"))
    lost = Finding("m", "name", "missing", "soft", "why", None, Span(0, 1, "a"))
    record = ItemRecord(
        "a", "s", "error", {"m": {"v": 0.1 + 0.2, "w": None}}, {"m": [0.1]}, (finding, lost), {"n": "no"}
    )
    line = encode_item(record)
    assert "\n" not in line
    assert decode_item(line) == record


def test_baselines() -> None:
    source = Document("One. Two. Three. Four.")
    example = Example("x", source.text, {})
    made = {name: make_baseline(name, example, source, 13) for name in ("lead3", "copy", "empty", "shuffled_source")}
    shuffled = made.pop("shuffled_source")
    assert made == {"lead3": "One. Two. Three.", "copy": source.text, "empty": ""}
    assert sorted(shuffled.split()) == ["Four.", "One.", "Three.", "Two."]
    assert shuffled == make_baseline("shuffled_source", example, source, 13)
    others = {make_baseline("shuffled_source", example, source, seed) for seed in range(20)}
    assert len(others) > 5
