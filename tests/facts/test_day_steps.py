"""Days told by a step from another, by a weekday with its date, and dates that stand elsewhere. Cases by calendar."""

import pytest

from evalharness.facts.align import align
from evalharness.text.document import Document

MALAGA = (
    "Judges in Malaga sentenced a former mayor on Thursday, a day after they had cleared his wife. The trial opened on "
    "Monday, March 2, and the couple's accountant testified the following afternoon."
)
BERN = (
    "BERN, March 19 (Reuters) - The lake ferry Arve sank on Wednesday after water had risen by 40 cm in 24 hours. Its "
    "sister ship will be inspected on Friday. The operator's insurers expect to finish their report on the wreck in "
    "the third quarter, and a decision on a new ferry is unlikely before November. The pier was shut in December."
)


def flagged(source: str, text: str) -> set[str]:
    found = align(Document(text), Document(source))
    return {item.fact.text for item in found if item.kind == "date" and item.verdict != "supported"}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (MALAGA, "The mayor's wife had been cleared on Wednesday."),
        (MALAGA, "The couple's accountant testified on March 3."),
        (MALAGA, "The former mayor was sentenced on March 5."),
        (BERN, "The ferry Arve sank on March 19."),
        (BERN, "The ferry Arve's sister ship is to be inspected on March 21."),
        (BERN, "A decision on a new ferry is unlikely before November."),
        (
            "PERTH, May 14 (AP) - Crews fought the fire on Thursday for a third day.",
            "The fire has burned since Tuesday.",
        ),
        ("BONN, Oct 22 - A gale hit the pier on Oct 14, Lund said on Thursday.", "It hit on Wednesday of last week."),
        ("Rivals have until 5 p.m. on March 12 to bid.", "Rivals must bid by 1700 on the 12th of March."),
        ("It took in 45 tons in the last quarter of 2024.", "In the final three months of 2024 it took in 45 tons."),
        ("Profit fell in the year ended March.", "In the year to March profit fell."),
        ("Nobody had valued it before March.", "Not until March was it valued."),
    ],
)
def test_a_date_that_follows_is_not_flagged(source: str, text: str) -> None:
    assert not flagged(source, text)


@pytest.mark.parametrize(
    ("source", "text", "wrong"),
    [
        (MALAGA, "The trial opened on Sunday.", "Sunday"),
        (BERN, "The ferry Arve's sister ship will be inspected on Thursday.", "Thursday"),
        (BERN, "The insurers expect to finish their report on the wreck in the fourth quarter.", "fourth quarter"),
    ],
)
def test_a_date_of_something_else_is_flagged(source: str, text: str, wrong: str) -> None:
    assert wrong in flagged(source, text)
