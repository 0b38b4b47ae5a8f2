"""A saved baseline as tests need it: what each candidate had, by example and system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalharness.compare.common_values import common_values
from evalharness.compare.finding_keys import digest, digests_of, finding_key, split
from evalharness.compare.pairing import StoredRun
from evalharness.compare.sides import read_side
from evalharness.errors import UsageError
from evalharness.records import Finding, ItemRecord
from evalharness.testing.evaluation import values_of


@dataclass(frozen=True, slots=True)
class Before:
    """What the baseline knows of one candidate.

    Attributes:
        values: ``metric.value`` -> number.
        digests: of its findings.
        unjudged: metrics that failed on it or do not apply, so that their findings are no news.
    """

    values: Mapping[str, float | None]
    digests: bytes
    unjudged: frozenset[str]

    def new(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings that it does not have; of two that it has once, the later."""
        left = Counter(split(self.digests))
        new: list[Finding] = []
        for finding in findings:
            key = digest(finding_key(finding))
            if left[key] > 0:
                left[key] -= 1
            elif finding.metric not in self.unjudged:
                new.append(finding)
        return new


def read_before(path: Path, now: StoredRun) -> dict[tuple[str, str], Before]:
    """(example id, system) -> what the baseline at `path`, a saved one or a run folder, has of it.

    `now` is what is tested; its items are not read.

    Raises:
        UsageError: the baseline cannot be read, or was made with other data or other settings.
    """
    old = read_side(path).run
    _, not_compared = common_values(old, now)
    changes = [f"{metric}: {why}" for metric, why in not_compared.items() if metric in now.values]
    if old.party.data_digest != now.party.data_digest:
        changes.insert(0, "other examples, sources or references")
    if changes:
        advice = "if that was meant, make it anew with --evalharness-update"
        raise UsageError(f"{path}: not made with what {now.party.label} says: {'; '.join(changes)}; {advice}")
    return {(item.id, item.system): _before(item) for item in old.items() if item.status != "missing"}


def _before(item: ItemRecord) -> Before:
    return Before(values_of(item), digests_of(item.findings), frozenset((*item.errors, *item.unsupported)))
