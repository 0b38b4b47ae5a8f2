"""Attribution: said by somebody else, or stated as fact what the source gives as somebody's claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import PRONOUNS, Party
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.roles import is_person, is_same_name
from evalharness.facts.claims.speakers import (
    are_apart,
    groups,
    groups_beside,
    has_other_house,
    is_linked,
    is_surely_person,
)
from evalharness.facts.claims.speech import Frame, Speech
from evalharness.facts.claims.syntax import INSERTING
from evalharness.facts.claims.tables import forms_of
from evalharness.facts.claims.tagging import AUXILIARIES, BE, MODALS, Word
from evalharness.facts.shown import one_line

MAIN = 0.6
MIN_WORDS = 3
COVERED, WHOLE = 0.5, 0.7
LIGHT, ENOUGH = 4.0, 30.0
RUN = 6
SHORT = 4
SHORT_NAME = 2
DISTANCE = 9.0
MAX_OTHERS = 60
PRONOUN_BACK = 2
OWN = PRONOUNS | {"its", "his", "her", "their", "our", "my"}
# A statement is the source's one where the words in common weigh so much, are such a share of ours, and no other
# speaker's statement, and nothing told outside of any, comes near.
LEAST, ENOUGH_SHARE = 6.0, 0.45
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
        if match.ours.words[frame.cue].quoted or not _is_plain_speaker(match.ours, frame):
            continue
        core = _core(match.ours, frame)
        found = _origins(match, core, frame, theirs)
        if not found:
            continue
        number, share = max(found, key=lambda one: (_length(theirs.frames[one[0]]), -one[0]))
        origin = theirs.frames[number]
        if _compared(match, frame.speaker, origin, theirs.voices) == "other" and not (
            _gives_credit(match, ours, frame, origin, core)
        ):
            yield _misattribution(match, frame, origin, share)


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
        and _compared(match, other.speaker, origin, frozenset()) == "same"
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
    scores = _scores(match, core, forms, theirs)
    best = max(scores.values(), default=0.0)
    if best < LEAST:
        return _repeated(match, core, theirs)
    near = sorted((n for n in scores if scores[n] >= SECOND * best), key=lambda n: (-scores[n], n))
    if any(_compared(match, frame.speaker, theirs.frames[n], theirs.voices) == "same" for n in near):
        return []
    found = []
    for number in near:
        other = theirs.frames[number]
        if len(_forms(match.theirs, other).intersection(forms)) < 2:
            continue
        is_it = scores[number] >= ENOUGH_SHARE * total or _is_whole(match.theirs, other, forms)
        if scores[number] >= CLOSE * best and is_it and not _is_told_freely(match, other, forms, theirs):
            found.append((number, scores[number] / total))
    return found


def _repeated(match: Match, core: list[Word], theirs: Speech) -> list[tuple[int, float]]:
    """The frames that have the words of a short statement one after the other: "there might be other victims"."""
    if not core or any(word.quoted for word in core):
        return []
    low, high = core[0].at, core[-1].at + 1
    first = match.ours.bounds[core[0].segment][0]
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
    for form, weight in forms.items():
        for number in theirs.by_form.get(form, ())[:MAX_OTHERS]:
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
    for form in shared:
        places = (at for at in match.theirs.by_form.get(form, ())[:MAX_OTHERS] if at not in theirs.of_word)
        for segment in {match.theirs.words[at].segment for at in places}:
            free[segment] = free.get(segment, 0.0) + forms[form]
    return max(free.values(), default=0.0) >= TOLD_FREE * sum(forms[form] for form in shared)


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


def _compared(match: Match, ours: Party, frame: Frame, voices: frozenset[str]) -> str:
    """Whether the source's speaker is the ``same`` as ours, plainly an ``other`` one, or neither for sure."""
    theirs = frame.speaker
    if not theirs.is_known:
        return ""
    if ours.names and theirs.names:
        return _compared_names(match, ours, frame, voices)
    if not (ours.heads | ours.names).isdisjoint(theirs.heads | theirs.names | theirs.modifiers):
        return "same"
    words = theirs.names | theirs.heads
    if any(len(word) < SHORT_NAME for word in words) or words <= MODALS:
        return ""  # "I", "Will"
    mine_words, their_words = (
        {reading.words[at].form for at in party.indexes}
        for reading, party in ((match.ours, ours), (match.theirs, theirs))
    )
    if mine_words & their_words:
        return ""
    if ours.names:
        if is_linked(match.theirs, ours.names, theirs.heads):
            return "same"
        known = all(name in match.theirs.by_form for name in ours.names)
        mine = groups(match.ours, ours)
        if is_person(match.theirs, ours.names) or not mine:
            mine |= groups_beside(match.theirs, ours.names)
        is_other = are_apart(mine, groups(match.theirs, theirs)) or _is_other_office(match.theirs, ours, theirs)
        return "other" if known and is_other else ""
    if not all(head in match.theirs.by_form for head in ours.heads):
        return ""
    if theirs.names and is_linked(match.theirs, theirs.names, ours.heads):
        return "same"
    their_groups = groups(match.theirs, theirs) | (
        groups_beside(match.theirs, theirs.names) if theirs.names else frozenset()
    )
    return "other" if are_apart(groups(match.ours, ours), their_groups) else ""


