"""What a reader sees, and what the command returns."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from evalharness.cli.metaeval import metaeval
from evalharness.errors import ConfigError
from evalharness.metaeval.config import MetaConfig
from evalharness.metaeval.result import MetaResult
from evalharness.report.metaeval_view import MetaView

Make = Callable[..., dict[str, object]]
Write = Callable[..., Path]
Evaluate = Callable[..., MetaResult]

ROOT = Path(__file__).parents[2]
CONFIG = """labels: {path: labels.jsonl}
metrics: [rouge, repetition]
values: [rouge_1.precision, repetition.repeated_sentences]
"""


@pytest.fixture
def result(record: Make, evaluate: Evaluate) -> MetaResult:
    records = [
        record(name, i, m=None if i == 0 else i % 5, system=f"s|{i % 4}", error_types=[] if (i // 3) % 2 else ["EntE"])
        for name in ("a\x1b[31m", "b")
        for i in range(60)
    ]
    config = "metrics: [rouge]\nvalues: [rouge_1.recall]\npools: {p: [b]}\ngroups: {g: [b]}"
    return evaluate(records, config)


def test_the_report_names_what_it_shows_and_how(result: MetaResult) -> None:
    text = MetaView(result, details=True).render()
    for part in (
        "Mean over g: b",
        "b: 60 summaries of 30 articles by 4 systems, 30 of 60 consistent",
        "warning: pooled data sets reward knowing where a summary comes from",
        "rouge_1.recall ↑",
        "origin only",
        "98.3",  # coverage of m: 59 of 60
        "all summaries",
        "EntE",
        "share 30 articles, kept together everywhere",
        "200 bootstrap resamples of articles, seed 13",
        "chosen on one half of the set's articles, tested on the other half",
    ):
        assert part in text, part
    assert "\x1b" not in text
    assert "nan" not in text
    assert "EntE" not in MetaView(result).render()
    assert "\x1b[1mb\x1b[0m: 60 summaries" in MetaView(result).render(color=True)


def test_the_markdown_is_tables_under_headings(result: MetaResult) -> None:
    text = MetaView(result, details=True).render("github")
    assert "### Mean over g\n\nb\n\n| value" in text
    assert "### b\n\n60 summaries" in text
    assert "\n- Intervals: 95%" in text
    for line in text.splitlines():
        assert not line.startswith("|") or line.endswith("|"), line
    assert "| s\\|0" in text


def run(config: Path, *options: str) -> Result:
    return CliRunner().invoke(metaeval, [str(config), *options], standalone_mode=False)


def write_config(tmp_path: Path, text: str = CONFIG) -> Path:
    path = tmp_path / "meta.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_command_prints_tables_or_json(record: Make, write: Write, tmp_path: Path) -> None:
    write([record("d", i) for i in range(40)])
    config = write_config(tmp_path)
    plain, markdown, data = (
        run(config, *options) for options in ((), ("--format", "github"), ("--json", "--seed", "3"))
    )
    assert plain.return_value == markdown.return_value == data.return_value == 0
    assert "d: 40 summaries of 20 articles by 2 systems" in plain.output
    assert "### d" in markdown.output
    loaded = json.loads(data.output)
    assert loaded["seed"] == 3
    assert [each["name"] for each in loaded["scopes"][0]["judgements"]] == [
        "rouge_1.precision",
        "repetition.repeated_sentences",
    ]
    assert run(config).output == plain.output


def test_a_metric_that_fails_is_told_and_ends_with_3(record: Make, write: Write, tmp_path: Path) -> None:
    write([record("d", i) for i in range(8)])
    (tmp_path / "failing.py").write_text(
        "from evalharness.metrics.length import Length\n"
        "class Failing(Length):\n"
        "    def score(self, cases):\n"
        "        raise RuntimeError('no luck')\n",
        encoding="utf-8",
    )
    text = CONFIG.replace("metrics: [", "metrics: [{use: 'failing:Failing', name: failing}, ")
    text = text.replace("values: [", "values: [{value: failing.length, higher_is_better: true}, ")
    assert isinstance(run(write_config(tmp_path, text)).exception, ConfigError)
    found = run(write_config(tmp_path, text), "--allow-code")
    assert found.return_value == 3
    assert "error: metric failing failed on 8 texts; d-0, s0: RuntimeError: no luck" in found.stderr
    assert "failing.length" in found.stdout


def test_a_wrong_config_is_a_config_error(tmp_path: Path) -> None:
    error = run(write_config(tmp_path, CONFIG + "sed: 1\n")).exception
    assert isinstance(error, ConfigError)
    assert error.exit_code == 2
    assert "did you mean 'seed'?" in str(error)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, click.testing\n"
        "from evalharness.cli.metaeval import metaeval\n"
        "assert click.testing.CliRunner().invoke(metaeval, ['--help']).exit_code == 0\n"
        "assert not {'numpy', 'pydantic', 'yaml', 'nltk'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def keys(model: type, prefix: str = "") -> list[str]:
    from pydantic import BaseModel

    found = []
    for name, info in model.model_fields.items():  # type: ignore[attr-defined]
        found.append(prefix + name)
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            found += keys(info.annotation, f"{prefix}{name}.")
    return found


def test_every_key_and_option_is_in_the_docs() -> None:
    page = (ROOT / "docs" / "metaeval.md").read_text(encoding="utf-8")
    for key in keys(MetaConfig):
        assert f"`{key}`" in page, key
    for option in metaeval.params:
        if isinstance(option, click.Option):
            assert f"`{option.opts[0]}" in page, option.opts
