"""Worked-out figures: every expectation is arithmetic done by hand on the two sentences of the case."""

import pytest

from evalharness.facts.align import align
from evalharness.text.document import Document


def flagged(source: str, candidate: str) -> list[str]:
    found = align(Document(candidate), Document(source))
    return [item.span.text for item in found if item.verdict != "supported" and item.kind == "number"]


WORKED_OUT = [
    # sums
    ("The raid killed 14 soldiers and 9 civilians.", "The raid killed 23 people in all."),
    ("It sent 30 Kenyan and 25 Ugandan medics.", "Fifty-five medics were sent."),
    ("Adults paid 12 euros, children 5 euros.", "An adult and a child paid 17 euros together."),
    ("Solar supplied 22% of the power and wind 31%.", "Solar and wind together supplied 53% of the power."),
    # differences and remainders
    ("The yard employs 860 people, against 1,100 in 2019.", "The yard employs 240 people fewer than in 2019."),
    ("Of the 64 flats, 41 have been sold.", "Some 23 flats are still unsold."),
    ("Eggs cost $3.40 a dozen, up from $2.90.", "Eggs cost 50 cents more than before."),
    ("Turnout was 61.5%, down from 66%.", "Turnout was 4.5 percentage points lower."),
    ("The bank cut its rate by 75 basis points to 3.5%.", "The bank cut its rate to 3.5% from 4.25%."),
    ("Rent rose by 120 euros to 980 euros.", "Rent had been 860 euros before it rose."),
    ("The flight took 95 minutes, 20 longer than scheduled.", "The flight had been scheduled to take 75 minutes."),
    ("The stadium held 18,200 fans, some 1,800 short of capacity.", "The stadium has room for about 20,000 fans."),
    # percentages and parts
    ("Profit fell to 45 million pounds from 60 million.", "Profit fell by a quarter to 45 million pounds."),
    ("Sales rose to 66 million euros from 55 million.", "Sales rose by 20% to 66 million euros."),
    ("Shares rose 8 percent to 54 euros.", "Shares had been at 50 euros before they rose."),
    ("Shares rose 8 percent to 54 euros.", "Shares gained 4 euros to 54 euros."),
    ("About 62% of members voted yes.", "More than three in five members voted yes."),
    ("Tax took 34% of the sum.", "Tax took about a third of the sum."),
    ("The court cleared 9 of 12 guards.", "Three quarters of the guards were cleared."),
    ("Of 240 pupils, 30 percent walk to school.", "Some 72 of the 240 pupils walk to school."),
    ("The grant of 90,000 euros covers a tenth of the cost.", "The grant covers 10% of the 900,000 euros it costs."),
    # multiples, products, averages
    ("Output doubled to 84,000 tonnes.", "Output had been about 42,000 tonnes before."),
    ("It costs $60, three times the price of a rival.", "Its rival costs about $20."),
    ("The ferry is 140 km from Bari and 35 from Durres.", "The ferry is four times as far from Bari as from Durres."),
    ("It ordered 8 trams at 3 million euros each.", "It ordered eight trams for 24 million euros in all."),
    ("Collectors raised 45,000 pounds from 900 donors.", "The average gift was 50 pounds."),
    # units, ranges, elliptic figures
    ("A ticket costs 85 pence.", "A ticket costs 85p."),
    ("A fare is 12 euros and fifty cents.", "A fare is 12.50 euros."),
    ("The term is 30 months.", "The term is two years and six months."),
    ("Some 4,600 fans came.", "Between four and five thousand fans came."),
    ("They want a 36-hour week, down from 40.", "They want a week four hours shorter."),
    ("He led 52 of the 60 laps.", "He led all but eight of the laps."),
    ("Lee led in the 9th minute and Oh levelled 11 minutes later.", "Oh scored in the 20th minute."),
    ("Sato was third and Lund fourth.", "Lund came off second best."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "candidate"), WORKED_OUT)
def test_what_follows_from_the_figures_is_not_flagged(source: str, candidate: str) -> None:
    assert flagged(source, candidate) == []


@pytest.mark.parametrize(
    ("source", "candidate", "at"),
    [
        ("The raid killed 14 soldiers and 9 civilians.", "The raid killed 32 people in all.", "32"),
        ("The yard employs 860 people, against 1,100 in 2019.", "It employs 340 people fewer than in 2019.", "340"),
        ("Turnout was 61.5%, down from 66%.", "Turnout was 5.4 percentage points lower.", "5.4 percentage points"),
        # the difference of two percentages is in points
        ("Turnout was 61.5%, down from 66%.", "Turnout was 4.5% lower.", "4.5%"),
        ("The bank cut its rate by 75 basis points to 3.5%.", "The bank cut its rate to 3.5% from 4.75%.", "4.75%"),
        ("Profit fell to 45 million pounds from 60 million.", "It fell by a third to 45 million pounds.", "a third"),
        ("Shares rose 8 percent to 54 euros.", "Shares gained 8 euros to 54 euros.", "8 euros"),
        ("About 62% of members voted yes.", "More than four in five members voted yes.", "four in five"),
        ("Output doubled to 84,000 tonnes.", "Output had been about 24,000 tonnes before.", "24,000 tonnes"),
        ("Collectors raised 45,000 pounds from 900 donors.", "The average gift was 90 pounds.", "90 pounds"),
        ("It ordered 8 trams at 3 million euros each.", "The trams cost 42 million euros in all.", "42 million euros"),
        ("The term is 30 months.", "The term is two years and eight months.", "two years and eight months"),
        ("A ticket costs 85 pence.", "A ticket costs 58p.", "58p"),
        ("Some 4,600 fans came.", "Between five and six thousand fans came.", "five"),
        ("It was the third such raid this year.", "It was the fourth such raid this year.", "fourth"),
        # a figure of the source with no word that calls for arithmetic
        ("It has 40 ships and 25 planes.", "It has 15 ships.", "15"),
        ("Inflation was 8.1% and growth 2.3%.", "Inflation was 5.8%.", "5.8%"),
    ],
)  # fmt: skip
def test_what_does_not_follow_is_flagged(source: str, candidate: str, at: str) -> None:
    assert at in flagged(source, candidate)
