"""Our stemmer against nltk's: every word of public texts, suffixes stuck together, arbitrary tokens."""

import gzip
import itertools
import random
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.text.porter import stem

# Every suffix of every step, and endings that steps leave behind.
SUFFIXES = """
    ational tional enci anci izer bli abli alli entli eli ousli ization ation ator alism iveness fulness ousness aliti
    iviti biliti fulli logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion
    sion tion ou ism ate iti ous ive ize ed ing ied eed ies s ss sses y ly e ll lle at bl iz
"""
HEADS = " a b y by yy aya tr agr oper hop fall x1 12 ee cab toy yes"


@pytest.fixture(scope="module")
def oracle():
    porter = pytest.importorskip("nltk.stem.porter")
    return porter.PorterStemmer().stem


def mismatches(words: Iterable[str], oracle) -> list[tuple[str, str, str]]:
    stems = ((word, stem(word), oracle(word)) for word in words)
    return [found for found in stems if found[1] != found[2]]


def test_examples_of_the_paper() -> None:
    # M. Porter 1980, steps 1a to 5b; flies and dies are nltk's own
    words = "caresses ponies cats feed agreed plastered sing hopping falling filing happy flies dies controll roll"
    stems = "caress poni cat feed agre plaster sing hop fall file happi fli die control roll"
    assert [stem(word) for word in words.split()] == stems.split()


def test_suffixes_stuck_together(oracle) -> None:
    heads, suffixes = HEADS.split(" "), SUFFIXES.split()
    words = {head + "".join(tail) for head in heads for tail in itertools.product(suffixes, repeat=2)}
    rng = random.Random(1)
    words |= {rng.choice(heads) + "".join(rng.choices(suffixes, k=3)) for _ in range(8_000)}
    words |= {"".join(rng.choices("aeiouybcdlstnmgz1", k=rng.randint(0, 9))) for _ in range(8_000)}
    assert len(words) > 50_000
    assert mismatches(words, oracle) == []


@pytest.mark.parametrize(
    "word", ["sky", "skies", "dying", "innings", "news", "howe", "Proceed", "", "s", "is", "ies", "ied"]
)
def test_words_that_nltk_treats_by_themselves(word: str, oracle) -> None:
    assert stem(word) == oracle(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=12))
def test_any_token(oracle, word: str) -> None:
    assert stem(word) == oracle(word)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=4, max_size=12))
def test_a_long_token_keeps_a_stem_of_its_own_letters(word: str) -> None:
    # rouge_score drops tokens whose stem is not [a-z0-9]+; there are none, so we need not look
    assert re.fullmatch("[a-z0-9]+", stem(word))


def test_every_word_of_the_public_texts(shared: Path, oracle) -> None:
    with gzip.open(shared / "benchmarks/factuality-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        words = set(re.findall("[a-z0-9]+", lines.read().lower()))
    assert len(words) > 20_000
    assert mismatches(words, oracle) == []


@pytest.mark.parametrize("word", ["y" * 200_000, "1" * 200_000, "ational" * 30_000])
def test_a_very_long_token_takes_linear_time(word: str) -> None:
    # far below the time limit of a plain run; quadratic work on 200,000 letters would take minutes
    assert stem(word)
