"""Names: runs of capitalised words, cut into people, organisations, places; without a tagger.

A capital means little at the opening of a sentence and nothing in a headline. There a word counts as a name when no
dictionary writes it small, when the gazetteer has it, or when the text writes it large in running prose too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evalharness.facts.fact import Name
from evalharness.facts.gazetteer import Place, place_at
from evalharness.facts.lexer import Lexed
from evalharness.facts.lexicon import is_common, key, words_of
from evalharness.facts.regions import naming
from evalharness.facts.token import Token

CONNECTORS = frozenset({"of", "for", "&"})
LOCATIVES = frozenset({"in", "near", "outside", "around", "at", "across", "into"})
# Single words that are no names though large, and small words that open none but may be acronyms.
IDLE = words_of("institutions") | words_of("roles") | words_of("labels") | words_of("terms")
OPENING = words_of("function") - {"us", "it", "who"}
PREFIX_LETTERS = 4
MIN_CAPITALS = 0.02
# Longer runs of capitals are cut: no name is that long, and what looks at one run stays cheap.
MAX_TOKENS = 24


class Named(NamedTuple):
    """A name and the tokens it was read from, ``tokens[start:stop]``."""

    name: Name
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Scan:
    """What the rules look at: the tokens, which of them are taken, which words prose writes large and which small."""

    lexed: Lexed
    taken: Sequence[bool]
    capitals: frozenset[str]
    small: frozenset[str]

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.lexed.tokens


def names_in(lexed: Lexed, taken: Sequence[bool]) -> list[Named]:
    """All names in a text, left to right, outside the tokens marked in `taken`; later short forms take the full name.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> text = "US Secretary of Defense Pete Hegseth met Gen Nakatani in Tokyo. Hegseth praised the Bank of Japan."
    >>> found = names_in(lexed(Document(text)), [False] * 99)
    >>> [named.name.keys for named in found][1:]
    [('pete', 'hegseth'), ('nakatani',), ('tokyo',), ('pete', 'hegseth'), ('bank', '@japan')]
    """
    small = frozenset(token.low for token in lexed.tokens if token.kind == "w" and token.text[0].islower())
    scan = _Scan(lexed, taken, _prose_capitals(lexed) - small, small)
    found = [named for start, stop in _runs(scan) for named in _cut(scan, start, stop)]
    if not found and _is_lower_cased(lexed):
        found = list(_gazetted(scan))
    return _full_forms(found)


def _prose_capitals(lexed: Lexed) -> frozenset[str]:
    """Words that are written large where no rule of typography asks for it."""
    return frozenset(
        token.low
        for token in lexed.tokens
        if token.kind == "w" and token.text[0].isupper() and not token.opens and not lexed.headline[token.segment]
    )


def _is_lower_cased(lexed: Lexed) -> bool:
    words = [token for token in lexed.tokens if token.kind == "w"]
    return sum(token.text[0].isupper() for token in words) < MIN_CAPITALS * len(words) + 1


def _gazetted(scan: _Scan) -> Iterator[Named]:
    index = 0
    while index < len(scan.tokens):
        place = None if scan.taken[index] else scan.lexed.places.get(index)
        if place and scan.tokens[index].low not in words_of("function"):
            yield Named(Name((place.ids[0],)), index, place.stop)
            index = place.stop
        else:
            index += 1


def _may_belong(scan: _Scan, index: int) -> bool:
    """Whether the word at `index` can be part of a name."""
    token = scan.tokens[index]
    if token.kind != "w" or scan.taken[index] or not token.text[0].isupper() or token.text == "I":
        return False
    is_acronym = token.text.isupper() and len(token.text) > 1
    if not token.opens and not scan.lexed.headline[token.segment]:
        return is_acronym or token.low not in words_of("function")
    if token.low in words_of("function"):
        return is_acronym and not _is_shouted(scan, index)
    if not is_common(token.low) or _is_place(scan, index):
        return True
    return token.low in scan.capitals and not scan.lexed.headline[token.segment]


def _is_shouted(scan: _Scan, index: int) -> bool:
    """Whether the neighbours are all capitals too, so that an acronym cannot be told from a word."""
    near = [token.text for token in scan.tokens[max(0, index - 1) : index + 2] if len(token.text) > 3]
    return bool(near) and all(text.isupper() for text in near)


def _is_place(scan: _Scan, index: int) -> bool:
    place = scan.lexed.places.get(index)
    return place is not None and place.role != "short"


def _runs(scan: _Scan) -> Iterator[tuple[int, int]]:
    """Stretches ``(start, stop)`` of words that may form names, with the small words between them."""
    index, tokens = 0, scan.tokens
    while index < len(tokens):
        # most words are small, and asking here costs less than a call
        if not tokens[index].text[0].isupper() or not _may_belong(scan, index):
            index += 1
            continue
        start = index
        index += 1
        while index - start < MAX_TOKENS and (ahead := _next_word(scan, start, index)) is not None:
            index = ahead + 1
        country = scan.lexed.places.get(start)
        if country is not None and country.role == "name":
            index = max(index, country.stop)  # "Cote d'Ivoire"
        index = _with_number(scan, index)
        yield start, index


def _next_word(scan: _Scan, start: int, index: int) -> int | None:
    """Where the name goes on after its word before `index`, or None where it ends."""
    tokens = scan.tokens
    if tokens[index - 1].text.endswith(("'s", "\u2019s")):
        return None  # "Japan's Self-Defence Forces" are two names
    at = index
    low = tokens[at].low if at < len(tokens) else ""
    if low == "." and not tokens[at].gap and (_is_short(tokens[at - 1]) or _is_dotted(tokens, at)):
        at += 1
    elif low in ("-", "\u2013") and not tokens[at].gap:
        at += 1
        if at >= len(tokens) or tokens[at].gap:
            return None
        if tokens[at].kind == "w" and tokens[at].text[0].islower() and len(tokens[index - 1].text) <= PREFIX_LETTERS:
            return at  # "Co-operation"
    elif low in CONNECTORS or (low in ("and", "in") and _is_titled(tokens[start:at])):
        if low == "of" and not all(_is_plain(scan, before) or _is_place(scan, before) for before in range(start, at)):
            return None  # "Smith of Texas" are two names, "Bank of England" is one
        at += 2 if at + 1 < len(tokens) and tokens[at + 1].low == "the" else 1
    elif low in words_of("particles"):
        at += 2 if at + 1 < len(tokens) and tokens[at + 1].low in words_of("particles") else 1
        if at + 1 < len(tokens) and tokens[at].text == "-" and not tokens[at].gap and not tokens[at + 1].gap:
            at += 1  # "Nadia el-Gamal"
    if at >= len(tokens) or tokens[at].opens or tokens[at].segment != tokens[start].segment:
        return None
    return at if _may_belong(scan, at) else None


def _is_titled(tokens: Sequence[Token]) -> bool:
    """Whether a name has the form of an institution's title: "Ministry of Trade", "Organization for Security"."""
    return is_common(tokens[0].low) and any(token.low in CONNECTORS for token in tokens)


