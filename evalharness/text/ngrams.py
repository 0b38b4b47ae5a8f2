"""N-grams of tokens: runs of n neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Ngram = tuple[str, ...]


def ngrams(tokens: Sequence[str], n: int) -> Iterator[Ngram]:
    """The runs of `n` tokens in order, each as often as it occurs; none where there are fewer tokens.

    >>> list(ngrams(["the", "bank", "cut"], 2))
    [('the', 'bank'), ('bank', 'cut')]
    """
    return zip(*(tokens[start:] for start in range(n)), strict=False)


def in_common(left: Mapping[Ngram, int], right: Mapping[Ngram, int]) -> int:
    """How many n-grams two texts share, given how often each has them: each counts as often as both have it.

    >>> in_common({("a",): 2, ("b",): 1}, {("a",): 1, ("c",): 1})
    1
    """
    if len(left) > len(right):
        left, right = right, left
    times = right.get
    hits = 0
    for ngram, count in left.items():
        other = times(ngram, 0)
        hits += count if count < other else other  # twice as fast as min()
    return hits
