"""From the raw keys and values of a record to a checked `Row`: types, names, blanks, characters that cannot be kept."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evalharness.load.faults import FaultLog, shown
from evalharness.load.layout import FieldNames, Layout, Problem, layout_of

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_KINDS = {bool: "true or false", int: "a number", float: "a number", str: "a text", bytes: "bytes"}
_MAX_LAYOUTS = 256
_MAX_KEY_CHARS = 10_000
MEBIBYTE = 1 << 20


class Place(NamedTuple):
    """Where a row was read: the file as the user named it, and the line from 1 (None for a folder)."""

    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """What one record says about one id; the records of an id are joined later.

    Attributes:
        source: None when this record does not give it.
        references: empty when this record gives none.
        candidates: text by system; None where the record says that the system has no candidate.
    """

    place: Place
    id: str
    source: str | None
    references: tuple[str, ...]
    candidates: Mapping[str, str | None]
    tags: Mapping[str, str]


class RowChecker:
    """Checks records one by one; what is wrong goes to `faults`, and reading goes on.

    Attributes:
        max_line_mb: the longest line, record or text that is accepted, in units of 2**20 bytes (or characters,
            for a text that did not come as bytes).

    >>> checker = RowChecker(FieldNames(), FaultLog())
    >>> row = checker.row(Place("data.csv", 2), ("id", "source"), (7, "Wire text."))
    >>> row.id, row.source
    ('7', 'Wire text.')
    >>> checker.row(Place("data.csv", 3), ("id", "source"), (7, 1.5)) is None
    True
    >>> str(checker.faults.kept[0])
    "data.csv:3: 'source' is a number, not a text"
    """

    def __init__(self, names: FieldNames, faults: FaultLog, max_line_mb: int = 16) -> None:
        self.names = names
        self.faults = faults
        self.max_line_mb = max_line_mb
        self.max_bytes = max_line_mb * MEBIBYTE
        self._layouts: dict[tuple[str, ...], Layout] = {}

    def header(self, place: Place, keys: Sequence[str]) -> bool:
        """Whether rows with these columns can be read at all; if not, the faults say why."""
        return self._report(place, layout_of(tuple(keys), self.names).problems)

    def row(self, place: Place, keys: Sequence[str], values: Sequence[object]) -> Row | None:
        """The row that these keys and values make, or None when a fault was found in it.

        A value of None is an absent one, except that the candidate of a named system is then known to be missing.
        """
        has_system = any(
            value is not None and key == self.names.system for key, value in zip(keys, values, strict=True)
        )
        kept = self.names.candidate if has_system else None
        given = [at for at, value in enumerate(values) if value is not None or keys[at] == kept]
        layout = self._layout(tuple([keys[at] for at in given]))
        if not self._report(place, layout.problems):
            return None
        cells = _Cells(layout, [values[at] for at in given], self.names, self.max_bytes)
        row = Row(place, cells.id(), cells.source(), cells.references(), cells.candidates(), cells.tags())
        return row if self._report(place, cells.problems) else None

    def _layout(self, keys: tuple[str, ...]) -> Layout:
        """The layout of these keys; remembered, within bounds, as most rows of a file have the same ones."""
        layout = self._layouts.get(keys)
        if layout is None:
            layout = layout_of(keys, self.names)
            if len(self._layouts) < _MAX_LAYOUTS and sum(map(len, keys)) < _MAX_KEY_CHARS:
                self._layouts[keys] = layout
        return layout

    def _report(self, place: Place, problems: Iterable[Problem]) -> bool:
        """Log the problems; True when there are none."""
        fine = True
        for problem, advice in problems:
            self.faults.add(place.file, place.line, problem, advice)
            fine = False
        return fine


class _Cells:
    """The values of one record, read field by field; `problems` fills up on the way."""

    __slots__ = ("_layout", "_max_chars", "_names", "_values", "problems")

    def __init__(self, layout: Layout, values: Sequence[object], names: FieldNames, max_chars: int) -> None:
        self._layout = layout
        self._values = values
        self._names = names
        self._max_chars = max_chars
        self.problems: list[Problem] = []

    def id(self) -> str:
        value = self._value("id")
        return self._name(_decimal(value), f"{self._names.id!r}")

    def source(self) -> str | None:
        if "source" not in self._layout.at:
            return None
        text = self._text(self._value("source"), f"{self._names.source!r}")
        if not text or text.isspace():
            self._problem(f"{self._names.source!r} is blank", "give the text of the wire article")
        return text

    def references(self) -> tuple[str, ...]:
        texts: list[str] = []
        for position in self._layout.references:
            value = self._values[position]
            for item in value if isinstance(value, list | tuple) else (value,):
                what = f"reference {len(texts) + 1}"
                texts.append(self._text(item, what))
                if not texts[-1] or texts[-1].isspace():
                    self._problem(f"{what} is blank", "leave it out, or give its text")
        return tuple(texts)

    def candidates(self) -> dict[str, str | None]:
        if "candidates" in self._layout.at:
            pairs = self._pairs(self._value("candidates"), self._names.candidates, "system")
        elif "system" in self._layout.at:
            pairs = [(self._value("system"), self._value("candidate"))]
        else:
            return {}
        found: dict[str, str | None] = {}
        for name, value in pairs:
            system = self._name(name, "the name of a system")
            if system in found:
                self._problem(f"two candidates of system {shown(system)}", "keep one of them")
            found[system] = None if value is None else self._text(value, f"the candidate of {shown(system)}")
        return found

    def tags(self) -> dict[str, str]:
        pairs: list[tuple[object, object]] = [(name, self._values[position]) for name, position in self._layout.tags]
        if "tags" in self._layout.at:
            pairs += self._pairs(self._value("tags"), self._names.tags, "name")
        found: dict[str, str] = {}
        for key, value in pairs:
            name = self._name(key, "the name of a tag")
            if name in found:
                self._problem(f"tag {shown(name)} is given twice", "keep one of them")
            if value is not None:
                found[name] = self._text(_decimal(value), f"tag {shown(name)}")
        return found

    def _value(self, field: str) -> object:
        return self._values[self._layout.at[field]]

    def _problem(self, problem: str, advice: str = "") -> None:
        self.problems.append((problem, advice))

    def _pairs(self, value: object, key: str, left: str) -> list[tuple[object, object]]:
        """The pairs of an object; Parquet gives its maps as lists of pairs."""
        if isinstance(value, Mapping):
            return list(value.items())
        if isinstance(value, list) and all(isinstance(item, tuple) and len(item) == 2 for item in value):
            return value
        self._problem(f"{key!r} is {_kind(value)}, not an object", f'expected {{"{left}": "text", ...}}')
        return []

    def _text(self, value: object, what: str) -> str:
        """`value` if it is a text that can be stored and printed; otherwise a problem, and an empty text."""
        if not isinstance(value, str):
            self._problem(f"{what} is {_kind(value)}, not a text")
            return "-"
        if "\0" in value:
            self._problem(f"{what} has a NUL character", "remove it")
        if len(value) > self._max_chars:
            self._problem(
                f"{what} has {len(value)} characters, limit {self._max_chars}", "raise max_line_mb or split it"
            )
        if not value.isascii():
            self._check_surrogates(value, what)
        return value

    def _check_surrogates(self, value: str, what: str) -> None:
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            code = ord(value[error.start])
            self._problem(f"{what} has a lone surrogate \\u{code:04x} at character {error.start + 1}", "remove it")

    def _name(self, value: object, what: str) -> str:
        """`value` if it can name something in one line of a table; otherwise a problem."""
        name = self._text(value, what)
        if not name or name.isspace():
            self._problem(f"{what} is blank")
        elif _CONTROL.search(name):
            self._problem(f"{what} has a line end or control character: {shown(name)}", "remove it")
        return name


def _decimal(value: object) -> object:
    """An integer as its decimal digits; anything else as it is. Booleans are no integers here.

    >>> _decimal(10), _decimal("010"), _decimal(1.0), _decimal(True)
    ('10', '010', 1.0, True)
    """
    if isinstance(value, str | bool) or not hasattr(value, "__index__"):
        return value
    return str(operator.index(value))


def _kind(value: object) -> str:
    """What a value is, in the words of a message.

    >>> _kind(1.5), _kind(None), _kind([]), _kind({})
    ('a number', 'null', 'a list', 'an object')
    """
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    return _KINDS.get(type(value), f"a {type(value).__name__}")
