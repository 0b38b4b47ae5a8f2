"""The garbage collector is put off while a chunk is scored, and left as it was."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from evalharness.engine.garbage import YOUNG_PER_FULL, collected_behind


class Node:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    was = gc.isenabled()
    yield
    (gc.enable if was else gc.disable)()


def test_a_cycle_left_in_the_block_is_gone_behind_it() -> None:
    with collected_behind():
        left = weakref.ref(Node())
        assert not gc.isenabled()
        assert left() is not None
    assert left() is None
    assert gc.isenabled()


def test_an_old_cycle_goes_with_one_of_the_next_blocks() -> None:
    node = Node()
    gc.collect()  # now it is of the oldest generation, which most collections leave alone
    left = weakref.ref(node)
    del node
    for _ in range(YOUNG_PER_FULL + 1):
        with collected_behind():
            pass
    assert left() is None


def test_an_error_in_the_block_does_not_leave_the_collector_off() -> None:
    with pytest.raises(ValueError, match="no"), collected_behind():
        raise ValueError("no")
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off() -> None:
    gc.disable()
    with collected_behind():
        left = weakref.ref(Node())
    assert not gc.isenabled()
    assert left() is not None
    gc.enable()
