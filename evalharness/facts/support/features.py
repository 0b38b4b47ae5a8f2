"""The features of a candidate sentence, by name: each is 0 for a copy of a source sentence and grows with doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from evalharness.facts.support import edits, overlap
from evalharness.facts.support.case import Case

Feature = Callable[[Case], float]

_ALL: tuple[Feature, ...] = (
    overlap.novel_words,
    overlap.novel_triples,
    overlap.pairs_apart,
    overlap.neighbours_apart,
    overlap.out_of_line,
    overlap.content_out_of_line,
    overlap.short_runs,
    overlap.jumps,
    overlap.repeated_words,
    edits.new_numbers,
    edits.swapped_numbers,
    edits.new_names,
    edits.odd_words,
    edits.recombined_names,
    edits.replaced_names,
    edits.unlike_words,
    edits.opposites,
    edits.turned_directions,
    edits.added_negations,
    edits.lost_negations,
    edits.exchanged_roles,
)

FEATURES: Mapping[str, Feature] = MappingProxyType({feature.__name__: feature for feature in _ALL})
"""Every feature by its name; the docstring of each tells what it measures and its range."""
