"""Ranks lost on the way, "the highest price" for "the second-highest", and scores that the winner has turned round."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from evalharness.facts.claims.binding import Figures, equal
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.tables import table, words_in
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.numerals import ORDINALS
from evalharness.facts.shown import one_line

REACH, WON_BEFORE = 4, 9
LONGEST_BACK = 3
ONE_OF = (("one", "of"), ("some", "of"))
AMONG = "among"
CONFIDENCE = 0.7
WINNING = frozenset(
    ("beat", "defeat", "edge", "thrash", "overcome", "win", "down", "oust", "eliminate", "crush", "rout")
)
PASSIVE = words_in("be")
DASHES = ("-", "\u2013")


@cache
def superlatives() -> frozenset[str]:
    """The superlatives of ``data/measures.json``.

    >>> "second-highest" in superlatives(), "highest" in superlatives()
    (False, True)
    """
    return frozenset(str(table("measures")["superlatives"]).split())


def misranked(match: Match, figures: tuple[Figures, Figures], segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: superlatives that the source ranks lower, scores turned round."""
    for word in match.ours.segment(segment):
        if word.low in superlatives() and not word.quoted and not _rank(match.ours, word.at):
            yield from _lost_rank(match, word.at)
    for index, fact in figures[0].within(*match.ours.bounds[segment]):
        yield from _turned_score(match, figures[1], index, fact)


def _rank(reading: Reading, index: int) -> str:
    """The rank that stands before a superlative: "second-highest", "one of the highest"; empty where there is none."""
    segment = reading.words[index].segment
    before = [reading.low(at, segment) for at in range(index - LONGEST_BACK, index)]
    if before[-1] in ORDINALS or (before[-1].endswith(("nd", "rd", "th")) and before[-1][0].isdigit()):
        return before[-1]
    return "one of" if AMONG in before or tuple(before[:2]) in ONE_OF or tuple(before[1:]) in ONE_OF else ""


def _noun(reading: Reading, index: int) -> tuple[str, int]:
    """The nearest noun behind a superlative, else the nearest name: "the highest in Europe"."""
    named = "", index
    stop = min(reading.bounds[reading.words[index].segment][1], index + REACH)
    for at in range(index + 1, stop):
        word = reading.words[at]
        if reading.marks_before(at).strip("-"):
            break
        if word.is_content and not word.verb and not word.is_number:
            if not word.name:
                return word.form, at
            named = named if named[0] else (word.form, at)
    return named


def _lost_rank(match: Match, index: int) -> Iterator[ClaimFinding]:
    noun, last = _noun(match.ours, index)
    low = match.ours.words[index].low
    same = [at for at in match.theirs.by_low.get(low, ()) if noun and _noun(match.theirs, at)[0] == noun]
    ranks = [_rank(match.theirs, at) for at in same]
    if not same or not all(ranks):
        return
    span, source = excerpt(match.ours, index, last), excerpt(match.theirs, same[0] - 1, same[0])
    reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
    yield ClaimFinding("binding", "contradicted", "soft", span, source, reason, CONFIDENCE)


def _turned_score(match: Match, theirs: Figures, index: int, fact: Fact) -> Iterator[ClaimFinding]:
    """A score whose winner has the lower side: "beat Oslo 1-3", where the source has 3-1."""
    ours = match.ours
    first, last = _sides(fact)
    if not 0 <= first < last or ours.words[index].quoted:
        return
    start = ours.bounds[ours.words[index].segment][0]
    for at in range(index - 1, max(start, index - WON_BEFORE) - 1, -1):
        word = ours.words[at]
        if word.verb:
            is_won = word.verb in WINNING and "n" not in word.tag.replace("dn", "") and word.tag != "g"
            if is_won and ours.low(at - 1, word.segment) not in PASSIVE:
                other = next(
                    (other for _, other in theirs.all if equal(fact, other) and _sides(other) == (last, first)), None
                )
                if other is not None:
                    reason = f'has the winner score "{fact.text}"; the wire says "{other.text}"'
                    yield ClaimFinding("binding", "contradicted", "soft", fact.span, other.span, reason, CONFIDENCE)
            return


def _sides(fact: Fact) -> tuple[int, int]:
    """The sides of a score as written, or -1 twice."""
    if not isinstance(fact.value, Quantity) or fact.value.readings[0].unit != "score":
        return -1, -1
    text = fact.text.replace(DASHES[1], DASHES[0])
    first, _, last = text.partition(DASHES[0])
    return (int(first), int(last)) if first.strip().isdecimal() and last.strip().isdecimal() else (-1, -1)
