"""Evidence: what a text offers to hold another text's facts against, indexed once per document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from evalharness.facts.dates import dates_in
from evalharness.facts.extract import facts
from evalharness.facts.fact import Fact, Moment, Name, Quantity, Reading
from evalharness.facts.gazetteer import place_at
from evalharness.facts.lexer import Lexed, lexed
from evalharness.facts.lexicon import key, words_of
from evalharness.facts.timeline import timeline
from evalharness.facts.token import Token
from evalharness.text.document import Document

MAX_INITIALS = 8
MAX_SEGMENTS = 60
MONTH_SECONDS = 2_629_746.0


@dataclass(frozen=True)
class Stated:
    """A figure that a text states, by one of its readings."""

    reading: Reading
    fact: Fact


class Evidence:
    """The facts and words of one document, by value.

    Attributes:
        facts: all facts, by place.
        lex: the tokens.
        keys: comparison keys of all words, of hyphenated words joined too.
        ids: ids of all countries and organisations named, in whatever form; capitals stand for their countries.
        anchor: date of the dateline, if there is one.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.facts = document.view(facts)
        self.lex: Lexed = document.view(lexed)
        self.keys = frozenset(_keys(self.lex.tokens))
        self.ids, self.capitals = _gazetted(self.lex.tokens)
        self.anchor = _anchor(self.lex)

    @cached_property
    def numbers(self) -> tuple[tuple[float, Stated], ...]:
        """All stated figures by amount, smallest first."""
        stated = [
            (reading.amount, Stated(reading, fact))
            for fact in self.of_kind("number")
            if isinstance(fact.value, Quantity)
            for reading in _with_sides(fact.value)
        ]
        return tuple(sorted(stated, key=lambda item: (item[0], item[1].fact.start)))

    @cached_property
    def figures(self) -> dict[float, Fact]:
        """The first fact for each figure as written, whatever its unit."""
        found: dict[float, Fact] = {}
        for _, stated in self.numbers:
            figure = stated.reading.amount if stated.reading.figure is None else stated.reading.figure
            if stated.reading.unit not in ("label", "score", "clock"):
                found.setdefault(figure, stated.fact)
        return found

    @cached_property
    def moments(self) -> dict[Moment, Fact]:
        """The first fact for each moment stated."""
        found: dict[Moment, Fact] = {}
        for fact in self.of_kind("date"):
            if isinstance(fact.value, Moment):
                found.setdefault(fact.value, fact)
        return found

    @cached_property
    def names(self) -> dict[tuple[str, ...], Fact]:
        """The first fact for each name."""
        found: dict[tuple[str, ...], Fact] = {}
        for fact in self.of_kind("name"):
            if isinstance(fact.value, Name):
                found.setdefault(fact.value.keys, fact)
        return found

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Words written in capitals only, and the initials of all names, in lower case."""
        large = {token.low for token in self.lex.tokens if token.text.isupper() and 1 < len(token.text) <= MAX_INITIALS}
        return frozenset(large.union(*(initials(self.text[fact.start : fact.end]) for fact in self.of_kind("name"))))

    @cached_property
    def by_prefix(self) -> dict[str, list[str]]:
        """Keys of the words of all names by their beginnings of four letters and more, for peoples and places."""
        found: dict[str, list[str]] = {}
        for word in sorted({word for keys in self.names for word in keys if len(word) >= 4 and word[0] != "@"}):
            for length in range(max(4, len(word) - 3), len(word) + 1):
                found.setdefault(word[:length], []).append(word)
        return found

    @cached_property
    def segment_keys(self) -> tuple[frozenset[str], ...]:
        """The keys of the content words of each sentence or line."""
        function = words_of("function")
        return tuple(
            frozenset(key(t.low) for t in self.lex.segment(i) if t.kind == "w" and t.low not in function)
            for i in range(len(self.lex.starts) - 1)
        )

    @cached_property
    def plain_keys(self) -> tuple[frozenset[str], ...]:
        """The keys of the content words of each sentence or line that are no part of a figure or date."""
        inside: dict[int, set[str]] = {}
        for fact in self.facts:
            if fact.kind in ("number", "date"):
                words = re.findall(r"[^\W\d_]+", fact.text.lower())
                inside.setdefault(fact.segment, set()).update(map(key, words))
        return tuple(words - inside.get(segment, set()) for segment, words in enumerate(self.segment_keys))

    @cached_property
    def words(self) -> tuple[tuple[int, str], ...]:
        """All words and figures in order, as token index and key; "didn't" counts as "did not"."""
        return tuple(
            (index, key(part))
            for index, token in enumerate(self.lex.tokens)
            if token.kind != "p"
            for part in uncontracted(token.low)
        )

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Indexes into `words` by key."""
        found: dict[str, list[int]] = {}
        for index, (_, word) in enumerate(self.words):
            found.setdefault(word, []).append(index)
        return found

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """All pairs of neighbouring words, as keys."""
        return frozenset((first, last) for (_, first), (_, last) in pairwise(self.words))

    @cached_property
    def timeline(self) -> dict[Moment, Fact]:
        """All moments stated, and those that follow from them: by the dateline, or "two years later"."""
        spans = [stated.fact for _, stated in self.numbers if stated.reading.unit == "months"]
        return timeline(self.moments, self.anchor, spans, self.lex)

    @cached_property
    def segments_with(self) -> dict[str, list[int]]:
        """The sentences and lines that have a content word, by key."""
        found: dict[str, list[int]] = {}
        for segment, words in enumerate(self.segment_keys):
            for word in words:
                found.setdefault(word, []).append(segment)
        return found

    def together(self, words: frozenset[str]) -> float:
        """The largest share of `words` that one sentence, or two neighbours, of this text have: 0 to 1.

        >>> evidence(Document("Oslo cut. The rate fell. It rained.")).together(frozenset({"oslo", "cut", "rate"}))
        1.0
        """
        hits: dict[int, set[str]] = {}
        for word in sorted(words):
            for segment in self.segments_with.get(word, ())[:MAX_SEGMENTS]:
                hits.setdefault(segment, set()).add(word)
        best = max((len(found | hits.get(segment + 1, set())) for segment, found in hits.items()), default=0)
        return best / len(words) if words else 0.0

    def of_kind(self, kind: str) -> Iterable[Fact]:
        """The facts of one kind, by place."""
        return (fact for fact in self.facts if fact.kind == kind)

    def likeness(self, words: frozenset[str], segment: int) -> float:
        """Share of `words` that one sentence or line of this text has, 0 to 1.

        >>> evidence(Document("Oslo cut the rate.")).likeness(frozenset({"cut", "rate"}), 0)
        1.0
        """
        return len(words & self.segment_keys[segment]) / len(words) if words else 0.0


