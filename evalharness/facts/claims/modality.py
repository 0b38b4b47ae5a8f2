"""Modality: what a text says could, might or is meant to happen, and where a candidate says that it will or did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.polarity import Polarity
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.scope import (
    BREAK,
    HINT_REACH,
    SPEECH,
    Pair,
    has_company,
    in_one_sentence,
    is_firm,
    scope,
    verb_after,
)
from evalharness.facts.claims.stance import is_bare, is_condition, is_conditional, is_due, own_stance, stance
from evalharness.facts.claims.tables import form, forms_of, verb_forms, words_in
from evalharness.facts.claims.tagging import BE, BE_OR_HAVE, HAVE, Word
from evalharness.facts.shown import one_line
from evalharness.text.document import Document

OPEN, MEANT, COMING = 3, 2, 1
FIRM = 0.2
MANY, MOST, REACH = 2, 0.6, 6.0
ASKED, QUESTION = 8, 20
TURN = 6.0
STATES = frozenset(("want", "like", "need", "be", "have", "prefer"))
LOCATING = frozenset(("within", "at", "from", "with", "and"))
MEANWHILE = frozenset(
    ("also", "then", "now", "soon", "later", "again", "meanwhile", "still", "instead", "even", "first")
)
MODALS = words_in("modals")
AGREED = frozenset(("agreed", "agrees", "decided", "decides", "resolved", "opted", "chosen", "chose", "committed"))
SETTLED = ("agreed", "decided", "agreement", "deal", "resolved", "committed")
WEIGHING = frozenset(form(word) for word in ("consider", "weigh", "mull", "contemplate", "explore", "ponder", "study"))
NARRATED = frozenset(("later", "eventually", "go", "often", "sometimes", "become", "have", "n't", "never", "not", "if"))
FUTURE = frozenset(("will", "shall", "would", "wo", "'ll"))


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that leaves open, or puts into the future, what follows it.

    Attributes:
        cue: index of the word.
        level: 3 where it leaves it open (could), 2 where it is meant (plans to), 1 where it is to come (will).
        main: index of the verb it bears on; -1 where there is none.
        scope: indexes of the content words it bears on.
    """

    cue: int
    level: int
    main: int
    scope: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hedges:
    """The hedges of a text, and for each word the numbers of those that bear on it."""

    hedges: tuple[Hedge, ...]
    by_word: dict[int, list[int]]


def hedged(document: Document) -> Hedges:
    """View: the hedges of a document."""
    found = hedges(document.view(read))
    by_word: dict[int, list[int]] = {}
    for number, hedge in enumerate(found):
        for index in hedge.scope:
            by_word.setdefault(index, []).append(number)
    return Hedges(found, by_word)


def hedges(reading: Reading) -> tuple[Hedge, ...]:
    """The hedges of a text, in order.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> [hedge.level for hedge in hedges(read(Document("Oslo could cut rates. Bern will raise them.")))]
    [3, 1]
    """
    found = []
    for index in reading.indexes_where(_may_hedge):
        word = reading.words[index]
        level = _level(reading, word)
        if level and not _is_asked_or_courtesy(reading, word):
            bears, main = tuple(scope(reading, word.at)), verb_after(reading, word.at)
            if word.low == "whether":
                bears, main = _asked(reading, word.at)
            if not bears and word.form in forms_of("possible"):
                bears, main = tuple(_subject(reading, word.at)), -1
            if (
                main >= 0
                and word.tag not in ("b", "s", "g")
                and bears
                and bears[0] == word.at + 1
                and word.low in PLANS
            ):
                main = -1  # "a planned rise would go ahead"
            if bears and main > bears[0] and _is_modal_verb(reading, word, bears[0]):
                main = bears[0]
            if main < 0 and word.low in MODALS and bears and bears[0] <= word.at + 2:
                main = bears[0]  # a verb that is in no table, or what follows "be"
            if bears:
                found.append(Hedge(word.at, level, main, bears))
    return tuple(found)


