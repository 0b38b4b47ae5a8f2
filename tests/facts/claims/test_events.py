"""Direction, denial and openness of one deed told by both texts. Expectations are derived: what a reader sees."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.facts.claims.reading import read
from evalharness.facts.claims.stance import is_due, is_past, stance
from evalharness.text.document import Document

KINDS = ("negation", "direction", "modality")


def kinds(source: str, candidate: str) -> list[str]:
    ours, theirs = Document(candidate), Document(source)
    return [item.kind for item in claim_findings(ours, theirs, align(ours, theirs)) if item.kind in KINDS]


WRONG = [
    (
        "negation",
        "Divers found no trace of the anchor.",
        "Divers discovered a trace of the anchor.",
    ),
    ("negation", "The tannery did not pay the harbour levy.", "The tannery paid the harbour levy."),
    ("negation", "The ferry crew could not locate the beacon.", "The ferry crew was able to locate the beacon."),
    ("direction", "The brewer denied that its vats had leaked.", "The brewer admitted that its vats had leaked."),
    ("direction", "Cheese exports rose 14 percent in May.", "Cheese exports fell 14 percent in May."),
    (
        "direction",
        "The brewer will raise output by 9% in Malta.",
        "The brewer will scale back output by 9% in Malta.",
    ),
    ("modality", "The mill might rest its oldest loom in June.", "The mill will rest its oldest loom in June."),
    ("modality", "The valley could be snow-free by March.", "The valley will be snow-free by March."),
    ("modality", "The mill was preparing to sue the dyer.", "The mill has sued the dyer."),
]


@pytest.mark.parametrize(("kind", "source", "candidate"), WRONG)
def test_a_changed_event_is_found(kind: str, source: str, candidate: str) -> None:
    assert kind in kinds(source, candidate)


RIGHT = [
    # the figure beside each word has the same direction, whatever else the sentence says
    ("Shares, down 7% since May, closed 3.4% higher. Analysts cheered.", "The shares finished the day 3.4% up."),
    # one comparison told from its two sides
    ("The price was higher than Oslo had paid for the ferry.", "Oslo paid less for the ferry than that price."),
    # what begins is the reopening
    ("The council closed the bridge in May and will reopen it.", "The bridge, shut since May, will start to reopen."),
    # a rate reached, and the rise that it is
    ("Inflation eased to 1.4% in August.", "Prices were up 1.4% in August."),
    # no more is said of "stop" than that it could be
    ("The mill could stop the loom.", "The mill might be able to stop the loom."),
    ("Police could not verify the report.", "The report has not been verified by police."),
    ("The mill plans to close its dye works in June.", "The dye works of the mill are to be closed in June."),
    ("No cracks were found in the mast by inspectors.", "There were no cracks in the mast, inspectors found."),
    ("The mill declined to say whether it would sell the loom.", "The mill would not comment on the loom."),
    # a denial of what the source has only as an accusation
    ("Berg accused Lund of keeping the lists. Lund rejected this.", "Lund denies keeping the lists."),
]


@pytest.mark.parametrize(("source", "candidate"), RIGHT)
def test_the_same_event_in_other_words_is_left_alone(source: str, candidate: str) -> None:
    assert kinds(source, candidate) == []


@pytest.mark.parametrize(
    ("text", "verb", "level"),
    [
        ("The mill is likely to close.", "close", 3),
        ("The aim is to close the mill.", "close", None),  # an aim is no statement that it closes
        ("Lund said the mill would close.", "close", 1),  # "will" in reported speech
        ("The mill would close.", "close", 3),
        ("The mill managed to close the gap.", "close", 0),
        ("The loom is being mended.", "mended", 0),
        ("They kept the loom from being mended.", "mended", None),
        ("The owner will have the loom mended.", "mended", 3),
    ],
)
def test_stance_of_a_verb(text: str, verb: str, level: int | None) -> None:
    reading = read(Document(text))
    assert stance(reading, next(word.at for word in reading.words if word.low == verb)) == level


def test_past_and_due() -> None:
    reading = read(Document("The mill has sold looms and is to close."))
    at = {word.low: word.at for word in reading.words}
    assert (is_past(reading, at["sold"]), is_due(reading, at["sold"])) == (True, False)
    assert (is_past(reading, at["close"]), is_due(reading, at["close"])) == (False, True)
