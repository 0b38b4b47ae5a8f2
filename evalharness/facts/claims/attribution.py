"""Attribution: said by somebody else, or stated as fact what the source gives as somebody's claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from evalharness.facts.claims.circle import is_another
from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import PRONOUNS, Party
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.same_speaker import compared
from evalharness.facts.claims.speakers import groups_of
from evalharness.facts.claims.speech import Speech
from evalharness.facts.claims.stance import DONE, stance
from evalharness.facts.claims.statement import Frame
from evalharness.facts.claims.syntax import INSERTING
from evalharness.facts.claims.tables import form, forms_of, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, BE, Word
from evalharness.facts.shown import one_line
from evalharness.records import Span

MAIN = 0.6
NEAR = 4
MIN_WORDS = 3
COVERED, WHOLE = 0.5, 0.7
LIGHT, ENOUGH = 4.0, 30.0
RUN = 6
SHORT = 4
SPOKEN = frozenset((form("speak"),))
LEAD = 2
DISTANCE = 9.0
MAX_OTHERS = 60
PRONOUN_BACK = 2
OWN = PRONOUNS | {"its", "his", "her", "their", "our", "my"}
# A statement is the source's one where the words in common weigh so much, are such a share of ours, and no other
# speaker's statement, and nothing told outside of any, comes near.
LEAST, MOST, ENOUGH_SHARE = 6.0, 0.6, 0.45
SECOND, CLOSE, TOLD_FREE = 0.65, 0.85, 0.75
NAME_SHARE = 1.5
TURNS = frozenset(
    ("as", "after", "when", "while", "before", "once", "despite", "amid", "following", "although", "though")
)


def misattributed(match: Match, ours: Speech, theirs: Speech, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: statements given to another speaker than the source's."""
    first, stop = match.ours.bounds[segment]
    for _, which in ours.by_cue[bisect_left(ours.by_cue, (first, -1)) : bisect_left(ours.by_cue, (stop, -1))]:
        frame = ours.frames[which]
        if frame in ours.denials or match.ours.words[frame.cue].quoted or not _is_plain_speaker(match.ours, frame):
            continue
        core = _core(match.ours, frame)
        found = _origins(match, core, frame, theirs)
        if not found:
            continue
        number, share = max(found, key=lambda one: (_length(theirs.frames[one[0]]), -one[0]))
        origin = theirs.frames[number]
        if not _is_of_another(match, frame.speaker, number, theirs) or _is_own_denial(match, frame, origin, theirs):
            continue
        if not _gives_credit(match, ours, frame, origin, core):
            yield _misattribution(match, frame, origin, share)


def _is_own_denial(match: Match, ours: Frame, origin: Frame, theirs: Speech) -> bool:
    """Whether our statement has a "not", the source's has none, and our speaker denies something in the source."""
    if not _has_negation(match.ours, ours) or _has_negation(match.theirs, origin):
        return False
    return any(compared(match, ours.speaker, frame, theirs.voices) == "same" for frame in theirs.denials)


def _has_negation(reading: Reading, frame: Frame) -> bool:
    return any(word.low in words_in("pure_negation") for word in reading.words[frame.first : frame.stop])


def _is_of_another(match: Match, speaker: Party, number: int, theirs: Speech) -> bool:
    """Whether the source's statement is plainly another one's than our speaker's."""
    same = compared(match, speaker, theirs.frames[number], theirs.voices)
    return same == "other" or (same == "" and is_another(match, speaker, number, theirs.circle))


def _length(frame: Frame) -> int:
    return frame.stop - frame.first


def _gives_credit(match: Match, ours: Speech, frame: Frame, origin: Frame, core: list[Word]) -> bool:
    """Whether our sentence names the source's speaker too: as one who says it all, or in what is said."""
    speaker = origin.speaker
    stated = match.theirs.words[origin.first : origin.stop]
    if not any(word.low in OWN for word in stated) and any(
        word.form in speaker.heads or word.form in speaker.names for word in core
    ):
        return True
    first, stop = match.ours.bounds[match.ours.words[frame.cue].segment]
    near = ours.by_cue[bisect_left(ours.by_cue, (first, -1)) : bisect_left(ours.by_cue, (stop, -1))]
    around = (ours.frames[which] for _, which in near)
    return any(
        other is not frame
        and other.first <= frame.cue < other.stop
        and compared(match, other.speaker, origin, frozenset()) == "same"
        for other in around
    )


