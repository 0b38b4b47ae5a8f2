"""JSON Lines: what each kind of line, good or bad, comes to."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evalharness.errors import DataError
from evalharness.load import open_data
from evalharness.records import Example

Write = Callable[..., Path]
Read = Callable[..., list[Example]]
Faults = Callable[..., list[str]]

GOOD = {"id": "a1", "source": "Wire.", "candidates": {"x": "Text."}}


def long(id: object, system: object, candidate: object, **more: object) -> dict[str, object]:
    return {"id": id, "system": system, "candidate": candidate, **more}


def test_wide_line(write: Write, read: Read) -> None:
    line = {**GOOD, "references": ["Gold."], "tags": {"desk": "asia", "year": 2024, "none": None}}
    assert read(write("d.jsonl", [line])) == [
        Example("a1", "Wire.", {"x": "Text."}, ("Gold.",), {"desk": "asia", "year": "2024"})
    ]


@pytest.mark.parametrize("name", ["d.jsonl", "d.ndjson", "D.JSONL"])
def test_endings(write: Write, read: Read, name: str) -> None:
    assert len(read(write(name, [GOOD]))) == 1


def test_long_lines_apart_are_joined_in_order_of_first_appearance(write: Write, read: Read) -> None:
    lines = [
        long("b", "x", "1", source="B."),
        long("a", "x", "2"),
        long("b", "y", "3"),
        long("a", "y", "4", source="A."),
    ]
    assert read(write("d.jsonl", lines)) == [
        Example("b", "B.", {"x": "1", "y": "3"}),
        Example("a", "A.", {"x": "2", "y": "4"}),
    ]


def test_sources_and_candidates_may_be_separate_rows_of_either_shape(write: Write, read: Read) -> None:
    lines = [long("a", "x", "1"), {"id": "a", "source": "A."}, {"id": "a", "candidates": {"y": "2"}}]
    assert read(write("d.jsonl", lines)) == [Example("a", "A.", {"x": "1", "y": "2"})]


def test_flat_keys_for_references_and_tags(write: Write, read: Read) -> None:
    line = {**GOOD, "reference_1": "One.", "reference_2": "Two.", "tag.desk": "asia"}
    (example,) = read(write("d.jsonl", [line]))
    assert (example.references, example.tags) == (("One.", "Two."), {"desk": "asia"})


@pytest.mark.parametrize("given", [{"reference": "Gold."}, {"references": "Gold."}, {"reference": ["Gold."]}])
def test_one_reference_needs_no_list(write: Write, read: Read, given: dict[str, object]) -> None:
    assert read(write("d.jsonl", [{**GOOD, **given}]))[0].references == ("Gold.",)


@pytest.mark.parametrize("given", [{"references": []}, {"references": None}, {"reference": None}, {}])
def test_no_references(write: Write, read: Read, given: dict[str, object]) -> None:
    assert read(write("d.jsonl", [{**GOOD, **given}]))[0].references == ()


def test_columns_name_other_keys(write: Write, read: Read) -> None:
    line = {"article_id": "a1", "article": "Wire.", "model": "x", "summary": "Text.", "id": 7, "source": "url"}
    columns = {"id": "article_id", "source": "article", "system": "model", "candidate": "summary"}
    assert read(write("d.jsonl", [line]), columns=columns) == [Example("a1", "Wire.", {"x": "Text."})]


@pytest.mark.parametrize(
    ("given", "kept"), [("010", "010"), ("1e-3", "1e-3"), ("no", "no"), ("2024-01-31", "2024-01-31"), (10, "10")]
)
def test_ids_stay_as_they_are(write: Write, read: Read, given: object, kept: str) -> None:
    assert read(write("d.jsonl", [{**GOOD, "id": given}]))[0].id == kept


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_blank_candidate_is_kept(write: Write, read: Read, text: str) -> None:
    assert read(write("d.jsonl", [long("a", "x", text, source="A.")]))[0].candidates == {"x": text}


@pytest.mark.parametrize("line", [{**GOOD, "candidates": {"x": "1", "y": None}}, long("a1", "y", None, source="Wire.")])
def test_null_candidate_is_missing(write: Write, read: Read, line: object) -> None:
    examples = read(write("d.jsonl", [long("a2", "x", "1", source="Wire."), line]), systems=["x", "y"])
    assert "y" not in examples[1].candidates


def test_nulls_are_not_given(write: Write, read: Read) -> None:
    line = {"id": "a1", "source": "Wire.", "system": None, "candidate": None, "tags": None, "reference": None}
    assert read(write("d.jsonl", [GOOD, line])) == [Example("a1", "Wire.", {"x": "Text."})]


def test_other_keys_are_ignored(write: Write, read: Read) -> None:
    line = {**GOOD, "reference_url": "x", "source_id": 3, "url": None, "labels": [1]}
    assert len(read(write("d.jsonl", [line]))) == 1


def test_bom_crlf_and_blank_lines(write: Write, read: Read) -> None:
    text = "Line one.\r\nLine two.\n"
    line = json.dumps({**GOOD, "source": text})
    path = write("d.jsonl", f"\ufeff{line}\r\n\r\n  \n{line}\r\n".replace("a1", "a2", 1))
    assert [example.source for example in read(path)] == [text, text]


def test_no_line_end_at_the_end(write: Write, read: Read) -> None:
    assert len(read(write("d.jsonl", json.dumps(GOOD)))) == 1


@pytest.mark.parametrize("name", ["d.jsonl.gz", "d.jsonl"])
def test_gzip_by_name_or_by_content(write: Write, read: Read, name: str) -> None:
    packed = gzip.compress(b"%s\n" % json.dumps(GOOD).encode())
    assert read(write(name, packed)) == [Example("a1", "Wire.", {"x": "Text."})]


def bad(**changes: object) -> dict[str, object]:
    return {**GOOD, **changes}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (long("a", "x", 5), "the candidate of 'x' is a number, not a text"),
        (bad(source=["a"]), "'source' is a list, not a text"),
        (bad(source=" \n"), "'source' is blank; give the text of the wire article"),
        (bad(references=[""]), "reference 1 is blank; leave it out, or give its text"),
        (bad(references=["a", None]), "reference 2 is null, not a text"),
        (bad(references={"a": "b"}), "reference 1 is an object, not a text"),
        (bad(candidates=["a"]), '\'candidates\' is a list, not an object; expected {"system": "text", ...}'),
        (bad(candidates="a"), '\'candidates\' is a text, not an object; expected {"system": "text", ...}'),
        (bad(candidates={"x\n": "a"}), "the name of a system has a line end or control character: 'x\\n'; remove it"),
        (bad(candidates={" ": "a"}), "the name of a system is blank"),
        (bad(tags={"desk": 1.5}), "tag 'desk' is a number, not a text"),
        (bad(tags="asia"), '\'tags\' is a text, not an object; expected {"name": "text", ...}'),
        (bad(id=1.0), "'id' is a number, not a text"),
        (bad(id=True), "'id' is true or false, not a text"),
        (bad(id=["a"]), "'id' is a list, not a text"),
        (bad(id=""), "'id' is blank"),
        (bad(id="a\tb"), "'id' has a line end or control character: 'a\\tb'; remove it"),
        (bad(source="a\0b"), "'source' has a NUL character; remove it"),
        (bad(source="ab\ud800"), "'source' has a lone surrogate \\ud800 at character 3; remove it"),
        (long("a", "x", "y", sorce="z"), "has 'sorce'; did you mean 'source'?"),
        (bad(refrences=["a"]), "has 'refrences'; did you mean 'references'?"),
        ({"id": "a", "system": "x", "candidat": "y"}, "has 'candidat'; did you mean 'candidate'?"),
        ({"ID": "a", "source": "x"}, "has 'ID'; did you mean 'id'?"),
        ({"id": "a", "candidate": "y"}, "no 'system'; there is: 'id', 'candidate'"),
        ({"id": "a", "system": "y"}, "no 'candidate'; there is: 'id', 'system'"),
        (
            {"id": "a", "candidate_text": "x", "system": "y"},
            "no 'candidate'; has 'candidate_text': did you mean 'candidate'?",
        ),
        ({"source": "x"}, "no 'id'; there is: 'source'"),
        ({"id": "a", "text": "x"}, "no 'source'; there is: 'id', 'text'"),
        (bad(id=None), "no 'id'; there is: 'source', 'candidates'"),
        (bad(system="x"), "has both 'candidates' and 'system'; use one shape: all candidates, or one by one"),
    ],
)
def test_fault_in_a_record(write: Write, faults: Faults, line: object, fault: str) -> None:
    assert faults(write("d.jsonl", [{**GOOD, "id": "a0"}, line])) == [f"d.jsonl:2: {fault}"]


def test_empty_object(write: Write, faults: Faults) -> None:
    assert faults(write("d.jsonl", "{}\n"))[0] == "d.jsonl:1: no 'id'; there is nothing in it"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"id": "a",}', "broken JSON at column 12: Expecting property name enclosed in double quotes"),
        (b"[1]", "the line holds JSON, but no object"),
        (b'"a"', "the line holds JSON, but no object"),
        (b"{} {}", "broken JSON at column 4: Extra data"),
        (b'{"id": NaN}', "NaN is not JSON"),
        (b'{"x": [-Infinity]}', "-Infinity is not JSON"),
        (b'{"id": "a", "id": "b"}', "key 'id' is given twice in one object"),
        (b'{"id": "a", "candidates": {"x": "1", "x": "2"}}', "key 'x' is given twice in one object"),
        (b"[" * 100_000, "JSON nested too deep"),
        (b'{"a":' * 100_000, "JSON nested too deep"),
        (b'{"id": ' + b"9" * 5000 + b"}", "a number with too many digits"),
        (b'{"id": "a\xff"}', "invalid UTF-8: byte 0xff at byte column 10"),
        (b'{"id": "\xc3\xa9\xed\xa0\x80"}', "invalid UTF-8: byte 0xed at byte column 11"),
        (b'{"id": "a\0"}', "NUL byte at byte column 10"),
        (b"\xef\xbb\xbf{}", "broken JSON at column 1"),
    ],
)
def test_fault_in_a_line_and_reading_goes_on(write: Write, faults: Faults, line: bytes, problem: str) -> None:
    good = json.dumps(GOOD).encode()
    found = faults(write("d.jsonl", b"\n".join([good, line, good, b'{"id": 1.5, "source": "x"}'])))
    assert found[0].startswith(f"d.jsonl:2: {problem}")
    # The two good lines have the same id and system; the last line shows that reading went on to the end.
    assert [fault.split(" ")[0] for fault in found[1:]] == ["d.jsonl:3:", "d.jsonl:4:"]


def test_escaped_nul_and_surrogates(write: Write, faults: Faults, read: Read) -> None:
    found = faults(write("d.jsonl", '{"id":"a","source":"x\\u0000"}\n{"id":"b","source":"\\ud800x"}\n'))
    assert found == [
        "d.jsonl:1: 'source' has a NUL character; remove it",
        "d.jsonl:2: 'source' has a lone surrogate \\ud800 at character 1; remove it",
    ]
    pair = write("pair.jsonl", '{"id":"a","source":"\\ud83d\\ude00","candidates":{"x":"y"}}')
    assert read(pair)[0].source == "\U0001f600"


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-32", "UTF-32"), ("utf-32-be", "UTF-32")]
)
def test_other_unicode_encodings_are_one_fault(write: Write, faults: Faults, encoding: str, name: str) -> None:
    mark = "\ufeff" if encoding.endswith("-be") else ""  # the codecs without an order write their own mark
    text = mark + f"{json.dumps(GOOD)}\n" * 3
    path = write("d.jsonl", text.encode(encoding))
    assert faults(path) == [f"d.jsonl:1: the file is {name}, not UTF-8; save it as UTF-8"]


def test_broken_json_on_line_40000(write: Write, faults: Faults) -> None:
    lines = [json.dumps({**GOOD, "id": str(number)}) for number in range(1, 40_003)]
    lines[39_999] = '{"id": "x", "source" "y"}'
    found = faults(write("d.jsonl", "\n".join(lines)))
    # The colon is missing after the 20 characters of '{"id": "x", "source"' and a space.
    assert found == [
        "d.jsonl:40000: broken JSON at column 22: Expecting ':' delimiter; every line must be one JSON object"
    ]


def test_line_beyond_the_limit_is_skipped_and_reading_goes_on(write: Write, faults: Faults) -> None:
    good = json.dumps(GOOD).encode()
    found = faults(write("d.jsonl", b"\n".join([good, b"x" * 50_000_000, good])))
    # 50,000,000 / 2**20 = 47.68
    assert found[0].startswith("d.jsonl:2: a line of 47.7 MB; the limit is 16 MB; raise max_line_mb")
    assert [fault.split(" ")[0] for fault in found[1:]] == ["d.jsonl:3:"]


def test_line_at_the_limit(write: Write, read: Read, faults: Faults) -> None:
    frame = len(json.dumps({**GOOD, "source": ""}))
    at_limit, beyond = ({**GOOD, "source": "x" * (2**20 - frame + extra)} for extra in (0, 1))
    assert len(read(write("d.jsonl", [at_limit]), max_line_mb=1)) == 1
    assert len(faults(write("d.jsonl", [beyond, GOOD]), max_line_mb=1)) == 1
    assert len(faults(write("d.jsonl", json.dumps(beyond)), max_line_mb=1)) == 1


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_nothing_in_it(write: Write, faults: Faults, content: str) -> None:
    assert faults(write("d.jsonl", content)) == [
        "d.jsonl: no examples; expected at least one id with its source and candidates"
    ]


def test_sources_only(write: Write, faults: Faults) -> None:
    (fault,) = faults(write("d.jsonl", [{"id": "a", "source": "x", "summary": "y"}]))
    assert fault.startswith("d.jsonl: no candidates in any row; expected 'candidates', or 'system' and 'candidate'")


def test_truncated_gzip(write: Write, faults: Faults) -> None:
    lines = "".join(json.dumps({**GOOD, "id": number}) + "\n" for number in range(1000))
    packed = gzip.compress(lines.encode())
    (fault,) = faults(write("d.jsonl.gz", packed[:-20]))
    assert "the gzip data ends too early" in fault
    assert fault.startswith("d.jsonl.gz:")


@pytest.mark.parametrize("damage", ["header", "body", "trailer", "garbage after"])
def test_broken_gzip(write: Write, faults: Faults, damage: str) -> None:
    packed = bytearray(gzip.compress(json.dumps(GOOD).encode() * 20))
    at = {"header": 0, "body": len(packed) // 2, "trailer": -6}.get(damage)
    if at is None:
        packed += b"garbage"
    else:
        packed[at] ^= 0xFF
    assert any("broken gzip data" in fault for fault in faults(write("d.jsonl.gz", bytes(packed))))


def test_all_faults_are_counted_and_the_first_200_kept(write: Write) -> None:
    with pytest.raises(DataError) as caught:
        open_data(write("d.jsonl", "[]\n" * 1000))
    assert (len(caught.value.faults), caught.value.n_faults) == (200, 1000)
    assert "and 950 more" in str(caught.value)


def test_many_odd_keys_cost_no_time(write: Write, faults: Faults) -> None:
    line = {f"k{number}": 1 for number in range(200_000)}
    assert faults(write("d.jsonl", [line]))[0].startswith("d.jsonl:1: no 'id'; there is: 'k0', 'k1'")
