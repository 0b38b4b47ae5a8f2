"""Swaps: two figures of one unit that have changed places with what they are said of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from evalharness.facts.claims.binding import SKIPPED, Figures, are_of_one_size, figures, is_earlier
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import DETERMINERS, phrase_start
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.syntax import CLAUSE_WORDS, INSERTING, RELATIVES, TIMES
from evalharness.facts.claims.tables import form, forms_of
from evalharness.facts.claims.tagging import Word
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.shown import one_line
from evalharness.records import Span
from evalharness.text.document import Document

MAX_FIGURES = 8
MAX_PLACES = 4
JOINT = 1.5
CROSSED, CLEAR = 4.0, 3.0
EARLIER = 5.0
FROM_REACH = 3
FARTHEST = 18.0
UNFIT = frozenset(("label", "score", "clock"))
PARTITIVE = frozenset(("of", "to", "for", "out", "by", "in"))
OPPOSING = frozenset(("against", "versus"))
BREAKS = RELATIVES | INSERTING | CLAUSE_WORDS
Figure = tuple[int, Fact]


@dataclass(frozen=True, slots=True)
class Side:
    """The words on one figure's side of a sentence.

    Attributes:
        before, after: the forms of the words before and behind the figure, up to the next figure's.
        has_verb: whether a verb stands among them.
        is_old: whether the figure is given as the one before, or as the one compared with.
    """

    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    has_verb: bool = False
    is_old: bool = False


@dataclass
class Fields:
    """The figures of a text, each with the words that stand on its side of the sentence."""

    reading: Reading
    figures: Figures
    _sides: dict[int, dict[int, Side]] = field(default_factory=dict)
    _by_amount: dict[float, list[tuple[int, Fact]]] | None = None

    def side(self, index: int) -> Side:
        """What belongs to the figure at `index`, as against the others of its unit in the sentence."""
        segment = self.reading.words[index].segment
        sides = self._sides.get(segment)
        if sides is None:
            sides = self._sides[segment] = _sides(self.reading, self.figures, segment)
        return sides.get(index, NOTHING)

    def equal_to(self, fact: Fact) -> Sequence[tuple[int, Fact]]:
        """The figures of the same amount."""
        if self._by_amount is None:
            self._by_amount = {}
            for index, other in self.figures.all:
                for amount in _written(other):
                    self._by_amount.setdefault(amount, []).append((index, other))
        return [figure for amount in sorted(_written(fact)) for figure in self._by_amount.get(amount, ())[:MAX_PLACES]]


NOTHING = Side()


def fields(document: Document) -> Fields:
    """View: the figures of a document with their sides."""
    return Fields(document.view(read), document.view(figures))


def _written(fact: Fact) -> frozenset[float]:
    """The amounts of a figure, and the figure as written."""
    readings = fact.value.readings if isinstance(fact.value, Quantity) else ()
    return _amounts(fact) | {reading.figure for reading in readings if reading.figure is not None}


def _amounts(fact: Fact) -> frozenset[float]:
    return (
        frozenset(reading.amount for reading in fact.value.readings)
        if isinstance(fact.value, Quantity)
        else frozenset()
    )


def unit_of(fact: Fact) -> str:
    """The class of a figure; ranks count as counts: "the fourth collision" and "four collisions"."""
    if not isinstance(fact.value, Quantity):
        return "label"
    unit = fact.value.readings[0].unit
    return "" if unit == "ordinal" else unit


def swapped(match: Match, ours: Fields, theirs: Fields, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: two figures that stand where the source has them the other way round."""
    here = [figure for figure in ours.figures.within(*match.ours.bounds[segment]) if _is_fit(match.ours, *figure)]
    if not 1 < len(here) <= MAX_FIGURES:
        return
    for (number, one), (after, other) in combinations(enumerate(here), 2):
        if unit_of(one[1]) != unit_of(other[1]) and after > number + 1:
            continue  # a bare figure has its unit from the one right before it
        if _are_of_one_kind(one[1], other[1]) and _may_be_confused(one[1], other[1]):
            found = _crossed(ours, theirs, one, other)
            if found is not None:
                yield _finding(match, (one, other), found)
                return


def _is_fit(reading: Reading, index: int, fact: Fact) -> bool:
    """Whether a figure can be said of one thing or another: no label, and no age behind a name."""
    before = reading.word_before(index)
    is_age = before is not None and before.name and reading.marks_before(index) == "," and not fact.head
    return unit_of(fact) not in UNFIT and not is_age


