"""Light syntax: the predicates of a text with who does them, to whom, and what goes with them."""

from __future__ import annotations

from typing import NamedTuple

from evalharness.facts.claims.phrases import (
    DETERMINERS,
    NOBODY,
    PREPOSITIONS,
    PRONOUNS,
    Party,
    apposition_end,
    in_phrase,
    is_governed,
    party_after,
    party_of,
    phrase_end,
    phrase_start,
    with_determiner,
)
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.tables import words_in
from evalharness.facts.claims.tagging import AUXILIARIES, BE, HAVE, LY_NOUNS, MANNERS, SPEECH_VERBS, Word

CLAUSE_WORDS = words_in("clause_words")
TIMES = words_in("time") | words_in("days")
SUBORDINATING = frozenset(("after", "before", "since", "until", "as", "than"))
INSERTED = 28
INSERTING = frozenset(("who", "which", "whose", "whom", "where"))
RELATIVES = frozenset(("who", "which", "that"))
CLAUSE_OPENERS = CLAUSE_WORDS | RELATIVES | INSERTING | {"how", "why", "what"}
SMALL_ADVERBS = frozenset(
    ("not", "never", "also", "already", "yet", "still", "just", "ever", "been", "be", "now", "once", "then")
)
PARTICLES = words_in("particles")
TAKING_IN = {"in": ("take", "bring", "call", "let", "move", "hand"), "on": ("take", "put", "call", "bring")}
REACH = 16
ARGUMENT_REACH = 12
CLAUSE_GAP = 4.0
BROUGHT = frozenset(("brought", "filed", "made", "launched", "lodged", "mounted", "carried", "won", "staged"))


class Predicate(NamedTuple):
    """A verb with its parties: `agent` does it, `patient` undergoes it, `others` by the small word before them."""

    verb: int
    agent: Party
    patient: Party
    others: tuple[tuple[str, Party], ...] = ()
    particle: str = ""

    def other(self, word: str) -> Party:
        """The party that a small word such as "to" brings in."""
        return next((party for key, party in self.others if key == word), NOBODY)


Before = tuple[Predicate | None, Predicate | None]
"""The predicate right before, and the one that "and" goes on from: a finite verb goes on from the last finite one."""


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
        finite: Predicate | None = None
        for index in range(first, stop):
            if _is_main_verb(reading, index, stop):
                joined = finite if finite is not None and _is_finite(reading.words[index]) else previous
                predicate = _predicate(reading, index, first, stop, (previous, joined))
                found.append(predicate)
                if previous is None or not _is_aside(reading, predicate, stop):
                    previous = predicate
                    finite = predicate if _is_finite(reading.words[index]) else finite
    return tuple(found)


def _is_aside(reading: Reading, predicate: Predicate, stop: int) -> bool:
    """Whether a verb of speech stands between commas with its subject: ", Berg said, and had lent it"."""
    verb = predicate.verb
    if reading.words[verb].verb != "say" or verb + 1 >= stop or not predicate.agent.indexes:
        return False
    return reading.marks_before(verb + 1) == "," and _is_set_off(reading, predicate.agent.indexes[0])


def _is_main_verb(reading: Reading, index: int, stop: int) -> bool:
    word = reading.words[index]
    if not word.verb:
        return False
    if reading.low(index - 1, word.segment) == "to" and word.tag and "b" not in word.tag:
        return False  # "put it down to suspected corrosion"
    if word.verb not in ("be", "have", "do", "get"):
        return True
    after = next(
        (reading.words[at] for at in range(index + 1, min(stop, index + 4)) if not _is_adverb(reading.words[at])), None
    )
    return word.verb != "be" and (after is None or not after.verb)


def _is_adverb(word: Word) -> bool:
    return (word.low.endswith("ly") and word.low not in LY_NOUNS) or word.low in MANNERS or word.low in SMALL_ADVERBS


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
    if group & HAVE or reading.low(index + 1, word.segment) != "by":
        return False
    after = reading.words[index + 2 : index + 3]
    return bool(after) and not after[0].is_number and after[0].tag != "g"


def _is_caused(reading: Reading, index: int, start: int, previous: Predicate | None) -> bool:
    """Whether a participle follows the object of "have": "had Reddy sent off"."""
    if previous is None or start != index or "n" not in reading.words[index].tag:
        return False
    is_next = bool(previous.patient.indexes) and previous.patient.indexes[-1] == index - 1
    return is_next and reading.words[previous.verb].verb in ("have", "get", "see")


def _is_finite(word: Word) -> bool:
    """Whether the form of a verb needs a subject of its own, or one that "and" carries over: "accused", "has"."""
    return bool(set("ds") & set(word.tag))


def _predicate(reading: Reading, index: int, first: int, stop: int, before: Before) -> Predicate:
    start = _group_start(reading, index, first)
    subject = _subject(reading, start, first, before)
    previous = before[0]
    particle, direct, others = _complements(reading, index, stop)
    if _is_passive(reading, index, start) or _is_caused(reading, index, start, previous):
        agent = next((party for key, party in others if key == "by"), NOBODY)
        return Predicate(index, agent, subject, others, particle)
    return Predicate(index, subject, direct, others, particle)


