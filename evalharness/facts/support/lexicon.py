"""What is known of words: closed classes, rarity, and how two words are related (WordNet). Tables beside this file."""

from __future__ import annotations

import json
import math
from array import array
from base64 import b64decode
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

OPPOSITE = 0.88
# More than any cosine.
SAME = 2.0
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


class _Vector(NamedTuple):
    """The company that a word keeps, in whole numbers, with the square of its length and its length."""

    numbers: tuple[float, ...]
    square: int
    length: float


# One object for each number of a byte, by the number; vectors that share them lie close together in memory.
_FLOATS = (*map(float, range(128)), *map(float, range(-128, 0)))


class _Vectors(dict[str, _Vector]):
    """The vector of each stem asked for so far."""

    def __init__(self) -> None:
        table = _table("vectors")
        self._size = cast("int", table["dimensions"])
        self._numbers = array("b", b64decode(cast("str", table["vectors"])))
        self.rows = {stem: row for row, stem in enumerate(cast("str", table["stems"]).split())}

    def known(self, stem: str) -> _Vector | None:
        """The vector of a stem; None where the thesaurus has none."""
        if stem in self or stem not in self.rows:
            return self.get(stem)
        row = self.rows[stem]
        numbers = self._numbers[row * self._size : (row + 1) * self._size]
        square = sum([number * number for number in numbers])
        found = self[stem] = _Vector(tuple([_FLOATS[number] for number in numbers]), square, math.sqrt(square))
        return found


@cache
def _vectors() -> _Vectors:
    return _Vectors()


def is_known(stem: str) -> bool:
    """Whether the stem is that of an ordinary word, as thesauri list them: no name, no slip of the pen.

    >>> is_known("bank"), is_known("hegseth")
    (True, False)
    """
    return stem in _vectors().rows


def likeness(stem: str, other: str) -> float:
    """How well one word may stand for the other, 0 to 1: 1 for the same word or one derived from it.

    The cosine of the company they keep in the thesaurus; 0 for opposites and for words it does not have.

    >>> likeness("decis", "decid"), likeness("reveal", "unveil") > 0.8 > 0.2 > likeness("buy", "rain")
    (1.0, True)
    """
    return likenesses(stem, (other,))[0]


def likenesses(stem: str, others: Iterable[str], least: float = 0.0) -> list[float]:
    """The `likeness` of a word to each of several others; 0 where it is less than `least`.

    >>> likenesses("decis", ["decid", "decis", "hegseth"])
    [1.0, 1.0, 0.0]
    """
    found = _cosines(stem, others)
    return [
        0.0 if like < least or like <= 0.0 else 1.0 if like == SAME else 0.0 if are_opposite(stem, other) else like
        for like, other in zip(found, others, strict=True)
    ]


def may_be_alike(stem: str) -> bool:
    """Whether another word can be like this one at all.

    >>> may_be_alike("bank"), may_be_alike("hegseth")
    (True, False)
    """
    return stem in _vectors().rows or stem in _pairs("derived")


def most_alike(stem: str, others: Sequence[str]) -> float:
    """The largest `likeness` of a word to one of several others; 0 where there are none.

    >>> most_alike("decis", ["rain", "decid"])
    1.0
    """
    for like, other in sorted(zip(_cosines(stem, others), others, strict=True), reverse=True):
        if like == SAME:
            return 1.0
        if like <= 0.0:
            break
        if not are_opposite(stem, other):
            return like
    return 0.0


def _cosines(stem: str, others: Iterable[str]) -> list[float]:
    """SAME for the same word or one derived from it, else the cosine, whether or not it is an opposite."""
    vectors, derived = _vectors(), _pairs("derived").get(stem, ())
    mine = vectors.known(stem)
    found: list[float] = []
    for other in others:
        if other == stem or other in derived:
            found.append(SAME)
        elif mine and (theirs := vectors.get(other) or vectors.known(other)):
            found.append(_cosine(mine, theirs))
        else:
            found.append(0.0)
    return found


def are_opposite(stem: str, other: str) -> bool:
    """Whether two stems are antonyms, or one is much like an antonym of the other.

    >>> are_opposite("rise", "fall"), are_opposite("increas", "reduc"), are_opposite("rise", "grow")
    (True, True, False)
    """
    return has_opposite(stem, (other,))


def has_opposite(stem: str, others: Iterable[str]) -> bool:
    """Whether one of several words is opposite to a stem, as `are_opposite` tells.

    >>> has_opposite("increas", ["rate", "reduc"])
    True
    """
    vectors, antonyms = _vectors(), _pairs("opposites")
    turned = antonyms.get(stem, ())
    against = [vector for antonym in turned if (vector := vectors.known(antonym))]
    for other in others:
        if other in turned:
            return True
        if against and (theirs := vectors.known(other)) and _is_much_like(theirs, against):
            return True
        if other in antonyms and (own := vectors.known(stem)):
            back = [vector for antonym in antonyms[other] if (vector := vectors.known(antonym))]
            if _is_much_like(own, back):
                return True
    return False


def _is_much_like(vector: _Vector, others: Iterable[_Vector]) -> bool:
    return any([_cosine(vector, other) > OPPOSITE for other in others])


def _cosine(mine: _Vector, theirs: _Vector) -> float:
    # The distance takes a fifth of the time of the products, and gives their sum exactly: all numbers are whole.
    apart = math.dist(mine.numbers, theirs.numbers)
    product = (mine.square + theirs.square - round(apart * apart)) // 2
    return product / (mine.length * theirs.length)
