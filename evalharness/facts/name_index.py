"""The names of one text, found again by their words, their beginnings, their spelling."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from evalharness.facts.fact import Fact, Name
from evalharness.facts.lexicon import key, words_of
from evalharness.facts.token import Token

Keys = tuple[str, ...]
Letters = frozenset[tuple[str, int]]

MAX_INITIALS = 8
# Names looked at for one word; more share it only in lists and nonsense.
MAX_NAMES = 60
MIN_PREFIX, MAX_ENDING = 4, 3
MIN_INNER = 3
ALIAS_CUES = frozenset(
    ("known", "called", "calls", "call", "dubbed", "nicknamed", "formerly", "renamed", "alias", "aka")
)
ALIAS_REACH, BRACKET_REACH = 12, 4


class NameIndex:
    """Lookups over the names of a text; each is built when first used.

    Attributes:
        first: the first fact for each name, by its keys.
    """

    def __init__(self, facts: Iterable[Fact], tokens: tuple[Token, ...]) -> None:
        self.first: dict[Keys, Fact] = {}
        self._tokens = tokens
        for fact in facts:
            if isinstance(fact.value, Name):
                self.first.setdefault(fact.value.keys, fact)

    def with_word(self, word: str) -> list[tuple[Keys, Fact]]:
        """The names that have a word, by its key, in order; a bounded number of them."""
        return self._by_word.get(word, [])

    def spelled_like(self, word: str) -> list[tuple[str, Fact]]:
        """Words and whole names that start or end as `word` does."""
        return self._by_edge.get(word[:1], []) + self._by_edge.get(f"-{word[-2:]}", [])

    def beginning(self, prefix: str) -> list[str]:
        """Keys of words of names that are `prefix` and up to three letters more."""
        return self._by_prefix.get(prefix, [])

    @cached_property
    def written(self) -> frozenset[str]:
        """Words written in capitals only, in lower case."""
        large = (token for token in self._tokens if token.text.isupper() and 1 < len(token.text) <= MAX_INITIALS)
        return frozenset(token.low for token in large)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Words written in capitals only, and the initials of all names, in lower case."""
        return self.written.union(*(initials(fact.text) | _inner_initials(fact.text) for fact in self.first.values()))

    @cached_property
    def by_other_names(self) -> frozenset[str]:
        """Keys of large words given as another name: "known as the Senkaku in Japan and Diaoyu in China"."""
        found: set[str] = set()
        reach, segment = -1, -1
        for index, token in enumerate(self._tokens):
            if token.low in ALIAS_CUES:
                reach, segment = index + ALIAS_REACH, token.segment
            elif token.text == "(":
                reach, segment = max(reach, index + BRACKET_REACH), token.segment
            elif index <= reach and token.segment == segment and token.text[0].isupper():
                found.add(key(token.low))
        return frozenset(found)

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[Keys, Fact]]]:
        found: dict[str, list[tuple[Keys, Fact]]] = {}
        for keys, fact in self.first.items():
            for word in dict.fromkeys(keys):
                names = found.setdefault(word, [])
                if len(names) < MAX_NAMES:
                    names.append((keys, fact))
        return found

    @cached_property
    def _by_edge(self) -> dict[str, list[tuple[str, Fact]]]:
        found: dict[str, list[tuple[str, Fact]]] = {}
        for keys, fact in self.first.items():
            for part in dict.fromkeys((" ".join(keys), keys[-1], keys[0])):
                for edge in (part[:1], f"-{part[-2:]}"):
                    names = found.setdefault(edge, [])
                    if len(names) < MAX_NAMES and not part.startswith("@"):
                        names.append((part, fact))
        return found

    @cached_property
    def _by_prefix(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._by_word:
            if word[0] != "@":
                for length in range(max(MIN_PREFIX, len(word) - MAX_ENDING), len(word) + 1):
                    found.setdefault(word[:length], []).append(word)
        return found


def initials(name: str) -> set[str]:
    """The first letters of the words of a name, with and without its small words, where there are two or more.

    >>> sorted(initials("Bank of Japan")), initials("Oslo")
    (['bj', 'boj'], set())
    """
    found = set()
    for words in (name.lower().split(), name.lower().replace("-", " ").split()):
        large = [word for word in words if word not in words_of("function")]
        found |= {"".join(word[0] for word in some) for some in (words, large) if 1 < len(some) <= MAX_INITIALS}
    return found


def _inner_initials(name: str) -> set[str]:
    """The first letters of three or more words that end a name: "WTI" for "U.S. West Texas Intermediate"."""
    large = [word for word in name.lower().split() if word not in words_of("function")][-MAX_INITIALS:]
    return {"".join(word[0] for word in large[at:]) for at in range(1, len(large) - MIN_INNER + 1)}


def likeness(ours: str, theirs: str) -> float:
    """How alike two words are spelled: the Dice coefficient of their pairs of letters, ends marked; 0 to 1.

    >>> likeness("tedremae", "tedremaa") > 0.7 > likeness("oslo", "ohio")
    True
    """
    mine, other = _letters(ours), _letters(theirs)
    return 2 * len(mine & other) / (len(mine) + len(other))


def _letters(word: str) -> Letters:
    """Pairs of neighbouring letters, each with the number of its kind before it."""
    seen: dict[str, int] = {}
    found = set()
    for pair in pairwise(f"^{word}$"):
        name = "".join(pair)
        found.add((name, seen.get(name, 0)))
        seen[name] = seen.get(name, 0) + 1
    return frozenset(found)
