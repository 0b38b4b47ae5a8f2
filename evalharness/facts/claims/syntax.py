"""Light syntax: the predicates of a text with who does them, to whom, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evalharness.facts.claims.reading import AUXILIARIES, BE, HAVE, Reading, Word
from evalharness.facts.claims.tables import forms_of, table
from evalharness.facts.lexicon import words_of

DETERMINERS = frozenset("a an the this that these those my your his her its our their no any some every each another both all".split())
PREPOSITIONS = frozenset(
    "of in on at by to from with for into against over under about after before during since until between among "
    "through as per despite near outside within without behind beyond across toward towards like including than".split()
)
CLAUSE_WORDS = frozenset("while whereas although though because when if unless but that whether where so".split())
RELATIVES = frozenset(("who", "which", "that"))
PRONOUNS = frozenset("he she it they we i you him her them us".split())
PARTICLES = frozenset("up out down off over back away on in aside ahead".split())
ARGUMENT_WORDS = ("by", "to", "from", "for", "against", "of", "with")
MANNERS = frozenset("twice again late soon afterwards earlier later today tomorrow yesterday together ahead alone worth".split())
UNITS = frozenset("percent per cent km miles metres meters kilos kilograms tonnes tons year month week day hour share barrel".split())
TAKING_IN = {"in": ("take", "bring", "call", "let", "move", "hand"), "on": ("take", "put", "call", "bring")}
REACH = 16
CLAUSE_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Party:
    """One or several noun phrases that stand in one place of a predicate.

    Attributes:
        indexes: their content words, in order.
        names: the forms of the words of names among them.
        heads: the forms of the last words of the phrases that are no names.
        pronoun: where it is only a pronoun.
    """

    indexes: tuple[int, ...]
    names: frozenset[str]
    heads: frozenset[str]
    pronoun: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it names or describes somebody or something."""
        return bool(self.names or self.heads)

    @property
    def is_present(self) -> bool:
        """Whether the sentence has it at all, be it as a pronoun."""
        return self.is_known or self.pronoun != ""


