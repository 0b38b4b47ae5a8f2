"""One text read for its claims: words with place and form, and what is negated, hedged, quoted there."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from evalharness.facts.claims.tables import form, forms_of, parties, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, SPEECH_VERBS, Word, may_be_verb, verb_of
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
BACK = 24
MAX_COPIES = 200
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
        quotes, names, numbers: the facts of these kinds, by place.
    """

    text: str
    lex: Lexed
    words: tuple[Word, ...]
    bounds: tuple[tuple[int, int], ...]
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

    def places_of(self, run: Sequence[Word]) -> list[int]:
        """Where the words of another text's sentence stand in this one, one after the other."""
        lows = [word.low for word in run]
        rarest = min(range(len(lows)), key=lambda number: (len(self.by_low.get(lows[number], ())), number))
        starts = [place - rarest for place in self.by_low.get(lows[rarest], ())[:MAX_COPIES]]
        return [start for start in starts if start >= 0 and self._has(start, lows)]

    def _has(self, start: int, lows: list[str]) -> bool:
        return [word.low for word in self.words[start : start + len(lows)]] == lows

    def span_words(self, fact: Fact) -> range:
        """Indexes of the words of a fact."""
        first = bisect_left(self.words, fact.start, key=lambda word: word.start)
        return range(first, bisect_left(self.words, fact.end, key=lambda word: word.start))

    def segment(self, number: int) -> Sequence[Word]:
        """The words of one sentence or line."""
        first, stop = self.bounds[number]
        return self.words[first:stop]

    def near(self, index: int, reach: float) -> range:
        """Indexes of the words of the same sentence at most `reach` away from the word at `index`."""
        first, stop = self.bounds[self.words[index].segment]
        place = self.words[index].place
        low = high = index
        while low > first and place - self.words[low - 1].place <= reach:
            low -= 1
        while high + 1 < stop and self.words[high + 1].place - place <= reach:
            high += 1
        return range(low, high + 1)

    def gap(self, one: int, other: int) -> float:
        """How far two words are from each other."""
        return abs(self.words[one].place - self.words[other].place)

    def marks_before(self, index: int) -> str:
        """The marks between the word at `index` and the word before it in the sentence."""
        if index >= len(self.words):
            return ""
        word = self.words[index]
        if index == self.bounds[word.segment][0]:
            return ""
        return "".join(token.text for token in self.lex.tokens[self.words[index - 1].token + 1 : word.token])

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
    lex = document.view(lexed)
    found = document.view(facts)
    names = _spread(lex.tokens, [fact for fact in found if fact.kind == "name"])
    quoted = _spread(lex.tokens, [fact for fact in found if fact.kind == "quote"])
    words: list[Word] = []
    bounds: list[tuple[int, int]] = []
    for first, stop in _sentences(lex):
        begin = len(words)
        _append_sentence(lex, (first, stop, len(bounds)), names, quoted, words)
        bounds.append((begin, len(words)))
    kinds = [tuple(fact for fact in found if fact.kind == kind) for kind in ("quote", "name", "number")]
    return Reading(document.text, lex, tuple(words), tuple(bounds), *kinds)


def excerpt(reading: Reading, first: int, last: int) -> Span:
    """The text from one word to another, whichever comes first.

    >>> reading = read(Document("Rates fell again."))
    >>> excerpt(reading, 0, 1).text, excerpt(reading, 1, 0).text
    ('Rates fell', 'Rates fell')
    """
    start, end = reading.words[min(first, last)].start, reading.words[max(first, last)].end
    return Span(start, end, reading.text[start:end])


def _spread(tokens: Sequence[Token], found: Sequence[Fact]) -> dict[int, Fact]:
    """Token index -> the fact it belongs to."""
    starts = [token.start for token in tokens]
    spread: dict[int, Fact] = {}
    for fact in found:
        for index in range(bisect_left(starts, fact.start), bisect_left(starts, fact.end)):
            spread[index] = fact
    return spread


def _sentences(lex: Lexed) -> Iterator[tuple[int, int]]:
    """The tokens of each sentence, as ranges: the lexer's, cut also at stops set off by blanks, and none too long."""
    for segment in range(len(lex.starts) - 1):
        first, stop = lex.starts[segment], lex.starts[segment + 1]
        for index in range(first, stop - 1):
            if index + 1 - first == MAX_SENTENCE:
                yield first, index + 1
                first = index + 1
            token = lex.tokens[index]
            is_set_off = token.gap or (index > first and lex.tokens[index - 1].low == "no")
            if (
                token.text in STOPS
                and is_set_off
                and any(after.kind == "w" for after in lex.tokens[index + 1 : index + 3])
            ):
                yield first, index + 1
                first = index + 1
        yield first, stop


def _append_sentence(
    lex: Lexed, where: tuple[int, int, int], names: dict[int, Fact], quoted: dict[int, Fact], words: list[Word]
) -> None:
    first, stop, segment = where
    place = 0.0
    begin = len(words)
    for index in range(first, stop):
        token = lex.tokens[index]
        if token.kind == "p":
            is_hyphen = token.text in "-\u2013" and not token.gap
            place += 0.0 if is_hyphen else PAUSES.get(token.text, 0.0)
        elif index >= lex.dateline_stop:
            place += 1.0 + JOINTS.get(token.low, 0.0)
            name = names.get(index)
            keys = name.value.keys if name is not None and isinstance(name.value, Name) else ()
            is_joined = index > 0 and not token.gap and lex.tokens[index - 1].text in "-\u2013"
            around = lex.tokens[max(0, index - 1) : index + 2]
            verb, tag = "", ""
            if not keys and not is_joined and may_be_verb(token):
                verb, tag = verb_of(words[max(begin, len(words) - BACK) :], token, around)
            is_quoted = index in quoted
            words.append(_word((len(words), index, segment), token, place, keys, is_quoted, verb, tag))


def _word(
    where: tuple[int, int, int], token: Token, place: float, keys: tuple[str, ...], quoted: bool, verb: str, tag: str
) -> Word:
    index, at, segment = where
    shape = form(token.low)
    is_number = token.kind == "n" or shape.isdigit()
    is_content = is_number or bool(keys) or (token.low not in words_of("function") and not token.low.endswith("n't"))
    weight = rarity(shape) if is_content else 0.0
    if keys:
        shape = _name_form(token, keys, shape)
        weight = max(weight, NAME_WEIGHT)
    elif is_number:
        weight = max(weight, NUMBER_WEIGHT)
    return Word(
        index, at, token.start, token.end, token.low, shape, weight, place, segment, is_content, is_number,
        keys, quoted, verb, tag,
    )  # fmt: skip


def _name_form(token: Token, keys: tuple[str, ...], shape: str) -> str:
    """The form of a word of a name: what the gazetteer has goes by its id, so that peoples and places are one."""
    known = [part for part in keys if part.startswith("@")]
    return known[0] if len(keys) == 1 and known else shape
