"""The support score as a whole: what must hold for every text, and the directions that a reader expects."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalharness.facts.support import support
from evalharness.facts.support.features import FEATURES
from evalharness.facts.support.model import shipped
from evalharness.facts.support.summary import pooled
from evalharness.records import Span
from evalharness.text.document import Document

WIRE = (
    "WELLINGTON, March 4 (Newsline) - Harbour Foods said on Monday it would buy rival Pantry Group for $1.2 billion. "
    "Shares in Harbour Foods fell 4 percent to $12.40, while Pantry rose 18 percent. "
    "Chief Executive Ana Duarte said the company would not close any of its 14 plants. "
    "The Commerce Commission sued Pantry in 2019 over prices."
)
SHARED = Path(os.environ.get("EVALHARNESS_SHARED", Path(__file__).parents[4] / "shared"))


def doubt(candidate: str, source: str = WIRE) -> float:
    """Sum of all contributions, in logits."""
    return sum(sum(s.contributions.values()) for s in support(Document(candidate), Document(source)).sentences)


def probability(candidate: str) -> float:
    found = support(Document(candidate), Document(WIRE)).probability
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("right", "wrong", "feature"),
    [
        ("They would buy Pantry for $1.2 billion.", "They would buy Pantry for $2.1 billion.", "new_numbers"),
        ("Shares in Harbour Foods fell 4 percent.", "Shares in Harbour Foods rose 4 percent.", "turned_directions"),
        ("The company would not close its plants.", "The company would close its plants.", "lost_negations"),
        ("Harbour Foods said it would buy Pantry.", "Harbour Foods said it would not buy Pantry.", "added_negations"),
        ("The Commerce Commission sued Pantry.", "Pantry sued the Commerce Commission.", "exchanged_roles"),
        ("Chief Executive Ana Duarte said so.", "Chief Executive Ana Petrov said so.", "new_names"),
        ("Harbour Foods would buy rival Pantry Group.", "Harbour Foods would sell rival Pantry Group.", "opposites"),
    ],
)  # fmt: skip
def test_an_edit_raises_the_probability_and_names_its_feature(right: str, wrong: str, feature: str) -> None:
    assert probability(wrong) > probability(right)
    found = support(Document(wrong), Document(WIRE)).sentences[0].contributions
    assert found.get(feature, 0) > 0, found
    assert feature not in support(Document(right), Document(WIRE)).sentences[0].contributions


def test_a_synonym_costs_less_than_an_unrelated_word() -> None:
    assert doubt("Harbour Foods would acquire rival Pantry Group.") < doubt(
        "Harbour Foods would paint rival Pantry Group."
    )


def test_what_is_known_to_be_supported_is_not_new() -> None:
    candidate = Document("Harbour Foods has fourteen plants and shares at $12 and 40 cents.")
    start = candidate.text.index("40 cents")
    known = [Span(start, start + 8, "40 cents")]
    before, after = support(candidate, Document(WIRE)), support(candidate, Document(WIRE), known)
    assert before.probability is not None
    assert after.probability is not None
    assert after.probability < before.probability
    assert after.sentences[0].contributions["new_numbers"] < before.sentences[0].contributions["new_numbers"]


def test_a_made_up_text_is_doubted_more_than_a_paraphrase() -> None:
    paraphrase = "Harbour Foods is to buy Pantry Group, a rival, for $1.2 billion, it said on Monday."
    invented = "Police in Oslo arrested three men after a robbery at a museum on Friday."
    assert probability(paraphrase) < 0.5 < probability(invented)


def test_a_copy_has_no_doubt_at_all() -> None:
    found = support(Document(WIRE), Document(WIRE))
    assert found.probability == 0.0
    assert [s.support for s in found.sentences] == [1.0] * 4


def test_one_copied_sentence_in_any_place_has_support_one() -> None:
    second = "Shares in Harbour Foods fell 4 percent to $12.40, while Pantry rose 18 percent."
    found = support(Document("It snowed in Oslo. " + second), Document(WIRE)).sentences
    assert found[1].support == 1.0 > found[0].support


@pytest.mark.parametrize("blank", ["", " \n\t", "...", "\u2014"])
def test_a_text_without_words_has_no_probability(blank: str) -> None:
    assert support(Document(blank), Document(WIRE)).probability is None
    assert support(Document(WIRE), Document(blank)).probability is None


def test_the_doubt_is_the_sum_of_the_contributions() -> None:
    model = shipped()
    for sentence in support(Document("Harbour Foods sold 9 plants to Ana Petrov."), Document(WIRE)).sentences:
        total = sum(sentence.contributions.values())
        assert sentence.support == pytest.approx(1 - model.sentence.probability(total))


def test_the_model_knows_every_feature_and_no_other() -> None:
    assert list(shipped().terms) == list(FEATURES)


def test_no_weight_is_negative() -> None:
    # Then a feature that grows can only raise the doubt: the explanation never contradicts the score.
    assert all(term.weight > 0 and term.cap > 0 and term.power > 0 for term in shipped().terms.values())
    assert shipped().sentence.slope > 0
    assert shipped().summary.slope > 0


def test_a_tokenizer_that_cuts_and_lowers_changes_little() -> None:
    cased = "Shares in Harbour Foods fell 4 percent to $12.40."
    cut = "shares in harbour foods fell 4 percent to $ 12.40 ."
    assert probability(cut) == pytest.approx(probability(cased))


def test_unknown_word_marks_are_no_words() -> None:
    assert probability("Shares in Harbour Foods [UNK] fell 4 percent.") == probability(
        "Shares in Harbour Foods fell 4 percent."
    )


@given(st.lists(st.floats(0, 30), min_size=1, max_size=6), st.floats(0, 5), st.data())
def test_pooling_is_monotone(doubts: list[float], more: float, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(doubts) - 1))
    raised = [*doubts[:index], doubts[index] + more, *doubts[index + 1 :]]
    assert pooled(raised, -0.5, 0.5) >= pooled(doubts, -0.5, 0.5) - 1e-9


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.text(max_size=200))
def test_any_text_gives_probabilities_and_offsets_inside(candidate: str, source: str) -> None:
    found = support(Document(candidate), Document(source))
    assert found.probability is None or 0 <= found.probability <= 1
    last = 0
    for sentence in found.sentences:
        assert last <= sentence.start < sentence.end <= len(candidate)
        assert 0 <= sentence.support <= 1
        assert all(added > 0 for added in sentence.contributions.values())
        last = sentence.end
    assert support(Document(candidate), Document(source)) == found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["the bank", "Mr Lee", "rose", "fell", "not", "5 percent", "by", "said", "."]), max_size=40
    )
)
def test_a_copy_of_anything_has_no_doubt(parts: list[str]) -> None:
    text = " ".join(parts)
    assert support(Document(text), Document(text)).probability in (0.0, None)


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the shared seeds are not here")
def test_every_seed_supports_itself() -> None:
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_text("utf-8", errors="replace")
        assert support(Document(text), Document(text)).probability == 0.0, path.name
