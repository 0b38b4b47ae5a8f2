"""Executors: the same chunks through one process or several, results always in order."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from threading import Thread

from evalharness.engine.garbage import collected_behind
from evalharness.engine.items import encode_item
from evalharness.engine.score import Scorer
from evalharness.errors import MetricError
from evalharness.records import Example

# A chunk is the batch a metric sees and the unit that a worker takes: large enough to pay for its transport.
CHUNK = 8
# Chunks under way for each worker: enough to keep it busy, few enough to hold a sliver of the data.
AHEAD = 4
# A worker that dies takes the pool with it. Once may be the machine's doing; twice in a row is the work's.
RESTARTS = 1

Lines = list[str]
Chunk = list[Example]

_scorer: Scorer | None = None


def score_lines(scorer: Scorer, examples: Iterable[Example], jobs: int = 1) -> Iterator[Lines]:
    """The lines of ``items.jsonl`` for each example, in the order of the examples, whatever `jobs` is.

    Raises:
        MetricError: the metrics cannot travel to worker processes, or workers keep dying.
    """
    n_rows = len(scorer.rows)
    chunks = _chunks(examples)
    results = map(_Local(scorer), chunks) if jobs == 1 else _parallel(scorer, chunks, jobs)
    for lines in results:
        for start in range(0, len(lines), n_rows):
            yield lines[start : start + n_rows]


def _chunks(examples: Iterable[Example]) -> Iterator[Chunk]:
    iterator = iter(examples)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


class _Local:
    """Scores chunks in this process."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def __call__(self, chunk: Chunk) -> Lines:
        with collected_behind():
            return [encode_item(record) for record in self._scorer.score(chunk)]


def _start_worker(scorer: Scorer) -> None:
    global _scorer
    _scorer = scorer
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that is killed cannot tell its workers to stop; they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(chunk: Chunk) -> Lines:
    assert _scorer is not None  # set by _start_worker before any chunk arrives
    return _Local(_scorer)(chunk)


def _parallel(scorer: Scorer, chunks: Iterator[Chunk], jobs: int) -> Iterator[Lines]:
    _check_travels(scorer)
    waiting: deque[Chunk] = deque()
    restarts = 0
    while True:
        pool = ProcessPoolExecutor(
            jobs, multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=(scorer,)
        )
        try:
            for lines in _ordered(pool, waiting, chunks, jobs * AHEAD):
                restarts = 0
                yield lines
            return
        except BrokenProcessPool as error:
            restarts += 1
            if restarts > RESTARTS:
                advice = "what is scored so far is kept; go on with --resume, with --jobs 1 to see the error itself"
                raise MetricError(f"worker processes keep dying on the same examples; {advice}") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _ordered(
    pool: ProcessPoolExecutor, waiting: deque[Chunk], chunks: Iterator[Chunk], n_ahead: int
) -> Iterator[Lines]:
    """Results in order. A chunk stays in `waiting` until its result is out, so that a new pool can take it up."""
    futures: deque[Future[Lines]] = deque(pool.submit(_work, chunk) for chunk in waiting)
    while True:
        for chunk in islice(chunks, n_ahead - len(futures)):
            waiting.append(chunk)
            futures.append(pool.submit(_work, chunk))
        if not futures:
            return
        lines = futures.popleft().result()
        waiting.popleft()
        yield lines


def _check_travels(scorer: Scorer) -> None:
    for metric in scorer.metrics:
        try:
            pickle.loads(pickle.dumps(metric))
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            advice = "use --jobs 1, or define it at the top level of a module"
            raise MetricError(
                f"metric {metric.name!r} cannot be sent to worker processes ({reason}); {advice}"
            ) from error
