"""A config of a meta-evaluation: every fault with its line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalharness.errors import ConfigError, DataError
from evalharness.metaeval.plan import MetaPlan, read_metaplan
from evalharness.metaeval.run import metaevaluate

LABELS = "labels: {path: labels.jsonl}\n"


def plan(tmp_path: Path, text: str, **overrides: object) -> MetaPlan:
    path = tmp_path / "meta.yaml"
    path.write_text(text, encoding="utf-8")
    return read_metaplan(path, overrides)


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        plan(tmp_path, text)
    return [str(fault).removeprefix(f"{tmp_path}/") for fault in caught.value.faults]


def test_the_first_value_of_every_metric_is_judged_where_it_has_a_direction(tmp_path: Path) -> None:
    found = plan(tmp_path, LABELS + "metrics: [rouge, length, repetition]\nseed: 5\n", seed=7)
    assert [value.name for value in found.values][:4] == [f"rouge_{n}.f1" for n in ("1", "2", "l", "lsum")]
    assert found.values[-1].name == "repetition." + found.metrics[-1].values[0].name
    assert not found.values[-1].higher_is_better
    assert "length" not in {metric.name for metric in found.metrics}
    assert found.pairs[0] == ("rouge_1.f1", "rouge_2.f1")
    assert found.config.seed == 7


def test_a_direction_can_be_given(tmp_path: Path) -> None:
    text = LABELS + "metrics: [length, rouge]\nvalues: [{value: length.length, higher_is_better: false}, rouge_l.f1]\n"
    found = plan(tmp_path, text)
    assert [(value.name, value.higher_is_better) for value in found.values] == [
        ("length.length", False),
        ("rouge_l.f1", True),
    ]
    assert [metric.name for metric in found.metrics] == ["length", "rouge_l"]


def test_unknown_keys_name_the_nearest_at_every_depth(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "labels: {path: x, colums: {}}\n"
        "metrics: [rogue, length]\n"
        "treshold: {split: half}\n"
        "published:\n"
        "  - {path: y, joint: {id: id}, values: {a: {column: b, higher_is_beter: false}}}\n"
        "threshold: {split: third}\n",
    )
    assert [fault.partition("; ")[0] for fault in found] == [
        "meta.yaml:1: unknown key 'labels.colums'",
        "meta.yaml:3: unknown key 'treshold'",
        "meta.yaml:5: unknown key 'published[0].values.a.higher_is_beter'",
        "meta.yaml:5: unknown key 'published[0].joint'",
        "meta.yaml:6: threshold.split: 'third' is not known",
        "meta.yaml:2: unknown metric 'rogue'",
    ]
    for fault, near in zip(found, ["columns", "threshold", "higher_is_better", "join"], strict=False):
        assert f"did you mean '{near}'?" in fault


def test_values_pairs_and_directions_are_checked_together(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        LABELS + "metrics: [rouge, length]\n"
        "values:\n"
        "  - rouge_2.precison\n"
        "  - length.length\n"
        "  - rouge_1.f1\n"
        "published: [{path: p, values: {rouge_1.f1: x, fact: y}}]\n"
        "compare:\n"
        "  - [rouge_1.f1, facts]\n",
    )
    assert [fault.partition("; ")[0] for fault in found] == [
        "meta.yaml:4: no metric here has the value 'rouge_2.precison'",
        "meta.yaml:5: length.length does not say which way is better",
        "meta.yaml:7: two judged values are called 'rouge_1.f1'",
        "meta.yaml:9: 'facts' is not judged here",
    ]
    assert "did you mean 'rouge_2.precision'?" in found[0]
    assert "did you mean 'fact'?" in found[3]


def test_something_must_be_judged_and_labelled(tmp_path: Path) -> None:
    assert "nothing to judge" in faults(tmp_path, LABELS + "metrics: [length]\n")[0]
    assert "give either 'path' or 'stories'" in faults(tmp_path, "labels: {path: a, stories: b}\nmetrics: [rouge]\n")[0]
    assert faults(tmp_path, "- a\n") == ["meta.yaml:1: not a config: a list; expected at least the key 'labels'"]


def test_code_is_imported_only_where_it_is_allowed(tmp_path: Path) -> None:
    (tmp_path / "landmine.py").write_text("raise SystemExit\n", encoding="utf-8")
    assert "names Python code" in faults(tmp_path, LABELS + "metrics: ['landmine:Metric']\n")[0]


def test_names_of_data_sets_are_checked_against_the_labels(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text('{"dataset": "a", "id": 1, "source": "s", "summary": "t", "label": 1}\n')
    text = LABELS.replace("}", ", families: {b: f}}") + "metrics: [rouge]\npools: {a: [a]}\ngroups:\n  g: [a, bb]\n"
    with pytest.raises(ConfigError) as caught:
        metaevaluate(plan(tmp_path, text))
    assert [str(fault).removeprefix(f"{tmp_path}/").partition("; ")[0] for fault in caught.value.faults] == [
        "meta.yaml:1: the labels have no data set 'b'",
        "meta.yaml:5: the labels have no data set 'bb'",
        "meta.yaml:3: 'a' is a data set already",
    ]


def test_faults_of_the_labels_are_data_errors(tmp_path: Path) -> None:
    (tmp_path / "labels.jsonl").write_text("{}\n{}\n")
    with pytest.raises(DataError, match=r"labels\.jsonl:2"):
        metaevaluate(plan(tmp_path, LABELS + "metrics: [rouge]\n"))
