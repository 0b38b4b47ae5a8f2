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
    content = [(i, form) for i, form in enumerate(case.forms) if form.is_content]
    novel = (form.weight for i, form in content if form.stem not in case.source.places and i not in case.stated)
    return _share(sum(novel), sum(form.weight for _, form in content))


def novel_triples(case: Case) -> float:
    """Share of three words in a row that never stand so in the source: 0 to 1."""
    stems = case.stems
    triples = list(zip(stems, stems[1:], stems[2:], strict=False))
    return _share(sum(triple not in case.source.triples for triple in triples), len(triples))


def pairs_apart(case: Case) -> float:
    """Share of pairs of content words that no source sentence has together: 0 to 1."""
    content = [form for form in dict.fromkeys(case.forms) if form.is_content][:MAX_PAIRED]
    where = [frozenset(case.source.sentences_with.get(form.stem, ())) for form in content]
    pairs = len(where) * (len(where) - 1) / 2
    return _share(sum(not one & other for one, other in combinations(where, 2)), pairs)


def neighbours_apart(case: Case) -> float:
    """Share of neighbouring content words that nowhere in the source stand within NEAR words of each other: 0 to 1."""
    places = [case.source.places.get(form.stem, ())[:MAX_PLACES] for form in case.forms if form.is_content]
    return _share(sum(not _meet(one, other) for one, other in pairwise(places)), len(places) - 1)


def _meet(one: Sequence[int], other: Sequence[int]) -> bool:
    i = j = 0
    while i < len(one) and j < len(other):
        distance = other[j] - one[i]
        if abs(distance) <= NEAR:
            return True
        i, j = (i, j + 1) if distance < 0 else (i + 1, j)
    return False


def out_of_line(case: Case) -> float:
    """Share of words outside the longest common subsequence with the best source sentence: 0 to 1."""
    return 1 - case.alignment.common / len(case.stems)


def content_out_of_line(case: Case) -> float:
    """The same for content words only: 0 to 1."""
    kept = sum(case.forms[index].is_content for index, _ in case.alignment.matched)
    content = sum(form.is_content for form in case.forms)
    return 1 - kept / content if content else 0.0


def short_runs(case: Case) -> float:
    """How short the copied runs are: 0 when the whole sentence is one run, 1 when nothing is copied."""
    size = len(case.stems)
    density = sum(fragment.length**2 for fragment in case.alignment.fragments) / size
    return 1 - math.log1p(density) / math.log1p(size)


def jumps(case: Case) -> float:
    """Joints between copied runs from different source sentences, per word: 0 to 1."""
    of = case.source.sentence_of
    joints = sum(
        right.start == left.start + left.length and of[right.place] != of[left.place + left.length - 1]
        for left, right in pairwise(case.alignment.fragments)
    )
    return joints / len(case.stems)


def repeated_words(case: Case) -> float:
    """Content words said more often than in the best source sentence, per word: 0 to 1."""
    said = Counter(form.stem for form in case.forms if form.is_content)
    there = Counter(case.source.sentence_stems(case.alignment.best)) if case.alignment.best >= 0 else Counter()
    extra = sum(max(0, count - max(1, there[stem])) for stem, count in said.items())
    return extra / len(case.stems)
