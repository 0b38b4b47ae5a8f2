"""Numbers that are no amounts: clock times, scores, ordinals, ages, and numbers that name ("Article 5")."""

from __future__ import annotations

from collections.abc import Sequence

from evalharness.facts.counted import Counted, head_after, hedge_of
from evalharness.facts.fact import Quantity, Reading
from evalharness.facts.lexicon import key, words_of
from evalharness.facts.numerals import ORDINALS, SMALL, TENS, Numeral, plain_digits
from evalharness.facts.stopwatch import seconds_read
from evalharness.facts.token import Token, low_at
from evalharness.facts.units import phrase_at

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
HALF_DAYS = {"a.m.": 0, "am": 0, "a.m": 0, "p.m.": 720, "pm": 720, "p.m": 720}
DAY_PARTS = {"morning": 0, "afternoon": 720, "evening": 720, "night": 720}
CLOCK_WORDS = {"noon": 720.0, "midday": 720.0, "midnight": 0.0}
ZONES = words_of("time_zones")
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
KIN = words_of("kin")
RANGE_WORDS = frozenset({"to", "-", "\u2013", "\u2014", "and", "or"})
COUNTED_DEAD = frozenset(map(key, ("dead", "injured", "wounded", "missing", "victims", "survivors", "staff", "troops")))
MAX_AGE = 120
SCORE_BASE = 1000.0


def clock(tokens: Sequence[Token], index: int) -> Counted | None:
    """A time of day in digits: "10:40", "10.40pm", "1 a.m.", "0900 GMT"."""
    text, stop = tokens[index].text, index + 1
    minutes: float | None = None
    ahead = low_at(tokens, index + 2)
    if low_at(tokens, stop) == ":" and len(text) <= 2 and len(ahead) == 2 and not tokens[index + 2].gap:
        minutes, stop = _minutes(text, ahead), index + 3
    elif low_at(tokens, stop) in HALF_DAYS or low_at(tokens, stop) == "o'clock":
        hour, _, rest = text.partition(".")
        if not rest and text.isdecimal() and len(text) > 2:  # "1226 a.m."
            hour, rest = text[:-2], text[-2:]
        minutes = _minutes(hour, rest or "00")
    elif len(text) == 4 and (low_at(tokens, stop) in ZONES or _is_after_at(tokens, index)):
        minutes = _minutes(text[:2], text[2:])
        stop = stop if minutes is not None else index + 1
    return None if minutes is None else _clock_quantity(tokens, index, stop, minutes)


def _is_after_at(tokens: Sequence[Token], index: int) -> bool:
    """Whether four digits can only be a time of day: "at 1800 for freight", not "at 1200 metres" or "at 1,200"."""
    is_digits = tokens[index].text.isdecimal() and low_at(tokens, index - 1) == "at"
    return is_digits and phrase_at(tokens, index + 1) is None and not head_after(tokens, index + 1)


def spoken_clock(tokens: Sequence[Token], index: int, numeral: Numeral) -> Counted | None:
    """A time of day in words: "one in the morning", "seven o'clock"."""
    stop = numeral.stop
    if numeral.form != "words" or not 1 <= numeral.value <= 30:
        return None
    if low_at(tokens, stop) in ("to", "past") and 1 <= SMALL.get(low_at(tokens, stop + 1), 0) <= 12:
        sign = 1 if low_at(tokens, stop) == "past" else -1
        minutes = (60 * SMALL[low_at(tokens, stop + 1)] + sign * numeral.value) % 720
        has_part = low_at(tokens, stop + 2) == "in" and low_at(tokens, stop + 4) in DAY_PARTS
        is_length = phrase_at(tokens, stop + 2) is not None  # "at eight to nine months"
        if has_part or (low_at(tokens, index - 1) == "at" and not is_length):
            half = DAY_PARTS[low_at(tokens, stop + 4)] if has_part else 0
            readings = [Reading(minutes + half, "clock")] + ([] if has_part else [Reading(minutes + 720, "clock")])
            return Counted(Quantity(tuple(readings)), index, stop + (5 if has_part else 2))
    if numeral.value > 12:
        return None
    part = low_at(tokens, stop + 2) if [low_at(tokens, stop), low_at(tokens, stop + 1)] == ["in", "the"] else ""
    if part in DAY_PARTS:
        return Counted(Quantity((Reading(60 * numeral.value % 720 + DAY_PARTS[part], "clock"),)), index, stop)
    if low_at(tokens, stop).replace("\u2019", "'") in ("o'clock", *HALF_DAYS):
        return _clock_quantity(tokens, index, stop, 60 * numeral.value)
    return None


