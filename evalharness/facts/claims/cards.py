"""Cards: the names of a text with what it says beside each of them about who or what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from evalharness.facts.claims.aliases import are_aliases
from evalharness.facts.claims.phrases import PREPOSITIONS, PRONOUNS
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.tables import form, table, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, Word
from evalharness.facts.fact import Fact, Name
from evalharness.facts.lexicon import is_common, key, words_of
from evalharness.facts.regions import naming
from evalharness.text.document import Document

BEFORE, AFTER = 9, 12
ALIKE = 4
DETERMINERS = words_in("determiners")
OWNING = frozenset(("his", "her", "their", "its", "whose", "my", "our"))
LINKING = frozenset(("of", "at", "from"))
ADDRESSES = words_of("forms_of_address") | {"professor", "gen", "col", "lt", "capt", "sgt", "phd"}
BRINGING = frozenset(("of", "at", "for"))
INSIDE = "-\u2013'\u2019."
OPENINGS = frozenset(("who", "which", "whose", "whom", "where", "when", "while", "but"))
# Mentions of one name or office that are looked at; more stand only in lists and nonsense.
MAX_MENTIONS = 60
Forms = frozenset[str]


@cache
def listed(group: str) -> Forms:
    """The words of one group of ``data/offices.json``.

    >>> "nephew" in listed("kin")
    True
    """
    return frozenset(str(table("offices")[group]).split())


@cache
def offices() -> Forms:
    """The words of office and kinship, in the singular: a plural goes with several names."""
    return (
        words_of("roles")
        | words_in("offices")
        | naming("occupations")
        | listed("kin")
        | listed("things")
        | listed("vague")
    )


@dataclass(frozen=True, slots=True)
class Card:
    """One mention of a name with what stands beside it and says who it is.

    Attributes:
        fact: the mention.
        keys: the keys of the name.
        first, last: its words.
        low, high: the words from the beginning to the end of the description.
        heads: the words of office and kinship.
        details: forms of the other describing words, of names too.
        houses: the keys of the names it is put under: "Kari Lund of Oslo University", "Japan's Aomori Gas".
    """

    fact: Fact
    keys: tuple[str, ...]
    first: int
    last: int
    low: int
    high: int
    heads: Forms = frozenset()
    details: Forms = frozenset()
    houses: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """All cards of a text.

    Attributes:
        all: by place; a name without description has a bare one.
        shared: keys that several names have.
        by_segment: the cards of each sentence.
        by_key: the cards that have a key, of those that not several names share.
        by_head: the cards by each of their words of office.
        persons: whether a name is a person's, as far as it was asked for.
    """

    all: tuple[Card, ...]
    shared: frozenset[str] = frozenset()
    by_segment: dict[int, list[Card]] = field(default_factory=dict)
    by_key: dict[str, list[Card]] = field(default_factory=dict)
    by_head: dict[str, list[Card]] = field(default_factory=dict)
    persons: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def of(self, keys: Sequence[str]) -> list[Card]:
        """The cards of a name, by place."""
        found = {id(card): card for key in keys for card in self.by_key.get(key, ())}
        return sorted(found.values(), key=lambda card: card.first)


def cards(document: Document) -> Cards:
    """View: the names of a document with who they are.

    >>> found = cards(Document("Ann Lee, the mayor of Bergen, met Oslo University's rector, Kari Lund."))
    >>> [(card.fact.text, sorted(card.heads)) for card in found.all if card.heads]
    [('Ann Lee', ['mayor']), ('Kari Lund', ['rector'])]
    """
    reading = document.view(read)
    every = tuple(card for fact in reading.names if (card := _card(reading, fact)) is not None)
    found = Cards(every, _shared(card.keys for card in every))
    for card in found.all:
        found.by_segment.setdefault(reading.words[card.first].segment, []).append(card)
        for part in own_keys(found, card.keys):
            _put(found.by_key, part, card)
        for head in card.heads:
            _put(found.by_head, head, card)
    return found


def _put(into: dict[str, list[Card]], name: str, card: Card) -> None:
    held = into.setdefault(name, [])
    if len(held) < MAX_MENTIONS:
        held.append(card)


def own_keys(known: Cards, keys: Sequence[str]) -> list[str]:
    """The keys that tell a name from the others of a text: no initials, nothing that several names have."""
    telling = [key for key in keys if len(key) > 1]
    return [key for key in telling if key not in known.shared] or telling[-1:]


def _shared(names: Iterable[Sequence[str]]) -> frozenset[str]:
    """Keys that several names have, none of which is part of the other."""
    first: dict[str, frozenset[str]] = {}
    found: set[str] = set()
    for name in names:
        whole = frozenset(name)
        for part in name:
            held = first.setdefault(part, whole)
            if held < whole:
                first[part] = whole
            elif not whole <= held:
                found.add(part)
    return frozenset(found)


def _card(reading: Reading, fact: Fact) -> Card | None:
    inside = reading.span_words(fact)
    if not inside or not isinstance(fact.value, Name) or "@" in fact.value.keys[-1]:
        return None
    first, last = inside[0], inside[-1]
    heads: set[str] = {reading.words[at].low for at in inside if _is_office(reading.words[at])}
    details: set[str] = set()
    houses: list[tuple[str, ...]] = []
    low = _read_before(reading, first, heads, details, houses)
    high = _read_after(reading, last, heads, details, houses)
    return Card(fact, fact.value.keys, first, last, low, high, frozenset(heads), frozenset(details), tuple(houses))


def _read_before(
    reading: Reading, first: int, heads: set[str], details: set[str], houses: list[tuple[str, ...]]
) -> int:
    """Collect what stands right before a name; the index where that begins."""
    begin = reading.bounds[reading.words[first].segment][0]
    name = first
    while first > begin and reading.words[first - 1].low in ADDRESSES:
        first -= 1
    marks = reading.marks_before(first).strip(INSIDE)
    if first == begin or marks not in ("", ","):
        return first
    is_set_off = marks == ","
    # "the head of Oslo University, Kari Lund": what comes before "of" is hers
    passing = is_set_off and bool(reading.words[first - 1].name) and not is_owner(reading, first - 1)
    low = first
    held: list[str] = []
    plain: list[str] = []
    names: list[tuple[int, tuple[str, ...]]] = []
    is_last = True  # of "tram company director" only the last word says what somebody is
    for at in range(first - 1, max(begin, first - BEFORE) - 1, -1):
        word = reading.words[at]
        if at + 1 != first and reading.marks_before(at + 1).strip(INSIDE):
            break
        if passing:
            if word.name:
                names += [] if names and names[-1][1] == word.name else [(at, word.name)]
            passing = word.low not in BRINGING
        elif word.low in DETERMINERS or word.low in OWNING:
            low = at
            break
        elif word.low == "and" and is_set_off and held:
            is_last = True  # "his nephew and manager, Ravi Rao"
            continue
        elif word.is_number or not word.is_content or _is_told(reading, at):
            break
        elif not word.name and is_owner(reading, at):
            break  # "the Danish group's supplier": what comes before is the group's
        elif word.name and word.name != reading.words[name].name:
            names += [] if names and names[-1][1] == word.name else [(at, word.name)]
        elif is_last and _is_office(word):
            held.append(word.low)
            is_last = False
        else:
            plain.append(word.form)
        low = at
    if (is_set_off and not (held and _is_apposed(reading, low, name))) or not (held or plain or names):
        return first
    heads.update(held)
    details.update(plain)
    details.update(key for _, keys in names for key in keys)
    houses.extend(keys for at, keys in names if held or keys[0].startswith("@") or is_owner(reading, at))
    return low


def _is_told(reading: Reading, index: int) -> bool:
    """Whether a word is a verb: no office, and not the first word of one, as in "purchasing director"."""
    word = reading.words[index]
    if not word.verb or _is_office(word):
        return False
    after = reading.words[index + 1 : index + 2]
    is_next = bool(after) and _is_office(after[0]) and not after[0].verb and not reading.marks_before(index + 1)
    before = reading.low(index - 1, word.segment)
    return not (is_next and set("bg") & set(word.tag) and before not in AUXILIARIES and before not in PRONOUNS)


def _is_apposed(reading: Reading, low: int, name: int) -> bool:
    """Whether a name behind a comma belongs to the phrase before: not in "At the request of its chief, Oslo pays"."""
    before = reading.word_before(low)
    if before is None or before.low not in PREPOSITIONS:
        return True
    stop = reading.bounds[reading.words[name].segment][1]
    after = next((at for at in range(name, stop) if reading.words[at].name != reading.words[name].name), stop)
    return after == stop or reading.marks_before(after).startswith(",")


def is_owner(reading: Reading, index: int) -> bool:
    """Whether a word has the possessive ending."""
    word = reading.words[index]
    return reading.text[word.start : word.end].endswith(("'s", "\u2019s"))


def _is_office(word: Word) -> bool:
    return word.low in offices()


def _read_after(reading: Reading, last: int, heads: set[str], details: set[str], houses: list[tuple[str, ...]]) -> int:
    """Collect what stands behind a name: ", the owner of a mill,", "of Oslo University"; the last word of it."""
    stop = reading.bounds[reading.words[last].segment][1]
    at = last + 1
    if at >= stop:
        return last
    marks, word = reading.marks_before(at), reading.words[at]
    if word.low in LINKING and marks in ("", ","):
        return _read_house(reading, last, at + 1, stop, details, houses)
    if marks != "," or word.low in OPENINGS:
        return last
    if word.is_number and at + 1 < stop and reading.marks_before(at + 1).startswith(","):
        at += 1  # an age
    return _read_apposition(reading, at, stop, last, heads, details, houses)


def _read_house(
    reading: Reading, last: int, at: int, stop: int, details: set[str], houses: list[tuple[str, ...]]
) -> int:
    while at < stop and (reading.words[at].low in DETERMINERS or (is_plain(reading.words[at]) and at < last + 5)):
        at += 1
    if at >= stop or not reading.words[at].name or reading.marks_before(at).strip(INSIDE):
        return last
    houses.append(reading.words[at].name)
    details.update(reading.words[at].name)
    while at + 1 < stop and reading.words[at + 1].name == reading.words[at].name:
        at += 1
    return at


def is_plain(word: Word) -> bool:
    """Whether a word has content and is no name, no verb and no figure."""
    return word.is_content and not word.name and not word.verb and not word.is_number


def _read_apposition(
    reading: Reading, at: int, stop: int, last: int,
    heads: set[str], details: set[str], houses: list[tuple[str, ...]],
) -> int:  # fmt: skip
    held: list[str] = []
    plain: list[str] = []
    names: list[tuple[str, ...]] = []
    governed = False
    high, closed = last, False
    for index in range(at, min(stop, at + AFTER)):
        word = reading.words[index]
        if index > at and reading.marks_before(index).strip(INSIDE):
            closed = True
            break
        if _is_told(reading, index) or word.low in AUXILIARIES or word.low in OPENINGS:
            closed = word.low in OPENINGS
            break
        if word.name:
            if not governed and not is_owner(reading, index) and "@" not in word.name[0]:
                return last  # a list, or the next name with its own title
            if not names or names[-1] != word.name:
                names.append(word.name)
        elif is_owner(reading, index):
            names.clear()
            plain.clear()
        elif _is_office(word) and not governed:
            if held and reading.words[index - 1].low == held[-1]:
                plain.append(form(held.pop()))
            held.append(word.low)
        elif word.is_content:
            plain.append(word.form)
        elif word.low not in DETERMINERS | OWNING and word.low != "and":
            governed = True
        high = index
    if not held or not (closed or high + 1 >= stop):
        return last
    heads.update(held)
    details.update(plain)
    details.update(key for keys in names for key in keys)
    houses.extend(names)
    return high


def is_person(known: Cards, keys: Sequence[str]) -> bool:
    """Whether a name of a text is plainly a person's: by given name, title or an office that only people hold."""
    whole = tuple(keys)
    found = known.persons.get(whole)
    if found is None:
        found = _has_given(whole) or any(_is_human(card) for card in known.of(own_keys(known, whole)))
        known.persons[whole] = found
    return found


