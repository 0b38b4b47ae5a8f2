"""Every registered metric keeps the contract, on our sample cases, on the shipped stories and on odd text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalharness.metrics.contract import bad_finding, bad_row, sample_cases, violations
from evalharness.metrics.protocol import Case, Field, Metric, Value
from evalharness.metrics.registry import BUILT_IN, make
from evalharness.records import Finding, ItemScore, Span
from evalharness.text.document import Document

STORIES = Path(__file__).parents[2] / "references"
METRICS = {metric.name: metric for use in BUILT_IN for metric in make(use, {})}
every_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS.keys())


@cache
def story_cases() -> list[Case]:
    cases = []
    for wire in sorted(STORIES.glob("*/wire.txt")):
        source = Document(wire.read_text(encoding="utf-8"))
        for rewrite in sorted(wire.parent.glob("rewrites/*.txt")):
            text = rewrite.read_text(encoding="utf-8")
            cases.append(Case(wire.parent.name, rewrite.stem, source, Document(text), (source,)))
    return cases


@every_metric
def test_the_contract_holds_on_the_samples(metric: Metric) -> None:
    assert violations(metric) == []


@every_metric
def test_the_contract_holds_on_the_stories(metric: Metric) -> None:
    assert len(story_cases()) >= 40
    assert violations(metric, story_cases()) == []


@every_metric
def test_values_are_declared_with_what_they_mean(metric: Metric) -> None:
    assert all(value.about for value in metric.values)


@every_metric
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.text(min_size=1, max_size=120), candidate=st.text(max_size=120))
def test_any_text_gives_a_sound_row_and_true_offsets(metric: Metric, source: str, candidate: str) -> None:
    document = Document(source)
    (score,) = metric.score([Case("x", "y", document, Document(candidate), (document,))])
    assert bad_row(metric, score) is None
    assert [bad_finding(finding, candidate, source) for finding in score.findings] == [None] * len(score.findings)


@dataclass(frozen=True)
class Broken:
    """Keeps the contract, but for what a test replaces."""

    name: str = "broken"
    values: tuple[Value, ...] = (Value("value", higher_is_better=True),)
    needs: frozenset[Field] = frozenset({"candidate"})
    sign: str = "broken|v:1"
    rows: tuple[float, ...] = (0.5, 1.0)
    finding: Finding | None = None
    zero: float | None = None
    grows: bool = False

    def signature(self) -> str:
        return self.sign

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        findings = (self.finding,) if self.finding else ()
        return [ItemScore((self.rows[0] / (len(cases) if self.grows else 1), *self.rows[1:]), findings) for _ in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        return {"value": totals[0] / totals[-1] if totals[-1] else self.zero}


FINDING = Finding("broken", "number", "unsupported", "hard", "because", Span(0, 1, "~"))


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        (Broken(sign="other|v:1"), "must be stable and start with the name"),
        (Broken(values=()), "values must be named"),
        (Broken(needs=frozenset({"title"})), "it may need source"),  # type: ignore[arg-type]
        (Broken(rows=(float("nan"), 1.0)), "not finite"),
        (Broken(rows=(2.0, 1.0)), "outside 0.0 to 1.0"),
        (Broken(values=(Value("other", True),)), "declared are ['other']"),
        (Broken(grows=True), "differ from scores of one case at a time"),
        (Broken(zero=0.0), "a row of zeros must be undefined"),
        (Broken(finding=FINDING), "quotes '~' at 0:1 of the candidate"),
        (Broken(finding=replace(FINDING, verdict="odd")), "a finding has the verdict 'odd'"),  # type: ignore[arg-type]
        (Broken(finding=replace(FINDING, span=None)), "a copy of the source gets a finding"),
        (Broken(finding=replace(FINDING, span=None, metric="rouge")), "a finding names the metric 'rouge'"),
        (Broken(finding=replace(FINDING, span=None, reason="a\nb")), "must be one line"),
        (Broken(rows=(0.5, 0.0)), "is undefined, but would add to a total"),
    ],
)
def test_each_part_of_the_contract_can_be_broken(metric: Broken, said: str) -> None:
    assert said in "\n".join(violations(metric, sample_cases()))


def test_the_contract_itself_is_kept_by_a_sound_metric() -> None:
    assert violations(Broken()) == []
