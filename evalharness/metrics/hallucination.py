"""Hallucination: what a candidate states that the wire does not bear out, with the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from evalharness.facts.align import Alignment, align
from evalharness.facts.residue import residue
from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import Finding, ItemScore, Span
from evalharness.text.sentences import sentences

SOFT_WEIGHT = 0.5
BLANK_ROW = (0.0,) * 7


@dataclass(frozen=True, slots=True)
class Hallucination:
    """Checkable facts of the candidate that the source contradicts or does not have; lower is better throughout.

    Checkable are figures, dates, names and quotations, each distinct one once. `score` is the flagged share of them,
    a hard flag counted 1 and a soft one 0.5: 0 to 1, undefined where nothing can be checked. `flags` counts findings
    (on pooled rows: the mean per text), `flagged_sentences` is the share of sentences in which one starts. Page
    residue that the source does not have too is a finding of severity ``page`` and counts in none of them. A blank
    candidate states nothing: everything is undefined.

    Row: flagged weight, checkable facts, hard flags, soft flags, texts, flagged sentences, sentences.

    >>> from evalharness.text.document import Document
    >>> source = Document("Oslo paid 90 million euros on Jan 31.")
    >>> case = Case("a", "s", source, Document("Oslo paid 90 billion euros on January 31."), (source,))
    >>> metric = Hallucination()
    >>> metric.score([case])[0].findings[0].reason
    'says "90 billion euros"; the wire says "90 million euros"'
    >>> metric.finish(metric.score([case])[0].stats)["hard_flags"]
    1.0
    """

    name: str = "hallucination"

    values: ClassVar[tuple[Value, ...]] = (
        Value("score", higher_is_better=False, about="share of checkable facts that are flagged, soft ones by half"),
        Value("flags", higher_is_better=False, high=None, about="findings, hard and soft"),
        Value("hard_flags", higher_is_better=False, high=None, about="wrong figures, dates, names, quotations"),
        Value("soft_flags", higher_is_better=False, high=None, about="findings where the source leaves room"),
        Value("flagged_sentences", higher_is_better=False, about="share of sentences with a finding"),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"source", "candidate"})

    def signature(self) -> str:
        """Name, language and version."""
        return f"{self.name}|lang:en|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row and the findings for every case."""
        return [self._score_one(case) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """Shares and mean counts of a row or a sum of rows."""
        flagged, checkable, hard, soft, texts, flagged_sentences, n_sentences = totals
        return {
            "score": flagged / checkable if checkable else None,
            "flags": (hard + soft) / texts if texts else None,
            "hard_flags": hard / texts if texts else None,
            "soft_flags": soft / texts if texts else None,
            "flagged_sentences": flagged_sentences / n_sentences if n_sentences else None,
        }

    def _score_one(self, case: Case) -> ItemScore:
        if case.candidate.is_blank:
            return ItemScore(BLANK_ROW)
        alignments = align(case.candidate, case.source)
        flagged = [item for item in alignments if item.verdict != "supported"]
        hard = sum(item.severity == "hard" for item in flagged)
        soft = len(flagged) - hard
        # A quotation may have a finding of its own and one about its speaker: it is one fact all the same.
        checkable = len({(item.fact.kind, item.fact.start, item.fact.end) for item in alignments})
        weight = min(hard + SOFT_WEIGHT * soft, checkable)
        spans = case.candidate.view(sentences)
        row = (weight, checkable, hard, soft, 1, _sentences_with(flagged, spans), len(spans))
        findings = [self._finding(item) for item in flagged] + self._page(case)
        return ItemScore(tuple(float(number) for number in row), tuple(sorted(findings, key=_place)))

    def _finding(self, item: Alignment) -> Finding:
        verdict = item.verdict if item.verdict != "supported" else "unsupported"
        return Finding(self.name, item.kind, verdict, item.severity, item.reason, item.span, item.source)

    def _page(self, case: Case) -> list[Finding]:
        """Residue of the candidate that the source does not have in the same words."""
        spans = case.candidate.view(residue)
        known = _flat(case.source.text) if spans else ""
        reason = "text of the web page, not of the article"
        return [
            Finding(self.name, "boilerplate", "residue", "page", reason, span)
            for span in spans
            if _flat(span.text) not in known
        ]


def _flat(text: str) -> str:
    return " ".join(text.lower().split())


def _place(finding: Finding) -> tuple[int, int, str]:
    return (finding.span.start, finding.span.end, finding.kind) if finding.span else (0, 0, finding.kind)


def _sentences_with(flagged: Sequence[Alignment], spans: Sequence[Span]) -> int:
    """How many sentences a finding starts in. Both are in order of place."""
    starts = [item.span.start for item in flagged]
    found, at = 0, 0
    for span in spans:
        while at < len(starts) and starts[at] < span.start:
            at += 1
        found += at < len(starts) and starts[at] < span.end
    return found
