"""Tokenizers by name: what ROUGE takes for the words of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Literal, NamedTuple

from evalharness.text.porter import stem

TokenizerName = Literal["rouge_score", "unicode", "character", "cjk"]
Tokenizer = Callable[[str], list[str]]

# ---------------------------------------------------------------------- as rouge_score
MAX_CACHED_STEMS = 1 << 16
MAX_CACHED_LENGTH = 40

_LATIN = b"abcdefghijklmnopqrstuvwxyz0123456789\n"
_BLANK_THE_REST = bytes(byte if byte in _LATIN else ord(" ") for byte in range(256))


def _latin(text: str) -> str:
    """`text` in lower case with all but a-z, 0-9 and the newline blanked.

    The same tokens as rouge_score's ``[^a-z0-9]+`` gives, four times as fast: a character outside ASCII becomes "?"
    and then a blank, and lowering first turns the Kelvin sign into a k, as there.
    """
    return text.lower().encode("ascii", "replace").translate(_BLANK_THE_REST).decode("ascii")


def rouge_score_words(text: str) -> list[str]:
    """Exactly the tokens of rouge_score's DefaultTokenizer without stemmer: runs of a-z and 0-9 of the lowered text.

    >>> rouge_score_words("Don't raise 1,200 rates! Café")
    ['don', 't', 'raise', '1', '200', 'rates', 'caf']
    """
    return _latin(text).split()


class _Stems(dict[str, str]):
    """The stem of every token met so far, as rouge_score stems it; bounded, so that memory stays flat."""

    def __missing__(self, token: str) -> str:
        # rouge_score stems only tokens longer than three letters, and has no others than these
        is_word = len(token) > 3 and token.isascii() and token.isalnum()
        stemmed = stem(token) if is_word else token
        if len(token) <= MAX_CACHED_LENGTH:
            if len(self) >= MAX_CACHED_STEMS:
                self.clear()
            self[token] = stemmed
        return stemmed


_STEMS = _Stems()


def stems(tokens: Iterable[str]) -> list[str]:
    """The tokens as rouge_score stems them: those longer than three letters, by Porter with NLTK's rules.

    Text with anything but ASCII letters and digits, which only other tokenizers give, stay as they are.

    >>> stems(["rising", "rates", "was", "l'idées"])
    ['rise', 'rate', 'was', "l'idées"]
    """
    return list(map(_STEMS.__getitem__, tokens))


# ---------------------------------------------------------------------- any script
# Scripts that write no spaces between words. Without a dictionary each letter with its marks is a token.
_UNSPACED = (
    *("CJK ", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "VERTICAL KANA", "VERTICAL IDEOGRAPHIC"),
    *("THAI ", "LAO ", "MYANMAR ", "KHMER ", "TAI ", "NEW TAI LUE ", "AHOM "),
)
# What Unicode's NFKC_Casefold takes out: it shows nothing and changes no word. The zero-width space stays a space.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180b-\u180e\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")
# Canonical ordering takes quadratic time in the length of a run of marks. Unicode's stream-safe format allows thirty.
_TOO_MANY_MARKS = re.compile("(?<=m{30})m+")


class _Classes(dict[int, str]):
    """A letter for what each character is to a tokenizer, kept once it is known.

    ``a`` letter, ``d`` decimal digit, ``h`` letter of a script without spaces, ``m`` mark, the inner marks of numbers
    and contractions themselves, ``_`` anything else.
    """

    def __missing__(self, code: int) -> str:
        found = _class_of(chr(code))
        if found != "_":
            self[code] = found
        return found


def _class_of(character: str) -> str:
    if character in ".,:'":
        return character
    if character.isdecimal():
        return "d"
    if character.isalnum():
        return "h" if unicodedata.name(character, "").startswith(_UNSPACED) else "a"
    return "m" if unicodedata.category(character).startswith("M") else "_"


_CLASSES = _Classes()
# Over the classes of a text. Possessive repetitions of sets that exclude each other: matching never goes back.
_WORD = re.compile(
    r"am*+(?:\.am*+(?![ad]))++"  # u.s. without its last point
    r"|[ad][adm]*+(?:(?:'(?=a)|(?<=d)[.,:](?=d))[ad][adm]*+)*+"  # don't 3.5 1,200 9:31
    r"|hm*+"
)
_CHARACTER = re.compile(r"[adh]m*+")


def _folded(text: str) -> str:
    """`text` in Unicode's NFKC_Casefold form, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    classes = text.translate(_CLASSES)
    if "m" * 31 in classes:
        text = _without(text, _TOO_MANY_MARKS.finditer(classes))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _INVISIBLE.sub("", folded).replace("’", "'")


