"""Figures a desk works out or writes in another way, each from sentences of its own."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.text.document import Document

POWER = (
    "QUITO, May 8 (Reuters) - Two stations on the Paute river, of 480 and 310 megawatts, were shut on Thursday. "
    "A gas plant of 95 megawatts stayed on line. Power cuts of 90 minutes a day were ordered from 6:30 p.m."
)
RACE = (
    "Josephat Kipruto won the marathon in two hours four minutes 12 seconds on Sunday, 38 seconds ahead of Filmon "
    "Tesfay. Rui Lameira was third in 2:05:31. The next race is on Thursday."
)
TRADE = (
    "Customs found 2.6 tonnes of heroin worth 91 million euros. A farmer sold 40 hectares for 1.8 million euros. "
    "Creditors got 31 pence in the pound. Two thirds of the 900 jobs go in Norway and the rest in Spain."
)
QUAKE = (
    "A quake injured 14 people, four of them seriously. It killed 34 people; nine of the dead were children. "
    "It was the fifth straight day of shocks. Two boys and a man were rescued. All but two of 16 roads are shut."
)
MATCH = (
    "Wexford won the shoot-out 4-3 after a 2-2 draw. Lorcan Healy scored in the 12th minute. "
    "They have 31 points; Galty lead with 44. Ute Hansch won the vote with 53.4 percent to 46.6."
)
FERRY = (
    "The ferry carried 187 passengers and 33 crew when it caught fire at 0930 GMT. "
    "Grain exports rose to 2.7 million tonnes from 1.8 million tonnes. "
    "It has buried 85 miles of line and will bury 240 more."
)


def faults(source: str, candidate: str) -> list[str]:
    found = align(Document(candidate), Document(source))
    return [item.fact.text for item in found if item.kind == "number" and item.verdict != "supported"]


@pytest.mark.parametrize(
    ("source", "candidate"),
    [
        (POWER, "The stations on the Paute yield 790 megawatts between them."),
        (POWER, "Cuts of an hour and a half a day were ordered from 1830."),
        (RACE, "Kipruto finished in 2:04:12 and Tesfay in 2:04:50."),
        (RACE, "Lameira came home 79 seconds behind the winner."),
        (TRADE, "The heroin was valued at 35 euros a gram."),
        (TRADE, "The farmer got 45,000 euros a hectare."),
        (TRADE, "Creditors recovered 31% of what they were owed."),
        (TRADE, "About 300 jobs will go in Spain, a third of the cuts."),
        (QUAKE, "Ten people were hurt lightly."),
        (QUAKE, "Twenty-five adults died."),
        (QUAKE, "It shook for five days running."),
        (QUAKE, "Three people were rescued."),
        (QUAKE, "Fourteen roads are shut."),
        (MATCH, "Seven penalties were scored in the shoot-out."),
        (MATCH, "Healy struck after 12 minutes."),
        (MATCH, "Wexford are 13 points off the top."),
        (MATCH, "Hansch came out 6.8 points ahead."),
        (FERRY, "There were 220 people on board."),
        (FERRY, "The fire broke out at 11:30 a.m. in Oslo."),
        (FERRY, "Exports jumped by half to 2.7 million tonnes."),
        (FERRY, "It will put another 240 miles of line underground."),
    ],
)
def test_a_figure_that_follows_is_supported(source: str, candidate: str) -> None:
    assert faults(source, candidate) == []


@pytest.mark.parametrize(
    ("source", "candidate", "wrong"),
    [
        (POWER, "The stations on the Paute yield 690 megawatts between them.", "690 megawatts"),
        (RACE, "Kipruto finished in 2:04:21.", "2:04:21"),
        (TRADE, "The heroin was valued at 53 euros a gram.", "53 euros"),
        (TRADE, "The farmer got 54,000 euros a hectare.", "54,000 euros"),
        (QUAKE, "Twelve people were hurt lightly.", "Twelve"),
        (QUAKE, "It shook for seven days running.", "seven days"),
        (MATCH, "Nine penalties were scored in the shoot-out.", "Nine"),
        (MATCH, "Healy struck after 21 minutes.", "21 minutes"),
        (MATCH, "Hansch came out 8.6 points ahead.", "8.6 points"),
        (FERRY, "There were 230 people on board.", "230"),
        (FERRY, "Exports jumped by a third to 2.7 million tonnes.", "a third"),
        (FERRY, "The ferry carried 220 passengers and 33 crew.", "220"),
    ],
)
def test_a_figure_that_does_not_follow_is_at_fault(source: str, candidate: str, wrong: str) -> None:
    assert faults(source, candidate) == [wrong]


def test_percent_is_no_percentage_point() -> None:
    source = "Vaccine coverage stands at 81 percent, 14 percentage points below the level experts consider safe."
    assert faults(source, "Vaccine coverage is 14 percent below the level experts consider safe.") == ["14 percent"]


def test_a_unit_changed_is_at_fault_behind_an_article() -> None:
    source = "The rocket released the 2.3-tonne satellite."
    assert faults(source, "The 2.3-kilogram satellite was released.") == ["2.3-kilogram"]