def quarter_clock(tokens: Sequence[Token], index: int) -> Counted | None:
    """Such as "a quarter to ten", "half past six"."""
    minutes = {"quarter": 15.0, "half": 30.0}.get(tokens[index].low)
    if minutes is None or low_at(tokens, index + 1) not in ("to", "past"):
        return None
    hour = SMALL.get(low_at(tokens, index + 2), 0)
    if not 1 <= hour <= 12 or phrase_at(tokens, index + 3) or head_after(tokens, index + 3):
        return None
    amount = (60.0 * hour + (minutes if low_at(tokens, index + 1) == "past" else -minutes)) % 720
    readings = (Reading(amount, "clock"), Reading(amount + 720, "clock"))
    start = index - 1 if low_at(tokens, index - 1) == "a" else index
    return Counted(Quantity(readings), index, index + 3, (), hedge_of(tokens, start, index + 3))


def clock_word(tokens: Sequence[Token], index: int) -> Counted | None:
    """Such as "noon" or "midnight"."""
    minutes = CLOCK_WORDS.get(tokens[index].low)
    return None if minutes is None else Counted(Quantity((Reading(minutes, "clock"),)), index, index + 1)


def _minutes(hour: str, minute: str) -> float | None:
    if not (hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2):
        return None
    return 60.0 * int(hour) + int(minute) if int(hour) < 25 and int(minute) < 60 else None


def _clock_quantity(tokens: Sequence[Token], index: int, stop: int, minutes: float) -> Counted:
    """Minutes of the day; where morning or evening is left open, both readings."""
    half = HALF_DAYS.get(low_at(tokens, stop))
    amounts = [minutes]
    if half is not None:
        amounts, stop = [minutes % 720 + half], stop + 1
    elif 60 <= minutes < 780:
        amounts.append(minutes % 720 + 720)
    readings = tuple(Reading(amount, "clock") for amount in amounts)
    if half is None:
        readings += seconds_read(tokens, index, stop)
    return Counted(Quantity(readings), index, stop, (), hedge_of(tokens, index, stop))


def score(tokens: Sequence[Token], index: int) -> Counted | None:
    """A score, "2-1": a pair of whole numbers without a unit, unless it reads as a rising range of something."""
    if low_at(tokens, index + 1) not in ("-", "\u2013") or index + 2 >= len(tokens):
        return None
    dash, second = tokens[index + 1 : index + 3]
    texts = (tokens[index].text, second.text)
    if dash.gap != second.gap or not all(text.isdecimal() and len(text) <= 3 for text in texts):
        return None
    if phrase_at(tokens, index + 3) or low_at(tokens, index + 3) in ("-", "\u2013", "/"):
        return None
    first, last = (float(text) for text in texts)
    head = head_after(tokens, index + 3)
    if first < last and head:
        return None
    # One amount for both orders: a defeat is told from either side.
    amount = SCORE_BASE * max(first, last) + min(first, last)
    return Counted(Quantity((Reading(amount, "score"),)), index, index + 3, head)


def ordinal(tokens: Sequence[Token], index: int) -> Counted | None:
    """Such as "80th", "second-largest", "twenty-first"; "first" says too little to be a figure."""
    token = tokens[index]
    value: float | None = None
    stop = index + 1
    if token.kind == "n" and low_at(tokens, stop) in ORDINAL_ENDINGS and not tokens[stop].gap:
        value, stop = plain_digits(token.text), stop + 1
    elif token.low in ORDINALS:
        value = float(ORDINALS[token.low])
    elif token.low in TENS and low_at(tokens, stop) == "-":
        unit = 1 if low_at(tokens, stop + 1) == "first" else ORDINALS.get(low_at(tokens, stop + 1), 10)
        value, stop = (float(TENS[token.low] + unit), stop + 2) if unit < 10 else (None, stop)
    if value is None:
        return None
    return Counted(Quantity((Reading(value, "ordinal"),)), index, stop, head_after(tokens, stop))


