"""Direction: rose or fell, above or below, won or lost, said of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evalharness.facts.claims.bearing import AHEAD, RESUMING, signs
from evalharness.facts.claims.complements import is_complement
from evalharness.facts.claims.deeds import two_sided
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.negations import Polarity
from evalharness.facts.claims.phrases import UNITS
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.sameness import are_others, same_party
from evalharness.facts.claims.scope import BREAK, Pair
from evalharness.facts.claims.senses import feeling_near, phrase_signs
from evalharness.facts.claims.stance import is_past
from evalharness.facts.claims.tables import form, forms_of, scales
from evalharness.facts.claims.tagging import Word
from evalharness.facts.claims.themes import Doers, doer, theme
from evalharness.facts.shown import one_line
from evalharness.facts.support.lexicon import are_opposite

FIRM, FIRM_KEY, FIRM_THING = 0.25, 0.2, 0.12
TIGHT = 8.0
SHOWN = 5.0
LIKE, OPPOSED = 0.8, 0.5
PAIRED = 4.0
SOURCE_REACH, LOOSE_REACH = 12.0, 8.0
ATTACHED = 3.0
ANSWERED = 0.6
COMPARED = 5
HEAVY = 1.5
STATES = frozenset(("level", "bound", "rank", "peak", "early", "north", "east", "quality", "outcome"))
LEVELS = frozenset(("to", "at", "from"))
RATES = forms_of("rates")
ESTIMATES = frozenset(
    form(word) for word in ("forecast", "estimate", "outlook", "projection", "prediction", "guidance")
)
HOURS = form("hours")
OBJECT, FIGURED = 4, 5.0
LOSS = form("loss")
OPENING = frozenset(("open", "start", "begin", "launch"))
BOUNDING = frozenset(("for", "until", "till", "before", "from", "between", "during", "since"))
YEAR = re.compile(r"(19|20)\d\d")
DEEDS = frozenset(("outcome", "verdict", "esteem", "staff", "liberty", "leave", "trade", "tide", "wallet"))
"""Scales of deeds: only of the same doer do the two ends contradict each other."""


class Vote(NamedTuple):
    """What a word beside ours says: the source's word at `place` has our sense (sign 1) or the other (-1)."""

    weight: float
    sign: int
    place: int
    is_shown: bool
    is_key: bool


