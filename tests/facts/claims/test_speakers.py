"""Who says it: the statement, its speaker and what stands for a speaker. Expectations: a reader's, comparing both."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.facts.claims.reading import read
from evalharness.facts.claims.speakers import are_apart, groups_of, has_other_house
from evalharness.facts.claims.tables import form
from evalharness.text.document import Document

WIRE = (
    "Tram operator Nordbane will close two depots in Tromso, finance director Ida Moe said on Monday. "
    "“We counted the empty seats on every night run between the harbour and the hospital,” "
    "said chief mechanic Lars Vik. "
    "Each night run costs 4,200 crowns in electricity, he said. "
    "Mayor Grete Dahl disputed that, saying the operator never repaid a 9 million crown loan. "
    "Analysts expect fares to climb by a tenth before Easter. "
    "Damage to the track was put at 3 million crowns by the transport department. "
    "The drivers' union said fatigue had been ignored since spring. Nordbane declined to comment. "
    "In a complaint, rival Fjordbuss says Nordbane copied its timetable in 2021. Nordbane denies the claim. "
    "Residents left what they called a reckless test of the brakes by Nordbane."
)


def findings(candidate: str, source: str = WIRE) -> list[tuple[str, str]]:
    ours, theirs = Document(candidate), Document(source)
    return [(item.kind, item.span.text) for item in claim_findings(ours, theirs, align(ours, theirs))]


WRONG = [
    ("Each night run costs 4,200 crowns in electricity, Ida Moe said.", "Ida Moe"),
    ("The operator never repaid a 9 million crown loan, Lars Vik said.", "Lars Vik"),
    ("The depots in Tromso will close, Grete Dahl said.", "Grete Dahl"),
    ("Ida Moe expects fares to climb by a tenth before Easter.", "Ida Moe"),
    ("Damage to the track came to 3 million crowns, according to analysts.", "analysts"),
    ("Analysts said fatigue had been ignored since spring.", "Analysts"),
    ("Nordbane copied its timetable in 2021 from a rival.", "Nordbane copied its timetable"),
    (
        "On every single night run between the harbour and the hospital we counted the empty seats.",
        "we counted the empty seats",
    ),
]


@pytest.mark.parametrize(("candidate", "words"), WRONG, ids=[words for _, words in WRONG])
def test_another_speaker_or_none_is_found(candidate: str, words: str) -> None:
    found = findings(candidate)
    assert [kind for kind, _ in found] == ["attribution"]
    assert words in found[0][1] or found[0][1] in words


RIGHT = [
    "Each night run costs 4,200 crowns in electricity, Lars Vik said.",
    "The operator still owes a loan of 9 million crowns, the mayor said.",
    "Nordbane said two depots in Tromso would close.",
    "Fares will climb by a tenth before Easter, analysts expect.",
    "The transport department put damage to the track at 3 million crowns.",
    "Fatigue had been ignored since spring, according to the drivers' union.",
    "Nordbane copied its timetable in 2021, Fjordbuss says.",
    "The chief mechanic said the empty seats had been counted.",
]


@pytest.mark.parametrize("candidate", RIGHT)
def test_the_same_speaker_in_other_words_is_left_alone(candidate: str) -> None:
    assert [found for found in findings(candidate) if found[0] == "attribution"] == []


def test_a_sentence_of_a_quotation_that_goes_on_is_voiced() -> None:
    run = "We counted the empty seats on every night run between the harbour and the hospital"
    text = f"She says: “We counted the seats.” {run}, Vik said."
    assert [found for found in findings(text) if found[0] == "attribution"] == []


def test_groups_exclude_each_other_only_where_both_are_known() -> None:
    known = groups_of()
    assert are_apart(known[form("judge")], known[form("analyst")])
    assert not are_apart(known[form("judge")], known[form("spokesman")])
    assert not are_apart(frozenset(), known[form("analyst")])


def test_a_person_described_by_one_house_is_none_of_another() -> None:
    reading = Document("Analyst Ole Ruud of Vestby Partners spoke. Nordbane closed a depot.").view(read)
    assert has_other_house(reading, frozenset({"ole", "ruud"}), frozenset({"nordban"}))
    assert not has_other_house(reading, frozenset({"ole", "ruud"}), frozenset({"vestbi", "partner"}))
