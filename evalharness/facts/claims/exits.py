"""Exits: somebody made to go where the source has them go of their own will, or the reverse."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from evalharness.facts.claims.deeds import Deed, Deeds
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.roles import finding
from evalharness.facts.claims.sameness import is_same_name
from evalharness.facts.claims.tables import table

COMPANY = 0.2
MAX_DEEDS = 400


@cache
def _verbs(group: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in str(table("relations")[group]).split())


def forced_out(match: Match, ours: Deeds, theirs: Deeds, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: exits that are forced in the one text and free in the other."""
    first, stop = match.ours.bounds[segment]
    low, high = (bisect_left(ours.all, at, key=lambda deed: deed.predicate.verb) for at in (first, stop))
    for deed in ours.all[low:high]:
        who, is_forced = _goer(match.ours, deed)
        if who is None or not who.names or match.ours.words[deed.predicate.verb].quoted:
            continue
        other = _other_way(match, deed, (who, is_forced), theirs.all[:MAX_DEEDS])
        if other is not None:
            yield finding(match, deed, other, "role")


def _goer(reading: Reading, deed: Deed) -> tuple[Party | None, bool]:
    """Who goes, and whether somebody makes them go; nobody where the verb tells of something else."""
    predicate = deed.predicate
    word = reading.words[predicate.verb]
    whole = f"{word.verb} {reading.low(predicate.verb + 1, word.segment)}"
    verb = whole if whole in _verbs("leaving") | _verbs("removing") else word.verb
    if verb in _verbs("removing"):
        return predicate.patient, True
    return (predicate.agent, False) if verb in _verbs("leaving") else (None, False)


def _other_way(match: Match, deed: Deed, ours: tuple[Party, bool], told: Sequence[Deed]) -> Deed | None:
    """The source's exit of the same name, where every one it tells is of the other kind."""
    found = None
    who, is_forced = ours
    for other in told:
        party, forced = _goer(match.theirs, other)
        if party is None or not is_same_name(match, who.names, party.names):
            continue
        if forced == is_forced:
            return None
        if found is None and match.company(deed.predicate.verb, other.predicate.verb) >= COMPANY:
            found = other
    return found
