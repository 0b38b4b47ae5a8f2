"""Places and parts: countries that a town, a region or a body of theirs bears out, and what words describe a person."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import cache
from itertools import pairwise
from typing import cast

from evalharness.facts.lexicon import key, table

Pairs = AbstractSet[tuple[str, str]]


@cache
def naming(group: str) -> frozenset[str]:
    """The words of one group of ``data/naming.json``.

    >>> "hydrologist" in naming("occupations"), "policymakers" in naming("ordinary")
    (True, True)
    """
    return frozenset(str(table("naming")[group]).split())


@cache
def _towns() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Id of a country -> its places, as keys of their words."""
    data = cast("dict[str, str]", table("naming")["towns"])
    return {
        f"@{country}": tuple(tuple(key(word) for word in phrase.split("_")) for phrase in phrases.split())
        for country, phrases in data.items()
    }


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    data = cast("dict[str, list[str]]", table("naming")["regions"])
    return {word if " " in word else key(word): tuple(members) for word, members in data.items()}


@cache
def _subregions() -> dict[tuple[str, str], frozenset[str]]:
    data = cast("dict[str, str]", table("naming")["subregions"])
    return {
        (key(name.split()[0]), key(name.split()[1])): frozenset(f"@{country}" for country in countries.split(","))
        for name, countries in data.items()
    }


def has_country_of(compass: str, region: str, ids: AbstractSet[str]) -> bool:
    """Whether a text names a country of a region told by two words, given by their keys: "West African" by Mali.

    >>> has_country_of(key("West"), key("African"), {"@mali"}), has_country_of(key("East"), key("Africa"), {"@mali"})
    (True, False)
    """
    return not _subregions().get((compass, region), frozenset()).isdisjoint(ids)


def has_place_of(country: str, keys: AbstractSet[str], pairs: Pairs) -> bool:
    """Whether a text, by the keys of its words and their neighbours, names a town or body of a country (its id).

    >>> has_place_of("@italy", {"in", "turin"}, {("in", "turin")}), has_place_of("@italy", {"oslo"}, set())
    (True, False)
    """
    return any(
        phrase[0] in keys and all(pair in pairs for pair in pairwise(phrase)) for phrase in _towns().get(country, ())
    )


def has_part_of(region: str, keys: AbstractSet[str], ids: AbstractSet[str]) -> bool:
    """Whether a text names a part of a region, given by its key: "Iberia" by Spain.

    >>> has_part_of(key("Iberia"), set(), {"@spain"}), has_part_of(key("Nordic"), set(), {"@spain"})
    (True, False)
    """
    return any(member in ids or member in keys for member in _regions().get(region, ()))
