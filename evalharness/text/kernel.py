"""The native kernel where it was built: ROUGE of many pairs in C, with the numbers of the Python engine.

It is left out silently where no compiler was there at installation, and turned off by ``EVALHARNESS_KERNEL=python``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

from evalharness.errors import UsageError

VARIABLE = "EVALHARNESS_KERNEL"
# What `score` takes and gives. A kernel built from other sources than these is not used.
INTERFACE = 1

ScoreTexts = Callable[[tuple[str, ...], tuple[str, ...], tuple[int, ...], bool], bytes]


def kernel() -> ScoreTexts | None:
    """The kernel's `score`, see ``_kernel.pyi``; None where it is not to be used.

    Raises:
        UsageError: the environment variable says what it cannot say.
    """
    return None if why_not() else _load()[0]


def why_not() -> str:
    """Why the kernel is not used, in one clause; empty where it is.

    Raises:
        UsageError: the environment variable says what it cannot say.
    """
    asked = os.environ.get(VARIABLE, "")
    if asked not in ("", "python"):
        raise UsageError(f"{VARIABLE} is {asked!r}; set it to 'python' to do without the kernel, or unset it")
    return f"{VARIABLE}=python turns it off" if asked else _load()[1]


@cache
def _load() -> tuple[ScoreTexts | None, str]:
    try:
        from evalharness.text import _kernel
    except ImportError as error:
        if error.name == f"{__package__}._kernel" or "cannot import name" in str(error):
            return (
                None,
                "it was not built; a C compiler and Python's headers were not found when evalharness was installed",
            )
        return None, f"it cannot be loaded: {error}"
    if getattr(_kernel, "INTERFACE", None) != INTERFACE:
        return None, "it was built from other sources; install evalharness again"
    return _kernel.score, ""
