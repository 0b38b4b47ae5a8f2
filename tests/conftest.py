"""Where the public texts lie that are not part of the project."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    folders = [os.environ.get("EVALHARNESS_SHARED"), Path(__file__).parents[2] / "shared"]
    found = [Path(folder) for folder in folders if folder and Path(folder).is_dir()]
    if not found:
        pytest.skip("the shared texts are not here; EVALHARNESS_SHARED may name their folder")
    return found[0]
