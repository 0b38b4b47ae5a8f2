"""Layout: which key or column of a row holds which field, and what is wrong with the keys of a row.

One set of rules for every format: a JSON object, a CSV row and a Parquet row are all keys with values.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from evalharness.errors import UsageError, nearest
from evalharness.load.faults import shown

Problem = tuple[str, str]
"""What is wrong, and what to do about it."""

TAG_PREFIX = "tag."
NEAR_MISS_RATIO = 0.8
MAX_KEYS_LOOKED_AT = 100
MAX_KEYS_LISTED = 10


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The key or column under which a file holds each field.

    >>> FieldNames.of({"candidate": "summary"}).candidate
    'summary'
    """

    id: str = "id"
    system: str = "system"
    source: str = "source"
    candidate: str = "candidate"
    candidates: str = "candidates"
    reference: str = "reference"
    references: str = "references"
    tags: str = "tags"

    @classmethod
    def of(cls, columns: Mapping[str, str]) -> FieldNames:
        """The default names, changed as `columns` (field -> key in the file) says.

        Raises:
            UsageError: for an unknown field, and for one key that would hold two fields.
        """
        known = [field.name for field in fields(cls)]
        for field in columns:
            if field not in known:
                raise UsageError(f"columns: there is no field {field!r}; {nearest(field, known)}")
        names = cls(**columns)
        owner: dict[str, str] = {}
        for field in known:
            key = getattr(names, field)
            if owner.setdefault(key, field) != field:
                raise UsageError(f"columns: {key!r} would hold both {owner[key]!r} and {field!r}; map one of them away")
        return names


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields stand in a row with certain keys.

    Attributes:
        at: field -> position, for id, system, source, candidate, candidates and tags, where present.
        references: positions of the references, in the order of the keys.
        tags: (name, position) of every tag that has a key of its own (``tag.<name>``).
        problems: what is wrong with the keys; a row with problems is not read further.
    """

    at: Mapping[str, int]
    references: tuple[int, ...]
    tags: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...]


def layout_of(keys: tuple[str, ...], names: FieldNames) -> Layout:
    """The layout of a row with these keys; keys that mean nothing here are left out.

    >>> layout_of(("id", "candidat"), FieldNames()).problems
    (("has 'candidat'", "did you mean 'candidate'?"),)
    >>> layout_of(("id", "source", "reference_1", "reference_2", "desk"), FieldNames()).references
    (2, 3)
    """
    is_reference = re.compile(rf"{re.escape(names.reference)}(_\d+)?|{re.escape(names.references)}").fullmatch
    field_of = {getattr(names, field): field for field in ("id", "system", "source", "candidate", "candidates", "tags")}
    at: dict[str, int] = {}
    references: list[int] = []
    tags: list[tuple[str, int]] = []
    extra: list[str] = []
    twice: list[Problem] = []
    for position, key in enumerate(keys):
        if key in field_of:
            if at.setdefault(field_of[key], position) != position:
                twice.append((f"has {shown(key)} twice", "keep one of them"))
        elif is_reference(key):
            references.append(position)
        elif key.startswith(TAG_PREFIX):
            tags.append((key.removeprefix(TAG_PREFIX), position))
        else:
            extra.append(key)
    absent = _absent(at, bool(references), bool(tags), names)
    problems = [*twice, *_near_misses(extra[:MAX_KEYS_LOOKED_AT], absent)]
    problems = problems or _missing(at, bool(references or tags), keys, extra[:MAX_KEYS_LOOKED_AT], names)
    return Layout(at, tuple(references), tuple(tags), tuple(problems))


def _absent(at: Mapping[str, int], has_references: bool, has_tags: bool, names: FieldNames) -> list[str]:
    """The keys that a row of this shape could have and that this one has not."""
    possible = ["id", "source"]
    if "candidates" not in at:
        possible += ["system", "candidate"]
    if not at.keys() & {"system", "candidate"}:
        possible += ["candidates"]
    if not has_references:
        possible += ["reference", "references"]
    if not has_tags:
        possible += ["tags"]
    return [getattr(names, field) for field in possible if field not in at]


def _near_misses(extra: Iterable[str], absent: Sequence[str]) -> list[Problem]:
    """A problem for every unused key that looks like a slip for an absent one.

    A length that differs by more than one letter is another word: 'reference_url' is not a slip for 'reference'.
    """
    problems = []
    for key in extra:
        plain = key.strip().casefold()
        similar = [name for name in absent if abs(len(name) - len(plain)) <= 1]
        near = difflib.get_close_matches(plain, similar, n=1, cutoff=NEAR_MISS_RATIO)
        if near:
            problems.append((f"has {shown(key)}", f"did you mean {near[0]!r}?"))
    return problems


def _missing(
    at: Mapping[str, int], has_more: bool, keys: Sequence[str], extra: Sequence[str], names: FieldNames
) -> list[Problem]:
    """A problem for every key that a row of this shape must have and has not."""
    is_wide, has_system, has_candidate = ("candidates" in at), ("system" in at), ("candidate" in at)
    if is_wide and (has_system or has_candidate):
        other = names.system if has_system else names.candidate
        return [(f"has both {names.candidates!r} and {other!r}", "use one shape: all candidates, or one by one")]
    needed = [] if "id" in at else [names.id]
    if has_system != has_candidate:
        needed.append(names.candidate if has_system else names.system)
    if not (is_wide or has_system or has_candidate or has_more or "source" in at or "tags" in at):
        needed.append(names.source)
    return [(f"no {key!r}", _hint(key, keys, extra)) for key in needed]


def _hint(key: str, keys: Sequence[str], extra: Sequence[str]) -> str:
    near = difflib.get_close_matches(key, extra, n=1)
    if near:
        return f"has {shown(near[0])}: did you mean {key!r}?"
    if not keys:
        return "there is nothing in it"
    listed = ", ".join(shown(name) for name in keys[:MAX_KEYS_LISTED])
    return f"there is: {listed}{', ...' if len(keys) > MAX_KEYS_LISTED else ''}"
