"""Tokens, sentence openings, glued headings: every expected split is what a reader sees in the text."""

import pytest

from evalharness.facts.lexer import Lexed, lexed
from evalharness.text.document import Document


def lex(text: str) -> Lexed:
    return lexed(Document(text))


def segments(text: str) -> list[str]:
    found = lex(text)
    return [" ".join(token.text for token in found.segment(index)) for index in range(len(found.starts) - 1)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("U.S. aid of $1,200.5bn", ["U.S.", "aid", "of", "$", "1,200.5", "bn"]),
        ("47-year-old's 3.5C", ["47", "-", "year", "-", "old's", "3.5", "C"]),
        ("1 a.m. on 3.5.2024", ["1", "a.m.", "on", "3.5.2024"]),
        ("don\u2019t countries\u2019", ["don\u2019t", "countries", "\u2019"]),
        ("12,34", ["12", ",", "34"]),
        ("caf\u00e9 \U0001f41f 12\u00a0000", ["caf\u00e9", "\U0001f41f", "12\u00a0000"]),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in lex(text).tokens] == tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mr. Smith left. He flew to St. Louis on Jan. 3.",
            ["Mr . Smith left .", "He flew to St . Louis on Jan . 3 ."],
        ),
        ("They met U.S. troops. Why? It rained.", ["They met U.S. troops .", "Why ?", "It rained ."]),
        ('"It is over." She left.', ['" It is over . "', "She left ."]),
        ("They agreed.The bank said no.", ["They agreed .", "The bank said no ."]),
        ("It was reported by Caliber.Az today.", ["It was reported by Caliber . Az today ."]),
        ("one line\nTwo lines", ["one line", "Two lines"]),
        ("a wrapped\nline goes on", ["a wrapped line goes on"]),
    ],
)
def test_sentences_and_lines(text: str, expected: list[str]) -> None:
    assert segments(text) == expected


def test_a_heading_glued_to_the_text_is_cut_off() -> None:
    text = "It fell.A Long-Standing AllianceThe United States and Japan have a history of cooperation."
    assert segments(text)[1] == "A Long - Standing Alliance"
    assert lex(text).headline == (False, True, False)


@pytest.mark.parametrize("brand", ["YouTube", "McConnell", "iPhone", "LinkedIn", "SpaceX"])
def test_brands_and_names_are_not_cut(brand: str) -> None:
    text = f"The firm said on Monday that {brand} would cut the price of it."
    assert brand in [token.text for token in lex(text).tokens]


def test_openings_are_marked() -> None:
    found = lex('TOKYO, Jan 31 (Agency) - New rules came. "But why?" he said: Nobody knows (Smith does).')
    assert [token.text for token in found.tokens if token.opens] == ["TOKYO", "New", "But", "Nobody"]
    assert found.tokens[found.dateline_stop].text == "New"


def test_the_possessive_is_no_part_of_the_word() -> None:
    assert [token.low for token in lex("Japan\u2019s Trump's").tokens] == ["japan", "trump"]
