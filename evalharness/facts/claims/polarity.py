"""Negation: which words of a text are denied, and where a candidate denies what its source affirms, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading, excerpt, read
from evalharness.facts.claims.scope import (
    BREAK,
    ENOUGH,
    HINT_REACH,
    LOOSE,
    MAX_SCOPE,
    SPEECH,
    Pair,
    has_company,
    in_one_sentence,
    is_firm,
    scope,
    verb_after,
)
from evalharness.facts.claims.tables import form, forms_of, verb_forms, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, BE, Word
from evalharness.facts.shown import one_line
from evalharness.text.document import Document

FIRM = 0.35
MAX_AVOWALS = 20
PREDICATE = 4
LIGHT = 4.0
SUBJECT_WORDS, COMPLEMENT_WORDS = 10, 18
HAVING = frozenset(("there", "have", "has", "had", "with", "face", "faces", "saw"))
BEYOND = frozenset(("above", "over", "beyond", "exceed", "exceeding", "more", "higher", "surpass", "top", "longer"))
CAPS = frozenset(
    (
        "ceiling",
        "cap",
        "capped",
        "caps",
        "limit",
        "limited",
        "limits",
        "maximum",
        "most",
        "within",
        "under",
        "below",
        "tops",
        "upper",
    )
)
COMPARING = words_in("comparing")
NOT_DENYING = frozenset(
    (
        "doubt",
        "matter",
        "less",
        "fewer",
        "more",
        "later",
        "sooner",
        "wonder",
        "help",
        "trouble",
        "difficulty",
        "hesitation",
        "choice",
        "qualms",
        "alternative",
        "stranger",
        "surprise",
        "secret",
    )
)


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that denies others.

    Attributes:
        cue: index of the denying word.
        main: index of the verb or predicate it denies; -1 where there is none, as in "no deaths".
        scope: indexes of the content words it bears on, in order.
    """

    cue: int
    main: int
    scope: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Polarity:
    """All denials of a text, and for each word that is denied by how many of them."""

    negations: tuple[Negation, ...]
    turns: dict[int, int]
    by_word: dict[int, list[int]]
    """Index of a word -> the numbers of the denials that bear on it."""

    def is_denied(self, index: int) -> bool:
        """Whether an odd number of denials bears on the word."""
        return self.turns.get(index, 0) % 2 == 1


def denials(document: Document) -> Polarity:
    """View: the denials of a document."""
    return polarity(document.view(read))


def polarity(reading: Reading) -> Polarity:
    """The denials of a text, in order.

    >>> from evalharness.facts.claims.reading import read
    >>> from evalharness.text.document import Document
    >>> found = polarity(read(Document("He did not rule out talks and took no questions.")))
    >>> [len(negation.scope) for negation in found.negations], sorted(found.turns.values())
    ([2, 1, 2], [1, 1, 1, 2])
    """
    cues = reading.indexes_where(_may_deny)
    found = tuple([negation for index in cues for negation in _negation(reading, reading.words[index])])
    by_word: dict[int, list[int]] = {}
    for number, negation in enumerate(found):
        for index in negation.scope:
            by_word.setdefault(index, []).append(number)
    return Polarity(found, {index: len(numbers) for index, numbers in by_word.items()}, by_word)


@lru_cache(maxsize=1 << 14)
def _may_deny(low: str) -> bool:
    """Whether `_negation` can find a word with this lower-cased form to deny: most words need no closer look."""
    is_plain = low in ("cannot", "not", "no", "yet") or low.endswith(("n't", "n\u2019t"))
    is_plain = is_plain or low in words_in("pure_negation") or low in words_in("determiner_negation")
    shape = form(low)
    return is_plain or low == "ruled" or shape == "rule" or shape in forms_of("taking_to", "complement_negation")


def _negation(reading: Reading, word: Word) -> Iterator[Negation]:
    is_determiner = word.low in words_in("determiner_negation")
    is_lexical = _is_lexical(reading, word)
    if not (is_lexical or _is_plain(reading, word)):
        return
    bears = list(
        _undergoers(reading, word.at) if is_lexical and _is_passive(reading, word) else scope(reading, word.at)
    )
    main = -1 if is_lexical else verb_after(reading, word.at)
    if not (is_lexical or is_determiner) and (main < 0 or _is_copular(reading, word.at)):
        # "was not certain" denies "certain"; where nothing of weight follows, nothing can be compared
        if not bears or bears[0] > word.at + PREDICATE:
            return
        main = bears[0]
    if main >= 0 and _is_lexical(reading, reading.words[main]) and _is_passive(reading, reading.words[main]):
        bears = [*_undergoers(reading, main), *bears]  # "has not been ruled out"
    if is_determiner and main < 0:
        before = reading.word_before(word.at)
        if before is not None and before.verb and before.low not in AUXILIARIES | SPEECH:
            bears, main = [before.at, *bears], before.at
    if bears:
        yield Negation(word.at, main, tuple(bears))


