"""Where annotated sentences stand in a summary, and what a metric's own sentence scores say of them."""

from __future__ import annotations

from collections.abc import Sequence

Extent = tuple[int, int]


def locate(sentences: Sequence[str], text: str) -> list[Extent | None]:
    """(start, end) in `text` of each sentence, case and white space aside; None where it does not occur.

    Annotations often change case and spacing. Sentences are looked for in order, one behind the other; one that is not
    there from the last one on is looked for in the whole text.

    >>> locate(["The bank cut rates .", "Why ?"], "the bank cut rates. why?")
    [(0, 19), (20, 24)]
    """
    folded = [(letter, place) for place, character in enumerate(text) for letter in _folded(character)]
    letters = "".join(letter for letter, _ in folded)
    found: list[Extent | None] = []
    behind = 0
    for sentence in sentences:
        wanted = "".join(map(_folded, sentence))
        start = letters.find(wanted, behind)
        start = letters.find(wanted) if start < 0 else start
        if not wanted or start < 0:
            found.append(None)
            continue
        behind = start + len(wanted)
        found.append((folded[start][1], folded[behind - 1][1] + 1))
    return found


def support(extent: Extent | None, scored: Sequence[tuple[int, int, float]]) -> float | None:
    """Mean of the sentence scores (start, end, score) that overlap `extent`, weighted by the characters in common.

    >>> support((0, 10), [(0, 8, 1.0), (8, 20, 0.0)])
    0.8
    """
    if extent is None:
        return None
    parts = [(min(end, extent[1]) - max(start, extent[0]), score) for start, end, score in scored]
    common = [(length, score) for length, score in parts if length > 0]
    total = sum(length for length, _ in common)
    return sum(length * score for length, score in common) / total if total else None


def _folded(character: str) -> str:
    return "".join(character.split()).casefold()
