"""What the candidate says twice: repeated sentences and word triples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import Finding, ItemScore, Span
from evalharness.text.document import Document
from evalharness.text.ngrams import ngrams
from evalharness.text.sentences import sentences
from evalharness.text.tokens import Tokens, fold_words, folded_words

MIN_WORDS = 3
QUOTED_CHARACTERS = 60
MAX_HEADLINE_CHARACTERS = 300

_FULL_STOP = re.compile(r"[.!?…:,;][\"”’'»)\]]*$")
# A capital right behind a small letter or a digit: "ConcernsIn".
_GLUED = re.compile(r"(?<=[^\W_A-ZÀ-Þ])[A-ZÀ-Þ]")


@dataclass(frozen=True, slots=True)
class Repetition:
    r"""Share of sentences and of word triples that the candidate has said before: 0 to 1, lower is better.

    Sentences are compared by their words, without case and punctuation; those of fewer than three words are left out.
    A headline that is copied once more right into the text after it ("... ConcernsIn a recent call") counts as a
    sentence of its own. A sentence that the source has twice itself is no copy. Each copy is a finding. Undefined where
    there is no such sentence, or no three words. Many items: all sentences and triples together.
    Row: (copies, sentences, repeated triples, triples).

    >>> text = "Bank cuts its rate\nBank cuts its rate\nThe bank said so."
    >>> (item,) = Repetition().score([Case("a", "s", Document(""), Document(text), ())])
    >>> item.stats, item.findings[0].reason
    ((1.0, 3.0, 2.0, 10.0), 'repeats its own sentence from the top: "Bank cuts its rate"')
    """

    name: str = "repetition"

    values: ClassVar[tuple[Value, ...]] = (
        Value("repeated_sentences", higher_is_better=False, about="Share of sentences that copy an earlier one."),
        Value("repeated_trigrams", higher_is_better=False, about="Share of word triples that occur earlier."),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"source", "candidate"})

    def signature(self) -> str:
        """How sentences are compared; there are no settings."""
        return f"{self.name}|words:folded|min_words:{MIN_WORDS}|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row for every case, and a finding for every repeated sentence."""
        return [self._score_one(case) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """Each count of repeats over the count of all."""
        copies, n_sentences, repeated, n_triples = totals
        return {
            "repeated_sentences": copies / n_sentences if n_sentences else None,
            "repeated_trigrams": repeated / n_triples if n_triples else None,
        }

    def _score_one(self, case: Case) -> ItemScore:
        units = list(_units(case.candidate))
        # what the source says twice, a faithful candidate may say twice
        allowed = case.source.view(_repeated)
        copies = [(span, original) for span, words, original in units if original and words not in allowed]
        words = case.candidate.view(folded_words)
        triples = list(ngrams(words, 3))
        row = (len(copies), len(units), len(triples) - len(set(triples)), len(triples))
        findings = tuple(self._finding(span, original, is_top=original == units[0][0]) for span, original in copies)
        return ItemScore(tuple(map(float, row)), findings)

    def _finding(self, span: Span, original: Span, *, is_top: bool) -> Finding:
        where = "its own sentence from the top" if is_top else "its own earlier sentence"
        reason = f'repeats {where}: "{_shortened(original.text)}"'
        return Finding(self.name, "repetition", "repeated", "page", reason, span)


def _shortened(text: str) -> str:
    """The text on one line without quote marks at its ends, cut after a word where it is long."""
    line = " ".join(text.split()).strip("\"“”'‘’ ")
    if len(line) <= QUOTED_CHARACTERS:
        return line
    return line[:QUOTED_CHARACTERS].rpartition(" ")[0] + " ..."


@dataclass(frozen=True, slots=True)
class _Seen:
    """The sentences met so far, and the first three words of headlines, which have no full stop at the end."""

    sentences: dict[Tokens, Span] = field(default_factory=dict)
    headline_starts: set[Tokens] = field(default_factory=set)

    def add(self, words: Tokens, span: Span) -> Span | None:
        """The earlier sentence that this one copies, else None."""
        original = self.sentences.setdefault(words, span)
        if original is not span:
            return original
        if len(span.text) <= MAX_HEADLINE_CHARACTERS and not _FULL_STOP.search(span.text):
            self.headline_starts.add(words[:MIN_WORDS])
        return None


def _units(document: Document) -> Iterator[tuple[Span, Tokens, Span | None]]:
    """Every sentence of three words or more, its words, and the one it copies; run-in headlines come apart."""
    seen = _Seen()
    for span in document.view(sentences):
        words = fold_words(span.text)
        end = _run_in(span.text, words, seen)
        if end:
            headline = Span(span.start, span.start + end, span.text[:end])
            copied = fold_words(headline.text)
            yield headline, copied, seen.sentences[copied]
            span = Span(headline.end, span.end, span.text[end:])
            words = fold_words(span.text)
        if len(words) >= MIN_WORDS:
            yield span, words, seen.add(words, span)


def _repeated(document: Document) -> frozenset[Tokens]:
    """View: the sentences that the text itself has more than once."""
    return frozenset(words for _, words, original in _units(document) if original is not None)


def _run_in(text: str, words: Tokens, seen: _Seen) -> int:
    """Where an earlier headline ends that the sentence begins with, glued to its first word; 0 if there is none."""
    if words[:MIN_WORDS] not in seen.headline_starts:
        return 0
    glued = (match.start() for match in _GLUED.finditer(text, 0, MAX_HEADLINE_CHARACTERS))
    return next((end for end in glued if fold_words(text[:end]) in seen.sentences), 0)
