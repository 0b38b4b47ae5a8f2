"""Labels made from stories with planted errors: ``<story>/planted.yaml`` lists every error of every rewrite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalharness.config.yaml_tree import Plain, Tree, read_tree
from evalharness.load import open_data
from evalharness.load.faults import FaultLog, file_label
from evalharness.metaeval.labels import Labelled
from evalharness.records import Example, Span
from evalharness.text.document import Document
from evalharness.text.sentences import sentences

DATASET = "stories"
PLANTED = "planted.yaml"
PAGE = "page"


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error: in which rewrite, of what kind and severity, and the characters that carry it."""

    system: str
    kind: str
    severity: str
    span: str


def read_stories(path: Path, faults: FaultLog) -> tuple[Labelled, ...]:
    """One labelled summary for each rewrite: consistent where nothing is planted but page residue and repetition.

    A sentence is inconsistent where it overlaps an error, unlabelled where it only overlaps page residue; the grade of
    a rewrite is the share of its labelled sentences that are consistent. The article's key is the story's name.

    Raises:
        DataError: the stories themselves cannot be read.
    """
    rows: list[Labelled] = []
    with open_data(path, format="folder") as data:
        for example in data.examples():
            planted = _read_planted(path / example.id / PLANTED, example, faults)
            for system, text in example.candidates.items():
                rows.append(_labelled(example, system, text, [each for each in planted if each.system == system]))
    return tuple(rows)


def _labelled(example: Example, system: str, text: str, planted: Sequence[Planted]) -> Labelled:
    errors = [error for error in planted if error.severity != PAGE]
    page = [error for error in planted if error.severity == PAGE]
    spans = Document(text).view(sentences)
    bad, residue = _touched(spans, text, errors), _touched(spans, text, page)
    marks = tuple(False if span in bad else None if span in residue else True for span in spans)
    judged = [mark for mark in marks if mark is not None]
    return Labelled(
        DATASET,
        example.id,
        example.source,
        text,
        system,
        example.id,
        tuple(example.references),
        label=not errors,
        factuality=sum(judged) / len(judged) if judged else None,
        sentences=tuple(span.text for span in spans),
        sentence_labels=marks,
        error_types=tuple(dict.fromkeys(error.kind for error in errors)),
    )


def _touched(spans: Sequence[Span], text: str, planted: Sequence[Planted]) -> set[Span]:
    """The spans that overlap an occurrence of a planted error. One that occurs several times is listed once."""
    places = [place for error in planted for place in _occurrences(text, error.span)]
    return {span for span in spans if any(start < span.end and span.start < end for start, end in places)}


def _occurrences(text: str, part: str) -> Iterator[tuple[int, int]]:
    start = text.find(part)
    while start >= 0:
        yield start, start + len(part)
        start = text.find(part, start + len(part))


def _read_planted(path: Path, example: Example, faults: FaultLog) -> list[Planted]:
    file = file_label(path)
    try:
        tree = read_tree(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        faults.add(file, None, f"cannot be read: {error}", f"list the errors of every rewrite in {PLANTED}")
        return []
    for line, problem in tree.faults:
        faults.add(file, line, problem)
    listed = tree.value.get("errors") if isinstance(tree.value, Mapping) else None
    if not isinstance(listed, list):
        faults.add(file, 1, "no list of 'errors'", "an empty list says that nothing is planted")
        return []
    return list(filter(None, (_planted(entry, i, file, tree, example, faults) for i, entry in enumerate(listed))))


def _planted(entry: Plain, index: int, file: str, tree: Tree, example: Example, faults: FaultLog) -> Planted | None:
    line = tree.line(("errors", index))
    keys = ("system", "kind", "severity", "span")
    values = [entry.get(key) if isinstance(entry, Mapping) else None for key in keys]
    lacking = [key for key, value in zip(keys, values, strict=True) if not isinstance(value, str)]
    if lacking:
        faults.add(file, line, f"an error without {', '.join(lacking)}")
        return None
    planted = Planted(*map(str, values))
    if planted.span not in example.candidates.get(planted.system, ""):
        faults.add(file, line, f"the rewrite {planted.system!r} does not have the text {planted.span!r}")
        return None
    return planted
