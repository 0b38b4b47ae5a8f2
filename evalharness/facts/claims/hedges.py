"""Hedges: the words that leave open, or put into the future, what follows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.scope import (
    BREAK,
    SPEECH,
    scope,
    verb_after,
)
from evalharness.facts.claims.tables import form, forms_of, verb_forms, words_in
from evalharness.facts.claims.tagging import BE, BE_OR_HAVE, HAVE, Word
from evalharness.text.document import Document

OPEN, MEANT, COMING = 3, 2, 1
ASKED, QUESTION = 8, 20
TURN = 6.0
LOCATING = frozenset(("within", "at", "from", "with", "and"))
MEANWHILE = frozenset(
    ("also", "then", "now", "soon", "later", "again", "meanwhile", "still", "instead", "even", "first")
)
MODALS = words_in("modals")
OFFERING = frozenset(("offer", "offers", "offered", "offering", "volunteered", "volunteers"))
AWAITING = frozenset(("must", "yet", "still"))
SURE_VERBS = frozenset(("awaits", "intends", "proposes", "considers", "envisages", "pledges", "contemplates"))
STILL_TO = frozenset(("has", "have", "had", "needs", "need", "needed"))
NARRATED = frozenset(("later", "eventually", "go", "often", "sometimes", "become", "have", "n't", "never", "not", "if"))
FUTURE = frozenset(("will", "shall", "would", "wo", "'ll"))
SMALL_CUES = FUTURE | OFFERING | AWAITING | {"would", "is", "are", "was", "were"}
PRESENTING = frozenset(("propose", "suggest", "consider", "study", "explore"))
PLANS = words_in("plans")


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that leaves open, or puts into the future, what follows it.

    Attributes:
        cue: index of the word.
        level: 3 where it leaves it open (could), 2 where it is meant (plans to), 1 where it is to come (will).
        main: index of the verb it bears on; -1 where there is none.
        scope: indexes of the content words it bears on.
    """

    cue: int
    level: int
    main: int
    scope: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hedges:
    """The hedges of a text, and for each word the numbers of those that bear on it."""

    hedges: tuple[Hedge, ...]
    by_word: dict[int, list[int]]


def hedged(document: Document) -> Hedges:
    """View: the hedges of a document."""
    found = hedges(document.view(read))
    by_word: dict[int, list[int]] = {}
    for number, hedge in enumerate(found):
        for index in hedge.scope:
            by_word.setdefault(index, []).append(number)
    return Hedges(found, by_word)


def hedges(reading: Reading) -> tuple[Hedge, ...]:
    """The hedges of a text, in order.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> [hedge.level for hedge in hedges(read(Document("Oslo could cut rates. Bern will raise them.")))]
    [3, 1]
    """
    found = []
    for index in reading.indexes_where(_may_hedge):
        word = reading.words[index]
        level = _level(reading, word)
        if level and not _is_asked_or_courtesy(reading, word):
            bears, main = tuple(scope(reading, word.at)), verb_after(reading, word.at)
            if word.low == "whether":
                bears, main = _asked(reading, word.at)
            if not bears and word.form in forms_of("possible"):
                bears, main = tuple(_subject(reading, word.at)), -1
            if (
                main >= 0
                and word.tag not in ("b", "s", "g")
                and bears
                and bears[0] == word.at + 1
                and word.low in PLANS
            ):
                main = -1  # "a planned rise would go ahead"
            if bears and main > bears[0] and _is_modal_verb(reading, word, bears[0]):
                main = bears[0]
            if main < 0 and word.low in MODALS and bears and bears[0] <= word.at + 2:
                main = bears[0]  # a verb that is in no table, or what follows "be"
            if bears:
                found.append(Hedge(word.at, level, main, bears))
    return tuple(found)


def _is_modal_verb(reading: Reading, cue: Word, index: int) -> bool:
    """Whether the word at `index` must be the verb of a modal one: right after it, or after one adverb."""
    if cue.low not in MODALS and cue.low not in FUTURE:
        return False
    word = reading.words[index]
    between = [reading.low(at, cue.segment) for at in range(cue.at + 1, index)]
    is_verb = word.low in verb_forms() and not word.low.endswith("ly") and not reading.marks_before(index)
    return is_verb and (not between or (len(between) == 1 and between[0] in MEANWHILE))


def _is_asked_or_courtesy(reading: Reading, word: Word) -> bool:
    """Whether the sentence is a question, or only says what it does: "I wanted to thank you", "our plans within"."""
    last = reading.words[reading.bounds[word.segment][1] - 1]
    if "?" in reading.text[last.end : last.end + 2]:
        return True
    main = verb_after(reading, word.at)
    if word.form in forms_of("wishing") and main >= 0 and reading.words[main].verb in words_in("courtesies"):
        return True
    return word.low == "plans" and not word.verb and reading.low(word.at + 1, word.segment) in LOCATING


