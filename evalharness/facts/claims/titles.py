"""Titles: an office of the source given to somebody who has another one there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import PREPOSITIONS
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.tables import form, words_in
from evalharness.facts.claims.tagging import AUXILIARIES
from evalharness.facts.fact import Fact, Name
from evalharness.facts.lexicon import words_of
from evalharness.facts.shown import one_line
from evalharness.text.document import Document

BEFORE, AFTER = 5, 7
VAGUE = frozenset(form(word) for word in words_in("ranks"))


@dataclass(frozen=True, slots=True)
class Titled:
    """A mention of a person with the offices beside the name.

    Attributes:
        keys: the name.
        offices: the forms of the words of office beside this mention.
        first, last: the words from the office to the name.
    """

    keys: tuple[str, ...]
    offices: frozenset[str]
    first: int
    last: int


def titled(document: Document) -> tuple[Titled, ...]:
    """View: the persons of a document with their offices, by place.

    >>> [sorted(item.offices) for item in titled(Document("Coach Anna Berg met Nils Lund, the mayor of Bergen."))]
    [['coach'], ['mayor']]
    """
    reading = document.view(read)
    found = []
    for fact in reading.names:
        if isinstance(fact.value, Name) and "@" not in fact.value.keys[-1]:
            item = _titled(reading, fact, fact.value.keys)
            if item is not None:
                found.append(item)
    return tuple(found)


def _titled(reading: Reading, fact: Fact, keys: tuple[str, ...]) -> Titled | None:
    inside = reading.span_words(fact)
    if not inside:
        return None
    offices = list(_offices_before(reading, inside[0])) + list(_offices_after(reading, inside[-1]))
    offices += [at for at in inside if _is_office(reading, at)]
    if not offices:
        return None
    words = frozenset(reading.words[at].form for at in offices)
    return Titled(keys, words, min(*offices, inside[0]), max(*offices, inside[-1]))


def _is_office(reading: Reading, index: int) -> bool:
    word = reading.words[index]
    known = word.low in words_of("roles") or word.low in words_in("offices")
    return known and word.form not in VAGUE and not word.verb


def _offices_before(reading: Reading, start: int) -> Iterator[int]:
    """The words of office right before a name, also before a comma: "the mayor, Jan Lund"."""
    first = reading.bounds[reading.words[start].segment][0]
    for at in range(start - 1, max(first, start - BEFORE) - 1, -1):
        marks = reading.marks_before(at + 1)
        word = reading.words[at]
        is_apart = marks.strip("-'\u2019.,") != "" or (marks == "," and at + 1 != start)
        if is_apart or word.verb or word.name or not word.is_content:
            return
        if _is_office(reading, at):
            yield at


def _offices_after(reading: Reading, last: int) -> Iterator[int]:
    """The words of office after a name and a comma: "Jan Lund, the mayor of Bergen"."""
    stop = reading.bounds[reading.words[last].segment][1]
    if last + 1 >= stop or reading.marks_before(last + 1) != ",":
        return
    for at in range(last + 1, min(stop, last + AFTER)):
        word = reading.words[at]
        if at == last + 1 and word.low in PREPOSITIONS:
            return
        if (at > last + 1 and reading.marks_before(at).strip("-'\u2019.")) or word.verb or word.low in ("who", "and"):
            return
        if _is_office(reading, at):
            if _closes(reading, at, stop):
                yield at
            return


def _closes(reading: Reading, index: int, stop: int) -> bool:
    """Whether an apposition ends at a mark before any verb: ", the mayor of Bergen,"."""
    for at in range(index + 1, min(stop, index + AFTER)):
        if reading.marks_before(at).strip("-'\u2019."):
            return True
        if reading.words[at].verb or reading.words[at].low in AUXILIARIES:
            return False
    return index + AFTER >= stop


def retitled(
    match: Match, ours: tuple[Titled, ...], theirs: tuple[Titled, ...], segment: int
) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: names with an office that another one has in the source."""
    for item in ours:
        if match.ours.words[item.first].segment != segment:
            continue
        own = [other for other in theirs if set(other.keys) & set(item.keys)]
        known = any(key in match.theirs.by_form for key in item.keys[-1:])
        others = [other for other in theirs if not set(other.keys) & set(item.keys) and item.offices <= other.offices]
        held = frozenset(office for other in own for office in other.offices)
        if known and others and own and held.isdisjoint(item.offices):
            span = excerpt(match.ours, item.first, item.last)
            source = excerpt(match.theirs, others[0].first, others[0].last)
            reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
            yield ClaimFinding("binding", "contradicted", "soft", span, source, reason, 0.7)
