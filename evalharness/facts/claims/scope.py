"""What a word bears on: the clause after it; and which of it has an answer in the other text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.tagging import AUXILIARIES, Word

BREAK = 3.0
MAX_SCOPE = 7
LOOSE, DERIVED = 0.05, 0.9
ENOUGH = 3
WHOLE = 0.6
HINT_REACH = 9.0
SUBORDINATING = frozenset(("as", "when"))
QUESTIONS = frozenset(("whether", "if", "unless", "how", "why"))
SPEECH = frozenset(("said", "says", "told", "according"))
Pair = tuple[int, int]
"""Index of a word of the candidate, and of the word of the source that it answers to."""


def scope(reading: Reading, cue: int) -> Iterator[int]:
    """The content words a denial bears on: to the next break between clauses."""
    stop = reading.bounds[reading.words[cue].segment][1]
    found = 0
    for index in range(cue + 1, stop):
        word = reading.words[index]
        step = word.place - reading.words[index - 1].place
        if step >= BREAK or (found and word.low in SUBORDINATING) or found == MAX_SCOPE or _opens_clause(reading, word):
            return
        if word.quoted != reading.words[cue].quoted and (found or reading.words[cue].quoted):
            return
        if word.is_content:
            yield index
            found += 1


def _opens_clause(reading: Reading, word: Word) -> bool:
    """Whether a reporting verb, or "and" or "but" with another predicate, ends the denied clause here."""
    after = reading.words[word.at + 1 : word.at + 2]
    if word.low in SPEECH or word.low in QUESTIONS:
        return True
    return word.low in ("and", "but") and bool(after) and bool(after[0].verb or after[0].low in AUXILIARIES)


def verb_after(reading: Reading, cue: int) -> int:
    """The verb a plain denial bears on, within its clause; -1 where there is none."""
    stop = reading.bounds[reading.words[cue].segment][1]
    for index in range(cue + 1, min(stop, cue + 2 * MAX_SCOPE)):
        word = reading.words[index]
        if word.place - reading.words[index - 1].place >= BREAK:
            return -1
        if word.verb and word.low not in AUXILIARIES:
            return index
    return -1


def in_one_sentence(match: Match, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that lie in the source sentence that most of them lie in."""
    segments = [match.theirs.words[place].segment for _, place in pairs]
    main = max(segments, key=lambda segment: (segments.count(segment), -segment))
    return [pair for pair, segment in zip(pairs, segments, strict=True) if segment == main]


def is_firm(match: Match, index: int) -> bool:
    """Whether the candidate word at `index` is the source's own word, in company that the source has too."""
    return match.anchors[index].alike >= DERIVED and match.firmness(index) >= LOOSE


def has_company(match: Match, pairs: Sequence[Pair], has_main: bool) -> bool:
    """Whether the two passages share more than the words that are denied."""
    if (
        len(pairs) > ENOUGH
        or max(match.coverage(match.ours.words[one].segment, other) for one, other in pairs) >= WHOLE
    ):
        return True
    inside = {index for index, _ in pairs}
    segment = match.theirs.words[pairs[0][1]].segment
    near = {other for index in inside for other in match.ours.near(index, HINT_REACH)} - inside
    shared = [
        at for at in near if at in match.anchors and match.theirs.words[match.anchors[at].place].segment == segment
    ]
    return len(shared) + len(pairs) > (1 if has_main else 2) and (bool(shared) or has_main)
