"""The numbers of a comparison: how far each value moved, how sure that is, and in which examples it moved most."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evalharness.compare.board import ValueColumn
from evalharness.compare.comparison import Difference, Mover
from evalharness.compare.pairing import SystemPairs, SystemRows
from evalharness.stats.corrections import holm
from evalharness.stats.differences import paired_differences
from evalharness.stats.products import Floats

MAX_IMPROVEMENTS = 3  # movers in the good direction, for each system and value


class PairedValues:
    """The values of one system on both sides, a row for each pair; NaN on both where one of them is undefined."""

    def __init__(self, pairs: SystemPairs, columns: Sequence[ValueColumn]) -> None:
        self.system, self.ids, self.columns = pairs.system, pairs.ids, columns
        self.before = _matrix(pairs.before, pairs.ids, len(columns))
        self.after = _matrix(pairs.after, pairs.ids, len(columns))
        no_before, no_after = np.isnan(self.before), np.isnan(self.after)
        self._n_only_before = np.count_nonzero(no_after & ~no_before, axis=0)
        self._n_only_after = np.count_nonzero(no_before & ~no_after, axis=0)
        self.before[no_after] = self.after[no_before] = np.nan

    def one_sided(self) -> Iterator[str]:
        """A sentence for each value that is defined on one side only in some pairs, which then take no part."""
        for column, n_before, n_after in zip(self.columns, self._n_only_before, self._n_only_after, strict=True):
            if n_before or n_after:
                sides = f"{n_before} only before and {n_after} only after"
                yield (
                    f"{self.system}: {_name(column)} is defined in {sides} of {len(self.ids)} pairs; "
                    "its difference is over the others"
                )

    def differences(self, clusters: Mapping[str, str] | None, *, n_resamples: int, seed: int) -> Iterator[Difference]:
        """One for each column; p-values are not adjusted yet."""
        units = None if clusters is None else _units(self.ids, clusters)
        found = paired_differences(self.before, self.after, units, n_resamples=n_resamples, seed=seed)
        for place, column in enumerate(self.columns):
            low, high = _number(found.low[place]), _number(found.high[place])
            wins, losses = int(found.wins[place]), int(found.losses[place])
            if column.higher_is_better is False:
                wins, losses = losses, wins
            yield Difference(
                system=self.system,
                metric=column.metric,
                value=column.value,
                higher_is_better=column.higher_is_better,
                n=int(found.n[place]),
                n_units=int(found.n_units[place]),
                before=_number(found.before[place]),
                after=_number(found.after[place]),
                difference=_number(found.difference[place]),
                ci95=None if low is None or high is None else (low, high),
                p_value=_number(found.p_value[place]),
                p_adjusted=None,
                effect_size=_number(found.effect_size[place]),
                wins=wins,
                ties=int(found.ties[place]),
                losses=losses,
            )

    def movers(self, main: Sequence[ValueColumn], top: int) -> Iterator[tuple[float, Mover]]:
        """(how far in the bad direction, as a share of the value's range; the example): `top` of each main value.

        A few that moved in the good direction come with negative shares. Values without a direction have none.
        """
        for place, column in enumerate(self.columns):
            if column in main and column.higher_is_better is not None:
                old, new = self.before[:, place], self.after[:, place]
                bad = (old - new if column.higher_is_better else new - old) / _range(column, old, new)
                for row in _most_moved(bad, top):
                    move = Mover(
                        self.ids[row], self.system, column.metric, column.value, float(old[row]), float(new[row])
                    )
                    yield float(bad[row]), move


def adjusted(differences: Sequence[Difference]) -> list[Difference]:
    """The same with Holm's adjustment.

    A value that differs in no pair takes no part: its p-value is 1 whatever the signs are, so that it cannot be a
    false alarm and costs the others nothing (Tarone 1990).
    """
    p_values = [each.p_value for each in differences if _varies(each) and each.p_value is not None]
    in_turn = iter(holm(p_values))
    return [
        replace(each, p_adjusted=next(in_turn) if _varies(each) and each.p_value is not None else each.p_value)
        for each in differences
    ]


def _varies(difference: Difference) -> bool:
    return difference.wins + difference.losses > 0


def worst_first(moved: Sequence[tuple[float, Mover]]) -> list[Mover]:
    """The worst first, then the improvements, the largest first."""
    return [mover for bad, mover in sorted(moved, key=lambda each: (each[0] < 0, -abs(each[0])))]


def _matrix(rows: SystemRows, ids: Sequence[str], n_columns: int) -> Floats:
    places = [rows.places[id] for id in ids]
    return np.asarray(np.frombuffer(rows.numbers).reshape(-1, n_columns)[places])


def _units(ids: Sequence[str], clusters: Mapping[str, str]) -> NDArray[np.intp]:
    """The cluster of each example as a number; an example without one stands for itself."""
    numbers: dict[tuple[bool, str], int] = {}
    keys = ((id in clusters, clusters.get(id, id)) for id in ids)
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)


def _range(column: ValueColumn, old: Floats, new: Floats) -> float:
    """How far the value can move: its declared range, or the one observed where there is none."""
    if column.low is not None and column.high is not None and column.high > column.low:
        return column.high - column.low
    both = np.concatenate((old, new))
    both = both[~np.isnan(both)]
    return float(np.ptp(both)) or 1.0 if len(both) else 1.0


def _most_moved(bad: Floats, top: int) -> list[int]:
    order = np.argsort(-np.nan_to_num(bad), kind="stable").tolist()
    worse = [row for row in order[:top] if bad[row] > 0]
    better = [row for row in reversed(order[-min(top, MAX_IMPROVEMENTS) :]) if bad[row] < 0] if top else []
    return worse + better


def _number(value: float) -> float | None:
    """A float without NaN, and without a sign on zero."""
    return None if math.isnan(value) else float(value) + 0.0


def _name(column: ValueColumn) -> str:
    return f"{column.metric}.{column.value}"
