"""One tree of errors. Every message says what is wrong, where, what was expected, and the next step."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_FAULTS_SHOWN = 50


class EvalHarnessError(Exception):
    """Base of all errors this package raises on purpose; ``exit_code`` is what the command line returns."""

    exit_code = 2


class UsageError(EvalHarnessError):
    """The call itself cannot be carried out: an argument, an option or a run folder is not as needed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in an input file.

    >>> str(Fault("data.jsonl", 17, "no 'source'", "add it"))
    "data.jsonl:17: no 'source'; add it"
    """

    file: str
    line: int | None
    problem: str
    advice: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.problem}" + (f"; {self.advice}" if self.advice else "")


class FaultsError(EvalHarnessError):
    """One or more faults in the input, all reported at once (``faults`` has them, in file order).

    ``n_faults`` may exceed ``len(faults)`` where a reader stopped keeping them.
    """

    def __init__(self, faults: Sequence[Fault], n_faults: int | None = None) -> None:
        self.faults = tuple(faults)
        self.n_faults = len(self.faults) if n_faults is None else n_faults
        shown = [str(fault) for fault in self.faults[:MAX_FAULTS_SHOWN]]
        if self.n_faults > len(shown):
            shown.append(f"and {self.n_faults - len(shown)} more")
        super().__init__("\n".join(shown))


class ConfigError(FaultsError):
    """The config file cannot be used."""


class DataError(FaultsError):
    """The data cannot be used."""


class ResumeError(UsageError):
    """The run folder was made from something else than what is asked for now."""


class MetricError(EvalHarnessError):
    """A metric or the machinery around it failed."""

    exit_code = 3


class StoreError(EvalHarnessError):
    """A database did not do what it was asked to: no connection, no rights, held by another for too long."""

    exit_code = 3


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint naming the known word nearest to `word` and all known words; empty when none is known.

    >>> nearest("Mertics", ["data", "metrics"])
    "did you mean 'metrics'? known: data, metrics"
    """
    names = sorted(known)
    if not names:
        return ""
    by_folded = {name.casefold(): name for name in reversed(names)}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    hint = f"did you mean {by_folded[close[0]]!r}? " if close else ""
    return f"{hint}known: {', '.join(names)}"
