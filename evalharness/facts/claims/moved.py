"""Moved figures: a figure told of one name or thing where the source tells it of another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from evalharness.facts.claims.binding import Figures, equal
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.roles import Deed, Deeds
from evalharness.facts.claims.speakers import groups_of, is_linked
from evalharness.facts.claims.swaps import Fields
from evalharness.facts.claims.tables import parties, scales
from evalharness.facts.claims.tagging import Word
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.shown import one_line
from evalharness.records import Span

UNFIT = frozenset(("ordinal", "label", "score", "clock"))
SMALL = 10
MAX_PLACES = 4
TELLING = 3.0
COMPANY = 0.2
CONFIDENCE = 0.6


def moved(
    match: Match, ours: tuple[Deeds, Figures], theirs: tuple[Deeds, Figures], same: Fields, segment: int
) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: figures whose subject has another one in the source.

    same: the figures of the source, by amount.
    """
    for index, fact in ours[1].within(*match.ours.bounds[segment]):
        deed = _deed_of(ours, index)
        mine = None if deed is None else _subject(deed)
        if deed is None or mine is None or match.ours.words[index].quoted or not _is_fit(fact):
            continue
        places = [(at, other) for at, other in same.equal_to(fact) if equal(fact, other)]
        if not 0 < len(places) < MAX_PLACES:
            continue
        rivals = [_rival(match, theirs, (index, mine), at) for at, _ in places]
        if all(rival is not None for rival in rivals):
            yield _finding(match, (deed, mine), fact, places[0][1])


def _is_fit(fact: Fact) -> bool:
    """Whether a figure is telling: no rank or score, no small count."""
    if not isinstance(fact.value, Quantity):
        return False
    reading = fact.value.readings[0]
    return reading.unit not in UNFIT and not (reading.unit == "" and reading.amount < SMALL)


def _deed_of(text: tuple[Deeds, Figures], index: int) -> Deed | None:
    """The deed by whose verb a figure is governed."""
    verb = text[1].verbs.get(index)
    if verb is None:
        return None
    done = text[0].all
    at = bisect_left(done, verb, key=lambda deed: deed.predicate.verb)
    return done[at] if at < len(done) and done[at].predicate.verb == verb else None


def _subject(deed: Deed) -> Party | None:
    """What the deed is told of: its doer, else the thing it is done to."""
    predicate = deed.predicate
    party = predicate.agent if predicate.agent.is_present else predicate.patient
    return party if party.is_known and not party.pronoun and party.indexes else None


def _rival(match: Match, theirs: tuple[Deeds, Figures], ours: tuple[int, Party], place: int) -> Party | None:
    """The subject of the source's equal figure, where it is plainly another than ours."""
    index, mine = ours
    deed = _deed_of(theirs, place)
    other = _subject(deed) if deed is not None else None
    if deed is None or other is None or match.company(index, place) < COMPANY:
        return None
    if mine.names:
        return other if _is_other_name(match, mine, other, deed) else None
    return other if not other.names and _is_other_thing(match, theirs, (mine, other), place) else None


def _is_other_name(match: Match, mine: Party, other: Party, deed: Deed) -> bool:
    """Whether the source's figure is told with the name of another in its subject, and ours is not in the sentence."""
    source = match.theirs
    segment = source.words[deed.predicate.verb].segment
    verb = deed.predicate.verb
    names = {word.form for word in source.words[min(other.indexes) : verb] if word.name and word.form[0] != "@"}
    own = mine.names
    if not names or not own.isdisjoint(names | other.names | other.modifiers):
        return False
    if not all(name in source.by_form for name in mine.names if name[0] != "@"):
        return False
    if any(word.form in own for word in source.segment(segment)) or any(name[0] == "@" for name in names | mine.names):
        return False
    alike = [name in source.persons for name in (*sorted(names), *sorted(mine.names))]
    return (all(alike) or not any(alike)) and not is_linked(source, mine.names, frozenset(names))


def _is_other_thing(match: Match, theirs: tuple[Deeds, Figures], subjects: tuple[Party, Party], place: int) -> bool:
    """Whether two things are set against each other in the source, each with a figure of its own."""
    mine, other = [{head for head in party.heads if _is_thing(match.theirs, head)} for party in subjects]
    if not mine or not other or not mine.isdisjoint(other):
        return False
    first, stop = match.theirs.bounds[match.theirs.words[place].segment]
    for at, fact in theirs[1].within(first, stop):
        owners = theirs[1].owners.get(at, frozenset())
        if at != place and _unit(fact) == _unit_at(theirs[1], place) and not mine.isdisjoint(owners):
            return other.isdisjoint(owners)
    return False


def _unit(fact: Fact) -> str:
    return fact.value.readings[0].unit if isinstance(fact.value, Quantity) else "label"


def _unit_at(figures: Figures, place: int) -> str:
    return next((_unit(fact) for at, fact in figures.within(place, place + 1)), "")


def _is_thing(source: Reading, head: str) -> bool:
    """Whether a noun is telling enough to be one thing of several, and no word for anybody named."""
    places = source.by_form.get(head)
    is_party = head in groups_of() or head in parties() or head in scales()
    return places is not None and not is_party and source.words[places[0]].weight >= TELLING


def _finding(match: Match, ours: tuple[Deed, Party], fact: Fact, other: Fact) -> ClaimFinding:
    deed, mine = ours
    words: list[Word] = [match.ours.words[at] for at in [*mine.indexes, deed.predicate.verb]]
    segment = match.ours.words[deed.predicate.verb].segment
    words = [word for word in words if word.segment == segment]
    start = min([fact.start, *(word.start for word in words)])
    end = max([fact.end, *(word.end for word in words)])
    span = Span(start, end, match.ours.text[start:end])
    at = bisect_left(match.theirs.words, other.start, key=lambda word: word.start)
    there = match.theirs.bounds[match.theirs.words[at].segment]
    source = excerpt(match.theirs, there[0], at)
    reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
    return ClaimFinding("binding", "contradicted", "soft", span, source, reason, CONFIDENCE)
