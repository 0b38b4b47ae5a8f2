"""Page residue: lines of web pages, and sentences of articles that look a little like them, written for these tests."""

import pytest

from evalharness.facts.extract import facts
from evalharness.facts.residue import residue
from evalharness.text.document import Document

BODY = "The bank cut its rate on Monday.\nGovernor Anna Berg said it would wait.\nShares rose 2 percent.\n"


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies to improve your experience.",
        "Subscribe to our newsletter.",
        "Join our Telegram channel for the latest breaking news.",
        "Follow us on Facebook",
        "Share this: Facebook | X | WhatsApp",
        "Home \u00bb News \u00bb Europe",
        "Accept all | Reject | Settings",
        "By Rolf Tannenbaum",
        "About the author: Rolf writes about money.",
        "\u00a9 2025 All rights reserved.",
        "Read more: what the cut means for you",
        "Avatar\n\nRolf Tannenbaum\n\nDreamer, coffee drinker\n\nCookie",
    ],
)
def test_residue_is_found_and_has_no_facts(line: str) -> None:
    document = Document(BODY + line)
    assert " ".join(span.text for span in residue(document)) == line
    assert all(fact.end <= len(BODY) for fact in facts(document))


@pytest.mark.parametrize(
    "line",
    [
        "The company said it would share the data with readers of the paper.",
        "The court ruled that the site may use cookies if visitors agree first, as lawyers had expected for years now.",
        "\u201cFollow us on this road,\u201d he told the crowd.",
        "By Monday the water had gone.",
        "Written by a former minister, the book sold 20,000 copies in a week and was then withdrawn by its publisher.",
    ],
)
def test_sentences_of_an_article_are_kept(line: str) -> None:
    assert residue(Document(BODY + line + "\nIt then rained for three days in the north of the country.")) == ()


def test_the_agency_at_the_end_is_no_name() -> None:
    assert [fact.text for fact in facts(Document("It rained in Oslo. AFP"))] == ["Oslo"]
