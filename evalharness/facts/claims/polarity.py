"""Where a candidate denies what its source affirms, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalharness.facts.claims.denial_hints import has_hint, is_of_thing
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import COVERED, MAX_PLACES, Match
from evalharness.facts.claims.negations import Negation, Polarity, is_lexical_denial
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.scope import (
    DERIVED,
    ENOUGH,
    LOOSE,
    MAX_SCOPE,
    Pair,
    has_company,
    in_one_sentence,
)
from evalharness.facts.claims.tables import forms_of
from evalharness.facts.shown import one_line

FIRM = 0.35
LIGHT, HELD = 4.0, 6.0
ALTERNATE, NEARLY, TOGETHER, AROUND = 0.4, 0.8, 0.4, 7.0
TURNING = frozenset(("but", "however", "although", "though", "yet"))
LINKING = frozenset(("feel", "look", "seem", "appear", "sound", "become", "remain", "stay", "taste", "smell", "prove"))
SAID = 5
HAVING = frozenset(("there", "have", "has", "had", "with", "face", "faces", "saw"))


def turned(match: Match, ours: Polarity, theirs: Polarity, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: what is denied in one text and affirmed in the other."""
    first, stop = match.ours.bounds[segment]
    back = _back(match, theirs, first, stop)
    added: set[int] = set()
    for number in sorted({number for index in range(first, stop) for number in ours.by_word.get(index, ())}):
        negation = ours.negations[number]
        pairs = [(at, match.anchors[at].place) for at in negation.scope if at in match.anchors]
        for finding in _held(match, (ours, theirs), pairs, negation, dropped=False):
            added.update(index for index, _ in pairs)
            yield finding
        yield from _unbounded(match, theirs, negation)
    for number in sorted({number for place in back for number in theirs.by_word.get(place, ())}):
        negation = theirs.negations[number]
        pairs = [(back[at], at) for at in negation.scope if at in back]
        if added.isdisjoint(index for index, _ in pairs):
            yield from _held(match, (ours, theirs), pairs, negation, dropped=True)


def _unbounded(match: Match, theirs: Polarity, negation: Negation) -> Iterator[ClaimFinding]:
    """The finding where ours says "never" of what the source denies only up to a time: "had not replied until May"."""
    reading, other = match.ours, match.theirs
    anchor = match.anchors.get(negation.main)
    if reading.words[negation.cue].low != "never" or anchor is None or not anchor.is_same:
        return
    company = match.company(negation.main, anchor.place)
    if company < FIRM:
        return
    bound = next((number for number in theirs.by_word.get(anchor.place, ())), None)
    if bound is None or other.words[theirs.negations[bound].cue].low == "never" or _until(reading, negation.main) >= 0:
        return
    until = _until(other, anchor.place)
    if until >= 0:
        span = excerpt(reading, reading.governor(negation.cue), negation.main)
        source = excerpt(other, theirs.negations[bound].cue, until + 1)
        reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
        yield ClaimFinding("negation", "contradicted", "hard", span, source, reason, company)


def _until(reading: Reading, index: int) -> int:
    """Index of the "until" that a denied verb is bounded by; -1 where there is none."""
    stop = reading.bounds[reading.words[index].segment][1]
    places = range(index + 1, min(stop - 1, index + MAX_SCOPE))
    return next((at for at in places if reading.words[at].low in ("until", "till", "before", "since")), -1)


def _back(match: Match, theirs: Polarity, first: int, stop: int) -> dict[int, int]:
    """Source word -> the word of our sentence that answers to it: by its anchor, or denied and in the same company."""
    back: dict[int, int] = {}
    for index in range(first, stop):
        anchor = match.anchors.get(index)
        if anchor is None:
            continue
        if anchor.is_same and anchor.place not in theirs.by_word:
            for place in match.theirs.by_form.get(match.ours.words[index].form, ())[:MAX_PLACES]:
                if _is_main(theirs, place) and match.company(index, place) >= max(
                    ALTERNATE, NEARLY * match.company(index, anchor.place)
                ):
                    back.setdefault(place, index)
        back[anchor.place] = index
    return back


def _is_main(side: Polarity, index: int) -> bool:
    """Whether a denial bears on this word first of all."""
    return any(side.negations[number].main == index for number in side.by_word.get(index, ()))


