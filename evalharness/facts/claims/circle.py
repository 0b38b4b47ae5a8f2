"""The circle of those who speak in a text: which of its speakers are one, and which of them another text means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.speakers import ANYONE, beside, groups_of, person_nouns
from evalharness.facts.claims.tables import form, forms_of, table


@dataclass(frozen=True, slots=True)
class Voice:
    """One who speaks in a text, by all the text calls it.

    Attributes:
        names: the words of its names.
        phrases: the words of each phrase that stands for it, without those of names of persons.
        words: all these, and what stands beside its names.
        is_person: whether it has a person's name.
        is_single: whether it has no name, and is only called what a single person is.
    """

    names: frozenset[str]
    phrases: tuple[frozenset[str], ...]
    words: frozenset[str]
    is_person: bool
    is_single: bool


@dataclass(frozen=True, slots=True)
class Circle:
    """The speakers of a text, each once, and the number of the one who speaks in each statement (-1: nobody known)."""

    voices: tuple[Voice, ...]
    of_frame: tuple[int, ...]

    def meant(self, names: frozenset[str], phrase: frozenset[str]) -> frozenset[int]:
        """The speakers whom a phrase of another text surely stands for: by a name, else by all its words."""
        if names:
            return frozenset(number for number, voice in enumerate(self.voices) if not names.isdisjoint(voice.names))
        whole = (number for number, voice in enumerate(self.voices) if any(phrase <= own for own in voice.phrases))
        return frozenset(whole) if phrase else frozenset()


def circle(reading: Reading, parties: Sequence[Party]) -> Circle:
    """Who speaks in a text, given who is told to speak in each of its statements.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.facts.claims.speech import speech
    >>> from evalharness.text.document import Document
    >>> text = Document("The harbour board said it was shut. Board spokeswoman Anna Berg said so. The union said no.")
    >>> found = circle(text.view(read), [frame.speaker for frame in text.view(speech).frames])
    >>> len(found.voices), sorted(found.meant(frozenset(), frozenset(("union",))))
    (2, [1])
    """
    voices: list[Voice] = []
    numbers: list[int] = []
    for party in parties:
        if not party.is_known:
            numbers.append(-1)
            continue
        voice = _voice(reading, party)
        same = [number for number, other in enumerate(voices) if _are_one(voice, other)]
        if not same:
            numbers.append(len(voices))
            voices.append(voice)
            continue
        for number in same:
            voices[number] = _joined(voices[number], voice)
        numbers.append(same[0])
    return Circle(tuple(voices), tuple(numbers))


def _voice(reading: Reading, party: Party) -> Voice:
    is_person = not party.names.isdisjoint(reading.persons)
    phrase = phrase_of(reading, party)
    around = frozenset(word.form for word in beside(reading, party.names) if word.is_content and not word.is_number)
    words = phrase | around | party.names | party.modifiers
    return Voice(party.names, (phrase,) if phrase else (), words, is_person, _is_single(reading, party))


def phrase_of(reading: Reading, party: Party) -> frozenset[str]:
    """The words of a party's phrase without those of a person's name and without figures."""
    words = (reading.words[at] for at in party.indexes)
    own = party.names if not party.names.isdisjoint(reading.persons) else frozenset()
    return frozenset(word.form for word in words if not word.is_number and word.form not in own)


def _are_one(one: Voice, other: Voice) -> bool:
    """Whether two phrases of a text stand for one speaker, or for a body and one who speaks for it."""
    if one.names and other.names and not one.names.isdisjoint(other.names):
        return True
    if one.is_person and other.is_person:
        return False
    return _is_among(one, other) or _is_among(other, one)


def _is_among(one: Voice, other: Voice) -> bool:
    """Whether all that one of the phrases of a voice tells stands in what the text calls the other."""
    return any(_tells(phrase) and phrase - _vague() <= other.words for phrase in one.phrases)


def _tells(phrase: frozenset[str]) -> bool:
    """Whether a phrase says more than that somebody speaks: not "spokesman", "the report"."""
    return not phrase <= _vague()


def _joined(one: Voice, other: Voice) -> Voice:
    return Voice(
        one.names | other.names,
        (*one.phrases, *other.phrases),
        one.words | other.words,
        one.is_person or other.is_person,
        one.is_single and other.is_single,
    )


def is_another(match: Match, ours: Party, number: int, known: Circle) -> bool:
    """Whether ours stands for a speaker of the source who is plainly not the one of the source's statement `number`.

    That is: one of the source's voices, and neither linked with the other one by a word nor of a kind with it.
    """
    which = known.of_frame[number]
    mine = phrase_of(match.ours, ours)
    if _is_single(match.ours, ours) or (ours.names and all(name[0] == "@" for name in ours.names)):
        return False  # "the senator" may be any one whom the source names
    meant = known.meant(ours.names, mine)
    if which < 0 or not meant or which in meant or not _tells(mine | ours.names):
        return False
    other = known.voices[which]
    if not other.is_person and (other.is_single or not any(_tells(phrase) for phrase in other.phrases)):
        return False
    told = mine - _vague()
    if not (told | ours.names).isdisjoint(other.words):
        return False
    return all(_are_two(match.theirs, known.voices[one], other) for one in meant)


def _is_single(reading: Reading, party: Party) -> bool:
    """Whether a party without a name is one person, and no body: "the senator", "the 21-year-old"."""
    if party.names or not party.indexes:
        return False
    bodies, head = forms_of("organisations") | forms_of("public_bodies"), reading.words[party.indexes[-1]]
    is_one = head.form in person_nouns() or head.form not in groups_of()
    return is_one and not head.low.endswith("s") and all(reading.words[at].form not in bodies for at in party.indexes)


@cache
def wide_bodies() -> frozenset[str]:
    """The nouns for a body that a name of any kind may stand for: "the agency", "the company"."""
    return frozenset(form(word) for word in str(table("sides")["wide"]).split())


def _are_two(source: Reading, mine: Voice, other: Voice) -> bool:
    """Whether two voices of a text cannot be one, or speak for one body."""
    theirs = frozenset(word for phrase in other.phrases for word in phrase) - _vague()
    own = frozenset(word for phrase in mine.phrases for word in phrase) - _vague()
    if not theirs.isdisjoint(mine.words) or not own.isdisjoint(other.words):
        return False
    if are_opposed(own, theirs):
        return True
    if mine.is_person and other.is_person:
        return False  # names tell more: see `same_speaker.compared`
    if mine.is_person or other.is_person:
        kinds, others = _groups(own), _groups(theirs)
        return bool(kinds) and bool(others) and kinds.isdisjoint(others)
    return len(own) > 1 and len(theirs) > 1


def _groups(words: frozenset[str]) -> frozenset[str]:
    return frozenset(group for word in words for group in groups_of().get(word, ())) - {ANYONE}


@cache
def _vague() -> frozenset[str]:
    """The nouns that may stand for any speaker: "spokesman", "chief"."""
    loose = frozenset(form(word) for word in str(table("sides")["loose"]).split())
    return loose | frozenset(word for word, groups in groups_of().items() if ANYONE in groups)


def are_opposed(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the words for two speakers put them on two sides that cannot speak for each other.

    >>> are_opposed(frozenset((form("prosecutors"),)), frozenset((form("lawyer"), form("client"))))
    True
    """
    mine, theirs = (frozenset(side for word in words for side in _sides().get(word, ())) for words in (one, other))
    return bool(mine) and bool(theirs) and mine.isdisjoint(theirs)


@cache
def _sides() -> dict[str, frozenset[str]]:
    """Form of a noun -> the sides of ``data/sides.json`` that it stands on."""
    found: dict[str, set[str]] = {}
    for side, words in table("sides").items():
        for word in str(words).split() if side not in ("about", "loose", "wide") else ():
            found.setdefault(form(word), set()).add(side)
    return {word: frozenset(sides) for word, sides in found.items()}
