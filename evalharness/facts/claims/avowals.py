"""Somebody who confirms in one text what the same one denies in the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.scope import BREAK
from evalharness.facts.claims.tables import forms_of
from evalharness.facts.claims.tagging import Word
from evalharness.facts.shown import one_line

MAX_AVOWALS = 20
OPENING = 3
SUBJECT_WORDS, COMPLEMENT_WORDS = 10, 18


def disavowed(
    match: Match, ours: Mapping[int, Party], theirs: Mapping[int, Party], segment: int
) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: somebody confirms what the same one denies in the source, or the reverse."""
    for word in match.ours.segment(segment):
        side = _avowal(word)
        if not side or word.quoted or _is_open(match.ours, word.at):
            continue
        subject, content = _sides(match.ours, ours, word.at)
        if not content:
            continue
        for place in _avowals(match.theirs):
            other = match.theirs.words[place]
            speaker, denied = _sides(match.theirs, theirs, place)
            shared = content & denied - subject
            enough = len(shared) >= min(2, len(content), len(denied))
            is_against = _avowal(other) == -side and not _is_open(match.theirs, place)
            if is_against and subject & speaker and shared and enough:
                span, source = (excerpt(r, w, w) for r, w in ((match.ours, word.at), (match.theirs, place)))
                reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
                company = len(shared) / len(content)
                yield ClaimFinding("negation", "contradicted", "hard", span, source, reason, company)
                break


def _is_open(reading: Reading, index: int) -> bool:
    """Whether a verb is denied, or only wanted or refused: "would not accept", "declined to confirm"."""
    first = reading.bounds[reading.words[index].segment][0]
    before = (word.low for word in reading.words[max(first, index - OPENING) : index])
    return any(low in ("to", "not", "never", "neither", "nor", "cannot") or low.endswith("n't") for low in before)


def _avowals(reading: Reading) -> list[int]:
    return [
        index
        for side in ("avowing", "disavowing")
        for form in sorted(forms_of(side))
        for index in reading.by_form.get(form, ())[:MAX_AVOWALS]
    ]


def _avowal(word: Word) -> int:
    """1 for a verb that confirms, -1 for one that denies, else 0."""
    if not word.verb:
        return 0
    return (word.form in forms_of("avowing")) - (word.form in forms_of("disavowing"))


def _sides(reading: Reading, doers: Mapping[int, Party], index: int) -> tuple[frozenset[str], frozenset[str]]:
    """The forms of the names of who does it, or before the verb, and of the content words after it in its clause."""
    first, stop = reading.bounds[reading.words[index].segment]
    before = reading.words[max(first, index - SUBJECT_WORDS) : index]
    after = list(reading.words[index + 1 : min(stop, index + COMPLEMENT_WORDS)])
    if after and after[0].low in ("that", "this", "it") and not any(word.is_content for word in after[1:4]):
        # "Karaca denied that" denies what was said before
        after = list(reading.words[max(0, first - COMPLEMENT_WORDS) : index])
    elif not any(word.is_content for word in _to_break(after)):
        after = list(before)  # "a charge Lund denied", "a motorcycle, which Lund disputed"
    elif reading.marks_before(index).startswith(",") or (after and after[0].name):
        after = [*before, *after]  # "the checks had been skipped, acknowledged Uy"
    names = frozenset(word.form for word in before if word.name)
    doer = doers.get(index)
    content = frozenset(word.form for word in after if word.is_content)
    return names | (doer.names if doer else frozenset()), content


def _to_break(words: Sequence[Word]) -> Sequence[Word]:
    """The words up to the first break between clauses."""
    stop = next((n for n in range(1, len(words)) if words[n].place - words[n - 1].place >= BREAK), len(words))
    return words[:stop]
