"""One text read for its claims: words with place and form, and what is negated, hedged, quoted there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

from evalharness.facts.claims.tables import form, forms_of, parties, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, SPEECH_VERBS, Word, is_nominal, may_be_verb, verb_of, verbal
from evalharness.facts.extract import facts
from evalharness.facts.fact import Fact, Name
from evalharness.facts.lexer import Lexed, lexed
from evalharness.facts.lexicon import is_common, words_of
from evalharness.facts.support.lexicon import rarity
from evalharness.facts.token import Token
from evalharness.records import Span
from evalharness.text.document import Document

NAME_WEIGHT, NUMBER_WEIGHT, LIGHT = 4.0, 4.0, 0.5
PAUSES = {",": 2.0, ";": 5.0, ":": 3.0, "(": 3.0, ")": 3.0, "\u2014": 4.0, "\u2013": 4.0, "-": 4.0}
MAX_SENTENCE = 250
# How far around a word its company stands, and how far off a word of it counts half.
BESIDE, SOFTNESS = 9.0, 4.0
BACK = 24
MAX_COPIES = 200
MAX_CACHED, MAX_CACHED_LETTERS = 1 << 16, 40
HYPHENS = frozenset("-\u2013")
STOPS = frozenset(".!?")
JOINTS = {
    **dict.fromkeys(("but", "while", "whereas", "although", "though", "because"), 4.0),
    **dict.fromkeys(("who", "which", "whom", "whose", "when", "if", "unless", "where"), 2.0),
    **dict.fromkeys(("and", "after", "before", "until", "as", "that", "or", "since", "so"), 1.0),
}
GOVERNING, GOVERNING_BREAK = 4, 3.0
BODIES = frozenset(("company", "union", "government", "court", "university", "club", "army", "rebels", "police"))


@dataclass(frozen=True)
class Reading:
    """The words of a text.

    Attributes:
        text: the untouched text.
        words: all words and figures outside the dateline.
        bounds: for each segment the index of its first word, and of the first behind it.
        marks: the marks between each word and the word before it in the sentence.
        places: the place of each word, see `Word`.
        quotes, names, numbers: the facts of these kinds, by place.
    """

    text: str
    lex: Lexed
    words: tuple[Word, ...]
    bounds: tuple[tuple[int, int], ...]
    marks: tuple[str, ...]
    places: tuple[float, ...]
    quotes: tuple[Fact, ...]
    names: tuple[Fact, ...]
    numbers: tuple[Fact, ...]

    @cached_property
    def by_form(self) -> dict[str, list[int]]:
        """Indexes of the content words by form."""
        found: dict[str, list[int]] = {}
        for word in self.words:
            if word.is_content:
                found.setdefault(word.form, []).append(word.at)
        return found

    @cached_property
    def shared_names(self) -> frozenset[str]:
        """Words that two or more different names of the text have."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for fact in self.names:
            if isinstance(fact.value, Name):
                for part in fact.value.keys:
                    found.setdefault(part, set()).add(fact.value.keys)
        return frozenset(part for part, keys in found.items() if len(keys) > 1)

    @cached_property
    def persons(self) -> frozenset[str]:
        """The words of persons' names: by title, role, age or description, or by a last name that is no common word."""
        found: set[str] = set()
        for fact in self.names:
            if isinstance(fact.value, Name) and (fact.value.form == "person" or self._is_person(fact, fact.value.keys)):
                found.update(fact.value.keys)
        return frozenset(found)

    def _is_person(self, fact: Fact, keys: tuple[str, ...]) -> bool:
        """Whether a name of two words or more looks like a person's, and not like an organisation's or a place's."""
        bodies = forms_of("organisations")
        is_name = len(keys) > 1 and "@" not in (keys[-1][0], keys[-2][0]) and keys[0] not in words_in("geographic")
        if not is_name or any(key in bodies for key in keys):
            return False
        return not is_common(keys[-1]) or self._is_described(fact)

    def _is_described(self, fact: Fact) -> bool:
        """Whether what stands around a name tells a person: "farmer Anna Field", "Tom Young, 43,"."""
        words = self.span_words(fact)
        if not words:
            return False
        first, after = self.words[words[0]], self.words[words[-1] + 1 : words[-1] + 2]
        before = self.word_before(words[0])
        aged = bool(after) and after[0].is_number and self.marks_before(after[0].at) == ","
        spoken = bool(after) and after[0].verb in SPEECH_VERBS | {"tell", "write", "ask"}
        noun = before is not None and before.is_content and not before.verb and not before.is_number and not before.name
        described = (
            noun and before is not None and parties().get(before.form) not in BODIES and first.start - before.end == 1
        )
        return aged or described or spoken

    @cached_property
    def by_low(self) -> dict[str, list[int]]:
        """Indexes of all words, as written in lower case."""
        found: dict[str, list[int]] = {}
        for word in self.words:
            found.setdefault(word.low, []).append(word.at)
        return found

    def indexes_where(self, test: Callable[[str], bool]) -> list[int]:
        """Indexes of the words that pass a test of their lower-cased form, which is made once for each different one.

        test: a function of a module, as what it says of a form is remembered by it.

        >>> read(Document("It was not cut. It was not raised.")).indexes_where(str.isdecimal)
        []
        """
        passes, by_low = _passing(test), self.by_low
        return sorted([index for low in by_low if passes[low] for index in by_low[low]])

    def words_among(self, lows: Collection[str]) -> list[Word]:
        """The words whose lower-cased form is one of `lows`, in order.

        >>> [word.at for word in read(Document("It was not cut. It was not raised.")).words_among(("not", "no"))]
        [2, 6]
        """
        by_low = self.by_low
        few, many = (lows, by_low) if len(lows) < len(by_low) else (by_low, lows)
        return [self.words[at] for at in sorted([index for low in few if low in many for index in by_low[low]])]

    def places_of(self, run: Sequence[Word]) -> list[int]:
        """Where the words of another text's sentence stand in this one, one after the other."""
        lows = [word.low for word in run]
        rarest = min(range(len(lows)), key=lambda number: (len(self.by_low.get(lows[number], ())), number))
        starts = [place - rarest for place in self.by_low.get(lows[rarest], ())[:MAX_COPIES]]
        return [start for start in starts if start >= 0 and self._has(start, lows)]

    def _has(self, start: int, lows: list[str]) -> bool:
        return [word.low for word in self.words[start : start + len(lows)]] == lows

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    def span_words(self, fact: Fact) -> range:
        """Indexes of the words of a fact."""
        return _within(self._starts, fact)

    def segment(self, number: int) -> Sequence[Word]:
        """The words of one sentence or line."""
        first, stop = self.bounds[number]
        return self.words[first:stop]

    def near(self, index: int, reach: float) -> range:
        """Indexes of the words of the same sentence at most `reach` away from the word at `index`."""
        places = self.places
        place = places[index]
        first, stop = self.bounds[self.words[index].segment]
        low = bisect_left(places, place - reach, first, index)
        return range(low, bisect_right(places, place + reach, index + 1, stop))

    def beside(self, index: int) -> Mapping[str, float]:
        """The forms of the content words around the word at `index`, with how near the nearest of each is: 0 to 1."""
        found = self._beside.get(index)
        return self._look_beside(index) if found is None else found

    @cached_property
    def _beside(self) -> dict[int, dict[str, float]]:
        return {}

    @cached_property
    def bearings(self) -> dict[int, dict[str, int]]:
        """What `bearing.signs` has found, by index."""
        return {}

    def _look_beside(self, index: int) -> dict[str, float]:
        found: dict[str, float] = {}
        words, here = self.words, self.places[index]
        for at in self.near(index, BESIDE):
            word = words[at]
            if word.is_content and at != index:
                nearness = 1.0 / (1.0 + abs(word.place - here) / SOFTNESS)
                if nearness > found.get(word.form, 0.0):
                    found[word.form] = nearness
        self._beside[index] = found
        return found

    def gap(self, one: int, other: int) -> float:
        """How far two words are from each other."""
        return abs(self.places[one] - self.places[other])

    def marks_before(self, index: int) -> str:
        """The marks between the word at `index` and the word before it in the sentence."""
        return self.marks[index] if index < len(self.marks) else ""

    def word_before(self, index: int) -> Word | None:
        """The word before the one at `index` in its sentence."""
        return self.words[index - 1] if index > self.bounds[self.words[index].segment][0] else None

    def governor(self, index: int) -> int:
        """Where the verb group starts that governs the word at `index`, shortly before it; else `index` itself."""
        first = self.bounds[self.words[index].segment][0]
        for at in range(index, max(first, index - GOVERNING) - 1, -1):
            if at < index and self.words[at + 1].place - self.words[at].place >= GOVERNING_BREAK:
                break
            if self.words[at].verb:
                while at > first and self.words[at - 1].low in AUXILIARIES:
                    at -= 1
                return at
        return index

    def low(self, index: int, segment: int) -> str:
        """The lower-cased word at `index`; empty outside the sentence `segment`."""
        first, stop = self.bounds[segment]
        return self.words[index].low if first <= index < stop else ""


