"""Which values two runs have in common, and why the others cannot be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evalharness.compare.board import ValueColumn
from evalharness.compare.pairing import ScoredRun
from evalharness.errors import UsageError, nearest


def common_values(before: ScoredRun, after: ScoredRun) -> tuple[list[ValueColumn], dict[str, str]]:
    """Values of the metrics that both sides have with the same settings, in the later order.

    Returns:
        The values, and for each other metric why it is left out.
    """
    left_out: dict[str, str] = {}
    columns: list[ValueColumn] = []
    for metric in dict.fromkeys((*after.values, *before.values)):
        old, new = (side.party.signatures.get(metric) for side in (before, after))
        lacking = [side.party.label for side in (before, after) if metric not in side.values]
        if lacking:
            left_out[metric] = f"{lacking[0]} was not scored with it"
        elif old != new:
            left_out[metric] = f"other settings: {_changed(old or '', new or '')}"
        else:
            columns += _shared(metric, before, after)
    return columns, left_out


def choose(columns: Sequence[ValueColumn], names: Sequence[str], left_out: Mapping[str, str]) -> list[ValueColumn]:
    """The columns called ``metric.value`` in `names`, or all of them where no name is given.

    Raises:
        UsageError: a name that is none of theirs, or nothing to compare at all.
    """
    if not columns:
        why = "; ".join(f"{metric}: {reason}" for metric, reason in left_out.items())
        raise UsageError(f"no metric can be compared: {why}; score both sides with the same metrics and settings")
    known = {f"{column.metric}.{column.value}": column for column in columns}
    for name in names:
        if name not in known:
            reason_left_out = left_out.get(name.rpartition(".")[0])
            raise UsageError(
                f"value {name!r} cannot be compared: {reason_left_out}"
                if reason_left_out
                else f"no value {name!r}; {nearest(name, known)}"
            )
    return [known[name] for name in dict.fromkeys(names or known)]


def main_values(columns: Sequence[ValueColumn]) -> list[ValueColumn]:
    """The first of the columns of each metric, which is its primary value where all were taken."""
    return list({column.metric: column for column in reversed(columns)}.values())[::-1]


def _shared(metric: str, before: ScoredRun, after: ScoredRun) -> Iterator[ValueColumn]:
    old = {value.name for value in before.values[metric]}
    for value in after.values[metric]:
        if value.name in old:
            signature = after.party.signatures.get(metric, "")
            yield ValueColumn(metric, value.name, value.higher_is_better, value.low, value.high, signature)


def _changed(old: str, new: str) -> str:
    """The settings that differ.

    >>> _changed("rouge_1|stem:yes|v:1", "rouge_1|stem:no|split:newline|v:1")
    'stem yes -> no, split none -> newline'
    """
    before, after = (dict(part.partition(":")[::2] for part in signature.split("|")) for signature in (old, new))
    keys = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    return ", ".join(f"{key} {before.get(key) or 'none'} -> {after.get(key) or 'none'}" for key in keys)
