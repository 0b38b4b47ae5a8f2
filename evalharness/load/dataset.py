"""DataSet: the checked examples, in order, any number of times, one at a time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from types import TracebackType
from typing import Self

from evalharness.load.spool import REFERENCES, SOURCE, Spool
from evalharness.records import Example

DIGEST_VERSION = 1


class DataSet:
    """Examples that have passed every check; use it in a ``with`` statement, or call `close`.

    Made by `open_data` and `from_examples`. Processes that are forked must not read it: hand them examples.

    Attributes:
        systems: names in the order of first appearance, or as they were asked for.
        n_examples: how many examples there are.
    """

    def __init__(self, spool: Spool, systems: Sequence[str]) -> None:
        self.systems = tuple(systems)
        self.n_examples = spool.n_examples
        self._spool = spool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Delete the temporary copy of the data; the data set cannot be read any more."""
        self._spool.close()

    @property
    def has_references(self) -> bool:
        """Whether the examples bring texts to compare with; all do, or none."""
        return REFERENCES in self._counts

    def coverage(self) -> dict[str, int]:
        """The number of examples that each system has a candidate for, from 0 to `n_examples`."""
        return {system: self._counts.get(self._spool.systems[system], 0) for system in self.systems}

    def examples(self, start: int = 0, stop: int | None = None) -> Iterator[Example]:
        """Yield the examples numbered from `start` (0 is the first) up to, not including, `stop`, in input order.

        Candidates come in the order of `systems`; a system that has none for an example is absent from it.
        """
        slots = [(system, self._spool.systems[system]) for system in self.systems]
        tags = sorted(self._spool.tags.items())
        for id_, parts in self._spool.read(start, self.n_examples if stop is None else stop):
            yield Example(
                id=id_,
                source=parts[SOURCE],
                candidates={system: parts[slot] for system, slot in slots if slot in parts},
                references=tuple(json.loads(parts.get(REFERENCES, "[]"))),
                tags={tag: parts[slot] for tag, slot in tags if slot in parts},
            )

    @property
    def digest(self) -> str:
        """SHA-256 (64 hex digits) of all that `examples` yields and of `systems`, whatever format it came in.

        It is taken over one line of JSON (UTF-8, nothing escaped beyond need) for the names of the systems, and one for
        each example: id, source, references, candidates in the order of systems, tags in the order of their names.
        """
        return self._digests[0]

    @property
    def sources_digest(self) -> str:
        """SHA-256 (64 hex digits) of what candidates are held against: ids, sources and references, in any order.

        Two data sets that have it in common can be compared, whoever wrote their candidates.
        """
        return self._digests[1]

    @cached_property
    def _digests(self) -> tuple[str, str]:
        """`digest` and `sources_digest`, from one reading."""
        whole = hashlib.sha256(_line(["evalharness data", DIGEST_VERSION, self.systems]))
        of_sources: list[bytes] = []
        for example in self.examples():
            candidates, tags = list(example.candidates.items()), list(example.tags.items())
            source = [example.id, example.source, example.references]
            whole.update(_line([*source, candidates, tags]))
            of_sources.append(hashlib.sha256(_line(source)).digest())
        sources = hashlib.sha256(_line(["evalharness sources", DIGEST_VERSION]))
        sources.update(b"".join(sorted(of_sources)))
        return whole.hexdigest(), sources.hexdigest()

    @cached_property
    def _counts(self) -> dict[int, int]:
        return self._spool.count_by_slot()


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
