"""ROUGE of any number of pairs of texts: `score_pairs`."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeGuard, get_args

from evalharness.errors import nearest
from evalharness.metrics.rouge_engines import KEYS, Method, Part, Split, check_choice, sentence_lines
from evalharness.text.document import Document
from evalharness.text.tokenizers import Tokenizer, TokenizerName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PairsEngine = Literal["auto", "kernel", "python"]

# Pairs that are worked at a time: as many as make the most of repeated references, in memory that does not grow.
MAX_PAIRS = 8192
MAX_CHARACTERS = 1 << 24
# Pairs that are taken at a time to make up a chunk.
SLICE = 256
# Chunks under way for each thread, and the least that one is worth.
AHEAD = 2
MIN_PAIRS = 64


def score_pairs(
    references: Iterable[str | Sequence[str]],
    candidates: Iterable[str],
    *,
    types: Sequence[str] = ("rouge1", "rouge2", "rougeL", "rougeLsum"),
    stemmer: bool = False,
    split: Split = "newline",
    tokenizer: TokenizerName | Tokenizer = "rouge_score",
    engine: PairsEngine = "auto",
    threads: int = 1,
) -> dict[str, Floats]:
    """ROUGE of each candidate against its reference: for each type an array (n, 3) of precision, recall and F1.

    Each number is 0 to 1, higher is better, and equal to rouge_score 0.1.2 to the last bit; a text without a token
    scores 0. Pairs are worked in chunks, so that iterators of any length take no memory but that of the result. A
    reference is read once for all candidates of a chunk that it comes with.

    Args:
        references: a text, or a sequence of texts, for each candidate. Of several texts the one with the highest F1
            counts, for each type, the first of equal ones (rouge_score's `score_multi`).
        candidates: as many.
        types: ``rouge1`` to ``rouge9``, ``rougeL``, ``rougeLsum``.
        stemmer: compare stems (Porter) of words longer than three letters.
        split: what Lsum takes for a sentence: ``newline`` a line, ``sentence`` a sentence of our splitter.
        tokenizer: ``rouge_score`` (runs of a-z and 0-9), ``unicode``, ``character``, or a function from a text to the
            list of its tokens, which for Lsum gets line by line.
        engine: ``auto`` takes the native kernel where it was built and reads this tokenizer, else Python: same numbers.
        threads: how many work at a time. Only the kernel gains by them; the result is the same.

    Raises:
        ValueError: an unknown or repeated type, an unknown value of a setting, a stemmer where there are no words of
            ours to stem, or not as many references as candidates.
        TypeError: a text is no string.
        UsageError: the kernel is asked for and not there.

    >>> references = ["the bank cut its rate", ["a", "the rate"]]
    >>> found = score_pairs(references, ["the rate cut", "the rate"], types=["rouge1"])
    >>> found["rouge1"].round(2).tolist()
    [[1.0, 0.6, 0.75], [1.0, 1.0, 1.0]]
    """
    method = _method(types, stemmer, split, tokenizer, engine)
    if threads < 1:
        raise ValueError(f"threads must be 1 or more, got {threads}")
    n_pairs = _n_pairs(references, candidates)
    most = MAX_PAIRS
    if threads > 1 and n_pairs is not None:
        most = min(most, max(MIN_PAIRS, -(-n_pairs // (threads * AHEAD))))
    parts = method.parts()

    def work(chunk: _Chunk) -> dict[str, Floats]:
        return _score_chunk(parts, chunk)

    results = _mapped(work, _chunks(references, candidates, most), threads)
    return _gathered(results, types)


def _method(
    types: Sequence[str], stemmer: bool, split: Split, tokenizer: TokenizerName | Tokenizer, engine: PairsEngine
) -> Method:
    if isinstance(types, str):
        raise TypeError(f"types must be a sequence of types, got one string: {types!r}")
    unknown = [key for key in types if key not in KEYS]
    if unknown:
        raise ValueError(f"unknown type {unknown[0]!r}; {nearest(str(unknown[0]), KEYS)}")
    if not types or len(set(types)) < len(types):
        raise ValueError(f"types must name each ROUGE type once, got {list(types)}")
    if not callable(tokenizer):
        check_choice("tokenizer", tokenizer, get_args(TokenizerName))
    check_choice("split", split, get_args(Split))
    check_choice("engine", engine, get_args(PairsEngine))
    if stemmer and tokenizer not in ("rouge_score", "unicode"):
        raise ValueError(f"tokenizer {tokenizer!r}: the stemmer is not for its tokens; leave it off")
    return Method(tuple(KEYS[key] for key in types), bool(stemmer), split, tokenizer, engine)


def _n_pairs(references: object, candidates: object) -> int | None:
    """How many pairs there are, if that can be told before they come."""
    for name, texts in (("references", references), ("candidates", candidates)):
        if isinstance(texts, str):
            raise TypeError(f"{name} must be a sequence of texts, got one string: {texts[:40]!r}")
    if not isinstance(references, Sized) or not isinstance(candidates, Sized):
        return None
    if len(references) != len(candidates):
        raise ValueError(f"as many references as candidates expected, got {len(references)} and {len(candidates)}")
    return len(candidates)


# ---------------------------------------------------------------------- chunks
@dataclass(slots=True)
class _Chunk:
    """Pairs of one text each: a candidate with several references makes several, counted in `n_references`."""

    references: list[str] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    n_references: list[int] = field(default_factory=list)
    n_characters: int = 0

    def add(self, references: Sequence[str | Sequence[str]], candidates: Sequence[str], start: int) -> None:
        """Add candidates with their references; `start` is the number of the first, for what is said of errors."""
        for number, candidate in enumerate(candidates, start):
            if not isinstance(candidate, str):
                raise TypeError(f"candidate {number} must be a string, got {type(candidate).__name__}")
        n_before = len(self.references)
        if _are_texts(references):
            self.references += references
            self.candidates += candidates
            self.n_references += [1] * len(references)
        else:
            for number, (several, candidate) in enumerate(zip(references, candidates, strict=True), start):
                texts = [several] if isinstance(several, str) else _checked_texts(several, number)
                self.references += texts
                self.candidates += [candidate] * len(texts)
                self.n_references.append(len(texts))
        self.n_characters += sum(map(len, self.references[n_before:])) + sum(map(len, candidates))


def _are_texts(references: Sequence[str | Sequence[str]]) -> TypeGuard[Sequence[str]]:
    return all(isinstance(reference, str) for reference in references)


def _chunks(references: Iterable[str | Sequence[str]], candidates: Iterable[str], max_pairs: int) -> Iterator[_Chunk]:
    left, right = iter(references), iter(candidates)
    chunk, start, n_slice = _Chunk(), 0, min(SLICE, max_pairs)
    while True:
        some, others = list(islice(left, n_slice)), list(islice(right, n_slice))
        if len(some) != len(others):
            fewer = "references" if len(some) < len(others) else "candidates"
            n_pairs = start + min(len(some), len(others))
            raise ValueError(f"as many references as candidates expected, got only {n_pairs} {fewer}")
        chunk.add(some, others, start)
        start += len(others)
        if chunk.n_references and (
            not others or len(chunk.candidates) >= max_pairs or chunk.n_characters > MAX_CHARACTERS
        ):
            yield chunk
            chunk = _Chunk()
        if not others:
            return


def _checked_texts(texts: Sequence[str], number: int) -> Sequence[str]:
    if not isinstance(texts, Sequence) or not all(isinstance(text, str) for text in texts):
        raise TypeError(f"reference {number} must be a string or a sequence of strings, got {type(texts).__name__}")
    if not texts:
        raise ValueError(f"reference {number} is an empty sequence; give at least one text")
    return texts


def _mapped(
    work: Callable[[_Chunk], dict[str, Floats]], chunks: Iterator[_Chunk], threads: int
) -> Iterator[dict[str, Floats]]:
    """The results of all chunks in order, with few chunks under way."""
    if threads == 1:
        yield from map(work, chunks)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[dict[str, Floats]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(work, chunk))
            if len(waiting) >= threads * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


# ---------------------------------------------------------------------- scores
def _score_chunk(parts: Sequence[Part], chunk: _Chunk) -> dict[str, Floats]:
    """For each type, by its short name, the scores of the candidates of a chunk."""
    import numpy as np

    found: dict[str, Floats] = {}
    for part in parts:
        references, candidates = chunk.references, chunk.candidates
        if part.by_sentence:
            lines = {text: sentence_lines(Document(text)) for text in {*references, *candidates}}
            references, candidates = [lines[text] for text in references], [lines[text] for text in candidates]
        scores = np.frombuffer(part.score(references, candidates)).reshape(len(references), len(part.types), 3)
        for place, kind in enumerate(part.types):
            found[kind] = _best(scores[:, place], chunk.n_references)
    return found


def _best(scores: Floats, n_references: Sequence[int]) -> Floats:
    """Of the scores of each candidate the one with the highest F1, the first of equal ones."""
    import numpy as np

    if len(n_references) == len(scores):
        return scores
    counts = np.array(n_references)
    first = np.cumsum(counts) - counts
    best: Floats = scores[first]
    for place in range(1, int(counts.max())):
        there = np.flatnonzero(counts > place)
        other = scores[first[there] + place]
        better = other[:, 2] > best[there, 2]
        best[there[better]] = other[better]
    return best


def _gathered(results: Iterable[Mapping[str, Floats]], keys: Sequence[str]) -> dict[str, Floats]:
    """The chunks' arrays as one for each type."""
    import numpy as np

    # arrays of the standard library grow in place: no second copy of the result is ever needed
    gathered = {key: array("d") for key in keys}
    for result in results:
        for key, numbers in gathered.items():
            numbers.frombytes(result[KEYS[key]].tobytes())
    return {key: np.frombuffer(numbers).reshape(-1, 3) for key, numbers in gathered.items()}