def _has_given(keys: Sequence[str]) -> bool:
    return len(keys) > 1 and keys[0] in _given()


def _is_human(card: Card) -> bool:
    is_titled = isinstance(card.fact.value, Name) and card.fact.value.form == "person"
    return is_titled or not card.heads.isdisjoint(_human()) or _has_given(card.keys)


@cache
def _given() -> Forms:
    return frozenset(key(word) for word in naming("given"))


@cache
def _human() -> Forms:
    return offices() - listed("things") - listed("bodies")


def is_one(known: Cards, one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names may be one: by a word that tells them from the other names of the source, or as an acronym."""
    if not set(own_keys(known, one)).isdisjoint(own_keys(known, other)) or set(one) <= set(other):
        return True
    if set(other) <= set(one) or _is_short_for(one, other) or _is_short_for(other, one):
        return True
    last, theirs = sorted((one[-1], other[-1]), key=len)
    if len(last) >= ALIKE and last != theirs and theirs.startswith(last):
        return True  # "Lyon", "Lyonnais"
    return are_aliases(tuple(one), tuple(other))


def _is_short_for(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether a name of one word is the acronym or the beginning of a longer one: "WTO", "Fed"."""
    if len(short) != 1 or len(long) < 2 or short[0].startswith("@"):
        return False
    letters = iter(short[0])
    initials = [key.lstrip("@")[:1] for key in long]
    is_acronym = len(short[0]) <= len(long) + 2 and all(letter in letters for letter in initials)
    return is_acronym or (len(short[0]) > 2 and long[0].startswith(short[0]))


def is_proper(source: Reading, card: Card) -> bool:
    """Whether a name has more than ordinary words: "Sales Representative" on a line of its own is none."""
    words = (source.words[at].low for at in range(card.first, card.last + 1))
    return any(len(low) > 1 and not is_common(low) and low not in ADDRESSES for low in words)
