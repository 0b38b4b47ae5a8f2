"""A plan says how many examples a drop needs, and what the examples in hand can show."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evalharness.api import evaluate
from evalharness.errors import UsageError
from evalharness.gating import plan_gate
from evalharness.records import Example

WORDS = [f"word{i}" for i in range(40)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("runs")
    draw = random.Random(5)
    made = []
    for name in ("old", "new"):
        texts = [" ".join(WORDS[: draw.randint(10, 30)]) for _ in range(24)]
        source = " ".join(WORDS)
        examples = [
            Example(str(i), source, {"desk": text}, tags={"story": str(i // 2)}) for i, text in enumerate(texts)
        ]
        made.append(evaluate(examples, ["rouge"], out=folder / name).path)
    return made[0], made[1]


def rules(*drops: float) -> dict[str, object]:
    return {"rules": [{"value": "rouge_1.recall", "max_drop": drop} for drop in drops]}


def test_half_the_drop_needs_about_four_times_the_examples(runs: tuple[Path, Path]) -> None:
    plan = plan_gate(runs[1], runs[0], rules(0.1, 0.05, 0)).plan
    large, small, none = plan.drops
    assert large.needed is not None
    assert small.needed is not None
    assert large.sd is not None
    # (0.5 / 40) ** 2 apart: lengths from 10 to 30 of 40 words, so differences vary by about 0.15 * sqrt(2)
    assert 0.1 < large.sd < 0.35
    assert 3.0 < small.needed / large.needed < 5.0
    assert (none.needed, large.n_units, plan.n_compared) == (None, 24, 1)
    assert none.visible is not None
    # 24 examples show what needs 24, and no smaller drop
    at_hand, below = (plan_gate(runs[1], runs[0], rules(none.visible * by)).plan.drops[0] for by in (1.01, 0.97))
    assert at_hand.needed is not None
    assert below.needed is not None
    assert at_hand.needed <= 24 < below.needed
    # a drop has to be beyond the tolerance too
    assert large.visible is not None
    assert large.visible >= max(0.1, none.visible)


def test_more_comparisons_and_clusters_are_counted(runs: tuple[Path, Path]) -> None:
    alone = plan_gate(runs[1], runs[0], rules(0.1)).plan.drops[0]
    policy = {"rules": [{"value": f"rouge_1.{name}", "max_drop": 0.1} for name in ("recall", "f1")]}
    among = plan_gate(runs[1], runs[0], policy).plan.drops[0]
    assert alone.needed is not None
    assert among.needed is not None
    assert among.needed > alone.needed
    by_story = plan_gate(runs[1], runs[0], {**rules(0.1), "cluster": "story"}).plan.drops[0]
    assert by_story.n_units == 12
    assert by_story.sd is not None
    assert alone.sd is not None
    # the mean of two independent differences varies less by sqrt(2); a bootstrap of 12 stories knows that roughly
    assert 0.4 < by_story.sd / alone.sd < 1.2


def test_a_run_against_itself_tells_nothing_and_says_so(runs: tuple[Path, Path]) -> None:
    view = plan_gate(runs[0], runs[0], rules(0.1))
    assert (view.plan.drops[0].sd, view.plan.drops[0].needed) == (None, None)
    assert "n/a" in view.render()


def test_what_a_plan_needs(runs: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="give two runs of the same data"):
        plan_gate(runs[0], policy={"rules": [{"value": "rouge_1.f1", "min": 0.1}]})
    with pytest.raises(UsageError, match="nothing to plan"):
        plan_gate(runs[0], runs[1], {"rules": [{"value": "rouge_1.f1", "min": 0.1}]})