def _subject(reading: Reading, start: int, first: int, preceding: Before) -> Party:
    """Whose deed the verb group at `start` is, as far as its surroundings tell."""
    word = reading.words[start]
    previous, joined = preceding
    if start == first:
        return NOBODY
    before = reading.words[start - 1]
    if word.tag == "g":
        found = _subject_of_ing(reading, start, first, previous)
        if found is not None:
            return found
    if word.low == "to" or before.low == "to":
        return _controller(previous)
    if before.low in RELATIVES and start - 1 > first:
        return _phrase_before(reading, start - 1, first)
    relative = _inserted_clause(reading, start, first)
    if relative > first:
        return _party_before(reading, relative, first)
    if before.low in ("and", "but", "then", "or") and joined is not None:
        return joined.agent if joined.agent.is_known else joined.patient
    found = _party_before(reading, start, first)
    is_open = "n" in word.tag and reading.marks_before(start).endswith(",") and word.verb not in ("say", "tell")
    is_open = is_open and not (before.is_number and reading.marks_before(start - 1) == ",")  # "Berg, 58, accepted"
    if is_open and not (_is_apposition(reading, found) or (found.names and found.heads)):
        return NOBODY  # "England, set 214 to win," leaves open who set it; "another, the cook, escaped" does not
    return found


def _subject_of_ing(reading: Reading, start: int, first: int, previous: Predicate | None) -> Party | None:
    """Whose deed a form in -ing is; None where the rules for other forms hold."""
    before = reading.words[start - 1]
    if before.low in ("to", "for") or previous is None:
        return NOBODY if before.low in ("to", "for") else None
    if before.low in ("of", "from"):
        return previous.patient if previous.patient.is_known else previous.agent
    if before.low in ("while", "after", "before"):
        return subject_told(previous)  # "was turned down by Oslo before opening in Bergen"
    if before.low in ("by", "and") or reading.marks_before(start):
        return previous.agent
    if in_phrase(before):
        phrase = _phrase_before(reading, start, first)
        if reading.low(with_determiner(reading, phrase.indexes[0]), before.segment) == "with":
            return phrase  # "with Guyana wanting a force"
    return None


def subject_told(predicate: Predicate) -> Party:
    """What stands before a verb: who does it, or who undergoes it."""
    patient = predicate.patient
    is_before = bool(patient.indexes) and patient.indexes[-1] < predicate.verb
    return patient if is_before else predicate.agent


def _is_apposition(reading: Reading, party: Party) -> bool:
    """Whether the last phrase of a party stands behind a comma."""
    if not party.indexes:
        return False
    first = reading.bounds[reading.words[party.indexes[-1]].segment][0]
    start = phrase_start(reading, party.indexes[-1], first)
    return "," in reading.marks_before(with_determiner(reading, start))


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
        if phrases and word.low in BE and _opens_addition(reading, stop):
            return _party_before(reading, at, first)  # "Berg was blunter, saying"
        relative = _relative_before(reading, at, first) if word.verb and phrases else -1
        is_whole = not any(reading.marks_before(index) == "," for index in range(at, stop + 1))
        if relative > first and is_whole and word.verb not in SPEECH_VERBS:
            return _phrase_before(reading, relative, first)  # "the firm that owns the mine expects"
        if word.verb or (word.low in AUXILIARIES and phrases):
            phrases = _behind_comma(reading, phrases, at)
            break
        if word.low in CLAUSE_OPENERS or gap >= CLAUSE_GAP + 2.0:
            break
        if in_phrase(word):
            start = phrase_start(reading, at, first)
            phrases.append((start, at))
            is_next = len(phrases) == 1 and not reading.marks_before(stop)
            if is_next and reading.low(with_determiner(reading, start) - 1, word.segment) in SUBORDINATING:
                return party_of(reading, phrases)
            if is_next and reading.low(with_determiner(reading, start), word.segment) in SUBORDINATING:
                return party_of(reading, phrases)
            at = start
        elif word.low in PRONOUNS and not phrases:
            return Party((), frozenset(), frozenset(), pronoun=word.low)
        at -= 1
    free = [phrase for phrase in phrases if not is_governed(reading, phrase[0], first)]
    return party_of(reading, free) if free else NOBODY


def _relative_before(reading: Reading, verb: int, first: int) -> int:
    """Index of "who", "which" or "that" right before a verb group whose subject it is; else -1."""
    at = _group_start(reading, verb, first) - 1
    return at if at > first and reading.words[at].low in RELATIVES and in_phrase(reading.words[at - 1]) else -1


def _opens_addition(reading: Reading, verb: int) -> bool:
    """Whether a form in -ing is set off by a comma, as in ", saying"."""
    return reading.words[verb].tag == "g" and reading.marks_before(verb) == ","


def _behind_comma(reading: Reading, phrases: list[tuple[int, int]], verb: int) -> list[tuple[int, int]]:
    """The phrases behind the first comma after an earlier verb, where there is one: "push prices up, Berg said"."""
    commas = [start for start, _ in phrases if _is_set_off(reading, start)]
    return [phrase for phrase in phrases if phrase[0] >= min(commas)] if commas else phrases


