"""The texts that are scored: three workloads of our own stories, and the same of FRANK where the shared texts are."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise, permutations
from pathlib import Path

from evalharness.text.document import Document
from evalharness.text.sentences import sentences

STORIES = Path(__file__).parents[2] / "references"
SYSTEMS = ("brief", "desk", "faithful", "machine", "translated")
Pair = tuple[str, str]  # reference, candidate


@dataclass(frozen=True, slots=True)
class Workload:
    """Pairs to score, those of one reference together."""

    origin: str
    kind: str
    pairs: tuple[Pair, ...]

    def describe(self) -> str:
        """How many pairs and references, of how many tokens."""
        tokens = [sum(len(re.findall("[a-z0-9]+", pair[side].lower())) for pair in self.pairs) for side in (0, 1)]
        mean = [round(total / len(self.pairs)) for total in tokens]
        references = len({reference for reference, _ in self.pairs})
        return f"{len(self.pairs)} pairs, {references} references, {mean[0]} x {mean[1]} tokens"


def workloads(shared: Path) -> list[Workload]:
    """Summary/summary, summary/article and article/article: of our stories, then of FRANK if it is there."""
    found = list(_of_stories())
    if (shared / "benchmarks").is_dir():
        found += _of_frank(shared)
    return found


def _of_stories() -> Iterator[Workload]:
    """Summaries are the first two sentences of each rewrite; articles are the wire and its long rewrites."""
    leads, articles, wires = [], [], []
    for wire in sorted(STORIES.glob("*/wire.txt")):
        rewrites = [(wire.parent / "rewrites" / f"{system}.txt").read_text(encoding="utf-8") for system in SYSTEMS]
        wires.append(by_sentence(wire.read_text(encoding="utf-8")))
        leads.append(["\n".join(by_sentence(rewrite).split("\n")[:2]) for rewrite in rewrites])
        articles.append([wires[-1], *map(by_sentence, rewrites[1:])])
    yield Workload("stories", "summary/summary", tuple(pair for story in leads for pair in permutations(story, 2)))
    pairs = tuple((wire, lead) for wire, story in zip(wires, leads, strict=True) for lead in story)
    yield Workload("stories", "summary/article", pairs)
    yield Workload("stories", "article/article", tuple(pair for story in articles for pair in permutations(story, 2)))


def _of_frank(shared: Path, n_articles: int = 200) -> Iterator[Workload]:
    """A line for each sentence; of the summaries of one article the first is the reference of the others."""
    rows = [row for row in _read(shared, "factuality-dev") if row["dataset"].startswith("frank")]
    rows.sort(key=lambda row: row["source"])
    pairs = [(_cut(row["source"]), _cut(row["summary"])) for row in rows]
    groups = [list(group) for _, group in groupby(pairs, key=lambda pair: pair[0])]
    summaries = tuple((group[0][1], summary) for group in groups for _, summary in group[1:])
    yield Workload("FRANK", "summary/summary", summaries)
    yield Workload("FRANK", "summary/article", tuple(pairs))
    articles = [group[0][0] for group in groups]
    random.Random(1).shuffle(articles)
    yield Workload("FRANK", "article/article", tuple(pairwise(articles[: n_articles + 1])))


def _cut(text: str) -> str:
    return re.sub(r"([.!?]) +", r"\1\n", text)


def by_sentence(text: str) -> str:
    """The sentences that our splitter finds, one a line."""
    return "\n".join(span.text.replace("\n", " ") for span in Document(text).view(sentences))


def _read(shared: Path, name: str) -> list[dict[str, str]]:
    with gzip.open(shared / f"benchmarks/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return list(map(json.loads, lines))


def all_pairs(shared: Path) -> list[Pair]:
    """Every summary of the shared benchmarks with its source or reference, those of one reference together."""
    pairs = [(row["source"], row["summary"]) for row in _read(shared, "factuality-dev")]
    return sorted(pairs + [(row["reference"], row["summary"]) for row in _read(shared, "retention-dev")])


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
    "\U0001f600 go \U0001f600 go",
    "\u4e2d\u56fd\u94f6\u884c",
    "\x01\x02a\x1fb\x7f",
    "x" * 5000,
    "generalizations " * 40,
    "a b\na b\nb a",
    "running runs ran runner\nrun",
    "3.5 percent, $1,200; U.S.",
    "b a a b\u2028a b",
    "\ud800 a",
    "a\x00b \x00",
    "a b c d e f g h " * 30,
]


def odd_pairs() -> list[Pair]:
    """All pairs of odd strings."""
    return [(left, right) for left in ODD for right in ODD]


def tied_pairs(n: int, seed: int = 1) -> list[Pair]:
    """`n` pairs over so few words that subsequences tie everywhere; a tenth has lines of more than 64 tokens."""
    rng = random.Random(seed)
    words = ["a", "b", "c", "running", "runs", "\u00e9t\u00e9"]

    def text(alphabet: list[str], longest: int) -> str:
        lines = (" ".join(rng.choices(alphabet, k=rng.randint(0, longest))) for _ in range(rng.randint(1, 5)))
        return "\n".join(lines)

    pairs = []
    for number in range(n):
        alphabet, longest = words[: rng.randint(1, 6)], 12 if number % 10 else 90
        pairs.append((text(alphabet, longest), text(alphabet, longest)))
    return pairs
