"""Quotations: words between quotation marks, and who says them where a reporting verb beside them makes it plain."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evalharness.facts.fact import Quotation
from evalharness.facts.lexer import Lexed
from evalharness.facts.lexicon import words_of
from evalharness.facts.names import Named
from evalharness.facts.token import Token
from evalharness.records import Span

MARK = re.compile("[\"\u201c\u201d\u201e\u00ab\u00bb'\u2018\u2019\n]")
CLOSE_OF = {
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u2018": "\u2019",
    "'": "'",
    '"': '"',
}
MIN_WORDS = 3
MAX_WORDS = 400
VERB_REACH = 14
SPEAKER_REACH = 30
NAME_REACH = 6
PRONOUN_REACH = 2
ATTACHING = frozenset({"of", "at", "for", "from", "with", "(", "the"})
BELONGING = ATTACHING - {"(", "the"}
PRONOUNS = frozenset({"he", "she"})
TERMINATORS = frozenset(".!?")
SPEECH_ENDS = frozenset(",!?\u2026")
BEFORE_VERB = words_of("before_verb")
TELLING = frozenset({"tell", "tells", "told", "telling", "ask", "asks", "asked", "urge", "urged", "warned", "reminded"})


class Quoted(NamedTuple):
    """A quotation and the characters between its marks."""

    quotation: Quotation
    start: int
    end: int
    segment: int


def quotes_in(text: str, lexed: Lexed, names: Sequence[Named]) -> list[Quoted]:
    """All quotations in `text`: three or more words in marks, or one or two right after a reporting verb.

    Titles (all words large) are no quotations. An inner quotation belongs to the outer one.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.facts.names import names_in
    >>> from evalharness.text.document import Document
    >>> text = "\u201cWe did not cut the rate,\u201d Anna Berg said. She reads \u201cWar and Peace\u201d."
    >>> lex = lexed(Document(text))
    >>> [(q.quotation.words, q.quotation.speaker) for q in quotes_in(text, lex, names_in(lex, [False] * 99))]
    [(('we', 'did', 'not', 'cut', 'the', 'rate'), ('anna', 'berg'))]
    """
    starts = [token.start for token in lexed.tokens]
    found: list[Quoted] = []
    for start, end in _marked(text):
        first, stop = bisect_left(starts, start), bisect_left(starts, end)
        tokens = [token for token in lexed.tokens[first:stop] if token.kind != "p"]
        if not tokens or len(tokens) > MAX_WORDS or _is_title(tokens):
            continue
        if len(tokens) < MIN_WORDS and not _is_reported(lexed, first, tokens):
            continue
        words = tuple(token.low for token in tokens)
        speaker = _speaker(lexed, names, first - 1, stop + 1)
        quotation = Quotation(words, speaker.name.keys, _span(text, lexed, speaker)) if speaker else Quotation(words)
        found.append(Quoted(quotation, tokens[0].start, tokens[-1].end, tokens[0].segment))
    return found


def _span(text: str, lexed: Lexed, named: Named) -> Span:
    start, end = lexed.tokens[named.start].start, lexed.tokens[named.stop - 1].end
    return Span(start, end, text[start:end])


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between an opening mark and the mark that closes it, in one line; unclosed ones run to its end."""
    opened: int | None = None
    mark = ""
    for match in MARK.finditer(text):
        at, here = match.start(), match.group()
        if here == "\n":
            if _wraps(text, at):
                continue
            if opened is not None and mark in '\u201c\u00ab"':
                yield opened, at
            opened = None
        elif opened is not None and here in CLOSE_OF[mark] and _may_close(text, at, here):
            yield opened, at
            opened = None
        elif _may_open(text, at, here) and (opened is None or (here == mark and here in '"\u201c')):
            opened, mark = at + 1, here
    if opened is not None and mark in '\u201c\u00ab"':
        yield opened, len(text)


def _wraps(text: str, newline: int) -> bool:
    """Whether a line is only wrapped here: the next one goes on with a small letter."""
    return text[newline + 1 : newline + 2].islower()


