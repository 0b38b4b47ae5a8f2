"""Page residue: what a web page put around the article (cookie notices, author boxes, share buttons, appeals)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evalharness.facts.lexer import Lexed, lexed
from evalharness.facts.lexicon import is_common, table
from evalharness.facts.token import Token
from evalharness.records import Span
from evalharness.text.document import Document

# Between two pieces of residue at the end of a text, this many sentences or lines are taken for residue too.
MAX_BOX = 8
TAIL = 0.4
# Longer sentences are the article's, however they are worded.
MAX_TOKENS = 40
SHORT_LINE = 18
BUTTON_LINE = 10
QUOTE_MARK = re.compile('["\u201c\u201d\u00ab]')
BARS = frozenset("|\u00bb\u203a>\u2022")
BYLINE = 8


@cache
def _group(name: str) -> tuple[str, ...]:
    entries = table("residue")[name]
    return tuple(str(entry) for entry in entries) if isinstance(entries, list) else ()


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_group(name))


def residue_marks(document: Document) -> tuple[bool, ...]:
    """For each segment of the lexed text whether it is page residue, as a view."""
    lex, text = document.view(lexed), document.text
    count = len(lex.starts) - 1
    tail = int(count * (1 - TAIL))
    low = _plain(text)
    phrases = [phrase for phrase in _group("phrases") if phrase in low]
    marks = [_is_residue(text, lex, index, phrases, in_tail=index >= tail) for index in range(count)]
    _fill_author_boxes(lex, marks, tail)
    for index in range(max(1, tail), count):
        is_short = len(lex.segment(index)) <= SHORT_LINE
        marks[index] = marks[index] or (marks[index - 1] and is_short and not _starts_line(text, lex, index))
    return tuple(marks)


def _fill_author_boxes(lex: Lexed, marks: list[bool], tail: int) -> None:
    """Mark what stands between two pieces of residue, or a line that is only a name and residue, near the end."""
    last = None
    for index in range(tail, len(marks)):
        if not marks[index] and not _is_author_line(lex, index):
            continue
        if last is not None and index - last <= MAX_BOX and (marks[index] or marks[last]):
            marks[last : index + 1] = [True] * (index + 1 - last)
        last = index


def residue(document: Document) -> tuple[Span, ...]:
    r"""Stretches of page residue, neighbours joined, as a view.

    >>> text = "The bank cut its rate to 2 percent.\nSubscribe to our newsletter."
    >>> [span.text for span in residue(Document(text))]
    ['Subscribe to our newsletter.']
    """
    lex, marks = document.view(lexed), document.view(residue_marks)
    found: list[Span] = []
    start = None
    for index, mark in enumerate((*marks, False)):
        if mark and start is None:
            start = index
        elif not mark and start is not None:
            first, last = lex.tokens[lex.starts[start]].start, lex.tokens[lex.starts[index] - 1].end
            found.append(Span(first, last, document.text[first:last]))
            start = None
    return tuple(found)


def _plain(text: str) -> str:
    return text.lower().replace("\u2019", "'")


def _is_residue(text: str, lex: Lexed, index: int, phrases: Sequence[str], *, in_tail: bool) -> bool:
    """Whether a segment is residue; `phrases`: those of residue that the text has anywhere."""
    tokens = lex.segment(index)
    if not 0 < len(tokens) <= MAX_TOKENS:
        return False
    line = _plain(text[tokens[0].start : tokens[-1].end])
    if line.strip(" .:!|") in _words("alone"):
        return True
    if QUOTE_MARK.search(line):  # somebody is quoted: the article's own text
        return False
    if phrases and any(phrase in line for phrase in phrases):
        return True
    is_line = _starts_line(text, lex, index) and _starts_line(text, lex, index + 1)
    if len(tokens) <= SHORT_LINE and (in_tail or is_line):
        is_appeal = line.startswith(_group("starts")) or any(phrase in line for phrase in _group("weak"))
        if is_appeal or _addresses_reader(tokens):
            return True
    return _is_buttons(tokens) or _is_byline(lex, index, tokens) or _is_credit(lex, index, tokens)


def _addresses_reader(tokens: tuple[Token, ...]) -> bool:
    """Such as "Rate this article", "your email", "the information on this page": an appeal to the reader."""
    lows = [token.low for token in tokens]
    if len(lows) > SHORT_LINE or _words("appeals").isdisjoint(lows):
        return False
    return any(
        low in ("this", "our", "your") and not _words("nouns").isdisjoint(lows[at + 1 : at + 3])
        for at, low in enumerate(lows)
    )


def _starts_line(text: str, lex: Lexed, index: int) -> bool:
    start = lex.starts[index]
    if not 0 < start < len(lex.tokens):
        return True
    return "\n" in text[lex.tokens[start - 1].end : lex.tokens[start].start]


def _is_buttons(tokens: tuple[Token, ...]) -> bool:
    """Share buttons and bread crumbs: "Facebook | X | WhatsApp", "Home » News » Europe"."""
    words = [token.low for token in tokens if token.kind == "w"]
    if len(words) > BUTTON_LINE:
        return False
    bars = sum([token.gap for token in tokens if token.text in BARS])
    known = sum(map(_words("buttons").__contains__, words))
    return bars >= 2 or (bars >= 1 and known >= 1) or (known >= 2 and known == len(words))


def _is_byline(lex: Lexed, index: int, tokens: tuple[Token, ...]) -> bool:
    """Such as "By Vafa Guliyeva": a line of its own with capitals after the first word."""
    if tokens[0].text not in ("By", "BY") and tokens[0].kind == "w":
        return False
    words = [token.text for token in tokens if token.kind == "w"]
    starts = len(words) > 1 and words[0] in ("By", "BY") and len(words) <= BYLINE
    return starts and words[1][0].isupper() and not _ends_sentence(tokens) and lex.headline[index]


def _is_credit(lex: Lexed, index: int, tokens: tuple[Token, ...]) -> bool:
    """The agency after the last sentence: "AFP", "(Reuters)"."""
    words = [token.low for token in tokens if token.kind == "w"]
    return (
        len(words) == 1 and words[0] in _words("agencies") and index > 0 and not lex.dateline_stop > lex.starts[index]
    )


def _is_author_line(lex: Lexed, index: int) -> bool:
    """A line that is only a person's name, as author boxes have: two to four large words, half in no dictionary."""
    tokens = lex.segment(index)
    words = [token for token in tokens if token.kind == "w"]
    if not 2 <= len(words) <= 4 or len(tokens) > 6 or _ends_sentence(tokens):
        return False
    strange = sum(not is_common(token.low) for token in words)
    return all(token.text[0].isupper() for token in words) and strange * 2 >= len(words)


def _ends_sentence(tokens: tuple[Token, ...]) -> bool:
    return tokens[-1].text in ".!?"
