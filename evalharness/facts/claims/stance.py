"""Stance: whether a text states what a verb tells as done, as still to come, or leaves it open."""

from __future__ import annotations

from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.scope import SPEECH
from evalharness.facts.claims.tables import forms_of, verb_forms, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, BE, HAVE, Word

OPEN, MEANT, COMING, DONE = 3, 2, 1, 0
GROUP, CLAUSE = 6, 14
OPENING = frozenset(("may", "might", "could", "would", "can", "should", "must", "ca"))
WOULD = frozenset(("would",))
FUTURE = frozenset(("will", "shall", "wo", "'ll", "won't"))
DUE = frozenset(("set", "due", "certain", "sure", "bound", "going", "about", "scheduled", "guaranteed"))
PERFECT = HAVE | {"was", "were"}
FINITE_BE = frozenset(("is", "are", "was", "were", "am"))
ABLE = frozenset(("able", "managed"))
# Nouns that share a form with a hedge: "tents" with "tentative", the doers with what they do.
NO_HEDGES = frozenset(
    (
        "tent", "tents", "investigator", "investigators", "planner", "planners", "negotiator", "negotiators", "bidder",
        "bidders", "examiner", "examiners", "forecaster", "forecasters", "assessor", "assessors", "estimator",
        "applicant", "applicants", "claimant", "claimants", "believer", "believers", "thinker", "thinkers", "seeker",
        "seekers", "supporter", "propeller", "propellers", "intent", "demanding", "talker", "talkers", "drafter",
        "drafters", "explorer", "explorers", "talker", "targeting", "billing", "accuser", "accusers", "predictor",
    )
)  # fmt: skip
CHANCES = frozenset(("likely", "unlikely"))
AIMS = frozenset(
    ("idea", "aim", "plan", "goal", "hope", "intention", "purpose", "task", "job", "objective", "ambition")
)
TURNING = frozenset(("but", "while", "whereas", "although", "though", "because"))
PAUSES = frozenset(",;:()\u2014")
CONDITIONS = frozenset(("if", "unless", "whether", "provided", "should"))
ADVERBS = frozenset(
    (
        "also",
        "not",
        "never",
        "now",
        "soon",
        "still",
        "already",
        "again",
        "then",
        "yet",
        "even",
        "only",
        "just",
        "both",
        "too",
        "very",
        "so",
        "more",
        "most",
        "quite",
        "rather",
        "well",
        "first",
        "later",
    )
)


def stance(reading: Reading, index: int, *, conditions: bool = True) -> int | None:
    """How a text states the verb at `index`: 0 as done or so, 1 as to come, 3 as open; None where it states nothing.

    It states nothing of an infinitive after another verb, nor of a bare participle or form in -ing.
    conditions: whether an "if" in the sentence leaves it open.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> def level(text, verb):
    ...     reading = read(Document(text))
    ...     return stance(reading, next(word.at for word in reading.words if word.low == verb))
    >>> level("The firm has sold ships.", "sold"), level("The firm will sell ships.", "sell")
    (0, 1)
    >>> level("The firm may sell ships.", "sell"), level("It spent a year trying to sell ships.", "sell")
    (3, None)
    """
    segment, start = reading.words[index].segment, _group(reading, index)[0]
    own = own_stance(reading, index)
    if own is None or own == OPEN:
        return own
    return OPEN if (conditions and is_conditional(reading, segment)) or _is_left_open(reading, start) else own


def own_stance(reading: Reading, index: int) -> int | None:
    """What the verb at `index` and its small words say by themselves, as `stance` counts it."""
    start, group = _group(reading, index)
    return _own(reading, reading.words[index], start, group)


def is_due(reading: Reading, index: int) -> bool:
    """Whether "is to" or "is due to" stands before the verb at `index`, which says no more than that it is planned."""
    return "to" in _group(reading, index)[1]


def is_bare(reading: Reading, index: int) -> bool:
    """Whether the verb at `index` is a base form without a small word before it, which may as well be a noun."""
    return reading.words[index].tag == "b" and not _group(reading, index)[1]


def is_past(reading: Reading, index: int) -> bool:
    """Whether the verb at `index` stands in a past tense: "sold", "has sold", "was sold"."""
    tag = reading.words[index].tag
    small = _group(reading, index)[1]
    if "n" in tag and small:
        return not PERFECT.isdisjoint(small)
    return "d" in tag


