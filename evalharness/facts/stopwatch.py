"""Times that a stopwatch shows: "2:04:12", "3:41.08", and "1:17" where it may be minutes and seconds."""

from __future__ import annotations

from collections.abc import Sequence

from evalharness.facts.counted import Counted, hedge_of
from evalharness.facts.fact import Quantity, Reading
from evalharness.facts.token import Token, low_at

SIXTY, HOUR = 60, 3600.0
# What follows a time of day; elsewhere "1:17" may as well be 77 seconds.
OF_DAY = frozenset({"am", "a.m.", "a.m", "pm", "p.m.", "p.m", "gmt", "utc", "est", "bst", "cet", "local", "o'clock"})


def stopwatch(tokens: Sequence[Token], index: int) -> Counted | None:
    """A stretch of time in figures that can be no time of day: hours, minutes and seconds, or split seconds.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> tokens = lexed(Document("Lee won in 2:04:12, Oh in 13:12.4, at 9:30.")).tokens
    >>> [found.quantity.readings[0].amount for at in range(len(tokens)) if (found := stopwatch(tokens, at))]
    [7452.0, 792.4]
    """
    if low_at(tokens, index + 1) != ":":
        return None
    parts, stop = _parts(tokens, index)
    whole, _, split = tokens[stop - 1].text.partition(".")
    if len(parts) == 3:
        seconds = parts[0] * HOUR + parts[1] * SIXTY + parts[2]
    elif len(parts) == 2 and len(whole) == 2 and split and low_at(tokens, stop) not in OF_DAY:
        seconds = parts[0] * SIXTY + parts[1]
    else:
        return None
    step = 10.0 ** -len(split) if split else 1.0
    return Counted(
        Quantity((Reading(round(seconds, 3), "time", step),)), index, stop, (), hedge_of(tokens, index, stop)
    )


def seconds_read(tokens: Sequence[Token], index: int, stop: int) -> tuple[Reading, ...]:
    """The readings of a time such as "1:17" as minutes and seconds and as hours and minutes, unless it is of the day.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> def amounts(text): return [reading.amount for reading in seconds_read(lexed(Document(text)).tokens, 0, 3)]
    >>> amounts("1:17"), amounts("1:17 pm")
    ([77.0, 4620.0], [])
    """
    parts, end = _parts(tokens, index)
    if end != stop or len(parts) != 2 or low_at(tokens, stop) in OF_DAY:
        return ()
    long, short = parts
    return (
        Reading(long * SIXTY + short, "time", 1.0),
        Reading(long * HOUR + short * SIXTY, "time", float(SIXTY)),
    )


def _parts(tokens: Sequence[Token], index: int) -> tuple[list[float], int]:
    """The figures joined by colons from `index` on, at most three, and the index behind them."""
    found: list[float] = []
    at = index
    while at < len(tokens) and len(found) < 3 and (part := _part(tokens, at, is_first=not found)) is not None:
        found.append(part)
        at += 1
        if low_at(tokens, at) != ":" or at + 1 >= len(tokens) or tokens[at + 1].gap:
            break
        at += 1
    stop = at if found and low_at(tokens, at - 1) != ":" else max(at - 1, index + 1)
    return found, stop


def _part(tokens: Sequence[Token], index: int, *, is_first: bool) -> float | None:
    """Hours, minutes or seconds; behind a colon two digits below sixty, with a fraction perhaps."""
    token = tokens[index]
    whole, _, split = token.text.partition(".")
    if not whole.isdecimal() or len(whole) > 2 or (split and not (split.isdecimal() and len(split) <= 3)):
        return None
    if is_first:
        return None if split else float(whole)
    return float(token.text) if len(whole) == 2 and int(whole) < SIXTY and not token.gap else None
