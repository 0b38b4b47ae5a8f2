"""ROUGE of a candidate against its references: one metric for each type, ``rouge_1``, ``rouge_2``, ``rouge_l``, ..."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal, get_args

from evalharness.metrics.protocol import Case, Field, Value
from evalharness.metrics.rouge_kernel import Score, Scorer, Split, lcs_scorer, ngram_scorer, summary_lcs_scorer
from evalharness.records import ItemScore
from evalharness.text.document import Document
from evalharness.text.sentences import sentences

RougeType = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "l", "lsum"]
Engine = Literal["native", "rouge_score"]

NOTHING = ItemScore((0.0, 0.0, 0.0, 0.0))


def rouge(
    name: str = "rouge",
    stemmer: bool = False,
    split: Split = "newline",
    engine: Engine = "native",
    types: tuple[RougeType, ...] = ("1", "2", "l", "lsum"),
) -> tuple[Rouge, ...]:
    """The ROUGE metrics, named `name` and the type: ``rouge_1``, ``rouge_2``, ``rouge_l``, ``rouge_lsum``.

    Args:
        name: what the ids begin with.
        stemmer: compare stems (Porter) of words longer than three letters. Off, as rouge_score has it.
        split: what ``lsum`` takes for a sentence: a line, as rouge_score does, or a sentence of our splitter.
        engine: ``native``, or ``rouge_score`` to have the package itself score: same numbers, some forty times slower.
        types: 1 to 9 for n-grams, ``l`` for the longest common subsequence, ``lsum`` for its union over sentences.

    Raises:
        ValueError: an unknown or repeated type, split or engine.

    >>> [metric.name for metric in rouge(types=("2", "lsum"))]
    ['rouge_2', 'rouge_lsum']
    """
    if not types or len(set(types)) < len(types):
        raise ValueError(f"types must name each ROUGE type once, got {list(types)}")
    return tuple(Rouge(f"{name}_{kind}", kind, stemmer, split, engine) for kind in types)


@dataclass(frozen=True, slots=True)
class Rouge:
    """ROUGE of one type: precision, recall and F1, each 0 to 1, higher is better; equal to rouge_score 0.1.2.

    With several references the one with the highest F1 counts, the first of equal ones (rouge_score's `score_multi`).
    Only a-z and 0-9 are read: a text in another script has no token and scores 0, as in rouge_score. An empty
    candidate scores 0. Undefined where every reference is blank. The value of many items is their arithmetic mean.
    Row: (precision, recall, f1, 1).

    >>> case = Case("a", "s", Document(""), Document("Bank cuts rate"), (Document("The bank cut its rate"),))
    >>> metric = Rouge("rouge_1", "1", stemmer=True)
    >>> metric.finish(metric.score([case])[0].stats)
    {'f1': 0.7499999999999999, 'precision': 1.0, 'recall': 0.6}
    """

    name: str = "rouge_1"
    type: RougeType = "1"
    stemmer: bool = False
    split: Split = "newline"
    engine: Engine = "native"

    values: ClassVar[tuple[Value, ...]] = (
        Value("f1", higher_is_better=True, about="Harmonic mean of precision and recall."),
        Value("precision", higher_is_better=True, about="Share of the candidate that is found in the reference."),
        Value("recall", higher_is_better=True, about="Share of the reference that is found in the candidate."),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"candidate", "references"})

    def __post_init__(self) -> None:
        for setting, value, known in (
            ("type", self.type, get_args(RougeType)),
            ("split", self.split, get_args(Split)),
            ("engine", self.engine, get_args(Engine)),
        ):
            if value not in known:
                raise ValueError(f"{setting} must be one of {', '.join(known)}, got {value!r}")

    def signature(self) -> str:
        """The settings; `split` only where it matters."""
        split = f"split:{self.split}|" if self.type == "lsum" else ""
        return f"{self.name}|stem:{'yes' if self.stemmer else 'no'}|{split}mref:max|engine:{self.engine}|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row for every case; no findings."""
        scorer = _scorer(self.engine, self.type, self.stemmer, self.split)
        return [_best(scorer, case) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """The means of precision, recall and F1; the values themselves for one row."""
        precision, recall, f1, n = totals
        if not n:
            return {"f1": None, "precision": None, "recall": None}
        return {"f1": f1 / n, "precision": precision / n, "recall": recall / n}


def _best(scorer: Scorer, case: Case) -> ItemScore:
    """The row of the reference with the highest F1."""
    scores = [scorer(reference, case.candidate) for reference in case.references if not reference.is_blank]
    if not scores:
        return NOTHING
    best = max(scores, key=lambda score: score.f1)
    return ItemScore((best.precision, best.recall, best.f1, 1.0))


def _scorer(engine: Engine, kind: RougeType, stemmer: bool, split: Split) -> Scorer:
    if engine == "rouge_score":
        return _package_scorer(kind, stemmer, split)
    if kind == "l":
        return lcs_scorer(stemmer)
    return summary_lcs_scorer(stemmer, split) if kind == "lsum" else ngram_scorer(int(kind), stemmer)


@cache
def _package_scorer(kind: RougeType, stemmer: bool, split: Split) -> Scorer:
    # imported here: the package pulls in nltk, which takes seconds
    from rouge_score.rouge_scorer import RougeScorer

    key = {"l": "rougeL", "lsum": "rougeLsum"}.get(kind, f"rouge{kind}")
    package = RougeScorer([key], use_stemmer=stemmer)

    def text_of(document: Document) -> str:
        if kind == "lsum" and split == "sentence":
            return "\n".join(span.text for span in document.view(sentences))
        return document.text

    def score(reference: Document, candidate: Document) -> Score:
        found = package.score(text_of(reference), text_of(candidate))[key]
        return Score(float(found.precision), float(found.recall), float(found.fmeasure))

    return score
