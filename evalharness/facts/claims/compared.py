"""Comparisons: what lies above or below what, "two points behind the ruling party", "a smaller loss than expected"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple, cast

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.tables import table
from evalharness.facts.claims.tagging import AUXILIARIES
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.shown import one_line
from evalharness.text.document import Document

BESIDE_GAP, BY, LEFT, RIGHT, THAN = 2, 9, 12, 9, 6
FIGURE_REACH = 14
LIKE = 6.0
TIGHT = 0.5
AROUND, SHOWN = 9, 3
MAX_FOUND = 80
UNMEASURED = frozenset(("ordinal", "label", "score", "clock"))
SPEECH = frozenset(("said", "says", "told", "according", "but", "while", "though", "although"))


class Amount(NamedTuple):
    """A figure: its unit, amount in the base unit, what is counted, and the index of its first word."""

    unit: str
    amount: float
    head: frozenset[str]
    at: int

    def equals(self, other: Amount | None) -> bool:
        """Whether the other is the same amount of the same unit."""
        return other is not None and (self.unit, self.amount) == (other.unit, other.amount)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing set above or below another.

    Attributes:
        first, last: indexes of the words that say so.
        sign: 1 where what is said first lies above, -1 below.
        kind: ``gaps``, ``limits`` or ``comparatives``, as in ``data/comparisons.json``.
        figure: what is compared, before the words; None where no figure is.
        gap: by how much; None where it is not said.
        left, right: the forms of the content words before and after, with their weights.
        names: those of them that belong to names.
    """

    first: int
    last: int
    sign: int
    kind: str
    figure: Amount | None
    gap: Amount | None
    left: dict[str, float]
    right: dict[str, float]
    names: frozenset[str]


@cache
def _cues() -> dict[str, tuple[tuple[tuple[str, ...], str, int], ...]]:
    """First word -> the phrases that begin with it, longest first: words, kind, sign."""
    found: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
    for kind in ("gaps", "limits"):
        for sign, phrases in cast("dict[str, list[str]]", table("comparisons")[kind]).items():
            for phrase in phrases:
                words = tuple(phrase.split())
                found.setdefault(words[0], []).append((words, kind, int(sign)))
    for sign, words_ in cast("dict[str, str]", table("comparisons")["comparatives"]).items():
        for word in words_.split():
            found.setdefault(word, []).append(((word,), "comparatives", int(sign)))
    return {first: tuple(sorted(each, key=lambda item: -len(item[0]))) for first, each in found.items()}


@cache
def _measured() -> frozenset[str]:
    return frozenset(str(table("comparisons")["measured"]).split())


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparisons of a text, by place, and its figures that measure or count, by the index of each word."""

    all: tuple[Comparison, ...]
    amounts: dict[int, Amount]


def _amounts(reading: Reading) -> dict[int, Amount]:
    found: dict[int, Amount] = {}
    for fact in reading.numbers:
        places = reading.span_words(fact)
        amount = _amount(fact, places.start)
        if amount is not None:
            found.update(dict.fromkeys(places, amount))
    return found


def _amount(fact: Fact, at: int) -> Amount | None:
    if not isinstance(fact.value, Quantity):
        return None
    reading = fact.value.readings[0]
    return None if reading.unit in UNMEASURED else Amount(reading.unit, reading.amount, frozenset(fact.head), at)


def compared(document: Document) -> Compared:
    """View: the comparisons of a text.

    >>> text = "She finished 12 seconds behind Berg. It lost 9 cents a share, a smaller loss than expected."
    >>> [(found.kind, found.sign) for found in compared(Document(text)).all]
    [('gaps', -1), ('comparatives', -1)]
    """
    reading = document.view(read)
    known = _amounts(reading)
    starts = sorted(at for low in _cues() for at in reading.by_low.get(low, ()))
    found = (item for at in starts[: 4 * MAX_FOUND] if (item := _comparison(reading, known, at)) is not None)
    return Compared(tuple(islice(found, MAX_FOUND)), known)


def _comparison(reading: Reading, known: dict[int, Amount], at: int) -> Comparison | None:
    segment = reading.words[at].segment
    for words, kind, sign in _cues()[reading.words[at].low]:
        if any(reading.low(at + n, segment) != word for n, word in enumerate(words)):
            continue
        last = at + len(words) - 1
        gap = _gap(reading, known, at, last)
        if kind == "gaps" and gap is None:
            continue
        if kind == "comparatives":
            last = _than(reading, at)
            if last < 0:
                return None
        if kind != "gaps" and last + 1 in known and known[last + 1] is not gap:
            return None  # "more than 70", "above 40": the other side of a bare figure, not of a thing
        return Comparison(
            at, last, sign, kind, _figure(known, reading, at, gap), gap,
            dict(_weights(reading, range(at - 1, at - LEFT, -1), segment)),
            dict(_weights(reading, range(last + 1, last + RIGHT), segment)),
            frozenset(word.form for word in reading.words[max(0, at - LEFT) : last + RIGHT] if word.name),
        )  # fmt: skip
    return None


def _than(reading: Reading, at: int) -> int:
    """Index of the "than" of a comparative: "smaller than", "a smaller loss than"; -1 where there is none."""
    segment = reading.words[at].segment
    for index in range(at + 1, at + THAN):
        if reading.low(index, segment) == "than":
            return index
        if reading.marks_before(index) or (reading.low(index, segment) in SPEECH):
            break
    return -1


def _gap(reading: Reading, known: dict[int, Amount], first: int, last: int) -> Amount | None:
    """The distance right before the words, or after "by" behind them."""
    segment = reading.words[first].segment
    begin, stop = reading.bounds[segment]
    for index in range(first - 1, max(begin, first - 1 - BESIDE_GAP) - 1, -1):
        if index in known and not reading.marks_before(first):
            return known[index]
        if reading.words[index].verb or reading.words[index].low in AUXILIARIES:
            break  # "a profit of 212 million was lower than"
    for index in range(last + 1, min(stop, last + BY)):
        if reading.words[index].low == "by" and index + 1 in known:
            return known[index + 1]
    return None


def _figure(known: dict[int, Amount], reading: Reading, at: int, gap: Amount | None) -> Amount | None:
    """The nearest figure before the words in their sentence."""
    begin = reading.bounds[reading.words[at].segment][0]
    near = (known[index] for index in range(at - 1, max(begin, at - FIGURE_REACH) - 1, -1) if index in known)
    return next((amount for amount in near if amount is not gap), None)


def _weights(reading: Reading, indexes: range, segment: int) -> Iterator[tuple[str, float]]:
    first, stop = reading.bounds[segment]
    for index in indexes:
        if not first <= index < stop or reading.words[index].low in SPEECH:
            return
        word = reading.words[index]
        if word.is_content and not word.is_number:
            yield word.form, word.weight


def miscompared(match: Match, ours: Compared, theirs: Compared, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: what it sets above something that the source sets above it."""
    first, stop = match.ours.bounds[segment]
    for mine in ours.all:
        if not first <= mine.first < stop or match.ours.words[mine.first].quoted:
            continue
        verdicts = [(verdict, other) for other in theirs.all if (verdict := _verdict(mine, other))]
        against = next((other for verdict, other in verdicts if verdict < 0), None)
        if against is not None and all(verdict < 0 for verdict, _ in verdicts):
            yield _finding(match, mine, (against.first, against.last))
        elif not verdicts and (rival := _measured_against(match, mine, theirs)) is not None:
            yield _finding(match, mine, (rival.at, rival.at))


