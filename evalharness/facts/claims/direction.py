"""Direction: rose or fell, above or below, won or lost, said of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import UNITS, Party
from evalharness.facts.claims.polarity import Polarity
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.roles import Deed, are_others, two_sided
from evalharness.facts.claims.tables import forms_of, noun_like, scales, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, Word
from evalharness.facts.shown import one_line
from evalharness.facts.support.lexicon import are_opposite

FIRM = 0.25
TIGHT = 8.0
SHOWN = 5.0
LIKE, OPPOSED = 0.8, 0.5
PAIRED = 4.0
SOURCE_REACH = 12.0
HEAVY = 1.5
AMOUNT = words_in("amount")
ATTRIBUTES = words_in("attributes")
BOUNDS = words_in("bounds")
PARTICLES = frozenset(("up", "down"))
PARTICLE_HOSTS = words_in("particle_hosts")
WITH_FIGURE = words_in("with_figure")
BALLOT = {"for": 1, "against": -1}
TIME = words_in("time")
DAYS = words_in("days")


Doers = dict[int, Party]
"""Index of a verb -> who or what does it, or undergoes it where nobody is named."""


def doers(deeds: Sequence[Deed]) -> Doers:
    """The subjects of all deeds, by the index of the verb."""
    return {
        deed.predicate.verb: deed.predicate.agent if deed.predicate.agent.is_known else deed.predicate.patient
        for deed in deeds
    }


def signs(reading: Reading, index: int) -> dict[str, int]:
    """The scales the word at `index` stands on, with the end: 1 or -1.

    Empty where it shows no direction, as in "set up" or "more than 70".
    """
    word = reading.words[index]
    if word.low in BALLOT:
        before = reading.word_before(index)
        return {"ballot": BALLOT[word.low]} if before is not None and before.form == "vote" else {}
    found = scales().get(word.low)
    if not found or word.name or (word.low in noun_like() and not word.verb) or not _is_directional(reading, word):
        return {}
    figure = _bounded(reading, index) if word.low in BOUNDS else ""
    if figure:
        return {f"bound {figure}": found.get("bound", found.get("level", 1))}
    if word.low in ("below", "above") and index > reading.bounds[word.segment][0] and _ends_figure(reading, index - 1):
        return {"bound": found["bound"], "level": found["bound"]}  # "8 percent below"
    has_figure = any(reading.words[at].is_number for at in reading.near(index, 4.0) if at > index)
    after = reading.words[index + 1 : index + 2]
    is_attribute = word.low in ATTRIBUTES and bool(after) and after[0].is_content and not after[0].is_number
    return {
        f"{scale} {after[0].form}" if is_attribute else scale: sign
        for scale, sign in found.items()
        if scale != "level" or word.low not in WITH_FIGURE or has_figure
    }


def _ends_figure(reading: Reading, index: int) -> bool:
    """Whether a figure, or its unit, stands at `index`: "8 per cent", "14 metres"."""
    first = reading.bounds[reading.words[index].segment][0]
    return any(reading.words[at].is_number for at in range(max(first, index - 2), index + 1))


def _bounded(reading: Reading, index: int) -> str:
    """The figure that the word only says on which side something lies of: "more than 70", "below 7,000"; or nothing."""
    segment = reading.words[index].segment
    at = index + 2 if reading.low(index + 1, segment) == "than" else index + 1
    following = reading.low(at, segment)
    if following in AMOUNT:
        return following
    return reading.words[at].form if following and reading.words[at].is_number else ""


def _is_directional(reading: Reading, word: Word) -> bool:
    stop = reading.bounds[word.segment][1]
    after = reading.words[word.at + 1 : min(stop, word.at + 3)]
    following = after[0].low if after else ""
    before = reading.words[word.at - 1] if word.at > reading.bounds[word.segment][0] else None
    if reading.marks_before(word.at + 1).startswith("-") or reading.marks_before(word.at).endswith("-"):
        return word.low in ("low", "high")  # "cutting-edge"
    if following == "to" and word.verb == "decline" and len(after) > 1 and after[1].verb:
        return False
    if before is not None and before.low == "at" and word.low in ("least", "most"):
        return False
    if word.low in PARTICLES:
        if (
            before is None
            or (before.verb or before.low) in PARTICLE_HOSTS
            or before.is_number
            or reading.marks_before(word.at)
        ):
            is_limit = following == "to" and (before is None or not before.verb or before.low in AUXILIARIES)
            return not is_limit and following != "and"
        return not before.verb and bool(after) and (after[0].is_number or following in ("from", "by"))
    if word.low in BOUNDS and following == "than":
        return not (len(after) > 1 and after[1].verb)
    if word.low in ("first", "last"):
        is_time = following in TIME or following in DAYS or following[:1].isdigit()
        return not is_time and (before is None or before.low != "at")
    return True


def reversed_directions(
    match: Match, sides: tuple[Polarity, Polarity], deeds: tuple[Doers, Doers], segment: int
) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: words whose opposite the source has about the same thing."""
    for word in match.ours.segment(segment):
        mine = {} if word.quoted else signs(match.ours, word.at)
        if mine:
            rival = _rival(match, sides, word.at, mine)
            if rival is None or match.company(word.at, rival) < FIRM or _is_paired(match, word.at, rival):
                continue
            doers = deeds[0].get(word.at), deeds[1].get(rival)
            if not (doers[0] and doers[1] and are_others(match, doers[0], doers[1])):
                yield _finding(match, word, rival)


