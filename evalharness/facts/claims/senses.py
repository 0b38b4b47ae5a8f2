"""Verbs whose sense hangs on the words beside them: "left the dividend unchanged", "was dropped by the leader"."""

from __future__ import annotations

from functools import cache
from typing import cast

from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.tables import forms_of, table, words_in
from evalharness.facts.claims.tagging import BE, Word

KEPT_REACH = 14
THING_REACH, PARTNER_REACH = 6, 6
PARTNERS_TOO = frozenset(
    (
        "forecast",
        "forecasts",
        "estimates",
        "target",
        "targets",
        "hopes",
        "back",
        "short",
        "forward",
        "expected",
        "predicted",
    )
)
SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion"))


def is_left_as_is(reading: Reading, index: int) -> bool:
    """Whether the verb is "leave" with a word that says how: "left its dividend of 15 cents unchanged".

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> texts = ("Lund left its target for 2026 untouched.", "Lund left its offices in Bergen.")
    >>> [is_left_as_is(read(Document(text)), 1) for text in texts]
    [True, False]
    """
    word = reading.words[index]
    if word.verb != "leave":
        return False
    stop = min(reading.bounds[word.segment][1], index + KEPT_REACH)
    return any(reading.words[at].low in words_in("as_is") for at in range(index + 1, stop))


def is_currency(reading: Reading, word: Word) -> bool:
    """Whether "won" is money: "112 billion won", "the won", "won-denominated"."""
    before = reading.word_before(word.at)
    if word.low != "won" or before is None:
        return False
    return before.is_number or before.low in SCALES or before.low in ("the", "korean", "per")


def is_dropped(reading: Reading, word: Word) -> bool:
    """Whether somebody or a plan is dropped, or drops out: no level falls."""
    if word.verb != "drop":
        return False
    before = reading.word_before(word.at)
    after = reading.low(word.at + 1, word.segment)
    return after in ("out", "by") and before is not None and (before.low in BE or after == "out")


@cache
def _phrases() -> dict[str, tuple[tuple[frozenset[str], str, int], ...]]:
    """Base form of a verb, or a word -> the words that make a phrase of it, with its scale and end."""
    found: dict[str, list[tuple[frozenset[str], str, int]]] = {}
    for scale, ends in cast("dict[str, dict[str, list[str]]]", table("phrases")["phrases"]).items():
        for sign, phrases in ends.items():
            for phrase in phrases:
                heads, partners = phrase.split(" + ")
                for head in heads.split():
                    found.setdefault(head, []).append((frozenset(partners.split()), scale, int(sign)))
    return {head: tuple(each) for head, each in found.items()}


def phrase_signs(reading: Reading, word: Word) -> tuple[tuple[str, int], ...]:
    """The scales of a verb that has its direction only together with a word right behind it: "turned down".

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> texts = ("Lund turned the offer down.", "Lund turned left.", "Lund brought the vote forward.")
    >>> [phrase_signs(read(Document(text)), read(Document(text)).words[1]) for text in texts]
    [(('verdict', -1),), (), (('schedule', 1),)]
    """
    known = _phrases().get(word.verb or word.low)
    if not known:
        return ()
    stop = min(reading.bounds[word.segment][1], word.at + PARTNER_REACH)
    near: set[str] = set()
    for at in range(word.at + 1, stop):
        if reading.marks_before(at) or (reading.words[at].verb and reading.words[at].low not in PARTNERS_TOO):
            break
        near.add(reading.words[at].low)
    return tuple((scale, sign) for partners, scale, sign in known if not partners.isdisjoint(near))


def feeling_near(reading: Reading, index: int) -> str:
    """The form of a word for a feeling or a risk that is what moves: "worries over supply faded"; empty where none is.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> text = read(Document("Worries over Kazakh supply faded as stocks of crude rose."))
    >>> feeling_near(text, 4) != "", feeling_near(text, 9)
    (True, '')
    """
    first = reading.bounds[reading.words[index].segment][0]
    for at in range(index - 1, max(first, index - THING_REACH) - 1, -1):
        word = reading.words[at]
        if reading.marks_before(at + 1) or word.low in words_in("joints") or word.tag in ("d", "s", "g", "dn"):
            return ""
        if word.form in forms_of("feelings"):
            return word.form
    return ""
