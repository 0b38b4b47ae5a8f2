"""What a leaderboard says: frozen records that are written to and read from ``leaderboard.json``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalharness.errors import UsageError
from evalharness.records import Severity, Span, Status, Verdict

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """One value that the leaderboard reports: ``metric.value``, with its direction, range and settings.

    Attributes:
        higher_is_better: None where neither direction is better.
        low, high: the ends of its range; None where there is none.
        signature: every setting of the metric that changes a result.
    """

    metric: str
    value: str
    higher_is_better: bool | None
    low: float | None
    high: float | None
    signature: str


@dataclass(frozen=True, slots=True)
class Score:
    """One value of one system, over the examples where it is defined.

    Attributes:
        value: arithmetic mean of the items; None where no item defines it.
        ci95: (low, high) bootstrap interval of the mean over examples; None with fewer than two defined items.
        n: items that define it.
        coverage: `n` as a share of all examples, 0 to 1.
        pooled: the value of all items taken as one, so that longer items weigh more.
    """

    value: float | None
    ci95: tuple[float, float] | None
    n: int
    coverage: float
    pooled: float | None


@dataclass(frozen=True, slots=True)
class VersusAbove:
    """A system held against the one above it, over the examples where both have the sort value.

    Attributes:
        system: the one above.
        difference: mean of (this system - the one above); None without a common example.
        p_value: two-sided paired sign-flip test, in (0, 1]; None without a common example.
        n: common examples.
    """

    system: str
    difference: float | None
    p_value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings a system has, counted three ways; lost facts are the ones with the verdict ``missing``."""

    severity: Mapping[str, int]
    verdict: Mapping[str, int]
    kind: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One line of the leaderboard.

    Attributes:
        rank: 1 is best; shared with the system above where the paired test cannot separate the two; None where the
            system has no sort value at all.
        baseline: True for a row that only shows what no effort earns.
        n: examples that were scored (status ok or empty).
        coverage: `n` as a share of all examples, 0 to 1.
        status: examples by status.
        vs_above: None for the first system.
        metrics: metric id -> value name -> score.
    """

    rank: int | None
    system: str
    baseline: bool
    n: int
    coverage: float
    status: Mapping[Status, int]
    findings: FindingCounts
    vs_above: VersusAbove | None
    metrics: Mapping[str, Mapping[str, Score]]


@dataclass(frozen=True, slots=True)
class WorstFinding:
    """A finding together with the system and the example (`id`) it belongs to; see `records.Finding`.

    `start`, `end` and `text` are in the candidate; None where the candidate lacks it.
    """

    system: str
    id: str
    metric: str
    kind: str
    verdict: Verdict
    severity: Severity
    start: int | None
    end: int | None
    text: str | None
    source: Span | None
    reason: str


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Systems in rank order, every number with its interval and the share of examples it rests on.

    Attributes:
        sort: ``metric.value`` that decides the order.
        seed: of the bootstrap and the paired tests.
        n_examples: examples in the data, whether scored or not.
        alpha: a p-value above it means that two systems are not separated.
        worst_findings: system by system, in the order of `systems`, the worst first.
        warnings: sentences that a reader must see before trusting the order.

    >>> board = Leaderboard("rouge_l.f1", 13, 8, 1000, 0.05, (), (), (), ())
    >>> Leaderboard.from_json(board.to_json()) == board
    True
    """

    sort: str
    seed: int
    n_examples: int
    n_resamples: int
    alpha: float
    values: tuple[ValueColumn, ...]
    systems: tuple[SystemRow, ...]
    worst_findings: tuple[WorstFinding, ...]
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The content of ``leaderboard.json``: dicts, lists, strings, numbers, booleans and None only."""
        return {"schema_version": SCHEMA_VERSION} | {
            field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Leaderboard:
        """The leaderboard that `to_json` made `data` from.

        Raises:
            UsageError: another schema version, or a field that is missing or of the wrong type.
        """
        version = data.get("schema_version")
        if version != SCHEMA_VERSION:
            raise UsageError(
                f"leaderboard: schema_version is {version!r}, expected {SCHEMA_VERSION}; "
                "make it anew with this version of evalharness"
            )
        import pydantic  # slow to import, and only needed here

        try:
            return pydantic.TypeAdapter(cls).validate_python(dict(data))
        except pydantic.ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(part) for part in fault["loc"])
            raise UsageError(f"leaderboard: {place}: {fault['msg']}; make the leaderboard anew") from error


def _plain(value: object) -> object:
    """`value` with records as dicts and tuples as lists, which is how JSON gives them back."""
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(entry) for name, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(entry) for entry in value]
    return value