def _firmness(match: Match, pair: Pair) -> float:
    """How surely a word of ours speaks of what a word of the source speaks of: 0 to 1."""
    if match.anchors[pair[0]].place == pair[1]:
        return match.firmness(pair[0])
    covered = match.coverage(match.ours.words[pair[0]].segment, pair[1])
    return max(match.company(*pair), COVERED * covered)


def _is_held(match: Match, pairs: Sequence[Pair], main: Pair | None, company: float) -> bool:
    """Whether light words that are denied stand in company enough: "had not been consulted"."""
    return main is not None and match.anchors[main[0]].is_same and _weight(match, pairs, company) >= HELD


def _is_told_too(match: Match, theirs: Polarity, place: int) -> bool:
    """Whether the sentence of a denied word has it without a denial as well: "I said stay indoors, not stay at sea"."""
    word = match.theirs.words[place]
    others = (other for other in match.theirs.by_form.get(word.form, ()) if other != place)
    return any(match.theirs.words[at].segment == word.segment and not theirs.is_denied(at) for at in others)


def _is_denied_too(
    match: Match, theirs: Polarity, main: Pair | None, pairs: Sequence[Pair], negation: Negation
) -> bool:
    """Whether the source denies, elsewhere, the very word that ours denies."""
    if main is None:
        return False
    places = match.theirs.by_form.get(match.theirs.words[main[1]].form, ())[:MAX_PLACES]
    denied = (
        at
        for at in places
        for n in theirs.by_word.get(at, ())
        if theirs.negations[n].cue < at == theirs.negations[n].main
    )
    cue = match.ours.words[negation.cue].low
    return any(match.company(main[0], at) >= FIRM or _is_same_denial(match, theirs, pairs, cue, at) for at in denied)


def _is_same_denial(match: Match, theirs: Polarity, pairs: Sequence[Pair], cue: str, main: int) -> bool:
    """Whether the source denies a word by the same small word, with another of ours: "without weakening it"."""
    ours = {match.ours.words[index].form for index, _ in pairs}
    for number in theirs.by_word[main]:
        negation = theirs.negations[number]
        held = {match.theirs.words[at].form for at in negation.scope} & ours
        if match.theirs.words[negation.cue].low == cue and len(held) > 1:
            return True
    return False


def _weight(match: Match, pairs: Sequence[Pair], company: float) -> float:
    """The weight of the words that answer to each other; in firm company also of those that stand with them."""
    held = {index for index, _ in pairs}
    if company >= TOGETHER:
        for index, place in pairs:
            span = match.theirs.near(place, AROUND)
            near = (
                at
                for at in match.ours.near(index, AROUND)
                if at in match.anchors and not match.ours.words[at].is_number
            )
            held.update(at for at in near if match.anchors[at].place in span)
    return sum(match.ours.words[index].weight for index in held)


def _held(
    match: Match, sides: tuple[Polarity, Polarity], pairs: Sequence[Pair], negation: Negation, *, dropped: bool
) -> Iterator[ClaimFinding]:
    """The finding for one denial of one text whose scope answers to words of the other, given as index pairs."""
    if not pairs or any(sides[0].is_denied(one) == sides[1].is_denied(other) for one, other in pairs):
        return
    if any(match.ours.words[index].quoted for index, _ in pairs):
        return
    pairs = in_one_sentence(match, pairs)
    side = 1 if dropped else 0
    main = next((pair for pair in pairs if pair[side] == negation.main), None)
    reading = match.theirs if dropped else match.ours
    is_verb = negation.main >= 0 and not (dropped and is_of_thing(reading, negation))
    if is_verb and is_lexical_denial(reading, reading.words[negation.cue]):
        is_verb = main is not None and match.anchors[main[0]].alike >= DERIVED and _firmness(match, main) >= LOOSE
    if (
        is_verb
        and not (negation.main < negation.cue and len(pairs) >= ENOUGH)
        and (main is None or match.anchors[main[0]].alike < DERIVED or _firmness(match, main) < LOOSE)
    ):
        return
    if not is_verb and len(pairs) <= ENOUGH and not _exists(match.ours, [index for index, _ in pairs]):
        return
    if not _names_thing(match, pairs, negation, side) or (main is not None and not _says_as_much(match, main)):
        return
    company = max(_firmness(match, pair) for pair in pairs)
    if sum(match.ours.words[index].weight for index, _ in pairs) < LIGHT and not _is_held(match, pairs, main, company):
        return
    if dropped and main is not None and _is_told_too(match, sides[1], main[1]):
        return
    if company < (LOOSE if len(pairs) > 1 else FIRM) or not has_company(match, pairs, is_verb):
        return
    if not dropped and (_is_accused(match, pairs, negation) or _is_denied_too(match, sides[1], main, pairs, negation)):
        return
    if _is_twice_denied(match, sides, pairs) or not has_hint(match, pairs, negation, dropped=dropped):
        yield _finding(match, pairs, negation, company, dropped=dropped)


