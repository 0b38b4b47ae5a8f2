"""Content units: the short statements a text is made of; its figures and dates are facts of their own.

A unit is what a person would tick off as kept or lost: "was sworn in", "despite allegations of alcohol abuse",
"Tokyo officials said". It is the size of the content units of the Pyramid method (Nenkova & Passonneau 2004).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
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
        weight: that of its words; content_weight: that of its content words.
    """

    span: Span
    stretch: int
    words: tuple[UnitWord, ...]
    repeats: float
    is_quoted: bool
    speaker: tuple[str, ...] | None
    weight: float
    content_weight: float


# Named tuples from plain ones, several times as fast as calling the class for each.
_unit_word = partial(tuple.__new__, UnitWord)
_unit = partial(tuple.__new__, Unit)


class Mark(NamedTuple):
    """What a token is besides its comparison form: what it names, the figure or date it is of, part of the article."""

    ids: tuple[str, ...]
    is_figure: bool
    is_article: bool


def marks(document: Document) -> dict[int, Mark]:
    """View: the marks of those tokens of `analysed`, by index, that are more than plain words of the article."""
    starts, lex = document.view(analysed).starts, document.view(lexed)
    ids: dict[int, tuple[str, ...]] = {}
    for index, place in lex.places.items():
        ids.update([(token.start, place.ids) for token in lex.tokens[index : place.stop]])
    outside = {token.start for token in lex.tokens[: lex.dateline_stop]}
    for segment, is_residue in enumerate(document.view(residue_marks)):
        if is_residue:
            outside.update([token.start for token in lex.segment(segment)])
    figures: set[int] = set()
    for fact in document.view(facts):
        if fact.kind in ("number", "date"):
            figures.update(starts[bisect_left(starts, fact.start) : bisect_left(starts, fact.end)])
    special = ids.keys() | figures | outside
    return {
        index: Mark(ids.get(start, ()), start in figures, start not in outside)
        for index, start in enumerate(starts)
        if start in special
    }


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


@cache
def speech() -> frozenset[str]:
    """The stems of words of saying.

    >>> "warn" in speech(), "pay" in speech()
    (True, False)
    """
    return frozenset(key(word) for word in words_of("reporting") | words_in("saying"))


def content_units(document: Document) -> tuple[Unit, ...]:
    """View: the units of a text, by place; page residue and the dateline have none. Linear in its length.

    >>> text = "Oslo, the largest city of Norway, paid 90 million euros despite warnings from the opposition."
    >>> [unit.span.text for unit in content_units(Document(text))]
    ['Oslo, the largest city of Norway', 'paid 90 million euros', 'despite warnings from the opposition']
    """
    return tuple(_Builder(document).units())


class _Builder:
    """The units of one text while they are gathered."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.view = document.view(analysed)
        self.stretches = document.view(stretches)
        self.marks = document.view(marks)
        self.quotes = _Spans([fact for fact in document.view(facts) if fact.kind == "quote"])
        self.names = list(self.view.stems)
        for index, mark in self.marks.items():
            if mark.ids:
                self.names[index] = mark.ids[0]
        self.figures = {index for index, mark in self.marks.items() if mark.is_figure}
        self.counts = Counter(self.names)
        # The word last made of each name, and what of.
        self.words: dict[str, UnitWord] = {}
        self.forms: dict[str, Form] = {}

    def units(self) -> Iterator[Unit]:
        view, honorifics = self.view, words_in("honorifics")
        outside = {index for index, mark in self.marks.items() if not mark.is_article}
        for number, (_, _, first, last) in enumerate(self.stretches):
            tokens: Sequence[int] = range(first, last)
            if not outside.isdisjoint(tokens) or not honorifics.isdisjoint(view.stems[first:last]):
                tokens = [index for index in tokens if index not in outside and view.stems[index] not in honorifics]
            speaks = not speech().isdisjoint(view.stems[first:last])
            for part in self._parts(tokens):
                unit = self._unit(number, part, speaks)
                if unit:
                    yield unit

    def _parts(self, tokens: Sequence[int]) -> Iterator[Sequence[int]]:
        """The tokens of a stretch as its units have them."""
        text, starts, ends, forms = self.text, self.view.starts, self.view.ends, self.view.forms
        words = [text[starts[index] : ends[index]].lower() for index in tokens]
        gaps = [text[ends[index - 1] : starts[index]] if index else "" for index in tokens]
        coordinating = words_in("coordinating")
        for first, last in cut(strengths(words, gaps), [forms[index].is_content for index in tokens]):
            # "and" joins statements; it is part of none.
            yield tokens[first + (words[first] in coordinating) : last]

    def _unit(self, number: int, tokens: Sequence[int], speaks: bool) -> Unit | None:
        names, counts, figures, forms = self.names, self.counts, self.figures, self.view.forms
        known, forms_of = self.words, self.forms
        words: dict[str, UnitWord] = {}
        weight = content_weight = 0.0
        repeats = n_content = 0
        for index in tokens:
            name = names[index]
            if name not in words and index not in figures:
                word = known[name] if forms_of.get(name) is forms[index] and not known[name].ids else self._word(index)
                words[name] = word
                weight += word.weight
                if word.is_content:
                    content_weight += word.weight
                    repeats += counts[name] - 1
                    n_content += 1
        if not n_content:
            return None
        start, end = self.view.starts[tokens[0]], self.view.ends[tokens[-1]]
        quote = self.quotes.at(start)
        speaker = quote.value.speaker if speaks and quote and isinstance(quote.value, Quotation) else None
        span, repeated = Span(start, end, self.text[start:end]), repeats / n_content
        return _unit(
            (span, number, tuple(words.values()), repeated, quote is not None, speaker, weight, content_weight)
        )

    def _word(self, index: int) -> UnitWord:
        form, name, mark = self.view.forms[index], self.names[index], self.marks.get(index)
        ids = mark.ids if mark else ()
        known = self.words.get(name)
        if known and self.forms[name] == form and known.ids == ids:
            return known
        weight = max(SMALL_WEIGHT, math.sqrt(form.weight)) if form.is_content else SMALL_WEIGHT
        word = self.words[name] = _unit_word((form.stem, ids, weight / self.counts[name], form.is_content))
        self.forms[name] = form
        return word
