"""The Python engine: ROUGE of many pairs, behind the interface of the native kernel and with the same numbers.

Source: C.-Y. Lin, "ROUGE: a Package for Automatic Evaluation of Summaries", 2004, as google-research/rouge has it.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from evalharness.text.lcs import LONG, Line, LineMasks, Masks, count_at_most
from evalharness.text.ngrams import in_common, ngrams
from evalharness.text.tokenizers import Reader, Text

MAX_N = 9
LCS = MAX_N + 1
SUMMARY_LCS = MAX_N + 2
NONE = (0.0, 0.0, 0.0)
# Tokens of a reference that Lsum works as one integer: more at once is no faster, and slow where there are many lines.
MAX_GROUP = 1024


def score(references: Sequence[str], candidates: Sequence[str], types: Sequence[int], read: Reader) -> bytes:
    """Precision, recall and F1 of each pair and type, as the bytes of native doubles, pair by pair.

    What depends on one reference alone is worked out once for all its candidates.

    Args:
        references: one for each candidate.
        candidates: the texts to score.
        types: 1 to 9 for n-grams, 10 for L, 11 for Lsum by lines.
        read: what tokens and lines of a text are.

    >>> from evalharness.text.tokenizers import reader
    >>> found = score(["the bank cut its rate"], ["the rate cut"], [1, 10], reader("rouge_score"))
    >>> [round(number, 2) for number in array("d", found)]
    [1.0, 0.6, 0.75, 0.67, 0.4, 0.5]
    """
    scores: list[float] = []
    order: list[int] = []
    for text, places in _by_text(references).items():
        reference = _Reference(read(text))
        order += places
        for place in places:
            reference.add_scores(read(candidates[place]), types, scores)
    return _in_place(array("d", scores), order, 3 * len(types)).tobytes()


def _by_text(texts: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[text].append(place)
    return places


def _in_place(scores: array[float], order: Sequence[int], width: int) -> array[float]:
    """The groups of `width` scores, which came in `order`, in the order of the pairs."""
    if all(place == number for number, place in enumerate(order)):
        return scores
    sorted_scores = array("d", bytes(8 * len(scores)))
    for number, place in enumerate(order):
        sorted_scores[place * width : (place + 1) * width] = scores[number * width : (number + 1) * width]
    return sorted_scores


class _Reference:
    """A reference, prepared for the candidates that are scored against it."""

    __slots__ = ("groups", "is_long", "n_by_line", "text", "whole")

    def __init__(self, text: Text) -> None:
        self.text = text
        self.n_by_line = sum(map(len, text.by_line))
        lines = text.by_line if text.whole is None else [text.whole] if text.whole else []
        self.whole = LineMasks(lines)
        self.is_long = self.whole.n_tokens > LONG
        # made when a summary is scored; one group of all lines is the whole text
        is_one_group = text.whole is None and self.n_by_line <= min(MAX_GROUP, LONG)
        self.groups = [self.whole] if is_one_group else []

    def add_scores(self, candidate: Text, types: Sequence[int], scores: list[float]) -> None:
        """Add precision, recall and F1 of each type."""
        masks, counts = self._met(candidate)
        n_whole = len(masks) or sum(1 for _ in candidate.tokens())
        for kind in types:
            n_reference, n_candidate = self.whole.n_tokens, n_whole
            if kind <= MAX_N:
                hits = self._long_ngram_hits(candidate, kind) if self.is_long else self._ngram_hits(masks, counts, kind)
                n_reference, n_candidate = n_reference - kind + 1, n_candidate - kind + 1
            elif kind == LCS or self._is_one_line(candidate):
                hits = self.whole.lcs_length(masks or map(self.whole.mask, candidate.tokens()))
            else:
                hits = self._summary_hits(candidate, counts)
                n_reference, n_candidate = self.n_by_line, sum(map(len, candidate.by_line))
            if hits:
                precision, recall = hits / n_candidate, hits / n_reference
                # this order of operations, as rouge_score's: another one differs in the last bit
                scores += (precision, recall, 2 * precision * recall / (precision + recall))
            else:
                scores += NONE

    def _met(self, candidate: Text) -> tuple[Masks, dict[int, int]]:
        """Where each token of the candidate stands in the reference, and how often the candidate has these tokens.

        Nothing for a very long reference: all masks at once would not fit. They are made as needed.
        """
        masks = [] if self.is_long else list(map(self.whole.mask, candidate.tokens()))
        counts: dict[int, int] = {}
        for mask in masks:
            if mask:
                counts[mask] = counts.get(mask, 0) + 1
        return masks, counts

    def _is_one_line(self, candidate: Text) -> bool:
        """Whether the union over lines is the subsequence of the whole texts."""
        return len(self.text.by_line) == 1 == len(candidate.by_line) and self.text.whole is None is candidate.whole

    def _ngram_hits(self, masks: Masks, counts: Mapping[int, int], n: int) -> int:
        """N-grams in common, each counted as often as both texts have it, from the masks of the candidate's tokens."""
        if n == 1:
            return count_at_most(counts.items())
        places = masks
        for start in range(1, n):
            places = self.whole.longer(places, masks[start:])
        found = list(filter(None, places))
        # n-grams seldom occur twice
        return len(found) if len(set(found)) == len(found) else count_at_most(Counter(found).items())

    def _long_ngram_hits(self, candidate: Text, n: int) -> int:
        both = (Counter(ngrams(list(text.tokens()), n)) for text in (self.text, candidate))
        return in_common(*both)

    def _summary_hits(self, candidate: Text, counts: Mapping[int, int]) -> int:
        """For each line of the reference the union of its common subsequences with all lines of the candidate.

        A token counts at most as often as the candidate has it (ROUGE-1.5.5).
        """
        if not self.groups:
            self.groups = [LineMasks(lines) for lines in _groups(self.text.by_line)]
        unions = []
        for lines in self.groups:
            union = 0
            for line in candidate.by_line:
                union |= lines.lcs_places(line)
            unions.append(union)
        if self.groups == [self.whole] and candidate.whole is None:
            return count_at_most(counts.items(), unions[0])
        hits = 0
        for token, limit in Counter(chain.from_iterable(candidate.by_line)).items():
            masks = (lines.mask(token) or 0 for lines in self.groups)
            hits += min(limit, sum((mask & union).bit_count() for mask, union in zip(masks, unions, strict=True)))
        return hits


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Neighbouring lines of at most `MAX_GROUP` tokens together; a longer line comes alone."""
    group: list[Line] = []
    n_tokens = 0
    for line in lines:
        if group and n_tokens + len(line) > MAX_GROUP:
            yield group
            group, n_tokens = [], 0
        group.append(line)
        n_tokens += len(line)
    if group:
        yield group
