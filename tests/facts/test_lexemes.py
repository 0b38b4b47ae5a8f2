"""Lexemes cover a text but for its white space, and what is cut from them stays in place."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from evalharness.facts.lexemes import LEXEME, cut, lexeme, lexemes

PIECES = [
    "a",
    "U.S.",
    "U.S",
    "a.m.",
    "don't",
    "Oslo's",
    "1,200.5",
    "1",
    ",",
    "200",
    "100,",
    "000",
    "“",
    "’",
    "-",
    "\n",
    "\n\n",
    "",
    "\xa0",
    "é",
    "İ",
    "²",
    "Ⅷ",
    "東京",
    ".",
    "AllianceThe",
]


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)))
def test_every_character_that_is_no_white_space_is_in_one_lexeme(text: str) -> None:
    found = lexemes(text)
    if found is None:
        assert not text.strip()
        return
    end = 0
    for start, stop, shown, gap in zip(found.starts, found.ends, found.texts, found.gaps, strict=True):
        assert text[start:stop] == shown
        assert not text[end:start].strip()
        assert gap == (start > end or start == 0)
        end = stop
    assert not text[end:].strip()


@given(st.text(alphabet="ab.'\u2019 1,\nZé", max_size=40))
def test_the_short_cut_for_plain_words_changes_nothing(text: str) -> None:
    # the whole pattern without its first alternative, which is only there for speed
    general = LEXEME.pattern.partition("|")[2]
    assert re.findall(general, text.rstrip()) == LEXEME.findall(text.rstrip())


def test_a_wrapped_line_is_no_new_one() -> None:
    found = lexemes("Oslo cut\nits rate\nBergen did not")
    assert found is not None
    assert [found.texts[index] for index in found.lines] == ["Oslo", "Bergen"]


def test_a_cut_word_keeps_its_place_and_starts_a_line() -> None:
    text = "A  Long\n AllianceThe two"
    found = lexemes(text)
    assert found is not None
    assert [found.texts[index] for index in found.camels] == ["AllianceThe"]
    parts = cut(found, {2: 8})
    assert list(parts.texts) == ["A", "Long", "Alliance", "The", "two"]
    assert [text[start:end] for start, end in zip(parts.starts, parts.ends, strict=True)] == list(parts.texts)
    assert parts.gaps == [True, True, True, False, True]
    assert parts.lines == [0, 2, 3]


def test_the_lower_case_of_a_possessive_is_that_of_its_owner() -> None:
    assert [lexeme(piece)[2] for piece in ("Oslo's", "OSLO'S", "Oslo\u2019s", "s", "'")] == ["oslo"] * 3 + ["s", "'"]


def test_blanks_at_the_end_take_no_time_of_their_own() -> None:
    started = time.process_time()
    assert lexemes("a" + " " * 1_000_000) is not None
    assert time.process_time() - started < 1.0  # a look at every blank from every blank would take minutes