def _is_modal_verb(reading: Reading, cue: Word, index: int) -> bool:
    """Whether the word at `index` must be the verb of a modal one: right after it, or after one adverb."""
    if cue.low not in MODALS and cue.low not in FUTURE:
        return False
    word = reading.words[index]
    between = [reading.low(at, cue.segment) for at in range(cue.at + 1, index)]
    is_verb = word.low in verb_forms() and not word.low.endswith("ly") and not reading.marks_before(index)
    return is_verb and (not between or (len(between) == 1 and between[0] in MEANWHILE))


def _is_asked_or_courtesy(reading: Reading, word: Word) -> bool:
    """Whether the sentence is a question, or only says what it does: "I wanted to thank you", "our plans within"."""
    last = reading.words[reading.bounds[word.segment][1] - 1]
    if "?" in reading.text[last.end : last.end + 2]:
        return True
    main = verb_after(reading, word.at)
    if word.form in forms_of("wishing") and main >= 0 and reading.words[main].verb in words_in("courtesies"):
        return True
    return word.low == "plans" and not word.verb and reading.low(word.at + 1, word.segment) in LOCATING


@lru_cache(maxsize=1 << 14)
def _may_hedge(low: str) -> bool:
    """Whether `_level` can find a word with this lower-cased form to be a hedge: most words need no closer look."""
    groups = (words_in(group) for group in ("possible", "seeming", "asking", "certain"))
    is_cue = low in FUTURE or low in ("would", "is", "are", "was", "were") or any(low in group for group in groups)
    return is_cue or form(low) in forms_of("preparing", "planned")


def _level(reading: Reading, word: Word) -> int:
    after = reading.low(word.at + 1, word.segment)
    if word.name or reading.text[word.start].isupper():
        return 0
    if word.low in words_in("possible"):
        return 0 if word.low == "may" and after[:1].isdigit() else OPEN
    if word.low in words_in("seeming"):
        return OPEN if after == "to" else 0
    if word.low in words_in("asking") and _has_infinitive(reading, word):
        return MEANT
    if word.low in words_in("foreseen") and after != "to":
        return 0
    if word.form in forms_of("preparing") and word.verb:
        return COMING
    if word.form in forms_of("planned") and (word.verb or word.low in PLANS):
        is_regarded = word.verb == "consider" and word.tag in ("n", "dn") and _is_passive_here(reading, word)
        return 0 if is_regarded else MEANT
    if word.low == "would":
        is_told = any(other.low in SPEECH for other in reading.segment(word.segment))
        return COMING if is_told or _is_prospective(reading, word) else 0
    if word.low in FUTURE or (word.low in words_in("certain") and after in ("to", "be")):
        return COMING
    return COMING if word.low in ("is", "are", "was", "were") and after == "to" else 0


def _is_prospective(reading: Reading, word: Word) -> bool:
    """Whether "would" tells what is to come of a plan, not what came: "the line would double capacity"."""
    low = {other.low for other in reading.segment(word.segment)}
    return low.isdisjoint(NARRATED)


def _asked(reading: Reading, index: int) -> tuple[tuple[int, ...], int]:
    """The content words of an indirect question and its first verb, over insertions between commas."""
    stop = min(reading.bounds[reading.words[index].segment][1], index + QUESTION)
    gaps = (at for at in range(index + 2, stop) if reading.words[at].place - reading.words[at - 1].place >= TURN)
    inside = [reading.words[at] for at in range(index + 1, next(gaps, stop))]
    main = next((word.at for word in inside if word.verb and word.low not in BE_OR_HAVE), -1)
    return tuple(word.at for word in inside if word.is_content), main


def _has_infinitive(reading: Reading, word: Word) -> bool:
    """Whether somebody is to do something: "asked the firm to pay", "was told to pay"."""
    stop = reading.bounds[word.segment][1]
    for at in range(word.at + 1, min(stop, word.at + ASKED)):
        here = reading.words[at]
        if here.place - reading.words[at - 1].place >= BREAK or (here.verb and here.tag != "b"):
            return False
        if here.low == "to":
            return at + 1 < stop and reading.words[at + 1].tag == "b"
    return False


def _is_passive_here(reading: Reading, word: Word) -> bool:
    before = reading.word_before(word.at)
    return before is None or before.low in BE or bool(reading.marks_before(word.at)) or before.low.endswith("ly")


