"""ROUGE scores of a reference and a candidate document, equal to rouge_score 0.1.2 to the last bit.

Whatever depends on one text only (tokens, n-gram counts, places of tokens) is a view of its document, so a source is
counted once for all systems and all types. Source: C.-Y. Lin, "ROUGE: a Package for Automatic Evaluation of
Summaries", 2004, as google-research/rouge implements it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from evalharness.text.document import Document
from evalharness.text.lcs import BLOCK, Matches, MatchIndex, lcs_length, lcs_places
from evalharness.text.tokens import (
    Tokens,
    rouge_lines,
    rouge_sentences,
    rouge_stem_lines,
    rouge_stem_sentences,
    rouge_stems,
    rouge_tokens,
)

Split = Literal["newline", "sentence"]
Counts = Mapping[str | Tokens, int]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean: 0 to 1, higher is better."""

    precision: float
    recall: float
    f1: float


Scorer = Callable[[Document, Document], Score]
ZERO = Score(0.0, 0.0, 0.0)


def score_of(hits: int, n_reference: int, n_candidate: int) -> Score:
    """The score of `hits` units in common, of so many in the reference and the candidate; all 0 where one has none.

    >>> score_of(1, 2, 4)
    Score(precision=0.25, recall=0.5, f1=0.3333333333333333)
    """
    if not hits:
        return ZERO
    precision, recall = hits / n_candidate, hits / n_reference
    # this order of operations, as rouge_score's: another one differs in the last bit
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


@cache
def ngram_scorer(n: int, stemmer: bool) -> Scorer:
    """ROUGE-n: n-grams in common, each counted as often as both texts have it.

    >>> ngram_scorer(2, False)(Document("the bank cut its rate"), Document("the bank cut rates")).recall
    0.5
    """
    tokens = rouge_stems if stemmer else rouge_tokens

    def ngrams(document: Document) -> Counts:
        found = document.view(tokens)
        return Counter(found if n == 1 else zip(*(found[start:] for start in range(n)), strict=False))

    def score(reference: Document, candidate: Document) -> Score:
        wanted, offered = reference.view(ngrams), candidate.view(ngrams)
        hits = _in_common(wanted, offered)
        shorter = n - 1
        return score_of(hits, len(reference.view(tokens)) - shorter, len(candidate.view(tokens)) - shorter)

    return score


@cache
def lcs_scorer(stemmer: bool) -> Scorer:
    """ROUGE-L: the longest common subsequence of all tokens, line breaks ignored.

    >>> lcs_scorer(False)(Document("the bank cut its rate"), Document("the rate cut")).precision
    0.6666666666666666
    """
    tokens = rouge_stems if stemmer else rouge_tokens

    def index(document: Document) -> MatchIndex:
        return MatchIndex((document.view(tokens),))

    def score(reference: Document, candidate: Document) -> Score:
        wanted, offered = reference.view(tokens), candidate.view(tokens)
        return score_of(lcs_length(reference.view(index), offered), len(wanted), len(offered))

    return score


_LINES: Mapping[tuple[Split, bool], Callable[[Document], tuple[Tokens, ...]]] = {
    ("newline", False): rouge_lines,
    ("newline", True): rouge_stem_lines,
    ("sentence", False): rouge_sentences,
    ("sentence", True): rouge_stem_sentences,
}


@cache
def summary_lcs_scorer(stemmer: bool, split: Split) -> Scorer:
    r"""ROUGE-Lsum: for each line of the reference the union of its common subsequences with all lines of the candidate.

    A token counts at most as often as the candidate has it (ROUGE-1.5.5). Which subsequence is taken where several are
    longest is rouge_score's choice; see `lcs_places`.

    >>> scorer = summary_lcs_scorer(False, "newline")
    >>> scorer(Document("the bank cut\nits rate"), Document("its rate\nthe bank cut")).f1
    1.0
    """
    lines = _LINES[split, stemmer]
    single = lcs_scorer(stemmer)

    def index(document: Document) -> MatchIndex:
        return MatchIndex(document.view(lines))

    def counts(document: Document) -> Counts:
        return Counter(token for line in document.view(lines) for token in line)

    def score(reference: Document, candidate: Document) -> Score:
        wanted, offered = reference.view(lines), candidate.view(lines)
        if len(wanted) == len(offered) == 1:
            return single(reference, candidate)  # one line each: the union is the subsequence itself
        hits = _in_common(_union(reference.view(index), offered), candidate.view(counts))
        return score_of(hits, sum(map(len, wanted)), sum(map(len, offered)))

    return score


def _in_common(left: Counts, right: Counts) -> int:
    if len(left) > len(right):
        left, right = right, left
    times = right.get
    hits = 0
    for unit, count in left.items():
        other = times(unit, 0)
        hits += count if count < other else other  # twice as fast as min()
    return hits


def _union(index: MatchIndex, candidate: tuple[Tokens, ...]) -> Counter[str | Tokens]:
    """How often each token is in the union of common subsequences, over the lines of the reference."""
    if sum(map(len, candidate)) <= BLOCK:
        index.masks(frozenset().union(*candidate))  # one search for all lines
    places = [0] * len(index.lines)
    for line in candidate:
        for number, masks in _matches(index.masks(line), line).items():
            places[number] |= lcs_places(masks, len(index.lines[number]))
    union: Counter[str | Tokens] = Counter()
    for tokens, taken in zip(index.lines, places, strict=True):
        while taken:
            last = taken.bit_length() - 1
            union[tokens[last]] += 1
            taken ^= 1 << last
    return union


def _matches(found_in: Mapping[str, Matches], line: Tokens) -> Mapping[int, list[int]]:
    """For every line of the reference that shares a token with `line`: the masks that `lcs_places` wants."""
    found: dict[int, list[int]] = defaultdict(list)
    last: dict[int, int] = {}
    for position, token in enumerate(line):
        for number, mask in found_in[token]:
            masks = found[number]
            if last.get(number, position - 1) != position - 1:
                masks.append(0)
            masks.append(mask)
            last[number] = position
    for number, position in last.items():
        if position != len(line) - 1:
            found[number].append(0)
    return found
