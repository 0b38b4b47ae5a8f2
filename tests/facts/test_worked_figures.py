"""Figures and days that follow from a wire in one step; every expectation is worked out by hand from its figures."""

import pytest

from evalharness.facts.align import align
from evalharness.text.document import Document


def flagged(source: str, candidate: str) -> list[str]:
    found = align(Document(candidate), Document(source))
    return [item.span.text for item in found if item.verdict != "supported" and item.kind in ("number", "date")]


FERRY = (
    "TALLINN, Oct 9 (Reuters) - Estonian ferry operator Saarelaev said on Thursday third-quarter revenue "
    "climbed to 48.6 million euros from 43.9 million as a record 812,000 passengers travelled to the islands. "
    "Fuel cost 9.4 million euros and wages 14.1 million. Chief executive Mart Oja said the company would buy "
    "two ships for 62 million euros each. It employs 640 people, 210 of them on land. The new timetable starts "
    "on Oct 20 and a strike planned for Friday was called off."
)
CONGRESS = (
    "LIMA, June 30 - Peru's congress voted 71-48 on Tuesday to remove the interior minister, Rosa Quispe, "
    "after 19 days of protests in which 23 people died, six of them police. She took office on February 11. "
    "The government declared a 30-day emergency on June 16. The economy ministry put losses at 1.4 billion "
    "soles, of which 900 million in mining."
)
MATCH = (
    "MADRID, March 4 (AP) - Real Soria were held 1-1 by Lugo on Saturday, ending a run of nine straight wins. "
    "Vera scored on the hour and Pons levelled in the 88th minute. Soria host Cadiz on April 11."
)
STRIKE = (
    "PARIS, May 5 - Baggage handlers at Orly began a 48-hour strike on Monday. The airport agency said 40 "
    "percent of the 90,000 passengers had been rebooked. Officials put the damage at between 800,000 and 1.2 "
    "million euros. The scanner was one of 23 of its type. The tax on late landings was imposed on Monday. It "
    "takes effect on Tuesday."
)
CRASH = "The crash happened at 12:18 a.m. on Tuesday, police said. The driver was taken to hospital at 11:50 a.m."
COUNCIL = "The council approved the plan by five votes to two. Two members stayed away. Some 40 members of staff came."

FIRE = (
    "DHAKA, Nov 4 (AFP) - At least 26 people died when a ferry with 180 people on board sank on Tuesday. It was "
    "licensed to carry 120. Nine of the bodies are those of children. Fires killed 62 people in 2021 and 34 the year "
    "before. A march was called for Saturday."
)

FAITHFUL = [
    (FERRY, "Saarelaev took in 4.7 million euros more than a year before."),  # 48.6 - 43.9
    (FERRY, "Fuel and wages together came to 23.5 million euros."),  # 9.4 + 14.1
    (FERRY, "It has 430 people at sea."),  # 640 - 210
    (FERRY, "Revenue rose by 4.7 million euros, or 10.7 percent."),  # 4.7 / 43.9
    (FERRY, "Passengers brought in almost 60 euros each."),  # 48.6 million / 812,000 = 59.9
    (FERRY, "Before November the timetable will have changed."),  # Oct 20
    (FERRY, "The walkout that was called off was due the day after the results."),
    (CONGRESS, "Losses outside mining are 500 million soles."),  # 1.4 billion - 900 million
    (CONGRESS, "The emergency runs until mid-July."),  # June 16 + 30 days
    (CONGRESS, "The motion passed with a margin of 23 votes."),  # 71 - 48
    (CONGRESS, "She was in office for 20 weeks."),  # February 11 to June 30 are 139 days
    (MATCH, "Soria failed to win for the first time in 10 matches."),
    (MATCH, "Vera struck after 60 minutes and Pons two minutes from time."),
    (MATCH, "They meet Cadiz on the 11th of the following month."),
    (STRIKE, "The strike is to end on Wednesday."),
    (STRIKE, "More than 35,000 passengers have been rebooked."),  # 36,000
    (STRIKE, "Some 54,000 passengers are still waiting."),
    (STRIKE, "The damage was put at about a million euros."),
    (STRIKE, "The other 22 scanners of the type are in use."),
    (STRIKE, "The tax on late landings applies from Tuesday."),
    (CRASH, "It happened shortly after midnight."),
    (CRASH, "He was taken to hospital just before noon."),
    (COUNCIL, "The seven-member council was split."),
    (FIRE, "Seventeen of the dead are adults."),
    (FIRE, "The ferry had 60 people too many on board."),
    (FIRE, "Fires killed 34 people in 2020."),
    (FIRE, "The march is to be held four days after the ferry sank."),
]
WRONG = [
    (FERRY, "Saarelaev took in 5.9 million euros more than a year before.", "5.9 million euros"),
    (FERRY, "Fuel and wages together came to 27.5 million euros.", "27.5 million euros"),
    (FERRY, "It has 450 people at sea.", "450"),
    (FERRY, "Revenue rose by 4.7 million euros, or 14.7 percent.", "14.7 percent"),
    (FERRY, "A record 821,000 passengers travelled to the islands.", "821,000"),
    (FERRY, "The new timetable starts on Oct 27.", "Oct 27"),
    (CONGRESS, "Losses outside mining are 700 million soles.", "700 million soles"),
    (CONGRESS, "The motion passed with a margin of 33 votes.", "33"),
    (CONGRESS, "Some 27 people died in the protests.", "27"),
    (MATCH, "Soria failed to win for the first time in 14 matches.", "14"),
    (MATCH, "Vera struck after 50 minutes.", "50 minutes"),
    (STRIKE, "The strike is to end on Thursday.", "Thursday"),
    (STRIKE, "About 46,000 passengers have been rebooked.", "46,000"),
    (CRASH, "It happened shortly after noon.", "noon"),
    (COUNCIL, "The nine-member council was split.", "nine"),
    (FIRE, "Fourteen of the dead are adults.", "Fourteen"),
    (FIRE, "Fires killed 34 people in 2018.", "2018"),
]


@pytest.mark.parametrize(("source", "candidate"), FAITHFUL)
def test_what_follows_in_one_step_is_not_flagged(source: str, candidate: str) -> None:
    assert flagged(source, candidate) == []


@pytest.mark.parametrize(("source", "candidate", "span"), WRONG)
def test_what_does_not_follow_is_flagged(source: str, candidate: str, span: str) -> None:
    assert span in flagged(source, candidate)


def test_a_figure_of_another_size_is_no_rival() -> None:
    wire = Document("Turnout was high. Two people were killed in clashes.")
    found = align(Document("Some five million people voted."), wire)
    assert [item.source for item in found if item.kind == "number"] == [None]
