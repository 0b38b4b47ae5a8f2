"""Labelled summaries: what people said of each, checked once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from evalharness.errors import nearest
from evalharness.load.faults import FaultLog, file_label, place_label, shown
from evalharness.load.rows import Place
from evalharness.metaeval.records import Record, as_number, lookup, read_records

_TRUTH = {"1": True, "0": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One summary and what people said of it. Undefined is None.

    Attributes:
        dataset, id, system: name it; the three together are unique.
        doc_key: names the article, across data sets.
        references: texts that ROUGE compares with; empty means the source.
        label: True = consistent with the source.
        factuality: graded judgement, higher is better, in any range.
        sentences: of the summary, as annotated; `sentence_labels` are theirs, in the same order.
        error_types: names of the kinds of error that were found.
    """

    dataset: str
    id: str
    source: str
    summary: str
    system: str | None = None
    doc_key: str | None = None
    references: tuple[str, ...] = ()
    label: bool | None = None
    factuality: float | None = None
    sentences: tuple[str, ...] = ()
    sentence_labels: tuple[bool | None, ...] = ()
    error_types: tuple[str, ...] = ()

    @property
    def grade(self) -> float | None:
        """The graded judgement, or the label as 0 or 1 where there is none."""
        if self.factuality is not None or self.label is None:
            return self.factuality
        return float(self.label)


FIELDS = tuple(field.name for field in fields(Labelled))


def read_labels(
    path: Path,
    faults: FaultLog,
    *,
    columns: Mapping[str, str] | None = None,
    datasets: Sequence[str] | None = None,
    max_line_mb: int = 16,
) -> tuple[Labelled, ...]:
    """The labelled summaries of a file, in its order; with `datasets`, only theirs and in that order.

    Args:
        path: JSON Lines, a JSON array, CSV or TSV, as `read_records` takes them.
        faults: gets a fault with its place for everything that is wrong.
        columns: field of `Labelled` -> column of the file; a field that is not named here has its own name.
        datasets: names of the data sets wanted. A file without the column is one data set, called as the file.
        max_line_mb: limit of a line, in units of 2**20 bytes.
    """
    names = {field: field for field in FIELDS} | dict(columns or {})
    rows: list[Labelled] = []
    places: dict[tuple[str, str, str | None], Place] = {}
    columns_seen: dict[str, None] = {}
    datasets_seen: dict[str, None] = {}
    for place, record in read_records(path, faults, max_line_mb):
        columns_seen.update(dict.fromkeys(record))
        reader = _RecordReader(record, names, place, faults)
        dataset = reader.name("dataset") or path.name.partition(".")[0]
        datasets_seen[dataset] = None
        row = reader.row(dataset) if datasets is None or dataset in datasets else None
        if row is not None and _is_new(row, place, places, faults):
            rows.append(row)
    _check_columns(path, columns or {}, columns_seen, faults)
    for name in datasets or ():
        if name not in datasets_seen:
            faults.add(file_label(path), None, f"no data set {name!r}", nearest(name, datasets_seen))
    if not rows and not faults.n_faults:
        faults.add(file_label(path), None, "no labelled summary in this file", "expected one record a summary")
    order = {name: place for place, name in enumerate(datasets or ())}
    return tuple(sorted(rows, key=lambda row: order.get(row.dataset, 0)))


def _is_new(row: Labelled, place: Place, places: dict[tuple[str, str, str | None], Place], faults: FaultLog) -> bool:
    key = (row.dataset, row.id, row.system)
    first = places.setdefault(key, place)
    if first != place:
        what = f"{row.dataset} has the id {shown(row.id)}" + (f" of {shown(row.system)}" if row.system else "")
        faults.add(*place, f"{what} a second time", f"first at {place_label(*first)}")
    return first == place


def _check_columns(path: Path, columns: Mapping[str, str], seen: Mapping[str, None], faults: FaultLog) -> None:
    for field, column in columns.items():
        if seen and column not in seen and column.partition(".")[0] not in seen:
            faults.add(file_label(path), None, f"no column {column!r} for {field!r}", nearest(column, seen))


class _RecordReader:
    """Reads the fields of one record; what is wrong with one is a fault, and the row is None."""

    def __init__(self, record: Record, names: Mapping[str, str], place: Place, faults: FaultLog) -> None:
        self._record = record
        self._names = names
        self._place = place
        self._faults = faults

    def row(self, dataset: str) -> Labelled | None:
        before = self._faults.n_faults
        row = Labelled(
            dataset,
            self.name("id") or self._missing("id"),
            self._text("source"),
            self._text("summary", blank=True),
            self.name("system"),
            self.name("doc_key"),
            tuple(self._texts("references")),
            self._truth(self._value("label"), "label"),
            self._number("factuality"),
            tuple(self._texts("sentences")),
            tuple(self._truth(value, "sentence_labels") for value in self._list("sentence_labels")),
            tuple(self._texts("error_types")),
        )
        if row.grade is None and self._faults.n_faults == before:
            self._fault(f"neither {self._names['label']!r} nor {self._names['factuality']!r}", "leave the record out")
        if row.sentence_labels and len(row.sentence_labels) != len(row.sentences):
            self._fault(f"{len(row.sentence_labels)} sentence labels for {len(row.sentences)} sentences")
        return row if self._faults.n_faults == before else None

    def name(self, field: str) -> str | None:
        value = self._value(field)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self._fault(f"{self._names[field]!r} is {shown(str(value))}, not a name")
        return None

    def _value(self, field: str) -> object:
        return lookup(self._record, self._names[field])

    def _fault(self, problem: str, advice: str = "") -> None:
        self._faults.add(*self._place, problem, advice)

    def _missing(self, field: str) -> str:
        near = nearest(self._names[field], self._record)
        self._fault(f"no {self._names[field]!r}", f"{near}; name the column under `columns`")
        return ""

    def _text(self, field: str, *, blank: bool = False) -> str:
        value = self._value(field)
        # an empty cell of a table is null: as a summary it is one that says nothing
        if value is None and blank and self._names[field] in self._record:
            return ""
        if value is None:
            return self._missing(field)
        if not isinstance(value, str) or not (blank or value.strip()):
            self._fault(f"{self._names[field]!r} is {'blank' if isinstance(value, str) else 'not a text'}")
            return ""
        return value

    def _list(self, field: str) -> Sequence[object]:
        """The entries of a list; in a table it is written as JSON, and a single text stands for a list of one."""
        value = self._value(field)
        if isinstance(value, str) and value.startswith("["):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                self._fault(f"{self._names[field]!r} is not a JSON list")
                return ()
        if value is None or isinstance(value, list):
            return value or ()
        return (value,)

    def _texts(self, field: str) -> Iterator[str]:
        for value in self._list(field):
            if isinstance(value, str):
                yield value
            else:
                self._fault(f"{self._names[field]!r} has an entry that is not a text: {shown(str(value))}")

    def _truth(self, value: object, field: str) -> bool | None:
        if value is None:
            return None
        written = str(value).lower().removesuffix(".0")
        if written not in _TRUTH:
            self._fault(f"{self._names[field]!r} is {shown(str(value))}", "expected 1 (consistent), 0 or null")
        return _TRUTH.get(written)

    def _number(self, field: str) -> float | None:
        value = self._value(field)
        if value is None:
            return None
        number = as_number(value)
        if number is None:
            self._fault(f"{self._names[field]!r} is {shown(str(value))}, not a number")
        return number
