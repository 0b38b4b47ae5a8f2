"""Figures in digits and words: where one starts, what it is worth, how finely it is stated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evalharness.facts.lexicon import word_list, words_of
from evalharness.facts.token import Token, low_at

SMALL = {word: number for number, word in enumerate(word_list("small_numbers"))}
TENS = {word: 10 * number for number, word in enumerate(word_list("tens"), 2)}
HUNDRED = {"hundred": 100.0}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7}
SHORT_SCALES = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
DOZENS = {"dozen": 12.0}
FRACTIONS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twentieth": 20, "hundredth": 100,
}  # fmt: skip
FRACTIONS |= {f"{word}s": part for word, part in FRACTIONS.items()} | {"halves": 2}
SIGNS = {"\u00bd": 0.5, "\u00bc": 0.25, "\u00be": 0.75, "\u2153": 1 / 3, "\u2154": 2 / 3}
VAGUE = {
    "dozens": (20.0, 150.0), "scores": (30.0, 200.0), "hundreds": (200.0, 2e3), "thousands": (2e3, 1e5),
    "millions": (2e6, 1e9), "billions": (2e9, 1e12), "trillions": (2e12, 1e15),
}  # fmt: skip
ORDINALS = {word: number for number, word in enumerate(word_list("ordinals"), 2)}
# What stands before and after a part that is no time and no match: "by a third", "a quarter fewer".
BEFORE_PART = words_of("before_part")
AFTER_PART = words_of("after_part")
BETWEEN_PARTS = words_of("between_parts")
# More digits than this are an identifier, not a figure; they would also be slow to convert.
MAX_DIGITS = 15
MAX_SCALES = 2


class Numeral(NamedTuple):
    """A figure without its unit.

    ``value``, ``step`` (size of its last stated digit), index after its last token, and how it is written:
    ``digits``, ``words``, ``fraction``, ``scale`` (ended by scale words worth ``scale``), or ``vague`` up to ``high``.
    """

    value: float
    step: float
    stop: int
    form: str
    high: float | None = None
    scale: float = 1.0

    def times(self, factor: float, stop: int) -> Numeral:
        """The figure with a scale word that ends before `stop`."""
        return Numeral(self.value * factor, self.step * factor, stop, "scale", self.high, self.scale * factor)


def numeral_at(tokens: Sequence[Token], index: int) -> Numeral | None:
    """The figure that starts at `index`, or None.

    >>> from evalharness.facts.lexer import lexed
    >>> from evalharness.text.document import Document
    >>> def value(text): return numeral_at(lexed(Document(text)).tokens, 0).value
    >>> [value(text) for text in ("1.2bn", "fifty-four thousand", "half a million", "a million and a half")]
    [1200000000.0, 54000.0, 500000.0, 1500000.0]
    """
    token = tokens[index]
    if token.kind == "n":
        return _digits(tokens, index)
    if token.kind != "w":
        return None
    starts = STARTS.get(token.low)
    return starts(tokens, index) if starts else None


def plain_digits(text: str) -> float | None:
    """The value of a digit string with thousands separators, or None for identifiers and dotted numbers.

    >>> plain_digits("1,200.5"), plain_digits("3.5.2024"), plain_digits("9" * 40)
    (1200.5, None, None)
    """
    bare = text.replace(",", "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if len(bare) > MAX_DIGITS or bare.count(".") > 1:
        return None
    return float(bare)


def step_of(text: str) -> float:
    """The size of the last digit that a figure states: zeros at the end of a whole number state nothing.

    >>> step_of("3,500"), step_of("3,512"), step_of("5.30"), step_of("60")
    (100.0, 1.0, 0.01, 10.0)
    """
    if "." in text:
        return float(10.0 ** -len(text.rpartition(".")[2]))
    digits = [c for c in text if c.isdigit()]
    zeros = len(digits) - len("".join(digits).rstrip("0"))
    return float(10.0 ** min(zeros, max(len(digits) - 1, 0)))


def _digits(tokens: Sequence[Token], index: int) -> Numeral | None:
    value = plain_digits(tokens[index].text)
    if value is None:
        return None
    step = step_of(tokens[index].text)
    sign = low_at(tokens, index + 1)
    if sign in SIGNS:
        return Numeral(value + SIGNS[sign], 0.25, index + 2, "digits")
    return _scaled(tokens, Numeral(value, step, index + 1, "digits"))


def _scaled(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """`numeral` times the scale words after it: "1.2 billion", "40bn", "300 thousand million", "12-million"."""
    form = numeral.form
    for _ in range(MAX_SCALES):
        stop = numeral.stop
        at = stop + 1 if low_at(tokens, stop) == "-" and low_at(tokens, stop + 1) in SCALES else stop
        word = low_at(tokens, at)
        factor = SCALES.get(word) or DOZENS.get(word)
        if factor is None and form == "digits" and at < len(tokens) and not tokens[at].gap:
            factor = SHORT_SCALES.get(word) if word != "m" else None
        elif factor is None and form == "digits" and word in ("mln", "bn", "mn", "tn", "bln"):
            factor = SHORT_SCALES[word]
        if factor is None:
            break
        numeral, form = numeral.times(factor, at + 1), "scale"
    return numeral


def _words(tokens: Sequence[Token], index: int) -> Numeral | None:
    """A figure in words: "twelve", "fifty-four", "one hundred and twenty", "two and a half million"."""
    return _after_words(tokens, _group(tokens, index))


def _group(tokens: Sequence[Token], index: int) -> Numeral:
    """The words of one group of a figure, below a thousand."""
    value, step, stop = 0.0, 1.0, index
    while (word := low_at(tokens, stop)) in SMALL or word in TENS or word in HUNDRED:
        if word in HUNDRED:
            value, step, stop = max(value, 1.0) * 100, 100.0, stop + 1
        elif word in TENS:
            value, step, stop = value + TENS[word], 10.0, stop + 1
            if low_at(tokens, stop) == "-" and 0 < SMALL.get(low_at(tokens, stop + 1), 0) < 10:
                stop += 1
                continue
        else:
            value, step, stop = value + SMALL[word], 10.0 if word == "ten" else 1.0, stop + 1
        if low_at(tokens, stop) == "and" and _continues(tokens, stop + 1, value):
            stop += 1
        elif not _continues(tokens, stop, value):
            break
    return Numeral(value, step, stop, "words")


def _continues(tokens: Sequence[Token], index: int, value: float) -> bool:
    """Whether the word at `index` belongs to a figure worth `value` so far."""
    word = low_at(tokens, index)
    if word in HUNDRED:
        return 0 < value < 100 and low_at(tokens, index - 1) != "and"
    if value >= 100 and value % 100 == 0:
        return word in TENS or word in SMALL
    return value >= 20 and value % 10 == 0 and value % 100 != 0 and 0 < SMALL.get(word, 0) < 10 and (
        low_at(tokens, index - 1) != "and"
    )  # fmt: skip


def _after_words(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """What may follow a figure in words: a fraction ("two-thirds", "and a half"), scales, or further groups."""
    value, stop = numeral.value, numeral.stop
    after = stop + 1 if low_at(tokens, stop) == "-" else stop
    part = low_at(tokens, after)
    is_fraction = part in FRACTIONS and (value == 1 or (value < 10 and part.endswith("s")))
    if is_fraction and not (value == 1 and part == "half" and after == stop):
        return _of_scale(tokens, Numeral(value / FRACTIONS[part], 0.01, after + 1, "fraction"))
    if [low_at(tokens, stop + n) for n in range(2)] == ["and", "a"] and low_at(tokens, stop + 2) in ("half", "quarter"):
        numeral = Numeral(value + 1 / FRACTIONS[low_at(tokens, stop + 2)], 0.25, stop + 3, "words")
    scaled = _scaled(tokens, numeral)
    if scaled.form == "scale" and (more := _and_a_half(tokens, scaled, scaled.scale)):
        return more
    if scaled.form == "scale" and scaled.value >= 1000 and (rest := _smaller_group(tokens, scaled)):
        return rest
    return scaled


def _and_a_half(tokens: Sequence[Token], numeral: Numeral, unit: float) -> Numeral | None:
    """The figure with half of `unit` added, in "two million and a half"; None where no half follows."""
    if [low_at(tokens, numeral.stop + n) for n in range(3)] != ["and", "a", "half"]:
        return None
    return numeral._replace(value=numeral.value + unit / 2, step=unit / 4, stop=numeral.stop + 3)


def _smaller_group(tokens: Sequence[Token], scaled: Numeral) -> Numeral | None:
    """The rest of "three thousand five hundred", or None."""
    at = scaled.stop + 1 if low_at(tokens, scaled.stop) == "and" else scaled.stop
    word = low_at(tokens, at)
    if word not in SMALL and word not in TENS:
        return None
    rest = _group(tokens, at)
    return rest._replace(value=scaled.value + rest.value) if 0 < rest.value < scaled.step else None


def _fraction(tokens: Sequence[Token], index: int) -> Numeral | None:
    """A part, "half a million", "a quarter of a million"; a bare "half" or "quarter" is a time or a match."""
    part = Numeral(1 / FRACTIONS[tokens[index].low], 0.01, index + 1, "fraction")
    scaled = _of_scale(tokens, part)
    if scaled.form == "scale" or low_at(tokens, scaled.stop) == "of":
        return scaled
    return scaled if tokens[index].low == "half" and low_at(tokens, scaled.stop) in ("the", "their", "its") else None


def _change(tokens: Sequence[Token], index: int) -> Numeral | None:
    """A part by which something changed, or that it makes up: "a fifth dearer", "by a third", "almost a quarter"."""
    after = low_at(tokens, index + 1)
    cued = low_at(tokens, index - 2) in BEFORE_PART
    is_mark = index + 1 == len(tokens) or tokens[index + 1].kind == "p"
    if not (after in AFTER_PART or (cued and (is_mark or after in BETWEEN_PARTS))) or after == "-":
        return None
    # "a quarter to nine" is a time
    ahead = low_at(tokens, index + 2)
    if after in ("to", "past") and low_at(tokens, index - 2) != "by" and (ahead in SMALL or len(ahead) < 3):
        return None
    return Numeral(1 / FRACTIONS[tokens[index].low], 0.01, index + 1, "fraction")


def _of_scale(tokens: Sequence[Token], part: Numeral) -> Numeral:
    at = part.stop
    for word in ("of", "a"):
        if low_at(tokens, at) == word:
            at += 1
    factor = SCALES.get(low_at(tokens, at)) or DOZENS.get(low_at(tokens, at)) if at > part.stop else None
    if factor is None:
        return part
    return part._replace(step=part.value).times(factor, at + 1)


def _article(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Such as "a million", "a dozen", "a hundred", "a third of"."""
    word = low_at(tokens, index + 1)
    if word in FRACTIONS and not word.endswith("s"):
        return _fraction(tokens, index + 1) or _change(tokens, index + 1)
    factor = SCALES.get(word) or HUNDRED.get(word) or DOZENS.get(word)
    if factor is None or tokens[index + 1].text[0].isupper():
        return None
    scaled = _scaled(tokens, Numeral(factor, factor, index + 2, "words"))
    rest = _smaller_group(tokens, scaled) if word in HUNDRED and scaled.form == "words" else None
    return _scaled(tokens, rest) if rest else _and_a_half(tokens, scaled, scaled.value) or scaled


def _vague(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Such as "dozens of people", "tens of thousands", "hundreds of millions"; "scores" only before "of"."""
    word = tokens[index].low
    is_of = low_at(tokens, index + 1) == "of"
    second = low_at(tokens, index + 2)
    if is_of and second in VAGUE and word in ("tens", "hundreds") and second not in ("dozens", "scores", "hundreds"):
        unit = VAGUE[second][0] / 2
        many = 20.0 if word == "tens" else 200.0
        return Numeral(unit * many, unit * many, index + 3, "vague", unit * many * 10)
    if word not in VAGUE or (word == "scores" and not is_of):
        return None
    low, high = VAGUE[word]
    return Numeral(low, low, index + 1, "vague", high)


STARTS = (
    dict.fromkeys((*SMALL, *TENS), _words)
    | dict.fromkeys(FRACTIONS, _fraction)
    | dict.fromkeys((*VAGUE, "tens"), _vague)
    | dict.fromkeys(("a", "an"), _article)
)
