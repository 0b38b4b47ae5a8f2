"""`score_pairs` against rouge_score on both engines: no value may differ, not in the last bit.

What a property test finds goes into rouge_cases.json, where it is tried for good.
"""

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalharness.errors import UsageError
from evalharness.metrics import rouge_pairs
from evalharness.metrics.rouge import score_pairs
from evalharness.text.document import Document
from evalharness.text.sentences import sentences

TYPES = (*(f"rouge{n}" for n in range(1, 10)), "rougeL", "rougeLsum")
CASES = json.loads(Path(__file__).with_name("rouge_cases.json").read_text(encoding="utf-8"))
both_engines = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def package():
    return pytest.importorskip("rouge_score.rouge_scorer")


@pytest.fixture(scope="module")
def scorers(package):
    return {stemmer: package.RougeScorer(list(TYPES), use_stemmer=stemmer) for stemmer in (False, True)}


def rows(found: dict[str, np.ndarray]) -> list[list[tuple[float, ...]]]:
    """For each pair the triple of each type."""
    by_type = (array.tolist() for array in found.values())
    return [[tuple(triple) for triple in pair] for pair in zip(*by_type, strict=True)]


def expected(scorer, references: Sequence[str], candidate: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, score)) for score in scorer.score_multi(references, candidate).values()]


def assert_equal(scorers, engine: str, pairs: Sequence[tuple[Sequence[str], str]], **options: object) -> None:
    references, candidates = [list(pair[0]) for pair in pairs], [pair[1] for pair in pairs]
    for stemmer, scorer in scorers.items():
        found = rows(score_pairs(references, candidates, types=TYPES, stemmer=stemmer, engine=engine, **options))
        for pair, ours in zip(pairs, found, strict=True):
            assert ours == expected(scorer, *pair), (pair, stemmer)


# ---------------------------------------------------------------------- exactness
ODD = [
    "", ".", "a", "a.\n", "The cat sat.\r\nOn the mat.\r\n", "\u212aelvin \u0130stanbul", "café naïve cafe\u0301",
    "😀 go 😀 go", "中国人民银行 said", "中国", "\x01\x02a\x1fb\x7f c", "x" * 3000, "generalizations " * 40,
    "a b\na b\nb a", "b a a b\n\n\na b b a a", "running runs ran\nrunner run", "3.5 percent, $1,200; U.S.",
    "b a a b\u2028a b\x0ba", "\ud800 a b", "a\x00b", "ﬁne Straße ΟΔΟΣ", "NEWS dying\nskies",
]  # fmt: skip


def test_odd_texts(scorers, engine: str) -> None:
    assert_equal(scorers, engine, [([reference], candidate) for reference in ODD for candidate in ODD])


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_cases_that_once_failed_or_nearly(scorers, engine: str, case) -> None:
    assert_equal(scorers, engine, [(case["references"], case["candidate"])])


LINES = st.lists(st.lists(st.sampled_from(["a", "b", "c", "runs", "running"]), max_size=9).map(" ".join), max_size=5)
FEW_WORDS = LINES.map("\n".join)
ANY_TEXT = st.text(
    st.one_of(st.sampled_from("ab AB\n\n  sing\x00K\u0130é\ud800"), st.characters(exclude_categories=())), max_size=60
)


@settings(both_engines, max_examples=60)
@given(st.lists(st.tuples(st.lists(FEW_WORDS, min_size=1, max_size=3), FEW_WORDS), min_size=1, max_size=4))
def test_texts_of_few_words_in_lines(scorers, engine: str, pairs) -> None:
    assert_equal(scorers, engine, pairs)


@settings(both_engines, max_examples=60)
@given(st.lists(st.tuples(st.lists(ANY_TEXT, min_size=1, max_size=2), ANY_TEXT), min_size=1, max_size=4))
def test_any_texts(scorers, engine: str, pairs) -> None:
    assert_equal(scorers, engine, pairs)


def few_words(rng: random.Random, n_words: int, longest: int) -> str:
    words = ["a", "b", "c", "running", "runs", "été"][:n_words]
    return "\n".join(" ".join(rng.choices(words, k=rng.randint(0, longest))) for _ in range(rng.randint(1, 6)))


def test_many_pairs_of_few_words(scorers, engine: str) -> None:
    rng = random.Random(5)
    pairs = [[few_words(rng, n, 14) for _ in "rc"] for n in range(1, 7) for _ in range(70)]
    assert_equal(scorers, engine, [([reference], candidate) for reference, candidate in pairs])


