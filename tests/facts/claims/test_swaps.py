"""Two figures that changed places, and deeds told of another. Expectations: derived by comparing the two sentences."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document


def findings(candidate: str, source: str) -> list[tuple[str, str]]:
    ours, theirs = Document(candidate), Document(source)
    return [(item.kind, item.span.text) for item in claim_findings(ours, theirs, align(ours, theirs))]


SWAPPED = [
    (
        "Farms took 35 percent of the water and mills 48 percent.",
        "Farms took 48 percent of the water and mills 35 percent.",
    ),
    (
        "Eleven barges and four tugs searched the lake.",
        "Four barges and eleven tugs searched the lake.",
    ),
    (
        "Havn owns 70% of the quay and its partner Kyst Ferries 30%.",
        "Havn owns 30% of the quay and Kyst Ferries 70%.",
    ),
    (
        "About 8,000 hectares lie on the Danish side and 3,000 hectares on the Swedish side.",
        "Some 3,000 hectares are on the Danish side and 8,000 on the Swedish.",
    ),
    (
        "The harbour held most of the crates, 61 of them. A shed in Narvik held the other 18.",
        "A shed in Narvik held 61 of the crates and the harbour 18.",
    ),
    ("The rate rose to 6.5 percent from 5.2 percent.", "The rate rose from 6.5 percent to 5.2 percent."),
]


@pytest.mark.parametrize(("source", "candidate"), SWAPPED)
def test_figures_that_changed_places_are_found(source: str, candidate: str) -> None:
    assert [kind for kind, _ in findings(candidate, source)] == ["binding"]


KEPT = [
    (
        "Farms took 35 percent of the water and mills 48 percent.",
        "Mills took 48 percent of the water, farms 35 percent.",
    ),
    ("The council voted 31 to 12 for the bridge.", "The bridge was backed by 31 members and opposed by 12."),
    ("The yard will shed 450 of its 2,600 staff.", "The staff of 2,600 at the yard will shrink by 450."),
    ("The rate rose to 6.5 percent from 5.2 percent.", "From 5.2 percent the rate went up to 6.5 percent."),
    (
        "The board froze the assets of 31 people and nine firms.",
        "The board froze the assets of nine firms and 31 people.",
    ),
    ("Two of three pumps failed in the north.", "Of the three pumps in the north two failed."),
    (
        "Sickness hit 4 percent on placebo and 9 percent on the drug.",
        "Placebo and the drug saw 4 and 9 percent fall ill.",
    ),
]


@pytest.mark.parametrize(("source", "candidate"), KEPT)
def test_figures_in_another_order_are_left_alone(source: str, candidate: str) -> None:
    assert findings(candidate, source) == []


def test_a_deed_told_of_somebody_else_is_found() -> None:
    source = "Minister Kari Lund had pressed for a full ban on trawling. Minister Odd Berg opened a fish market."
    found = findings("Minister Odd Berg had pressed for a full ban on trawling.", source)
    assert len(found) == 1
    assert "Odd Berg" in found[0][1]
    assert findings("A full ban on trawling is what Kari Lund had pressed for.", source) == []


def test_who_told_whom_is_compared_for_a_plain_verb_too() -> None:
    source = "Nordlys Energy told inspectors on Friday that a cable had a fault."
    assert [kind for kind, _ in findings("Inspectors told Nordlys Energy that a cable had a fault.", source)] == [
        "role"
    ]
    assert findings("Inspectors were told by Nordlys Energy that a cable had a fault.", source) == []


def test_a_doer_only_described_is_not_the_one_it_is_done_to() -> None:
    source = "Shares in Halvorsen jumped after the chipmaker agreed to buy Lumen Optics of Bergen for $90 million."
    assert [kind for kind, _ in findings("Lumen Optics is to buy Halvorsen for $90 million.", source)] == ["role"]
    assert findings("Lumen Optics is to be bought by Halvorsen for $90 million.", source) == []
