"""Roles: who did it and to whom; found where the source tells the deed the other way round, or of somebody else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from evalharness.facts.claims.deeds import Deed, Deeds
from evalharness.facts.claims.finding import ClaimFinding, ClaimKind
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import DETERMINERS, Party
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.sameness import are_apart, are_others, is_same, same_party
from evalharness.facts.claims.speakers import is_linked
from evalharness.facts.claims.syntax import Predicate
from evalharness.facts.claims.tables import form, forms_of, parties, table, words_in
from evalharness.facts.shown import one_line
from evalharness.facts.support.lexicon import likeness
from evalharness.records import Span

ALIKE = 0.75
FAINT, FIRM, FIRMER = 0.2, 0.3, 0.5
MAX_TOLD, MAX_LIKE = 60, 600
TURNED_REACH, CALLED = 18.0, 5
YEAR, GOING_ON = 4, 8
GIVING = frozenset(("offer", "give", "send", "lend", "grant", "promise", "pay", "hand", "award", "show", "owe", "deny"))
REFLEXIVE = frozenset(("itself", "himself", "herself", "themselves"))
GENERAL = words_in("general")
TOWARDS = frozenset(("to", "from", "against"))


def exchanged(match: Match, ours: Deeds, theirs: Deeds, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: deeds that the source tells with other parties."""
    first, stop = match.ours.bounds[segment]
    low, high = (bisect_left(ours.all, at, key=lambda deed: deed.predicate.verb) for at in (first, stop))
    for deed in ours.all[low:high]:
        if not match.ours.words[deed.predicate.verb].quoted and deed.name not in _symmetric():
            is_loose = not _is_telling(match, deed) or _is_set_off(match, deed)
            yield from _held(match, deed, theirs, only_crossed=is_loose)


@cache
def _symmetric() -> frozenset[str]:
    """Verbs of what two parties do to each other alike: "met", "faced"."""
    return frozenset(str(table("deeds")["symmetric"]).split())


@cache
def _suffered() -> frozenset[str]:
    """Verbs of what one party does to another, and hardly to itself or in another sense: "arrest", "expel"."""
    return frozenset(str(table("deeds")["suffered"]).split())


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
    same = [other for other in same if other.name == deed.name or not (deed.is_turned or other.is_turned)]
    same = [other for other in same if not _are_of_two_times(deed, other)]
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


def _is_set_off(match: Match, deed: Deed) -> bool:
    """Whether a form in -ing goes on from a sentence in which somebody speaks of others: ", lifting an estimate"."""
    verb = match.ours.words[deed.predicate.verb]
    first = match.ours.bounds[verb.segment][0]
    is_apart = "g" in verb.tag and match.ours.marks_before(verb.at).startswith(",")
    before = (word for word in match.ours.words[first : verb.at] if word.verb)
    return is_apart and any(word.form in forms_of("reporting") for word in before)


def _are_of_two_times(deed: Deed, other: Deed) -> bool:
    """Whether two deeds are told of two years, or of a year and a day of the week: a match and the one before."""
    one, two = _times(deed), _times(other)
    return bool(one and two) and one.isdisjoint(two) and any(time.isdigit() for time in one | two)


def _times(deed: Deed) -> frozenset[str]:
    told = (party.heads | party.numbers for key, party in deed.predicate.others if key in ("in", "on"))
    return frozenset(word for words in told for word in words if word in _days() or _is_year(word))


def _is_year(word: str) -> bool:
    return len(word) == YEAR and word.isdigit()


@cache
def _days() -> frozenset[str]:
    return frozenset(form(day) for day in words_in("days"))


