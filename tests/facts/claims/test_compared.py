"""Comparisons, phrases with a direction, and words that only look like one. Cases follow from the texts."""

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

SKI = (
    "OSLO, May 6 (Reuters) - Norwegian skier Kari Lund won the 30 km race in Holmenkollen on Sunday, finishing 14.2 "
    "seconds ahead of Sweden's Ebba Karlsson. Lund's prize of 40,000 crowns was lower than the 55,000 crowns paid to "
    "the men's winner, and organisers said ticket sales fell short of last year's figure by 3,000."
)
WATCH = (
    "ZURICH, Aug 7 (Reuters) - Swiss watchmaker Brunner cut its forecast for sales growth in 2026 to 3 percent from 5 "
    "percent on Thursday. Its board turned down a bid from rival Aeschli and pushed back the opening of a plant in "
    "Biel by six months, to March 2027. The dollar strengthened 2 percent against the franc in the quarter, Brunner "
    "said, and worries about tariffs eased. It left its dividend of 4 francs a share untouched."
)
RESULT = (
    "FRANKFURT, July 3 (Reuters) - German retailer Brandt posted quarterly operating profit of 212 million euros, "
    "topping the 198 million expected in a company-provided poll of analysts. Its gross margin was 38.1 percent, a "
    "wider margin than that of rival Kessel, which reported 35.5 percent."
)


def kinds(source: str, text: str) -> set[str]:
    candidate, wire = Document(text), Document(source)
    return {item.kind for item in claim_findings(candidate, wire, align(candidate, wire))}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (SKI, "Ebba Karlsson finished 14.2 seconds ahead of Kari Lund in the 30 km race on Sunday."),
        (SKI, "Kari Lund came home 14.2 seconds behind Sweden's Ebba Karlsson in Holmenkollen."),
        (SKI, "Lund received 40,000 crowns, more than the winner of the men's race was paid."),
        (SKI, "Ticket sales exceeded last year's figure by 3,000, the organisers said."),
        (RESULT, "Brandt's operating profit of 212 million euros was lower than analysts had expected in a poll."),
        (RESULT, "Brandt's gross margin of 38.1 percent was smaller than that of its rival Kessel."),
        (WATCH, "Brunner raised its forecast for 2026 sales growth to 3 percent."),
        (WATCH, "Brunner's board accepted a bid from its rival Aeschli."),
        (WATCH, "The opening of the Biel plant has been brought forward by six months, to March 2027."),
        (WATCH, "The dollar weakened 2 percent against the franc in the quarter."),
    ],
)
def test_the_other_way_round_is_flagged(source: str, text: str) -> None:
    assert "direction" in kinds(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (SKI, "Ebba Karlsson came in 14.2 seconds behind Kari Lund in the 30 km race on Sunday."),
        (SKI, "Lund received 40,000 crowns, less than the winner of the men's race was paid."),
        (SKI, "Ticket sales missed last year's figure by 3,000, the organisers said."),
        (RESULT, "Brandt's gross margin of 38.1 percent was bigger than that of its rival Kessel."),
        (WATCH, "Brunner trimmed its forecast for 2026 sales growth to 3 percent."),
        (WATCH, "Brunner's board rejected a bid from its rival Aeschli."),
        (WATCH, "The opening of the Biel plant has been delayed by six months, to March 2027."),
        (WATCH, "Brunner kept its dividend at 4 francs a share."),
        (WATCH, "Concern over tariffs faded in the quarter, Brunner said."),
        ("Haneul lost 112 billion won in May as sales of ships rose.", "In May the loss came to 112 billion won."),
        ("Ness surged on the hill and Berg lost contact.", "Berg was dropped by Ness on the hill."),
    ],
)
def test_the_same_in_other_words_is_not_flagged(source: str, text: str) -> None:
    assert kinds(source, text) <= {"attribution"}
