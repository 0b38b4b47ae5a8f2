"""Quotations: what stands in marks and who says it, as a reader sees it."""

import pytest

from evalharness.facts.agree_quotes import quote_support
from evalharness.facts.evidence import evidence
from evalharness.facts.extract import facts
from evalharness.facts.fact import Quotation
from evalharness.text.document import Document


def quotes(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(f.text, f.value.speaker) for f in facts(Document(text)) if isinstance(f.value, Quotation)]


@pytest.mark.parametrize(
    ("text", "quoted", "speaker"),
    [
        ('"We cut the rate," Anna Berg said.', "We cut the rate", ("anna", "berg")),
        ("\u201cWe cut the rate,\u201d said Anna Berg, the governor.", "We cut the rate", ("anna", "berg")),
        ("\u00abWe cut the rate\u00bb, Anna Berg told reporters.", "We cut the rate", ("anna", "berg")),
        ("\u2018We cut the rate,\u2019 Anna Berg said.", "We cut the rate", ("anna", "berg")),
        ("'We cut the rate,' Anna Berg said.", "We cut the rate", ("anna", "berg")),
        ("Anna Berg, the governor, said: \u201cWe cut the rate.\u201d", "We cut the rate", ("anna", "berg")),
        ("Rannapuu called the deal \u201cperfectly imaginable\u201d on Monday.", "perfectly imaginable", ("rannapuu",)),
        (
            "\u201cThe \u2018old\u2019 rate is gone,\u201d Ann Berg said.",
            "The \u2018old\u2019 rate is gone",
            ("ann", "berg"),
        ),
        ("Berg spoke first. \u201cWe cut the rate.\u201d Then it rained.", "We cut the rate", ()),
        ("Ann Lee said it was late. \u201cWe cut the rate,\u201d she said.", "We cut the rate", ("ann", "lee")),
        (
            "\u201cWe have not closed and will not close the plant",
            "We have not closed and will not close the plant",
            (),
        ),
    ],
)
def test_quotation_and_speaker(text: str, quoted: str, speaker: tuple[str, ...]) -> None:
    assert quotes(text) == [(quoted, speaker)]


@pytest.mark.parametrize(
    "text",
    [
        "the so-called \u201cdark fleet\u201d of ships",
        "his \u201cAmerica First\u201d policy",
        "the film \u201cThe Old Man and the Sea\u201d",
        '"US and Japan Strengthen Defense Pact\n\nIt rained.',
        "the '90s and the countries' plans",
        "a 5'11\" man",
    ],
)
def test_marks_that_are_no_quotation(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        ("We will not sell the boat, but we could move it", "supported"),
        ("We will not sell the boat, but we would move it", "altered"),
        ("We will not sell the boat, but they could move it", "altered"),
        ("We will not sell the boat, but [they] could move it", "supported"),
        ("We won't sell the boat, but we could move it", "supported"),
    ],
)
def test_small_words_exchanged_inside_the_marks_alter_a_quotation(quoted: str, verdict: str) -> None:
    source = Document("“We will not sell the boat, but we could move it,” Anna Berg said.").view(evidence)
    fact = Document(f"“{quoted},” Berg said.").view(evidence).quotes[0]
    assert quote_support(fact, source).verdict == verdict


def test_a_place_that_an_office_belongs_to_does_not_speak() -> None:
    found = Document("The mayor of Vestby said “the water came too fast for us”.").view(evidence).quotes[0]
    assert found.value.speaker == ()


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        ("did not read the two warnings they were sent", "supported"),
        ("did not answer the two warnings they were sent", "altered"),
        ("did not keep the two warnings they were sent", "altered"),
    ],
)
def test_did_not_stands_for_failed_to_before_the_same_words(quoted: str, verdict: str) -> None:
    source = Document("Its managers “failed to read the two warnings they were sent”, Anna Berg said.").view(evidence)
    fact = Document(f"Its managers “{quoted}”, Berg said.").view(evidence).quotes[0]
    assert quote_support(fact, source).verdict == verdict
