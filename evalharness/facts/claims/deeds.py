"""Deeds: what is done in a text, by whom and to whom, the two sides of one deed and its verb and noun made one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from evalharness.facts.claims.mended import mended
from evalharness.facts.claims.offers import offers
from evalharness.facts.claims.phrases import NOBODY, Party, party_of, phrase_start
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.syntax import Predicate, argument
from evalharness.facts.claims.tables import table
from evalharness.facts.claims.tagging import Word
from evalharness.text.document import Document

TAKING = frozenset(("take", "win", "accept", "pocket", "collect"))
BUYING = {"buy": "buy", "acquire": "buy", "purchase": "buy", "borrow": "borrow"}
SELLING = {"sell": "buy", "lend": "borrow", "loan": "borrow"}
HYPHENS = "-\u2013"


@dataclass(frozen=True, slots=True)
class Deed:
    """A predicate as who does what to whom, with the name by which the deed goes in the table of deeds.

    Attributes:
        predicate: where it comes from.
        name: what verbs for one deed share.
        agent, patient: its parties, those of an inverse verb exchanged.
        is_turned: whether the name is another than the verb alone has: "sold to", "voted against".
    """

    predicate: Predicate
    name: str
    agent: Party
    patient: Party
    is_turned: bool = False


@cache
def _same() -> dict[str, str]:
    """Verb, or verb and particle, to the first verb of its group."""
    groups = cast("list[str]", table("deeds")["same"])
    return {word.replace("_", " "): group.split()[0] for group in groups for word in group.split()}


@cache
def _inverse() -> dict[tuple[str, str], tuple[str, str]]:
    """Verb and small word of the second verb of a pair, to the first verb and its small word."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for pair in cast("list[str]", table("deeds")["inverse"]):
        one, other = (part.split("_") for part in pair.split())
        found.setdefault((other[0], other[1] if len(other) > 1 else ""), (one[0], one[1] if len(one) > 1 else ""))
    return found


@cache
def _bringing() -> dict[tuple[str, str], str]:
    """Verb, with its particle, and the small word that brings in whom it is done to -> the verb for the same deed."""
    found: dict[tuple[str, str], str] = {}
    for line in cast("list[str]", table("deeds")["bringing"]):
        name, *ways = line.split()
        for way in ways:
            verb, word = way.split("/")
            found[verb.replace("_", " "), word] = name
    return found


@cache
def two_sided() -> frozenset[str]:
    """The verbs of deeds that can be told from their other side: buy and sell, beat and lose."""
    pairs = {verb for other, first in _inverse().items() for verb in (other[0], first[0])}
    return frozenset(pairs | set(BUYING) | set(SELLING))


def deeds(document: Document) -> tuple[Deed, ...]:
    """View: the deeds of a document, in order.

    >>> found = deeds(Document("Bergen lost to Oslo. Oslo beat Bergen."))
    >>> [(deed.name, sorted(deed.agent.names), sorted(deed.patient.names)) for deed in found]
    [('beat', ['oslo'], ['bergen']), ('beat', ['oslo'], ['bergen'])]
    """
    reading = document.view(read)
    found = [_deed(reading, predicate) for predicate in document.view(mended)]
    having = {at: one for one in document.view(mended) for at in one.patient.indexes}
    found += [
        deed for word in reading.words_among(_nouns()) for deed in _named_deed(reading, word, having.get(word.at))
    ]
    found += [deed for word in reading.words_among(_voiced()) for deed in _voiced_deed(reading, word)]
    found += [
        Deed(predicate, f"{what} given", giver, taker)
        for what, predicate, giver, taker in offers(reading, document.view(mended))
    ]
    return tuple(sorted(found, key=lambda deed: deed.predicate.verb))


class _Noun(NamedTuple):
    """A noun that names a deed: the verb for it, the small words before whom it is done to and before who does it."""

    verb: str
    thing: tuple[str, ...]
    doer: tuple[str, ...]


@cache
def _nouns() -> dict[str, _Noun]:
    """Noun -> what it tells, from lines such as "attack raid: invade of,on by,from"."""
    found: dict[str, _Noun] = {}
    for line in cast("list[str]", table("deeds")["nouns"]):
        nouns, told_by = line.split(": ")
        verb, thing, doer = told_by.split()
        for noun in nouns.split():
            found[noun] = _Noun(verb, tuple(thing.split(",")), tuple(doer.split(",")))
    return found


@cache
def _voiced() -> dict[str, str]:
    """Noun -> the verb for what somebody says to another, whom a small word brings in: "complained to Oslo"."""
    return dict(pair.split(":") for pair in str(table("deeds")["voiced"]).split())


def _voiced_deed(reading: Reading, word: Word) -> Iterator[Deed]:
    """The deed that a noun tells with who does it: "a complaint by Oslo"."""
    if word.verb or word.quoted or reading.low(word.at + 1, word.segment) not in ("by", "from"):
        return
    doer = argument(reading, word.at, ("by", "from"))
    if doer.is_known:
        yield Deed(Predicate(word.at, doer, NOBODY), _voiced()[word.low], doer, NOBODY)


