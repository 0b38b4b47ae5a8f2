"""Baselines that live in git: what a later run is held against, in one file whose diff a person can read.

The file is JSON with one line for each entry of its head and one for each candidate, sorted. It has no article text but
the words that findings quote. The same run gives the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalharness.engine.items import item_from_json, item_json
from evalharness.errors import UsageError
from evalharness.records import ItemRecord
from evalharness.runs.folder import read_finished, read_items
from evalharness.runs.manifest import Counts, Manifest

FORMAT = "evalharness baseline"
SCHEMA_VERSION = 1
ITEMS_BEGIN, ITEMS_END = '"items": [', "]"
ADVICE = "take it from git again, or make it with `evalharness baseline save RUN -o FILE`"

# Of a finding, what tells it from others and what a person reads. How it was classed besides is left to the run.
FINDING_KEYS = ("metric", "kind", "verdict", "severity", "text", "start", "end", "source", "reason")
NO_FINDING = dict.fromkeys((*FINDING_KEYS, "error_type", "frank", "confidence"))
ITEM_KEYS = ("id", "system", "status", "metrics", "stats", "findings", "unsupported", "errors", "tags")


@dataclass(frozen=True, slots=True)
class Baseline:
    """A saved baseline.

    Attributes:
        path: the file.
        signatures: metric id -> every setting that changes its results.
        values: metric id -> its values as declared.
        systems: who wrote the candidates, in the order of the run.
        trivial: rows that only show what no effort earns.
        data_digest, sources_digest: as in a run's manifest.
        packages: versions of what may change a number.
        counts: examples, systems, and items by status.
    """

    path: Path
    signatures: Mapping[str, str]
    values: Mapping[str, Sequence[Mapping[str, Any]]]
    systems: Sequence[str]
    trivial: Sequence[str]
    data_digest: str
    sources_digest: str
    packages: Mapping[str, str]
    counts: Counts

    def items(self) -> Iterator[ItemRecord]:
        """Every (example, system), sorted by both, read from the file one at a time.

        Raises:
            UsageError: a line is damaged (the message has its number).
        """
        with self.path.open(encoding="utf-8") as file:
            numbered = enumerate(file, 1)
            for _, line in numbered:
                if line.rstrip() == ITEMS_BEGIN:
                    break
            for number, line in numbered:
                if line.rstrip() == ITEMS_END:
                    return
                yield _decoded(line.strip().rstrip(","), f"{self.path}:{number}")
        raise UsageError(f"{self.path}: ends in the middle; {ADVICE}")


def baseline_text(folder: Path) -> str:
    """The baseline of a finished run, as the text of a file.

    Raises:
        UsageError: `folder` is no run folder, or the run is not complete.
    """
    manifest = read_finished(folder)
    lines = sorted((item.id, item.system, _item_line(item)) for item in read_items(folder))
    head = "".join(f"{_line(key)}: {_block(entry)},\n" for key, entry in sorted(_head(manifest).items()))
    items = ",\n".join(line for _, _, line in lines)
    return f"{{\n{head}{ITEMS_BEGIN}\n{items}\n{ITEMS_END}\n}}\n"


def save_baseline(folder: Path, path: Path) -> bool:
    """Write the baseline of the run in `folder` to `path`, whole or not at all; False where it says so already.

    Raises:
        UsageError: no finished run, or the file cannot be written.
    """
    text = baseline_text(folder).encode("utf-8")
    if path.is_file() and path.read_bytes() == text:
        return False
    temporary = path.with_name(path.name + ".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}; give another file with -o") from error
    return True


def read_baseline(path: Path) -> Baseline:
    """The head of a saved baseline; its items are read when asked for.

    Raises:
        UsageError: the file cannot be read, is no baseline, or one of another version.
    """
    head = _read_head(path)
    if head.get("format") != FORMAT:
        raise UsageError(f"{path}: not a baseline; {ADVICE}")
    if head.get("schema_version") != SCHEMA_VERSION:
        raise UsageError(
            f"{path}: schema version {head.get('schema_version')!r}, this program reads {SCHEMA_VERSION}; "
            "make it anew with `evalharness baseline accept RUN --reason ...`"
        )
    try:
        fields = {key: head[key] for key in Baseline.__slots__ if key not in ("path", "counts")}
        return Baseline(path=path, counts=Counts(**head["counts"]), **fields)
    except (KeyError, TypeError) as error:
        raise UsageError(f"{path}: the head lacks or garbles {error}; {ADVICE}") from error


def _head(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        "signatures": manifest.signatures,
        "values": {metric: [_declared(value) for value in values] for metric, values in manifest.values.items()},
        "systems": list(manifest.systems),
        "trivial": list(manifest.baselines),
        "data_digest": manifest.data_digest,
        "sources_digest": manifest.sources_digest or manifest.data_digest,
        "packages": manifest.packages,
        "counts": {
            "examples": manifest.counts.examples,
            "systems": manifest.counts.systems,
            "items": manifest.counts.items,
        },
    }


def _declared(value: Mapping[str, Any]) -> dict[str, Any]:
    """A value without its description, which may be reworded and changes nothing."""
    return {key: entry for key, entry in value.items() if key != "about"}


def _block(entry: object) -> str:
    """An entry of the head: a mapping takes a line for each of its keys."""
    if not isinstance(entry, Mapping) or not entry:
        return _line(entry)
    return "{\n" + ",\n".join(f"{_line(key)}: {_line(entry[key])}" for key in sorted(entry)) + "\n}"


def _item_line(item: ItemRecord) -> str:
    data = item_json(item)
    data["findings"] = [_finding(finding) for finding in data["findings"]]
    for part in ("metrics", "stats", "tags"):
        data[part] = dict(sorted(data.get(part, {}).items()))
    return _line({key: data[key] for key in ITEM_KEYS if data.get(key)})


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {key: finding[key] for key in FINDING_KEYS if finding[key] is not None}


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _decoded(text: str, where: str) -> ItemRecord:
    try:
        item = json.loads(text)
        findings = [NO_FINDING | finding for finding in item.get("findings", ())]
        return item_from_json({"metrics": {}, "stats": {}} | item | {"findings": findings})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{where}: not an item of a baseline: {error}; {ADVICE}") from error


def _read_head(path: Path) -> Mapping[str, Any]:
    """What stands before the items."""
    head: list[str] = []
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.rstrip() == ITEMS_BEGIN:
                    break
                head.append(line)
            else:
                raise UsageError(
                    f"{path}: not laid out as a saved baseline, an item a line (did a formatter touch it?); {ADVICE}"
                )
        found = json.loads("".join(head).rstrip().rstrip(",") + "}")
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read: {error.strerror or error}; give a run folder or a baseline"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 text at byte {error.start}; {ADVICE}") from error
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}: not JSON: {error.msg}; {ADVICE}") from error
    return found if isinstance(found, Mapping) else {}
