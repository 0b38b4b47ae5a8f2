"""What a history tells: frozen records, dates in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A run of the store.

    Attributes:
        digest: sha256 of its ``run.json`` and ``items.jsonl``: a copy of a run folder is the same run, a second
            evaluation of the same texts is another one.
        label: its name for people.
        date: when it was made, as told when it was added.
        systems: who wrote the candidates, the best first, trivial rows included.
    """

    digest: str
    label: str
    date: datetime
    n_examples: int
    systems: Sequence[str]

    @property
    def id(self) -> str:
        """The start of the digest, long enough to tell runs apart."""
        return self.digest[:ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Details:
    """Everything but the items of a run; `leaderboard` is the content of its ``leaderboard.json``."""

    entry: Entry
    packages: Mapping[str, str]
    leaderboard: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one system in one run.

    Attributes:
        run: id of the run.
        value: the mean over the items, or that of one item; None where it is undefined.
        ci95: interval of the mean; None for a single item and where there is none.
        n: items that define it.
        changed: what was measured otherwise than at the point before, such as settings; empty where nothing was.
    """

    run: str
    label: str
    date: datetime
    value: float | None
    ci95: tuple[float, float] | None
    n: int
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one system, the oldest first."""

    system: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Trend:
    """One value over time.

    Attributes:
        higher_is_better, low, high: as the metric declared them in the latest run.
        example: the one example that it is about; None for means over all.
        n_runs: runs that have it; `series` may show fewer.
    """

    metric: str
    value: str
    higher_is_better: bool | None
    low: float | None
    high: float | None
    example: str | None
    n_runs: int
    series: Sequence[Series]
