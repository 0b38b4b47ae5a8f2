"""The word tables, read once from the JSON files beside the code."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from evalharness.text.porter import stem

# No word is longer; what is, need not be looked at whole.
MAX_LETTERS = 64
# British to American, only where enough letters stand before the ending that "hours" or "rise" are left alone.
# Before each the letters without which it cannot match.
VARIANTS = tuple(
    (letters, re.compile(pattern), replacement)
    for letters, pattern, replacement in (
        ("isation", r"(?<=[a-z]{3})isation(s?)$", r"ization\1"),
        ("is", r"(?<=[a-z]{3})is(e|es|ed|ing)$", r"iz\1"),
        ("ys", r"(?<=[a-z]{3})ys(e|es|ed|ing)$", r"yz\1"),
        ("our", r"(?<=[a-z]{3})our(s?|ed|ing|ite|able|al|er|ers|ist|less|ful|ly)$", r"or\1"),
        ("re", r"(?<=[a-z]{2}[bcdtv])re(s?)$", r"er\1"),
        ("ence", r"(?<=[a-z]{2})ence(s?)$", r"ense\1"),
        ("ogue", r"(?<=[a-z]{3})ogue(s?)$", r"og\1"),
        ("amme", r"(?<=[a-z]{3})amme(s?)$", r"am\1"),
        ("ell", r"(?<=[aeiou][a-z])ell(ed|ing|er|ers)$", r"el\1"),
        ("e", r"ae|oe", "e"),
    )
)


@cache
def table(name: str) -> dict[str, object]:
    """The JSON table ``data/<name>.json``."""
    loaded: dict[str, object] = json.loads((files(__package__) / "data" / f"{name}.json").read_text("utf-8"))
    return loaded


def word_list(group: str) -> list[str]:
    """The words of one closed class of ``data/words.json``, in order.

    >>> word_list("months")[:2]
    ['january', 'february']
    """
    return str(table("words")[group]).split()


@cache
def words_of(group: str) -> frozenset[str]:
    """The words of one closed class of ``data/words.json``.

    >>> "colonel" in words_of("personal_titles")
    True
    """
    return frozenset(word_list(group))


@cache
def parts_in(group: str) -> frozenset[str]:
    """The words of one group of ``data/parts.json``.

    >>> "rest" in parts_in("rest")
    True
    """
    return frozenset(str(table("parts")[group]).split())


@cache
def _common_stems() -> frozenset[str]:
    lines = table("common_words")["stems"]
    return frozenset(word for line in lines for word in line.split()) if isinstance(lines, list) else frozenset()


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """Whether the lower-cased word is an ordinary one that a dictionary writes small.

    >>> is_common("officials"), is_common("hegseth"), is_common("defence")
    (True, False, True)
    """
    if len(word) > MAX_LETTERS:
        return False
    return len(word) < 2 or word in words_of("function") or stem(word) in _common_stems()


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """Lower case without accents, dots, apostrophes and a possessive ending.

    >>> fold("Elysée's"), fold("U.S."), fold("N’Djamena"), fold("Tõnu")
    ('elysee', 'us', 'ndjamena', 'tonu')
    """
    word = word.replace("\u2019", "'").removesuffix("'s").removesuffix("'S")
    if word.isascii():
        return word.replace(".", "").replace("'", "").lower()
    bare = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in bare if c not in ".'" and not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """What two spellings of one word share: folded, British and American spelling made one, stemmed.

    >>> key("Defence") == key("defense"), key("labour’s") == key("Labor"), key("centre") == key("centers")
    (True, True, True)
    """
    folded = fold(word[:MAX_LETTERS])
    if len(folded) > 4:
        for letters, pattern, replacement in VARIANTS:
            if letters in folded:
                folded = pattern.sub(replacement, folded)
    return stem(folded)
