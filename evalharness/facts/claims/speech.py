"""Frames: which words of a text are whose, by reporting verbs, "according to" and quotation marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalharness.facts.claims.acts import acts, is_inverted
from evalharness.facts.claims.phrases import DETERMINERS, NOBODY, Party, party_after
from evalharness.facts.claims.reading import Reading, read
from evalharness.facts.claims.syntax import CLAUSE_OPENERS, INSERTING, RELATIVES, Predicate
from evalharness.facts.claims.tables import forms_of, words_in
from evalharness.facts.claims.tagging import BE, Word
from evalharness.facts.claims.viewed import viewed
from evalharness.facts.fact import Quotation
from evalharness.text.document import Document

TURN = 6.0
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
START = 8
MAX_BACK = 120
PUTTING = frozenset(("put", "estimated", "described", "called", "dismissed", "attributed"))
FINDING = frozenset(("find", "conclude", "hint", "imply", "signal", "show"))
HINTING = frozenset(("hint", "imply"))
FOUND = frozenset(("that", "no", "nothing", "little"))
JOINED = frozenset(
    ("after", "before", "as", "and", "since", "until", "even", "with", "despite", "following", "amid", "once")
)
LABELLING = frozenset(
    (
        "condemn", "describe", "dismiss", "denounce", "brand", "hail", "slam", "characterise", "characterize",
        "portray", "deride", "criticise", "criticize", "mock", "decry", "see", "regard", "view", "label",
    )
)  # fmt: skip
SAYING = frozenset(("saying", "adding", "arguing", "warning", "noting", "stressing", "insisting", "claiming"))
STATEMENTS = words_in("statements")
HEARSAY_WORDS = words_in("hearsay_words")
CLAIM_NOUNS = words_in("claim_nouns")


@dataclass(frozen=True, slots=True)
class Frame:
    """A statement with its speaker.

    Attributes:
        cue: index of the reporting word.
        speaker: who says it.
        first, stop: the words stated, half-open; those of the speaker and the verb may lie inside.
        is_claim: whether the text keeps its distance: alleged, blamed, by people unnamed, or denied by another.
    """

    cue: int
    speaker: Party
    first: int
    stop: int
    is_claim: bool


@dataclass(frozen=True, slots=True)
class Speech:
    """The frames of a text, and the index of the frame each word is stated in, for those that are."""

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


def speech(document: Document) -> Speech:
    """View: who says what in a document.

    >>> found = speech(Document("Rates will rise, Berg said. Lund alleged that the bank had lied."))
    >>> sorted((sorted(frame.speaker.names), frame.is_claim) for frame in found.frames)
    [(['berg'], False), (['lund'], True)]
    """
    reading = document.view(read)
    frames = [frame for predicate in document.view(acts) for frame in _reported(reading, predicate)]
    done = document.view(acts)
    frames += [_frame(reading, *view) for view in viewed(reading, done)]
    frames += _according(reading) + _suspected(reading) + _adding(reading, done)
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
    voices = frozenset(name for frame in frames for name in frame.speaker.names | frame.speaker.modifiers)
    by_cue = tuple(sorted((frame.cue, number) for number, frame in enumerate(frames)))
    speakers = {frame.cue: frame.speaker for frame in frames}
    return Speech(tuple(frames), of_word, voiced, by_cue, speakers, by_form, voices)


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
            yield _frame(reading, verb, by, reading.bounds[word.segment][0], min(by.indexes))
        elif word.low in HEARSAY:
            yield _frame(reading, verb, predicate.other("by"), verb + 1, _end(reading, verb), is_claim=True)
        return
    speaker, start, after = _speaker(reading, predicate)
    if not speaker.is_known:
        return
    first, stop = reading.bounds[word.segment]
    ends = after >= stop or bool(reading.marks_before(after)) or reading.words[after].low in TAIL
    ends = ends or (speaker is predicate.patient and reading.low(after, word.segment) in RELATIVES)
    comma = "," in reading.marks_before(start) or "," in reading.marks_before(verb)
    if start > first and ((comma and ends) or reading.words[start - 1].quoted):
        limit = first - MAX_BACK
        while first > max(0, limit) and reading.words[first].quoted and reading.words[first - 1].quoted:
            first -= 1
        yield _frame(reading, verb, speaker, first, start)
        if (
            word.form in forms_of("claiming")
            and reading.marks_before(after) == ","
            and reading.low(after, word.segment) not in CLAUSE_OPENERS | TAIL | JOINED
        ):
            yield _frame(
                reading, verb, speaker, after, _end(reading, after - 1)
            )  # "where, it alleges, votes were lost"
    elif word.form not in forms_of("disavowing"):
        stop = _end(reading, verb)
        if word.verb in LABELLING or word.verb == "blame":
            stop = next((at for at in range(after + 1, stop) if _adds(reading, at)), stop)
        yield _frame(reading, verb, speaker, after, stop)


def _is_reporting(reading: Reading, predicate: Predicate) -> bool:
    """Whether a verb brings in what somebody says, thinks or finds."""
    word = reading.words[predicate.verb]
    if word.form in forms_of("reporting", "claiming", "disavowing", "stating"):
        return True
    if word.verb in FINDING:
        return reading.low(word.at + 1, word.segment) in FOUND
    if word.verb in LABELLING:
        return any(key == "as" for key, _ in predicate.others)
    return word.verb == "blame"


def _speaker(reading: Reading, predicate: Predicate) -> tuple[Party, int, int]:
    """Who speaks, where speaker and verb begin in the sentence, and where they end."""
    verb = predicate.verb
    first = reading.bounds[reading.words[verb].segment][0]
    speaker, hearers = predicate.agent, predicate.patient.indexes
    if (
        predicate.patient.is_known
        and reading.words[verb].verb != "tell"
        and (is_inverted(reading, predicate) or (not speaker.is_known and reading.marks_before(verb)))
    ):
        return predicate.patient, verb, predicate.patient.indexes[-1] + 1  # "...," said Berg
    here = [index for index in speaker.indexes if first <= index < verb]
    start = min(here) if here else max(first, verb - 1)
    while start > first and reading.words[start - 1].low in DETERMINERS:
        start -= 1
    if reading.words[verb].verb == "tell" and hearers and hearers[0] > verb:
        return speaker, start, hearers[-1] + 1  # "..., Berg told the council"
    return speaker, start, verb + 1


def _end(reading: Reading, verb: int) -> int:
    """Where what follows a reporting verb ends: at a turn of the sentence, at "and" with another verb, or with it."""
    stop = reading.bounds[reading.words[verb].segment][1]
    for index in range(verb + 2, stop):
        word = reading.words[index]
        joins = word.low in ("and", "but") and index + 1 < stop and _is_finite(reading.words[index + 1])
        if joins or word.place - reading.words[index - 1].place >= TURN:
            return index
    return stop


def _adds(reading: Reading, index: int) -> bool:
    """Whether a clause set off by a comma begins at the word."""
    return "," in reading.marks_before(index) and reading.words[index].low in INSERTING


def _is_finite(word: Word) -> bool:
    """Whether a word may open what a subject left out does next: "and has no plans"."""
    return word.tag in ("d", "dn", "s") or word.low in ("has", "is", "was", "does", "did")


def _frame(reading: Reading, cue: int, speaker: Party, first: int, stop: int, *, is_claim: bool = False) -> Frame:
    word = reading.words[cue]
    if word.verb in FINDING:
        return Frame(cue, speaker, first, stop, is_claim or word.verb in HINTING)
    is_claim = is_claim or _is_claiming(reading, word) or _is_vague(reading, speaker) or _is_disputed(reading, cue)
    return Frame(cue, speaker, first, stop, is_claim)


def _is_claiming(reading: Reading, word: Word) -> bool:
    """Whether the verb keeps its distance; blame only where it falls on a name: mostly what happened is a fact."""
    if word.tag == "g" and word.verb in ("think", "believe"):
        return False
    if word.verb != "blame":
        return word.form in forms_of("claiming")
    stop = reading.bounds[word.segment][1]
    return bool(party_after(reading, word.at + 1, stop).names)


def _is_vague(reading: Reading, speaker: Party) -> bool:
    return not speaker.heads.isdisjoint(forms_of("vague_speakers"))


def _is_disputed(reading: Reading, cue: int) -> bool:
    """Whether another denies it: at the start of the next sentence, or after a turn of this one."""
    segment = reading.words[cue].segment
    turn = _end(reading, cue)
    later = [*range(turn, reading.bounds[segment][1])]
    if segment + 1 < len(reading.bounds):
        first, stop = reading.bounds[segment + 1]
        later += range(first, min(stop, first + START))
    return any(_disputes(reading, at) for at in later if reading.words[at].form in forms_of("disputing"))


def _disputes(reading: Reading, index: int) -> bool:
    """Whether the verb rejects a statement: "denied this", "disputed that account", "declined to comment"."""
    word = reading.words[index]
    after, second = reading.low(index + 1, word.segment), reading.low(index + 2, word.segment)
    if word.low == "comment":
        return True
    rejects = after in ("this", "that", "it") or second in STATEMENTS or after in STATEMENTS
    return word.verb != "" and (rejects or index + 1 == reading.bounds[word.segment][1])


def _according(reading: Reading) -> list[Frame]:
    """The frames of "according to"."""
    found = []
    for word in reading.words:
        if word.low == "according" and reading.low(word.at + 1, word.segment) == "to" and not word.quoted:
            first, stop = reading.bounds[word.segment]
            speaker = party_after(reading, word.at + 2, stop)
            if not speaker.is_known:
                speaker = _plain_party(reading, word.at + 2, stop)
            if speaker.is_known:
                ahead = word.at == first
                begins, ends = (speaker.indexes[-1] + 1, stop) if ahead else (first, word.at)
                found.append(_frame(reading, word.at, speaker, begins, ends))
    return found


def _plain_party(reading: Reading, index: int, stop: int) -> Party:
    """A noun that looks like a verb where none can stand, with the name it goes with: "brokers at Pellow Grant"."""
    while index < stop and reading.words[index].low in DETERMINERS:
        index += 1
    if index >= stop or not reading.words[index].is_content:
        return NOBODY
    head = reading.words[index]
    named = party_after(reading, index + 2, stop) if reading.low(index + 1, head.segment) in ("at", "from") else NOBODY
    return Party((index, *named.indexes), frozenset(), frozenset((head.form,)), modifiers=named.names)


def _adding(reading: Reading, done: Sequence[Predicate]) -> list[Frame]:
    """The frames of ", saying" and the like where it follows what the same speaker does."""
    found = []
    last: dict[int, Predicate] = {}
    verbs = {predicate.verb: predicate for predicate in done}
    for word in reading.words:
        if word.at in verbs:
            last[word.segment] = verbs[word.at]
        elif word.low in SAYING and not word.quoted and "," in reading.marks_before(word.at):
            before = last.get(word.segment)
            if before is not None and before.agent.is_known:
                found.append(_frame(reading, word.at, before.agent, word.at + 1, _end(reading, word.at)))
    return found


def _suspected(reading: Reading) -> list[Frame]:
    """What somebody is only suspected or accused of: the words after "on suspicion of", "allegedly"."""
    return [
        Frame(word.at, NOBODY, word.at + 1, _end(reading, word.at), True)
        for word in reading.words
        if not word.quoted and (word.low in HEARSAY_WORDS or _is_claim_noun(reading, word) or _is_called(reading, word))
    ]


def _is_called(reading: Reading, word: Word) -> bool:
    """Whether the word closes "what it called", "what he described as"."""
    low = [reading.low(at, word.segment) for at in range(word.at - 3, word.at)]
    return (word.low == "called" and "what" in low[:2]) or (
        word.low == "as" and low[-1:] == ["described"] and "what" in low
    )


def _is_claim_noun(reading: Reading, word: Word) -> bool:
    """Whether the word is a noun that brings in what is claimed: "on suspicion of", "the allegation that"."""
    return not word.verb and word.low in CLAIM_NOUNS and reading.low(word.at + 1, word.segment) in ("of", "that")


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
