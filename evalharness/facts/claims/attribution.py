"""Attribution: said by somebody else, or stated as fact what the source gives as somebody's claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from evalharness.facts.claims.finding import ClaimFinding
from evalharness.facts.claims.match import Match
from evalharness.facts.claims.phrases import Party
from evalharness.facts.claims.reading import Reading, excerpt
from evalharness.facts.claims.roles import is_person, same_party
from evalharness.facts.claims.speech import Frame, Speech
from evalharness.facts.claims.tables import forms_of, parties
from evalharness.facts.claims.tagging import BE, Word
from evalharness.facts.shown import one_line

ANCHORED, MAIN = 0.5, 0.6
MIN_WORDS = 3
OWN_SHARE = 0.35
COVERED, WHOLE = 0.5, 0.7
LIGHT, ENOUGH = 4.0, 30.0
RUN = 6
DISTANCE = 9.0
MAX_OTHERS = 60


def misattributed(match: Match, ours: Speech, theirs: Speech, segment: int) -> Iterator[ClaimFinding]:
    """Findings for one candidate sentence: statements given to another speaker than the source's."""
    first, stop = match.ours.bounds[segment]
    for _, which in ours.by_cue[bisect_left(ours.by_cue, (first, -1)) : bisect_left(ours.by_cue, (stop, -1))]:
        frame = ours.frames[which]
        if not frame.speaker.is_known or match.ours.words[frame.cue].quoted:
            continue
        stated = _stated(match, frame)
        found = _origin(match, stated, theirs)
        if found is None:
            continue
        number, share = found
        keys = sorted(frame.speaker.names | frame.speaker.heads)
        others = {number for key in keys for number in theirs.by_speaker.get(key, ())[:MAX_OTHERS]}
        own = max((_weight(stated, _forms(match.theirs, theirs.frames[other])) for other in others), default=0.0)
        origin = theirs.frames[number]
        is_own = own >= OWN_SHARE * _weight(stated, _forms(match.theirs, origin))
        if not is_own and _are_other_speakers(match, frame.speaker, origin):
            yield _misattribution(match, frame, origin, share)


def _stated(match: Match, frame: Frame) -> list[Word]:
    """The content words stated in a frame; the quoted ones alone where it has enough of them."""
    own = set(frame.speaker.indexes)
    words = [match.ours.words[at] for at in range(frame.first, frame.stop) if at not in own]
    content = [word for word in words if word.is_content]
    quoted = [word for word in content if word.quoted]
    return quoted if len(quoted) >= MIN_WORDS else content


def _origin(match: Match, stated: list[Word], theirs: Speech) -> tuple[int, float] | None:
    """The number of the source frame that states the same, with the share of our words it has; None where none does."""
    total = sum(word.weight for word in stated)
    votes: dict[int, float] = {}
    for word in stated:
        anchor = match.anchors.get(word.at)
        if anchor is not None and (word.quoted or match.firmness(word.at) > 0.1):
            number = theirs.voiced.get(anchor.place, -1)
            votes[number] = votes.get(number, 0.0) + word.weight
    known = {number: weight for number, weight in votes.items() if number >= 0}
    if not known:
        return None
    best = max(known, key=lambda number: (known[number], -number))
    if len(stated) >= MIN_WORDS and known[best] >= max(ANCHORED * total, MAIN * sum(votes.values())):
        return best, known[best] / total
    forms = frozenset(word.form for word in stated)
    content = [word for word in _content(match.theirs, theirs.frames[best]) if not word.name]
    covered = sum(word.weight for word in content if word.form in forms)
    whole = sum(word.weight for word in content)
    needed = WHOLE if len(content) >= MIN_WORDS else 1.0
    if len(content) > 1 and whole > LIGHT and covered >= needed * whole and known[best] >= MAIN * sum(known.values()):
        return best, covered / whole
    return None


def _content(reading: Reading, frame: Frame) -> list[Word]:
    own = set(frame.speaker.indexes)
    return [word for word in reading.words[frame.first : frame.stop] if word.is_content and word.at not in own]


def _forms(reading: Reading, frame: Frame) -> frozenset[str]:
    return frozenset(word.form for word in _content(reading, frame))


def _weight(stated: list[Word], forms: frozenset[str]) -> float:
    return sum(word.weight for word in stated if word.form in forms)


