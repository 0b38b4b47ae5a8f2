"""Whether the speakers of two texts are one: by name, by description, by whom a description stands for."""

from __future__ import annotations

from functools import cache
from typing import cast

from evalharness.facts.claims.circle import wide_bodies
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party, apposition_end, phrase_end, phrase_start, with_determiner
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.sameness import is_person, is_same_name
from evalharness.facts.claims.speakers import (
    ANYONE,
    MAX_MENTIONS,
    are_apart,
    beside,
    groups,
    groups_beside,
    groups_of,
    has_other_house,
    is_linked,
    is_surely_person,
    person_nouns,
)
from evalharness.facts.claims.statement import Frame
from evalharness.facts.claims.tables import forms_of
from evalharness.facts.claims.tagging import MODALS
from evalharness.facts.lexicon import fold, table

SHORT_NAME = 2
OFFICE_WORDS = 6
STATE = frozenset(("government", "politics", "army", "police"))
FEW = 3
OWNED = frozenset(("its", "their"))
NEW = frozenset(("a", "an", "one", "another", "some", "several", "two", "three", "many"))
SECOND = frozenset(("rival", "another", "second", "separate", "other"))


def compared(match: Match, ours: Party, frame: Frame, voices: frozenset[str]) -> str:
    """Whether the source's speaker is the ``same`` as ours, plainly an ``other`` one, or neither for sure."""
    theirs, source = frame.speaker, match.theirs
    if not theirs.is_known:
        return ""
    if _is_spoken_for(source, ours, frame) or _is_its_state(ours, theirs):
        return "same"
    if ours.names and theirs.names:
        return _compared_names(match, ours, frame, voices)
    if _share_words(ours, theirs):
        return "same"
    words = theirs.names | theirs.heads
    if any(len(word) < SHORT_NAME for word in words) or words <= MODALS:
        return ""  # "I", "Will"
    if _is_joined(match.ours, ours):
        return ""  # "the father-of-two"
    if _are_of_two_countries(ours, theirs):
        return "other"
    mine = _forms(match.ours, ours)
    if mine & _forms(source, theirs):
        return ""
    if ours.names:
        return _compared_to_unnamed(match, ours, theirs)
    if not all(head in source.by_form for head in ours.heads):
        return ""
    named = named_by(source, mine, ours.heads)
    if theirs.names and named:
        return "same" if not named.isdisjoint(theirs.names) else ("other" if is_person(source, theirs.names) else "")
    if theirs.names and is_linked(source, theirs.names, ours.heads):
        return "same"
    their_groups = groups(source, theirs)
    if theirs.names and ours.heads <= wide_bodies() and not is_person(source, theirs.names):
        return ""  # "the agency" may be any body with a name
    if theirs.names:
        their_groups = (their_groups | groups_beside(source, theirs.names)) - {ANYONE} or their_groups
    return "other" if are_apart(groups(match.ours, ours), their_groups) else ""


def _is_spoken_for(source: Reading, ours: Party, frame: Frame) -> bool:
    """Whether the source's speaker is the lawyer or spokesman of ours: "Oslo was heard; its lawyer, Ann Berg, said"."""
    theirs = frame.speaker
    if not ours.names or not theirs.indexes or theirs.heads.isdisjoint(_spokesmen()):
        return False
    first = min(theirs.indexes)
    segment = source.words[first].segment
    if source.low(first - 1, segment) not in OWNED:
        return False
    begin = source.bounds[max(0, segment - 1)][0]
    return any(word.form in ours.names for word in source.words[begin:first])


def _is_its_state(ours: Party, theirs: Party) -> bool:
    """Whether ours is the capital that stands for the state whose office speaks: "Oslo", "Norway's oil ministry"."""
    states = {state for name in ours.names for state in _capitals().get(name, ())} if len(ours.names) == 1 else set()
    is_office = bool(theirs.heads) and not theirs.heads.isdisjoint(forms_of("public_bodies") | _states())
    return is_office and not states.isdisjoint(theirs.modifiers | theirs.names)


@cache
def _capitals() -> dict[str, tuple[str, ...]]:
    """The form of a capital -> the names of its countries, as `Word.name` has them."""
    found: dict[str, tuple[str, ...]] = {}
    for country in cast("list[dict[str, object]]", table("gazetteer")["countries"]):
        for capital in cast("list[str]", country["capitals"]):
            key = fold(capital)
            found[key] = (*found.get(key, ()), f"@{fold(str(country['name']))}")
    return found


