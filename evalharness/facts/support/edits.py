"""Evidence of small edits: another figure or name, a word in place of another, a sign turned, roles exchanged.

Every figure is 0 for a copy of a source sentence.
"""

from __future__ import annotations

from itertools import pairwise

from evalharness.facts.support.case import Case
from evalharness.facts.support.index import Form
from evalharness.facts.support.lexicon import are_opposite, closed, is_known, likeness

# Distances in tokens of the source.
SLOT = 12
GAP = 3
KEPT = 3
CLOSE_BY = 7
# In nats of rarity: words as common as "make" or "level" are in too many antonym pairs to mean anything.
TOO_COMMON = 1.5
STANDS_FOR = 0.6
NEGATING = frozenset(("un", "in", "im", "ir", "il", "dis", "non", "mis"))


def _slot(case: Case, index: int) -> range:
    """Where in the source the word at `index` would stand, judged by the anchors of its neighbours."""
    left = next((p for p in reversed(case.anchors[max(0, index - 3) : index]) if p >= 0), -1)
    right = next((p for p in case.anchors[index + 1 : index + 4] if p >= 0), -1)
    if left >= 0 and 0 < right - left <= SLOT:
        return range(left + 1, right)
    if left >= 0:
        return range(left + 1, min(left + 4, len(case.source.view.stems)))
    return range(max(0, right - 3), max(0, right))


def new_numbers(case: Case) -> float:
    """How many figures, months and weekdays the source never has."""
    return sum(case.forms[i].is_number for i in case.novel)


def swapped_numbers(case: Case) -> float:
    """How many of them stand where the source has another figure."""
    used, forms = frozenset(case.anchors), case.source.view.forms
    return sum(
        any(forms[place].is_number and place not in used for place in _slot(case, i))
        for i in case.novel
        if case.forms[i].is_number
    )


def new_names(case: Case) -> float:
    """How many words with a capital, not at the opening of a sentence, the source never has."""
    return sum(case.capital[i] and not case.forms[i].is_number for i in case.novel)


def odd_words(case: Case) -> float:
    """How many words neither the source nor the thesaurus has: names in lower case, slips of the pen."""
    return sum(not case.forms[i].is_number and not is_known(case.written[i].stem) for i in case.novel)


def recombined_names(case: Case) -> float:
    """How many neighbouring names of the source never stand beside each other there."""
    names, pairs = case.source.names, case.source.pairs
    return sum(a in names and b in names and (a, b) not in pairs for a, b in pairwise(case.stems))


def unlike_words(case: Case) -> float:
    """How little the new words resemble the words that the source has there and the candidate not: mean, 0 to 1."""
    said = {form.stem for form in case.written}
    doubts = []
    for i in case.novel:
        form = case.written[i]
        if is_known(form.stem) and not case.capital[i] and not form.is_number:
            there = _beside_in_source(case, i, 8)
            left = {other.stem for other in there if other.is_content} - said
            doubts.append(1 - max((likeness(form.stem, stem) for stem in left), default=0.0))
    return sum(doubts) / len(doubts) if doubts else 0.0


def _beside_in_source(case: Case, index: int, reach: int) -> set[Form]:
    """The words of the source around the places of the two nearest anchored neighbours."""
    near = [place for _, place in zip(range(2), case.anchored_near(index), strict=False)]
    return {form for place in near for form in case.window_forms(place, reach, reach)}


def opposites(case: Case) -> float:
    """How many words have their opposite, but not themselves or the like, in the source beside their neighbours."""
    found = 0
    for i, form in enumerate(case.forms):
        if form.is_number or form.weight <= TOO_COMMON or form.stem in case.around or not form.is_content:
            continue
        beside_it = [other for other in _beside_in_source(case, i, 6) if other.weight > TOO_COMMON]
        if any(are_opposite(form.stem, other.stem) or _negated(form.stem, other.stem) for other in beside_it):
            found += all(likeness(form.stem, other.stem) < STANDS_FOR for other in beside_it)
    return found


def _negated(stem: str, other: str) -> bool:
    """Whether one is the other with a negating prefix: uninstall, non-linear, inefficient."""
    short, long = sorted((stem, other), key=len)
    return len(short) >= 4 and long != short and long.endswith(short) and long[: -len(short)] in NEGATING


def turned_directions(case: Case) -> float:
    """How many words of rise or fall stand by a figure, or else a word, where the source has one of the other sense."""
    up, down = closed("up"), closed("down")
    turned = 0
    for i, stem in enumerate(case.stems):
        if (stem in up or stem in down) and case.stems[max(0, i - 1) : i] not in (("no",), ("not",)):
            place = _subject_place(case, i)
            nearest = _nearest(case.source.view.stems, place, up | down) if place >= 0 else ""
            turned += nearest != "" and nearest not in (up if stem in up else down)
    return turned