def _are_other_speakers(match: Match, ours: Party, frame: Frame) -> bool:
    """Whether the source's speaker is plainly another one."""
    theirs = frame.speaker
    if not theirs.is_known or same_party(ours, theirs):
        return False
    if not ours.names:
        if any(match.ours.words[at].low.endswith("s") for at in ours.indexes[-1:]):
            return _is_other_group(match, ours, theirs)
        ours = _holder(match.theirs, ours)
        if not ours.names or same_party(ours, theirs):
            return False
    known = all(name in match.theirs.by_form for name in ours.names)
    if not known:
        return False
    if not is_person(match.theirs, ours.names):
        return _are_two_bodies(match.theirs, ours, theirs)
    segment = match.theirs.words[frame.cue].segment
    if not any(match.theirs.words[at].segment == segment for at in theirs.indexes):
        first = match.theirs.bounds[max(0, segment - 2)][0]
        near = match.theirs.words[first : match.theirs.bounds[segment][1]]
        if any(word.form in ours.names for word in near):
            return False  # "he" may be either of two
    if theirs.names:
        return is_person(match.theirs, theirs.names)
    classes = [{parties()[head] for head in party.heads if head in parties()} for party in (ours, theirs)]
    return bool(classes[1]) and classes[0].isdisjoint(classes[1]) and not _stands_by(match.theirs, frame, ours.names)


def _is_other_group(match: Match, ours: Party, theirs: Party) -> bool:
    """Whether a group of people is named as speaker for what one person says who is none of them."""
    groups = forms_of("groups")
    is_group = bool(ours.heads) and ours.heads <= groups and all(head in match.theirs.by_form for head in ours.heads)
    return is_group and is_person(match.theirs, theirs.names) and theirs.heads.isdisjoint(groups)


def _are_two_bodies(source: Reading, ours: Party, theirs: Party) -> bool:
    """Whether two speakers are two organisations with names of their own: no countries, no people."""
    if not theirs.names or is_person(source, theirs.names) or any(name[0] == "@" for name in ours.names | theirs.names):
        return False
    full = [len(names - source.shared_names) > 1 for names in (ours.names, theirs.names)]
    return all(full)


def _holder(source: Reading, party: Party) -> Party:
    """The name that the source puts beside the office a party names: "the finance director" -> Strand."""
    found: set[frozenset[str]] = set()
    heads = party.heads
    for fact in source.names:
        words = [source.words[at] for at in source.span_words(fact)]
        if words:
            first = words[0].at
            before = source.words[max(0, first - 4) : first]
            if heads <= {word.form for word in before if word.segment == words[0].segment} and heads:
                found.add(frozenset(word.form for word in words))
    return Party((), next(iter(found)), party.heads) if len(found) == 1 else party


def _stands_by(source: Reading, frame: Frame, names: frozenset[str]) -> bool:
    first, stop = source.bounds[source.words[frame.cue].segment]
    return any(word.form in names for word in source.words[first:stop])


def _misattribution(match: Match, frame: Frame, other: Frame, share: float) -> ClaimFinding:
    words = (
        [index for index in frame.speaker.indexes if match.ours.words[index].name]
        or list(frame.speaker.indexes)
        or [frame.cue]
    )
    span = excerpt(match.ours, min(words), max(words))
    said = list(other.speaker.indexes) or [other.cue]
    source = excerpt(match.theirs, min(said), max(said))
    reason = f'gives the statement to "{one_line(span.text)}"; in the wire "{one_line(source.text)}" makes it'
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
        if not _is_enough(match, frame, group) or _keeps_distance(match.ours, ours, group):
            continue
        if _covers(match, frame, group) and _is_dense(match, group):
            yield _hardened(match, frame, group)


def _is_enough(match: Match, frame: Frame, group: list[Word]) -> bool:
    """Whether the words in common are three, or two that are all there is."""
    content = _content(match.theirs, frame)
    return len(group) >= MIN_WORDS or (len(group) > 1 and len({word.form for word in content}) == len(group))


def _keeps_distance(reading: Reading, ours: Speech, group: list[Word]) -> bool:
    """Whether the words are given as somebody's, or the sentence keeps its distance in any other way."""
    if any(word.at in ours.of_word for word in group):
        return True
    kept = forms_of("claiming", "disputing", "distance", "reporting")
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


def _names_speaker(ours: Speech, first: int, last: int) -> bool:
    found = ours.by_cue[bisect_left(ours.by_cue, (first, -1)) : bisect_left(ours.by_cue, (last + 1, -1))]
    return any(ours.frames[which].speaker.names for _, which in found)


def unmarked(match: Match, ours: Speech, segment: int) -> Iterator[ClaimFinding]:
    """A finding for a candidate sentence that repeats a quotation of the source without marks and without a speaker."""
    words = match.ours.segment(segment)
    if len(words) < RUN or any(word.quoted for word in words) or _names_speaker(ours, words[0].at, words[-1].at):
        return
    places = match.theirs.places_of(words)
    if not places or any(not match.theirs.words[place].quoted for place in places):
        return
    last = places[0] + len(words) - 1
    if match.theirs.words[last].quoted:
        span = excerpt(match.ours, words[0].at, words[-1].at)
        source = excerpt(match.theirs, places[0], last)
        reason = f'states in its own voice what the wire quotes: "{one_line(source.text)}"'
        yield ClaimFinding("attribution", "unsupported", "soft", span, source, reason, 1.0)
