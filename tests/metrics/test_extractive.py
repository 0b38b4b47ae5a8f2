"""Extractive fragments: figure 3 of Grusky et al. 2018 written out is the oracle; counts by hand for the rest."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.metrics.extractive import Extractive, fragments, source_words
from evalharness.metrics.protocol import Case
from evalharness.text.document import Document

WORDS = st.lists(st.sampled_from("abc"), max_size=25).map(tuple)


def figure_3(source: tuple[str, ...], candidate: tuple[str, ...]) -> list[int]:
    """Figure 3 word for word, i over the candidate and j over the source; lengths of the fragments."""
    lengths = []
    i = 0
    while i < len(candidate):
        longest, j = 0, 0
        while j < len(source):
            if candidate[i] == source[j]:
                k = 0
                while i + k < len(candidate) and j + k < len(source) and candidate[i + k] == source[j + k]:
                    k += 1
                longest, j = max(longest, k), j + k
            else:
                j += 1
        if longest:
            lengths.append(longest)
        i += max(longest, 1)
    return lengths


def found(source: tuple[str, ...], candidate: tuple[str, ...]) -> list[int]:
    return list(fragments(Document(" ".join(source)).view(source_words), candidate))


@given(WORDS, WORDS)
def test_fragments_are_those_of_figure_3(source: tuple[str, ...], candidate: tuple[str, ...]) -> None:
    assert found(source, candidate) == figure_3(source, candidate)


def test_a_match_that_overlaps_the_one_before_is_not_seen() -> None:
    # figure 3 takes "a a" at 0, goes on behind it and so misses "a a b" at 1
    source, candidate = tuple("aaab"), tuple("aab")
    assert figure_3(source, candidate) == [2, 1]
    assert found(source, candidate) == [2, 1]


def row(source: str, candidate: str) -> tuple[float, ...]:
    (item,) = Extractive().score([Case("a", "s", Document(source), Document(candidate), ())])
    assert item.findings == ()
    return item.stats


def test_row_counted_by_hand() -> None:
    source = "The Vice-President said Japan’s bank cut its rate by 3.5 percent."
    candidate = "Japan's bank cut rates by 3.5 percent, the vice president said."
    # words: japan's bank cut | rates | by 3.5 percent | the vice president said: 11 words in fragments of 3, 3 and 4
    # novel pairs: cut rates, rates by, percent the (of 10); triples: bank cut rates, cut rates by, rates by 3.5,
    # 3.5 percent the, percent the vice (of 9)
    assert row(source, candidate) == (10.0, 34.0, 1.0, 11.0, 3.0, 10.0, 5.0, 9.0)
    assert Extractive().finish(row(source, candidate)) == {
        "coverage": 10 / 11,
        "density": 34 / 11,
        "novel_1": 1 / 11,
        "novel_2": 3 / 10,
        "novel_3": 5 / 9,
    }


def test_what_has_no_words_is_undefined() -> None:
    for source, candidate in (("", "a"), ("a", ""), ("...", "a"), ("a", "--")):
        assert row(source, candidate) == (0.0,) * 8
    assert set(Extractive().finish((0.0,) * 8).values()) == {None}
    assert Extractive().finish(row("a b c", "c a"))["novel_3"] is None


@given(st.text("ab c.\n", max_size=60))
def test_a_copy_is_one_fragment_of_nothing_new(text: str) -> None:
    stats = row(text, text)
    assert stats[1] == stats[0] ** 2 == stats[3] ** 2
    assert stats[2] == stats[4] == stats[6] == 0


def test_pooled_values_weigh_items_by_their_words() -> None:
    rows = [row("a b c d", "a b x"), row("a b", "y")]
    pooled = Extractive().finish([sum(column) for column in zip(*rows, strict=True)])
    # 2 of 4 words covered, by one fragment of 2
    assert (pooled["coverage"], pooled["density"]) == (0.5, 1.0)


@pytest.mark.parametrize("n_words", [30_000])
def test_long_texts_of_many_words_take_little_time(n_words: int) -> None:
    # the product of the lengths would be 9e8 comparisons
    rng = random.Random(3)
    draw = [f"w{int(5000 ** rng.random())}" for _ in range(2 * n_words)]
    stats = row(" ".join(draw[:n_words]), " ".join(draw[n_words:]))
    assert stats[3] == n_words
