"""Findings that only one of two runs has, candidate by candidate."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import get_args

from evalharness.compare.comparison import Change, FindingChange, FindingCount
from evalharness.compare.finding_keys import digest, finding_key, split
from evalharness.compare.pairing import ScoredRun, SystemPairs, SystemRows
from evalharness.records import Finding, Severity, Verdict

_SEVERITY_RANK = {severity: rank for rank, severity in enumerate(get_args(Severity))}
_CHANGE_RANK = {change: rank for rank, change in enumerate(get_args(Change))}

# What of one candidate's findings is looked for, how often, and the metrics that the other side could not judge it by.
_Wanted = tuple[Counter[bytes], frozenset[str]]
_Sort = tuple[Change, str, str, str, Verdict, Severity]


def finding_changes(
    before: ScoredRun, after: ScoredRun, systems: Sequence[SystemPairs], max_kept: int
) -> tuple[list[FindingChange], list[FindingCount]]:
    """The gained and lost findings of all pairs, at most `max_kept` of them, and the counts of all.

    A finding that a candidate has twice and had once is gained once: the later of the two. Each run is read once more,
    up to the last candidate whose findings changed; only what is kept is held.
    """
    counts: Counter[_Sort] = Counter()
    gained, lost = _wanted(systems)
    changes = chain(_found(after, "gained", gained, counts), _found(before, "lost", lost, counts))
    kept = heapq.nsmallest(max_kept, changes, key=_rank)
    return kept, [FindingCount(*sort, n) for sort, n in counts.items()]


def _rank(change: FindingChange) -> tuple[bool, int, int]:
    finding = change.finding
    return finding.verdict == "missing", _SEVERITY_RANK[finding.severity], _CHANGE_RANK[change.change]


def _wanted(systems: Sequence[SystemPairs]) -> tuple[dict[tuple[str, str], _Wanted], dict[tuple[str, str], _Wanted]]:
    gained: dict[tuple[str, str], _Wanted] = {}
    lost: dict[tuple[str, str], _Wanted] = {}
    for pairs in systems:
        for id in pairs.ids:
            old, new = _digests(pairs.before, id), _digests(pairs.after, id)
            if old == new:
                continue
            had, has = Counter(split(old)), Counter(split(new))
            if more := has - had:
                gained[id, pairs.system] = more, pairs.before.unjudged.get(id, frozenset())
            if fewer := had - has:
                lost[id, pairs.system] = fewer, pairs.after.unjudged.get(id, frozenset())
    return gained, lost


def _digests(rows: SystemRows, id: str) -> bytes:
    return rows.findings[rows.places[id]]


def _found(
    run: ScoredRun, change: Change, wanted: Mapping[tuple[str, str], _Wanted], counts: Counter[_Sort]
) -> Iterator[FindingChange]:
    n_left = len(wanted)
    items = run.items() if n_left else iter(())
    for item in items:
        if (item.id, item.system) in wanted:
            digests, unjudged = wanted[item.id, item.system]
            for finding in _take(item.findings, digests):
                if finding.metric not in unjudged:
                    counts[change, item.system, finding.metric, finding.kind, finding.verdict, finding.severity] += 1
                    yield FindingChange(change, item.id, item.system, finding)
            n_left -= 1
            if not n_left:
                return


def _take(findings: Sequence[Finding], digests: Counter[bytes]) -> list[Finding]:
    """The findings that `digests` counts, in their order; of equal ones the last."""
    left = digests.copy()
    taken: list[Finding] = []
    for finding in reversed(findings):
        key = digest(finding_key(finding))
        if left[key] > 0:
            left[key] -= 1
            taken.append(finding)
    return taken[::-1]
