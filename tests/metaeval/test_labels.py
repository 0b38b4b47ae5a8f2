"""Every field of a labelled summary is checked where it stands; all faults come at once."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evalharness.load.faults import FaultLog
from evalharness.metaeval.labels import Labelled, read_labels
from evalharness.metaeval.records import read_records

Make = Callable[..., dict[str, object]]
Write = Callable[..., Path]

FULL = {
    "dataset": "d",
    "id": "1",
    "source": "wire",
    "summary": "text",
    "system": "s",
    "doc_key": "k",
    "references": ["gold"],
    "label": 0,
    "factuality": 0.5,
    "sentences": ["text", "more"],
    "sentence_labels": [1, None],
    "error_types": ["EntE"],
}


def read(path: Path, **settings: object) -> tuple[tuple[Labelled, ...], list[str]]:
    faults = FaultLog()
    rows = read_labels(path, faults, **settings)  # type: ignore[arg-type]
    return rows, [str(fault).removeprefix(f"{path.parent}/") for fault in faults.kept]


def test_every_field_is_read(write: Write) -> None:
    rows, faults = read(write([FULL]))
    assert faults == []
    expected = Labelled(
        *("d", "1", "wire", "text", "s", "k", ("gold",), False, 0.5, ("text", "more"), (True, None), ("EntE",))
    )
    assert rows == (expected,)


def test_columns_are_renamed_and_what_is_missing_is_none(write: Write) -> None:
    line = {"key": 7, "article": "wire", "out": {"text": "t"}, "human": 3, "metric": {"rouge": 1}}
    columns = {"id": "key", "source": "article", "summary": "out.text", "factuality": "human"}
    rows, faults = read(write([line]), columns=columns)
    assert faults == []
    assert rows == (Labelled("labels", "7", "wire", "t", factuality=3.0),)
    assert rows[0].grade == 3.0


def test_a_label_is_the_grade_where_there_is_no_other(write: Write, record: Make) -> None:
    rows, _ = read(write([record("d", 0, label=True), record("d", 1, label=False, factuality=0.25)]))
    assert [row.grade for row in rows] == [1.0, 0.25]


def test_all_faults_are_listed_with_their_lines(write: Write) -> None:
    path = write(
        [
            {**FULL, "label": "yes"},
            {**FULL, "sentence_labels": [1]},
            {**FULL, "label": None, "factuality": None, "sentence_labels": None},
            {**FULL, "source": " "},
            {**FULL, "factuality": "high"},
            {**FULL, "error_types": [1]},
            {key: value for key, value in FULL.items() if key != "summary"},
            {**FULL, "id": None},
            FULL,
            FULL,
        ]
    )
    rows, faults = read(path)
    assert len(rows) == 1
    assert [fault.split("; ")[0] for fault in faults] == [
        "labels.jsonl:1: 'label' is 'yes'",
        "labels.jsonl:2: 1 sentence labels for 2 sentences",
        "labels.jsonl:3: neither 'label' nor 'factuality'",
        "labels.jsonl:4: 'source' is blank",
        "labels.jsonl:5: 'factuality' is 'high', not a number",
        "labels.jsonl:6: 'error_types' has an entry that is not a text: '1'",
        "labels.jsonl:7: no 'summary'",
        "labels.jsonl:8: no 'id'",
        "labels.jsonl:10: d has the id '1' of 's' a second time",
    ]
    assert faults[-1].endswith("first at " + str(path) + ":9")


def test_only_the_data_sets_asked_for_are_checked_and_in_that_order(write: Write, record: Make) -> None:
    path = write([record("a", 0, label="?"), record("b", 0), record("c", 0)])
    rows, faults = read(path, datasets=("c", "b"))
    assert ([row.dataset for row in rows], faults) == (["c", "b"], [])
    assert "no data set 'bb'; did you mean 'b'?" in read(path, datasets=("bb",))[1][0]


def test_a_column_that_no_record_has_is_a_fault(write: Write) -> None:
    _, faults = read(write([FULL]), columns={"factuality": "factualty"})
    assert faults == ["labels.jsonl: no column 'factualty' for 'factuality'; did you mean 'factuality'? " + KNOWN]


KNOWN = "known: " + ", ".join(sorted(FULL))


def test_an_empty_file_is_a_fault(write: Write) -> None:
    assert read(write([]))[1] == ["labels.jsonl: no labelled summary in this file; expected one record a summary"]


@pytest.mark.parametrize("name", ["l.json", "l.json.gz", "l.ndjson", "l.csv", "l.tsv.gz"])
def test_all_formats_say_the_same(tmp_path: Path, name: str) -> None:
    records = [{**FULL, "id": str(i), "source": f'wire "{i}",\nsecond line\tend'} for i in range(3)]
    mark = "\t" if "tsv" in name else ","
    cells = [[each if isinstance(each, str) else json.dumps(each) for each in r.values()] for r in records]
    table = "\n".join(mark.join('"' + c.replace('"', '""') + '"' for c in line) for line in [list(FULL), *cells])
    text = {"json": json.dumps(records), "ndjson": "\n".join(map(json.dumps, records))}.get(name.split(".")[1], table)
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    rows, faults = read(path)
    assert faults == []
    assert [row.source for row in rows] == [each["source"] for each in records]
    assert {(row.label, row.factuality, row.sentence_labels, row.error_types) for row in rows} == {
        (False, 0.5, (True, None), ("EntE",))
    }


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("l.txt", b"", "l.txt: its ending tells no format"),
        ("none.jsonl", None, "none.jsonl: cannot be read: No such file or directory"),
        ("l.jsonl", b'{"id": 1,}\n', "l.jsonl:1: broken JSON at column 10"),
        ("l.jsonl", b"\xff\n", "l.jsonl:1: invalid UTF-8"),
        ("l.json", b'[{"id": 1},\n2x]', "l.json:2: broken JSON"),
        ("l.json", b'{"id": 1}', "l.json: the file holds JSON, but no array"),
        ("l.json", b"[1]", "l.json[1]: no object"),
        ("l.csv", b"id,source\n1\n", "l.csv:2: 1 cells under a header of 2"),
        ("l.csv", b'id,source\n1,"open\n', "l.csv:2: broken quoting"),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_place(
    tmp_path: Path, name: str, content: bytes | None, fault: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    faults = FaultLog()
    assert list(read_records(path, faults)) == []
    assert str(faults.kept[0]).removeprefix(f"{tmp_path}/").startswith(fault)
