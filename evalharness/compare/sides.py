"""What can stand on either side of a comparison: a run folder, or a baseline saved from one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evalharness.compare.comparison import Party
from evalharness.compare.pairing import StoredRun, stored_run
from evalharness.errors import UsageError
from evalharness.metrics.protocol import Value
from evalharness.runs.baseline import Baseline, read_baseline
from evalharness.runs.folder import read_manifest


@dataclass(frozen=True, slots=True)
class Side:
    """A run that was read back.

    Attributes:
        systems: who wrote the candidates; rows that only show what no effort earns are not among them.
    """

    run: StoredRun
    systems: Sequence[str]


def read_side(path: Path) -> Side:
    """The run folder or the saved baseline at `path`; nothing of the metrics has to be installed.

    Raises:
        UsageError: neither of the two, or a run that is not complete.
    """
    if path.is_file():
        baseline = read_baseline(path)
        return Side(_of_baseline(baseline), baseline.systems)
    if not path.exists():
        advice = "give a run folder, or make a baseline with `evalharness baseline save RUN -o baseline.json`"
        raise UsageError(f"{path}: not there; {advice}")
    return Side(stored_run(path), read_manifest(path).systems)


def _of_baseline(baseline: Baseline) -> StoredRun:
    party = Party(baseline.path.name, baseline.signatures, baseline.sources_digest, baseline.counts.examples)
    values = {metric: [Value(**value) for value in values] for metric, values in baseline.values.items()}
    return StoredRun(party, values, baseline.items)
