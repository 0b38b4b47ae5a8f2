"""Speakers: whether two texts may mean the same one, by name, by whom a name belongs to, and by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.tables import form, table, words_in
from evalharness.facts.claims.tagging import BE, HAVE, Word
from evalharness.facts.lexicon import is_common, words_of

ANYONE = "anyone"
BESIDE_BEFORE, BESIDE_AFTER = 6, 8
MAX_MENTIONS = 12
PAUSE = 5.0
ENDS = BE | HAVE | frozenset(("and", "but", "while", "that"))


@cache
def person_nouns() -> frozenset[str]:
    """The forms of the nouns for what a single person is."""
    return frozenset(form(word) for word in words_of("roles") | words_in("offices"))


@cache
def groups_of() -> dict[str, frozenset[str]]:
    """Form of a noun -> the groups of speakers of ``data/speakers.json`` it can stand for.

    >>> sorted(groups_of()[form("analyst")]), form("fish") in groups_of()
    (['market'], False)
    """
    found: dict[str, set[str]] = {}
    for group, words in table("speakers").items():
        if group != "about":
            for word in str(words).split():
                found.setdefault(form(word), set()).add(group)
    return {word: frozenset(groups) for word, groups in found.items()}


def beside(reading: Reading, names: frozenset[str]) -> Iterator[Word]:
    """The words around the mentions of a name that may describe it: to a verb, a semicolon, or so many words."""
    for name in sorted(names):
        for place in reading.by_form.get(name, ())[:MAX_MENTIONS]:
            yield reading.words[place]
            yield from _ahead(reading, place)
            yield from _behind(reading, place)


def _ahead(reading: Reading, place: int) -> Iterator[Word]:
    first = reading.bounds[reading.words[place].segment][0]
    for at in range(place - 1, max(first, place - BESIDE_BEFORE) - 1, -1):
        word = reading.words[at]
        if word.verb or word.low in ENDS or reading.words[at + 1].place - word.place >= PAUSE:
            return
        yield word


def _behind(reading: Reading, place: int) -> Iterator[Word]:
    stop = reading.bounds[reading.words[place].segment][1]
    in_relative = False
    for at in range(place + 1, min(stop, place + BESIDE_AFTER)):
        word = reading.words[at]
        in_relative = in_relative or word.low in ("who", "whose")
        ends = (word.verb or word.low in ENDS) and not in_relative
        if ends or word.place - reading.words[at - 1].place >= PAUSE:
            return
        yield word


def groups(reading: Reading, party: Party) -> frozenset[str]:
    """The groups a party belongs to, by its nouns, the words of its name, and what stands beside the name."""
    known = groups_of()
    words = set(party.heads | party.names)
    return frozenset(group for word in words for group in known.get(word, ()))


def groups_beside(reading: Reading, names: frozenset[str]) -> frozenset[str]:
    """The groups of the words beside the mentions of a name."""
    known = groups_of()
    return frozenset(group for word in beside(reading, names) for group in known.get(word.form, ())) - {ANYONE}


def is_linked(reading: Reading, names: frozenset[str], others: frozenset[str]) -> bool:
    """Whether one of the other names stands beside one of the names: "Berg of Oslo Rail", "Oslo Rail's Berg".

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> reading = read(Document("Anna Berg, head of Oslo Rail, left. Jan Lund stayed at home."))
    >>> is_linked(reading, frozenset({"berg"}), frozenset({"oslo"}))
    True
    >>> is_linked(reading, frozenset({"lund"}), frozenset({"oslo"}))
    False
    """
    return any(word.form in others for word in beside(reading, names))


def is_surely_person(reading: Reading, source: Reading, party: Party) -> bool:
    """Whether a party is a person by the source, and not only because a name with a common last word speaks."""
    if party.names.isdisjoint(source.persons):
        return False
    named = [reading.words[at] for at in party.indexes if reading.words[at].name]
    if any(word.end - word.start > 1 and reading.text[word.start : word.end].isupper() for word in named):
        return False  # "Bonga LNG"
    return not named or not is_common(named[-1].low) or bool(groups_beside(source, party.names) - {"company"})


def has_other_house(reading: Reading, names: frozenset[str], house: frozenset[str]) -> bool:
    """Whether a person is described by the name of an organisation, and never by that of `house`."""
    known = [
        word
        for word in beside(reading, names)
        if word.name and word.form not in names and word.form not in reading.persons and word.name[0][0] != "@"
    ]
    return bool(known) and all(word.form not in house for word in known)


def are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of groups are both known and have nothing in common."""
    return bool(one) and bool(other) and ANYONE not in one | other and one.isdisjoint(other)
