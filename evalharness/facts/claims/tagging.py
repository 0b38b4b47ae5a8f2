"""Words, and which of them are verbs: by their form and their neighbours, without a tagger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evalharness.facts.claims.tables import verb_forms, words_in
from evalharness.facts.lexicon import words_of
from evalharness.facts.token import Token

NOUN_CUES = words_in("noun_cues")
VERB_CUES = words_in("verb_cues")
BE = words_in("be")
HAVE = words_in("have")
BE_OR_HAVE = BE | HAVE
AUXILIARIES = BE_OR_HAVE | VERB_CUES - {"to"} | {"cannot", "do", "does", "did"}
SPEECH_VERBS = frozenset(("say", "believe", "think", "claim", "show", "mean", "report", "add", "be", "hope", "fear"))
PERSONS = words_in("persons")
BEFORE_NOUN = frozenset(("of", "over", "for", "about", "on", "with", "from", "in", "at"))
MODALS = words_in("modals")
ALWAYS_VERBS = words_in("always_verbs")
LY_NOUNS = words_in("ly_nouns")
MANNERS = words_in("manners")
PLAIN_SAYING = words_in("plain_saying")
# "Rates will fall, Oslo Bank believes." closes with a verb: so many words at least stand before it.
CLOSING = 4
ADVERBS = frozenset(("also", "not", "never", "then", "still", "already", "again"))


class Word(NamedTuple):
    """A word or figure of a text.

    ``place`` counts words, with an extra distance for every mark and joint that parts clauses; ``verb`` is the base
    form where the word is read as a verb, ``tag`` its form (see `tables.verb_forms`); ``name`` holds the keys of the
    name it belongs to; ``nominal`` tells whether it can be part of a noun phrase.
    """

    at: int
    token: int
    start: int
    end: int
    low: str
    form: str
    weight: float
    place: float
    segment: int
    is_content: bool
    is_number: bool
    name: tuple[str, ...]
    quoted: bool
    verb: str
    tag: str
    nominal: bool


def is_nominal(low: str, *, is_content: bool) -> bool:
    """Whether a lower-cased word that is no verb and no name can be part of a noun phrase: no small word, no adverb.

    >>> [is_nominal(low, is_content=True) for low in ("rate", "family", "sharply", "soon")]
    [True, True, False, False]
    """
    is_adverb = low.endswith("ly") and low not in LY_NOUNS
    return (is_content or low in ("one", "others")) and not is_adverb and low not in MANNERS


def verbal(low: str) -> str:
    """By what the form of a lower-cased word allows a verb: ``table``, or its ``ending`` in -ed; empty where neither.

    >>> [verbal(low) for low in ("they", "rose", "zonked", "Oslo")]
    ['', 'table', 'ending', '']
    """
    if low in verb_forms():
        return "table"
    return "ending" if low.endswith("ed") and len(low) > 4 else ""


def may_be_verb(token: Token, by: str) -> bool:
    """Whether a token whose form allows a verb is also written like one; `by`: what `verbal` tells of its form.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> [may_be_verb(token, "table") for token in lexed(Document("Will they rise or Will")).tokens]
    [True, True, True, True, False]
    """
    if by == "ending":
        return token.text[0].islower()
    return token.opens or not token.text[0].isupper()


def verb_of(before: Sequence[Word], token: Token, around: Sequence[Token]) -> tuple[str, str]:
    """The base form and tag of a token that may be a verb; twice nothing where it is none.

    before: the words before it in its sentence; around: the tokens next to it and itself.
    """
    lemma, tags = verb_forms().get(token.low, (token.low, "dn"))
    after = around[-1] if around[-1] is not token else None
    mark = around[0].text if around[0] is not token else ""
    if mark in ("'", "\u2019") and "b" in tags:
        return ("", "")  # "the drivers' dispute"
    if mark == "," and "d" in tags and before and (before[-1].is_number or before[-1].name):
        return (lemma, tags.replace("b", ""))  # "Keller, 77, hit one of them"
    last = _last(before)
    previous = last.low if last else ""
    if "b" not in tags and ("d" in tags or "n" in tags):
        return _past(lemma, tags, previous, after)
    if "g" in tags:
        return _ing(lemma, last, after)
    if previous in VERB_CUES or previous.endswith("n't"):
        return (lemma, "b")
    if previous in BE_OR_HAVE and "n" in tags:
        return (lemma, "n")
    if token.low in ALWAYS_VERBS and (previous == "that" or previous not in NOUN_CUES):
        return (lemma, tags)
    if last is None or last.is_number or previous in NOUN_CUES or previous in BEFORE_NOUN:
        return ("", "")
    return _present((lemma, tags), before, (last, token, after))


def _last(before: Sequence[Word]) -> Word | None:
    """The last word that is no adverb."""
    for word in reversed(before):
        if word.low not in ADVERBS and (not word.low.endswith("ly") or word.low in LY_NOUNS):
            return word
    return None


def _past(lemma: str, tags: str, previous: str, after: Token | None) -> tuple[str, str]:
    """A form in -ed and the like: a verb, but for an adjective after an article or preposition."""
    is_before_noun = after is not None and after.kind == "w" and after.low not in ("by", "to")
    if (previous in NOUN_CUES or previous in BEFORE_NOUN) and is_before_noun:
        return ("", "")
    return (lemma, "n" if previous in BE_OR_HAVE else tags.replace("b", ""))


def _ing(lemma: str, last: Word | None, after: Token | None) -> tuple[str, str]:
    """A form in -ing: a verb, but after an article, or at the opening before a plain noun: "Shipping firm"."""
    is_plain = after is not None and after.text.islower() and after.low not in words_of("function")
    opens_noun = last is None and is_plain
    return ("", "") if (last is not None and last.low in NOUN_CUES) or opens_noun else (lemma, "g")


def _present(
    form: tuple[str, str], before: Sequence[Word], around: tuple[Word, Token, Token | None]
) -> tuple[str, str]:
    """A base form, a third person, or a past like its base form; around: the word before it, itself, what follows."""
    (lemma, tags), (last, token, after) = form, around
    if after is not None and after.low in AUXILIARIES and "d" not in tags:
        return ("", "")
    if tags == "s":
        is_compound = len(before) > 1 and before[-2].low in ("no", "any")
        is_subject = bool(last.name) or last.low in PERSONS or (last.is_content and not last.verb)
        fits = is_subject and (bool(last.name) or not last.low.endswith("s")) and not is_compound
        closes = bool(last.name) and token.low in PLAIN_SAYING and len(before) > CLOSING
        ends = not closes and (after is None or after.low in ("of", "in", "and", ",", "."))
        return (lemma, "s") if fits and not ends and (closes or not _is_object(before)) else ("", "")
    if "d" in tags and (last.name or last.low in PERSONS or last.is_content):
        return (lemma, "d")
    is_plural = (last.low.endswith("s") and not last.verb) or last.low in ("they", "we", "i", "you", "who")
    return (lemma, "b") if is_plural else ("", "")


def _is_object(before: Sequence[Word]) -> bool:
    """Whether the words before continue what a verb other than one of speech governs: "criticised late [changes]"."""
    at = len(before) - 1
    while at >= 0 and not before[at].verb and (before[at].is_content or before[at].low in NOUN_CUES):
        at -= 1
    return 0 <= at < len(before) - 1 and before[at].verb not in SPEECH_VERBS and before[at].verb != ""
