"""A figure of the source in the very frame in which the source has another one: "travelling at 95 mph"."""

from __future__ import annotations

from collections.abc import Iterator

from evalharness.facts.claims.binding import (
    MAX_RIVALS,
    Figures,
    are_of_one_size,
    equal,
    is_difference,
    is_earlier,
    unquoted,
)
from evalharness.facts.claims.figure_frames import Frame, Frames, is_telling
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.measures import is_amount
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.shown import one_line

FIRM, LEAD, FAINT = 0.3, 1.3, 0.1
RARE = 2.0
CONFIDENCE = 0.6


def reframed(
    match: Match, ours: tuple[Figures, Frames], theirs: tuple[Figures, Frames], segment: int
) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: figures that stand between words that have another figure in the source."""
    here = unquoted(match, ours[0], segment)
    stated = [fact for _, fact in here]
    for index, fact in here:
        mine = ours[1].of[index]
        if (
            not is_amount(fact)
            or is_bare(match.ours, index, fact)
            or not (mine.governor or mine.behind)
            or is_difference(match.ours, fact)
        ):
            continue
        every = theirs[0].all[:MAX_RIVALS]
        own = [place for place, other in every if states(fact, other)]
        if not own:
            continue
        kept = max(match.company(index, at) for at in own)
        for place, other in every:
            if (
                _are_alike(fact, other)
                and not any(equal(some, other) for some in stated)
                and is_earlier(match.theirs, place) == is_earlier(match.ours, index)
                and (strength := _strength(match, mine, theirs[1].of[place]))
                and not any(_shares(match, theirs, at, place, mine) for at in own)
                and match.company(index, place) >= (FAINT if strength > 1 else max(FIRM, LEAD * kept))
            ):
                yield _finding(match, index, place)
                break


def is_bare(reading: Reading, index: int, fact: Fact) -> bool:
    """Whether a figure belongs to a name: "a Dash 8"."""
    before = reading.word_before(index)
    is_named = before is not None and before.name and not reading.marks_before(index)
    return bool(is_named) and isinstance(fact.value, Quantity) and fact.value.readings[0].unit == ""


def states(fact: Fact, other: Fact) -> bool:
    """Whether the source states a figure, if only without its unit: "85 miles of line, and 240 more"."""
    if equal(fact, other):
        return True
    if not (isinstance(fact.value, Quantity) and isinstance(other.value, Quantity)):
        return False
    bare = other.value.readings[0]
    return bare.unit == "" and fact.value.readings[0].figure == bare.amount


def _are_alike(one: Fact, other: Fact) -> bool:
    if not (isinstance(one.value, Quantity) and isinstance(other.value, Quantity) and is_amount(other)):
        return False
    mine, theirs = one.value.readings[0], other.value.readings[0]
    return mine.unit == theirs.unit and are_of_one_size(mine.amount, theirs.amount)


def _strength(match: Match, mine: Frame, their: Frame) -> int:
    """In how many ways two figures stand in one frame: the same governor and small word, the same words behind."""
    is_governed = (mine.governor, mine.link) == (their.governor, their.link) and is_telling(match.ours, mine)
    behind = {pair for pair in mine.behind if pair[0] != "per"} & {*their.behind}
    return int(is_governed) + len(behind) if is_governed or any(pair[0] for pair in behind) else 0


def _shares(match: Match, theirs: tuple[Figures, Frames], place: int, rival: int, mine: Frame) -> bool:
    """Whether the source has a word of our frame by the figure equal to ours too, no farther than by the rival."""
    source = match.theirs
    for form in (mine.governor, *(form for _, form in mine.behind)):
        gaps = [
            (abs(at - place), abs(at - rival))
            for at in source.by_form.get(form, ())
            if source.words[at].segment == source.words[place].segment
        ]
        is_apart = source.words[place].segment != source.words[rival].segment
        if any(is_apart or own <= other for own, other in gaps):
            return True
    if _is_elliptical(source, theirs, place, rival) and not _are_governed_alike(mine, theirs[1].of[rival]):
        return True
    return not (theirs[1].of[place].governor or theirs[1].of[place].behind)


def _is_elliptical(source: Reading, theirs: tuple[Figures, Frames], place: int, rival: int) -> bool:
    """Whether what is said behind the one may be understood with the other: "was given 5 million in damages, of 9"."""
    if source.words[place].segment != source.words[rival].segment or theirs[1].of[place].behind:
        return False
    fact = next(fact for at, fact in theirs[0].all if at == place)
    return isinstance(fact.value, Quantity) and fact.value.readings[0].unit == "" and not fact.head


def _are_governed_alike(one: Frame, other: Frame) -> bool:
    return bool(one.governor) and (one.governor, one.link) == (other.governor, other.link)


def _finding(match: Match, index: int, place: int) -> ClaimFinding:
    span, source = (
        excerpt(match.ours, *_stretch(match, index, ours=True)),
        excerpt(match.theirs, *_stretch(match, place, ours=False)),
    )
    reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
    return ClaimFinding("binding", "contradicted", "soft", span, source, reason, CONFIDENCE)


def _stretch(match: Match, index: int, *, ours: bool) -> tuple[int, int]:
    reading = match.ours if ours else match.theirs
    first, stop = reading.bounds[reading.words[index].segment]
    return max(first, index - 2), min(stop - 1, index + 3)
