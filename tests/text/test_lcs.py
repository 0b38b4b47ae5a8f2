"""Common n-grams and subsequences against the dense tables of rouge_score, its choice among equals included."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.text import lcs
from evalharness.text.lcs import LineMasks, count_at_most
from evalharness.text.ngrams import in_common, ngrams

TOKENS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=24)
LINES = st.lists(TOKENS, min_size=1, max_size=5)
OTHER = st.lists(st.sampled_from("abxyz"), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def package():
    return pytest.importorskip("rouge_score.rouge_scorer")


@pytest.fixture(params=["short", "long"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts of both kinds: those whose masks are all made at once, and those where few are kept."""
    if request.param == "long":
        monkeypatch.setattr(lcs, "LONG", 0)
        monkeypatch.setattr(lcs, "_MAX_CACHED_BITS", 64)


def joined(lines: list[list[str]]) -> list[str]:
    return [token for line in lines for token in line]


def places_by_line(lines: list[list[str]], taken: int) -> list[list[int]]:
    """The mask as places in each line: a guard bit lies below each line."""
    found, start = [], 1
    for line in lines:
        found.append([place for place in range(len(line)) if taken >> start + place & 1])
        start += len(line) + 1
    assert taken < 1 << start
    return found


@given(LINES, TOKENS)
def test_length_is_that_of_the_table(package, lines: list[list[str]], other: list[str]) -> None:
    text = LineMasks(lines)
    assert text.lcs_length(map(text.mask, other)) == package._lcs_table(joined(lines), other)[-1][-1]


@given(LINES, OTHER)
def test_places_are_those_rouge_score_takes_in_each_line(package, lines: list[list[str]], other: list[str]) -> None:
    expected = [package.lcs_ind(line, other) for line in lines]
    assert places_by_line(lines, LineMasks(lines).lcs_places(other)) == expected


@given(LINES, OTHER, st.integers(1, 7))
def test_blocks_change_nothing(lines: list[list[str]], other: list[str], block: int) -> None:
    text = LineMasks(lines)
    expected = text.lcs_places(other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lcs, "BLOCK", block)
        assert text.lcs_places(other) == expected


@given(LINES, OTHER, st.integers(1, 5))
def test_ngrams_in_common_are_those_of_the_counters(lines: list[list[str]], other: list[str], n: int) -> None:
    text = LineMasks(lines)
    masks = [text.mask(token) for token in other]
    places = masks
    for start in range(1, n):
        places = text.longer(places, masks[start:])
    expected = Counter(ngrams(joined(lines), n)) & Counter(ngrams(other, n))
    assert count_at_most(Counter(filter(None, places)).items()) == expected.total()
    assert in_common(Counter(ngrams(joined(lines), n)), Counter(ngrams(other, n))) == expected.total()


def test_no_line_has_nothing_in_common() -> None:
    text = LineMasks([])
    assert (text.n_tokens, text.lcs_length([None, None]), text.lcs_places(["a", "b"])) == (0, 0, 0)
