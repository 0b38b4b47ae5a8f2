"""Evaluations from Python: what the command line does, as functions that return what they found."""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from evalharness.compare.compare import N_RESAMPLES, SEED, compare_runs
from evalharness.compare.leaderboard import Leaderboard, build_leaderboard
from evalharness.compare.pairing import ScoredRun, only_systems
from evalharness.compare.sides import read_side
from evalharness.config import Config, DataConfig
from evalharness.engine.baselines import system_name
from evalharness.engine.execute import score_lines
from evalharness.engine.score import Scorer
from evalharness.errors import DataError, Fault, UsageError
from evalharness.gating import gate, plan_gate
from evalharness.load import DataSet, from_examples, open_data
from evalharness.metrics.protocol import Metric
from evalharness.plan import Plan, draft_plan, plan_from_config
from evalharness.records import Example, ItemRecord
from evalharness.report.comparison_view import ComparisonView
from evalharness.report.view import LeaderboardView
from evalharness.runs.folder import LEADERBOARD, RunWriter, read_finished, read_items, read_json, read_manifest
from evalharness.runs.manifest import Counts, Manifest, declared, package_versions

__all__ = ["Run", "compare", "evaluate", "gate", "load_run", "plan_gate"]

DEFAULT_METRICS = ("rouge", "fact_retention", "hallucination", "length", "extractive", "repetition")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A metric that failed: on how many items, and what it said on the first of them."""

    metric: str
    n_items: int
    first: str


class Scratch:
    """A folder that goes away with this object."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="evalharness-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Run:
    """A finished evaluation: its folder, and what is in it.

    Attributes:
        path: the run folder. It goes away with this object where no folder was asked for.
        manifest: what was evaluated, how and with what.
        failures: metrics that failed on some items; empty when all went well.
    """

    path: Path
    manifest: Manifest
    failures: tuple[Failure, ...] = ()
    show: tuple[str, ...] | None = None
    _scratch: Scratch | None = field(default=None, repr=False, compare=False)

    def __fspath__(self) -> str:
        """The folder, so that a run can be given wherever a path can."""
        return str(self.path)

    def items(self) -> Iterator[ItemRecord]:
        """Every (example, system) in input order, read from the folder one at a time."""
        return read_items(self.path)

    def leaderboard(self) -> LeaderboardView:
        """Systems in rank order; prints as a table, in a notebook as an HTML table."""
        return LeaderboardView(Leaderboard.from_json(read_json(self.path / LEADERBOARD)), self.show)


def evaluate(
    data: str | Path | Mapping[str, object] | Iterable[Example],
    metrics: Sequence[str | Mapping[str, object] | Metric] = DEFAULT_METRICS,
    *,
    systems: Sequence[str] | None = None,
    baselines: Sequence[str] = (),
    leaderboard: Mapping[str, object] | None = None,
    seed: int = 13,
    limit: int | None = None,
    jobs: int = 1,
    out: str | Path | None = None,
    allow_code: bool = False,
) -> Run:
    """Score every candidate of `data` with `metrics`: the same results as ``evalharness run``.

    Args:
        data: examples, or the path of a folder or file, or the ``data`` section of a config as a mapping.
        metrics: names, ``{"use": name, setting: value}`` mappings, or metric objects.
        systems: only these, in this order; all by default.
        baselines: trivial systems to add: ``lead3``, ``copy``, ``empty``, ``shuffled_source``.
        leaderboard: the ``leaderboard`` section of a config, such as ``{"sort": "rouge_1.f1"}``.
        seed: seeds every random step.
        limit: only the first so many examples.
        jobs: number of worker processes; changes no result. Above 1, call from under ``if __name__ == "__main__"``.
        out: a new folder for the run; by default one that goes away with the returned object.
        allow_code: whether ``package.module:Class`` in `metrics` may be imported.

    Raises:
        ConfigError: a metric or setting is wrong. All faults are listed.
        DataError: the data is wrong. All faults are listed.
        MetricError: worker processes keep dying. A metric that merely fails is in ``failures``.

    >>> wire = "OSLO - The bank cut its rate to 4.25 percent on Thursday."
    >>> run = evaluate([Example("a", wire, {"desk": "The bank cut its rate to 4.5 percent."})], ["rouge"])
    >>> [item.metrics["rouge_1"]["precision"] for item in run.items()]
    [0.8888888888888888]
    """
    objects = {i: metric for i, metric in enumerate(metrics) if not isinstance(metric, str | Mapping)}
    section: object = {"path": "<examples>"}
    if isinstance(data, str | Path):
        section = {"path": str(data)}
    elif isinstance(data, Mapping):
        section = data
    written = {
        "data": section,
        "metrics": [_spec(metric) for metric in metrics],
        "leaderboard": leaderboard or {},
        "systems": systems,
        "baselines": baselines,
        "seed": seed,
        "limit": limit,
        "allow_code": allow_code,
    }
    plan = plan_from_config(written, objects)
    opened = open_plan_data(plan) if isinstance(data, str | Path | Mapping) else from_examples(data, systems=systems)
    scratch = Scratch() if out is None else None
    with opened as dataset:
        run = execute(plan, dataset, scratch.path if scratch else Path(str(out)), jobs=jobs)
    return replace(run, _scratch=scratch)


