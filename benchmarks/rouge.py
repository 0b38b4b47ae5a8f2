"""ROUGE: is ours equal to rouge_score to the last bit, and how fast is it next to every scorer that is installed?

Run: python benchmarks/rouge.py [exact] [speed] [growth] [memory] [shares] [options]    (default: all but exact)

exact   values compared and differing, kernel and Python engine against rouge_score: the shared benchmarks as they are
        and with a line for each sentence, all pairs of odd strings, and pairs over few words, where everything ties
speed   pairs a second of CPU, one thread, on summary/summary, summary/article and article/article: of our own stories,
        and of FRANK where the shared texts are. All scorers take turns in an order that rotates; ratios are medians of
        those within a round; what is timed is compared with rouge_score to the last bit
growth  one pair of 500 to 32,000 tokens
memory  peak of one pair of 32,000 tokens, and of a million pairs that stream through
shares  where the kernel's time goes (needs a C compiler)

With --write the tables also go into docs/performance.md, between the marks that name them. For the other scorers:
pip install rouge-score-rs rapidrouge rouge-rust evaluate, and --hf-script with the file of evaluate's metric.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rouge_bench import exactness, limits, tables
from rouge_bench.scorers import TYPES, Scorer, scorers
from rouge_bench.shares import shares
from rouge_bench.timing import timed
from rouge_bench.workloads import Pair, all_pairs, by_sentence, odd_pairs, tied_pairs, workloads

PAGE = Path(__file__).parents[1] / "docs/performance.md"
FEW_TYPES = TYPES[:3]  # what fast_rouge has


def exact(options: argparse.Namespace, found: Sequence[Scorer]) -> str:
    ours = [scorer for scorer in found if scorer.name.startswith("evalharness")]
    sets: dict[str, Callable[[], list[Pair]]] = {
        "odd strings": odd_pairs,
        "few words, ties": lambda: tied_pairs(options.tied),
    }
    if (options.shared / "benchmarks").is_dir():
        pairs = exactness.sample(all_pairs(options.shared), options.pairs)
        sets["benchmarks"] = lambda: pairs
        sets["benchmarks, by sentence"] = lambda: [(by_sentence(left), by_sentence(right)) for left, right in pairs]
    else:
        print(f"no benchmarks under {options.shared}: only made-up pairs are compared", file=sys.stderr)
    return tables.exactness(
        row for name, made in sets.items() for row in exactness.compare(name, made(), ours, _package(found))
    )


def speed(options: argparse.Namespace, found: Sequence[Scorer]) -> str:
    parts = []
    for workload in workloads(options.shared):
        print(f"{workload.origin}, {workload.kind}: {workload.describe()}", file=sys.stderr)
        for stemmer, types in ((True, TYPES), (False, FEW_TYPES)):
            rows = timed(workload, found, _package(found), types, stemmer, options.rounds)
            parts.append((workload, stemmer, rows))
    return tables.speed(parts)


def growth(options: argparse.Namespace, found: Sequence[Scorer]) -> str:
    return tables.growth(limits.SIZES, limits.growth([each for each in found if each.stems and not each.f1_only]))


def memory(options: argparse.Namespace, found: Sequence[Scorer]) -> str:
    engines = [each.name.split(", ")[1].lower() for each in found if each.name.startswith("evalharness")]
    jobs = [(f"one pair of 32,000 tokens, {engine}", f"one_pair(32_000, {engine!r})", engine) for engine in engines]
    first = engines[0]
    jobs += [(f"{n:,} pairs that stream, {first}", f"stream({n}, {first!r})", first) for n in (100_000, 1_000_000)]
    return tables.memory((name, limits.measured(job, engine)) for name, job, engine in jobs)


def where_time_goes(options: argparse.Namespace, found: Sequence[Scorer]) -> str:
    if not found[0].name.endswith("kernel"):
        return "The kernel is not built here.\n"
    return tables.shares((workload, shares(workload, found[0])) for workload in workloads(options.shared))


PARTS = {"exact": exact, "speed": speed, "growth": growth, "memory": memory, "shares": where_time_goes}


def _package(found: Sequence[Scorer]) -> Scorer:
    return next(scorer for scorer in found if scorer.name == "rouge_score")


def write(name: str, text: str) -> None:
    """Put `text` between the marks of `name` on the page."""
    marks = re.compile(rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    PAGE.write_text(marks.sub(lambda mark: f"{mark[1]}{text}{mark[2]}", PAGE.read_text(encoding="utf-8")), "utf-8")


def main() -> None:
    default = os.environ.get("EVALHARNESS_SHARED", str(Path(__file__).parents[1] / ".." / "shared"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=7, help="how often each scorer is timed")
    parser.add_argument("--pairs", type=int, default=400, help="exact: about so many of the benchmarks, 0 for all")
    parser.add_argument("--tied", type=int, default=2000, help="exact: so many pairs over few words")
    parser.add_argument("--shared", type=Path, default=Path(default), help="folder with the benchmarks")
    parser.add_argument("--hf-script", type=Path, help="rouge.py of Hugging Face's evaluate, to time it too")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    found = scorers(options.hf_script)
    for name in options.parts or list(PARTS)[1:]:
        text = f"{tables.machine(found)}\n{PARTS[name](options, found)}"
        print(text, flush=True)
        if options.write:
            write(name, text)


if __name__ == "__main__":
    main()
