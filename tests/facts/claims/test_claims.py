"""Each rule on small texts. Every expectation is derived: what a reader sees by comparing the two sentences."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

WIRE = (
    "TROMSO, 4 May - Shipping firm Havn Lines said on Monday it had sued Danish rival Kyst Ferries over two contracts. "
    "Chief Executive Mona Eide said the line was not considering leaving Russia. Profit rose 12 percent to 90 million "
    "euros while sales slipped to 410 million from 430 million. Kyst denied that it had copied the timetable. "
    "Analyst Jorn Falk alleged that managers had hidden losses of 7 million euros in a Cyprus account. "
    "The Danish firm could sell its three oldest ships next year, and the port plans to close a quay in June. "
    "“We count every barrel twice before we sail,” Eide told reporters. Union leader Nils Hagen said the crews had "
    "not been promised bonuses. Havn employs 2,300 people; Kyst has 940. Inspectors found no cracks in the hull."
)


def findings(candidate: str, source: str = WIRE) -> list[tuple[str, str]]:
    ours, theirs = Document(candidate), Document(source)
    found = claim_findings(ours, theirs, align(ours, theirs))
    assert all(candidate[item.span.start : item.span.end] == item.span.text for item in found)
    assert all(item.source is None or source[item.source.start : item.source.end] == item.source.text for item in found)
    return [(item.kind, item.span.text) for item in found]


WRONG = [
    ("negation", "Eide said the line was considering leaving Russia.", "considering leaving Russia"),
    ("negation", "Kyst admitted that it had copied the timetable.", "admitted"),
    ("negation", "Hagen said the crews had been promised bonuses.", "promised bonuses"),
    ("negation", "Inspectors found cracks in the hull.", "found cracks"),
    ("negation", "Profit did not rise 12 percent to 90 million euros.", "not rise 12 percent"),
    ("direction", "Profit fell 12 percent to 90 million euros.", "fell"),
    ("direction", "Sales climbed to 410 million from 430 million.", "climbed"),
    ("direction", "The port plans to open a quay in June.", "open"),
    ("role", "Kyst Ferries has sued Havn Lines over two contracts.", "Kyst Ferries has sued Havn Lines"),
    ("role", "Havn Lines was sued by Kyst Ferries over two contracts.", "Havn Lines was sued by Kyst Ferries"),
    ("attribution", "Hagen told reporters: “We count every barrel twice before we sail.”", "Hagen"),
    ("attribution", "Eide said the crews had not been promised bonuses.", "Eide"),
    ("attribution", "Managers had hidden losses of 7 million euros in a Cyprus account.", "Managers had hidden losses"),
    (
        "attribution",
        "The year was good. We count every barrel twice before we sail. More is to come.",
        "We count every barrel twice before we sail",
    ),
    ("modality", "The Danish firm will sell its three oldest ships next year.", "will sell"),
    ("modality", "The port has closed a quay in June.", "has closed"),
    ("binding", "Kyst employs 2,300 people in the north.", "Kyst employs 2,300"),
]


@pytest.mark.parametrize(("kind", "candidate", "words"), WRONG, ids=[f"{kind}-{words}" for kind, _, words in WRONG])
def test_a_wrong_claim_is_found_at_its_words(kind: str, candidate: str, words: str) -> None:
    found = findings(candidate)
    assert len(found) == 1  # one error, one finding
    # the finding's words and the words expected share a stretch
    assert found[0][0] == kind
    assert words in found[0][1] or found[0][1] in words


RIGHT = [
    "Havn has sued its rival Kyst Ferries over two contracts.",
    "Kyst Ferries was sued by Havn Lines over two contracts.",
    "Danish rival Kyst Ferries has been taken to court by Havn Lines.",
    "The line does not consider leaving Russia, Eide said.",
    "Leaving Russia is not an option, according to Mona Eide.",
    "Profit climbed 12 percent to 90 million euros, whereas sales fell from 430 million to 410 million.",
    "Sales were down at 410 million, and profit was up 12 percent.",
    "Kyst rejected the suggestion that it had copied the timetable.",
    "Falk accused managers of hiding losses of 7 million euros in a Cyprus account.",
    "Managers allegedly hid losses of 7 million euros in a Cyprus account.",
    "The Danish firm may sell its three oldest ships next year.",
    "A quay in the port is to be closed in June.",
    "Eide told reporters that every barrel was counted twice.",
    "The crews had been promised no bonuses, Hagen said.",
    "Havn has 2,300 employees and Kyst 940.",
    "There were no cracks in the hull, inspectors found.",
    "Not a single crack was found in the hull.",
]


@pytest.mark.parametrize("candidate", RIGHT)
def test_a_faithful_paraphrase_is_left_alone(candidate: str) -> None:
    assert findings(candidate) == []


def test_a_copy_has_no_findings() -> None:
    assert findings(WIRE) == []


def test_an_extract_has_no_findings() -> None:
    assert (
        findings("Profit rose 12 percent to 90 million euros while sales slipped to 410 million from 430 million.")
        == []
    )


def test_double_denial_is_read_as_one_affirmation() -> None:
    wire = "The bank did not rule out a further cut in its lending rate this year, Governor Ana Ruiz said."
    assert findings("Governor Ana Ruiz left open a further cut in the lending rate this year.", wire) == []
    assert findings("Governor Ana Ruiz ruled out a further cut in the lending rate this year.", wire) == [
        ("negation", "ruled out a further cut in the lending rate this year")
    ]


@pytest.mark.parametrize(
    ("wire", "candidate"),
    [
        ("Lund beat Berg 6-2 in Oslo on Sunday.", "Berg lost to Lund 6-2 in Oslo on Sunday."),
        ("Havn bought the yard from Kyst for 5 million euros.", "Kyst sold the yard to Havn for 5 million euros."),
        ("Oslo lent Bergen four buses in March.", "Bergen borrowed four buses from Oslo in March."),
    ],
)
def test_inverse_verbs_agree(wire: str, candidate: str) -> None:
    assert findings(candidate, wire) == []


@pytest.mark.parametrize(
    ("wire", "candidate"),
    [
        ("Lund beat Berg 6-2 in Oslo on Sunday.", "Lund lost to Berg 6-2 in Oslo on Sunday."),
        ("Havn bought the yard from Kyst for 5 million euros.", "Havn sold the yard to Kyst for 5 million euros."),
        ("Oslo lent Bergen four buses in March.", "Oslo borrowed four buses from Bergen in March."),
    ],
)
def test_inverse_verbs_contradict_where_the_parties_stay(wire: str, candidate: str) -> None:
    assert [kind for kind, _ in findings(candidate, wire)] == ["role"]


def test_polarity_is_hard_and_the_rest_soft() -> None:
    wire = Document(WIRE)
    text = "Eide said the line was considering leaving Russia. Profit fell 12 percent to 90 million euros."
    candidate = Document(text)
    found = claim_findings(candidate, wire, align(candidate, wire))
    assert [(item.kind, item.severity, item.frank) for item in found] == [
        ("negation", "hard", "RelE"),
        ("direction", "soft", "RelE"),
    ]
    assert all(0 <= item.confidence <= 1 for item in found)


def test_a_fact_already_at_fault_is_not_reported_again() -> None:
    # 91 million is an alignment finding; the direction beside it is right
    assert findings("Profit rose 12 percent to 91 million euros.") == []