def read(document: Document) -> Reading:
    """View: the words of a document as the claim rules need them. Linear in its length.

    >>> [(word.low, word.verb) for word in read(Document("Rates fell.")).words]
    [('rates', ''), ('fell', 'fall')]
    """
    lex, found = document.view(lexed), document.view(facts)
    quotes, names, numbers = (tuple([f for f in found if f.kind == kind]) for kind in ("quote", "name", "number"))
    starts = [token.start for token in lex.tokens]
    keys = {index: fact.value.keys for fact in names if isinstance(fact.value, Name) for index in _within(starts, fact)}
    told = _Told(keys, frozenset([index for fact in quotes for index in _within(starts, fact)]))
    words: list[Word] = []
    marks: list[str] = []
    bounds: list[tuple[int, int]] = []
    for first, stop in _sentences(lex):
        begin = len(words)
        _append_sentence(lex, (first, stop, len(bounds)), told, words, marks)
        bounds.append((begin, len(words)))
    places = tuple([word.place for word in words])
    return Reading(document.text, lex, tuple(words), tuple(bounds), tuple(marks), places, quotes, names, numbers)


def excerpt(reading: Reading, first: int, last: int) -> Span:
    """The text from one word to another, whichever comes first.

    >>> reading = read(Document("Rates fell again."))
    >>> excerpt(reading, 0, 1).text, excerpt(reading, 1, 0).text
    ('Rates fell', 'Rates fell')
    """
    start, end = reading.words[min(first, last)].start, reading.words[max(first, last)].end
    return Span(start, end, reading.text[start:end])