def _is_dotted(tokens: Sequence[Token], dot: int) -> bool:
    """Whether a dot joins two words: a web address."""
    return dot + 1 < len(tokens) and not tokens[dot + 1].gap


def _is_short(token: Token) -> bool:
    return (len(token.text) == 1 and token.text.isupper()) or token.low in words_of("abbreviations")


def _with_number(scan: _Scan, index: int) -> int:
    """`index`, or the index after a figure glued to the name: "G7", "F-16"."""
    tokens = scan.tokens
    at = index + 1 if index < len(tokens) and tokens[index].text == "-" and not tokens[index].gap else index
    glued = at < len(tokens) and tokens[at].kind == "n" and not tokens[at].gap and not scan.taken[at]
    return at + 1 if glued else index


def _cut(scan: _Scan, start: int, stop: int) -> Iterator[Named]:
    """The names in one run: peoples before a role, what the role belongs to, and the person after it."""
    tokens = scan.tokens
    if stop - start > 1 and tokens[start].opens and tokens[start].low in naming("occupations"):
        start += 1  # "Hydrologist Jean Tessier" at the opening of a sentence
    roles = [at for at in range(start, stop) if tokens[at].low in words_of("roles")]
    titles = [at for at in range(start, stop) if tokens[at].low in words_of("personal_titles")]
    if not roles and not titles:
        yield from _named(scan, start, stop, "")
        return
    first, last = min(roles + titles), max(roles + titles)
    person = _skip_office(scan, last + 1, stop)
    is_address = tokens[last].low in words_of("forms_of_address")
    if person < stop and not is_address and all(_is_plain(scan, at) for at in range(person, stop)):
        yield from _named(scan, start, stop, "")  # "General Assembly", "Premier League"
        return
    yield from _before_role(scan, start, first)
    yield from _places(scan, first, person)
    if person < stop:
        yield from _named(scan, person, stop, "person")


