"""Sentences: what ends one on the wire and on the web, what does not, and offsets that hold for any text."""

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.records import Span
from evalharness.text import sentences as module
from evalharness.text.document import Document
from evalharness.text.sentences import sentences

# "|" stands where one sentence ends and the next begins; read by eye.
CASES = [
    "The U.S. Secretary met Gen. Nakatani.|He left.",
    "They agreed on Jan. 31 to meet on Feb. 7.|The U.S. Army said so.",
    "It began at 9:31 a.m. Eastern.|It ended at 5 p.m. ET on Friday.|At 5 p.m. he left.",
    "It began at 9 p.m. GMT Sunday.|It ended at 10 a.m. Tokyo time.",
    "He went to St. Louis.|She stayed on Mt. Fuji, Lt. Col. Brown said.",
    "The rate rose 3.5 percent.|It fell by 1.2 bn.",
    'He said, "It is over."|Then he left.',
    "He said, “It is over.”|Then he left.",
    "“It is over,” he said.|“We lost.|We go home.”|The bank closed.",
    "“Why?” he asked.|“Stop!” she cried.|“Go.” he said.",
    "The bank said.|The rate rose",
    "Vote on Dec. 25.|Donald J. Trump met J. K. Rowling and John F. Kennedy Jr. in Washington.",
    "“I'm not sure,” she said.|The players' union met.|The teachers' strike ended.",
    "the bank cut its rate . |the u.s. secretary said so . '' |he left at 5 p.m. on jan. 31 .",
    "(It ended.)|He left (in March) for good.",
    "It began in May.|Workers told me.|“I say no.”|Smith met Art. Brown of No. 10.",
    "1. First point.|2. Second point.|He was No. 1.",
    "The Const. Smith case.|Cllr. Brown agreed.",
    "See www.Example.Com or mail a.b@c.com.|He works at Yahoo! Inc. and left.",
    "Wait... what?|No...|Maybe.",
    "... Puerto Rico?|Yes! ...",
]
GLUED = [
    "The bank said.|The rate rose.",
    "a cut in 2025.|The bank rose 3.5.|The rest",
    "regional security.”|The alliance.|“We go.”|However, he said",
    'He said.|"We go," he added.|"And."|The end',
    "by 5%.|The (so).|Why?|Because",
]


def shown(text: str) -> list[str]:
    return [span.text for span in sentences(Document(text))]


@pytest.mark.parametrize("marked", CASES)
def test_sentences_of_the_wire(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    assert shown(" ".join(expected)) == expected


@pytest.mark.parametrize("marked", GLUED)
def test_a_full_stop_without_a_space_ends_a_sentence(marked: str) -> None:
    assert shown(marked.replace("|", "")) == marked.split("|")


def test_a_word_glued_to_a_word_cannot_be_told() -> None:
    assert shown("Regional Security ConcernsIn a recent call, he spoke.") == [
        "Regional Security ConcernsIn a recent call, he spoke."
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\n \t\n"])
def test_a_line_break_ends_a_sentence(end: str) -> None:
    assert shown(f"Headline without a stop{end}the text, of Mr.{end}Smith") == [
        "Headline without a stop",
        "the text, of Mr.",
        "Smith",
    ]


PIECES = st.sampled_from(
    [
        *"aB1.!?,;:'\"“”‘’`()[]«»…—-\n\r \t\u00a0\u2028é😀中\u0301\x00\ud800",
        "Mr. ",
        "U.S. ",
        "a.m. ",
        "The bank ",
        ". The ",
    ]
)
ODD_TEXT = st.one_of(
    st.lists(PIECES, max_size=40).map("".join), st.text(st.characters(exclude_categories=()), max_size=40)
)


def assert_partition(text: str) -> None:
    spans = sentences(Document(text))
    assert all(text[span.start : span.end] == span.text == span.text.strip() != "" for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    outside = text
    for span in reversed(spans):
        outside = outside[: span.start] + outside[span.end :]
    assert outside.strip() == ""


@given(ODD_TEXT)
def test_every_character_is_in_one_sentence(text: str) -> None:
    assert_partition(text)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_windows_lose_nothing(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_WINDOW", 40)
        assert_partition(text)


def test_windows_see_the_same_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The U.S. Secretary met Gen. Nakatani on Jan. 31. He said 3.5 percent. “Why?” he asked. " * 30
    whole = shown(text)
    assert len(whole) == 90
    monkeypatch.setattr(module, "_WINDOW", 200)
    assert shown(text) == whole


@pytest.mark.parametrize(
    "unit", ["“", "`", '"a. ', "~?", "(", "1.", "The bank said so on Monday. ", ". ''", "! ", " ", "é. "]
)
def test_a_very_long_line_takes_linear_time(unit: str) -> None:
    # 300,000 characters: quadratic work on them would take minutes
    text = unit * (300_000 // len(unit))
    assert sum(len(span.text) for span in sentences(Document(text))) <= len(text)


def test_public_articles_are_split_as_expected(shared: Path) -> None:
    with gzip.open(shared / "benchmarks/factuality-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = sorted({json.loads(line)["source"] for line in lines})[::20]
    for text in texts:
        assert_partition(text)
    lengths = sorted(len(span.text) for text in texts for span in sentences(Document(text)))
    # a splitter that misses most ends, or cuts at every abbreviation, moves the median far
    assert 60 < lengths[len(lengths) // 2] < 160


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u202f", "\u3000"])
def test_wide_spaces_are_spaces(space: str) -> None:
    # sentencex 1.0.32 panics on a capital before a no-break space
    text = f". The B{space}. The . The !U.S. Hello.{space}It rained."
    assert_partition(text)
    assert sentences(Document(f"It rained.{space}It stopped.")) == (
        Span(0, 10, "It rained."),
        Span(11, 22, "It stopped."),
    )


def test_a_panic_of_the_library_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    import sentencex

    class PanicException(BaseException):
        pass

    def panic(*_: object) -> None:
        raise PanicException

    monkeypatch.setattr(sentencex, "get_sentence_boundaries", panic)
    assert_partition("It rained. It stopped.")
