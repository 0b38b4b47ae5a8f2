"""JSON Lines: one object a line, either one example with all its candidates, or one candidate."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from evalharness.load.faults import file_label, shown
from evalharness.load.layout import Problem
from evalharness.load.lines import decode, open_bytes, read_lines
from evalharness.load.rows import Place, Row, RowChecker


class _RefusedError(ValueError):
    """JSON that the decoder would accept and that we do not."""


def read_jsonl(path: Path, checker: RowChecker) -> Iterator[Row]:
    """Yield the rows of a ``.jsonl`` file; blank lines are skipped, bad ones are faults and reading goes on.

    Raises:
        OSError: when the file cannot be opened.
    """
    file, faults = file_label(path), checker.faults
    with open_bytes(path) as stream:
        for number, line in read_lines(stream, file, faults, checker.max_line_mb):
            place = Place(file, number)
            text = decode(line, place, faults)
            if text is None or not text or text.isspace():
                continue
            record = parse_object(text)
            if isinstance(record, dict):
                row = checker.row(place, tuple(record), tuple(record.values()))
                if row is not None:
                    yield row
            else:
                faults.add(*place, *record)


def parse_object(text: str) -> dict[str, object] | Problem:
    """The JSON object that a line holds, or what is wrong with the line.

    >>> parse_object('{"id": 1}')
    {'id': 1}
    >>> parse_object('{"id": 1,}')[0]
    'broken JSON at column 10: Expecting property name enclosed in double quotes'
    """
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return f"broken JSON at column {error.pos + 1}: {error.msg}", "every line must be one JSON object"
    except RecursionError:
        return "JSON nested too deep", "every line must be one JSON object of texts"
    except _RefusedError as error:
        return str(error), ""
    except ValueError:  # the interpreter's limit on the digits of an integer
        return "a number with too many digits", "put it in quotes"
    if isinstance(value, dict):
        return value
    return "the line holds JSON, but no object", 'expected {"id": ..., "source": ..., "candidates": {...}}'


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Build an object; a key given twice would silently lose a text."""
    built = dict(pairs)
    if len(built) < len(pairs):
        again, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise _RefusedError(f"key {shown(again)} is given twice in one object")
    return built


def _no_constant(name: str) -> NoReturn:
    raise _RefusedError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)
