"""The metric: what is done with the scores of `score_pairs`, whose numbers are tested by themselves."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalharness import Example, evaluate
from evalharness.metrics.protocol import Case
from evalharness.metrics.registry import SpecError, make
from evalharness.metrics.rouge import PRESETS, Rouge, rouge
from evalharness.text.document import Document

KEYS = {f"rouge{n}": str(n) for n in range(1, 10)} | {"rougeL": "l", "rougeLsum": "lsum"}
pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture(scope="module")
def scorers():
    package = pytest.importorskip("rouge_score.rouge_scorer")
    return {stemmer: package.RougeScorer(list(KEYS), use_stemmer=stemmer) for stemmer in (False, True)}


def score(metric: Rouge, references: Sequence[str], candidate: str) -> tuple[float, ...]:
    documents = tuple(map(Document, references))
    return metric.score([Case("a", "s", documents[0], Document(candidate), documents)])[0].stats


LINES = st.lists(st.lists(st.sampled_from(["a", "b", "c", "runs", "running"]), max_size=9).map(" ".join), max_size=5)
FEW_WORDS = LINES.map("\n".join)
CANDIDATES = st.lists(FEW_WORDS, min_size=1, max_size=4)
REFERENCES = st.lists(FEW_WORDS.filter(str.strip), min_size=1, max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(REFERENCES, CANDIDATES), min_size=1, max_size=3))
def test_rows_of_a_batch_are_those_of_rouge_score(scorers, items) -> None:
    cases = []
    for references, candidates in items:
        documents = tuple(map(Document, references))
        cases += [Case("a", "s", documents[0], Document(candidate), documents) for candidate in candidates]
    for stemmer, scorer in scorers.items():
        expected = [scorer.score_multi([each.text for each in case.references], case.candidate.text) for case in cases]
        for (key, _), metric in zip(KEYS.items(), rouge(stemmer=stemmer, types=tuple(KEYS.values())), strict=True):
            found = [item.stats for item in metric.score(cases)]
            assert found == [(*map(float, scores[key]), 1.0) for scores in expected]


def test_one_candidate_may_be_held_against_several_texts() -> None:
    # one document in two cases: what is kept with it must not be mixed up
    candidate, sources = Document("a b"), (Document("a b"), Document("c"), Document("a"))
    cases = [Case("a", "s", source, candidate, (source,)) for source in sources]
    first = [item.stats[2] for item in Rouge().score(cases)]
    assert first == [item.stats[2] for item in Rouge().score(cases)] == [1.0, 0.0, 2 * 0.5 * 1 / 1.5]


@pytest.mark.parametrize("split", ["newline", "sentence"])
@pytest.mark.parametrize("tokenizer", ["rouge_score", "unicode"])
def test_the_package_as_engine_gives_the_same(split, tokenizer) -> None:
    reference = "The bank cut its rate. It said so on Monday.\nRates fell."
    candidate = "The bank said it cut rates on Monday. Its rate fell."
    for stemmer in (False, True):
        ours, package = (
            rouge(stemmer=stemmer, split=split, tokenizer=tokenizer, engine=engine, types=("1", "4", "lsum", "l"))
            for engine in ("evalharness", "rouge_score")
        )
        assert [score(m, [reference], candidate) for m in ours] == [score(m, [reference], candidate) for m in package]


def test_lsum_by_sentence_splits_what_newline_does_not() -> None:
    reference, candidate = "The bank cut. The rate fell.", "The rate fell. The bank cut."
    by_line, by_sentence = (Rouge("rouge_lsum", "lsum", split=split) for split in ("newline", "sentence"))
    # on one line 3 of 6 words are in sequence; sentence by sentence all 6 are found
    assert score(by_line, [reference], candidate)[2] == 0.5
    assert score(by_sentence, [reference], candidate)[2] == 1.0


def test_what_cannot_be_compared_is_undefined_and_what_is_empty_scores_zero() -> None:
    metric = Rouge()
    assert score(metric, ["", " \n"], "a b") == (0.0, 0.0, 0.0, 0.0)
    assert metric.finish((0.0, 0.0, 0.0, 0.0)) == {"f1": None, "precision": None, "recall": None}
    assert score(metric, ["a b"], "") == (0.0, 0.0, 0.0, 1.0)
    assert score(metric, ["中国"], "中国") == (0.0, 0.0, 0.0, 1.0)
    # the blank reference is passed over, not scored
    assert score(metric, [" ", "a b"], "a b") == (1.0, 1.0, 1.0, 1.0)


def test_of_equal_references_the_first_counts() -> None:
    # both have F1 2/3: one word of one against one of two, and the reverse
    assert score(Rouge(), ["a", "a b c d"], "a b")[:2] == (0.5, 1.0)
    assert score(Rouge(), ["a b c d", "a"], "a b")[:2] == (1.0, 0.5)


def test_pooled_value_is_the_arithmetic_mean() -> None:
    metric = Rouge()
    rows = [score(metric, ["a b"], text) for text in ("a b", "c", "a")]
    # F1 1, 0 and 2 * 1 * 0.5 / 1.5
    assert metric.finish([sum(column) for column in zip(*rows, strict=True)])["f1"] == pytest.approx(
        (1 + 0 + 2 / 3) / 3
    )


def test_an_item_has_the_values_of_its_row() -> None:
    metric = Rouge()
    row = score(metric, ["the bank cut its rate by half"], "the bank cut three rates")
    assert list(metric.finish(row).values()) == [row[2], row[0], row[1]]


def test_names_and_signatures() -> None:
    made = rouge(name="r", stemmer=True, split="sentence", types=("2", "l", "lsum"))
    assert [metric.name for metric in made] == ["r_2", "r_l", "r_lsum"]
    assert [metric.signature() for metric in made] == [
        "r_2|stem:yes|mref:max|engine:evalharness|v:1",
        "r_l|stem:yes|mref:max|engine:evalharness|v:1",
        "r_lsum|stem:yes|split:sentence|mref:max|engine:evalharness|v:1",
    ]
    assert rouge(tokenizer="unicode")[3].signature() == (
        "rouge_lsum|stem:no|tok:unicode|split:newline|mref:max|engine:evalharness|v:1"
    )
    assert rouge(tokenizer="cjk")[0].signature() == rouge(tokenizer="character")[0].signature()


def test_presets_fix_what_is_not_given() -> None:
    assert rouge(preset="hf") == rouge(preset="rouge_score") == rouge()
    assert rouge(preset="paper") == rouge(stemmer=True, split="sentence", tokenizer="rouge_score")
    assert rouge(preset="paper", stemmer=False) == rouge(split="sentence")
    assert all(rouge(preset=name)[0].tokenizer == "rouge_score" for name in PRESETS)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"types": ("10",)}, "type must be one of 1, 2, .*, lsum, got '10'"),
        ({"types": ("L",)}, "got 'L'"),
        ({"types": ()}, "types must name each ROUGE type once"),
        ({"types": ("1", "1")}, "types must name each ROUGE type once"),
        ({"split": "line"}, "split must be one of newline, sentence, got 'line'"),
        ({"engine": "fast"}, "engine must be one of evalharness, rouge_score, got 'fast'"),
        ({"engine": "native"}, "engine 'native' is called 'evalharness' now"),
        ({"tokenizer": "bpe"}, "tokenizer must be one of rouge_score, unicode, character, cjk, got 'bpe'"),
        ({"preset": "google"}, "preset must be one of rouge_score, hf, paper, got 'google'"),
        ({"tokenizer": "cjk", "stemmer": True}, "tokenizer 'cjk' gives no words to stem"),
    ],
)
def test_a_setting_out_of_range_is_named(settings, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rouge(**settings)


def test_the_old_name_of_the_engine_in_a_config_leads_to_the_new_one() -> None:
    with pytest.raises(SpecError, match="'evalharness'"):
        make("rouge", {"engine": "native"})


def test_the_engine_at_work_is_told(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {
        "kernel": "the native kernel scores",
        "python": "the Python engine scores; the native kernel does not: EVALHARNESS_KERNEL=python turns it off",
    }
    assert Rouge().installed() == wanted[engine]
    assert Rouge(tokenizer="unicode").installed() == "the Python engine scores: only it reads by the tokenizer unicode"
    assert Rouge(engine="rouge_score").installed() == "the rouge_score package scores"


# ---------------------------------------------------------------------- languages
CHINESE = Example("zh", "中国人民银行周四下调利率。", {"a": "央行周四下调利率。", "b": "央行没有下调利率。"})
CHINESE_TOO = Example("zh2", "日本央行维持利率。", {"a": "日本央行加息。", "b": "日本央行维持利率。"})
ENGLISH = Example("en", "The bank cut its rate – in a naïve move.", {"a": "The bank cut.", "b": "A café cut rates."})


def warnings_of(examples: list[Example], metrics: list[object]) -> list[str]:
    return [line for line in evaluate(examples, metrics).leaderboard().board.warnings if "letters" in line]


def test_a_run_warns_once_of_letters_that_are_not_read() -> None:
    assert warnings_of([CHINESE, ENGLISH, CHINESE_TOO], ["rouge"]) == [
        "rouge_1: in 4 of 6 items more than a tenth of the letters lie outside a-z, and only a-z and 0-9 are read; "
        "for other languages set `tokenizer: unicode`"
    ]
    assert warnings_of([ENGLISH], ["rouge"]) == []
    assert warnings_of([CHINESE], [{"use": "rouge", "tokenizer": "unicode"}]) == []


def test_a_tenth_of_the_letters_is_not_too_much() -> None:
    # of 20 letters 2 lie outside a-z, then 3
    for text, is_too_much in (("abcdefghi éàabcdefghi", False), ("abcdefghi éàèbcdefghi", True)):
        (item,) = Rouge().score([Case("a", "s", Document(""), Document(""), (Document(text),))])
        assert bool(item.caveat) is is_too_much


def test_with_unicode_words_an_identical_text_scores_1() -> None:
    text = "中国人民银行周四下调利率。"
    assert score(Rouge(tokenizer="unicode"), [text], text) == (1.0, 1.0, 1.0, 1.0)
    assert score(Rouge(), [text], text) == (0.0, 0.0, 0.0, 1.0)
