"""Which words show a direction, and on which scale: "rose", "turned down", "below 70", but not "set up"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from evalharness.facts.claims.phrases import UNITS
from evalharness.facts.claims.reading import Reading
from evalharness.facts.claims.senses import is_currency, is_dropped, phrase_signs
from evalharness.facts.claims.tables import noun_like, scales, words_in
from evalharness.facts.claims.tagging import AUXILIARIES, Word
from evalharness.facts.claims.themes import DAYS, TIME
from evalharness.facts.lexicon import table

AMOUNT = words_in("amount")
ATTRIBUTES = words_in("attributes")
BOUNDS = words_in("bounds")
PARTICLES = frozenset(("up", "down"))
PARTICLE_HOSTS = words_in("particle_hosts")
WITH_FIGURE = words_in("with_figure")
BALLOT = {"for": 1, "against": -1}
BACK_HOSTS = frozenset(("scale", "cut", "pare", "dial", "roll", "pull", "draw", "row", "trim"))
CATENATIVE = frozenset(("start", "begin", "stop", "cease", "resume", "finish", "end"))
RESUMING = frozenset(("resume", "restart", "reopen", "relaunch", "recommence", "restore", "reinstate", "return"))
AHEAD = frozenset(("to", "will", "would", "could", "may", "might", "can", "should"))
COUNTED_OUT = frozenset(("lose", "win", "drop", "gain"))
COMPARATIVES = frozenset(("more", "fewer", "less"))
CURRENCIES = frozenset(cast("dict[str, str]", table("units")["currencies"]))
MULTIPLES = frozenset(("twice", "double", "triple", "treble", "thrice"))


ELAPSED = {"later": 1, "earlier": -1, "sooner": -1}
SPANS = words_in("spans")


def signs(reading: Reading, index: int) -> dict[str, int]:
    """The scales the word at `index` stands on, with the end: 1 or -1.

    Empty where it shows no direction, as in "set up" or "more than 70". Worked out once for each word.
    """
    found = reading.bearings.get(index)
    if found is None:
        found = reading.bearings[index] = _signs(reading, index)
    return found


def _signs(reading: Reading, index: int) -> dict[str, int]:
    word = reading.words[index]
    if word.low in BALLOT:
        return _ballot(reading, word)
    if word.low in ELAPSED and reading.low(index - 1, word.segment) in SPANS:
        return {"elapsed": ELAPSED[word.low]}  # "a day later" says nothing of late or early
    if word.verb in BACK_HOSTS and reading.low(index + 1, word.segment) == "back":
        return {"level": -1}
    if phrase := phrase_signs(reading, word):
        return dict(phrase)
    found = scales().get(word.low)
    if is_currency(reading, word) or is_dropped(reading, word):
        return {}
    if not found or word.name or (word.low in noun_like() and not word.verb) or not _is_directional(reading, word):
        return {}
    after = reading.low(index + 1, word.segment)
    if word.low in COMPARATIVES and after in CURRENCIES:
        return {}  # "fewer yen for a dollar": the yen is up
    if after == "than" and (ratio := _ratio(reading, word)):
        return ratio
    figure = _bounded(reading, index) if word.low in BOUNDS else ""
    if figure:
        return {f"bound {figure}": found.get("bound", found.get("level", 1))}
    if word.low in ("below", "above") and index > reading.bounds[word.segment][0] and _ends_figure(reading, index - 1):
        return {"bound": found["bound"], "level": found["bound"]}  # "8 percent below"
    has_figure = any(reading.words[at].is_number for at in reading.near(index, 4.0) if at > index)
    beside = reading.words[index + 1 : min(index + 2, reading.bounds[word.segment][1])]
    is_attribute = word.low in ATTRIBUTES and bool(beside) and beside[0].is_content and not beside[0].is_number
    is_attribute = is_attribute and not reading.marks_before(index + 1)
    return {
        f"{scale} {beside[0].form}" if is_attribute else scale: sign
        for scale, sign in found.items()
        if scale != "level" or word.low not in WITH_FIGURE or has_figure
    }


def _ratio(reading: Reading, word: Word) -> dict[str, int]:
    """The scale of "more than twice" and "less than half"; empty where the word measures otherwise."""
    following = reading.low(word.at + 2, word.segment)
    if word.low == "more" and following in MULTIPLES:
        return {"ratio": 1}
    return {"bound half": -1, "ratio": -1} if word.low == "less" and following == "half" else {}


def _ballot(reading: Reading, word: Word) -> dict[str, int]:
    """The scales of "for" and "against": "voted for", "his cousin, who owns a fifth, against"."""
    before = reading.word_before(word.at)
    if before is not None and before.form == "vote":
        return {"ballot": BALLOT[word.low]}
    ends = word.at + 1 == reading.bounds[word.segment][1] or bool(reading.marks_before(word.at + 1))
    return {"verdict": -1} if ends and word.low == "against" else {}


def _ends_figure(reading: Reading, index: int) -> bool:
    """Whether a figure, or its unit, stands at `index`: "8 per cent", "14 metres"."""
    first = reading.bounds[reading.words[index].segment][0]
    is_measure = reading.words[index].is_number or reading.words[index].low in UNITS
    return is_measure and any(reading.words[at].is_number for at in range(max(first, index - 2), index + 1))


def _bounded(reading: Reading, index: int) -> str:
    """The figure that the word only says on which side something lies of: "more than 70", "below 7,000"; or nothing."""
    segment = reading.words[index].segment
    at = index + 2 if reading.low(index + 1, segment) == "than" else index + 1
    following = reading.low(at, segment)
    if following in AMOUNT:
        return following
    return reading.words[at].form if following and reading.words[at].is_number else ""


def _is_directional(reading: Reading, word: Word) -> bool:
    stop = reading.bounds[word.segment][1]
    after = reading.words[word.at + 1 : min(stop, word.at + 3)]
    following = after[0].low if after else ""
    before = reading.words[word.at - 1] if word.at > reading.bounds[word.segment][0] else None
    if reading.marks_before(word.at + 1).startswith("-") or reading.marks_before(word.at).endswith("-"):
        return word.low in ("low", "high")  # "cutting-edge"
    if following == "to" and word.verb == "decline" and len(after) > 1 and after[1].verb:
        return False
    if before is not None and (before.low, word.low) in (("at", "least"), ("at", "most"), ("no", "longer")):
        return False
    if before is not None and (before.low, word.low) == ("any", "longer"):
        return False
    if word.low in PARTICLES:
        if (
            before is None
            or (before.verb or before.low) in PARTICLE_HOSTS
            or before.is_number
            or reading.marks_before(word.at)
        ):
            is_limit = following == "to" and (before is None or not before.verb or before.low in AUXILIARIES)
            return not is_limit and following != "and"
        return not before.verb and bool(after) and (after[0].is_number or following in ("from", "by"))
    if word.low in BOUNDS and following == "than":
        return not (len(after) > 1 and after[1].verb)
    if word.verb in CATENATIVE and (following == "to" or (after and after[0].tag == "g")):
        return False  # "start to reopen"
    if word.low in ("less", "more") and following != "than" and before is not None and before.is_content:
        return before.is_number or before.low in UNITS or bool(before.verb)  # not "paid farmers less"
    if word.verb in RESUMING and before is not None and before.low in AHEAD:
        return False  # what is to resume has stopped: "plans to restart" beside "halted"
    if word.verb == "grow" and following in scales():
        return False  # "grew stronger"
    if word.low == "growth":
        is_year = len(after) > 1 and after[1].is_number
        return following == "of" or (
            following == "in" and not is_year
        )  # else it is what moves: "cut its growth forecast"
    if word.verb in COUNTED_OUT and after and _is_count(after):
        return False  # "lost just three games"
    if word.low in ("first", "last"):
        is_time = following in TIME or following in DAYS or following[:1].isdigit()
        return not is_time and (before is None or before.low != "at")
    return True


def _is_count(after: Sequence[Word]) -> bool:
    """Whether a plain number, or "just" and a number, opens what follows."""
    first = after[1] if after[0].low in ("just", "only") and len(after) > 1 else after[0]
    return first.is_number and first.low.isalpha()