def reversed_directions(
    match: Match, sides: tuple[Polarity, Polarity], deeds: tuple[Doers, Doers], segment: int
) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: words whose opposite the source has about the same thing."""
    for word in match.ours.segment(segment):
        mine = {} if word.quoted else signs(match.ours, word.at)
        if mine:
            rival = _rival(match, sides, deeds, word.at, mine)
            if rival is None or match.company(word.at, rival.place) < _floor(match, deeds, word.at, rival):
                continue
            if not _is_paired(match, word.at, rival.place) and _may_oppose(
                match, deeds, (word.at, rival.place), _scales(match, rival.place, mine)
            ):
                yield _finding(match, word, rival.place)


def _floor(match: Match, deeds: tuple[Doers, Doers], index: int, rival: Vote) -> float:
    """How much company the two words must share: the less the surer they are said of one thing."""
    if not rival.is_key:
        return FIRM
    sides = zip((match.ours, match.theirs), deeds, (index, rival.place), strict=True)
    things = [{reading.words[at].form for at in theme(reading, found, at_)} for reading, found, at_ in sides]
    return FIRM_KEY if things[0].isdisjoint(things[1]) or HOURS in things[0] else FIRM_THING


def _scales(match: Match, rival: int, mine: dict[str, int]) -> set[str]:
    """The scales on which the two words stand at two ends."""
    found = signs(match.theirs, rival)
    return {scale for scale, sign in mine.items() if found.get(scale) == -sign}


def _may_oppose(match: Match, deeds: tuple[Doers, Doers], pair: Pair, opposed_on: set[str]) -> bool:
    """Whether nothing says that the two words tell of other doers, or of a change that our sentence has too."""
    one, other = doer(deeds[0].get(pair[0])), doer(deeds[1].get(pair[1]))
    if _is_said_of_it(match, deeds, pair, opposed_on) or (opposed_on <= DEEDS and _has_both(match, pair, opposed_on)):
        return False
    if are_others(match, one, other) or _is_of_rate(match, deeds, pair):
        return False
    if feeling_near(match.ours, pair[0]) != feeling_near(match.theirs, pair[1]):
        return False  # "worries over supply faded" beside "supply rose"
    ours, theirs = match.ours.words[pair[0]], match.theirs.words[pair[1]]
    if ours.verb in RESUMING and any(word.form == ours.form for word in match.theirs.segment(theirs.segment)):
        return False  # "shut since Sunday, the canal will reopen"
    if _is_undone(match, pair) or is_complement(match, pair):
        return False
    if theirs.verb == "lose" and _is_of_loss(match, deeds[0], pair[0]):
        return False  # "losses rose" beside "lost 19 percent"
    if _is_of_estimate(match, pair) or _is_figured(match, pair, opposed_on) or _is_answered(match, pair, opposed_on):
        return False
    if (
        opposed_on.isdisjoint(STATES)
        and not phrase_signs(match.theirs, theirs)
        and match.has_form(match.ours.words[pair[0]].segment, match.theirs.words[pair[1]])
    ):
        return False  # "shut since June, it will reopen"
    return not opposed_on <= DEEDS or not (one.is_known and other.is_known) or same_party(one, other)


def _is_of_rate(match: Match, deeds: tuple[Doers, Doers], pair: Pair) -> bool:
    """Whether one says how something moves and the other how its rate does: "food was up", "food inflation eased"."""
    sides = zip((match.ours, match.theirs), deeds, pair, strict=True)
    moving = [{reading.words[at].form for at in theme(reading, found, place)} for reading, found, place in sides]
    return all(moving) and RATES.isdisjoint(moving[0]) != RATES.isdisjoint(moving[1])


def _is_undone(match: Match, pair: Pair) -> bool:
    """Whether the source's word undoes, or is to undo, what ours tells of the time before: "shut until noon"."""
    ours, theirs = match.ours, match.theirs
    verb, segment = theirs.words[pair[1]].verb, theirs.words[pair[1]].segment
    if verb not in RESUMING and verb not in OPENING:
        return False
    if any(theirs.low(at, segment) in AHEAD for at in (pair[1] - 1, pair[1] - 2)):
        return is_past(ours, pair[0])
    after = ours.low(pair[0] + 1, ours.words[pair[0]].segment)
    return verb in RESUMING and is_past(ours, pair[0]) and after in BOUNDING


def _is_of_loss(match: Match, predicates: Doers, index: int) -> bool:
    """Whether what moves is a loss."""
    return any(match.ours.words[at].form == LOSS for at in theme(match.ours, predicates, index))


def _is_of_estimate(match: Match, pair: Pair) -> bool:
    """Whether only one is about an estimate: "trimmed its growth forecast" beside "expects it to grow by 2"."""
    theirs, segment = match.theirs, match.theirs.words[pair[1]].segment
    stop = min(theirs.bounds[segment][1], pair[1] + OBJECT + 1)
    if not any(theirs.words[at].form in ESTIMATES for at in range(pair[1] + 1, stop)):
        return False
    ours = match.ours
    return not any(ours.words[at].form in ESTIMATES for at in ours.near(pair[0], SOURCE_REACH))


def _is_figured(match: Match, pair: Pair, on: set[str]) -> bool:
    """Whether the source has our sense too, right by a figure that ours gives, and the other sense by none of them."""
    theirs, segment = match.theirs, match.theirs.words[pair[1]].segment
    beside = (match.ours.words[at] for at in match.ours.near(pair[0], LOOSE_REACH))
    mine = {word.form for word in beside if word.is_number}
    found = signs(theirs, pair[1])
    sign = next((-found[scale] for scale in sorted(on) if scale in found), 0)

    def is_by_figure(index: int) -> bool:
        near = (theirs.words[at] for at in theirs.near(index, ATTACHED) if theirs.words[at].segment == segment)
        figures = (word for word in near if word.is_number and not YEAR.fullmatch(word.low))
        return any(word.form in mine for word in figures)

    return not is_by_figure(pair[1]) and any(is_by_figure(at) for at in _ends(theirs, segment, on, sign))


