"""Whatever the text: no exception, spans inside it, the same result twice, time in proportion to its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.facts.claims.check import claim_findings, claims
from evalharness.text.document import Document

TELLING = (
    "Oslo Bergen Anna Berg said told did not no never denied may will has been sued beat by to from the a rate rose "
    "fell 5 12% 3.5 million Monday “ ” \" ' , . ; : ( ) - \n 1,200 who which and but according"
)
WORDS = st.sampled_from(TELLING.split(" "))


def spans_hold(candidate: str, source: str) -> None:
    found = claim_findings(Document(candidate), Document(source), ())
    for item in found:
        assert candidate[item.span.start : item.span.end] == item.span.text
        assert item.span.text
        if item.source is not None:
            assert source[item.source.start : item.source.end] == item.source.text
    assert found == claim_findings(Document(candidate), Document(source), ())


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_unicode(candidate: str, source: str) -> None:
    spans_hold(candidate, source)


@given(st.lists(WORDS, max_size=60), st.lists(WORDS, max_size=60))
def test_any_order_of_telling_words(candidate: list[str], source: list[str]) -> None:
    spans_hold(" ".join(candidate), " ".join(source))


@given(st.lists(WORDS, max_size=80))
def test_a_copy_has_no_findings(words: list[str]) -> None:
    text = " ".join(words)
    assert claim_findings(Document(text), Document(text), ()) == ()


ADVERSARIAL = {
    "one clause after another": "Oslo said it did not raise its rates by 5 percent, Berg said, ",
    "quotation marks": '"I said ',
    "names": "Oslo ",
    "denials": "not no never ",
    "figures": "5 12 ",
}


@pytest.mark.parametrize("unit", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        documents = [Document((unit * (length // len(unit) + 1))[:length]) for _ in range(2)]
        for document in documents:
            document.view(claims)
        started = time.process_time()
        claim_findings(Document(documents[0].text + " x"), documents[1], ())
        return time.process_time() - started

    seconds(1000)
    short, long = seconds(10_000), seconds(40_000)
    # four times the text: sixteen times the time would be quadratic
    assert long < 9 * short + 0.05
