"""Peak memory and pace of ``evalharness run`` for few and many examples: 300-word sources, four systems.

Usage: python benchmarks/memory.py [examples ...]    (default: 1000 50000)

The data is made up from a seed, over a vocabulary of 20,000 words of which the first are the commonest, as in a
language. Every size runs in a process of its own; its peak is what the operating system says (ru_maxrss).
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

SYSTEMS = ("north", "south", "east", "west")
CONFIG = """
data: {path: data.jsonl}
metrics: [fact_retention, hallucination, rouge, length, extractive, repetition]
seed: 13
"""


@cache
def vocabulary() -> tuple[str, ...]:
    rng = random.Random(0)
    return tuple("".join(rng.choices("aeiounrtsl", k=rng.randint(2, 9))) for _ in range(20_000))


def sentence(rng: random.Random, n_words: int) -> str:
    words = [vocabulary()[int(20_000 * rng.random() ** 3)] for _ in range(n_words)]
    words[rng.randrange(n_words)] = f"{rng.randint(1, 9999)}"
    words[rng.randrange(n_words)] = rng.choice(["London", "Mr Smith", "March 3", "5.2 percent"])
    return " ".join(words).capitalize() + "."


def write_data(path: Path, n_examples: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number in range(n_examples):
            rng = random.Random(number)
            source = [sentence(rng, 20) for _ in range(15)]
            candidates = {system: " ".join([*rng.sample(source, 2), sentence(rng, 15)]) for system in SYSTEMS}
            row = {"id": f"e{number}", "source": "\n".join(source), "candidates": candidates}
            file.write(json.dumps(row) + "\n")


def measure(n_examples: int, folder: Path) -> tuple[float, float]:
    write_data(folder / "data.jsonl", n_examples)
    (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
    code = (
        "import resource, sys; from evalharness.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    started = time.perf_counter()
    command = [sys.executable, "-c", code, "run", str(folder / "config.yaml"), "--out", str(folder / "run")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    unit = 1 if sys.platform == "darwin" else 1024
    return int(done.stderr.split()[-1]) * unit / 1e6, time.perf_counter() - started


def main(sizes: list[int]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for n_examples in sizes:
        with tempfile.TemporaryDirectory() as folder:
            peak, seconds = measure(n_examples, Path(folder))
        n_items = n_examples * len(SYSTEMS)
        print(
            f"{n_examples:>7} examples, {n_items:>7} items: peak {peak:6.1f} MB, {n_items / seconds:.0f} items a second"
        )


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1000, 50_000])