def _is_plain(scan: _Scan, index: int) -> bool:
    """Whether the word is an ordinary one or a mark."""
    token = scan.tokens[index]
    return token.kind != "w" or (is_common(token.low) and not _is_place(scan, index))


def _skip_office(scan: _Scan, index: int, stop: int) -> int:
    """The index after ". " and "of Defense" behind a role."""
    tokens = scan.tokens
    if index < stop and tokens[index].text == ".":
        index += 1
    if index < stop and tokens[index].low in ("of", "for"):
        index += 1
        while index < stop and _is_plain(scan, index):
            index += 1
    return index


def _before_role(scan: _Scan, start: int, stop: int) -> Iterator[Named]:
    """What stands before a role: a people, then the organisation; plain words ("Foreign") are part of the role."""
    place = scan.lexed.places.get(start) if start < stop else None
    if place and place.stop <= stop:
        yield from _named(scan, start, place.stop, "")
        start = place.stop
    if any(not _is_plain(scan, at) for at in range(start, stop)):
        yield from _named(scan, start, stop, "")


def _places(scan: _Scan, start: int, stop: int) -> Iterator[Named]:
    """Countries inside a role: "President of France"."""
    for at in range(start, stop):
        place = scan.lexed.places.get(at)
        if place and place.role != "short":
            yield from _named(scan, at, min(place.stop, stop), "")


def _named(scan: _Scan, start: int, stop: int, form: str) -> Iterator[Named]:
    """The name in ``tokens[start:stop]``, one for each country of "US-Japan", none where only idle words are left."""
    tokens = scan.tokens
    while start < stop and (tokens[start].kind == "p" or tokens[start].low in OPENING):
        start += 1
    while stop > start and tokens[stop - 1].kind == "p":
        stop -= 1
    if start >= stop:
        return
    hyphen = next((at for at in range(start, stop) if tokens[at].text in ("-", "\u2013")), None)
    if hyphen is not None and _is_place(scan, start) and hyphen + 1 < stop and _is_place(scan, hyphen + 1):
        yield from _named(scan, start, hyphen, form)
        yield from _named(scan, hyphen + 1, stop, form)
        return
    keys = name_keys(tokens[start:stop])
    if not keys or (stop - start == 1 and _is_idle(scan, tokens[start])):
        return
    yield Named(Name(keys, form or _form(tokens, start)), start, stop)


def _form(tokens: Sequence[Token], start: int) -> str:
    """What the word before a name says it is: a person after a role ("director Ann Lee"), a place after "in"."""
    before = tokens[start - 1].low if start else ""
    if before in words_of("roles") or before in words_of("personal_titles"):
        return "person"
    # "deputies in Oslo" are the country's
    is_state = start > 1 and tokens[start - 2].low in naming("state")
    return "place" if before in LOCATIVES and not is_state else ""


def _is_idle(scan: _Scan, token: Token) -> bool:
    """Whether a single word is no name though large: "the Ministers", or a word the text writes small elsewhere."""
    forms = {token.low, token.low.removesuffix("s")}
    return not forms.isdisjoint(IDLE) or (is_common(token.low) and not forms.isdisjoint(scan.small))


def name_keys(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Comparison keys of the words of a name: gazetteer ids (not for capitals), else spelling keys.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> name_keys(lexed(Document("U.S. Department of Defence")).tokens)
    ('@united states', 'depart', 'defens')
    """
    keys: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        place: Place | None = place_at(tokens, index) if token.kind == "w" else None
        if place and place.role in ("name", "people"):
            keys.append(place.ids[0])
            index = place.stop
            continue
        is_acronym = token.text.isupper() and len(token.text) > 1
        if token.kind == "n" or (token.kind == "w" and (is_acronym or token.low not in words_of("function"))):
            keys.append(key(token.low))
        index += 1
    return tuple(keys)


def _full_forms(found: list[Named]) -> list[Named]:
    """`found` with short forms given the keys of the first longer name that starts or ends with them."""
    longer: dict[tuple[str, ...], tuple[str, ...]] = {}
    for named in found:
        keys = named.name.keys
        if len(keys) > 1:
            for part in (keys[-1:], keys[:1]) if keys[0][0] != "@" else (keys[-1:],):
                longer.setdefault(part, keys)
    return [
        named._replace(name=Name(longer[named.name.keys], named.name.form))
        if named.name.keys in longer and not named.name.keys[0].startswith("@")
        else named
        for named in found
    ]
