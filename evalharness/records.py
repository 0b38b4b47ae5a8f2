"""The records that every room shares: frozen, slotted, no logic beyond their own shape.

Offsets are half-open character positions in the untouched text, so ``text[start:end]`` is the text quoted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["ok", "empty", "missing", "error"]
Verdict = Literal["contradicted", "unsupported", "missing", "altered", "repeated", "residue"]
Severity = Literal["hard", "soft", "page"]
ErrorType = Literal["intrinsic", "extrinsic"]


@dataclass(frozen=True, slots=True)
class Example:
    """One wire article with the rewrites of it.

    Attributes:
        id: names the example in every output; unique within a data set.
        source: the original article. Facts are always held against it.
        candidates: the rewrite of each system, by the system's name.
        references: texts that ROUGE compares with. Empty means: the source itself.
        tags: free labels, such as ``{"desk": "asia"}``.

    >>> Example("a1", "The bank cut its rate.", {"lead": "The bank cut rates."}).references
    ()
    """

    id: str
    source: str
    candidates: Mapping[str, str]
    references: Sequence[str] = ()
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: ``text[start:end] == span.text`` in the text it points into."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of evidence: where, what kind, which verdict, and why in one sentence.

    Attributes:
        metric: id of the metric that found it.
        kind: what it is about: number, date, name, quote, attribution, repetition, boilerplate, ...
        verdict: ``contradicted`` (the source says otherwise), ``unsupported`` (the source does not say it),
            ``missing`` (the source says it, the candidate does not), ``altered``, ``repeated`` or ``residue``.
        severity: ``hard`` (number, date, name, quotation, polarity), ``soft`` (the rest) or ``page`` (page text).
        reason: one sentence that a desk editor understands.
        span: where in the candidate; None when the candidate lacks it.
        source: where in the source; None when the source has nothing of it.
        error_type: ``intrinsic`` where it misuses what the source has, ``extrinsic`` where it adds to it (Maynez et
            al. 2020); None where that is not the question.
        frank: letters of the FRANK typology (Pagnoni et al. 2021): RelE, EntE, CircE, OutE.
        confidence: 0 to 1, how often such findings were right where that could be counted; None where it was not.
    """

    metric: str
    kind: str
    verdict: Verdict
    severity: Severity
    reason: str
    span: Span | None = None
    source: Span | None = None
    error_type: ErrorType | None = None
    frank: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a candidate, and how far the source supports it: 0 to 1, 1 for a copy."""

    start: int
    end: int
    support: float


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What a metric returns for one case.

    Attributes:
        stats: a row of additive statistics.
        findings: the evidence.
        sentences: the candidate's sentences, for a metric that judges each of them.
        unsupported: why the metric does not apply, such as the language of the text; its row is all zeros then.
        caveat: why the row says little though it is defined, in words that go on "in so many items ...".
    """

    stats: tuple[float, ...]
    findings: tuple[Finding, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    unsupported: str = ""
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One line of ``items.jsonl``: everything known of one candidate of one example.

    Attributes:
        metrics: metric id -> value name -> number, or None where the value is undefined.
        stats: metric id -> the row it came from; absent for missing candidates and failed metrics.
        errors: metric id -> message, for metrics that failed on this candidate.
        sentences: how far the source supports each sentence, from the first metric that judges them.
        unsupported: metric id -> reason, for metrics that do not apply to these texts; their values are undefined.
        caveats: metric id -> why its values, though defined, say little of these texts.
        tags: the example's labels, such as ``{"desk": "asia"}``: slices and clusters go by them.
    """

    id: str
    system: str
    status: Status
    metrics: Mapping[str, Mapping[str, float | None]]
    stats: Mapping[str, Sequence[float]]
    findings: tuple[Finding, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    unsupported: Mapping[str, str] = field(default_factory=dict)
    caveats: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
