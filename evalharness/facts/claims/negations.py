"""Negations: which words of a text are denied, and by what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.scope import BREAK, MAX_SCOPE, SPEECH, scope, verb_after
from evalharness.facts.claims.tables import form, forms_of, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, BE, Word
from evalharness.text.document import Document

PREDICATE, COMPLEMENT, AGAIN = 4, 5, 4
INTENDING = frozenset(("intend", "plan", "mean", "propose", "aim"))
NOT_DENYING = words_in("not_denying")
# What follows "not" or "never" where nothing is denied: "not the other way round", "species never before seen" are new.
ASIDE = frozenset({("the", "other"), ("the", "reverse"), ("vice", "versa"), ("before", "seen"), ("before", "recorded")})


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies others.

    Attributes:
        cue: index of the denying word.
        main: index of the verb or predicate it denies; -1 where there is none, as in "no deaths".
        scope: indexes of the content words it bears on, in order.
    """

    cue: int
    main: int
    scope: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Polarity:
    """All denials of a text, and for each word that is denied by how many of them."""

    negations: tuple[Negation, ...]
    turns: dict[int, int]
    by_word: dict[int, list[int]]
    """Index of a word -> the numbers of the denials that bear on it."""

    def is_denied(self, index: int) -> bool:
        """Whether an odd number of denials bears on the word."""
        return self.turns.get(index, 0) % 2 == 1


def denials(document: Document) -> Polarity:
    """View: the denials of a document."""
    return polarity(document.view(read))


def polarity(reading: Reading) -> Polarity:
    """The denials of a text, in order.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> found = polarity(read(Document("He did not rule out talks and took no questions.")))
    >>> [len(negation.scope) for negation in found.negations], sorted(found.turns.values())
    ([2, 1, 2], [1, 1, 1, 2])
    """
    cues = reading.indexes_where(_may_deny)
    plain = [index for index in cues if not _is_said_again(reading, index)]
    found = tuple([negation for index in plain for negation in _negation(reading, reading.words[index])])
    by_word: dict[int, list[int]] = {}
    for number, negation in enumerate(found):
        for index in negation.scope:
            by_word.setdefault(index, []).append(number)
    return Polarity(found, {index: len(numbers) for index, numbers in by_word.items()}, by_word)


def _is_said_again(reading: Reading, index: int) -> bool:
    """Whether a speaker starts over and denies it once more: "it's not, it's not dear"."""
    word = reading.words[index]
    stop = min(reading.bounds[word.segment][1], index + AGAIN)
    after = [reading.words[at] for at in range(index + 1, stop)]
    again = next((number for number, other in enumerate(after) if other.low == word.low), -1)
    return again > 0 and not any(other.is_content for other in after[:again])


def _may_deny(low: str) -> bool:
    """Whether `_negation` can find a word with this lower-cased form to deny: most words need no closer look."""
    is_plain = low in ("cannot", "not", "no", "yet") or low.endswith(("n't", "n\u2019t"))
    is_plain = is_plain or low in words_in("pure_negation") or low in words_in("determiner_negation")
    shape = form(low)
    return (
        is_plain or low == "ruled" or shape in ("rule", "stop") or shape in forms_of("taking_to", "complement_negation")
    )


def _negation(reading: Reading, word: Word) -> Iterator[Negation]:
    is_determiner = word.low in words_in("determiner_negation")
    is_lexical = is_lexical_denial(reading, word)
    if not (is_lexical or _is_plain(reading, word)):
        return
    bears = list(
        _undergoers(reading, word.at) if is_lexical and _is_passive(reading, word) else scope(reading, word.at)
    )
    main = _complement(reading, word) if is_lexical else verb_after(reading, word.at)
    if main >= 0 and not is_lexical:
        main = _intended(reading, main)
    is_determiner = is_determiner and reading.low(word.at + 1, word.segment) != "longer"
    if not (is_lexical or is_determiner) and (main < 0 or _is_copular(reading, word.at)):
        # "was not certain" denies "certain"; where nothing of weight follows, nothing can be compared
        bears = [at for at in bears if reading.words[at].low != "longer"]
        if not bears or bears[0] > word.at + PREDICATE:
            return
        main = bears[0]
    if (
        main >= 0
        and not is_lexical
        and is_lexical_denial(reading, reading.words[main])
        and _is_passive(reading, reading.words[main])
    ):
        bears = [*_undergoers(reading, main), *bears]  # "has not been ruled out"
    if is_determiner and main < 0:
        before = reading.word_before(word.at)
        if before is not None and before.verb and before.low not in AUXILIARIES | SPEECH:
            bears, main = [before.at, *bears], before.at
    if bears:
        yield Negation(word.at, main, tuple(bears))