def _is_set_off(reading: Reading, start: int) -> bool:
    """Whether a comma stands before a phrase, its article and "and"."""
    at = with_determiner(reading, start)
    if at > 0 and reading.words[at - 1].low in ("and", "but"):
        at -= 1
    return bool(reading.marks_before(at).strip('"\u201c'))


def _phrase_before(reading: Reading, stop: int, first: int) -> Party:
    """The noun phrase right before a relative pronoun."""
    if not in_phrase(reading.words[stop - 1]):
        return NOBODY
    start = phrase_start(reading, stop - 1, first)
    phrases = [(start, stop - 1)]
    at = with_determiner(reading, start) - (0 if reading.words[start - 1].low == "of" else 1)
    if at > first and reading.words[at].low == "of" and in_phrase(reading.words[at - 1]) and reading.words[at - 1].name:
        phrases.append((phrase_start(reading, at - 1, first), at - 1))  # "Moen of the group Blue Floor, who"
    return party_of(reading, phrases)


def _inserted_clause(reading: Reading, start: int, first: int) -> int:
    """Where a clause between commas begins before the verb group at `start`: ", who built it, said"; else -1."""
    if not reading.marks_before(start).startswith(","):
        return -1
    for at in range(start - 1, max(first, start - INSERTED), -1):
        word = reading.words[at]
        if ";" in reading.marks_before(at):
            return -1
        is_participle = word.verb != "" and word.tag in ("n", "g", "dn")
        if reading.marks_before(at).startswith(",") and (word.low in INSERTING or is_participle):
            return at
    return -1


def _is_thing(reading: Reading, first: int, last: int) -> bool:
    """Whether a noun phrase right after a verb is its object: no time, and no mark between."""
    return reading.words[last].low not in TIMES and not reading.marks_before(first).strip("\"\u201c'")


def _is_particle(reading: Reading, verb: int, stop: int) -> bool:
    """Whether the small word after a verb belongs to it: "took in 4,100", but not "went on Monday"."""
    small = reading.words[verb + 1].low
    has_object = verb + 2 < stop and (in_phrase(reading.words[verb + 2]) or reading.words[verb + 2].low in DETERMINERS)
    return (
        small not in ("in", "on", "over", "down", "off")
        or not has_object
        or reading.words[verb].verb in TAKING_IN.get(small, ())
    )


def _complements(reading: Reading, index: int, stop: int) -> tuple[str, Party, tuple[tuple[str, Party], ...]]:
    """The particle, the direct object, and the parties that small words bring in, after the verb at `index`."""
    particle, direct = "", NOBODY
    others: dict[str, Party] = {}
    at, governor = index + 1, ""
    place = reading.words[index].place
    while at < stop and reading.words[at].place - reading.words[at - 1].place < CLAUSE_GAP + 1.0 and at < index + REACH:
        word = reading.words[at]
        if (word.verb and at > index) or word.low in CLAUSE_WORDS or word.place - place > 2 * REACH:
            break
        if in_phrase(word):
            last = _without_time(reading, at, phrase_end(reading, at, stop))
            party = party_of(reading, [(at, last)])
            if governor:
                others.setdefault(governor, party)
            elif (
                not direct.is_known
                and not others
                and reading.words[last].low not in TIMES
                and not reading.marks_before(at).strip("\"\u201c'")
            ):
                last = apposition_end(reading, last, stop)
                direct = party_of(reading, [(at, last)])
            at, governor = last, ""
        elif word.low in PARTICLES and at == index + 1 and _is_particle(reading, index, stop):
            particle = word.low
        elif word.low in PREPOSITIONS:
            governor = word.low
        elif word.low in PRONOUNS and not governor and not direct.is_known and at == index + 1:
            direct = Party((), frozenset(), frozenset(), pronoun=word.low)
        elif word.low == "and":
            governor = ""
            if direct.is_known or direct.numbers:
                break  # "Oslo supplied 58% of it and Bergen 36%"
        at += 1
    return particle, direct, tuple(others.items())


def _without_time(reading: Reading, first: int, last: int) -> int:
    """The end of a phrase before words of time that follow it without a mark: "told regulators [Tuesday]"."""
    at = last
    while at > first and reading.words[at].low in TIMES:
        at -= 1
    if at > first and at < last and reading.words[at].low in ("last", "next", "this"):
        return at - 1  # "lost $38 million [last year]"
    return at if not reading.words[at].is_number and reading.words[at].low not in ("last", "next", "this") else last


def argument(reading: Reading, index: int, words: tuple[str, ...]) -> Party:
    """The party that one of some small words brings in shortly after a noun: "the sale of X to Y"."""
    stop = min(reading.bounds[reading.words[index].segment][1], index + ARGUMENT_REACH)
    for at in range(index + 1, stop):
        word = reading.words[at]
        if (word.verb and word.low not in BROUGHT) or word.place - reading.words[at - 1].place >= CLAUSE_GAP:
            return NOBODY
        if word.low in words:
            return party_after(reading, at + 1, reading.bounds[word.segment][1])
    return NOBODY