def test_the_engines_agree_on_lines_of_any_length(engine: str) -> None:
    # 63 to 65 and 127 to 129: where words of the kernel end; 1,100: where blocks of rows do
    rng = random.Random(6)
    lengths = (3, 40, 63, 64, 65, 127, 128, 129, 700, 1100)
    texts = []
    for n_words in (2, 3, 10, 200, 3000):
        for _ in range(12):
            lines = [rng.choices(range(n_words), k=rng.choice(lengths)) for _ in range(rng.randint(1, 5))]
            texts.append("\n".join(" ".join(f"w{word}" for word in line) for line in lines))
    # 9,000: where the Python engine does without masks for all tokens
    texts += [" ".join(rng.choices(["a", "b", "cc", "ddd"], k=9_000)), texts[-1] + "\nw1" * 9_000]
    references, candidates = texts, texts[1:] + texts[:1]
    found = score_pairs(references, candidates, types=TYPES, stemmer=True, engine=engine)
    expected = score_pairs(references, candidates, types=TYPES, stemmer=True, engine="python")
    assert all(found[key].tobytes() == expected[key].tobytes() for key in TYPES)


def test_a_long_text_in_lines_and_on_one(scorers, engine: str) -> None:
    rng = random.Random(7)
    words = [rng.choice("abcdefgh") + rng.choice("aeiou") * rng.randint(0, 3) for _ in range(1500)]
    in_lines = "\n".join(" ".join(words[start : start + 300]) for start in range(700, 1500, 300))
    assert_equal({True: scorers[True]}, engine, [([" ".join(words[:700])], in_lines)])


def test_a_word_of_a_hundred_thousand_letters(scorers, engine: str) -> None:
    word = "ab" * 50_000 + "ational"
    assert_equal(scorers, engine, [([f"a {word}s b", word], f"{word}s {word}")])


@pytest.mark.parametrize("engine", ["kernel"], indirect=True)  # tests of tokenizers have the other
def test_every_character_of_unicode(package, engine: str) -> None:
    # the tokens that rouge_score finds, as plain words, must be just those of the text with all characters
    tokenizer = pytest.importorskip("rouge_score.tokenizers").DefaultTokenizer(False)
    step = 1 << 9
    texts = [
        "".join(f"a{chr(code)}b{code:x}Z " for code in range(start, start + step))
        for start in range(0, sys.maxunicode, step)
    ]
    plain = [" ".join(tokenizer.tokenize(text)) for text in texts]
    found = score_pairs(plain, texts, types=("rouge1", "rouge2"), engine=engine)
    assert all(array.min() == 1.0 for array in found.values())


