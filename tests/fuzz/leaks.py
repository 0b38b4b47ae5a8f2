"""Score over and over, errors and failed allocations included: no object may be left behind.

Usage: python tests/fuzz/leaks.py KERNEL [ROUNDS]    (.ci/sanitize does it under LeakSanitizer)

Lists and tuples are counted here: the garbage collector knows them all, so to LeakSanitizer none of them is lost.
"""

import gc
import importlib.util
import sys
from collections import Counter
from contextlib import suppress
from importlib.machinery import ExtensionFileLoader
from types import ModuleType

TEXTS = ["the bank cut\nits rates", "rates were cut by the bank", "", "\n", "\ud800 caf\u00e9 \u212a", "a b " * 100]
TYPES = (1, 2, 9, 10, 11)


def load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("_kernel", path, loader=ExtensionFileLoader("_kernel", path))
    kernel = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(kernel)
    return kernel


def use(kernel: ModuleType, rounds: int) -> None:
    references = tuple(f"{text} {number}" for number in range(50) for text in TEXTS)  # more than Python keeps ints of
    candidates = tuple(TEXTS * 25 + TEXTS[::-1] * 25)
    wrong = [(references, candidates[1:], TYPES, 0), (references, candidates, (99,), 0), ((1,), ("",), (1,), 0)]
    for number in range(rounds):
        kernel.score(references, candidates, TYPES, number % 2)
        for arguments in wrong:
            with suppress(TypeError, ValueError):
                kernel.score(*arguments)
        if hasattr(kernel, "fail_alloc"):
            kernel.fail_alloc(number % 60)
            with suppress(MemoryError):
                kernel.score(references, candidates, TYPES, 1)
            kernel.fail_alloc(-1)
        kernel.stem(b"generalizations")


def objects() -> Counter[str]:
    gc.collect()
    return Counter(type(each).__name__ for each in gc.get_objects())


def left_behind(kernel: ModuleType, rounds: int) -> list[str]:
    """What there is more of after so many rounds: of objects the collector knows, and of memory blocks."""
    use(kernel, 10)
    known, blocks = objects(), sys.getallocatedblocks()  # no blocks are counted under PYTHONMALLOC=malloc
    use(kernel, rounds)
    more = objects() - known
    found = [f"{count} more of type {name}" for name, count in more.items() if count >= rounds // 2]
    if (grown := sys.getallocatedblocks() - blocks) >= rounds // 2:
        found.append(f"{grown} more blocks of memory")
    return found


if __name__ == "__main__":
    found = left_behind(load(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200)
    sys.exit("the kernel leaks: " + ", ".join(found) if found else 0)
