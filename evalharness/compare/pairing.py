"""Two runs side by side: candidates paired by (example, system), as rows of floats and keys of findings, no texts."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from evalharness.compare.comparison import Party, Side, Unpaired
from evalharness.compare.finding_keys import digests_of
from evalharness.errors import UsageError, nearest
from evalharness.metrics.protocol import Value
from evalharness.records import ItemRecord
from evalharness.runs.folder import read_finished, read_items

UNDEFINED = float("nan")

Declared = Mapping[str, Sequence[Value]]


class ScoredRun(Protocol):
    """What can be compared: stored items of a run folder, or of a baseline that was saved from one."""

    @property
    def party(self) -> Party:
        """Who it is and how it was scored."""

    @property
    def values(self) -> Declared:
        """Metric id -> its values as declared, the primary first."""

    def items(self) -> Iterator[ItemRecord]:
        """Every (example, system), each once; read anew at every call."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A `ScoredRun` whose items come from `read`."""

    party: Party
    values: Declared
    read: Callable[[], Iterator[ItemRecord]]

    def items(self) -> Iterator[ItemRecord]:
        """Every (example, system), in the order they are stored."""
        return self.read()


def stored_run(folder: Path, label: str | None = None) -> StoredRun:
    """A finished run, read from its folder alone: no metric has to be installed. `label` is its name for people.

    Raises:
        UsageError: `folder` is no run folder, or the run is not complete.
    """
    manifest = read_finished(folder)
    digest = manifest.sources_digest or manifest.data_digest
    party = Party(label or folder.name, manifest.signatures, digest, manifest.counts.examples)
    values = {metric: [Value(**value) for value in values] for metric, values in manifest.values.items()}
    return StoredRun(party, values, lambda: read_items(folder))


def only_systems(run: ScoredRun, names: Mapping[str, str], label: str | None = None) -> StoredRun:
    """`run` with the systems that are keys of `names` alone, called by their values.

    Reading its items to the end raises `UsageError` where the run has no such system.
    """

    def read() -> Iterator[ItemRecord]:
        seen: set[str] = set()
        for item in run.items():
            seen.add(item.system)
            if item.system in names:
                yield replace(item, system=names[item.system])
        if unknown := [name for name in names if name not in seen]:
            raise UsageError(f"{run.party.label}: no system {unknown[0]!r}; {nearest(unknown[0], seen)}")

    return StoredRun(replace(run.party, label=label or run.party.label), run.values, read)


@dataclass(frozen=True, slots=True)
class Request:
    """What is read of both sides.

    Attributes:
        columns: (metric id, value name) of the values, in the order of the columns.
        without: metrics whose findings are left out, because only one side has them or their settings differ.
        where: tag -> value that an example must have.
        cluster: the tag whose values are resampled as one.
    """

    columns: Sequence[tuple[str, str]]
    without: frozenset[str] = frozenset()
    where: Mapping[str, str] = field(default_factory=dict)
    cluster: str | None = None


class SystemRows:
    """The candidates of one system in one run.

    Attributes:
        places: example id -> number of its row; only examples that it has a candidate for.
        numbers: the rows one after another, NaN for what is undefined.
        findings: for each row, the digests of its findings.
        missing: ids of examples that the run knows but this system has no candidate for.
        failed: example id -> metric id -> message.
        unjudged: example id -> metrics that failed there or do not apply, and so cannot have findings.
    """

    __slots__ = ("failed", "findings", "missing", "numbers", "places", "unjudged")

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.numbers = array("d")
        self.findings: list[bytes] = []
        self.missing: dict[str, None] = {}
        self.failed: dict[str, Mapping[str, str]] = {}
        self.unjudged: dict[str, frozenset[str]] = {}

    def add(self, item: ItemRecord, id: str, request: Request) -> None:
        """Take the system's record of one example."""
        if item.status == "missing":
            self.missing[id] = None
            return
        self.places[id] = len(self.places)
        for metric, name in request.columns:
            number = item.metrics.get(metric, {}).get(name)
            self.numbers.append(UNDEFINED if number is None else number)
        self.findings.append(digests_of(item.findings, request.without))
        if failed := {metric: message for metric, message in item.errors.items() if metric not in request.without}:
            self.failed[id] = failed
        if item.errors or item.unsupported:
            self.unjudged[id] = frozenset((*item.errors, *item.unsupported))