def test_public_texts(scorers, engine: str, shared: Path) -> None:
    with gzip.open(shared / "benchmarks/factuality-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][::300]
    assert len(records) > 15
    pairs = [([record["source"]], record["summary"]) for record in records]
    assert_equal(scorers, engine, pairs)
    by_sentence = [([in_lines(references[0])], in_lines(candidate)) for references, candidate in pairs]
    assert_equal(scorers, engine, by_sentence)


def in_lines(text: str) -> str:
    return "\n".join(span.text for span in sentences(Document(text)))


def test_lsum_by_sentence_is_lsum_of_sentences_in_lines(scorers, engine: str) -> None:
    references = ["The bank cut its rate. It said so on Monday.\nRates fell.", "Rates fell. The bank said so."]
    candidate = "The bank said it cut rates on Monday. Its rate fell."
    for stemmer, scorer in scorers.items():
        found = score_pairs([references], [candidate], types=TYPES, stemmer=stemmer, split="sentence", engine=engine)
        assert rows(found)[0][:-1] == expected(scorer, references, candidate)[:-1]
        assert rows(found)[0][-1] == expected(scorer, [in_lines(text) for text in references], in_lines(candidate))[-1]


class Pieces:
    """A tokenizer to which a line break is a token, so that a text has others than its lines."""

    def tokenize(self, text: str) -> list[str]:
        return [piece for piece in text.replace("\n", " \n ").split(" ") if piece]


@settings(both_engines, max_examples=60)
@given(st.lists(FEW_WORDS, min_size=1, max_size=3), FEW_WORDS)
def test_a_tokenizer_of_ones_own(package, references: list[str], candidate: str) -> None:
    scorer = package.RougeScorer(list(TYPES), tokenizer=Pieces())
    found = score_pairs([references], [candidate], types=TYPES, tokenizer=Pieces().tokenize)
    assert rows(found) == [expected(scorer, references, candidate)]


@pytest.mark.parametrize("name", ["unicode", "character"])
@given(st.lists(ANY_TEXT, min_size=1, max_size=2), ANY_TEXT)
def test_our_tokenizers_in_rouge_score(package, name, references: list[str], candidate: str) -> None:
    from evalharness.text.tokenizers import TOKENIZERS

    ours = type("Ours", (), {"tokenize": staticmethod(TOKENIZERS[name])})()
    scorer = package.RougeScorer(list(TYPES), tokenizer=ours)
    found = score_pairs([references], [candidate], types=TYPES, tokenizer=name)
    assert rows(found) == [expected(scorer, references, candidate)]


# ---------------------------------------------------------------------- pairs, chunks, threads
def test_chunks_threads_and_iterators_change_nothing(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(8)
    candidates = [few_words(rng, 4, 12) for _ in range(500)]
    references = [[few_words(rng, 4, 12) for _ in range(rng.randint(1, 3))] for _ in candidates]
    expected = score_pairs(references, candidates, engine=engine)
    for limit, most in (("MAX_PAIRS", 7), ("MAX_CHARACTERS", 300), ("MIN_PAIRS", 1)):
        with monkeypatch.context() as patch:
            patch.setattr(rouge_pairs, limit, most)
            for threads in (1, 3):
                found = score_pairs(references, candidates, engine=engine, threads=threads)
                streamed = score_pairs(iter(references), iter(candidates), engine=engine, threads=threads)
                for key in expected:
                    assert expected[key].tobytes() == found[key].tobytes() == streamed[key].tobytes()


def test_pairs_are_read_as_they_are_worked(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rouge_pairs, "MAX_PAIRS", 10)
    read, most = 0, 0
    real = rouge_pairs._score_chunk

    def counted(parts, chunk):
        nonlocal most, read
        most = max(most, read)
        read = 0
        return real(parts, chunk)

    def texts():
        nonlocal read
        for number in range(1000):
            read += 1
            yield f"a b {number}"

    monkeypatch.setattr(rouge_pairs, "_score_chunk", counted)
    found = score_pairs(texts(), ("a b" for _ in range(1000)), engine=engine)
    assert found["rougeL"].shape == (1000, 3)
    assert most <= 10


def test_no_pairs(engine: str) -> None:
    assert {key: array.shape for key, array in score_pairs([], [], engine=engine).items()} == {
        "rouge1": (0, 3), "rouge2": (0, 3), "rougeL": (0, 3), "rougeLsum": (0, 3)
    }  # fmt: skip
    assert score_pairs(iter([]), iter([]), types=["rouge2"], engine=engine)["rouge2"].shape == (0, 3)


def test_types_come_in_the_order_asked_for(engine: str) -> None:
    found = score_pairs(["a b c"], ["a b"], types=("rougeLsum", "rouge3", "rouge1"), split="sentence", engine=engine)
    assert list(found) == ["rougeLsum", "rouge3", "rouge1"]
    assert found["rouge3"].tolist() == [[0.0, 0.0, 0.0]]
    assert found["rouge1"].tolist() == found["rougeLsum"].tolist() == [[1.0, 2 / 3, 0.8]]


PEAK = """
import random, sys
from evalharness.metrics.rouge import score_pairs
rng = random.Random(1)
words = [f"w{int(rng.paretovariate(0.6)) % 100_000}" for _ in range(int(sys.argv[2]))]
other = rng.choices(words, k=len(words))
for step in (23, len(words)):
    texts = ["\\n".join(" ".join(side[at : at + step]) for at in range(0, len(side), step)) for side in (words, other)]
    score_pairs(texts[:1], texts[1:], stemmer=True, engine=sys.argv[1])
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.slow
def test_memory_of_a_pair_of_very_long_texts(engine: str) -> None:
    # in lines of 23 tokens and on one line; the table of rouge_score takes 8 GB for 32,000 tokens
    if not Path("/proc/self/status").exists():
        pytest.skip("the peak of a process's memory is read from /proc")
    n_tokens = {"kernel": "32000", "python": "12000"}[engine]
    command = [sys.executable, "-c", PEAK, engine, n_tokens]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert int(done.stdout) < 300 * 1024  # kB


# ---------------------------------------------------------------------- languages
SAME = {
    "zh": "中国人民银行周四将基准利率下调0.25个百分点。",
    "ja": "日銀は木曜日に政策金利を0.25%引き下げた。",
    "th": "ธนาคารกลางลดอัตราดอกเบี้ยลงเมื่อวันพฤหัสบดี",
    "hi": "केंद्रीय बैंक ने गुरुवार को ब्याज दर घटाई।",
    "ar": "خفّض البنك المركزي سعر الفائدة يوم الخميس.",
    "ru": "Центральный банк в четверг снизил ставку.",
    "fr": "La banque a réduit son taux à 3,5 % jeudi, dit l’économiste.",
    "es": "El banco recortó su tasa el jueves; ¿bajará más?",
}


@pytest.mark.parametrize("language", SAME)
def test_an_identical_text_scores_1_in_any_language(language: str) -> None:
    text = SAME[language]
    for tokenizer in ("unicode", "character", "cjk"):
        for scores in score_pairs([text], [text], tokenizer=tokenizer).values():
            assert scores.tolist() == [[1.0, 1.0, 1.0]]
    other = SAME["ru" if language == "ar" else "ar"]
    assert score_pairs([text], [other], tokenizer="unicode")["rouge1"].tolist() == [[0.0, 0.0, 0.0]]


# ---------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("arguments", "options", "error", "message"),
    [
        (("a", ["b"]), {}, TypeError, "references must be a sequence of texts, got one string"),
        ((["a"], "b"), {}, TypeError, "candidates must be a sequence of texts, got one string"),
        ((["a"], ["b", "c"]), {}, ValueError, "as many references as candidates expected, got 1 and 2"),
        ((iter(["a"]), iter(["b", "c"])), {}, ValueError, "got only 1 references"),
        ((iter(["a", "b"]), iter(["b"])), {}, ValueError, "got only 1 candidates"),
        (
            (["a", None], ["b", "c"]),
            {},
            TypeError,
            "reference 1 must be a string or a sequence .* got NoneType",
        ),
        ((["a", float("nan")], ["b", "c"]), {}, TypeError, "reference 1 must be .* got float"),
        ((["a", ["b", 3]], ["b", "c"]), {}, TypeError, "reference 1 must be"),
        ((["a", []], ["b", "c"]), {}, ValueError, "reference 1 is an empty sequence"),
        ((["a"], [b"c"]), {}, TypeError, "candidate 0 must be a string, got bytes"),
        ((["a"], ["b"]), {"types": "rouge1"}, TypeError, "types must be a sequence of types, got one string"),
        ((["a"], ["b"]), {"types": ["rougel"]}, ValueError, "unknown type 'rougel'; did you mean 'rougeL'"),
        ((["a"], ["b"]), {"types": []}, ValueError, "types must name each ROUGE type once"),
        ((["a"], ["b"]), {"types": ["rouge1"] * 2}, ValueError, "types must name each ROUGE type once"),
        ((["a"], ["b"]), {"split": "line"}, ValueError, "split must be one of newline, sentence, got 'line'"),
        ((["a"], ["b"]), {"engine": "native"}, ValueError, "engine must be one of auto, kernel, python, got 'native'"),
        ((["a"], ["b"]), {"tokenizer": "bpe"}, ValueError, "tokenizer must be one of rouge_score, unicode"),
        ((["a"], ["b"]), {"tokenizer": "cjk", "stemmer": True}, ValueError, "the stemmer is not for its tokens"),
        ((["a"], ["b"]), {"tokenizer": str.lower}, TypeError, "a tokenizer must return a list of strings, got str"),
        ((["a"], ["b"]), {"threads": 0}, ValueError, "threads must be 1 or more, got 0"),
        ((["a"], ["b"]), {"tokenizer": "unicode", "engine": "kernel"}, UsageError, "the native kernel cannot be used"),
    ],
)
def test_what_cannot_be_scored_is_explained(arguments, options, error, message: str) -> None:
    with pytest.raises(error, match=message):
        score_pairs(*arguments, **options)


def test_a_kernel_that_is_turned_off_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALHARNESS_KERNEL", "python")
    with pytest.raises(UsageError, match="EVALHARNESS_KERNEL=python turns it off; engine 'auto' does without"):
        score_pairs(["a"], ["a"], engine="kernel")
    assert score_pairs(["a"], ["a"])["rouge1"].tolist() == [[1.0, 1.0, 1.0]]
