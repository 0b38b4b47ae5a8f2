"""What is worked out once per text: tokens in comparison form, sentences, and for a source the places of everything."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from evalharness.facts.lexicon import key
from evalharness.facts.support.lexicon import base, closed, rarity, spellings
from evalharness.text.document import Document
from evalharness.text.sentences import sentences
from evalharness.text.tokens import word_columns

# A figure tells as much as a fairly rare word, however often it occurs; a function word hardly anything.
FIGURE_WEIGHT = 3.0
FUNCTION_WEIGHT = 0.3
# Bounds that keep the cost linear on text that is no prose.
MAX_LETTERS = 40
MAX_TOGETHER = 120

# Words remembered with their forms.
MAX_TYPES = 1 << 16

_SHORT = frozenset(("s", "ll", "re", "ve", "m", "d", "t"))
_UNKNOWN = ("UNK", "unk")
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


Plain = tuple[Form, bool]


class _Plain(dict[str, "Plain | None"]):
    """Form of every written word met so far, and whether it has a capital; bounded, so that memory stays flat.

    None where one look is not enough: figures, words of several forms or none, and what a tokenizer may have cut.
    """

    def __missing__(self, written: str) -> Plain | None:
        forms = comparison_forms(written[:MAX_LETTERS])
        is_odd = written in _SHORT or written in _UNKNOWN or len(forms) != 1 or forms[0].is_number
        found = None if is_odd or written[0].isdigit() else (forms[0], written[0].isupper())
        if len(written) <= MAX_LETTERS:
            if len(self) >= MAX_TYPES:
                self.clear()
            self[written] = found
        return found


_PLAIN = _Plain()


class _Columns:
    """The tokens of a text while they are gathered, one entry per token in every list."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words, self.word_starts, self.word_ends = word_columns(text)
        self.known = list(map(_PLAIN.__getitem__, self.words))
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.forms: list[Form] = []
        self.capital: list[bool] = []

    def extend(self, first: int, last: int) -> None:
        """Add plain words, by the number of the first and behind the last."""
        known = self.known[first:last]
        self.starts += self.word_starts[first:last]
        self.ends += self.word_ends[first:last]
        self.forms += [plain[0] for plain in known if plain]
        self.capital += [plain[1] for plain in known if plain]

    def add(self, number: int) -> bool:
        """Add an odd word; whether it is one of the text, and not left out or the rest of the figure before it."""
        text, written, start, end = self.text, self.words[number], self.word_starts[number], self.word_ends[number]
        if written in _SHORT and start and text[start - 1] in "'’":
            return False
        if written == "UNK" or (written == "unk" and text[start - 1 : start] in ("[", "<")):
            return False
        if self.forms and self.forms[-1].is_number and _goes_on(text, self.starts[-1], self.ends[-1], start, end):
            before = text[self.starts[-1] : self.ends[-1]]
            self.forms[-1] = _form(before.replace(",", "") + text[self.ends[-1]].strip(",") + written)
            self.ends[-1] = end
            return False
        for form in comparison_forms(written[:MAX_LETTERS]):
            self.starts.append(start)
            self.ends.append(end)
            self.forms.append(form)
            self.capital.append(written[0].isupper())
        return True


def analysed(document: Document) -> Analysed:
    """View: the tokens of a text in comparison form, by sentence. Linear in its length.

    >>> view = analysed(Document("Mr Smith didn't sell 1,200 cars. It rained."))
    >>> view.stems
    ('mr', 'smith', 'do', 'not', 'sell', '1200', 'car', 'it', 'rain')
    >>> [(sentence.first, sentence.last) for sentence in view.sentences]
    [(0, 7), (7, 9)]
    """
    columns = _Columns(document.text)
    found: list[Sentence] = []
    first_word = first = 0
    for sentence in document.view(sentences):
        last_word = bisect_left(columns.word_starts, sentence.end, first_word)
        _add_sentence(columns, first_word, last_word)
        last = len(columns.forms)
        if last > first:
            found.append(Sentence(sentence.start, sentence.end, first, last))
        first_word, first = last_word, last
    stems = tuple([form.stem for form in columns.forms])
    return Analysed(
        tuple(columns.starts), tuple(columns.ends), tuple(columns.forms), stems, tuple(columns.capital), tuple(found)
    )


def _add_sentence(columns: _Columns, first: int, stop: int) -> None:
    """Add the words of one sentence, by number; the capital that opens it means nothing."""
    opening, begin, known = True, first, columns.known
    for index in [*[index for index in range(first, stop) if known[index] is None], stop]:
        at = len(columns.forms)
        if begin < index:
            columns.extend(begin, index)
            if opening:
                opening, columns.capital[at] = False, False
        if index < stop:
            at = len(columns.forms)
            if columns.add(index) and opening:
                opening, columns.capital[at:] = False, [False] * (len(columns.forms) - at)
        begin = index + 1


