"""Length of the candidate, alone and against the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import ItemScore
from evalharness.text.document import Document
from evalharness.text.sentences import sentences
from evalharness.text.tokens import folded_words

Unit = Literal["words", "characters", "sentences"]


@dataclass(frozen=True, slots=True)
class Length:
    """How long the candidate is, and how long against the source; neither direction is better.

    ``length`` is in the unit, 0 for an empty candidate. ``compression`` is candidate / source: 0 for an empty
    candidate, above 1 for one that outgrows its source, undefined where the source has none of the unit. Characters
    are code points without white space at either end. Over many items: mean length, and all candidates / all sources.
    Row: (length, 1, length where the source has some, length of the source).

    >>> case = Case("a", "s", Document("The bank cut its rate today."), Document("Bank cuts rate."), ())
    >>> metric = Length()
    >>> metric.finish(metric.score([case])[0].stats)
    {'length': 3.0, 'compression': 0.5}
    """

    name: str = "length"
    unit: Unit = "words"

    values: ClassVar[tuple[Value, ...]] = (
        Value("length", higher_is_better=None, high=None, about="Length of the candidate, in the unit."),
        Value("compression", higher_is_better=None, high=None, about="Length of the candidate / that of the source."),
    )
    needs: ClassVar[frozenset[Field]] = frozenset({"source", "candidate"})

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise ValueError(f"unit must be one of {', '.join(get_args(Unit))}, got {self.unit!r}")

    def signature(self) -> str:
        """The unit."""
        return f"{self.name}|unit:{self.unit}|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        """One row for every case; no findings."""
        return [self._score_one(case) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        """Mean length, and length against the source."""
        length, n, compared, source = totals
        return {"length": length / n if n else None, "compression": compared / source if source else None}

    def _score_one(self, case: Case) -> ItemScore:
        length, source = self._measure(case.candidate), self._measure(case.source)
        return ItemScore((length, 1.0, length if source else 0.0, source))

    def _measure(self, document: Document) -> float:
        if self.unit == "characters":
            return float(len(document.text.strip()))
        return float(len(document.view(folded_words if self.unit == "words" else sentences)))
