"""What is known of words: closed classes, rarity, and how two words are related (WordNet). Tables beside this file."""

from __future__ import annotations

import json
import math
from array import array
from base64 import b64decode
from functools import cache
from importlib.resources import files
from operator import mul
from typing import cast

OPPOSITE = 0.88
Table = dict[str, object]


@cache
def _table(name: str) -> Table:
    return cast("Table", json.loads((files(__package__) / "data" / f"{name}.json").read_text("utf-8")))


@cache
def closed(group: str) -> frozenset[str]:
    """The words or stems of one closed class of ``data/closed.json``.

    >>> "the" in closed("function"), "not" in closed("negation")
    (True, True)
    """
    return frozenset(cast("str", _table("closed")[group]).split())


@cache
def spellings() -> dict[str, str]:
    """Written form to the form it is compared in: number words as figures, months in full, auxiliaries in one form.

    >>> spellings()["twelve"], spellings()["jan"]
    ('12', 'january')
    """
    return cast("dict[str, str]", _table("spellings"))


@cache
def _rarity_table() -> dict[str, float]:
    levels = cast("dict[str, str]", _table("rarity")["levels"])
    return {stem: int(level) / 10 for level, stems in levels.items() for stem in stems.split()}


@cache
def unseen_rarity() -> float:
    """The rarity of a stem that the table does not hold, in nats."""
    return cast("int", _table("rarity")["unseen"]) / 10


def rarity(stem: str) -> float:
    """Inverse document frequency of a stem in news articles, in nats: 0 for every article, about 7 for unseen.

    >>> rarity("say") < rarity("earthquak") < rarity("zzyzx")
    True
    """
    return _rarity_table().get(stem, unseen_rarity())


@cache
def _pairs(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in cast("list[str]", _table("relations")[name]):
        one, other = line.split()
        for stem, related in ((one, other), (other, one)):
            found[stem] = (*found.get(stem, ()), related)
    return found


@cache
def _irregular() -> dict[str, str]:
    return cast("dict[str, str]", _table("relations")["irregular"])


def base(stem: str) -> str:
    """The stem of the base form of an irregular form.

    >>> base("went"), base("rose"), base("bank")
    ('go', 'rise', 'bank')
    """
    return _irregular().get(stem, stem)


@cache
def _vectors() -> dict[str, tuple[int, ...]]:
    table = _table("vectors")
    size = cast("int", table["dimensions"])
    numbers = array("b", b64decode(cast("str", table["vectors"])))
    stems = cast("str", table["stems"]).split()
    return {stem: tuple(numbers[i * size : (i + 1) * size]) for i, stem in enumerate(stems)}


@cache
def _length(stem: str) -> float:
    return math.sqrt(sum(x * x for x in _vectors()[stem]))


def is_known(stem: str) -> bool:
    """Whether the stem is that of an ordinary word, as thesauri list them: no name, no slip of the pen.

    >>> is_known("bank"), is_known("hegseth")
    (True, False)
    """
    return stem in _vectors()


def likeness(stem: str, other: str) -> float:
    """How well one word may stand for the other, 0 to 1: 1 for the same word or one derived from it.

    The cosine of the company they keep in the thesaurus; 0 for opposites and for words it does not have.

    >>> likeness("decis", "decid"), likeness("reveal", "unveil") > 0.8 > 0.2 > likeness("buy", "rain")
    (1.0, True)
    """
    if stem == other or other in _pairs("derived").get(stem, ()):
        return 1.0
    cosine = _cosine(stem, other)
    return cosine if cosine > 0.0 and not are_opposite(stem, other) else 0.0


def are_opposite(stem: str, other: str) -> bool:
    """Whether two stems are antonyms, or one is much like an antonym of the other.

    >>> are_opposite("rise", "fall"), are_opposite("increas", "reduc"), are_opposite("rise", "grow")
    (True, True, False)
    """
    opposites = _pairs("opposites")
    mine, theirs = opposites.get(stem, ()), opposites.get(other, ())
    if not mine and not theirs:
        return False
    if other in mine:
        return True
    return any(_cosine(x, other) > OPPOSITE for x in mine) or any(_cosine(x, stem) > OPPOSITE for x in theirs)


def _cosine(stem: str, other: str) -> float:
    vectors = _vectors()
    mine, theirs = vectors.get(stem), vectors.get(other)
    if mine is None or theirs is None:
        return 0.0
    return float(sum(map(mul, mine, theirs)) / (_length(stem) * _length(other)))
