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
_WORD = re.compile(r"[^\W\d_]+")


def foreign(document: Document) -> bool:
    """True when the text is surely not English: mostly other letters, or thirty words and next to no English ones.

    Short texts in Latin letters pass: too little tells their language.

    >>> foreign(Document("東京で日米の防衛相が電話で会談した。")), foreign(Document("Fed lifts rate"))
    (True, False)
    """
    words = _WORD.findall(document.text.lower())
    n_latin = sum(word[0] < "\u0250" for word in words)
    if 2 * n_latin < len(words):
        return True
    small = sum(word in SMALL_WORDS for word in words)
    return len(words) >= MIN_WORDS and small < MIN_SHARE * len(words)
