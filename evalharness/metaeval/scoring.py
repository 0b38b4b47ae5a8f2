"""Metrics over labelled summaries and their sentences: each source is analysed once, whatever is held against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evalharness.engine.score import score_cases
from evalharness.metaeval.alignment import locate, support
from evalharness.metaeval.columns import Column, Judged, SentenceScores, turned, turned_column
from evalharness.metaeval.labels import Labelled
from evalharness.metrics.protocol import Case, Metric, SentenceScorer
from evalharness.text.document import Document

Progress = Callable[[int, int], None]
Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A metric that failed: on how many texts, and what it said on the first of them."""

    metric: str
    n_items: int
    first: str


@dataclass(frozen=True, slots=True)
class Scored:
    """The columns of our metrics, in the order asked for, and what failed. A failed item is undefined."""

    columns: tuple[Column, ...]
    failures: tuple[Failure, ...]


def score_rows(
    metrics: Sequence[Metric], values: Sequence[Judged], rows: Sequence[Labelled], progress: Progress | None = None
) -> Scored:
    """Score every summary, and every labelled sentence, with every metric.

    A metric that offers ``sentence_scores`` scores the sentences in their summary with its first value; for every other
    value each annotated sentence is a candidate of its own.
    """
    sheets = [_Sheet(metric, [value for value in values if _is_of(value, metric)], len(rows)) for metric in metrics]
    n_done = 0
    for numbers in _by_article(rows):
        cases = _Cases(rows, numbers)
        for sheet in sheets:
            sheet.fill(cases)
        n_done += len(numbers)
        if progress:
            progress(n_done, len(rows))
    columns = {column.judged.name: column for sheet in sheets for column in sheet.columns()}
    failures = tuple(sheet.failure for sheet in sheets if sheet.failure)
    return Scored(tuple(columns[value.name] for value in values), failures)


def _is_of(value: Judged, metric: Metric) -> bool:
    return any(value.name == f"{metric.name}.{each.name}" for each in metric.values)


def _by_article(rows: Sequence[Labelled]) -> Iterable[list[int]]:
    """Row numbers by article and references, so that a source and its analysis live no longer than needed."""
    numbers: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for number, row in enumerate(rows):
        numbers.setdefault((row.source, row.references), []).append(number)
    return numbers.values()


class _Cases:
    """The summaries of one article and their labelled sentences, all held against the same documents."""

    def __init__(self, rows: Sequence[Labelled], numbers: Sequence[int]) -> None:
        first = rows[numbers[0]]
        self._source = Document(first.source)
        self._references = tuple(map(Document, first.references)) or (self._source,)
        self.summaries = {number: self._case(rows[number], rows[number].summary) for number in numbers}
        self.annotated = {number: rows[number].sentences for number in numbers if rows[number].sentence_labels}
        self.sentences = {
            number: [self._case(rows[number], sentence) for sentence in sentences]
            for number, sentences in self.annotated.items()
        }

    def _case(self, row: Labelled, text: str) -> Case:
        return Case(row.id, row.system or "?", self._source, Document(text), self._references)


class _Sheet:
    """What one metric gives, filled article by article."""

    def __init__(self, metric: Metric, judged: Sequence[Judged], n_rows: int) -> None:
        self._metric = metric
        self._judged = judged
        self._primary = f"{metric.name}.{metric.values[0].name}"
        is_judged = any(value.name == self._primary for value in judged)
        self._own = metric if is_judged and isinstance(metric, SentenceScorer) else None
        self._alone = [value for value in judged if not (self._own and value.name == self._primary)]
        self._values: dict[str, list[float | None]] = {value.name: [None] * n_rows for value in judged}
        self._sentences: dict[str, dict[int, tuple[float | None, ...]]] = {value.name: {} for value in judged}
        self.failure: Failure | None = None

    def fill(self, cases: _Cases) -> None:
        """Score one article."""
        for number, values in zip(cases.summaries, self._scored(list(cases.summaries.values())), strict=True):
            for name, value in values.items():
                self._values[name][number] = value
        for number, annotated in cases.annotated.items():
            if self._own:
                self._sentences[self._primary][number] = self._own_scores(cases.summaries[number], annotated)
            if self._alone:
                scored = list(self._scored(cases.sentences[number]))
                for judged in self._alone:
                    supports = (turned(values.get(judged.name), judged) for values in scored)
                    self._sentences[judged.name][number] = tuple(supports)

    def columns(self) -> Iterator[Column]:
        """One column for every judged value."""
        for judged in self._judged:
            by_row = self._sentences[judged.name]
            source = SentenceScores("alone" if judged in self._alone else "own", by_row) if by_row else None
            yield Column(judged, turned_column(self._values[judged.name], judged), source)

    def _scored(self, cases: Sequence[Case]) -> Iterator[Values]:
        """The judged values of every case by full name; none where the metric failed."""
        wanted = {judged.name for judged in self._judged}
        for case, outcome in zip(cases, score_cases(self._metric, cases), strict=True):
            if isinstance(outcome, str):
                self._fail(case, outcome)
                yield {}
            else:
                named = {f"{self._metric.name}.{name}": v for name, v in self._metric.finish(outcome.stats).items()}
                yield {name: value for name, value in named.items() if name in wanted}

    def _own_scores(self, case: Case, annotated: Sequence[str]) -> tuple[float | None, ...]:
        assert self._own is not None  # only asked for where the metric offers them
        try:
            scored = self._own.sentence_scores(case)
        except Exception as error:
            self._fail(case, f"sentence_scores: {type(error).__name__}: {error}")
            scored = ()
        return tuple(support(extent, scored) for extent in locate(annotated, case.candidate.text))

    def _fail(self, case: Case, message: str) -> None:
        known = self.failure or Failure(self._metric.name, 0, f"{case.id}, {case.system}: {message}")
        self.failure = Failure(known.metric, known.n_items + 1, known.first)
