"""Whether a source has a quotation: its words in order, up to small words, tense and marks of omission."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from evalharness.facts.evidence import Evidence, uncontracted
from evalharness.facts.fact import Fact, Quotation
from evalharness.facts.lexicon import key, words_of
from evalharness.records import Span

Pairs = tuple[tuple[int, int], ...]

SLACK = 8
EDGE = 3
MAX_WINDOWS = 3
MAX_POSTINGS = 40
MOSTLY = 0.5
DROPPED_SHARE = 0.34
NEGATIONS = words_of("negations")
# Small words of one kind that take each other's place only where a quotation was changed.
SWITCHING = (
    frozenset(("can", "could", "will", "would", "shall", "should", "may", "might", "must")),
    frozenset(("i", "we", "you", "he", "she", "it", "they", "me", "us", "him", "her", "them")),
    frozenset(("my", "our", "your", "his", "her", "its", "their")),
    frozenset(("back", "on", "off", "up", "down", "out", "away", "in", "over", "through")),
)
TAIL = 4
DENIED, BEFORE = 2, 3
FAILING = frozenset(("fail", "fails", "failed", "failing", "failure"))
LONG = 5
# Small words that change the sense when one takes the place of another.
TELLING = NEGATIONS | words_of("turning")


class Found(NamedTuple):
    """How the source has a quotation.

    ``verdict`` is supported, altered or unsupported; ``span`` the source's stretch; ``changed`` the first content word
    of the quotation that differs, if one does.
    """

    verdict: str
    span: Span | None
    changed: str = ""


def quote_support(fact: Fact, source: Evidence) -> Found:
    """How the source has the words of the quotation `fact`."""
    if not isinstance(fact.value, Quotation):
        return Found("unsupported", None)
    words = tuple(part for word in fact.value.words for part in uncontracted(word))
    keys = [key(word) for word in words]
    pairs = _verbatim(keys, source)
    if pairs:
        return Found("supported", _span(source, pairs))
    content = [index for index, word in enumerate(words) if _is_content(word)]
    pairs = max((_common(keys, source, at) for at in _windows(keys, source)), default=(), key=len)
    pairs = _compact(pairs, words)
    if not pairs:
        return Found("unsupported", None)
    span = _span(source, pairs)
    matched = {ours for ours, _ in pairs}
    missing = [index for index in content if index not in matched]
    if _is_failed(words, missing, pairs, source):
        return Found("supported", span)
    if not missing and len(words) >= LONG:
        switched = _switched(fact, words, pairs, source)
        if switched:
            return Found("altered", span, switched)
    if not missing and not _sense_dropped(fact, words, pairs, source):
        return Found("supported", span)
    share = len(matched.intersection(content)) / len(content) if content else 0.0
    if share < MOSTLY or len(matched) < 2:
        return Found("unsupported", None)
    return Found("altered", span, words[missing[0]] if missing else "")


def _is_content(word: str) -> bool:
    return word not in words_of("function") or word in TELLING


def _verbatim(keys: list[str], source: Evidence) -> Pairs:
    """The quotation word for word in the source, as index pairs; empty where it is not."""
    rarest = min(range(len(keys)), key=lambda index: (len(source.positions.get(keys[index], ())), index))
    for place in source.positions.get(keys[rarest], ())[:MAX_POSTINGS]:
        first = place - rarest
        stretch = source.words[first : first + len(keys)] if first >= 0 else ()
        if [word for _, word in stretch] == keys:
            return tuple((number, at) for number, (at, _) in enumerate(stretch))
    return ()


def _windows(keys: list[str], source: Evidence) -> list[int]:
    """Indexes into the words of the source from which a stretch may hold most of the quotation, the likeliest first."""
    votes: dict[int, float] = {}
    width = len(keys) + SLACK
    for number, word in enumerate(keys):
        places = source.positions.get(word, ())[:MAX_POSTINGS]
        for place in places:
            bucket = max(0, place - number) // width
            for near in (bucket - 1, bucket):
                votes[near] = votes.get(near, 0.0) + 1.0 / len(places)
    best = sorted(votes, key=lambda bucket: (-votes[bucket], bucket))[:MAX_WINDOWS]
    return [max(0, bucket * width) for bucket in best]


def _common(keys: list[str], source: Evidence, at: int) -> Pairs:
    """The longest common subsequence of the quotation and a stretch of the source, as index pairs.

    Bit-parallel (Hyyro 2004): in row i, bit j is 0 where the length grows at the source's word j.
    """
    theirs = source.words[at : at + 3 * (len(keys) + SLACK)]
    masks: dict[str, int] = {}
    for column, (_, word) in enumerate(theirs):
        masks[word] = masks.get(word, 0) | 1 << column
    full = (1 << len(theirs)) - 1
    rows = [full]
    for word in keys:
        row = rows[-1]
        grown = row & masks.get(word, 0)
        rows.append(((row + grown) | (row - grown)) & full)
    return _backtrack(keys, theirs, rows)


def _backtrack(keys: list[str], theirs: Sequence[tuple[int, str]], rows: list[int]) -> Pairs:
    pairs = []
    row, column = len(keys), len(theirs)
    left = column - rows[row].bit_count()  # length of what the first `row` keys and `column` words have in common
    while left:
        if keys[row - 1] == theirs[column - 1][1]:
            row, column, left = row - 1, column - 1, left - 1
            pairs.append((row, theirs[column][0]))
        elif not rows[row] >> (column - 1) & 1 or column - (rows[row - 1] & ((1 << column) - 1)).bit_count() == left:
            row -= 1  # as long without this key
        else:
            column -= 1
    return tuple(reversed(pairs))


def _compact(pairs: Pairs, words: tuple[str, ...]) -> Pairs:
    """`pairs` without small words at either end that were found far from the rest."""
    found = list(pairs)
    while len(found) > 1 and found[1][1] - found[0][1] > EDGE and not _is_content(words[found[0][0]]):
        del found[0]
    while len(found) > 1 and found[-1][1] - found[-2][1] > EDGE and not _is_content(words[found[-1][0]]):
        del found[-1]
    return tuple(found)


def _is_failed(words: tuple[str, ...], missing: Sequence[int], pairs: Pairs, source: Evidence) -> bool:
    """Whether all that is new is the "did not" it opens with, where "failed to" stands right before the same words."""
    opening = pairs[0][0]
    if opening > DENIED or not missing or missing[-1] >= opening or NEGATIONS.isdisjoint(words[:opening]):
        return False
    tokens = source.lex.tokens[max(0, pairs[0][1] - BEFORE) : pairs[0][1]]
    return not FAILING.isdisjoint(token.low for token in tokens) and len(pairs) == len(words) - opening


def _sense_dropped(fact: Fact, words: tuple[str, ...], pairs: Pairs, source: Evidence) -> bool:
    """Whether words of the source between the matched ones were left out so that the sense may change."""
    dropped = 0
    for (_, left), (_, right) in pairwise(pairs):
        tokens = source.lex.tokens[left + 1 : right]
        between = [part for token in tokens if token.kind != "p" for part in uncontracted(token.low)]
        if not NEGATIONS.isdisjoint(between):
            return True
        dropped += sum(_is_content(word) for word in between)
    has_ellipsis = "..." in fact.text or "\u2026" in fact.text
    return not has_ellipsis and dropped > max(1, DROPPED_SHARE * len(words))


def _switched(fact: Fact, words: tuple[str, ...], pairs: Pairs, source: Evidence) -> str:
    """The first small word that stands where the source has another one of its kind: "would" for "could"."""
    if "[" in fact.text or "..." in fact.text or "\u2026" in fact.text:
        return ""
    last, place = pairs[-1]
    for (here, left), (after, right) in (*pairwise(pairs), ((last, place), (len(words), place + TAIL + 1))):
        ours = words[here + 1 : after]
        if not ours or len(ours) > TAIL:
            continue
        tokens = source.lex.tokens[left + 1 : min(right, left + 1 + TAIL)]
        theirs = [part for token in tokens if token.kind != "p" for part in uncontracted(token.low)]
        if here == last and not NEGATIONS.isdisjoint(theirs) and NEGATIONS.isdisjoint(ours):
            return ours[0]
        for word in ours:
            if any(word in kind and word not in theirs and not kind.isdisjoint(theirs) for kind in SWITCHING):
                return word
    return ""


def _span(source: Evidence, pairs: Pairs) -> Span:
    start, end = source.lex.tokens[pairs[0][1]].start, source.lex.tokens[pairs[-1][1]].end
    return Span(start, end, source.text[start:end])
