"""Content units and what a candidate keeps of them. Expected units are read off the sentences by hand."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.facts.clauses import MAX_CONTENT, cut, strengths
from evalharness.facts.content_units import content_units
from evalharness.facts.coverage import UNSAID, coverage
from evalharness.facts.retention import retained
from evalharness.text.document import Document

SHARED = Path(os.environ.get("EVALHARNESS_SHARED", Path(__file__).parents[3] / "shared"))
SEEDS = SHARED / "seeds"
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("aAbs ,.;-\u2014()\n'\"\u201c\u201d09$%"), st.characters()), max_size=120
)
WIRE = (
    "OSLO, March 3 - Norway will cut its cod quota by 12 percent, despite protests from fishermen in the north.\n"
    "\u201cThe stock has not recovered from years of heavy fishing,\u201d minister Kari Lund told reporters."
)


def units(text: str) -> list[str]:
    return [unit.span.text for unit in content_units(Document(text))]


def kept(source: str, candidate: str) -> tuple[float, ...]:
    return coverage(Document(source), Document(candidate))


def test_a_text_falls_apart_into_its_statements() -> None:
    # The figure is a fact of its own; what has five content words at most is cut at commas and quotation marks only.
    assert units(WIRE) == [
        "Norway will cut its cod quota",
        "despite protests from fishermen in the north",
        "The stock has not recovered from years of heavy fishing",
        "minister Kari Lund told reporters",
    ]
    assert units("Oslo bought ten new ferries for the western fjords after the old boats caught fire.") == [
        "Oslo bought ten new ferries",
        "for the western fjords",
        "after the old boats caught fire",
    ]


def test_case_and_spaced_marks_make_no_difference() -> None:
    cased = "Ministers agreed in a phone call on Friday to continue efforts, Oslo officials said."
    tokenised = "ministers agreed in a phone call on friday to continue efforts , oslo officials said ."
    assert [unit.lower() for unit in units(cased)] == units(tokenised)


def test_quoted_units_know_who_speaks() -> None:
    found = content_units(Document(WIRE))
    assert [unit.is_quoted for unit in found] == [False, False, True, False]
    assert {unit.speaker for unit in found if unit.is_quoted} == {("kari", "lund")}
    assert {unit.speaker for unit in found if not unit.is_quoted} == {None}


def test_page_residue_has_no_units() -> None:
    assert units("The bank cut its rate.\nJoin our Telegram channel and get the latest breaking news delivered.") == [
        "The bank cut its rate"
    ]


def test_words_said_once_weigh_most() -> None:
    (unit,) = content_units(Document("Oslo warned Oslo."))
    weights = {word.stem: word.weight for word in unit.words}
    (once,) = (word.weight for unit in content_units(Document("Oslo warned.")) for word in unit.words if word.ids)
    assert weights["oslo"] == once / 2
    assert unit.repeats == 0.5  # one of two words comes again, once


@pytest.mark.parametrize(
    "candidate",
    ["The bank lowered its main rate to aid exporters.", "To aid exporters , the bank lowered its main rate ."],
)
def test_another_wording_keeps_a_statement(candidate: str) -> None:
    assert min(kept("The bank lowered its main rate to help exporters.", candidate)) >= 0.5


def test_names_of_one_thing_are_the_same() -> None:
    source = "The islands are claimed by Beijing but run by Tokyo."
    assert kept(source, "Japan runs the islands, which China claims.") == (1.0, 1.0)


def test_a_word_met_by_chance_keeps_nothing() -> None:
    source = "The islands have long been a point of tension between the neighbours."
    assert set(kept(source, "The neighbours bought a car. It rained for days. The car is red.")) == {0.0}


def test_the_same_words_count_less_in_another_context() -> None:
    source = "The minister, a former soldier, was sworn in at the weekend after a narrow vote in the senate."
    told = kept(source, "The former soldier was sworn in as minister after a narrow vote.")
    mixed = kept(source, "A former soldier won the lottery.")
    assert told[0] == 1.0
    assert 0.0 < mixed[0] < 1.0


def test_a_quotation_nobody_says_is_half_kept() -> None:
    source = "It rained. \u201cWe must deepen our cooperation in a concrete manner,\u201d Berg told parliament."
    said = kept(source, "Berg said we must deepen our cooperation in a concrete manner.")
    unsaid = kept(source, "We must deepen our cooperation in a concrete manner.")
    assert said[1] == 1.0
    assert unsaid[1] == UNSAID


def test_retained_tells_of_figures_once() -> None:
    source = Document("Oslo paid 90 million euros. Bergen got 90 million euros in two years.")
    assert [item.shown for item in retained(source, source) if item.kind == "number"] == [
        "90 million euros",
        "two years",
    ]


@given(TEXTS)
def test_units_quote_the_text_in_order(text: str) -> None:
    end = 0
    for unit in content_units(Document(text)):
        assert end <= unit.span.start < unit.span.end
        assert text[unit.span.start : unit.span.end] == unit.span.text
        assert all(word.weight > 0 for word in unit.words)
        end = unit.span.end


@given(TEXTS, TEXTS)
def test_kept_is_a_share_and_the_same_each_time(source: str, candidate: str) -> None:
    first, again = (retained(Document(source), Document(candidate)) for _ in range(2))
    assert first == again
    assert all(0 <= item.kept <= 1 and item.weight > 0 for item in first)


@given(TEXTS)
def test_a_copy_keeps_all_and_a_blank_nothing(text: str) -> None:
    assert all(item.kept == 1 for item in retained(Document(text), Document(text), "salience"))
    assert not any(item.kept for item in retained(Document(text), Document(" \n")))


@given(st.lists(st.tuples(st.sampled_from([0.0, 1.5, 2.0, 4.0, 7.0]), st.booleans()), max_size=60))
def test_cutting_loses_no_word(sentence: list[tuple[float, bool]]) -> None:
    parts = list(cut([strength for strength, _ in sentence], [content for _, content in sentence]))
    assert [place for first, last in parts for place in range(first, last)] == list(range(len(sentence)))
    for first, last in parts:
        inner = [place for place in range(first + 1, last) if sentence[place][0]]
        n_content = sum(content for _, content in sentence[first:last])
        sides = [sum(content for _, content in sentence[first:place]) for place in inner]
        # What is still too long has no place left that leaves two content words on both sides.
        assert n_content <= MAX_CONTENT or not any(2 <= side <= n_content - 2 for side in sides)


def test_strengths_need_a_gap_for_every_word() -> None:
    with pytest.raises(ValueError, match="zip"):
        strengths(["a", "b"], [""])


@pytest.mark.parametrize("text", ["," * 100_000, "and the bank, " * 4_000, "\u201cno\u201d " * 8_000, "7" * 50_000])
def test_long_odd_texts_take_linear_time(text: str) -> None:
    retained(Document(text), Document(text[: len(text) // 2]))


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed texts are not here")
def test_the_seeds_agree_with_the_hand_annotation() -> None:
    golden = json.loads((SEEDS / "golden.json").read_text("utf-8"))
    source = Document((SEEDS / golden["reference"]).read_text("utf-8"))
    expected, found = [], {}
    for name, share in golden["expected_retention"].items():
        items = retained(source, Document((SEEDS / name).read_text("utf-8")))
        told = [item.kept for item in items if item.kind != "name"]
        found[name[:3]] = sum(told) / len(told)
        expected.append(abs(found[name[:3]] - share))
    assert sorted(found, key=found.__getitem__, reverse=True) == ["000", "004", "002", "003"]
    assert sum(expected) / len(expected) <= 0.08
