"""Content units: the short statements a text is made of; its figures and dates are facts of their own.

A unit is what a person would tick off as kept or lost: "was sworn in", "despite allegations of alcohol abuse",
"Tokyo officials said". It is the size of the content units of the Pyramid method (Nenkova & Passonneau 2004).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from evalharness.facts.clauses import cut, strengths, words_in
from evalharness.facts.extract import facts
from evalharness.facts.fact import Fact, Quotation
from evalharness.facts.lexer import lexed
from evalharness.facts.lexicon import key, words_of
from evalharness.facts.residue import residue_marks
from evalharness.facts.support.index import Form, Sentence, analysed
from evalharness.records import Span
from evalharness.text.document import Document

# A small word tells little, but "off", "no" or "after" tell something; where it comes often it tells nothing.
SMALL_WEIGHT = 0.5
# No sentence is taken in longer parts.
MAX_TOGETHER = 120


class UnitWord(NamedTuple):
    """A word of a unit.

    Attributes:
        stem: its comparison form.
        ids: what it names, where the gazetteer knows: ``("@japan",)`` for Japan, Japanese and Tokyo.
        weight: the square root of its rarity in nats, divided by the number of times that the text has it: what a
            text says once is what it tells; the name it is all about tells nothing of a single statement.
        is_content: whether it is more than a small word.
    """

    stem: str
    ids: tuple[str, ...]
    weight: float
    is_content: bool


class Unit(NamedTuple):
    """One short statement.

    Attributes:
        span: where it stands.
        stretch: number of the one of the `stretches` it stands in.
        words: its distinct words, without its figures and dates.
        repeats: how often its content words come again, on average.
        is_quoted: whether it stands between quotation marks.
        speaker: comparison keys of who says it; None where it is no quotation, or nobody says it.
    """

    span: Span
    stretch: int
    words: tuple[UnitWord, ...]
    repeats: float
    is_quoted: bool
    speaker: tuple[str, ...] | None


class Mark(NamedTuple):
    """What a token is besides its comparison form: what it names, the figure or date it is of, part of the article."""

    ids: tuple[str, ...]
    figure: Fact | None
    is_article: bool


def marks(document: Document) -> tuple[Mark, ...]:
    """View: one mark for each token of `analysed`."""
    starts, lex = document.view(analysed).starts, document.view(lexed)
    ids: dict[int, tuple[str, ...]] = {}
    for index, place in lex.places.items():
        ids.update((token.start, place.ids) for token in lex.tokens[index : place.stop])
    outside = {token.start for token in lex.tokens[: lex.dateline_stop]}
    for segment, is_residue in enumerate(document.view(residue_marks)):
        if is_residue:
            outside.update(token.start for token in lex.segment(segment))
    figures: dict[int, Fact] = {}
    for fact in document.view(facts):
        if fact.kind in ("number", "date"):
            covered = starts[bisect_left(starts, fact.start) : bisect_left(starts, fact.end)]
            figures.update(dict.fromkeys(covered, fact))
    special = ids.keys() | figures.keys() | outside
    plain = Mark((), None, True)  # one for all: most tokens are nothing else
    return tuple(
        [
            Mark(ids.get(start, ()), figures.get(start), start not in outside) if start in special else plain
            for start in starts
        ]
    )


class _Spans:
    """Facts by place, asked for in text order."""

    def __init__(self, found: list[Fact]) -> None:
        self.found = found
        self.next = 0

    def at(self, start: int) -> Fact | None:
        """The fact that the character at `start` belongs to; `start` never goes back."""
        while self.next < len(self.found) and self.found[self.next].end <= start:
            self.next += 1
        fact = self.found[self.next] if self.next < len(self.found) else None
        return fact if fact and fact.start <= start else None


def stretches(document: Document) -> tuple[Sentence, ...]:
    """View: the sentences of a text, the very long ones in parts, so that what compares them stays linear."""
    return tuple(
        Sentence(sentence.start, sentence.end, first, min(sentence.last, first + MAX_TOGETHER))
        for sentence in document.view(analysed).sentences
        for first in range(sentence.first, sentence.last, MAX_TOGETHER)
    )


def speaks(document: Document) -> tuple[bool, ...]:
    """View: for each of the `stretches`, whether it has a word of saying.

    >>> speaks(Document("Oslo paid. Bergen warned of it."))
    (False, True)
    """
    stems = document.view(analysed).stems
    return tuple(not _speech().isdisjoint(stems[part.first : part.last]) for part in document.view(stretches))


@cache
def _speech() -> frozenset[str]:
    return frozenset(key(word) for word in words_of("reporting") | words_in("saying"))


def content_units(document: Document) -> tuple[Unit, ...]:
    """View: the units of a text, by place; page residue and the dateline have none. Linear in its length.

    >>> text = "Oslo, the largest city of Norway, paid 90 million euros despite warnings from the opposition."
    >>> [unit.span.text for unit in content_units(Document(text))]
    ['Oslo, the largest city of Norway', 'paid 90 million euros', 'despite warnings from the opposition']
    """
    return tuple(_Builder(document).units())


class _Builder:
    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.view = document.view(analysed)
        self.marks = document.view(marks)
        self.stretches = document.view(stretches)
        self.says = document.view(speaks)
        self.quotes = _Spans([fact for fact in document.view(facts) if fact.kind == "quote"])
        pairs = zip(self.marks, self.view.stems, strict=True)
        self.names = [mark.ids[0] if mark.ids else stem for mark, stem in pairs]
        self.counts = Counter(self.names)
        self.words: dict[str, tuple[Form, UnitWord]] = {}

    def units(self) -> Iterator[Unit]:
        stems, honorifics = self.view.stems, words_in("honorifics")
        for number, stretch in enumerate(self.stretches):
            tokens = [
                index
                for index in range(stretch.first, stretch.last)
                if self.marks[index].is_article and stems[index] not in honorifics
            ]
            yield from self._parts(number, tokens)

    def _parts(self, number: int, tokens: list[int]) -> Iterator[Unit]:
        text, starts, ends, forms = self.text, self.view.starts, self.view.ends, self.view.forms
        words = [text[starts[index] : ends[index]].lower() for index in tokens]
        gaps = [text[ends[index - 1] : starts[index]] if index else "" for index in tokens]
        content = [forms[index].is_content for index in tokens]
        for first, last in cut(strengths(words, gaps), content):
            # "and" joins statements; it is part of none.
            opening = first + (words[first] in words_in("coordinating"))
            unit = self._unit(number, tokens[opening:last])
            if unit:
                yield unit

    def _unit(self, number: int, tokens: list[int]) -> Unit | None:
        words: dict[str, UnitWord] = {}
        for index in tokens:
            name, mark = self.names[index], self.marks[index]
            if mark.figure is None and name not in words:
                words[name] = self._word(self.view.forms[index], mark.ids, name)
        again = [self.counts[name] - 1 for name, word in words.items() if word.is_content]
        if not again:
            return None
        start, end = self.view.starts[tokens[0]], self.view.ends[tokens[-1]]
        quote = self.quotes.at(start)
        return Unit(
            span=Span(start, end, self.text[start:end]),
            stretch=number,
            words=tuple(words.values()),
            repeats=sum(again) / len(again),
            is_quoted=quote is not None,
            speaker=self._speaker(quote) if self.says[number] else None,
        )

    def _speaker(self, quote: Fact | None) -> tuple[str, ...] | None:
        return quote.value.speaker if quote and isinstance(quote.value, Quotation) else None

    def _word(self, form: Form, ids: tuple[str, ...], name: str) -> UnitWord:
        known = self.words.get(name)
        if known and known[0] == form and known[1].ids == ids:
            return known[1]
        weight = max(SMALL_WEIGHT, math.sqrt(form.weight)) if form.is_content else SMALL_WEIGHT
        word = UnitWord(form.stem, ids, weight / self.counts[name], form.is_content)
        self.words[name] = form, word
        return word
