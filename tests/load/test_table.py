"""CSV and TSV: header, cells, quoting, and the faults of tables."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from evalharness.load import open_data
from evalharness.records import Example

Write = Callable[..., Path]
Read = Callable[..., list[Example]]
Faults = Callable[..., list[str]]

HEADER = "id,system,source,candidate\n"
ROW = "a1,x,Wire.,Text.\n"
EXAMPLE = Example("a1", "Wire.", {"x": "Text."})


def test_csv(write: Write, read: Read) -> None:
    assert read(write("d.csv", HEADER + ROW)) == [EXAMPLE]


def test_tsv(write: Write, read: Read) -> None:
    assert read(write("d.tsv", (HEADER + ROW).replace(",", "\t"))) == [EXAMPLE]


def test_packed(write: Write, read: Read) -> None:
    assert read(write("d.csv.gz", gzip.compress((HEADER + ROW).encode()))) == [EXAMPLE]


def test_bom_crlf_and_blank_lines(write: Write, read: Read) -> None:
    assert read(write("d.csv", "\ufeff" + f"{HEADER}\n{ROW}\n".replace("\n", "\r\n"))) == [EXAMPLE]


def test_quoted_line_ends_and_quotes_are_kept(write: Write, read: Read) -> None:
    path = write("d.csv", HEADER + 'a1,x,"One.\r\nTwo.\n","He said ""no"", twice."\n')
    assert read(path) == [Example("a1", "One.\r\nTwo.\n", {"x": 'He said "no", twice.'})]


def test_source_rows_and_empty_candidates(write: Write, read: Read) -> None:
    path = write("d.csv", HEADER + "a1,,Wire.,\na1,x,,Text.\na1,y,,\na1,z,, \n")
    assert read(path) == [Example("a1", "Wire.", {"x": "Text.", "y": "", "z": " "})]


@pytest.mark.parametrize("names", ["reference,reference,reference", "reference_1,reference_2,reference_10"])
def test_several_references(write: Write, read: Read, names: str) -> None:
    path = write("d.csv", f"id,system,source,candidate,{names}\na1,x,Wire.,Text.,One.,,Two.\n")
    assert read(path)[0].references == ("One.", "Two.")


def test_tags(write: Write, read: Read) -> None:
    path = write("d.csv", "id,system,source,candidate,tag.desk,tag.day,url\na1,x,Wire.,Text.,asia,,u\n")
    assert read(path)[0].tags == {"desk": "asia"}


@pytest.mark.parametrize("id_", ["010", "1e-3", "no", "2024-01-31", "1"])
def test_ids_stay_as_they_are(write: Write, read: Read, id_: str) -> None:
    assert read(write("d.csv", HEADER + ROW.replace("a1", id_)))[0].id == id_


def test_columns_name_other_columns(write: Write, read: Read) -> None:
    path = write("d.csv", "key,model,article,summary,gold_1,gold_2\na1,x,Wire.,Text.,One.,Two.\n")
    columns = {"id": "key", "system": "model", "source": "article", "candidate": "summary", "reference": "gold"}
    assert read(path, columns=columns) == [Example("a1", "Wire.", {"x": "Text."}, ("One.", "Two."))]


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("id,system,source,candidat", "has 'candidat'; did you mean 'candidate'?"),
        ("id, system,source,candidate", "has ' system'; did you mean 'system'?"),
        ("Id,system,source,candidate", "has 'Id'; did you mean 'id'?"),
        ("key,system,source,candidate", "no 'id'; there is: 'key', 'system', 'source', 'candidate'"),
        ("id,source,candidate,x", "no 'system'; there is: 'id', 'source', 'candidate', 'x'"),
        ("id,system,source,source", "has 'source' twice; keep one of them"),
        (
            "id;system;source;candidate",
            "the header has one column; is the separator semicolons?; expected commas between the columns",
        ),
        ("id\tsystem", "the header has one column; is the separator tabs?; expected commas between the columns"),
    ],
)
def test_header_that_does_not_fit_ends_the_file(write: Write, faults: Faults, header: str, fault: str) -> None:
    assert faults(write("d.csv", f"{header}\n{ROW}{ROW}")) == [f"d.csv:1: {fault}"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a2,x,Wire.", "3 cells, where the header has 4 cells; look for a missing delimiter or an unquoted one"),
        ("a2,x,Wire.,Text.,", "5 cells, where the header has 4 cells; look for a missing delimiter or an unquoted one"),
        (",x,Wire.,Text.", "no 'id'; there is: 'system', 'source', 'candidate'"),
        ("a2,,Wire.,Text.", "no 'system'; there is: 'id', 'source', 'candidate'"),
        ("a2,x, ,Text.", "'source' is blank; give the text of the wire article"),
        ('a2,x,"Wire."?,Text.', "broken quoting: ',' expected after '\"'; inside quotes, write \" as \"\""),
        ("a2,x,Wi\rre.,Text.", "broken quoting: new-line character seen in unquoted field"),
        ("a2,x,W\0ire.,Text.", "NUL byte at byte column 7; remove it; is the file UTF-16?"),
        ('"a\n2",x,Wire.,Text.', "'id' has a line end or control character: 'a\\n2'; remove it"),
    ],
)
def test_faulty_row_and_reading_goes_on(write: Write, faults: Faults, row: str, fault: str) -> None:
    before = HEADER + 'a1,x,"Wire\n.",Text.\n'  # a record of two lines: the row stands in line 4
    found = faults(write("d.csv", f"{before}{row}\na1,,,\na9,,,\n"))
    assert found[0].startswith(f"d.csv:4: {fault}")
    # the last rows show that reading went on: they hold an id and nothing else
    assert len(found) >= 3


def test_invalid_utf8_leaves_the_records_around_it_whole(write: Write, faults: Faults) -> None:
    content = HEADER.encode() + b'a1,x,"one\ntw\xffo",Text.\n' + ROW.replace("a1", "a2").encode()
    assert faults(write("d.csv", content)) == [
        "d.csv:3: invalid UTF-8: byte 0xff at byte column 3; save the file as UTF-8"
    ]


def test_quote_that_is_never_closed(write: Write, faults: Faults) -> None:
    (fault,) = faults(write("d.csv", HEADER + ROW + 'a2,x,"Wire.,Text.\n' + "a3,x,Wire.,Text.\n" * 10))
    assert fault.startswith("d.csv:3: broken quoting: unexpected end of data")


def test_record_beyond_the_limit_ends_the_file(write: Write, faults: Faults) -> None:
    (fault,) = faults(
        write("d.csv", HEADER + ROW + 'a2,x,"Wire.,Text.\n' + "a3,x,Wire.,Text.\n" * 70_000), max_line_mb=1
    )
    assert fault.startswith("d.csv:3: a record of more than 1 MB; reading of this file ends here; look for a quote")


def test_line_beyond_the_limit_is_skipped(write: Write, faults: Faults) -> None:
    found = faults(write("d.csv", f"{HEADER}a1,x,{'w' * 2**21},Text.\n{ROW}a2,,Wire.\n"), max_line_mb=1)
    # 5 bytes before and 7 after the 2 MiB do not show in one decimal.
    assert found[0].startswith("d.csv:2: a line of 2.0 MB; the limit is 1 MB")
    assert [fault.split(" ")[0] for fault in found] == ["d.csv:2:", "d.csv:4:"]


def test_cells_beyond_the_csv_modules_own_limit(write: Write, read: Read) -> None:
    text = "w" * 2**20
    assert read(write("d.csv", HEADER + ROW.replace("Wire.", text)))[0].source == text


@pytest.mark.parametrize("content", ["", HEADER, "\n\n"])
def test_nothing_in_it(write: Write, faults: Faults, content: str) -> None:
    assert faults(write("d.csv", content)) == [
        "d.csv: no examples; expected at least one id with its source and candidates"
    ]


def test_same_digest_as_json_lines(write: Write) -> None:
    rows = HEADER + "a2,y,Wire two.,1\na1,x,Wire one.,2\na2,x,,3\n"
    lines = [
        {"id": "a2", "source": "Wire two.", "candidates": {"y": "1", "x": "3"}},
        {"id": "a1", "source": "Wire one.", "candidates": {"x": "2"}},
    ]
    with open_data(write("d.csv", rows)) as table, open_data(write("d.jsonl", lines)) as wide:
        assert table.digest == wide.digest
