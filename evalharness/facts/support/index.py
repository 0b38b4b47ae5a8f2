"""What is worked out once per text: tokens in comparison form, sentences, and for a source the places of everything."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from evalharness.facts.lexicon import key
from evalharness.facts.support.lexicon import base, closed, rarity, spellings
from evalharness.text.document import Document
from evalharness.text.sentences import sentences
from evalharness.text.tokens import word_matches

# A figure tells as much as a fairly rare word, however often it occurs; a function word hardly anything.
FIGURE_WEIGHT = 3.0
FUNCTION_WEIGHT = 0.3
# Bounds that keep the cost linear on text that is no prose.
MAX_LETTERS = 40
MAX_TOGETHER = 120

_SHORT = frozenset(("s", "ll", "re", "ve", "m", "d", "t"))
_UNITS = {"m": "million", "mn": "million", "bn": "billion", "b": "billion", "k": "thousand", "tn": "trillion"}
_SCALES = (" m ", " million", " bn", " billion", " trillion", " per cent", " percent", " %")
_ORDINAL = frozenset(("st", "nd", "rd", "th", "s"))
_FIGURE = re.compile(r"(\d[\d.,:]*)([a-z]+)")
_SUFFIXES = ("'s", "'ll", "'re", "'ve", "'m", "'d")


class Form(NamedTuple):
    """A word in comparison form: its stem, whether it carries content, whether it is a figure, and its rarity."""

    stem: str
    is_content: bool
    is_number: bool
    weight: float


class Sentence(NamedTuple):
    """A sentence by its place in the text (characters) and among the tokens (half-open)."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Analysed:
    """The tokens of a text, one entry per token in every tuple, and its sentences.

    Attributes:
        starts, ends: character offsets.
        forms, stems: comparison form of each token.
        capital: whether the token has a capital letter where a sentence does not open.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: tuple[Form, ...]
    stems: tuple[str, ...]
    capital: tuple[bool, ...]
    sentences: tuple[Sentence, ...]


@lru_cache(maxsize=1 << 16)
def comparison_forms(word: str) -> tuple[Form, ...]:
    """The comparison form of one written word; two for a negated contraction, none for a bare possessive ending.

    >>> [form.stem for form in comparison_forms("doesn't")], [form.stem for form in comparison_forms("Twelve")]
    (['do', 'not'], ['12'])
    """
    low = "usa" if word == "US" else word.lower().replace("’", "'")
    low = spellings().get(low, low)
    for suffix in _SUFFIXES:
        low = low.removesuffix(suffix)
    if low.endswith("n't"):
        low = f"{spellings().get(low[:-3], low[:-3])} not"
    elif low[:1].isdigit():
        low = _apart(low)
    return tuple(_form(part) for part in low.split() if part not in closed("bracket"))


def _apart(low: str) -> str:
    """A figure and the unit glued to it, as in 50m, 8pm, 130kg; of 87th only the figure."""
    glued = _FIGURE.fullmatch(low)
    if not glued:
        return low
    figure, unit = glued.groups()
    return figure if unit in _ORDINAL else f"{figure} {_UNITS.get(unit, unit)}"


def _form(low: str) -> Form:
    if low in closed("figure"):
        return Form(low, True, True, FIGURE_WEIGHT)
    if low[0].isdigit():
        figure = low.replace(",", "")
        return Form(figure, True, True, max(rarity(figure), FIGURE_WEIGHT))
    if low in closed("function"):
        return Form(low, False, False, FUNCTION_WEIGHT)
    stem = base(key(low)) or low
    return Form(stem, True, False, rarity(stem))


def analysed(document: Document) -> Analysed:
    """View: the tokens of a text in comparison form, by sentence. Linear in its length.

    >>> view = analysed(Document("Mr Smith didn't sell 1,200 cars. It rained."))
    >>> view.stems
    ('mr', 'smith', 'do', 'not', 'sell', '1200', 'car', 'it', 'rain')
    >>> [(sentence.first, sentence.last) for sentence in view.sentences]
    [(0, 7), (7, 9)]
    """
    text, spans = document.text, document.view(sentences)
    starts: list[int] = []
    ends: list[int] = []
    forms: list[Form] = []
    capital: list[bool] = []
    found: list[Sentence] = []
    current, first, opening = 0, 0, True
    stop = spans[0].end if spans else 0
    for match in word_matches(text):
        start, end = match.span()
        written = text[start:end]
        while start >= stop:
            _close(found, spans[current].start, stop, first, len(forms))
            current, first, opening = current + 1, len(forms), True
            stop = spans[current].end
        if written in _SHORT and start and text[start - 1] in "'’":
            continue
        if written == "UNK" or (written == "unk" and text[start - 1 : start] in ("[", "<")):
            continue
        if forms and forms[-1].is_number and _goes_on(text, starts[-1], ends[-1], match):
            forms[-1] = _form(text[starts[-1] : ends[-1]].replace(",", "") + text[ends[-1]].strip(",") + written)
            ends[-1] = end
            continue
        is_large = not opening and written[0].isupper()
        for form in comparison_forms(written[:MAX_LETTERS]):
            starts.append(start)
            ends.append(end)
            forms.append(form)
            capital.append(is_large)
        opening = False
    if spans:
        _close(found, spans[current].start, spans[current].end, first, len(forms))
    stems = tuple([form.stem for form in forms])
    return Analysed(tuple(starts), tuple(ends), tuple(forms), stems, tuple(capital), tuple(found))


def _goes_on(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether the word of `match` continues a figure that a tokenizer has cut: "235, 000", "1. 7 million"."""
    between, word = text[end : match.start()], match.group()
    if end - start > MAX_LETTERS or not word.isdigit():
        return False
    if between == ", ":
        return len(word) == 3 and text[start:end].replace(", ", "").isdigit()
    return between == ". " and text[start:end].isdigit() and text.startswith(_SCALES, match.end())


