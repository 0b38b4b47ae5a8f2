"""Alignment: each fact of a candidate held against the source, with a verdict and a reason for an editor."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evalharness.facts.agree_dates import date_support, is_finer, is_near_dateline
from evalharness.facts.agree_names import misnamed_opening, near_miss, novel_part, recombined, tokens_of
from evalharness.facts.agree_numbers import conflicting_age, number_support
from evalharness.facts.agree_quotes import quote_support
from evalharness.facts.day_steps import in_other_month, stepped
from evalharness.facts.derived import worked_out
from evalharness.facts.elapsed import follows, is_other_part, is_unsure
from evalharness.facts.evidence import Evidence, evidence
from evalharness.facts.fact import Fact, Moment, Quantity, Quotation
from evalharness.facts.implied import of_whole
from evalharness.facts.lapses import is_stretch, lapse
from evalharness.facts.lexicon import is_common, key, words_of
from evalharness.facts.matchclock import match_minute
from evalharness.facts.misdated import misdated
from evalharness.facts.misnumbered import misbound, misnumbered
from evalharness.facts.rivals import CLOSE_CONTEXT, CONTEXT, rival_date, rival_number
from evalharness.facts.runs import in_turn
from evalharness.facts.shown import limit, one_line, shown
from evalharness.facts.tallies import tallied
from evalharness.records import Span
from evalharness.text.document import Document

Outcome = Literal["supported", "contradicted", "unsupported", "altered"]
Strength = Literal["hard", "soft"]

SMALL_COUNT = 5
SMALL_NUMBER = 10
UNLIKE = 0.15
# Distinct facts that are judged; no article has a tenth as many.
MAX_JUDGED = 5000
CALENDAR = frozenset({"dai", "day", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class Alignment:
    """What the source says of one fact of the candidate.

    Attributes:
        fact: the first mention of it in the candidate.
        verdict: supported, contradicted (the source holds the slot with something else), altered (a quotation whose
            words were changed) or unsupported (the source has nothing of it).
        severity: hard, or soft where the source leaves room; meaningless when supported.
        source: where the source bears it out or says otherwise; None where it has nothing of it.
        reason: one sentence for an editor; empty when supported.
        kind: the fact's kind, or ``attribution`` for a quotation given to somebody else.
        span: the characters at fault: the fact, or the part of it that the source lacks.
    """

    fact: Fact
    verdict: Outcome
    kind: str
    span: Span
    source: Span | None = None
    reason: str = ""
    severity: Strength = "hard"


def align(candidate: Document, source: Document) -> tuple[Alignment, ...]:
    """Each distinct fact of the candidate with what the source says of it, by place.

    Repeated mentions of one fact give one alignment, at the first. Nothing inside a quotation that is itself at fault
    is reported again.

    >>> source = Document("The bank paid 90 million euros on Jan 31, Anna Berg told NATO.")
    >>> for found in align(Document("The bank paid 90 billion euros on January 31, Berg said."), source):
    ...     print(found.fact.text, "-", found.verdict)
    90 billion euros - contradicted
    January 31 - supported
    Berg - supported
    """
    ours, theirs = candidate.view(evidence), source.view(evidence)
    mentions = _mentions(ours.facts)
    found = [result for fact in mentions[:MAX_JUDGED] for result in _judge(fact, ours, theirs)]
    found = list(_one_per_new_name(found, ours, theirs))
    broken = [item.span for item in found if item.fact.kind == "quote" and item.verdict != "supported"]
    kept = [item for item in found if item.fact.kind == "quote" or not _inside(item.span, broken)]
    return tuple(sorted(kept, key=lambda item: (item.span.start, item.span.end, item.kind)))


def _mentions(facts: Sequence[Fact]) -> list[Fact]:
    """The first mention of each distinct fact. A figure is another fact where it counts something else."""
    first: dict[object, Fact] = {}
    for fact in facts:
        first.setdefault((fact.kind, fact.value, fact.head[:1] if fact.kind == "number" else ()), fact)
    return list(first.values())


def _inside(span: Span, others: Sequence[Span]) -> bool:
    at = bisect_left(others, span.start + 1, key=lambda other: other.start) - 1
    return at >= 0 and span.end <= others[at].end


def _judge(fact: Fact, ours: Evidence, theirs: Evidence) -> Iterator[Alignment]:
    match fact.kind:
        case "number":
            yield from _judge_number(fact, ours, theirs)
        case "date":
            yield from _judge_date(fact, ours, theirs)
        case "name":
            yield from _judge_name(fact, ours, theirs)
        case "quote":
            yield from _judge_quote(fact, theirs)


def _supported(fact: Fact, source: Span | None) -> Alignment:
    return Alignment(fact, "supported", fact.kind, fact.span, source)


def _judge_number(fact: Fact, ours: Evidence, theirs: Evidence) -> Iterator[Alignment]:
    age = conflicting_age(fact, theirs)
    if age:
        yield _contradicted(fact, age, ours, theirs)
        return
    stated = number_support(fact, theirs)
    if stated and _is_other_count(fact, stated, ours, theirs):
        stated = None
    if stated and (rival := misnumbered(fact, stated, ours, theirs)):
        yield _contradicted(fact, rival, ours, theirs)
        return
    if stated and (turned := misbound(fact, theirs)):
        ends = limit(fact, ours.document), limit(turned, theirs.document)
        reason = f'says "{one_line(ends[0].text)}"; the wire says "{one_line(ends[1].text)}"'
        yield Alignment(fact, "contradicted", "number", ends[0], ends[1], reason)
        return
    if stated is None and not (_is_idle_unit(fact) or _is_same_name(fact, ours, theirs)):
        stated = _elliptic(fact, ours, theirs) or worked_out(fact, ours, theirs) or follows(fact, ours, theirs)
        stated = stated or match_minute(fact, ours, theirs) or tallied(fact, ours, theirs)
        stated = stated or in_other_month(fact, ours, theirs) or in_turn(fact, ours, theirs) or of_whole(fact, theirs)
        if stated is None:
            yield from _unborne_number(fact, ours, theirs)
            return
    yield _supported(fact, stated.span if stated else None)


def _unborne_number(fact: Fact, ours: Evidence, theirs: Evidence) -> Iterator[Alignment]:
    """What to say of a figure that the source neither states nor lets follow."""
    rival = rival_number(fact, ours, theirs)
    if is_stretch(fact) and (found := lapse(fact, rival, ours, theirs)).is_borne_out:
        yield _supported(fact, found.source.span if found.source else None)
    elif _is_rank(fact) and (rival is None or _is_other_rank(fact, rival, ours, theirs)):
        yield _supported(fact, None)  # "came second", "its fifth day": a rank that may well be counted out
    elif rival:
        yield _contradicted(fact, rival, ours, theirs)
    elif not _is_loose_count(fact, ours):
        reason = f'says "{shown(fact, ours.document)}"; the wire gives no such figure'
        yield Alignment(fact, "unsupported", fact.kind, fact.span, None, reason, _number_severity(fact))
    else:
        yield _supported(fact, None)


def _contradicted(fact: Fact, rival: Fact, ours: Evidence, theirs: Evidence) -> Alignment:
    reason = f'says "{shown(fact, ours.document)}"; the wire says "{shown(rival, theirs.document)}"'
    severity = _number_severity(fact) if fact.kind == "number" else "hard"
    return Alignment(fact, "contradicted", fact.kind, fact.span, rival.span, reason, severity)


def _number_severity(fact: Fact) -> Strength:
    """Vague figures ("dozens") are soft."""
    return "soft" if isinstance(fact.value, Quantity) and fact.value.high is not None else "hard"


def _is_loose_count(fact: Fact, ours: Evidence) -> bool:
    """Whether a small number in words points back or counts what is listed: "the two ministers", "three countries"."""
    if not isinstance(fact.value, Quantity) or fact.text[0].isdigit():
        return False
    reading = fact.value.readings[0]
    return reading.unit in ("", "ordinal") and reading.amount <= SMALL_COUNT


def _is_rank(fact: Fact) -> bool:
    """Whether it is an ordinal in words, or a century; other ordinals in figures are stated facts."""
    if not isinstance(fact.value, Quantity) or fact.value.readings[0].unit != "ordinal":
        return False
    return fact.head[:1] == ("centuri",) or (fact.text[0].isalpha() and "anniversari" not in fact.head)


def _is_other_rank(fact: Fact, rival: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether two ranks are of different things: "its fifth day" and, of something else, "for a third day"."""
    if set(fact.head).isdisjoint(rival.head):
        is_same_place = theirs.likeness(ours.segment_keys[fact.segment], rival.segment) >= CLOSE_CONTEXT
        return bool(fact.head or rival.head) or not is_same_place
    return not CALENDAR.isdisjoint(fact.head) and (
        theirs.likeness(ours.segment_keys[fact.segment], rival.segment) < CONTEXT
    )


