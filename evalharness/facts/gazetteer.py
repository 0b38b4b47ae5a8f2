"""Names of one thing: countries with their people and capitals, organisations with their short forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from evalharness.facts.lexicon import fold, table
from evalharness.facts.token import Token

Role = Literal["name", "people", "capital", "short"]


class Place(NamedTuple):
    """What a phrase names: the ids of the things (a capital shares its country's), and as what it names them."""

    ids: tuple[str, ...]
    role: Role
    stop: int


class _Entry(NamedTuple):
    phrase: tuple[str, ...]
    ids: tuple[str, ...]
    role: Role
    case: str
    """How its first word must be written: all ``large``, with a ``capital``, or in ``any`` way."""


@cache
def _entries() -> dict[str, list[_Entry]]:
    """All phrases by their first word, longest first."""
    found: dict[tuple[str, ...], _Entry] = {}
    data = table("gazetteer")
    countries, aliases = data["countries"], data["aliases"]
    for country in countries if isinstance(countries, list) else []:
        own = f"@{fold(country['name'])}"
        _add(found, own, "name", [country["name"], *country["also"]])
        _add(found, own, "people", [form for person in country["people"] for form in (person, f"{person}s")])
        _add(found, own, "capital", country["capitals"])
    for group in aliases if isinstance(aliases, list) else []:
        _add(found, f"@{fold(group[0])}", "short", group)
    by_first: dict[str, list[_Entry]] = {}
    for entry in found.values():
        by_first.setdefault(entry.phrase[0], []).append(entry)
    return {first: sorted(entries, key=lambda entry: -len(entry.phrase)) for first, entries in by_first.items()}


def _add(found: dict[tuple[str, ...], _Entry], own: str, role: Role, names: Sequence[str]) -> None:
    for name in names:
        phrase = tuple(fold(word) for word in name.replace("-", " ").replace(",", " ").split())
        before = found.get(phrase)
        if before is None:
            found[phrase] = _Entry(phrase, (own,), role, _case(name, role, len(phrase)))
        elif own not in before.ids and before.role == role:
            found[phrase] = before._replace(ids=(*before.ids, own))


def _case(name: str, role: Role, n_words: int) -> str:
    if n_words == 1 and name.replace(".", "").isupper():
        return "large"
    return "capital" if role == "short" and name[0].isupper() else "any"


def place_at(tokens: Sequence[Token], index: int) -> Place | None:
    """What the longest phrase that starts at `index` names, or None. Short forms must be written large.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> tokens = lexed(Document("Americans in the United States met us in Tokyo")).tokens
    >>> [place.ids[0] for index in range(len(tokens)) if (place := place_at(tokens, index))]
    ['@united states', '@united states', '@japan']
    """
    first = tokens[index].low
    if not first.isalpha() or not first.isascii():
        first = fold(first)
    for entry in _entries().get(first, ()):
        stop = _match(tokens, index, entry)
        if stop is not None:
            return Place(entry.ids, entry.role, stop)
    return None


def places_in(tokens: Sequence[Token]) -> dict[int, Place]:
    """What each phrase in `tokens` names, by the index of its first word; phrases may overlap.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> {index: place.ids for index, place in places_in(lexed(Document("It is in South Korea")).tokens).items()}
    {3: ('@south korea',)}
    """
    entries = _entries()
    return {
        index: place
        for index, token in enumerate(tokens)
        if (token.low in entries or not token.low.isalpha() or not token.low.isascii())
        and token.kind == "w"
        and (place := place_at(tokens, index))
    }


def _match(tokens: Sequence[Token], index: int, entry: _Entry) -> int | None:
    at = index
    for number, word in enumerate(entry.phrase):
        if number and at < len(tokens) and tokens[at].text in ("-", "."):
            at += 1
        if at >= len(tokens) or fold(tokens[at].low) != word:
            return None
        at += 1
    return at if _is_written(tokens[index].text, entry.case) else None


def _is_written(text: str, case: str) -> bool:
    if case == "large":
        return "." in text or text.removesuffix("s").isupper()
    return case == "any" or text[0].isupper()


def is_gazetted(word: str) -> bool:
    """Whether a single word names a country, a people or a capital.

    >>> is_gazetted("Japanese"), is_gazetted("Security")
    (True, False)
    """
    folded = (fold(word),)
    return any(entry.phrase == folded for entry in _entries().get(folded[0], ()))
