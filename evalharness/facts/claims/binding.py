"""Binding: a figure of the source put with something that has another figure of the same kind there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalharness.facts.claims.deeds import Deed, deeds
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.tables import form, scales, words_in
from evalharness.facts.fact import Fact, Quantity
from evalharness.records import Span
from evalharness.text.document import Document

FIRM, FIRM_NAME = 0.3, 0.2
CLOSE, NEAR = 6.0, 8.0
LEAD = 3.0
HEAVY, HEAVY_NAME = 6.0, 4.0
COMPARING = frozenset(("against", "than", "over", "after", "before", "from"))
UNBOUND = frozenset(("ordinal", "label", "score", "clock"))
RARE = 3.0
MAX_RIVALS = 60
MEASURE = 4
FAR, OWNED = 99.0, 3.0
SUM = 1e6
REFERRING = words_in("referring")
ALIKE = 30.0
BEFORE_FIGURE = 3
OLD = frozenset(("from", "against", "versus"))
COMPARED = frozenset(("compared", "comparison"))
SKIPPED = frozenset(("a", "the", "about", "around", "some", "nearly", "roughly", "almost", "just", "only", "its", "an"))
# What follows the letters of a currency: "from NZ$40".
CURRENCY_SIGNS = ("$", "\u00a3", "\u20ac", "\u00a5")
MONTHS = frozenset(form(word) for word in words_in("months"))
APART = frozenset(("below", "above", "short", "shy", "under", "adrift", "ahead", "behind", "beyond", "clear", "too"))
MORE = frozenset(("more", "fewer", "less", "extra", "additional", "further", "higher", "lower"))


Owners = dict[int, frozenset[str]]
"""Index of a figure's word -> the forms of what the predicate that governs it is said of."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a text.

    Attributes:
        all: index of the first word, and the fact, by place.
        owners: what each is said of.
        verbs: index of a figure's word -> index of the verb that governs it.
    """

    all: tuple[tuple[int, Fact], ...]
    owners: Owners
    verbs: dict[int, int]

    def within(self, first: int, stop: int) -> Sequence[tuple[int, Fact]]:
        """The figures from one word to before another."""
        low, high = (bisect_left(self.all, at, key=lambda figure: figure[0]) for at in (first, stop))
        return self.all[low:high]


def figures(document: Document) -> Figures:
    """View: the figures of a document."""
    reading, done = document.view(read), document.view(deeds)
    found = tuple((word_at(reading, fact), fact) for fact in reading.numbers)
    return Figures(found, figure_owners(done), governing_verbs(done))


def rebound(match: Match, ours: Figures, theirs: Figures, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: figures that stand by something which has another figure in the source."""
    here = unquoted(match, ours, segment)
    stated = [fact for _, fact in here]
    for index, fact in here:
        if is_difference(match.ours, fact):
            continue
        found = _rival(match, (ours, theirs), index, fact, stated)
        found = found or _governed(match, (ours, theirs), index, fact, stated)
        if found is not None:
            yield _finding(match, fact, *found)


def is_difference(reading: Reading, fact: Fact) -> bool:
    """Whether a figure says by how much: "three a week fewer", "two below strength"."""
    at = bisect_left(reading.words, fact.end, key=lambda word: word.start)
    behind = reading.words[at : at + MEASURE]
    return any(word.low in MORE or word.low in APART for word in behind)


def unquoted(match: Match, ours: Figures, segment: int) -> list[tuple[int, Fact]]:
    """The figures of one candidate sentence that stand in no quotation."""
    return [figure for figure in ours.within(*match.ours.bounds[segment]) if not match.ours.words[figure[0]].quoted]


def governing_verbs(done: Sequence[Deed]) -> dict[int, int]:
    """Index of a figure's word -> index of the verb it is the object of, or whose first small word brings it in."""
    found: dict[int, int] = {}
    for deed in done:
        for party in (deed.predicate.patient, *(party for _, party in deed.predicate.others[:1])):
            for index in party.indexes:
                found.setdefault(index, deed.predicate.verb)
    return found


def _governed(
    match: Match, sides: tuple[Figures, Figures], index: int, fact: Fact, stated: Sequence[Fact]
) -> tuple[Fact, int] | None:
    """The source's figure by the verb that governs ours: "employs 300" against "employs 5,200 and will hire 300"."""
    verb = sides[0].verbs.get(index)
    if verb is None or match.ours.words[verb].weight < RARE or match.ours.words[verb].verb in scales():
        return None
    form = match.ours.words[verb].form
    own: set[str] = set()
    rivals: list[tuple[int, Fact]] = []
    for place, other in sides[1].all[:MAX_RIVALS]:
        theirs = sides[1].verbs.get(place)
        if equal(fact, other):
            own.add(match.theirs.words[theirs].form if theirs is not None else "")
        elif (
            theirs is not None
            and match.theirs.words[theirs].form == form
            and _is_rival(fact, other)
            and is_earlier(match.theirs, place) == is_earlier(match.ours, index)
        ):
            rivals.append((place, other))
    if not own or form in own or any(equal(some, other) for some in stated for _, other in rivals):
        return None
    for place, other in rivals:
        mine, whose = sides[0].owners.get(index, frozenset()), sides[1].owners.get(place, frozenset())
        if match.company(index, place) >= FIRM and (
            not mine or not whose or mine & whose or not _is_named(match, mine)
        ):
            return other, verb
    return None


