"""Statements: what a text says with who says it, and whether the text keeps its distance from it."""

from __future__ import annotations

from dataclasses import dataclass

from evalharness.facts.claims.phrases import Party, party_after
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.tables import forms_of, words_in
from evalharness.facts.claims.tagging import Word

TURN = 6.0
START = 8
FINDING = frozenset(("find", "conclude", "hint", "imply", "signal", "show"))
HINTING = frozenset(("hint", "imply"))
DENIED_DEEDS = frozenset(("having", "receiving", "doing", "making", "taking", "being", "ever"))
"""What a denial without the statement opens with: "denied receiving any such request"."""
STATEMENTS = words_in("statements")


@dataclass(frozen=True, slots=True)
class Frame:
    """A statement with its speaker.

    Attributes:
        cue: index of the reporting word.
        speaker: who says it.
        first, stop: the words stated, half-open; those of the speaker and the verb may lie inside.
        is_claim: whether the text keeps its distance: alleged, blamed, by people unnamed, or denied by another.
    """

    cue: int
    speaker: Party
    first: int
    stop: int
    is_claim: bool


def framed(reading: Reading, cue: int, speaker: Party, first: int, stop: int, *, is_claim: bool = False) -> Frame:
    """The frame that a reporting word makes of the words from `first` to `stop`."""
    word = reading.words[cue]
    if word.verb in FINDING:
        return Frame(cue, speaker, first, stop, is_claim or word.verb in HINTING)
    is_claim = is_claim or _is_claiming(reading, word) or _is_vague(reading, speaker) or _is_disputed(reading, cue)
    return Frame(cue, speaker, first, stop, is_claim)


def _is_claiming(reading: Reading, word: Word) -> bool:
    """Whether the verb keeps its distance; blame only where it falls on a name: mostly what happened is a fact."""
    if word.tag == "g" and word.verb in ("think", "believe"):
        return False
    if word.verb != "blame":
        return word.form in forms_of("claiming")
    stop = reading.bounds[word.segment][1]
    return bool(party_after(reading, word.at + 1, stop).names)


def _is_vague(reading: Reading, speaker: Party) -> bool:
    return not speaker.heads.isdisjoint(forms_of("vague_speakers"))


def _is_disputed(reading: Reading, cue: int) -> bool:
    """Whether another denies it: at the start of the next sentence, or after a turn of this one."""
    segment = reading.words[cue].segment
    turn = end_of(reading, cue)
    later = [*range(turn, reading.bounds[segment][1])]
    if segment + 1 < len(reading.bounds):
        first, stop = reading.bounds[segment + 1]
        later += range(first, min(stop, first + START))
    return any(_disputes(reading, at) for at in later if reading.words[at].form in forms_of("disputing"))


def _disputes(reading: Reading, index: int) -> bool:
    """Whether the verb rejects a statement: "denied this", "disputed that account", "declined to comment"."""
    word = reading.words[index]
    after, second = reading.low(index + 1, word.segment), reading.low(index + 2, word.segment)
    if word.low == "comment":
        return True
    if word.verb == "deny" and after in DENIED_DEEDS:
        return True
    rejects = after in ("this", "that", "it") or second in STATEMENTS or after in STATEMENTS
    return word.verb != "" and (rejects or index + 1 == reading.bounds[word.segment][1])


def end_of(reading: Reading, verb: int) -> int:
    """Where what follows a reporting verb ends: at a turn of the sentence, at "and" with another verb, or with it."""
    stop = reading.bounds[reading.words[verb].segment][1]
    for index in range(verb + 2, stop):
        word = reading.words[index]
        joins = word.low in ("and", "but") and index + 1 < stop and _is_finite(reading.words[index + 1])
        if joins or word.place - reading.words[index - 1].place >= TURN:
            return index
    return stop


def _is_finite(word: Word) -> bool:
    """Whether a word may open what a subject left out does next: "and has no plans"."""
    return word.tag in ("d", "dn", "s") or word.low in ("has", "is", "was", "does", "did")
