"""Roles: who did it and to whom; found where the source tells the deed the other way round, or of somebody else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from evalharness.facts.claims.acts import acts
from evalharness.facts.claims.finding import ClaimFinding, ClaimKind
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.offers import offers
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.speakers import is_linked
from evalharness.facts.claims.syntax import Predicate, argument
from evalharness.facts.claims.tables import parties, table, words_in
from evalharness.facts.claims.tagging import Word
from evalharness.facts.shown import one_line
from evalharness.facts.support.lexicon import likeness
from evalharness.records import Span
from evalharness.text.document import Document

ALIKE = 0.75
FAINT, FIRM, FIRMER = 0.2, 0.3, 0.5
MAX_TOLD, MAX_LIKE = 60, 600
GENERAL = words_in("general")
TAKING = frozenset(("take", "win", "accept", "pocket", "collect"))
TOWARDS = frozenset(("to", "from", "against"))
BUYING = {"buy": "buy", "acquire": "buy", "purchase": "buy", "borrow": "borrow"}
SELLING = {"sell": "buy", "lend": "borrow", "loan": "borrow"}


@dataclass(frozen=True, slots=True)
class Deed:
    """A predicate as who does what to whom, with the name by which the deed goes in the table of deeds.

    Attributes:
        predicate: where it comes from.
        name: what verbs for one deed share.
        agent, patient: its parties, those of an inverse verb exchanged.
    """

    predicate: Predicate
    name: str
    agent: Party
    patient: Party


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
    found = [_deed(reading, predicate) for predicate in document.view(acts)]
    found += [deed for word in reading.words if word.low in _nouns() for deed in _named_deed(reading, word)]
    found += [
        Deed(predicate, f"{what} given", giver, taker)
        for what, predicate, giver, taker in offers(reading, document.view(acts))
    ]
    return tuple(sorted(found, key=lambda deed: deed.predicate.verb))


@cache
def _nouns() -> dict[str, str]:
    """Noun -> the verb of the deed it names."""
    return dict(pair.split(":") for pair in cast("list[str]", table("deeds")["nouns"]))


def _named_deed(reading: Reading, word: Word) -> Iterator[Deed]:
    """The deed that a noun names with its parties: "the sale of X to Y", "Y's takeover of X"."""
    if word.verb or word.quoted:
        return
    thing = argument(reading, word.at, ("of", "on", "against", "over"))
    doer = argument(reading, word.at, ("by", "to"))
    before = reading.word_before(word.at)
    if (
        not doer.is_known
        and before is not None
        and before.name
        and reading.text[before.start : before.end].endswith("s")
    ):
        doer = Party((before.at,), frozenset((before.form, *before.name)), frozenset())
    if thing.names and doer.names:
        name = "buy" if word.low == "sale" else _same().get(_nouns()[word.low], _nouns()[word.low])
        yield Deed(Predicate(word.at, doer, thing), name, doer, thing)


def _deed(reading: Reading, predicate: Predicate) -> Deed:
    verb = reading.words[predicate.verb].verb
    whole = f"{verb} {predicate.particle}".strip()
    agent, patient = predicate.agent, predicate.patient
    giver, taker = predicate.other("from"), predicate.other("to")
    if verb in BUYING:
        return Deed(predicate, BUYING[verb], agent, giver if giver.is_known else patient)
    if verb in SELLING and taker.is_known:
        return Deed(predicate, SELLING[verb], taker, agent)
    for word, party in predicate.others:
        first = None if not party.is_known else _inverse().get((verb, word))
        if first is not None:
            return Deed(predicate, _same().get(first[0], first[0]), party, agent)
    if (verb, "") in _inverse():
        first_verb = _inverse()[verb, ""][0]
        return Deed(predicate, _same().get(first_verb, first_verb), patient, agent)
    name = _same().get(whole, _same().get(verb, whole))
    return Deed(predicate, name, agent, giver if verb in TAKING and giver.is_known else patient)


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


def exchanged(match: Match, ours: Deeds, theirs: Deeds, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: deeds that the source tells with other parties."""
    first, stop = match.ours.bounds[segment]
    low, high = (bisect_left(ours.all, at, key=lambda deed: deed.predicate.verb) for at in (first, stop))
    for deed in ours.all[low:high]:
        if not match.ours.words[deed.predicate.verb].quoted:
            yield from _held(match, deed, theirs, only_crossed=not _is_telling(match, deed))


def _is_telling(match: Match, deed: Deed) -> bool:
    """Whether the verb says enough to compare: not a bare "has" or "takes"."""
    verb = match.ours.words[deed.predicate.verb].verb
    given = any(key in ("from", "to") and party.names for key, party in deed.predicate.others)
    is_given = given and verb in ("take", "give", "lead")
    return verb not in GENERAL or bool(deed.patient.numbers) or bool(deed.predicate.particle) or is_given