def is_conditional(reading: Reading, segment: int) -> bool:
    """Whether a sentence has a condition or a question in it."""
    return any(word.low in CONDITIONS and is_condition(reading, word) for word in reading.segment(segment))


def is_condition(reading: Reading, word: Word) -> bool:
    """Whether "provided" sets a condition, as at the opening of a clause or before "that"; true of any other word."""
    if word.low != "provided":
        return True
    opens = word.at == reading.bounds[word.segment][0] or "," in reading.marks_before(word.at)
    return opens or reading.low(word.at + 1, word.segment) == "that"


def _group(reading: Reading, index: int) -> tuple[int, list[str]]:
    """Where the verb group of the verb at `index` begins, and its small words."""
    first = reading.bounds[reading.words[index].segment][0]
    at = index
    group: list[str] = []
    while at > first and index - at < GROUP:
        word = reading.words[at - 1]
        is_part = word.low in AUXILIARIES or word.low in ADVERBS or word.low in ("to", "been", "be")
        if not (is_part or word.low.endswith(("ly", "n't"))) or word.low in CHANCES or reading.marks_before(at):
            break
        group.append(word.low)
        at -= 1
    return at, group


def _own(reading: Reading, word: Word, start: int, group: list[str]) -> int | None:
    """What the verb and its group say by themselves."""
    small = frozenset(group)
    if small & OPENING:
        return COMING if small & OPENING == WOULD and _is_reported(reading, start) else OPEN
    if "to" in small:
        before = reading.low(start - 1, word.segment)
        if before in CHANCES:
            return OPEN
        if before in ABLE:
            return DONE
        is_due = not BE.isdisjoint(group[group.index("to") + 1 :]) and before not in AIMS
        return COMING if is_due or before in DUE else None
    if small & FUTURE:
        return COMING
    if "being" in small and small.isdisjoint(FINITE_BE):
        return None
    if word.tag == "g":
        return COMING if small & BE else None
    if word.tag == "n":
        return DONE if small & (BE | HAVE) else None
    if not small and "n" in word.tag and _is_caused(reading, start):
        return OPEN
    return DONE if word.tag else None


def _is_caused(reading: Reading, start: int) -> bool:
    """Whether "have" with its object stands before a participle: "will have the tower mended"."""
    first = reading.bounds[reading.words[start].segment][0]
    for at in range(start - 1, max(first, start - GROUP), -1):
        if reading.words[at].low in HAVE:
            return True
        if reading.words[at].verb:
            return False
    return False


def _is_reported(reading: Reading, start: int) -> bool:
    """Whether somebody says what begins at `start`, so that "would" stands for "will"."""
    segment = reading.words[start].segment
    first, stop = reading.bounds[segment]
    before = (reading.words[at] for at in range(max(first, start - CLAUSE), start))
    behind = (reading.words[at] for at in range(start, stop) if reading.words[at].low in SPEECH)
    return any(word.verb and word.form in forms_of("reporting") for word in before) or next(behind, None) is not None


def _is_left_open(reading: Reading, start: int) -> bool:
    """Whether something before the verb group leaves its clause open, or a condition or "allegedly" its sentence."""
    if start >= len(reading.words):
        return False
    segment = reading.words[start].segment
    if any(word.low in words_in("hearsay_words") for word in reading.segment(segment)):
        return True
    first = reading.bounds[segment][0]
    for at in range(start - 1, max(first, start - CLAUSE) - 1, -1):
        word = reading.words[at]
        after = reading.words[at + 1]
        is_new = word.low in ("and", "but") and (after.low in AUXILIARIES or after.tag in ("d", "s", "dn"))
        if is_new or word.low in TURNING or not PAUSES.isdisjoint(reading.marks_before(at + 1)):
            return False
        if is_hedge(word, after):
            return True
    return False


def is_hedge(word: Word, after: Word) -> bool:
    """Whether a word leaves open what follows it: as a verb, or as a noun with "to", "that", "of" or "for"."""
    if word.low in words_in("possible"):
        return True
    if word.low in NO_HEDGES:
        return False
    if word.low in words_in("aiming"):
        return after.low == "to"  # "means to sell"
    if word.form in forms_of("to_only") and after.low != "to":
        return False
    is_one = not word.name and word.form in forms_of("hedge", "planned", "asking")
    return is_one and (bool(word.verb) or word.low not in verb_forms() or after.low in ("to", "that", "of", "for"))