def _without(text: str, matches: Iterable[re.Match[str]]) -> str:
    parts, at = [], 0
    for match in matches:
        parts.append(text[at : match.start()])
        at = match.end()
    return "".join([*parts, text[at:]])


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    folded = _folded(text)
    return [folded[match.start() : match.end()] for match in pattern.finditer(folded.translate(_CLASSES))]


def unicode_words(text: str) -> list[str]:
    """Words of any script, after Unicode's UAX #29, in compatibility form (NFKC) without case.

    Numbers are whole (3.5, 1,200, 9:31), so are contractions (don't) and acronyms (U.S., as ``u.s``); marks stay with
    their letter. Han and kana are a token a character, Thai, Lao, Khmer and Burmese a token a character cluster, as
    there is no dictionary. Unlike UAX #29, a point between words separates them, also where no space follows it.
    Linear in the length of the text.

    >>> unicode_words("The ﬁrm’s RATE rose to 1,200.5 in the U.S.")
    ['the', "firm's", 'rate', 'rose', 'to', '1,200.5', 'in', 'the', 'u.s']
    >>> unicode_words("Идёт дождь; 東京で3.5度")
    ['идёт', 'дождь', '東', '京', 'で', '3.5', '度']
    """
    return _found(_WORD, text)


def characters(text: str) -> list[str]:
    """Every letter and digit of the text with its marks, as a token of its own, folded as by `unicode_words`.

    >>> characters("東京で 3.5 Ö")
    ['東', '京', 'で', '3', '5', 'ö']
    """
    return _found(_CHARACTER, text)


TOKENIZERS: Mapping[TokenizerName, Tokenizer] = MappingProxyType(
    {"rouge_score": rouge_score_words, "unicode": unicode_words, "character": characters, "cjk": characters}
)


# ---------------------------------------------------------------------- texts
class Text(NamedTuple):
    """A text as the tokens of each of its lines; lines without a token are left out.

    Attributes:
        whole: its tokens without regard to lines, where these are not those of the lines: where a tokenizer minds
            line breaks.
    """

    by_line: Sequence[Sequence[str]]
    whole: Sequence[str] | None = None

    def tokens(self) -> Iterable[str]:
        """The tokens in order, without regard to lines."""
        return chain.from_iterable(self.by_line) if self.whole is None else self.whole


Reader = Callable[[str], Text]


def reader(tokenizer: TokenizerName | Tokenizer, *, stemmer: bool = False) -> Reader:
    r"""What reads a text as rouge_score would with this tokenizer; a function of your own sees each line by itself.

    >>> reader("rouge_score", stemmer=True)("Banks were\n--\nraising rates").by_line
    [['bank', 'were'], ['rais', 'rate']]
    """
    if tokenizer == "rouge_score":
        return _read_stems if stemmer else _read_words
    if not isinstance(tokenizer, str):
        return lambda text: Text(_lines(tokenizer, text), _called(tokenizer, text))
    words = TOKENIZERS[tokenizer]
    return lambda text: Text([stems(line) if stemmer else line for line in _lines(words, text)])


def _read_words(text: str) -> Text:
    return Text([line for line in map(str.split, _latin(text).split("\n")) if line])


def _read_stems(text: str) -> Text:
    stem_of = _STEMS.__getitem__
    return Text([list(map(stem_of, line)) for line in map(str.split, _latin(text).split("\n")) if line])


def _lines(tokenizer: Tokenizer, text: str) -> list[list[str]]:
    return [tokens for tokens in (_called(tokenizer, line) for line in text.split("\n") if line) if tokens]


def _called(tokenizer: Tokenizer, text: str) -> list[str]:
    tokens: object = tokenizer(text)
    if not isinstance(tokens, list | tuple):
        raise TypeError(f"a tokenizer must return a list of strings, got {type(tokens).__name__}")
    return list(tokens)
