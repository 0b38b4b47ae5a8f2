"""YAML as plain text values with a line for each, so that no scalar changes on its way to a typed field.

YAML 1.1 reads ``no`` as False, ``010`` as 8, ``12:30:00`` as 45000 and ``2024-01-31`` as a date. Here a scalar stays
the text that was written; the field it belongs to decides what it is.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[Hashable, ...]

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(slots=True)
class Tree:
    """A YAML document: its value, the line (from 1) of every path in it, and what was wrong with it."""

    value: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def line(self, path: Path) -> int | None:
        """The line of `path`, or of the nearest part of the document that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read_tree(text: str) -> Tree:
    """Parse one YAML document. Syntax faults and duplicate keys end up in ``faults``.

    >>> read_tree("ids: [no, 010, 1e-3, ~]").value
    {'ids': ['no', '010', '1e-3', None]}
    """
    tree = Tree()
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        tree.faults.append((mark.line + 1 if mark else 1, f"not valid YAML: {error.problem or error.context}"))
    except yaml.YAMLError as error:
        tree.faults.append((1, f"not valid YAML: {' '.join(str(error).split())}"))
    else:
        if node is not None:
            tree.value = _convert(node, (), tree, ())
    return tree


def _convert(node: yaml.Node, path: Path, tree: Tree, parents: tuple[int, ...]) -> Plain:
    tree.lines.setdefault(path, node.start_mark.line + 1)
    if id(node) in parents:
        tree.faults.append((node.start_mark.line + 1, "an alias that contains itself"))
        return None
    parents = (*parents, id(node))
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in NULLS else str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(child, (*path, i), tree, parents) for i, child in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)  # compose() makes no fourth kind
    return {key: _convert(child, (*path, key), tree, parents) for key, child in _entries(node, path, tree)}


def _entries(node: yaml.MappingNode, path: Path, tree: Tree) -> Iterator[tuple[str, yaml.Node]]:
    seen: set[str] = set()
    for key_node, child in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            tree.faults.append((line, "a key must be a word"))
            continue
        key = str(key_node.value)
        if key in seen:
            tree.faults.append((line, f"{key!r} is given twice"))
        else:
            seen.add(key)
            tree.lines[(*path, key)] = line
            yield key, child


def untyped(value: Plain) -> object:
    """`value` as a YAML 1.2 reader would type it, for settings whose type nobody declared.

    >>> untyped({"a": ["1e-3", "010", "true", "no"]})
    {'a': [0.001, '010', True, 'no']}
    """
    if isinstance(value, list):
        return [untyped(child) for child in value]
    if isinstance(value, dict):
        return {key: untyped(child) for key, child in value.items()}
    if value is None or value in ("true", "false"):
        return None if value is None else value == "true"
    if INTEGER.fullmatch(value):
        return int(value)
    # a leading zero marks an id, not a number
    if NUMBER.fullmatch(value) and not re.match(r"[-+]?0[0-9]", value):
        return float(value)
    return value
