"""Score rewrites of wire articles: ROUGE, fact retention and hallucination flags, with the evidence.

>>> from evalharness import Example, evaluate
>>> story = Example("fire", "LYON - Fire killed two men.", {"desk": "Fire killed three men."})
>>> run = evaluate([story], ["fact_retention", "hallucination"])
>>> [finding.reason for item in run.items() for finding in item.findings if finding.severity == "hard"]
['says "three men"; the wire says "two men"']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalharness.records import Example, Finding, ItemRecord, ItemScore, Span

if TYPE_CHECKING:
    from evalharness.api import Run, evaluate, gate, load_run
    from evalharness.api import compare as compare_runs

__all__ = [
    "Example",
    "Finding",
    "ItemRecord",
    "ItemScore",
    "Run",
    "Span",
    "compare_runs",
    "evaluate",
    "gate",
    "load_run",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module has under that name
    # evaluate() and what it needs are loaded when first asked for: importing the package stays cheap
    if name in ("Run", "compare_runs", "evaluate", "gate", "load_run"):
        from evalharness import api

        # not called compare here: that is the package of that name
        return api.compare if name == "compare_runs" else getattr(api, name)
    raise AttributeError(f"module 'evalharness' has no attribute {name!r}")
