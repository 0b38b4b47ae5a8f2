"""Any data, written in any format, comes back equal and with the same digest."""

import csv
import io
import json
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalharness.errors import DataError
from evalharness.load import from_examples, open_data
from evalharness.records import Example

Rows = list[dict[str, object]]

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
NAME = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=6).filter(str.strip)
SAFE_NAME = st.text("abcXYZ019_-é", min_size=1, max_size=6)
# A byte order mark at the start of a text file is no part of the text.
FILE_TEXT = TEXT.filter(lambda text: not text.startswith("\ufeff"))


@st.composite
def data_sets(
    draw: st.DrawFn, names: st.SearchStrategy[str] = NAME, texts: st.SearchStrategy[str] = TEXT, min_candidates: int = 0
) -> list[Example]:
    ids = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    systems = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    full = texts.filter(lambda text: bool(text.strip()))
    references = st.lists(full, min_size=1, max_size=3) if draw(st.booleans()) else st.just([])
    first = draw(st.sampled_from(systems))  # at least one candidate in all
    examples = []
    for number, id_ in enumerate(ids):
        fixed = {first: texts} if number == 0 or min_candidates else {}
        candidates = draw(st.fixed_dictionaries(fixed, optional={s: texts for s in systems if s not in fixed}))
        tags = draw(st.dictionaries(names, st.text('ab é,"\n', min_size=1, max_size=5), max_size=2))
        examples.append(Example(id_, draw(full), candidates, tuple(draw(references)), tags))
    return examples


def wide_rows(examples: Sequence[Example]) -> Rows:
    return [
        {
            "id": example.id,
            "source": example.source,
            "references": list(example.references),
            "candidates": dict(example.candidates),
            "tags": dict(example.tags),
        }
        for example in examples
    ]


def source_rows(examples: Sequence[Example]) -> Rows:
    return [
        {
            "id": example.id,
            "source": example.source,
            **{f"reference_{number}": text for number, text in enumerate(example.references)},
            **{f"tag.{name}": value for name, value in example.tags.items()},
        }
        for example in examples
    ]


def candidate_rows(examples: Sequence[Example]) -> Rows:
    return [
        {"id": example.id, "system": system, "candidate": text}
        for example in examples
        for system, text in example.candidates.items()
    ]


def interleaved(examples: Sequence[Example]) -> Rows:
    """Rows as a table has them: the candidates of an example, the first one with what belongs to the example."""
    return [
        {**(source or {}), **(candidate or {})}
        for example in examples
        for source, candidate in zip_longest(source_rows([example]), candidate_rows([example]))
    ]


def write_jsonl(path: Path, rows: Rows) -> Path:
    path = path / "d.jsonl"
    path.write_bytes("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())
    return path


def header_of(rows: Rows) -> list[str]:
    keys = {key: None for row in rows for key in row}
    return list({"id": None, "system": None, "source": None, "candidate": None} | keys)


def write_table(path: Path, rows: Rows, delimiter: str) -> Path:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, header_of(rows), restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path = path / ("d.csv" if delimiter == "," else "d.tsv")
    path.write_bytes(stream.getvalue().encode())
    return path


def write_parquet(path: Path, rows: Rows) -> Path:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    columns = {key: pa.array([row.get(key) for row in rows], pa.string()) for key in header_of(rows)}
    path = path / "d.parquet"
    parquet.write_table(pa.table(columns), path)
    return path


WRITERS: dict[str, Callable[[Path, list[Example]], Path]] = {
    "wide": lambda path, examples: write_jsonl(path, wide_rows(examples)),
    "long": lambda path, examples: write_jsonl(path, interleaved(examples)),
    "two parts": lambda path, examples: write_jsonl(path, source_rows(examples) + candidate_rows(examples)),
    "csv": lambda path, examples: write_table(path, interleaved(examples), ","),
    "tsv": lambda path, examples: write_table(path, interleaved(examples), "\t"),
    "parquet": lambda path, examples: write_parquet(path, interleaved(examples)),
}


@settings(max_examples=60, deadline=None)
@given(examples=data_sets())
@pytest.mark.parametrize("format", WRITERS)
def test_every_format_gives_the_same_data_and_digest(format: str, examples: list[Example]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = WRITERS[format](Path(folder), examples)
        with open_data(path) as data, from_examples(examples) as expected:
            assert list(data.examples()) == examples
            assert data.systems == expected.systems
            assert data.digest == expected.digest


@settings(max_examples=60, deadline=None)
@given(examples=data_sets(), seed=st.integers(0, 1000))
def test_the_order_of_candidate_lines_does_not_matter(examples: list[Example], seed: int) -> None:
    lines = candidate_rows(examples)
    random.Random(seed).shuffle(lines)
    with tempfile.TemporaryDirectory() as folder, from_examples(examples) as expected:
        path = write_jsonl(Path(folder), source_rows(examples) + lines)
        with open_data(path, systems=expected.systems) as data:
            assert list(data.examples()) == examples
            assert data.digest == expected.digest


@settings(max_examples=60, deadline=None)
@given(examples=data_sets(SAFE_NAME, FILE_TEXT, min_candidates=1))
def test_a_folder_of_stories_gives_the_same_data_and_digest(examples: list[Example]) -> None:
    by_name = [
        Example(example.id, example.source, dict(sorted(example.candidates.items())), example.references)
        for example in sorted(examples, key=lambda example: example.id)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for path, text in story_files(Path(folder), by_name):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        with open_data(Path(folder)) as data, from_examples(by_name) as expected:
            assert list(data.examples()) == by_name
            assert data.digest == expected.digest


def story_files(root: Path, examples: Sequence[Example]) -> Iterator[tuple[Path, str]]:
    for example in examples:
        yield root / example.id / "wire.txt", example.source
        for system, text in example.candidates.items():
            yield root / example.id / "rewrites" / f"{system}.txt", text
        for number, text in enumerate(example.references):
            yield root / example.id / "references" / f"{number}.txt", text


@settings(max_examples=150, deadline=None)
@given(
    content=st.binary(max_size=200)
    | st.text(st.sampled_from('{}[]":,\\ \n\r\tuid0aé\ufeff\0'), max_size=60).map(str.encode)
)
@pytest.mark.parametrize("format", ["jsonl", "csv", "tsv"])
def test_arbitrary_bytes_give_faults_and_nothing_else(format: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"d.{format}"
        path.write_bytes(content)
        with pytest.raises(DataError) as caught:
            open_data(path)
        str(caught.value).encode()
        assert caught.value.n_faults >= 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("ab\ud800\0", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xy"), inner, max_size=2),
    max_leaves=4,
)
KEYS = [
    "id",
    "system",
    "source",
    "candidate",
    "candidates",
    "reference",
    "references",
    "tags",
    "tag.x",
    "reference_1",
    "other",
]


@settings(max_examples=300, deadline=None)
@given(records=st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6), max_size=4))
def test_objects_with_any_values_give_data_or_faults(records: Rows) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "d.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        try:
            with open_data(path) as data:
                assert len(list(data.examples())) == data.n_examples > 0
        except DataError as error:
            str(error).encode()
