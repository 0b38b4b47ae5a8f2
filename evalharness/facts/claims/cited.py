"""Statements told by other means than a verb of speech: "according to", ", saying", "on suspicion of", "blamed on"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.phrases import (
    DETERMINERS,
    NOBODY,
    Party,
    apposition_end,
    in_phrase,
    party_after,
    party_of,
    phrase_end,
    phrase_start,
)
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.statement import Frame, end_of, framed
from evalharness.facts.claims.syntax import Predicate
from evalharness.facts.claims.tables import words_in
from evalharness.facts.claims.tagging import Word

SAYING = frozenset(
    (
        "saying", "adding", "arguing", "warning", "noting", "stressing", "insisting", "claiming", "telling", "stating",
        "declaring", "explaining", "alleging", "maintaining", "contending", "asserting", "acknowledging", "conceding",
        "admitting", "complaining", "cautioning", "reiterating", "predicting", "emphasising", "emphasizing", "joking",
    )
)  # fmt: skip
SAYING_THAT = frozenset(("ruling", "finding", "announcing", "confirming", "suggesting", "concluding", "deciding"))
HEARSAY_WORDS = words_in("hearsay_words")
CLAIM_NOUNS = words_in("claim_nouns")
SUSPECTING = HEARSAY_WORDS | CLAIM_NOUNS | {"called", "as", "suspected"}
LINKING = {"attributed": "to", "attributes": "to", "ascribed": "to", "ascribes": "to", "blamed": "on", "blames": "on"}
LINK_REACH = 9


def cited(reading: Reading, done: Sequence[Predicate]) -> list[Frame]:
    """The frames of a text that no verb of speech with its object makes.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> reading = read(Document("Sales fell, which the ministry blamed on rain. Rents rose, according to Anna Berg."))
    >>> [sorted(frame.speaker.names | frame.speaker.heads) for frame in cited(reading, ())]
    [['anna', 'berg'], ['ministri']]
    """
    return _according(reading) + _suspected(reading) + _adding(reading, done) + list(_linked(reading))


def _linked(reading: Reading) -> Iterator[Frame]:
    """The frames of what one thing is put down to: "the agency attributed the fall to rain", ", which it blamed on"."""
    for word in reading.words_among(LINKING):
        if word.verb and not word.quoted:
            first, stop = reading.bounds[word.segment]
            near = range(word.at + 1, min(stop, word.at + LINK_REACH))
            small = next((at for at in near if reading.words[at].low == LINKING[word.low]), -1)
            before = reading.word_before(word.at)
            if small >= 0 and before is not None and in_phrase(before):
                start = phrase_start(reading, before.at, first)
                speaker = party_of(reading, [(start, before.at)])
                begins = word.at + 1 if small > word.at + 1 else first
                if speaker.is_known:
                    yield framed(reading, word.at, speaker, begins, end_of(reading, word.at))


def _according(reading: Reading) -> list[Frame]:
    """The frames of "according to"."""
    found = []
    for word in reading.words_among(("according",)):
        if reading.low(word.at + 1, word.segment) == "to" and not word.quoted:
            first, stop = reading.bounds[word.segment]
            speaker = party_after(reading, word.at + 2, stop)
            if not speaker.is_known:
                speaker = _plain_party(reading, word.at + 2, stop)
            if speaker.is_known:
                ahead = word.at == first
                begins, ends = (speaker.indexes[-1] + 1, stop) if ahead else (first, word.at)
                found.append(framed(reading, word.at, speaker, begins, ends))
    return found


def _plain_party(reading: Reading, index: int, stop: int) -> Party:
    """A noun that looks like a verb where none can stand, with the name it goes with: "brokers at Pellow Grant"."""
    while index < stop and reading.words[index].low in DETERMINERS:
        index += 1
    if index >= stop or not reading.words[index].is_content:
        return NOBODY
    head = reading.words[index]
    last = phrase_end(reading, index, stop)
    if last > index:
        return party_of(reading, [(index, apposition_end(reading, last, stop))])  # "race director Ann Holt"
    named = party_after(reading, index + 2, stop) if reading.low(index + 1, head.segment) in ("at", "from") else NOBODY
    return Party((index, *named.indexes), frozenset(), frozenset((head.form,)), modifiers=named.names)


def _adding(reading: Reading, done: Sequence[Predicate]) -> list[Frame]:
    """The frames of ", saying" and the like where it follows what the same speaker does."""
    found: list[Frame] = []
    if not reading.words_among(SAYING | SAYING_THAT):
        return found
    last: dict[int, Predicate] = {}
    verbs = {predicate.verb: predicate for predicate in done}
    for word in reading.words:
        if word.at in verbs and not (word.low in SAYING_THAT and _is_saying(reading, word)):
            agent = verbs[word.at].agent.indexes
            if word.segment not in last or not agent or agent[0] < word.at:  # not "a suit brought by Berg, saying"
                last[word.segment] = verbs[word.at]
        elif _is_saying(reading, word) and not word.quoted and "," in reading.marks_before(word.at):
            before = last.get(word.segment)
            if before is not None and before.agent.is_known:
                found.append(framed(reading, word.at, before.agent, word.at + 1, end_of(reading, word.at)))
    return found


def _is_saying(reading: Reading, word: Word) -> bool:
    """Whether a form in -ing brings in a statement, some only with "that": ", ruling that"."""
    return word.low in SAYING or (word.low in SAYING_THAT and reading.low(word.at + 1, word.segment) == "that")


def _suspected(reading: Reading) -> list[Frame]:
    """What somebody is only suspected or accused of: the words after "on suspicion of", "allegedly"."""
    return [
        Frame(word.at, NOBODY, word.at + 1, end_of(reading, word.at), True)
        for word in reading.words_among(SUSPECTING)
        if not word.quoted and (word.low in HEARSAY_WORDS or _is_claim_noun(reading, word) or _is_called(reading, word))
    ]


def _is_called(reading: Reading, word: Word) -> bool:
    """Whether the word closes "what it called", "what he described as"."""
    low = [reading.low(at, word.segment) for at in range(word.at - 3, word.at)]
    return (word.low == "called" and "what" in low[:2]) or (
        word.low == "as" and low[-1:] == ["described"] and "what" in low
    )


def _is_claim_noun(reading: Reading, word: Word) -> bool:
    """Whether the word brings in what is claimed: "on suspicion of", "the allegation that", "suspected of"."""
    if word.low == "suspected":
        return reading.low(word.at + 1, word.segment) == "of"
    return not word.verb and word.low in CLAIM_NOUNS and reading.low(word.at + 1, word.segment) in ("of", "that")
