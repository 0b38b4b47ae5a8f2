"""A level fitted to labels: the line to paste, what it is worth, and clear errors where labels do not suffice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from evalharness.cli.calibrate import calibrate as verb
from evalharness.errors import DataError, UsageError
from evalharness.metaeval.calibrate import MIN_SLOPE, Calibration, calibrate
from evalharness.metrics import registry
from evalharness.metrics.protocol import Case, Value
from evalharness.metrics.registry import Entry
from evalharness.records import ItemScore
from evalharness.report.calibration_view import CalibrationView

TRUE_INTERCEPT, TRUE_SLOPE = 1.0, 0.5


class Told:
    """A probability that stands in the summary: "0.25"."""

    name = "told"
    values = (Value("score", higher_is_better=False),)
    needs = frozenset({"candidate"})

    def __init__(self, intercept: float = 0.0, slope: float = 1.0) -> None:
        self._level = (intercept, slope)

    def signature(self) -> str:
        return f"told|{self._level}"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        return [ItemScore((float(case.candidate.text), 1.0)) for case in cases]

    def finish(self, totals: Sequence[float]) -> Mapping[str, float | None]:
        return {"score": totals[0] / totals[1] if totals[1] else None}


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    known = registry.registered() | {"told": Entry("told", f"{__name__}:Told", "tests")}
    monkeypatch.setattr(registry, "registered", lambda: known)
    monkeypatch.setattr(registry, "_import", lambda target, shown: Told)


def rows(n: int, seed: int = 1, per_article: int = 3) -> list[dict[str, object]]:
    """Probabilities, and labels drawn from them at another level."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(-2, 1.5, n)
    wrong = rng.random(n) < 1 / (1 + np.exp(-(TRUE_INTERCEPT + TRUE_SLOPE * logits)))
    told = 1 / (1 + np.exp(-logits))
    return [
        {
            "id": str(i),
            "doc_key": f"k{i // per_article}",
            "source": f"Article {i // per_article}.",
            "summary": f"{p:.6f}",
            "label": 0 if bad else 1,
        }
        for i, (p, bad) in enumerate(zip(told, wrong, strict=True))
    ]


def write(path: Path, records: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def found(tmp_path: Path) -> Calibration:
    return calibrate(write(tmp_path / "labels.jsonl", rows(600)), "told", n_resamples=200)


def test_the_level_that_made_the_labels_is_found(found: Calibration) -> None:
    for estimate, true in ((found.fit.intercept, TRUE_INTERCEPT), (found.fit.slope, TRUE_SLOPE)):
        assert estimate.ci95 is not None
        assert estimate.ci95[0] < true < estimate.ci95[1]
        assert estimate.value == pytest.approx(true, abs=0.25)


def test_it_is_better_on_articles_it_was_not_fitted_to(found: Calibration) -> None:
    fit = found.fit
    assert fit.after is not None
    assert fit.advice == "better"
    assert fit.after.brier < fit.before.brier
    assert fit.after.calibration_error < fit.before.calibration_error / 2
    # cross-validated means are the share but for sampling: standard error of a mean of 600 outcomes is .02
    assert fit.after.mean == pytest.approx(fit.share_inconsistent, abs=0.02)
    assert fit.gain.value == pytest.approx(fit.before.brier - fit.after.brier)


def test_the_line_for_the_config_is_the_rounded_level(found: Calibration) -> None:
    curve = found.fit.curve
    assert found.config_line == f"{{use: told, intercept: {curve.intercept:g}, slope: {curve.slope:g}}}"
    assert curve.slope == pytest.approx(found.fit.slope.value, abs=0.005)
    assert CalibrationView(found).render().splitlines()[0] == found.config_line


def test_labels_that_fit_already_give_no_better_level(tmp_path: Path) -> None:
    # one in four wrong at a probability of .25 throughout: nothing to gain
    records = [record | {"summary": "0.25", "label": int(i % 4 > 0)} for i, record in enumerate(rows(200))]
    fit = calibrate(write(tmp_path / "labels.jsonl", records), "told", n_resamples=200).fit
    assert fit.advice != "better"
    assert fit.before.calibration_error == pytest.approx(0.0)
    assert fit.auc.value == 0.5


def test_copies_of_the_source_move_nothing(tmp_path: Path) -> None:
    records = rows(120)
    copies = [record | {"id": f"c{record['id']}", "summary": "0"} for record in records[:30]]
    alone, both = (
        calibrate(write(tmp_path / f"{name}.jsonl", each), "told", n_resamples=100).fit
        for name, each in (("alone", records), ("both", records + copies))
    )
    assert (both.n, both.n_fixed, both.intercept.n) == (150, 30, 120)
    assert (both.intercept.value, both.slope.value) == (alone.intercept.value, alone.slope.value)


def test_scores_that_rank_backwards_are_said_to(tmp_path: Path) -> None:
    records = [record | {"label": 1 - int(str(record["label"]))} for record in rows(200)]
    found = calibrate(write(tmp_path / "labels.jsonl", records), "told", n_resamples=100)
    assert found.fit.slope.value == MIN_SLOPE
    assert any("do not rank" in warning for warning in found.fit.warnings)


def test_one_article_cannot_be_cross_validated(tmp_path: Path) -> None:
    found = calibrate(write(tmp_path / "labels.jsonl", rows(60, per_article=60)), "told", n_resamples=100)
    assert found.fit.after is None
    assert found.fit.advice == "unknown"
    assert found.fit.intercept.ci95 is None
    assert len(found.fit.warnings) == 2
    assert "n/a" in CalibrationView(found).render()


def test_same_labels_same_answer(tmp_path: Path, found: Calibration) -> None:
    assert calibrate(tmp_path / "labels.jsonl", "told", n_resamples=200) == found


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        # numbers 0, 3, ... 48 are 17
        (
            [record | {"label": int(i % 3 > 0)} for i, record in enumerate(rows(49))],
            "49 labelled summaries: 32 consistent, 17 inconsistent; expected 50 or more",
        ),
        ([record | {"label": 1} for record in rows(80)], "80 labelled summaries: 80 consistent, 0 inconsistent"),
        ([record | {"summary": "0"} for record in rows(80)], "only 0 labelled summaries have a told.score above 0"),
        ([{"id": "a", "source": "s"}], "labels.jsonl:1: no 'summary'"),
    ],
)
def test_too_few_labels_are_an_error(tmp_path: Path, records: list[dict[str, object]], expected: str) -> None:
    with pytest.raises(DataError) as error:
        calibrate(write(tmp_path / "labels.jsonl", records), "told")
    assert expected in str(error.value)
    assert error.value.exit_code == 2


def test_a_metric_without_a_level_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    with pytest.raises(UsageError, match="length has no setting intercept and no slope"):
        calibrate(tmp_path / "labels.jsonl", "length")


def test_the_verb_prints_what_the_call_returns(tmp_path: Path) -> None:
    path = write(tmp_path / "labels.jsonl", rows(80))
    text = _run(path, "--metric", "told")
    data = json.loads(_run(path, "--metric", "told", "--json"))
    assert text.splitlines()[0] == data["config_line"]
    assert data["fit"]["n"] == 80
    assert data["n_resamples"] == 1000


def _run(*arguments: Path | str) -> str:
    assert isinstance(verb, click.Command)
    result = CliRunner().invoke(verb, list(map(str, arguments)), standalone_mode=False)
    assert result.exception is None
    assert result.return_value == 0
    return result.stdout
