"""Trivial systems: what a score is worth that costs no effort."""

from __future__ import annotations

import random

from evalharness.records import Example
from evalharness.text.document import Document
from evalharness.text.sentences import sentences

PREFIX = "baseline:"


def system_name(baseline: str) -> str:
    """The name of a baseline's row.

    >>> system_name("lead3")
    'baseline:lead3'
    """
    return PREFIX + baseline


def make_baseline(baseline: str, example: Example, source: Document, seed: int) -> str:
    """The candidate that `baseline` makes of an example.

    ``lead3``: the first three sentences of the source. ``copy``: all of it. ``empty``: nothing.
    ``shuffled_source``: its sentences in an order drawn from the seed and the example's id.

    >>> make_baseline("empty", Example("a", "One.", {}), Document("One."), 13)
    ''
    """
    if baseline == "copy":
        return source.text
    if baseline == "empty":
        return ""
    parts = [span.text for span in source.view(sentences)]
    if baseline == "lead3":
        return " ".join(parts[:3])
    if baseline == "shuffled_source":
        random.Random(f"{seed}:{example.id}").shuffle(parts)
        return " ".join(parts)
    raise ValueError(f"unknown baseline {baseline!r}")
