"""Parts of a whole: what is left when parts stated are taken off, and what part they are: "14 hurt, four seriously"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from evalharness.facts.arithmetic import in_unit
from evalharness.facts.asked import Asked, Results, Term, term_of
from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Quantity, Reading
from evalharness.facts.lexicon import key, parts_in, words_of
from evalharness.facts.number_index import Stated, readings_of
from evalharness.facts.opposites import opposites, same_side
from evalharness.text.document import Document

WHOLE = 100.0
BEHIND, FIELD = 4, 9
MAX_FIGURES, MAX_LISTED = 40, 4
ALL_BUT = re.compile(r"\ball (?:but|except)\b", re.IGNORECASE)
PEOPLE = frozenset(key(word) for word in ("people", "persons", "souls", "aboard", "board", "occupants", "men"))
JOINED = 40
AMONG = frozenset({"including", "among", "of"})
REST_OF = frozenset({"other", "remaining", "rest", "remainder", "others", "left", "another"})


class Share(NamedTuple):
    """A figure of the source that is part of another one."""

    part: Stated
    whole: Stated


def shares(document: Document) -> tuple[Share, ...]:
    """View: the parts of wholes that a text states.

    >>> found = shares(Document("Sixty people were hurt, nine of them badly. Of 40 cars, 12 were stolen."))
    >>> [(share.part.fact.text, share.whole.fact.text) for share in found]
    [('nine', 'Sixty'), ('12', '40')]
    """
    source = document.view(evidence)
    figures = [Stated(readings_of(fact)[0], fact) for fact in source.of_kind("number") if _is_amount(fact)]
    return tuple(_stated_parts(figures[:MAX_FIGURES], source))


def exceptions(document: Document) -> tuple[Share, ...]:
    """View: parts that a text leaves out of wholes: "all but one of 16 analysts".

    >>> [(share.part.fact.text, share.whole.fact.text) for share in exceptions(Document("All but 2 of 16 men fled."))]
    [('2', '16')]
    """
    source = document.view(evidence)
    if not ALL_BUT.search(document.text):
        return ()
    found = source.of_kind("number")
    cut = [fact for fact in source.of_kind("number") if _before(fact, source, 2) in (["but", "all"], ["except", "all"])]
    return tuple(
        Share(Stated(readings_of(part)[0], part), Stated(readings_of(whole)[0], whole))
        for part in cut
        for whole in _wholes(part, found)
    ) + tuple(_one_missing(found, source))


def _wholes(part: Fact, found: Sequence[Fact]) -> list[Fact]:
    behind = [fact for fact in found if fact.segment == part.segment and fact.start > part.start][:1]
    before = [fact for fact in found if fact.segment == part.segment and fact.start < part.start][-2:]
    return [fact for fact in (*behind, *before) if _is_amount(fact)]


def _one_missing(found: Sequence[Fact], source: Evidence) -> Iterator[Share]:
    """Such as "all but one of 16 analysts", whose "one" is no figure."""
    for whole in found:
        if _is_amount(whole) and {"all", "but", "one"} <= {*_before(whole, source, 5)}:
            yield Share(Stated(Reading(1.0, "", 1.0), whole), Stated(readings_of(whole)[0], whole))


def _is_amount(fact: Fact) -> bool:
    value = fact.value
    return (
        isinstance(value, Quantity)
        and value.high is None
        and (value.readings[0].unit == "" or value.readings[0].unit.startswith("money:"))
    )


def _stated_parts(figures: Sequence[Stated], source: Evidence) -> Iterator[Share]:
    for number, part in enumerate(figures):
        if whole := _whole_of(part, figures[:number], source):
            yield Share(part, whole)


def _whole_of(part: Stated, before: Sequence[Stated], source: Evidence) -> Stated | None:
    """The figure before a part that it is part of; of two in one sentence the one that counts what the part names."""
    after, around = _after(part.fact, source), _before(part.fact, source)
    is_member = after[:1] == ["of"] and _is_member(after[1:])
    loosely: Stated | None = None
    for whole in reversed(before):
        if not 0 < part.reading.amount < whole.reading.amount or whole.reading.unit != part.reading.unit:
            continue
        apart = part.fact.segment - whole.fact.segment
        is_listed = apart == 0 and not AMONG.isdisjoint(around[:2])
        is_taken = apart == 0 and _before(whole.fact, source)[:1] == ["of"]
        if loosely and whole.fact.segment != loosely.fact.segment:
            break
        named = _named(after[1:BEHIND]) if after[:1] == ["of"] else frozenset()
        if (is_member and apart <= 1) or is_listed or is_taken or not named.isdisjoint(whole.fact.head):
            return whole
        if not named.isdisjoint(source.segment_keys[whole.fact.segment]):
            loosely = loosely or whole
    return loosely


def _is_member(words: Sequence[str]) -> bool:
    """Whether the whole is only pointed at, "of them", "of those were"; "of those rescued" names it."""
    is_pointed = bool(parts_in("member").intersection(words[:1]))
    return is_pointed and (words[0] not in ("those", "these") or not words[1:] or words[1] in words_of("function"))


def _named(words: Sequence[str]) -> frozenset[str]:
    """Keys of what words such as "the dead" name, in the same words or others."""
    keys = {key(word) for word in words if len(word) > 3}
    keys |= {same for word in keys for same in same_side().get(word, ())}
    if any(word.endswith(("ees", "ers", "ors", "ants")) for word in words):
        keys |= PEOPLE
    return frozenset(keys)


def _after(fact: Fact, source: Evidence, width: int = BEHIND) -> list[str]:
    at = bisect_left(source.lex.tokens, fact.end, key=lambda token: token.start)
    return [token.low for token in source.lex.tokens[at : at + width] if token.segment == fact.segment]


def _before(fact: Fact, source: Evidence, width: int = BEHIND) -> list[str]:
    at = bisect_left(source.lex.tokens, fact.start, key=lambda token: token.start)
    near = source.lex.tokens[max(0, at - width) : at]
    return [token.low for token in reversed(near) if token.segment == fact.segment]


def rests(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """What is left of a whole, and its shares in percent, where the source tells that one figure is part of another."""
    if asked.unit == "percent":
        for share in theirs.document.view(shares):
            rate = WHOLE * share.part.reading.amount / share.whole.reading.amount
            base = term_of(share.part)
            if asked.has("share", 4, 4) or asked.in_words:
                yield rate, base
            if not asked.free and _is_rest(asked, share.part, theirs):
                yield WHOLE - rate, base
        if not asked.free:
            yield from _other_rates(asked, terms, theirs)
            yield from _by_own(asked, terms)
        return
    if asked.free:
        return
    for share in theirs.document.view(exceptions):
        yield share.whole.reading.amount - share.part.reading.amount, term_of(share.whole)
    for share in theirs.document.view(shares):
        if share.whole.reading.unit == asked.unit and _is_rest(asked, share.part, theirs):
            yield share.whole.reading.amount - share.part.reading.amount, term_of(share.whole)
    if asked.unit == "" and not PEOPLE.isdisjoint(asked.head):
        yield from theirs.document.view(joined_counts)
    yield from _listed_rest(asked, [*terms, *in_unit(asked.unit, _in(asked.unit, terms), terms)], theirs)
    yield from _rest_by_rate(asked, terms, theirs)


def _in(unit: str, terms: Sequence[Term]) -> list[Term]:
    return [term for term in terms if term.unit == unit]


def _by_own(asked: Asked, terms: Sequence[Term]) -> Results:
    """What share another figure of our sentence is of one of the source, or by what share it differs."""
    is_of, is_change = asked.after[:1] == ("of",), asked.has("more", 3, 3) or asked.has("less", 3, 3)
    for own in asked.beside if is_of or is_change else ():
        for term in _in(own.unit, terms) if own.unit != "percent" else ():
            if 0 < own.amount < term.amount and is_of:
                yield WHOLE * own.amount / term.amount, term
            if is_change and term.amount > 0:
                yield WHOLE * abs(own.amount - term.amount) / term.amount, term


def joined_counts(document: Document) -> tuple[tuple[float, Term], ...]:
    """View: the sums of counts of people joined by "and": "187 passengers and 33 crew members".

    >>> [amount for amount, _ in joined_counts(Document("It carried 187 passengers and 33 crew members."))]
    [220.0]
    """
    source = document.view(evidence)
    figures = [term_for(fact) for fact in source.of_kind("number") if _is_amount(fact)][:MAX_FIGURES]
    return tuple(
        (one.amount + other.amount, one)
        for one, other in pairwise(figures)
        if one.unit == other.unit == "" and one.segment == other.segment and one.fact.head and other.fact.head
        if 0 < other.fact.start - one.fact.end <= JOINED
        and source.text[one.fact.end : other.fact.start].rstrip().endswith(" and")
    )


def term_for(fact: Fact) -> Term:
    """A figure as a term by its first reading."""
    return term_of(Stated(readings_of(fact)[0], fact))


def _is_rest(asked: Asked, part: Stated, theirs: Evidence) -> bool:
    """Whether our words tell of those that are not the part: "ten were hurt lightly", "the other 25", "25 adults"."""
    near = (*asked.before[:FIELD], *asked.after[:FIELD])
    if (
        not REST_OF.isdisjoint(near)
        or asked.has("left", 3, FIELD)
        or any(word.startswith("un") for word in asked.after[:FIELD])
    ):
        return True
    told = {key(word) for word in (*_after(part.fact, theirs, FIELD), *_before(part.fact, theirs))}
    return any(not told.isdisjoint(opposites().get(key(word), frozenset())) for word in near)


def _segments_with_rest(theirs: Evidence) -> Iterator[int]:
    found = {at for word in parts_in("rest") for at in theirs.segments_with.get(key(word), ())[:MAX_FIGURES]}
    yield from sorted(found)


def _listed_rest(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """What "the rest" comes to: a whole less the parts listed before it."""
    segments = list(_segments_with_rest(theirs))
    if asked.has("left", 3, FIELD):
        segments += sorted({term.segment for term in terms} - {*segments})
    for segment in segments:
        near = [term for term in terms if term.unit == asked.unit and 0 <= segment - term.segment <= 1]
        near.sort(key=lambda term: term.fact.start)
        for number, whole in enumerate(near):
            parts = [term.amount for term in near[number + 1 : number + 1 + MAX_LISTED]]
            yield from ((whole.amount - taken, whole) for taken in accumulate(parts) if taken < whole.amount)
            # "consumed 1.15 million, produced 810,000; Lund supplied 142,000 of the shortfall, the rest came from Oslo"
            short = whole.amount - parts[0] if len(parts) > 1 else 0.0
            yield from ((short - taken, whole) for taken in accumulate(parts[1:]) if taken < short)


def _rest_by_rate(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """What the rest comes to where a part is given as a share: "two thirds in Norway and the rest in Spain"."""
    for rate, segment in _rates_with_rest(terms, theirs):
        for whole in terms:
            is_same = not set(whole.fact.head).isdisjoint(rate.fact.head)
            if whole.unit == asked.unit and (is_same or abs(segment - whole.segment) <= FIELD // 2):
                yield whole.amount * (1 - rate.amount / WHOLE), whole


def _other_rates(asked: Asked, terms: Sequence[Term], theirs: Evidence) -> Results:
    """The share of the rest: "a third" where the source has "two thirds of the jobs in Norway, the rest in Spain"."""
    yield from ((WHOLE - rate.amount, rate) for rate, _ in _rates_with_rest(terms, theirs))
    for rate in terms:
        if rate.unit == "percent" and 0 < rate.amount < WHOLE and _is_rest(asked, _stated(rate), theirs):
            yield WHOLE - rate.amount, rate


def _stated(term: Term) -> Stated:
    return Stated(readings_of(term.fact)[0], term.fact)


def _rates_with_rest(terms: Sequence[Term], theirs: Evidence) -> Iterator[tuple[Term, int]]:
    rates = [term for term in terms if term.unit == "percent" and 0 < term.amount < WHOLE]
    segments = set(_segments_with_rest(theirs)) if rates else set()
    yield from ((rate, rate.segment) for rate in rates if rate.segment in segments)
