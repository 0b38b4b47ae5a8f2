"""Names: expected spans and keys are what a reader takes for the names of the text."""

import pytest

from evalharness.facts.extract import facts
from evalharness.facts.fact import Name
from evalharness.text.document import Document


def names(text: str) -> list[str]:
    return [fact.text for fact in facts(Document(text)) if fact.kind == "name"]


def keys(text: str) -> list[tuple[str, ...]]:
    return [fact.value.keys for fact in facts(Document(text)) if isinstance(fact.value, Name)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("New talks with US Secretary of Defense Pete Hegseth began.", ["US", "Pete Hegseth"]),
        ("They met Prime Minister Shigeru Ishiba.", ["Shigeru Ishiba"]),
        ("He joined Tesla Chief Executive Elon Musk.", ["Tesla", "Elon Musk"]),
        ("Governor Ann Lee of the Bank of England spoke.", ["Ann Lee", "Bank of England"]),
        ("They signed the Japan-US pact.", ["Japan", "US"]),
        ("He left the Ministry of Trade and Industry.", ["Ministry of Trade and Industry"]),
        ("They stopped in Hawaii, Guam, and the Philippines.", ["Hawaii", "Guam", "Philippines"]),
        ("They joined Japan's Self-Defence Forces.", ["Japan", "Self-Defence Forces"]),
        ("He likes Caliber.Az a lot.", ["Caliber.Az"]),
        ("It was a call by G7 leaders and an F-16 jet.", ["G7", "F-16"]),
        (
            "She heads the Organization for Security and Co-operation in Europe.",
            ["Organization for Security and Co-operation in Europe"],
        ),
        ("They bought General Motors.", ["General Motors"]),
        ("He fought in World War II there.", ["World War II"]),
        ("They told Mr Brown and Dr. Stone.", ["Brown", "Stone"]),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "However, officials said so. Investigators agreed.",
        "A Setback for the Governing Party\nThe party lost.",
        "On Monday and in May it rained.",
        "The Ministers met; the ministers agreed.",
        "GDP and the CEO",
        "I think I know.",
    ],
)
def test_capitals_that_are_no_names(text: str) -> None:
    assert names(text) == []


def test_a_surname_takes_the_full_name() -> None:
    assert keys("They saw Pete Hegseth. Later Hegseth left.") == [("pete", "hegseth")] * 2


@pytest.mark.parametrize("form", ["the US", "the U.S.", "the United States", "America", "Americans"])
def test_forms_of_one_country(form: str) -> None:
    assert keys(f"They live in {form} now.") == [("@united states",)]


def test_spelling_is_made_one() -> None:
    assert keys("the Defence Centre") == keys("the Defense Center")


def test_lower_cased_text_still_has_its_countries() -> None:
    assert keys("officials in japan and the philippines met .") == [("@japan",), ("@philippines",)]
