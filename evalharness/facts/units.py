"""Units after a figure: what class they are of and what one of them is worth in the base unit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from evalharness.facts.fact import Reading
from evalharness.facts.gazetteer import place_at
from evalharness.facts.lexicon import table
from evalharness.facts.numerals import Numeral
from evalharness.facts.token import Token

# Letters that are a unit only when they stand at the figure and are written small: 5G is no mass.
SMALL_LETTERS = frozenset("mglp")
# Countries with dollars of their own.
DOLLARS = {
    "@australia": "aud", "@canada": "cad", "@singapore": "sgd", "@hong kong": "hkd", "@new zealand": "nzd",
}  # fmt: skip
# Currencies of a hundred cents, kopecks or centavos: a figure in those may be of any of them.
OF_CENTS = (
    "usd",
    "eur",
    "aud",
    "cad",
    "sgd",
    "hkd",
    "nzd",
    "zar",
    "brl",
    "peso",
    "rub",
    "uah",
    "inr",
    "cny",
    "myr",
    "pln",
)
# Words that are a currency only after a figure of some size ("240 won", not "the 12 won").
DOUBTFUL = frozenset({"won", "real", "rand", "crown", "crowns", "stone", "rs"})
POUND_KG = 0.45359237


class Unit(NamedTuple):
    """A unit: its class, its worth in the base unit, and its system where that worth is inexact in print."""

    name: str
    factor: float = 1.0
    system: str = ""


class Found(NamedTuple):
    """The readings of a figure with its unit, and the index after the unit."""

    readings: tuple[Reading, ...]
    stop: int


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Unit]]]:
    """Unit phrases as token tuples by their first token, longest first."""
    data = table("units")
    units: dict[str, Unit] = {}
    for word in _strings(data["percent"]):
        units[word] = Unit("percent")
    for word, factor in _mapping(data["points"]).items():
        units[word] = Unit("points", float(str(factor)))
    for word, code in _mapping(data["currencies"]).items():
        name, part = code if isinstance(code, list) else (code, 1.0)
        units[word] = Unit(f"money:{name}", float(str(part)))
    for name, members in _mapping(data["measures"]).items():
        for word, entry in _mapping(members).items():
            factor, *system = entry if isinstance(entry, list) else [entry]
            units[word] = Unit(name, float(str(factor)), str(system[0]) if system else "")
    for name in ("celsius", "fahrenheit", "degrees"):
        units |= {word: Unit(name) for word in _strings(data[name])}
    units |= {word: Unit("pounds") for word in ("pound", "pounds")}
    units |= {word: Unit("bare points") for word in ("point", "points")}
    by_first: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for phrase, unit in units.items():
        parts = _split(phrase)
        by_first.setdefault(parts[0], []).append((parts, unit))
    return {first: sorted(found, key=lambda item: -len(item[0])) for first, found in by_first.items()}


def _split(phrase: str) -> tuple[str, ...]:
    spaced = phrase
    for mark in "/-\u00b0$":
        spaced = spaced.replace(mark, f" {mark} ")
    return tuple(spaced.split())


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def phrase_at(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """The unit that starts at `index` and the index after it, or None."""
    if index >= len(tokens):
        return None
    for parts, unit in _phrases().get(tokens[index].low, ()):
        stop = index + len(parts)
        if len(parts) == 1 or tuple(token.low for token in tokens[index:stop]) == parts:
            return unit, stop
    return None


def unit_called(word: str) -> Unit | None:
    """The unit that one word names, "gram", or None.

    >>> unit_called("hectare").name, unit_called("table")
    ('area', None)
    """
    return next((unit for parts, unit in _phrases().get(word, ()) if len(parts) == 1), None)


def _national_currency(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """Such as "Danish crowns", "Hong Kong dollars": a people or country, then its currency."""
    place = place_at(tokens, index) if index < len(tokens) else None
    found = phrase_at(tokens, place.stop) if place and place.role != "short" else None
    if place is None or found is None or not found[0].name.startswith(("money:", "pounds")):
        return None
    unit, stop = found
    is_own_dollar = unit.name == "money:usd" and place.ids[0] != "@united states"
    code = DOLLARS.get(place.ids[0], f"dollar of {place.ids[0]}")
    return (Unit(f"money:{code}") if is_own_dollar else unit), stop


def currency_before(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """The currency sign or code that starts at `index` before a figure, and the index of the figure."""
    found = phrase_at(tokens, index)
    if found is None or not found[0].name.startswith("money:"):
        return None
    unit, stop = found
    token = tokens[index]
    is_national = stop > index + 1 and token.text.isupper() and not tokens[stop - 1].gap  # "A$5", not "a $5 fund"
    is_sign = token.kind == "p" or is_national
    is_code = token.kind == "w" and token.text.isupper() and len(token.text) == 3
    return (unit, stop) if is_sign or is_code else None


def with_unit(tokens: Sequence[Token], numeral: Numeral) -> Found | None:
    """The readings of `numeral` with the unit after it, or None when no unit follows.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.facts.numerals import numeral_at
    >>> from evalharness.text.document import Document
    >>> tokens = lexed(Document("3.5 tonnes")).tokens
    >>> with_unit(tokens, numeral_at(tokens, 0)).readings[0]
    Reading(amount=3500.0, unit='mass', step=100.0, system='', figure=3.5)
    """
    at = numeral.stop
    if at < len(tokens) and tokens[at].text == "-":
        at += 1
    elif [token.low for token in tokens[at : at + 2]] == ["of", "a"]:
        # "0.7 of a percentage point"
        part = phrase_at(tokens, at + 2)
        return Found(_readings(numeral.value, numeral.step, part[0]), part[1]) if part and _is_points(part[0]) else None
    found = phrase_at(tokens, at) or _national_currency(tokens, at)
    if found is None or not _plausible(tokens, at, found[1], numeral):
        return None
    unit, stop = found
    return Found(_readings(numeral.value, numeral.step, unit), stop)


def _is_points(unit: Unit) -> bool:
    return unit.name in ("points", "bare points")


def money(numeral: Numeral, unit: Unit) -> tuple[Reading, ...]:
    """The readings of a figure after a currency sign."""
    return _readings(numeral.value, numeral.step, unit)


def _plausible(tokens: Sequence[Token], index: int, stop: int, numeral: Numeral) -> bool:
    token = tokens[index]
    if stop > index + 1:
        return True
    if token.low == "m" and token.gap:
        return token.text == "m"
    if token.low in SMALL_LETTERS or token.low in ("c", "f"):
        return not token.gap and (token.text.islower() if token.low in SMALL_LETTERS else token.text.isupper())
    if token.low in DOUBTFUL:
        return numeral.value >= 100 or tokens[index - 1].text == "-"
    if token.low == "second":  # "the 12 second-half points": only "a 30-second clip" is a time
        is_part = [before.low for before in tokens[max(index - 2, 0) : index]] == ["of", "a"]
        return tokens[index - 1].text == "-" or is_part
    return not (token.text.isupper() and token.low in ("in", "am"))


def _readings(value: float, step: float, unit: Unit) -> tuple[Reading, ...]:
    def plain(name: str, factor: float = 1.0, system: str = "") -> Reading:
        return Reading(value * factor, name, step * factor, system, value)

    match unit.name:
        case "celsius":
            return (plain("celsius"),)
        case "fahrenheit":
            return (Reading((value - 32) / 1.8, "celsius", step / 1.8, "fahrenheit", value),)
        case "degrees":
            fahrenheit = Reading((value - 32) / 1.8, "celsius", step / 1.8, "fahrenheit", value)
            return (plain("degrees"), plain("celsius"), fahrenheit)
        case "pounds":
            return (plain("money:gbp"), plain("mass", POUND_KG, "pound"))
        case "money:cent":
            return (plain("money:cent"), *(plain(f"money:{code}", 0.01) for code in OF_CENTS))
        case "bare points":
            return (plain("points"), plain(""))
        case _:
            return (plain(unit.name, unit.factor, unit.system),)
