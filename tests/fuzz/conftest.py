"""Which kernel is fuzzed: the installed one, or the file EVALHARNESS_FUZZ_KERNEL names, as .ci/sanitize does."""

import importlib.util
import os
import sys
from importlib.machinery import ExtensionFileLoader
from types import ModuleType

import pytest

NAME = "evalharness.text._kernel"


def _load(path: str) -> None:
    spec = importlib.util.spec_from_file_location(NAME, path, loader=ExtensionFileLoader(NAME, path))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules[NAME] = module


if path := os.environ.get("EVALHARNESS_FUZZ_KERNEL"):
    _load(path)  # before anything can import the installed one


@pytest.fixture(scope="session")
def kernel() -> ModuleType:
    return pytest.importorskip(NAME, reason="the native kernel is not built: only the Python engine is tested")