def _close(found: list[Sentence], start: int, end: int, first: int, last: int) -> None:
    if last > first:
        found.append(Sentence(start, end, first, last))


@dataclass(frozen=True, slots=True)
class SourceIndex:
    """A source, indexed so that each candidate sentence costs time in its own length only.

    Attributes:
        view: the tokens of the source.
        sentences: its sentences, those of more than MAX_TOGETHER tokens in parts.
        sentence_of: number of the sentence each token stands in.
        places: stem -> token positions.
        pairs: two stems in a row -> token position of the first of them, where they first stand so.
        again: such a position -> the next one of the same two stems.
        triples: three stems in a row.
        sentences_with: content stem -> numbers of the sentences that have it, in order.
        names: stems that carry a capital where no sentence opens, more often than not.
        wholes: the stems of each sentence.
    """

    view: Analysed
    sentences: tuple[Sentence, ...]
    sentence_of: tuple[int, ...]
    places: dict[str, tuple[int, ...]]
    pairs: dict[tuple[str, str], int]
    again: dict[int, int]
    triples: frozenset[tuple[str, ...]]
    sentences_with: dict[str, tuple[int, ...]]
    names: frozenset[str]
    wholes: frozenset[tuple[str, ...]]

    def pair_places(self, pair: tuple[str, str]) -> Iterator[int]:
        """Where two stems stand in a row: token positions of the first of them, in order."""
        place = self.pairs.get(pair)
        while place is not None:
            yield place
            place = self.again.get(place)

    def sentence_forms(self, number: int) -> tuple[Form, ...]:
        """The tokens of one sentence."""
        sentence = self.sentences[number]
        return self.view.forms[sentence.first : sentence.last]

    def sentence_stems(self, number: int) -> tuple[str, ...]:
        """The stems of one sentence."""
        sentence = self.sentences[number]
        return self.view.stems[sentence.first : sentence.last]


def source_index(document: Document) -> SourceIndex:
    """View: the index of a source. Linear in its length."""
    view = document.view(analysed)
    stems = view.stems
    sentence_of: list[int] = []
    places: dict[str, list[int]] = defaultdict(list)
    sentences_with: dict[str, list[int]] = defaultdict(list)
    together = tuple(part for sentence in view.sentences for part in _parts(sentence))
    for number, sentence in enumerate(together):
        sentence_of.extend([number] * (sentence.last - sentence.first))
        for stem in dict.fromkeys(stems[sentence.first : sentence.last]):
            sentences_with[stem].append(number)
    for position, stem in enumerate(stems):
        places[stem].append(position)
    pairs, again = _pairs(stems)
    triples = frozenset(zip(stems, stems[1:], stems[2:], strict=False))
    return SourceIndex(
        view=view,
        sentences=together,
        sentence_of=tuple(sentence_of),
        places={stem: tuple(found) for stem, found in places.items()},
        pairs=pairs,
        again=again,
        triples=triples,
        sentences_with={stem: tuple(found) for stem, found in sentences_with.items()},
        names=_names(view),
        wholes=frozenset(stems[sentence.first : sentence.last] for sentence in view.sentences),
    )


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    for first in range(sentence.first, sentence.last, MAX_TOGETHER):
        yield Sentence(sentence.start, sentence.end, first, min(sentence.last, first + MAX_TOGETHER))


def _pairs(stems: Sequence[str]) -> tuple[dict[tuple[str, str], int], dict[int, int]]:
    """The first place of each two stems in a row, and from each place the next one: no list for each pair."""
    pairs = list(pairwise(stems))
    first = dict(zip(reversed(pairs), range(len(pairs) - 1, -1, -1), strict=True))
    last: dict[tuple[str, str], int] = {}
    again: dict[int, int] = {}
    for place, pair in enumerate(pairs):
        if first[pair] != place:
            again[last.get(pair, first[pair])] = place
            last[pair] = place
    return first, again


def _names(view: Analysed) -> frozenset[str]:
    capitals: dict[str, int] = defaultdict(int)
    for form, capital in zip(view.forms, view.capital, strict=True):
        if form.is_content and not form.is_number:
            capitals[form.stem] += 1 if capital else -1
    return frozenset(stem for stem, balance in capitals.items() if balance > 0)