def _elliptic(fact: Fact, ours: Evidence, theirs: Evidence) -> Fact | None:
    """The source's figure written alike where ours leaves its unit to the context: "the 1.2 million covered"."""
    if not isinstance(fact.value, Quantity) or fact.value.readings[0].unit != "":
        return None
    at = bisect_left(ours.lex.tokens, fact.end, key=lambda token: token.start)
    is_verb = at < len(ours.lex.tokens) and ours.lex.tokens[at].low.endswith("ed")
    return theirs.numbers.as_written.get(fact.value.readings[0].amount) if is_verb else None


def _is_idle_unit(fact: Fact) -> bool:
    """Whether the figure is only "a year" or "an hour"."""
    return isinstance(fact.value, Quantity) and fact.text.lower().startswith(("a ", "an ")) and (
        fact.value.readings[0].unit in ("time", "months")
    )  # fmt: skip


def _is_same_name(fact: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether the source has the figure after the same capitalised word: "Nimbus 3"."""
    at = bisect_left(ours.lex.tokens, fact.start, key=lambda token: token.start)
    before = ours.lex.tokens[at - 1] if at else None
    if before is None or before.kind != "w" or not before.text[0].isupper() or before.low in words_of("function"):
        return False
    return (key(before.low), key(ours.lex.tokens[at].low)) in theirs.pairs


def _is_other_count(fact: Fact, stated: Fact, ours: Evidence, theirs: Evidence) -> bool:
    """Whether two equal small counts are plainly of different things: unlike sentences, nothing counted in common."""
    if not (isinstance(fact.value, Quantity) and fact.head and stated.head):
        return False
    reading = fact.value.readings[0]
    if reading.unit != "" or reading.amount > SMALL_NUMBER or not set(fact.head).isdisjoint(stated.head):
        return False
    return fact.text[0].isdigit() and theirs.likeness(ours.segment_keys[fact.segment], stated.segment) < UNLIKE


def _judge_date(fact: Fact, ours: Evidence, theirs: Evidence) -> Iterator[Alignment]:
    stated = date_support(fact, theirs)
    if stated and is_other_part(fact, ours, theirs):
        stated = None
    stated = stated or follows(fact, ours, theirs)
    if stated and (rival := misdated(fact, stated, ours, theirs)):
        yield _contradicted(fact, rival, ours, theirs)
        return
    stated = stated or stepped(fact, ours, theirs)
    if stated or not isinstance(fact.value, Moment) or is_unsure(fact, theirs):
        yield _supported(fact, stated.span if stated else None)
        return
    rival = rival_date(fact, ours, theirs)
    unclear = is_near_dateline(fact, theirs) or _is_other_shape(fact, theirs)
    if rival is None and (fact.value.relative or (fact.value.half and not fact.value.year)):
        yield _supported(fact, None)  # nothing to hold "last week" or the half of a match against
    elif rival and not unclear:
        yield _contradicted(fact, rival, ours, theirs)
    else:
        reason = f'says "{one_line(fact.text)}"; the wire gives no such date'
        severity: Strength = "soft" if unclear or is_finer(fact, theirs) else "hard"
        yield Alignment(fact, "unsupported", "date", fact.span, None, reason, severity)


def _is_other_shape(fact: Fact, theirs: Evidence) -> bool:
    """Whether a weekday is held against a source that has days of the month and no weekdays: it cannot be checked."""
    if not isinstance(fact.value, Moment) or fact.value.weekday is None or not theirs.moments:
        return False
    return all(moment.weekday is None for moment in theirs.moments)


def _judge_name(fact: Fact, ours: Evidence, theirs: Evidence) -> Iterator[Alignment]:
    tokens = tokens_of(fact, ours)
    novel = novel_part(fact, tokens, theirs)
    span, rival = fact.span, near_miss(novel, theirs) if novel else recombined(tokens, theirs)
    if novel is None and rival is None and (opening := misnamed_opening(fact, ours, theirs)):
        span, rival = opening
    if rival:
        reason = f'says "{one_line(span.text)}"; the wire says "{one_line(rival.text)}"'
        yield Alignment(fact, "contradicted", "name", span, rival.span, reason)
    elif novel:
        yield Alignment(fact, "unsupported", "name", span, None, f"the wire never mentions {one_line(fact.text)}")
    else:
        yield _supported(fact, None)


def _one_per_new_name(found: Sequence[Alignment], ours: Evidence, theirs: Evidence) -> Iterator[Alignment]:
    """One finding for a wrong name however often and at whatever length it occurs, with the number of mentions."""
    seen: set[str] = set()
    for item in found:
        if item.kind != "name" or item.verdict == "supported":
            yield item
            continue
        new = {key(token.low) for token in tokens_of(item.fact, ours) if token.kind == "w"} - theirs.keys
        new = new or {key(token.low) for token in tokens_of(item.fact, ours) if token.kind == "w"}
        telling = {word for word in new if not is_common(word)} or new
        if telling and telling <= seen:
            continue
        seen |= new
        times = max((len(ours.positions.get(word, ())) for word in telling), default=1)
        yield replace(item, reason=f"{item.reason} ({times} times here)") if times > 1 else item


def _judge_quote(fact: Fact, theirs: Evidence) -> Iterator[Alignment]:
    found = quote_support(fact, theirs)
    if found.verdict == "supported":
        yield _supported(fact, found.span)
        yield from _judge_speaker(fact, found.span, theirs)
    elif found.verdict == "altered" and found.span:
        what = f'the word "{found.changed}" is not in it' if found.changed else "words are left out of it"
        reason = f'alters a quotation: the wire has "{one_line(found.span.text)}"; {what}'
        yield Alignment(fact, "altered", "quote", fact.span, found.span, reason)
    else:
        yield Alignment(fact, "unsupported", "quote", fact.span, None, "quotes words that the wire does not have")


def _judge_speaker(fact: Fact, span: Span | None, theirs: Evidence) -> Iterator[Alignment]:
    """A quotation that the source gives to somebody else, where both texts name the speaker plainly."""
    if span is None or not isinstance(fact.value, Quotation) or not fact.value.speaker:
        return
    quotes = list(theirs.of_kind("quote"))
    said = [
        other for other in quotes if (other.start < span.end and span.start < other.end) or other.value == fact.value
    ]
    speakers = [other.value.speaker for other in said if isinstance(other.value, Quotation)]
    ours = fact.value.speaker
    if not speakers or not all(_are_people(speaker, ours, theirs) for speaker in speakers):
        return
    if all(set(speaker).isdisjoint(ours) for speaker in speakers):
        names = [one_line(theirs.names.first[keys].text) for keys in (ours, speakers[0])]
        reason = f"gives the quotation to {names[0]}; in the wire {names[1]} says it"
        where = fact.value.speaker_span or fact.span
        yield Alignment(fact, "contradicted", "attribution", where, said[0].span, reason, "soft")


def _are_people(ours: tuple[str, ...], theirs: tuple[str, ...], source: Evidence) -> bool:
    """Whether both speakers are names of the source, and not a country and its people."""
    return all(keys in source.names.first and keys[0][0] != "@" for keys in (ours, theirs))
