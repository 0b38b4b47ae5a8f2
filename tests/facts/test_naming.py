"""Names that a text bears out in other words, and names it does not. Each case follows from its two sentences."""

import pytest

from evalharness.facts.align import align
from evalharness.text.document import Document


def wrong(source: str, candidate: str) -> list[str]:
    found = align(Document(candidate), Document(source))
    return [item.span.text for item in found if item.kind == "name" and item.verdict != "supported"]


@pytest.mark.parametrize(
    ("source", "candidate"),
    [
        ("The strike hit plants near Turin.", "The strike hit plants in Italy."),
        ("Envoys from Norway and Sweden met.", "The Nordic envoys met."),
        ("Envoys from Mali and Togo met.", "Two West African envoys met."),
        ("Ships left the Baltic on Monday.", "Ships left the Baltic Sea on Monday."),
        ("The European Union and Peru signed a pact.", "Brussels signed a pact with Peru."),
        ("Regulators in Brussels must agree.", "The deal needs consent from EU regulators."),
        ("Coins from the Islamic world turned up.", "Coins from Muslim lands turned up."),
        ("Cocoa from Ivory Coast rotted.", "Cocoa from C\u00f4te d'Ivoire rotted."),
        ("The WHO asked for money.", "The U.N. agency asked for money."),
        (
            "The isles, known as the Falklands in London and Malvinas in Argentina, and the Falkland Islands Council",
            "The Malvinas Islands.",
        ),
        ("They sell AI-powered tools.", "They sell AI-based tools."),
        ("Ann Lee said the river rose.", "Hydrologist Ann Lee said the river rose."),
        ("The board met on Monday.", "Policymakers met on Monday."),
        ("Sgt Ann Lee led the search.", "The search was led by Det Sgt Ann Lee."),
        ("U.S. West Texas Intermediate fell.", "Prices of WTI fell."),
        ("The U.S. Geological Survey felt it.", "The American agency felt it."),
        ("Slovenia's parliament passed the bill.", "The deputies in Ljubljana passed the bill."),
        ("Ghana and Ivory Coast agreed.", "The deal between Accra and Abidjan stands."),
        ("Minister Nadia el-Gamal spoke.", "Nadia el-Gamal spoke."),
    ],
)
def test_borne_out_in_other_words(source: str, candidate: str) -> None:
    assert wrong(source, candidate) == []


@pytest.mark.parametrize(
    ("source", "candidate", "span"),
    [
        # the initials of a name of the source must not bear out another name with the same initials
        ("Luca Ferri of the University of Parma spoke.", "Luca Ferri of the University of Padua spoke.", "Padua"),
        ("Trade minister Le Van Binh spoke of a deal.", "Trade minister Le Van Boc spoke of a deal.", "Boc"),
        ("Shareholder Brightstar Capital sold out.", "Brightstone Capital sold out.", "Brightstone Capital"),
        ("The strike hit plants near Turin.", "The strike hit plants in Spain.", "Spain"),
        ("Minister Joris Van Loon met Ann Lee.", "Later Ann Van Loon spoke.", "Ann Van Loon"),
        ("Chairman Per Aasheim left; Morten Brekke stayed.", "The chairman, Morten Aasheim, left.", "Morten Aasheim"),
        ("Nadia el-Gamal met Omar Sherbini.", "Minister Nadia Sherbini spoke.", "Nadia Sherbini"),
    ],
)
def test_other_name_is_found(source: str, candidate: str, span: str) -> None:
    assert any(span in found for found in wrong(source, candidate))