def _is_named(match: Match, forms: frozenset[str]) -> bool:
    """Whether one of the forms belongs to a name of the candidate."""
    return any(match.ours.words[at].name for form in forms for at in match.ours.by_form.get(form, ())[:1])


def figure_owners(done: Sequence[Deed]) -> Owners:
    """What each figure is said of, as far as a predicate tells."""
    found: Owners = {}
    for deed in done:
        predicate = deed.predicate
        whose = predicate.agent.names | predicate.agent.heads | predicate.agent.modifiers
        governed = [predicate.patient, *(party for word, party in predicate.others if word not in COMPARING)]
        if not whose and predicate.patient.is_known and not predicate.patient.numbers:
            whose = (
                predicate.patient.names | predicate.patient.heads | predicate.patient.modifiers
            )  # "is insured for 180 million"
        for index in (at for party in governed for at in party.indexes):
            found.setdefault(index, whose)
    return found


def word_at(reading: Reading, fact: Fact) -> int:
    """Index of the first word of a fact.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> reading = read(Document("Oslo paid 90 million euros."))
    >>> word_at(reading, reading.numbers[0])
    2
    """
    return bisect_left(reading.words, fact.start, key=lambda word: word.start)


def is_earlier(reading: Reading, index: int) -> bool:
    """Whether the figure is given as the one before, or the one compared with: "from 5", "against 7"."""
    first = reading.bounds[reading.words[index].segment][0]
    for at in range(index - 1, max(first, index - BEFORE_FIGURE) - 1, -1):
        low = reading.words[at].low
        if low in OLD:
            return True
        if low in ("with", "to") and at > first and reading.words[at - 1].low in COMPARED:
            return True
        if low not in SKIPPED and reading.text[reading.words[at].end : reading.words[at].end + 1] not in CURRENCY_SIGNS:
            return False
    return False


def are_of_one_size(one: float, other: float) -> bool:
    """Whether two amounts are not so far apart that nobody would take one for the other.

    >>> are_of_one_size(58, 4.6e9), are_of_one_size(310, 425)
    (False, True)
    """
    low, high = sorted((abs(one), abs(other)))
    return high <= ALIKE * low


def _rival(
    match: Match, sides: tuple[Figures, Figures], index: int, fact: Fact, stated: Sequence[Fact]
) -> tuple[Fact, int] | None:
    """The source's figure for what stands by ours, and the word that has it there; None where all is in order."""
    figures = sides[1].all[:MAX_RIVALS]
    own = [place for place, other in figures if equal(fact, other)]
    rivals = [
        (place, other) for place, other in figures
        if other.hedge in ("", "about") and _is_rival(fact, other) and not any(equal(some, other) for some in stated)
        and is_earlier(match.theirs, place) == is_earlier(match.ours, index)
    ]  # fmt: skip
    if not own or not rivals:
        return None
    holders = _holders(match.ours, sides[0], index, fact)
    measure = set(_measure(match.ours, fact))
    best, score, whose = None, 0.0, -1
    for place, other in rivals:
        votes = [(at, _vote(match, sides[1].owners, at, own, place)) for at in holders]
        theirs = [at for at, vote in votes if vote < 0]
        weight = sum(match.ours.words[at].weight for at in theirs)
        against = sum(match.ours.words[at].weight for at, vote in votes if vote > 0 and at not in measure)
        named = any(match.ours.words[at].name for at in theirs)
        enough = weight >= (HEAVY_NAME if named else HEAVY) and (named or len(theirs) > 1)
        company = match.company(index, place)
        if enough and weight > 2 * against and weight > score and company >= (FIRM_NAME if named else FIRM):
            best, score, whose = other, weight, theirs[0]
    return None if best is None else (best, whose)


def _vote(match: Match, owners: Owners, holder: int, own: Sequence[int], rival: int) -> int:
    """1 where the source has the word by its figure equal to ours, -1 where it has it by the rival alone, else 0."""
    form = match.ours.words[holder].form
    near_own = min(_distance(match.theirs, owners, at, form) for at in own)
    near_rival = _distance(match.theirs, owners, rival, form, as_place=False)
    if near_own <= near_rival + 1.0 or (near_own == FAR and any(_refers(match.theirs, at, form) for at in own)):
        return 1 if near_own <= NEAR else 0
    return -1 if near_rival <= CLOSE and near_own == FAR else 0


