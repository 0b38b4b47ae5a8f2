"""The tokens of rouge_score to the letter, and words and characters of any script."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.text import tokenizers
from evalharness.text.tokenizers import characters, reader, rouge_score_words, stems, unicode_words

ODD_TEXT = st.text(
    st.one_of(st.sampled_from("aZ19 .,'’-\n\r\t\x1cKİßé\u0301\u2028中😀٣\ud800"), st.characters(exclude_categories=())),
    max_size=60,
)


@pytest.fixture(scope="module")
def packaged():
    package = pytest.importorskip("rouge_score.tokenizers")
    return {stemmer: package.DefaultTokenizer(stemmer) for stemmer in (False, True)}


# ---------------------------------------------------------------------- rouge_score
@given(ODD_TEXT)
def test_the_tokens_are_those_of_rouge_score(packaged, text: str) -> None:
    for stemmer in (False, True):
        read = reader("rouge_score", stemmer=stemmer)
        assert list(read(text).tokens()) == packaged[stemmer].tokenize(text)
        by_line = [packaged[stemmer].tokenize(line) for line in text.split("\n")]
        assert read(text).by_line == [line for line in by_line if line]
    assert rouge_score_words(text) == packaged[False].tokenize(text)


def test_every_character_is_lowered_as_rouge_score_does(packaged) -> None:
    text = "".join(f"A{chr(code)}B " for code in range(sys.maxunicode + 1))
    assert rouge_score_words(text) == packaged[False].tokenize(text)


def test_a_long_token_is_stemmed_alike_when_it_is_not_kept(packaged) -> None:
    text = "a" * tokenizers.MAX_CACHED_LENGTH + "nations"
    assert stems([text]) == packaged[True].tokenize(text)


def test_the_stem_cache_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizers, "MAX_CACHED_STEMS", 10)
    cache = tokenizers._Stems()
    found = [cache[f"houses{number}"] for number in range(95)]
    assert len(cache) <= 10
    assert found == [f"houses{number}" for number in range(95)]


# ---------------------------------------------------------------------- any script
# Expected by the rules that `unicode_words` states.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rose 3.5 percent to 1,200.", "rose|3.5|percent|to|1,200"),
        ("at 9:31 on 2025.The", "at|9:31|on|2025|the"),
        ("the U.S. and U.S.-led, U.S", "the|u.s|and|u.s|led|u.s"),
        ("don't, Japan’s, 'quoted', dogs' ＇", "don't|japan's|quoted|dogs"),
        ("snake_case a\x00b said.The", "snake|case|a|b|said|the"),
        ("café cafe\u0301 CAFÉ", "café|café|café"),
        ("ﬁne ＡＢＣ１２ x² Straße STRASSE", "fine|abc12|x2|strasse|strasse"),
        ("co\u00adoperate می\u200cخواهم", "cooperate|میخواهم"),
        ("ΟΔΟΣ οδος ΟΔΟς", "οδοσ|οδοσ|οδοσ"),
        ("東京で3.5度、ﾃﾚﾋﾞを", "東|京|で|3.5|度|テ|レ|ビ|を"),
        ("央行降息25个基点", "央|行|降|息|25|个|基|点"),
        ("한국은행이 금리를", "한국은행이|금리를"),
        ("हिन्दी सरकार", "हिन्दी|सरकार"),
        ("ที่นี่", "ที่|นี่"),
        ("الحُكومة قالت ٣٫٥", "الحُكومة|قالت|٣|٥"),
        ("Правительство решило", "правительство|решило"),
        ("l’idée à Noël", "l'idée|à|noël"),
        ("... -- \u2019 😀 \u0301\u0301", ""),
    ],
)
def test_unicode_words(text: str, expected: str) -> None:
    assert unicode_words(text) == [word for word in unicodedata.normalize("NFC", expected).split("|") if word]


def test_characters() -> None:
    assert characters("Öl 3.5%, 東京 हिन्दी") == ["ö", "l", "3", "5", "東", "京", "हि", "न्", "दी"]


@given(ODD_TEXT)
def test_every_letter_and_digit_is_in_a_token(text: str) -> None:
    # independent of the tokenizer's own classes: what is a letter or digit after folding
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    expected = [character for character in folded if character.isalnum()]
    for tokenizer in (unicode_words, characters):
        found = [character for token in tokenizer(text) for character in token if character.isalnum()]
        assert found == expected


@given(ODD_TEXT)
def test_composed_and_decomposed_text_have_the_same_tokens(text: str) -> None:
    for tokenizer in (unicode_words, characters):
        assert tokenizer(unicodedata.normalize("NFD", text)) == tokenizer(unicodedata.normalize("NFC", text))


@given(ODD_TEXT)
def test_tokens_do_not_cross_lines(text: str) -> None:
    for name in ("unicode", "character"):
        whole = tokenizers.TOKENIZERS[name](text)
        assert list(reader(name)(text).tokens()) == whole


def test_the_stemmer_takes_words_of_english_only() -> None:
    (line,) = reader("unicode", stemmer=True)("Rates rising: idées, l'idée, 1,200s, cats").by_line
    assert line == ["rate", "rise", "idées", "l'idée", "1,200s", "cat"]


@pytest.mark.parametrize("unit", ["a.", "1,", "a'", "é.é.", "a\u0301\u0323", "\u0301\u0323", "ก", "東1.", "é-", "İ"])
def test_a_very_long_line_takes_linear_time(unit: str) -> None:
    # 300,000 characters: quadratic work on them would take minutes
    text = unit * (300_000 // len(unit))
    assert sum(map(len, unicode_words(text))) <= 2 * len(text)


def test_marks_without_end_are_cut_at_thirty() -> None:
    (token,) = characters("é" + "\u0301\u0323" * 100)
    assert len(token) <= 31