@cache
def _spokesmen() -> frozenset[str]:
    """The forms of the nouns for who speaks for another."""
    return forms_of("spokesmen")


@cache
def _states() -> frozenset[str]:
    """The forms of the nouns for what speaks for a state."""
    return forms_of("state_voices")


def _share_words(ours: Party, theirs: Party) -> bool:
    """Whether a name or noun is in both; one of a thing that cannot speak, as in "the audit showed", tells nothing."""
    heads = theirs.heads if theirs.names else frozenset(head for head in theirs.heads if head in groups_of())
    mine = ours.heads | ours.names
    return not mine.isdisjoint(heads | theirs.names | theirs.modifiers) or not ours.heads.isdisjoint(theirs.heads)


def _are_of_two_countries(ours: Party, theirs: Party) -> bool:
    """Whether two offices are of two countries: "Peru's minister", "the Chilean minister"."""
    mine, other = ({name for name in party.modifiers if name[0] == "@"} for party in (ours, theirs))
    heads = ours.heads and theirs.heads and not ours.names
    return bool(heads and mine and other) and mine.isdisjoint(other)


def _is_joined(reading: Reading, party: Party) -> bool:
    """Whether a description is a compound that only tells of somebody's life."""
    if party.names or not party.indexes:
        return False
    within = range(party.indexes[0], party.indexes[-1])
    return any(reading.words[at].low == "of" and "-" in reading.marks_before(at) for at in within)


def _forms(reading: Reading, party: Party) -> frozenset[str]:
    return frozenset(reading.words[at].form for at in party.indexes)


def _compared_to_unnamed(match: Match, ours: Party, theirs: Party) -> str:
    """`compared` for a name of ours and a description of the source's."""
    source = match.theirs
    if is_linked(source, ours.names, theirs.heads):
        return "same"
    if not all(name in source.by_form for name in ours.names):
        return ""
    named = named_by(source, _forms(source, theirs), theirs.heads)
    if named and is_person(source, ours.names):
        return "other" if named.isdisjoint(ours.names) else "same"
    mine = groups(match.ours, ours)
    if not mine and theirs.heads <= wide_bodies() and len(theirs.indexes) == 1 and not is_person(source, ours.names):
        return ""
    if is_person(source, ours.names) or not mine:
        mine |= groups_beside(source, ours.names)
    is_other = are_apart(mine, groups(source, theirs)) or _is_other_office(source, ours, theirs)
    return "other" if is_other or _is_somebody_new(source, ours, theirs, mine) else ""


def _is_somebody_new(source: Reading, ours: Party, theirs: Party, mine: frozenset[str]) -> bool:
    """Whether the source brings in a speaker as a new one, "a union", where ours is a person it names elsewhere."""
    kinds = groups(source, theirs)
    if not theirs.indexes or not kinds or ANYONE in kinds or not is_person(source, ours.names):
        return False
    segment = source.words[theirs.indexes[0]].segment
    first, stop = source.bounds[segment]
    if any(source.words[at].form in ours.names for at in range(first, stop)):
        return False
    start = phrase_start(source, theirs.indexes[0], source.bounds[segment][0])
    opening = {source.low(at, segment) for at in (start - 1, start)}
    is_second = any(source.words[at].low in SECOND for at in theirs.indexes)
    return is_second or (not opening.isdisjoint(NEW) and mine.isdisjoint(kinds))


def named_by(source: Reading, words: frozenset[str], heads: frozenset[str]) -> frozenset[str]:
    """The words of the name of the one person whom the source describes so; empty where none or several are.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> reading = read(Document("Water board chairman Anna Berg spoke. Jan Lund, the mayor, left."))
    >>> sorted(named_by(reading, frozenset({"water", "board", "chairman"}), frozenset({"chairman"})))
    ['anna', 'berg']
    """
    found: dict[frozenset[str], int] = {}
    others = words - heads
    for head in sorted(heads & person_nouns()):
        for place in source.by_form.get(head, ())[:MAX_MENTIONS]:
            names, around = _named_beside(source, place)
            shared = len(others & around)
            if names:
                found[names] = max(found.get(names, 0), shared)
    best = max(found.values(), default=0)
    likely = [names for names in found if found[names] == best]
    is_told = len(likely) == 1 and (best > 0 if others else len(found) == 1)
    return likely[0] if is_told else frozenset()


