"""A meta-evaluation as people see it: means over groups, one table for each data set, what to know beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evalharness.metaeval.result import (
    Comparison,
    Control,
    Estimate,
    GroupResult,
    Judgement,
    Localisation,
    MetaResult,
    ScopeResult,
    Thresholded,
)
from evalharness.report.text import Painter, number, one_line, percent

MetaFormat = Literal["plain", "github"]
Cell = Callable[[Judgement | Control], str]

NONE = ""
SPLITS = {
    "half": "chosen on one half of the set's articles, tested on the other half",
    "cv": "chosen on all folds of articles but one, tested on that one, in turn",
    "family": "chosen on the sets of all other families, without the articles of the set it is tested on",
}
STATISTICS = {"auc": "AUC", "partial_pearson": "partial r", "article_pearson": "r in article"}
LEVELS = {"all": "all summaries", "article": "within article", "system": "system means"}


@dataclass(frozen=True, slots=True)
class MetaView:
    """A meta-evaluation ready to be shown.

    Attributes:
        details: also show correlations at every level, AUC by system and recall by kind of error.
    """

    result: MetaResult
    details: bool = False

    def render(self, format: MetaFormat = "plain", *, color: bool = False) -> str:
        """The whole report as text for a terminal, or as Markdown."""
        page = _Page(format, Painter(color))
        parts = [page.group(group) for group in self.result.groups]
        for scope in self.result.scopes:
            parts += filter(None, page.scope(scope, self.details))
        parts.append(page.notes(list(self.notes())))
        return "\n\n".join(parts)

    def notes(self) -> Iterator[str]:
        """What a reader must know to read the tables."""
        result = self.result
        yield (
            f"Intervals: 95%, {result.n_resamples} bootstrap resamples of articles, seed {result.seed}. An undefined "
            "score takes no part; coverage is the share of summaries that have one."
        )
        yield f"Balanced accuracy (percent): the threshold is {SPLITS[result.split]}; 'best' knows the answers."
        yield (
            "Partial r and rho: with the graded judgement, after regression of both on the system. 'Only' rows read no "
            "text; they are fitted on one half of the articles and tested on the other, both ways."
        )
        for shared in result.shared:
            articles = "article" if shared.n_articles == 1 else "articles"
            yield f"{' and '.join(shared.datasets)} share {shared.n_articles} {articles}, kept together everywhere."
        yield from result.notes

    def __str__(self) -> str:
        return self.render()


class _Page:
    """Writes tables and headings in one format."""

    def __init__(self, format: MetaFormat, paint: Painter) -> None:
        self._plain = format == "plain"
        self._paint = paint

    def group(self, group: GroupResult) -> str:
        rows = [
            [one_line(mean.name), self._estimate(mean.auc), _percent(mean.balanced_accuracy), str(mean.auc.n)]
            for mean in group.means
        ]
        head = self._heading(f"Mean over {group.name}", ", ".join(group.datasets))
        return f"{head}\n\n{self._table(['value', 'AUC', 'bal. acc.', 'sets'], rows)}"

    def scope(self, scope: ScopeResult, details: bool) -> Iterator[str]:
        about = f"{scope.n} summaries of {_count(scope.n_articles, 'article')} by {_count(scope.n_systems, 'system')}"
        if scope.n_labelled:
            about += f", {scope.n_positive} of {scope.n_labelled} consistent"
        if scope.kind == "pool":
            about += f"; pooled from {', '.join(scope.datasets)}"
        lines = [self._heading(scope.name, about), *(f"warning: {warning}" for warning in scope.warnings)]
        yield "\n".join(lines)
        yield self._main_table(scope)
        if scope.comparisons:
            yield self._comparisons(scope.comparisons)
        if details:
            yield from (self._correlations(scope), self._systems(scope), self._error_types(scope))

    def notes(self, lines: Sequence[str]) -> str:
        return "\n".join(f"{'' if self._plain else '- '}{one_line(line)}" for line in lines)

    def _heading(self, title: str, about: str) -> str:
        title, about = one_line(title), one_line(about)
        return f"{self._paint.bold(title)}: {about}" if self._plain else f"### {title}\n\n{about}"

    def _main_table(self, scope: ScopeResult) -> str:
        columns: list[tuple[str, Cell]] = [
            ("value", _name),
            ("AUC", lambda row: self._estimate(row.auc)),
            ("AUC in\nsystem", lambda row: self._of(row, lambda j: j.auc_within_system)),
            ("bal.\nacc.", self._accuracy),
            ("threshold", lambda row: _thresholds(row.thresholded) if isinstance(row, Judgement) else NONE),
            ("best", lambda row: _percent(row.best) if isinstance(row, Judgement) else NONE),
            ("at\n0.5", lambda row: _percent(row.fixed) if isinstance(row, Judgement) else NONE),
            ("partial\nr", lambda row: self._estimate(row.partial_pearson)),
            ("partial\nrho", lambda row: self._of(row, lambda j: j.partial_spearman)),
            ("r in\narticle", lambda row: self._estimate(row.article_pearson)),
            ("sentence\nAUC", lambda row: self._sentences(row.localisation) if isinstance(row, Judgement) else NONE),
            ("coverage", lambda row: percent(row.coverage) if isinstance(row, Judgement) else NONE),
        ]
        judged: list[Judgement | Control] = [*scope.judgements, *scope.controls]
        rows = [[cell(row) for _, cell in columns] for row in judged]
        used = [i for i in range(len(columns)) if any(row[i] not in (NONE, "n/a") for row in rows)]
        return self._table([columns[i][0] for i in used], [[row[i] for i in used] for row in rows])

    def _comparisons(self, comparisons: Sequence[Comparison]) -> str:
        rows = [
            [
                one_line(each.first),
                one_line(each.second),
                STATISTICS[each.statistic],
                self._estimate(each.difference, signed=True),
                f"{each.p_value:.3f}",
                f"{each.p_holm:.3f}",
                str(each.difference.n),
            ]
            for each in comparisons
        ]
        return self._table(["value", "against", "by", "difference", "p", "p, Holm", "n"], rows)

    def _correlations(self, scope: ScopeResult) -> str:
        rows = [
            [_name(row), LEVELS[each.level], *map(_figure, (each.pearson, each.spearman, each.kendall)), str(each.n)]
            for row in scope.judgements
            for each in row.correlations
        ]
        return self._table(["value", "level", "Pearson", "Spearman", "Kendall", "n"], rows)

    def _systems(self, scope: ScopeResult) -> str:
        rows = [
            [_name(row), one_line(each.system), _figure(each.auc), str(each.n), str(each.n_positive)]
            for row in scope.judgements
            for each in row.systems
        ]
        heads = ["value", "system", "AUC", "n", "consistent"]
        return self._table(heads, rows) if rows and scope.n_systems > 1 else NONE

    def _error_types(self, scope: ScopeResult) -> str:
        rows = [
            [
                _name(row),
                one_line(each.name),
                _percent(each.recall),
                str(each.n_tested),
                _figure(each.auc),
                str(each.n),
                _figure(each.auc_alone),
                str(each.n_alone),
            ]
            for row in scope.judgements
            for each in row.error_types
        ]
        heads = ["value", "error", "recall", "of", "AUC", "n", "AUC alone", "n alone"]
        return self._table(heads, rows) if rows else NONE

    def _accuracy(self, row: Judgement | Control) -> str:
        if isinstance(row, Control):
            return self._estimate(row.balanced_accuracy, write=percent)
        return self._estimate(row.thresholded.balanced_accuracy, write=percent) if row.thresholded else "n/a"

    def _of(self, row: Judgement | Control, pick: Callable[[Judgement], Estimate]) -> str:
        return self._estimate(pick(row)) if isinstance(row, Judgement) else NONE

    def _sentences(self, found: Localisation | None) -> str:
        return self._estimate(found.auc) if found else NONE

    def _estimate(
        self, estimate: Estimate, *, signed: bool = False, write: Callable[[float], str] | None = None
    ) -> str:
        if estimate.value is None:
            return "n/a"
        write = write or ((lambda value: f"{value:+.3f}") if signed else _figure)
        if estimate.ci95 is None:
            return write(estimate.value)
        low, high = ((write(end) if write is percent else f"{end:.2f}") for end in estimate.ci95)
        return f"{write(estimate.value)}{chr(10) if self._plain else ' '}[{low}, {high}]"

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        from tabulate import tabulate

        if not self._plain:
            heads = [head.replace("\n", " ") for head in heads]
            rows = [[cell.replace("|", "\\|") for cell in row] for row in rows]
        align = [
            "left" if head in ("value", "against", "by", "level", "system", "error") else "right" for head in heads
        ]
        kind = "simple" if self._plain else "github"
        return str(tabulate(rows, heads, tablefmt=kind, disable_numparse=True, colalign=align))


def _name(row: Judgement | Control) -> str:
    if isinstance(row, Control):
        return row.name
    return f"{one_line(row.name)} {'↑' if row.higher_is_better else '↓'}"


def _thresholds(found: Thresholded | None) -> str:
    if found is None:
        return "n/a"
    low, high = number(min(found.thresholds)), number(max(found.thresholds))
    return low if low == high else f"{low} to {high}"


def _figure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _percent(share: float | None) -> str:
    return "n/a" if share is None else percent(share)


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'s'[: n != 1]}"
