"""Hallucination: what a candidate states that the source does not bear out, with the evidence."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import ClassVar

from evalharness.facts.align import Alignment, align
from evalharness.facts.claims.check import claim_findings
from evalharness.facts.claims.reading import read
from evalharness.facts.errors import EXTRINSIC_LETTERS, confidence, error_type, frank_letters
from evalharness.facts.residue import residue
from evalharness.facts.support.summary import support
from evalharness.metrics.english import refusal
from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import Finding, ItemScore, Sentence, Span
from evalharness.text.document import Document

# How much of what the model leaves open a flag takes: a hard one from the score, any from the support of its sentence
# (docs/model-card.md).
FLAG_DOUBT = 0.15
# A sentence with less support than this is a soft finding by itself; one faithful sentence in a hundred has.
NO_SUPPORT = 0.012
# The number of content words that such a sentence has at least.
TELLING = 7
QUOTED = 120
BLANK_ROW = (0.0,) * 7


@dataclass(frozen=True, slots=True)
class Hallucination:
    """Flags for what the source contradicts or lacks, and the probability that a reader would object.

    `score`, 0 to 1, lower is better, is the probability that a careful reader would find the candidate inconsistent
    with the source: a compact additive model over how the source supports each sentence (docs/model-card.md), raised by
    each hard flag. It is calibrated on systems like those it was fitted to; `intercept` and `slope`, which
    ``evalharness calibrate`` finds, move it to yours: logistic(intercept + slope * logit(score)), with 0 staying 0.

    `hard_flags` counts findings about figures, dates, names, quotations and polarity, `soft_flags` the others; they
    stand on rules, not on the model. `flags` is their sum, `flagged_sentences` the share of sentences with one. Page
    residue that the source does not have too is a finding of severity ``page`` and counts in none of them. A copy of
    the source has no finding and the score 0; a blank candidate states nothing, and texts that are not English are
    not judged: then everything is undefined.

    Row: score, texts with a score, hard flags, soft flags, texts, flagged sentences, sentences.

    >>> source = Document("Oslo paid 90 million euros on Jan 31.")
    >>> case = Case("a", "s", source, Document("Oslo paid 90 billion euros on January 31."), (source,))
    >>> metric = Hallucination()
    >>> metric.score([case])[0].findings[0].reason
    'says "90 billion euros"; the wire says "90 million euros"'
    >>> metric.finish(metric.score([case])[0].stats)["hard_flags"]
    1.0

    Source: the flags follow the typology of Pagnoni et al. 2021 (FRANK).
    """

    intercept: float = 0.0
    slope: float = 1.0
    name: str = "hallucination"

    values: ClassVar[tuple[Value, ...]] = (
        Value("score", higher_is_better=False, about="Probability that a careful reader finds it inconsistent."),
        Value("flags", higher_is_better=False, high=None, about="Findings, hard and soft."),
        Value("hard_flags", higher_is_better=False, high=None, about="Figures, dates, names, quotations, polarity."),
        Value("soft_flags", higher_is_better=False, high=None, about="Claims, and where the source leaves room."),
        Value("flagged_sentences", higher_is_better=False, about="Share of sentences with a hard or soft finding."),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"source", "candidate"})

    def __post_init__(self) -> None:
        if not (math.isfinite(self.intercept) and math.isfinite(self.slope) and self.slope > 0):
            raise ValueError(f"intercept {self.intercept} and slope {self.slope} must be finite, and the slope above 0")

    def signature(self) -> str:
        """Name, language, calibration and version."""
        calibrated = (self.intercept, self.slope) != (0.0, 1.0)
        level = f"{self.intercept:g},{self.slope:g}" if calibrated else "shipped"
        return f"{self.name}|lang:en|calibration:{level}|v:2"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row, the findings and the support of each sentence, for every case."""
        return [self._score_one(case) for case in cases]

    def sentence_scores(self, case: Case) -> tuple[tuple[int, int, float], ...]:
        """(start, end, support) of each sentence of the candidate: 0 to 1, higher is better."""
        return tuple((s.start, s.end, s.support) for s in self._score_one(case).sentences)

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """Means over texts, and the share of sentences, of a row or a sum of rows."""
        score, n_scored, hard, soft, texts, flagged_sentences, n_sentences = totals
        return {
            "score": score / n_scored if n_scored else None,
            "flags": (hard + soft) / texts if texts else None,
            "hard_flags": hard / texts if texts else None,
            "soft_flags": soft / texts if texts else None,
            "flagged_sentences": flagged_sentences / n_sentences if n_sentences else None,
        }

    def _score_one(self, case: Case) -> ItemScore:
        if case.candidate.is_blank:
            return ItemScore(BLANK_ROW)
        refused = refusal(case)
        if refused:
            return ItemScore(BLANK_ROW, unsupported=refused)
        alignments = align(case.candidate, case.source)
        borne_out = [item.span for item in alignments if item.verdict == "supported"]
        judged = support(case.candidate, case.source, borne_out)
        sentences = [Sentence(s.start, s.end, s.support) for s in judged.sentences]
        findings = [*self._facts(alignments, case.source), *self._claims(case, alignments)]
        findings += self._baseless(case.candidate, sentences, findings, alignments)
        hard = _starts([finding for finding in findings if finding.severity == "hard"])
        soft = len(findings) - len(hard)
        flagged = _count_in(sentences, _starts(findings))
        row = (
            *((0.0, 0.0) if judged.probability is None else (self._level(judged.probability, len(hard)), 1.0)),
            *map(float, (len(hard), soft, 1, sum(map(bool, flagged)), len(sentences))),
        )
        return ItemScore(
            row,
            tuple(_with_confidence(finding) for finding in sorted([*findings, *self._page(case)], key=_place)),
            tuple(
                Sentence(s.start, s.end, s.support * (1 - FLAG_DOUBT) ** n)
                for s, n in zip(sentences, flagged, strict=True)
            ),
        )

    def _level(self, probability: float, n_hard: int) -> float:
        """The probability after hard flags and calibration; 0 stays 0."""
        raised = 1 - (1 - probability) * (1 - FLAG_DOUBT) ** n_hard
        if raised <= 0 or raised >= 1 or (self.intercept, self.slope) == (0.0, 1.0):
            return raised
        return 1 / (1 + math.exp(-(self.intercept + self.slope * math.log(raised / (1 - raised)))))

    def _facts(self, alignments: Sequence[Alignment], source: Document) -> Iterator[Finding]:
        for item in alignments:
            if item.verdict != "supported":
                error = error_type(item, source)
                letters = frank_letters(item.kind, error)
                found = Finding(self.name, item.kind, item.verdict, item.severity, item.reason, item.span, item.source)
                yield replace(found, error_type=error, frank=letters)

    def _claims(self, case: Case, alignments: Sequence[Alignment]) -> Iterator[Finding]:
        for claim in claim_findings(case.candidate, case.source, alignments):
            found = Finding(
                self.name, claim.kind, claim.verdict, claim.severity, claim.reason, claim.span, claim.source
            )
            yield replace(found, error_type=claim.error_type, frank=claim.frank)

    def _baseless(
        self,
        candidate: Document,
        sentences: Sequence[Sentence],
        findings: Sequence[Finding],
        facts: Sequence[Alignment],
    ) -> Iterator[Finding]:
        """Sentences without a finding that hardly anything in the source bears out: no figure, date or two names.

        A short one is left alone: a few words of the writer's own say what the source says in other ones.
        """
        page = candidate.view(residue)
        flagged = _count_in(sentences, _starts(findings))
        known = _count_in(sentences, [start for item in facts for start in _evidence(item)])
        for sentence, n_flags, n_known in zip(sentences, flagged, known, strict=True):
            is_page = any(span.start < sentence.end and sentence.start < span.end for span in page)
            is_bare = sentence.support < NO_SUPPORT and not n_flags and n_known < 2 and not is_page
            if is_bare and _telling(candidate, sentence) >= TELLING:
                span = Span(sentence.start, sentence.end, candidate.text[sentence.start : sentence.end])
                reason = f'next to nothing in the wire bears this out: "{shorten(_flat(span.text), QUOTED)}"'
                found = Finding(self.name, "claim", "unsupported", "soft", reason, span)
                yield replace(found, error_type="extrinsic", frank=EXTRINSIC_LETTERS)

    def _page(self, case: Case) -> Iterator[Finding]:
        """Residue of the candidate that the source does not have in the same words."""
        spans = case.candidate.view(residue)
        known = _flat(case.source.text).lower() if spans else ""
        for span in spans:
            if _flat(span.text).lower() not in known:
                reason = "text of the web page, not of the article"
                yield Finding(self.name, "boilerplate", "residue", "page", reason, span)


