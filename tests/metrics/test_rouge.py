"""ROUGE against rouge_score: no value may differ, not in the last bit."""

import gzip
import json
import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalharness.metrics.protocol import Case
from evalharness.metrics.rouge import Rouge, rouge
from evalharness.text.document import Document
from evalharness.text.sentences import sentences

KEYS = {f"rouge{n}": str(n) for n in range(1, 10)} | {"rougeL": "l", "rougeLsum": "lsum"}
SHARED = [os.environ.get("EVALHARNESS_SHARED"), Path(__file__).parents[3] / "shared"]


@pytest.fixture(scope="module")
def scorers():
    package = pytest.importorskip("rouge_score.rouge_scorer")
    return {stemmer: package.RougeScorer(list(KEYS), use_stemmer=stemmer) for stemmer in (False, True)}


def score(metric: Rouge, references: Sequence[str], candidate: str) -> tuple[float, ...]:
    documents = tuple(map(Document, references))
    return metric.score([Case("a", "s", documents[0], Document(candidate), documents)])[0].stats


def differing(scorers, references: Sequence[str], candidate: str) -> list[str]:
    """Every type and setting in which ours is not what rouge_score gives."""
    found = []
    for stemmer, scorer in scorers.items():
        expected = scorer.score_multi(references, candidate)
        for metric in rouge(stemmer=stemmer, types=tuple(KEYS.values())):
            key = next(key for key, kind in KEYS.items() if kind == metric.type)
            if score(metric, references, candidate)[:3] != tuple(expected[key]):
                found.append(f"{metric.signature()}: {score(metric, references, candidate)} != {expected[key]}")
    return found


ODD = [
    "", ".", "a", "a.\n", "The cat sat.\r\nOn the mat.\r\n", "\u212aelvin \u0130stanbul", "café naïve cafe\u0301",
    "😀 go 😀 go", "中国人民银行 said", "中国", "\x01\x02a\x1fb\x7f c", "x" * 3000, "generalizations " * 40,
    "a b\na b\nb a", "b a a b\n\n\na b b a a", "running runs ran\nrunner run", "3.5 percent, $1,200; U.S.",
    "b a a b\u2028a b\x0ba", "\ud800 a b",
]  # fmt: skip


@pytest.mark.parametrize("reference", [text for text in ODD if text.strip()])
def test_odd_texts(scorers, reference: str) -> None:
    assert [line for candidate in ODD for line in differing(scorers, [reference], candidate)] == []


LINES = st.lists(st.lists(st.sampled_from(["a", "b", "c", "runs", "running"]), max_size=9).map(" ".join), max_size=5)
FEW_WORDS = LINES.map("\n".join)


@settings(max_examples=150)
@given(FEW_WORDS.filter(str.strip), FEW_WORDS)
def test_texts_of_few_words_in_lines(scorers, reference: str, candidate: str) -> None:
    assert differing(scorers, [reference], candidate) == []


@settings(max_examples=60)
@given(st.lists(FEW_WORDS.filter(str.strip), min_size=2, max_size=4), FEW_WORDS)
def test_several_references_give_the_best(scorers, references: list[str], candidate: str) -> None:
    assert differing(scorers, references, candidate) == []


def test_a_long_text_in_lines_and_on_one(scorers) -> None:
    rng = random.Random(7)
    words = [rng.choice("abcdefgh") + rng.choice("aeiou") * rng.randint(0, 3) for _ in range(2200)]
    on_one = " ".join(words[:1100])
    in_lines = "\n".join(" ".join(words[start : start + 400]) for start in range(1100, 2200, 400))
    assert differing({True: scorers[True]}, [on_one], in_lines) == []


def test_public_articles(scorers) -> None:
    folder = next((Path(folder) for folder in SHARED if folder and Path(folder).is_dir()), None)
    if folder is None:
        pytest.skip("the shared texts are not here")
    with gzip.open(folder / "benchmarks/factuality-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][::150]
    assert len(records) > 35
    for record in records:
        texts = [record["source"], record["summary"]]
        by_sentence = ["\n".join(span.text for span in sentences(Document(text))) for text in texts]
        assert differing(scorers, texts[:1], texts[1]) == []
        assert differing(scorers, by_sentence[:1], by_sentence[1]) == []


@pytest.mark.parametrize("split", ["newline", "sentence"])
def test_the_package_as_engine_gives_the_same(split) -> None:
    reference = "The bank cut its rate. It said so on Monday.\nRates fell."
    candidate = "The bank said it cut rates on Monday. Its rate fell."
    for stemmer in (False, True):
        native, package = (
            rouge(stemmer=stemmer, split=split, engine=engine, types=("1", "4", "l", "lsum"))
            for engine in ("native", "rouge_score")
        )
        assert [score(m, [reference], candidate) for m in native] == [score(m, [reference], candidate) for m in package]


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
        "r_2|stem:yes|mref:max|engine:native|v:1",
        "r_l|stem:yes|mref:max|engine:native|v:1",
        "r_lsum|stem:yes|split:sentence|mref:max|engine:native|v:1",
    ]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"types": ("10",)}, "type must be one of 1, 2, .*, lsum, got '10'"),
        ({"types": ("L",)}, "got 'L'"),
        ({"types": ()}, "types must name each ROUGE type once"),
        ({"types": ("1", "1")}, "types must name each ROUGE type once"),
        ({"split": "line"}, "split must be one of newline, sentence, got 'line'"),
        ({"engine": "fast"}, "engine must be one of native, rouge_score, got 'fast'"),
    ],
)
def test_a_setting_out_of_range_is_named(settings, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rouge(**settings)
