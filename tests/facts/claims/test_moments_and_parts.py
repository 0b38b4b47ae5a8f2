"""Two ends of a span, two parts of a whole, decisions still open, and claims whose speaker is told loosely."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

WIRE = Document(
    "LYON, May 4 - The council gave the theatre 3 million euros and it had spent less than half of "
    "it, the auditor said. The inquiry opened in March before judge Anne Roche and closed on Wednesday. "
    "The festival started on Friday. "
    "Workers are seeking 40 million won in back pay from the mill. Officials plan to evacuate about 9,000 people from "
    "the delta. Some 2,100 villagers were evacuated last week near Sona. The ministry noted that asylum seekers had "
    "been excluded from the count. The board had not decided whether to reopen the quarry. Norco, the smaller of the "
    "two breweries, posted a loss. Attendance fell short of expectations. Italy refused an offer by the fund to buy "
    "the port. Growers have gone to court, alleging that Norco drained the wetland without a licence. Tenants say they "
    "had asked for new boilers after pipes burst in the cellar last winter; the landlord denied receiving any such "
    "request. Fewer than 40 percent of the seats were sold.\n"
    "The union's Ruth Amado said the pay offer was an insult to nurses. Hospital manager Leo Brandt warned that wards "
    "would close on Sunday."
)


def kinds(text: str) -> list[str]:
    candidate = Document(text)
    return [found.kind for found in claim_findings(candidate, WIRE, align(candidate, WIRE))]


@pytest.mark.parametrize(
    "text",
    [
        "The theatre left more than half of the money unspent.",
        "The inquiry began in March and ended on Wednesday.",
        "Workers are suing the mill for 40 million won in back pay.",
        "Most of the villagers evacuated near Sona have gone home.",
        "The exclusion of asylum seekers was pointed out by the ministry.",
        "The board has yet to decide whether to reopen the quarry.",
        "Norco, the smaller of the two breweries, lost money.",
        "Attendance was below expectations.",
        "Italy turned down an offer by the fund to buy the port.",
        "Italy did not agree to an offer by the fund to buy the port.",
        "Growers allege that Norco drained the wetland without a licence.",
        "Tenants say they asked for new boilers after pipes burst in the cellar last winter.",
        "More than 60 percent of the seats remained unsold.",
        "The pay offer was an insult to nurses, the union's Ruth Amado said, and Leo Brandt warned that wards would "
        "close on Sunday.",
    ],
)
def test_what_the_wire_says_in_other_words_is_no_finding(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The theatre had spent more than half of it, the auditor said.", "direction"),
        ("The festival ended on Friday.", "direction"),
        ("About 9,000 people have been evacuated from the delta.", "modality"),
        ("The board has decided not to reopen the quarry.", "modality"),
        ("The board has decided to reopen the quarry.", "modality"),
        ("Norco, the larger of the two breweries, posted a loss.", "direction"),
        ("Attendance exceeded expectations.", "direction"),
        ("Italy agreed to an offer by the fund to buy the port.", "direction"),
        ("Italy accepted an offer by the fund to buy the port.", "direction"),
        ("Norco drained the wetland without a licence.", "attribution"),
        ("Tenants asked for new boilers after pipes burst in the cellar last winter.", "attribution"),
        (
            "The pay offer was an insult to nurses, Leo Brandt said, and the union's Ruth Amado warned that wards "
            "would close on Sunday.",
            "attribution",
        ),
    ],
)
def test_what_the_wire_says_otherwise_is_found(text: str, kind: str) -> None:
    assert kind in kinds(text)


SUSPECTS = Document(
    "Police in Porto held two brothers who are suspected of torching the ferry terminal. A nurse suspected of "
    "poisoning nine patients was freed on bail."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two brothers who torched the ferry terminal were held in Porto.", ["attribution"]),
        ("A nurse who poisoned nine patients was freed on bail.", ["attribution"]),
        ("Two brothers suspected of setting the ferry terminal on fire were held.", []),
        ("Two brothers were held on suspicion of torching the ferry terminal.", []),
        ("Police say two brothers torched the ferry terminal.", []),
        ("A nurse who is thought to have poisoned nine patients was freed.", []),
    ],
)
def test_what_somebody_is_suspected_of_is_no_fact(text: str, expected: list[str]) -> None:
    candidate = Document(text)
    assert [found.kind for found in claim_findings(candidate, SUSPECTS, align(candidate, SUSPECTS))] == expected
