"""Fact retention: the share of what the wire tells that a candidate keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from evalharness.facts.retention import Kind, Weights, kept_shares, told
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
        kept, outline = kept_shares(case.source, case.candidate), case.source.view(_outline)
        tally = outline.tallies[self.weights]
        sums = tally.blank.copy()
        for number, share in enumerate(kept):
            if share:
                for column in outline.columns[number]:
                    sums[column] += tally.weights[number] * share
        row = tuple([number for pair in zip(sums, tally.totals, strict=True) for number in pair])
        lost = [outline.missing[number] for number in _lost(kept, outline)]
        return ItemScore(row, tuple(lost if self.name == NAME else map(self._own, lost)))

    def _own(self, finding: Finding) -> Finding:
        return replace(finding, metric=self.name)


class _Tally(NamedTuple):
    """One way of weighing: the weight of each thing told; for recall and each kind no sum yet, and the whole weight."""

    weights: list[float]
    blank: list[float]
    totals: list[float]


class _Outline(NamedTuple):
    """What a source tells, as the metric reads it.

    Attributes:
        tallies: the ways of weighing.
        columns: in which sums each thing counts: 0 the recall, then the kinds.
        ends: where each thing ends; whole: whether it is a statement, which the facts inside it are lost with.
        missing: for each the finding that it is lost.
    """

    tallies: Mapping[Weights, _Tally]
    columns: list[tuple[int, ...]]
    ends: list[int]
    whole: list[bool]
    missing: list[Finding]


def _outline(source: Document) -> _Outline:
    """View: what a source tells, ready for being summed up for each candidate."""
    items = source.view(told)
    columns: dict[Kind, tuple[int, ...]] = {kind: (0, number) for number, kind in enumerate(KINDS, 1)}
    columns["name"] = columns["name"][1:]
    counted = [columns[item.kind] for item in items]
    return _Outline(
        tallies={
            "equal": _tally([1.0] * len(items), counted),
            "salience": _tally([item.salience for item in items], counted),
        },
        columns=counted,
        ends=[item.span.end for item in items],
        whole=[item.kind in ("claim", "quote") for item in items],
        missing=[
            Finding(NAME, item.kind, "missing", "soft", f'leaves out "{item.shown}"', None, item.span) for item in items
        ],
    )


def _tally(weights: list[float], columns: Sequence[tuple[int, ...]]) -> _Tally:
    totals: list[float] = [0] * (1 + len(KINDS))
    blank = totals.copy()
    for weight, counted in zip(weights, columns, strict=True):
        for column in counted:
            totals[column] += weight
            blank[column] = 0.0
    return _Tally(weights, blank, totals)


def _lost(kept: Sequence[float], outline: _Outline) -> Iterator[int]:
    """Numbers of what is lost, without the facts inside a lost statement, which stands before them."""
    end = 0
    for number, share in enumerate(kept):
        if share < LOST_BELOW and outline.ends[number] > end:
            yield number
            if outline.whole[number]:
                end = outline.ends[number]