def _is_plain_speaker(reading: Reading, frame: Frame) -> bool:
    """Whether the speaker stands in the sentence, or is the only person before it that "she" can mean."""
    if not frame.speaker.is_known:
        return False
    segment = reading.words[frame.cue].segment
    if any(reading.words[at].segment == segment for at in frame.speaker.indexes) or not frame.speaker.indexes:
        return True
    first = reading.bounds[max(0, segment - PRONOUN_BACK)][0]
    before = reading.words[first : reading.bounds[segment][0]]
    return all(word.form in frame.speaker.names for word in before if word.form in reading.persons)


def _core(reading: Reading, frame: Frame) -> list[Word]:
    """The content words stated in a frame, without a clause of time or cause behind; quoted ones alone where enough."""
    own = set(frame.speaker.indexes)
    stop = frame.stop
    if frame.first > frame.cue:
        later = range(frame.first + MIN_WORDS, frame.stop)
        stop = next((at for at in later if _turns(reading, at)), stop)
    words = [reading.words[at] for at in range(frame.first, stop) if at not in own]
    content = [word for word in words if word.is_content]
    quoted = [word for word in content if word.quoted]
    return quoted if len(quoted) >= MIN_WORDS else content


def _turns(reading: Reading, index: int) -> bool:
    """Whether the word brings in a clause of time or cause, or a relative one set off by a comma."""
    low = reading.words[index].low
    if low in ("and", "but"):
        after = reading.words[index + 1 : index + 2]
        return bool(after) and (after[0].verb != "" or after[0].low in AUXILIARIES)
    return low in TURNS or (low in INSERTING and "," in reading.marks_before(index))


def _origins(match: Match, core: list[Word], frame: Frame, theirs: Speech) -> list[tuple[int, float]]:
    """The source's frames that state the same, with the share of our words each has; the likeliest first.

    None where one of them may be our speaker's, or where the source also tells it outside of any frame.
    """
    forms = {word.form: _telling(word) for word in core if word.form not in frame.speaker.names}
    total = sum(forms.values())
    quoted = _quoted_origin(match, frame, theirs)
    if quoted:
        return quoted
    scores = _scores(match, core, forms, theirs)
    best = max(scores.values(), default=0.0)
    least = min(LEAST, max(LIGHT, MOST * total))
    if best < least:
        return _repeated(match, core, frame, theirs)
    near = sorted((n for n in scores if scores[n] >= SECOND * best), key=lambda n: (-scores[n], n))
    whole = [n for n in sorted(scores) if scores[n] >= least and _is_whole(match.theirs, theirs.frames[n], forms)]
    likeliest = near[0] in whole
    close = [n for n in near if not likeliest or scores[n] >= CLOSE * best]
    said = [n for n in (*close, *whole) if theirs.frames[n] not in theirs.denials]
    if any(compared(match, frame.speaker, theirs.frames[n], theirs.voices) == "same" for n in said):
        return []
    found: list[tuple[bool, int, float]] = []
    for number in near:
        other = theirs.frames[number]
        if len(_forms(match.theirs, other).intersection(forms)) < 2 or not _can_speak(other):
            continue
        if other in theirs.denials:
            continue
        is_whole = _is_whole(match.theirs, other, forms)
        has_figure = any(word.is_number and word.form in _forms(match.theirs, other) for word in core)
        told = {word.form for word in core if has_figure or not word.name} & _forms(match.theirs, other)
        enough = ENOUGH_SHARE if len(told) >= MIN_WORDS else MOST
        is_it = is_whole or (scores[number] >= enough * total and scores[number] >= CLOSE * best)
        if is_it and not _is_told_freely(match, other, forms, theirs):
            found.append((is_whole, number, scores[number] / total))
    return [(number, share) for is_whole, number, share in found if is_whole or not any(one[0] for one in found)]


def _quoted_origin(match: Match, frame: Frame, theirs: Speech) -> list[tuple[int, float]]:
    """The frame of the source that has the first words we quote, one after the other, all within quotation marks."""
    run = [word for word in match.ours.words[frame.first : frame.stop] if word.quoted]
    run = [word for word in run if word.at - run[0].at < RUN and word.segment == run[0].segment]
    if len(run) < SHORT or run[-1].at - run[0].at >= len(run):
        return []
    places = match.theirs.places_of(run)
    stated = {theirs.voiced[place] for place in places if match.theirs.words[place].quoted and place in theirs.voiced}
    return [(number, 1.0) for number in stated] if len(places) == len(stated) == 1 else []


def _can_speak(frame: Frame) -> bool:
    """Whether the speaker has a name or is of a kind that speaks: not "the audit pointed to"."""
    return bool(frame.speaker.names) or not frame.speaker.heads.isdisjoint(groups_of())


