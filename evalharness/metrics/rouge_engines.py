"""How ROUGE is measured: one set of settings, and the engine that scores by it. All engines give the same numbers."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from evalharness.errors import UsageError
from evalharness.metrics import rouge_python
from evalharness.text.document import Document
from evalharness.text.kernel import kernel, why_not
from evalharness.text.sentences import sentences
from evalharness.text.tokenizers import Reader, Tokenizer, TokenizerName, reader

RougeType = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "l", "lsum"]
Split = Literal["newline", "sentence"]
EngineName = Literal["auto", "kernel", "python", "rouge_score"]

CODES: Mapping[str, int] = MappingProxyType(
    {str(n): n for n in range(1, 10)} | {"l": rouge_python.LCS, "lsum": rouge_python.SUMMARY_LCS}
)
# What the rouge_score package calls the types.
KEYS: Mapping[str, RougeType] = MappingProxyType(
    {{"l": "rougeL", "lsum": "rougeLsum"}.get(kind, f"rouge{kind}"): kind for kind in get_args(RougeType)}
)

# References and candidates of one number to the bytes of precision, recall and F1 of each pair and type.
Engine = Callable[[Sequence[str], Sequence[str]], bytes]


class Part(NamedTuple):
    """Types that one engine scores together on the same texts; `by_sentence`: with a line for each sentence."""

    types: tuple[RougeType, ...]
    by_sentence: bool
    score: Engine


@dataclass(frozen=True, slots=True)
class Method:
    """The settings that make a ROUGE score.

    Attributes:
        stemmer: compare stems (Porter) of words longer than three letters.
        split: what Lsum takes for a sentence: a line, or a sentence of our splitter.
        tokenizer: the name of one, or any function from a text to its tokens.
        engine: ``auto`` takes the kernel where it was built and reads this tokenizer, else Python.
    """

    types: tuple[RougeType, ...]
    stemmer: bool = False
    split: Split = "newline"
    tokenizer: TokenizerName | Tokenizer = "rouge_score"
    engine: EngineName = "auto"

    def parts(self) -> tuple[Part, ...]:
        """The types with the engines that score them; two parts where Lsum reads other texts than the rest.

        Raises:
            UsageError: the engine is not there, or cannot read by this tokenizer.
        """
        whole = tuple(kind for kind in self.types if kind != "lsum" or self.split == "newline")
        parts = [Part(whole, False, self._engine(whole))] if whole else []
        if len(whole) < len(self.types):
            parts.append(Part(("lsum",), True, self._engine(("lsum",))))
        return tuple(parts)

    def _engine(self, types: tuple[RougeType, ...]) -> Engine:
        codes = tuple(CODES[kind] for kind in types)
        if self.engine == "rouge_score":
            return _package_engine(types, self.tokenizer, self.stemmer)
        score, reason = kernel(), why_not()
        if self.tokenizer != "rouge_score":
            score, reason = None, "it reads only by the tokenizer rouge_score"
        if self.engine == "kernel" and score is None:
            raise UsageError(f"engine 'kernel': the native kernel cannot be used: {reason}; engine 'auto' does without")
        if score is not None and self.engine != "python":
            native = score
            return lambda references, candidates: native(tuple(references), tuple(candidates), codes, self.stemmer)
        read = reader(self.tokenizer, stemmer=self.stemmer)
        return lambda references, candidates: rouge_python.score(references, candidates, codes, read)


def check_choice(setting: str, value: object, known: Sequence[str]) -> None:
    """Make sure that a setting has one of the values it can have.

    Raises:
        ValueError: it has another; the message names all.
    """
    if value not in known:
        raise ValueError(f"{setting} must be one of {', '.join(known)}, got {value!r}")


def sentence_lines(document: Document) -> str:
    r"""View: the text with a line for each of its sentences, for an Lsum by sentence.

    >>> Document("Rates rose. They fell.\nThen\trose.").view(sentence_lines)
    'Rates rose.\nThey fell.\nThen\trose.'
    """
    return "\n".join(span.text.replace("\n", " ") for span in document.view(sentences))


class _Own:
    """A tokenizer of ours as rouge_score takes one."""

    def __init__(self, read: Reader) -> None:
        self._read = read

    def tokenize(self, text: str) -> list[str]:
        return list(self._read(text).tokens())


def _package_engine(types: tuple[RougeType, ...], tokenizer: TokenizerName | Tokenizer, stemmer: bool) -> Engine:
    # imported here: the package pulls in nltk, which takes seconds
    from rouge_score.rouge_scorer import RougeScorer

    keys = [key for kind in types for key, known in KEYS.items() if known == kind]
    own = None if tokenizer == "rouge_score" else _Own(reader(tokenizer, stemmer=stemmer))
    package = RougeScorer(keys, use_stemmer=stemmer, tokenizer=own)

    def score(references: Sequence[str], candidates: Sequence[str]) -> bytes:
        scores = array("d")
        for reference, candidate in zip(references, candidates, strict=True):
            found = package.score(reference, candidate)
            scores.extend(number for key in keys for number in found[key])
        return scores.tobytes()

    return score
