"""Common subsequences against the dense table of rouge_score, its choice among equals included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.text import lcs
from evalharness.text.lcs import MatchIndex, lcs_length, lcs_places

TOKENS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=24)


@pytest.fixture(scope="module")
def package():
    return pytest.importorskip("rouge_score.rouge_scorer")


def masks_of(line: list[str], other: list[str]) -> list[int]:
    return [sum(1 << place for place, token in enumerate(line) if token == wanted) for wanted in other]


def places(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


@given(TOKENS, TOKENS)
def test_length_is_that_of_the_table(package, line: list[str], other: list[str]) -> None:
    assert lcs_length(MatchIndex([tuple(line)]), other) == package._lcs_table(line, other)[-1][-1]


@given(TOKENS, TOKENS)
def test_places_are_those_rouge_score_takes(package, line: list[str], other: list[str]) -> None:
    assert places(lcs_places(masks_of(line, other), len(line))) == package.lcs_ind(line, other)


@given(TOKENS, TOKENS, st.integers(1, 7))
def test_blocks_change_nothing(package, line: list[str], other: list[str], block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lcs, "BLOCK", block)
        assert places(lcs_places(masks_of(line, other), len(line))) == package.lcs_ind(line, other)
        assert lcs_length(MatchIndex([tuple(line)]), other) == len(package.lcs_ind(line, other))


@given(TOKENS, st.lists(st.sampled_from("abx"), min_size=1, max_size=24))
def test_a_run_without_match_may_be_one_zero(package, line: list[str], other: list[str]) -> None:
    masks = masks_of(line, other)
    short = [mask for mask, before in zip(masks, [0, *masks], strict=False) if mask or before]
    assert lcs_places(short or [0], len(line)) == lcs_places(masks, len(line))


def test_forgotten_masks_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lcs, "_MAX_CACHED_BITS", 4)
    index = MatchIndex([("a", "b", "c", "a"), ("b",)])
    first = [index.masks([token])[token] for token in "abcxab"]
    # a at 0 and 3, b at 1 and at 0 of line 1, c at 2
    assert first == [((0, 0b1001),), ((0, 0b10), (1, 1)), ((0, 0b100),), (), ((0, 0b1001),), ((0, 0b10), (1, 1))]
