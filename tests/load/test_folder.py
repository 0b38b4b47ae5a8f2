"""Folders: stories, or data files read one after the other."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from evalharness.errors import DataError
from evalharness.load import open_data, read_text
from evalharness.records import Example

Write = Callable[..., Path]
Read = Callable[..., list[Example]]
Faults = Callable[..., list[str]]

LINE = {"id": "a1", "source": "Wire.", "candidates": {"x": "Text."}}
REPOSITORY = Path(__file__).parents[2]


def story(write: Write, name: str, wire: str | bytes = "Wire.", **rewrites: str | bytes) -> Path:
    path = write(f"{name}/wire.txt", wire).parent
    for system, text in rewrites.items():
        write(f"{name}/rewrites/{system}.txt", text)
    return path


def test_stories_in_the_order_of_their_names(write: Write, read: Read, tmp_path: Path) -> None:
    story(write, "quake", "Quake.\r\n", zoe="Z.", adam="A.", **{"adam-2": "A2."})
    story(write, "bank", "\ufeffBank.", zoe="\ufeffZ.", beth="")
    assert read(tmp_path) == [
        Example("bank", "Bank.", {"beth": "", "zoe": "Z."}),
        Example("quake", "Quake.\r\n", {"adam": "A.", "adam-2": "A2.", "zoe": "Z."}),
    ]
    with open_data(tmp_path) as data:
        assert data.systems == ("beth", "zoe", "adam", "adam-2")  # first appearance, by name within a story


def test_references_and_other_files(write: Write, read: Read, tmp_path: Path) -> None:
    story(write, "bank", x="Text.")
    for name in (
        "README.md",
        "bank/planted.yaml",
        "bank/rewrites/.x.txt",
        "bank/rewrites/x.txt~",
        ".git/wire.txt",
        "notes/a.txt",
    ):
        write(name, "other")
    write("bank/references/2.txt", "Two.")
    write("bank/references/1.txt", "One.")
    assert read(tmp_path) == [Example("bank", "Wire.", {"x": "Text."}, ("One.", "Two."))]


def test_columns_mean_nothing_to_stories(write: Write, read: Read, tmp_path: Path) -> None:
    story(write, "bank", x="Text.")
    assert read(tmp_path, columns={"id": "key", "candidates": "outputs"}) == [Example("bank", "Wire.", {"x": "Text."})]


def test_stories_that_are_not_whole(write: Write, faults: Faults, tmp_path: Path) -> None:
    story(write, "c-whole", x="Text.")
    story(write, "b-bare")
    write("a-wireless/rewrites/x.txt", "Text.")
    (tmp_path / "d-empty" / "rewrites").mkdir(parents=True)
    assert faults(tmp_path) == [
        "a-wireless: the story has no wire.txt; put the wire article there",
        "b-bare: the story has no rewrites/<system>.txt; put the rewrites there, one a system",
        "d-empty: the story has no wire.txt; put the wire article there",
        "d-empty: the story has no rewrites/<system>.txt; put the rewrites there, one a system",
    ]


def test_texts_that_cannot_be_used(write: Write, faults: Faults, tmp_path: Path) -> None:
    story(write, "bank", b"one\ntwo \xff", x=b"a\0", y="Text.".encode("utf-16"), z=b"z" * (2**20 + 1))
    (tmp_path / "bank/rewrites/folder.txt").mkdir()
    story(write, "blank", " ", x="Text.")
    assert faults(tmp_path, max_line_mb=1) == [
        "bank/wire.txt:2: invalid UTF-8: byte 0xff at byte column 5; save the file as UTF-8",
        "bank/rewrites/folder.txt: cannot be read: Is a directory; check the path and its rights",
        "bank/rewrites/x.txt:1: NUL byte at byte column 2; remove it; is the file UTF-16?",
        "bank/rewrites/y.txt: the file is UTF-16, not UTF-8; save it as UTF-8",
        "bank/rewrites/z.txt: more than 1 MB; raise max_line_mb or split the text",
        "blank: 'source' is blank; give the text of the wire article",
    ]


def test_name_that_is_not_utf8(write: Write, faults: Faults, tmp_path: Path) -> None:
    path = os.fsencode(story(write, "bank", x="Text."))
    os.rename(path, path + b"\xff")
    (fault,) = faults(tmp_path)
    assert fault.endswith("'id' has a lone surrogate \\udcff at character 5; remove it")
    fault.encode()


def test_one_story_alone(write: Write, faults: Faults) -> None:
    path = story(write, "stories/bank", x="Text.")
    (fault,) = faults(path)
    assert fault == "stories/bank: is itself a story; name the folder that holds it: stories"


def test_mixed_references_name_both_stories(write: Write, faults: Faults, tmp_path: Path) -> None:
    story(write, "bank", x="Text.")
    story(write, "court", x="Text.")
    write("court/references/gold.txt", "Gold.")
    assert faults(tmp_path) == [
        "bank: id 'bank' has no references, but id 'court' at court has; give references to all examples or to none"
    ]


def test_data_files_are_joined_by_id_in_the_order_of_their_names(write: Write, read: Read, tmp_path: Path) -> None:
    write("2.csv", "id,system,candidate\na1,y,Two.\n")
    write("1.jsonl", [{"id": "a1", "system": "x", "candidate": "One."}])
    write("3.jsonl", [{"id": "a1", "source": "Wire."}])
    write("notes.md", "other")
    write(".hidden.jsonl", "broken")
    assert read(tmp_path) == [Example("a1", "Wire.", {"x": "One.", "y": "Two."})]


def test_format_chooses_among_data_files(write: Write, read: Read, tmp_path: Path) -> None:
    write("d.jsonl", [LINE])
    write("d.csv", "broken")
    assert len(read(tmp_path, format="jsonl")) == 1


def test_stories_beside_data_files(write: Write, read: Read, faults: Faults, tmp_path: Path) -> None:
    story(write, "bank", x="Text.")
    write("d.jsonl", [LINE])
    assert faults(tmp_path) == [
        f"{tmp_path}: holds both stories and data files (d.jsonl); say the format, or move one kind elsewhere"
    ]
    assert [example.id for example in read(tmp_path, format="folder")] == ["bank"]
    assert [example.id for example in read(tmp_path, format="jsonl")] == ["a1"]


@pytest.mark.parametrize("options", [{}, {"format": "folder"}, {"format": "csv"}])
def test_folder_with_neither(write: Write, faults: Faults, tmp_path: Path, options: dict[str, str]) -> None:
    write("notes/a.txt", "other")
    (fault,) = faults(tmp_path, **options)
    assert "nothing to read in this folder; expected stories (<story>/wire.txt with" in fault


def test_the_stories_shipped_with_the_project() -> None:
    stories = REPOSITORY / "references"
    if not stories.is_dir():
        pytest.skip("the project's stories are not here")
    with open_data(stories) as data:
        names = sorted(path.parent.name for path in stories.glob("*/wire.txt"))
        assert [example.id for example in data.examples()] == names
        for example in data.examples():
            texts = {path.stem: path.read_bytes().decode() for path in stories.glob(f"{example.id}/rewrites/*.txt")}
            assert example.candidates == texts


def test_one_text_alone(write: Write, tmp_path: Path) -> None:
    assert read_text(write("a.txt", "\ufeffOne.\r\n")) == "One.\r\n"
    assert read_text(write("b.txt", "")) == ""
    for name, content, fault in (
        ("c.txt", b"\xff", "invalid UTF-8: byte 0xff at byte column 1"),
        ("d.txt", b"a\0", "NUL"),
    ):
        with pytest.raises(DataError, match=rf"{name}:1: {fault}"):
            read_text(write(name, content))
    with pytest.raises(DataError, match=r"none\.txt: cannot be read: No such file"):
        read_text(tmp_path / "none.txt")
