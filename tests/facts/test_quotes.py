"""Quotations: what stands in marks and who says it, as a reader sees it."""

import pytest

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
