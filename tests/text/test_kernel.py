"""Whether the native kernel is used, and why not; its stemmer against ours."""

import itertools
import sys

import pytest

from evalharness.errors import UsageError
from evalharness.text import kernel as module
from evalharness.text.kernel import kernel, why_not
from evalharness.text.porter import stem


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch):
    module._load.cache_clear()
    monkeypatch.delenv("EVALHARNESS_KERNEL", raising=False)
    yield
    module._load.cache_clear()


def test_the_environment_turns_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALHARNESS_KERNEL", "python")
    assert (kernel(), why_not()) == (None, "EVALHARNESS_KERNEL=python turns it off")
    monkeypatch.setenv("EVALHARNESS_KERNEL", "off")
    with pytest.raises(UsageError, match="EVALHARNESS_KERNEL is 'off'; set it to 'python'"):
        kernel()


def without(monkeypatch: pytest.MonkeyPatch, found: object) -> None:
    import evalharness.text

    monkeypatch.setitem(sys.modules, "evalharness.text._kernel", found)
    monkeypatch.setattr(evalharness.text, "_kernel", found, raising=False)


def test_a_missing_kernel_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, None)
    monkeypatch.delattr("evalharness.text._kernel")
    assert kernel() is None
    assert why_not().startswith("it was not built; a C compiler")


def test_a_kernel_of_other_sources_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, type("Old", (), {"INTERFACE": 0}))
    assert kernel() is None
    assert why_not() == "it was built from other sources; install evalharness again"


SUFFIXES = """
    ational tional enci anci izer izers bli alli entli eli ousli ization ations ator alism iveness fulness ousness aliti
    iviti biliti fulli logi icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion
    sion tion ou ism ate iti ous ive ize ed ing ied eed ies s ss sses y ly e ll lle at bl iz
"""
HEADS = "a b y by yy aya tr agr oper hop fall x1 12 ee cab toy yes"
ODD = "sky skies dying innings news howe proceed s is ies ied"


def test_its_stemmer_is_ours() -> None:
    if why_not():
        pytest.skip(f"the native kernel is not there: {why_not()}")
    from evalharness.text import _kernel

    heads = ["", *HEADS.split()]
    suffixes = SUFFIXES.split()
    words = [head + "".join(tail) for head in heads for tail in itertools.product(suffixes, ["", *suffixes])]
    words += ["y" * 100_000, "ational" * 20_000, *ODD.split()]
    assert len(words) > 50_000
    assert [word for word in words if _kernel.stem(word.encode()).decode() != stem(word)] == []
