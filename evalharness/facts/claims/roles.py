"""Roles: who did it and to whom. Found where the source tells the same deed the other way round, or of somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from evalharness.facts.claims.finding import ClaimFinding, ClaimKind
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.syntax import NOBODY, Party, Predicate, predicates
from evalharness.facts.claims.tables import form, forms_of, parties, table
from evalharness.facts.lexicon import words_of
from evalharness.facts.support.lexicon import likeness
from evalharness.text.document import Document

ALIKE = 0.75
FIRM, FIRMER = 0.3, 0.5
PRONOUN_REACH = 2
GENERAL = frozenset("be have do get make take give go come say tell add note state lead hold".split())
BUYING = {"buy": "buy", "acquire": "buy", "purchase": "buy", "borrow": "borrow"}
SELLING = {"sell": "buy", "lend": "borrow", "loan": "borrow"}
COMPANIES = frozenset(form(word) for word in "group bank corp company industries party club united city".split())


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
    found = {}
    for pair in cast("list[str]", table("deeds")["inverse"]):
        one, other = (part.split("_") for part in pair.split())
        found.setdefault((other[0], other[1] if len(other) > 1 else ""), (one[0], one[1] if len(one) > 1 else ""))
    return found


def deeds(document: Document) -> tuple[Deed, ...]:
    """View: the deeds of a document, in order.

    >>> found = deeds(Document("Bergen lost to Oslo. Oslo beat Bergen."))
    >>> [(deed.name, sorted(deed.agent.names), sorted(deed.patient.names)) for deed in found]
    [('beat', ['oslo'], ['bergen']), ('beat', ['oslo'], ['bergen'])]
    """
    reading = document.view(read)
    return tuple(_deed(reading, predicate) for predicate in resolved(reading, predicates(reading)))


def resolved(reading: Reading, found: Sequence[Predicate]) -> Iterator[Predicate]:
    """The predicates with the parties that "she" or "it" stands for, where that is plain."""
    speaker: Party = NOBODY
    person: Party = NOBODY
    segment = person_segment = -1
    for predicate in found:
        word = reading.words[predicate.verb]
        if word.segment != segment:
            segment, speaker = word.segment, NOBODY
        agent = predicate.agent
        if agent.pronoun in ("he", "she") and word.segment - person_segment <= PRONOUN_REACH:
            agent = person
        elif agent.pronoun in ("it", "they"):
            agent = speaker
        if agent.names and agent.indexes and not predicate.agent.pronoun:
            if word.form in forms_of("reporting"):
                speaker = agent
            if not any(reading.words[at].form in COMPANIES for at in agent.indexes):
                person, person_segment = agent, word.segment
        yield replace(predicate, agent=agent) if agent.is_known else predicate


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
        return Deed(predicate, _same().get(_inverse()[verb, ""][0], ""), patient, agent)
    name = _same().get(whole, _same().get(verb, whole))
    return Deed(predicate, name, agent, giver if verb in ("take", "win") and giver.is_known else patient)


def exchanged(match: Match, ours: Sequence[Deed], theirs: Sequence[Deed], segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: deeds that the source tells with other parties."""
    first, stop = match.ours.bounds[segment]
    for deed in ours:
        if first <= deed.predicate.verb < stop and not match.ours.words[deed.predicate.verb].quoted:
            yield from _held(match, deed, theirs)


def _held(match: Match, deed: Deed, theirs: Sequence[Deed]) -> Iterator[ClaimFinding]:
    verb = match.ours.words[deed.predicate.verb]
    given = any(key in ("from", "to") and party.names for key, party in deed.predicate.others)
    if verb.verb in GENERAL and not deed.predicate.particle and not (given and verb.verb in ("take", "give", "lead")):
        return
    told = [other for other in theirs if _is_same_deed(match, deed, other)]
    if not told or any(_agrees(deed, other) for other in theirs if other in told or _is_like_deed(match, deed, other)):
        return
    for other in told:
        kind = _difference(match, deed, other)
        if kind:
            yield _finding(match, deed, other, kind)
            return