def _is_exchanged(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether each party of our deed is the other one of the source's."""
    return is_same(match, deed.agent, other.patient) and is_same(match, deed.patient, other.agent)


def _is_like_deed(match: Match, deed: Deed, other: Deed) -> bool:
    one, two = match.ours.words[deed.predicate.verb], match.theirs.words[other.predicate.verb]
    return likeness(one.form, two.form) >= ALIKE


def _meet(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether all parties that ours names are the same."""
    agents = not deed.agent.is_known or is_same(match, deed.agent, other.agent)
    return agents and (not deed.patient.is_known or is_same(match, deed.patient, other.patient))


def _agrees(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the source's deed has our parties where ours has them, as far as both name any."""
    agents = not deed.agent.is_known or not other.agent.is_known or is_same(match, deed.agent, other.agent)
    patients = not deed.patient.is_known or not other.patient.is_known or is_same(match, deed.patient, other.patient)
    turned = (
        _takes_differ(match, deed, other)
        or _is_crossed(deed.predicate, other.predicate)
        or _are_lands_crossed(deed, other)
        or _gives_to_giver(match, deed, other)
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
    if any(is_same(match, party, deed.agent) for party in sides):
        return False
    return any(is_same(match, party, other.agent) or _names_touch(party, other.agent) for party in sides)


def _names_touch(party: Party, doer: Party) -> bool:
    return bool(doer.names) and not party.modifiers.isdisjoint(doer.names)


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
    doer_undergoes = is_same(match, deed.agent, other.patient)
    other_does = is_same(match, deed.patient, other.agent)
    crossed = _touches(deed.agent, other.patient) and _touches(deed.patient, other.agent)
    if crossed or (doer_undergoes and other_does) or _is_crossed(deed.predicate, other.predicate):
        return "role"
    one, two = deed.patient.numbers, other.patient.numbers
    is_another = bool(one and two) and one.isdisjoint(two)  # "Bergen built 20 flats" where Oslo built 30
    if is_another or is_told_too(match, deed, other) or _describes_doer(match, deed, other):
        return None
    if _are_capitals_crossed(match, deed, other) and company >= FAINT / 2:
        return "role"
    if _brings_in_doer(match, deed, other) or (company >= FAINT and _is_turned(match, deed, other)):
        return "role"
    if other_does and other.patient.is_present and not is_same(match, deed.agent, other.agent):
        needed = FAINT if deed.patient.names & other.agent.names else FIRM
        return "role" if company >= (needed if deed.agent.is_present else FIRMER) else None
    if _touches(deed.agent, other.patient) and any(
        same_party(party, other.agent) for _, party in deed.predicate.others
    ):
        return "role"
    if (_receives(match, deed, other) or _gives_to_giver(match, deed, other)) and company >= FIRM:
        return "role"
    if doer_undergoes and deed.patient.names and other.agent.names and company >= FIRM and not other_does:
        return "role" if are_apart(match, deed.agent, other.agent) else None
    if doer_undergoes and deed.agent.names & other.patient.names and _does_to_unnamed(match, deed, other):
        return "role" if company >= FAINT or deed.name.endswith(" given") else None
    if doer_undergoes and _acts_on_another(match, deed, other) and company >= FIRM:
        return "role"
    same_figures = bool(deed.patient.numbers) and deed.patient.numbers == other.patient.numbers
    if company < (FAINT if same_figures else FIRM):
        return None
    same_patient = is_same(match, deed.patient, other.patient) or bool(deed.patient.numbers & other.patient.numbers)
    alone = not (deed.patient.is_present or other.patient.is_present or deed.agent.names) and company >= FIRMER
    only_name = bool(deed.patient.names) and not deed.patient.numbers and company < FIRMER  # two may leave one club
    is_other = are_others(match, deed.agent, other.agent)
    if is_other and (doer_undergoes or (same_patient and not only_name) or alone):
        return "binding" if deed.patient.numbers or alone else "role"
    if same_patient and _takes_differ(match, deed, other):
        return "binding"
    needed = FIRM if deed.agent.is_known and is_same(match, deed.agent, other.agent) else FIRMER
    if deed.patient.names and other.patient.names and company >= needed and not deed.agent.names - other.agent.names:
        known = [any(name[0] == "@" for name in party.names) for party in (deed.patient, other.patient)]
        is_part = known[0] != known[1]  # a state and its country
        return "role" if not is_part and are_others(match, deed.patient, other.patient) else None
    return None


def is_told_too(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the source goes on from its deed to our doer, with our figure: "Oslo sold 58% and Bergen 36%"."""
    source, mine = match.theirs, match.ours.words
    segment = source.words[other.predicate.verb].segment
    behind = mine[deed.predicate.verb + 1 : deed.predicate.verb + GOING_ON]
    figure = next((word.form for word in behind if word.is_number), "")
    return any(
        source.words[at].form in deed.agent.names
        and source.words[at + 1].form == figure
        and source.low(at - 1, segment) == "and"
        for at in range(other.predicate.verb + 1, source.bounds[segment][1] - 1)
    )


def _describes_doer(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the source's doer is named to say who ours is: "Jan Moe, on loan at Stavik, beat Verdal"."""
    inside = deed.agent.indexes
    between = match.ours.words[inside[-1] + 1 : deed.predicate.verb] if inside else ()
    names = other.agent.names
    return any(word.form in names for word in between) or is_linked(match.ours, deed.agent.names, names)


def _receives(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether our doer is whom the source's deed is done to by way of a small word: "had shown it to police"."""
    if not deed.agent.is_known or not other.agent.is_known or not are_apart(match, deed.agent, other.agent):
        return False
    return any(key in TOWARDS and is_same(match, deed.agent, party) for key, party in other.predicate.others)


def _acts_on_another(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether ours does to somebody what the source says was done to it, by nobody named: "agents were kept out"."""
    if match.ours.words[deed.predicate.verb].verb not in _suffered() or other.agent.is_present:
        return False
    sufferer, thing = other.patient, deed.patient
    is_passive = bool(sufferer.indexes) and sufferer.indexes[-1] < other.predicate.verb
    is_behind = thing.is_known and bool(thing.indexes) and thing.indexes[0] > deed.predicate.verb
    return is_passive and is_behind and _is_finite(match, deed) and not is_same(match, thing, sufferer)


def _gives_to_giver(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether ours gives to whom the source has as the one who gives: "offered France" for "France offered"."""
    taker, giver = deed.patient, other.agent
    is_told = match.ours.words[deed.predicate.verb].verb in GIVING and not deed.agent.names
    if not is_told or not taker.indexes or taker.indexes[0] < deed.predicate.verb:
        return False
    word = match.ours.words[taker.indexes[-1]]
    has_thing = match.ours.low(word.at + 1, word.segment) in DETERMINERS and not match.ours.marks_before(word.at + 1)
    return has_thing and not taker.names.isdisjoint(giver.names | giver.modifiers)


def _are_capitals_crossed(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the countries of the two parties have changed places, be it by their capitals: "asked Budapest"."""
    agent, patient = (_lands(match.ours, party) for party in (deed.agent, deed.patient))
    if not agent or not patient or agent & patient:
        return False
    other_agent, other_patient = (_lands(match.theirs, party) for party in (other.agent, other.patient))
    is_crossed = bool(agent & other_patient and patient & other_agent)
    return is_crossed and agent.isdisjoint(other_agent) and patient.isdisjoint(other_patient)


def _lands(reading: Reading, party: Party) -> frozenset[str]:
    places = (reading.lex.places.get(reading.words[at].token) for at in party.indexes)
    return frozenset(own for place in places if place is not None and place.role != "short" for own in place.ids)


def _is_turned(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether our doer stands in their clause as something else than the doer, and theirs in ours."""
    if not (_names(deed.agent) or _names(other.agent)) or not are_apart(match, _named(deed.agent), other.agent):
        return False
    if not (_is_thing(match.ours, deed.agent) and _is_thing(match.theirs, other.agent)):
        return False
    acts_itself = deed.agent.names or any(head in parties() for head in deed.agent.heads)
    if not acts_itself and not deed.patient.is_present and is_same(match, deed.agent, other.patient):
        return False  # "the furnace would shut" of one that somebody shuts
    if _is_called(match.ours, deed.agent, other.agent) or _is_called(match.theirs, other.agent, deed.agent):
        return False
    if not (deed.agent.is_known and other.agent.is_known and _is_finite(match, deed)) or _is_reflexive(match, other):
        return False
    if is_linked(match.theirs, other.agent.names, deed.agent.names | deed.agent.heads):
        return False
    return _stands_by(match.theirs, other, deed.agent) and _stands_by(match.ours, deed, other.agent)


def _names(party: Party) -> frozenset[str]:
    return party.names or party.modifiers


def _named(party: Party) -> Party:
    """`party` by the name of whose it is, where it has none of its own: "Oslo's keeper"."""
    return party if party.names or not party.modifiers else party._replace(names=party.modifiers, heads=frozenset())


def _is_thing(reading: Reading, party: Party) -> bool:
    """Whether a party is named, or has an article or a plural: no "ill" in "was ill"."""
    if _names(party) or not party.indexes:
        return bool(_names(party))
    before = reading.low(party.indexes[0] - 1, reading.words[party.indexes[0]].segment)
    return before in DETERMINERS or reading.words[party.indexes[-1]].low.endswith("s")


def _is_called(reading: Reading, party: Party, other: Party) -> bool:
    """Whether the name of the other party follows right on one without a name: "a group called Blue Floor"."""
    if party.names or not party.indexes:
        return False
    last = party.indexes[-1]
    stop = min(last + CALLED, reading.bounds[reading.words[last].segment][1])
    return any(word.form in other.names for word in reading.words[last + 1 : stop])


def _is_reflexive(match: Match, deed: Deed) -> bool:
    """Whether a doer was read with a word that points back to another one: "a group calling itself Ash Wednesday"."""
    segment = match.theirs.words[deed.predicate.verb].segment
    return any(match.theirs.low(at, segment) in REFLEXIVE for at in deed.agent.indexes)


def _is_finite(match: Match, deed: Deed) -> bool:
    """Whether a verb has its own subject: whose deed an infinitive or a form in -ing is, is a guess."""
    verb = match.ours.words[deed.predicate.verb]
    return "g" not in verb.tag and match.ours.low(verb.at - 1, verb.segment) != "to"


def _stands_by(reading: Reading, deed: Deed, party: Party) -> bool:
    """Whether a party stands near a verb with another doer, outside the phrase of that doer."""
    words = _names(party) or party.heads
    near = reading.near(deed.predicate.verb, TURNED_REACH)
    return any(reading.words[at].form in words and at not in deed.agent.indexes for at in near)


def _does_to_unnamed(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether the source's doer is only described there, as "the chipmaker", and may be whom our deed is done to."""
    heads = other.agent.heads if not other.agent.names else frozenset()
    is_other = heads.isdisjoint(deed.patient.heads) and not is_same(match, deed.agent, other.agent)
    return bool(heads and deed.patient.is_known) and is_other


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