def _repeated(match: Match, core: list[Word], frame: Frame, theirs: Speech) -> list[tuple[int, float]]:
    """The frames that have the words of a short statement one after the other: "there might be other victims"."""
    if not core or any(word.quoted for word in core):
        return []
    low, high = core[0].at, core[-1].at + 1
    first = frame.first
    while low > first and high - low < RUN and not match.ours.words[low - 1].is_content:
        low -= 1
    run = match.ours.words[low:high]
    places = match.theirs.places_of(run) if SHORT <= len(run) <= RUN else []
    stated = {place for place in places if place in theirs.voiced}
    if not stated or len(stated) < len(places):
        return []
    numbers = theirs.by_form.get(core[-1].form, ())[:MAX_OTHERS]
    return [(n, 1.0) for n in numbers if theirs.frames[n].first <= places[0] < theirs.frames[n].stop]


def _scores(match: Match, core: list[Word], forms: Mapping[str, float], theirs: Speech) -> dict[int, float]:
    """Number of a source frame -> the weight of our words that it states."""
    scores: dict[int, float] = {}
    for shape, weight in forms.items():
        for number in theirs.by_form.get(shape, ())[:MAX_OTHERS]:
            scores[number] = scores.get(number, 0.0) + weight
    for word in core:
        anchor = match.anchors.get(word.at)
        if anchor is not None and not anchor.is_same and anchor.place in theirs.voiced:
            number = theirs.voiced[anchor.place]
            scores[number] = scores.get(number, 0.0) + anchor.alike * forms.get(word.form, 0.0)
    return scores


def _is_told_freely(match: Match, frame: Frame, forms: Mapping[str, float], theirs: Speech) -> bool:
    """Whether a sentence of the source outside of all frames has most of what the frame and our words share."""
    shared = sorted(_forms(match.theirs, frame).intersection(forms))
    free: dict[int, float] = {}
    for shape in shared:
        places = (at for at in match.theirs.by_form.get(shape, ())[:MAX_OTHERS] if at not in theirs.of_word)
        for segment in {match.theirs.words[at].segment for at in places}:
            free[segment] = free.get(segment, 0.0) + forms[shape]
    return max(free.values(), default=0.0) >= TOLD_FREE * sum(forms[shape] for shape in shared)


def _telling(word: Word) -> float:
    """The weight of a word as a mark of a statement; names recur all over a text."""
    return min(word.weight, NAME_SHARE) if word.name else word.weight


def _is_whole(reading: Reading, frame: Frame, forms: Mapping[str, float]) -> bool:
    """Whether nearly all that a frame states is among our words."""
    content = [word for word in _content(reading, frame) if not word.name]
    covered = [word for word in content if word.form in forms]
    whole = sum(word.weight for word in content)
    return len(covered) > 1 and whole > LIGHT and sum(word.weight for word in covered) >= WHOLE * whole


def _content(reading: Reading, frame: Frame) -> list[Word]:
    own = set(frame.speaker.indexes)
    return [word for word in reading.words[frame.first : frame.stop] if word.is_content and word.at not in own]


def _forms(reading: Reading, frame: Frame) -> frozenset[str]:
    return frozenset(word.form for word in _content(reading, frame))


def _all_forms(reading: Reading, frame: Frame) -> frozenset[str]:
    """The forms of all words stated in a frame, small ones too: "knew the relays could fail"."""
    return frozenset(word.form for word in reading.words[frame.first : frame.stop])


def _misattribution(match: Match, frame: Frame, other: Frame, share: float) -> ClaimFinding:
    words = (
        [index for index in frame.speaker.indexes if match.ours.words[index].name]
        or list(frame.speaker.indexes)
        or [frame.cue]
    )
    who = excerpt(match.ours, min(words), max(words))
    said = list(other.speaker.indexes) or [other.cue]
    source = excerpt(match.theirs, min(said), max(said))
    reason = f'gives the statement to "{one_line(who.text)}"; in the wire "{one_line(source.text)}" makes it'
    span = _credit(match.ours, frame, words)
    return ClaimFinding("attribution", "contradicted", "soft", span, source, reason, min(1.0, share))


def _credit(reading: Reading, frame: Frame, speaker: list[int]) -> Span:
    """The words that give a statement to somebody: who and the verb, or the pronoun for who."""
    segment = reading.words[frame.cue].segment
    if reading.words[speaker[0]].segment == segment:
        return excerpt(reading, min(*speaker, frame.cue), max(*speaker, frame.cue))
    first = reading.bounds[segment][0]
    before = range(frame.cue - 1, max(first, frame.cue - NEAR) - 1, -1)
    pronoun = next((at for at in before if reading.words[at].low in PRONOUNS), frame.cue)
    return excerpt(reading, pronoun, frame.cue)


