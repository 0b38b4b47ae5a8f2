"""Whether a source has a name: word by word, through titles, short forms, peoples, capitals and spellings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Name
from evalharness.facts.gazetteer import Place, place_at
from evalharness.facts.lexicon import fold, is_common, key, words_of
from evalharness.facts.name_index import initials, likeness
from evalharness.facts.regions import has_country_of, has_part_of, has_place_of, naming
from evalharness.facts.token import Token
from evalharness.records import Span

# Endings that make a people or an origin of a place: Texas, Texan; Lombardy, Lombard.
ORIGINS = words_of("origin_endings")
MIN_ORIGIN = 4
LANDSCAPES = frozenset(map(key, ("sea", "ocean", "mountains", "desert", "region", "strait")))
NEAR_MISS = 0.7
# Less is asked of a first word where the rest of the name is the same.
NEAR_OPENING = 0.6
MAX_LONGER = 3
MAX_BRAND = 40
KIN_REACH = 12


class Novel(NamedTuple):
    """The words of a name that the source does not have."""

    start: int
    end: int
    text: str
    keys: tuple[str, ...]


def tokens_of(fact: Fact, evidence: Evidence) -> tuple[Token, ...]:
    """The tokens of a fact in the text it stands in."""
    tokens = evidence.lex.tokens
    first = bisect_left(tokens, fact.start, key=lambda token: token.start)
    return tokens[first : bisect_left(tokens, fact.end, key=lambda token: token.start)]


class _Word(NamedTuple):
    """A word or mark of a name with all that may bear it out: its keys, and what it names.

    ``acronym`` is empty where it is none; ``joined`` is the key of the hyphenated word it is part of; ``origins`` are
    the lengths of what may be the place in it, as in "Texan"; ``parts`` are the keys of the two words in "WordPress".
    """

    key: str
    is_mark: bool
    is_function: bool
    acronym: str
    joined: str
    origins: tuple[int, ...]
    place: Place | None
    parts: tuple[str, str] | None = None


class Sought(NamedTuple):
    """A name, ready for being looked for in texts.

    Attributes:
        words: its words and marks.
        counting: indexes of those that make it the name it is.
        keys: their keys.
        acronyms: the acronyms that stand for it.
        is_town: whether it is said to be a place.
    """

    words: tuple[_Word, ...]
    counting: tuple[int, ...]
    keys: frozenset[str]
    acronyms: tuple[str, ...]
    is_town: bool


def sought(fact: Fact, tokens: Sequence[Token]) -> Sought:
    """A name of a text with its `tokens`, ready for being looked for in others."""
    words = tuple(_word(tokens, index) for index in range(len(tokens)))
    counting = tuple(index for index, token in enumerate(tokens) if token.kind != "p" and _counts(tokens, index))
    return Sought(
        words=words,
        counting=counting,
        keys=frozenset(words[index].key for index in counting),
        acronyms=tuple(sorted(letters for letters in initials(fact.text) if len(letters) > 2)),
        is_town=isinstance(fact.value, Name) and fact.value.form == "place",
    )


def _word(tokens: Sequence[Token], index: int) -> _Word:
    token = tokens[index]
    word = key(token.low)
    is_acronym = token.text.isupper() and len(token.text) > 1
    is_adjective = all(is_common(other.low) for other in tokens if other is not token and other.kind == "w")
    return _Word(
        key=word,
        is_mark=token.kind == "p",
        is_function=token.low in words_of("function"),
        acronym=fold(token.text) if is_acronym else "",
        joined=_joined(tokens, index),
        origins=_origins(word) if is_adjective else (),
        place=place_at(tokens, index) if token.kind == "w" else None,
        parts=_parts(token.text),
    )


def _parts(text: str) -> tuple[str, str] | None:
    """The keys of the two words of a brand with a capital inside."""
    if len(text) > MAX_BRAND or text.isupper() or text[1:].islower():
        return None
    cut = next((at for at in range(1, len(text)) if text[at].isupper() and text[at - 1].islower()), None)
    return (key(text[:cut].lower()), key(text[cut:].lower())) if cut else None


def novel_part(fact: Fact, tokens: Sequence[Token], source: Evidence) -> Novel | None:
    """The stretch of the name ``tokens`` that the source does not bear out, or None when it bears out all of it."""
    name = sought(fact, tokens)
    missing = [index for index in _unknown(name, source) if index in name.counting]
    if not missing or _has_acronym(name, source) or _is_glued(tokens, source):
        return None
    first, last = tokens[missing[0]], tokens[missing[-1]]
    end = last.end - (2 if last.text.endswith(("'s", "\u2019s")) else 0)
    text = fact.text[first.start - fact.start : end - fact.start]
    return Novel(first.start, end, text, tuple(key(tokens[index].low) for index in missing))


def _unknown(name: Sought, source: Evidence) -> list[int]:
    """Indexes of the words that the source has in no form."""
    found: list[int] = []
    index = 0
    while index < len(name.words):
        word = name.words[index]
        place = word.place
        if place and not source.ids.isdisjoint(place.ids) and not _is_new_capital(name, word, place, source):
            index = place.stop
            continue
        if index + 1 < len(name.words) and has_country_of(word.key, name.words[index + 1].key, source.ids):
            index += 2
            continue
        is_known = (
            word.is_mark
            or (index and _is_landscape(name.words[index - 1], word, source))
            or _is_known(word, source)
            or _is_whole(word, source, is_town=name.is_town)
        )
        if not is_known:
            found.append(index)
        index += 1
    return found


def _is_landscape(before: _Word, word: _Word, source: Evidence) -> bool:
    """Whether the word only says what kind of landscape a name is that the source has: "Baltic Sea" for "Baltic"."""
    return word.key in LANDSCAPES and before.key in source.keys and before.key in _landscapes()


@cache
def _landscapes() -> frozenset[str]:
    return frozenset(map(key, naming("landscapes")))


def _is_whole(word: _Word, source: Evidence, *, is_town: bool = False) -> bool:
    """Whether the source names a part of the country, region or body that a word stands for; "in Brussels" is none."""
    if is_town and word.place is not None and word.place.role == "capital":
        return False
    if has_part_of(word.key, source.keys, source.ids):
        return True
    if word.place is None or word.place.role == "capital":
        return False
    return any(
        has_place_of(own, source.keys, source.pairs) or has_part_of(own[1:], source.keys, source.ids)
        for own in word.place.ids
    )


def _is_new_capital(name: Sought, word: _Word, place: Place, source: Evidence) -> bool:
    """Whether a capital is meant as the town ("in Tokyo") while the source speaks of the country only."""
    return place.role == "capital" and name.is_town and word.key not in source.keys


def _is_known(word: _Word, source: Evidence) -> bool:
    if word.key in source.keys or word.is_function or word.joined in source.keys:
        return True
    if word.parts is not None and word.parts in source.pairs:
        return True
    if word.acronym and word.acronym in source.names.acronyms:
        return True
    return any(_has_origin(word.key, length, source) for length in word.origins)


def _joined(tokens: Sequence[Token], index: int) -> str:
    """The key of a hyphenated word written as one: "Co-operation"."""
    for at, other in ((index - 1, index - 2), (index + 1, index + 2)):
        if min(at, other) >= 0 and max(at, other) < len(tokens) and tokens[at].text == "-":
            first, last = sorted((index, other))
            return key(tokens[first].low + tokens[last].low)
    return ""


def _origins(word: str) -> tuple[int, ...]:
    """The lengths of what may be a place in the name of a people."""
    if len(word) <= MIN_ORIGIN:
        return ()
    return tuple(length for length in range(max(MIN_ORIGIN, len(word) - 4), len(word)) if word[length:] in ORIGINS)


def _has_origin(word: str, length: int, source: Evidence) -> bool:
    """Whether the source has the place, the first `length` letters, that a people's name comes from, or the reverse."""
    return any(
        len(other) - length <= 3 and (len(other) == length or other[length:] in ORIGINS)
        for other in source.names.beginning(word[:length])
    )


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word unknown to the source makes a name new: titles, initials and words such as "Inc" do not."""
    token = tokens[index]
    if token.kind != "w" or (len(token.text) == 1 and len(tokens) > 1) or _is_description(tokens, index):
        return False
    forms = {token.low, token.low.removesuffix("s")}
    if not all(forms.isdisjoint(words_of(group)) for group in ("personal_titles", "roles", "terms")):
        return False
    if token.opens and not (forms.isdisjoint(naming("occupations")) and forms.isdisjoint(naming("ordinary"))):
        return False
    return len(tokens) == 1 or forms.isdisjoint(words_of("neutral"))


def _is_description(tokens: Sequence[Token], index: int) -> bool:
    """Whether a small word only goes on from an acronym or letter: "AI-based", "P-type"."""
    if index < 2 or not tokens[index].text[0].islower() or tokens[index - 1].text not in ("-", "\u2013"):
        return False
    before = tokens[index - 2]
    return before.text.isupper() or before.text[0].islower()


def _has_acronym(name: Sought, source: Evidence) -> bool:
    """Whether the source uses an acronym that the name spells out."""
    return any(letters in source.names.written for letters in name.acronyms)


def _is_glued(tokens: Sequence[Token], source: Evidence) -> bool:
    """Whether the lexer has cut a word here that the source writes as one, such as a brand with a capital inside."""
    return tokens[0].low + tokens[-1].low in source.keys if len(tokens) == 2 and not tokens[1].gap else False


def recombined(tokens: Sequence[Token], source: Evidence) -> Fact | None:
    """The source's name with the same last word under another first word: "Pete Nakatani", "Tallinn University".

    Only where the source has the first word too, in another name, and never next to the last one.
    """
    heads = _parted(tokens, source)
    if len(heads) < 2 or not all(token.text[0].isupper() for token in heads):
        return None
    given, last = (key(token.low) for token in heads)
    if heads[0].low in words_of("function") or given in source.names.by_other_names:
        return None
    if (given, last) in source.pairs or (last, given) in source.pairs or _is_title(heads[0]) or _is_placed(tokens):
        return None
    # A town alone may be the first word of an institution; a person's first name must be one in the source too.
    with_given = [keys for keys, _ in source.names.with_word(given)]
    elsewhere = any(given in keys[:-1] and keys[-1] != last for keys in with_given) or any(
        keys == (given,) and _shares_last(other, last, source) for keys, other in source.names.with_word(given)
    )
    if not (elsewhere or (is_common(heads[1].low) and given in source.keys)) or any(
        last in keys for keys in with_given
    ):
        return None
    full = [other for keys, other in source.names.with_word(last) if last in keys[1:]]
    return full[0] if full else _bare(with_given, given, last, source)


def _shares_last(first: Fact, last: str, source: Evidence) -> bool:
    """Whether a first name of the source goes with another last name, named once for two: "Otso and Eero Kallio"."""
    tokens = source.lex.tokens
    at = bisect_left(tokens, first.end, key=lambda token: token.start)
    behind = tokens[at : at + 4]
    if len(behind) < 3 or behind[0].low != "and" or not all(token.text[0].isupper() for token in behind[1:3]):
        return False
    is_whole = key(behind[1].low) in _given() or not is_common(behind[2].low)
    near = {key(token.low) for token in tokens[max(0, at - KIN_REACH) : at + 4]}  # "Ada Moe, her son Per and Jan Berg"
    return is_whole and last not in near


def _parted(tokens: Sequence[Token], source: Evidence) -> list[Token]:
    """The last two words of a name; of a name in several parts the first two that the source has, but not together."""
    words = [token for token in tokens if token.kind == "w"]
    keys = [key(token.low) for token in words]
    at = len(words) - 2
    while at > 0 and (keys[at], keys[at + 1]) in source.pairs and words[at].low in words_of("particles"):
        at -= 1
    return words[max(at, 0) : max(at, 0) + 2]


def _bare(with_given: Sequence[tuple[str, ...]], given: str, last: str, source: Evidence) -> Fact | None:
    """The source's name that is only a last word, where the first name is one that somebody else has there."""
    held = [keys for keys in with_given if len(keys) > 1 and keys[0] == given]
    if given not in _given() or not held or is_common(last):
        return None
    return next((other for keys, other in source.names.with_word(last) if keys == (last,)), None)