def _is_copular(reading: Reading, cue: int) -> bool:
    """Whether "not" stands by a form of "be" that no other verb follows: "was not enough"."""
    word = reading.words[cue]
    if not (word.low.startswith(("is", "are", "was", "were")) or reading.low(cue - 1, word.segment) in BE):
        return False
    after = reading.words[cue + 1 : cue + 3]
    return not any(other.verb for other in after if other.segment == word.segment)


def _is_passive(reading: Reading, word: Word) -> bool:
    before = reading.word_before(word.at)
    return word.tag == "n" and before is not None and before.low in BE


def _undergoers(reading: Reading, index: int) -> Iterator[int]:
    """The content words of the subject of a passive, back to the next break: "an increase was ruled out"."""
    first = reading.bounds[reading.words[index].segment][0]
    for at in range(index - 1, max(first, index - MAX_SCOPE) - 1, -1):
        word = reading.words[at]
        if word.is_content and not word.verb:
            yield at
        if word.low in SPEECH or word.place - (reading.words[at - 1].place if at > first else 0) >= BREAK:
            return


def _is_plain(reading: Reading, word: Word) -> bool:
    low, after = word.low, reading.low(word.at + 1, word.segment)
    if low.endswith(("n't", "n\u2019t")) or low == "cannot":
        return True
    if low == "not":
        return after not in ("only", "just", "least", "necessarily", "all", "every")
    if low == "no":
        if reading.text[word.end : word.end + 3].lstrip(". \u00a0").isdecimal() and reading.text[word.end] == ".":
            return False  # "No. 5"
        return after not in NOT_DENYING and not reading.marks_before(word.at + 1).startswith("-")
    if low == "yet":
        return after == "to" and reading.low(word.at - 1, word.segment) in ("has", "have", "had", "is", "are")
    return low in words_in("pure_negation") or low in words_in("determiner_negation")


def _is_lexical(reading: Reading, word: Word) -> bool:
    if word.low == "ruled" or word.form == "rule":
        return reading.low(word.at + 1, word.segment) == "out"
    if word.form in forms_of("taking_to"):
        return reading.low(word.at + 1, word.segment) in ("to", "from")
    return word.form in forms_of("complement_negation") and not word.name