def _may_hedge(low: str) -> bool:
    """Whether `_level` can find a word with this lower-cased form to be a hedge: most words need no closer look."""
    groups = (words_in(group) for group in ("possible", "seeming", "asking", "certain"))
    is_cue = low in SMALL_CUES or any(low in group for group in groups)
    return is_cue or form(low) in forms_of("preparing", "planned")


def _level(reading: Reading, word: Word) -> int:
    after = reading.low(word.at + 1, word.segment)
    if word.name or reading.text[word.start].isupper():
        return 0
    if word.low in words_in("possible"):
        return 0 if word.low == "may" and after[:1].isdigit() else OPEN
    if word.low in OFFERING:
        return MEANT if after == "to" and word.verb else 0
    if word.low in AWAITING:
        return MEANT if _is_awaited(reading, word) else 0
    if word.low in words_in("seeming"):
        return OPEN if after == "to" else 0
    if word.low in words_in("asking") and _has_infinitive(reading, word):
        return MEANT
    if word.low in words_in("foreseen") and after != "to":
        return 0
    if word.form in forms_of("preparing") and word.verb:
        return COMING
    if word.form in forms_of("planned") and (word.verb or word.low in PLANS or word.low in SURE_VERBS):
        if word.verb in PRESENTING and reading.low(word.at - 1, word.segment) == "we" and after != "to":
            return 0  # "we propose a model" presents it
        is_regarded = word.verb == "consider" and word.tag in ("n", "dn") and _is_passive_here(reading, word)
        return 0 if is_regarded else MEANT
    if word.low == "would":
        is_told = any(other.low in SPEECH for other in reading.segment(word.segment))
        return COMING if is_told or _is_prospective(reading, word) else 0
    if word.low in FUTURE or (word.low in words_in("certain") and after in ("to", "be")):
        return COMING
    return COMING if word.low in ("is", "are", "was", "were") and after == "to" else 0


def _is_awaited(reading: Reading, word: Word) -> bool:
    """Whether "must still", "has yet to" or "still has to" tells what has not been done so far."""
    after, second = reading.low(word.at + 1, word.segment), reading.low(word.at + 2, word.segment)
    if word.low == "must":
        return after == "still"
    before = reading.low(word.at - 1, word.segment)
    return (after == "to" and before in HAVE) or (word.low == "still" and after in STILL_TO and second == "to")


def _is_prospective(reading: Reading, word: Word) -> bool:
    """Whether "would" tells what is to come of a plan, not what came: "the line would double capacity"."""
    low = {other.low for other in reading.segment(word.segment)}
    return low.isdisjoint(NARRATED)


def _asked(reading: Reading, index: int) -> tuple[tuple[int, ...], int]:
    """The content words of an indirect question and its first verb, over insertions between commas."""
    stop = min(reading.bounds[reading.words[index].segment][1], index + QUESTION)
    gaps = (at for at in range(index + 2, stop) if reading.words[at].place - reading.words[at - 1].place >= TURN)
    inside = [reading.words[at] for at in range(index + 1, next(gaps, stop))]
    main = next((word.at for word in inside if word.verb and word.low not in BE_OR_HAVE), -1)
    return tuple(word.at for word in inside if word.is_content), main


def _has_infinitive(reading: Reading, word: Word) -> bool:
    """Whether somebody is to do something: "asked the firm to pay", "was told to pay"."""
    stop = reading.bounds[word.segment][1]
    for at in range(word.at + 1, min(stop, word.at + ASKED)):
        here = reading.words[at]
        if here.place - reading.words[at - 1].place >= BREAK or (here.verb and here.tag != "b"):
            return False
        if here.low == "to":
            return at + 1 < stop and reading.words[at + 1].tag == "b"
    return False


def _is_passive_here(reading: Reading, word: Word) -> bool:
    before = reading.word_before(word.at)
    return before is None or before.low in BE or bool(reading.marks_before(word.at)) or before.low.endswith("ly")


def _subject(reading: Reading, index: int) -> Iterator[int]:
    """The content words before "was possible", back to the next break."""
    first = reading.bounds[reading.words[index].segment][0]
    for at in range(index - 1, first - 1, -1):
        word = reading.words[at]
        if word.is_content:
            yield at
        if word.low in SPEECH or word.place - (reading.words[at - 1].place if at > first else 0) >= BREAK:
            return
