"""Any text at all: no exception, offsets on the quoted text, a copy borne out, time linear in the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalharness.facts.align import align
from evalharness.facts.extract import facts
from evalharness.facts.residue import residue
from evalharness.facts.retention import retained
from evalharness.text.document import Document

# Pieces that meet the rules' edges far more often than random characters do.
MARKS = [
    "$",
    "\u20ac",
    ".",
    ",",
    "-",
    "\u2013",
    "'",
    "\u2019",
    '"',
    "\u201c",
    "\u201d",
    "\u00ab",
    "\n",
    " ",
    "  ",
    "%",
    ":",
]
FIGURES = [
    "5",
    "1,200",
    "million",
    "31st",
    "half",
    "one",
    "hundred",
    "dozens",
    "km",
    "degrees",
    "C",
    "p.m.",
    "V",
    "year",
]
DATES = ["Jan", "May", "Monday", "last", "week", "fiscal", "Q", "old"]
NAMES = ["US", "U.S.", "Tokyo", "Minister", "Gen", "Pete", "Ann Lee", "AllianceThe", "Article", "Bank", "NATO", "I"]
SMALL = ["a", "of", "and", "said", "told", "he", "in", "the", "at", "by"]
ODD = ["\u0130", "\u00df", "\u0660", "\u00bd", "\U0001f41f", "e\u0301", "\x00", "\u2028"]
PIECES = st.sampled_from(MARKS + FIGURES + DATES + NAMES + SMALL + ODD)
GLUED = st.lists(PIECES, max_size=40).map("".join)
SPACED = st.lists(PIECES, max_size=40).map(" ".join)
TEXTS = st.one_of(st.text(max_size=80), GLUED, SPACED)
LOADS = ['"', "\u201ca ", '"a b c" ', "1,111,", "12 ", "$5 ", "US-", "Ab-", "A.", "AbCd", ". ", "'a", "Jan 3 ", "5 to "]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_facts_stand_in_the_text(text: str) -> None:
    for fact in facts(Document(text)):
        assert 0 <= fact.start < fact.end <= len(text)
        assert text[fact.start : fact.end] == fact.text
    for span in residue(Document(text)):
        assert text[span.start : span.end] == span.text


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_alignments_stand_in_both_texts(source: str, candidate: str) -> None:
    for item in align(Document(candidate), Document(source)):
        assert candidate[item.span.start : item.span.end] == item.span.text
        assert item.source is None or source[item.source.start : item.source.end] == item.source.text
        assert "\n" not in item.reason
        assert bool(item.reason) == (item.verdict != "supported")


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_a_copy_is_borne_out_and_keeps_everything(text: str) -> None:
    assert [item for item in align(Document(text), Document(text)) if item.verdict != "supported"] == []
    assert all(item.kept == 1 for item in retained(Document(text), Document(text)))


@pytest.mark.parametrize("piece", ["9", "Alpha ", "one thousand "])
def test_a_megabyte_in_one_line(piece: str) -> None:
    started = time.process_time()
    facts(Document(piece * (1_000_000 // len(piece))))
    assert time.process_time() - started < 10


@pytest.mark.parametrize("piece", [*LOADS, "\u201cNo,\u201d Al said. "])
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        align(Document(text), Document(text))
        return time.process_time() - started

    seconds(1000)
    small, large = min(seconds(4000) for _ in range(2)), min(seconds(32000) for _ in range(2))
    # 8 times the text: linear is 8, quadratic 64; the constant forgives the clock's grain
    assert large < 24 * small + 0.05
