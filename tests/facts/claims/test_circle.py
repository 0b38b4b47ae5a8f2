"""Who says what: statements given to another speaker of the source, and claims told as plain fact.

All sentences are invented; which of two speakers a statement belongs to is read off the source by hand.
"""

from __future__ import annotations

import pytest

from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

WIRE = (
    "Forty people were pulled from a burning barge off Varna on Tuesday, the harbour police said. "
    "The barge's owner, Danube Carriers, denied that it had been overloaded and said it was certified for 60 people. "
    "Harbour police spokesman Ivo Petkov said divers would search the hull on Wednesday. "
    "A lawyer for two of the sailors, Mila Stoeva, told the court her clients had rung the alarm twice. "
    "Prosecutor Anton Genov alleged that the cook had left a stove unattended. "
    "Traffic in the channel fell by a third, which the port authority blamed on dredging. "
    "Marine insurer analyst Petra Voss was doubtful: premiums would climb by a fifth, she said, unless routes changed. "
    "A group calling itself Clean Delta claimed it had warned of leaks, according to local media. "
    "A theft of ropes reported on Monday had been ignored, the crew's union alleged. "
    "“Nobody slept that night,” said Rada Ilieva, a fishmonger. “The windows shook like paper.” "
    "The transport ministry ordered an inquiry."
)


def attributions(candidate: str) -> list[str]:
    found = claim_findings(Document(candidate), Document(WIRE), ())
    return [finding.span.text for finding in found if finding.kind == "attribution"]


WRONG = [
    "The barge was certified for 60 people, the harbour police said.",
    "Prosecutors said the sailors had rung the alarm twice.",
    "Two sailors had rung the alarm twice, prosecutor Anton Genov told the court.",
    "A drop in channel traffic by a third was down to dredging, according to the crew's union.",
    "Premiums would climb by a fifth unless routes changed, Ivo Petkov said.",
    "Harbour police said Clean Delta had claimed that it had warned of leaks.",
    "A theft of ropes reported on Monday had been ignored before the barge burned.",
    "The cook, who was on duty that evening, had left a stove unattended.",
]


@pytest.mark.parametrize("candidate", WRONG)
def test_a_statement_of_another_speaker_is_found(candidate: str) -> None:
    assert attributions(candidate)


RIGHT = [
    "The barge was certified for 60 people, its owner said.",
    "Danube Carriers said the barge had not been carrying too many people.",
    "The company said the barge was certified for 60 people.",
    "Divers would search the hull on Wednesday, police said.",
    "Divers will search the hull on Wednesday, according to the harbour police.",
    "The sailors' lawyer said they had rung the alarm twice.",
    "According to the port authority, dredging was why channel traffic fell by a third.",
    "Premiums would climb by a fifth unless routes changed, Voss said.",
    "The fishmonger said the windows shook like paper.",
    "The prosecution alleged that a stove had been left unattended by the cook.",
    "The cook allegedly left a stove unattended.",
]


@pytest.mark.parametrize("candidate", RIGHT)
def test_the_same_speaker_under_another_name_is_left_alone(candidate: str) -> None:
    assert attributions(candidate) == []


def test_a_pronoun_that_gives_the_statement_away_is_the_span() -> None:
    text = "Ivo Petkov spoke of the search. He told the court that the sailors had rung the alarm twice."
    assert attributions(text) == ["He told"]
