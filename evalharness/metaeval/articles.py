"""Which labelled summaries are of one article, also across data sets, and splits that never cut an article in two."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from evalharness.metaeval.labels import Labelled
from evalharness.stats.bootstrap import generator

Codes = NDArray[np.intp]

SHINGLE_WORDS = 10
# Two sources are one article where the shorter has so much of its shingles in the other. Press texts share boilerplate
# and quotations, so one shingle in common proves nothing.
SAME_SHARE = 0.3
# A shingle of more sources than this is boilerplate; comparing all of them pair by pair would be quadratic.
MAX_SOURCES = 20


@dataclass(frozen=True, slots=True)
class SharedArticles:
    """How many articles two data sets have in common."""

    datasets: tuple[str, str]
    n_articles: int


def article_codes(rows: Sequence[Labelled]) -> Codes:
    """(n,) the article of each row, numbered from 0 in order of first appearance.

    Rows of one ``doc_key`` are of one article; a row without one is of the article whose source shares `SAME_SHARE` of
    the 10-word shingles of the shorter text, or the source itself.

    >>> article_codes([Labelled("a", "1", "s", "x", doc_key="k"), Labelled("b", "1", "t", "x", doc_key="k")]).tolist()
    [0, 0]
    """
    sets = _DisjointSets(len(rows))
    first_of_key: dict[str, int] = {}
    first_of_text: dict[str, int] = {}
    for row_number, row in enumerate(rows):
        if row.doc_key is not None:
            sets.join(first_of_key.setdefault(row.doc_key, row_number), row_number)
        twin = first_of_text.setdefault(row.source, row_number)
        if row.doc_key is None or rows[twin].doc_key is None:
            sets.join(twin, row_number)
    if any(row.doc_key is None for row in rows):
        for a, b in _overlapping(rows):
            sets.join(a, b)
    codes: dict[int, int] = {}
    return np.array([codes.setdefault(sets.find(i), len(codes)) for i in range(len(rows))], dtype=np.intp)


def shared_articles(rows: Sequence[Labelled], articles: Codes) -> tuple[SharedArticles, ...]:
    """Every pair of data sets that share articles, in order of first appearance."""
    datasets: dict[int, dict[str, None]] = defaultdict(dict)
    for row, article in zip(rows, articles.tolist(), strict=True):
        datasets[article][row.dataset] = None
    counts: dict[tuple[str, str], int] = {}
    order = {name: place for place, name in enumerate(dict.fromkeys(row.dataset for row in rows))}
    for names in datasets.values():
        for a, b in combinations(sorted(names, key=order.__getitem__), 2):
            counts[a, b] = counts.get((a, b), 0) + 1
    ranked = sorted(counts, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return tuple(SharedArticles(pair, counts[pair]) for pair in ranked)


def folds(rows: Sequence[Labelled], articles: Codes, n_folds: int, seed: int) -> Codes:
    """(n,) the fold of each row, 0 to `n_folds` - 1: whole articles, every data set cut into parts of about one size.

    An article that several data sets share is in one fold for all of them. Articles come in random order, each into the
    fold where its data sets have the fewest rows so far.
    """
    sizes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row, article in zip(rows, articles.tolist(), strict=True):
        sizes[article][row.dataset] += 1
    filled: list[dict[str, int]] = [defaultdict(int) for _ in range(n_folds)]
    fold_of: dict[int, int] = {}
    for article in generator(seed, 1).permutation(len(sizes)).tolist():
        fold_of[article] = min(range(n_folds), key=lambda fold: sum(filled[fold][name] for name in sizes[article]))
        for name, n_rows in sizes[article].items():
            filled[fold_of[article]][name] += n_rows
    return np.array([fold_of[article] for article in articles.tolist()], dtype=np.intp)


def _overlapping(rows: Sequence[Labelled]) -> Iterator[tuple[int, int]]:
    """Pairs of rows with overlapping sources, at least one of which has no key of its own."""
    first = {row.source: row_number for row_number, row in reversed(list(enumerate(rows)))}
    texts = sorted(first.values())
    shingles = {row_number: set(_shingles(rows[row_number].source)) for row_number in texts}
    holders: dict[int, list[int]] = defaultdict(list)
    for row_number in texts:
        for shingle in shingles[row_number]:
            holders[shingle].append(row_number)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in holders.values():
        for pair in combinations(numbers, 2) if len(numbers) <= MAX_SOURCES else ():
            common[pair] += 1
    for (a, b), n_common in sorted(common.items()):
        without_key = rows[a].doc_key is None or rows[b].doc_key is None
        if without_key and n_common >= SAME_SHARE * min(len(shingles[a]), len(shingles[b])):
            yield a, b


def _shingles(text: str) -> Iterable[int]:
    """A number for every run of ten words, case and marks aside; a shorter text is one shingle."""
    words = ["".join(filter(str.isalnum, word)).casefold() for word in text.split()]
    words = [word for word in words if word]
    for start in range(max(1, len(words) - SHINGLE_WORDS + 1)):
        yield zlib.crc32(" ".join(words[start : start + SHINGLE_WORDS]).encode("utf-8", "surrogatepass"))


class _DisjointSets:
    """Union-find over row numbers; the smallest number of a set stands for it."""

    def __init__(self, n_rows: int) -> None:
        self._parent = list(range(n_rows))

    def find(self, row: int) -> int:
        while self._parent[row] != row:
            self._parent[row] = self._parent[self._parent[row]]
            row = self._parent[row]
        return row

    def join(self, a: int, b: int) -> None:
        low, high = sorted((self.find(a), self.find(b)))
        self._parent[high] = low