def turned(match: Match, ours: Polarity, theirs: Polarity, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: what is denied in one text and affirmed in the other."""
    first, stop = match.ours.bounds[segment]
    back = {match.anchors[index].place: index for index in range(first, stop) if index in match.anchors}
    for number in sorted({number for place in back for number in theirs.by_word.get(place, ())}):
        negation = theirs.negations[number]
        pairs = [(back[at], at) for at in negation.scope if at in back]
        yield from _held(match, (ours, theirs), pairs, negation, dropped=True)
    for number in sorted({number for index in range(first, stop) for number in ours.by_word.get(index, ())}):
        negation = ours.negations[number]
        pairs = [(at, match.anchors[at].place) for at in negation.scope if at in match.anchors]
        yield from _held(match, (ours, theirs), pairs, negation, dropped=False)


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
    if (
        negation.main >= 0
        and not (negation.main < negation.cue and len(pairs) >= ENOUGH)
        and (main is None or not is_firm(match, main[0]))
    ):
        return
    if negation.main < 0 and len(pairs) <= ENOUGH and not _exists(match.ours, [index for index, _ in pairs]):
        return
    if not _names_thing(match, pairs, negation, side):
        return
    company = max(match.firmness(index) for index, _ in pairs)
    if sum(match.ours.words[index].weight for index, _ in pairs) < LIGHT:
        return
    if company < (LOOSE if len(pairs) > 1 else FIRM) or not has_company(match, pairs, negation.main >= 0):
        return
    if not dropped and _is_accused(match, pairs, negation):
        return
    if _is_twice_denied(match, sides, pairs) or not _has_hint(match, pairs, negation, dropped=dropped):
        yield _finding(match, pairs, negation, company, dropped=dropped)


def _is_accused(match: Match, pairs: Sequence[Pair], negation: Negation) -> bool:
    """Whether ours denies what the source has only as somebody's accusation."""
    if match.ours.words[negation.cue].form not in forms_of("disavowing"):
        return False
    sentence = match.theirs.segment(match.theirs.words[pairs[0][1]].segment)
    return any(word.form in forms_of("claiming") for word in sentence)


def _names_thing(match: Match, pairs: Sequence[Pair], negation: Negation, side: int) -> bool:
    """Whether what "no" stands before has an answer: the first word of its scope, or the one right after that."""
    reading = match.theirs if side else match.ours
    if reading.words[negation.cue].low != "no":
        return True
    held = {pair[side] for pair in pairs}
    first = next(index for index in negation.scope if index > negation.cue) if negation.scope[-1] > negation.cue else -1
    return first in held or first + 1 in held


def disavowed(
    match: Match, ours: Mapping[int, Party], theirs: Mapping[int, Party], segment: int
) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: somebody confirms what the same one denies in the source, or the reverse."""
    for word in match.ours.segment(segment):
        side = _avowal(word)
        if not side or word.quoted:
            continue
        subject, content = _sides(match.ours, ours, word.at)
        if not content:
            continue
        for place in _avowals(match.theirs):
            other = match.theirs.words[place]
            speaker, denied = _sides(match.theirs, theirs, place)
            shared = content & denied - subject
            enough = len(shared) >= min(2, len(content), len(denied))
            if _avowal(other) == -side and subject & speaker and shared and enough:
                span, source = (excerpt(r, w, w) for r, w in ((match.ours, word.at), (match.theirs, place)))
                reason = f'says "{one_line(span.text)}"; the wire says "{one_line(source.text)}"'
                company = len(shared) / len(content)
                yield ClaimFinding("negation", "contradicted", "hard", span, source, reason, company)
                break


def _avowals(reading: Reading) -> list[int]:
    return [
        index
        for side in ("avowing", "disavowing")
        for form in sorted(forms_of(side))
        for index in reading.by_form.get(form, ())[:MAX_AVOWALS]
    ]


def _avowal(word: Word) -> int:
    """1 for a verb that confirms, -1 for one that denies, else 0."""
    if not word.verb:
        return 0
    return (word.form in forms_of("avowing")) - (word.form in forms_of("disavowing"))


def _sides(reading: Reading, doers: Mapping[int, Party], index: int) -> tuple[frozenset[str], frozenset[str]]:
    """The forms of the names of who does it, or before the verb, and of the content words after it in its clause."""
    first, stop = reading.bounds[reading.words[index].segment]
    before = reading.words[max(first, index - SUBJECT_WORDS) : index]
    after = list(reading.words[index + 1 : min(stop, index + COMPLEMENT_WORDS)])
    if after and after[0].low in ("that", "this", "it") and not any(word.is_content for word in after[1:4]):
        # "Karaca denied that" denies what was said before
        after = list(reading.words[max(0, first - COMPLEMENT_WORDS) : index])
    elif reading.marks_before(index).startswith(",") or (after and after[0].name):
        after = [*before, *after]  # "the checks had been skipped, acknowledged Uy"
    names = frozenset(word.form for word in before if word.name)
    doer = doers.get(index)
    content = frozenset(word.form for word in after if word.is_content)
    return names | (doer.names if doer else frozenset()), content


def _has_hint(match: Match, pairs: Sequence[Pair], negation: Negation, *, dropped: bool) -> bool:
    """Whether the text without the denial has another word there that may do its work."""
    ours = {word for index, _ in pairs for word in _hints(match.ours, index, -1 if dropped else negation.cue)}
    theirs = {word for _, place in pairs for word in _hints(match.theirs, place, negation.cue if dropped else -1)}
    if dropped:
        is_needed = negation.main < 0 and any(_is_needed(match.ours, index) for index, _ in pairs)
        return is_needed or bool(ours - theirs) or _is_capped(match, pairs, negation)
    first, stop = match.theirs.bounds[match.theirs.words[pairs[0][1]].segment]
    if any(_is_elliptical(match.theirs, at) for at in range(first, stop)):
        return True
    near = {match.ours.words[at].low for index, _ in pairs for at in match.ours.near(index, HINT_REACH)}
    ranked = any(
        match.theirs.words[at].low.endswith("est") for _, place in pairs for at in match.theirs.near(place, HINT_REACH)
    )
    return bool(theirs - ours) or ranked or not near.isdisjoint(COMPARING)


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


def _is_capped(match: Match, pairs: Sequence[Pair], negation: Negation) -> bool:
    """Whether what is denied is only to go beyond a limit that ours names: "not be above 5", "a ceiling of 5"."""
    theirs = match.theirs
    stop = max(place for _, place in pairs) + 1
    if not any(theirs.words[at].low in BEYOND for at in range(negation.cue + 1, stop)):
        return False
    near = {match.ours.words[at].low for index, _ in pairs for at in match.ours.near(index, HINT_REACH)}
    return not near.isdisjoint(CAPS)


def _is_needed(reading: Reading, index: int) -> bool:
    """Whether a word near says that the thing is called for, as what is not there may be."""
    return any(reading.words[at].form in forms_of("needing") for at in reading.near(index, HINT_REACH))


def _hints(reading: Reading, index: int, cue: int) -> Iterator[str]:
    for near in reading.near(index, HINT_REACH):
        word = reading.words[near]
        is_hint = word.form in forms_of("negative_hint") and (word.verb != "" or word.low not in verb_forms())
        is_hint = is_hint or word.low in words_in("always_hint")
        if near != cue and (is_hint or word.low.endswith(("n't", "n\u2019t"))):
            yield word.form


def _is_elliptical(reading: Reading, index: int) -> bool:
    """Whether a denial stands at the end of its clause, so that it bears on what was said before."""
    after = reading.words[index + 1 : index + 2]
    ends = not after or after[0].segment != reading.words[index].segment or bool(reading.marks_before(index + 1))
    return ends and (reading.words[index].low == "not" or reading.words[index].low.endswith("n't"))


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
