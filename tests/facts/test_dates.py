"""Dates: the expected fields are what the words say; agreement is derived from the calendar."""

import pytest

from evalharness.facts.agree_dates import agrees
from evalharness.facts.extract import facts
from evalharness.facts.fact import Moment
from evalharness.text.document import Document


def moments(text: str) -> list[Moment]:
    return [fact.value for fact in facts(Document(text)) if isinstance(fact.value, Moment)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("on Jan 31", Moment(month=1, day=31)),
        ("on January 31st", Moment(month=1, day=31)),
        ("on 31 January", Moment(month=1, day=31)),
        ("on the 31st of January 2025", Moment(2025, 1, 31)),
        ("on Jan. 31, 2025", Moment(2025, 1, 31)),
        ("on 2025-01-31", Moment(2025, 1, 31)),
        ("on 31/01/2025", Moment(2025, 1, 31)),
        ("in March 2018", Moment(2018, 3)),
        ("in May", Moment(month=5)),
        ("since Sunday's vote", Moment(weekday=6)),
        ("in 2022", Moment(2022)),
        ("the 2022 elections", Moment(2022)),
        ("the 2024-25 season", Moment(2024)),
        ("in fiscal year 2027", Moment(2027, fiscal=True)),
        ("in fiscal 2027", Moment(2027, fiscal=True)),
        ("in FY27", Moment(2027, fiscal=True)),
        ("the financial year 2026-27", Moment(2027, fiscal=True)),
        ("in the fourth quarter of 2024", Moment(2024, quarter=4)),
        ("Q4 2024", Moment(2024, quarter=4)),
        ("4Q 2020", Moment(2020, quarter=4)),
        ("October to December", Moment(quarter=4)),
        ("the last three months of the year", Moment(quarter=4)),
        ("in the first half of 2023", Moment(2023, half=1)),
        ("in the 1990s", Moment(decade=1990)),
        ("last weekend", Moment(relative=("last", "weekend"))),
        ("yesterday", Moment(relative=("last", "day"))),
        ("by Boxing Day", Moment(month=12, day=26)),
    ],
)
def test_moment(text: str, moment: Moment) -> None:
    assert moments(text) == [moment]


@pytest.mark.parametrize(
    "text", ["2000 troops", "2,027 votes", "May I go?", "they march 5 km", "at 2030 GMT", "Sat down"]
)
def test_no_date(text: str) -> None:
    assert moments(text) == []


def test_a_range_of_days_has_both() -> None:
    assert moments("from Jan 24-26") == [Moment(month=1, day=24), Moment(month=1, day=26)]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (Moment(month=1), Moment(month=1, day=31), True),
        (Moment(month=1, day=31), Moment(month=1), False),
        (Moment(month=1, day=30), Moment(month=1, day=31), False),
        (Moment(2025, 1, 31), Moment(month=1, day=31), True),
        (Moment(2024), Moment(2024, 3), True),
        (Moment(2024, 3), Moment(2024), False),
        (Moment(quarter=4), Moment(month=11), True),
        (Moment(half=2), Moment(quarter=3), True),
        (Moment(decade=1990), Moment(1994), True),
        (Moment(decade=1990), Moment(2004), False),
        (Moment(weekday=3), Moment(weekday=4), False),
        (Moment(relative=("last", "week")), Moment(relative=("last", "weekend")), True),
        (Moment(relative=("next", "week")), Moment(relative=("last", "week")), False),
    ],
)
def test_the_coarser_follows_from_the_finer(ours: Moment, theirs: Moment, expected: bool) -> None:
    assert agrees(ours, theirs) is expected