def _holders(reading: Reading, ours: Figures, index: int, fact: Fact) -> list[int]:
    """The words by a figure that may be what has it: names and rare words, none nearer to another figure like it."""
    bounds = reading.bounds[reading.words[index].segment]
    others = [at for at, other in ours.within(*bounds) if other is not fact and _same_unit(fact, other)]
    said_of = ours.owners.get(index, frozenset())
    found = []
    for at in reading.near(index, FAR / 2):
        word = reading.words[at]
        inside = fact.start < word.end and word.start < fact.end
        if word.is_content and not word.is_number and not inside and (word.name or word.weight >= RARE):
            nearest = all(reading.gap(at, index) <= reading.gap(at, other) for other in others)
            if word.form in MONTHS:
                continue
            if reading.text[word.start : word.end].endswith(("'s", "\u2019s")):
                continue
            if (reading.gap(at, index) <= NEAR and nearest and not _is_place(reading, at)) or (
                at < index and word.form in said_of
            ):
                found.append(at)
    return sorted(found, key=lambda at: (not reading.words[at].name, reading.gap(index, at)))


def _measure(reading: Reading, fact: Fact) -> Iterator[int]:
    """The words right behind a figure that say what is counted."""
    at = bisect_left(reading.words, fact.end, key=lambda word: word.start)
    for index in range(at, min(at + MEASURE, len(reading.words))):
        word = reading.words[index]
        if (
            word.verb
            or word.low in ("in", "at", "on", "for", "to", "by", "from", "and", "with")
            or reading.marks_before(index)
        ):
            return
        yield index


def _distance(reading: Reading, owners: Owners, place: int, form: str, *, as_place: bool = True) -> float:
    """How far the word is from the figure at `place` in its sentence; near where the figure is said of it."""
    if form in owners.get(place, ()):
        return OWNED
    segment = reading.words[place].segment
    first, stop = reading.bounds[segment]
    every = reading.by_form.get(form, [])
    places = every[bisect_left(every, first) : bisect_left(every, stop)]
    if not as_place:
        places = [at for at in places if not _is_place(reading, at)]
    return min((reading.gap(place, at) for at in places), default=FAR)


def _is_place(reading: Reading, index: int) -> bool:
    """Whether a name only says where: "in Zagreb"."""
    word = reading.words[index]
    return bool(word.name) and reading.low(index - 1, word.segment) in ("in", "at", "near", "from")


def _refers(reading: Reading, place: int, form: str) -> bool:
    """Whether the sentence of a figure points back to one shortly before that has the word."""
    segment = reading.words[place].segment
    if not any(word.low in REFERRING for word in reading.segment(segment)):
        return False
    first = reading.bounds[max(0, segment - 2)][0]
    return any(word.form == form for word in reading.words[first:place])


def equal(one: Fact, other: Fact) -> bool:
    """Whether two figures are the same by one of their readings."""
    if not (isinstance(one.value, Quantity) and isinstance(other.value, Quantity)):
        return False
    return any(a == b for a in one.value.readings for b in other.value.readings)


def _is_rival(fact: Fact, other: Fact) -> bool:
    """Whether two figures are of one unit; mere counts must count the same thing."""
    if not (isinstance(fact.value, Quantity) and isinstance(other.value, Quantity) and _same_unit(fact, other)):
        return False
    reading = fact.value.readings[0]
    if not are_of_one_size(reading.amount, other.value.readings[0].amount):
        return False
    if reading.unit != "" or reading.unit in UNBOUND:
        return reading.unit not in UNBOUND
    return not set(fact.head).isdisjoint(other.head) or not (
        float(reading.amount).is_integer() or fact.head or other.head
    )


def _same_unit(one: Fact, other: Fact) -> bool:
    if not (isinstance(one.value, Quantity) and isinstance(other.value, Quantity)):
        return False
    units = one.value.readings[0].unit, other.value.readings[0].unit
    # a sum may leave its currency to the one before: "cost 430 million euros and is insured for 180 million"
    bare_sum = (
        units[0].startswith("money") and units[1] == "" and not other.head and other.value.readings[0].amount >= SUM
    )
    return units[0] == units[1] or bare_sum


def _finding(match: Match, fact: Fact, rival: Fact, holder: int) -> ClaimFinding:
    low, high = sorted((holder, word_at(match.ours, fact)))
    span = Span(min(match.ours.words[low].start, fact.start), max(match.ours.words[high].end, fact.end), "")
    span = Span(span.start, span.end, match.ours.text[span.start : span.end])
    whose = excerpt(match.ours, holder, holder).text
    reason = f'gives "{fact.text}" to "{whose}"; the wire gives it "{rival.text}"'
    company = match.company(word_at(match.ours, fact), word_at(match.theirs, rival))
    return ClaimFinding("binding", "contradicted", "soft", span, rival.span, reason, company)