def load_run(path: str | Path) -> Run:
    """A run folder made earlier.

    Raises:
        UsageError: `path` is no run folder, or the run is not complete.
    """
    path = Path(path)
    manifest = read_finished(path)
    return Run(path, manifest, show=_show(manifest))


def compare(
    before: str | Path | Run,
    after: str | Path | Run | None = None,
    *,
    systems: Sequence[str] | None = None,
    values: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    cluster: str | None = None,
    resamples: int = N_RESAMPLES,
    seed: int = SEED,
    top: int = 10,
    allow_missing: bool = False,
    allow_other_data: bool = False,
) -> ComparisonView:
    """Hold a run against an earlier one, or two systems of one run against each other: as ``evalharness compare``.

    Args:
        before: what was: a run, its folder, or a saved baseline.
        after: what is now; None compares the two `systems` of `before`.
        systems: only these; without `after` the earlier and the later one.
        values: ``metric.value`` names; all that both sides have by default.
        where: tag -> value: only the examples that have all of them.
        cluster: the tag whose values are resampled as one, such as ``story``.
        resamples: of the bootstrap and of the test.
        seed: of both.
        top: examples kept of each system and main value, and findings that are shown.
        allow_missing: leave out, by name, what one side lacks.
        allow_other_data: pair by id though sources or references differ.

    Raises:
        UsageError: a side cannot be read, there is nothing to compare, or something is not allowed.

    >>> wire = "OSLO - The bank cut its rate to 4.25 percent on Thursday."
    >>> stories = [Example("a", wire, {"old": "The bank cut its rate.", "new": "The bank cut its rate on Thursday."})]
    >>> view = compare(evaluate(stories, ["length"]), systems=["old", "new"])
    >>> [(each.name, each.before, each.after) for each in view.comparison.differences][:1]
    [('length.length', 5.0, 7.0)]
    """
    old, new = _sides(Path(before), None if after is None else Path(after), systems)
    comparison = compare_runs(
        old,
        new,
        values=values,
        where=where,
        cluster=cluster,
        n_resamples=resamples,
        seed=seed,
        top=top,
        allow_missing=allow_missing,
        allow_other_data=allow_other_data,
    )
    return ComparisonView(comparison, top)


def open_plan_data(plan: Plan) -> DataSet:
    """The data a plan names, read and checked.

    Raises:
        DataError: all that is wrong with it.
        UsageError: a reader is not installed.
    """
    return _open(plan.config.data, plan.base, plan.config.systems)


@dataclass(frozen=True, slots=True)
class Validation:
    """What ``evalharness validate`` found: every fault of config and data, and what there is to score if none."""

    faults: tuple[Fault, ...]
    n_faults: int
    metrics: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    n_examples: int = 0

    def summary(self) -> str:
        """One line."""
        if self.n_faults:
            return f"{self.n_faults} fault{'s' if self.n_faults > 1 else ''}"
        return f"ok: {self.n_examples} examples, systems {', '.join(self.systems)}; metrics {', '.join(self.metrics)}"

    def to_json(self) -> dict[str, object]:
        """The same as JSON-able data."""
        return asdict(self)


def check_config_and_data(path: Path, overrides: Mapping[str, object] | None = None) -> Validation:
    """Read a config file and its data and return every fault of both; nothing is scored."""
    draft = draft_plan(path, overrides)
    faults, n_faults = list(draft.faults), len(draft.faults)
    systems: tuple[str, ...] = ()
    n_examples = 0
    if draft.data is not None:
        try:
            with _open(draft.data, draft.base, draft.plan.config.systems if draft.plan else None) as data:
                systems, n_examples = data.systems, data.n_examples
        except DataError as error:
            faults += error.faults
            n_faults += error.n_faults
    metrics = tuple(metric.name for metric in draft.plan.metrics) if draft.plan else ()
    return Validation(tuple(faults), n_faults, metrics, systems, n_examples)


