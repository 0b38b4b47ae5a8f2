"""Starting costs nothing that the job at hand does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"nltk", "rouge_score", "numpy", "pandas", "scipy", "sklearn", "pyarrow", "sentencex", "pydantic", "yaml"}
HEAVY |= {"sqlalchemy", "alembic", "psycopg"}


@pytest.mark.parametrize(
    "code",
    [
        "import evalharness; evalharness.Example",
        "import evalharness.cli.main",
        "from click.testing import CliRunner; from evalharness.cli.main import cli\n"
        "assert CliRunner().invoke(cli, ['--help']).exit_code == 0\n"
        "assert CliRunner().invoke(cli, ['run', '--help']).exit_code == 0",
    ],
)
def test_the_package_and_its_help_import_nothing_heavy(code: str) -> None:
    report = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True, timeout=60
    )
    assert HEAVY & set(done.stdout.split()) == set()


def test_a_fault_of_the_config_is_told_without_the_libraries_that_score() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from evalharness.cli.main import cli\n"
        "assert CliRunner().invoke(cli, ['run', 'none.yaml']).exit_code != 0\n"
        "assert not {'nltk', 'rouge_score', 'scipy', 'sklearn', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
