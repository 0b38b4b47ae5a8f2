"""What every metric keeps to, as checks that can be run on any metric: ours, a plugin's, one in a notebook."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import get_args

from evalharness.metrics.protocol import Case, Metric
from evalharness.records import Finding, ItemScore, Severity, Verdict
from evalharness.text.document import Document

WIRE = (
    "OSLO, March 3 - Norway's fisheries ministry said on Tuesday it would cut the cod quota by 12 percent to 311,587 "
    'tonnes next year. "The stock has not recovered," Minister Kari Lund told reporters.\n'
    "The Nordfisk union, which has 4,100 members, did not rule out a strike."
)
REWRITES = {
    "plain": "Norway will cut its cod quota by 12% to 311,587 tonnes, Minister Kari Lund said.",
    "wrong": 'Norway will raise its cod quota by 21% on Friday. "All is well," Per Dahl said in Bergen.',
    "page": "Cod quota cut in Norway\nCod quota cut in Norway\nNorway cuts the quota.\nSubscribe to our newsletter.",
    "accents": "Caf\u00e9 na\u00efve \u2014 \u201cquota\u201d \U0001f41f 12 % \u00a3 4,100",
    "word": "Quota",
    "empty": "",
    "blank": " \n\t",
}


def sample_cases() -> list[Case]:
    """A few cases that tell most broken metrics: good, wrong, odd, empty."""
    source = Document(WIRE)
    cases = [Case("sample", name, source, Document(text), (source,)) for name, text in REWRITES.items()]
    gold = (Document("Norway cuts the cod quota."), Document("Cod quota down 12 percent."))
    cases.append(Case("gold", "plain", source, Document(REWRITES["plain"]), gold))
    return cases


def violations(metric: Metric, cases: Sequence[Case] | None = None) -> list[str]:
    """Every part of the contract that `metric` breaks on `cases`, as sentences; empty when it keeps all of it.

    >>> from evalharness.metrics.registry import make
    >>> violations(make("length", {})[0])
    []
    """
    cases = sample_cases() if cases is None else cases
    found = list(_declaration(metric))
    try:
        scores = metric.score(cases)
        found += _shape(metric, cases, scores)
        if not found:
            found += [problem for check in CHECKS for problem in check(metric, cases, scores)]
    except Exception as error:
        found.append(f"raises {type(error).__name__}: {error}")
    return found


def bad_row(metric: Metric, score: ItemScore) -> str | None:
    """What is wrong with the numbers of one item score, or None.

    >>> from evalharness.metrics.registry import make
    >>> bad_row(make("length", {})[0], ItemScore((float("nan"),)))
    'its row has a number that is not finite: (nan,)'
    """
    if not all(math.isfinite(number) for number in score.stats):
        return f"its row has a number that is not finite: {tuple(score.stats)}"
    values = metric.finish(score.stats)
    names = [value.name for value in metric.values]
    if sorted(values) != sorted(names):
        return f"finish() gives {sorted(values)}, declared are {sorted(names)}"
    if any(value is not None and not math.isfinite(value) for value in values.values()):
        return f"finish() gives a number that is not finite: {values}"
    return None


def bad_finding(finding: Finding, candidate: str, source: str) -> str | None:
    """What is wrong with a finding, or None: its offsets, its verdict, its severity.

    >>> from evalharness.records import Span
    >>> bad_finding(Finding("m", "name", "unsupported", "hard", "...", Span(0, 2, "ab")), "abc", "")
    """
    if finding.verdict not in get_args(Verdict) or finding.severity not in get_args(Severity):
        return (
            f"a finding has the verdict {finding.verdict!r} and the severity {finding.severity!r}; see docs/concepts.md"
        )
    for span, text, side in ((finding.span, candidate, "candidate"), (finding.source, source, "source")):
        if span is not None and not (0 <= span.start < span.end and text[span.start : span.end] == span.text):
            return f"a finding quotes {span.text!r} at {span.start}:{span.end} of the {side}, which reads otherwise"
    return None


def _declaration(metric: Metric) -> Iterator[str]:
    names = [value.name for value in metric.values]
    if not names or len(set(names)) != len(names):
        yield f"values must be named, at least one, each once; they are {names}"
    if not metric.needs <= {"source", "candidate", "references"}:
        yield f"needs {sorted(metric.needs)}; it may need source, candidate, references"
    if metric.signature() != metric.signature() or not metric.signature().startswith(metric.name):
        yield f"the signature {metric.signature()!r} must be stable and start with the name {metric.name!r}"


def _shape(metric: Metric, cases: Sequence[Case], scores: Sequence[ItemScore]) -> Iterator[str]:
    if len(scores) != len(cases):
        yield f"returned {len(scores)} scores for {len(cases)} cases"
        return
    widths = {len(score.stats) for score in scores}
    if len(widths) != 1:
        yield f"rows differ in length: {sorted(widths)}"
        return
    yield from filter(None, (bad_row(metric, score) for score in scores))


def _batch(metric: Metric, cases: Sequence[Case], scores: Sequence[ItemScore]) -> Iterator[str]:
    if [metric.score([case])[0] for case in cases] != list(scores):
        yield "scores of a batch differ from scores of one case at a time"


def _order(metric: Metric, cases: Sequence[Case], scores: Sequence[ItemScore]) -> Iterator[str]:
    if list(reversed(metric.score(list(reversed(cases))))) != list(scores):
        yield "scores depend on the order of the cases"


def _undefined(metric: Metric, cases: Sequence[Case], scores: Sequence[ItemScore]) -> Iterator[str]:
    zeros = metric.finish([0.0] * len(scores[0].stats))
    if any(value is not None for value in zeros.values()):
        yield f"a row of zeros must be undefined, but finish() gives {zeros}"
    for score in scores:
        if any(score.stats) and all(value is None for value in metric.finish(score.stats).values()):
            yield f"the row {score.stats} is undefined, but would add to a total"


def _ranges(metric: Metric, cases: Sequence[Case], scores: Sequence[ItemScore]) -> Iterator[str]:
    for score in scores:
        values = metric.finish(score.stats)
        for declared in metric.values:
            number = values[declared.name]
            low = -math.inf if declared.low is None else declared.low
            high = math.inf if declared.high is None else declared.high
            if number is not None and not low <= number <= high:
                yield f"{declared.name} is {number}, outside {declared.low} to {declared.high}"


def _findings(metric: Metric, cases: Sequence[Case], scores: Sequence[ItemScore]) -> Iterator[str]:
    for case, score in zip(cases, scores, strict=True):
        for finding in score.findings:
            problem = bad_finding(finding, case.candidate.text, case.source.text)
            if problem:
                yield problem
            if finding.metric != metric.name:
                yield f"a finding names the metric {finding.metric!r}"
            if not finding.reason or "\n" in finding.reason:
                yield f"the reason of a finding must be one line: {finding.reason!r}"


def _copies(metric: Metric, cases: Sequence[Case], scores: Sequence[ItemScore]) -> Iterator[str]:
    copies = [Case(c.id, "copy", c.source, Document(c.source.text), c.references) for c in cases]
    for score in metric.score(copies):
        for finding in score.findings:
            yield f"a copy of the source gets a finding: {finding.reason}"


Check = Callable[[Metric, Sequence[Case], Sequence[ItemScore]], Iterator[str]]
CHECKS: tuple[Check, ...] = (_batch, _order, _undefined, _ranges, _findings, _copies)
