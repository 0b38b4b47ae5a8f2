"""The worst findings of a system: the evidence that shows a reader why it ranks where it does."""

from __future__ import annotations

import bisect
from typing import get_args

from evalharness.compare.board import WorstFinding
from evalharness.records import Finding, ItemRecord, Severity, Verdict

_SEVERITY_RANK = {severity: rank for rank, severity in enumerate(get_args(Severity))}
_VERDICT_RANK: dict[Verdict, int] = {
    "contradicted": 0,
    "altered": 0,
    "unsupported": 1,
    "repeated": 1,
    "residue": 1,
    "missing": 2,
}

# Lost facts last, severity, verdict, example, start of the span, place in the record: no two findings are equal.
_Key = tuple[bool, int, int, int, int, int]


class WorstFindings:
    """The `n_kept` worst findings of one system, over records that arrive in the order of the examples.

    Hard before soft before page; contradicted and altered before unsupported, repeated and residue; then the earlier
    example, then the earlier span. Lost facts (verdict ``missing``) only fill up what is left.
    """

    __slots__ = ("_kept", "_n_kept", "_n_records")

    def __init__(self, n_kept: int) -> None:
        self._n_kept = n_kept
        self._n_records = 0
        self._kept: list[tuple[_Key, WorstFinding]] = []

    def add(self, record: ItemRecord) -> None:
        """Take the record of the next example."""
        for place, finding in enumerate(record.findings):
            key = _key(finding, self._n_records, place)
            if len(self._kept) < self._n_kept or (self._kept and key < self._kept[-1][0]):
                bisect.insort(self._kept, (key, _worst_finding(record, finding)))
                del self._kept[self._n_kept :]
        self._n_records += 1

    def worst(self) -> tuple[WorstFinding, ...]:
        """The findings kept, the worst first."""
        return tuple(finding for _, finding in self._kept)


def _key(finding: Finding, example: int, place: int) -> _Key:
    span = finding.span or finding.source
    return (
        finding.verdict == "missing",
        _SEVERITY_RANK[finding.severity],
        _VERDICT_RANK[finding.verdict],
        example,
        span.start if span else 0,
        place,
    )


def _worst_finding(record: ItemRecord, finding: Finding) -> WorstFinding:
    span = finding.span
    return WorstFinding(
        system=record.system,
        id=record.id,
        metric=finding.metric,
        kind=finding.kind,
        verdict=finding.verdict,
        severity=finding.severity,
        start=span.start if span else None,
        end=span.end if span else None,
        text=span.text if span else None,
        source=finding.source,
        reason=finding.reason,
    )
