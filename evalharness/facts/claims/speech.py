"""Frames: which words of a text are whose, by reporting verbs, "according to" and quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from evalharness.facts.claims.acts import acts, is_inverted
from evalharness.facts.claims.circle import Circle, circle
from evalharness.facts.claims.cited import cited
from evalharness.facts.claims.phrases import DETERMINERS, NOBODY, Party, party_of, phrase_start, with_determiner
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.speakers import groups_of
from evalharness.facts.claims.statement import FINDING, Frame, end_of, framed
from evalharness.facts.claims.syntax import CLAUSE_OPENERS, INSERTING, RELATIVES, Predicate
from evalharness.facts.claims.tables import forms_of, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, BE
from evalharness.facts.claims.viewed import viewed
from evalharness.facts.fact import Quotation
from evalharness.text.document import Document

TAIL = frozenset(
    (
        "on",
        "in",
        "after",
        "at",
        "of",
        "to",
        "when",
        "during",
        "before",
        "while",
        "as",
        "today",
        "yesterday",
        "earlier",
        "late",
    )
)
HEARSAY = words_in("hearsay")
PASSIVE = frozenset(
    {
        ("suspected", "of"),
        ("accused", "of"),
        ("believed", "to"),
        ("thought", "to"),
        ("alleged", "to"),
        ("reputed", "to"),
    }
)
MAX_BACK = 120
GENITIVE = ("'s", "\u2019s")
NEAR, LONG = 5, 12
WHEN = frozenset(("for", "in", "on", "at", "before", "within", "until", "during", "since", "behind", "over"))
PUTTING = frozenset(("put", "estimated", "described", "called", "dismissed", "attributed"))
FOUND = frozenset(("that", "no", "nothing", "little"))
JOINED = frozenset(
    ("after", "before", "as", "and", "since", "until", "even", "with", "despite", "following", "amid", "once")
)
REFLEXIVES = frozenset(("itself", "himself", "herself", "themselves"))
DENYING = frozenset(("deny", "dispute", "refute"))
LABELLING = frozenset(
    (
        "condemn", "describe", "dismiss", "denounce", "brand", "hail", "slam", "characterise", "characterize",
        "portray", "deride", "criticise", "criticize", "mock", "decry", "see", "regard", "view", "label",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Speech:
    """The frames of a text, and the index of the frame each word is stated in, for those that are."""

    reading: Reading
    frames: tuple[Frame, ...]
    of_word: dict[int, int]
    voiced: dict[int, int]
    """The same for the frames with a known speaker only."""
    by_cue: tuple[tuple[int, int], ...]
    """Index of the reporting word and number of the frame, in text order."""
    speakers: dict[int, Party]
    """Index of the reporting word -> who speaks."""
    by_form: dict[str, list[int]]
    """Form of a content word -> the numbers of the frames with a known speaker in which it is stated."""
    voices: frozenset[str]
    """The words of the names of all who speak."""

    @cached_property
    def denials(self) -> tuple[Frame, ...]:
        """The frames of what somebody denies, rejects or disputes."""
        return tuple(frame for frame in self.frames if self.reading.words[frame.cue].form in forms_of("disavowing"))

    @cached_property
    def circle(self) -> Circle:
        """Who speaks, each once."""
        return circle(self.reading, [frame.speaker for frame in self.frames])


def speech(document: Document) -> Speech:
    """View: who says what in a document.

    >>> found = speech(Document("Rates will rise, Berg said. Lund alleged that the bank had lied."))
    >>> sorted((sorted(frame.speaker.names), frame.is_claim) for frame in found.frames)
    [(['berg'], False), (['lund'], True)]
    """
    reading = document.view(read)
    frames = [frame for predicate in document.view(acts) for frame in _reported(reading, predicate)]
    done = document.view(acts)
    frames += [framed(reading, *view) for view in viewed(reading, done)]
    frames += cited(reading, done)
    frames += _quoted(reading, frames)
    frames.sort(key=lambda frame: (frame.first - frame.stop, frame.cue))
    of_word: dict[int, int] = {}
    voiced: dict[int, int] = {}
    for number, frame in enumerate(frames):
        own = set(frame.speaker.indexes) | {frame.cue}
        stated = {index: number for index in range(frame.first, frame.stop) if index not in own}
        of_word.update(stated)
        if frame.speaker.is_known:
            voiced.update(stated)
    by_form: dict[str, list[int]] = {}
    for number, frame in enumerate(frames):
        for form in sorted(_stated_forms(reading, frame)) if frame.speaker.is_known else ():
            by_form.setdefault(form, []).append(number)
    speaking = [frame for frame in frames if reading.words[frame.cue].form not in forms_of("disavowing")]
    voices = frozenset(name for frame in speaking for name in frame.speaker.names | frame.speaker.modifiers)
    by_cue = tuple(sorted((frame.cue, number) for number, frame in enumerate(frames)))
    speakers = {frame.cue: frame.speaker for frame in frames}
    return Speech(reading, tuple(frames), of_word, voiced, by_cue, speakers, by_form, voices)


def _stated_forms(reading: Reading, frame: Frame) -> frozenset[str]:
    own = set(frame.speaker.indexes)
    return frozenset(
        word.form for word in reading.words[frame.first : frame.stop] if word.is_content and word.at not in own
    )


def _reported(reading: Reading, predicate: Predicate) -> Iterator[Frame]:
    """The frame of a reporting verb: what follows it, or what stands before ", she said"."""
    verb = predicate.verb
    word = reading.words[verb]
    if word.quoted or not _is_reporting(reading, predicate):
        return
    if word.tag == "g" and (word.form in forms_of("stating") or word.verb in FINDING | LABELLING | {"blame"}):
        return
    if (
        "n" in word.tag
        and reading.low(verb + 1, word.segment) == "by"
        and reading.low(verb - 1, word.segment) not in BE
    ):
        return
    if reading.low(verb - 1, word.segment) in ("to", *BE):
        by = predicate.other("by")
        if word.low in PUTTING and by.is_known:
            yield framed(reading, verb, by, reading.bounds[word.segment][0], min(by.indexes))
        elif word.low in HEARSAY and not (word.verb == "report" and _is_plain_report(reading, verb)):
            yield framed(reading, verb, predicate.other("by"), verb + 1, end_of(reading, verb), is_claim=True)
        return
    speaker, start, after = _speaker(reading, predicate)
    if not speaker.is_known:
        if word.tag == "g" and word.form in forms_of("claiming") and "," in reading.marks_before(verb):
            yield framed(reading, verb, NOBODY, verb + 1, end_of(reading, verb))  # "they sued, alleging that"
        return
    first, stop = reading.bounds[word.segment]
    ends = after >= stop or bool(reading.marks_before(after)) or reading.words[after].low in TAIL
    ends = ends or (speaker is predicate.patient and reading.low(after, word.segment) in RELATIVES)
    comma = "," in reading.marks_before(start) or "," in reading.marks_before(verb)
    is_after_quote = start > first and reading.words[start - 1].quoted and ";" not in reading.marks_before(start)
    if start > first and ((comma and ends) or is_after_quote):
        limit = first - MAX_BACK
        while first > max(0, limit) and reading.words[first].quoted and reading.words[first - 1].quoted:
            first -= 1
        turns = (at for at in range(start - 1, first, -1) if ";" in reading.marks_before(at))
        yield framed(reading, verb, speaker, next(turns, first), start)
        if (
            word.form in forms_of("claiming")
            and reading.marks_before(after) == ","
            and reading.low(after, word.segment) not in CLAUSE_OPENERS | TAIL | JOINED
        ):
            yield framed(
                reading, verb, speaker, after, end_of(reading, after - 1)
            )  # "where, it alleges, votes were lost"
    elif _tells_how_long(reading, verb):
        return
    elif word.form not in forms_of("disavowing") or word.verb in DENYING:
        stop = end_of(reading, verb)
        if word.verb in LABELLING or word.verb == "blame":
            stop = next((at for at in range(after + 1, stop) if _adds(reading, at)), stop)
        yield framed(reading, verb, speaker, after, stop)


def _is_reporting(reading: Reading, predicate: Predicate) -> bool:
    """Whether a verb brings in what somebody says, thinks or finds."""
    word = reading.words[predicate.verb]
    if word.verb == "call" and reading.low(word.at + 1, word.segment) in REFLEXIVES:
        return False  # "a group calling itself Dawn"
    if (word.low, reading.low(word.at + 1, word.segment)) in PASSIVE:
        return False  # "two men suspected of arson", "a ship believed to be empty"
    if word.verb == "report" and "n" in word.tag and _is_reported_thing(reading, predicate):
        return False
    if word.verb == "claim" and _is_got(reading, word.at):
        return False  # "claimed 85 million in damages", "claimed two lives"
    if word.verb == "see":
        return reading.low(word.at + 1, word.segment) in FOUND
    if word.verb == "write" and word.tag != "d" and _has_object(reading, predicate):
        return False  # "accused of writing 112 cheques"
    if word.form in forms_of("reporting", "claiming", "disavowing", "stating"):
        return True
    if word.verb in FINDING:
        return reading.low(word.at + 1, word.segment) in FOUND or _is_last(reading, predicate)
    if word.verb in LABELLING:
        return any(key == "as" for key, _ in predicate.others)
    return word.verb == "blame"


def _tells_how_long(reading: Reading, verb: int) -> bool:
    """Whether what follows tells when or how long somebody spoke, not what was said: "testified for four days"."""
    segment = reading.words[verb].segment
    if reading.low(verb + 1, segment) not in WHEN or reading.marks_before(verb + 1):
        return False
    behind = reading.words[verb + 1 : min(end_of(reading, verb), verb + LONG)]
    is_timed = any(word.is_number or word.low in words_in("spans") for word in behind[:NEAR])
    return not any(word.low == "that" or word.tag in ("d", "s", "dn") for word in behind) and (
        is_timed or reading.words[verb].verb == "testify"
    )


def _is_got(reading: Reading, verb: int) -> bool:
    """Whether what is claimed is a thing that is got or taken, by a figure or a word for it."""
    stop = min(reading.bounds[reading.words[verb].segment][1], verb + NEAR)
    for at in range(verb + 1, stop):
        word = reading.words[at]
        if reading.marks_before(at) or word.verb or word.low == "that" or word.low in AUXILIARIES:
            return False
        if word.low in words_in("claimed_things"):
            return True
        if word.is_number:
            return not _has_verb_soon(reading, at, stop + NEAR)
        if not (word.is_content or word.low in DETERMINERS):
            return False
    return False


def _has_verb_soon(reading: Reading, first: int, stop: int) -> bool:
    """Whether a verb stands behind a figure in its clause: "claimed 40 people had died"."""
    for word in reading.words[first : min(stop, reading.bounds[reading.words[first].segment][1])]:
        if reading.marks_before(word.at) and word.at > first:
            return False
        if word.tag in ("d", "s", "dn") or word.low in AUXILIARIES:
            return True
    return False


def _is_plain_report(reading: Reading, verb: int) -> bool:
    """Whether somebody told the authorities of something: "was reported on Friday", "was reported to the police"."""
    after = reading.low(verb + 1, reading.words[verb].segment)
    stop = reading.bounds[reading.words[verb].segment][1]
    is_told = after == "to" and verb + 2 < stop and reading.words[verb + 2].low not in ("have", "be")
    return is_told or after in TAIL - {"to", "of"} or after in ("by", "last", "within", "on")


def _is_reported_thing(reading: Reading, predicate: Predicate) -> bool:
    """Whether a thing is what somebody reported: "a theft reported on Monday"."""
    agent, verb = predicate.agent, predicate.verb
    behind = {reading.low(at, reading.words[verb].segment) for at in range(verb + 1, verb + NEAR)}
    is_thing = not agent.names and agent.heads.isdisjoint(groups_of())
    return is_thing and _is_plain_report(reading, verb) and "that" not in behind


def _is_last(reading: Reading, predicate: Predicate) -> bool:
    """Whether the verb closes its sentence after a comma and its subject: ", the court found"."""
    agent = predicate.agent.indexes
    opening = with_determiner(reading, min(agent)) if agent else 0
    closes = predicate.verb + 1 == reading.bounds[reading.words[predicate.verb].segment][1]
    return closes and bool(agent) and "," in reading.marks_before(opening)


def _has_object(reading: Reading, predicate: Predicate) -> bool:
    """Whether what is written stands right behind the verb as a thing: "cheques", not "that rates will rise"."""
    indexes = predicate.patient.indexes
    return bool(indexes) and indexes[0] <= predicate.verb + 2 and not reading.marks_before(predicate.verb + 1)


def _speaker(reading: Reading, predicate: Predicate) -> tuple[Party, int, int]:
    """Who speaks, where speaker and verb begin in the sentence, and where they end."""
    verb = predicate.verb
    first = reading.bounds[reading.words[verb].segment][0]
    speaker, hearers = _nearer(reading, predicate), predicate.patient.indexes
    if (
        predicate.patient.is_known
        and reading.words[verb].verb != "tell"
        and (is_inverted(reading, predicate) or (not speaker.is_known and _closes(reading, predicate)))
    ):
        return predicate.patient, verb, predicate.patient.indexes[-1] + 1  # "...," said Berg
    here = [index for index in speaker.indexes if first <= index < verb]
    start = min(here) if here and speaker is predicate.agent else max(first, verb - 1)
    while start > first and reading.words[start - 1].low in DETERMINERS:
        start -= 1
    if start > first and reading.text[reading.words[start - 1].end - 2 : reading.words[start - 1].end] in GENITIVE:
        start = phrase_start(reading, start - 1, first)  # "the union's Ann Berg said"
    if reading.words[verb].verb == "tell" and hearers and hearers[0] > verb:
        return speaker, start, hearers[-1] + 1  # "..., Berg told the council"
    return speaker, start, verb + 1


def _nearer(reading: Reading, predicate: Predicate) -> Party:
    """Who speaks: for "she" the one person whom the same sentence opens with, else as resolved."""
    agent, first = predicate.agent, reading.bounds[reading.words[predicate.verb].segment][0]
    if (
        not agent.indexes
        or agent.indexes[-1] >= first
        or reading.low(predicate.verb - 1, reading.words[first].segment) not in ("he", "she")
    ):
        return agent
    before = reading.words[first : predicate.verb - 1]
    opening = next((word.at for word in before if word.verb), predicate.verb)
    persons = [word for word in before if word.name and word.form in reading.persons and not word.quoted]
    names = {word.name for word in persons}
    if len(names) != 1 or persons[0].at > opening:
        return agent
    return party_of(reading, [(phrase_start(reading, persons[0].at, first), persons[-1].at)])


def _closes(reading: Reading, predicate: Predicate) -> bool:
    """Whether a mark stands before the verb, and no verb right behind its object: not ", said the fire turned"."""
    last = predicate.patient.indexes[-1] + 1
    segment = reading.words[predicate.verb].segment
    is_subject = (
        last < reading.bounds[segment][1]
        and not reading.marks_before(last)
        and (reading.words[last].verb != "" or reading.words[last].low in AUXILIARIES)
    )
    return bool(reading.marks_before(predicate.verb)) and not is_subject


def _adds(reading: Reading, index: int) -> bool:
    """Whether a clause set off by a comma begins at the word."""
    return "," in reading.marks_before(index) and reading.words[index].low in INSERTING


def _quoted(reading: Reading, frames: Sequence[Frame]) -> list[Frame]:
    """The frames of quotations whose speaker is plain, where no verb of the same sentence gives one."""
    found = []
    taken = {index for frame in frames for index in range(frame.first, frame.stop)}
    for fact in reading.quotes:
        if isinstance(fact.value, Quotation) and fact.value.speaker:
            inside = reading.span_words(fact)
            if inside and inside[0] not in taken:
                names = frozenset(fact.value.speaker)
                party = Party((), names, frozenset())
                found.append(Frame(inside[0], party, inside[0], inside[-1] + 1, False))
    return found
