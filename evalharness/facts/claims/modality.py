"""Modality: what a text says could, might or is meant to happen, and where a candidate says that it will or did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.hedges import COMING, FUTURE, MEANT, MODALS, OPEN, Hedge, Hedges
from evalharness.facts.claims.match import MAX_PLACES, Match
from evalharness.facts.claims.negations import Polarity
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.scope import (
    HINT_REACH,
    SPEECH,
    Pair,
    has_company,
    in_one_sentence,
    is_firm,
)
from evalharness.facts.claims.senses import is_currency
from evalharness.facts.claims.stance import DONE, is_bare, is_condition, is_conditional, is_due, own_stance, stance
from evalharness.facts.claims.tables import form, forms_of, words_in
from evalharness.facts.claims.tagging import BE, HAVE
from evalharness.facts.shown import one_line

FIRM = 0.2
TELLING = 2.0
MANY, MOST, REACH = 2, 0.6, 6.0
LIGHT_VERBS = words_in("light_verbs")
PARTICLES = (words_in("particles") | {"by", "through", "across", "around", "along"}) - {"in", "on"}
STATES = frozenset(("want", "like", "need", "be", "have", "prefer"))
AGREED = frozenset(("agreed", "agrees", "decided", "decides", "resolved", "opted", "chosen", "chose", "committed"))
SETTLED = ("agreed", "decided", "agreement", "deal", "resolved", "committed")
WEIGHING = frozenset(form(word) for word in ("consider", "weigh", "mull", "contemplate", "explore", "ponder", "study"))


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
    is_decided = main is not None and _is_decided(match, sides[1], main[0], hedge)
    if (
        main is not None
        and not is_decided
        and (not is_firm(match, main[0]) or sides[1].is_denied(main[1]) or sides[0].is_denied(main[0]))
    ):
        return  # "could not" says no more than "did not"
    if main is not None and is_currency(match.theirs, match.theirs.words[main[1]]):
        return  # "is seeking 5 million won"
    is_modal = match.theirs.words[hedge.cue].low in MODALS
    is_same_deed = not (is_modal and hedge.main >= 0) and _is_done_plan(match, pairs, hedge)
    if main is None and not (is_same_deed or _is_reworded(match, pairs, hedge)):
        return
    if main is not None and is_modal and match.theirs.words[main[1]].verb in STATES:
        return
    if main is not None and match.theirs.words[main[1]].verb and not match.ours.words[main[0]].verb:
        return
    if main is not None and not are_of_one_sense(match, main):
        return
    if main is not None and _is_done_elsewhere(match, pairs, main):
        return
    company = max(match.firmness(index) for index, _ in pairs)
    if company < FIRM or not has_company(match, pairs, main is not None):
        return
    anchor = main[0] if main is not None else _deed(match, pairs)
    if main is None and sides[0].is_denied(anchor):
        return
    if main is not None and _is_said_to_be(match, main, hedge):
        pass
    elif main is not None:
        theirs = match.theirs
        if is_bare(match.ours, anchor):
            return
        stated = stance(match.ours, anchor, conditions=not is_conditional(theirs, theirs.words[hedge.cue].segment))
        if is_decided or (stated is None and _is_settled(match, anchor, hedge)):
            stated = COMING
        if stated is None or stated >= hedge.level or (stated and hedge.level == COMING):
            return
        if stated and hedge.level == MEANT and (is_due(match.ours, anchor) or own_stance(theirs, main[1]) == COMING):
            return  # "promises that it will": "will"
    elif _is_hedged(match, pairs, hedge) and not (is_same_deed and _is_plainly_done(match.ours, anchor, hedge)):
        return
    if hedge.level == COMING and not (main is not None and len(pairs) > 1 and _is_done(match.ours, anchor)):
        return
    if is_untold(match.theirs, hedge) and not _is_perfect(match.ours, anchor):
        return
    yield _finding(match, pairs, hedge, anchor, company)


def _is_done_elsewhere(match: Match, pairs: Sequence[Pair], main: Pair) -> bool:
    """Whether the source also tells of the deed as done, in another sentence, and ours has little else of the plan."""
    rest = sum(match.ours.words[index].weight for index, place in pairs if place != main[1])
    if rest >= TELLING:
        return False
    theirs, verb = match.theirs, match.theirs.words[main[1]]
    places = theirs.by_form.get(verb.form, ())[:MAX_PLACES]
    others = (theirs.words[at] for at in places if theirs.words[at].segment != verb.segment)
    return any(word.tag in ("d", "dn", "n") and stance(theirs, word.at) in (None, DONE) for word in others)


def are_of_one_sense(match: Match, pair: Pair) -> bool:
    """Whether two verbs can be one by what stands right behind: "went down" is not "would have gone by seconds"."""
    sides = ((match.ours, pair[0]), (match.theirs, pair[1]))
    if all(reading.words[at].verb not in LIGHT_VERBS for reading, at in sides):
        return True
    after = [reading.low(at + 1, reading.words[at].segment) for reading, at in sides]
    return after[0] == after[1] or PARTICLES.isdisjoint(after)


def _deed(match: Match, pairs: Sequence[Pair]) -> int:
    """The first of our words that is a verb of something done, else the first of all."""
    done = (index for index, _ in pairs if match.ours.words[index].verb and stance(match.ours, index) == 0)
    return next(done, pairs[0][0])


def _is_plainly_done(reading: Reading, index: int, hedge: Hedge) -> bool:
    """Whether ours has a verb in the perfect for what is only meant in the source, whatever stands around it."""
    return hedge.level == MEANT and _is_perfect(reading, index) and stance(reading, index) == 0


def _is_said_to_be(match: Match, main: Pair, hedge: Hedge) -> bool:
    """Whether ours says that it is what the source says it may be: "are abroad" for "could be abroad"."""
    ours, theirs = match.ours, match.theirs
    index, place = main
    may_be = theirs.words[hedge.cue].low in MODALS and theirs.low(place - 1, theirs.words[place].segment) == "be"
    segment = ours.words[index].segment
    is_so = ours.low(index - 1, segment) in ("is", "are") and ours.low(index - 2, segment) not in MODALS
    is_open = is_conditional(ours, segment) or any(hint for hint in _hints(ours, index, -1, hedge.level))
    return may_be and not theirs.words[place].verb and is_so and not is_open


def _is_settled(match: Match, index: int, hedge: Hedge) -> bool:
    """Whether ours says that somebody "has agreed to" do what the source only weighs or thinks possible."""
    ours, theirs = match.ours, match.theirs
    segment = ours.words[index].segment
    if ours.low(index - 1, segment) != "to" or ours.low(index - 2, segment) not in AGREED:
        return False
    cue = theirs.words[hedge.cue]
    told = {word.form for word in theirs.segment(cue.segment)}
    if stance(ours, index - 2) != 0 or any(form(word) in told for word in SETTLED):
        return False
    return hedge.level == OPEN or cue.form in WEIGHING


def _is_decided(match: Match, theirs: Polarity, index: int, hedge: Hedge) -> bool:
    """Whether ours has decided, for or against, what the source says is not: "had not decided whether to sell"."""
    ours, source = match.ours, match.theirs
    cue, segment = source.words[hedge.cue], ours.words[index].segment
    before = [ours.low(at, segment) for at in range(index - 1, index - 4, -1)]
    if cue.low != "whether" or before[0] != "to" or not match.anchors[index].is_same:
        return False
    at = index - (3 if before[1] == "not" else 2)
    is_open = theirs.is_denied(hedge.cue - 1) or not {"undecided", "yet"}.isdisjoint(
        source.low(place, cue.segment) for place in range(hedge.cue - 4, hedge.cue)
    )
    return is_open and before[2 if before[1] == "not" else 1] in AGREED and stance(ours, at) == DONE


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
    is_hedge = is_hedge or (word.low in words_in("aiming") and reading.low(index + 1, word.segment) == "to")
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
