"""Names become metrics; whatever stands in the way is one clear error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from evalharness.errors import UsageError
from evalharness.metrics import registry
from evalharness.metrics.protocol import Case, Field, Metric, Value
from evalharness.metrics.registry import SpecError, make, registered
from evalharness.records import ItemScore


@dataclass(frozen=True, slots=True)
class Constant:
    """Always the same."""

    value: float
    name: str = "constant"
    values: tuple[Value, ...] = (Value("value", higher_is_better=None, low=None, high=None),)
    needs: frozenset[Field] = frozenset()

    def signature(self) -> str:
        return f"{self.name}|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        return [ItemScore((self.value, 1)) for _ in cases]

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        return {"value": totals[0] / totals[1] if totals[1] else None}


class Untyped:
    """A plugin that declares no types."""

    def __init__(self, size=3) -> None:  # type: ignore[no-untyped-def]
        self.size = size


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    points: list[EntryPoint] = []
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == "evalharness.metrics" else [])
    return points


def test_an_entry_point_is_found_and_imported_only_when_used(plugins: list[EntryPoint]) -> None:
    plugins += [
        EntryPoint("constant", f"{__name__}:Constant", "evalharness.metrics"),
        EntryPoint("broken", "no_such_module:Thing", "evalharness.metrics"),
    ]
    assert {"constant", "broken"} < registered().keys()
    with pytest.raises(SpecError, match="no_such_module"):
        make("broken", {})


def test_a_name_registered_twice_names_both_owners(plugins: list[EntryPoint]) -> None:
    plugins.append(EntryPoint("length", "other.package:Length", "evalharness.metrics"))
    with pytest.raises(UsageError, match=r"'length' is registered by both evalharness and other\.package:Length"):
        registered()


@pytest.mark.parametrize(
    ("use", "settings", "said"),
    [
        ("lenght", {}, "did you mean 'length'?"),
        ("length", {"unit": "pages"}, "unit"),
        ("length", {"values": "x"}, "unknown setting 'values'"),
        ("os:getcwd", {}, "names Python code"),
    ],
)
def test_a_bad_spec_is_explained(use: str, settings: dict[str, object], said: str) -> None:
    with pytest.raises(SpecError) as caught:
        make(use, settings)
    assert said in str(caught.value)


def test_code_that_is_allowed_is_imported_and_checked() -> None:
    (metric,) = make("tests_registry_plugin:Constant", {"value": "2.5"}, allow_code=True)
    assert isinstance(metric, Metric)
    assert metric.finish((5.0, 2.0)) == {"value": 2.5}
    with pytest.raises(SpecError, match="'value' is missing"):
        make("tests_registry_plugin:Constant", {}, allow_code=True)
    with pytest.raises(SpecError, match="without name, values"):
        make("tests_registry_plugin:Untyped", {"size": "4"}, allow_code=True)
    with pytest.raises(SpecError, match="cannot be imported"):
        make("tests_registry_plugin:Nothing", {}, allow_code=True)


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    from types import ModuleType

    module: Any = ModuleType("tests_registry_plugin")
    module.Constant, module.Untyped = Constant, Untyped
    monkeypatch.setitem(sys.modules, "tests_registry_plugin", module)
