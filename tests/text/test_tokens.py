"""Our words with their offsets."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.text.document import Document
from evalharness.text.tokens import find_words, fold_words, folded_words, words

ODD_TEXT = st.text(
    st.one_of(st.sampled_from("aZ19 .,'’-\n\r\t\x1cKİßé\u0301\u2028中😀٣\ud800"), st.characters(exclude_categories=())),
    max_size=60,
)


# Expected by the rules that `words` states.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rose 3.5 percent to 1,200.", ["rose", "3.5", "percent", "to", "1,200"]),
        ("at 9:31 a.m. on 2025.The", ["at", "9:31", "a.m.", "on", "2025", "The"]),
        ("the U.S. and U.S.-led", ["the", "U.S.", "and", "U.S.", "led"]),
        ("don't, Japan’s, 'quoted', dogs'", ["don't", "Japan’s", "quoted", "dogs"]),
        ("Vice-President US–Japan 54,000-strong", ["Vice", "President", "US", "Japan", "54,000", "strong"]),
        ("F-35 G7 1.2bn $3.5m 12%", ["F", "35", "G7", "1.2bn", "3.5m", "12"]),
        ("said.The plan B.He", ["said", "The", "plan", "B", "He"]),
        ("café cafe\u0301 naïve", ["café", "cafe\u0301", "naïve"]),
        ("中国 3名", ["中", "国", "3", "名"]),
        ("snake_case a\x00b", ["snake", "case", "a", "b"]),
        ("हिन्दी सरकार", ["हिन्दी", "सरकार"]),
        ("... -- \u2019 😀", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in Document(text).view(words)] == expected


@given(ODD_TEXT)
def test_words_stand_where_they_say_in_order(text: str) -> None:
    found = find_words(text)
    assert all(text[word.start : word.end] == word.text for word in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(ODD_TEXT)
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    inside = {place for word in find_words(text) for place in range(word.start, word.end)}
    assert all(place in inside for place, character in enumerate(text) if character.isalnum())


@given(ODD_TEXT)
def test_folded_words_are_the_words(text: str) -> None:
    assert len(fold_words(text)) == len(find_words(text))
    assert Document(text).view(folded_words) == fold_words(text)


@given(st.text("aeiouéèñüç ", max_size=20))
def test_composed_and_decomposed_accents_split_alike(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert len(find_words(composed)) == len(find_words(decomposed))


@pytest.mark.parametrize("unit", ["a.", "1,", "a'", "1.A", "e\u0301", "-", "a ", "1", "U.S.-"])
def test_a_megabyte_on_one_line_takes_linear_time(unit: str) -> None:
    # quadratic work on a million characters would not end within any time limit
    text = unit * (1_000_000 // len(unit))
    assert sum(len(word) for word in fold_words(text)) <= len(text)
