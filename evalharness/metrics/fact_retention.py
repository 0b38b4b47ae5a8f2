"""Fact retention: the share of what the wire tells that a candidate keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from evalharness.facts.retention import Kind, Retained, Weights, retained, told
from evalharness.metrics.english import refusal
from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import Finding, ItemScore
from evalharness.text.document import Document

KINDS: tuple[Kind, ...] = ("number", "date", "name", "quote", "claim")
LOST_BELOW = 0.5
NAME = "fact_retention"


@dataclass(frozen=True, slots=True)
class FactRetention:
    """Share of what the source tells that the candidate keeps: 0 to 1, higher is better.

    The source is cut into short statements (content units, as of the Pyramid method); each counts once, and each of
    its figures and dates once besides. `weights="salience"` adds to what stands in the lead and to what is said again.
    The row is (kept weight, weight) over all, then for each kind, so that the pooled value is the micro average. Names
    count in `recall` by the statements they stand in; `name` tells how many are kept at all. Everything lost is a
    finding on the source's side, a lost figure inside a lost statement the same one. A blank candidate keeps nothing;
    where the source tells nothing (or nothing of a kind) the value is undefined.

    >>> from evalharness.text.document import Document
    >>> source = Document("Oslo paid 90 million euros on Jan 31. The mayor was pleased.")
    >>> case = Case("a", "s", source, Document("Oslo paid on January 31."), (source,))
    >>> metric = FactRetention()
    >>> [finding.source.text for finding in metric.score([case])[0].findings]
    ['90 million euros', 'The mayor was pleased']
    >>> metric.finish(metric.score([case])[0].stats)["recall"]
    0.5
    """

    weights: Weights = "equal"
    name: str = NAME

    values: ClassVar[tuple[Value, ...]] = (
        Value("recall", higher_is_better=True, about="share of its statements, figures and dates, by weight"),
        Value("number", higher_is_better=True, about="share of its figures"),
        Value("date", higher_is_better=True, about="share of its dates and times"),
        Value("name", higher_is_better=True, about="share of its names; no part of the recall"),
        Value("quote", higher_is_better=True, about="share of its quoted statements, also as indirect speech"),
        Value("claim", higher_is_better=True, about="share of its other statements"),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"source", "candidate"})

    def __post_init__(self) -> None:
        if self.weights not in ("equal", "salience"):
            raise ValueError(f"weights is {self.weights!r}; it must be 'equal' or 'salience'")

    def signature(self) -> str:
        """Name, language, weights and version."""
        return f"{self.name}|lang:en|weights:{self.weights}|v:2"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row and what is lost for every case."""
        return [self._score_one(case) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """Kept weight over weight, over all and for each kind."""
        shares = [kept / total if total else None for kept, total in zip(totals[::2], totals[1::2], strict=True)]
        return dict(zip(("recall", *KINDS), shares, strict=True))

    def _score_one(self, case: Case) -> ItemScore:
        refused = refusal(case)
        if refused:
            return ItemScore((0.0,) * (2 + 2 * len(KINDS)), unsupported=refused)
        items = retained(case.source, case.candidate, self.weights)
        row = [*_sums([item for item in items if item.kind != "name"])]
        for kind in KINDS:
            row += _sums([item for item in items if item.kind == kind])
        findings = case.source.view(_missing)
        return ItemScore(tuple(row), tuple(self._own(findings[number]) for number in _lost(items)))

    def _own(self, finding: Finding) -> Finding:
        return finding if finding.metric == self.name else replace(finding, metric=self.name)


def _missing(source: Document) -> tuple[Finding, ...]:
    """View: for each thing that a source tells the finding that it is lost."""
    return tuple(
        Finding(NAME, item.kind, "missing", "soft", f'leaves out "{item.shown}"', None, item.span)
        for item in source.view(told)
    )


def _sums(items: Sequence[Retained]) -> tuple[float, float]:
    return sum([item.weight * item.kept for item in items]), sum([item.weight for item in items])


def _lost(items: Sequence[Retained]) -> Iterator[int]:
    """Indexes of what is lost, without the facts inside a lost statement, which stands before them."""
    end = 0
    for number, item in enumerate(items):
        if item.kept < LOST_BELOW and item.span.end > end:
            yield number
            if item.kind in ("claim", "quote"):
                end = item.span.end
