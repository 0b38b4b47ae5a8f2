"""What two data sets must have in common for their runs to be compared."""

from __future__ import annotations

from dataclasses import replace

from evalharness.load import from_examples
from evalharness.records import Example

EXAMPLES = [
    Example("a", "OSLO - Two men died.", {"x": "Two men died.", "y": "Two died."}, tags={"desk": "asia"}),
    Example("b", "PARIS - The franc rose.", {"x": "The franc rose."}),
]


def digest(*examples: Example) -> str:
    with from_examples(examples) as data:
        return data.sources_digest


def test_candidates_systems_tags_and_order_do_not_matter() -> None:
    known = digest(*EXAMPLES)
    assert len(known) == 64
    assert digest(*reversed(EXAMPLES)) == known
    assert digest(*(replace(example, candidates={"z": "Other."}, tags={}) for example in EXAMPLES)) == known


def test_ids_sources_and_references_do() -> None:
    known = digest(*EXAMPLES)
    a, b = EXAMPLES
    for other in (replace(a, id="c"), replace(a, source=a.source + " ")):
        assert digest(other, b) != known
    assert digest(a) != known
    assert digest(replace(a, references=("Gold.",)), replace(b, references=("Gold.",))) != known
