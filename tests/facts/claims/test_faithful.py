"""Right paraphrases that look wrong, each beside a wrong one that looks like it. Expectations: what a reader sees."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

TARIFF = (
    "Households in Tampere used an average of 3.1 kilowatt hours a day during the trial, against 7.9 among those on "
    "the old tariff, the utility Kuusi said."
)
VOTE = "Delgado received 51.2 percent of the votes and Prieto 38.4 percent. Ines Salas came third with 7.7 percent."
MODEL = "Project manager: We don't have a budget model yet. Marketing: Several values could stand for the decision."
COATING = (
    "Makers claim that the coating preserves the colour of the wood, but tests at Lund showed that it fades. Earlier "
    "filters weaken the signal of the sensor; the new filter cleans it without weakening the signal."
)
YARROW = (
    "Workers at the Yarrow smelter voted to accept a deal that will pay each of them a bonus of 9,000 dollars, their "
    "union said. The company will reopen the furnace in March and plans to apply for a licence in Chile."
)
PATENT = (
    "Brandt plans to file for approval in Japan in the first quarter. Without the fall, her coach said, she would have "
    "gone out by two seconds faster."
)
FREIGHTER = "Coast guards boarded the freighter early on Thursday. It had crossed the pipeline on Wednesday."
KENORA = (
    "Kenora was a civil party to the trial and was awarded 11 million euros in damages; its lawyer, Isabel Reis, said "
    "it had asked for 85 million. Mayor Tom Aldous said the bridge was safe. Russia's foreign ministry said the "
    "charges were hysteria and that Moscow had nothing to do with the ship."
)
WITNESS = (
    "Middleman Karim Haddou received immunity and testified for four days in May. Prosecutor Rosa Lind denied that he "
    "had been paid. Rebels claimed that the army had burned two villages."
)
BEES = (
    "Of the treated bees 54 percent returned from a flight, compared with 70 percent of the untreated bees. Beekeepers "
    "in Poland lost 19 percent of their colonies last winter, after 12 percent in the winter before."
)
CANAL = "The Dunmore canal, closed since a lock gate broke on Sunday, will reopen to 25 vessels a day from Friday."
LINE = (
    "Teleandes reopened the line after 14 months. Turkey and Armenia will open their border at Margara on Nov 1. "
    "Turkey shut it in 1993 in support of Azerbaijan."
)
TOUR = (
    'Magnus Thorsted took the lead in the tour. His Velodan team had not won a stage race since 2021. "I felt terrible '
    'in the morning," Thorsted said. The margin of his sponsor narrowed to 31.5 percent from 36.2 percent, and an '
    "analyst lowered her price target to T$210 from T$260."
)
LICENCE = "Minister Elena Markides told parliament that the state did not intend to withdraw the licence of Meridian."


def kinds(source: str, text: str) -> set[str]:
    ours, theirs = Document(text), Document(source)
    return {item.kind for item in claim_findings(ours, theirs, align(ours, theirs))}


RIGHT = [
    (TARIFF, "Households on the old tariff used more than twice as much power, 7.9 kilowatt hours a day against 3.1."),
    (VOTE, "Delgado, who took 51.2 percent, beat the incumbent Prieto, who got 38.4."),
    (VOTE, "The race is between Delgado, who took 51.2 percent, and the incumbent Prieto, who got 38.4."),
    (MODEL, "The group discussed the need for a budget model to stand for the decision."),
    (MODEL, "They called for a budget model to stand for the decision."),
    (COATING, "Tests at Lund showed that the coating does not preserve the colour of the wood."),
    (COATING, "The new filter works without weakening the signal."),
    (YARROW, "Workers at Yarrow have settled for a bonus of 9,000 dollars."),
    (YARROW, "The company means to apply for a licence in Chile."),
    (PATENT, "Brandt has lodged an appeal in the patent case."),
    (PATENT, "The pacemaker went down in the second lap."),
    (FREIGHTER, "The freighter crossed the pipeline on Wednesday and coast guards boarded it a day later."),
    (KENORA, "Kenora, which had claimed 85 million euros in damages, was granted 11 million."),
    (KENORA, "Kenora said it had asked for 85 million euros."),
    (KENORA, "Moscow said the charges were hysteria."),
    (WITNESS, "Karim Haddou was granted immunity and spent four days in May on the witness stand."),
    (BEES, "Of the treated bees 54 percent came back."),
    (BEES, "Losses of colonies in Poland rose to 19 percent last winter from 12 percent."),
    (CANAL, "The canal reopens on Friday for 25 vessels a day."),
    (LINE, "The line of Teleandes was shut for 14 months."),
    (LINE, "Turkey closed the border at Margara out of solidarity with Azerbaijan."),
    (TOUR, "The last win of Velodan in a stage race was in 2021."),
    (TOUR, "Thorsted did not feel well in the morning."),
    (TOUR, "A year earlier the margin had been 36.2 percent; now it is 31.5."),
    (TOUR, "An analyst trimmed her price target from T$260 to T$210."),
    (LICENCE, "The state does not mean to withdraw the licence of Meridian, the minister said."),
]
WRONG = [
    (
        TARIFF,
        "Households in the trial used 7.9 kilowatt hours a day, against 3.1 among those on the old tariff.",
        "binding",
    ),
    (VOTE, "Delgado received 38.4 percent of the votes and Prieto 51.2 percent.", "binding"),
    (YARROW, "The company reopened the furnace in March.", "modality"),
    (YARROW, "The company has applied for a licence in Chile.", "modality"),
    (PATENT, "Brandt has filed for approval in Japan.", "modality"),
    (FREIGHTER, "Coast guards boarded the freighter late on Thursday.", "direction"),
    (KENORA, "Isabel Reis said the bridge was safe.", "attribution"),
    (WITNESS, "The army burned two villages.", "attribution"),
    (LINE, "Teleandes closed the line after 14 months.", "direction"),
    (TOUR, "The Velodan team had won a stage race in 2023.", "negation"),
    (TOUR, "An analyst lowered her price target to T$260 from T$210.", "binding"),
    (LICENCE, "The state will withdraw the licence of Meridian.", "negation"),
]


@pytest.mark.parametrize(("source", "text"), RIGHT)
def test_a_right_paraphrase_is_left_alone(source: str, text: str) -> None:
    assert kinds(source, text) == set()


@pytest.mark.parametrize(("source", "text", "kind"), WRONG)
def test_a_wrong_one_like_it_is_found(source: str, text: str, kind: str) -> None:
    assert kind in kinds(source, text)
