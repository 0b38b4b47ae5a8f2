"""What a comparison of two runs, or of two systems of one run, says: frozen records, all of it JSON-able."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evalharness.compare.board import ValueColumn
from evalharness.records import Finding, Severity, Verdict

Change = Literal["gained", "lost"]
Side = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a comparison.

    Attributes:
        label: how people know it: the run folder's name, a baseline file, or ``run:system``.
        signatures: metric id -> every setting that changes its results.
        data_digest: sha256 over the ids, sources and references it was scored on (``Manifest.sources_digest``); the
            candidates are no part of it, for they are what changes.
        n_examples: examples in its data.
    """

    label: str
    signatures: Mapping[str, str]
    data_digest: str
    n_examples: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of one system, after against before, over the examples where both sides define it.

    Attributes:
        system: the system whose candidates are paired; ``a -> b`` where two systems of one run are compared.
        metric, value: the value compared.
        higher_is_better: None where neither direction is better.
        n: pairs of examples.
        n_units: what is resampled: examples, or clusters of them.
        before, after: means over the pairs; None without a pair.
        difference: mean of (after - before).
        ci95: (low, high) 95% bootstrap interval of the difference; None with fewer than two units.
        p_value: two-sided paired randomisation test, in (0, 1]; exact where there are few units.
        p_adjusted: Holm's adjustment over all differences of the comparison in which any pair differs.
        effect_size: mean difference by the standard deviation of the differences (Cohen's d for pairs); None where they
            do not vary.
        wins, ties, losses: pairs in which after is better, the same, worse; higher counts as better where neither is.
    """

    system: str
    metric: str
    value: str
    higher_is_better: bool | None
    n: int
    n_units: int
    before: float | None
    after: float | None
    difference: float | None
    ci95: tuple[float, float] | None
    p_value: float | None
    p_adjusted: float | None
    effect_size: float | None
    wins: int
    ties: int
    losses: int

    @property
    def name(self) -> str:
        """``metric.value``."""
        return f"{self.metric}.{self.value}"

    @property
    def is_worse(self) -> bool:
        """Whether the mean moved in the bad direction at all, by chance or not."""
        if not self.difference or self.higher_is_better is None:
            return False
        return (self.difference < 0) == self.higher_is_better


@dataclass(frozen=True, slots=True)
class Mover:
    """An example whose value moved much: what a person looks at first."""

    id: str
    system: str
    metric: str
    value: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that only one side has.

    Attributes:
        change: ``gained`` when only the later side has it, ``lost`` when only the earlier one.
        id, system: the candidate it is about.
        finding: the finding; its span points into the candidate of the side that has it.
    """

    change: Change
    id: str
    system: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many findings of one sort one side alone has in the candidates of a system; all of them are counted."""

    change: Change
    system: str
    metric: str
    kind: str
    verdict: Verdict
    severity: Severity
    n: int


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A candidate that one side has and the other has not, or that could not be scored there."""

    id: str
    system: str
    missing_on: Side
    why: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, paired by (example, system).

    Attributes:
        differences: every value of every metric that can be compared, system by system.
        movers: the examples that moved most in each system and main value, the worst first, improvements last.
        findings: gained and lost findings, hard ones first, gained before lost, left-out facts last; where there are
            very many, the rest is only counted.
        unpaired: candidates that were left out, by name.
        not_compared: metric id -> why its values are left out, such as other settings.
        cluster: the tag whose values are resampled as one; None where every example stands for itself.
        seed, n_resamples: of the bootstrap and of the test.
        warnings: sentences that a reader must see before trusting the numbers.
        values: the values compared, with their ranges and directions.
        where: tag -> value: only the examples that have all of them are compared.
        finding_counts: all gained and lost findings, counted by sort.
    """

    before: Party
    after: Party
    differences: Sequence[Difference]
    movers: Sequence[Mover]
    findings: Sequence[FindingChange]
    unpaired: Sequence[Unpaired]
    not_compared: Mapping[str, str]
    cluster: str | None
    seed: int
    n_resamples: int
    warnings: Sequence[str] = ()
    values: Sequence[ValueColumn] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    finding_counts: Sequence[FindingCount] = ()
