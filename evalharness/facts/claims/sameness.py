"""Sameness: whether two parties of two texts are one, may be one, or are plainly two."""

from __future__ import annotations

from evalharness.facts.claims.aliases import are_aliases
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.speakers import is_linked
from evalharness.facts.claims.tables import form, parties

# What people of many classes may be called together.
ANY_BODY = frozenset(map(form, ("team", "force", "forces", "group", "side", "staff", "crew", "officers")))


def is_same(match: Match, one: Party, other: Party) -> bool:
    """`same_party`, but two names of the source are not the same for a word that several names there have.

    A capital is the same as its country.
    """
    if not (one.names and other.names):
        return same_party(one, other)
    if land(match.ours, one) & land(match.theirs, other) or _are_aliases(match, one, other):
        return True
    if one.names - match.theirs.shared_names and other.names - match.theirs.shared_names:
        return is_same_name(match, one.names, other.names)
    return same_party(one, other)


def _are_aliases(match: Match, one: Party, other: Party) -> bool:
    ours = {match.ours.words[at].name for at in one.indexes}
    return any(are_aliases(name, match.theirs.words[at].name) for at in other.indexes for name in ours if name)


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


def are_apart(match: Match, one: Party, other: Party) -> bool:
    """Whether two parties share no name, no noun and no describing name, and ours is in the source at all."""
    if is_same(match, one, other) or not (one.names | one.modifiers).isdisjoint(other.names | other.modifiers):
        return False
    known = one.names | one.heads
    return any(word in match.theirs.by_form for word in known) and not is_linked(match.theirs, known, other.names)


def land(reading: Reading, party: Party) -> frozenset[str]:
    """The country that a party comes down to, be it by its capital."""
    place = reading.lex.places.get(reading.words[party.indexes[-1]].token) if party.indexes else None
    return frozenset(place.ids) if place is not None and place.role != "short" else frozenset()


def are_others(match: Match, ours: Party, theirs: Party) -> bool:
    """Whether two parties are plainly not the same: other names, or nouns of classes that exclude each other."""
    if is_same(match, ours, theirs) or not ours.is_known or not theirs.is_known:
        return False
    if ours.names and theirs.names:
        alike = is_person(match.theirs, ours.names) == is_person(match.theirs, theirs.names)
        return alike and any(name in match.theirs.by_form for name in ours.names)
    if ours.names or theirs.names:
        return False
    kinds = [
        {parties()[head] for head in party.heads if head in parties() and head not in ANY_BODY}
        for party in (ours, theirs)
    ]
    return bool(kinds[0] and kinds[1]) and not kinds[0] & kinds[1]


def is_person(source: Reading, names: frozenset[str]) -> bool:
    """Whether the name is a person's: by a title or role, or as two words or more, the last no common one."""
    return not names.isdisjoint(source.persons)
