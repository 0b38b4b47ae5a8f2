"""One candidate sentence laid on its source: all that the features read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evalharness.facts.support.align import Alignment, align, is_copied, rank
from evalharness.facts.support.index import Analysed, Form, Sentence, SourceIndex
from evalharness.facts.support.lexicon import is_known, likeness
from evalharness.records import Span

REACH = 3
MIN_RUN = 3
MAX_PLACES = 60
MAY_STAND_FOR = 0.6


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate sentence against its source.

    Attributes:
        forms, stems: the tokens, words that the source lacks replaced by like ones that it has there.
        written: the tokens as the candidate has them.
        capital: whether each has a capital letter where no sentence opens.
        anchors: for each token the position in the source that it most plausibly comes from, or -1.
        stated: indices of tokens inside facts that are known to be supported, however the source words them.
        around: stems of the source sentences that the candidate sentence rests on.
        novel: indices of content words, as written, that the source lacks, but for `stated` ones.
    """

    sentence: Sentence
    forms: tuple[Form, ...]
    stems: tuple[str, ...]
    written: tuple[Form, ...]
    capital: tuple[bool, ...]
    source: SourceIndex
    alignment: Alignment
    anchors: tuple[int, ...]
    around: frozenset[str]
    stated: frozenset[int] = frozenset()
    novel: tuple[int, ...] = ()

    @property
    def is_copy(self) -> bool:
        """Whether the sentence stands in the source word for word, as stems."""
        return is_copied(tuple(form.stem for form in self.written), self.source)

    def window(self, place: int, before: int, after: int) -> tuple[str, ...]:
        """Stems of the source from `before` tokens before a position to `after` tokens behind it."""
        return self.source.view.stems[max(0, place - before) : place + after + 1]

    def window_forms(self, place: int, before: int, after: int) -> tuple[Form, ...]:
        """The same stretch as tokens."""
        return self.source.view.forms[max(0, place - before) : place + after + 1]

    def anchored_near(self, index: int, reach: int = REACH) -> Iterator[int]:
        """Source positions of the tokens beside the one at `index`, the nearest first."""
        return (self.anchors[k] for k in beside(index, len(self.anchors), reach) if self.anchors[k] >= 0)


def cases(candidate: Analysed, source: SourceIndex, supported: Iterable[Span] = ()) -> list[Case]:
    """Every sentence of the candidate laid on the source; `supported` are spans that other evidence bears out."""
    stated = stated_in(candidate, supported)
    return [lay(candidate, sentence, source, stated) for sentence in candidate.sentences]


def stated_in(candidate: Analysed, supported: Iterable[Span]) -> frozenset[int]:
    """Indices of the tokens that lie in one of the spans."""
    starts = candidate.starts
    return frozenset(
        token for span in supported for token in range(bisect_left(starts, span.start), bisect_left(starts, span.end))
    )


def lay(candidate: Analysed, sentence: Sentence, source: SourceIndex, stated: frozenset[int]) -> Case:
    """One sentence of the candidate laid on the source; `stated` are tokens of it that other evidence bears out."""
    part = slice(sentence.first, sentence.last)
    written = candidate.forms[part]
    forms = _in_words_of(written, source)
    alignment = align(forms, source)
    anchors = _anchors(forms, alignment, source)
    middle = _middle(anchors)
    home = source.sentence_of[middle] if middle >= 0 else -1
    rests_on = [*alignment.ranked[:2], *([home] if home >= 0 else [])]
    around = frozenset(stem for number in dict.fromkeys(rests_on) for stem in source.sentence_stems(number))
    known = frozenset(i - sentence.first for i in range(sentence.first, sentence.last) if i in stated)
    return Case(
        sentence=sentence,
        forms=forms,
        stems=tuple(form.stem for form in forms),
        written=written,
        capital=candidate.capital[part],
        source=source,
        alignment=alignment,
        anchors=anchors,
        around=around,
        stated=known,
        novel=tuple(
            [
                i
                for i, form in enumerate(written)
                if form.is_content and form.stem not in source.places and i not in known
            ]
        ),
    )


def _in_words_of(forms: tuple[Form, ...], source: SourceIndex) -> tuple[Form, ...]:
    """The tokens, words that the source lacks replaced by words of the sentences around that may stand for them."""
    novel = [
        f
        for f in dict.fromkeys(forms)
        if f.is_content and not f.is_number and f.stem not in source.places and is_known(f.stem)
    ]
    if not novel:
        return forms
    have = {form.stem for form in forms}
    there = {
        form.stem: form
        for number in rank(forms, source)[:2]
        for form in source.sentence_forms(number)
        if form.is_content and not form.is_number and form.stem not in have
    }
    chosen = {}
    for form in novel:
        like, stem = max(((likeness(form.stem, stem), stem) for stem in there), default=(0.0, ""))
        if like >= MAY_STAND_FOR:
            chosen[form] = there[stem]
    return tuple(chosen.get(form, form) for form in forms) if chosen else forms


def _anchors(forms: Sequence[Form], alignment: Alignment, source: SourceIndex) -> tuple[int, ...]:
    """The common subsequence first, then longer copied runs, then content words at the place nearest to the rest."""
    at = [-1] * len(forms)
    for index, place in alignment.matched:
        at[index] = place
    for fragment in alignment.fragments:
        if fragment.length >= MIN_RUN:
            for k in range(fragment.start, fragment.start + fragment.length):
                at[k] = fragment.place + k - fragment.start if at[k] < 0 else at[k]
    middle = max(0, _middle(at))
    for index, form in enumerate(forms):
        if at[index] < 0 and form.is_content and form.stem in source.places:
            near = next((at[k] for k in beside(index, len(forms), REACH) if at[k] >= 0), middle)
            at[index] = min(source.places[form.stem][:MAX_PLACES], key=lambda place: abs(place - near))
    return tuple(at)


def beside(index: int, size: int, reach: int) -> Iterator[int]:
    """The positions up to `reach` beside one, the nearest first, left before right.

    >>> list(beside(1, 5, 2))
    [0, 2, 3]
    """
    for distance in range(1, reach + 1):
        if index >= distance:
            yield index - distance
        if index + distance < size:
            yield index + distance


def _middle(at: Sequence[int]) -> int:
    known = sorted(place for place in at if place >= 0)
    return known[len(known) // 2] if known else -1
