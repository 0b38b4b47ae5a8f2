"""Spool: rows joined by id in a private temporary database on disk, so that memory does not grow with the data.

The database has no name, lies in ``TMPDIR`` and vanishes with the process. A text is a "part" of its example:
slot 0 is the source, 1 the references (a JSON list), from 2 on the systems, below 0 the tags. One UNIQUE constraint
then finds everything that is given twice.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from evalharness.errors import UsageError
from evalharness.load.faults import FaultLog, place_label, shown
from evalharness.load.rows import Row

SOURCE = 0
REFERENCES = 1
FIRST_SYSTEM = 2

_SETUP = """
PRAGMA page_size = 16384;
PRAGMA cache_size = -4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE file (n INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE example (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file INTEGER NOT NULL, line INTEGER);
CREATE TABLE part (
    example INTEGER NOT NULL, slot INTEGER NOT NULL, body TEXT NOT NULL, file INTEGER NOT NULL, line INTEGER,
    UNIQUE (example, slot)
);
BEGIN;
"""
_ADD_PART = "INSERT OR IGNORE INTO part VALUES (?, ?, ?, ?, ?)"
_STORED = """
SELECT part.file, part.line, file.name, part.body = ? FROM part JOIN file ON file.n = part.file
WHERE example = ? AND slot = ?
"""
_READ = """
SELECT example.id, part.slot, part.body FROM example LEFT JOIN part ON part.example = example.n
WHERE example.n >= ? AND example.n < ? ORDER BY example.n, part.slot
"""
_LACKING = """
SELECT example.id, file.name, example.line FROM example JOIN file ON file.n = example.file
WHERE NOT EXISTS (SELECT 1 FROM part WHERE part.example = example.n AND slot = ?) ORDER BY example.n
"""
_HAVING = """
SELECT example.id, file.name, part.line FROM part JOIN example ON example.n = part.example
JOIN file ON file.n = part.file WHERE slot = ? ORDER BY example.n LIMIT 1
"""


class Spool:
    """Takes checked rows in any order and gives back whole examples in the order of their first rows.

    Attributes:
        n_examples: how many ids have been seen.
        systems: slot of every system, in the order of first appearance.
        tags: slot of every tag name, likewise.
    """

    def __init__(self, faults: FaultLog) -> None:
        self.n_examples = 0
        self.systems: dict[str, int] = {}
        self.tags: dict[str, int] = {}
        self._faults = faults
        self._last_file: tuple[str, int] = ("", 0)
        self._last_id: tuple[str, int] = ("", -1)
        # Threads may read it in turn; sqlite3 itself serialises them.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        try:
            self._db.executescript(_SETUP)
        except sqlite3.Error as error:
            raise _no_room(error) from error

    def close(self) -> None:
        """Delete the database."""
        self._db.close()

    def add(self, row: Row) -> None:
        """Join a row to what is known of its id; a fault is logged for what is given twice.

        Raises:
            UsageError: when the disk has no room.
        """
        try:
            self._add(row)
        except sqlite3.Error as error:
            raise _no_room(error) from error

    def check_whole(self, label: str) -> None:
        """Log what only the whole data shows: examples without a source, mixed references, nothing at all."""
        for id_, file, line in self._db.execute(_LACKING, (SOURCE,)):
            self._faults.add(file, line, f"id {shown(id_)} has no source", "give its wire article in one of its rows")
        self._check_references()
        if self._faults.n_faults:
            return
        if not self.n_examples:
            self._faults.add(label, None, "no examples", "expected at least one id with its source and candidates")
        elif not self.systems:
            advice = "expected 'candidates', or 'system' and 'candidate'; map other names with columns"
            self._faults.add(label, None, "no candidates in any row", advice)

    def count_by_slot(self) -> dict[int, int]:
        """The number of examples that have something in each slot; slots without any are absent."""
        return Counter(slot for (slot,) in self._db.execute("SELECT slot FROM part"))

    def read(self, start: int, stop: int) -> Iterator[tuple[str, dict[int, str]]]:
        """Yield (id, body by slot) of the examples from number `start` up to, not including, `stop`."""
        rows = self._db.execute(_READ, (start, stop))
        for id_, group in groupby(rows, key=lambda row: str(row[0])):
            yield id_, {slot: body for _, slot, body in group if slot is not None}

    def _add(self, row: Row) -> None:
        file = self._file(row.place.file)
        example = self._example(row, file)
        parts = [(example, slot, body, file, row.place.line) for slot, body in self._parts(row)]
        if parts and self._db.executemany(_ADD_PART, parts).rowcount < len(parts):
            for _, slot, body, _, _ in parts:
                self._compare(row, example, slot, body, file)

    def _file(self, name: str) -> int:
        if self._last_file[0] != name:
            number = self._db.execute("INSERT INTO file (name) VALUES (?)", (name,)).lastrowid or 0
            self._last_file = (name, number)
        return self._last_file[1]

    def _example(self, row: Row, file: int) -> int:
        if self._last_id[0] != row.id:
            found = self._db.execute("SELECT n FROM example WHERE id = ?", (row.id,)).fetchone()
            if found is None:
                found = (self.n_examples,)
                values = (self.n_examples, row.id, file, row.place.line)
                self._db.execute("INSERT INTO example VALUES (?, ?, ?, ?)", values)
                self.n_examples += 1
            self._last_id = (row.id, found[0])
        return self._last_id[1]

    def _parts(self, row: Row) -> Iterator[tuple[int, str]]:
        if row.source is not None:
            yield SOURCE, row.source
        if row.references:
            yield REFERENCES, json.dumps(row.references, ensure_ascii=False)
        for system, text in row.candidates.items():
            slot = self.systems.setdefault(system, FIRST_SYSTEM + len(self.systems))
            if text is not None:
                yield slot, text
        for tag, value in row.tags.items():
            yield self.tags.setdefault(tag, -1 - len(self.tags)), value

    def _compare(self, row: Row, example: int, slot: int, body: str, file: int) -> None:
        """Log a fault if another row has filled this slot: always for a candidate, else where the texts differ."""
        stored_file, stored_line, stored_name, same = self._db.execute(_STORED, (body, example, slot)).fetchone()
        if (stored_file, stored_line) == (file, row.place.line) or (same and slot < FIRST_SYSTEM):
            return
        first = place_label(stored_name, stored_line)
        if slot >= FIRST_SYSTEM:
            system = list(self.systems)[slot - FIRST_SYSTEM]
            problem = f"id {shown(row.id)} has a second candidate of system {shown(system)}; the first is at {first}"
            advice = "keep one of them"
        else:
            what = {SOURCE: "source", REFERENCES: "references"}.get(slot) or f"tag {shown(list(self.tags)[-1 - slot])}"
            problem = f"id {shown(row.id)} has another {what} here than at {first}"
            advice = "give it once, or the same each time"
        self._faults.add(*row.place, problem, advice)

    def _check_references(self) -> None:
        """Scores against gold and scores against the source must not be averaged: all examples have gold, or none."""
        having = self._db.execute(_HAVING, (REFERENCES,)).fetchone()
        lacking = having and self._db.execute(_LACKING, (REFERENCES,)).fetchone()
        if lacking:
            first = f"id {shown(having[0])} at {place_label(*having[1:])}"
            problem = f"id {shown(lacking[0])} has no references, but {first} has"
            self._faults.add(lacking[1], lacking[2], problem, "give references to all examples or to none")


def _no_room(error: sqlite3.Error) -> UsageError:
    advice = "set TMPDIR to a folder with room for the data"
    return UsageError(f"the temporary copy of the data cannot be written: {error}; {advice}")