@cache
def _given() -> frozenset[str]:
    return frozenset(key(name) for name in naming("given"))


def misnamed_opening(fact: Fact, ours: Evidence, source: Evidence) -> tuple[Span, Fact] | None:
    """A wrong first word that opens the sentence and is an ordinary word too: "Dean Purcell" for "Jamie Purcell".

    The name was read without that word, since a capital means nothing there.
    """
    at = bisect_left(ours.lex.tokens, fact.start, key=lambda token: token.start)
    opening = ours.lex.tokens[at - 1] if at else None
    if opening is None or opening.text.endswith(("'s", "\u2019s")):
        return None  # "Oslo's Lund"
    if not opening.opens or opening.segment != fact.segment or not opening.text[0].isupper():
        return None
    tokens = (opening, *tokens_of(fact, ours))
    rival = recombined(tokens, source)
    if rival is None and key(opening.low) not in source.keys:
        rest, word = tuple(key(token.low) for token in tokens[1:]), key(opening.low)
        alike = [
            (likeness(word, keys[0]), other) for keys, other in source.names.with_word(rest[-1]) if keys[1:] == rest
        ]
        rival = next((other for score, other in alike if score >= NEAR_OPENING), None)
    span = Span(opening.start, fact.end, ours.text[opening.start : fact.end])
    return (span, rival) if rival else None


