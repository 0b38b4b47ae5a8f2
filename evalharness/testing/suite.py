"""What one pytest process has open: configs with their data, the metrics that were made, and the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from evalharness.errors import MetricError
from evalharness.records import Example, Finding, ItemRecord
from evalharness.testing.evaluation import Evaluation, Findings

if TYPE_CHECKING:
    from evalharness.compare.pairing import StoredRun
    from evalharness.engine.score import Scorer
    from evalharness.load import DataSet
    from evalharness.metrics.protocol import Metric
    from evalharness.plan import Plan
    from evalharness.testing.held import Before


@dataclass(frozen=True, slots=True)
class Case:
    """One test of a marked function: a candidate, named by its config and its place in the data."""

    config: Path
    place: int
    id: str
    system: str

    def __str__(self) -> str:
        return f"{self.id}-{self.system}"


class Suite:
    """Scores what tests ask for, each config and metric prepared once.

    Args:
        baseline: what findings are held against; None: every finding is new.
        accepts_all: whether what is found now becomes the baseline, so that nothing of it is new.
    """

    def __init__(self, baseline: Path | None = None, *, accepts_all: bool = False) -> None:
        self._baseline = baseline
        self._accepts_all = accepts_all
        self._configs: dict[Path, _Config] = {}
        self._scorers: dict[str, Scorer] = {}
        self._open = ExitStack()

    def close(self) -> None:
        """Give back the temporary copies of the data."""
        self._open.close()
        self._configs.clear()

    def cases(self, config: Path) -> list[Case]:
        """Every (example, system) of a config, in the order of its data; nothing is scored.

        Raises:
            ConfigError: everything that is wrong with the config.
            DataError: everything that is wrong with the data.
        """
        opened = self._config(config)
        return [
            Case(config, place, example.id, system)
            for place, example in enumerate(opened.data.examples(0, opened.n_examples))
            for system in opened.data.systems
        ]

    def summary(self, case: Case) -> Evaluation | None:
        """The candidate of a case, scored and held against the baseline; None where its system has none.

        Raises:
            MetricError: a metric failed on it.
            UsageError: the baseline cannot be read, or was made with other data or settings.
        """
        opened = self._config(case.config)
        before = opened.before(self._baseline) if self._baseline and not self._accepts_all else None
        example, records = opened.scored(case.place)
        record = records[case.system]
        if record.status == "missing":
            return None
        _check(record)
        known = before.get((case.id, case.system)) if before is not None else None
        new = () if self._accepts_all else known.new(record.findings) if known else record.findings
        return _evaluation(example, record, f"{case.id}, {case.system}", new, known.values if known else None)

    def evaluate(
        self,
        source: str,
        candidate: str,
        *,
        references: Sequence[str],
        metrics: Sequence[str | Mapping[str, object] | Metric] | None,
    ) -> Evaluation:
        """Score one candidate of one source; see `evalharness.pytest_plugin.Harness.evaluate`."""
        from evalharness.load import from_examples

        with from_examples([Example("source", source, {"candidate": candidate}, references)]) as data:
            (example,) = data.examples()
        (record,) = self._scorer(metrics).score([example])
        _check(record)
        return _evaluation(example, record, "the candidate", record.findings)

    def _scorer(self, metrics: Sequence[str | Mapping[str, object] | Metric] | None) -> Scorer:
        from evalharness.api import DEFAULT_METRICS
        from evalharness.engine.score import Scorer
        from evalharness.plan import plan_from_config

        wanted = list(DEFAULT_METRICS if metrics is None else metrics)
        objects = {place: each for place, each in enumerate(wanted) if not isinstance(each, str | Mapping)}
        key = None if objects else repr(wanted)  # two objects may look the same
        if key in self._scorers:
            return self._scorers[key]
        specs = [
            {"use": f"{type(each).__module__}:object"} if place in objects else each
            for place, each in enumerate(wanted)
        ]
        plan = plan_from_config({"data": {"path": "<test>"}, "metrics": specs}, objects)
        scorer = Scorer(plan.metrics, ("candidate",))
        if key is not None:
            self._scorers[key] = scorer
        return scorer

    def _config(self, path: Path) -> _Config:
        if path not in self._configs:
            from evalharness.api import open_plan_data
            from evalharness.plan import read_plan

            plan = read_plan(path)
            self._configs[path] = _Config(path, plan, self._open.enter_context(open_plan_data(plan)))
        return self._configs[path]


class _Config:
    """A config that tests were collected from, with its data open."""

    def __init__(self, path: Path, plan: Plan, data: DataSet) -> None:
        self.data = data
        self.n_examples = min(data.n_examples, plan.config.limit or data.n_examples)
        self._path = path
        self._plan = plan
        self._last: tuple[int, Example, dict[str, ItemRecord]] | None = None
        self._before: dict[tuple[str, str], Before] | None = None

    def scored(self, place: int) -> tuple[Example, dict[str, ItemRecord]]:
        """An example and the record of each system: the last one is kept, as tests of an example come together."""
        if self._last is None or self._last[0] != place:
            (example,) = self.data.examples(place, place + 1)
            records = {record.system: record for record in self._scorer.score([example])}
            self._last = place, example, records
        return self._last[1:]

    def before(self, baseline: Path) -> Mapping[tuple[str, str], Before]:
        """What the baseline has of each candidate."""
        if self._before is None:
            from evalharness.testing.held import read_before

            self._before = read_before(baseline, self._as_run())
        return self._before

    @cached_property
    def _scorer(self) -> Scorer:
        from evalharness.engine.score import Scorer

        return Scorer(self._plan.metrics, self.data.systems, (), self._plan.config.seed)

    def _as_run(self) -> StoredRun:
        from evalharness.compare.comparison import Party
        from evalharness.compare.pairing import StoredRun

        metrics = self._plan.metrics
        signatures = {metric.name: metric.signature() for metric in metrics}
        party = Party(self._path.name, signatures, self.data.sources_digest, self.n_examples)
        return StoredRun(party, {metric.name: metric.values for metric in metrics}, lambda: iter(()))


def _evaluation(
    example: Example,
    record: ItemRecord,
    name: str,
    new: Sequence[Finding],
    before: Mapping[str, float | None] | None = None,
) -> Evaluation:
    findings = Findings(new, name, example.source, example.candidates[record.system])
    return Evaluation(example, record, findings, before)


def _check(record: ItemRecord) -> None:
    if record.errors:
        failures = "; ".join(f"metric {metric} failed: {message}" for metric, message in record.errors.items())
        raise MetricError(f"{record.id}, {record.system}: {failures}")
