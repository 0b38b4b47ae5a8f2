"""Aliases: the names that the gazetteer has for one body."""

from __future__ import annotations

from functools import cache
from typing import cast

from evalharness.facts.lexicon import key, table, words_of


def are_aliases(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the keys of two names are those of one body.

    >>> are_aliases(("eu",), ("european", "commiss"))
    True
    """
    return one in _aliases() and _aliases()[one] == _aliases().get(other)


@cache
def _aliases() -> dict[tuple[str, ...], int]:
    """The keys of a name of the gazetteer's organisations -> the number of its group."""
    groups = cast("list[list[str]]", table("gazetteer")["aliases"])
    function = words_of("function")
    return {
        tuple(key(word) for word in name.split() if word.lower() not in function): number
        for number, group in enumerate(groups)
        for name in group
    }
