"""What the metrics that read English say of texts in other languages."""

from __future__ import annotations

from evalharness.metrics.protocol import Case
from evalharness.text.language import foreign


def refusal(case: Case) -> str:
    """Why a metric of English texts does not apply to a case; empty when it does.

    >>> from evalharness.text.document import Document
    >>> refusal(Case("a", "s", Document("政府周四决定。"), Document("Fed lifts rate"), ()))
    'the source is not in English'
    """
    for side, document in (("source", case.source), ("candidate", case.candidate)):
        if document.view(foreign):
            return f"the {side} is not in English"
    return ""
