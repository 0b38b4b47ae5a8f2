"""A document that nobody holds any more is gone at once, with all that has been worked out about it."""

from __future__ import annotations

import gc
import weakref

from evalharness.facts.evidence import evidence
from evalharness.metrics.protocol import Case
from evalharness.metrics.registry import make
from evalharness.text.document import Document

TEXT = (
    "OSLO, March 3 - Norway paid 1.2 billion euros, \u201cwhich is a lot\u201d, Kari Lund said on Tuesday. "
    "It did not pay more."
)


def test_scored_documents_need_no_garbage_collection() -> None:
    metrics = [metric for name in ("fact_retention", "hallucination") for metric in make(name, {})]
    was = gc.isenabled()
    gc.disable()
    try:
        source, candidate = Document(TEXT), Document("Sweden paid 3 billion euros, Kari Berg said.")
        for metric in metrics:
            metric.score([Case("", "", source, candidate, (source,))])
        left = [weakref.ref(source), weakref.ref(candidate)]
        del source, candidate
        assert [ref() for ref in left] == [None, None]
    finally:
        if was:
            gc.enable()


def test_evidence_outlives_its_document() -> None:
    found = evidence(Document(TEXT))
    assert found.document.text == TEXT
