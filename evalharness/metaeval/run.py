"""A meta-evaluation from its plan to its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from evalharness.errors import ConfigError, nearest
from evalharness.load.faults import FaultLog
from evalharness.metaeval.articles import Codes, shared_articles
from evalharness.metaeval.columns import Column
from evalharness.metaeval.compare import compare_pairs
from evalharness.metaeval.controls import judge_controls
from evalharness.metaeval.groups import judge_group
from evalharness.metaeval.judge import judge
from evalharness.metaeval.labels import Labelled, read_labels
from evalharness.metaeval.plan import MetaPlan
from evalharness.metaeval.published import read_published
from evalharness.metaeval.result import Control, MetaResult, ScopeKind, ScopeResult
from evalharness.metaeval.scoring import Progress, score_rows
from evalharness.metaeval.stories import read_stories
from evalharness.metaeval.table import LabelTable, Scope, label_table
from evalharness.stats.products import Floats

# Fewer independent texts than this do not tell how much other texts would differ.
FEW_ARTICLES = 20


def metaevaluate(plan: MetaPlan, progress: Progress | None = None) -> MetaResult:
    """Hold every judged value against the labels.

    Raises:
        ConfigError: the config names data sets that the labels do not have.
        DataError: everything that is wrong with labels and published outputs.
    """
    config = plan.config
    rows = _read_rows(plan)
    _check_names(plan, rows)
    published, notes = _read_published(plan, rows)
    scored = score_rows(plan.metrics, plan.values, rows, progress)
    columns = {column.judged.name: column for column in (*scored.columns, *published)}
    table = label_table(rows, config.labels.families, config.threshold.folds, config.seed)
    datasets = dict.fromkeys(row.dataset for row in rows)
    asked: list[tuple[ScopeKind, str, Sequence[str]]] = [("dataset", name, (name,)) for name in datasets]
    asked += [("pool", name, members) for name, members in config.pools.items()]
    scopes = tuple(_judge_scope(plan, table, columns, *each) for each in asked)
    groups = (Scope.of(table, name, members, config.resamples, config.seed) for name, members in config.groups.items())
    return MetaResult(
        seed=config.seed,
        n_resamples=config.resamples,
        split=config.threshold.split,
        signatures={metric.name: metric.signature() for metric in plan.metrics},
        scopes=scopes,
        groups=tuple(judge_group(table, group, list(columns.values()), scopes) for group in groups),
        shared=shared_articles(rows, table.articles),
        notes=notes,
        failures=scored.failures,
    )


def _read_rows(plan: MetaPlan) -> tuple[Labelled, ...]:
    section, faults = plan.config.labels, FaultLog()
    if section.stories is not None:
        rows = read_stories(plan.base / section.stories, faults)
    else:
        rows = read_labels(
            plan.base / str(section.path),
            faults,
            columns=section.columns,
            datasets=section.datasets,
            max_line_mb=section.max_line_mb,
        )
    faults.raise_any()
    return rows


def _check_names(plan: MetaPlan, rows: Sequence[Labelled]) -> None:
    known = dict.fromkeys(row.dataset for row in rows)
    families = plan.config.labels.families
    named: list[tuple[tuple[object, ...], str]] = [(("labels", "families", name), name) for name in families]
    for key in ("pools", "groups"):
        named += [((key, name), each) for name, members in getattr(plan.config, key).items() for each in members]
    faults = [
        plan.written.fault(place, f"the labels have no data set {name!r}", nearest(name, known))
        for place, name in named
        if name not in known
    ]
    for name in plan.config.pools:
        if name in known:
            faults.append(plan.written.fault(("pools", name), f"{name!r} is a data set already", "name it otherwise"))
    if faults:
        raise ConfigError(faults)


def _read_published(plan: MetaPlan, rows: Sequence[Labelled]) -> tuple[list[Column], tuple[str, ...]]:
    columns: list[Column] = []
    notes = []
    faults = FaultLog()
    for config in plan.config.published:
        published = read_published(plan.base / config.path, config, rows, faults)
        columns += published.columns
        if published.n_unmatched:
            notes.append(f"{config.path}: {published.n_unmatched} records belong to no labelled summary")
    faults.raise_any()
    return columns, tuple(notes)


def _judge_scope(
    plan: MetaPlan,
    table: LabelTable,
    columns: Mapping[str, Column],
    kind: ScopeKind,
    name: str,
    datasets: Sequence[str],
) -> ScopeResult:
    config = plan.config
    scope = Scope.of(table, name, datasets, config.resamples, config.seed)
    labels = table.labels[scope.rows]
    present = {name: column for name, column in columns.items() if _is_judged(column, scope)}
    pairs = [pair for pair in plan.pairs if pair[0] in present and pair[1] in present]
    controls = judge_controls(table, scope)
    return ScopeResult(
        name=name,
        kind=kind,
        datasets=tuple(datasets),
        n=int(scope.rows.sum()),
        n_labelled=int(np.isfinite(labels).sum()),
        n_positive=int((labels == 1).sum()),
        n_articles=scope.bootstrap.n_clusters,
        n_systems=len(np.unique(table.systems[scope.rows])),
        judgements=tuple(judge(table, scope, column, config.threshold.split) for column in present.values()),
        controls=controls,
        comparisons=compare_pairs(table, scope, present, pairs),
        warnings=tuple(_warnings(kind, scope.bootstrap.n_clusters, labels, table.systems[scope.rows], controls[0])),
    )


def _is_judged(column: Column, scope: Scope) -> bool:
    """Our metrics always are, also where all is undefined; what others published only where they have published it."""
    return column.judged.kind == "metric" or bool(np.isfinite(column.scores[scope.rows]).any())


def _warnings(kind: ScopeKind, n_articles: int, labels: Floats, systems: Codes, origin: Control) -> Iterator[str]:
    if kind == "pool":
        known = "" if origin.auc.value is None else f": that alone gives AUC {origin.auc.value:.2f} here"
        yield f"pooled data sets reward knowing where a summary comes from{known}"
    if n_articles < FEW_ARTICLES:
        yield f"only {n_articles} articles: too few independent texts to trust the intervals"
    if not np.isfinite(labels).any():
        yield "no labels, only grades: no AUC, no balanced accuracy"
    elif len(np.unique(labels[np.isfinite(labels)])) == 1:
        yield "all labels are equal: no AUC, no balanced accuracy"
    elif all(len(np.unique(labels[systems == system])) == 1 for system in np.unique(systems)):
        yield "every system is all right or all wrong: AUC tells systems apart here, not texts"
