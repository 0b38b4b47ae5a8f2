"""All claim rules over one candidate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.align import Alignment
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.modality import hardened, hedges
from evalharness.facts.claims.polarity import Polarity, denials, disavowed, turned
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.roles import Deed, deeds, exchanged
from evalharness.facts.claims.direction import reversed_directions
from evalharness.records import Span
from evalharness.text.document import Document


def claim_findings(
    candidate: Document, source: Document, alignments: Sequence[Alignment]
) -> tuple[ClaimFinding, ...]:
    """What the candidate claims otherwise than the source, by place.

    alignments: the facts of the candidate held against the source; where one of them is already at fault, no claim is.
    """
    ours, theirs = candidate.view(read), source.view(read)
    match = Match(ours, theirs)
    polarities = (candidate.view(denials), source.view(denials))
    done = (candidate.view(deeds), source.view(deeds))
    found = [finding for segment in range(len(ours.bounds)) for finding in _sentence(match, polarities, done, segment)]
    faults = [item.span for item in alignments if item.verdict != "supported"]
    fresh = [finding for finding in found if finding.kind == "attribution" or not _overlaps(finding.span, faults)]
    return tuple(_distinct(sorted(fresh, key=lambda finding: (finding.span.start, finding.span.end, finding.kind))))


def _distinct(found: Sequence[ClaimFinding]) -> Iterator[ClaimFinding]:
    """The findings without those that overlap an earlier one, here or in the source, about the same kind of thing."""
    kept: list[ClaimFinding] = []
    for finding in found:
        ours = [other.span for other in kept]
        theirs = [other.source for other in kept if other.kind == finding.kind and other.source]
        if not _overlaps(finding.span, ours) and not (finding.source and _overlaps(finding.source, theirs)):
            kept.append(finding)
            yield finding


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _sentence(match: Match, polarities: tuple[Polarity, Polarity], done: tuple[tuple[Deed, ...], tuple[Deed, ...]], segment: int) -> Iterator[ClaimFinding]:
    if not match.ours.segment(segment) or is_copied(match.ours, match.theirs, segment):
        return
    match.anchor_segment(segment)
    yield from turned(match, *polarities, segment)
    yield from disavowed(match, segment)
    yield from hardened(match, polarities, hedges(match.theirs), segment)
    yield from exchanged(match, *done, segment)
    yield from reversed_directions(match, *polarities, segment)


def is_copied(ours: Reading, theirs: Reading, segment: int) -> bool:
    """Whether a candidate sentence stands in the source word for word."""
    return f" {' '.join(word.low for word in ours.segment(segment))} " in theirs.runs