def _compared_names(match: Match, ours: Party, frame: Frame, voices: frozenset[str]) -> str:
    """`_compared` for two speakers with names."""
    theirs, source = frame.speaker, match.theirs
    if is_same_name(match, ours.names, theirs.names):
        return "same"
    if not all(name in source.by_form for name in ours.names):
        return ""
    persons = is_surely_person(match.ours, source, ours), is_surely_person(source, source, theirs)
    if is_linked(source, ours.names, theirs.names) and persons != (True, True):
        return "same" if any(persons) else ""
    if _is_unsure_pronoun(source, frame, ours.names):
        return ""
    if persons == (True, True):
        return "other"
    if any(persons):
        person, house = (theirs.names, ours.names) if persons[1] else (ours.names, theirs.names)
        if any(name[0] == "@" for name in house):
            return ""
        body, its = (ours, theirs) if persons[1] else (theirs, ours)
        is_apart = are_apart(groups(match.theirs, body), groups(source, its) | groups_beside(source, person))
        return "other" if is_apart or (house & voices and has_other_house(source, person, house)) else ""
    if ours.names & voices and not any(name[0] == "@" for name in ours.names | theirs.names):
        return "other"
    return "other" if not is_person(match.ours, ours.names) and _are_two_bodies(source, ours, theirs) else ""


def _is_other_office(source: Reading, ours: Party, theirs: Party) -> bool:
    """Whether an organisation with a name faces an office with another: "the agriculture department"."""
    is_office = len(theirs.indexes) > 1 and bool(theirs.heads) and theirs.heads <= forms_of("public_bodies")
    return is_office and not is_person(source, ours.names) and not any(name[0] == "@" for name in ours.names)


def _are_two_bodies(source: Reading, ours: Party, theirs: Party) -> bool:
    """Whether two speakers are two organisations with names of their own: no countries, no people."""
    if any(name[0] == "@" for name in ours.names | theirs.names):
        return False
    full = [len(names - source.shared_names) > 1 for names in (ours.names, theirs.names)]
    return all(full) or are_apart(groups(source, Party((), ours.names, ours.heads)), groups(source, theirs))


def _is_unsure_pronoun(source: Reading, frame: Frame, names: frozenset[str]) -> bool:
    """Whether a pronoun stands for the speaker and one of the names is near enough to be meant instead."""
    segment = source.words[frame.cue].segment
    if not frame.speaker.indexes or any(source.words[at].segment == segment for at in frame.speaker.indexes):
        return False
    near = source.words[min(frame.speaker.indexes) : source.bounds[segment][1]]
    return any(word.form in names for word in near)


