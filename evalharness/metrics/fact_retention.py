"""Fact retention: the share of the wire's facts that a candidate keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from evalharness.facts.retention import Retained, Weights, retained
from evalharness.facts.shown import shown
from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import Finding, ItemScore
from evalharness.text.document import Document

KINDS = ("number", "date", "name", "quote")
LOST_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class FactRetention:
    """Share of the source's figures, dates, names and quotations that the candidate keeps: 0 to 1, higher is better.

    Each distinct fact counts once, a quotation twice as much as the others; `weights="salience"` adds to facts of the
    lead and to repeated ones. The row is (kept weight, weight) over all facts, then for each kind, so that the pooled
    value is the micro average. Every fact that is lost is a finding on the source's side. A blank candidate keeps
    nothing; where the source has no facts (or none of a kind) the value is undefined.

    >>> source = Document("Oslo paid 90 million euros on Jan 31.")
    >>> case = Case("a", "s", source, Document("Oslo paid on January 31."), (source,))
    >>> metric = FactRetention()
    >>> [finding.source.text for finding in metric.score([case])[0].findings]
    ['90 million euros']
    >>> round(metric.finish(metric.score([case])[0].stats)["recall"], 3)
    0.667
    """

    weights: Weights = "equal"
    name: str = "fact_retention"

    values: ClassVar[tuple[Value, ...]] = (
        Value("recall", higher_is_better=True, about="share of all facts of the source, by weight"),
        Value("number", higher_is_better=True, about="share of its figures"),
        Value("date", higher_is_better=True, about="share of its dates and times"),
        Value("name", higher_is_better=True, about="share of its names, in the company they keep there"),
        Value("quote", higher_is_better=True, about="share of its quotations, verbatim or as indirect speech"),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"source", "candidate"})

    def __post_init__(self) -> None:
        if self.weights not in ("equal", "salience"):
            raise ValueError(f"weights is {self.weights!r}; it must be 'equal' or 'salience'")

    def signature(self) -> str:
        """Name, language, weights and version."""
        return f"{self.name}|lang:en|weights:{self.weights}|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row and the lost facts for every case."""
        return [self._score_one(case) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """Kept weight over weight, for all facts and for each kind."""
        shares = [kept / total if total else None for kept, total in zip(totals[::2], totals[1::2], strict=True)]
        return dict(zip(("recall", *KINDS), shares, strict=True))

    def _score_one(self, case: Case) -> ItemScore:
        items = retained(case.source, case.candidate, self.weights)
        row = [*_sums(items)]
        for kind in KINDS:
            row += _sums([item for item in items if item.fact.kind == kind])
        lost = tuple(self._finding(item, case.source) for item in items if item.kept < LOST_BELOW)
        return ItemScore(tuple(row), lost)

    def _finding(self, item: Retained, source: Document) -> Finding:
        reason = f'leaves out "{shown(item.fact, source)}"'
        return Finding(self.name, item.fact.kind, "missing", "soft", reason, None, item.fact.span)


def _sums(items: Sequence[Retained]) -> tuple[float, float]:
    return sum(item.weight * item.kept for item in items), sum(item.weight for item in items)
