"""One candidate as a test sees it: its values, its findings, and a failure that shows them in their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, overload

from evalharness.errors import UsageError, nearest
from evalharness.records import Example, Finding, ItemRecord, Severity, Span

MAX_SHOWN = 20
MAX_CONTEXT = 120  # characters of a sentence shown on either side of the words that a finding is about


class Findings(Sequence[Finding]):
    """The findings of one candidate, in the order of the text; equal to any sequence of the same findings.

    >>> wire, text = "Fire killed two men in Lyon.", "Fire killed three men."
    >>> said, source = Span(12, 21, "three men"), Span(12, 19, "two men")
    >>> reason = 'says "three men"; the wire says "two men"'
    >>> finding = Finding("facts", "number", "contradicted", "hard", reason, said, source)
    >>> found = Findings([finding], "fire, desk", wire, text)
    >>> found
    <fire, desk: says "three men"; the wire says "two men">
    >>> print(found.explain())
    fire, desk: says "three men"; the wire says "two men"
    hard number: says "three men"; the wire says "two men"
        candidate: Fire killed >>three men<<.
        wire:      Fire killed >>two men<< in Lyon.
    >>> found == []
    False
    """

    __slots__ = ("_candidate", "_findings", "_name", "_source")

    def __init__(self, findings: Sequence[Finding], name: str, source: str, candidate: str) -> None:
        self._findings = tuple(findings)
        self._name = name
        self._source = source
        self._candidate = candidate

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> Findings: ...

    def __getitem__(self, index: int | slice) -> Finding | Findings:
        if isinstance(index, slice):
            return self.like(self._findings[index])
        return self._findings[index]

    def __len__(self) -> int:
        return len(self._findings)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return self._findings == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{self.headline()}>"

    def like(self, findings: Sequence[Finding]) -> Findings:
        """Other findings of the same candidate."""
        return Findings(findings, self._name, self._source, self._candidate)

    def of(self, severity: Severity | Literal["any"] = "any", kind: str | None = None) -> Findings:
        """Only those of a severity and kind."""
        kept = [
            each
            for each in self._findings
            if severity in ("any", each.severity) and (kind is None or kind == each.kind)
        ]
        return self.like(kept)

    def headline(self) -> str:
        """One line: which candidate it is, and what was found first."""
        from evalharness.report.text import one_line

        if not self._findings:
            return one_line(f"{self._name}: no finding")
        first = f" {len(self)} findings, first:" if len(self) > 1 else ""
        return one_line(f"{self._name}:{first} {self._reason(self._findings[0])}")

    def explain(self) -> str:
        """The headline, then every finding with its sentence in the candidate and in the wire."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        from evalharness.report.text import one_line

        yield self.headline()
        for finding in self._findings[:MAX_SHOWN]:
            yield one_line(f"{finding.severity} {finding.kind}: {self._reason(finding)}")
            if finding.span is not None:
                yield f"    candidate: {in_its_sentence(self._candidate, finding.span)}"
            if finding.source is not None:
                yield f"    wire:      {in_its_sentence(self._source, finding.source)}"
        if len(self) > MAX_SHOWN:
            yield f"and {len(self) - MAX_SHOWN} more"

    @staticmethod
    def _reason(finding: Finding) -> str:
        from evalharness.compare.outcomes import reason_of

        return reason_of(finding)


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """One candidate, scored.

    Attributes:
        example: the story, with this candidate and maybe those of others.
        record: what a run of the same would have in ``items.jsonl``.
        new: the findings that the baseline's candidate does not have; without a baseline, all of them.
        before: ``metric.value`` -> number in the baseline; None without a baseline, or where it has no such candidate.
    """

    example: Example
    record: ItemRecord
    new: Findings
    before: Mapping[str, float | None] | None = None

    def __repr__(self) -> str:
        return f"<Evaluation {self.findings.headline()}>"

    @property
    def id(self) -> str:
        """Names the story."""
        return self.record.id

    @property
    def system(self) -> str:
        """Who wrote the candidate."""
        return self.record.system

    @property
    def source(self) -> str:
        """The wire article."""
        return self.example.source

    @property
    def candidate(self) -> str:
        """The text that was scored."""
        return self.example.candidates[self.system]

    @property
    def findings(self) -> Findings:
        """All findings, in the baseline or not."""
        return self.new.like(self.record.findings)

    @property
    def hard(self) -> Findings:
        """The hard findings, in the baseline or not."""
        return self.findings.of("hard")

    @property
    def values(self) -> dict[str, float | None]:
        """``metric.value`` -> number, None where it is undefined."""
        return values_of(self.record)

    def __getitem__(self, name: str) -> float | None:
        """A value by its name, ``metric.value``; None where it is undefined.

        Raises:
            UsageError: no metric has it.
        """
        values = self.values
        if name not in values:
            raise UsageError(f"no value {name!r}; {nearest(name, values)}")
        return values[name]

    def check(self, severity: Severity | Literal["any"] = "hard", kind: str | None = None) -> None:
        """Fail where there are new findings of a severity, and maybe kind; say each of them in its sentence.

        Where nothing is found because a metric does not apply to these texts, the test is skipped as undecided.

        Raises:
            AssertionError: with the findings.
        """
        __tracebackhide__ = True
        found = self.new.of(severity, kind)
        if found:
            raise AssertionError(found.explain())
        if self.record.unsupported:
            import pytest

            why = "; ".join(f"{metric} does not apply: {reason}" for metric, reason in self.record.unsupported.items())
            pytest.skip(f"undecided: {self.id}, {self.system}: {why}")


def values_of(record: ItemRecord) -> dict[str, float | None]:
    """``metric.value`` -> number.

    >>> values_of(ItemRecord("a", "s", "ok", {"length": {"length": 2.0}}, {}))
    {'length.length': 2.0}
    """
    return {f"{metric}.{name}": number for metric, of in record.metrics.items() for name, number in of.items()}


def in_its_sentence(text: str, span: Span) -> str:
    """The words of a span, marked, in the sentence they stand in, on one line; a very long one is cut on both sides.

    >>> in_its_sentence("It rained. Two men died in Oslo. All is well.", Span(15, 18, "men"))
    'Two >>men<< died in Oslo.'
    """
    from evalharness.report.text import one_line
    from evalharness.text.document import Document
    from evalharness.text.sentences import sentences

    around = [each for each in Document(text).view(sentences) if each.start < span.end and span.start < each.end]
    start = min([span.start, *(each.start for each in around)])
    end = max([span.end, *(each.end for each in around)])
    before, after = text[start : span.start], text[span.end : end]
    if len(before) > MAX_CONTEXT:
        before = f"... {before[-MAX_CONTEXT:]}"
    if len(after) > MAX_CONTEXT:
        after = f"{after[:MAX_CONTEXT]} ..."
    words = text[span.start : span.end]
    if len(words) > 2 * MAX_CONTEXT:
        words = f"{words[:MAX_CONTEXT]} ... {words[-MAX_CONTEXT:]}"
    return one_line(f"{before}>>{words}<<{after}")