def _is_accused(match: Match, pairs: Sequence[Pair], negation: Negation) -> bool:
    """Whether ours denies what the source has only as somebody's accusation, or as a claim before "but"."""
    sentence = match.theirs.segment(match.theirs.words[pairs[0][1]].segment)
    claims = [word.at for word in sentence if word.form in forms_of("claiming")]
    if match.ours.words[negation.cue].form in forms_of("disavowing"):
        return bool(claims)
    first, last = min(place for _, place in pairs), max(place for _, place in pairs)
    return any(at < first for at in claims) and any(word.low in TURNING and word.at > last for word in sentence)


def _says_as_much(match: Match, main: Pair) -> bool:
    """Whether what a linking verb says is the same in both: "did not feel well" denies nothing of "felt terrible"."""
    sides = ((match.ours, main[0]), (match.theirs, main[1]))
    if any(reading.words[at].verb not in LINKING for reading, at in sides):
        return True
    said = []
    for reading, at in sides:
        stop = min(reading.bounds[reading.words[at].segment][1], at + SAID)
        said.append(next((reading.words[it].form for it in range(at + 1, stop) if reading.words[it].is_content), ""))
    return said[0] == said[1]


def _names_thing(match: Match, pairs: Sequence[Pair], negation: Negation, side: int) -> bool:
    """Whether what "no" stands before has an answer: the first word of its scope, or the one right after that."""
    reading = match.theirs if side else match.ours
    if reading.words[negation.cue].low != "no":
        return True
    held = {pair[side] for pair in pairs}
    first = next(index for index in negation.scope if index > negation.cue) if negation.scope[-1] > negation.cue else -1
    return first in held or first + 1 in held


def _is_twice_denied(match: Match, sides: tuple[Polarity, Polarity], pairs: Sequence[Pair]) -> bool:
    """Whether both deny by the same word, which one of them denies in turn: "ruled out" and "did not rule out"."""

    def cues(polarity: Polarity, index: int) -> list[Negation]:
        return [polarity.negations[number] for number in polarity.by_word.get(index, ())]

    one, other = (cues(side, pair) for side, pair in zip(sides, pairs[0], strict=True))
    if len(one) + len(other) != 3 or not one or not other:
        return False
    single, double = (one[0], other) if len(one) == 1 else (other[0], one)
    mine, theirs = (match.ours, match.theirs) if len(one) == 1 else (match.theirs, match.ours)
    outer = next((negation for negation in double if negation.main in {each.cue for each in double}), None)
    inner = next((each for each in double if outer is not None and each.cue == outer.main), None)
    return inner is not None and mine.words[single.cue].form == theirs.words[inner.cue].form


def _exists(reading: Reading, indexes: Sequence[int]) -> bool:
    """Whether the words are said to be there: "there were survivors", "had survivors", "survivors were found"."""
    first, last = min(indexes), max(indexes)
    segment = reading.words[first].segment
    before = [word.low for word in reading.words[max(0, first - 4) : first] if word.segment == segment]
    after = [word for word in reading.words[last + 1 : last + 4] if word.segment == segment]
    return not HAVING.isdisjoint(before) or any(word.tag == "n" and word.verb for word in after)


def _finding(match: Match, pairs: Sequence[Pair], negation: Negation, company: float, *, dropped: bool) -> ClaimFinding:
    mine = [index for index, _ in pairs] + ([] if dropped else [negation.cue])
    other = [place for _, place in pairs] + ([negation.cue] if dropped else [])
    span = excerpt(match.ours, match.ours.governor(min(mine)), max(mine))
    source = excerpt(match.theirs, match.theirs.governor(min(other)), max(other))
    verb = "affirms what the wire denies" if dropped else "denies what the wire affirms"
    reason = f'{verb}: says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
    return ClaimFinding("negation", "contradicted", "hard", span, source, reason, min(1.0, company + 0.2 * len(pairs)))