def _misattribution(match: Match, frame: Frame, other: Frame, share: float) -> ClaimFinding:
    words = (
        [index for index in frame.speaker.indexes if match.ours.words[index].name]
        or list(frame.speaker.indexes)
        or [frame.cue]
    )
    who = excerpt(match.ours, min(words), max(words))
    near = match.ours.words[frame.cue].segment == match.ours.words[words[0]].segment
    span = excerpt(match.ours, min(*words, frame.cue), max(*words, frame.cue)) if near else who
    said = list(other.speaker.indexes) or [other.cue]
    source = excerpt(match.theirs, min(said), max(said))
    reason = f'gives the statement to "{one_line(who.text)}"; in the wire "{one_line(source.text)}" makes it'
    return ClaimFinding("attribution", "contradicted", "soft", span, source, reason, min(1.0, share))


def hardened_claims(match: Match, ours: Speech, theirs: Speech, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: stated as fact what the source only gives as somebody's claim."""
    words = [word for word in match.ours.segment(segment) if word.is_content and not word.quoted]
    places = [match.anchors[word.at].place for word in words if word.at in match.anchors]
    for number in sorted({theirs.of_word[place] for place in places if place in theirs.of_word}):
        frame = theirs.frames[number]
        if not frame.is_claim:
            continue
        forms = _forms(match.theirs, frame)
        group = [word for word in words if word.form in forms]
        if not _is_enough(match, frame, group) or _keeps_distance(
            match.ours, ours, group, _all_forms(match.theirs, frame)
        ):
            continue
        if _covers(match, frame, group) and _is_dense(match, group):
            yield _hardened(match, frame, group)


def _is_enough(match: Match, frame: Frame, group: list[Word]) -> bool:
    """Whether the words in common are three, or two that are all there is."""
    content = _content(match.theirs, frame)
    return len(group) >= MIN_WORDS or (len(group) > 1 and len({word.form for word in content}) == len(group))


def _keeps_distance(reading: Reading, ours: Speech, group: list[Word], claimed: frozenset[str]) -> bool:
    """Whether the words are given as somebody's, or the sentence keeps its distance in any other way."""
    if any(word.at in ours.of_word for word in group):
        return True
    kept = forms_of("claiming", "disputing", "distance", "reporting") - claimed
    near = [reading.words[at] for word in (group[0], group[-1]) for at in reading.near(word.at, DISTANCE)]
    return any(word.form in kept and reading.text[word.start].islower() for word in near)


def _covers(match: Match, frame: Frame, group: list[Word]) -> bool:
    total = sum(word.weight for word in _content(match.theirs, frame))
    return sum(word.weight for word in group) >= COVERED * min(total, ENOUGH) and _has_verb(match.ours, group)


def _has_verb(reading: Reading, group: list[Word]) -> bool:
    """Whether a verb stands among the words of a group."""
    return any(reading.words[at].verb or reading.words[at].low in BE for at in range(group[0].at, group[-1].at + 1))


def _is_dense(match: Match, group: list[Word]) -> bool:
    """Whether most of what stands between the first and the last word of the group belongs to it."""
    between = [match.ours.words[at] for at in range(group[0].at, group[-1].at + 1)]
    content = sum(word.weight for word in between if word.is_content)
    return sum(word.weight for word in group) >= MAIN * content


def _hardened(match: Match, frame: Frame, group: list[Word]) -> ClaimFinding:
    span = excerpt(match.ours, group[0].at, group[-1].at)
    source = excerpt(match.theirs, min(frame.cue, frame.first), frame.stop - 1)
    who = " ".join(match.theirs.words[at].low for at in frame.speaker.indexes)
    reason = f'states as fact what the wire gives as a claim: "{one_line(source.text)}"'
    return ClaimFinding("attribution", "unsupported", "soft", span, source, reason, 0.6 if who else 0.5)
