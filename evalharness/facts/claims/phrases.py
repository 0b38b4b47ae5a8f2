"""Noun phrases: where they begin and end, and whom they name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.tables import words_in
from evalharness.facts.claims.tagging import Word
from evalharness.facts.lexicon import words_of

DETERMINERS = words_in("determiners")
PREPOSITIONS = words_in("prepositions")
PRONOUNS = words_in("pronouns")
BREAKING = PREPOSITIONS | PRONOUNS
LEADING = DETERMINERS | PREPOSITIONS
UNITS = words_in("units")
INNER_MARKS = "-\u2013'\u2019."


class Party(NamedTuple):
    """One or several noun phrases that stand in one place of a predicate.

    Attributes:
        indexes: their content words, in order.
        names: the forms of the words of the names that the phrases come down to.
        heads: the forms of the last words of the phrases that are no names.
        numbers: the forms of figures among them.
        modifiers: names that only describe: "Rovers" in "Rovers manager Gail Sutcliffe".
        pronoun: where it is only a pronoun.
    """

    indexes: tuple[int, ...]
    names: frozenset[str]
    heads: frozenset[str]
    numbers: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    pronoun: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it names or describes somebody or something."""
        return bool(self.names or self.heads)

    @property
    def is_present(self) -> bool:
        """Whether the sentence has it at all, be it as a pronoun."""
        return self.is_known or self.pronoun != ""


# A named tuple from a plain one, several times as fast as calling the class.
_party = partial(tuple.__new__, Party)

EMPTY = frozenset[str]()
NOBODY = Party((), EMPTY, EMPTY)


def in_phrase(word: Word) -> bool:
    """Whether the word can be part of a noun phrase."""
    return word.nominal


def phrase_start(reading: Reading, index: int, first: int) -> int:
    """Where the noun phrase begins that has the word at `index`, in a sentence that begins at `first`."""
    at = index
    while at > first:
        word, here = reading.words[at - 1], reading.words[at]
        if reading.marks_before(at).strip("-\u2013'\u2019.") or word.verb or word.low in BREAKING:
            return at
        if not (word.is_content or word.low in DETERMINERS) or (word.is_number and here.name and len(word.low) == 4):
            return at
        if here.low in DETERMINERS:
            return at
        at -= 1
    return at


def phrase_end(reading: Reading, index: int, stop: int) -> int:
    """The last word of the noun phrase that has the word at `index`, in a sentence that ends before `stop`."""
    at = index
    while at + 1 < stop and in_phrase(reading.words[at + 1]) and not _parts(reading, at + 1):
        at += 1
    return at


def _parts(reading: Reading, index: int) -> bool:
    """Whether a noun phrase ends before the word at `index`: at a mark, or between a name and a figure."""
    here, before = reading.words[index], reading.words[index - 1]
    new_figure = here.is_number and not here.name and bool(before.name)
    return new_figure or bool(reading.marks_before(index).strip(INNER_MARKS))


def apposition_end(reading: Reading, last: int, stop: int) -> int:
    """The end of a name that follows a noun phrase after a comma: "its manager, Oceanus Shipping"."""
    if reading.words[last].name:
        return last
    at = last + 1
    if at + 1 < stop and reading.words[at].low in ("of", "for") and in_phrase(reading.words[at + 1]):
        at = phrase_end(reading, at + 1, stop) + 1  # "its head of safety, Jo Berg"
        if reading.words[at - 1].name:
            return last
    if at < stop and reading.words[at].name and reading.marks_before(at) == ",":
        return phrase_end(reading, at, stop)
    return last


def with_determiner(reading: Reading, start: int) -> int:
    """Index of the article or preposition before a noun phrase, where there is one; else `start`."""
    return start - 1 if start > 0 and reading.words[start - 1].low in LEADING else start


def is_governed(reading: Reading, start: int, first: int) -> bool:
    """Whether a preposition governs the noun phrase that begins at `start`."""
    at = start - 1
    while at >= first and reading.words[at].low in DETERMINERS:
        at -= 1
    if at < first:
        return False
    word = reading.words[at]
    if word.low == "and":
        return at > first and is_governed(reading, phrase_start(reading, at - 1, first), first)
    return word.low in PREPOSITIONS and not reading.marks_before(start)


def party_of(reading: Reading, phrases: list[tuple[int, int]]) -> Party:
    """The party that some noun phrases make up, each given by its first and last word."""
    words, roles = reading.words, words_of("roles")
    indexes: list[int] = []
    names: set[str] = set()
    heads: set[str] = set()
    numbers: set[str] = set()
    modifiers: set[str] = set()
    for start, last in phrases:
        head = _head_name(words, start, last)
        if not words[last].name and not _is_amount(words[last]):
            heads.add(words[last].form)
        for at in range(start, last + 1):
            word = words[at]
            if word.is_content:
                indexes.append(at)
                if word.name:
                    (names if at >= head else modifiers).update((word.form, *word.name))
                if word.low in roles:
                    heads.add(word.form)
                if word.is_number:
                    numbers.add(word.form)
    if len(phrases) > 1:
        indexes.sort()
    described = frozenset(modifiers - names) if modifiers else EMPTY
    return _party((tuple(indexes), frozenset(names), frozenset(heads), frozenset(numbers), described, ""))


def _head_name(words: Sequence[Word], start: int, last: int) -> int:
    """Where the name begins that ends a phrase, in "Rovers manager Gail Sutcliffe" two words long; else behind it."""
    name = words[last].name
    if not name:
        return last + 1
    at = last
    while at > start and words[at - 1].name == name:
        at -= 1
    return at


def _is_amount(word: Word) -> bool:
    return word.low != "one" and (word.is_number or word.low in UNITS)


def party_after(reading: Reading, index: int, stop: int) -> Party:
    """The noun phrase at `index`, behind its determiner, with a name added after a comma."""
    while index < stop and reading.words[index].low in DETERMINERS:
        index += 1
    if index >= stop or not in_phrase(reading.words[index]):
        return NOBODY
    last = apposition_end(reading, phrase_end(reading, index, stop), stop)
    return party_of(reading, [(index, last)])
