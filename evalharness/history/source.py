"""A run folder as rows of the store's tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evalharness.compare.board import Leaderboard
from evalharness.errors import UsageError
from evalharness.records import ItemRecord
from evalharness.runs.folder import ITEMS, LEADERBOARD, RUN, read_finished, read_items, read_json, read_manifest
from evalharness.runs.manifest import Manifest

Row = dict[str, object]


def run_digest(folder: Path) -> str:
    """What makes a run the same run: sha256 over its ``run.json`` and its ``items.jsonl``.

    Raises:
        UsageError: a file cannot be read.
    """
    whole = hashlib.sha256()
    for name in (RUN, ITEMS):
        try:
            with (folder / name).open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise UsageError(f"{folder / name}: cannot be read: {error.strerror}; give the folder of a run") from error
    return whole.hexdigest()


def file_date(folder: Path) -> datetime:
    """When the run in `folder` was finished, as far as its files tell: the time of ``run.json``, in UTC."""
    return datetime.fromtimestamp(int((folder / RUN).stat().st_mtime), UTC)


def finished_runs(folder: Path) -> tuple[list[Path], list[Path]]:
    """The run folders in and under `folder`, sorted: those that are complete, and the others.

    Raises:
        UsageError: a ``run.json`` that is none of ours.
    """
    complete: list[Path] = []
    others: list[Path] = []
    for path in sorted(folder.rglob(RUN)):
        (complete if read_manifest(path.parent).state == "complete" else others).append(path.parent)
    return complete, others


@dataclass(frozen=True, slots=True)
class RunSource:
    """A finished run, ready to be stored."""

    folder: Path
    digest: str
    manifest: Manifest
    leaderboard: Leaderboard

    def run_row(self, label: str, date: datetime) -> Row:
        """The run itself."""
        return {
            "digest": self.digest,
            "label": label,
            "date": date,
            "n_examples": self.manifest.counts.examples,
            "sources_digest": self.manifest.sources_digest or self.manifest.data_digest,
            "packages": dict(self.manifest.packages),
            "leaderboard": self.leaderboard.to_json(),
        }

    def value_rows(self, run_id: int) -> list[Row]:
        """What each value was measured with."""
        return [
            {
                "run_id": run_id,
                "place": place,
                "metric": column.metric,
                "value": column.value,
                "higher_is_better": column.higher_is_better,
                "low": column.low,
                "high": column.high,
                "signature": column.signature,
            }
            for place, column in enumerate(self.leaderboard.values)
        ]

    def system_rows(self, run_id: int) -> list[Row]:
        """Systems in rank order."""
        return [
            {
                "run_id": run_id,
                "system": row.system,
                "place": place,
                "trivial": row.baseline,
                "n": row.n,
                "coverage": row.coverage,
                "n_hard": row.findings.severity.get("hard", 0),
                "n_soft": row.findings.severity.get("soft", 0),
            }
            for place, row in enumerate(self.leaderboard.systems)
        ]

    def score_rows(self, run_id: int) -> list[Row]:
        """Every value of every system."""
        rows: list[Row] = []
        for system in self.leaderboard.systems:
            for metric, scores in system.metrics.items():
                for value, score in scores.items():
                    low, high = score.ci95 or (None, None)
                    row = {"run_id": run_id, "system": system.system, "metric": metric, "value": value}
                    rows.append(row | {"mean": score.value, "ci95_low": low, "ci95_high": high, "n": score.n})
        return rows

    def item_rows(self, run_id: int) -> Iterator[Row]:
        """Every (example, system), read one at a time.

        Raises:
            UsageError: a line is damaged, or a pair stands twice.
        """
        seen: set[tuple[str, str]] = set()
        for item in read_items(self.folder):
            if (item.id, item.system) in seen:
                raise UsageError(
                    f"{self.folder}: two items of example {item.id!r}, system {item.system!r}; make the run again"
                )
            seen.add((item.id, item.system))
            yield _item_row(run_id, item)


def read_source(folder: Path) -> RunSource:
    """The finished run in `folder`.

    Raises:
        UsageError: no run folder, or the run is not complete.
    """
    manifest = read_finished(folder)
    return RunSource(folder, run_digest(folder), manifest, Leaderboard.from_json(read_json(folder / LEADERBOARD)))


def _item_row(run_id: int, item: ItemRecord) -> Row:
    severities = [finding.severity for finding in item.findings]
    return {
        "run_id": run_id,
        "example": item.id,
        "system": item.system,
        "status": item.status,
        "metrics": item.metrics,
        "n_hard": severities.count("hard"),
        "n_soft": severities.count("soft"),
    }
