"""Labels made from planted errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalharness.load.faults import FaultLog
from evalharness.metaeval.labels import Labelled
from evalharness.metaeval.plan import read_metaplan
from evalharness.metaeval.run import metaevaluate
from evalharness.metaeval.stories import read_stories

ROOT = Path(__file__).parents[2]
MACHINE = "Rates fall\nThe bank cut its rate to 4 percent. Oslo rejoiced in Oslo. Subscribe now."
PLANTED = """story: rates
errors:
  - {system: machine, kind: number, severity: hard, span: "4 percent", source: "3 percent"}
  - {system: machine, kind: name, severity: hard, span: "Oslo", source: null}
  - {system: machine, kind: boilerplate, severity: page, span: "Subscribe now.", source: null}
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "rates" / "rewrites").mkdir(parents=True)
    (tmp_path / "rates" / "wire.txt").write_text("The bank cut its rate to 3 percent.", encoding="utf-8")
    (tmp_path / "rates" / "rewrites" / "machine.txt").write_text(MACHINE, encoding="utf-8")
    (tmp_path / "rates" / "rewrites" / "desk.txt").write_text("The rate is 3 percent.", encoding="utf-8")
    (tmp_path / "rates" / "planted.yaml").write_text(PLANTED, encoding="utf-8")
    return tmp_path


def read(path: Path) -> tuple[tuple[Labelled, ...], list[str]]:
    faults = FaultLog()
    rows = read_stories(path, faults)
    return rows, [str(fault).removeprefix(f"{path}/") for fault in faults.kept]


def test_errors_label_their_rewrite_and_their_sentences(story: Path) -> None:
    (desk, machine), faults = read(story)
    assert faults == []
    assert (desk.label, desk.grade, desk.error_types, desk.doc_key) == (True, 1.0, (), "rates")
    assert machine.sentences == (
        *("Rates fall", "The bank cut its rate to 4 percent.", "Oslo rejoiced in Oslo.", "Subscribe now."),
    )
    assert machine.sentence_labels == (True, False, False, None)
    assert (machine.label, machine.grade, machine.error_types) == (False, 1 / 3, ("number", "name"))


def test_what_is_planted_must_be_there(story: Path) -> None:
    text = PLANTED.replace("4 percent", "5 percent").replace("kind: name, ", "") + "  - nothing\n"
    (story / "rates" / "planted.yaml").write_text(text, encoding="utf-8")
    assert read(story)[1] == [
        "rates/planted.yaml:3: the rewrite 'machine' does not have the text '5 percent'",
        "rates/planted.yaml:4: an error without kind",
        "rates/planted.yaml:6: an error without system, kind, severity, span",
    ]
    (story / "rates" / "planted.yaml").write_text("errors: none\n", encoding="utf-8")
    assert read(story)[1] == ["rates/planted.yaml:1: no list of 'errors'; an empty list says that nothing is planted"]
    (story / "rates" / "planted.yaml").unlink()
    assert read(story)[1][0].startswith("rates/planted.yaml: cannot be read")


def test_the_shipped_stories_are_labelled() -> None:
    rows, faults = read(ROOT / "references")
    assert faults == []
    assert {row.label for row in rows if row.system in ("faithful", "brief")} == {True}
    assert {row.label for row in rows if row.system not in ("faithful", "brief")} == {False}
    for row in rows:
        assert (False in row.sentence_labels) == (not row.label), row.id


def test_the_shipped_config_runs_and_warns_of_what_its_labels_cannot_show() -> None:
    (scope,) = metaevaluate(read_metaplan(ROOT / "configs" / "metaeval.yaml", {"resamples": "100"})).scopes
    assert (scope.n, scope.n_articles) == (51, 10)
    assert any(warning.startswith("every system is all right or all wrong") for warning in scope.warnings)
    first = scope.judgements[0]
    assert first.name == "hallucination.score"
    assert first.localisation is not None
    assert (first.localisation.auc.value or 0) > 0.7
