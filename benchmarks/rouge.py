"""ROUGE against rouge_score: are all values equal to the last bit, and how much faster are they?

Run: python benchmarks/rouge.py [--pairs N] [--shared DIR]

Compared are precision, recall and F1 of ROUGE-1, 2, L and Lsum, stemmer on and off, source as reference: about N pairs
of the benchmark files (0: all of them), each source with all its candidates, and adversarial strings. Lsum is compared
on the texts as they are and once more with a line for each sentence. Timed is process CPU, both sides interleaved in
one run, chunk by chunk: the ratio of medians over chunks, stem cache warm, a source shared by its candidates as in a
run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer

from evalharness.metrics.protocol import Case
from evalharness.metrics.rouge import rouge
from evalharness.text.document import Document
from evalharness.text.sentences import sentences

KEYS = {"rouge1": "rouge_1", "rouge2": "rouge_2", "rougeL": "rouge_l", "rougeLsum": "rouge_lsum"}
Pair = tuple[str, str]

ODD = [
    "",
    " ",
    ".",
    "\n",
    "\n\n \n",
    "a",
    "The cat sat.\r\nOn the mat.\r\n",
    "K\u212aelvin \u0130stanbul",
    "caf\u00e9 na\u00efve",
]
ODD += [
    "\U0001f600 go \U0001f600 go",
    "\u4e2d\u56fd\u94f6\u884c",
    "\x01\x02a\x1fb\x7f",
    "x" * 5000,
    "generalizations " * 40,
]
ODD += ["a b\na b\nb a", "running runs ran runner\nrun", "3.5 percent, $1,200; U.S.", "b a a b\u2028a b", "\ud800 a"]


def pairs_of(shared: Path) -> Iterator[Pair]:
    with gzip.open(shared / "benchmarks/factuality-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield record["source"], record["summary"]
    with gzip.open(shared / "benchmarks/retention-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield record["reference"], record["summary"]


def by_sentence(text: str) -> str:
    return "\n".join(span.text for span in Document(text).view(sentences))


def adversarial(n: int, rng: random.Random) -> Iterator[Pair]:
    """All pairs of odd strings, and `n` of texts over few words, whose subsequences tie."""
    yield from ((left, right) for left in ODD for right in ODD)
    for _ in range(n):
        words = ["a", "b", "c", "running", "runs", "\u00e9t\u00e9"][: rng.randint(1, 6)]
        lines = [[" ".join(rng.choices(words, k=rng.randint(0, 12))) for _ in range(rng.randint(1, 5))] for _ in "rc"]
        yield "\n".join(lines[0]), "\n".join(lines[1])


def native_scores(pairs: Sequence[Pair], stemmer: bool) -> list[tuple[float, ...]]:
    cases = []
    for source, group in groupby(pairs, key=lambda pair: pair[0]):
        shared = Document(source)
        cases += [Case("", "", shared, Document(candidate), (shared,)) for _, candidate in group]
    rows = [metric.score(cases) for metric in rouge(stemmer=stemmer)]
    return [tuple(number for score in scores for number in score.stats[:3]) for scores in zip(*rows, strict=True)]


def package_scores(pairs: Sequence[Pair], scorer: RougeScorer) -> list[tuple[float, ...]]:
    scored = (scorer.score(source, candidate) for source, candidate in pairs)
    return [tuple(number for key in KEYS for number in scores[key]) for scores in scored]


def compare(name: str, pairs: Sequence[Pair], chunk: int = 50) -> None:
    for stemmer in (False, True):
        scorer = RougeScorer(list(KEYS), use_stemmer=stemmer)
        compared = differing = 0
        native_s, package_s = [], []
        for start in range(0, len(pairs), chunk):
            part = pairs[start : start + chunk]
            native_scores(part, stemmer)  # warms the stem cache; the documents are made anew below
            clock = [time.process_time()]
            ours = native_scores(part, stemmer)
            clock.append(time.process_time())
            theirs = package_scores(part, scorer)
            clock.append(time.process_time())
            native_s.append((clock[1] - clock[0]) / len(part))
            package_s.append((clock[2] - clock[1]) / len(part))
            for left, right in zip(ours, theirs, strict=True):
                compared += len(right)
                differing += sum(a != b for a, b in zip(left, right, strict=True))
        native, package = statistics.median(native_s), statistics.median(package_s)
        print(
            f"{name:28} stemmer {'on ' if stemmer else 'off'} pairs {len(pairs):6} values {compared:7} "
            f"differing {differing:3}  rouge_score {1e3 * package:7.3f} ms/pair  native {1e3 * native:6.3f} ms/pair  "
            f"ratio {package / native:5.1f}",
            flush=True,
        )


def main() -> None:
    default = os.environ.get("EVALHARNESS_SHARED", str(Path(__file__).parents[1] / ".." / "shared"))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pairs", type=int, default=400, help="about so many pairs of the benchmark files, 0 for all")
    parser.add_argument("--shared", type=Path, default=Path(default), help="folder with the benchmarks")
    options = parser.parse_args()
    compare("adversarial", list(adversarial(2000, random.Random(1))), chunk=200)
    if not options.shared.is_dir():
        print(f"no benchmarks under {options.shared}: only adversarial strings were compared")
        return
    pairs = sorted(pairs_of(options.shared))
    if options.pairs:
        groups = [list(group) for _, group in groupby(pairs, key=lambda pair: pair[0])]
        step = max(1, len(pairs) // options.pairs)
        pairs = [pair for group in groups[::step] for pair in group]
    compare("benchmarks", pairs)
    compare("benchmarks, by sentence", [(by_sentence(source), by_sentence(candidate)) for source, candidate in pairs])


if __name__ == "__main__":
    main()
