"""The token that all fact rules read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Token(NamedTuple):
    """One figure (``n``), word (``w``) or mark (``p``) with its place.

    ``low`` is the text in lower case without a possessive ending, ``gap`` is true when white space or the start of the
    text stands before it, ``opens`` when a sentence, a line or a quotation starts with it, and ``segment`` counts
    sentences and lines.
    """

    start: int
    end: int
    text: str
    low: str
    kind: str
    gap: bool
    opens: bool
    segment: int


def low_at(tokens: Sequence[Token], index: int) -> str:
    """The lower-cased text of the token at `index`, empty beyond the ends.

    >>> low_at((), 3)
    ''
    """
    return tokens[index].low if 0 <= index < len(tokens) else ""
