"""Sums without rounding error, over numbers that arrive piece by piece."""

from __future__ import annotations

import math
from collections.abc import Iterable


class ExactSum:
    """A running sum whose total is the correctly rounded true sum, whatever the order and the pieces.

    The total of any pieces equals ``math.fsum`` over all of them at once.

    >>> pieces = ExactSum()
    >>> pieces.add([0.1] * 7)
    >>> pieces.add([0.1] * 3)
    >>> pieces.total, sum([0.1] * 10)
    (1.0, 0.9999999999999999)
    """

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: list[float] = []

    def add(self, values: Iterable[float]) -> None:
        """Add finite numbers.

        Raises:
            ValueError: a number is not finite.
            OverflowError: the sum is too large for a float.
        """
        rest = [*self._parts, *values]
        parts: list[float] = []
        # fsum rounds the true sum once; what the rounding left is summed again, so the parts together are exact.
        while rounded := math.fsum(rest):
            if not math.isfinite(rounded):
                raise ValueError("only finite numbers can be summed")
            parts.append(rounded)
            rest.append(-rounded)
        self._parts = parts

    @property
    def total(self) -> float:
        """The sum so far, correctly rounded; 0.0 when nothing was added."""
        return math.fsum(self._parts)