NOBODY = Party((), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb with its parties: `agent` does it, `patient` undergoes it, `others` by the small word before them."""

    verb: int
    agent: Party
    patient: Party
    others: tuple[tuple[str, Party], ...] = ()
    particle: str = ""

    def other(self, word: str) -> Party:
        """The party that a small word such as "to" brings in."""
        return next((party for key, party in self.others if key == word), NOBODY)


def predicates(reading: Reading) -> tuple[Predicate, ...]:
    """All predicates of a text, in order.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> found = predicates(read(Document("Bergen was sued by Oslo in 2021. Oslo beat Bergen.")))
    >>> [(sorted(predicate.agent.names), sorted(predicate.patient.names)) for predicate in found]
    [(['oslo'], ['bergen']), (['oslo'], ['bergen'])]
    """
    found: list[Predicate] = []
    for first, stop in reading.bounds:
        previous: Predicate | None = None
        for index in range(first, stop):
            if _is_main_verb(reading, index, stop):
                previous = _predicate(reading, index, first, stop, previous)
                found.append(previous)
    return tuple(found)


def _is_main_verb(reading: Reading, index: int, stop: int) -> bool:
    word = reading.words[index]
    if not word.verb:
        return False
    if word.verb not in ("be", "have", "do", "get"):
        return True
    after = next((reading.words[at] for at in range(index + 1, min(stop, index + 4)) if not _is_adverb(reading.words[at])), None)
    return word.verb != "be" and (after is None or not after.verb)


def _is_adverb(word: Word) -> bool:
    return word.low.endswith("ly") or word.low in MANNERS or word.low in ("not", "never", "also", "already", "yet", "still", "just", "ever", "been", "be")


def _group_start(reading: Reading, index: int, first: int) -> int:
    """Index of the first auxiliary or adverb of the verb group that ends with the verb at `index`."""
    at = index
    while at > first:
        word = reading.words[at - 1]
        step = reading.words[at].place - word.place
        is_part = word.low in AUXILIARIES or word.low.endswith("n't") or _is_adverb(word) or word.low == "to"
        if not is_part or step > 1.0 or word.verb not in ("", "be", "have", "do", "get"):
            return at
        at -= 1
    return at


def _is_passive(reading: Reading, index: int, start: int) -> bool:
    word = reading.words[index]
    if not set("n") & set(word.tag):
        return False
    group = {reading.words[at].low for at in range(start, index)}
    if group & BE:
        return True
    return not group & HAVE and reading.low(index + 1, word.segment) == "by"


def _is_caused(reading: Reading, index: int, start: int, previous: Predicate | None) -> bool:
    """Whether a participle follows the object of "have": "had Reddy sent off"."""
    if previous is None or start != index or "n" not in reading.words[index].tag:
        return False
    is_next = bool(previous.patient.indexes) and previous.patient.indexes[-1] == index - 1
    return is_next and reading.words[previous.verb].verb in ("have", "get", "see")


def _predicate(reading: Reading, index: int, first: int, stop: int, previous: Predicate | None) -> Predicate:
    start = _group_start(reading, index, first)
    subject = _subject(reading, start, first, previous)
    particle, direct, others = _complements(reading, index, stop)
    if _is_passive(reading, index, start) or _is_caused(reading, index, start, previous):
        agent = next((party for key, party in others if key == "by"), NOBODY)
        return Predicate(index, agent, subject, others, particle)
    return Predicate(index, subject, direct, others, particle)


def _subject(reading: Reading, start: int, first: int, previous: Predicate | None) -> Party:
    word = reading.words[start]
    before = reading.words[start - 1] if start > first else None
    if before is None:
        return NOBODY
    if word.low == "to" or before.low == "to":
        return _controller(previous)
    if word.tag == "g" and start == word.index:
        if previous is not None and before.low in ("of", "for", "from", "by"):
            return previous.patient if before.low in ("of", "from") and previous.patient.is_known else previous.agent
        if reading.marks_before(start) or before.low in ("while", "after", "before", "and"):
            return previous.agent if previous is not None else NOBODY
    if before.low in RELATIVES and start - 1 > first:
        return _phrase_before(reading, start - 1, first)
    if before.low in ("and", "but", "then", "or") and previous is not None:
        return previous.agent if previous.agent.is_known else previous.patient
    return _party_before(reading, start, first)


def _controller(previous: Predicate | None) -> Party:
    """Whose deed an infinitive is: of the one who wants, or of the one who is asked."""
    if previous is None:
        return NOBODY
    return previous.agent if not previous.patient.is_known else previous.patient


def _party_before(reading: Reading, stop: int, first: int) -> Party:
    """The noun phrases before a verb that no preposition governs, back to the start of the clause."""
    phrases: list[tuple[int, int]] = []
    at = stop - 1
    while at >= max(first, stop - REACH):
        word = reading.words[at]
        gap = reading.words[at + 1].place - word.place if at + 1 < len(reading.words) else 1.0
        if word.verb and not (phrases == [] and at == stop - 1 and word.tag == "g") and not _is_inserted(reading, at, stop):
            break
        if word.low in CLAUSE_WORDS | RELATIVES or gap > CLAUSE_GAP + 2.0:
            break
        if _in_phrase(word):
            start = _phrase_start(reading, at, first)
            phrases.append((start, at))
            at = start
        elif word.low in PRONOUNS and not phrases:
            return Party((), frozenset(), frozenset(), word.low)
        at -= 1
    free = [phrase for phrase in phrases if not _is_governed(reading, phrase[0], first)]
    verb = reading.words[stop]
    if len(free) == 1 and "n" in verb.tag and reading.marks_before(stop).endswith(","):
        return NOBODY  # "England, set 214 to win," leaves open who set it
    return _party(reading, free) if free else NOBODY


def _phrase_before(reading: Reading, stop: int, first: int) -> Party:
    """The noun phrase right before a relative pronoun."""
    if not _in_phrase(reading.words[stop - 1]):
        return NOBODY
    return _party(reading, [(_phrase_start(reading, stop - 1, first), stop - 1)])


def _is_inserted(reading: Reading, index: int, stop: int) -> bool:
    """Whether the verb at `index` lies in a relative clause between commas before the verb group at `stop`."""
    if not reading.marks_before(stop).startswith(","):
        return False
    first = reading.bounds[reading.words[index].segment][0]
    for at in range(index, max(first, index - REACH), -1):
        word = reading.words[at]
        if word.low in ("who", "which", "whose", "whom", "led", "based", "named", "called") and reading.marks_before(at).startswith(","):
            return True
    return False


def _in_phrase(word: Word) -> bool:
    return not word.verb and (word.is_content or word.low in ("one", "others")) and not _is_manner(word)


def _is_manner(word: Word) -> bool:
    return not word.name and (word.low.endswith("ly") or word.low in MANNERS)


def _phrase_start(reading: Reading, index: int, first: int) -> int:
    at = index
    while at > first:
        word, here = reading.words[at - 1], reading.words[at]
        if reading.marks_before(at).strip("-\u2013'\u2019.") or word.verb or word.low in PREPOSITIONS | PRONOUNS:
            return at
        if not (word.is_content or word.low in DETERMINERS) or (word.is_number and here.name and len(word.low) == 4):
            return at
        if here.low in DETERMINERS:
            return at
        at -= 1
    return at


def _is_governed(reading: Reading, start: int, first: int) -> bool:
    at = start - 1
    while at >= first and reading.words[at].low in DETERMINERS:
        at -= 1
    if at < first:
        return False
    word = reading.words[at]
    if word.low == "and":
        return at > first and _is_governed(reading, _phrase_start(reading, at - 1, first), first)
    return word.low in PREPOSITIONS and not reading.marks_before(start)


def _party(reading: Reading, phrases: list[tuple[int, int]]) -> Party:
    indexes = tuple(sorted(at for start, last in phrases for at in range(start, last + 1) if reading.words[at].is_content))
    names = frozenset(reading.words[at].form for at in indexes if reading.words[at].name)
    heads = {reading.words[last].form for _, last in phrases if not reading.words[last].name and not _is_amount(reading, last)}
    heads |= {reading.words[at].form for at in indexes if reading.words[at].low in words_of("roles")}
    return Party(indexes, names, frozenset(heads))


def _is_particle(reading: Reading, verb: int, stop: int) -> bool:
    """Whether the small word after a verb belongs to it: "took in 4,100", but not "went on Monday"."""
    small = reading.words[verb + 1].low
    has_object = verb + 2 < stop and (_in_phrase(reading.words[verb + 2]) or reading.words[verb + 2].low in DETERMINERS)
    return small not in ("in", "on", "over", "down", "off") or not has_object or reading.words[verb].verb in TAKING_IN.get(small, ())


def _is_amount(reading: Reading, index: int) -> bool:
    return reading.words[index].low != "one" and (reading.words[index].is_number or reading.words[index].low in UNITS)


def _complements(reading: Reading, index: int, stop: int) -> tuple[str, Party, tuple[tuple[str, Party], ...]]:
    """The particle, the direct object, and the parties that small words bring in, after the verb at `index`."""
    particle, direct = "", NOBODY
    others: dict[str, Party] = {}
    at, governor = index + 1, ""
    place = reading.words[index].place
    while at < stop and reading.words[at].place - reading.words[at - 1].place < CLAUSE_GAP and at < index + REACH:
        word = reading.words[at]
        if word.verb and at > index or word.low in CLAUSE_WORDS or word.place - place > 2 * REACH:
            break
        if _in_phrase(word):
            last = _phrase_end(reading, at, stop)
            party = _party(reading, [(at, last)])
            if governor:
                others.setdefault(governor, party)
            elif not direct.is_known and not others and not reading.marks_before(at).strip("\"\u201c'"):
                last = _apposition_end(reading, last, stop)
                direct = _party(reading, [(at, last)])
            at, governor = last, ""
        elif word.low in PARTICLES and at == index + 1 and _is_particle(reading, index, stop):
            particle = word.low
        elif word.low in PREPOSITIONS:
            governor = word.low
        elif word.low in PRONOUNS and not governor and not direct.is_known and at == index + 1:
            direct = Party((), frozenset(), frozenset(), word.low)
        elif word.low == "and":
            governor = ""
            if direct.is_known:
                break
        at += 1
    return particle, direct, tuple(others.items())


def _apposition_end(reading: Reading, last: int, stop: int) -> int:
    """The end of a name that follows a noun phrase after a comma: "its manager, Oceanus Shipping"."""
    at = last + 1
    if at < stop and reading.words[at].name and reading.marks_before(at) == "," and not reading.words[last].name:
        return _phrase_end(reading, at, stop)
    return last


def _phrase_end(reading: Reading, index: int, stop: int) -> int:
    at = index
    while at + 1 < stop and _in_phrase(reading.words[at + 1]) and not reading.marks_before(at + 1).strip("-\u2013'\u2019."):
        at += 1
    return at


def object_control() -> frozenset[str]:
    """Verbs whose infinitive is the deed of their object: "urged the board to buy"."""
    return frozenset(str(table("deeds")["object_control"]).split())