def _intended(reading: Reading, main: int) -> int:
    """The verb of what is not meant to be done, "did not intend to sell"; `main` itself where it is no plan."""
    word = reading.words[main]
    is_plan = word.verb in INTENDING and reading.low(main + 1, word.segment) == "to"
    stop = min(reading.bounds[word.segment][1], main + COMPLEMENT)
    return next((at for at in range(main + 2, stop) if reading.words[at].verb), main) if is_plan else main


def _complement(reading: Reading, word: Word) -> int:
    """The verb that "declined to", "stopped short of" or "refrained from" denies; -1 where there is none."""
    stop = min(reading.bounds[word.segment][1], word.at + COMPLEMENT)
    lows = [reading.words[at].low for at in range(word.at + 1, stop)]
    if not lows or lows[0] not in ("to", "from", "short"):
        return -1
    return next((at for at in range(word.at + 2, stop) if reading.words[at].verb), -1)


def _is_copular(reading: Reading, cue: int) -> bool:
    """Whether "not" stands by a form of "be" that no other verb follows: "was not enough"."""
    word = reading.words[cue]
    if not (word.low.startswith(("is", "are", "was", "were")) or reading.low(cue - 1, word.segment) in BE):
        return False
    after = reading.words[cue + 1 : cue + 3]
    return not any(other.verb for other in after if other.segment == word.segment)


def _is_passive(reading: Reading, word: Word) -> bool:
    before = reading.word_before(word.at)
    return word.tag == "n" and before is not None and before.low in BE


def _undergoers(reading: Reading, index: int) -> Iterator[int]:
    """The content words of the subject of a passive, back to the next break: "an increase was ruled out"."""
    first = reading.bounds[reading.words[index].segment][0]
    for at in range(index - 1, max(first, index - MAX_SCOPE) - 1, -1):
        word = reading.words[at]
        if word.is_content and not word.verb:
            yield at
        if word.low in SPEECH or word.place - (reading.words[at - 1].place if at > first else 0) >= BREAK:
            return


def _is_plain(reading: Reading, word: Word) -> bool:
    low, after = word.low, reading.low(word.at + 1, word.segment)
    if low.endswith(("n't", "n\u2019t")) or low == "cannot":
        return True
    if low in ("not", "never") and (after, reading.low(word.at + 2, word.segment)) in ASIDE:
        return False
    if low == "not":
        return after not in ("only", "just", "least", "necessarily", "all", "every")
    if low == "no":
        if reading.text[word.end : word.end + 3].lstrip(". \u00a0").isdecimal() and reading.text[word.end] == ".":
            return False  # "No. 5"
        return after not in NOT_DENYING and not reading.marks_before(word.at + 1).startswith("-")
    if low == "yet":
        return after == "to" and reading.low(word.at - 1, word.segment) in ("has", "have", "had", "is", "are")
    return low in words_in("pure_negation") or low in words_in("determiner_negation")


def is_lexical_denial(reading: Reading, word: Word) -> bool:
    """Whether a verb denies what hangs on it: "ruled out", "declined to", "stopped short of"."""
    if word.low == "ruled" or word.form == "rule":
        return reading.low(word.at + 1, word.segment) == "out"
    if word.verb == "stop":
        return reading.low(word.at + 1, word.segment) == "short"
    if word.form in forms_of("taking_to"):
        after = [reading.low(word.at + n, word.segment) for n in (1, 2)]
        return after[0] in ("to", "from") or (after[0] == "even" and after[1] == "to")
    return word.form in forms_of("complement_negation") and not word.name
