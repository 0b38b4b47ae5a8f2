"""The API gives what the command line gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from evalharness import Example, evaluate, load_run
from evalharness.cli.main import cli
from evalharness.errors import ConfigError, DataError

EXAMPLES = [
    Example("a", "OSLO - Two men died on Monday.", {"x": "Two men died.", "y": "Three men died."}),
    Example("b", "PARIS - The franc rose 3 percent.", {"x": "The franc rose 3 percent.", "y": ""}),
]


def test_the_same_bytes_as_the_command_line(tmp_path: Path) -> None:
    with (tmp_path / "data.jsonl").open("w", encoding="utf-8") as file:
        for example in EXAMPLES:
            row = {"id": example.id, "source": example.source, "candidates": dict(example.candidates)}
            file.write(json.dumps(row) + "\n")
    config = (
        "data: {path: data.jsonl}\nmetrics: [rouge, {use: length, unit: characters}]\nseed: 7\nbaselines: [lead3]\n"
    )
    (tmp_path / "c.yaml").write_text(config, encoding="utf-8")
    result = CliRunner().invoke(cli, ["run", str(tmp_path / "c.yaml"), "--out", str(tmp_path / "cli")])
    assert result.exit_code == 0, result.output
    metrics = ["rouge", {"use": "length", "unit": "characters"}]
    run = evaluate(EXAMPLES, metrics, seed=7, baselines=["lead3"], out=tmp_path / "api")
    from_file = evaluate(tmp_path / "data.jsonl", metrics, seed=7, baselines=["lead3"], out=tmp_path / "file")
    for name in ("items.jsonl", "leaderboard.json"):
        wanted = (tmp_path / "cli" / name).read_bytes()
        assert (run.path / name).read_bytes() == wanted
        assert (from_file.path / name).read_bytes() == wanted


def test_a_run_renders_as_text_and_in_a_notebook() -> None:
    run = evaluate(EXAMPLES, ["rouge"])
    board = run.leaderboard()
    assert "rouge_1" in str(board)
    assert board._repr_html_().startswith("<table>")
    assert [(item.id, item.system, item.status) for item in run.items()] == [
        ("a", "x", "ok"),
        ("a", "y", "ok"),
        ("b", "x", "ok"),
        ("b", "y", "empty"),
    ]


def test_a_run_can_be_loaded_again(tmp_path: Path) -> None:
    run = evaluate(EXAMPLES, ["length"], out=tmp_path / "run", leaderboard={"show": ["length.compression"]})
    again = load_run(tmp_path / "run")
    assert list(again.items()) == list(run.items())
    assert str(again.leaderboard()) == str(run.leaderboard())


def test_examples_given_as_an_iterator_are_read_once() -> None:
    assert len(list(evaluate(iter(EXAMPLES), ["length"], limit=1).items())) == 2


def test_faults_of_a_call_are_listed() -> None:
    with pytest.raises(ConfigError, match=r"did you mean 'rouge'"):
        evaluate(EXAMPLES, ["roug"])
    with pytest.raises(DataError, match="'a'"):
        evaluate([EXAMPLES[0], EXAMPLES[0]], ["rouge"])
    with pytest.raises(DataError):
        evaluate([], ["rouge"])
    with pytest.raises(DataError, match="did you mean 'x'"):
        evaluate(EXAMPLES, ["rouge"], systems=["X"])
