"""Hold one run against another: what got better or worse, how sure that is, in which examples, by which findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalharness.compare.common_values import choose, common_values, main_values
from evalharness.compare.comparison import Comparison, Difference, Mover, Unpaired
from evalharness.compare.finding_changes import finding_changes
from evalharness.compare.pairing import Pairs, Request, RunRows, ScoredRun, pair
from evalharness.errors import UsageError, nearest

N_RESAMPLES = 10_000
SEED = 13
MAX_NAMED = 5
SUSPECT_P = 0.05  # a value that got worse with at most this p, unadjusted, has its examples named


def compare_runs(
    before: ScoredRun,
    after: ScoredRun,
    *,
    values: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    cluster: str | None = None,
    n_resamples: int = N_RESAMPLES,
    seed: int = SEED,
    top: int = 10,
    max_findings: int = 10_000,
    allow_missing: bool = False,
    allow_other_data: bool = False,
) -> Comparison:
    """Compare two runs by their stored items, paired by (example, system).

    Args:
        before: what was.
        after: what is now.
        values: ``metric.value`` names; all that both sides have by default.
        where: tag -> value: only the examples that have all of them.
        cluster: the tag whose values are resampled as one, such as ``story``.
        n_resamples: of the bootstrap and of the test.
        seed: of both, not negative.
        top: examples kept of each system and main value: the values asked for, or the first of every metric and
            whatever else seems worse.
        max_findings: gained and lost findings kept; all are counted.
        allow_missing: leave out what one side lacks, by name, and take other data for the same where ids agree.
        allow_other_data: pair by id though sources or references differ.

    Raises:
        UsageError: nothing to compare, a value or tag that is not there, or what is not allowed.
    """
    from evalharness.compare.paired_values import PairedValues, adjusted, worst_first  # numpy

    columns, not_compared = common_values(before, after)
    chosen = choose(columns, values, not_compared)
    where = dict(where or {})
    request = Request([(each.metric, each.value) for each in chosen], frozenset(not_compared), where, cluster)
    old, new = RunRows(before, request), RunRows(after, request)
    _check_tags(request, old, new)
    pairs = pair(old, new)
    other_data = _other_data(before, after)
    _refuse(pairs, "" if allow_other_data or allow_missing else other_data, allow_missing)
    _check_pairs(pairs, old, new)

    clusters = old.clusters | new.clusters if cluster is not None else None
    warnings = [f"{other_data}; they are paired by id all the same"] if other_data else []
    warnings += _warnings(pairs, clusters, cluster)
    differences: list[Difference] = []
    moved: list[tuple[float, Mover]] = []
    main = chosen if values else main_values(columns)
    for of_system in pairs.systems:
        paired = PairedValues(of_system, chosen)
        warnings += paired.one_sided()
        found = list(paired.differences(clusters, n_resamples=n_resamples, seed=seed))
        differences += found
        moved += paired.movers(
            [c for c, each in zip(chosen, found, strict=True) if c in main or _is_suspect(each)], top
        )
    findings, counts = finding_changes(before, after, pairs.systems, max_findings)
    n_changed = sum(count.n for count in counts)
    if n_changed > len(findings):
        warnings.append(f"{n_changed} findings changed; only the first {len(findings)} are listed, all are counted")
    return Comparison(
        before=before.party,
        after=after.party,
        differences=adjusted(differences),
        movers=worst_first(moved),
        findings=findings,
        unpaired=pairs.unpaired,
        not_compared=not_compared,
        cluster=cluster,
        seed=seed,
        n_resamples=n_resamples,
        warnings=warnings,
        values=chosen,
        where=where,
        finding_counts=counts,
    )


def unpaired_lines(unpaired: Sequence[Unpaired]) -> Iterator[str]:
    """What is left out and why, a line for each system and reason, examples by name as far as they are few.

    >>> list(unpaired_lines([Unpaired(id, "b", "after", "no candidate in new") for id in ("a1", "a2")]))
    ["system b, 2 examples: no candidate in new ('a1', 'a2')"]
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for each in unpaired:
        groups.setdefault((each.system, each.why), []).append(each.id)
    for (system, why), ids in groups.items():
        named = ", ".join(map(repr, ids[:MAX_NAMED])) + (f" and {len(ids) - MAX_NAMED} more" * (len(ids) > MAX_NAMED))
        yield f"system {system}, {len(ids)} example{'s'[: len(ids) != 1]}: {why} ({named})"


def _is_suspect(difference: Difference) -> bool:
    return difference.is_worse and difference.p_value is not None and difference.p_value <= SUSPECT_P


def _other_data(before: ScoredRun, after: ScoredRun) -> str:
    old, new = before.party, after.party
    if old.data_digest == new.data_digest:
        return ""
    digests = f"digest {old.data_digest[:12]} != {new.data_digest[:12]}"
    return f"{old.label} and {new.label} were scored against other examples, sources or references ({digests})"


def _refuse(pairs: Pairs, other_data: str, allow_missing: bool) -> None:
    faults = []
    if other_data:
        faults.append(f"{other_data}; pair them by id all the same with --allow-other-data")
    if pairs.unpaired and not allow_missing:
        faults += unpaired_lines(pairs.unpaired)
        faults.append("score what is missing, or leave it out, by name, with --allow-missing")
    if faults:
        raise UsageError("\n".join(faults))


def _check_tags(request: Request, old: RunRows, new: RunRows) -> None:
    known = {tag: old.tags.get(tag, {}) | new.tags.get(tag, {}) for tag in (*old.tags, *new.tags)}
    for tag in (*request.where, *([] if request.cluster is None else [request.cluster])):
        if tag not in known:
            raise UsageError(f"no example has the tag {tag!r}; {nearest(tag, known) or 'the data has no tags'}")
    for tag, value in request.where.items():
        if value not in known[tag]:
            raise UsageError(f"no example has {tag}={value}; {nearest(value, known[tag])}")


def _check_pairs(pairs: Pairs, old: RunRows, new: RunRows) -> None:
    if not pairs.systems:
        what = "; ".join(f"{side.label} has systems {', '.join(side.systems) or 'none'}" for side in (old, new))
        advice = "give runs with examples and systems in common"
        raise UsageError(f"nothing to pair: no (example, system) is on both sides; {what}; {advice}")


def _warnings(pairs: Pairs, clusters: Mapping[str, str] | None, tag: str | None) -> Iterator[str]:
    if pairs.n_neither:
        yield f"{pairs.n_neither} candidate{'s'[: pairs.n_neither != 1]} missing on both sides"
    if clusters is not None:
        ids = {id for each in pairs.systems for id in each.ids}
        if alone := len(ids - clusters.keys()):
            yield f"{alone} of {len(ids)} examples lack the tag {tag}; each of them stands for itself"