def _is_answered(match: Match, pair: Pair, on: set[str]) -> bool:
    """Whether another word of ours says what the source's word says: "the number whose bans were cut has tripled"."""
    found = signs(match.theirs, pair[1])
    sign = next((found[scale] for scale in sorted(on) if scale in found), 0)
    company = match.company(*pair)
    places = _ends(match.ours, match.ours.words[pair[0]].segment, on, sign)
    return any(match.company(at, pair[1]) >= ANSWERED * company for at in places)


def _ends(reading: Reading, segment: int, scales_: set[str], sign: int) -> Iterator[int]:
    """The words of a sentence that stand at one end of one of the scales."""
    for word in reading.segment(segment):
        found = signs(reading, word.at)
        if any(found.get(scale) == sign for scale in scales_):
            yield word.at


def _is_said_of_it(match: Match, deeds: tuple[Doers, Doers], pair: Pair, on: set[str]) -> bool:
    """Whether the source's sentence has our sense too, said of "it" or "they", which may be our thing."""
    theirs = match.theirs
    found = signs(theirs, pair[1])
    sign = next((-found[scale] for scale in sorted(on) if scale in found), 0)
    places = _ends(theirs, theirs.words[pair[1]].segment, on, sign)
    return any(at in deeds[1] and deeds[1][at].agent.pronoun in ("it", "they") for at in places)


def _has_both(match: Match, pair: Pair, on: set[str]) -> bool:
    """Whether both sentences have both senses, so that it takes more than company to tell whose is whose."""
    sentences = ((match.ours, pair[0]), (match.theirs, pair[1]))
    return all(
        any(True for _ in _ends(reading, reading.words[at].segment, on, sign))
        for reading, at in sentences
        for sign in (1, -1)
    )


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
        firm = [
            item for item in firm if bool(word.verb) == bool(theirs.words[-item[1]].verb)
        ]  # no "thickness": "thinned"
        if firm and max(firm)[0] >= OPPOSED and sides[0].is_denied(word.at) == sides[1].is_denied(-max(firm)[1]):
            rival = -max(firm)[1]
            if _have_other_figures(match, word.at, rival):
                continue
            if theirs.words[rival].form not in {other.form for other in ours.segment(segment)}:
                yield _finding(match, word, rival)


def _have_other_figures(match: Match, index: int, rival: int) -> bool:
    """Whether each of two words has a figure of its own, so that they tell of two groups: "54 percent of the treated".

    Ours must stand in the source, elsewhere than by the rival.
    """

    def beside(reading: Reading, at: int) -> set[str]:
        near = (reading.words[other] for other in reading.near(at, FIGURED))
        return {word.form for word in near if word.is_number}

    mine, theirs = beside(match.ours, index), beside(match.theirs, rival)
    return bool(mine and theirs) and mine.isdisjoint(theirs) and all(form in match.theirs.by_form for form in mine)


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


def _rival(
    match: Match, sides: tuple[Polarity, Polarity], deeds: tuple[Doers, Doers], index: int, mine: dict[str, int]
) -> Vote | None:
    """The source word of the other sense nearest to what stands beside ours, where it outweighs those of our sense.

    The figure that stands right by our word, and the words for what moves, decide alone where the source has them.
    """
    votes: list[Vote] = []
    moving = theme(match.ours, deeds[0], index)
    for beside in sorted({*match.ours.near(index, TIGHT), *moving}):
        anchor, word = match.anchors.get(beside), match.ours.words[beside]
        if beside == index or anchor is None or word.low in UNITS:
            continue
        is_figure = word.is_number and match.ours.gap(index, beside) <= ATTACHED
        is_key = is_figure or beside in moving
        if word.weight < HEAVY and not is_key:
            continue
        if not is_key and not word.is_number and not _in_clause(match.ours, index, beside):
            continue
        found = _nearest(match, sides, index, anchor.place, mine)
        if found is None:
            continue
        if is_figure and _is_of_other_kind(match, (index, beside), (found[0], anchor.place)):
            return None
        if found[1] < 0 and not _than_sides(match, index, found[0], anchor.place):
            found = found[0], 1  # the comparison from its other side
        if is_figure and found[1] > 0 and match.theirs.gap(found[0], anchor.place) <= ATTACHED:
            return None
        reach = SOURCE_REACH if is_key else LOOSE_REACH
        if match.theirs.gap(found[0], anchor.place) <= reach:
            is_shown = _is_of_pair(match.ours, index) and _is_of_pair(match.theirs, found[0])
            weight = (2.0 if word.is_number else 1.0) * word.weight / (2.0 + match.ours.gap(index, beside))
            votes.append(Vote(weight, found[1], found[0], is_shown or not word.name or is_key, is_key))
    return _elected(votes)


