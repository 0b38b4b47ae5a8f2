"""docs/pytest.md: its tests do what it says they do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "pytest.md").read_text(encoding="utf-8")
FIXTURE, MARKER = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(FAILURE,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
(COMMANDS,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


def test_the_failure_it_shows(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_it=FIXTURE)
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    assert FAILURE in result.stdout.str()


def test_the_marker_and_the_commands(pytester: pytest.Pytester) -> None:
    (pytester.path / "configs").mkdir()
    shutil.copytree(ROOT / "references" / "ferry-fire", pytester.path / "references" / "ferry-fire")
    # as the config that the page names, but for metrics that take no time
    config = (ROOT / "configs" / "ci.yaml").read_text(encoding="utf-8")
    data = re.findall(r"^data:.*$", config, re.MULTILINE)[0]
    (pytester.path / "configs" / "ci.yaml").write_text(f"{data}\nmetrics: [length]\n", encoding="utf-8")
    pytester.makepyfile(test_it=MARKER)
    for line in COMMANDS.splitlines():
        written = re.sub(r"\s+#.*", "", line).removeprefix("pytest ")
        options = [option.strip('"') for option in re.findall(r'"[^"]*"|\S+', written)]
        result = pytester.runpytest_subprocess("-v", "-p", "no:hypothesispytest", *options)
        assert result.ret == 0, result.stdout.str()
        assert "test_no_wrong_figure[ferry-fire-desk] PASSED" in result.stdout.str()
