"""Restated figures and dates: every expectation is arithmetic done by hand on the two sentences of the case."""

import pytest

from evalharness.facts.align import align
from evalharness.text.document import Document


def flagged(source: str, candidate: str) -> list[str]:
    found = align(Document(candidate), Document(source))
    return [item.span.text for item in found if item.verdict != "supported" and item.kind in ("number", "date")]


LINE = "LIMA, Aug 19, 2025 - "
RESTATED = [
    # rates over other periods; the sum of so many days
    ("The halt costs the yard 3 million euros a day.", "The halt costs the yard 21 million euros a week."),
    ("The fee will rise by $8.50 a month.", "Over a full year the fee will rise by $102."),
    ("The levy costs 2.4 billion pesos ($120 million) a year.", "The levy costs 200 million pesos a month."),
    ("The monthly rent could rise by 30 euros.", "Tenants could pay 360 euros a year more."),
    # middles, majorities, shares of both sides
    ("It expects a profit of 40 million to 50 million euros.", "The midpoint of its forecast is 45 million euros."),
    ("The bloc won 60 of 121 seats.", "The bloc is one seat short of the 61 it needs."),
    ("The motion passed by 66 votes to 54.", "The motion won 55% of the votes."),
    ("Members backed it by nearly four to one.", "Close to 80% of members backed it."),
    ("The panel ruled 5-2 for the port.", "The panel of seven ruled for the port."),
    # changes told from either end
    ("Support for the bloc is at 28%, down three points since May.", "Support for the bloc stood at 31% in May."),
    ("The yield climbed 6 basis points to 2.31%.", "The yield was 2.31% after 2.25% before."),
    ("It held 41 percent, and its share then rose by 12 points.", "Its share then was 53 percent."),
    ("A sack of maize, now 6,000 shillings, should come down by a third.", "It should fall to some 4,000 shillings."),
    ("The bank raised its rate by a quarter point to 3%.", "The bank raised its rate to 3% from 2.75%."),
    # parts, percentages, complements
    ("The trial had 1,800 patients. Half got the pill.", "Some 900 patients got the pill."),
    ("It cut off 50,000 homes. About 60 per cent of them have light again.", "Some 30,000 homes have light again."),
    ("The hoard has 2,300 coins. One in ten of the coins is gold.", "About 230 of the coins are gold."),
    ("Nine of 14 analysts had seen no change.", "More than a third of the analysts had expected a change."),
    ("Lund took 18% and Berg 45% of the vote.", "Lund took less than half of the 45% that went to Berg."),
    # sums and counts
    ("Five tugs and four barges cleared the wreck.", "Nine vessels, five of them tugs, cleared the wreck."),
    ("The shot was tried in Chad and Niger.", "The shot was tried in two countries."),
    ("It was the fourth-warmest June on record.", "Only three Junes on record were warmer."),
    ("Peru has had 11 cabinets in a decade.", "Peru is about to get its 12th cabinet."),
    ("Governor Roth and three others voted for it.", "Four members voted for it."),
    ("Berg, 63, beat Lund, 49.", "Berg is 14 years older than the man she beat."),
    ("It will buy 40 jets. It has options on a further 15 planes.", "With options it could get 55 jets."),
    # figures said otherwise
    ("About 30% of it came by sea.", "Some three in ten tonnes of it came by sea."),
    ("It lost 24% of its crop.", "It lost 24 in every 100 tonnes of its crop."),
    ("The price fell to 1.90 reais from 2.35 reais.", "The price fell by 45 centavos."),
    ("The 4 billion Australian dollar plan was shelved.", "The A$4bn plan was shelved."),
    ("It was the coldest day in more than a decade.", "It was the coldest day in over ten years."),
    ("They have 10 working days to reply.", "They have two working weeks to reply."),
    ("At least 27 people died.", "The dead number 27 or more."),
    ("The unit employs 3,100 people.", "The unit's 3,100 staff were told."),
    ("He will be out for seven to eight months.", "They put his recovery at seven to eight months."),
    ("The march starts at 6 p.m. on Friday.", "The march starts on Friday at 1800."),
    ("The train left at 9.46 a.m.", "The train left at about a quarter to ten."),
    ("The delay was seven minutes.", "The delay was under eight minutes."),
    ("The blaze drove out 4,700 people.", "The blaze drove out more than four thousand people."),
    ("The blaze razed 71 homes.", "The blaze razed dozens of houses."),
    # matches
    ("Ito led in the 60th minute. Lee was sent off 12 minutes later.", "Lee was sent off after 72 minutes."),
    ("Ito led in the 60th minute. Oh levelled in the 74th with a header.", "Oh levelled 14 minutes after Ito's goal."),
    ("Lee was sent off in the 60th minute.", "They went on with ten men."),
    # the calendar
    (LINE + "It ran aground on Sunday.", "It ran aground two days ago."),
    (LINE + "It is the wettest August since 1988.", "It is the wettest August in 37 years."),
    (LINE + "The talks open on Nov. 4.", "The talks open in 11 weeks or so."),
    (LINE + "The park shut after 12 years.", "The park had been open since 2013."),
    (LINE + "She was barred from office for ten years.", "She is barred from office until the mid-2030s."),
    (LINE + "Talks are expected to last five to six weeks.", "The talks may drag on until late September."),
    ("The vote is on Dec. 18.", "The vote is a week before Christmas."),
    ("Staff strike for 48 hours from Tuesday 3 June.", "Staff will be back on Thursday 5 June."),
    ("He was born in 1970 and hired in 2001.", "He was about 30 when he was hired."),
]  # fmt: skip


@pytest.mark.parametrize(("source", "candidate"), RESTATED)
def test_a_right_restatement_is_not_flagged(source: str, candidate: str) -> None:
    assert flagged(source, candidate) == []


WRONG = [
    ("The halt costs it 3 million euros a day.", "The halt costs it 24 million euros a week.", "24 million euros"),
    ("It expects a profit of 40 million to 50 million euros.", "Its forecast has a midpoint of 48 million euros.",
     "48 million euros"),
    ("The motion passed by 66 votes to 54.", "The motion won 59% of the votes.", "59%"),
    ("The yield climbed 6 basis points to 2.31%.", "The yield was 2.31% after 2.28% before.", "2.28%"),
    ("Five tugs and four barges cleared the wreck.", "Twelve vessels, five of them tugs, cleared the wreck.", "Twelve"),
    ("The shot was tried in five countries, Chad and Niger too.", "The shot was tried in eight countries.", "eight"),
    ("Peru has had 11 cabinets in a decade.", "Peru is about to get its 14th cabinet.", "14th"),
    ("The unit has 3,100 staff.", "The unit's 4,100 staff were told.", "4,100"),
    (LINE + "It is the wettest August since 1988.", "It is the wettest August in 52 years.", "52 years"),
    (LINE + "The gang held him for six months.", "The gang held him for nine months.", "nine months"),
    ("Lee was jailed in Oslo.", "Lee was jailed in Oslo for six years after a trial.", "six years"),
    (LINE + "The talks open on Nov. 4.", "The talks open in three weeks.", "three weeks"),
    ("The vote is on Dec. 8.", "The vote is a week before Christmas.", "Christmas"),
    ("Powder imports rose 31% in 2020. Peru supplied 58% of the powder.", "Powder imports rose 58% in 2020.", "58%"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "candidate", "at"), WRONG)
def test_a_wrong_restatement_is_flagged(source: str, candidate: str, at: str) -> None:
    assert at in flagged(source, candidate)
