"""Frames of figures: what governs each and what is said right behind it, "travelling *at* 74 mph *in* March"."""

from __future__ import annotations

from dataclasses import dataclass, field

from evalharness.facts.claims.binding import SKIPPED, Figures, figures
from evalharness.facts.claims.measures import SIGNS
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.tables import scales, words_in
from evalharness.facts.claims.tagging import AUXILIARIES
from evalharness.facts.fact import Fact
from evalharness.text.document import Document

REACH, BEHIND = 5, 4
PREPOSITIONS = words_in("prepositions")
GENERAL = words_in("general")
# Stands for the small word where a verb follows: "31 have vanished".
VERB = "~"
WALLS = frozenset(("and", "but", "while", "or", "which", "who", "that", "as", "than", "because", "although", "when"))
HEDGING = SKIPPED | frozenset(
    ("more", "less", "than", "least", "most", "up", "over", "under", "another", "further", "also")
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a figure.

    Attributes:
        governor: form of the nearest content word before it in its clause, "" where there is none; `link` the small
            word between, `at` its index.
        behind: forms of the content words right behind it with the small word before each, the nearest first.
    """

    governor: str = ""
    link: str = ""
    at: int = -1
    behind: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of a text by the index of the figure's first word."""

    of: dict[int, Frame] = field(default_factory=dict)


def frames(document: Document) -> Frames:
    """View: the frames of a document's figures.

    >>> found = frames(Document("The train was travelling at 74 mph in March.")).of
    >>> [(frame.governor, frame.link, frame.behind) for frame in found.values()]
    [('travel', 'at', (('in', 'march'),))]
    """
    reading, stated = document.view(read), document.view(figures)
    return Frames({index: _frame(reading, stated, index, fact) for index, fact in stated.all})


def _frame(reading: Reading, stated: Figures, index: int, fact: Fact) -> Frame:
    governor, link, at = _before(reading, index)
    return Frame(governor, link, at, tuple(_behind(reading, index, fact)))


def _before(reading: Reading, index: int) -> tuple[str, str, int]:
    first = reading.bounds[reading.words[index].segment][0]
    link = ""
    for at in range(index - 1, max(first, index - REACH) - 1, -1):
        word = reading.words[at]
        if reading.marks_before(at + 1).strip(SIGNS) or word.low in WALLS or word.is_number:
            break
        if word.low in PREPOSITIONS:
            link = link or word.low
        elif word.is_content and word.low not in HEDGING:
            return (
                ("", "", -1) if word.name or word.low in AUXILIARIES or word.verb in GENERAL else (word.form, link, at)
            )
    return "", "", -1


def _behind(reading: Reading, index: int, fact: Fact) -> list[tuple[str, str]]:
    segment = reading.words[index].segment
    stop = reading.bounds[segment][1]
    inside = reading.span_words(fact)
    at = (inside[-1] if inside else index) + 1
    if "(" in reading.marks_before(at):  # "84 km (52 miles) southwest of Namrole"
        at = next(
            (after for after in range(at + 1, min(at + BEHIND, stop)) if ")" in reading.marks_before(after)), stop
        )
    found: list[tuple[str, str]] = []
    link = ""
    for place in range(at, min(at + BEHIND, stop)):
        word = reading.words[place]
        if reading.marks_before(place).strip(SIGNS + ")") or word.low in WALLS or word.is_number:
            break
        if word.low in PREPOSITIONS:
            link = word.low
        elif word.is_content and word.low not in HEDGING:
            found.append((VERB if word.verb else link, word.form))
            if len(found) == 2:
                break
    return found


def is_telling(reading: Reading, frame: Frame) -> bool:
    """Whether the governor says what the figure is, and not only that it rose or fell."""
    return (
        frame.at >= 0 and reading.words[frame.at].verb not in GENERAL and reading.words[frame.at].verb not in scales()
    )