class _Passing(dict[str, bool]):
    """Whether words met so far pass a test; bounded, so that memory stays flat."""

    def __init__(self, test: Callable[[str], bool]) -> None:
        self.test = test

    def __missing__(self, low: str) -> bool:
        found = self.test(low)
        if len(low) <= MAX_CACHED_LETTERS:
            if len(self) >= MAX_CACHED:
                self.clear()
            self[low] = found
        return found


@lru_cache(maxsize=64)
def _passing(test: Callable[[str], bool]) -> _Passing:
    return _Passing(test)


def _within(starts: Sequence[int], fact: Fact) -> range:
    """Indexes of the words or tokens of a fact, given where each starts."""
    first = bisect_left(starts, fact.start)
    return range(first, bisect_left(starts, fact.end, first))


def _sentences(lex: Lexed) -> Iterator[tuple[int, int]]:
    """The tokens of each sentence, as ranges: the lexer's, cut also at stops set off by blanks, and none too long."""
    tokens = lex.tokens
    stops = [index for index, token in enumerate(tokens) if token.text in STOPS]
    for first, end in pairwise(lex.starts):
        for index in stops[bisect_left(stops, first) : bisect_left(stops, end - 1)]:
            while index + 1 - first >= MAX_SENTENCE:
                yield first, first + MAX_SENTENCE
                first += MAX_SENTENCE
            is_set_off = tokens[index].gap or (index > first and tokens[index - 1].low == "no")
            if is_set_off and any(after.kind == "w" for after in tokens[index + 1 : index + 3]):
                yield first, index + 1
                first = index + 1
        while end - first > MAX_SENTENCE:
            yield first, first + MAX_SENTENCE
            first += MAX_SENTENCE
        yield first, end


