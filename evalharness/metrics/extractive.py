"""How much of the candidate is copied from the source, and in how long pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import ItemScore
from evalharness.text.document import Document
from evalharness.text.ngrams import ngrams
from evalharness.text.tokens import Tokens, folded_words

NOTHING = ItemScore((0.0,) * 8)


@dataclass(frozen=True, slots=True)
class Extractive:
    """Coverage, density and novelty of the candidate against the source; neither direction is better.

    Fragments are the longest shared word sequences, taken greedily as in figure 3 of Grusky, Naaman & Artzi,
    "Newsroom", NAACL 2018; words are those of `folded_words`. With fragments f of a candidate of n words:
    ``coverage`` = sum of |f| / n, 0 to 1; ``density`` = sum of |f| squared / n, 0 to n: the mean length of the fragment
    a word lies in. ``novel_k``, 0 to 1, = share of the candidate's k-grams, each as often as it occurs, that the source
    has not. Undefined where candidate or source has no words; ``novel_k`` also for candidates shorter than k words.
    Many items: all fragments and k-grams together. Row: the eight sums that `finish` names.

    >>> case = Case("a", "s", Document("The bank cut its main rate today."), Document("Bank cut main rate."), ())
    >>> metric = Extractive()
    >>> metric.finish(metric.score([case])[0].stats)
    {'coverage': 1.0, 'density': 2.0, 'novel_1': 0.0, 'novel_2': 0.3333333333333333, 'novel_3': 1.0}
    """

    name: str = "extractive"

    values: ClassVar[tuple[Value, ...]] = (
        Value("coverage", higher_is_better=None, about="Share of words that lie in a fragment of the source."),
        Value("density", higher_is_better=None, high=None, about="Mean length of the fragment a word lies in."),
        Value("novel_1", higher_is_better=None, about="Share of words that the source has not."),
        Value("novel_2", higher_is_better=None, about="Share of word pairs that the source has not."),
        Value("novel_3", higher_is_better=None, about="Share of word triples that the source has not."),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"source", "candidate"})

    def signature(self) -> str:
        """The words compared; there are no settings."""
        return f"{self.name}|words:folded|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row for every case; no findings."""
        return [_score_one(case) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """Each sum over its count."""
        covered, squares, novel_1, n_1, novel_2, n_2, novel_3, n_3 = totals
        return {
            "coverage": _share(covered, n_1),
            "density": _share(squares, n_1),
            "novel_1": _share(novel_1, n_1),
            "novel_2": _share(novel_2, n_2),
            "novel_3": _share(novel_3, n_3),
        }


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The words of a source, where each pair of neighbouring words begins, and which words and triples there are."""

    words: Tokens
    distinct: frozenset[str]
    pairs: Mapping[Tokens, Sequence[int]]
    triples: frozenset[Tokens]


def source_words(document: Document) -> SourceWords:
    """View: the words of a text as `fragments` reads them.

    >>> Document("a b a b").view(source_words).pairs
    {('a', 'b'): [0, 2], ('b', 'a'): [1]}
    """
    words = document.view(folded_words)
    pairs: dict[Tokens, list[int]] = {}
    for place, pair in enumerate(ngrams(words, 2)):
        pairs.setdefault(pair, []).append(place)
    return SourceWords(words, frozenset(words), pairs, frozenset(ngrams(words, 3)))


def fragments(source: SourceWords, candidate: Tokens) -> Iterator[int]:
    """Lengths of the fragments of `candidate` that are shared with `source`, in order: Newsroom's figure 3.

    Only where a pair of words of the candidate begins in the source can a fragment of two words or more begin, so the
    time grows with the pairs in common, not with the product of the lengths.

    >>> list(fragments(Document("a b c a c").view(source_words), ("b", "c", "x", "c", "a", "c")))
    [2, 3]
    """
    place = 0
    while place < len(candidate):
        best = 1 if candidate[place] in source.distinct else 0
        free = 0  # figure 3 goes on behind a match (j <- j'), so a match that overlaps the one before is not seen
        for start in source.pairs.get(candidate[place : place + 2], ()):
            if start >= free:
                length = _match(source.words, start, candidate, place)
                best, free = max(best, length), start + length
        if best:
            yield best
        place += max(best, 1)


def _match(source: Tokens, start: int, candidate: Tokens, place: int) -> int:
    """How many words are equal from `start` in the source and `place` in the candidate on; at least two are."""
    length = 2
    limit = min(len(source) - start, len(candidate) - place)
    while length < limit and source[start + length] == candidate[place + length]:
        length += 1
    return length


def _score_one(case: Case) -> ItemScore:
    source, candidate = case.source.view(source_words), case.candidate.view(folded_words)
    if not source.words or not candidate:
        return NOTHING
    lengths = list(fragments(source, candidate))
    novel_words = sum(word not in source.distinct for word in candidate)
    novel_pairs = sum(pair not in source.pairs for pair in ngrams(candidate, 2))
    novel_triples = sum(triple not in source.triples for triple in ngrams(candidate, 3))
    n = len(candidate)
    copied = (sum(lengths), sum(length * length for length in lengths))
    row = (*copied, novel_words, n, novel_pairs, max(n - 1, 0), novel_triples, max(n - 2, 0))
    return ItemScore(tuple(map(float, row)))
