"""Evidence of small edits: another figure or name, a word in place of another, a sign turned, roles exchanged.

Every figure is 0 for a copy of a source sentence.
"""

from __future__ import annotations

from itertools import islice, pairwise

from evalharness.facts.support.case import Case
from evalharness.facts.support.index import Form
from evalharness.facts.support.lexicon import closed, has_opposite, is_known, likenesses, most_alike

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
    return sum([case.forms[i].is_number for i in case.novel])


def swapped_numbers(case: Case) -> float:
    """How many of them stand where the source has another figure."""
    figures = [i for i in case.novel if case.forms[i].is_number]
    if not figures:
        return 0.0
    used, forms = frozenset(case.anchors), case.source.view.forms
    return sum(any(forms[place].is_number and place not in used for place in _slot(case, i)) for i in figures)


def new_names(case: Case) -> float:
    """How many words with a capital, not at the opening of a sentence, the source never has."""
    return sum([case.capital[i] and not case.forms[i].is_number for i in case.novel])


def odd_words(case: Case) -> float:
    """How many words neither the source nor the thesaurus has: names in lower case, slips of the pen."""
    return sum([not case.forms[i].is_number and not is_known(case.written[i].stem) for i in case.novel])


def recombined_names(case: Case) -> float:
    """How many neighbouring names of the source never stand beside each other there."""
    beside = [left for left, right in pairwise(case.named) if right == left + 1]
    return sum([not case.source.has_pair(case.codes[i], case.codes[i + 1]) for i in beside])


def unlike_words(case: Case) -> float:
    """How little the new words resemble the words that the source has there and the candidate not: mean, 0 to 1."""
    said = {form.stem for form in case.written} if case.novel else set()
    doubts = []
    for i in case.novel:
        form = case.written[i]
        if is_known(form.stem) and not case.capital[i] and not form.is_number:
            left = {other.stem for other in _beside_in_source(case, i, 8) if other.is_content} - said
            doubts.append(1 - most_alike(form.stem, tuple(left)))
    return sum(doubts) / len(doubts) if doubts else 0.0


def _beside_in_source(case: Case, index: int, reach: int) -> list[Form]:
    """The words of the source around the places of the two nearest anchored neighbours."""
    near = islice(case.anchored_near(index), 2)
    return [form for place in near for form in case.window_forms(place, reach, reach)]


def opposites(case: Case) -> float:
    """How many words have their opposite, but not themselves or the like, in the source beside their neighbours."""
    rare = [i for i in case.content if case.forms[i].weight > TOO_COMMON and not case.forms[i].is_number]
    if not rare:
        return 0.0
    source, resting = case.source, case.resting()
    far = [i for i in rare if case.anchors[i] < 0 or source.sentence_of[case.anchors[i]] not in resting]
    away = [i for i in far if resting.isdisjoint(source.sentences_with(case.stems[i]))]
    return sum([_is_opposite(case, i) for i in away])


def _is_opposite(case: Case, index: int) -> bool:
    """Whether a word has its opposite in the source beside its neighbours, and nothing like itself."""
    stem = case.stems[index]
    beside_it = {other.stem for other in _beside_in_source(case, index, 6) if other.weight > TOO_COMMON}
    is_there = has_opposite(stem, beside_it) or any(
        [other[-1] == stem[-1] and _negated(stem, other) for other in beside_it]
    )
    return is_there and not any(likenesses(stem, beside_it, STANDS_FOR))


def _negated(stem: str, other: str) -> bool:
    """Whether one is the other with a negating prefix: uninstall, non-linear, inefficient."""
    short, long = (other, stem) if len(other) < len(stem) else (stem, other)
    return len(short) >= 4 and long != short and long.endswith(short) and long[: -len(short)] in NEGATING


def turned_directions(case: Case) -> float:
    """How many words of rise or fall stand by a figure, or else a word, where the source has one of the other sense."""
    up, down = closed("up"), closed("down")
    turned = 0
    for i in [i for i, stem in enumerate(case.stems) if stem in up or stem in down]:
        if case.stems[max(0, i - 1) : i] not in (("no",), ("not",)):
            place = _subject_place(case, i)
            nearest = _nearest(case.source.view.stems, place, up | down) if place >= 0 else ""
            turned += nearest != "" and nearest not in (up if case.stems[i] in up else down)
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
    strong = closed("negation")
    if strong.isdisjoint(case.stems):
        return 0.0
    beside_it = [
        [case.window(place, 7, 4) for place in _places_beside(case, i)]
        for i, stem in enumerate(case.stems)
        if stem in strong and not _is_idiom(case, i)
    ]
    around = () if all(beside_it) else [case.source.sentence_stems(number) for number in case.resting()]
    any_negation = strong | closed("refusal")
    return sum([all(any_negation.isdisjoint(stems) for stems in windows or around) for windows in beside_it])


def _places_beside(case: Case, index: int) -> list[int]:
    """Where the source has the content words that stand beside the one at `index`."""
    ahead = [k for k in range(index + 1, min(len(case.stems), index + 5)) if case.forms[k].is_content]
    back = [k for k in range(index - 1, max(-1, index - 4), -1) if case.forms[k].is_content]
    return [case.anchors[k] for k in (*ahead, *back)[:3] if case.anchors[k] >= 0]


def _is_idiom(case: Case, index: int) -> bool:
    """Whether the negation at `index` denies nothing: no fewer than, not only."""
    after = case.stems[index + 1 : index + 3]
    return after[:1] == ("only",) or (len(after) == 2 and after[1] == "than")


def lost_negations(case: Case) -> float:
    """How many negations of the source are gone though the words on both sides of them are kept."""
    negation, stems = closed("negation"), case.source.view.stems
    ranked = [case.source.sentences[number] for number in case.alignment.ranked[:2]]
    denying = [
        (sentence, place)
        for sentence in ranked
        if not negation.isdisjoint(stems[sentence.first : sentence.last])
        for place in range(sentence.first, sentence.last)
        if stems[place] in negation
    ]
    if not denying:
        return 0.0
    kept = closed("negation") | closed("refusal")
    index_of = {place: i for i, place in reversed(list(enumerate(case.anchors))) if place >= 0}
    mine = frozenset([i for i, stem in enumerate(case.stems) if stem in kept])
    found = 0
    for sentence, place in denying:
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
    stems, named = case.stems, frozenset(case.named)
    if len(named) < 2:
        return 0.0
    found = 0
    for i in case.content:
        if i not in named and not case.forms[i].is_number and case.anchors[i] >= 0:
            left = next((stems[k] for k in range(i - 1, max(-1, i - 6), -1) if k in named), "")
            right = next((stems[k] for k in range(i + 1, i + 6) if k in named), "") if left else ""
            if right and left != right:
                passive = "by" in stems[i + 1 : i + 6]
                found += _only_swapped(case, stems[i], (right, left) if passive else (left, right))
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
