"""Doers: a deed of the source told of somebody else, with the same words around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from evalharness.facts.claims.deeds import Deed, Deeds
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.roles import GENERAL, MAX_TOLD, finding, is_told_too
from evalharness.facts.claims.sameness import are_others, is_same_name
from evalharness.facts.claims.speakers import is_linked
from evalharness.facts.claims.syntax import TIMES
from evalharness.facts.claims.tables import form, forms_of
from evalharness.facts.claims.tagging import Word

SHARE, BACK_SHARE, SOME, LEAST = 0.5, 0.2, 2.0, 6.0
MAX_DEEDS = 200
NAME_SHARE = 2.0
DIRECTED = frozenset(("ask", "urge", "accuse", "blame", "warn", "promise", "pledge", "call"))
PASSING = frozenset(form(word) for word in (*TIMES, "season", "end", "start", "time", "day"))
AMONG = frozenset(("and", "with", "or"))


def told_of_another(match: Match, ours: Deeds, theirs: Deeds, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: deeds that the source tells of somebody else."""
    first, stop = match.ours.bounds[segment]
    low, high = (bisect_left(ours.all, at, key=lambda deed: deed.predicate.verb) for at in (first, stop))
    for deed in ours.all[low:high]:
        verb = match.ours.words[deed.predicate.verb]
        if not verb.quoted and verb.verb not in GENERAL:
            same = theirs.known.get(deed.name) or theirs.known.get(f"~{verb.form}") or ()
            other = next((some for some in same[:MAX_TOLD] if is_borne_by_another(match, deed, some, theirs.all)), None)
            if other is not None:
                yield finding(match, deed, other, "role")


def is_borne_by_another(match: Match, deed: Deed, other: Deed, told: Sequence[Deed]) -> bool:
    """Whether the source tells the same deed, with the same words, plainly of another doer and never of ours."""
    mine, theirs = _bearer(deed), _bearer(other)
    if mine is None or theirs is None or (mine is deed.agent) != (theirs is other.agent):
        return False
    verb = match.ours.words[deed.predicate.verb]
    if (verb.form in forms_of("reporting", "claiming") and verb.verb not in DIRECTED) or not are_others(
        match, mine, theirs
    ):
        return False
    if not _is_shared(match, deed, other, mine, theirs) or not _is_firm(match.theirs, other, mine, theirs):
        return False
    if mine is deed.agent and is_told_too(match, deed, other):
        return False
    return not any(
        _has(match, mine, some.agent, some.patient) and _is_shared(match, deed, some, mine, theirs)
        for some in told[:MAX_DEEDS]
    )


def _bearer(deed: Deed) -> Party | None:
    """Whom the deed is told of: the doer, or who undergoes it where no doer is told."""
    if deed.agent.is_present:
        return deed.agent if deed.agent.names else None
    return deed.patient if deed.patient.names else None


def _has(match: Match, mine: Party, *parties: Party) -> bool:
    return any(
        bool(party.names | party.modifiers) and is_same_name(match, mine.names, party.names | party.modifiers)
        for party in parties
    )


def _around(reading: Reading, deed: Deed, bearer: Party) -> dict[str, float]:
    """The words told with a deed besides its bearer, with their weights."""
    parties = [deed.agent, deed.patient, *(party for _, party in deed.predicate.others)]
    found: dict[str, float] = {}
    for party in parties:
        for at in party.indexes if party is not bearer else ():
            word = reading.words[at]
            found[word.form] = _telling(word)
    return found


def _telling(word: Word) -> float:
    return min(word.weight, NAME_SHARE) if word.name else word.weight


def _is_shared(match: Match, deed: Deed, other: Deed, mine: Party, theirs: Party) -> bool:
    """Whether most of what is told with our deed is told with the source's too."""
    ours = {key: w for key, w in _around(match.ours, deed, mine).items() if key not in theirs.names}
    around = _around(match.theirs, other, theirs)
    shared = sum(weight for key, weight in ours.items() if key in around)
    names = {name for party in (deed.patient, *(party for _, party in deed.predicate.others)) for name in party.names}
    telling = [key for key in ours if key in around and key not in names and key not in PASSING]
    if not telling:
        return False
    total, back = sum(ours.values()), sum(around.values())
    verb = match.ours.words[deed.predicate.verb].weight
    return (
        shared >= SOME
        and shared + verb >= LEAST
        and shared >= SHARE * min(total, back)
        and shared >= BACK_SHARE * max(total, back)
    )


def _is_firm(source: Reading, other: Deed, mine: Party, theirs: Party) -> bool:
    """Whether the source's bearer stands plainly in its sentence, and ours has nothing to do with it there."""
    segment = source.words[other.predicate.verb].segment
    if source.low(other.predicate.verb - 1, segment) == "to":
        return False  # whose deed an infinitive is, is a guess
    if not theirs.indexes or any(source.words[at].segment != segment for at in theirs.indexes):
        return False
    if is_linked(source, mine.names, theirs.names) or is_linked(source, theirs.names, mine.names):
        return False
    return not any(_is_joined(source, at, theirs) for at in _places(source, mine, segment))


def _places(source: Reading, mine: Party, segment: int) -> Iterator[int]:
    first, stop = source.bounds[segment]
    return (at for at in range(first, stop) if source.words[at].form in mine.names)


def _is_joined(source: Reading, index: int, theirs: Party) -> bool:
    """Whether a name is one of several doers: "Berg and Lund"."""
    low, high = sorted((index, theirs.indexes[0]))
    return any(source.words[at].low in AMONG for at in range(low, high)) and not any(
        source.words[at].verb for at in range(low, high)
    )
