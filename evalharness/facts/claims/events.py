"""Events: what is said to be done and to what, so that one text's denial or plan meets the other's plain statement."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Protocol, cast

from evalharness.facts.claims.deeds import Deed, Deeds
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.hedges import Hedges
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.modality import LIGHT_VERBS, is_untold
from evalharness.facts.claims.moments import are_two_moments
from evalharness.facts.claims.negations import Negation, Polarity
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.sameness import are_others
from evalharness.facts.claims.scope import BREAK, SPEECH
from evalharness.facts.claims.senses import is_currency, is_left_as_is
from evalharness.facts.claims.stance import (
    COMING,
    DONE,
    MEANT,
    is_bare,
    is_conditional,
    is_due,
    is_past,
    own_stance,
    stance,
)
from evalharness.facts.claims.syntax import Predicate
from evalharness.facts.claims.tables import form, forms_of, inflected, table
from evalharness.facts.claims.tagging import AUXILIARIES, BE, Word
from evalharness.facts.shown import one_line

# What these verbs are done to stands behind a small word.
LINKS = {
    "agree": "to", "consent": "to", "accede": "to", "object": "to", "comply": "with", "abide": "by", "call": "for",
    "withdraw": "from", "participate": "in", "cooperate": "with", "adhere": "to", "opt": "for", "apologise": "for",
}  # fmt: skip
MAX_ARGUMENTS, MAX_SUBJECT, MAX_EVENTS = 7, 4, 24
SHARED, WHOLE, NEAR = 0.5, 4.0, 0.75
SHOWN = 4
IFS = frozenset(("if", "unless", "provided"))
BOUNDING = frozenset(("until", "unless", "except", "before", "unlike"))
LIMITING = frozenset(("until", "unless", "except", "before", "but", "only", "because", "yet", "enough", "than"))


class Side(Protocol):
    """What the rule asks of one text."""

    @property
    def reading(self) -> Reading:
        """The words."""

    @property
    def denials(self) -> Polarity:
        """What is denied."""

    @property
    def deeds(self) -> Deeds:
        """Who does what."""

    @property
    def hedges(self) -> Hedges:
        """What is left open."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A deed of the source beside one of the candidate: how much they share, and whether both say the same of it."""

    deed: Deed
    shared: float
    sign: int


@cache
def _senses() -> dict[str, dict[int, int]]:
    """Form of a verb -> the numbers of its groups, with the end it stands at: 1 or -1."""
    found: dict[str, dict[int, int]] = {}
    for number, group in enumerate(cast("list[str]", table("senses")["groups"])):
        for sign, words in zip((1, -1), group.split("|"), strict=False):
            for shape in sorted({form(each) for word in words.split() for each in inflected(word)}):
                found.setdefault(shape, {}).setdefault(number, sign)
    return found


@cache
def _hindering() -> frozenset[str]:
    words = str(table("senses")["hindering"]).split()
    return frozenset(shape for word in words for shape in inflected(word))