def hardened_claims(match: Match, ours: Speech, theirs: Speech, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: stated as fact what the source only gives as somebody's claim."""
    words = [word for word in match.ours.segment(segment) if word.is_content and not word.quoted]
    places = [match.anchors[word.at].place for word in words if word.at in match.anchors]
    for number in sorted({theirs.of_word[place] for place in places if place in theirs.of_word}):
        frame = theirs.frames[number]
        if not frame.is_claim:
            continue
        forms = _forms(match.theirs, frame)
        shared = [word for word in words if word.form in forms]
        group = _close_by(match, shared)
        if len(group) < len(shared) and not _is_asserted(match.ours, group):
            continue
        if not _is_enough(match, frame, group) or _keeps_distance(
            match.ours, ours, group, _all_forms(match.theirs, frame)
        ):
            continue
        if _covers(match, frame, group) and _is_dense(match, group):
            yield _hardened(match, frame, group)


def _close_by(match: Match, group: list[Word]) -> list[Word]:
    """The words of a group without those at either end that stand far from the rest."""
    while len(group) > MIN_WORDS and not _is_dense(match, group):
        ahead, behind = group[1].place - group[0].place, group[-1].place - group[-2].place
        group = group[1:] if ahead >= behind else group[:-1]
    return group


def _is_asserted(reading: Reading, group: list[Word]) -> bool:
    """Whether one of the words is a verb of something done or so, and no "not" stands among them."""
    stretch = reading.words[group[0].at : group[-1].at + 1]
    if any(word.low in words_in("pure_negation") for word in stretch):
        return False
    return any(word.verb and stance(reading, word.at) == DONE for word in group)


def _is_enough(match: Match, frame: Frame, group: list[Word]) -> bool:
    """Whether the words in common are three, or two that are all there is."""
    content = _content(match.theirs, frame)
    return len(group) >= MIN_WORDS or (len(group) > 1 and len({word.form for word in content}) == len(group))


def _keeps_distance(reading: Reading, ours: Speech, group: list[Word], claimed: frozenset[str]) -> bool:
    """Whether the words are given as somebody's, or the sentence keeps its distance in any other way."""
    if any(word.at in ours.of_word for word in group):
        return True
    kept = (forms_of("claiming", "disputing", "distance", "reporting") | SPOKEN) - claimed
    near = [reading.words[at] for word in (group[0], group[-1]) for at in reading.near(word.at, DISTANCE)]
    return any(
        word.form in kept and reading.text[word.start].islower() and reading.low(word.at - 1, word.segment) != "no"
        for word in near
    )


def _covers(match: Match, frame: Frame, group: list[Word]) -> bool:
    total = sum(word.weight for word in _content(match.theirs, frame))
    return sum(word.weight for word in group) >= COVERED * min(total, ENOUGH) and _has_verb(match.ours, group)


def _has_verb(reading: Reading, group: list[Word]) -> bool:
    """Whether a verb stands among the words of a group."""
    first = group[0].at
    if sum(not word.name for word in group) >= LEAD:
        first = max(reading.bounds[group[0].segment][0], first - LEAD)  # "hid [the fate of 40 prisoners]"
    return any(reading.words[at].verb or reading.words[at].low in BE for at in range(first, group[-1].at + 1))


def _is_dense(match: Match, group: list[Word]) -> bool:
    """Whether most of what stands between the first and the last word of the group belongs to it."""
    between = [match.ours.words[at] for at in range(group[0].at, group[-1].at + 1)]
    content = sum(word.weight for word in between if word.is_content)
    return sum(word.weight for word in group) >= MAIN * content


def _hardened(match: Match, frame: Frame, group: list[Word]) -> ClaimFinding:
    has_verb = any(word.verb for word in group)
    start = group[0].at if has_verb else match.ours.governor(group[0].at)
    span = excerpt(match.ours, start, group[-1].at)
    source = excerpt(match.theirs, min(frame.cue, frame.first), frame.stop - 1)
    who = " ".join(match.theirs.words[at].low for at in frame.speaker.indexes)
    reason = f'states as fact what the wire gives as a claim: "{one_line(source.text)}"'
    return ClaimFinding("attribution", "unsupported", "soft", span, source, reason, 0.6 if who else 0.5)