def label(tokens: Sequence[Token], index: int, numeral: Numeral) -> Counted | None:
    """Such as "Article 5", "Flight 370", "No. 10", "Apollo 11": a number that names something."""
    if index == 0 or numeral.form not in ("digits", "words") or not tokens[index].gap or "," in tokens[index].text:
        return None
    is_number_sign = tokens[index - 1].text == "." and low_at(tokens, index - 2) == "no"
    before = tokens[index - 2] if is_number_sign else tokens[index - 1]
    if before.kind != "w" or before.text.endswith(("'s", "\u2019s")):
        return None
    is_number = before.low == "number" and index > 1 and tokens[index - 2].kind == "w"
    if is_number and (key(tokens[index - 2].low) in COUNTED_DEAD or low_at(tokens, numeral.stop) == "or"):
        return None  # "the dead number 31"
    is_label = is_number_sign or (before.low in words_of("labels") and before.low != "no")
    is_name = before.text[0].isupper() and not before.opens and numeral.form == "digits"
    if not is_label and (not is_name or head_after(tokens, numeral.stop)):
        return None
    return Counted(Quantity((Reading(numeral.value, "label"),)), index, numeral.stop, (key(before.low),))


def roman_label(tokens: Sequence[Token], index: int) -> Counted | None:
    """Such as "Article V", "World War II": Roman numbers only after a word that numbers things."""
    text = tokens[index].text
    if low_at(tokens, index - 1) not in words_of("labels") or len(text) > 6 or any(c not in ROMAN for c in text):
        return None
    values = [ROMAN[c] for c in text]
    value = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    reading = Reading(float(value), "label")
    return Counted(Quantity((reading,)), index, index + 1, (key(tokens[index - 1].low),))


def age(tokens: Sequence[Token], index: int, numeral: Numeral) -> Counted | None:
    """Such as "47-year-old", "47 years old", "aged 47", "Maarika Tedremaa, 47,", "Tedremaa (47)", in months."""
    if not 0 < numeral.value <= MAX_AGE or numeral.form not in ("digits", "words"):
        return None
    lows = [low_at(tokens, at) for at in range(numeral.stop, numeral.stop + 5)]
    bare = [low for low in lows if low != "-"]
    months, stop, head = 12.0, numeral.stop, ()
    if bare[1:2] == ["old"] and bare[0] in ("year", "years", "month", "months"):
        months = 1.0 if bare[0].startswith("month") else 12.0
        stop += lows.index("old") + 1
    elif bare[:3] == ["years", "of", "age"]:
        stop += 3
    elif [low_at(tokens, index - 2), low_at(tokens, index - 1)] == ["age", "of"] and bare[0] not in RANGE_WORDS:
        return _aged(tokens, index, numeral, ())
    elif low_at(tokens, index - 1) == "aged" and bare[0] not in RANGE_WORDS:
        return _aged(tokens, index, numeral, _person_before(tokens, index - 1))
    elif _is_apposed_age(tokens, index, numeral):
        return _aged(tokens, index, numeral, _person_before(tokens, index))
    else:
        return None
    reading = Reading(numeral.value * months, "age", months, "", numeral.value)
    return Counted(Quantity((reading,)), index, stop, head, hedge_of(tokens, index, stop))


def _aged(tokens: Sequence[Token], index: int, numeral: Numeral, head: tuple[str, ...]) -> Counted:
    reading = Reading(numeral.value * 12, "age", 12.0, "", numeral.value)
    return Counted(Quantity((reading,)), index, numeral.stop, head, hedge_of(tokens, index, numeral.stop))


def _is_apposed_age(tokens: Sequence[Token], index: int, numeral: Numeral) -> bool:
    if index < 2 or numeral.form != "digits" or not numeral.value.is_integer() or numeral.stop != index + 1:
        return False
    mark, name = tokens[index - 1], tokens[index - 2]
    closes = {",": (",", ".", ";", ")", ""), "(": (")",)}.get(mark.text, ())
    is_person = name.kind == "w" and (name.text[0].isupper() or name.low in KIN) and not name.text.isupper()
    return is_person and low_at(tokens, index + 1) in closes


def _person_before(tokens: Sequence[Token], index: int) -> tuple[str, ...]:
    """The key of the capitalised word before `index`, across one mark, or nothing."""
    at = index - 2 if index > 1 and tokens[index - 1].kind == "p" else index - 1
    named = at >= 0 and tokens[at].kind == "w" and tokens[at].text[0].isupper()
    return (key(tokens[at].low),) if named else ()