def _subject(reading: Reading, index: int) -> Iterator[int]:
    """The content words before "was possible", back to the next break."""
    first = reading.bounds[reading.words[index].segment][0]
    for at in range(index - 1, first - 1, -1):
        word = reading.words[at]
        if word.is_content:
            yield at
        if word.low in SPEECH or word.place - (reading.words[at - 1].place if at > first else 0) >= BREAK:
            return


PLANS = words_in("plans")


def hardened(match: Match, sides: tuple[Polarity, Polarity], theirs: Hedges, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: stated as done or certain what the source leaves open or to come."""
    first, stop = match.ours.bounds[segment]
    back = {match.anchors[index].place: index for index in range(first, stop) if index in match.anchors}
    for number in sorted({number for place in back for number in theirs.by_word.get(place, ())}):
        hedge = theirs.hedges[number]
        pairs = [(back[at], at) for at in hedge.scope if at in back]
        if pairs and not any(match.ours.words[index].quoted for index, _ in pairs):
            yield from _held(match, sides, in_one_sentence(match, pairs), hedge)


def _held(match: Match, sides: tuple[Polarity, Polarity], pairs: list[Pair], hedge: Hedge) -> Iterator[ClaimFinding]:
    main = next((pair for pair in pairs if pair[1] == hedge.main), None)
    if main is not None and (not is_firm(match, main[0]) or sides[1].is_denied(main[1]) or sides[0].is_denied(main[0])):
        return  # "could not" says no more than "did not"
    is_modal = match.theirs.words[hedge.cue].low in MODALS
    is_same_deed = not (is_modal and hedge.main >= 0) and _is_done_plan(match, pairs, hedge)
    if main is None and not (is_same_deed or _is_reworded(match, pairs, hedge)):
        return
    if main is not None and is_modal and match.theirs.words[main[1]].verb in STATES:
        return
    if main is not None and match.theirs.words[main[1]].verb and not match.ours.words[main[0]].verb:
        return
    company = max(match.firmness(index) for index, _ in pairs)
    if company < FIRM or not has_company(match, pairs, main is not None):
        return
    anchor = main[0] if main is not None else pairs[0][0]
    if main is not None:
        theirs = match.theirs
        if is_bare(match.ours, anchor):
            return
        stated = stance(match.ours, anchor, conditions=not is_conditional(theirs, theirs.words[hedge.cue].segment))
        if stated is None and _is_settled(match, anchor, hedge):
            stated = COMING
        if stated is None or stated >= hedge.level or (stated and hedge.level == COMING):
            return
        if stated and hedge.level == MEANT and (is_due(match.ours, anchor) or own_stance(theirs, main[1]) == COMING):
            return  # "promises that it will": "will"
    elif _is_hedged(match, pairs, hedge):
        return
    if hedge.level == COMING and not (main is not None and _is_done(match.ours, anchor)):
        return
    if is_untold(match.theirs, hedge) and not _is_perfect(match.ours, anchor):
        return
    yield _finding(match, pairs, hedge, anchor, company)


def _is_settled(match: Match, index: int, hedge: Hedge) -> bool:
    """Whether ours says that somebody "has agreed to" do what the source only weighs or thinks possible."""
    ours, theirs = match.ours, match.theirs
    segment = ours.words[index].segment
    if ours.low(index - 1, segment) != "to" or ours.low(index - 2, segment) not in AGREED:
        return False
    if stance(ours, index - 2) != 0 or any(form(word) in theirs.by_form for word in SETTLED):
        return False
    return hedge.level == OPEN or theirs.words[hedge.cue].form in WEIGHING


def is_untold(reading: Reading, hedge: Hedge) -> bool:
    """Whether "would" stands where nobody says it, so that it may tell what came: "he would spend a year there"."""
    cue = reading.words[hedge.cue]
    return cue.low == "would" and not any(word.low in SPEECH for word in reading.segment(cue.segment))


def _is_perfect(reading: Reading, index: int) -> bool:
    """Whether "has" stands right before the verb at `index`, or before one adverb."""
    segment = reading.words[index].segment
    return not HAVE.isdisjoint(reading.low(at, segment) for at in range(index - 2, index))


def _is_done_plan(match: Match, pairs: Sequence[Pair], hedge: Hedge) -> bool:
    """Whether what is planned as a noun is done here: "considers a claim", "claimed"."""
    near = hedge.scope if max(hedge.scope) < hedge.cue else hedge.scope[:2]  # "a listing is possible"
    if any(_is_had(match.ours, index) for index, place in pairs if place in near):
        return True
    return len(pairs) > 1 and any(place in near and match.ours.words[index].verb for index, place in pairs)


def _is_reworded(match: Match, pairs: Sequence[Pair], hedge: Hedge) -> bool:
    """Whether most of what is left open stands in the candidate by another verb, with a figure: "will reach 200"."""
    reading = match.ours
    figures = [index for index, _ in pairs if reading.words[index].is_number and reading.words[index].low[:1].isdigit()]
    if hedge.level != OPEN or not figures or len(pairs) < MANY or len(pairs) < MOST * len(hedge.scope):
        return False
    near = [reading.words[at] for at in reading.near(figures[0], REACH)]
    return any(word.verb and word.tag in ("b", "d", "dn", "n", "bdn") for word in near)


def _is_had(reading: Reading, index: int) -> bool:
    """Whether a thing is said to be there or granted: "has approval", "approved a rise"."""
    before = reading.words[max(reading.bounds[reading.words[index].segment][0], index - 4) : index]
    return bool(before) and (before[-1].low in HAVE or any(w.form in forms_of("granting") and w.verb for w in before))


def _is_hedged(match: Match, pairs: Sequence[Pair], hedge: Hedge) -> bool:
    """Whether the candidate hedges too, by whatever word."""
    theirs = {word for _, place in pairs for word in _hints(match.theirs, place, hedge.cue, hedge.level)}
    return any(word not in theirs for index, _ in pairs for word in _hints(match.ours, index, -1, hedge.level))


def _hints(reading: Reading, index: int, cue: int, level: int) -> Iterator[str]:
    for near in reading.near(index, HINT_REACH):
        if near != cue and _is_hint(reading, near, level):
            yield reading.words[near].form


def _is_hint(reading: Reading, index: int, level: int) -> bool:
    """Whether a word leaves something open, or to come where that is what is asked."""
    word = reading.words[index]
    to_come = level == COMING and (word.low in FUTURE or word.low in words_in("certain"))
    is_said_to = word.low in words_in("seeming") and reading.low(index + 1, word.segment) == "to"
    is_hedge = word.form in forms_of("hedge", "planned", "asking")
    is_hedge = is_hedge or (word.low == "provided" and is_condition(reading, word))
    return is_hedge or to_come or is_said_to or _to_do(reading, index, level)


def _to_do(reading: Reading, index: int, level: int) -> bool:
    """Whether "is to" announces what is to come."""
    word = reading.words[index]
    return level in (COMING, MEANT) and word.low == "to" and index > 0 and reading.words[index - 1].low in BE


def _is_done(reading: Reading, index: int) -> bool:
    """Whether the verb at `index` is in a past tense, outside a clause of its own."""
    word = reading.words[index]
    before = [reading.low(at, word.segment) for at in range(index - 3, index)]
    if word.tag == "n" and "be" not in before:
        return not HAVE.isdisjoint(before) or not {"was", "were"}.isdisjoint(before)
    return word.tag in ("d", "dn") and not FUTURE.intersection(before)


def _finding(match: Match, pairs: Sequence[Pair], hedge: Hedge, anchor: int, company: float) -> ClaimFinding:
    span = excerpt(match.ours, match.ours.governor(anchor), max(anchor, match.ours.governor(anchor)))
    last = max(place for _, place in pairs)
    source = excerpt(match.theirs, hedge.cue, last)
    done = _is_done(match.ours, anchor)
    open_or_due = "leaves open" if hedge.level != COMING else "has still to come"
    reason = f'states as {"done" if done else "certain"} what the wire {open_or_due}: "{one_line(source.text)}"'
    return ClaimFinding("modality", "unsupported", "soft", span, source, reason, company, "intrinsic")
