"""Matrix products small enough that BLAS does them in the calling thread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# OpenBLAS starts threads above 4 * 65536 multiplications. On a machine whose cores are busy they wait for one another:
# a pass of 4 s took 34 s. In one thread the order of adding does not depend on the number of cores either.
MAX_MULTIPLICATIONS = 2**18


def add_product(total: Floats, left: Floats, right: Floats) -> None:
    """Add the product of (n, k) `left` and (k, m) `right` to (n, m) `total`, a few columns at a time.

    >>> total = np.ones((1, 2))
    >>> add_product(total, np.array([[1.0, 2.0]]), np.array([[1.0, 0.0], [1.0, 5.0]]))
    >>> total.tolist()
    [[4.0, 11.0]]
    """
    n_at_once = max(1, MAX_MULTIPLICATIONS // left.size)
    for start in range(0, right.shape[1], n_at_once):
        columns = slice(start, start + n_at_once)
        total[:, columns] += left @ right[:, columns]
