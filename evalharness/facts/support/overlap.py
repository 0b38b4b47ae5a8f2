"""How far the words of a candidate sentence stand in the source, and stand together there: each figure 0 for a copy."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

from evalharness.facts.support.case import Case

NEAR = 8
MAX_PAIRED = 24
MAX_PLACES = 100


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def novel_words(case: Case) -> float:
    """Share of the content words' rarity that lies in words the source never has: 0 to 1."""
    forms, missing = case.forms, case.source.missing
    novel = [forms[i].weight for i in case.content if case.codes[i] == missing and i not in case.stated]
    return _share(sum(novel), sum([forms[i].weight for i in case.content])) if novel else 0.0


def novel_triples(case: Case) -> float:
    """Share of three words in a row that never stand so in the source: 0 to 1."""
    found = case.source.triples_of(case.codes)
    triples = case.source.triples
    return _share(sum([triple not in triples for triple in found]), len(found))


def pairs_apart(case: Case) -> float:
    """Share of pairs of content words that no source sentence has together: 0 to 1."""
    where = [case.source.bits_with(form.stem) for form in case.distinct[:MAX_PAIRED]]
    pairs = len(where) * (len(where) - 1) / 2
    return _share(sum([not one & other for one, other in combinations(where, 2)]), pairs)


def neighbours_apart(case: Case) -> float:
    """Share of neighbouring content words that nowhere in the source stand within NEAR words of each other: 0 to 1."""
    places = [case.source.places.get(case.stems[i], ()) for i in case.content]
    return _share(sum([not _meet(one, other) for one, other in pairwise(places)]), len(places) - 1)


def _meet(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two of the first places of both are near each other."""
    if not one or not other:
        return False
    if abs(other[0] - one[0]) <= NEAR:
        return True
    i = j = 0
    ours, theirs = min(len(one), MAX_PLACES), min(len(other), MAX_PLACES)
    while i < ours and j < theirs:
        distance = other[j] - one[i]
        if distance < -NEAR:
            j += 1
        elif distance > NEAR:
            i += 1
        else:
            return True
    return False


def out_of_line(case: Case) -> float:
    """Share of words outside the longest common subsequence with the best source sentence: 0 to 1."""
    return 1 - case.alignment.common / len(case.stems)


def content_out_of_line(case: Case) -> float:
    """The same for content words only: 0 to 1."""
    kept = sum([case.forms[index].is_content for index, _ in case.alignment.matched])
    return 1 - kept / len(case.content) if case.content else 0.0


def short_runs(case: Case) -> float:
    """How short the copied runs are: 0 when the whole sentence is one run, 1 when nothing is copied."""
    size = len(case.stems)
    density = sum([length**2 for _, _, length in case.alignment.fragments]) / size
    return 1 - math.log1p(density) / math.log1p(size)


def jumps(case: Case) -> float:
    """Joints between copied runs from different source sentences, per word: 0 to 1."""
    of = case.source.sentence_of
    joints = [
        right.start == left.start + left.length and of[right.place] != of[left.place + left.length - 1]
        for left, right in pairwise(case.alignment.fragments)
    ]
    return sum(joints) / len(case.stems)


def repeated_words(case: Case) -> float:
    """Content words said more often than in the best source sentence, per word: 0 to 1."""
    said = Counter([case.stems[i] for i in case.content])
    again = [(stem, count) for stem, count in said.items() if count > 1]
    there = case.source.sentence_stems(case.alignment.best) if again and case.alignment.best >= 0 else ()
    return sum([max(0, count - max(1, there.count(stem))) for stem, count in again]) / len(case.stems)
