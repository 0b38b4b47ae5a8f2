"""Where the index of a source has two stems in a row, and what counts as copied, against plain search."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from evalharness.facts.support.align import MAX_PLACES, is_copied
from evalharness.facts.support.index import source_index
from evalharness.text.document import Document

TEXTS = st.lists(st.sampled_from(["oslo", "bank", "rate", "paid", "oslo.", "Bank"]), max_size=30).map(" ".join)


@given(TEXTS)
def test_places_of_pairs(text: str) -> None:
    index = Document(text).view(source_index)
    stems = index.view.stems
    for pair in pairwise(stems):
        found = [place for place in range(len(stems) - 1) if stems[place : place + 2] == pair]
        assert list(index.pair_places(*index.codes_of(pair))) == found
        assert index.has_pair(*index.codes_of(pair))
    for pair in (("none", "such"), ("none", "oslo"), ("oslo", "none")):
        assert list(index.pair_places(*index.codes_of(pair))) == []
        assert not index.has_pair(*index.codes_of(pair))


@given(TEXTS, TEXTS)
def test_numbers_of_triples_are_equal_where_the_triples_are(text: str, other: str) -> None:
    index = Document(text).view(source_index)
    theirs, ours = index.view.stems, Document(other).view(source_index).view.stems
    known = set(zip(theirs, theirs[1:], theirs[2:], strict=False))
    found = [number in index.triples for number in index.triples_of(index.codes_of(ours))]
    assert found == [triple in known for triple in zip(ours, ours[1:], ours[2:], strict=False)]


@given(TEXTS)
def test_sentences_of_a_stem(text: str) -> None:
    index = Document(text).view(source_index)
    for stem in {*index.view.stems, "none"}:
        found = [number for number in range(len(index.sentences)) if stem in index.sentence_stems(number)]
        assert list(index.sentences_with(stem)) == found
        assert index.bits_with(stem) == sum(1 << number for number in found)


@given(TEXTS, TEXTS)
def test_a_copy_is_a_run_of_the_source(text: str, other: str) -> None:
    index = Document(text).view(source_index)
    theirs, ours = index.view.stems, Document(other).view(source_index).view.stems[:MAX_PLACES]
    if ours:
        starts = range(len(theirs) - len(ours) + 1)
        assert is_copied(ours, index) == any(theirs[at : at + len(ours)] == ours for at in starts)
