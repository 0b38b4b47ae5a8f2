"""Real sentences, mangled: no metric raises, no row is unsound, no finding quotes what is not there."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from evalharness.metrics.contract import bad_finding, bad_row
from evalharness.metrics.protocol import Case
from evalharness.metrics.registry import make
from evalharness.text.document import Document

STORIES = Path(__file__).parents[2] / "references"
ODD = (
    *('"', "“", "”", "—", "%", "$", "(", ")", "...", '"I', "\u200b", "\u0085"),
    *("not", "denied", "said", "no", "never", "NATO", "12", "1,2,3"),
)


@cache
def sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(STORIES.rglob("*.txt"))]
    return [sentence for text in texts for sentence in text.replace("\n", ". ").split(". ") if sentence]


def mangled(text: str, rng: random.Random) -> str:
    words = text.split() or ["x"]
    for _ in range(rng.randint(0, 6)):
        at = rng.randrange(len(words))
        how = rng.randrange(5)
        if how == 0:
            words[at] = rng.choice(ODD)
        elif how == 1:
            words.insert(at, rng.choice(rng.choice(sentences()).split()))
        elif how == 2:
            other = rng.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        elif how == 3:
            words[at] = rng.choice((words[at].upper(), words[at].lower()))
        else:
            words = words[: at + 1]
    return " ".join(words)


@pytest.mark.parametrize("seed", range(4))
def test_mangled_prose(seed: int) -> None:
    rng = random.Random(seed)
    metrics = [*make("fact_retention", {}), *make("hallucination", {}), *make("repetition", {})]
    for _ in range(120):
        source = mangled(" ".join(rng.choice(sentences()) + "." for _ in range(rng.randint(1, 5))), rng)
        candidate = mangled(rng.choice((source, rng.choice(sentences()))), rng)
        document = Document(source)
        case = Case("x", "y", document, Document(candidate), (document,))
        for metric in metrics:
            (score,) = metric.score([case])
            assert bad_row(metric, score) is None, (source, candidate)
            assert [bad_finding(f, candidate, source) for f in score.findings] == [None] * len(score.findings)
