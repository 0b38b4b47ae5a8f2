"""Start-up of the command line against ``python -c pass``, as ratios of CPU time within one run.

Usage: python benchmarks/startup.py [rounds]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

COMMANDS = {
    "import evalharness": ["-c", "import evalharness"],
    "evalharness --help": ["-c", "from evalharness.cli.main import main; main(['--help'])"],
    "evalharness run --help": ["-c", "from evalharness.cli.main import main; main(['run', '--help'])"],
    "a config that is not there": ["-c", "from evalharness.cli.main import main; main(['run', 'none.yaml'])"],
}


def cpu_seconds(arguments: list[str]) -> float:
    before = os.times()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main(rounds: int) -> None:
    ratios: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for arguments in COMMANDS.values():
        cpu_seconds(arguments)  # compiled files are in place before anything is counted
    for _ in range(rounds):
        bare = cpu_seconds(["-c", "pass"])
        for name, arguments in COMMANDS.items():
            ratios[name].append(cpu_seconds(arguments) / bare)
    print(f"CPU time as a multiple of `python -c pass`, median of {rounds} rounds (lowest to highest):")
    for name, values in ratios.items():
        print(f"  {name:<28} {statistics.median(values):5.1f}  ({min(values):.1f} to {max(values):.1f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
