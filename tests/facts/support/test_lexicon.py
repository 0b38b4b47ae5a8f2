"""Words: likeness, opposites, rarity, and the comparison form of tokens."""

import pytest

from evalharness.facts.support.index import analysed, comparison_forms, source_index
from evalharness.facts.support.lexicon import are_opposite, base, closed, is_known, likeness, rarity
from evalharness.text.document import Document


def stems(text: str) -> list[str]:
    return list(Document(text).view(analysed).stems)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("£50m", "50 million"),
        ("$1.2bn", "1.2 billion"),
        ("before 8pm", "before 8 pm"),
        ("80kg", "80 kg"),
        ("the 87th minute", "the 87 minute"),
        ("1,200", "1200"),
        ("235, 000 times", "235,000 times"),
        ("1. 7 million", "1.7 million"),
        ("twelve cars", "12 car"),
        ("31 Jan", "31 January"),
        ("the U.S.", "the US"),
        ("don't", "do not"),
        ("does n't", "do not"),
        ("Japan's", "Japan"),
        ("japan 's", "Japan"),
        ("defence", "defense"),
        ("-lrb- cnn -rrb-", "CNN"),
        ("[UNK] said", "said"),
        ("went", "go"),
    ],
)
def test_two_ways_to_write_one_thing_compare_equal(written: str, same: str) -> None:
    assert stems(written) == stems(same)


@pytest.mark.parametrize("text", ["In 2019, 300 people came", "He has 3. 5 came", "1.2 and 1.3", "us and US"])
def test_what_only_looks_alike_stays_apart(text: str) -> None:
    assert len(set(stems(text))) == len(stems(text))


@pytest.mark.parametrize("pair", [("rise", "fall"), ("increas", "decreas"), ("open", "close"), ("easi", "difficult")])
def test_opposites_are_opposite_both_ways_and_not_alike(pair: tuple[str, str]) -> None:
    assert are_opposite(*pair)
    assert are_opposite(*reversed(pair))
    assert likeness(*pair) == 0.0


def test_likeness_is_symmetric_and_bounded() -> None:
    words = ["buy", "purchas", "rain", "reveal", "unveil", "troubl", "distress", "zzyzx"]
    for one in words:
        assert likeness(one, one) == 1.0
        for other in words:
            assert 0 <= likeness(one, other) <= 1
            assert likeness(one, other) == pytest.approx(likeness(other, one))


def test_synonyms_are_more_alike_than_other_words() -> None:
    assert likeness("distress", "troubl") > 0.5 > likeness("distress", "bank")


def test_rarity_orders_and_names_are_unknown() -> None:
    assert rarity("the") < rarity("bank") < rarity("qqqq")
    assert not is_known("hegseth")
    assert base("went") == "go"
    assert {"not", "never"} <= closed("negation")


def test_figures_are_told_from_words() -> None:
    assert [form.is_number for form in comparison_forms("50m")] == [True, True]
    assert [form.is_content for form in comparison_forms("the")] == [False]


def test_names_of_a_source_are_what_it_writes_with_a_capital() -> None:
    names = Document("The premier met Ana Duarte. Then Duarte left, and the rain came.").view(source_index).names
    assert names == {"ana", "duart"}