def evidence(document: Document) -> Evidence:
    """The evidence a document offers, as a view."""
    return Evidence(document)


def uncontracted(word: str) -> tuple[str, ...]:
    """The words in a contraction with "not"; any other word alone.

    >>> uncontracted("didn't"), uncontracted("cannot"), uncontracted("won\u2019t"), uncontracted("rate")
    (('did', 'not'), ('can', 'not'), ('will', 'not'), ('rate',))
    """
    if word == "cannot":
        return ("can", "not")
    if not word.endswith(("n't", "n\u2019t")):
        return (word,)
    stem = word[:-3]
    return ({"ca": "can", "wo": "will", "sha": "shall"}.get(stem, stem), "not")


def _keys(tokens: Sequence[Token]) -> Iterable[str]:
    for index, token in enumerate(tokens):
        if token.kind != "p":
            yield key(token.low)
        elif token.text in ("-", "\u2013") and not token.gap and 0 < index < len(tokens) - 1:
            yield key(tokens[index - 1].low + tokens[index + 1].low)


def _gazetted(tokens: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of everything named, and of the countries named only by their capitals."""
    ids: set[str] = set()
    capitals: set[str] = set()
    for index, token in enumerate(tokens):
        place = place_at(tokens, index) if token.kind == "w" else None
        if place:
            (capitals if place.role == "capital" else ids).update(place.ids)
    return frozenset(ids | capitals), frozenset(capitals - ids)


def initials(name: str) -> set[str]:
    """The first letters of the words of a name, with and without its small words, where there are two or more.

    >>> sorted(initials("Bank of Japan")), initials("Oslo")
    (['bj', 'boj'], set())
    """
    found = set()
    for words in (name.lower().split(), name.lower().replace("-", " ").split()):
        large = [word for word in words if word not in words_of("function")]
        found |= {"".join(word[0] for word in some) for some in (words, large) if 1 < len(some) <= MAX_INITIALS}
    return found


def readings_of(quantity: Quantity) -> Iterable[Reading]:
    """The readings of a figure; of months and years the time in seconds too, inexact by nature.

    >>> [reading.unit for reading in readings_of(Quantity((Reading(7.0, "months", 1.0),)))]
    ['months', 'time']
    """
    for reading in quantity.readings:
        yield reading
        if reading.unit == "months":
            yield Reading(reading.amount * MONTH_SECONDS, "time", reading.step * MONTH_SECONDS, "month", reading.figure)


def _with_sides(quantity: Quantity) -> Iterable[Reading]:
    """The readings of a figure; of a score its two sides too."""
    for reading in readings_of(quantity):
        yield reading
        if reading.unit == "score":
            high, low = divmod(reading.amount, 1000)
            yield Reading(high, "", 1.0)
            yield Reading(low, "", 1.0)


def _anchor(lex: Lexed) -> Moment | None:
    found = dates_in(lex.tokens[: lex.dateline_stop])
    return found[0].moment if found else None
