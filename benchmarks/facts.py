"""The fact metrics against rouge_score on the same pairs in one run; growth with length, memory, hostile input.

Run: python benchmarks/facts.py [LABELS] [--datasets NAME ...] [--rounds N] [--only PART ...] [--mb SIZE]

LABELS is a file as ``evalharness metaeval`` reads it; without one the stories under references/ are taken. Timed is
process CPU, on both sides with the garbage collector put off as in a run. Both sides go over the articles in turn, a
few at a time, and a figure is the median over rounds. On our side every article is analysed anew in each round, once
for all its candidates, as in a run.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer

from evalharness.engine.garbage import collected_behind
from evalharness.facts.evidence import evidence
from evalharness.facts.extract import facts
from evalharness.facts.support.index import source_index
from evalharness.load import open_data
from evalharness.load.faults import FaultLog
from evalharness.metaeval.labels import read_labels
from evalharness.metrics.protocol import Case, Metric
from evalharness.metrics.registry import make
from evalharness.text.document import Document
from evalharness.text.sentences import sentences

REFERENCES = Path(__file__).parents[1] / "references"
USED = ("fact_retention", "hallucination")
VIEWS = {"sentences": sentences, "facts": facts, "facts, indexed": evidence, "support index": source_index}
LENGTHS = (1_000, 2_000, 5_000, 10_000)
AT_ONCE = 10
SENTENCE = "Oslo paid 90 million euros on Jan 31, Anna Berg told NATO. "
HOSTILE = {
    "prose": SENTENCE,
    "digits": "7",
    "digits and dots": "1.",
    "spaced digits": "1 ",
    "nested quotes": "\u201c\u2018\"'",
    "open quotes": "\u201ca ",
    "capitals": "A",
    "capitalised words": "Ab ",
    "one capital a word": "A ",
    "number words": "two hundred ",
    "hyphens": "a-",
    "brackets": "([{",
    "short sentences": "a. ",
    "negations": "not ",
    "months": "May ",
    "of the": "Bank of the ",
    "letters": "a",
    "spaces": " ",
}

Article = tuple[str, Sequence[str]]


def articles_of(path: Path | None, datasets: Sequence[str] | None) -> list[Article]:
    """Every article with all its candidates."""
    found: dict[str, list[str]] = {}
    if path is None:
        with open_data(REFERENCES, format="folder") as data:
            return [(example.source, list(example.candidates.values())) for example in data.examples()]
    faults = FaultLog()
    for row in read_labels(path, faults, datasets=datasets):
        found.setdefault(row.source, []).append(row.summary)
    faults.raise_any()
    return list(found.items())


def metrics() -> list[Metric]:
    return [metric for name in USED for metric in make(name, {})]


def cases_of(source: Document, candidates: Sequence[str]) -> list[Case]:
    return [Case("", "", source, Document(text), (source,)) for text in candidates]


def score(used: Sequence[Metric], source: Document, candidates: Sequence[str]) -> None:
    cases = cases_of(source, candidates)
    for metric in used:
        metric.score(cases)


def cpu_s(action: Callable[[], object]) -> float:
    """CPU time of an action, with the garbage collector as the engine keeps it around a chunk of examples."""
    started = time.process_time()
    with collected_behind():
        action()
    return time.process_time() - started


def chunks(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    return (articles[start : start + AT_ONCE] for start in range(0, len(articles), AT_ONCE))


def against_rouge(articles: Sequence[Article], n_rounds: int) -> None:
    """Scores everything by both sides; a second pass over analysed articles tells candidates from articles."""
    used, scorer = metrics(), RougeScorer(["rouge1", "rouge2", "rougeL", "rougeLsum"], use_stemmer=True)
    score(used, Document(SENTENCE), [SENTENCE])
    rounds = []
    for _ in range(n_rounds):
        ours = again = theirs = 0.0
        for part in chunks(articles):
            gc.collect()
            theirs += cpu_s(lambda part=part: [scorer.score(s, c) for s, texts in part for c in texts])
            made = [(Document(source), candidates) for source, candidates in part]
            ours += cpu_s(lambda made=made: [score(used, *each) for each in made])
            again += cpu_s(lambda made=made: [score(used, *each) for each in made])
            del made  # or rouge_score would have to share the memory with it
        rounds.append((ours, again, theirs, theirs / ours))
    ours, again, theirs, ratio = (statistics.median(column) for column in zip(*rounds, strict=True))
    n_pairs = sum(len(candidates) for _, candidates in articles)
    words = statistics.mean(len(source.split()) for source, _ in articles)
    print(f"{len(articles)} articles of {words:.0f} words on average, {n_pairs} candidates; {n_rounds} rounds")
    print(f"  {' + '.join(USED)}: {1e3 * ours / n_pairs:.2f} ms a pair")
    print(f"    {1e3 * (ours - again) / len(articles):.2f} ms an article, {1e3 * again / n_pairs:.2f} ms a candidate")
    print(f"  rouge_score, ROUGE-1/2/L/Lsum with stemmer: {1e3 * theirs / n_pairs:.2f} ms a pair")
    shares = ", ".join(f"{each[-1]:.1f}" for each in rounds)
    print(f"  rouge_score takes {ratio:.1f} times as long (round by round {shares})")


def of_one_article(articles: Sequence[Article], n_rounds: int) -> None:
    """What an article of 500 words costs, view by view; each view also makes those it reads."""
    cut = [" ".join(words[:500]) for source, _ in articles if len(words := source.split()) >= 500]
    cut = cut or [" ".join(" ".join(source for source, _ in articles).split()[:500])]
    print(f"analysis of an article cut to 500 words ({len(cut)} articles, medians)")
    for name, view in VIEWS.items():
        costs = [cpu_s(lambda text=text, view=view: Document(text).view(view)) for _ in range(n_rounds) for text in cut]
        print(f"  {name:16} {1e3 * statistics.median(costs):6.2f} ms")


def growth(articles: Sequence[Article], n_rounds: int) -> None:
    """Longer articles are several, one behind the other; the candidates stay the same."""
    used = metrics()
    words = " ".join(source for source, _ in articles).split()
    words *= -(-LENGTHS[-1] // len(words))
    candidates = [candidate for _, texts in articles for candidate in texts][:20]
    print("growth with the article's length (medians)")
    for length in LENGTHS:
        text = " ".join(words[:length])
        rows = []
        for _ in range(n_rounds):
            source = Document(text)
            first = cpu_s(lambda source=source: score(used, source, candidates))
            again = cpu_s(lambda source=source: score(used, source, candidates))
            rows.append((first - again, again))
        analysis, scoring = (statistics.median(column) for column in zip(*rows, strict=True))
        print(
            f"  {length:6} words: article {1e3 * analysis:7.1f} ms, {1e6 * analysis / length:5.1f} us a word; "
            f"{1e3 * scoring / len(candidates):6.2f} ms a candidate"
        )


def memory(articles: Sequence[Article], n_rounds: int) -> None:
    """Peak memory after one pass, after more of the same, and after as many with new names and figures each time."""
    used = metrics()
    for source, candidates in articles:
        score(used, Document(source), candidates)
    first = peak_mb()
    for _ in range(n_rounds):
        for source, candidates in articles:
            score(used, Document(source), candidates)
    same = peak_mb()
    for number in range(n_rounds * len(articles)):
        source, candidates = articles[number % len(articles)]
        new = f" {_word(number)} {_word(number + 10**6)} paid {number * 7919} euros."
        score(used, Document(source + new), [text + new for text in candidates])
    print(
        f"peak memory: {first:.0f} MB after one pass, {same:.0f} after {n_rounds + 1}, {peak_mb():.0f} after new names"
    )


def _word(number: int) -> str:
    return "".join("bcdfghjklmnpqrstvwxyz"[number // 20**place % 20] + "aeiou"[place % 5] for place in range(6)).title()


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def hostile(megabytes: float) -> None:
    """One line of repeated text as article and as candidate, at the full size and at half of it: 2 is linear."""
    print(f"one line of {megabytes:g} MB, as article and as candidate (both metrics; growth: full size / half)")
    for name, unit in HOSTILE.items():
        full, half = (_hostile_s(unit, size) for size in (megabytes, megabytes / 2))
        print(f"  {name:18} {full / megabytes:6.2f} s a MB, growth {full / half:4.1f}", flush=True)


def _hostile_s(unit: str, megabytes: float) -> float:
    text = (unit * int(megabytes * 2**20 / len(unit) + 1))[: int(megabytes * 2**20)]
    # enough small words that it is taken for English, or it would not be judged at all
    text += " the and" * (len(re.findall(r"[^\W\d_]+", text)) // 50)
    used = metrics()
    return cpu_s(lambda: [score(used, Document(text), [SENTENCE]), score(used, Document(SENTENCE), [text])])


def profile(articles: Sequence[Article]) -> None:
    """Where the time goes, by module and by function; profiling inflates small functions."""
    used = metrics()
    score(used, Document(SENTENCE), [SENTENCE])
    profiler = cProfile.Profile()
    profiler.runcall(lambda: [score(used, Document(source), candidates) for source, candidates in articles])
    stats = pstats.Stats(profiler)
    by_module: dict[str, float] = {}
    for (file, _, _), (_, _, own_s, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        name = file.partition("evalharness/")[2] or "built-in and library code"
        by_module[name] = by_module.get(name, 0.0) + own_s
    for name in sorted(by_module, key=lambda name: -by_module[name])[:15]:
        print(f"  {100 * by_module[name] / sum(by_module.values()):5.1f}%  {name}")
    stats.strip_dirs().sort_stats("tottime").print_stats(25)


PARTS: dict[str, Callable[[list[Article], argparse.Namespace], None]] = {
    "rouge": lambda articles, options: against_rouge(articles, options.rounds),
    "article": lambda articles, options: of_one_article(articles, options.rounds),
    "growth": lambda articles, options: growth(articles, options.rounds),
    "memory": lambda articles, options: memory(articles, options.rounds),
    "hostile": lambda articles, options: hostile(options.mb),
    "profile": lambda articles, options: profile(articles),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path, nargs="?")
    parser.add_argument("--datasets", nargs="+", help="only these data sets of the labels")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--mb", type=float, default=1.0, help="size of the hostile input")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[part for part in PARTS if part != "profile"])
    options = parser.parse_args()
    articles = articles_of(options.labels, options.datasets)
    for part in options.only:
        PARTS[part](articles, options)


if __name__ == "__main__":
    main()