class _Told(NamedTuple):
    """What the facts tell of the tokens, by index: the keys of the names they belong to, and which are quoted."""

    keys: Mapping[int, tuple[str, ...]]
    quoted: frozenset[int]


def _append_sentence(lex: Lexed, where: tuple[int, int, int], told: _Told, words: list[Word], marks: list[str]) -> None:
    first, stop, segment = where
    tokens, dateline_stop = lex.tokens, lex.dateline_stop
    keys_of, quoted = told
    place, pending = 0.0, ""
    begin = at = len(words)
    for index in range(first, stop):
        token = tokens[index]
        start, end, text, low, kind, gap, _, _ = token
        if kind == "p":
            if gap or text not in HYPHENS:
                place += PAUSES.get(text, 0.0)
            pending += text
        elif index >= dateline_stop:
            shape, weight, is_content, is_number, step, by, nominal = _TYPES[low]
            place += step
            keys: tuple[str, ...] = ()
            verb = tag = ""
            if index in keys_of:
                keys = keys_of[index]
                shape, weight = _name_form(keys, shape), max(rarity(shape), NAME_WEIGHT)
                is_content = nominal = True
            elif by and may_be_verb(token, by) and not _is_joined(tokens, index):
                verb, tag = verb_of(words[max(begin, at - BACK) :], token, tokens[max(0, index - 1) : index + 2])
                nominal = nominal and not verb
            words.append(
                _word(
                    (
                        at, index, start, end, low, shape, weight, place, segment, is_content, is_number,
                        keys, index in quoted, verb, tag, nominal,
                    )
                )
            )  # fmt: skip
            marks.append(pending if at > begin else "")
            pending = ""
            at += 1


# A named tuple from a plain one, several times as fast as calling the class for each word.
_word = partial(tuple.__new__, Word)


# What a word is wherever it stands: form, weight, whether it has content and is a number, as the fields of `Word`; how
# far it takes the text on; by what it may be a verb; whether it is nominal where it is none. Plain tuples, which the
# garbage collector need not visit.
_Type = tuple[str, float, bool, bool, float, str, bool]


class _Types(dict[str, _Type]):
    """The types of the lower-cased words met so far; bounded, so that memory stays flat."""

    def __missing__(self, low: str) -> _Type:
        found = _type(low)
        if len(low) <= MAX_CACHED_LETTERS:
            if len(self) >= MAX_CACHED:
                self.clear()
            self[low] = found
        return found


def _type(low: str) -> _Type:
    shape = form(low)
    is_number = low[0].isdecimal() or shape.isdigit()
    is_content = is_number or (low not in words_of("function") and not low.endswith("n't"))
    weight = rarity(shape) if is_content else 0.0
    step = 1.0 + JOINTS.get(low, 0.0)
    weight = max(weight, NUMBER_WEIGHT) if is_number else weight
    return (shape, weight, is_content, is_number, step, verbal(low), is_nominal(low, is_content=is_content))


_TYPES = _Types()


def _is_joined(tokens: Sequence[Token], index: int) -> bool:
    """Whether a hyphen joins the token to the word before it."""
    return index > 0 and not tokens[index].gap and tokens[index - 1].text in HYPHENS


def _name_form(keys: tuple[str, ...], shape: str) -> str:
    """The form of a word of a name: what the gazetteer has goes by its id, so that peoples and places are one."""
    return keys[0] if len(keys) == 1 and keys[0].startswith("@") else shape