def _is_same_deed(match: Match, deed: Deed, other: Deed) -> bool:
    if deed.name == other.name:
        return True
    return match.ours.words[deed.predicate.verb].form == match.theirs.words[other.predicate.verb].form


def _is_like_deed(match: Match, deed: Deed, other: Deed) -> bool:
    one, two = match.ours.words[deed.predicate.verb], match.theirs.words[other.predicate.verb]
    return likeness(one.form, two.form) >= ALIKE


def same_party(one: Party, other: Party) -> bool:
    """Whether two parties of the two texts share a name or a noun.

    >>> same_party(Party((), frozenset({"oslo"}), frozenset()), Party((), frozenset({"oslo"}), frozenset()))
    True
    """
    return not (one.names | one.heads).isdisjoint(other.names | other.heads)


def _agrees(deed: Deed, other: Deed) -> bool:
    """Whether the source's deed has our parties where ours has them, as far as both name any."""
    agents = not deed.agent.is_known or not other.agent.is_known or same_party(deed.agent, other.agent)
    patients = not deed.patient.is_known or not other.patient.is_known or same_party(deed.patient, other.patient)
    return agents and patients


def _difference(match: Match, deed: Deed, other: Deed) -> ClaimKind | None:
    """What differs between two tellings of one deed: ``role`` or nothing firm."""
    company = match.company(deed.predicate.verb, other.predicate.verb)
    doer_undergoes = same_party(deed.agent, other.patient)
    other_does = same_party(deed.patient, other.agent)
    if (doer_undergoes and other_does) or _is_crossed(deed.predicate, other.predicate):
        return "role"
    if other_does and other.patient.is_present and not same_party(deed.agent, other.agent):
        return "role" if deed.patient.names & other.agent.names or company >= FIRM else None
    if doer_undergoes and any(same_party(party, other.agent) for _, party in deed.predicate.others):
        return "role"
    if company < FIRM:
        return None
    if are_others(match, deed.agent, other.agent) and (doer_undergoes or same_party(deed.patient, other.patient)):
        return "role"
    if deed.patient.names and other.patient.names and company >= FIRMER and not deed.agent.names - other.agent.names:
        return "role" if are_others(match, deed.patient, other.patient) else None
    return None


def _is_crossed(one: Predicate, other: Predicate) -> bool:
    """Whether the patient of each is what a small word brings in in the other: "sent off for a foul on Reddy"."""
    return any(
        party.names and same_party(party, other.patient) and not same_party(party, one.patient)
        and same_party(one.patient, other.other(word))
        for word, party in one.others
    )  # fmt: skip


def are_others(match: Match, ours: Party, theirs: Party) -> bool:
    """Whether two parties are plainly not the same: other names, or nouns of classes that exclude each other."""
    if same_party(ours, theirs) or not ours.is_known or not theirs.is_known:
        return False
    if ours.names and theirs.names:
        return all(_is_in_source(match, name) for name in ours.names)
    kinds = [{parties()[head] for head in party.heads if head in parties()} for party in (ours, theirs)]
    return bool(kinds[0] and kinds[1]) and not kinds[0] & kinds[1] and not ours.names and not theirs.names


def _is_in_source(match: Match, name: str) -> bool:
    return name in match.theirs.by_form


def _finding(match: Match, deed: Deed, other: Deed, kind: ClaimKind) -> ClaimFinding:
    span = _stretch(match.ours, deed.predicate)
    source = _stretch(match.theirs, other.predicate)
    reason = f'says "{span.text}"; the wire says "{source.text}"'
    company = match.company(deed.predicate.verb, other.predicate.verb)
    return ClaimFinding(kind, "contradicted", "soft", span, source, reason, max(0.5, company))


def _stretch(reading: Reading, predicate: Predicate):
    indexes = [predicate.verb, *predicate.agent.indexes, *predicate.patient.indexes]
    segment = reading.words[predicate.verb].segment
    indexes = [index for index in indexes if reading.words[index].segment == segment]
    return excerpt(reading, min(indexes), max(indexes))
