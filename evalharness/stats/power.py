"""How many examples it takes to see a drop: the power of the gate's test, planned before anything is scored.

A gate sees a drop when the mean is worse, by more than the tolerance, and p after Holm is at most alpha. Planning takes
the hardest step of Holm, alpha by the number of values, so what is promised holds whatever the other values do. The
randomisation test has the power of Student's t where differences are not very skewed (Hoeffding 1952).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Literal

from evalharness.errors import UsageError
from evalharness.stats.student import t_quantile

Sides = Literal[1, 2]

MAX_EXAMPLES = 10**12


def required_examples(
    sd: float,
    drop: float,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    n_values: int = 1,
    tolerance: float = 0.0,
    sides: Sides = 2,
) -> int:
    """How many examples, at least, so that a drop is seen with a probability of `power`.

    Args:
        sd: standard deviation of the differences of examples, or of the means of clusters; not negative.
        drop: the true mean drop that is to be seen, above the tolerance.
        alpha: of the gate, between 0 and 1.
        power: from 0.5 to below 1.
        n_values: how many differences Holm's adjustment is over.
        tolerance: the drop that the gate lets pass, not negative.
        sides: 2 where the gate's p is two-sided, 1 where it is of a drop alone.

    Raises:
        UsageError: a number outside its range, or a drop so small that no number of examples would do.

    >>> required_examples(sd=0.1, drop=0.02), required_examples(sd=0.1, drop=0.02, n_values=20)
    (199, 379)
    >>> required_examples(sd=0.1, drop=0.02, tolerance=0.01)
    199
    """
    _check(sd, alpha, power, n_values, tolerance)
    if not drop > tolerance:
        raise UsageError(f"a drop of {drop:g} is within the tolerance of {tolerance:g}; plan for a larger one")

    def is_enough(n: int) -> bool:
        least = detectable_drop(sd, n, alpha=alpha, power=power, n_values=n_values, tolerance=tolerance, sides=sides)
        return least <= drop

    most = fewest = fewest_units(alpha, n_values, sides)
    while not is_enough(most):
        fewest, most = most + 1, 2 * most
        if most > MAX_EXAMPLES:
            raise UsageError(f"no number of examples shows a drop of {drop:g} where they vary by {sd:g}")
    while fewest < most:
        middle = (fewest + most) // 2
        fewest, most = (fewest, middle) if is_enough(middle) else (middle + 1, most)
    return most


def detectable_drop(
    sd: float,
    n: int,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    n_values: int = 1,
    tolerance: float = 0.0,
    sides: Sides = 2,
) -> float:
    """The smallest true mean drop that `n` units show with a probability of `power`; infinite where none.

    Arguments as in `required_examples`.

    >>> round(detectable_drop(sd=0.1, n=199), 3), detectable_drop(sd=0.1, n=5)
    (0.02, inf)
    """
    _check(sd, alpha, power, n_values, tolerance)
    if n < fewest_units(alpha, n_values, sides):
        return math.inf
    critical = t_quantile(1 - alpha / n_values / sides, n - 1)
    luck = NormalDist().inv_cdf(power)
    # the noncentral t that exceeds the critical value with this probability (Johnson & Welch 1940)
    distance = critical * (1 - 1 / (4 * (n - 1))) + luck * math.sqrt(1 + critical**2 / (2 * (n - 1)))
    error = sd / math.sqrt(n)
    return max(distance * error, tolerance + luck * error)


def detection_power(
    sd: float, drop: float, n: int, *, alpha: float = 0.05, n_values: int = 1, tolerance: float = 0.0, sides: Sides = 2
) -> float:
    """The probability, 0 to 1, that the gate sees a true mean drop in `n` units.

    Arguments as in `required_examples`.

    >>> round(detection_power(sd=0.1, drop=0.02, n=199), 2), detection_power(sd=0.1, drop=0.02, n=5)
    (0.8, 0.0)
    """
    _check(sd, alpha, 0.5, n_values, tolerance)
    if n < fewest_units(alpha, n_values, sides):
        return 0.0
    if sd == 0:
        return float(drop > tolerance)
    critical = t_quantile(1 - alpha / n_values / sides, n - 1)
    error = sd / math.sqrt(n)
    spread = math.sqrt(1 + critical**2 / (2 * (n - 1)))
    significant = (drop / error - critical * (1 - 1 / (4 * (n - 1)))) / spread
    return NormalDist().cdf(min(significant, (drop - tolerance) / error))


def fewest_units(alpha: float, n_values: int = 1, sides: Sides = 2) -> int:
    """Units below which no p-value can reach alpha after Holm: all of them in one direction give sides / 2 ** units.

    >>> fewest_units(0.05), fewest_units(0.05, 20), fewest_units(0.05, sides=1)
    (6, 10, 5)
    """
    return max(2, math.ceil(math.log2(sides * n_values / alpha)))


def _check(sd: float, alpha: float, power: float, n_values: int, tolerance: float) -> None:
    if not (0 <= sd < math.inf and tolerance >= 0 and n_values >= 1):
        raise UsageError(f"sd {sd}, tolerance {tolerance}, {n_values} values; expected 0 or more, and at least 1 value")
    if not (0 < alpha < 1 and 0.5 <= power < 1):
        raise UsageError(f"alpha {alpha}, power {power}; expected alpha between 0 and 1 and power from 0.5 to below 1")
