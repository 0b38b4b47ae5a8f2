"""Score examples: each source is analysed once, then every system and every metric reads the same document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evalharness.engine.baselines import make_baseline, system_name
from evalharness.metrics.contract import bad_finding, bad_row
from evalharness.metrics.protocol import Case, Metric
from evalharness.records import Example, ItemRecord, ItemScore, Status
from evalharness.text.document import Document

Outcome = ItemScore | str


@dataclass(frozen=True, slots=True)
class Scorer:
    """Everything needed to score an example; it travels to worker processes as it is.

    Attributes:
        metrics: in the order of the config.
        systems: every system that should have a candidate, in the order of the output.
        baselines: names of trivial systems to add behind them.
        seed: for the baselines that draw.
    """

    metrics: tuple[Metric, ...]
    systems: tuple[str, ...]
    baselines: tuple[str, ...] = ()
    seed: int = 13

    @property
    def rows(self) -> tuple[str, ...]:
        """Names of all systems, baselines behind: one record for each, for every example."""
        return self.systems + tuple(map(system_name, self.baselines))

    def score(self, examples: Sequence[Example]) -> Iterator[ItemRecord]:
        """Records in order: example by example, within one in the order of ``rows``.

        A metric that fails on a candidate gives that record the status ``error`` and leaves the others alone.
        """
        cases = [self._cases(example) for example in examples]
        present = [case for of_example in cases for case in of_example.values()]
        outcomes = {metric.name: iter(score_cases(metric, present)) for metric in self.metrics}
        for example, of_example in zip(examples, cases, strict=True):
            for system in self.rows:
                if system in of_example:
                    found = {name: next(each) for name, each in outcomes.items()}
                    yield self._record(of_example[system], found, example.tags)
                else:
                    undefined = {m.name: {value.name: None for value in m.values} for m in self.metrics}
                    yield ItemRecord(example.id, system, "missing", undefined, {}, tags=example.tags)

    def _cases(self, example: Example) -> dict[str, Case]:
        source = Document(example.source)
        references = tuple(map(Document, example.references)) or (source,)
        texts = {system: example.candidates[system] for system in self.systems if system in example.candidates}
        for baseline in self.baselines:
            texts[system_name(baseline)] = make_baseline(baseline, example, source, self.seed)
        return {system: Case(example.id, system, source, Document(text), references) for system, text in texts.items()}

    def _record(self, case: Case, outcomes: dict[str, Outcome], tags: Mapping[str, str]) -> ItemRecord:
        errors = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, str)}
        scores = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, ItemScore)}
        status: Status = "error" if errors else "empty" if case.candidate.is_blank else "ok"
        values = {
            metric.name: metric.finish(scores[metric.name].stats)
            if metric.name in scores
            else {value.name: None for value in metric.values}
            for metric in self.metrics
        }
        return ItemRecord(
            case.id,
            case.system,
            status,
            values,
            {name: score.stats for name, score in scores.items()},
            tuple(finding for score in scores.values() for finding in score.findings),
            errors,
            next((score.sentences for score in scores.values() if score.sentences), ()),
            {name: score.unsupported for name, score in scores.items() if score.unsupported},
            {name: score.caveat for name, score in scores.items() if score.caveat},
            tags,
        )


def score_cases(metric: Metric, cases: Sequence[Case]) -> list[Outcome]:
    """A score for every case, or what went wrong with it. One bad case costs the others nothing but time."""
    if not cases:
        return []
    try:
        scores = metric.score(cases)
    except Exception as error:
        if len(cases) == 1:
            return [f"{type(error).__name__}: {error}"]
        return [outcome for case in cases for outcome in score_cases(metric, [case])]
    if len(scores) != len(cases):
        return [f"returned {len(scores)} scores for {len(cases)} cases"] * len(cases)
    return [_checked(metric, case, score) for case, score in zip(cases, scores, strict=True)]


def _checked(metric: Metric, case: Case, score: ItemScore) -> Outcome:
    try:
        problem = bad_row(metric, score)
    except Exception as error:
        problem = f"finish() raises {type(error).__name__}: {error}"
    for finding in score.findings:
        problem = problem or bad_finding(finding, case.candidate.text, case.source.text)
    return problem or score