def _is_of_pair(reading: Reading, index: int) -> bool:
    """Whether "of the two" stands right behind."""
    segment = reading.words[index].segment
    return [reading.low(at, segment) for at in range(index + 1, index + 4)] == ["of", "the", "two"]


def _in_clause(reading: Reading, one: int, other: int) -> bool:
    """Whether no break between clauses lies between two words."""
    first, last = sorted((one, other))
    words = reading.words
    return all(words[at + 1].place - words[at].place < BREAK for at in range(first, last))


def _is_of_other_kind(match: Match, mine: Pair, other: Pair) -> bool:
    """Whether one figure tells by how much, right by its word, and the other what is reached: "up 2", "eased to 2"."""
    levels = _is_level(match.ours, mine[1]), _is_level(match.theirs, other[1])
    gap = match.theirs.gap(*other) if levels[0] else match.ours.gap(*mine)
    return levels[0] != levels[1] and gap <= 1.0


def _is_level(reading: Reading, index: int) -> bool:
    """Whether the figure at `index` is one that is reached or left, not one by which something moves."""
    before = reading.word_before(index)
    return before is not None and before.low in LEVELS


def _elected(votes: list[Vote]) -> Vote | None:
    """The source word that most of the votes name against ours; those of figure and thing count alone."""
    keys = [vote for vote in votes if vote.is_key]
    counted = keys or votes
    balance = sum(vote.weight * vote.sign for vote in counted)
    against = [vote for vote in counted if vote.sign < 0 and vote.is_shown]
    return max(against, key=lambda vote: (vote.weight, -vote.place)) if balance < 0 and against else None


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


def _than_sides(match: Match, index: int, place: int, shared: int) -> bool:
    """Whether two comparisons have the same side first: "A has more than B" does not contradict "B has less than A".

    shared: the source word that answers to a word beside ours.
    """
    ours, theirs = match.ours, match.theirs
    if ours.low(index + 1, ours.words[index].segment) == "of":
        return theirs.low(place + 1, theirs.words[place].segment) == "of"
    mine, other = _than(ours, index), _than(theirs, place)
    if mine >= 0 and other < 0 and _is_same_side(match, index, place):
        return True
    if mine >= 0:
        after = (at for at in ours.near(index, TIGHT) if at > mine and at in match.anchors)
        first = next((at for at in after if ours.words[at].is_content), -1)
        return first < 0 or match.anchors[first].place > max(place, other)
    return other < 0 or shared < other


def _is_same_side(match: Match, index: int, place: int) -> bool:
    """Whether the nearest name before ours stands before theirs too: "Lund's smaller loss than Berg's"."""
    first = match.ours.bounds[match.ours.words[index].segment][0]
    begin = match.theirs.bounds[match.theirs.words[place].segment][0]
    names = {word.form for word in match.ours.words[first:index] if word.name}
    return any(word.name and word.form in names for word in match.theirs.words[begin:place])


def _than(reading: Reading, index: int) -> int:
    """Index of the "than" that goes with a comparative; -1 where there is none."""
    stop = reading.bounds[reading.words[index].segment][1]
    return next((at for at in range(index + 1, min(stop, index + COMPARED)) if reading.words[at].low == "than"), -1)


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
