"""What a figure counts and how firmly it is stated: the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evalharness.facts.fact import Hedge, Quantity
from evalharness.facts.lexicon import key, words_of
from evalharness.facts.numerals import Numeral
from evalharness.facts.token import Token, low_at

HEDGES: dict[tuple[str, ...], Hedge] = {
    ("about",): "about", ("around",): "about", ("roughly",): "about", ("approximately",): "about", ("some",): "about",
    ("circa",): "about", ("estimated",): "about", ("nearly",): "below", ("almost",): "below", ("under",): "below",
    ("below",): "below", ("up", "to"): "below", ("less", "than"): "below", ("fewer", "than"): "below",
    ("lower", "than"): "below", ("no", "more", "than"): "below", ("at", "most"): "below", ("close", "to"): "about",
    ("as", "many", "as"): "below", ("as", "much", "as"): "below", ("over",): "above", ("above",): "above",
    ("exceeding",): "above", ("exceeded",): "above", ("topped",): "above", ("more", "than"): "above",
    ("at", "least"): "above", ("no", "fewer", "than"): "above", ("no", "less", "than"): "above",
    ("not", "less", "than"): "above", ("no", "lower", "than"): "above", ("no", "higher", "than"): "below",
    ("not", "lower", "than"): "above", ("not", "higher", "than"): "below", ("higher", "than"): "above",
    ("greater", "than"): "above",
    ("shortly", "before"): "below", ("just", "before"): "below", ("shortly", "after"): "above",
    ("just", "after"): "above", ("soon", "after"): "above", ("upwards", "of"): "above", ("minimum", "of"): "above",
    ("upward", "of"): "above", ("north", "of"): "above", ("in", "excess", "of"): "above", ("beyond",): "above",
    ("passed",): "above", ("past",): "above", ("surpassed",): "above", ("surpassing",): "above", ("tops",): "above",
    ("topping",): "above", ("exceeds",): "above", ("crossed",): "above", ("better", "than"): "above",
    ("longer", "than"): "above", ("older", "than"): "above", ("not", "quite"): "below", ("approaching",): "below",
    ("short", "of"): "below", ("shy", "of"): "below", ("within",): "below", ("inside",): "below",
    ("shorter", "than"): "below", ("younger", "than"): "below", ("smaller", "than"): "below",
    ("not", "even"): "below", ("virtually",): "below", ("near",): "about", ("close", "on"): "about",
    ("something", "like"): "about", ("more", "or", "less"): "about", ("order", "of"): "about",
    ("region", "of"): "about", ("thereabouts",): "about", ("broadly",): "about", ("say",): "about",
    ("best", "part", "of"): "below", ("better", "part", "of"): "below", ("barely",): "above", ("scarcely",): "above",
    ("a", "good"): "above", ("easily",): "above", ("maximum", "of"): "below", ("as", "few", "as"): "above",
    ("as", "little", "as"): "above", ("not", "more", "than"): "below", ("anything", "up", "to"): "below",
    ("practically",): "below", ("touching",): "about", ("perhaps",): "about", ("maybe",): "about",
    ("getting", "on", "for"): "below", ("comfortably",): "above",
}  # fmt: skip
LATER_HEDGES: dict[tuple[str, ...], Hedge] = {
    ("or", "more"): "above", ("or", "so"): "about", ("or", "less"): "below", ("or", "fewer"): "below", ("+",): "above",
    ("plus",): "above", ("-", "odd"): "about", ("-", "plus"): "above", ("or", "thereabouts"): "about",
    ("give", "or"): "about", ("and", "more"): "above", ("or", "over"): "above", ("or", "under"): "below",
}  # fmt: skip
SKIPPED = frozenset({"of", "the", "-", "its", "their", "all", "other", "such"})
# Words after a figure that compare or date it and are not what is counted.
COMPARING = words_of("after_part")
ENDING = frozenset({"last", "this", "next", "ago", "earlier", "later", "away", "apiece", "each", "left", "beforehand"})
ENDING |= {"unclaimed", "unsold", "including", "excluding", "counting", "according", "plus", "minus"}
HEAD_WORDS = 4


class Counted(NamedTuple):
    """A quantity and the tokens it was read from, ``tokens[start:stop]``, with what it counts and its hedge."""

    quantity: Quantity
    start: int
    stop: int
    head: tuple[str, ...] = ()
    hedge: Hedge = ""
    numeral: Numeral | None = None


def counted(
    tokens: Sequence[Token], quantity: Quantity, start: int, stop: int, numeral: Numeral | None = None
) -> Counted:
    """`quantity` with its head and hedge."""
    return Counted(quantity, start, stop, head_after(tokens, stop), hedge_of(tokens, start, stop), numeral)


def head_after(tokens: Sequence[Token], stop: int) -> tuple[str, ...]:
    """Keys of the words after a figure that say what is counted: up to four, to the next function word or mark.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> head_after(lexed(Document("54,000 US military personnel are in Japan")).tokens, 1)
    ('us', 'militari', 'personnel')
    """
    at = stop
    while at < stop + 3 and low_at(tokens, at) in SKIPPED:
        at += 1
    found: list[str] = []
    for token in tokens[at : at + HEAD_WORDS]:
        is_acronym = token.text.isupper() and len(token.text) > 1
        if token.kind != "w" or (token.low in words_of("function") and not is_acronym) or (token.opens and found):
            break
        if token.low in ENDING:
            break
        if token.low not in COMPARING:
            found.append(key(token.low))
    return tuple(found)


def hedge_of(tokens: Sequence[Token], start: int, stop: int) -> Hedge:
    """How firmly the figure in ``tokens[start:stop]`` is stated, by the words before and after it."""
    after = (low_at(tokens, stop), low_at(tokens, stop + 1))
    later = LATER_HEDGES.get(after) or LATER_HEDGES.get(after[:1])
    if later:
        return later
    before = tuple(low_at(tokens, at) for at in range(start - 3, start))
    if before[-1] in ("a", "an", "the"):
        before = before[:-1]
    for width in (3, 2, 1):
        if before[-width:] in HEDGES:
            return HEDGES[before[-width:]]
    return ""
