"""Kill a run at random moments, resume it, and compare its bytes with those of a run that was left alone.

Usage: python benchmarks/kill_resume.py [kills] [seed]
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory import CONFIG, write_data

N_EXAMPLES = 400
FILES = ("items.jsonl", "leaderboard.json")


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    code = "from evalharness.cli.main import main; main()"
    command = [sys.executable, "-c", code, "run", str(folder / "config.yaml"), *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def whole_run(folder: Path, name: str, *arguments: str) -> tuple[tuple[bytes, ...], float]:
    started = time.perf_counter()
    if start(folder, "--out", str(folder / name), *arguments).wait() != 0:
        raise SystemExit(f"the run {name} failed")
    return tuple((folder / name / file).read_bytes() for file in FILES), time.perf_counter() - started


def killed_run(folder: Path, name: str, jobs: str, moment: float) -> tuple[tuple[bytes, ...], int]:
    run = folder / name
    process = start(folder, "--out", str(run), "--jobs", jobs)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = (run / "items.jsonl").read_bytes().count(b"\n") if (run / "items.jsonl").exists() else 0
    run.mkdir(exist_ok=True)
    if start(folder, "--resume", str(run), "--jobs", jobs).wait() != 0:
        raise SystemExit(f"resuming {name} failed")
    return tuple((run / file).read_bytes() for file in FILES), kept


def main(n_kills: int, seed: int) -> None:
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_data(folder / "data.jsonl", N_EXAMPLES)
        (folder / "config.yaml").write_text(CONFIG, encoding="utf-8")
        wanted, seconds = whole_run(folder, "whole")
        print("two runs equal:", whole_run(folder, "again")[0] == wanted)
        print("--jobs 2 equals --jobs 1:", whole_run(folder, "two", "--jobs", "2")[0] == wanted)
        equal = 0
        for number in range(n_kills):
            jobs = "12"[number % 2]
            got, kept = killed_run(folder, f"killed{number}", jobs, rng.uniform(0, seconds))
            equal += got == wanted
            print(f"kill {number + 1}: --jobs {jobs}, {kept} lines were kept, equal: {got == wanted}", flush=True)
        print(f"{equal} of {n_kills} resumed runs are equal byte for byte")


if __name__ == "__main__":
    main(*(int(text) for text in (sys.argv[1:] + ["20", "13"][len(sys.argv) - 1 :])))
