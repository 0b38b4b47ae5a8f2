"""Views: what a text gives as somebody's by a noun, "in the view of Anna Berg", rather than by a verb of speech."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalharness.facts.claims.phrases import DETERMINERS, NOBODY, Party, party_after, party_of, phrase_start
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.syntax import Predicate

VIEWS = frozenset(
    (
        "view", "opinion", "words", "eyes", "judgment", "judgement", "claim", "forecast", "warning", "argument",
        "verdict", "assertion", "belief", "prediction", "contention", "suggestion", "allegation", "complaint",
        "account", "reckoning",
    )
)  # fmt: skip
OPENING, VIEW_BACK = 4, 5


def viewed(reading: Reading, done: Sequence[Predicate]) -> Iterator[tuple[int, Party, int, int]]:
    """Whose views are told by nouns: "in the view of X", "in X's words", "X's argument that", "X takes the view that".

    Each as the index of the noun, who holds the view, and the words it covers, half-open.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.facts.claims.syntax import predicates
    >>> from evalharness.text.document import Document
    >>> reading = read(Document("In the view of Anna Berg, rates are too high."))
    >>> [(sorted(who.names), first, stop) for _, who, first, stop in viewed(reading, predicates(reading))]
    [(['anna', 'berg'], 6, 10)]
    """
    by_verb = {predicate.verb: predicate for predicate in done}
    for word in reading.words_among(VIEWS):
        if word.verb or word.quoted:
            continue
        first, stop = reading.bounds[word.segment]
        after = word.at + 1
        if reading.low(after, word.segment) == "of" and _is_in(reading, word.at):
            speaker = party_after(reading, word.at + 2, stop)
            after = speaker.indexes[-1] + 1 if speaker.is_known else after
        elif reading.low(after, word.segment) == "that" or _is_in(reading, word.at):
            speaker = _holder(reading, word.at, by_verb)
        else:
            continue
        if speaker.is_known:
            ahead = after < stop and (reading.low(after, word.segment) == "that" or word.at - first < OPENING)
            yield word.at, speaker, *((after, stop) if ahead else (first, word.at))


def _is_in(reading: Reading, index: int) -> bool:
    """Whether "in" stands before a noun and whose it is: "in the view of", "in Anna Berg's words"."""
    word = reading.words[index]
    for at in range(index - 1, max(index - VIEW_BACK, reading.bounds[word.segment][0]) - 1, -1):
        if reading.words[at].low in ("in", "by"):
            return True
        if reading.words[at].verb or not (reading.words[at].name or reading.words[at].low in DETERMINERS):
            return False
    return False


def _holder(reading: Reading, index: int, by_verb: Mapping[int, Predicate]) -> Party:
    """Whose view it is: by a name with 's before it, or who takes it."""
    before = reading.word_before(index)
    if before is not None and before.name and reading.text[before.start : before.end].endswith(("'s", "\u2019s", "s'")):
        start = phrase_start(reading, before.at, reading.bounds[before.segment][0])
        return party_of(reading, [(start, before.at)])
    verb = next((at for at in range(index - 1, index - VIEW_BACK, -1) if at in by_verb), -1)
    takes = verb >= 0 and reading.words[verb].verb in ("take", "hold", "share", "express", "voice")
    return by_verb[verb].agent if takes else NOBODY
