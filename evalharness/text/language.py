"""Whether a text is English, as far as can be told without a model: by its small words and its letters."""

from __future__ import annotations

import re

from evalharness.text.document import Document

# Small words of English that other languages in Latin letters do not have as words of their own.
_SMALL = (
    "the and to that with from his her has have were are been this which they their said would who but not its it "
    "she you your our my"
)
SMALL_WORDS = frozenset(_SMALL.split())
# English articles, chats and summaries have 8% and more of them; texts of thirty words in other languages none or one.
MIN_SHARE = 0.02
MIN_WORDS = 30
BEYOND_LATIN = "\u0250"
_WORD = re.compile(r"[a-z]++[^\W\d_]*+|[^\W\d_]++")  # letters; those of English are told faster by their range


def foreign(document: Document) -> bool:
    """True when the text is surely not English: mostly other letters, or thirty words and next to no English ones.

    Short texts in Latin letters pass: too little tells their language.

    >>> foreign(Document("東京で日米の防衛相が電話で会談した。")), foreign(Document("Fed lifts rate"))
    (True, False)
    """
    words = _WORD.findall(document.text.lower())
    # the greatest word starts with the last letter there is, so mostly one look tells that all are Latin
    is_latin = not words or max(words)[0] < BEYOND_LATIN
    n_latin = len(words) if is_latin else sum(word[0] < BEYOND_LATIN for word in words)
    if 2 * n_latin < len(words):
        return True
    small = sum(map(SMALL_WORDS.__contains__, words))
    return len(words) >= MIN_WORDS and small < MIN_SHARE * len(words)


_ASCII_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALL_BUT_ASCII_LETTERS = bytes(byte for byte in range(256) if byte not in _ASCII_LETTERS)
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]+")


def letters(document: Document) -> tuple[int, int]:
    """View: how many letters the text has within ASCII, and how many outside.

    >>> letters(Document("Été 2025: 東京 won"))
    (4, 4)
    """
    ascii = document.text.encode("ascii", "ignore")
    n_latin = len(ascii.translate(None, _ALL_BUT_ASCII_LETTERS))
    if len(ascii) == len(document.text):
        return n_latin, 0
    return n_latin, sum(map(str.isalpha, "".join(_OUTSIDE_ASCII.findall(document.text))))
