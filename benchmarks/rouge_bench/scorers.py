"""Every ROUGE scorer that is installed, behind one call: texts in, the values of each pair out."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

TYPES = ("rouge1", "rouge2", "rougeL", "rougeLsum")
Texts = list[str]
Values = list[tuple[float, ...]]  # of each pair: precision, recall, F1 of each type
Found = Any  # what a scorer returns: its own affair, until `values` has read it
Score = Callable[[Texts, Texts], Found]
Prepare = Callable[[Sequence[str], bool], tuple[Score, Callable[[Found], Values]]]


@dataclass(frozen=True, slots=True)
class Scorer:
    """One way to score pairs.

    `score` is what is timed, `values` brings its result into the one shape that is compared, untimed. Both are made
    for the types and the stemmer setting by `prepare`.
    """

    name: str
    version: str
    prepare: Prepare
    types: tuple[str, ...] = TYPES
    stems: bool = True
    f1_only: bool = False

    def differing(self, values: Values, expected: Values) -> tuple[int, int]:
        """How many values there are, and how many are not those of rouge_score to the last bit."""
        wanted = [row[2::3] for row in expected] if self.f1_only else expected
        pairs = [pair for row in zip(values, wanted, strict=True) for pair in zip(*row, strict=True)]
        return len(pairs), sum(ours != theirs for ours, theirs in pairs)


def scorers(hf_script: Path | None = None) -> list[Scorer]:
    """Ours first, then rouge_score, then whatever else is installed."""
    return [*_ours(), *_packages(), *_hugging_face(hf_script)]


def _ours() -> Iterator[Scorer]:
    from evalharness.metrics.rouge import score_pairs

    def prepare(engine: str) -> Prepare:
        def made(types: Sequence[str], stemmer: bool) -> tuple[Score, Callable[[Found], Values]]:
            def score(references: Texts, candidates: Texts) -> Found:
                return score_pairs(references, candidates, types=types, stemmer=stemmer, engine=engine)

            return score, lambda found: [
                tuple(float(number) for row in rows for number in row)
                for rows in zip(*(found[kind] for kind in types), strict=True)
            ]

        return made

    if importlib.util.find_spec("evalharness.text._kernel"):
        yield Scorer("evalharness, kernel", version("evalharness"), prepare("kernel"))
    yield Scorer("evalharness, Python", version("evalharness"), prepare("python"))


def _packages() -> Iterator[Scorer]:
    for module, package in (("rouge_score", "rouge-score"), ("rapidrouge", "rapidrouge")):
        if importlib.util.find_spec(module):
            yield Scorer(module, version(package), _like_rouge_score(f"{module}.rouge_scorer"))
    if importlib.util.find_spec("rouge_score_rs"):
        os.environ["RAYON_NUM_THREADS"] = "1"  # read when its threads start
        number = version("rouge-score-rs")
        yield Scorer("rouge_score_rs, loop", number, _like_rouge_score("rouge_score_rs.rouge_scorer"))
        yield Scorer("rouge_score_rs, batch", number, _like_rouge_score("rouge_score_rs.rouge_scorer", batch=True))
    if importlib.util.find_spec("fast_rouge"):
        yield Scorer("fast_rouge, batch", version("rouge-rust"), _fast_rouge, types=TYPES[:3], stems=False)


def _like_rouge_score(module: str, batch: bool = False) -> Prepare:
    def made(types: Sequence[str], stemmer: bool) -> tuple[Score, Callable[[Found], Values]]:
        scorer = importlib.import_module(module).RougeScorer(list(types), use_stemmer=stemmer)

        def loop(references: Texts, candidates: Texts) -> Found:
            return [scorer.score(*pair) for pair in zip(references, candidates, strict=True)]

        return scorer.score_batch if batch else loop, lambda found: [
            tuple(float(number) for kind in types for number in scores[kind]) for scores in found
        ]

    return made


def _fast_rouge(types: Sequence[str], stemmer: bool) -> tuple[Score, Callable[[Found], Values]]:
    import fast_rouge

    def score(references: Texts, candidates: Texts) -> Found:
        return fast_rouge.score_batch_flat(references, candidates)  # always its three types

    def values(found: Found) -> Values:
        columns = [getattr(found, f"{kind}_{part}") for kind in types for part in ("precision", "recall", "fmeasure")]
        return list(zip(*columns, strict=True))

    return score, values


def _hugging_face(script: Path | None) -> Iterator[Scorer]:
    """The script of evaluate's metric, from a file: `evaluate.load("rouge")` would fetch it."""
    if script is None or not importlib.util.find_spec("evaluate"):
        return

    def prepare(types: Sequence[str], stemmer: bool) -> tuple[Score, Callable[[Found], Values]]:
        import evaluate

        metric = evaluate.load(str(script))
        settings = {"rouge_types": list(types), "use_stemmer": stemmer, "use_aggregator": False}

        def score(references: Texts, candidates: Texts) -> Found:
            return metric.compute(predictions=candidates, references=references, **settings)

        return score, lambda found: list(zip(*(map(float, found[kind]) for kind in types), strict=True))

    yield Scorer("HF evaluate", version("evaluate"), prepare, f1_only=True)
