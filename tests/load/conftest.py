"""Helpers of the loader's tests: write a file, read it, and compare what came out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from evalharness.errors import DataError
from evalharness.load import open_data
from evalharness.records import Example

Write = Callable[..., Path]
Faults = Callable[..., list[str]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write text, bytes or JSON lines to a file in the temporary folder, and return its path."""

    def write_file(name: str, content: str | bytes | Iterable[Any]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_bytes(content.encode())
        else:
            path.write_text("".join(json.dumps(record) + "\n" for record in content), newline="")
        return path

    return write_file


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    """Every fault of some data as ``file:line: problem; advice``, without the temporary folder's path."""

    def faults_of(path: Path, **options: Any) -> list[str]:
        with pytest.raises(DataError) as caught:
            open_data(path, **options)
        return [str(fault).replace(f"{tmp_path}/", "") for fault in caught.value.faults]

    return faults_of


@pytest.fixture
def read() -> Callable[..., list[Example]]:
    """All examples of some data."""

    def read_all(path: Path, **options: Any) -> list[Example]:
        with open_data(path, **options) as data:
            return list(data.examples())

    return read_all
