"""Tokens as the fact rules need them: figures whole, marks single, glued headings cut, sentence openings marked.

`text.tokens.words` has words for counting; here the marks between them matter, and so does what a capital letter
means: at the opening of a sentence or in a headline it means nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from evalharness.facts.gazetteer import Place, is_gazetted, places_in
from evalharness.facts.lexemes import CAMEL, LARGE, NO_WORD, SMALL, Lexemes, cut, lexemes
from evalharness.facts.lexicon import is_common, words_of
from evalharness.facts.token import Token
from evalharness.text.document import Document

QUOTE_OPENERS = frozenset("\"'\u201c\u201e\u2018\u00ab")
OPENERS = QUOTE_OPENERS | frozenset("([{")
CLOSERS = frozenset("\"'\u201d\u2019\u00bb)]}")
TERMINATORS = frozenset(".!?\u2026")
ENDERS = TERMINATORS | CLOSERS
# What a capital letter may follow without meaning anything; quotation marks only where they open.
BEFORE_OPENING = QUOTE_OPENERS | {":"}
TITLE_SMALL = words_of("title_small")
DASHES = frozenset("-\u2013\u2014")
DATELINE_TOKENS, DATELINE_LENGTH = 60, 16
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


# Named tuples from plain ones, several times as fast as calling the class for each token.
_token = partial(tuple.__new__, Token)


def lexed(document: Document) -> Lexed:
    """The tokens of a document, as a view. Linear in its length.

    >>> [token.text for token in lexed(Document("The U.S. paid $1,200.5 on Jan. 3.")).tokens]
    ['The', 'U.S.', 'paid', '$', '1,200.5', 'on', 'Jan', '.', '3', '.']
    >>> glued = lexed(Document("A Long AllianceThe two have agreed.It rained."))
    >>> [[token.text for token in glued.segment(index)] for index in range(3)]
    [['A', 'Long', 'Alliance'], ['The', 'two', 'have', 'agreed', '.'], ['It', 'rained', '.']]
    """
    raws = lexemes(document.text)
    if raws is None:
        return Lexed((), (0, 0), (False,))
    if raws.camels:
        raws = _unglued(raws)
    dash = _dateline_end(raws)
    starts = _segment_starts(raws)
    segments: list[int] = []
    for number, (first, stop) in enumerate(pairwise(starts)):
        segments += [number] * (stop - first)
    opens = _openings(raws, starts, dash)
    columns = (raws.starts, raws.ends, raws.texts, raws.lows, raws.kinds, raws.gaps, opens, segments)
    tokens = tuple(map(_token, zip(*columns, strict=True)))
    headline = tuple([_is_headline(raws, first, stop) for first, stop in pairwise(starts)])
    return Lexed(tokens, tuple(starts), headline, 0 if dash is None else dash + 1, places_in(tokens))


def _segment_starts(raws: Lexemes) -> list[int]:
    """Where sentences and lines start, and the number of tokens at the end."""
    starts, count = [0], len(raws.texts)
    lines = frozenset(raws.lines)
    after_end = [index for index, text in enumerate(raws.texts, 1) if text in ENDERS and index < count]
    for index in sorted(lines.union(after_end)):
        while index - starts[-1] >= MAX_SEGMENT:
            starts.append(starts[-1] + MAX_SEGMENT)
        if index > starts[-1] and (index in lines or _sentence_starts(raws, index)):
            starts.append(index)
    while count - starts[-1] > MAX_SEGMENT:
        starts.append(starts[-1] + MAX_SEGMENT)
    return [*starts, count]


def _openings(raws: Lexemes, starts: Sequence[int], dash: int | None) -> list[bool]:
    """For each token whether only marks stand between it and where a segment, a quotation or a clause opens."""
    gaps, kinds, count = raws.gaps, raws.kinds, len(raws.texts)
    marks = [
        index
        for index, text in enumerate(raws.texts)
        if (text in BEFORE_OPENING and (gaps[index] or text == ":")) or index == dash
    ]
    opens = [False] * count
    at = 0
    for index in sorted([*starts, *marks]):
        at = max(at, index)
        while at < count and kinds[at] == "p":
            at += 1
        if at < count:
            opens[at] = True
    return opens


def _dateline_end(raws: Lexemes) -> int | None:
    """The index of the dash that ends a dateline in one of the first lines, or None."""
    for index, text in enumerate(raws.texts[:DATELINE_TOKENS]):
        if text in DASHES and raws.gaps[index]:
            line_start = _line_start(raws, index)
            words = [raws.texts[at] for at in range(line_start, index) if raws.kinds[at] == "w"]
            is_near = 0 < index - line_start <= DATELINE_LENGTH
            if is_near and all(w[0].isupper() for w in words) and any(len(w) > 2 and w.isupper() for w in words):
                return index
    return None


def _unglued(raws: Lexemes) -> Lexemes:
    """`raws` with words such as ``AllianceThe`` cut in two where a heading has run into the text after it."""
    known = frozenset(raws.texts)
    cuts = {index: where for index in raws.camels if (where := _glue(raws, index, known)) is not None}
    return cut(raws, cuts) if cuts else raws


def _glue(raws: Lexemes, index: int, known: frozenset[str]) -> int | None:
    """Where to cut the word at `index`, or None for an ordinary word or a brand such as YouTube."""
    text = raws.texts[index]
    if len(text) > MAX_GLUED:
        return None
    for match in CAMEL.finditer(text):
        where = match.start() + 1
        left, right = text[:where], text[where:]
        familiar = all(part in known or is_common(part.lower()) or is_gazetted(part) for part in (left, right))
        if familiar and where >= 3 and (left.islower() or _heading_before(raws, index)) and _prose_after(raws, index):
            return where
    return None


def _heading_before(raws: Lexemes, index: int) -> bool:
    """Whether the words before, back to the last full stop, look like a heading: all large but the small ones."""
    words = 0
    for at in range(index - 1, max(_line_start(raws, index - 1), index - HEADING_WORDS) - 1, -1):
        text = raws.texts[at]
        if text in TERMINATORS:
            break
        if raws.kinds[at] == "w":
            if text[0].islower() and text not in TITLE_SMALL:
                return False
            words += 1
    return words > 0


def _line_start(raws: Lexemes, index: int) -> int:
    """Where the line begins that has the lexeme at `index`; 0 before the first."""
    number = bisect_right(raws.lines, index)
    return raws.lines[number - 1] if number else 0


def _prose_after(raws: Lexemes, index: int) -> bool:
    texts, kinds = (column[index + 1 : index + 1 + PROSE_WORDS] for column in (raws.texts, raws.kinds))
    small = sum(kind == "w" and text.islower() for text, kind in zip(texts, kinds, strict=True))
    return len(texts) < PROSE_WORDS or small >= 2


def _sentence_starts(raws: Lexemes, index: int) -> bool:
    """Whether a sentence ends before `index`: a full stop with its closing marks, then a capital or a figure."""
    texts, gaps = raws.texts, raws.gaps
    before = index - 1
    while before > index - 4 and before > 0 and texts[before] in CLOSERS and not gaps[before]:
        before -= 1
    stop, text = texts[before], texts[index]
    if stop not in TERMINATORS or (text in CLOSERS and not gaps[index]) or text in TERMINATORS:
        return False
    ahead = next((at for at in range(index, min(index + 3, len(texts))) if texts[at] not in OPENERS), index)
    kind = raws.kinds[ahead]
    if kind == "p" or (kind == "w" and texts[ahead][0].islower()):
        return False
    return stop != "." or _stop_ends(raws, before, ahead)


def _stop_ends(raws: Lexemes, stop: int, ahead: int) -> bool:
    """Whether the full stop at `stop`, before a capital or figure, is more than the dot of an abbreviation."""
    if stop == 0 or raws.gaps[stop]:
        return True
    word = raws.texts[stop - 1]
    if raws.gaps[stop + 1]:
        is_initial = len(word) == 1 and word.isupper() and word != "I"
        return not is_initial and word.lower() not in words_of("abbreviations")
    # Glued full stops end a sentence (agreed.It), dots in a web address do not (Caliber.Az).
    if raws.kinds[ahead] != "w" or raws.kinds[stop - 1] == "p":
        return raws.kinds[ahead] == "w" and word in CLOSERS
    return word.islower() or is_common(raws.texts[ahead].lower())


def _is_headline(raws: Lexemes, first: int, stop: int) -> bool:
    """Whether nearly all words that a title style writes large are written large, and no full stop follows."""
    sizes = raws.sizes[first:stop]
    large, small = sizes.count(LARGE), sizes.count(SMALL)
    if large + small < 2 and len(sizes) - sizes.count(NO_WORD) < 2:
        return False
    last = raws.texts[stop - 1]
    ends = last in TERMINATORS and last != "?"
    return not ends and large > 0 and large >= HEADLINE_SHARE * (large + small)