def _held(match: Match, deed: Deed, theirs: Deeds, *, only_crossed: bool) -> Iterator[ClaimFinding]:
    verb = match.ours.words[deed.predicate.verb]
    names = (deed.name, f"~{verb.form}")
    known = {id(other): other for name in names for other in theirs.known.get(name, ())[:MAX_TOLD]}
    same = sorted(known.values(), key=lambda other: other.predicate.verb)[:MAX_TOLD]
    if only_crossed:
        same = [other for other in same if _is_exchanged(match, deed, other)]
    if not same or any(_agrees(match, deed, other) for other in same):
        return
    for other in same:
        kind = _difference(match, deed, other)
        if kind:
            if not any(
                _is_like_deed(match, deed, some) and _meet(match, deed, some) and not _are_lands_crossed(deed, some)
                for some in theirs.all[:MAX_LIKE]
            ):
                yield finding(match, deed, other, kind)
            return


def _is_exchanged(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether each party of our deed is the other one of the source's."""
    return _is_same(match, deed.agent, other.patient) and _is_same(match, deed.patient, other.agent)


def _is_like_deed(match: Match, deed: Deed, other: Deed) -> bool:
    one, two = match.ours.words[deed.predicate.verb], match.theirs.words[other.predicate.verb]
    return likeness(one.form, two.form) >= ALIKE


def _is_same(match: Match, one: Party, other: Party) -> bool:
    """`same_party`, but two names of the source are not the same for a word that several names there have."""
    if one.names and other.names and one.names - match.theirs.shared_names and other.names - match.theirs.shared_names:
        return is_same_name(match, one.names, other.names)
    return same_party(one, other)


def is_same_name(match: Match, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names share a word, and not just one that several names of the source have."""
    shared = match.theirs.shared_names
    if one - shared and other - shared:
        return not (one - shared).isdisjoint(other - shared)
    return not one.isdisjoint(other)


def same_party(one: Party, other: Party) -> bool:
    """Whether two parties of the two texts share a name or a noun.

    >>> same_party(Party((), frozenset({"oslo"}), frozenset()), Party((), frozenset({"oslo"}), frozenset()))
    True
    """
    return not (one.names | one.heads).isdisjoint(other.names | other.heads)


def _meet(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether all parties that ours names are the same."""
    agents = not deed.agent.is_known or _is_same(match, deed.agent, other.agent)
    return agents and (not deed.patient.is_known or _is_same(match, deed.patient, other.patient))


def _agrees(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the source's deed has our parties where ours has them, as far as both name any."""
    agents = not deed.agent.is_known or not other.agent.is_known or _is_same(match, deed.agent, other.agent)
    patients = not deed.patient.is_known or not other.patient.is_known or _is_same(match, deed.patient, other.patient)
    turned = (
        _takes_differ(match, deed, other)
        or _is_crossed(deed.predicate, other.predicate)
        or _are_lands_crossed(deed, other)
    )
    return agents and patients and not turned


def _are_lands_crossed(deed: Deed, other: Deed) -> bool:
    """Whether what describes the one party describes the other in the source: "Peruvian firms hired Chilean pilots"."""
    one, two = deed.agent.modifiers, deed.patient.modifiers
    agent, patient = other.agent.modifiers, other.patient.modifiers
    return bool(one & patient and two & agent) and one.isdisjoint(agent) and two.isdisjoint(patient)


def _brings_in_doer(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the source's doer is whom ours is done to or from: "warned Oslo" where "Oslo warned" is told."""
    if not deed.agent.is_known or not other.agent.is_known or not are_apart(match, deed.agent, other.agent):
        return False
    named = deed.agent.names and other.agent.names
    if match.company(deed.predicate.verb, other.predicate.verb) < (FAINT if named else FIRM):
        return False
    sides = [party for key, party in deed.predicate.others if key in TOWARDS]
    if any(_is_same(match, party, deed.agent) for party in sides):
        return False
    return any(_is_same(match, party, other.agent) or _names_touch(party, other.agent) for party in sides)


def _names_touch(party: Party, doer: Party) -> bool:
    return bool(doer.names) and not party.modifiers.isdisjoint(doer.names)


def are_apart(match: Match, one: Party, other: Party) -> bool:
    """Whether two parties share no name, no noun and no describing name, and ours is in the source at all."""
    if _is_same(match, one, other) or not (one.names | one.modifiers).isdisjoint(other.names | other.modifiers):
        return False
    known = one.names | one.heads
    return any(word in match.theirs.by_form for word in known) and not is_linked(match.theirs, known, other.names)


def _touches(one: Party, other: Party) -> bool:
    """Whether two parties share a name, be it one that only describes: "Surinamese minister", "Adeleke's book"."""
    return not (one.names | one.modifiers).isdisjoint(other.names | other.modifiers)


def _takes_differ(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the same thing goes to another name: "gave the prize to"."""
    ours, theirs = deed.predicate.other("to"), other.predicate.other("to")
    return bool(ours.names and theirs.names) and are_others(match, ours, theirs)


def _difference(match: Match, deed: Deed, other: Deed) -> ClaimKind | None:
    """What differs between two tellings of one deed: ``role``, ``binding`` or nothing firm."""
    company = match.company(deed.predicate.verb, other.predicate.verb)
    doer_undergoes = _is_same(match, deed.agent, other.patient)
    other_does = _is_same(match, deed.patient, other.agent)
    crossed = _touches(deed.agent, other.patient) and _touches(deed.patient, other.agent)
    if crossed or (doer_undergoes and other_does) or _is_crossed(deed.predicate, other.predicate):
        return "role"
    if _brings_in_doer(match, deed, other):
        return "role"
    if other_does and other.patient.is_present and not _is_same(match, deed.agent, other.agent):
        return "role" if company >= (FAINT if deed.patient.names & other.agent.names else FIRM) else None
    if _touches(deed.agent, other.patient) and any(
        same_party(party, other.agent) for _, party in deed.predicate.others
    ):
        return "role"
    if doer_undergoes and deed.agent.names & other.patient.names and _does_to_unnamed(match, deed, other):
        return "role" if company >= FAINT else None
    same_figures = bool(deed.patient.numbers) and deed.patient.numbers == other.patient.numbers
    if company < (FAINT if same_figures else FIRM):
        return None
    same_patient = _is_same(match, deed.patient, other.patient) or bool(deed.patient.numbers & other.patient.numbers)
    alone = not (deed.patient.is_present or other.patient.is_present or deed.agent.names) and company >= FIRMER
    only_name = bool(deed.patient.names) and not deed.patient.numbers and company < FIRMER  # two may leave one club
    if are_others(match, deed.agent, other.agent) and (doer_undergoes or (same_patient and not only_name) or alone):
        return "binding" if deed.patient.numbers or alone else "role"
    if same_patient and _takes_differ(match, deed, other):
        return "binding"
    needed = FIRM if deed.agent.is_known and _is_same(match, deed.agent, other.agent) else FIRMER
    if deed.patient.names and other.patient.names and company >= needed and not deed.agent.names - other.agent.names:
        known = [any(name[0] == "@" for name in party.names) for party in (deed.patient, other.patient)]
        is_part = known[0] != known[1]  # a state and its country
        return "role" if not is_part and are_others(match, deed.patient, other.patient) else None
    return None


def _does_to_unnamed(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the source's doer is only described there, as "the chipmaker", and may be whom our deed is done to."""
    heads = other.agent.heads if not other.agent.names else frozenset()
    return bool(heads and deed.patient.names) and not _is_same(match, deed.agent, other.agent)


def _is_crossed(one: Predicate, other: Predicate) -> bool:
    """Whether the patient of each is what a small word brings in in the other: "sent off for a foul on Reddy".

    Or what stands with "for" or "with" in one stands with "against" in the other.
    """
    turns = [(a, b) for side in ("for", "with") for a, b in ((side, "against"), ("against", side))]
    if any(same_party(one.other(a), other.other(b)) for a, b in turns):
        return True
    return any(
        party.names and same_party(party, other.patient) and not same_party(party, one.patient)
        and same_party(one.patient, other.other(word))
        for word, party in one.others
    )  # fmt: skip


def are_others(match: Match, ours: Party, theirs: Party) -> bool:
    """Whether two parties are plainly not the same: other names, or nouns of classes that exclude each other."""
    if _is_same(match, ours, theirs) or not ours.is_known or not theirs.is_known:
        return False
    if ours.names and theirs.names:
        alike = is_person(match.theirs, ours.names) == is_person(match.theirs, theirs.names)
        return alike and any(name in match.theirs.by_form for name in ours.names)
    if ours.names or theirs.names:
        return False
    kinds = [{parties()[head] for head in party.heads if head in parties()} for party in (ours, theirs)]
    return bool(kinds[0] and kinds[1]) and not kinds[0] & kinds[1]


def is_person(source: Reading, names: frozenset[str]) -> bool:
    """Whether the name is a person's: by a title or role, or as two words or more, the last no common one."""
    return not names.isdisjoint(source.persons)


def finding(match: Match, deed: Deed, other: Deed, kind: ClaimKind) -> ClaimFinding:
    """The finding that the source tells a deed with other parties."""
    span = _stretch(match.ours, deed.predicate)
    source = _stretch(match.theirs, other.predicate)
    reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
    company = match.company(deed.predicate.verb, other.predicate.verb)
    return ClaimFinding(kind, "contradicted", "soft", span, source, reason, max(0.5, company))


def _stretch(reading: Reading, predicate: Predicate) -> Span:
    """The text of a predicate with its parties in the same sentence."""
    indexes = [predicate.verb, *predicate.agent.indexes, *predicate.patient.indexes, *predicate.other("to").indexes]
    segment = reading.words[predicate.verb].segment
    indexes = [index for index in indexes if reading.words[index].segment == segment]
    return excerpt(reading, min(indexes), max(indexes))