def _may_open(text: str, at: int, mark: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark not in CLOSE_OF or not after or after.isspace():
        return False
    if mark in "'\u2018":
        return after.isalpha() and not before.isalnum()
    return mark != '"' or not before or not (before.isalnum() or before in ".,;!?%)")


def _may_close(text: str, at: int, mark: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "'\u2019":
        return not before.isspace() and not after.isalnum()
    return mark != '"' or not before.isspace() or not after or after.isspace()


def _is_title(tokens: Sequence[Token]) -> bool:
    """Whether every word is written large but the small ones of a title."""
    words = [token for token in tokens if token.kind == "w"]
    long = [token for token in words if token.low not in words_of("function")]
    return len(words) > 1 and bool(long) and all(token.text[0].isupper() for token in long)


def _is_reported(lexed: Lexed, first: int, tokens: Sequence[Token]) -> bool:
    """Whether one or two words in marks are somebody's words: a reporting verb stands shortly before."""
    before = lexed.tokens[max(0, first - 1 - VERB_REACH) : first - 1]
    same = [
        token.low
        for token, previous in zip(before[1:], before, strict=False)
        if token.segment == tokens[0].segment and previous.text != "-"  # "so-called" reports nobody's words
    ]
    return tokens[0].text[0].islower() and not words_of("reporting").isdisjoint(same)


def _speaker(lexed: Lexed, names: Sequence[Named], before: int, after: int) -> Named | None:
    """The name that is plainly the subject of the reporting verb beside the quotation, or nothing.

    `before` is the index of the opening mark, `after` that of the first token behind the closing one.
    """
    tokens = lexed.tokens
    is_speech = 1 < after <= len(tokens) and tokens[after - 2].text in SPEECH_ENDS
    start = before
    while start > max(0, before - SPEAKER_REACH) and tokens[start - 1].segment == tokens[before].segment:
        start -= 1
    if _is_closed(tokens, after):
        return _subject(lexed, names, start, before, -1)
    sides = [(start, before, -1), (after, min(len(tokens), after + SPEAKER_REACH), 1)]
    for first, stop, direction in reversed(sides) if is_speech else sides:
        subject = _subject(lexed, names, first, stop, direction)
        if subject:
            return subject
    return None


def _is_closed(tokens: Sequence[Token], after: int) -> bool:
    """Whether a quotation ends in a full stop of its own and a new sentence follows."""
    is_full = 1 < after <= len(tokens) and tokens[after - 2].text == "."
    return is_full and (after >= len(tokens) or not tokens[after].text[0].islower())


def _subject(lexed: Lexed, names: Sequence[Named], start: int, stop: int, direction: int) -> Named | None:
    """The name before the reporting verb nearest the quotation in ``tokens[start:stop]``, or after it: "said Berg"."""
    tokens = lexed.tokens
    reporting = words_of("reporting")
    verbs = [at for at in range(start, stop) if tokens[at].low in reporting and tokens[at].text[0].islower()]
    if not verbs:
        return None
    verb = verbs[0] if direction > 0 else verbs[-1]
    if direction > 0 and any(tokens[at].text in TERMINATORS and tokens[at + 1].opens for at in range(start, verb)):
        return None
    at = bisect_left(names, start, key=lambda named: named.start)
    inside = [named for named in names[at : at + SPEAKER_REACH] if named.start < stop]
    leading = _leading(tokens, inside, verb)
    if leading:
        return leading
    if any(tokens[at].low in PRONOUNS for at in (verb - 1, verb + 1) if start <= at < stop):
        return _last_speaker(lexed, names, tokens[verb].segment)
    segment, reach = tokens[verb].segment, verb + NAME_REACH
    behind = [named for named in inside if verb < named.start <= reach and tokens[named.start].segment == segment]
    if direction < 0 or not behind or tokens[verb].low in TELLING or verb > start + 2:
        return None
    person = [named for named in behind if named.name.form == "person"]
    return (person or behind)[0]


def _last_speaker(lexed: Lexed, names: Sequence[Named], segment: int) -> Named | None:
    """Whom "she said" means: the subject of a reporting verb one or two sentences before."""
    tokens = lexed.tokens
    for before in range(segment - 1, max(-1, segment - 1 - PRONOUN_REACH), -1):
        first, last = lexed.starts[before], lexed.starts[before + 1]
        at = bisect_left(names, first, key=lambda named: named.start)
        inside = [named for named in names[at : at + SPEAKER_REACH] if named.start < last]
        for verb in range(first, min(last, first + MAX_WORDS)):
            if tokens[verb].low in words_of("reporting") and tokens[verb].text[0].islower():
                leading = _leading(tokens, inside, verb)
                if leading:
                    return leading
    return None


def _leading(tokens: Sequence[Token], inside: Sequence[Named], verb: int) -> Named | None:
    """The subject of a verb among the names before it: a person if one is, else the name nearest that leads to it."""
    before = [named for named in inside if named.stop <= verb]
    leading = [named for named in before if _leads_to(tokens, named.stop, verb)]
    if not leading:
        return None
    is_inserted = tokens[verb - 1].text == "," and leading[-1].stop == verb - 1
    nearest = leading[0 if is_inserted else -1]
    is_attached = nearest.name.form != "person" and tokens[nearest.start - 1].low in ATTACHING
    people = [named for named in before if named.name.form == "person"]
    if is_attached and not people and tokens[nearest.start - 1].low in BELONGING:
        return None  # "the mayor of San Isidro said"
    return people[-1] if people and is_attached else nearest


def _leads_to(tokens: Sequence[Token], stop: int, verb: int) -> bool:
    """Whether the verb follows a name directly, after an adverb, or after an insertion between commas."""
    between = tokens[stop:verb]
    if all(token.low in BEFORE_VERB or token.low.endswith("ly") for token in between):
        return True
    return between[0].text == "," and between[-1].text == ","
