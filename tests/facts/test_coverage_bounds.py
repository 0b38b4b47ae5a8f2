"""The bounds by which coverage saves work never change what it finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.facts import coverage as module
from evalharness.facts.coverage import coverage
from evalharness.text.document import Document

TEXT = "The bank of Japan cut raised lowered its main interest rate to help aid exporters rain fell in Oslo on"
WORDS = [*TEXT.split(), "“we", "paid”", "said", ",", "and", "90"]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14)
TEXTS = st.lists(SENTENCES.map(" ".join), min_size=1, max_size=5).map(lambda found: ". ".join(found) + ".")


@given(TEXTS, TEXTS)
def test_bounds_skip_only_what_is_lost(source: str, candidate: str) -> None:
    quick = coverage(Document(source), Document(candidate))
    with pytest.MonkeyPatch.context() as patch:
        # So much room for rounding that no bound ever holds: everything is worked out.
        patch.setattr(module, "ROUNDING", 1e9)
        assert coverage(Document(source), Document(candidate)) == quick