def execute(
    plan: Plan,
    data: DataSet,
    folder: Path,
    *,
    jobs: int = 1,
    resume: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Run:
    """Score `data` by `plan` into `folder`. What is scored stays there whatever happens.

    Raises:
        UsageError: the folder is not free, or with `resume` holds a run of something else.
        MetricError: worker processes keep dying.
    """
    started = time.perf_counter()
    config = plan.config
    scorer = Scorer(plan.metrics, data.systems, config.baselines, config.seed)
    n_examples = min(data.n_examples, config.limit or data.n_examples)
    manifest = _manifest(plan, data, Counts(n_examples, len(scorer.rows)))
    with RunWriter(folder, manifest, resume=resume, force=force) as writer:
        if not writer.was_complete:
            examples = data.examples(writer.n_done, n_examples)
            for done, lines in enumerate(score_lines(scorer, examples, jobs), writer.n_done + 1):
                writer.write(lines)
                if progress:
                    progress(done, n_examples)
            scored = time.perf_counter()
            board = _leaderboard(plan, scorer, n_examples, folder)
            finished = time.perf_counter()
            timings = {"score_s": scored - started, "leaderboard_s": finished - scored, "wall_s": finished - started}
            writer.finish(board.to_json(), Counts(n_examples, len(scorer.rows), _statuses(board)), timings)
    whole = read_manifest(folder)
    return Run(folder, whole, _failures(folder, whole), config.leaderboard.show)


def _sides(before: Path, after: Path | None, systems: Sequence[str] | None) -> tuple[ScoredRun, ScoredRun]:
    """What is compared; rows that only show what no effort earns take part where they are named."""
    if after is None:
        if systems is None or len(systems) != 2:
            raise UsageError("one run alone: name the two of its systems to compare, or give another run")
        run, shown_as = read_side(before).run, " -> ".join(systems)
        old, new = (only_systems(run, {name: shown_as}, f"{run.party.label}:{name}") for name in systems)
        return old, new
    same_name = before.name == after.name and before != after
    old, new = (
        only_systems(side.run, {name: name for name in systems or side.systems}, str(path) if same_name else None)
        for path, side in ((path, read_side(path)) for path in (before, after))
    )
    return old, new


def _open(section: DataConfig, base: Path, systems: Sequence[str] | None) -> DataSet:
    return open_data(
        base / section.path,
        format=section.format,
        columns=section.columns,
        max_line_mb=section.max_line_mb,
        systems=systems,
    )


def _spec(metric: str | Mapping[str, object] | Metric) -> Mapping[str, object]:
    if isinstance(metric, str):
        return {"use": metric}
    if isinstance(metric, Mapping):
        return metric
    return {"use": f"{type(metric).__module__}:{type(metric).__qualname__}"}


def _manifest(plan: Plan, data: DataSet, counts: Counts) -> Manifest:
    config = plan.config
    return Manifest(
        config=config.model_dump(mode="json"),
        signatures={metric.name: metric.signature() for metric in plan.metrics},
        values=declared(plan.metrics),
        systems=list(data.systems),
        baselines=[system_name(baseline) for baseline in config.baselines],
        sort=plan.sort,
        seed=config.seed,
        data_digest=data.digest,
        sources_digest=data.sources_digest,
        packages=package_versions(),
        counts=counts,
    )


def _leaderboard(plan: Plan, scorer: Scorer, n_examples: int, folder: Path) -> Leaderboard:
    settings = plan.config.leaderboard
    return build_leaderboard(
        read_items(folder),
        metrics=plan.metrics,
        systems=scorer.rows,
        n_examples=n_examples,
        sort=plan.sort,
        seed=scorer.seed,
        baselines=[system_name(baseline) for baseline in scorer.baselines],
        n_resamples=settings.resamples,
        alpha=settings.alpha,
        worst=settings.worst,
    )


def _statuses(board: Leaderboard) -> dict[str, int]:
    totals: dict[str, int] = {}
    for system in board.systems:
        for status, count in system.status.items():
            totals[status] = totals.get(status, 0) + count
    return totals


def _failures(folder: Path, manifest: Manifest) -> tuple[Failure, ...]:
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    if not manifest.counts.items.get("error"):
        return ()
    for item in read_items(folder):
        for metric, message in item.errors.items():
            counts[metric] = counts.get(metric, 0) + 1
            first.setdefault(metric, f"{item.id}, {item.system}: {message}")
    return tuple(Failure(metric, count, first[metric]) for metric, count in counts.items())


def _show(manifest: Manifest) -> tuple[str, ...] | None:
    show = Config.model_validate(manifest.config).leaderboard.show
    return tuple(show) if show else None
