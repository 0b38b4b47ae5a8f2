"""Tokens as the fact rules need them: figures whole, marks single, glued headings cut, sentence openings marked.

`text.tokens.words` has words for counting; here the marks between them matter, and so does what a capital letter
means: at the opening of a sentence or in a headline it means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from evalharness.facts.gazetteer import Place, is_gazetted, places_in
from evalharness.facts.lexicon import is_common, words_of
from evalharness.facts.token import Token
from evalharness.text.document import Document

LEXEME = re.compile(
    # Figures; the two middle forms are those of tokenised text: "1 , 200" and "100, 000".
    r"(?P<n>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: , \d{3})+(?!\d)|\d{1,3}(?:, 000)+(?!\d)"
    r"|\d+(?:\.\d+)*)"
    # A letter, then the rest of "U.S.", of "U.S" or of a word: one look at the first letter decides.
    r"|(?P<w>[^\W\d_](?:\.(?:[^\W\d_]\.)+|\.[^\W\d_](?![^\W_])|[^\W\d_]*(?:['\u2019][^\W\d_]+)*))"
    r"|(?P<l>\n)|(?P<p>\S)"
)
CAMEL = re.compile(r"[a-z][A-Z]")
QUOTE_OPENERS = frozenset("\"'\u201c\u201e\u2018\u00ab")
OPENERS = QUOTE_OPENERS | frozenset("([{")
CLOSERS = frozenset("\"'\u201d\u2019\u00bb)]}")
TERMINATORS = frozenset(".!?\u2026")
ENDERS = TERMINATORS | CLOSERS
TITLE_SMALL = words_of("title_small")
DASHES = frozenset("-\u2013\u2014")
DATELINE_TOKENS, DATELINE_LENGTH = 60, 16
POSSESSIVES = ("'s", "\u2019s")
HEADLINE_SHARE = 0.75
HEADING_WORDS = 6
PROSE_WORDS = 10
MAX_GLUED = 60
# Longer sentences are cut, so that what compares sentences stays linear in the text.
MAX_SEGMENT = 400


@dataclass(frozen=True, slots=True)
class Lexed:
    """All tokens of a text.

    Attributes:
        places: what each phrase of the gazetteer names, by the index of its first token.
        starts: index of the first token of each segment, and the number of tokens at the end.
        headline: for each segment, whether nearly all its words carry capitals.
        dateline_stop: index of the first token after the dateline ("TOKYO, Jan 31 -"); 0 where there is none.
    """

    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    headline: tuple[bool, ...]
    dateline_stop: int = 0
    places: Mapping[int, Place] = field(default_factory=dict)

    def segment(self, index: int) -> tuple[Token, ...]:
        """The tokens of one sentence or line."""
        return self.tokens[self.starts[index] : self.starts[index + 1]]


class _Raw(NamedTuple):
    start: int
    end: int
    text: str
    kind: str
    gap: bool
    line: bool
    """A new line, or a glued heading's end, stands before it."""


# Named tuples from plain ones, several times as fast as calling the class for each token.
_raw = partial(tuple.__new__, _Raw)
_token = partial(tuple.__new__, Token)


def lexed(document: Document) -> Lexed:
    """The tokens of a document, as a view. Linear in its length.

    >>> [token.text for token in lexed(Document("The U.S. paid $1,200.5 on Jan. 3.")).tokens]
    ['The', 'U.S.', 'paid', '$', '1,200.5', 'on', 'Jan', '.', '3', '.']
    >>> glued = lexed(Document("A Long AllianceThe two have agreed.It rained."))
    >>> [[token.text for token in glued.segment(index)] for index in range(3)]
    [['A', 'Long', 'Alliance'], ['The', 'two', 'have', 'agreed', '.'], ['It', 'rained', '.']]
    """
    raws = _raws(document.text)
    if CAMEL.search(document.text):
        raws = _unglued(raws)
    dash = _dateline_end(raws)
    rows: list[tuple[int, int, str, str, str, bool, bool, int]] = []
    starts: list[int] = []
    first, segment = 0, 0
    quiet = True  # only marks since the segment or an opening quotation mark began
    after_end = False
    for index, (start, end, text, kind, gap, line) in enumerate(raws):
        is_next = line or index - first >= MAX_SEGMENT or (after_end and _sentence_starts(raws, index))
        if is_next and index > first:
            starts.append(first)
            first, segment, quiet = index, segment + 1, True
        low = text.lower()
        if kind == "p":
            rows.append((start, end, text, low, kind, gap, False, segment))
            after_end = text in ENDERS
            quiet = quiet or text == ":" or (gap and text in QUOTE_OPENERS) or index == dash
        else:
            if low[-1] == "s" and low.endswith(POSSESSIVES):
                low = low[:-2]
            rows.append((start, end, text, low, kind, gap, quiet, segment))
            after_end = quiet = False
    starts += [first, len(rows)]
    tokens = tuple(map(_token, rows))
    headline = [_is_headline(tokens[first:last]) for first, last in pairwise(starts)]
    stop = 0 if dash is None else dash + 1
    return Lexed(tokens, tuple(starts), tuple(headline), stop, places_in(tokens))


