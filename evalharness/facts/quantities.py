"""Quantities: figures with their units, what they count, and how firmly they are stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evalharness.facts.counted import Counted, counted
from evalharness.facts.fact import PART, Quantity, Reading
from evalharness.facts.lexicon import words_of
from evalharness.facts.numbered import (
    CLOCK_WORDS,
    RANGE_WORDS,
    age,
    clock,
    clock_word,
    label,
    ordinal,
    quarter_clock,
    roman_label,
    score,
    spoken_clock,
)
from evalharness.facts.numerals import FRACTIONS, ORDINALS, STARTS, TENS, Numeral, numeral_at
from evalharness.facts.stopwatch import stopwatch
from evalharness.facts.token import Token, low_at
from evalharness.facts.unitparts import unit_and_part
from evalharness.facts.units import Found, currency_before, money, with_unit

SIGNS = frozenset("$\u20ac\u00a3\u00a5\u20b9\u20a9\u20bd\u20b4\u20aa")
BETWEEN_UNIT = words_of("between_unit")
AGO = frozenset({"ago", "earlier", "later", "before", "after"})
# Words that firm up a figure and also stand before "a year" or "a day" in other senses.
LOOSE = frozenset({"some", "near", "past", "towards", "toward", "outside", "easily", "inside", "say"})
DURING = frozenset({"in", "within", "after", "over", "for"})
QUARTER = 0.25
NO_NOUN = frozenset({"in", "of", "out", "and", "or", "is", "was", "to", "for", "each", "every", "more"})
# "38 of the 51": the most tokens between two figures that share a unit.
MAX_BETWEEN = 2
CENTS = 100
WHOLE_PERCENT = 100.0
MONTH_SECONDS = 30.44 * 86_400
# Of a working week's days, the share counted as working days.
WORKING = 5 / 7
# "Six in ten tonnes" is a share; "one in eight hours" may be none.
TENTHS = (10.0, 100.0)
WHOLE = frozenset({"the", "its", "their", "his", "her", "our", "all", "these", "those"})
# What a figure in words can start with; currency codes and Roman numbers are written large.
FIRST_WORDS = frozenset({*STARTS, *ORDINALS, *TENS, *CLOCK_WORDS})


def quantities_in(tokens: Sequence[Token], taken: Sequence[bool]) -> list[Counted]:
    """All quantities in `tokens`, left to right, outside the tokens marked in `taken` (dates, page residue).

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> tokens = lexed(Document("about 54,000 US troops, up 5.3 percent, cost $1.2bn")).tokens
    >>> for found in quantities_in(tokens, [False] * len(tokens)):
    ...     print(found.quantity.readings[0].amount, found.quantity.readings[0].unit, found.head)
    54000.0  ('us', 'troop')
    5.3 percent ()
    1200000000.0 money:usd ()
    """
    found: list[Counted] = []
    index = 0
    while index < len(tokens):
        # most words open no figure, and asking here costs less than a call
        token = tokens[index]
        may_open = token.kind == "n" or token.low in FIRST_WORDS or token.text in SIGNS or token.text.isupper()
        here = _quantity_at(tokens, index) if may_open and not taken[index] else None
        if here is None or any(taken[here.start : here.stop]):
            index += 1
        else:
            found.append(here)
            index = here.stop
    return _shared_units(tokens, found)


def _quantity_at(tokens: Sequence[Token], index: int) -> Counted | None:
    token = tokens[index]
    if token.kind == "p":
        return _priced(tokens, index) if token.text in SIGNS else None
    if token.kind == "n":
        if _is_part_of_name(tokens, index) or _is_list_number(tokens, index):
            return None
        special = stopwatch(tokens, index) or clock(tokens, index) or score(tokens, index) or ordinal(tokens, index)
    else:
        special = (
            quarter_clock(tokens, index)
            or clock_word(tokens, index)
            or roman_label(tokens, index)
            or ordinal(tokens, index)
        )
        special = special or unit_and_part(tokens, index) or _fraction_of_unit(tokens, index)
        special = special or _one_ago(tokens, index) or _priced(tokens, index)
    if special:
        return special
    numeral = numeral_at(tokens, index)
    return _figure(tokens, index, numeral) if numeral else None


def _priced(tokens: Sequence[Token], index: int) -> Counted | None:
    """A figure after a currency sign or code: "$40m", "USD 5 million"."""
    currency = currency_before(tokens, index)
    if currency is None or currency[1] >= len(tokens):
        return None
    numeral = numeral_at(tokens, currency[1])
    if numeral is None:
        return None
    numeral = _million(tokens, numeral, spaced=True) or numeral
    return counted(tokens, Quantity(money(numeral, currency[0]), numeral.high), index, numeral.stop, numeral)


def _million(tokens: Sequence[Token], numeral: Numeral, *, spaced: bool = False) -> Numeral | None:
    """The figure with an "m" glued to it read as million, "40m"; after a currency sign also one set off by a space."""
    at = numeral.stop
    if low_at(tokens, at) != "m" or (tokens[at].gap and not spaced) or numeral.form != "digits":
        return None
    return numeral.times(1e6, at + 1)


def _one_ago(tokens: Sequence[Token], index: int) -> Counted | None:
    """One of a unit of time, where no rate can be meant: "a year earlier", "in a day"."""
    found = with_unit(tokens, Numeral(1.0, 1.0, index + 1, "words")) if low_at(tokens, index) in ("a", "an") else None
    if found is None or found.readings[0].unit not in ("time", "months"):
        return None
    one = counted(tokens, Quantity(found.readings), index, found.stop)
    is_meant = low_at(tokens, found.stop) in AGO or low_at(tokens, index - 1) in DURING
    is_meant = is_meant or (low_at(tokens, found.stop) == "and" and numeral_follows(tokens, found.stop + 1))
    return one if is_meant or (one.hedge and low_at(tokens, index - 1) not in LOOSE) else None


def numeral_follows(tokens: Sequence[Token], index: int) -> bool:
    """Whether a figure with its unit of time starts at `index`: "an hour and *20 minutes*"."""
    numeral = numeral_at(tokens, index) if index < len(tokens) else None
    found = with_unit(tokens, numeral) if numeral else None
    return found is not None and found.readings[0].unit == "time"


def _figure(tokens: Sequence[Token], index: int, numeral: Numeral) -> Counted | None:
    """The quantity of a figure without a currency before it, or None where it states no quantity."""
    if numeral.form == "vague":
        return _bare(tokens, index, numeral)
    special = age(tokens, index, numeral) or spoken_clock(tokens, index, numeral)
    special = special or (_one_in(tokens, index, numeral) if numeral.value == 1 else None)
    special = special or _measured(tokens, index, numeral) or label(tokens, index, numeral)
    special = special or _one_in(tokens, index, numeral)
    if special:
        return special
    if numeral.form == "fraction":
        readings = (Reading(100 * numeral.value, "percent", 1.0), Reading(numeral.value, "", 0.01))
        return counted(tokens, Quantity(readings), index, numeral.stop)
    if low_at(tokens, index - 1) == "magnitude":
        return counted(tokens, Quantity((Reading(numeral.value, "magnitude", numeral.step),)), index, numeral.stop)
    is_pronoun = numeral.form == "words" and numeral.value == 1
    return None if is_pronoun else _bare(tokens, index, numeral)


def _bare(tokens: Sequence[Token], index: int, numeral: Numeral) -> Counted:
    quantity = Quantity((Reading(numeral.value, "", numeral.step),), numeral.high)
    return counted(tokens, quantity, index, numeral.stop, numeral)


def _measured(tokens: Sequence[Token], index: int, numeral: Numeral) -> Counted | None:
    """A figure with its unit; "40m" may be metres or millions, "40m euros" is money."""
    million = _million(tokens, numeral)
    if million and (found := with_unit(tokens, million)):
        return counted(tokens, Quantity(found.readings), index, found.stop, million)
    if low_at(tokens, numeral.stop) in BETWEEN_UNIT:
        numeral = numeral._replace(stop=numeral.stop + 1)
    found = with_unit(tokens, numeral)
    if found is None:
        return None
    readings = found.readings
    if low_at(tokens, numeral.stop - 1) == "working" and low_at(tokens, found.stop - 1).startswith("week"):
        readings = tuple(replace(reading, amount=reading.amount * WORKING) for reading in readings)
    if million:
        readings = (*readings, Reading(million.value, "", million.step))
    is_idle = numeral.form == "words" and numeral.value == 1 and readings[0].unit in ("points", "money:gbp")
    return None if is_idle else counted(tokens, Quantity(readings), index, found.stop, numeral)


def _fraction_of_unit(tokens: Sequence[Token], index: int) -> Counted | None:
    """A part of a unit: "half a percentage point", "quarter-point", "three-quarters of an hour"."""
    start = index + 1 if low_at(tokens, index) == "a" else index
    part = numeral_at(tokens, index)
    if part is None or part.form != "fraction":
        low = low_at(tokens, start)
        if low not in ("half", "quarter"):
            return None
        part = Numeral(1 / FRACTIONS[low], 1 / FRACTIONS[low], start + 1, "fraction")
    stop = part.stop + 1 if low_at(tokens, part.stop) == "of" else part.stop
    if low_at(tokens, stop) in ("a", "an"):
        stop += 1
    elif low_at(tokens, stop) != "-" or start > index:
        point = with_unit(tokens, part._replace(stop=stop, step=QUARTER)) if low_at(tokens, stop) != "-" else None
        return counted(tokens, Quantity(point.readings), index, point.stop) if point and _is_points(point) else None
    found = with_unit(tokens, part._replace(stop=stop, step=QUARTER))
    if found and tokens[found.stop - 1].text.endswith(("'s", "\u2019s")):
        # "half a year's profit"
        found = Found((*found.readings, Reading(WHOLE_PERCENT * part.value, "percent", 1.0)), found.stop)
    return counted(tokens, Quantity(found.readings), index, found.stop) if found else None


def _is_points(found: Found) -> bool:
    return found.readings[0].unit == "points"


def _is_part_of_name(tokens: Sequence[Token], index: int) -> bool:
    """Whether letters stand at the figure so that both are a name: "G7", "F-16", "COVID-19", "5G"."""
    token = tokens[index]
    if not token.gap and index:
        before = tokens[index - 1]
        if before.text == "-" and not before.gap and index > 1:
            before = tokens[index - 2]
        if before.kind == "w" and before.text[0].isupper() and before.text not in ("US", "A", "C", "S"):
            return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and not after.gap and len(after.text) == 1 and after.text in "GDKX"


def _is_list_number(tokens: Sequence[Token], index: int) -> bool:
    """Whether the figure numbers a line of a list: "1. Open the lid", "2) Close it"."""
    is_first = index == 0 or tokens[index - 1].segment != tokens[index].segment
    after = low_at(tokens, index + 1)
    return is_first and after in (".", ")") and not tokens[index + 1].gap


def _one_in(tokens: Sequence[Token], index: int, numeral: Numeral) -> Counted | None:
    """Such as "one in four", "nine out of ten", as percent."""
    stop = numeral.stop
    if numeral.value == 1 and low_at(tokens, stop).isalpha() and low_at(tokens, stop) not in NO_NOUN:
        # "one train in four", "one tonne of rice in three"
        noun = stop + (3 if low_at(tokens, stop + 1) == "of" else 1)
        stop = noun if low_at(tokens, noun) == "in" else stop
    is_out_of = [low_at(tokens, stop), low_at(tokens, stop + 1)] == ["out", "of"]
    at = stop + (2 if is_out_of else 1)
    is_every = low_at(tokens, at) == "every" and low_at(tokens, at - 1) in ("in", "of")
    if not (is_out_of or is_every) and (low_at(tokens, stop) != "in" or numeral.form != "words"):
        return None
    at += is_every
    whole = numeral_at(tokens, at) if at < len(tokens) else None
    if whole is None or not max(numeral.value, 1) < whole.value <= (1000 if is_every else 100):
        return None
    measured = with_unit(tokens, whole)
    if measured and (measured.readings[0].unit in ("time", "months") or not (is_every or whole.value in TENTHS)):
        return None
    if whole.form not in ("digits", "words"):
        return None
    readings = (Reading(100 * numeral.value / whole.value, "percent", 1.0),)
    return counted(tokens, Quantity(readings), index, whole.stop)


def _shared_units(tokens: Sequence[Token], found: list[Counted]) -> list[Counted]:
    """`found` with the unit of a range given to both its figures: "22 to 20 percent", "5-7 million", "$10-15m"."""
    for at in range(len(found) - 2, -1, -1):
        first, last = found[at], found[at + 1]
        if last.start - first.stop > MAX_BETWEEN:
            continue
        if compound := _compound(tokens, first, last):
            found[at : at + 2] = [compound]
            continue
        if first.numeral is None or last.numeral is None:
            continue
        if last.start == first.stop + 1 and tokens[first.stop].low in RANGE_WORDS:
            found[at], found[at + 1] = _lent(tokens, first, last)
        elif low_at(tokens, first.stop) == "of":
            found[at] = _of_all(tokens, first, last)
    return found


def _compound(tokens: Sequence[Token], first: Counted, last: Counted) -> Counted | None:
    """One stretch of time or sum in two units: "two years and eight months", "12 euros and 50 cents"."""
    long, short = first.quantity.readings[0], last.quantity.readings[0]
    between = [token.low for token in tokens[first.stop : last.start]]
    if between not in ([], ["and"], [","]) or not long.figure or long.amount <= 0:
        return None
    if (
        short.unit == "money:cent"
        and long.unit.startswith("money:")
        and long.unit != short.unit
        and short.amount < CENTS
    ):
        amount = long.amount + short.amount / CENTS
        return Counted(Quantity((Reading(amount, long.unit, 1 / CENTS, "", amount),)), first.start, last.stop)
    if long.unit == "months" and short.unit == "time" and short.amount < MONTH_SECONDS and between == ["and"]:
        # "five months and three days"
        readings = (Reading(long.amount + short.amount / MONTH_SECONDS, "months", 0.1), replace(long, system=PART))
        return Counted(Quantity(readings), first.start, last.stop, last.head, first.hedge)
    if long.unit not in ("time", "months") or short.unit != long.unit or short.amount >= long.amount / long.figure:
        return None
    # the first part alone too, for a text that leaves the smaller unit out
    readings = (Reading(long.amount + short.amount, long.unit, short.step), replace(long, system=PART))
    return Counted(Quantity(readings), first.start, last.stop, last.head, first.hedge)


def _of_all(tokens: Sequence[Token], first: Counted, last: Counted) -> Counted:
    """`first` with the unit and thing of the whole it is a part of: "38 of the 51 kilometres"."""
    between = [token.low for token in tokens[first.stop + 1 : last.start]]
    bare = first.quantity.readings[0]
    if first.numeral is None or bare.unit != "" or first.head or first.quantity.high or len(between) > 1:
        return first
    if between and between[0] not in WHOLE:
        return first
    whole = with_unit(tokens, first.numeral._replace(stop=last.numeral.stop)) if last.numeral else None
    readings = (*whole.readings, bare) if whole else (bare,)
    return first._replace(quantity=Quantity(readings), head=last.head)


def _lent(tokens: Sequence[Token], first: Counted, last: Counted) -> tuple[Counted, Counted]:
    unit, other = first.quantity.readings[0].unit, last.quantity.readings[0].unit
    if first.numeral is None or last.numeral is None or unit == other != "":
        return first, last
    numeral = first.numeral
    if last.numeral.form == "scale" != numeral.form and numeral.value < last.numeral.value / last.numeral.scale:
        numeral = numeral.times(last.numeral.scale, numeral.stop)
    bare = first.quantity.readings[-1]
    if unit == "" and first.stop == first.numeral.stop:
        again = with_unit(tokens, numeral._replace(stop=last.numeral.stop))
        lent = again.readings if again else (Reading(numeral.value, "", numeral.step),)
        readings = (*lent, bare) if bare not in lent else lent
        return first._replace(quantity=Quantity(readings), head=first.head or last.head), last
    if unit == "percent" and first.quantity.readings[0].figure and other == "" and last.numeral.form == "digits":
        # "won by 52.3 percent to 47.7"
        rate = Reading(last.numeral.value, unit, last.numeral.step, "", last.numeral.value)
        return first, last._replace(quantity=Quantity((rate, *last.quantity.readings))) if not last.head else last
    if unit.startswith("money:") and other == "" and not last.head:
        amount = Reading(numeral.value, unit, numeral.step)
        reading = Reading(last.numeral.value, unit, last.numeral.step)
        return first._replace(quantity=Quantity((amount,))), last._replace(quantity=Quantity((reading,)))
    return first, last
