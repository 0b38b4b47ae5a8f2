"""Rows joined by id: what is given twice, what is lacking, which systems, and what the data set tells of itself."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evalharness.errors import DataError, UsageError
from evalharness.load import from_examples, open_data
from evalharness.records import Example

Write = Callable[..., Path]
Read = Callable[..., list[Example]]
Faults = Callable[..., list[str]]

WIDE = {"id": "a1", "source": "Wire.", "candidates": {"x": "Text."}}
EXAMPLES = [
    Example("b", "B.", {"y": "1", "x": "2"}, ["R."], {"desk": "asia", "day": "1"}),
    Example("a", "A.", {"z": "3", "y": " "}, ["R.", "S."]),
]


def test_second_candidate_of_a_system(write: Write, faults: Faults) -> None:
    assert faults(write("d.jsonl", [WIDE, {"id": "a2", "source": "W."}, WIDE])) == [
        "d.jsonl:3: id 'a1' has a second candidate of system 'x'; the first is at d.jsonl:1; keep one of them"
    ]


def test_second_candidate_in_another_file(write: Write, faults: Faults, tmp_path: Path) -> None:
    write("1.jsonl", [WIDE])
    write("2.csv", "id,system,candidate\n\na1,x,Other.\n")
    assert faults(tmp_path) == [
        "2.csv:3: id 'a1' has a second candidate of system 'x'; the first is at 1.jsonl:1; keep one of them"
    ]


@pytest.mark.parametrize("more", [{}, {"source": "Wire."}])
def test_id_again_with_new_systems(write: Write, read: Read, more: dict[str, str]) -> None:
    again = {"id": "a1", "candidates": {"y": "More."}, **more}
    assert read(write("d.jsonl", [WIDE, again])) == [Example("a1", "Wire.", {"x": "Text.", "y": "More."})]


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ({"source": "Wire!"}, {}, "source"),
        ({"references": ["a", "b"]}, {"references": ["b", "a"]}, "references"),
        ({"tags": {"desk": "asia"}}, {"tags": {"desk": "europe"}}, "tag 'desk'"),
    ],
)
def test_another_value_for_the_same_id(write: Write, faults: Faults, first: object, second: object, what: str) -> None:
    lines = [{**WIDE, **first}, {**WIDE, **second, "candidates": {"y": "More."}}]
    assert faults(write("d.jsonl", lines)) == [
        f"d.jsonl:2: id 'a1' has another {what} here than at d.jsonl:1; give it once, or the same each time"
    ]


def test_tags_and_references_given_again_or_later(write: Write, read: Read) -> None:
    lines = [
        {**WIDE, "tags": {"desk": "asia"}},
        {"id": "a1", "references": ["Gold."], "tags": {"desk": "asia", "day": "1"}},
        {"id": "a1", "references": ["Gold."]},
    ]
    assert read(write("d.jsonl", lines)) == [
        Example("a1", "Wire.", {"x": "Text."}, ("Gold.",), {"desk": "asia", "day": "1"})
    ]


def test_candidate_without_a_source(write: Write, faults: Faults) -> None:
    assert faults(write("d.jsonl", [WIDE, {"id": "a2", "system": "x", "candidate": "y"}])) == [
        "d.jsonl:2: id 'a2' has no source; give its wire article in one of its rows"
    ]


def test_references_for_some_only(write: Write, faults: Faults) -> None:
    lines = [WIDE, {**WIDE, "id": "a2", "references": ["Gold."]}, {**WIDE, "id": "a3"}]
    assert faults(write("d.jsonl", lines)) == [
        "d.jsonl:1: id 'a1' has no references, but id 'a2' at d.jsonl:2 has; give references to all examples or to none"
    ]


def test_systems_order_and_limit_what_is_read(write: Write, read: Read) -> None:
    lines = [{**WIDE, "candidates": {"x": "1", "y": "2", "z": "3"}}]
    path = write("d.jsonl", lines)
    assert [list(example.candidates) for example in read(path)] == [["x", "y", "z"]]
    assert [list(example.candidates) for example in read(path, systems=["z", "x"])] == [["z", "x"]]


def test_unknown_systems(write: Write, faults: Faults) -> None:
    assert faults(
        write("d.jsonl", [{**WIDE, "candidates": {"alpha": "1", "beta": "2"}}]), systems=["alpa", "beta"]
    ) == ["d.jsonl: no system 'alpa'; did you mean 'alpha'? known: alpha, beta"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"systems": []}, "expected at least one name"),
        ({"systems": ["x", "x"]}, "each once"),
        ({"max_line_mb": 0}, "expected 1 to 512"),
        ({"format": "jsonlines"}, "did you mean 'jsonl'"),
        ({"columns": {"candidat": "x"}}, "did you mean 'candidate'"),
        ({"columns": {"candidate": "source"}}, "'source' would hold both 'source' and 'candidate'"),
    ],
)
def test_wrong_arguments(write: Write, options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        open_data(write("d.jsonl", [WIDE]), **options)  # type: ignore[arg-type]


def test_what_a_data_set_tells() -> None:
    with from_examples(EXAMPLES) as data:
        assert (data.n_examples, data.systems, data.has_references) == (2, ("y", "x", "z"), True)
        assert data.coverage() == {"y": 2, "x": 1, "z": 1}
        assert [example.id for example in data.examples()] == ["b", "a"]
        assert [list(example.candidates) for example in data.examples()] == [["y", "x"], ["y", "z"]]


@pytest.mark.parametrize(("start", "stop"), [(0, None), (0, 2), (1, None), (1, 2), (3, 7), (9, 12), (10, None), (2, 2)])
def test_parts_of_the_examples(start: int, stop: int | None) -> None:
    with from_examples(Example(str(n), "Wire.", {"x": "y"}) for n in range(10)) as data:
        assert [example.id for example in data.examples(start, stop)] == [str(n) for n in range(10)][start:stop]


def test_two_readings_at_once() -> None:
    with from_examples(EXAMPLES) as data:
        for left, right in zip(data.examples(), data.examples(), strict=True):
            assert left == right


def test_digest_is_what_its_documentation_says() -> None:
    lines = [
        '["evalharness data",1,["y","x","z"]]',
        '["b","B.",["R."],[["y","1"],["x","2"]],[["day","1"],["desk","asia"]]]',
        '["a","A.",["R.","S."],[["y"," "],["z","3"]],[]]',
    ]
    with from_examples(EXAMPLES) as data:
        assert data.digest == hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        EXAMPLES[::-1],
        EXAMPLES[:1],
        [Example("b", "B.", {"y": "1", "x": "2"}, ["R."], {"desk": "asia"}), EXAMPLES[1]],
        [EXAMPLES[0], Example("a", "A.", {"z": "3", "y": ""}, ["R.", "S."])],
        [EXAMPLES[0], Example("a", "A.", {"z": "3", "y": " "}, ["R.S."])],
        [EXAMPLES[0], Example("a", "A", {"z": "3", "y": " "}, ["R.", "S."])],
    ],
)
def test_other_data_has_another_digest(other: list[Example]) -> None:
    with from_examples(EXAMPLES) as data, from_examples(other) as changed:
        assert data.digest != changed.digest


def test_digest_covers_the_systems_that_are_read() -> None:
    with from_examples(EXAMPLES) as data, from_examples(EXAMPLES, systems=["x", "y"]) as some:
        assert data.digest != some.digest
        with from_examples(some.examples(), systems=["x", "y"]) as again:
            assert again.digest == some.digest


def test_faults_of_examples() -> None:
    examples = [
        Example("a", " ", {}),
        {"id": "b"},
        Example("c", "C.", {"x": 5}),
        Example("d", "D.", {"x": "y"}, "Gold."),
    ]
    with pytest.raises(DataError) as caught:
        from_examples([*examples, Example("d", "D.", {"x": "z"})])  # type: ignore[list-item,dict-item]
    assert [str(fault) for fault in caught.value.faults] == [
        "<examples>:1: 'source' is blank; give the text of the wire article",
        "<examples>:2: a dict, not an Example; make it an evalharness.Example",
        "<examples>:3: the candidate of 'x' is a number, not a text",
        "<examples>:5: id 'd' has a second candidate of system 'x'; the first is at <examples>:4; keep one of them",
    ]


def test_no_examples() -> None:
    with pytest.raises(DataError, match="<examples>: no examples"):
        from_examples([])


def test_errors_of_the_callers_own_iterable_pass_through() -> None:
    def broken() -> Iterator[Example]:
        yield EXAMPLES[0]
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        from_examples(broken())


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("wirse.jsonl", "no such file or folder; did you mean DIR/wires.jsonl?"),
        ("stories", "no such file or folder; expected a folder of stories, or a file that ends in .jsonl, .ndjson"),
        ("nowhere/wire.jsonl", "no such file or folder; there is no folder 'DIR/nowhere' either"),
        ("other.txt", "its ending tells no format; expected a folder of stories, or a file that ends in .jsonl"),
        ("x.json", "its ending tells no format"),
        ("y.parquet.gz", "its ending tells no format"),
        ("x" * 300 + ".jsonl", "cannot be read: File name too long"),
    ],
)
def test_paths_that_cannot_be_read(write: Write, tmp_path: Path, name: str, fault: str) -> None:
    write("wires.jsonl", [WIDE])
    for other in ("other.txt", "x.json", "y.parquet.gz"):
        write(other, "x")
    with pytest.raises(DataError) as caught:
        open_data(tmp_path / name)
    assert str(caught.value).replace(str(tmp_path), "DIR").startswith(f"DIR/{name}: {fault}")


def test_format_overrides_the_ending(write: Write, read: Read, faults: Faults) -> None:
    path = write("wire.txt", [WIDE])
    assert len(read(path, format="jsonl")) == 1
    assert faults(path, format="folder") == [
        "wire.txt: is a file, not a folder of stories; name the folder, or another format"
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_that_may_not_be_read(write: Write, faults: Faults) -> None:
    path = write("d.jsonl", [WIDE])
    path.chmod(0)
    assert faults(path) == ["d.jsonl: cannot be read: Permission denied; check the path and its rights"]


def test_file_that_the_system_refuses(write: Write, faults: Faults, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("evalharness.load.lines.io.FileIO", refuse)
    assert faults(write("d.jsonl", [WIDE])) == [
        "d.jsonl: cannot be read: Permission denied; check the path and its rights"
    ]


def run(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def peak_kb(script: str) -> int:
    """Peak memory of a script in a process of its own; `ru_maxrss` would begin at the peak of this process."""
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc")
    show = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    return int(run(f"{script}\n{show}"))


def test_memory_does_not_grow_with_the_number_of_examples() -> None:
    script = """
from evalharness.load import from_examples
from evalharness.records import Example
text = "word " * 300
texts = lambda: (Example(str(n), text, {s: text for s in "abcd"}) for n in range(%d))
with from_examples(texts()) as data:
    assert sum(1 for _ in data.examples()) == data.n_examples
"""
    # 7.5 kB an example: the small run has 30 MB, more than the cache of 16 MB; the large one has 90 MB more.
    few, many = peak_kb(script % 4_000), peak_kb(script % 16_000)
    assert many - few < 8_000  # kB


def test_long_line_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    script = f"""
from pathlib import Path
from evalharness.errors import DataError
from evalharness.load import open_data
try:
    open_data(Path({str(path)!r}), max_line_mb=1)
except DataError as error:
    assert "a line of 286.1 MB" in str(error), error
"""
    assert peak_kb(script) < 60_000  # kB, the interpreter included


def test_no_room_for_the_temporary_copy() -> None:
    script = """
import resource, signal
from evalharness.errors import UsageError
from evalharness.load import from_examples
from evalharness.records import Example
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
try:
    from_examples(Example(str(n), "word " * 1000, {"x": "y"}) for n in range(8000))
except UsageError as error:
    print(error)
"""
    assert "the temporary copy of the data cannot be written" in run(script)