def _with_confidence(finding: Finding) -> Finding:
    return replace(finding, confidence=confidence(finding.kind, finding.severity))


def _telling(candidate: Document, sentence: Sentence) -> int:
    """How many content words a sentence has."""
    words = candidate.view(read).words
    first, stop = (bisect_left(words, at, key=lambda word: word.start) for at in (sentence.start, sentence.end))
    return sum(word.is_content for word in words[first:stop])


def _evidence(item: Alignment) -> list[int]:
    """Where a fact that is borne out stands: twice for a figure, a date or a full name, once for a name of one word."""
    if item.verdict != "supported":
        return []
    return [item.span.start] * (1 if item.kind == "name" and " " not in item.span.text else 2)


def _starts(findings: Sequence[Finding]) -> list[int]:
    return [finding.span.start for finding in findings if finding.span]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _place(finding: Finding) -> tuple[int, int, str]:
    return (finding.span.start, finding.span.end, finding.kind) if finding.span else (0, 0, finding.kind)


def _count_in(sentences: Sequence[Sentence], starts: Sequence[int]) -> list[int]:
    """How many of the places lie in each sentence; what lies between two belongs to the one before."""
    borders = [sentence.start for sentence in sentences]
    counts = Counter(max(bisect_right(borders, start) - 1, 0) for start in starts)
    return [counts[index] for index in range(len(sentences))]
