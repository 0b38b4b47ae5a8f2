"""How sure, which way, denied or not: what a candidate makes of the wire's own words. Cases follow from the texts."""

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document


def flagged(source: str, text: str) -> set[str]:
    candidate, wire = Document(text), Document(source)
    return {item.kind for item in claim_findings(candidate, wire, align(candidate, wire))}


@pytest.mark.parametrize(
    ("source", "text", "kind"),
    [
        (
            "The new berth at Sillamae would triple the harbour's capacity to 6 million tonnes a year.",
            "The new berth at Sillamae has tripled the harbour's capacity to 6 million tonnes a year.",
            "modality",
        ),
        (
            "Latvia would meanwhile cut shipments from Ventora to 40,000 barrels a day, Ozola said.",
            "Latvia has cut its shipments from Ventora to 40,000 barrels a day, Ozola said.",
            "modality",
        ),
        (
            "The captain said the rowing club was considering an appeal.",
            "The rowing club has lodged an appeal, the captain said.",
            "modality",
        ),
        (
            "Director Ozola said the dairy might sell whey to Kaskila this spring.",
            "The dairy has agreed to sell whey to Kaskila this spring, director Ozola said.",
            "modality",
        ),
        (
            "The survey said the Hornsee glacier could vanish within 30 years.",
            "The Hornsee glacier, which provided water to farms, will vanish within 30 years, the survey said.",
            "modality",
        ),
        (
            "Ozola did not rule out a merger before the harvest season opens on May 5.",
            "Ozola ruled out a merger before the harvest season opens on May 5.",
            "negation",
        ),
        (
            "Floods drowned 700 sheep on the Varde farms, less than half the flock lost in 2019.",
            "Floods drowned 700 sheep on the Varde farms, more than twice the flock lost in 2019.",
            "direction",
        ),
    ],
)
def test_stronger_or_turned(source: str, text: str, kind: str) -> None:
    assert kind in flagged(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The krona firmed to 9.10 per dollar from 9.40.", "The dollar bought fewer kronor, 9.10 instead of 9.40."),
        (
            "Ozola said the fare would not be above 4 euros a ride.",
            "Ozola promised a ceiling of 4 euros for each ride.",
        ),
        (
            "The bank trimmed its growth forecast for this year to 2.1% from 2.4%.",
            "The bank now expects the economy to grow by 2.1% this year rather than 2.4%.",
        ),
        (
            "Twenty divers have had bans reduced since 2018, up from seven in the previous four years.",
            "The number of divers whose bans were cut has almost tripled, to 20 since 2018 from seven before.",
        ),
        (
            "Norwegian Defence Minister Kari Lund praised the pact, while her Danish counterpart, Nils Holm, sighed.",
            "Defence Minister Holm sighed over the pact.",
        ),
        (
            "The Red Cross has supplied 300 tents and the charity Havn has promised the rest.",
            "Havn has pledged to provide the remaining tents, on top of the 300 already supplied by the Red Cross.",
        ),
        (
            "Jon Moe would spend 90 days rowing the Atlantic alone.",
            "Jon Moe spent 90 days rowing the Atlantic alone.",
        ),
        (
            "The dairy said it would meanwhile sell whey to Kaskila if the price rose.",
            "The dairy may sell whey to Kaskila if the price rises.",
        ),
    ],
)
def test_same_strength(source: str, text: str) -> None:
    assert not flagged(source, text)
