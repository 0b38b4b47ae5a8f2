"""One candidate sentence laid on its source: all that the features read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from evalharness.facts.support.align import Alignment, align, is_copied, rank
from evalharness.facts.support.index import Analysed, Form, Sentence, SourceIndex
from evalharness.facts.support.lexicon import is_known, likenesses
from evalharness.records import Span

REACH = 3
MIN_RUN = 3
MAX_PLACES = 60
MAY_STAND_FOR = 0.6


class Case(NamedTuple):
    """One candidate sentence against its source.

    Attributes:
        forms, stems: the tokens, words that the source lacks replaced by like ones that it has there.
        codes: the code of each stem in the source.
        content: indices of the content words.
        distinct: their forms, each once.
        named: indices of the words that are names in the source.
        written: the tokens as the candidate has them.
        capital: whether each has a capital letter where no sentence opens.
        anchors: for each token the position in the source that it most plausibly comes from, or -1.
        stated: indices of tokens inside facts that are known to be supported, however the source words them.
        novel: indices of content words, as written, that the source lacks, but for `stated` ones.
    """

    sentence: Sentence
    forms: tuple[Form, ...]
    stems: tuple[str, ...]
    codes: tuple[int, ...]
    content: tuple[int, ...]
    distinct: tuple[Form, ...]
    named: tuple[int, ...]
    written: tuple[Form, ...]
    capital: tuple[bool, ...]
    source: SourceIndex
    alignment: Alignment
    anchors: tuple[int, ...]
    stated: frozenset[int]
    novel: tuple[int, ...]

    def resting(self) -> frozenset[int]:
        """Numbers of the source sentences it rests on: two that cover most, and that of the middle of the anchors."""
        middle, ranked = _middle(self.anchors), self.alignment.ranked[:2]
        return frozenset(ranked if middle < 0 else (*ranked, self.source.sentence_of[middle]))

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
    written, places, names = candidate.forms[part], source.places, source.names
    new = [i for i, form in enumerate(written) if form.is_content and form.stem not in places]
    known = frozenset([i for i in range(len(written)) if i + sentence.first in stated] if stated else ())
    forms, distinct, ranked = _in_words_of(written, [written[i] for i in new], source)
    stems = tuple([form.stem for form in forms])
    codes = source.codes_of(stems)
    alignment = align(codes, ranked, source)
    content = tuple([i for i, form in enumerate(forms) if form.is_content])
    return Case(
        sentence=sentence,
        forms=forms,
        stems=stems,
        codes=tuple(codes),
        content=content,
        distinct=distinct,
        named=() if names.isdisjoint(stems) else tuple([i for i, stem in enumerate(stems) if stem in names]),
        written=written,
        capital=candidate.capital[part],
        source=source,
        alignment=alignment,
        anchors=_anchors(stems, content, alignment, source),
        stated=known,
        novel=tuple([i for i in new if i not in known]),
    )


def _in_words_of(
    forms: tuple[Form, ...], new: Sequence[Form], source: SourceIndex
) -> tuple[tuple[Form, ...], tuple[Form, ...], list[int]]:
    """The tokens, words that the source lacks replaced by words of the sentences around that may stand for them.

    `new`: those of the tokens that it lacks. Also gives the distinct content words and the ranked sentences of the
    source, both for the tokens as replaced.
    """
    distinct = _distinct(forms)
    ranked = rank(distinct, source)
    chosen = _stand_ins(forms, new, ranked[:2], source) if new else {}
    if not chosen:
        return forms, distinct, ranked
    replaced = tuple([chosen.get(form, form) for form in forms])
    distinct = _distinct(replaced)
    return replaced, distinct, rank(distinct, source)


def _stand_ins(
    forms: Sequence[Form], new: Sequence[Form], numbers: Sequence[int], source: SourceIndex
) -> dict[Form, Form]:
    """For words that the source lacks those of its sentences `numbers` that may stand for them."""
    novel = [form for form in dict.fromkeys(new) if not form.is_number and is_known(form.stem)]
    if not novel:
        return {}
    have = {form.stem for form in forms}
    there = {
        form.stem: form
        for number in numbers
        for form in source.sentence_forms(number)
        if form.is_content and not form.is_number and form.stem not in have
    }
    chosen = {}
    for form in novel:
        like, stem = max(zip(likenesses(form.stem, there, MAY_STAND_FOR), there, strict=True), default=(0.0, ""))
        if like >= MAY_STAND_FOR:
            chosen[form] = there[stem]
    return chosen


def _distinct(forms: Sequence[Form]) -> tuple[Form, ...]:
    """The content words, each once."""
    content = [form for form in forms if form.is_content]
    is_once = len({form.stem for form in content}) == len(content)
    return tuple(content) if is_once else tuple(dict.fromkeys(content))


def _anchors(
    stems: Sequence[str], content: Sequence[int], alignment: Alignment, source: SourceIndex
) -> tuple[int, ...]:
    """The common subsequence first, then longer copied runs, then content words at the place nearest to the rest."""
    at = [-1] * len(stems)
    for index, place in alignment.matched:
        at[index] = place
    for start, place, length in alignment.fragments:
        if length >= MIN_RUN:
            for k in range(length):
                if at[start + k] < 0:
                    at[start + k] = place + k
    middle = max(0, _middle(at))
    for index in content:
        if at[index] < 0 and stems[index] in source.places:
            near = next((at[k] for k in beside(index, len(stems), REACH) if at[k] >= 0), middle)
            at[index] = _nearest(source.places[stems[index]][:MAX_PLACES], near)
    return tuple(at)


def _nearest(places: Sequence[int], wanted: int) -> int:
    """The place nearest to the one wanted, the first of two; `places` are in order."""
    at = bisect_left(places, wanted)
    if at == len(places):
        return places[-1]
    return places[at - 1] if at and wanted - places[at - 1] <= places[at] - wanted else places[at]


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
    known = sorted([place for place in at if place >= 0])
    return known[len(known) // 2] if known else -1
