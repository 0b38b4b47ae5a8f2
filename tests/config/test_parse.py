"""Every fault of a config is named with its line, all at once, and no scalar changes on its way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.config import parse_config
from evalharness.config.yaml_tree import read_tree, untyped
from evalharness.errors import ConfigError
from evalharness.plan import config_schema, plan_from_config, read_plan


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "run.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_plan(write(tmp_path, text))
    return [str(fault).removeprefix(str(tmp_path) + "/") for fault in caught.value.faults]


def test_all_faults_are_listed_at_once_with_their_lines(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "data: {path: x, formt: csv}\n"
        "metrics: [rogue, {use: length, unit: furlongs}, {use: length, name: b, unti: words}]\n"
        "sead: 1\n"
        "leaderboard:\n"
        "  worst: many\n",
    )
    assert [fault.split(": ")[0] for fault in found] == ["run.yaml:1", "run.yaml:3", "run.yaml:5", *["run.yaml:2"] * 3]
    assert "unknown key 'data.formt'; did you mean 'format'?" in found[0]
    assert "did you mean 'seed'?" in found[1]
    assert "leaderboard.worst" in found[2]
    assert "unknown metric 'rogue'; did you mean 'rouge'?" in found[3]
    assert "unit" in found[4]
    assert "furlongs" in found[4]
    assert "unknown setting 'unti'; did you mean 'unit'?" in found[5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "run.yaml:1: not a config: the file is empty"),
        ("- a\n- b\n", "run.yaml:1: not a config: a list"),
        ("data: {path: x}\nmetrics: [rouge\n", "not valid YAML"),
        ("data: {path: x}\ndata: {path: y}\nmetrics: [rouge]\n", "run.yaml:2: 'data' is given twice"),
        ("data: {path: x}\n", "'metrics' is missing"),
        ("data: {path: x}\nmetrics: []\n", "metrics"),
        ("data: {path: x}\nmetrics: [rouge, rouge]\n", "metric 'rouge_1' is listed twice"),
        ("data: {path: x}\nmetrics: [rouge]\nbaselines: [lead4]\n", "run.yaml:3: baselines[0]: 'lead4' is not known"),
        ("data: {path: x}\nmetrics: [length]\nleaderboard: {sort: lenth.length}\n", "did you mean 'length.length'?"),
        ("data: {path: x}\nmetrics: ['my.module:Thing']\n", "names Python code"),
        ("a: &x [*x]\n", "an alias that contains itself"),
        ("? [a]\n: b\n", "a key must be a word"),
    ],
)
def test_a_broken_config_says_what_and_where(tmp_path: Path, text: str, said: str) -> None:
    assert said in "\n".join(faults(tmp_path, text))


def test_a_file_that_is_not_there_or_not_text_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"data: \xff\n")
    assert "not UTF-8 text at byte 6" in str(parse_config(path).faults[0])
    assert "cannot be read" in str(parse_config(tmp_path / "none.yaml").faults[0])
    assert "cannot be read" in str(parse_config(tmp_path).faults[0])


def test_names_stay_as_they_were_written(tmp_path: Path) -> None:
    text = "data: {path: 010}\nmetrics: [length]\nsystems: [no, 010, 1e-3, 2024-01-31, 12:30:00, 'null', yes, 1_000]\n"
    config = parse_config(write(tmp_path, text)).config
    assert config is not None
    assert config.systems == ("no", "010", "1e-3", "2024-01-31", "12:30:00", "null", "yes", "1_000")
    assert config.data.path == "010"


def test_settings_take_the_type_they_declare() -> None:
    plan = plan_from_config({"data": {"path": "x"}, "metrics": [{"use": "rouge", "stemmer": "yes"}]})
    assert "stem:yes" in plan.metrics[0].signature()


def test_code_is_not_imported_unless_the_config_allows_it(tmp_path: Path) -> None:
    (tmp_path / "landmine.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    found = faults(tmp_path, "data: {path: x}\nmetrics: ['landmine:Metric']\n")
    assert "allow_code: true" in found[0]
    # nor while the config is wrong elsewhere: whether it allows code is not settled then
    found = faults(tmp_path, "data: {path: x}\nmetrics: ['landmine:Metric']\nallow_code: yes\nsede: 1\n")
    assert len(found) == 1


def test_the_schema_accepts_the_shipped_configs_and_refuses_a_typo() -> None:
    import jsonschema
    import yaml

    validator = jsonschema.Draft202012Validator(config_schema())
    for path in sorted((Path(__file__).parents[2] / "configs").glob("*.yaml")):
        if path.stem in ("gate", "metaeval"):  # read by other commands
            continue
        validator.validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    wrong = {"data": {"path": "x"}, "metrics": [{"use": "length", "unti": "words"}]}
    assert not validator.is_valid(wrong)


@given(st.text(max_size=60))
def test_any_text_is_a_tree_or_a_fault(text: str) -> None:
    tree = read_tree(text)
    assert tree.faults or tree.value is None or isinstance(tree.value, str | list | dict)
    untyped(tree.value)