def _dateline_end(raws: list[_Raw]) -> int | None:
    """The index of the dash that ends a dateline in one of the first lines, or None."""
    line_start = 0
    for index, raw in enumerate(raws[:DATELINE_TOKENS]):
        if raw.line:
            line_start = index
        if raw.text in DASHES and raw.gap and 0 < index - line_start <= DATELINE_LENGTH:
            words = [before.text for before in raws[line_start:index] if before.kind == "w"]
            if all(word[0].isupper() for word in words) and any(len(word) > 2 and word.isupper() for word in words):
                return index
    return None


def _raws(text: str) -> list[_Raw]:
    found: list[tuple[int, int, str, str, bool, bool]] = []
    line, previous_end = True, -1
    for match in LEXEME.finditer(text):
        kind = match.lastgroup or "p"
        if kind == "l":
            line = True
            continue
        start, end = match.span()
        word = text[start:end]
        # A line that goes on with a small letter is a wrapped one, not a new one.
        if line and kind == "w" and found and word[0].islower():
            line = False
        found.append((start, end, word, kind, start != previous_end, line))
        line, previous_end = False, end
    return list(map(_raw, found))


def _unglued(raws: list[_Raw]) -> list[_Raw]:
    """`raws` with words such as ``AllianceThe`` cut in two where a heading has run into the text after it."""
    known = {raw.text for raw in raws}
    found: list[_Raw] = []
    for index, raw in enumerate(raws):
        cut = _glue(raws, index, known) if raw.kind == "w" else None
        if cut is None:
            found.append(raw)
        else:
            middle = raw.start + cut
            found.append(raw._replace(end=middle, text=raw.text[:cut]))
            found.append(_Raw(middle, raw.end, raw.text[cut:], "w", False, True))
    return found


def _glue(raws: list[_Raw], index: int, known: set[str]) -> int | None:
    """Where to cut the word at `index`, or None for an ordinary word or a brand such as YouTube."""
    text = raws[index].text
    if len(text) > MAX_GLUED:
        return None
    for match in CAMEL.finditer(text):
        cut = match.start() + 1
        left, right = text[:cut], text[cut:]
        familiar = all(part in known or is_common(part.lower()) or is_gazetted(part) for part in (left, right))
        if familiar and cut >= 3 and (left.islower() or _heading_before(raws, index)) and _prose_after(raws, index):
            return cut
    return None


def _heading_before(raws: list[_Raw], index: int) -> bool:
    """Whether the words before, back to the last full stop, look like a heading: all large but the small ones."""
    words = 0
    for raw in reversed(raws[max(0, index - HEADING_WORDS) : index]):
        if raw.text in TERMINATORS:
            break
        if raw.kind == "w":
            if raw.text[0].islower() and raw.text not in TITLE_SMALL:
                return False
            words += 1
        if raw.line:
            break
    return words > 0


def _prose_after(raws: list[_Raw], index: int) -> bool:
    following = raws[index + 1 : index + 1 + PROSE_WORDS]
    return len(following) < PROSE_WORDS or sum(raw.kind == "w" and raw.text.islower() for raw in following) >= 2


def _sentence_starts(raws: list[_Raw], index: int) -> bool:
    """Whether a sentence ends before `index`: a full stop with its closing marks, then a capital or a figure."""
    before = index - 1
    while before > index - 4 and before > 0 and raws[before].text in CLOSERS and not raws[before].gap:
        before -= 1
    stop, raw = raws[before], raws[index]
    if stop.text not in TERMINATORS or (raw.text in CLOSERS and not raw.gap) or raw.text in TERMINATORS:
        return False
    ahead = next((other for other in raws[index : index + 3] if other.text not in OPENERS), raw)
    if ahead.kind == "p" or (ahead.kind == "w" and ahead.text[0].islower()):
        return False
    return stop.text != "." or _stop_ends(raws, before, ahead)


def _stop_ends(raws: list[_Raw], stop: int, ahead: _Raw) -> bool:
    """Whether the full stop at `stop`, before a capital or figure, is more than the dot of an abbreviation."""
    if stop == 0 or raws[stop].gap:
        return True
    word = raws[stop - 1].text
    if raws[stop + 1].gap:
        is_initial = len(word) == 1 and word.isupper() and word != "I"
        return not is_initial and word.lower() not in words_of("abbreviations")
    # Glued full stops end a sentence (agreed.It), dots in a web address do not (Caliber.Az).
    if ahead.kind != "w" or raws[stop - 1].kind == "p":
        return ahead.kind == "w" and word in CLOSERS
    return word.islower() or is_common(ahead.text.lower())


def _is_headline(tokens: Sequence[Token]) -> bool:
    """Whether nearly all words that a title style writes large are written large, and no full stop follows."""
    long = [token.text[0].isupper() for token in tokens if token.kind == "w" and len(token.text) > 3]
    if len(long) < 2 and sum(token.kind == "w" for token in tokens) < 2:
        return False
    ends = tokens[-1].text in TERMINATORS and tokens[-1].text != "?"
    return not ends and sum(long) >= HEADLINE_SHARE * len(long) and any(long)
