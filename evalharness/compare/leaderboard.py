"""The leaderboard: systems in an order that can be defended, each number with its interval and its coverage."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from evalharness.compare.board import Leaderboard, Score, SystemRow, ValueColumn, VersusAbove
from evalharness.errors import UsageError, nearest
from evalharness.metrics.protocol import Metric
from evalharness.records import ItemRecord

if TYPE_CHECKING:
    from evalharness.compare.tally import Tally

__all__ = ["Leaderboard", "build_leaderboard"]


def build_leaderboard(
    items: Iterable[ItemRecord],
    *,
    metrics: Sequence[Metric],
    systems: Sequence[str],
    n_examples: int,
    sort: str,
    seed: int,
    baselines: Collection[str] = (),
    n_resamples: int = 1000,
    alpha: float = 0.05,
    worst: int = 3,
) -> Leaderboard:
    """Rank systems in one pass over their items; memory does not grow with the number of examples.

    Args:
        items: example by example, for each example one record of each system in the order of `systems`.
        metrics: what the items were scored with; gives the values, their directions and the pooled values.
        systems: names, each once.
        n_examples: examples that `items` has, at least 1.
        sort: ``metric.value`` that decides the order; a value without a direction is taken as higher first.
        seed: of the bootstrap and the paired tests, not negative.
        baselines: systems that only show what no effort earns; they are ranked among the rest.
        n_resamples: resamples of the bootstrap, and random sign vectors of the paired tests.
        alpha: a paired p-value above it leaves two neighbours on the same rank.
        worst: findings shown of each system.

    Returns:
        Systems in rank order: better sort value first, undefined last, equal ones by name. Means are over the items
        that define a value; a missing, failed or undefined item is no zero, it lowers `n` and `coverage`.

    Raises:
        UsageError: unknown sort value or baseline, repeated names, or items in another order or number than said.
        MetricError: a value or a row of an item is not finite.
    """
    columns = _columns(metrics)
    sort_column = _sort_column(sort, columns)
    _check_rows(systems, baselines, n_examples)
    from evalharness.compare.tally import Tally  # numpy, which who only reads a leaderboard can do without

    tally = Tally(
        metrics,
        systems,
        n_examples=n_examples,
        sort_value=(sort_column.metric, sort_column.value),
        n_resamples=n_resamples,
        seed=seed,
        n_worst=worst,
    )
    for records in _by_example(items, systems, n_examples):
        tally.add(records)
    rows = _rows(tally, sort_column, systems=systems, baselines=baselines, alpha=alpha)
    unsupported = {name: of_system.unsupported for name, of_system in zip(systems, tally.systems, strict=True)}
    n_items = n_examples * len(systems)
    worst_of = {name: of_system.worst.worst() for name, of_system in zip(systems, tally.systems, strict=True)}
    return Leaderboard(
        sort=sort,
        seed=seed,
        n_examples=n_examples,
        n_resamples=n_resamples,
        alpha=alpha,
        values=columns,
        systems=rows,
        worst_findings=tuple(finding for row in rows for finding in worst_of[row.system]),
        warnings=(
            *_warnings(rows, sort_column, n_examples, alpha),
            *_not_judged(unsupported, n_examples),
            *_caveats([of_system.caveats for of_system in tally.systems], n_items),
        ),
    )


def _columns(metrics: Sequence[Metric]) -> tuple[ValueColumn, ...]:
    return tuple(
        ValueColumn(metric.name, value.name, value.higher_is_better, value.low, value.high, metric.signature())
        for metric in metrics
        for value in metric.values
    )


def _sort_column(sort: str, columns: Sequence[ValueColumn]) -> ValueColumn:
    known = {f"{column.metric}.{column.value}": column for column in columns}
    if sort not in known:
        raise UsageError(f"leaderboard.sort: no value {sort!r}; {nearest(sort, known)}")
    return known[sort]


def _check_rows(systems: Sequence[str], baselines: Collection[str], n_examples: int) -> None:
    if not systems or n_examples < 1:
        raise UsageError(f"leaderboard: {len(systems)} systems and {n_examples} examples; at least 1 of each is needed")
    if repeated := sorted({name for name in systems if systems.count(name) > 1}):
        raise UsageError(f"leaderboard: systems given more than once: {', '.join(repeated)}; give each name once")
    if unknown := sorted(set(baselines) - set(systems)):
        raise UsageError(f"leaderboard: no system {unknown[0]!r} for a baseline; {nearest(unknown[0], systems)}")


def _by_example(items: Iterable[ItemRecord], systems: Sequence[str], n_examples: int) -> Iterator[list[ItemRecord]]:
    """The records of one example at a time, with the promise of `build_leaderboard` checked."""
    stream = iter(items)
    for number in range(1, n_examples + 1):
        records = list(itertools.islice(stream, len(systems)))
        if not records:
            raise UsageError(f"items: {number - 1} examples, expected {n_examples}; finish the run first")
        for place, system in enumerate(systems):
            found = records[place] if place < len(records) else None
            if found is None or (found.id, found.system) != (records[0].id, system):
                what = f"{found.system!r} of {found.id!r}" if found else "nothing"
                raise UsageError(
                    f"items: example {number} ({records[0].id!r}): expected its record of {system!r}, found {what}; "
                    f"every example needs one record of each of: {', '.join(systems)}, in this order"
                )
        yield records
    if extra := next(stream, None):
        raise UsageError(f"items: more than the {n_examples} examples expected, such as {extra.id!r}")


def _rows(
    tally: Tally, sort: ValueColumn, *, systems: Sequence[str], baselines: Collection[str], alpha: float
) -> tuple[SystemRow, ...]:
    """The systems in rank order."""
    scores = tally.scores()
    order = sorted(range(len(systems)), key=lambda place: (_order_key(scores[place], sort), systems[place]))
    versus = tally.versus(systems, order)
    ranks = _ranks([_sort_score(scores[place], sort) for place in order], versus, sort, alpha)
    rows: list[SystemRow] = []
    for place, rank, above in zip(order, ranks, versus, strict=True):
        counted = tally.systems[place]
        status = counted.status()
        n_scored = status["ok"] + status["empty"]
        row = SystemRow(
            rank=rank,
            system=systems[place],
            baseline=systems[place] in baselines,
            n=n_scored,
            coverage=n_scored / sum(status.values()),
            status=status,
            findings=counted.findings(),
            vs_above=above,
            metrics=scores[place],
        )
        rows.append(row)
    return tuple(rows)


def _ranks(
    scores: Sequence[Score], versus: Sequence[VersusAbove | None], sort: ValueColumn, alpha: float
) -> list[int | None]:
    """The rank of each system, given its sort score and its comparison with the one above."""
    ranks: list[int | None] = []
    for position, (score, above) in enumerate(zip(scores, versus, strict=True), start=1):
        if score.value is None:
            ranks.append(None)
        elif above is None or (_is_separated(above, alpha) and not _is_better(above, sort)):
            ranks.append(position)
        else:
            ranks.append(ranks[-1])
    return ranks


def _sort_score(scores: Mapping[str, Mapping[str, Score]], sort: ValueColumn) -> Score:
    return scores[sort.metric][sort.value]


def _order_key(scores: Mapping[str, Mapping[str, Score]], sort: ValueColumn) -> tuple[bool, float]:
    value = _sort_score(scores, sort).value
    if value is None:
        return True, 0.0
    return False, value if sort.higher_is_better is False else -value


def _is_separated(above: VersusAbove, alpha: float) -> bool:
    return above.p_value is not None and above.p_value <= alpha


def _is_better(above: VersusAbove, sort: ValueColumn) -> bool:
    """True where a system beats the one above on the examples they share; their means are over different ones."""
    if above.difference is None:
        return False
    return above.difference < 0 if sort.higher_is_better is False else above.difference > 0


def _not_judged(unsupported: Mapping[str, Mapping[tuple[str, str], int]], n_examples: int) -> Iterator[str]:
    for system, reasons in unsupported.items():
        for (metric, reason), n in sorted(reasons.items()):
            yield f"{system}: {metric} does not apply to {n} of {n_examples} examples: {reason}"


def _caveats(of_systems: Sequence[Counter[tuple[str, str]]], n_items: int) -> Iterator[str]:
    """One line for each metric and reason: what makes its values say little is in the texts, not in a system."""
    caveats = sum(of_systems, Counter())
    for (metric, reason), n in sorted(caveats.items()):
        yield f"{metric}: in {n} of {n_items} items {reason}"


def _warnings(rows: Sequence[SystemRow], sort: ValueColumn, n_examples: int, alpha: float) -> Iterator[str]:
    for row in rows:
        for n, what in ((row.status["missing"], "missing"), (row.status["error"], "failed")):
            if n:
                yield f"{row.system}: {n} of {n_examples} examples {what}; its means are over the rest"
        score = _sort_score(row.metrics, sort)
        if row.n > score.n:
            undefined = f"{sort.metric}.{sort.value} is undefined for {row.n - score.n} of {row.n} scored examples"
            yield f"{row.system}: {undefined}"
        above = row.vs_above
        if above is not None and _is_separated(above, alpha) and _is_better(above, sort):
            yield (
                f"{row.system}: better than {above.system} on the {above.n} examples both have, though its mean over "
                "all its examples is worse; they share a rank"
            )
