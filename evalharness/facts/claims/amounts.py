"""Figures of the source put with another thing: told as the amount of it, or standing in its frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evalharness.facts.claims.binding import Figures, figures
from evalharness.facts.claims.figure_frames import Frames, frames
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.measures import Measures, measures
from evalharness.facts.claims.mismeasured import mismeasured
from evalharness.facts.claims.ranks import misranked
from evalharness.facts.claims.reframed import reframed
from evalharness.text.document import Document


@dataclass(frozen=True, slots=True)
class Amounts:
    """The figures of a text, what they are the amounts of, and the words they stand between."""

    figures: Figures
    measures: Measures
    frames: Frames


def amounts(document: Document) -> Amounts:
    """View: the figures of a document as amounts of something.

    >>> found = amounts(Document("Turnout was 88 percent."))
    >>> len(found.measures.of), len(found.frames.of)
    (1, 1)
    """
    return Amounts(document.view(figures), document.view(measures), document.view(frames))


def misattached(match: Match, ours: Amounts, theirs: Amounts, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: figures that the source has with something else."""
    yield from mismeasured(match, (ours.figures, ours.measures), (theirs.figures, theirs.measures), segment)
    yield from reframed(match, (ours.figures, ours.frames), (theirs.figures, theirs.frames), segment)
    yield from misranked(match, (ours.figures, theirs.figures), segment)
