"""Figures of the source put with something else, each from sentences of its own."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

SLIDE = (
    "A mudslide buried part of a village in Peru, killing at least 13 people and leaving another 29 missing. "
    "Officials fined the mine's owner 3 million soles. Turnout in Sunday's vote there was 61 percent and the Greens "
    "took 34 percent. The bus was travelling at 62 km per hour, above the limit of 50 km per hour for that road."
)
FERRY = (
    "The painting was insured for $2.5 million and the owner had offered a reward of 900,000 pesos. "
    "Lake Omsk lies 92 km south of the town at a depth of 31 km below the ridge. "
    "It was the second-highest price paid for a work by the artist. Oslo beat Bergen 3-1 on penalties."
)


def told(source: str, candidate: str) -> list[str]:
    ours, theirs = Document(candidate), Document(source)
    found = claim_findings(ours, theirs, align(ours, theirs))
    return [finding.span.text for finding in found if finding.kind == "binding"]


@pytest.mark.parametrize(
    ("source", "candidate", "words"),
    [
        (SLIDE, "At least 29 people were killed when a mudslide buried part of a village in Peru.", "29"),
        (SLIDE, "The bus was travelling at 50 km per hour on that road.", "50 km"),
        (FERRY, "The stolen painting was insured for 900,000 pesos.", "900,000"),
        (FERRY, "It was the highest price paid for a work by the artist.", "highest price"),
        (FERRY, "Oslo beat Bergen 1-3 on penalties.", "1-3"),
    ],
)
def test_a_figure_of_something_else_is_found(source: str, candidate: str, words: str) -> None:
    assert any(words in span for span in told(source, candidate))


@pytest.mark.parametrize(
    ("source", "candidate"),
    [
        (
            SLIDE,
            "At least 13 people died in Peru and 29 are unaccounted for after a mudslide buried part of a village.",
        ),
        (SLIDE, "Some 61 percent voted on Sunday, and the Greens won 34 percent."),
        (SLIDE, "The bus was doing 62 km per hour where the limit is 50 km per hour."),
        (FERRY, "The painting is insured for $2.5 million; a reward of 900,000 pesos had been offered."),
        (FERRY, "Only once has a work by the artist fetched more: the price was the second highest."),
        (FERRY, "Bergen lost 1-3 to Oslo on penalties."),
    ],
)
def test_a_figure_in_its_own_place_is_left_alone(source: str, candidate: str) -> None:
    assert told(source, candidate) == []
