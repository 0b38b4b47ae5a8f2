"""Dates and times that follow by the calendar: every expectation is counted by hand on one."""

import pytest

from evalharness.facts.align import align
from evalharness.facts.resolved import calendar
from evalharness.text.document import Document


def flagged(source: str, candidate: str) -> list[str]:
    found = align(Document(candidate), Document(source))
    return [item.span.text for item in found if item.verdict != "supported"]


LINE = "OSLO, May 6 (Desk) - The port said on Tuesday it was full. "

FOLLOWS = [
    # parts and edges of months, quarters, years
    ("It opens on June 28.", "It opens at the end of June."),
    ("It opens on June 3.", "It opens in early June."),
    ("Bids are due by October 31.", "Bids are due before November."),
    ("It ran from July 2 to August 30, 2024.", "It ran in the summer of 2024."),
    ("The bridge will be ready by the end of 2031.", "The bridge will be ready before 2032."),
    ("The sale could close in the first half of 2027.", "The sale could close by the end of June 2027."),
    ("Sales fell in the third quarter.", "Sales fell in the July-to-September period."),
    ("Sales fell in the first five months of the year.", "Sales fell between January and May."),
    # the dateline
    (LINE + "It was shut on Monday.", "It was shut on May 5."),
    (LINE + "A court meets on May 20.", "A court meets two weeks from Tuesday."),
    (LINE + "A court meets on May 20.", "A court meets a week from Tuesday's deadline on May 20."),
    (LINE + "It was shut on Monday.", "On May 6 the port said it was full."),
    (LINE + "It should be clear within ten days.", "It should be clear by May 16."),
    (LINE + "A review will take two months.", "A review will last into early July."),
    (LINE + "It was built in 1985.", "It was built about four decades ago."),
    # from one day to another
    ("The ship left on March 3 and came in on March 24.", "The ship was at sea for three weeks."),
    ("She led the club from 2009 to 2021.", "She led the club for twelve years."),
    ("He was held on April 2 and freed nine days later.", "He was freed on April 11."),
    ("The shop shut at 5.30 p.m., three hours after the fire.", "The fire broke out at about 2.30 p.m."),
    ("Buses run from 6 a.m. to 11 p.m.", "Buses run for 17 hours."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "candidate"), FOLLOWS)
def test_what_follows_by_the_calendar_is_not_flagged(source: str, candidate: str) -> None:
    assert flagged(source, candidate) == []


@pytest.mark.parametrize(
    ("source", "candidate", "at"),
    [
        ("It opens on June 28.", "It opens at the end of July.", "July"),
        ("It opens on June 28.", "It opens in early June.", "June"),
        ("Sales fell in the third quarter.", "Sales fell in the April-to-June period.", "April-to-June"),
        (LINE + "It was shut on Monday.", "It was shut on May 3.", "May 3"),
        (LINE + "It should be clear within ten days.", "It should be clear by May 26.", "May 26"),
        ("The ship left on March 3 and came in on March 24.", "The ship was at sea for five weeks.", "five weeks"),
        ("She led the club from 2009 to 2021.", "She led the club for nine years.", "nine years"),
        ("He was held on April 2 and freed nine days later.", "He was freed on April 13.", "April 13"),
        ("The shop shut at 5.30 p.m., three hours after the fire.", "The fire began at about 3.30 p.m.", "3.30 p.m."),
    ],
)  # fmt: skip
def test_what_does_not_follow_is_flagged(source: str, candidate: str, at: str) -> None:
    assert at in [text.rstrip(".") for text in flagged(source, candidate)] or at in flagged(source, candidate)


@pytest.mark.parametrize(
    ("source", "candidate", "at"),
    [
        (
            "Holt, founded in 1962 by Ida Brand, lost money in 1998. It was bought by Rask in 2015.",
            "Ida Brand founded Holt in 1998.",
            "1998",
        ),
        (
            "A mayor was fined 900 euros in May for late filings. She took the council over in July from Ivar Lund.",
            "A mayor was fined 900 euros in July for late filings.",
            "July",
        ),
    ],
)
def test_a_date_of_something_else_is_flagged(source: str, candidate: str, at: str) -> None:
    assert flagged(source, candidate) == [at]


@pytest.mark.parametrize(
    ("source", "candidate"),
    [
        (
            "Holt, founded in 1962 by Ida Brand, lost money in 1998. It was bought by Rask in 2015.",
            "Rask bought Holt, which Ida Brand had founded in 1962, in 2015, after its loss of 1998.",
        ),
        (
            "A mayor was fined 900 euros in May for late filings. She took the council over in July from Ivar Lund.",
            "In July she followed Ivar Lund, two months after she was fined.",
        ),
    ],
)
def test_a_date_of_the_same_thing_is_not(source: str, candidate: str) -> None:
    assert flagged(source, candidate) == []


def test_a_text_without_a_dateline_has_no_day_of_its_own() -> None:
    assert calendar(Document("It rained on Monday.")).today is None


def test_a_dateline_that_is_the_whole_text_is_no_error() -> None:
    assert calendar(Document("OSLO, May 6 - ")).known == ()