def opposed(match: Match, sides: tuple[Polarity, Polarity], segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: words in whose place the source has their opposite."""
    ours, theirs = match.ours, match.theirs
    for word in ours.segment(segment):
        anchor = match.anchors.get(word.at)
        is_own = anchor is not None and (anchor.is_same or anchor.alike >= LIKE)
        if is_own or word.quoted or word.weight < HEAVY or not _is_plain(word):
            continue
        places = [at for at in match.slot(word.at) if _is_plain(theirs.words[at])]
        places = [at for at in places if are_opposite(word.form, theirs.words[at].form)]
        firm = [(match.company(word.at, at), -at) for at in places]
        if firm and max(firm)[0] >= OPPOSED and sides[0].is_denied(word.at) == sides[1].is_denied(-max(firm)[1]):
            rival = -max(firm)[1]
            if theirs.words[rival].form not in {other.form for other in ours.segment(segment)}:
                yield _finding(match, word, rival)


def _is_plain(word: Word) -> bool:
    """Whether no other rule looks at the word: no name, figure, direction or denial."""
    is_known = word.low in scales() or word.form in forms_of("negative_hint") or word.verb in two_sided()
    return word.is_content and not word.name and not word.is_number and not is_known and word.low != "ever"


def _is_paired(match: Match, index: int, rival: int) -> bool:
    """Whether one of the texts has both senses side by side: "high or low", "sons and daughters"."""
    mine, other = match.ours.words[index].form, match.theirs.words[rival].form
    return _is_joined(match.ours, index, other) or _is_joined(match.theirs, rival, mine)


def _is_joined(reading: Reading, index: int, form: str) -> bool:
    """Whether "and" or "or" ties a word of this form to the one at `index`."""
    near = [at for at in reading.near(index, PAIRED) if reading.words[at].form == form]
    between = (word.low for at in near for word in reading.words[min(at, index) : max(at, index)])
    return any(low in ("and", "or") for low in between)


def _rival(match: Match, sides: tuple[Polarity, Polarity], index: int, mine: dict[str, int]) -> int | None:
    """The source word of the other sense nearest to what stands beside ours, where it outweighs those of our sense."""
    same = other = 0.0
    best = (0.0, 0)
    for beside in match.ours.near(index, TIGHT):
        anchor, word = match.anchors.get(beside), match.ours.words[beside]
        if beside == index or anchor is None or word.weight < HEAVY or word.low in UNITS:
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


def _nearest(
    match: Match, sides: tuple[Polarity, Polarity], index: int, place: int, mine: dict[str, int]
) -> tuple[int, int] | None:
    """The source word nearest to `place` on a scale of `mine`: its index, and 1 or -1 for the same sense or not."""
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
    span, source = excerpt(match.ours, word.at, word.at), excerpt(match.theirs, place, place)
    said = _with_neighbour(match.ours, word.at, match.neighbours(word.at))
    there = _with_neighbour(match.theirs, place, [match.anchors[at].place for at in match.neighbours(word.at)])
    reason = f'says "{said}"; the wire says "{there}"'
    return ClaimFinding("direction", "contradicted", "soft", span, source, reason, match.company(word.at, place))


def _with_neighbour(reading: Reading, index: int, others: Sequence[int]) -> str:
    """The word with the first of the others that stands near it, as an editor reads them: "firmed to 16.92"."""
    near = [at for at in others if reading.words[at].segment == reading.words[index].segment]
    beside = next((at for at in near if reading.gap(at, index) <= SHOWN), index)
    return one_line(excerpt(reading, min(index, beside), max(index, beside)).text)
