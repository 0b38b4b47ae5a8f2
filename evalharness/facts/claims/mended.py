"""Mended predicates: parties that light syntax leaves open, filled in where wire English leaves no doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.acts import acts
from evalharness.facts.claims.cards import offices
from evalharness.facts.claims.phrases import (
    DETERMINERS,
    NOBODY,
    PREPOSITIONS,
    Party,
    in_phrase,
    party_after,
    party_of,
    phrase_start,
    with_determiner,
)
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.syntax import RELATIVES, TIMES, Predicate, subject_told
from evalharness.facts.claims.tables import table
from evalharness.facts.claims.tagging import AUXILIARIES, BE, Word
from evalharness.text.document import Document

HE_OR_SHE = frozenset(("he", "she"))
OWNED = frozenset(("his", "her"))
OPENING = frozenset(("by", "while", "after", "before", "when"))
INSIDE = "-\u2013'\u2019"
SPOKEN_BACK, SET_REACH = 8, 7
# How many predicates back the one is looked for whose lawyer speaks.
OWNER_BACK = 40


def _verbs(group: str) -> frozenset[str]:
    return frozenset(str(table("deeds")[group]).split())


def mended(document: Document) -> tuple[Predicate, ...]:
    """View: the predicates of a document, in order, with open parties filled in.

    >>> [(sorted(one.agent.names), sorted(one.patient.names)) for one in mended(Document("Ann Berg, 58, sued Lund."))]
    [(['ann', 'berg'], ['lund'])]
    """
    reading = document.view(read)
    return tuple(_mend(reading, document.view(acts)))


def _mend(reading: Reading, found: Sequence[Predicate]) -> Iterator[Predicate]:
    subject, segment = NOBODY, -1
    skipped = -1
    for number, given in enumerate(found):
        word = reading.words[given.verb]
        if word.segment != segment:
            subject, segment = NOBODY, word.segment
        if given.verb == skipped or _is_title(reading, word):
            continue
        after = found[number + 1] if number + 1 < len(found) else None
        one = _measured(reading, _aged(reading, given))
        if after is not None and _is_modifier(reading, one, after):
            one, skipped = one._replace(patient=after.patient), after.verb
        one = _set_to(reading, _described(reading, _done_by(reading, _partly(reading, one))))
        one = _going_on(reading, one, subject)
        one = _owned_speech(reading, one, found[max(0, number - OWNER_BACK) : number])
        if "g" not in word.tag:
            subject = subject_told(one) if subject_told(one).is_present else subject
        yield one


def _is_title(reading: Reading, word: Word) -> bool:
    """Whether what was read as a verb is the office before a name: "pensions chair Jan Lund"."""
    before, after = reading.word_before(word.at), reading.words[word.at + 1 : word.at + 2]
    is_office = "b" in word.tag and word.low in offices() and bool(after) and bool(after[0].name)
    if not is_office or reading.marks_before(word.at + 1):
        return False
    return before is None or (in_phrase(before) and not before.name) or before.low in DETERMINERS


def _aged(reading: Reading, one: Predicate) -> Predicate:
    """`one` with the name before an age for the age: "Berg, 58, accepted"."""
    party = subject_told(one)
    if party.is_known or len(party.indexes) != 1:
        return one
    at = party.indexes[0]
    before = reading.word_before(at)
    if not reading.words[at].is_number or before is None or not before.name or reading.marks_before(at) != ",":
        return one
    first = reading.bounds[before.segment][0]
    whole = party_of(reading, [(phrase_start(reading, before.at, first), before.at)])
    return one._replace(agent=whole) if party is one.agent else one._replace(patient=whole)


def _measured(reading: Reading, one: Predicate) -> Predicate:
    """`one` without a measure for its doer: "beaten by 27 runs by Oslo"."""
    agent = one.agent
    if not agent.numbers or agent.names or agent is not one.other("by"):
        return one
    stop = reading.bounds[reading.words[one.verb].segment][1]
    after = agent.indexes[-1] + 1
    is_next = after < stop and reading.words[after].low == "by"
    return one._replace(agent=party_after(reading, after + 1, stop)) if is_next else one


def _is_modifier(reading: Reading, one: Predicate, after: Predicate) -> bool:
    """Whether the next verb only describes the object: "accused mining firm Oslo Gold", "the leading bank"."""
    at = after.verb
    if reading.words[at].tag != "g" or one.patient.is_known or not after.patient.indexes:
        return False
    if reading.words[one.verb].verb in _verbs("before_ing") or after.patient.indexes[0] != at + 1:
        return False
    between = reading.words[one.verb + 1 : at]
    is_next = all(word.low in DETERMINERS for word in between) and len(between) < 2
    return is_next and not any(reading.marks_before(index) for index in range(one.verb + 1, at + 2))


def _described(reading: Reading, one: Predicate) -> Predicate:
    """`one` as passive where a participle only describes the noun before it: "a man suspected of theft"."""
    word, agent = reading.words[one.verb], one.agent
    is_open = "n" in word.tag and not one.patient.is_present and agent.is_known and agent.indexes[-1] == one.verb - 1
    if not is_open or reading.marks_before(one.verb) or word.verb not in _verbs("need_object"):
        return one
    after = reading.low(one.verb + 1, word.segment)
    if after not in PREPOSITIONS or reading.low(one.verb + 2, word.segment) in TIMES:
        return one
    if _is_relative(reading, agent, one.verb):
        return one
    doer = one.other("by")
    return one._replace(agent=doer, patient=agent)


def _is_relative(reading: Reading, agent: Party, verb: int) -> bool:
    """Whether a doer and a verb stand alone in a clause behind "that": "a dagger that troops seized from a palace"."""
    segment = reading.words[verb].segment
    begin = with_determiner(reading, agent.indexes[0])
    if RELATIVES.isdisjoint((reading.low(begin - 1, segment), reading.low(begin, segment))):
        return False
    for at in range(verb + 1, reading.bounds[segment][1]):
        if reading.marks_before(at).strip(INSIDE):
            return True
        if reading.words[at].verb or reading.words[at].low in AUXILIARIES:
            return False
    return True


def _done_by(reading: Reading, one: Predicate) -> Predicate:
    """`one` with the noun before a bare participle as what it is done to: "a group led by", "Oslo Gold, led by"."""
    word, before = reading.words[one.verb], reading.word_before(one.verb)
    doer = one.other("by")
    if "n" not in word.tag or not doer.is_known or before is None or before.low in AUXILIARIES:
        return one
    if reading.low(one.verb + 1, word.segment) != "by":
        is_open = doer.names and not one.agent.is_present and not one.patient.is_present
        return one._replace(agent=doer) if is_open else one  # "had its rating lowered to B by Oslo Bank"
    marks = reading.marks_before(one.verb)
    is_behind = in_phrase(before) and not before.is_number and (not marks or (marks == "," and bool(before.name)))
    if not is_behind or (one.agent.is_present and one.agent is not doer):
        return one
    first = reading.bounds[word.segment][0]
    thing = party_of(reading, [(phrase_start(reading, before.at, first), before.at)])
    return one._replace(agent=doer, patient=thing)


def _partly(reading: Reading, one: Predicate) -> Predicate:
    """`one` with that of which it is a part for the object: "owns 9.8 percent of Oslo Gold", "a stake in Oslo Gold"."""
    patient = one.patient
    if patient.names or not patient.indexes or patient.indexes[-1] < one.verb:
        return one
    last = patient.indexes[-1]
    link = reading.low(last + 1, reading.words[last].segment)
    whole = one.other(link) if link in ("of", "in") else NOBODY
    is_part = not patient.heads or reading.words[last].low in _verbs("parts")
    if not whole.names or not is_part or whole.indexes[0] > last + 4:
        return one
    numbers = patient.numbers | whole.numbers
    return one._replace(patient=whole._replace(indexes=(*patient.indexes, *whole.indexes), numbers=numbers))


def _set_to(reading: Reading, one: Predicate) -> Predicate:
    """`one` with the subject of "is in talks to", "was due to" for the doer."""
    word = reading.words[one.verb]
    first = reading.bounds[word.segment][0]
    if one.agent.is_present or reading.low(one.verb - 1, word.segment) != "to":
        return one
    at = one.verb - 2
    while at > max(first, one.verb - SET_REACH) and not reading.words[at].verb and reading.words[at].low not in BE:
        at -= 1
    while at > first and (reading.words[at].low in AUXILIARIES or reading.words[at].low in ("not", "also", "still")):
        at -= 1
    ready = {reading.words[index].low for index in range(at + 1, one.verb - 1)}
    if ready.isdisjoint(_verbs("set_to")) or not in_phrase(reading.words[at]) or reading.marks_before(at + 1):
        return one
    return one._replace(agent=party_of(reading, [(phrase_start(reading, at, first), at)]))


def _going_on(reading: Reading, one: Predicate, subject: Party) -> Predicate:
    """`one` with the subject of its sentence for the doer of ", beating Lund" and "after beating Lund"."""
    word = reading.words[one.verb]
    if "g" not in word.tag or one.agent.is_present or not subject.is_known:
        return one
    is_set_off = reading.marks_before(one.verb) == ","
    if is_set_off or reading.low(one.verb - 1, word.segment) in OPENING:
        return one._replace(agent=subject)
    return one


def _owned_speech(reading: Reading, one: Predicate, before: Sequence[Predicate]) -> Predicate:
    """`one` without the speaker for its doer where "she" is whose lawyer speaks: "Her lawyer, Jan Lund, said she"."""
    if not one.agent.names or not before:
        return one
    segment = reading.words[one.verb].segment
    first = reading.bounds[segment][0]
    if one.agent.indexes[-1] < first:
        return one
    pronoun = next(
        (at for at in range(one.verb - 1, max(first, one.verb - SPOKEN_BACK) - 1, -1) if reading.words[at].verb
         or reading.words[at].low in HE_OR_SHE), -1,
    )  # fmt: skip
    if pronoun < 0 or reading.words[pronoun].low not in HE_OR_SHE or reading.low(first, segment) not in OWNED:
        return one
    if one.agent.indexes[-1] > pronoun:
        return one
    owner = next((done.agent for done in reversed(before) if _is_earlier_name(reading, done.agent, first)), NOBODY)
    return one._replace(agent=owner)


def _is_earlier_name(reading: Reading, party: Party, first: int) -> bool:
    return bool(party.names) and bool(party.indexes) and party.indexes[-1] < first
