"""A gate's policy: every fault with its line, and what a rule may say."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from evalharness.compare.checks import checks_of, policy_faults
from evalharness.config.policy import policy_schema, read_policy
from evalharness.config.yaml_tree import read_tree, untyped
from evalharness.errors import ConfigError
from evalharness.metrics.protocol import Value
from evalharness.plan import metaeval_schema

CONFIGS = Path(__file__).parents[2] / "configs"
VALUES = {"hits": [Value("share", True)], "length": [Value("length", None)]}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gate.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rule_becomes_a_check_for_each_limit_and_each_sort_of_findings(tmp_path: Path) -> None:
    policy = read_policy(
        written(
            tmp_path,
            "min_examples: 20\n"
            "rules:\n"
            "  - {value: hits.share, max_drop: 0.02, min: 0.3, min_examples: 5}\n"
            "  - {value: hits.share, min: 0.1, each: item, where: {kind: no, desk: asia}, systems: [a, b]}\n"
            "  - no_new: [{kind: number}, {severity: any, verdict: missing, metric: hits}]\n",
        )
    ).config
    assert policy is not None
    assert [(check.name, check.min_examples) for check in checks_of(policy)] == [
        ("hits.share max_drop 0.02", 5),
        ("hits.share min 0.3", 5),
        # a tag's value is the word that was written, though YAML 1.1 reads `no` as false
        ("hits.share each min 0.1 for a, b where desk=asia kind=no", 20),
        ("no new hard number", 20),
        ("no new missing finding of hits", 20),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alpha: 0.05\n", "'rules' is missing"),
        ("rules: []\n", "gate.yaml:1: rules"),
        ("rules:\n  - {valeu: hits.share, max_drop: 0}\n", "gate.yaml:2: unknown key 'rules[0].valeu'; did you mean"),
        ("rules:\n  - {no_new: [{kid: number}]}\n", "unknown key 'rules[0].no_new[0].kid'; did you mean 'kind'?"),
        ("rules:\n  - {no_new: [{severity: grave}]}\n", "gate.yaml:2: rules[0].no_new[0].severity"),
        ("rules:\n  - {max_drop: 0.1}\n", "gate.yaml:2: rules[0]: 'max_drop' needs the 'value'"),
        ("rules:\n  - {value: hits.share}\n", "'value' needs a limit"),
        ("rules:\n  - {on: warn}\n", "a rule needs a 'value'"),
        ("rules:\n  - {value: a.b, max_drop: -1}\n", "rules[0].max_drop"),
        ("rules:\n  - {value: a.b, max: nan}\n", "rules[0].max"),
        ("rules:\n  - {value: a.b, max_drop: 1, each: item}\n", "'each: item' needs min or max"),
        ("rules:\n  - {value: a.b, max: 1, on: fale}\n", "rules[0].on: 'fale' is not known; expected 'fail' or 'warn'"),
        ("undecided: maybe\nrules:\n  - {no_new: [{}]}\n", "gate.yaml:1: undecided: 'maybe' is not known"),
    ],
)
def test_faults_of_the_file_have_their_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_policy(written(tmp_path, text))
    assert said in str(caught.value)


def test_faults_that_only_the_run_shows_have_their_line_too(tmp_path: Path) -> None:
    parsed = read_policy(
        written(
            tmp_path,
            "rules:\n"
            "  - value: hits.sahre\n"
            "    max_drop: 0.1\n"
            "  - {value: length.length, max_drop: 0.1}\n"
            "  - {value: hits.share, min: 0.1}\n"
            "  - {value: hits.share, min: 0.1}\n"
            "  - {no_new: [{metric: hist}]}\n",
        )
    )
    assert parsed.config is not None
    faults = [str(f) for f in policy_faults(parsed, checks_of(parsed.config), VALUES, has_baseline=True)]
    assert [fault.removeprefix(str(tmp_path)).split(": ")[0] for fault in faults] == [
        f"/gate.yaml:{line}" for line in (2, 4, 6, 7)
    ]
    assert "did you mean 'hits.share'?" in faults[0]
    assert "neither direction of length.length is better" in faults[1]
    assert "'hits.share min 0.1' is given twice" in faults[2]
    assert "did you mean 'hits'?" in faults[3]
    alone = [str(f) for f in policy_faults(parsed, checks_of(parsed.config), VALUES, has_baseline=False)]
    assert [fault for fault in alone if "needs a baseline" in fault] == [
        f"{tmp_path}/gate.yaml:{line}: {what} needs a baseline to compare with; "
        "name one with --baseline, or leave only min and max in the policy"
        for line, what in ((3, "max_drop"), (4, "max_drop"), (7, "no_new"))
    ]


@pytest.mark.parametrize(("name", "schema"), [("gate.yaml", policy_schema()), ("metaeval.yaml", metaeval_schema())])
def test_the_schema_fits_the_config_that_is_shipped(name: str, schema: dict[str, object]) -> None:
    shipped = untyped(read_tree((CONFIGS / name).read_text(encoding="utf-8")).value)
    jsonschema.validate(shipped, schema)
    assert isinstance(shipped, dict)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**shipped, "sede": 1}, schema)


def test_the_shipped_policy_is_right() -> None:
    assert read_policy(CONFIGS / "gate.yaml").config is not None