class RunRows:
    """All candidates of one run that were asked for, by system, in the order of the run.

    Attributes:
        clusters: example id -> value of the cluster tag; only examples that have it.
        tags: every tag name met, with the values met, so that a wrong one can be answered.
    """

    __slots__ = ("clusters", "label", "systems", "tags")

    def __init__(self, run: ScoredRun, request: Request) -> None:
        self.label = run.party.label
        self.systems: dict[str, SystemRows] = {}
        self.clusters: dict[str, str] = {}
        self.tags: dict[str, dict[str, None]] = {}
        ids: dict[str, str] = {}  # one string for an example, however many systems have it
        for item in run.items():
            self._note_tags(item, request)
            if all(item.tags.get(tag) == value for tag, value in request.where.items()):
                self._add(item, ids.setdefault(item.id, item.id), request)

    def _note_tags(self, item: ItemRecord, request: Request) -> None:
        for tag, value in item.tags.items():
            values = self.tags.setdefault(tag, {})
            if tag in request.where:
                values[value] = None

    def _add(self, item: ItemRecord, id: str, request: Request) -> None:
        rows = self.systems.setdefault(item.system, SystemRows())
        if id in rows.places or id in rows.missing:
            raise UsageError(f"{self.label}: two items of example {id!r}, system {item.system!r}; make the run again")
        rows.add(item, id, request)
        if request.cluster is not None and request.cluster in item.tags:
            self.clusters[id] = item.tags[request.cluster]


@dataclass(frozen=True, slots=True)
class SystemPairs:
    """The candidates of one system that both sides have: (row before, row after) for each id, in the later order."""

    system: str
    ids: Sequence[str]
    before: SystemRows
    after: SystemRows


@dataclass(frozen=True, slots=True)
class Pairs:
    """Both sides, paired.

    Attributes:
        systems: in the order of the later run; only those with a pair.
        unpaired: what one side has and the other has not, system by system.
        n_neither: candidates that neither side has.
    """

    systems: Sequence[SystemPairs]
    unpaired: Sequence[Unpaired]
    n_neither: int


def pair(before: RunRows, after: RunRows) -> Pairs:
    """Pair two runs by (example, system), wherever in its run each of them stands."""
    systems: list[SystemPairs] = []
    unpaired: list[Unpaired] = []
    n_neither = 0
    for name in dict.fromkeys((*after.systems, *before.systems)):
        old, new = (side.systems.get(name, SystemRows()) for side in (before, after))
        ids = [id for id in new.places if id in old.places]
        if ids:
            systems.append(SystemPairs(name, ids, old, new))
        unpaired += _lacking(name, new, old, before, "before")
        unpaired += _lacking(name, old, new, after, "after")
        unpaired += _failed(name, ids, old, "before")
        unpaired += _failed(name, ids, new, "after")
        n_neither += len([id for id in dict.fromkeys((*old.missing, *new.missing)) if _in_neither(id, old, new)])
    return Pairs(systems, unpaired, n_neither)


def _in_neither(id: str, old: SystemRows, new: SystemRows) -> bool:
    return id not in old.places and id not in new.places


def _lacking(system: str, have: SystemRows, lack: SystemRows, run: RunRows, side: Side) -> Iterator[Unpaired]:
    for id in have.places:
        if id not in lack.places:
            if system not in run.systems:
                why = f"{run.label} has no such system"
            elif id in lack.missing:
                why = f"no candidate in {run.label}"
            else:
                why = f"{run.label} has no such example"
            yield Unpaired(id, system, side, why)


def _failed(system: str, ids: Sequence[str], rows: SystemRows, side: Side) -> Iterator[Unpaired]:
    if rows.failed:
        for id in ids:
            for metric, message in rows.failed.get(id, {}).items():
                yield Unpaired(id, system, side, f"{metric} failed: {message}")
