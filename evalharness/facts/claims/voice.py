"""Voice: a quotation of the source left standing in the paper's own voice, without marks and without a speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.speech import Speech
from evalharness.facts.claims.tables import forms_of
from evalharness.facts.shown import one_line
from evalharness.records import Span

RUN = 6
WHOLE = 0.7
LAST = 4
MARKS = ('"', "\u201c", "\u201d", "\u2018", " '", "' ", ":")
FIRST_PERSON = frozenset(("we", "our", "ours", "i", "my", "me", "ourselves"))


def _names_speaker(ours: Speech, first: int, last: int) -> bool:
    found = ours.by_cue[bisect_left(ours.by_cue, (first, -1)) : bisect_left(ours.by_cue, (last + 1, -1))]
    return any(ours.frames[which].speaker.names for _, which in found)


def unmarked(match: Match, ours: Speech, segment: int) -> Iterator[ClaimFinding]:
    """A finding for a candidate sentence that repeats a quotation of the source without marks and without a speaker."""
    words = match.ours.segment(segment)
    if len(words) < RUN or any(word.quoted for word in words):
        return
    if _is_voiced_beside(match.ours, segment):
        return
    has_marks = any(mark in match.ours.text[words[0].start : words[-1].end] for mark in MARKS)
    places = match.theirs.places_of(words)
    if any(not match.theirs.words[place].quoted for place in places):
        return  # the source says it in its own voice too
    if not has_marks and any(word.low in FIRST_PERSON for word in words):
        found = _reworded(match, ours, segment)
        if found is not None:
            yield found
            return
    if _names_speaker(ours, words[0].at, words[-1].at):
        return
    if not places:
        return
    last = places[0] + len(words) - 1
    if match.theirs.words[last].quoted:
        span = excerpt(match.ours, words[0].at, words[-1].at)
        source = excerpt(match.theirs, places[0], last)
        reason = f'states in its own voice what the wire quotes: "{one_line(source.text)}"'
        yield ClaimFinding("attribution", "unsupported", "soft", span, source, reason, 1.0)


def _is_voiced_beside(reading: Reading, segment: int) -> bool:
    """Whether the sentence before ends in "she says:", or the next one in "..., she said"."""
    sides = []
    if segment:
        sides.append(reading.segment(segment - 1)[-LAST:])
    if segment + 1 < len(reading.bounds):
        sides.append(reading.segment(segment + 1)[-LAST:])
    return any(word.verb and word.form in forms_of("reporting") for side in sides for word in side)


def _reworded(match: Match, ours: Speech, segment: int) -> ClaimFinding | None:
    """A finding for "we must act" in the paper's own voice, where most of it is in a quotation of the source."""
    words = match.ours.segment(segment)
    stops = [word.at for word in words if "." in match.ours.marks_before(word.at)]
    for first, stop in pairwise([words[0].at, *stops, words[-1].at + 1]):
        part = match.ours.words[first:stop]
        if _names_speaker(ours, first, stop - 1) or not any(word.low in FIRST_PERSON for word in part):
            continue
        content = {word.form: word.weight for word in part if word.is_content}
        for fact in match.theirs.quotes:
            theirs = [match.theirs.words[at] for at in match.theirs.span_words(fact)]
            forms = {word.form for word in theirs}
            shared = [form for form in content if form in forms]
            is_theirs = any(word.low in FIRST_PERSON for word in theirs)
            if (
                is_theirs
                and len(shared) >= RUN
                and sum(content[form] for form in shared) >= WHOLE * sum(content.values())
            ):
                return _own_voice(match, (first, stop - 1), fact.span)
    return None


def _own_voice(match: Match, where: tuple[int, int], source: Span) -> ClaimFinding:
    reason = f'states in its own voice what the wire quotes: "{one_line(source.text)}"'
    return ClaimFinding("attribution", "unsupported", "soft", excerpt(match.ours, *where), source, reason, 0.9)
