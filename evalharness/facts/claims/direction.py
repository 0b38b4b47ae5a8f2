"""Direction: rose or fell, above or below, won or lost, said of the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.polarity import Polarity
from evalharness.facts.claims.reading import AUXILIARIES, Reading, Word, excerpt
from evalharness.facts.claims.tables import noun_like, scales

FIRM = 0.25
TIGHT = 8.0
SOURCE_REACH = 12.0
HEAVY = 1.5
AMOUNT = frozenset("a an one half nearly about around almost just roughly some".split())
ATTRIBUTES = frozenset(
    "bigger larger higher lower smaller longer shorter stronger weaker warmer cooler colder hotter taller cheaper dearer".split()
)
BOUNDS = frozenset("more less fewer over above under below beyond least most lower higher beneath".split())
PARTICLES = frozenset(("up", "down"))
PARTICLE_HOSTS = frozenset("edge inch go move be was were is are been by slightly sharply percent creep tick and or".split())
WITH_FIGURE = frozenset("lose lost loses losing gain gains gained gaining shed win wins won winning advance ease eased".split())
TIME = frozenset("week month year night weekend quarter season summer winter spring autumn time decade century".split())
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday minute moment few".split())


def signs(reading: Reading, index: int) -> dict[str, int]:
    """The scales the word at `index` stands on, with the end: 1 or -1.

    Empty where it shows no direction, as in "set up" or "more than 70".
    """
    word = reading.words[index]
    found = scales().get(word.low)
    if not found or word.name or (word.low in noun_like() and not word.verb) or not _is_directional(reading, word):
        return {}
    if word.low in BOUNDS and _bounds_figure(reading, index):
        return {"bound": found.get("bound", found.get("level", 1))}
    has_figure = any(reading.words[at].is_number for at in reading.near(index, 4.0) if at > index)
    after = reading.words[index + 1 : index + 2]
    is_attribute = word.low in ATTRIBUTES and bool(after) and after[0].is_content and not after[0].is_number
    return {
        f"{scale} {after[0].form}" if is_attribute else scale: sign
        for scale, sign in found.items()
        if scale != "level" or word.low not in WITH_FIGURE or has_figure
    }


def _bounds_figure(reading: Reading, index: int) -> bool:
    """Whether the word only says on which side of a figure something lies: "more than 70", "below 7,000"."""
    segment = reading.words[index].segment
    at = index + 2 if reading.low(index + 1, segment) == "than" else index + 1
    following = reading.low(at, segment)
    return bool(following) and (reading.words[at].is_number or following in AMOUNT)


def _is_directional(reading: Reading, word: Word) -> bool:
    stop = reading.bounds[word.segment][1]
    after = reading.words[word.index + 1 : min(stop, word.index + 3)]
    following = after[0].low if after else ""
    before = reading.words[word.index - 1] if word.index > reading.bounds[word.segment][0] else None
    if word.low in PARTICLES:
        if before is None or (before.verb or before.low) in PARTICLE_HOSTS or before.is_number or reading.marks_before(word.index):
            is_limit = following == "to" and (before is None or not before.verb or before.low in AUXILIARIES)
            return not is_limit and following != "and"
        return not before.verb and bool(after) and (after[0].is_number or following in ("from", "by"))
    if word.low in BOUNDS and following == "than":
        return not (len(after) > 1 and after[1].verb)
    if word.low in ("first", "last"):
        is_time = following in TIME or following in DAYS or following[:1].isdigit()
        return not is_time and (before is None or before.low != "at")
    return True


def reversed_directions(match: Match, ours: Polarity, theirs: Polarity, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: words whose opposite the source has about the same thing."""
    for word in match.ours.segment(segment):
        mine = {} if word.quoted else signs(match.ours, word.index)
        if mine:
            rival = _rival(match, (ours, theirs), word.index, mine)
            if rival is not None and match.company(word.index, rival) >= FIRM:
                yield _finding(match, word, rival)


def _rival(match: Match, sides: tuple[Polarity, Polarity], index: int, mine: dict[str, int]) -> int | None:
    """The source word of the other sense nearest to what stands beside ours, where it outweighs those of our sense."""
    same = other = 0.0
    best = (0.0, 0)
    for beside in match.ours.near(index, TIGHT):
        anchor, word = match.anchors.get(beside), match.ours.words[beside]
        if beside == index or anchor is None or word.weight < HEAVY:
            continue
        found = _nearest(match, sides, index, anchor.place, mine)
        if found is None:
            continue
        weight = (2.0 if word.is_number else 1.0) * word.weight / (2.0 + match.ours.gap(index, beside))
        if found[1] > 0:
            same += weight
        elif _than_sides(match, index, found[0]):
            other += weight
            if not word.name:
                best = max(best, (weight, -found[0]))
    return -best[1] if other > same and best[0] else None


def _nearest(match: Match, sides: tuple[Polarity, Polarity], index: int, place: int, mine: dict[str, int]) -> tuple[int, int] | None:
    """The word of the source nearest to `place` on a scale of `mine`: its index, and 1 or -1 for the same sense or not."""
    best: tuple[float, int, int] | None = None
    for at in match.theirs.near(place, SOURCE_REACH):
        found = signs(match.theirs, at)
        products = [sign * found[scale] for scale, sign in mine.items() if scale in found]
        if match.theirs.words[at].form == match.ours.words[index].form:
            products = [1]
        elif sides[0].is_denied(index) != sides[1].is_denied(at):
            continue
        if products:
            entry = (match.theirs.gap(at, place), at, max(products))
            best = entry if best is None else min(best, entry)
    return None if best is None else best[1:]


def _than_sides(match: Match, index: int, place: int) -> bool:
    """Whether two comparisons have the same side first: "A has more than B" does not contradict "B has less than A"."""
    ours, theirs = match.ours, match.theirs
    after = ours.low(index + 1, ours.words[index].segment)
    if after == "of":
        return theirs.low(place + 1, theirs.words[place].segment) == "of"
    if after != "than":
        return True
    for at in ours.near(index, TIGHT):
        if at > index and at in match.anchors and ours.words[at].is_content:
            return match.anchors[at].place > place
    return True


def _finding(match: Match, word: Word, place: int) -> ClaimFinding:
    span = excerpt(match.ours, word.index, word.index)
    source = excerpt(match.theirs, place, place)
    reason = f'says "{span.text}"; the wire says "{source.text}"'
    return ClaimFinding(
        "direction", "contradicted", "soft", span, source, reason, match.company(word.index, place)
    )
