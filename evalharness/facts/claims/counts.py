"""What a figure counts or is of: a noun or a complement that the source has with another figure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from evalharness.facts.claims.binding import CLOSE, FIRM_NAME, MAX_RIVALS, NEAR, Figures, equal
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import in_phrase, phrase_end
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.fact import Fact, Quantity
from evalharness.facts.shown import one_line
from evalharness.facts.support.lexicon import likeness

RELATED = 0.6
FEW = 4
TYING = frozenset(("of", "from", "at", "in", "among", "for"))


def miscounted(match: Match, ours: Figures, theirs: Figures, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: figures of the source that count something else here."""
    for index, fact in ours.within(*match.ours.bounds[segment]):
        if not match.ours.words[index].quoted:
            yield from _complemented(match, theirs, index, fact)
            yield from _recounted(match, theirs, index, fact)
    yield from _renamed(match, segment)


def _recounted(match: Match, theirs: Figures, index: int, fact: Fact) -> Iterator[ClaimFinding]:
    """A count of something else: "four passengers" for "four sailors", where the source has passengers elsewhere."""
    ours, source = match.ours, match.theirs
    mine = _counted(ours, fact)
    if mine is None:
        return
    noun = ours.words[mine]
    own = [(place, _counted(source, other)) for place, other in theirs.all[:MAX_RIVALS] if equal(fact, other)]
    places = source.by_form.get(noun.form, [])
    if not own or not places or any(their is None for _, their in own):
        return
    for place, their in own:
        close = any(source.words[at].segment == source.words[place].segment for at in places)
        same = their is not None and likeness(noun.form, source.words[their].form) >= RELATED
        if close or same or match.company(index, place) < FIRM_NAME:
            return
    place, their = own[0]
    if their is not None:
        span, there = excerpt(ours, index, mine), excerpt(source, place, their)
        reason = f'says "{one_line(span.text)}"; the wire says "{one_line(there.text)}"'
        yield ClaimFinding("binding", "contradicted", "soft", span, there, reason, match.company(index, place))


def _counted(reading: Reading, fact: Fact) -> int | None:
    """The noun that a bare count counts, where it ends the phrase right behind the figure."""
    if not isinstance(fact.value, Quantity):
        return None
    count, words = fact.value.readings[0], reading.span_words(fact)
    at = words[-1] + 1 if words else len(reading.words)
    if count.unit != "" or count.amount < FEW or at >= len(reading.words) or not in_phrase(reading.words[at]):
        return None
    if reading.marks_before(at) or reading.words[at].segment != reading.words[at - 1].segment:
        return None
    last = phrase_end(reading, at, reading.bounds[reading.words[at].segment][1])
    word = reading.words[last]
    return None if word.is_number or word.name or not word.low.endswith("s") else last


def _complemented(match: Match, theirs: Figures, index: int, fact: Fact) -> Iterator[ClaimFinding]:
    """A figure's noun with another complement: "73 reports of deaths" for "73 reports of fainting and 2 of deaths"."""
    ours, source = match.ours, match.theirs
    sentence = {word.form for word in ours.segment(ours.words[index].segment)}
    for near in ours.near(index, NEAR):
        noun, mine = ours.words[near], _complement(ours, near)
        if mine is None or noun.name:
            continue
        for place, other in theirs.all[:MAX_RIVALS]:
            if not equal(fact, other):
                continue
            for at in source.near(place, NEAR):
                their = _complement(source, at) if source.words[at].form == noun.form else None
                if their is None or source.words[their].form in sentence:
                    continue
                if _is_elsewhere(source, theirs, (place, at), ours.words[mine].form):
                    span, there = excerpt(ours, near, mine), excerpt(source, at, their)
                    said = one_line(span.text), one_line(there.text)
                    reason = f'gives "{fact.text}" for "{said[0]}"; the wire gives it for "{said[1]}"'
                    yield ClaimFinding("binding", "contradicted", "soft", span, there, reason, 0.6)
                    return


def _complement(reading: Reading, index: int) -> int | None:
    """The last word of what a small word ties to the noun at `index`: "reports of deaths"; None for a figure."""
    word = reading.words[index]
    is_noun = word.is_content and not word.verb and not word.is_number
    if not is_noun or reading.low(index + 1, word.segment) not in TYING or reading.marks_before(index + 1):
        return None
    stop = reading.bounds[word.segment][1]
    for at in range(index + 2, min(index + 4, stop)):
        if in_phrase(reading.words[at]) or reading.words[at].tag == "g":
            last = phrase_end(reading, at, stop)
            counts = reading.words[at].is_number and not reading.marks_before(at + 1).startswith("-")
            return None if counts or reading.words[last].is_number else last
    return None


def _is_elsewhere(source: Reading, theirs: Figures, where: tuple[int, int], form: str) -> bool:
    """Whether the sentence of a figure and its noun has the word too, far from them and nearer to another figure."""
    place, noun = where
    first, stop = source.bounds[source.words[place].segment]
    every = source.by_form.get(form, [])
    found = every[bisect_left(every, first) : bisect_left(every, stop)]
    if any(source.gap(at, noun) <= CLOSE for at in found):
        return False
    for at in found:
        start = source.words[at].start
        others = [other for other, fact in theirs.within(first, stop) if not fact.start <= start < fact.end]
        if others and min(others, key=lambda other: (source.gap(at, other), other)) != place:
            return True
    return False


def _renamed(match: Match, segment: int) -> Iterator[ClaimFinding]:
    """Findings for people or places that the source puts before the same noun otherwise: "Rwandan peacekeepers"."""
    ours, theirs = match.ours, match.theirs
    for word in ours.segment(segment)[1:]:
        before = ours.words[word.at - 1]
        if not before.form.startswith("@") or word.name or not word.is_content or word.verb or word.quoted:
            continue
        places = [
            at
            for at in theirs.by_form.get(word.form, ())[:MAX_RIVALS]
            if at > theirs.bounds[theirs.words[at].segment][0]
        ]
        origins = {theirs.words[at - 1].form for at in places}
        beside = any(theirs.words[near].form == before.form for at in places for near in theirs.near(at, NEAR))
        known = before.form in theirs.by_form
        if places and known and not beside and all(origin.startswith("@") for origin in origins):
            span, source = excerpt(ours, before.at, word.at), excerpt(theirs, places[0] - 1, places[0])
            reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
            yield ClaimFinding("binding", "contradicted", "soft", span, source, reason, 0.6)
