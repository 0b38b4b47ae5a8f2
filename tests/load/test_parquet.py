"""Parquet: the same columns as CSV, with lists, maps and structs; and files that cannot be read."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalharness.errors import UsageError
from evalharness.load import open_data
from evalharness.records import Example

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

Read = Callable[..., list[Example]]
Faults = Callable[..., list[str]]


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    def save_table(**columns: Any) -> Path:
        path = tmp_path / "d.parquet"
        parquet.write_table(pa.table(columns), path)
        return path

    return save_table


def test_long(save: Callable[..., Path], read: Read) -> None:
    columns = {
        "id": [1, 1, 2],
        "system": ["x", "y", None],
        "source": ["One.", None, "Two."],
        "candidate": ["a", None, None],
    }
    columns |= {"tag.desk": ["asia", None, "asia"], "url": ["u"] * 3}
    assert read(save(**columns)) == [
        Example("1", "One.", {"x": "a"}, tags={"desk": "asia"}),
        Example("2", "Two.", {}, tags={"desk": "asia"}),
    ]


@pytest.mark.parametrize("kind", ["map", "struct"])
def test_wide(save: Callable[..., Path], read: Read, kind: str) -> None:
    value = {"x": "a", "y": "b"}
    candidates = pa.array([list(value.items())], pa.map_(pa.string(), pa.string())) if kind == "map" else [value]
    tags = pa.array([[("desk", "asia")]], pa.map_(pa.string(), pa.string()))
    table = save(id=["a1"], source=["Wire."], candidates=candidates, references=[["One.", "Two."]], tags=tags)
    assert read(table) == [Example("a1", "Wire.", value, ("One.", "Two."), {"desk": "asia"})]


def test_dictionary_and_large_strings(save: Callable[..., Path], read: Read) -> None:
    source = pa.array(["Wire."], pa.large_string())
    system = pa.array(["x"]).dictionary_encode()
    assert read(save(id=["a1"], source=source, system=system, candidate=["a"])) == [Example("a1", "Wire.", {"x": "a"})]


def test_map_with_a_system_twice(save: Callable[..., Path], faults: Faults) -> None:
    candidates = pa.array([[("x", "a"), ("x", "b")]], pa.map_(pa.string(), pa.string()))
    assert faults(save(id=["a1"], source=["Wire."], candidates=candidates)) == [
        "d.parquet:1: two candidates of system 'x'; keep one of them"
    ]


def test_rows_are_numbered_across_batches(save: Callable[..., Path], faults: Faults) -> None:
    table = save(
        id=[str(number) for number in range(999)] + [""],
        source=["Wire."] * 1000,
        candidate=["a"] * 1000,
        system=["x"] * 1000,
    )
    assert faults(table) == ["d.parquet:1000: 'id' is blank"]


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        (
            {"id": ["a"], "source": ["b"], "candidat": ["c"], "system": ["x"]},
            "has 'candidat'; did you mean 'candidate'?",
        ),
        ({"source": ["b"], "candidate": ["c"], "system": ["x"]}, "no 'id'; there is: 'source', 'candidate', 'system'"),
    ],
)
def test_columns_that_do_not_fit(save: Callable[..., Path], faults: Faults, columns: Any, fault: str) -> None:
    assert faults(save(**columns)) == [f"d.parquet: {fault}"]


@pytest.mark.parametrize("column", [[1.5], [b"bytes"], [True], [["a"]], [{"a": 1}]])
def test_wrong_types(save: Callable[..., Path], faults: Faults, column: Any) -> None:
    (fault,) = faults(save(id=["a"], source=column, system=["x"], candidate=["b"]))
    assert fault.startswith("d.parquet:1: 'source' is ")


def test_timestamps_as_ids(save: Callable[..., Path], faults: Faults) -> None:
    (fault,) = faults(save(id=pa.array([1], pa.timestamp("ns")), source=["a"], system=["x"], candidate=["b"]))
    assert fault.startswith("d.parquet")


def test_invalid_utf8(save: Callable[..., Path], faults: Faults) -> None:
    text = pa.array([b"Wire.", b"\xff"]).view(pa.string())
    (fault,) = faults(save(id=["a", "b"], source=text, system=["x", "x"], candidate=["b", "b"]))
    assert fault.startswith("d.parquet:1: invalid UTF-8: byte 0xff in row 1 or the 63 after")


@pytest.mark.parametrize("damage", ["empty", "text", "truncated", "footer", "pages"])
def test_broken_files(save: Callable[..., Path], faults: Faults, damage: str) -> None:
    n_rows = 500
    path = save(
        id=[str(n) for n in range(n_rows)], source=["Wire."] * n_rows, system=["x"] * n_rows, candidate=["a"] * n_rows
    )
    data = bytearray(path.read_bytes())
    if damage == "empty":
        data.clear()
    elif damage == "text":
        data[:] = b"id,source\n"
    elif damage == "truncated":
        del data[len(data) // 2 :]
    elif damage == "footer":
        data[-60:-40] = b"\xff" * 20
    else:
        data[4:200] = b"\xff" * 196
    path.write_bytes(data)
    assert "broken Parquet data" in faults(path)[0]


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    path = tmp_path / "d.parquet"
    path.touch()
    with pytest.raises(UsageError, match=r"pip install 'evalharness\[parquet\]'"):
        open_data(path)
