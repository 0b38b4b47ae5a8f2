"""Quantiles of Student's distribution."""

from __future__ import annotations

import math
from statistics import NormalDist

# The polynomials in the normal quantile by which the powers of 1 / degrees are multiplied, highest power first, and
# their common denominators (Abramowitz & Stegun 26.7.5).
EXPANSION = (
    (4, (1, 1)),
    (96, (5, 16, 3)),
    (384, (3, 19, 17, -15)),
    (92160, (79, 776, 1482, -1920, -945)),
)


def t_quantile(p: float, degrees: int) -> float:
    """Student's t below which a share `p` lies, 0 < p < 1.

    Exact for 1 and 2 degrees of freedom; for 0.025 and 0.975 within 0.2% for 3 and closer for more.

    >>> [round(t_quantile(0.975, degrees), 3) for degrees in (1, 2, 29, 10_000)]
    [12.706, 4.303, 2.045, 1.96]
    """
    if degrees == 1:
        return math.tan((p - 0.5) * math.pi)
    if degrees == 2:
        return (2 * p - 1) / math.sqrt(2 * p * (1 - p))
    z = NormalDist().inv_cdf(p)
    return z + math.fsum(
        _odd_polynomial(coefficients, z) / denominator / float(degrees) ** power
        for power, (denominator, coefficients) in enumerate(EXPANSION, start=1)
    )


def _odd_polynomial(coefficients: tuple[int, ...], z: float) -> float:
    total = 0.0
    for coefficient in coefficients:
        total = total * z * z + coefficient
    return total * z
