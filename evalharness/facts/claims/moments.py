"""Moments: that a thing began then and ended now is no contradiction, "opened in March" and "ended on Wednesday"."""

from __future__ import annotations

from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.scope import BREAK, Pair
from evalharness.facts.claims.tables import form, words_in
from evalharness.facts.claims.tagging import Word

BEGINNING = frozenset(map(form, ("start", "begin", "open", "launch", "commence", "initiate")))
ENDING = frozenset(map(form, ("end", "finish", "close", "conclude", "stop", "halt")))
REACH = 6
TIMED = words_in("months") | words_in("days") | words_in("spans")


def are_two_moments(match: Match, pair: Pair) -> bool:
    """Whether one text tells when a thing began and the other when it ended, each with a time of its own.

    So too where ours tells both ends. pair: indexes of the two verbs in the candidate and in the source.
    """
    ours, theirs = match.ours.words[pair[0]], match.theirs.words[pair[1]]
    ends = (BEGINNING, ENDING)
    if not any(ours.form in end and theirs.form in other for end, other in (ends, ends[::-1])):
        return False
    other_end = BEGINNING if theirs.form in BEGINNING else ENDING
    if any(word.verb and word.form in other_end for word in match.ours.segment(ours.segment)):
        return True
    times = [_times(match.ours, ours), _times(match.theirs, theirs)]
    return all(times) and times[0].isdisjoint(times[1])


def _times(reading: Reading, verb: Word) -> frozenset[str]:
    """The words that tell when, right behind a verb."""
    found: set[str] = set()
    stop = min(reading.bounds[verb.segment][1], verb.at + REACH)
    for at in range(verb.at + 1, stop):
        word = reading.words[at]
        if word.place - reading.words[at - 1].place >= BREAK:
            break
        if word.low in TIMED or (word.is_number and word.low[:1].isdigit()):
            found.add(word.form)
    return frozenset(found)
