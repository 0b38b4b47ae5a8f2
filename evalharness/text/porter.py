"""Porter's stemmer with NLTK's extensions, equal to ``nltk.stem.porter.PorterStemmer().stem``.

Our own, because ``import nltk`` costs 0.6 to 3 s of CPU (it pulls in scipy and scikit-learn where they are installed).
Source: M. Porter, "An algorithm for suffix stripping", Program 14(3), 1980; the extensions are those of nltk 3.9.
"""

from __future__ import annotations

_IRREGULAR = {
    "canning": "canning",
    "cannings": "canning",
    "dying": "die",
    "exceed": "exceed",
    "howe": "howe",
    "inning": "inning",
    "innings": "inning",
    "lying": "lie",
    "news": "news",
    "outing": "outing",
    "outings": "outing",
    "proceed": "proceed",
    "skies": "sky",
    "sky": "sky",
    "succeed": "succeed",
    "tying": "tie",
}
Rules = tuple[tuple[str, str], ...]


def _rules(table: str) -> Rules:
    return tuple((suffix, replacement) for suffix, _, replacement in (rule.partition(":") for rule in table.split()))


# Suffix and what replaces it, in the order in which they are tried: the first that fits decides.
_STEP2 = _rules(
    "ational:ate tional:tion enci:ence anci:ance izer:ize bli:ble alli:al entli:ent eli:e ousli:ous ization:ize "
    "ation:ate ator:ate alism:al iveness:ive fulness:ful ousness:ous aliti:al iviti:ive biliti:ble fulli:ful"
)
_STEP3 = _rules("icate:ic ative alize:al iciti:ic ical:ic ful ness")
_STEP4 = _rules("al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize")

_ENDINGS = tuple(suffix for suffix, _ in _STEP2 + _STEP3)
_ENDINGS4 = tuple(suffix for suffix, _ in _STEP4)


def stem(word: str) -> str:
    """The stem of `word`, lower-cased. Words of one or two letters stay as they are.

    Linear in the length of the word, which is one token of letters and digits.

    >>> [stem(word) for word in ("agreed", "relational", "flies", "skies", "Hoping")]
    ['agre', 'relat', 'fli', 'sky', 'hope']
    """
    lowered = word.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    if len(word) <= 2:
        return lowered
    stemmed = _final_y(_past_and_gerund(_plural(lowered)))
    stemmed = _replace_suffix(_double_suffix(stemmed), _STEP3)
    return _final_l(_final_e(_drop_suffix(stemmed)))


# Every ASCII character as a vowel or a consonant, where no y makes that depend on the letter before it.
_SHAPES = {code: "v" if chr(code) in "aeiou" else "c" for code in range(128)}


def _shape(word: str) -> str:
    """`word` as consonants and vowels: ``"toy" -> "cvc"``. A y is a vowel after a consonant."""
    if "y" not in word and word.isascii():
        return word.translate(_SHAPES)
    shape: list[str] = []
    last = "v"
    for letter in word:
        last = "v" if letter in "aeiou" or (letter == "y" and last == "c") else "c"
        shape.append(last)
    return "".join(shape)


def _measure(word: str) -> int:
    """How many times a vowel is followed by a consonant: Porter's m."""
    return _shape(word).count("vc")


def _ends_cvc(word: str) -> bool:
    """Whether `word` ends like "hop" (Porter's *o), or is a vowel and a consonant (NLTK)."""
    shape = _shape(word)
    return (shape.endswith("cvc") and word[-1] not in "wxy") or shape == "vc"


def _plural(word: str) -> str:
    """Step 1a: caresses -> caress, ponies -> poni, cats -> cat; NLTK: dies -> die."""
    if word.endswith("ies"):
        return word[:-1] if len(word) == 4 else word[:-2]
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past_and_gerund(word: str) -> str:
    """Step 1b: agreed -> agree, plastered -> plaster, motoring -> motor; NLTK: died -> die, spied -> spi."""
    if word.endswith("ied"):
        return word[:-1] if len(word) == 4 else word[:-2]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix) and "v" in _shape(word[: -len(suffix)]):
            return _repair(word[: -len(suffix)])
    return word


def _repair(word: str) -> str:
    """The end of step 1b: conflat -> conflate, hopp -> hop, fil -> file."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    shape = _shape(word)
    if word[-1:] == word[-2:-1] and shape[-1] == "c":
        return word if word[-1] in "lsz" else word[:-1]
    return word + "e" if shape.count("vc") == 1 and _ends_cvc(word) else word


def _final_y(word: str) -> str:
    """Step 1c as NLTK has it: happy -> happi, but enjoy and by stay."""
    return word[:-1] + "i" if word.endswith("y") and len(word) > 2 and _shape(word)[-2] == "c" else word


def _replace_suffix(word: str, rules: Rules) -> str:
    """Steps 2 and 3: the first suffix that fits is replaced if what is before it has a measure."""
    if not word.endswith(_ENDINGS):
        return word
    for suffix, replacement in rules:
        if word.endswith(suffix):
            head = word[: -len(suffix)]
            return head + replacement if _measure(head) > 0 else word
    return word


def _double_suffix(word: str) -> str:
    """Step 2: relational -> relate. NLTK undoes -alli first and keeps the l of -logi with the stem."""
    if word.endswith("alli") and _measure(word[:-4]) > 0:
        word = word[:-2]
    if word.endswith("logi"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    return _replace_suffix(word, _STEP2)


def _drop_suffix(word: str) -> str:
    """Step 4: the first suffix that fits goes if what is before it has a measure above 1."""
    for suffix, _ in _STEP4 if word.endswith(_ENDINGS4) else ():
        if word.endswith(suffix):
            head = word[: -len(suffix)]
            goes = _measure(head) > 1 and (suffix != "ion" or head[-1] in "st")
            return head if goes else word
    return word


def _final_e(word: str) -> str:
    """Step 5a: probate -> probat, cease -> ceas, but rate stays."""
    if not word.endswith("e"):
        return word
    head = word[:-1]
    measure = _measure(head)
    return head if measure > 1 or (measure == 1 and not _ends_cvc(head)) else word


def _final_l(word: str) -> str:
    """Step 5b: controll -> control, but roll stays."""
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word