def _named_deed(reading: Reading, word: Word, having: Predicate | None) -> Iterator[Deed]:
    """The deed that a noun names with its parties: "the sale of X to Y", "Y's takeover of X", "X's defeat by Y".

    having: the predicate that the noun is the object of, as in "Y put pressure on X".
    """
    if word.verb or word.quoted:
        return
    noun = _nouns()[word.low]
    thing = argument(reading, word.at, noun.thing)
    doer = argument(reading, word.at, noun.doer)
    if thing.indexes == doer.indexes:
        thing = NOBODY
    owner = _owner(reading, word)
    if having is not None and not owner.is_known and having.verb < word.at and _is_light(reading, having):
        owner = having.agent
    if not doer.is_known:
        doer = owner if thing.is_known else doer
    elif not thing.is_known:
        thing = owner
    if (thing.names or doer.names) and thing.is_known and doer.is_known:
        yield Deed(Predicate(word.at, doer, thing), _same().get(noun.verb, noun.verb), doer, thing)


def _is_light(reading: Reading, predicate: Predicate) -> bool:
    """Whether a verb only lends its subject to the noun behind it: "launched an attack"."""
    return reading.words[predicate.verb].verb in str(table("deeds")["light"]).split()


def _owner(reading: Reading, word: Word) -> Party:
    """Whose a noun is: "Oslo's attack", "the Oslo attack"; nobody where that is no name."""
    first = reading.bounds[word.segment][0]
    at = word.at
    while at > first and not reading.marks_before(at).strip(HYPHENS) and _describes(reading.words[at - 1]):
        at -= 1
    before = reading.word_before(at)
    if before is None or not before.name or reading.marks_before(at):
        return NOBODY
    return party_of(reading, [(phrase_start(reading, before.at, first), before.at)])


def _describes(word: Word) -> bool:
    return word.is_content and not word.name and not word.verb and (word.is_number or not word.low.endswith("s"))


def _deed(reading: Reading, predicate: Predicate) -> Deed:
    verb = reading.words[predicate.verb].verb
    whole = f"{verb} {predicate.particle}".strip()
    agent, patient = predicate.agent, predicate.patient
    giver, taker = predicate.other("from"), predicate.other("to")
    if verb in BUYING:
        return Deed(predicate, BUYING[verb], agent, giver if giver.is_known else patient)
    if verb in SELLING and taker.is_known:
        return Deed(predicate, SELLING[verb], taker, agent, is_turned=True)
    found = _by_small_word(predicate, verb, whole)
    if found is not None:
        return found
    if (verb, "") in _inverse():
        first_verb = _inverse()[verb, ""][0]
        return Deed(predicate, _same().get(first_verb, first_verb), patient, agent)
    whole = _framed(reading, predicate) or whole
    name = _same().get(whole, _same().get(verb, verb if not predicate.particle else whole))
    return Deed(predicate, name, agent, giver if verb in TAKING and giver.is_known else patient)


@cache
def _frames() -> dict[tuple[str, str, str], str]:
    """Verb and the two words behind its object -> the verb for the same deed; the second may be missing."""
    found: dict[tuple[str, str, str], str] = {}
    for line in cast("list[str]", table("deeds")["framing"]):
        name, verb, *behind = line.split()
        found[verb, behind[0], behind[1] if len(behind) > 1 else ""] = name
    return found


def _framed(reading: Reading, predicate: Predicate) -> str:
    """The verb for what is told in several words: "sue" for "take them to court"; empty where none is."""
    word, patient = reading.words[predicate.verb], predicate.patient
    last = patient.indexes[-1] if patient.indexes and patient.indexes[-1] > predicate.verb else predicate.verb
    behind = [reading.low(last + step, word.segment) for step in (1, 2)]
    return _frames().get((word.verb, behind[0], behind[1]), _frames().get((word.verb, behind[0], ""), ""))


def _by_small_word(predicate: Predicate, verb: str, whole: str) -> Deed | None:
    """The deed that a verb tells with a small word: "lost to", "voted against"; None where it tells none of its own."""
    for word, party in predicate.others:
        if not party.is_known:
            continue
        first = _inverse().get((verb, word))
        if first is not None:
            return Deed(predicate, _same().get(first[0], first[0]), party, predicate.agent, is_turned=True)
        name = _bringing().get((whole, word), _bringing().get((verb, word)))
        if name is not None:
            return Deed(predicate, _same().get(name, name), predicate.agent, party, is_turned=True)
    return None


@dataclass(frozen=True, slots=True)
class Deeds:
    """The deeds of a text in order, and by name and by the form of the verb."""

    all: tuple[Deed, ...]
    known: Mapping[str, Sequence[Deed]]


def told(document: Document) -> Deeds:
    """View: the deeds of a document with an index of them."""
    reading, found = document.view(read), document.view(deeds)
    known: dict[str, list[Deed]] = {}
    for deed in found:
        for name in {deed.name, f"~{reading.words[deed.predicate.verb].form}"}:
            known.setdefault(name, []).append(deed)
    return Deeds(found, known)
