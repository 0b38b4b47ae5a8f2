"""The docs say what the code says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from evalharness.config import Config
from evalharness.metrics.registry import BUILT_IN

ROOT = Path(__file__).parents[1]


def load_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = load_build()


@pytest.mark.parametrize("page", BUILD.pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_generated_parts_are_up_to_date(page: Path) -> None:
    assert BUILD.built(page) == page.read_text(encoding="utf-8"), "run python docs/build.py"


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_metric_has_its_page(name: str) -> None:
    text = (ROOT / "docs" / "metrics" / f"{name}.md").read_text(encoding="utf-8")
    assert f"<!-- generated: metric {name} -->" in text
    assert f"(metrics/{name}.md)" in (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")


def test_every_config_key_is_in_the_docs() -> None:
    text = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    for key in Config.model_fields:
        assert re.search(rf"`{key}[`.]", text), key


@pytest.mark.parametrize("page", BUILD.pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
