"""Metrics over labelled summaries and their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.metaeval.alignment import locate, support
from evalharness.metaeval.columns import Judged
from evalharness.metaeval.labels import Labelled
from evalharness.metaeval.scoring import Scored, score_rows
from evalharness.metrics.protocol import Case, Field, Metric, Value
from evalharness.records import ItemScore

SENTENCES = ("Rates fell.", "Prices rose.")
ROWS = (
    Labelled(
        "d", "1", "wire", "Rates fell. Prices rose.", label=True, sentences=SENTENCES, sentence_labels=(True, False)
    ),
    Labelled("d", "2", "wire", "odd", label=False),
    Labelled("d", "3", "other wire", "Rates", label=False),
)


@dataclass(frozen=True)
class Errors:
    """Words of the candidate, lower is better; undefined for one word; fails on "odd"."""

    name: str = "errors"
    values: ClassVar[tuple[Value, ...]] = (Value("words", higher_is_better=False, high=None), Value("one", True))
    needs: ClassVar[frozenset[Field]] = frozenset({"candidate"})

    def signature(self) -> str:
        return "errors"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        if any(case.candidate.text == "odd" for case in cases):
            raise RuntimeError("an odd text")
        return [ItemScore((float(len(case.candidate.text.split())),)) for case in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        return {"words": totals[0] if totals[0] > 1 else None, "one": 1.0 if totals[0] else None}


@dataclass(frozen=True)
class OwnSentences(Errors):
    """Scores the sentences of a summary itself: the first is good, the second is not."""

    def sentence_scores(self, case: Case) -> tuple[tuple[int, int, float], ...]:
        if case.id != "1":
            raise RuntimeError("no labelled sentence here")
        return ((0, 11, 0.9), (11, 24, 0.1))


def scored(metric: Metric, rows: Sequence[Labelled] = ROWS) -> Scored:
    values = (Judged("errors.words", "metric", False), Judged("errors.one", "metric", True))
    return score_rows([metric], values, rows)


def test_values_are_turned_and_undefined_or_failed_ones_are_nan() -> None:
    found = scored(Errors())
    np.testing.assert_equal(found.columns[0].scores, [-4.0, np.nan, np.nan])
    np.testing.assert_equal(found.columns[1].scores, [1.0, np.nan, 1.0])
    (failure,) = found.failures
    assert (failure.metric, failure.n_items, failure.first) == ("errors", 1, "2, ?: RuntimeError: an odd text")


def test_sentences_are_candidates_of_their_own_unless_the_metric_scores_them() -> None:
    alone, _ = scored(Errors()).columns
    assert alone.sentences is not None
    assert (alone.sentences.source, alone.sentences.by_row) == ("alone", {0: (-2.0, -2.0)})
    own, second = scored(OwnSentences()).columns
    assert own.sentences is not None
    assert second.sentences is not None
    assert own.sentences.source == "own"
    assert own.sentences.by_row[0] == pytest.approx((0.9, 0.1))
    assert (second.sentences.source, second.sentences.by_row) == ("alone", {0: (1.0, 1.0)})


def test_sentence_scores_that_fail_are_undefined_and_told() -> None:
    row = Labelled("d", "4", "wire", "Rates fell.", label=True, sentences=SENTENCES[:1], sentence_labels=(True,))
    found = scored(OwnSentences(), [row])
    assert found.columns[0].sentences is not None
    assert found.columns[0].sentences.by_row == {0: (None,)}
    assert found.failures[0].first == "4, ?: sentence_scores: RuntimeError: no labelled sentence here"


def test_progress_counts_summaries() -> None:
    seen: list[tuple[int, int]] = []
    score_rows([], [], ROWS, lambda done, total: seen.append((done, total)))
    assert seen == [(2, 3), (3, 3)]


def test_sentences_are_found_in_order_whatever_their_case_and_spacing() -> None:
    text = "the bank cut .the bank rose .  the bank cut ."
    assert locate(["The bank cut.", "The bank rose.", "The bank cut."], text) == [(0, 14), (14, 29), (31, 45)]
    assert locate(["The bank rose.", "The bank cut twice."], text) == [(14, 29), None]
    # out of order: looked for in the whole text
    assert locate(["The bank rose.", "The bank cut. The bank rose."], text) == [(14, 29), (0, 29)]
    assert locate(["", " "], text) == [None, None]


@given(st.lists(st.text(max_size=8), max_size=6))
def test_parts_of_a_text_are_found_where_they_are(parts: list[str]) -> None:
    text = " ".join(parts)
    for part, extent in zip(parts, locate(parts, text), strict=True):
        if not part.strip():
            assert extent is None
            continue
        assert extent is not None
        assert "".join(part.split()).casefold() in "".join(text[slice(*extent)].split()).casefold()


def test_support_weighs_by_what_sentences_have_in_common() -> None:
    assert support((5, 15), [(0, 10, 1.0), (10, 20, 0.0), (20, 30, 9.0)]) == 0.5
    assert support((40, 50), [(0, 10, 1.0)]) is None
    assert support(None, [(0, 10, 1.0)]) is None
