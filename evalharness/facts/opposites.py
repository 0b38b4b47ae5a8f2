"""Words for the parts into which people and things fall: the dead and the living, children and adults."""

from __future__ import annotations

from functools import cache
from typing import cast

from evalharness.facts.lexicon import key, table


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Key of a word -> keys of the words for the other part."""
    found: dict[str, frozenset[str]] = {}
    for group in cast("list[str]", table("parts")["opposites"]):
        one, other = ({key(word) for word in side.split()} for side in group.split("|"))
        for mine, theirs in ((one, other), (other, one)):
            for word in mine:
                found[word] = found.get(word, frozenset()) | theirs
    return found


@cache
def same_side() -> dict[str, frozenset[str]]:
    """Key of a word -> keys of the words for the same part."""
    groups = [group.split("|") for group in cast("list[str]", table("parts")["opposites"])]
    sides = [frozenset(key(word) for word in side.split()) for group in groups for side in group]
    return {word: side for side in sides for word in side}