def _nearest(stems: tuple[str, ...], place: int, wanted: frozenset[str]) -> str:
    """The wanted stem nearest to a place, before it rather than behind it; empty when there is none close by."""
    for distance in range(1, CLOSE_BY + 1):
        for at in (place - distance, place + distance):
            if 0 <= at < len(stems) and stems[at] in wanted:
                return stems[at]
    return ""


def _subject_place(case: Case, index: int) -> int:
    """Where the source has what the direction word at `index` is said of; -1 when the word itself stands there too."""
    reach = (*range(index + 1, min(len(case.stems), index + 6)), *range(index - 1, max(-1, index - 5), -1))
    near = [k for k in reach if case.forms[k].is_content and case.anchors[k] >= 0]
    own = case.anchors[index]
    if not near or (own >= 0 and min(abs(own - case.anchors[k]) for k in near) <= KEPT):
        return -1
    subject: int = next((k for k in near if case.forms[k].is_number), near[0])
    return case.anchors[subject]


def added_negations(case: Case) -> float:
    """How many negations have none beside the same words in the source; "no fewer than" and "not only" are none."""
    strong, any_negation = closed("negation"), closed("negation") | closed("refusal")
    found = 0
    for i, stem in enumerate(case.stems):
        if stem in strong and not _is_idiom(case, i):
            ahead = [k for k in range(i + 1, min(len(case.stems), i + 5)) if case.forms[k].is_content]
            back = [k for k in range(i - 1, max(-1, i - 4), -1) if case.forms[k].is_content]
            places = [case.anchors[k] for k in (*ahead, *back)[:3] if case.anchors[k] >= 0]
            there = {word for place in places for word in case.window(place, 7, 4)} if places else case.around
            found += not there & any_negation
    return found


def _is_idiom(case: Case, index: int) -> bool:
    """Whether the negation at `index` denies nothing: no fewer than, not only."""
    after = case.stems[index + 1 : index + 3]
    return after[:1] == ("only",) or (len(after) == 2 and after[1] == "than")


def lost_negations(case: Case) -> float:
    """How many negations of the source are gone though the words on both sides of them are kept."""
    view, kept = case.source.view, closed("negation") | closed("refusal")
    index_of = {place: i for i, place in reversed(list(enumerate(case.anchors))) if place >= 0}
    mine = frozenset(i for i, stem in enumerate(case.stems) if stem in kept)
    found = 0
    for number in case.alignment.ranked[:2]:
        sentence = case.source.sentences[number]
        for place in range(sentence.first, sentence.last):
            if view.stems[place] in closed("negation"):
                after = _content(case, range(place + 1, min(sentence.last, place + 4)))
                before = _content(case, range(place - 1, max(sentence.first, place - 3) - 1, -1))
                if after in index_of and (before < 0 or before in index_of):
                    found += mine.isdisjoint(range(index_of[after] - 6, index_of[after] + 4))
    return found


def _content(case: Case, places: range) -> int:
    """The first of these source positions that has a content word, or -1."""
    return next((place for place in places if case.source.view.forms[place].is_content), -1)


def exchanged_roles(case: Case) -> float:
    """How many words stand between two names that the source has on the other sides of it; the passive is undone."""
    names, stems = case.source.names, case.stems
    found = 0
    for i, form in enumerate(case.forms):
        if form.is_content and not form.is_number and form.stem not in names and case.anchors[i] >= 0:
            left = next((stems[k] for k in range(i - 1, max(-1, i - 6), -1) if stems[k] in names), "")
            right = next((stem for stem in stems[i + 1 : i + 6] if stem in names), "")
            passive = "by" in stems[i + 1 : i + 6]
            if left and right and left != right:
                found += _only_swapped(case, form.stem, (right, left) if passive else (left, right))
    return found


def _only_swapped(case: Case, stem: str, ends: tuple[str, str]) -> bool:
    swapped = False
    for place in case.source.places.get(stem, ())[:20]:
        left, right = case.window(place - 1, 7, 0), case.window(place + 1, 0, 7)
        if "by" in right[:4]:
            left, right = right, left
        if ends[0] in left and ends[1] in right:
            return False
        swapped = swapped or (ends[1] in left and ends[0] in right and ends[0] not in left)
    return swapped


def replaced_names(case: Case) -> float:
    """How many names stand between the same two neighbours as another name of the source."""
    names, stems, at = case.source.names, case.source.view.stems, case.anchors
    found = 0
    for i in range(1, len(at) - 1):
        left, right = at[i - 1], at[i + 1]
        if left < 0 or not 1 < right - left <= GAP or left < at[i] < right:
            continue
        form = case.written[i]
        is_name = form.stem in names or case.capital[i] or not is_known(form.stem)
        replaced = any(stem in names for stem in stems[left + 1 : right])
        found += replaced and is_name and form.is_content and not form.is_number
    return found
