"""The tokens of rouge_score, and our words with their offsets."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.text import tokens
from evalharness.text.document import Document
from evalharness.text.tokens import (
    find_words,
    fold_words,
    folded_words,
    rouge_lines,
    rouge_sentences,
    rouge_stem_lines,
    rouge_stem_sentences,
    rouge_stems,
    rouge_tokens,
    words,
)

ODD_TEXT = st.text(
    st.one_of(st.sampled_from("aZ19 .,'’-\n\r\t\x1cKİßé\u0301\u2028中😀٣\ud800"), st.characters(exclude_categories=())),
    max_size=60,
)


@pytest.fixture(scope="module")
def tokenizers():
    package = pytest.importorskip("rouge_score.tokenizers")
    return {stemmer: package.DefaultTokenizer(stemmer) for stemmer in (False, True)}


@given(ODD_TEXT)
def test_rouge_tokens_are_those_of_rouge_score(tokenizers, text: str) -> None:
    document = Document(text)
    assert list(document.view(rouge_tokens)) == tokenizers[False].tokenize(text)
    assert list(document.view(rouge_stems)) == tokenizers[True].tokenize(text)


@given(ODD_TEXT)
def test_lines_are_those_of_rouge_score(tokenizers, text: str) -> None:
    for stemmer, view in ((False, rouge_lines), (True, rouge_stem_lines)):
        expected = [tokenizers[stemmer].tokenize(line) for line in text.split("\n")]
        assert [list(line) for line in Document(text).view(view)] == [line for line in expected if line]


@given(ODD_TEXT)
def test_sentences_have_the_tokens_of_the_text(text: str) -> None:
    document = Document(text)
    for by_sentence, flat in ((rouge_sentences, rouge_tokens), (rouge_stem_sentences, rouge_stems)):
        assert [token for line in document.view(by_sentence) for token in line] == list(document.view(flat))


def test_a_long_token_is_stemmed_alike_when_it_is_not_kept(tokenizers) -> None:
    text = "a" * tokens.MAX_CACHED_LENGTH + "nations"
    assert list(Document(text).view(rouge_stems)) == tokenizers[True].tokenize(text)


def test_the_stem_cache_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MAX_CACHED_STEMS", 10)
    stems = tokens._Stems()
    found = [stems[f"houses{number}"] for number in range(95)]
    assert len(stems) <= 10
    assert found == [f"houses{number}" for number in range(95)]


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
