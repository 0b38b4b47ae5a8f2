"""ROUGE of a candidate against its references: one metric for each type, ``rouge_1``, ``rouge_2``, ``rouge_l``, ..."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal, NamedTuple, get_args

from evalharness.metrics.protocol import Case, Field, Value
from evalharness.metrics.rouge_engines import Method, RougeType, Split, check_choice, sentence_lines
from evalharness.metrics.rouge_pairs import score_pairs
from evalharness.records import ItemScore
from evalharness.text.document import Document
from evalharness.text.kernel import why_not
from evalharness.text.language import letters
from evalharness.text.tokenizers import TokenizerName

__all__ = ["PRESETS", "Rouge", "rouge", "score_pairs"]

Engine = Literal["evalharness", "rouge_score"]
PresetName = Literal["rouge_score", "hf", "paper"]

NOTHING = ItemScore((0.0, 0.0, 0.0, 0.0))
# More than this share of letters outside a-z, and a tokenizer that knows no others is the wrong one.
MAX_OTHER_LETTERS = 0.1
OTHER_LETTERS = (
    "more than a tenth of the letters lie outside a-z, and only a-z and 0-9 are read; "
    "for other languages set `tokenizer: unicode`"
)


class Preset(NamedTuple):
    """Settings under one name."""

    stemmer: bool
    split: Split
    tokenizer: TokenizerName


PRESETS: Mapping[PresetName, Preset] = MappingProxyType(
    {
        "rouge_score": Preset(stemmer=False, split="newline", tokenizer="rouge_score"),
        "hf": Preset(stemmer=False, split="newline", tokenizer="rouge_score"),
        "paper": Preset(stemmer=True, split="sentence", tokenizer="rouge_score"),
    }
)


def rouge(
    name: str = "rouge",
    stemmer: bool | None = None,
    split: Split | None = None,
    engine: Engine = "evalharness",
    types: tuple[RougeType, ...] = ("1", "2", "l", "lsum"),
    tokenizer: TokenizerName | None = None,
    preset: PresetName = "rouge_score",
) -> tuple[Rouge, ...]:
    """The ROUGE metrics, named `name` and the type: ``rouge_1``, ``rouge_2``, ``rouge_l``, ``rouge_lsum``.

    Args:
        name: what the ids begin with.
        stemmer: compare stems (Porter) of words longer than three letters.
        split: what ``lsum`` takes for a sentence: a line, as rouge_score does, or a sentence of our splitter.
        engine: ``evalharness``, or ``rouge_score`` to have the package itself score: same numbers, far slower.
        types: 1 to 9 for n-grams, ``l`` for the longest common subsequence, ``lsum`` for its union over sentences.
        tokenizer: what words are: ``rouge_score`` (runs of a-z and 0-9), ``unicode`` (words of any script),
            ``character`` (each letter or digit; also called ``cjk``).
        preset: what `stemmer`, `split` and `tokenizer` are where they are not given: ``rouge_score`` and ``hf`` (both
            no stemmer, lines), ``paper`` (stemmer, sentences).

    Raises:
        ValueError: an unknown or repeated type, an unknown value of a setting, or a stemmer for characters.

    >>> [metric.name for metric in rouge(types=("2", "lsum"))]
    ['rouge_2', 'rouge_lsum']
    >>> rouge(preset="paper")[3].signature()
    'rouge_lsum|stem:yes|split:sentence|mref:max|engine:evalharness|v:1'
    """
    if not types or len(set(types)) < len(types):
        raise ValueError(f"types must name each ROUGE type once, got {list(types)}")
    check_choice("preset", preset, get_args(PresetName))
    base = PRESETS[preset]
    given = Preset(
        base.stemmer if stemmer is None else stemmer,
        base.split if split is None else split,
        base.tokenizer if tokenizer is None else tokenizer,
    )
    return tuple(
        Rouge(f"{name}_{kind}", kind, given.stemmer, given.split, engine, given.tokenizer, tuple(types))
        for kind in types
    )


@dataclass(frozen=True, slots=True)
class Rouge:
    """ROUGE of one type: precision, recall and F1, each 0 to 1, higher is better; equal to rouge_score 0.1.2.

    With several references the one with the highest F1 counts, the first of equal ones (rouge_score's `score_multi`).
    With the tokenizer ``rouge_score`` only a-z and 0-9 are read: a text in another script has no token and scores 0, as
    there. An empty candidate scores 0. Undefined where every reference is blank. The value of many items is their
    arithmetic mean. Row: (precision, recall, f1, 1).

    Attributes:
        family: the types that are scored together, this one among them; a candidate is read once for all of them.

    >>> case = Case("a", "s", Document(""), Document("Bank cuts rate"), (Document("The bank cut its rate"),))
    >>> metric = Rouge("rouge_1", "1", stemmer=True)
    >>> metric.finish(metric.score([case])[0].stats)
    {'f1': 0.7499999999999999, 'precision': 1.0, 'recall': 0.6}
    """

    name: str = "rouge_1"
    type: RougeType = "1"
    stemmer: bool = False
    split: Split = "newline"
    engine: Engine = "evalharness"
    tokenizer: TokenizerName = "rouge_score"
    family: tuple[RougeType, ...] = ()

    values: ClassVar[tuple[Value, ...]] = (
        Value("f1", higher_is_better=True, about="Harmonic mean of precision and recall."),
        Value("precision", higher_is_better=True, about="Share of the candidate that is found in the reference."),
        Value("recall", higher_is_better=True, about="Share of the reference that is found in the candidate."),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"candidate", "references"})

    def __post_init__(self) -> None:
        if self.engine == "native":  # type: ignore[comparison-overlap]
            raise ValueError("engine 'native' is called 'evalharness' now")
        check_choice("type", self.type, get_args(RougeType))
        check_choice("split", self.split, get_args(Split))
        check_choice("engine", self.engine, get_args(Engine))
        check_choice("tokenizer", self.tokenizer, get_args(TokenizerName))
        if self.stemmer and self._tokenizer == "character":
            raise ValueError(f"tokenizer {self.tokenizer!r} gives no words to stem; leave the stemmer off")

    @property
    def _tokenizer(self) -> TokenizerName:
        return "character" if self.tokenizer == "cjk" else self.tokenizer

    def signature(self) -> str:
        """The settings; `split` and the tokenizer only where they matter."""
        split = f"split:{self.split}|" if self.type == "lsum" else ""
        tokenizer = "" if self.tokenizer == "rouge_score" else f"tok:{self._tokenizer}|"
        stem = "yes" if self.stemmer else "no"
        return f"{self.name}|stem:{stem}|{tokenizer}{split}mref:max|engine:{self.engine}|v:1"

    def installed(self) -> str:
        """Which engine scores here."""
        if self.engine == "rouge_score":
            return "the rouge_score package scores"
        if self.tokenizer != "rouge_score":
            return f"the Python engine scores: only it reads by the tokenizer {self.tokenizer}"
        reason = why_not()
        return (
            f"the Python engine scores; the native kernel does not: {reason}" if reason else "the native kernel scores"
        )

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row for every case; no findings."""
        types = self.family or (self.type,)
        package = self.engine == "rouge_score"
        method = Method(types, self.stemmer, self.split, self._tokenizer, "rouge_score" if package else "auto")
        _score(method, [case for case in cases if (method, case.references) not in case.candidate.view(_scored)])
        number = types.index(self.type)
        return [case.candidate.view(_scored)[method, case.references][number] for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """The means of precision, recall and F1; the values themselves for one row."""
        precision, recall, f1, n = totals
        if not n:
            return {"f1": None, "precision": None, "recall": None}
        return {"f1": f1 / n, "precision": precision / n, "recall": recall / n}


Triple = tuple[float, float, float]
Scored = dict[tuple[Method, tuple[Document, ...]], tuple[ItemScore, ...]]


def _scored(document: Document) -> Scored:
    """View: what a candidate has scored, by method and references, one score for each type of the method."""
    return {}


def _score(method: Method, cases: Sequence[Case]) -> None:
    """Score all cases in one go, which costs the engine least, and keep the scores with the candidates."""
    pairs = [(reference, case.candidate) for case in cases for reference in _wanted(case)]
    scores = iter(_pair_scores(method, pairs))
    for case in cases:
        of_references = [next(scores) for _ in _wanted(case)]
        found = case.candidate.view(_scored)
        if not of_references:
            found[method, case.references] = (NOTHING,) * len(method.types)
            continue
        best = [max(of_type, key=lambda triple: triple[2]) for of_type in zip(*of_references, strict=True)]
        # the first type speaks for its family
        caveats = [_caveat(method, case)] + [""] * (len(best) - 1)
        found[method, case.references] = tuple(
            ItemScore((*triple, 1.0), caveat=caveat) for triple, caveat in zip(best, caveats, strict=True)
        )


def _wanted(case: Case) -> Iterator[Document]:
    return (reference for reference in case.references if not reference.is_blank)


def _pair_scores(method: Method, pairs: Sequence[tuple[Document, Document]]) -> list[tuple[Triple, ...]]:
    """For each pair the precision, recall and F1 of each type."""
    columns: dict[str, list[Triple]] = {}
    for types, by_sentence, score in method.parts():
        sides = (
            [document.view(sentence_lines) if by_sentence else document.text for document in side]
            for side in zip(*pairs, strict=True)
        )
        numbers = memoryview(score(*sides) if pairs else b"").cast("d").tolist()
        triples: list[Triple] = list(zip(*[iter(numbers)] * 3, strict=True))
        columns |= {kind: triples[place :: len(types)] for place, kind in enumerate(types)}
    return list(zip(*(columns[kind] for kind in method.types), strict=True))


def _caveat(method: Method, case: Case) -> str:
    if method.tokenizer != "rouge_score":
        return ""
    counts = [document.view(letters) for document in (case.candidate, *_wanted(case))]
    n_latin, n_other = (sum(side) for side in zip(*counts, strict=True))
    return OTHER_LETTERS if n_other > MAX_OTHER_LETTERS * (n_latin + n_other) else ""