def is_kept_name(name: Sought, candidate: Evidence) -> bool:
    """Whether a candidate keeps a name of the source: a person by the surname, others by half their words or more."""
    if name.keys <= candidate.keys:
        return True
    missing = set(_unknown(name, candidate)).intersection(name.counting)
    if not missing or _has_acronym(name, candidate):
        return True
    return name.counting[-1] not in missing and 2 * len(missing) <= len(name.counting)


def _is_title(token: Token) -> bool:
    return token.low in words_of("personal_titles") or token.low in words_of("roles") or len(token.text) == 1


def _is_placed(tokens: Sequence[Token]) -> bool:
    """Whether a country or people is part of the name: "Japanese Ministry" may stand for "Defence Ministry"."""
    places = [place_at(tokens, index) for index in range(len(tokens))]
    return any(place is not None and place.role in ("name", "people") for place in places)


def near_miss(novel: Novel, source: Evidence) -> Fact | None:
    """The source's name that is spelled most like the novel one, if any is close."""
    word = " ".join(novel.keys)
    best, best_score = None, NEAR_MISS
    for part, fact in source.names.spelled_like(word):
        if part != word and abs(len(part) - len(word)) <= MAX_LONGER:
            score = likeness(word, part)
            if score > best_score:
                best, best_score = fact, score
    return best
