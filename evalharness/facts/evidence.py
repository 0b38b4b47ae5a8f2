"""Evidence: what a text offers to hold another text's facts against, indexed once per document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise
from weakref import ref

from evalharness.facts.dates import dates_in
from evalharness.facts.extract import facts
from evalharness.facts.fact import Fact, Moment
from evalharness.facts.lexer import Lexed, lexed
from evalharness.facts.lexicon import key, words_of
from evalharness.facts.name_index import NameIndex
from evalharness.facts.number_index import NumberIndex
from evalharness.facts.timeline import timeline
from evalharness.facts.token import Token
from evalharness.text.document import Document

MAX_SEGMENTS = 60
MAX_ALIKE = 6
MAX_MOMENTS = 400
HYPHENS = frozenset("-\u2013")


class Evidence:
    """The facts and words of one document, by value.

    Attributes:
        facts: all facts, by place.
        lex: the tokens.
        ids: ids of all countries and organisations named, in whatever form; capitals stand for their countries.
        anchor: date of the dateline, if there is one.
        names, numbers: lookups over the names and figures.
    """

    def __init__(self, document: Document) -> None:
        self._document = ref(document)
        self.text = document.text
        self.facts = document.view(facts)
        self.lex: Lexed = document.view(lexed)
        self.ids = frozenset([own for place in self.lex.places.values() for own in place.ids])
        self.anchor = _anchor(self.lex)
        self.names = NameIndex(self.of_kind("name"), self.lex.tokens)
        self.numbers = NumberIndex(self.of_kind("number"))

    @property
    def document(self) -> Document:
        """The document; one with the same text where it is gone, as only its views are missed then."""
        # The document holds its views: held by them in turn, all of it would stay until the next garbage collection.
        return self._document() or Document(self.text)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The comparison keys of all words, of hyphenated words joined too."""
        return frozenset(_keys(self.lex.tokens))

    @cached_property
    def moments(self) -> dict[Moment, Fact]:
        """The first fact for each moment stated."""
        found: dict[Moment, Fact] = {}
        for fact in self.of_kind("date"):
            if isinstance(fact.value, Moment):
                found.setdefault(fact.value, fact)
        return found

    @cached_property
    def segment_keys(self) -> tuple[frozenset[str], ...]:
        """The keys of the content words of each sentence or line."""
        function = words_of("function")
        return tuple(
            frozenset([key(t.low) for t in self.lex.segment(i) if t.kind == "w" and t.low not in function])
            for i in range(len(self.lex.starts) - 1)
        )

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
        spans = [item.fact for item in self.numbers.by_amount if item.reading.unit == "months"]
        return dict(islice(timeline(self.moments, self.anchor, spans, self.lex).items(), MAX_MOMENTS))

    @cached_property
    def segments_with(self) -> dict[str, list[int]]:
        """The sentences and lines that have a content word, by key."""
        found: dict[str, list[int]] = {}
        for segment, words in enumerate(self.segment_keys):
            for word in words:
                found.setdefault(word, []).append(segment)
        return found

    @cached_property
    def quotes(self) -> tuple[Fact, ...]:
        """The quotations, by place."""
        return tuple(self.of_kind("quote"))

    def alike(self, words: frozenset[str]) -> list[tuple[float, int]]:
        """The sentences and lines that have the largest shares of `words`: share and index, a few, largest first."""
        hits: dict[int, int] = {}
        for word in words:
            for segment in self.segments_with.get(word, ())[:MAX_SEGMENTS]:
                hits[segment] = hits.get(segment, 0) + 1
        best = sorted(hits, key=lambda segment: (-hits[segment], segment))[:MAX_ALIKE]
        return [(hits[segment] / len(words), segment) for segment in best]

    def of_kind(self, kind: str) -> list[Fact]:
        """The facts of one kind, by place."""
        return [fact for fact in self.facts if fact.kind == kind]

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


def _keys(tokens: Sequence[Token]) -> Iterator[str]:
    yield from map(key, {token.low for token in tokens if token.kind != "p"})
    for index, token in enumerate(tokens):
        if token.text in HYPHENS and not token.gap and 0 < index < len(tokens) - 1:
            yield key(tokens[index - 1].low + tokens[index + 1].low)


def _anchor(lex: Lexed) -> Moment | None:
    found = dates_in(lex.tokens[: lex.dateline_stop])
    return found[0].moment if found else None
