"""``run.json``: what was evaluated, how, with what, and how far it got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from evalharness.errors import ResumeError, UsageError
from evalharness.metrics.protocol import Metric

SCHEMA_VERSION = 1
# Packages whose version may change a number in a run.
PACKAGES = ("evalharness", "numpy", "rouge-score", "nltk", "sentencex")

State = Literal["incomplete", "complete"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a run covers: examples, systems (baselines included), and items by status."""

    examples: int
    systems: int
    items: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of ``run.json``.

    Attributes:
        config: the resolved config, defaults filled in. Where output goes and how many workers there are is not
            part of it: they change no result.
        signatures: metric id -> every setting that changes its results.
        values: metric id -> its values as declared, so that a run can be read without the metric.
        data_digest: sha256 over the normalised examples, candidates included.
        sources_digest: sha256 over their ids, sources and references alone: what two runs that are compared must share.
        timings: the only part that differs between two runs of the same.
    """

    config: Mapping[str, Any]
    signatures: Mapping[str, str]
    values: Mapping[str, Sequence[Mapping[str, Any]]]
    systems: Sequence[str]
    baselines: Sequence[str]
    sort: str
    seed: int
    data_digest: str
    packages: Mapping[str, str]
    counts: Counts
    state: State = "incomplete"
    timings: Mapping[str, float] = field(default_factory=dict)
    sources_digest: str = ""
    schema_version: int = SCHEMA_VERSION

    def to_json(self) -> dict[str, Any]:
        """The manifest as JSON-able data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any], where: str) -> Manifest:
        """Read a manifest back.

        Raises:
            UsageError: `data` is not a manifest, or one of another schema version.
        """
        found = data.get("schema_version") if isinstance(data, Mapping) else None
        if found != SCHEMA_VERSION:
            raise UsageError(f"{where}: schema version {found!r}, this program reads {SCHEMA_VERSION}")
        try:
            return cls(**{**data, "counts": Counts(**data["counts"])})
        except (KeyError, TypeError) as error:
            raise UsageError(f"{where}: not a run's manifest: {error}") from error


def declared(metrics: Sequence[Metric]) -> dict[str, list[dict[str, Any]]]:
    """The declared values of all metrics, by metric id."""
    return {metric.name: [asdict(value) for value in metric.values] for metric in metrics}


def package_versions() -> dict[str, str]:
    """Versions of the installed packages that may change a number."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def check_same_run(old: Manifest, new: Manifest, where: str) -> None:
    """Make sure that going on with `old` as `new` gives what one uninterrupted run of `new` would.

    Raises:
        ResumeError: they differ in something that changes results; the message shows only what differs.
    """
    before, now = _flat(old), _flat(new)
    keys = sorted(key for key in before.keys() | now.keys() if before.get(key) != now.get(key))
    if keys:
        shown = "\n".join(f"  {key}: {before.get(key)!r} != {now.get(key)!r}" for key in keys)
        advice = "resume with what the run was started with, or use another --out"
        raise ResumeError(f"{where}: was made from something else (then != now):\n{shown}\n{advice}")


def _flat(manifest: Manifest) -> dict[str, Any]:
    data = manifest.to_json()
    for part in ("state", "timings", "counts"):
        del data[part]
    return dict(_leaves(data, ""))


def _leaves(value: Any, prefix: str) -> list[tuple[str, Any]]:  # noqa: ANN401 - JSON of any shape
    if isinstance(value, Mapping) and value:
        return [leaf for key, child in value.items() for leaf in _leaves(child, f"{prefix}.{key}".lstrip("."))]
    return [(prefix, list(value) if isinstance(value, tuple) else value)]