def _named_beside(source: Reading, place: int) -> tuple[frozenset[str], frozenset[str]]:
    """The name that goes with a noun, before or behind it, and the words of the phrase."""
    first, stop = source.bounds[source.words[place].segment]
    start, last = phrase_start(source, place, first), phrase_end(source, place, stop)
    end = apposition_end(source, last, stop)
    around = frozenset(source.words[at].form for at in range(start, min(stop, last + OFFICE_WORDS)))
    names = _person_at(source, end) if end > place else frozenset()
    opening = with_determiner(source, start)
    if not names and opening > first and "," in source.marks_before(opening):
        names = _person_at(source, opening - 1)
    return names, around


def _person_at(source: Reading, index: int) -> frozenset[str]:
    word = source.words[index]
    if not word.name or word.form not in source.persons:
        return frozenset()
    return frozenset((word.form, *word.name))


def _compared_names(match: Match, ours: Party, frame: Frame, voices: frozenset[str]) -> str:
    """`compared` for two speakers with names."""
    theirs, source = frame.speaker, match.theirs
    if is_same_name(match, ours.names, theirs.names):
        return "same"
    if not all(name in source.by_form for name in ours.names if name[0] != "@" or len(ours.names) == 1):
        return ""
    persons = is_surely_person(match.ours, source, ours), is_surely_person(source, source, theirs)
    if is_linked(source, ours.names, theirs.names) and persons != (True, True):
        return "same" if any(persons) else ""
    if _is_unsure_pronoun(source, frame, ours.names):
        return ""
    if persons == (True, True):
        return "other"
    if any(persons):
        person, house = (theirs.names, ours.names) if persons[1] else (ours.names, theirs.names)
        if _are_strangers(source, person, house):
            return "other"
        if any(name[0] == "@" for name in house):
            is_land = all(name[0] == "@" for name in house)
            kinds = groups(source, theirs if persons[1] else ours) | groups_beside(source, person)
            return "other" if is_land and are_apart(STATE, kinds) else ""
        body, its = (ours, theirs) if persons[1] else (theirs, ours)
        is_apart = are_apart(groups(match.theirs, body), groups(source, its) | groups_beside(source, person))
        return "other" if is_apart or (house & voices and has_other_house(source, person, house)) else ""
    if ours.names & voices and not any(name[0] == "@" for name in ours.names | theirs.names):
        return "other"
    return "other" if not is_person(match.ours, ours.names) and _are_two_bodies(source, ours, theirs) else ""


def _are_strangers(source: Reading, person: frozenset[str], body: frozenset[str]) -> bool:
    """Whether a body is not what the text is about, nor named with a person or right before, who is something else."""
    described = any(word.form in person_nouns() or word.form in groups_of() for word in beside(source, person))
    if all(name[0] == "@" for name in body) or not described:
        return False
    places = [at for name in sorted(body - source.shared_names) for at in source.by_form.get(name, ())]
    named = {source.words[at].segment for at in places if source.words[at].name}
    if not named or len(named) > FEW or 0 in named:
        return False
    mentions = (at for name in sorted(person) for at in source.by_form.get(name, ())[:MAX_MENTIONS])
    segments = {source.words[at].segment for at in mentions}
    return bool(segments) and named.isdisjoint(segments | {segment - 1 for segment in segments})


def _is_other_office(source: Reading, ours: Party, theirs: Party) -> bool:
    """Whether an organisation with a name faces an office with another: "the agriculture department"."""
    is_office = len(theirs.indexes) > 1 and bool(theirs.heads) and theirs.heads <= forms_of("public_bodies")
    return is_office and not is_person(source, ours.names) and not any(name[0] == "@" for name in ours.names)


def _are_two_bodies(source: Reading, ours: Party, theirs: Party) -> bool:
    """Whether two speakers are two organisations with names of their own: no countries, no people."""
    if any(name[0] == "@" for name in ours.names | theirs.names):
        return False
    full = [len(names - source.shared_names) > 1 for names in (ours.names, theirs.names)]
    return all(full) or are_apart(groups(source, Party((), ours.names, ours.heads)), groups(source, theirs))


def _is_unsure_pronoun(source: Reading, frame: Frame, names: frozenset[str]) -> bool:
    """Whether a pronoun stands for the speaker and one of the names is near enough to be meant instead."""
    segment = source.words[frame.cue].segment
    if not frame.speaker.indexes or any(source.words[at].segment == segment for at in frame.speaker.indexes):
        return False
    near = source.words[min(frame.speaker.indexes) : source.bounds[segment][1]]
    return any(word.form in names for word in near)
