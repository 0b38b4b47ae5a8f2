"""Is every value that of rouge_score to the last bit? Counts, not tolerances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rouge_bench.scorers import TYPES, Scorer
from rouge_bench.workloads import Pair


def sample(pairs: list[Pair], n: int) -> list[Pair]:
    """About `n` of the sorted pairs, each reference with all its candidates; 0 for all."""
    if not n:
        return pairs
    groups = [list(group) for _, group in groupby(pairs, key=lambda pair: pair[0])]
    step = max(1, len(pairs) // n)
    return [pair for group in groups[::step] for pair in group]


def compare(
    name: str, pairs: Sequence[Pair], rivals: Sequence[Scorer], package: Scorer, chunk: int = 200
) -> Iterator[tuple[str, bool, int, str, int, int]]:
    """(name, stemmer, pairs, scorer, values compared, values differing) for each scorer and stemmer setting."""
    for stemmer in (False, True):
        counted = {scorer.name: [0, 0] for scorer in rivals}
        expect, shape = package.prepare(TYPES, stemmer)
        made = [(scorer, *scorer.prepare(TYPES, stemmer)) for scorer in rivals]
        for start in range(0, len(pairs), chunk):
            references, candidates = map(list, zip(*pairs[start : start + chunk], strict=True))
            expected = shape(expect(references, candidates))
            for scorer, score, values in made:
                compared, differing = scorer.differing(values(score(references, candidates)), expected)
                counted[scorer.name][0] += compared
                counted[scorer.name][1] += differing
        for scorer in rivals:
            yield name, stemmer, len(pairs), scorer.name, *counted[scorer.name]
