"""Each feature on small cases whose value can be worked out by hand."""

import pytest

from evalharness.facts.support.case import Case, cases
from evalharness.facts.support.features import FEATURES
from evalharness.facts.support.index import analysed, source_index
from evalharness.text.document import Document

SOURCE = "The old bank raised its rate in July. When Dana Wolf sued Erik Hall over a red car, no ship left the harbour."


def case(candidate: str, source: str = SOURCE) -> Case:
    (found,) = cases(Document(candidate).view(analysed), Document(source).view(source_index))
    return found


@pytest.mark.parametrize(
    ("feature", "candidate", "expected"),
    [
        # the, old, bank, raise, its, rate: in order, all there
        ("out_of_line", "The old bank raised its rate", 0.0),
        # bank, raise, rate, june: three of four in the common subsequence
        ("out_of_line", "bank raised rate June", 0.25),
        # two triples of four words: one has the new word, one not: bank raise its | raise its june
        ("novel_triples", "bank raised its June", 0.5),
        # pairs bank-rate (together), bank-car, rate-car (apart)
        ("pairs_apart", "bank rate car", 2 / 3),
        # bank-rate near, rate-car: positions 5 and 16 are farther than 8 words
        ("neighbours_apart", "bank rate car", 0.5),
        # one run of five words: density 5, so nothing is lost
        ("short_runs", "old bank raised its rate", 0.0),
        # nothing copied
        ("short_runs", "nine green apples", 1.0),
        # runs "old bank" and "red car" from two sentences meet once in four words
        ("jumps", "old bank red car", 0.25),
        # "bank" twice where the best sentence has it once, in four words
        ("repeated_words", "bank raised its bank", 0.25),
        ("new_numbers", "The bank raised its rate in June", 1),
        ("swapped_numbers", "The old bank raised its rate in June", 1),
        ("new_names", "The old bank and Peter Falk", 2),
        ("odd_words", "the old bank and xyzzyplugh", 1),
        # Dana Hall: two names of the source that never stand together
        ("recombined_names", "a car of Dana Hall", 1),
        ("replaced_names", "Dana Hall sued Erik Hall", 1),
        ("added_negations", "The old bank never raised its rate", 1),
        ("exchanged_roles", "Erik Hall sued Dana Wolf", 1),
        ("exchanged_roles", "Erik Hall was sued by Dana Wolf", 0),
        ("opposites", "The old bank lowered its rate", 1),
    ],
)
def test_value(feature: str, candidate: str, expected: float) -> None:
    assert FEATURES[feature](case(candidate)) == pytest.approx(expected)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_copied_sentence_has_none_of_it(feature: str) -> None:
    assert FEATURES[feature](case("The old bank raised its rate in July.")) == 0.0


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_tells_what_it_measures(feature: str) -> None:
    assert FEATURES[feature].__doc__
    assert FEATURES[feature].__name__ == feature


def test_a_word_is_read_as_the_like_word_of_the_source() -> None:
    found = case("The fund revealed a plan", "The fund unveiled a plan on Monday.")
    assert found.stems == ("the", "fund", "unveil", "a", "plan")
    assert [form.stem for form in found.written] == ["the", "fund", "reveal", "a", "plan"]