def _verdict(mine: Comparison, other: Comparison) -> int:
    """1 where both say the same of the same two things, -1 where they say the opposite, 0 where they may be others."""
    is_one_gap = mine.gap is not None and mine.gap.equals(other.gap)
    is_one_figure = mine.figure is not None and mine.figure.equals(other.figure) and not mine.gap and not other.gap
    if not (is_one_gap or is_one_figure):
        return 0
    if is_one_figure and not _shared(mine.right, other.right):
        return 0
    same = _shared(mine.left, other.left) + _shared(mine.right, other.right)
    crossed = _named(mine.left, other.right, mine, other) + _named(mine.right, other.left, mine, other)
    sign = mine.sign * other.sign
    if crossed:  # "A two points behind B" is "B two points ahead of A"
        same = _named(mine.left, other.left, mine, other) + _named(mine.right, other.right, mine, other)
        return -sign if crossed > 2 * same else sign if same > 2 * crossed else 0
    return sign if same >= LIKE else 0


def _named(one: dict[str, float], two: dict[str, float], mine: Comparison, other: Comparison) -> float:
    """The weight of the words that both share and that belong to a name in both texts."""
    return sum(weight for shape, weight in one.items() if shape in two and shape in mine.names and shape in other.names)


def _shared(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(weight for shape, weight in one.items() if shape in other)


def _measured_against(match: Match, mine: Comparison, theirs: Compared) -> Amount | None:
    """The figure of the source that ours is compared with in words, where it lies on the other side of ours."""
    figure = mine.figure
    if figure is None or mine.kind == "gaps" or match.ours.words[mine.first].low not in _measured():
        return None
    own = [amount for amount in dict.fromkeys(theirs.amounts.values()) if figure.equals(amount)]
    segments = {match.theirs.words[amount.at].segment + step for amount in own for step in (-1, 0, 1)}
    rivals = [
        amount
        for amount in dict.fromkeys(theirs.amounts.values())
        if amount.unit == figure.unit and match.theirs.words[amount.at].segment in segments
        if amount.amount != figure.amount and (amount.unit or not amount.head.isdisjoint(figure.head))
    ]
    scored = sorted(((_shared(mine.right, _around(match.theirs, rival.at)), rival) for rival in rivals), reverse=True)
    total = sum(mine.right.values())
    if not scored or scored[0][0] < max(LIKE, TIGHT * total):
        return None
    if len(scored) > 1 and scored[1][0] >= TIGHT * scored[0][0]:
        return None
    best = scored[0][1]
    return best if (figure.amount > best.amount) != (mine.sign > 0) else None


def _around(reading: Reading, at: int) -> dict[str, float]:
    segment = reading.words[at].segment
    span: Sequence[range] = (range(at - 1, at - AROUND, -1), range(at + 1, at + AROUND))
    return {shape: weight for indexes in span for shape, weight in _weights(reading, indexes, segment)}


def _finding(match: Match, mine: Comparison, there: tuple[int, int]) -> ClaimFinding:
    span, source = excerpt(match.ours, mine.first, mine.last), excerpt(match.theirs, *there)
    stop = match.ours.bounds[match.ours.words[mine.last].segment][1]
    said = excerpt(match.ours, mine.first, min(mine.last + SHOWN, stop - 1))
    beside = excerpt(match.theirs, max(there[0] - 2, 0), min(there[1] + 2, len(match.theirs.words) - 1))
    reason = f'says "{one_line(said.text)}"; the wire says "{one_line(beside.text)}"'
    return ClaimFinding("direction", "contradicted", "soft", span, source, reason, 0.7)
