"""Whose statement, whose deed, whose figure: one wire, wrong and right tellings. Expectations: a careful reader's."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings, claims
from evalharness.facts.claims.reading import read
from evalharness.facts.claims.same_speaker import named_by
from evalharness.facts.claims.speech import speech
from evalharness.text.document import Document

WIRE = (
    "Ferry operator Skagline will scrap its night crossing to Ardvik in May, it said on Monday. "
    "Harbour board chairman Olav Tveit said the ageing pier could collapse under heavy lorries. "
    "Marine biologist Unni Brekke of Ardvik College blamed instead a dredging permit that expired in 2019. "
    "The Coast Heritage Trust praised the crew for its patience. "
    "Mayor Liv Aune condemned the plan as “a farewell without flowers”. "
    "A passenger group said refunds had been withheld since January. "
    "Opposition spokeswoman Siv Hagen accused Skagline of hiding the results of three hull inspections. "
    "Early tests hint that the dredging has doubled erosion along the northern beach. "
    "Skagline rejected an approach from Danish rival Borrefart. "
    "Mutual insurer Tolvmann has refused to cover the claim. "
    "Supplier Kvitfoss, which built the engines, warned that it might seek damages from the shipyard Dalsund. "
    "Norwegian divers will train 40 Icelandic welders at the yard. "
    "Petrol on the island rose 3.4% in March, while diesel eased 0.7%. "
    "Shares in shipping company Borrefart tumbled 17% on Monday."
)


def findings(candidate: str, *kinds: str) -> list[str]:
    ours, theirs = Document(candidate), Document(WIRE)
    return [item.span.text for item in claim_findings(ours, theirs, align(ours, theirs)) if item.kind in kinds]


@pytest.mark.parametrize(
    ("candidate", "span"),
    [
        # the one who is described is named in the wire, and somebody else spoke
        ("The harbour board's chairman blamed a dredging permit that expired in 2019.", "chairman"),
        # a body that has nothing to do with the person who spoke
        ("The pier could collapse under heavy lorries, the Coast Heritage Trust believes.", "Coast Heritage Trust"),
        # the verb's object is what was said
        ("Olav Tveit called the plan “a farewell without flowers”.", "Olav Tveit"),
        # a speaker the wire brings in as new is nobody it names elsewhere
        ("Refunds had been withheld since January, Unni Brekke said.", "Unni Brekke said"),
        # an accusation told as fact, the verb among what is wrong
        ("Skagline has hidden the results of three hull inspections.", "hidden the results"),
        # a hint told as fact
        ("Dredging has doubled erosion along the northern beach.", "doubled erosion"),
    ],
)
def test_statement_of_another_is_found(candidate: str, span: str) -> None:
    assert any(span in found for found in findings(candidate, "attribution"))


@pytest.mark.parametrize(
    "candidate",
    [
        "The harbour board's chairman said the pier could collapse under heavy lorries.",
        "In the view of Unni Brekke, a dredging permit that expired in 2019 is to blame.",
        "Refunds had been withheld since January, said a passenger group that speaks for commuters.",
        "Skagline has been accused of hiding the results of three hull inspections.",
        "Tests hint that the dredging has doubled erosion along the northern beach.",
        "The mayor called the plan “a farewell without flowers”.",
    ],
)
def test_the_same_speaker_is_left_alone(candidate: str) -> None:
    assert findings(candidate, "attribution") == []


@pytest.mark.parametrize(
    "candidate",
    [
        "Skagline has made an approach to its Danish rival Borrefart.",
        "Shipyard Dalsund warned that it might seek damages from Kvitfoss.",
        "Icelandic divers will train 40 Norwegian welders at the yard.",
        "Skagline has refused to cover the claim against its insurer Tolvmann.",
    ],
)
def test_deed_with_its_parties_exchanged_is_found(candidate: str) -> None:
    assert findings(candidate, "role")


@pytest.mark.parametrize(
    "candidate",
    [
        "Borrefart, a Danish rival, made an approach to Skagline, which said no.",
        "The shipyard Dalsund may face damages, Kvitfoss warned.",
        "At the yard Norwegian divers will train 40 welders from Iceland.",
        "Insurer Tolvmann has refused to cover the claim.",
    ],
)
def test_deed_with_its_own_parties_is_left_alone(candidate: str) -> None:
    assert findings(candidate, "role") == []


@pytest.mark.parametrize(
    "candidate",
    ["Danish supplier Kvitfoss tumbled 17% on Monday."],
)
def test_figure_of_another_is_found(candidate: str) -> None:
    assert findings(candidate, "binding", "role", "direction")


def test_figure_of_its_own_is_left_alone() -> None:
    assert findings("Borrefart tumbled 17% on Monday.", "binding", "role") == []
    assert findings("Petrol rose 3.4% and diesel eased 0.7%.", "binding") == []


@pytest.mark.parametrize(
    ("text", "who", "stated"),
    [
        ("No date was set, Holm told the council, as rain fell.", "holm", "No date was set"),
        ("The talks go on, the Nordic Fishing Union believes.", "nordic", "The talks go on"),
        ("Holm was blunter, saying that the pier was rotten.", "holm", "that the pier was rotten"),
        ("Holm took the view that the pier was rotten.", "holm", "that the pier was rotten"),
        ("The pier was fine, said Skagline's head of safety, Jo Holm, whose team left.", "holm", "The pier was fine"),
        ("Critics met. The family said that Holm was well.", "famili", "that Holm was well"),
        ("The pier was fine, said an official who asked not to be named.", "offici", "The pier was fine"),
        ("The man who owns the pier said it was fine.", "man", "it was fine"),
        ("Jo Holm, for the operator, told the court the pier was fine.", "holm", "the pier was fine"),
    ],
)
def test_speaker_is_read_from_the_sentence(text: str, who: str, stated: str) -> None:
    document = Document(text)
    reading, found = document.view(read), document.view(speech)
    frames = [frame for frame in found.frames if who in frame.speaker.names | frame.speaker.heads]
    stretches = [text[reading.words[f.first].start : reading.words[f.stop - 1].end] for f in frames]
    assert stated in stretches


def test_a_description_stands_for_the_one_it_fits() -> None:
    reading = Document(WIRE).view(read)
    assert "tveit" in named_by(reading, frozenset({"harbour", "board", "chairman"}), frozenset({"chairman"}))
    assert named_by(reading, frozenset({"bank", "chairman"}), frozenset({"chairman"})) == frozenset()


def test_verbs_that_no_noun_looks_like_are_verbs_behind_a_figure() -> None:
    found = Document("Skagline, which carried 900 people in 2019, owes lenders 40 million crowns.").view(claims)
    assert any(deed.name == "owe" and "skaglin" in deed.agent.names for deed in found.deeds.all)


def test_what_the_source_says_in_its_own_voice_too_is_no_lost_quotation() -> None:
    line = "We are preparing for a harvest full of good things for the valley and its farmers"
    source = f'{line}\n\n"{line}," said Edda Krog, who grows apples there.'
    assert claim_findings(Document(source), Document(source), ()) == ()


def test_the_sign_for_a_number_denies_nothing() -> None:
    source = "Edda Krog, ranked 118th in the world, beat the second seed in Oslo, organisers said."
    candidate = "World No. 118 Edda Krog beat the second seed in Oslo."
    found = claim_findings(Document(candidate), Document(source), ())
    assert [item.kind for item in found if item.kind == "negation"] == []
