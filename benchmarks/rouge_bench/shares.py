"""The share of each step in the time of a pair: those of the kernel by a clock in C, the rest by what is left over."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from rouge_bench.scorers import TYPES, Scorer
from rouge_bench.workloads import Workload

ROOT = Path(__file__).parents[2]
NATIVE = ROOT / "evalharness/text/native"
REST = "texts in, results out"


def shares(workload: Workload, kernel: Scorer) -> dict[str, float]:
    """Microseconds of a pair by step, cold vocabulary, stemmed, all four types; `REST` is what the call takes besides.

    Raises CalledProcessError or FileNotFoundError where there is no compiler.
    """
    with tempfile.TemporaryDirectory() as folder:
        program, data = Path(folder) / "shares", Path(folder) / "pairs"
        sources = [path for path in sorted(NATIVE.glob("*.c")) if path.name != "module.c"]
        compiler = [os.environ.get("CC", "cc"), "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-O3", f"-I{NATIVE}"]
        subprocess.run([*compiler, Path(__file__).with_suffix(".c"), *sources, "-o", program], check=True)
        data.write_bytes(_encoded(workload))
        lines = subprocess.run([program, data], check=True, capture_output=True, text=True).stdout.splitlines()
    steps = {name: float(nanoseconds) / 1000 for name, nanoseconds in (line.split("\t") for line in lines)}
    return steps | {REST: max(0.0, _whole_call(workload, kernel) - sum(steps.values()))}


def _encoded(workload: Workload) -> bytes:
    parts, before = [f"{len(workload.pairs)}\n".encode()], None
    for reference, candidate in sorted(workload.pairs, key=lambda pair: pair[0]):
        texts = [text.encode() for text in (reference, candidate)]
        parts += [f"{int(reference == before)}\n".encode(), *(f"{len(text)}\n".encode() + text for text in texts)]
        before = reference
    return b"".join(parts)


def _whole_call(workload: Workload, kernel: Scorer) -> float:
    score, _ = kernel.prepare(TYPES, True)
    references, candidates = map(list, zip(*workload.pairs, strict=True))
    taken = []
    for _ in range(20):
        started = time.process_time()
        score(references, candidates)
        taken.append(time.process_time() - started)
    return 1e6 * min(taken) / len(references)
