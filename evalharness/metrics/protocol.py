"""What a metric is. A plugin needs nothing of this at run time: it only has to look like `Metric`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from evalharness.records import ItemScore
from evalharness.text.document import Document

Field = Literal["source", "candidate", "references"]


@dataclass(frozen=True, slots=True)
class Value:
    """One number that a metric reports.

    Attributes:
        name: key in ``items.jsonl``; ``metric.name`` in configs and tables.
        higher_is_better: None when neither direction is better, as for a length.
        low, high: the ends of its range; None where there is none. Values from 0 to 1 are shown as percentages.
        about: what it measures, in one sentence.
    """

    name: str
    higher_is_better: bool | None
    low: float | None = 0.0
    high: float | None = 1.0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate with what it is held against. `references` is never empty: it defaults to the source."""

    id: str
    system: str
    source: Document
    candidate: Document
    references: tuple[Document, ...]


@runtime_checkable
class Metric(Protocol):
    """Turns cases into rows of additive statistics, and rows into values.

    The value of an item is ``finish(row)``, the pooled value of a system is ``finish(sum of rows)``: one function for
    both. A row that defines nothing is all zeros, so that it adds nothing to a total. Same cases, same order back.
    """

    @property
    def name(self) -> str:
        """Id of the metric in configs, JSON and docs."""

    @property
    def values(self) -> tuple[Value, ...]:
        """What it reports; the first is the primary value."""

    @property
    def needs(self) -> frozenset[Field]:
        """What it reads of a case."""

    def signature(self) -> str:
        """Every setting that changes a result, as ``name|key:value|...|v:1``."""

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row and its findings for every case, in the order of the cases."""

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """The values of a row or of a sum of rows; None is undefined, never 0."""


@runtime_checkable
class Installed(Protocol):
    """What a metric may offer besides: which part of this installation it uses."""

    def installed(self) -> str:
        """One clause; it changes no number."""


@runtime_checkable
class SentenceScorer(Protocol):
    """What a metric may offer besides: how well each sentence of a candidate is supported."""

    def sentence_scores(self, case: Case) -> tuple[tuple[int, int, float], ...]:
        """(start, end, support) of the sentences it scores, in text order; higher support is better."""
