"""The word tables of the claim rules, read once from the JSON files beside the code."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files

from evalharness.facts.lexicon import key
from evalharness.facts.support.lexicon import base, spellings

VOWELS = frozenset("aeiou")
STRESSED = ("mit", "refer", "defer", "confer", "infer", "prefer", "transfer", "cur", "pel", "bel", "trol")
ENDS_DOUBLE = frozenset("bdgklmnprt")


@cache
def table(name: str) -> dict[str, object]:
    """The JSON table ``data/<name>.json``."""
    loaded: dict[str, object] = json.loads((files(__package__) / "data" / f"{name}.json").read_text("utf-8"))
    return loaded


@lru_cache(maxsize=1 << 16)
def form(word: str) -> str:
    """What the forms of one word share: figure for number word, stem of the base form.

    >>> form("rose") == form("rises") == form("risen"), form("twelve"), form("Centre") == form("centers")
    (True, '12', True)
    """
    low = word.lower()
    return base(key(spellings().get(low, low)))


@cache
def forms_of(*groups: str) -> frozenset[str]:
    """The forms of the words of some groups of ``data/cues.json``.

    >>> form("denied") in forms_of("complement_negation")
    True
    """
    return frozenset(form(word) for group in groups for word in str(table("cues")[group]).split())


@cache
def words_in(group: str) -> frozenset[str]:
    """The words of one group of ``data/cues.json`` as they stand there.

    >>> "not" in words_in("pure_negation")
    True
    """
    return frozenset(str(table("cues")[group]).split())


@cache
def verb_forms() -> dict[str, tuple[str, str]]:
    """Every inflected form of the verbs of ``data/verbs.json`` with its base form and what it may be.

    What it may be: ``b`` base form, ``s`` third person, ``d`` past, ``n`` participle, ``g`` in -ing.

    >>> verb_forms()["rose"], verb_forms()["planned"], verb_forms()["cut"][1]
    (('rise', 'd'), ('plan', 'dn'), 'bdn')
    """
    irregular: dict[str, list[tuple[str, str]]] = {}
    for line in str(table("verbs")["irregular"]).split(";"):
        infinitive, past, participle = line.split()
        irregular.setdefault(infinitive, []).append((past, participle))
    found: dict[str, tuple[str, str]] = {}
    for verb in str(table("verbs")["verbs"]).split():
        parts = [(verb, "b"), (_third(verb), "s"), (_ing(verb), "g")]
        for past, participle in irregular.get(verb, [(_past(verb), _past(verb))]):
            parts += [(past, "d"), (participle, "n")]
        for word, tag in parts:
            lemma, tags = found.get(word, (verb, ""))
            if tag not in tags:
                found[word] = (lemma, tags + tag)
    return found


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in VOWELS else f"{verb}s"


def _doubled(verb: str) -> str:
    """`verb` with its last consonant doubled, where a short stressed ending asks for it."""
    short = len(verb) > 2 and verb[-1] in ENDS_DOUBLE and verb[-2] in VOWELS and verb[-3] not in VOWELS
    one_syllable = sum(letter in VOWELS for letter in verb) == 1
    return verb + verb[-1] if short and (one_syllable or verb.endswith(STRESSED)) else verb


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in VOWELS else f"{_doubled(verb)}ed"


def _ing(verb: str) -> str:
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    return (
        f"{verb[:-1]}ing"
        if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be"
        else f"{_doubled(verb)}ing"
    )


@cache
def inflected(verb: str) -> frozenset[str]:
    """All forms of a verb of the table; of another word only itself.

    >>> sorted(inflected("fall")), sorted(inflected("fewer"))
    (['fall', 'fallen', 'falling', 'falls', 'fell'], ['fewer'])
    """
    return frozenset(_by_verb().get(verb, ())) | {verb}


@cache
def _by_verb() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word, (verb, _) in verb_forms().items():
        found.setdefault(verb, []).append(word)
    return found


@cache
def scales() -> dict[str, dict[str, int]]:
    """Lower-cased word -> the scales of ``data/directions.json`` it stands on, with the end: 1 or -1.

    >>> scales()["fell"]["level"], scales()["won"]["outcome"]
    (-1, 1)
    """
    found: dict[str, dict[str, int]] = {}
    for scale, ends in table("directions").items():
        if isinstance(ends, list):
            for sign, words in zip((1, -1), ends, strict=True):
                for word in words.split():
                    for shape in inflected(word):
                        found.setdefault(shape, {})[scale] = sign
    return found


@cache
def noun_like() -> frozenset[str]:
    """Words that have a direction only where they are verbs."""
    return frozenset(shape for word in str(table("directions")["noun_like"]).split() for shape in inflected(word))


@cache
def parties() -> dict[str, str]:
    """Form of a noun -> the class of parties it can stand for.

    >>> parties()[form("operator")] == parties()[form("company")] != parties()[form("union")]
    True
    """
    groups = table("parties")
    return {form(word): name for name, words in groups.items() if name != "about" for word in str(words).split()}
