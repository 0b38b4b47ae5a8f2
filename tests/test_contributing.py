"""The metric that CONTRIBUTING.md adds in one screen works as printed."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from evalharness import Example, evaluate
from evalharness.metrics.contract import violations
from evalharness.metrics.protocol import Metric


def test_the_example_metric_keeps_the_contract_and_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(block.splitlines()) <= 50
    module = ModuleType("novel_number_rate")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(block, "CONTRIBUTING.md", "exec", dont_inherit=True), module.__dict__)
    metric = module.__dict__["NovelNumberRate"]()
    assert isinstance(metric, Metric)
    assert violations(metric) == []
    run = evaluate([Example("a", "In 2025, 12 died.", {"s": "In 2025, 13 of 20 died."})], [metric])
    (item,) = run.items()
    # 13 and 20 of 2025, 13, 20
    assert item.metrics == {"novel_number_rate": {"rate": 2 / 3}}
