"""Facts as an editor reads them in a reason: one line, a figure with what it counts."""

from __future__ import annotations

from bisect import bisect_left

from evalharness.facts.fact import Fact
from evalharness.facts.lexer import lexed
from evalharness.facts.lexicon import key
from evalharness.records import Span
from evalharness.text.document import Document

# Words before a figure that make it a limit: "no more than 45%".
LIMIT_WORDS = 3
MAX_LETTERS = 160
MAX_WORDS = 8
MAX_HEADS = 3


def limit(fact: Fact, document: Document) -> Span:
    """A figure of a document with the words before it that may make it a limit.

    >>> from evalharness.facts.extract import facts
    >>> document = Document("They asked for no more than 45%.")
    >>> limit(facts(document)[0], document).text
    'no more than 45%'
    """
    lex = document.view(lexed)
    at = bisect_left(lex.tokens, fact.start, key=lambda token: token.start)
    start = lex.tokens[max(lex.starts[fact.segment], at - LIMIT_WORDS)].start
    return Span(start, fact.end, document.text[start : fact.end])


def shown(fact: Fact, document: Document) -> str:
    """The words of a fact of a document; of a figure with the thing it counts.

    >>> from evalharness.facts.extract import facts
    >>> document = Document("Some 54,000 US military personnel are there.")
    >>> shown(facts(document)[0], document)
    '54,000 US military personnel'
    """
    if fact.kind != "number" or not fact.head:
        return one_line(fact.text)
    tokens = document.view(lexed).tokens
    at = bisect_left(tokens, fact.end, key=lambda token: token.start)
    end, heads = fact.end, 0
    for token in tokens[at : at + MAX_WORDS]:
        is_head = key(token.low) in fact.head
        if token.segment != fact.segment or heads == MAX_HEADS or (heads and not is_head):
            break
        if is_head:
            # A plural is mostly the thing counted; before it stand what describes it.
            end, heads = token.end, MAX_HEADS if token.low.endswith("s") and not token.text.isupper() else heads + 1
    return one_line(document.text[fact.start : end])


def one_line(text: str) -> str:
    r"""`text` without line breaks, cut where it is too long for a reason.

    >>> one_line("a  b\nc")
    'a b c'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_LETTERS else f"{flat[: MAX_LETTERS - 1]}\u2026"
