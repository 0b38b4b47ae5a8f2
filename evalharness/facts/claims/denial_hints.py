"""What may do the work of a denial in the text that has none: "against", "still to be tried", "a ceiling of five"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.scope import BREAK, HINT_REACH, Pair
from evalharness.facts.claims.tables import forms_of, verb_forms, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, HAVE

BEYOND = words_in("beyond")
CAPS = words_in("caps")
COMPARING = words_in("comparing")
OUT_HINTS = forms_of("out_hints")
LAST = frozenset(("last", "latest", "final", "previous", "most"))
STAYING = forms_of("staying")


class Denial(Protocol):
    """What is asked of a denial."""

    @property
    def cue(self) -> int:
        """Index of the denying word."""

    @property
    def main(self) -> int:
        """Index of the verb it denies, or -1."""


def has_hint(match: Match, pairs: Sequence[Pair], negation: Denial, *, dropped: bool) -> bool:
    """Whether the text without the denial has another word there that may do its work.

    pairs: the words that answer to each other, as indexes into the candidate and the source.
    """
    ours = {
        word
        for index, _ in pairs
        for word in _hints(match.ours, index, -1 if dropped else negation.cue, is_near=dropped and negation.main >= 0)
    }
    theirs = {word for _, place in pairs for word in _hints(match.theirs, place, negation.cue if dropped else -1)}
    reading = match.theirs if dropped else match.ours
    if reading.low(negation.cue + 1, reading.words[negation.cue].segment) == "longer":
        ours, theirs = ours - STAYING, theirs - STAYING  # "no longer" beside "remained"
    if dropped:
        is_needed = is_of_thing(match.theirs, negation) and any(_is_needed(match.ours, index) for index, _ in pairs)
        return (
            is_needed
            or _is_last_time(match, pairs, negation)
            or bool(ours - theirs)
            or _is_capped(match, pairs, negation)
        )
    first, stop = match.theirs.bounds[match.theirs.words[pairs[0][1]].segment]
    if any(_is_elliptical(match.theirs, at) for at in range(first, stop)):
        return True
    near = {match.ours.words[at].low for index, _ in pairs for at in match.ours.near(index, HINT_REACH)}
    ranked = any(
        match.theirs.words[at].low.endswith("est") for _, place in pairs for at in match.theirs.near(place, HINT_REACH)
    )
    return bool(theirs - ours) or ranked or not near.isdisjoint(COMPARING)


def is_of_thing(reading: Reading, negation: Denial) -> bool:
    """Whether what is denied is only that a thing is there: "no model", "don't have a model", "there was not a model".

    >>> from evalharness.facts.claims.negations import polarity
    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> texts = (read(Document(text)) for text in ("We don't have a pump.", "We don't like the pump."))
    >>> [is_of_thing(text, polarity(text).negations[0]) for text in texts]
    [True, False]
    """
    if negation.main < 0:
        return reading.words[negation.cue].low in words_in("determiner_negation")
    between = [reading.words[at].low for at in range(negation.cue + 1, negation.main)]
    return not reading.words[negation.main].verb and not HAVE.isdisjoint(between)


def _is_last_time(match: Match, pairs: Sequence[Pair], negation: Denial) -> bool:
    """Whether ours tells of the last time of what the source denies since then: "had not won since 2021"."""
    segment = match.theirs.words[negation.cue].segment
    if not any(word.low == "since" and word.at > negation.cue for word in match.theirs.segment(segment)):
        return False
    ours = match.ours.segment(match.ours.words[pairs[0][0]].segment)
    return any(word.low in LAST for word in ours)


def _is_capped(match: Match, pairs: Sequence[Pair], negation: Denial) -> bool:
    """Whether what is denied is only to go beyond a limit that ours names: "not be above 5", "a ceiling of 5"."""
    theirs = match.theirs
    stop = max(place for _, place in pairs) + 1
    if not any(theirs.words[at].low in BEYOND for at in range(negation.cue + 1, stop)):
        return False
    near = {match.ours.words[at].low for index, _ in pairs for at in match.ours.near(index, HINT_REACH)}
    return not near.isdisjoint(CAPS)


def _is_needed(reading: Reading, index: int) -> bool:
    """Whether a word near says that the thing is called for, as what is not there may be."""
    near = (reading.words[at] for at in reading.near(index, HINT_REACH))
    needing = forms_of("needing")
    return any(
        word.form in needing or (word.verb == "call" and reading.low(word.at + 1, word.segment) == "for")
        for word in near
    )


def _hints(reading: Reading, index: int, cue: int, *, is_near: bool = False) -> Iterator[str]:
    """The words around one that may turn its sense; `is_near` leaves out those of other clauses."""
    for near in reading.near(index, HINT_REACH):
        word = reading.words[near]
        is_hint = word.form in forms_of("negative_hint") and (word.verb != "" or word.low not in verb_forms())
        is_hint = is_hint or word.low in words_in("always_hint")
        if word.low == "out" and (near == 0 or reading.words[near - 1].form not in OUT_HINTS):
            is_hint = False  # "read out", "carried out"
        if is_near and not _in_clause(reading, index, near):
            continue
        is_hint = is_hint or (word.low == "still" and reading.low(near + 1, word.segment) == "to")
        if near != cue and (is_hint or word.low.endswith(("n't", "n\u2019t"))):
            yield word.form


def _in_clause(reading: Reading, one: int, other: int) -> bool:
    """Whether no mark with a verb behind it parts two words."""
    first, last = sorted((one, other))
    words = reading.words
    breaks = (at + 1 for at in range(first, last) if words[at + 1].place - words[at].place >= BREAK)
    return not any(_has_verb(reading, at, last + 1) for at in breaks)


def _has_verb(reading: Reading, first: int, stop: int) -> bool:
    return any(word.verb and word.low not in AUXILIARIES for word in reading.words[first:stop])


def _is_elliptical(reading: Reading, index: int) -> bool:
    """Whether a denial stands at the end of its clause, so that it bears on what was said before."""
    after = reading.words[index + 1 : index + 2]
    ends = not after or after[0].segment != reading.words[index].segment or bool(reading.marks_before(index + 1))
    return ends and (reading.words[index].low in ("not", "against") or reading.words[index].low.endswith("n't"))
