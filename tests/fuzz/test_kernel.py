"""The kernel under whatever hypothesis thinks of: the same bits as the Python engine, and no harm done.

A second or two each; EVALHARNESS_FUZZ_SECONDS=600 makes each test go on with new seeds for so long.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from evalharness.metrics.rouge import score_pairs
from evalharness.text.porter import stem

SECONDS = float(os.environ.get("EVALHARNESS_FUZZ_SECONDS", "0"))
TYPES = ("rouge1", "rouge2", "rouge3", "rouge9", "rougeL", "rougeLsum")
CODES = (1, 2, 3, 9, 10, 11)  # what the kernel calls these types

FEW_WORDS = st.lists(
    st.sampled_from(["a", "b", "c", "runs", "running", "étÉ", "KELVINs", "\u212a", "\u0130", "\n", "\n\n"]), max_size=60
)
LONG_LINES = st.builds(
    lambda scraps: "\n".join(" ".join(scrap * times) for scrap, times in scraps),
    st.lists(st.tuples(st.lists(st.sampled_from("abcde"), min_size=1, max_size=9), st.integers(1, 40)), max_size=4),
)
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)  # surrogates and NUL too
ANY_BYTES = st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
TEXTS = FEW_WORDS.map(" ".join) | LONG_LINES | ANY_TEXT | ANY_BYTES
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=6)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
STEPS = ["ies", "sses", "s", "eed", "ed", "ing", "ied", "ational", "enci", "bli", "logi", "alli", "ful", "ness", "ion"]
SUFFIXES = st.sampled_from(["", *STEPS, "ement", "e", "ll", "y", "at", "iz"])


def fuzz(property_: Callable[..., None], examples: int = 150) -> None:
    """Try the property on a number of examples, then on with new seeds while there is time."""
    until = time.monotonic() + SECONDS
    quick = settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    quick(property_)()
    number = 0
    while time.monotonic() < until:
        number += 1
        seed(number)(settings(quick, max_examples=2000, database=None)(property_))()


def columns(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [reference for reference, _ in pairs], [candidate for _, candidate in pairs]


def scored(pairs: list[tuple[str, str]], stemmer: bool, engine: str) -> bytes:
    found = score_pairs(*columns(pairs), types=TYPES, stemmer=stemmer, engine=engine)
    return b"".join(found[kind].tobytes() for kind in TYPES)


def test_both_engines_give_the_same_bits(kernel) -> None:
    @given(PAIRS, st.booleans())
    def same(pairs: list[tuple[str, str]], stemmer: bool) -> None:
        assert scored(pairs, stemmer, "kernel") == scored(pairs, stemmer, "python")

    fuzz(same)


def test_a_batch_is_its_pairs_one_by_one(kernel) -> None:
    @given(PAIRS, st.lists(TEXTS, max_size=3), st.booleans())
    def same(pairs: list[tuple[str, str]], shared: list[str], stemmer: bool) -> None:
        pairs = pairs + [(text, candidate) for text in shared for _, candidate in pairs]  # references come again
        batch = kernel.score(*map(tuple, columns(pairs)), CODES, stemmer)
        assert batch == b"".join(kernel.score((left,), (right,), CODES, stemmer) for left, right in pairs)

    fuzz(same)


def test_stems_are_those_of_the_python_stemmer(kernel) -> None:
    @given(st.builds("{}{}{}".format, WORDS, SUFFIXES, SUFFIXES))
    def same(word: str) -> None:
        assert kernel.stem(word.encode()).decode() == stem(word)

    fuzz(same, examples=1000)


def test_any_bytes_can_be_stemmed(kernel) -> None:
    @given(st.binary(max_size=30))
    def stays_in_bounds(word: bytes) -> None:
        assert len(kernel.stem(word)) <= len(word) + 1

    fuzz(stays_in_bounds, examples=300)


def test_wrong_arguments_are_an_error_and_nothing_else(kernel) -> None:
    anything = st.none() | st.integers() | st.floats() | st.binary(max_size=3) | st.text(max_size=3)
    tuples = st.lists(anything, max_size=3).map(tuple) | anything

    @given(st.lists(tuples, max_size=5))
    def refused_or_scored(arguments: list[object]) -> None:
        try:
            assert isinstance(kernel.score(*arguments), bytes)
        except (TypeError, ValueError, OverflowError) as error:
            assert str(error)  # noqa: PT017 - hypothesis may also find arguments that are right

    fuzz(refused_or_scored, examples=500)


def test_threads_do_not_disturb_each_other(kernel) -> None:
    @settings(max_examples=10, deadline=None)
    @given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=30), st.booleans())
    def same(pairs: list[tuple[str, str]], stemmer: bool) -> None:
        arguments = (*map(tuple, columns(pairs * 10)), CODES, stemmer)
        expected = kernel.score(*arguments)
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(lambda _: kernel.score(*arguments), range(8))) == {expected}

    same()


def test_nothing_is_left_behind(kernel) -> None:
    script = Path(__file__).with_name("leaks.py")  # in a process of its own: other threads allocate too
    subprocess.run([sys.executable, script, kernel.__file__], check=True)


def test_every_allocation_may_fail(kernel) -> None:
    if not hasattr(kernel, "fail_alloc"):
        pytest.skip("only the kernel of .ci/sanitize can be told to run out of memory")

    @given(PAIRS, st.booleans())
    def clean_error(pairs: list[tuple[str, str]], stemmer: bool) -> None:
        arguments = (*map(tuple, columns(pairs)), CODES, stemmer)
        expected, after, failed = kernel.score(*arguments), 0, True
        while failed:
            kernel.fail_alloc(after)
            try:
                assert kernel.score(*arguments) == expected
                failed = False
            except MemoryError:
                after += 1
            finally:
                kernel.fail_alloc(-1)
        assert after >= 2  # the two blocks that hold the pairs, at least

    fuzz(clean_error, examples=60)
