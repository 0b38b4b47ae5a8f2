"""A figure of the source told as the amount of something else, of which the source gives another figure."""

from __future__ import annotations

from collections.abc import Iterator

from evalharness.facts.claims.binding import MAX_RIVALS, Figures, are_of_one_size, equal, is_earlier, unquoted
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.measures import Measures, is_amount, open_measures
from evalharness.facts.claims.reading import excerpt
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.shown import one_line

COMPANY, CONFIDENCE = 0.08, 0.6
FEW = 3
# How many times a sum may be another one in another currency that it could be taken for.
CURRENCIES = 1e4
BRACKET = 3


def mismeasured(
    match: Match, ours: tuple[Figures, Measures], theirs: tuple[Figures, Measures], segment: int
) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: figures told as the amount of what has another figure in the source."""
    here = unquoted(match, ours[0], segment)
    stated = [fact for _, fact in here]
    for index, fact in here:
        mine = ours[1].of.get(index)
        if mine is None or not is_amount(fact) or _is_small(fact):
            continue
        every = theirs[0].all[:MAX_RIVALS]
        same = [(place, other) for place, other in every if equal(fact, other)]
        own = [place for place, _ in same]
        if not own or any(_has_measure(match, theirs, place, mine[0]) for place in own):
            continue
        for place, other in every:
            if (
                theirs[1].of.get(place, (-1,))[0] == mine[0]
                and _are_alike(fact, other)
                and not any(_is_converted(other, stands) for _, stands in same)
                and not any(equal(some, other) for some in stated)
                and is_earlier(match.theirs, place) == is_earlier(match.ours, index)
                and match.company(index, place) >= COMPANY
            ):
                yield _finding(match, (index, mine[1]), (place, theirs[1].of[place][1]))
                break


def _is_small(fact: Fact) -> bool:
    value = fact.value
    return isinstance(value, Quantity) and value.readings[0].unit == "" and value.readings[0].amount <= FEW


def _has_measure(match: Match, theirs: tuple[Figures, Measures], place: int, measure: int) -> bool:
    """Whether the sentence of a figure tells the measure too, by a word that is not plainly another figure's."""
    own = theirs[1].of.get(place)
    if own is None or own[0] == measure or (own[0] in open_measures() and measure not in open_measures()):
        return True
    taken = {word for at, (_, word) in theirs[1].of.items() if at != place}
    words = theirs[1].words.get(match.theirs.words[place].segment, ())
    return any(number == measure and at not in taken for at, number in words)


def _are_alike(one: Fact, other: Fact) -> bool:
    """Whether two figures are in one unit, or both money."""
    if not (isinstance(one.value, Quantity) and isinstance(other.value, Quantity) and is_amount(other)):
        return False
    mine, theirs = one.value.readings[0], other.value.readings[0]
    if mine.unit != theirs.unit:
        low, high = sorted((mine.amount, theirs.amount))
        return mine.unit.startswith("money:") and theirs.unit.startswith("money:") and high <= CURRENCIES * low
    return are_of_one_size(mine.amount, theirs.amount)


def _is_converted(one: Fact, other: Fact) -> bool:
    """Whether one sum stands right behind another, as in another currency: "6.4 billion rupees ($73 million)"."""
    return -BRACKET <= other.start - one.end <= BRACKET or -BRACKET <= one.start - other.end <= BRACKET


def _finding(match: Match, ours: tuple[int, int], theirs: tuple[int, int]) -> ClaimFinding:
    span, source = excerpt(match.ours, *ours), excerpt(match.theirs, *theirs)
    reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
    return ClaimFinding("binding", "contradicted", "soft", span, source, reason, CONFIDENCE)
