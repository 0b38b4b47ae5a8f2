"""What is not done yet: told as done or certain, and the same in other words. All sentences are invented."""

from __future__ import annotations

import pytest

from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

WIRE = (
    "A tunnel under the Sava has yet to win the backing of the city council. "
    "Under the settlement, which a judge must still approve, Brodex would pay 40 million euros. "
    "Chairman Luka Kos has offered to resign over the leak, and auditors expect to publish their report in May. "
    "Tents and water may have to be flown in by helicopter. "
    "Three of the missing paintings could be abroad, the curator said. "
    "The ministry may widen a subsidy for heat pumps in June. "
    "Prosecutors are considering a bribery charge against the former mayor, Ante Bilic. "
    "A satellite planned for 2029 still awaits cabinet approval. "
    "A complaint against Brodex is to be heard in Split in March."
)


def modalities(candidate: str) -> list[str]:
    found = claim_findings(Document(candidate), Document(WIRE), ())
    return [finding.span.text for finding in found if finding.kind == "modality"]


WRONG = [
    "A judge has approved the settlement, under which Brodex would pay 40 million euros.",
    "Chairman Luka Kos has resigned over the leak.",
    "Auditors have published their report on the leak.",
    "Tents and water have been flown in by helicopter.",
    "Three of the missing paintings are abroad, the curator said.",
    "The ministry has decided to widen a subsidy for heat pumps in June.",
    "Prosecutors have charged the former mayor, Ante Bilic, with bribery.",
    "The cabinet has approved a satellite planned for 2029.",
]


@pytest.mark.parametrize("candidate", WRONG)
def test_what_is_still_to_come_is_not_done(candidate: str) -> None:
    assert modalities(candidate)


RIGHT = [
    "A judge has still to approve the settlement, under which Brodex would pay 40 million euros.",
    "Chairman Luka Kos said he would resign over the leak if asked.",
    "Auditors are due to publish their report in May.",
    "Helicopters may be needed to fly in tents and water.",
    "Three of the missing paintings may be abroad, the curator said.",
    "The ministry has not decided whether to widen a subsidy for heat pumps.",
    "Prosecutors may charge the former mayor, Ante Bilic, with bribery.",
    "The cabinet has not approved the satellite yet.",
    "Residents heard of the leak in March.",
    "Investigators have tents of their own.",
]


@pytest.mark.parametrize("candidate", RIGHT)
def test_what_stays_open_is_left_alone(candidate: str) -> None:
    assert modalities(candidate) == []
