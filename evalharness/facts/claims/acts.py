"""Acts: the predicates of a text with the parties that pronouns stand for, and speakers named behind what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.phrases import NOBODY, Party, in_phrase
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.syntax import Predicate, predicates
from evalharness.facts.claims.tables import form, forms_of
from evalharness.facts.claims.tagging import AUXILIARIES
from evalharness.text.document import Document

PRONOUN_REACH = 2
AFTER_SPEAKER = frozenset(("", "that", "who", "which", "whose", "on", "after", "when"))
RELATIVE_BACK = 5
COMPANIES = frozenset(
    form(word) for word in ["group", "bank", "corp", "company", "industries", "party", "club", "united", "city"]
)


def acts(document: Document) -> tuple[Predicate, ...]:
    """View: the predicates of a document with the parties that pronouns plainly stand for."""
    reading = document.view(read)
    return tuple(resolved(reading, predicates(reading)))


def resolved(reading: Reading, found: Sequence[Predicate]) -> Iterator[Predicate]:
    """The predicates with the parties that "she" or "it" stands for, where that is plain."""
    speaker: Party = NOBODY
    person: Party = NOBODY
    segment = person_segment = -1
    for predicate in found:
        word = reading.words[predicate.verb]
        if word.segment != segment:
            segment, speaker = word.segment, NOBODY
        agent = predicate.patient if is_inverted(reading, predicate) else predicate.agent
        is_named = not agent.pronoun
        if agent.pronoun and _ends_relative(reading, predicate):
            agent = NOBODY
        elif agent.pronoun in ("he", "she") and word.segment - person_segment <= PRONOUN_REACH:
            agent = person
        elif agent.pronoun in ("it", "they"):
            agent = speaker
        if agent.indexes and is_named and word.form in forms_of("reporting", "disavowing"):
            speaker = agent
        if agent.indexes and is_named and any(name[0] != "@" for name in agent.names):
            speaks = word.form in forms_of("reporting", "disavowing")
            is_later = speaks or person_segment != word.segment
            if is_later and not any(reading.words[at].form in COMPANIES for at in agent.indexes):
                person, person_segment = agent, word.segment
        yield predicate._replace(agent=agent) if agent.is_known and agent is not predicate.patient else predicate


def _ends_relative(reading: Reading, predicate: Predicate) -> bool:
    """Whether a pronoun follows right on the noun that the clause describes: "the teacher he had beaten"."""
    first = reading.bounds[reading.words[predicate.verb].segment][0]
    for at in range(predicate.verb - 1, max(first, predicate.verb - RELATIVE_BACK), -1):
        if reading.words[at].low == predicate.agent.pronoun:
            verbs = (reading.words[back].form for back in range(at - 1, first - 1, -1) if reading.words[back].verb)
            is_told = next(verbs, "") in forms_of("reporting", "disavowing", "claiming")
            return in_phrase(reading.words[at - 1]) and not reading.marks_before(at) and not is_told
    return False


def is_inverted(reading: Reading, predicate: Predicate) -> bool:
    """Whether the speaker stands behind a verb of speech that follows what is said: "...," said Berg."""
    verb = predicate.verb
    word, patient = reading.words[verb], predicate.patient
    if word.form not in forms_of("reporting") or not patient.is_known or not patient.indexes:
        return False
    if patient.indexes[0] > verb + 2 or not (patient.names or _ends_speech(reading, predicate)):
        return False
    before, last = reading.word_before(verb), patient.indexes[-1]
    if before is None or (predicate.agent.names and not before.quoted):
        return False
    after = reading.low(last + 1, word.segment)
    if after in AUXILIARIES or (after and reading.words[last + 1].verb):
        return False  # "Berg, the head, said Lund would go"
    return (before.quoted or bool(reading.marks_before(verb))) and "d" in word.tag


def _ends_speech(reading: Reading, predicate: Predicate) -> bool:
    """Whether only who said it stands behind a verb of speech: ", said an official who asked not to be named"."""
    verb, last = predicate.verb, predicate.patient.indexes[-1]
    segment = reading.words[verb].segment
    is_said = reading.words[verb].verb == "say" and "," in reading.marks_before(verb)
    after = reading.low(last + 1, segment)
    return is_said and (after in AFTER_SPEAKER or bool(reading.marks_before(last + 1)))
