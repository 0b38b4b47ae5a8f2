"""Views of a document as words of any script, with offsets. What ROUGE reads is in `evalharness.text.tokenizers`."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from evalharness.text.document import Document

Tokens = tuple[str, ...]


class Word(NamedTuple):
    """A word as it stands in a text: ``text[start:end] == word.text``."""

    start: int
    end: int
    text: str


# Han and kana carry no spaces: each character is a word. Marks belong to the letter before them; Python's \w has none.
_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
_MARKS += "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0b82\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_RUN = rf"[^\W_{_HAN}]++(?:[{_MARKS}]++[^\W_{_HAN}]*+)*+"
# Possessive repetitions over character sets that exclude each other: matching never goes back, so it is linear.
_WORD = re.compile(
    # Nearly all words: also matched by what follows, but faster.
    r"[a-zA-Z]{2,}+(?=[ \n\t,.;:!?()\"-])"
    r"|[^\W\d_](?:\.[^\W\d_](?![^\W_]))++\.?"  # U.S. a.m.
    rf"|{_RUN}(?:(?:['’](?=[^\W\d_])|(?<=\d)[.,:](?=\d)){_RUN})*+"  # don't 3.5 1,200 9:31 F 35
    rf"|[{_HAN}][{_MARKS}]*+"
)
# Words and what stands between them, by turns.
_PARTED = re.compile(f"({_WORD.pattern})")


def words(document: Document) -> tuple[Word, ...]:
    """View: the words of the text in order, any script, with offsets.

    A number keeps its inner points, commas and colons (3.5, 1,200, 9:31), an acronym its points (U.S.), a contraction
    or possessive its apostrophe (don't, Japan's), a letter its accents, also combining ones. A hyphen separates
    (Vice | President, US | Japan). Each Han or kana character is a word. Linear in the length of the text.

    >>> [word.text for word in Document("Vice-President Vance's 1,200 U.S. cafés").view(words)]
    ['Vice', 'President', "Vance's", '1,200', 'U.S.', 'cafés']
    """
    return find_words(document.text)


def folded_words(document: Document) -> Tokens:
    """View: the words of the text as `fold_words` folds them, for comparing words without their place.

    >>> Document("Don’t STOP").view(folded_words)
    ("don't", 'stop')
    """
    return fold_words(document.text)


def find_words(text: str) -> tuple[Word, ...]:
    """The words of `text`, split as `words` splits, with offsets into `text`.

    >>> find_words("3.5 km")
    (Word(start=0, end=3, text='3.5'), Word(start=4, end=6, text='km'))
    """
    texts, starts, ends = word_columns(text)
    return tuple(map(Word, starts, ends, texts))


def word_columns(text: str) -> tuple[list[str], list[int], list[int]]:
    """The words that `find_words` gives as columns: text, start and end, without an object for each.

    >>> word_columns("3.5 km")
    (['3.5', 'km'], [0, 4], [3, 6])
    """
    pieces = _PARTED.split(text)
    ends = list(accumulate(map(len, pieces)))
    return pieces[1::2], ends[:-1:2], ends[1::2]


def fold_words(text: str) -> Tokens:
    """The words of `text` in lower case and with straight apostrophes; the same number of words as `find_words` gives.

    >>> fold_words("Japan’s Prime Minister")
    ("japan's", 'prime', 'minister')
    """
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))