def changed(match: Match, ours: Side, theirs: Side, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: deeds that the source denies, or has still open, or the reverse."""
    first, stop = match.ours.bounds[segment]
    known = ours.deeds.all
    low, high = (bisect_left(known, at, key=lambda deed: deed.predicate.verb) for at in (first, stop))
    for deed in known[low:high]:
        word = match.ours.words[deed.predicate.verb]
        if not word.quoted and _is_stated(match.ours, word) and not is_currency(match.ours, word):
            yield from _compared(match, ours, theirs, deed)


def _is_stated(reading: Reading, word: Word) -> bool:
    """Whether a verb makes a statement: no noun, no bare participle or infinitive."""
    if not word.verb or (own_stance(reading, word.at) is None and not _is_failed(reading, word.at)):
        return False
    before = reading.low(word.at - 1, word.segment)
    return before != "being" or reading.low(word.at - 2, word.segment) in BE


def _is_failed(reading: Reading, index: int) -> bool:
    """Whether "failed to", "declined to" and the like stand before an infinitive."""
    before = reading.words[max(reading.bounds[reading.words[index].segment][0], index - 2) : index]
    return len(before) == 2 and before[1].low == "to" and before[0].form in forms_of("complement_negation", "taking_to")


def _compared(match: Match, ours: Side, theirs: Side, deed: Deed) -> Iterator[ClaimFinding]:
    index = deed.predicate.verb
    alike = [item for other in _candidates(match, theirs, index) for item in _alike(match, (ours, theirs), deed, other)]
    if not alike:
        return
    agreeing = max((item.shared for item in alike if item.sign > 0), default=0.0)
    against = max((item for item in alike if item.sign < 0), key=lambda item: item.shared, default=None)
    if against is not None and against.shared >= SHARED and against.shared * NEAR > agreeing:
        if _is_plainly_turned(match, (ours, theirs), deed, against.deed):
            yield _turned(match, (ours, theirs), deed, against)
        return
    best = max(alike, key=lambda item: item.shared)
    if best.sign > 0 and best.shared >= SHARED:
        if _denied(match.ours, ours, index):
            return  # "could not" says no more than "did not"
        near = [item for item in alike if item.sign > 0 and item.shared >= NEAR * best.shared]
        level = min(_level(theirs, item.deed.predicate.verb) for item in near)
        if level and _is_claimed(match, deed, best.deed, level):
            yield _hardened(match, deed, best)


def _candidates(match: Match, theirs: Side, index: int) -> Sequence[Deed]:
    """The deeds of the source by the same verb or one of its sense, or of the opposite one."""
    shape = match.ours.words[index].form
    forms = {shape} | {other for number in _senses().get(shape, ()) for other in _members()[number]}
    found = (deed for other in sorted(forms) for deed in theirs.deeds.known.get(f"~{other}", ()))
    return list(islice(found, MAX_EVENTS))


@cache
def _members() -> dict[int, tuple[str, ...]]:
    """The forms of each group."""
    found: dict[int, tuple[str, ...]] = {}
    for shape, numbers in _senses().items():
        for number in numbers:
            found[number] = (*found.get(number, ()), shape)
    return found


def _agreement(one: str, other: str) -> int:
    """1 for verbs of one sense, -1 for opposites."""
    if one == other:
        return 1
    mine, theirs = _senses().get(one, {}), _senses().get(other, {})
    signs = {mine[number] * theirs[number] for number in mine if number in theirs}
    return 1 if 1 in signs else -1


def _alike(match: Match, sides: tuple[Side, Side], deed: Deed, other: Deed) -> Iterator[Likeness]:
    """The source's deed beside ours, where they can be one."""
    one, two = deed.predicate, other.predicate
    word = match.theirs.words[two.verb]
    is_bare = word.tag == "g" and own_stance(match.theirs, two.verb) is None
    if is_bare or not _may_be_one(match, deed, other) or not _is_one_sense(match, one, two):
        return
    mine, theirs = _arguments(match.ours, one), _arguments(match.theirs, two)
    shared = sum(weight for shape, weight in mine.items() if shape in theirs)
    least = min(sum(mine.values()), sum(theirs.values()))
    own = word.weight if word.form == match.ours.words[one.verb].form else 0.0
    if shared + own < WHOLE or not shared or not _shares_more(match, one, two, mine.keys() & theirs.keys()):
        return
    denied = _denied(match.ours, sides[0], one.verb), _denied(match.theirs, sides[1], two.verb)
    agreement = _agreement(match.ours.words[one.verb].form, match.theirs.words[two.verb].form)
    if is_left_as_is(match.ours, one.verb) or is_left_as_is(match.theirs, two.verb):
        agreement = 1  # "left its dividend unchanged" is "kept its dividend"
    sign = agreement if denied[0] == denied[1] else -agreement
    if word.quoted and sign < 0:
        return  # what somebody says in so many words may bear ours out, but is a matter for the check of quotations
    if None not in denied and (agreement > 0 or _meet(_doers(one), _doers(two))):
        yield Likeness(other, shared / least, sign)


def _shares_more(match: Match, one: Predicate, other: Predicate, shared: AbstractSet[str]) -> bool:
    """Whether two deeds, one of which has an object, share more than who does them: not "filed a suit", "will file"."""
    is_open = not _object(match.ours, one) and not _object(match.theirs, other)
    is_open = is_open or _arguments(match.theirs, other).keys() <= _doers(other) | other.agent.modifiers
    return is_open or not shared <= _doers(one) | one.agent.modifiers


def _is_one_sense(match: Match, one: Predicate, other: Predicate) -> bool:
    """Whether two verbs can mean the same by what follows them: a light verb, "settle for", only with one object."""
    mine, theirs = match.ours.words[one.verb], match.theirs.words[other.verb]
    if mine.verb == "settle" or theirs.verb == "settle":
        after = [
            reading.low(word.at + 1, word.segment) for reading, word in ((match.ours, mine), (match.theirs, theirs))
        ]
        return ("for" in after) == (after == ["for", "for"])
    if mine.verb not in LIGHT_VERBS and theirs.verb not in LIGHT_VERBS:
        return True
    objects = [_object(reading, item) for reading, item in ((match.ours, one), (match.theirs, other))]
    after = [reading.low(word.at + 1, word.segment) for reading, word in ((match.ours, mine), (match.theirs, theirs))]
    return _meet(*objects) or (mine.verb == theirs.verb and after[0] == after[1] != "")


def _denied(reading: Reading, side: Side, verb: int) -> bool | None:
    """Whether a verb is denied itself; None where the denial is of another verb before it."""
    numbers = side.denials.by_word.get(verb, ())
    negations = [side.denials.negations[number] for number in numbers]
    if any(negation.main != verb and not _is_first(reading, negation, verb) for negation in negations):
        return None
    return len(negations) % 2 == 1


def _is_first(reading: Reading, negation: Negation, verb: int) -> bool:
    """Whether a denial without a verb of its own bears on this one before any other."""
    return negation.main < 0 and not any(reading.words[at].verb for at in range(negation.cue + 1, verb))


def _doers(predicate: Predicate) -> frozenset[str]:
    return predicate.agent.names | predicate.agent.heads


def _may_be_one(match: Match, deed: Deed, other: Deed) -> bool:
    """Whether neither the doers nor what they do it to are plainly different, and one of both is shared."""
    one, two = deed.predicate, other.predicate
    if are_others(match, one.agent, two.agent):
        return False
    agents = _meet(_doers(one), _doers(two))
    mine, theirs = (_object(reading, item) for reading, item in ((match.ours, one), (match.theirs, two)))
    if mine and theirs:
        return not mine.isdisjoint(theirs)
    return agents or not (mine or theirs)


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


def _object(reading: Reading, predicate: Predicate) -> frozenset[str]:
    """The forms of what the deed is done to."""
    link = LINKS.get(reading.words[predicate.verb].verb, "")
    patient = predicate.other(link) if link and not predicate.patient.is_known else predicate.patient
    return frozenset(reading.words[at].form for at in patient.indexes)


def _arguments(reading: Reading, predicate: Predicate) -> dict[str, float]:
    """The content words that go with a verb, by form, with their weight."""
    indexes = {at for party in (predicate.agent, predicate.patient) for at in party.indexes}
    indexes.update(at for _, party in predicate.others for at in party.indexes)
    indexes.update(_behind(reading, predicate.verb), _in_front(reading, predicate.verb))
    return {reading.words[at].form: reading.words[at].weight for at in indexes if at != predicate.verb}


def _behind(reading: Reading, verb: int) -> Iterator[int]:
    """The content words after a verb, to the next break between clauses."""
    stop = reading.bounds[reading.words[verb].segment][1]
    found = 0
    for at in range(verb + 1, stop):
        word = reading.words[at]
        if word.place - reading.words[at - 1].place >= BREAK or word.low in SPEECH or found == MAX_ARGUMENTS:
            return
        if word.is_content:
            yield at
            found += 1


def _in_front(reading: Reading, verb: int) -> Iterator[int]:
    """The content words before a verb, back to another verb or a break between clauses."""
    first = reading.bounds[reading.words[verb].segment][0]
    found = 0
    for at in range(verb - 1, first - 1, -1):
        word = reading.words[at]
        if reading.words[at + 1].place - word.place >= BREAK or found == MAX_SUBJECT:
            return
        if word.verb and word.low not in AUXILIARIES:
            return
        if word.is_content:
            yield at
            found += 1


def _is_plainly_turned(match: Match, sides: tuple[Side, Side], deed: Deed, other: Deed) -> bool:
    """Whether both texts speak plainly: no condition, limit, or other word that may turn the sense."""
    pairs = ((match.ours, sides[0], deed.predicate.verb), (match.theirs, sides[1], other.predicate.verb))
    if are_two_moments(match, (pairs[0][2], pairs[1][2])):
        return False
    is_opposite = len({_denied(reading, side, verb) for reading, side, verb in pairs}) == 1
    for reading, side, verb in pairs:
        if any(word.low in IFS for word in reading.segment(reading.words[verb].segment)) or (
            not is_opposite and _is_limited(reading, verb)
        ):
            return False
        if not side.denials.is_denied(verb) and _is_hindered(reading, verb):
            return False
    return True


def _is_limited(reading: Reading, verb: int) -> bool:
    """Whether "until", "but" or the like bounds what the verb tells."""
    segment = reading.words[verb].segment
    stop = reading.bounds[segment][1]
    behind = any(reading.words[at].low in LIMITING for at in range(verb + 1, min(stop, verb + 2 * MAX_ARGUMENTS)))
    clause = (reading.words[at].low for at in range(_clause_start(reading, verb), verb))
    opens = reading.words[reading.bounds[segment][0]].low in BOUNDING
    return behind or opens or any(low in BOUNDING for low in clause)


def _clause_start(reading: Reading, verb: int) -> int:
    """Where the clause of a verb begins: behind a mark, a joint, or "and" with another verb."""
    first = reading.bounds[reading.words[verb].segment][0]
    for at in range(verb - 1, max(first, verb - 2 * MAX_ARGUMENTS) - 1, -1):
        word, after = reading.words[at], reading.words[at + 1]
        if after.place - word.place >= BREAK:
            return at + 1
        if word.low in ("and", "but") and (after.low in AUXILIARIES or after.tag in ("d", "s", "dn")):
            return at + 1
    return max(first, verb - 2 * MAX_ARGUMENTS)


def _is_hindered(reading: Reading, verb: int) -> bool:
    """Whether a word before the verb in its clause, or right behind it, may turn its sense."""
    first, stop = reading.bounds[reading.words[verb].segment]
    start = _clause_start(reading, verb)
    if next(_behind(reading, verb), None) is None:
        start = max(first, verb - 4 * MAX_ARGUMENTS)  # "no cracks in the hull, inspectors found"
    if any(reading.words[at].low in _hindering() for at in range(start, verb)):
        return True
    return any(reading.words[at].low in _hindering() for at in range(verb + 1, min(stop, verb + 3)))


def _level(side: Side, verb: int) -> int:
    """How open a text leaves the deed of the verb: 0 to 3."""
    hedges = (side.hedges.hedges[number] for number in side.hedges.by_word.get(verb, ()))
    told = (hedge for hedge in hedges if hedge.main == verb and not is_untold(side.reading, hedge))
    return max((hedge.level for hedge in told), default=0)


def _is_claimed(match: Match, deed: Deed, other: Deed, level: int) -> bool:
    """Whether ours is stated as surer than the source's `level`, with a condition only where the source has none."""
    theirs = match.theirs
    conditions = not is_conditional(theirs, theirs.words[other.predicate.verb].segment)
    stated = stance(match.ours, deed.predicate.verb, conditions=conditions)
    if is_bare(match.ours, deed.predicate.verb):
        return False
    if level == MEANT and stated == COMING and is_due(match.ours, deed.predicate.verb):
        return False
    if level == COMING:
        return stated == DONE and is_past(match.ours, deed.predicate.verb)
    return stated is not None and stated <= COMING


def _stretch(reading: Reading, predicate: Predicate) -> tuple[int, int]:
    """The verb group with what follows it in its clause."""
    return reading.governor(predicate.verb), max([predicate.verb, *islice(_behind(reading, predicate.verb), SHOWN)])


def _turned(match: Match, sides: tuple[Side, Side], deed: Deed, against: Likeness) -> ClaimFinding:
    """The finding for a deed that the other text denies, or tells as its opposite."""
    one, two = deed.predicate, against.deed.predicate
    span, source = excerpt(match.ours, *_stretch(match.ours, one)), excerpt(match.theirs, *_stretch(match.theirs, two))
    denied = sides[0].denials.is_denied(one.verb), sides[1].denials.is_denied(two.verb)
    if denied[0] == denied[1]:
        reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
        return ClaimFinding("direction", "contradicted", "soft", span, source, reason, against.shared)
    verb = "affirms what the wire denies" if denied[1] else "denies what the wire affirms"
    reason = f'{verb}: says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
    return ClaimFinding("negation", "contradicted", "hard", span, source, reason, against.shared)


def _hardened(match: Match, deed: Deed, best: Likeness) -> ClaimFinding:
    """The finding for a deed stated as done or certain that the source leaves open."""
    one, two = deed.predicate, best.deed.predicate
    span = excerpt(match.ours, match.ours.governor(one.verb), one.verb)
    source = excerpt(match.theirs, *_stretch(match.theirs, two))
    done = "certain" if stance(match.ours, one.verb, conditions=False) else "done"
    reason = f'states as {done} what the wire leaves open: "{one_line(source.text)}"'
    return ClaimFinding("modality", "unsupported", "soft", span, source, reason, min(1.0, best.shared), "intrinsic")
