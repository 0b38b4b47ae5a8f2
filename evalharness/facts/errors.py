"""Error types: intrinsic or extrinsic (Maynez et al. 2020), and the letters of FRANK (Pagnoni et al. 2021)."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import cast

from evalharness.facts.align import Alignment
from evalharness.records import ErrorType
from evalharness.text.document import Document
from evalharness.text.tokens import folded_words

INTRINSIC_LETTERS = {"number": "CircE", "date": "CircE", "name": "EntE", "quote": "RelE", "attribution": "EntE"}
EXTRINSIC_LETTERS = "OutE"


def error_type(item: Alignment, source: Document) -> ErrorType:
    """``intrinsic`` where every word at fault occurs in the source, so that it is misused; else ``extrinsic``."""
    known = source.view(_vocabulary)
    return "intrinsic" if all(word in known for word in folded_words(Document(item.span.text))) else "extrinsic"


def frank_letters(kind: str, error: ErrorType) -> str:
    """FRANK's letters for a fact at fault: what is not in the article is OutE, the rest goes by the kind.

    >>> frank_letters("number", "intrinsic"), frank_letters("name", "extrinsic")
    ('CircE', 'OutE')
    """
    return EXTRINSIC_LETTERS if error == "extrinsic" else INTRINSIC_LETTERS.get(kind, "RelE")


def confidence(kind: str, severity: str) -> float | None:
    """How often findings of this kind and severity were right on texts with known errors; None where none was seen.

    0 to 1, from ``data/confidence.json``, which benchmarks/confidence.py writes.

    >>> (confidence("number", "hard") or 0.0) > 0.5
    True
    """
    return _counted().get(f"{kind} {severity}")


@cache
def _counted() -> dict[str, float]:
    text = (files("evalharness.facts") / "data" / "confidence.json").read_text(encoding="utf-8")
    return cast("dict[str, float]", json.loads(text))


def _vocabulary(source: Document) -> frozenset[str]:
    return frozenset(source.view(folded_words))
