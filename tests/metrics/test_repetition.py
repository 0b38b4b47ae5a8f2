"""Repetition: repeated headlines and sentences are found at their place, ordinary prose is left alone."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.metrics.protocol import Case
from evalharness.metrics.repetition import Repetition
from evalharness.records import ItemScore
from evalharness.text.document import Document

STORIES = Path(__file__).parents[2] / "references"
SHARED = [os.environ.get("EVALHARNESS_SHARED"), Path(__file__).parents[3] / "shared"]
HEADLINE = "Port Workers Vote to End Strike"


def item(candidate: str, source: str = "") -> ItemScore:
    (found,) = Repetition().score([Case("a", "s", Document(source), Document(candidate), ())])
    return found


def repeated(candidate: str, source: str = "") -> list[str]:
    findings = item(candidate, source).findings
    for finding in findings:
        assert finding.span is not None
        assert candidate[finding.span.start : finding.span.end] == finding.span.text
        assert (finding.kind, finding.verdict, finding.severity) == ("repetition", "repeated", "page")
        assert finding.source is None
    return [finding.span.text for finding in findings if finding.span]


def test_a_repeated_headline_is_found_each_time_also_run_into_the_text() -> None:
    text = f'"{HEADLINE}\n\n{HEADLINE.upper()}!\n{HEADLINE}In a vote on Monday the strike ended. They went home.'
    assert repeated(text) == [HEADLINE.upper() + "!", HEADLINE]
    # 5 sentences: the headline three times and two more
    assert item(text).stats[:2] == (2.0, 5.0)
    assert item(text).findings[1].span.start == text.index(HEADLINE + "In")
    assert item(text).findings[0].reason == f'repeats its own sentence from the top: "{HEADLINE}"'


def test_a_later_sentence_is_named_so() -> None:
    text = "The port is open. The strike has ended. Ships came in. The strike has ended."
    assert [finding.reason for finding in item(text).findings] == [
        'repeats its own earlier sentence: "The strike has ended."'
    ]


def test_a_long_sentence_is_quoted_in_part() -> None:
    text = "Workers at the port of Rotterdam voted on Monday to end the strike that began in May."
    (finding,) = item(f"{text} {text}").findings
    # at most 60 characters of it, and no part of a word
    assert finding.reason.endswith(': "Workers at the port of Rotterdam voted on Monday to end the ..."')


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADLINE}\n{HEADLINE} on Monday, the union said.",  # a lead that begins like its headline
        f"{HEADLINE}\nPort Workers Vote to End Strikes in May.",
        "He said no. She said no. Yes. Yes. No. No.",  # nothing of three words twice
        "The bank said McCoy won. The bank said McDonald lost. Prices rose by 3 percent. Wages rose by 3 percent.",
        "",
        " \n",
    ],
)
def test_what_is_no_copy(text: str) -> None:
    assert repeated(text) == []


def test_what_the_source_says_twice_may_be_said_twice() -> None:
    source = "Media playback is not supported here\nThe strike ended.\nMedia playback is not supported here\nThey left."
    assert repeated(source, source) == []
    assert repeated(f"{source}\nThe strike ended.", source) == ["The strike ended."]


def test_trigrams_counted_by_hand() -> None:
    # a b c d a b c: triples abc bcd cda dab abc, the last for the second time; no sentence twice
    assert item("a b c d a b c").stats == (0.0, 1.0, 1.0, 5.0)
    assert Repetition().finish(item("a b c d a b c").stats) == {"repeated_sentences": 0.0, "repeated_trigrams": 0.2}


def test_short_texts_are_undefined() -> None:
    for text in ("", "...", "One. Two", "Hello"):
        assert item(text).stats == (0.0, 0.0, 0.0, 0.0)
    assert Repetition().finish((0.0,) * 4) == {"repeated_sentences": None, "repeated_trigrams": None}
    assert Repetition().finish(item("Yes. No. Maybe.").stats) == {"repeated_sentences": None, "repeated_trigrams": 0.0}


@given(st.lists(st.sampled_from(["a b c", "D e f. ", "\n", HEADLINE, "In it. ", "x"]), max_size=15).map("".join))
def test_shares_are_shares_and_spans_hold(text: str) -> None:
    spans = repeated(text)
    copies, n_sentences, again, n_triples = item(text).stats
    assert copies == len(spans)
    assert copies <= max(n_sentences - 1, 0)
    assert again <= max(n_triples - 1, 0)


@pytest.mark.parametrize("line", ["aB " * 100_000, "a b c 1\n" * 30_000, "aB aB aB aBaB\n" * 10_000])
def test_long_odd_texts_take_linear_time(line: str) -> None:
    assert item(line).stats[3] > 0


def test_the_shipped_wires_and_faithful_rewrites_repeat_nothing() -> None:
    files = [*STORIES.glob("*/wire.txt"), *STORIES.glob("*/rewrites/faithful.txt")]
    assert len(files) >= 16
    assert [file.name for file in files if repeated(file.read_text(encoding="utf-8"))] == []


def test_the_headline_of_the_seed() -> None:
    folder = next((Path(folder) for folder in SHARED if folder and Path(folder).is_dir()), None)
    if folder is None:
        pytest.skip("the shared texts are not here")
    counts = {}
    for file in sorted((folder / "seeds").glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        counts[file.name[:3]] = [span.strip('"') for span in repeated(text)]
    headline = "US and Japan Strengthen Defense Pact Amid Regional Security Concerns"
    assert counts == {"000": [], "001": [], "002": [], "003": [], "004": [headline] * 3}
