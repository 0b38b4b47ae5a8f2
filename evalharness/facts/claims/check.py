"""All claim rules over one candidate."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from evalharness.facts.align import Alignment
from evalharness.facts.claims.amounts import Amounts, amounts, misattached
from evalharness.facts.claims.attribution import hardened_claims, misattributed
from evalharness.facts.claims.avowals import disavowed
from evalharness.facts.claims.binding import Figures, figures, rebound
from evalharness.facts.claims.bonds import Bonds, bound, turned_bonds
from evalharness.facts.claims.cards import Cards, cards
from evalharness.facts.claims.compared import Compared, compared, miscompared
from evalharness.facts.claims.deeds import Deeds, told
from evalharness.facts.claims.direction import opposed, reversed_directions
from evalharness.facts.claims.doers import told_of_another
from evalharness.facts.claims.events import changed
from evalharness.facts.claims.exits import forced_out
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.hedges import Hedges, hedged
from evalharness.facts.claims.identity import misidentified
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.modality import hardened
from evalharness.facts.claims.negations import Polarity, denials
from evalharness.facts.claims.polarity import turned
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.roles import exchanged
from evalharness.facts.claims.slots import Slots, misplaced, slots
from evalharness.facts.claims.speech import Speech, speech
from evalharness.facts.claims.strangers import estranged
from evalharness.facts.claims.swaps import Fields, fields, swapped
from evalharness.facts.claims.themes import Doers, doers
from evalharness.facts.claims.titles import Titled, retitled, titled
from evalharness.facts.claims.voice import unmarked
from evalharness.records import Span
from evalharness.text.document import Document

# Findings of one kind that share a passage of the source stand near each other; so only so many are compared.
RECENT = 50


@dataclass(frozen=True, slots=True)
class Claims:
    """One text with all that the rules ask of it."""

    reading: Reading
    denials: Polarity
    deeds: Deeds
    speech: Speech
    hedges: Hedges
    doers: Doers
    figures: Figures
    amounts: Amounts
    fields: Fields
    titled: tuple[Titled, ...]
    cards: Cards
    slots: Slots
    compared: Compared
    bonds: Bonds


def claims(document: Document) -> Claims:
    """View: a document analysed for its claims; linear in its length.

    >>> found = claims(Document("Oslo did not sue Bergen, Kari Lund said."))
    >>> len(found.denials.negations), len(found.deeds.all), len(found.speech.frames)
    (1, 2, 1)
    """
    done = document.view(told)
    return Claims(
        document.view(read), document.view(denials), done, document.view(speech), document.view(hedged),
        doers(done.all), document.view(figures), document.view(amounts),
        document.view(fields), document.view(titled),
        document.view(cards), document.view(slots), document.view(compared), document.view(bound),
    )  # fmt: skip


def claim_findings(candidate: Document, source: Document, alignments: Sequence[Alignment]) -> tuple[ClaimFinding, ...]:
    """What the candidate claims otherwise than the source, by place.

    alignments: the facts of the candidate held against the source; where one of them is already at fault, no claim is.
    """
    ours, theirs = candidate.view(claims), source.view(claims)
    match = Match(ours.reading, theirs.reading)
    found = [item for segment in range(len(ours.reading.bounds)) for item in _sentence(match, ours, theirs, segment)]
    faults = _Covered(item.span for item in alignments if item.verdict != "supported")
    fresh = [item for item in found if item.kind == "attribution" or not faults.touches(item.span)]
    return tuple(
        _distinct(
            sorted(fresh, key=lambda item: (item.span.start, item.kind != "attribution", item.span.end, item.kind))
        )
    )


def _sentence(match: Match, ours: Claims, theirs: Claims, segment: int) -> Iterator[ClaimFinding]:
    """The findings of one candidate sentence."""
    if not match.ours.segment(segment):
        return
    yield from unmarked(match, ours.speech, segment)
    if is_copied(match.ours, match.theirs, segment):
        return
    match.anchor_segment(segment)
    yield from turned(match, ours.denials, theirs.denials, segment)
    yield from disavowed(match, ours.speech.speakers, theirs.speech.speakers, segment)
    yield from misattributed(match, ours.speech, theirs.speech, segment)
    yield from hardened_claims(match, ours.speech, theirs.speech, segment)
    yield from hardened(match, (ours.denials, theirs.denials), theirs.hedges, segment)
    yield from exchanged(match, ours.deeds, theirs.deeds, segment)
    yield from told_of_another(match, ours.deeds, theirs.deeds, segment)
    yield from forced_out(match, ours.deeds, theirs.deeds, segment)
    yield from turned_bonds(match, ours.bonds, theirs.bonds, segment)
    yield from retitled(match, ours.titled, theirs.titled, segment)
    yield from misidentified(match, ours.cards, theirs.cards, segment)
    yield from misplaced(match, ours.slots, theirs.slots, segment)
    yield from estranged(match, ours.cards, theirs.cards, segment)
    yield from swapped(match, ours.fields, theirs.fields, segment)
    yield from rebound(match, ours.figures, theirs.figures, segment)
    yield from misattached(match, ours.amounts, theirs.amounts, segment)
    yield from reversed_directions(match, (ours.denials, theirs.denials), (ours.doers, theirs.doers), segment)
    yield from miscompared(match, ours.compared, theirs.compared, segment)
    yield from opposed(match, (ours.denials, theirs.denials), segment)
    yield from changed(match, ours, theirs, segment)


def _distinct(found: Sequence[ClaimFinding]) -> Iterator[ClaimFinding]:
    """The findings without those that overlap an earlier one, here or in the source about the same kind of thing."""
    end = -1
    held: dict[str, list[Span]] = {}
    for finding in found:
        theirs = held.setdefault(finding.kind, [])
        if finding.span.start >= end and not (finding.source and _overlaps(finding.source, theirs[-RECENT:])):
            end = finding.span.end
            if finding.source:
                theirs.append(finding.source)
            yield finding


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


class _Covered:
    """Stretches of a text, to be asked whether another one touches any of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def touches(self, span: Span) -> bool:
        at = bisect_left(self._starts, span.end) - 1
        return at >= 0 and self._ends[at] > span.start


def is_copied(ours: Reading, theirs: Reading, segment: int) -> bool:
    """Whether a candidate sentence stands in the source word for word, from the start of a sentence there."""
    places = theirs.places_of(ours.segment(segment))
    return any(theirs.bounds[theirs.words[place].segment][0] == place for place in places)
