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
        assert list(index.pair_places(pair)) == found
    assert list(index.pair_places(("none", "such"))) == []


@given(TEXTS, TEXTS)
def test_a_copy_is_a_run_of_the_source(text: str, other: str) -> None:
    index = Document(text).view(source_index)
    theirs, ours = index.view.stems, Document(other).view(source_index).view.stems[:MAX_PLACES]
    if ours:
        starts = range(len(theirs) - len(ours) + 1)
        assert is_copied(ours, index) == any(theirs[at : at + len(ours)] == ours for at in starts)
