"""Dates of the source in the wrong place: which date is whose is read off the wire text below."""

import pytest

from evalharness.facts.align import align
from evalharness.text.document import Document

WIRE = Document(
    "The Kettle Dam above Ardmore was opened in 1961 by the state power company and supplies a third of the region.\n\n"
    "The regulator inspected the site on Tuesday and will publish its report on Friday, spokeswoman Lena Ortiz said. "
    '"We have seen no danger," she told reporters.\n\n'
    "Villagers downstream were moved out on Monday as a precaution. They may go back to their homes on Saturday if the "
    "water level falls.\n\n"
    "A second dam at Pell, built in 1974, was drained in 2012 after a landslide. The company plans to sell it next "
    "year; bids are due by Sept. 30, and a buyer is to be named on Nov. 15."
)


def wrong_dates(text: str) -> list[str]:
    return [found.fact.text for found in align(Document(text), WIRE) if found.verdict != "supported"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Spokeswoman Lena Ortiz said the regulator's report would be published on Saturday.", "Saturday"),
        ("Villagers downstream could return home on Friday if water levels drop.", "Friday"),
        ("Villagers were moved out as a precaution on Tuesday.", "Tuesday"),
        ("The state power company opened Kettle Dam in 1974.", "1974"),
    ],
)
def test_a_date_given_for_something_else_is_found(text: str, wrong: str) -> None:
    assert wrong_dates(text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "The regulator, which was on the site on Tuesday, is to publish a report on Friday.",
        "People living downstream were evacuated on Monday and could return home on Saturday.",
        "Pell dam, which was drained in 2012 following a landslide, is to be sold next year.",
        "Offers for Pell have to be made by Sept. 30, and the company will name the buyer on Nov. 15.",
        "Kettle Dam has been in service since 1961.",
        "A buyer for the dam at Pell is to be named before December.",
        "By Friday, three days after the inspection, Ortiz hopes to have the report out.",
        WIRE.text,
    ],
)
def test_a_date_told_in_other_words_is_no_mistake(text: str) -> None:
    assert wrong_dates(text) == []