def _are_of_one_kind(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one unit, or the second leaves it to the first: "9 tonnes and 22 there"."""
    units = unit_of(one), unit_of(other)
    return units[0] == units[1] or (units[1] == "" and not other.head and other.text[0].isdigit())


def _may_be_confused(one: Fact, other: Fact) -> bool:
    """Whether two figures differ, and not by so much that nobody would take one for the other."""
    first, second = _written(one), _written(other)
    if not first or not second or not first.isdisjoint(second):
        return False
    return unit_of(one) != unit_of(other) or are_of_one_size(min(first), min(second))


def _crossed(ours: Fields, theirs: Fields, one: Figure, other: Figure) -> tuple[Figure, Figure] | None:
    """The source's two figures, where all its tellings of both have them with each other's words."""
    found = None
    for first in theirs.equal_to(one[1]):
        for second in theirs.equal_to(other[1]):
            if not (_are_near(theirs.reading, first[0], second[0]) and _are_of_one_kind(*_in_order(first, second))):
                continue
            straight, crossed = _weigh(ours, theirs, (one, other), (first, second))
            if straight and straight * CLEAR > crossed:
                return None
            if crossed >= CROSSED and crossed >= CLEAR * straight:
                found = found or (first, second)
    return found


def _in_order(one: Figure, other: Figure) -> tuple[Fact, Fact]:
    return (one[1], other[1]) if one[0] < other[0] else (other[1], one[1])


def _are_near(reading: Reading, one: int, other: int) -> bool:
    return one != other and abs(reading.words[one].segment - reading.words[other].segment) <= 1


def _weigh(
    ours: Fields, theirs: Fields, mine: tuple[Figure, Figure], their: tuple[Figure, Figure]
) -> tuple[float, float]:
    """The weight of the words that stand with the same figure in both texts, and with the other one."""
    one, two = _old(ours, mine), _old(theirs, their)
    if one and one == two:
        return EARLIER, 0.0
    if one and two and all(_is_left(texts, pair) for texts, pair in ((ours, mine), (theirs, their))):
        return 0.0, EARLIER
    if two and _is_left(theirs, their):
        return 0.0, 0.0  # both figures are of one thing, so that the words beside them tell nothing
    if one and two:
        a, b = _apart(ours, mine, frozenset())
        c, d = _apart(theirs, their, frozenset())
        # a comparison may be told from its other side: "the old cost 9 against 3" beside "the new cost 3, against 9"
        is_straight, is_crossed = bool(a & c or b & d), bool(a & d or b & c)
        return EARLIER * is_straight, EARLIER * (is_crossed and not is_straight)
    if _are_joined(ours.reading, mine) or _are_joined(theirs.reading, their):
        return 0.0, 0.0
    shared = _shared_heads(ours, mine) | _shared_heads(theirs, their)
    a, b = _apart(ours, mine, shared)
    c, d = _apart(theirs, their, shared)
    straight = _weight(ours.reading, a & c) + _weight(ours.reading, b & d)
    if _same_heads(mine, their):
        straight += EARLIER
    turned = [_weight(ours.reading, words) for words in (a & d, b & c)]
    own = _own(ours, mine) | _own(theirs, their)
    firm = all(turned) or _weight(ours.reading, ((a & d) | (b & c)) & own) >= CROSSED
    return straight, sum(turned) if firm else 0.0


def _same_heads(mine: tuple[Figure, Figure], their: tuple[Figure, Figure]) -> bool:
    """Whether each figure counts the same in both texts, and the two of a text count different things."""
    heads = [_head(fact) for _, fact in (*mine, *their)]
    kept = any(one & other for one, other in zip(heads[:2], heads[2:], strict=True))
    return kept and not (heads[0] & heads[1] or heads[2] & heads[3] or heads[0] & heads[3] or heads[1] & heads[2])


def _own(texts: Fields, pair: tuple[Figure, Figure]) -> frozenset[str]:
    """The words between two figures that belong to the second one."""
    return texts.side(max(pair)[0]).before


def _old(texts: Fields, pair: tuple[Figure, Figure]) -> int:
    """1 where the first of two figures is given as the earlier one, -1 where the second is, else 0."""
    return texts.side(pair[0][0]).is_old - texts.side(pair[1][0]).is_old


def _is_left(texts: Fields, pair: tuple[Figure, Figure]) -> bool:
    """Whether the earlier of two figures is the one that is moved from, which no other side of the story can turn."""
    at = next(index for index, _ in pair if texts.side(index).is_old)
    first = texts.reading.bounds[texts.reading.words[at].segment][0]
    before = (texts.reading.words[index].low for index in range(at - 1, first - 1, -1))
    return "from" in (low for low, _ in zip(before, range(FROM_REACH), strict=False))


def _are_joined(reading: Reading, pair: tuple[Figure, Figure]) -> bool:
    """Whether two figures stand in one phrase: "two of three", "8 votes to 2", "5 and 7 percent"."""
    (first, one), (second, other) = sorted(pair)
    if reading.words[first].segment != reading.words[second].segment:
        return False
    low, high = (bisect_left(reading.words, at, key=lambda word: word.start) for at in (one.end, other.start))
    between = [word for word in reading.words[low:high] if word.low not in DETERMINERS | SKIPPED]
    if between and between[-1].low in OPPOSING:
        return False
    content = sum(word.is_content for word in between)
    return content == 0 or (content == 1 and between[-1].low in PARTITIVE)


def _shared_heads(texts: Fields, pair: tuple[Figure, Figure]) -> frozenset[str]:
    """What is counted by one of two figures and left out behind the other: "five ploughs when she asked for 20"."""
    heads = [_head(fact) for _, fact in pair]
    return frozenset() if all(heads) else heads[0] | heads[1]


def _head(fact: Fact) -> frozenset[str]:
    return frozenset(form(word) for word in fact.head)


def _apart(texts: Fields, pair: tuple[Figure, Figure], shared: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words of one figure's side and of the other's, without those of both.

    What stands before the first of two counts only where the second has a verb of its own: "A and B got 5 and 7".
    """
    one, other = sorted(pair)
    first, second = texts.side(one[0]), texts.side(other[0])
    apart = texts.reading.words[one[0]].segment != texts.reading.words[other[0]].segment
    left = first.after | (first.before if second.has_verb or second.is_old or apart else frozenset())
    right = second.before | second.after
    sides = (left - right - shared, right - left - shared)
    return sides if pair[0] is one else (sides[1], sides[0])


def _weight(reading: Reading, forms: frozenset[str]) -> float:
    """The summed weight of some forms."""
    places = (reading.by_form[form][0] for form in sorted(forms) if form in reading.by_form)
    return sum(reading.words[place].weight for place in places)


def _sides(reading: Reading, found: Figures, segment: int) -> dict[int, Side]:
    """For each figure of a sentence what stands on its side."""
    first, stop = reading.bounds[segment]
    here = [(index, fact) for index, fact in found.within(first, stop) if unit_of(fact) not in UNFIT]
    sides: dict[int, Side] = {}
    for number, (index, fact) in enumerate(here):
        before = next((at for at, other in reversed(here[:number]) if _are_of_one_kind(other, fact)), None)
        after = next((at for at, other in here[number + 1 :] if _are_of_one_kind(fact, other)), None)
        low = first if before is None else _border(reading, before, index)
        high = stop if after is None else _border(reading, index, after)
        sides[index] = _side(reading, (low, index, high), fact)
    return sides


def _side(reading: Reading, where: tuple[int, int, int], fact: Fact) -> Side:
    low, index, high = where
    begin = _begin(reading, low, index)
    before = [word for word in reading.words[begin:index] if _is_telling(word)]
    high = next((at for at in range(index + 1, high) if _tells_who_says(reading, at)), high)
    after = [word for word in reading.words[index:high] if _is_telling(word) and word.start >= fact.end]
    place = reading.words[index].place
    near = [frozenset(word.form for word in part if abs(word.place - place) <= FARTHEST) for part in (before, after)]
    verbs = any(word.verb for word in reading.words[begin:high])
    return Side(near[0], near[1], verbs, is_earlier(reading, index))


def _tells_who_says(reading: Reading, index: int) -> bool:
    """Whether ", said Berg" begins at the word."""
    word = reading.words[index]
    return word.verb != "" and word.form in forms_of("reporting") and "," in reading.marks_before(index)


def _begin(reading: Reading, low: int, index: int) -> int:
    """Where the clause of a figure begins: behind a conjunction, at the noun before a relative pronoun."""
    at, comma = index, False
    while at > low:
        word, marks = reading.words[at - 1], reading.marks_before(at)
        comma = comma or marks.startswith(",")
        is_inserted = comma and word.low in INSERTING and reading.marks_before(at - 1).startswith(",")
        if word.low in BREAKS and not is_inserted:
            is_relative = word.low in RELATIVES and at - 2 >= low and not reading.words[at - 2].verb
            return phrase_start(reading, at - 2, low) if is_relative else at
        at -= 1
    return at


def _is_telling(word: Word) -> bool:
    return word.is_content and word.low not in TIMES


def _border(reading: Reading, one: int, other: int) -> int:
    """Where between two figures the words of the second begin: at the widest joint, else halfway.

    A relative pronoun opens no part of its own: in "5 percent, and Berg, who got 3" Berg belongs to the 3.
    """

    def is_relative(index: int) -> bool:
        return reading.words[index].low in RELATIVES

    joints = [
        (reading.words[at].place - reading.words[at - 1].place, at)
        for at in range(one + 1, other + 1)
    ]  # fmt: skip
    for widest, at in (max((joint for joint in joints if not is_relative(joint[1])), default=(0.0, 0)), max(joints)):
        if widest >= JOINT:
            return at
    middle = (reading.words[one].place + reading.words[other].place) / 2
    return next(index for index in range(one + 1, other + 1) if reading.words[index].place >= middle)


def _finding(match: Match, mine: tuple[Figure, Figure], their: tuple[Figure, Figure]) -> ClaimFinding:
    span = _stretch(match.ours.text, mine[0][1], mine[1][1])
    source = _stretch(match.theirs.text, their[0][1], their[1][1])
    reason = f'says "{one_line(span.text)}"; the wire has the figures the other way round: "{one_line(source.text)}"'
    return ClaimFinding("binding", "contradicted", "soft", span, source, reason, 0.7)


def _stretch(text: str, one: Fact, other: Fact) -> Span:
    start, end = min(one.start, other.start), max(one.end, other.end)
    return Span(start, end, text[start:end])
