"""Denials dropped, added or softened, and the words that deny as well. Cases follow from the texts."""

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

BOARD = (
    "HARARE, Feb 9 (Reuters) - Board chief Tendai Moyo was not at the hearing, Zimbabwe's grain board said on Monday. "
    "His deputy declined to name the supplier, and a lawyer for it, Rudo Chari, said no payment had been made before "
    "January. The ministry has yet to publish the contract, a promise made in May, and had not replied to letters "
    "until last week. Farmers' leader Peter Banda denied that he had met the supplier. Two silos at Mutare were not "
    "affected."
)
TRAWLER = (
    "CORK, Ireland (AP) - The trawler's crew failed to send a distress call, investigators said Thursday. The owner, "
    "Seamus Kiely, remained in charge of the company when the vessel sailed. The report stopped short of blaming the "
    "skipper for the wreck. The coast guard ruled out sabotage, a charge the union had made and Kiely denied."
)


def kinds(source: str, text: str) -> set[str]:
    candidate, wire = Document(text), Document(source)
    return {item.kind for item in claim_findings(candidate, wire, align(candidate, wire))}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (BOARD, "Board chief Tendai Moyo was at the hearing."),
        (BOARD, "Rudo Chari, a lawyer for the supplier, said a payment had been made before January."),
        (BOARD, "The ministry has published the contract, as promised in May."),
        (BOARD, "Peter Banda, who leads the farmers, confirmed that he had met the supplier."),
        (BOARD, "Two silos at Mutare were affected."),
        (BOARD, "The ministry had never replied to letters."),
        (TRAWLER, "The crew sent a distress call, investigators said."),
        (TRAWLER, "Seamus Kiely, the owner, was no longer in charge of the company when the vessel sailed."),
        (TRAWLER, "The report went as far as blaming the skipper for the wreck."),
        (TRAWLER, "The coast guard did not rule out sabotage."),
    ],
)
def test_a_turned_denial_is_flagged(source: str, text: str) -> None:
    assert "negation" in kinds(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (BOARD, "Board chief Tendai Moyo was absent from the hearing."),
        (BOARD, "Moyo's deputy would not name the supplier."),
        (BOARD, "Rudo Chari, a lawyer for the supplier, said that before January nothing had been paid."),
        (BOARD, "The ministry has still to publish the contract, as promised in May."),
        (BOARD, "Peter Banda, who leads the farmers, rejected the claim that he had met the supplier."),
        (BOARD, "The ministry first replied to letters last week."),
        (TRAWLER, "No distress call came from the crew, investigators said."),
        (TRAWLER, "The report did not blame the skipper for the wreck."),
        (
            "Divers found nine species never before recorded in the fjord.",
            "Nine species new to the fjord were recorded.",
        ),
        ("The boat rammed us, not the other way round, Lund said.", "Lund had it the other way round."),
    ],
)
def test_the_same_denial_is_not_flagged(source: str, text: str) -> None:
    assert "negation" not in kinds(source, text)
