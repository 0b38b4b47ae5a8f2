"""Whether a source has a name: word by word, through titles, short forms, peoples, capitals and spellings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Name
from evalharness.facts.gazetteer import place_at
from evalharness.facts.lexicon import fold, is_common, key, words_of
from evalharness.facts.name_index import initials, likeness
from evalharness.facts.token import Token
from evalharness.records import Span

# Endings that make a people or an origin of a place: Texas, Texan; Lombardy, Lombard.
ORIGINS = words_of("origin_endings")
MIN_ORIGIN = 4
NEAR_MISS = 0.7
MAX_LONGER = 3


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


def novel_part(fact: Fact, tokens: Sequence[Token], source: Evidence) -> Novel | None:
    """The stretch of the name ``tokens`` that the source does not bear out, or None when it bears out all of it."""
    missing = [index for index in _unknown(fact, tokens, source) if _counts(tokens, index)]
    if not missing or _is_acronym_of(fact, source) or _is_glued(tokens, source):
        return None
    first, last = tokens[missing[0]], tokens[missing[-1]]
    end = last.end - (2 if last.text.endswith(("'s", "\u2019s")) else 0)
    text = fact.text[first.start - fact.start : end - fact.start]
    return Novel(first.start, end, text, tuple(key(tokens[index].low) for index in missing))


def _unknown(fact: Fact, tokens: Sequence[Token], source: Evidence) -> list[int]:
    """Indexes of the words that the source has in no form."""
    found: list[int] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        place = place_at(tokens, index) if token.kind == "w" else None
        if (
            place
            and not source.ids.isdisjoint(place.ids)
            and not _is_new_capital(fact, place.role, tokens[index], source)
        ):
            index = place.stop
            continue
        if token.kind != "p" and not _is_known(tokens, index, source):
            found.append(index)
        index += 1
    return found


def _is_new_capital(fact: Fact, role: str, token: Token, source: Evidence) -> bool:
    """Whether a capital is meant as the town ("in Tokyo") while the source speaks of the country only."""
    in_town = isinstance(fact.value, Name) and fact.value.form == "place"
    return role == "capital" and in_town and key(token.low) not in source.keys


def _is_known(tokens: Sequence[Token], index: int, source: Evidence) -> bool:
    token = tokens[index]
    word = key(token.low)
    if word in source.keys or token.low in words_of("function"):
        return True
    if token.text.isupper() and len(token.text) > 1 and fold(token.text) in source.names.acronyms:
        return True
    if _joined(tokens, index) in source.keys:
        return True
    is_adjective = all(is_common(other.low) for other in tokens if other is not token and other.kind == "w")
    return is_adjective and _has_origin(word, source)


def _joined(tokens: Sequence[Token], index: int) -> str:
    """The key of a hyphenated word written as one: "Co-operation"."""
    for at, other in ((index - 1, index - 2), (index + 1, index + 2)):
        if min(at, other) >= 0 and max(at, other) < len(tokens) and tokens[at].text == "-":
            first, last = sorted((index, other))
            return key(tokens[first].low + tokens[last].low)
    return ""


def _has_origin(word: str, source: Evidence) -> bool:
    """Whether the source has the place that a people's name comes from, or the reverse."""
    if len(word) <= MIN_ORIGIN:
        return False
    for length in range(len(word) - 1, max(MIN_ORIGIN, len(word) - 4) - 1, -1):
        for other in source.names.beginning(word[:length]):
            if (
                len(other) - length <= 3
                and word[length:] in ORIGINS
                and (other[length:] in ORIGINS or len(other) == length)
            ):
                return True
    return False


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word unknown to the source makes a name new: titles, initials and words such as "Inc" do not."""
    token = tokens[index]
    if token.kind != "w" or (len(token.text) == 1 and len(tokens) > 1):
        return False
    forms = {token.low, token.low.removesuffix("s")}
    if not all(forms.isdisjoint(words_of(group)) for group in ("personal_titles", "roles", "terms")):
        return False
    return len(tokens) == 1 or forms.isdisjoint(words_of("neutral"))


def _is_acronym_of(fact: Fact, source: Evidence) -> bool:
    """Whether the name spells out an acronym that the source uses."""
    return any(len(letters) > 2 and letters in source.names.acronyms for letters in initials(fact.text))


def _is_glued(tokens: Sequence[Token], source: Evidence) -> bool:
    """Whether the lexer has cut a word here that the source writes as one, such as a brand with a capital inside."""
    return tokens[0].low + tokens[-1].low in source.keys if len(tokens) == 2 and not tokens[1].gap else False


def recombined(tokens: Sequence[Token], source: Evidence) -> Fact | None:
    """The source's name with the same last word under another first word: "Pete Nakatani", "Tallinn University".

    Only where the source has the first word too, in another name, and never next to the last one.
    """
    heads = [token for token in tokens if token.kind == "w"][-2:]
    if len(heads) < 2 or not all(token.text[0].isupper() for token in heads):
        return None
    given, last = (key(token.low) for token in heads)
    if (given, last) in source.pairs or (last, given) in source.pairs or _is_title(heads[0]) or _is_placed(tokens):
        return None
    # A town alone may be the first word of an institution; a person's first name must be one in the source too.
    with_given = [keys for keys, _ in source.names.with_word(given)]
    elsewhere = any(given in keys[:-1] and keys[-1] != last for keys in with_given)
    if not (elsewhere or (is_common(heads[1].low) and given in source.keys)) or any(
        last in keys for keys in with_given
    ):
        return None
    return next((other for keys, other in source.names.with_word(last) if len(keys) > 1 and keys[-1] == last), None)


def misnamed_opening(fact: Fact, ours: Evidence, source: Evidence) -> tuple[Span, Fact] | None:
    """A wrong first word that opens the sentence and is an ordinary word too: "Dean Purcell" for "Jamie Purcell".

    The name was read without that word, since a capital means nothing there.
    """
    at = bisect_left(ours.lex.tokens, fact.start, key=lambda token: token.start)
    opening = ours.lex.tokens[at - 1] if at else None
    if opening is None or not opening.opens or opening.segment != fact.segment or not opening.text[0].isupper():
        return None
    tokens = (opening, *tokens_of(fact, ours))
    rival = recombined(tokens, source)
    if rival is None and key(opening.low) not in source.keys:
        rest, word = tuple(key(token.low) for token in tokens[1:]), key(opening.low)
        alike = [
            (likeness(word, keys[0]), other) for keys, other in source.names.with_word(rest[-1]) if keys[1:] == rest
        ]
        rival = next((other for score, other in alike if score >= NEAR_MISS), None)
    span = Span(opening.start, fact.end, ours.text[opening.start : fact.end])
    return (span, rival) if rival else None


def is_kept_name(fact: Fact, source: Evidence, candidate: Evidence) -> bool:
    """Whether a candidate keeps a name of the source: a person by the surname, others by half their words or more."""
    tokens = tokens_of(fact, source)
    words = [index for index, token in enumerate(tokens) if token.kind != "p" and _counts(tokens, index)]
    missing = set(_unknown(fact, tokens, candidate)).intersection(words)
    if not missing or _is_acronym_of(fact, candidate):
        return True
    head = words[-1]
    return head not in missing and 2 * len(missing) <= len(words)


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