def _goes_on(text: str, start: int, end: int, next_start: int, next_end: int) -> bool:
    """Whether the next word continues a figure that a tokenizer has cut: "235, 000", "1. 7 million"."""
    between, word = text[end:next_start], text[next_start:next_end]
    if end - start > MAX_LETTERS or not word.isdigit():
        return False
    if between == ", ":
        return len(word) == 3 and text[start:end].replace(", ", "").isdigit()
    return between == ". " and text[start:end].isdigit() and text.startswith(_SCALES, next_end)


class SourceIndex:
    """A source, indexed so that each candidate sentence costs time in its own length only.

    Stems are held against each other by a number, their code: the first position of the stem; a stem that the source
    lacks has the code `missing`. A number for two or three stems in a row is cheaper than a tuple.

    Attributes:
        view: the tokens of the source.
        sentences: its sentences, those of more than MAX_TOGETHER tokens in parts.
        sentence_of: number of the sentence each token stands in.
        places: stem -> token positions, in order.
        codes: the code of each token.
        missing: the code of all stems that the source lacks.
        triples: all three stems in a row, as `triples_of` numbers them.
        names: stems that carry a capital where no sentence opens, more often than not.
        wholes: the stems of each sentence.
    """

    def __init__(self, view: Analysed) -> None:
        stems = view.stems
        self.view = view
        self.sentences = tuple([part for sentence in view.sentences for part in _parts(sentence)])
        self.sentence_of: list[int] = []
        for number, part in enumerate(self.sentences):
            self.sentence_of += [number] * (part.last - part.first)
        self.places = _places(stems)
        self.missing = len(stems)
        self._code = dict(zip(reversed(stems), range(len(stems) - 1, -1, -1), strict=True))
        self.codes = list(map(self._code.__getitem__, stems))
        self._pairs, self._again = _chained(self._in_a_row(self.codes))
        self.triples = frozenset(self.triples_of(self.codes))
        self.names = _names(view, self.places)
        self.wholes = frozenset([stems[sentence.first : sentence.last] for sentence in view.sentences])
        self._with: dict[str, tuple[int, ...]] = {}
        self._together: dict[str, int] = {}

    def codes_of(self, stems: Iterable[str]) -> list[int]:
        """The codes of stems of any text."""
        code, missing = self._code.get, self.missing
        return [code(stem, missing) for stem in stems]

    def _in_a_row(self, codes: Sequence[int]) -> list[int]:
        base = self.missing + 1
        return [one * base + other for one, other in pairwise(codes)]

    def triples_of(self, codes: Sequence[int]) -> list[int]:
        """A number for each three stems in a row, by their codes."""
        base = self.missing + 1
        return [pair * base + last for pair, last in zip(self._in_a_row(codes), codes[2:], strict=False)]

    def has_pair(self, one: int, other: int) -> bool:
        """Whether two stems, by their codes, stand in a row."""
        return one * (self.missing + 1) + other in self._pairs

    def pair_places(self, one: int, other: int) -> Iterator[int]:
        """Where two stems, by their codes, stand in a row: token positions of the first of them, in order."""
        place = self._pairs.get(one * (self.missing + 1) + other)
        while place is not None:
            yield place
            place = self._again.get(place)

    def sentences_with(self, stem: str) -> tuple[int, ...]:
        """Numbers of the sentences that have a stem, in order; found when first asked for."""
        found = self._with.get(stem)
        if found is None:
            found = tuple(dict.fromkeys([self.sentence_of[place] for place in self.places.get(stem, ())]))
            if found:
                self._with[stem] = found
        return found

    def bits_with(self, stem: str) -> int:
        """The same numbers as bits; found when first asked for."""
        found = self._together.get(stem, 0)
        if not found and stem in self.places:
            for number in self.sentences_with(stem):
                found |= 1 << number
            self._together[stem] = found
        return found

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
    return SourceIndex(document.view(analysed))


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    for first in range(sentence.first, sentence.last, MAX_TOGETHER):
        yield Sentence(sentence.start, sentence.end, first, min(sentence.last, first + MAX_TOGETHER))


def _places(stems: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for position, stem in enumerate(stems):
        if stem in places:
            places[stem].append(position)
        else:
            places[stem] = [position]
    return places


def _chained(pairs: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The first place of each pair, and from each place the next one of the same pair: no list for each pair."""
    first = dict(zip(reversed(pairs), range(len(pairs) - 1, -1, -1), strict=True))
    last: dict[int, int] = {}
    again: dict[int, int] = {}
    for place, pair in enumerate(pairs):
        if first[pair] != place:
            again[last.get(pair, first[pair])] = place
            last[pair] = place
    return first, again


def _names(view: Analysed, places: Mapping[str, Sequence[int]]) -> frozenset[str]:
    forms, capital = view.forms, view.capital
    large = Counter([form.stem for form, is_large in zip(forms, capital, strict=True) if is_large and _is_word(form)])
    return frozenset(
        [
            stem
            for stem, count in large.items()
            if 2 * count > len(places[stem]) or 2 * count > sum([_is_word(forms[place]) for place in places[stem]])
        ]
    )


def _is_word(form: Form) -> bool:
    return form.is_content and not form.is_number
