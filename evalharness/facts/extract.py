"""All facts of a document, as one view that every metric and every system shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.dates import dates_in
from evalharness.facts.fact import Fact
from evalharness.facts.lexer import Lexed, lexed
from evalharness.facts.names import Named, names_in
from evalharness.facts.quantities import quantities_in
from evalharness.facts.quotes import quotes_in
from evalharness.facts.residue import residue_marks
from evalharness.text.document import Document


def facts(document: Document) -> tuple[Fact, ...]:
    """The numbers, dates, names and quotations of a text, by place; page residue and the dateline have none.

    Linear in the length of the text.

    >>> text = "OSLO, March 3 - Norway paid 1.2 billion euros on Tuesday, Kari Lund said."
    >>> [(fact.kind, fact.text) for fact in facts(Document(text))]
    [('name', 'Norway'), ('number', '1.2 billion euros'), ('date', 'Tuesday'), ('name', 'Kari Lund')]
    """
    lex = document.view(lexed)
    taken = _outside(document, lex)
    found = [*_dates(document.text, lex, taken), *_numbers(document.text, lex, taken)]
    names = names_in(lex, taken)
    found += [_name(document.text, lex, named) for named in names]
    found += _quotes(document, lex, names)
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind)))


def _outside(document: Document, lex: Lexed) -> list[bool]:
    """Which tokens are no part of the article: the dateline and page residue."""
    marks = document.view(residue_marks)
    outside = [False] * len(lex.tokens)
    outside[: lex.dateline_stop] = [True] * lex.dateline_stop
    for segment, is_residue in enumerate(marks):
        if is_residue:
            first, stop = lex.starts[segment], lex.starts[segment + 1]
            outside[first:stop] = [True] * (stop - first)
    return outside


def _dates(text: str, lex: Lexed, taken: list[bool]) -> Iterator[Fact]:
    """Dates in article text; the tokens of every date are then marked as taken."""
    for dated in dates_in(lex.tokens):
        if not taken[dated.start]:
            start, end = _extent(lex, dated.start, dated.stop)
            yield Fact("date", start, end, text[start:end], dated.moment, lex.tokens[dated.start].segment)
        taken[dated.start : dated.stop] = [True] * (dated.stop - dated.start)


def _numbers(text: str, lex: Lexed, taken: list[bool]) -> Iterator[Fact]:
    for found in quantities_in(lex.tokens, taken):
        start, end = _extent(lex, found.start, found.stop)
        segment = lex.tokens[found.start].segment
        yield Fact("number", start, end, text[start:end], found.quantity, segment, found.head, found.hedge)
        taken[found.start : found.stop] = [True] * (found.stop - found.start)


def _name(text: str, lex: Lexed, named: Named) -> Fact:
    start, end = _extent(lex, named.start, named.stop)
    for possessive in ("'s", "\u2019s"):
        if text[start:end].endswith(possessive):
            end -= 2
    return Fact("name", start, end, text[start:end], named.name, lex.tokens[named.start].segment)


def _quotes(document: Document, lex: Lexed, names: Sequence[Named]) -> Iterator[Fact]:
    marks = document.view(residue_marks)
    for quoted in quotes_in(document.text, lex, names):
        if not marks[quoted.segment]:
            text = document.text[quoted.start : quoted.end]
            yield Fact("quote", quoted.start, quoted.end, text, quoted.quotation, quoted.segment)


def _extent(lex: Lexed, start: int, stop: int) -> tuple[int, int]:
    return lex.tokens[start].start, lex.tokens[stop - 1].end
