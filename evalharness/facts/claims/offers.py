"""Offers: what a noun such as "offer" or "loan" says goes from one party to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.phrases import NOBODY, Party
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.syntax import Predicate, argument
from evalharness.facts.claims.tables import words_in
from evalharness.facts.claims.tagging import Word

OFFERS = words_in("offers")
MAKING = frozenset(
    (
        "make", "give", "launch", "file", "send", "submit", "lodge", "issue", "extend", "put", "present", "pay",
        "offer", "grant", "hand", "transfer", "wire", "provide", "award",
    )
)  # fmt: skip
GETTING = frozenset(
    ("receive", "get", "win", "face", "accept", "reject", "draw", "secure", "consider", "weigh", "take", "obtain")
)
BEFORE = 6


def offers(reading: Reading, done: Sequence[Predicate]) -> Iterator[tuple[str, Predicate, Party, Party]]:
    """The offers of a text: what, the predicate that stands for it, from whom, to whom.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.facts.claims.syntax import predicates
    >>> from evalharness.text.document import Document
    >>> reading = read(Document("Bergen got a loan from Oslo. Oslo made a loan to Bergen."))
    >>> found = offers(reading, predicates(reading))
    >>> [(name, sorted(giver.names), sorted(taker.names)) for name, _, giver, taker in found]
    [('loan', ['oslo'], ['bergen']), ('loan', ['oslo'], ['bergen'])]
    """
    by_verb = {predicate.verb: predicate for predicate in done}
    for word in reading.words_among(OFFERS):
        if not word.verb and not word.quoted:
            giver = argument(reading, word.at, ("from", "by"))
            taker = argument(reading, word.at, ("to", "for", "against"))
            verb = _verb_before(reading, word, by_verb)
            if verb is not None and verb.agent.is_known:
                lemma = reading.words[verb.verb].verb
                giver = verb.agent if lemma in MAKING and not giver.is_known else giver
                if not taker.is_known:
                    taker = verb.agent if lemma in GETTING else _indirect(verb, word) if lemma in MAKING else taker
            if giver.names or (giver.is_known and taker.names):
                taker = NOBODY if taker.indexes == giver.indexes else taker
                yield word.form, Predicate(word.at, giver, NOBODY, (("to", taker),)), giver, taker


def _indirect(verb: Predicate, word: Word) -> Party:
    """The name between a verb and the offer: "paid Oslo a fee"."""
    patient = verb.patient
    is_between = bool(patient.names) and verb.verb < patient.indexes[0] and patient.indexes[-1] < word.at
    return patient if is_between else NOBODY


def _verb_before(reading: Reading, word: Word, by_verb: dict[int, Predicate]) -> Predicate | None:
    """The predicate shortly before a noun that it is the object of."""
    first = reading.bounds[word.segment][0]
    for at in range(word.at - 1, max(first, word.at - BEFORE) - 1, -1):
        if reading.marks_before(at + 1).strip("-'\u2019"):
            return None
        if at in by_verb:
            return by_verb[at]
    return None
