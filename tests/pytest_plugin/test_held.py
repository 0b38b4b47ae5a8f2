"""Which findings are new."""

from __future__ import annotations

from evalharness.compare.finding_keys import digests_of
from evalharness.records import Finding, Span
from evalharness.testing.held import Before


def found(words: str, start: int, metric: str = "facts") -> Finding:
    return Finding(metric, "number", "unsupported", "hard", f"no {words}", Span(start, start + len(words), words))


def test_findings_are_the_same_wherever_they_stand() -> None:
    before = Before({}, digests_of([found("90 men", 4)]), frozenset())
    assert before.new([found("90  Men", 30)]) == []
    assert before.new([found("90 men", 4), found("90 men", 30)]) == [found("90 men", 30)]
    assert before.new([found("91 men", 4)]) == [found("91 men", 4)]


def test_what_a_metric_could_not_judge_before_is_no_news() -> None:
    before = Before({}, b"", frozenset({"facts"}))
    assert before.new([found("90 men", 4), found("90 men", 4, "others")]) == [found("90 men", 4, "others")]
