"""Garbage collection between chunks instead of at any moment within one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# A full collection looks at every object of the process, so most look only at those made since the last one.
YOUNG_PER_FULL = 64


@contextmanager
def collected_behind() -> Iterator[None]:
    """Put the garbage collector off until the block is through, then collect what the block has left.

    What documents and metrics of the package allocate is freed without the collector, which would look through all of
    it again and again. Cycles that a metric from elsewhere leaves wait for the end of the block, no longer, so memory
    stays flat. A collector that is switched off stays as it is.

    >>> with collected_behind():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(2 if gc.get_count()[2] >= YOUNG_PER_FULL else 1)
