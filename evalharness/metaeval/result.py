"""What a meta-evaluation finds: plain records, in the order in which they are shown. Undefined is None, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from evalharness.metaeval.articles import SharedArticles
from evalharness.metaeval.columns import Kind, SentenceSource
from evalharness.metaeval.config import Split
from evalharness.metaeval.scoring import Failure

Level = Literal["all", "article", "system"]
ScopeKind = Literal["dataset", "pool"]
TestedStatistic = Literal["auc", "partial_pearson", "article_pearson"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of `n` items with its 95% bootstrap interval over articles; None where undefined."""

    value: float | None
    ci95: tuple[float, float] | None
    n: int


@dataclass(frozen=True, slots=True)
class SystemAuc:
    """AUC among the summaries of one system."""

    system: str
    n: int
    n_positive: int
    auc: float | None


@dataclass(frozen=True, slots=True)
class Correlation:
    """Correlations with the graded judgement, -1 to 1.

    Attributes:
        level: ``all``: every summary is a point. ``article``: within each article of three or more summaries, then the
            mean over the articles ("summary level" in Bhandari et al. 2020). ``system``: the means of each system are
            the points, for three or more systems.
        n: points; for ``article`` the articles.
    """

    level: Level
    n: int
    pearson: float | None
    spearman: float | None
    kendall: float | None


@dataclass(frozen=True, slots=True)
class Thresholded:
    """Decisions at thresholds chosen on other summaries.

    Attributes:
        thresholds: in the value's own direction; one for each split.
        balanced_accuracy: of the summaries that took no part in choosing, 0 to 1.
    """

    split: Split
    thresholds: tuple[float, ...]
    balanced_accuracy: Estimate


@dataclass(frozen=True, slots=True)
class Localisation:
    """How well sentence scores tell inconsistent sentences from consistent ones.

    Attributes:
        source: ``own`` where the metric scores sentences in their summary, ``alone`` where each was a candidate itself.
        n_inconsistent: of the `auc.n` labelled sentences.
        auc: over all sentences of the set.
        auc_within: mean AUC within the `n_mixed` summaries that have sentences of both kinds.
    """

    source: SentenceSource
    n_inconsistent: int
    auc: Estimate
    auc_within: float | None
    n_mixed: int


@dataclass(frozen=True, slots=True)
class ErrorType:
    """One kind of error.

    Attributes:
        n: inconsistent summaries that have it, maybe beside others; `n_alone` have no other.
        recall: share of the `n_tested` among them that the threshold calls inconsistent.
        auc: those that have it against the consistent summaries; `auc_alone` those that have nothing else.
    """

    name: str
    n: int
    n_alone: int
    n_tested: int
    recall: float | None
    auc: float | None
    auc_alone: float | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """One value held against the labels of one data set or pool.

    Attributes:
        n: labelled summaries; `n_undefined` of them have no value and take no part in any figure.
        auc_within_system: mean AUC over the systems that have both classes, each weighing the same.
        best: balanced accuracy with the best threshold for this very data: what no choice can exceed.
        fixed: balanced accuracy with the threshold 0.5, for values from 0 to 1.
        partial_pearson, partial_spearman: with the graded judgement, controlling for the system.
        article_pearson: mean over articles of the correlation within each; as in `correlations`, with an interval.
    """

    name: str
    kind: Kind
    higher_is_better: bool
    n: int
    n_undefined: int
    auc: Estimate
    auc_within_system: Estimate
    systems: tuple[SystemAuc, ...]
    thresholded: Thresholded | None
    best: float | None
    fixed: float | None
    partial_pearson: Estimate
    partial_spearman: Estimate
    article_pearson: Estimate
    correlations: tuple[Correlation, ...]
    localisation: Localisation | None
    error_types: tuple[ErrorType, ...]

    @property
    def coverage(self) -> float:
        """Share of the labelled summaries that have a value."""
        return 1 - self.n_undefined / self.n


@dataclass(frozen=True, slots=True)
class Control:
    """A score that reads no text: what a metric must exceed to have understood anything.

    Fitted on one half of the articles and tested on the other, both ways; the AUC is the mean of the two halves.
    """

    name: str
    auc: Estimate
    balanced_accuracy: Estimate
    partial_pearson: Estimate
    article_pearson: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """Paired test of two values on the summaries that both define.

    Attributes:
        difference: first minus second.
        p_value: two-sided, by the bootstrap over articles; `p_holm` is corrected for all comparisons of this statistic
            in this set.
    """

    statistic: TestedStatistic
    first: str
    second: str
    difference: Estimate
    p_value: float
    p_holm: float


@dataclass(frozen=True, slots=True)
class ScopeResult:
    """Everything about one data set, or one pool of them that was asked for."""

    name: str
    kind: ScopeKind
    datasets: tuple[str, ...]
    n: int
    n_labelled: int
    n_positive: int
    n_articles: int
    n_systems: int
    judgements: tuple[Judgement, ...]
    controls: tuple[Control, ...]
    comparisons: tuple[Comparison, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupMean:
    """Mean over the data sets of a group that define the figure, each weighing the same; `auc.n` counts them."""

    name: str
    auc: Estimate
    balanced_accuracy: float | None


@dataclass(frozen=True, slots=True)
class GroupResult:
    """Data sets averaged under a name."""

    name: str
    datasets: tuple[str, ...]
    means: tuple[GroupMean, ...]


@dataclass(frozen=True, slots=True)
class MetaResult:
    """A whole meta-evaluation.

    Attributes:
        signatures: of our metrics that were judged.
        shared: pairs of data sets with articles in common; these stay together in every split and resample.
        notes: what a reader should know of the data.
    """

    seed: int
    n_resamples: int
    split: Split
    signatures: Mapping[str, str]
    scopes: tuple[ScopeResult, ...]
    groups: tuple[GroupResult, ...]
    shared: tuple[SharedArticles, ...]
    notes: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The same as JSON-able data."""
        return asdict(self)
