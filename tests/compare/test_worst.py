import random

import pytest

from evalharness.compare.worst import WorstFindings
from evalharness.records import Finding, ItemRecord, Severity, Span, Verdict


def finding(severity: Severity, verdict: Verdict, start: int = 0) -> Finding:
    span = Span(start, start + 3, "abc")
    candidate, source = (None, span) if verdict == "missing" else (span, None)
    return Finding("facts", "number", verdict, severity, "because", candidate, source)


def record(example: int, *findings: Finding) -> ItemRecord:
    return ItemRecord(f"e{example}", "desk", "ok", {}, {}, findings)


# The order that the docstring promises, the worst first.
ORDER = [
    (0, finding("hard", "contradicted", 5)),
    (1, finding("hard", "altered", 1)),
    (1, finding("hard", "altered", 4)),
    (0, finding("hard", "unsupported", 2)),
    (1, finding("hard", "repeated", 0)),
    (0, finding("soft", "contradicted", 0)),
    (1, finding("soft", "unsupported", 0)),
    (0, finding("page", "residue", 0)),
    (0, finding("hard", "missing", 0)),
    (0, finding("hard", "missing", 7)),
    (0, finding("soft", "missing", 0)),
]


@pytest.mark.parametrize("n_kept", [0, 1, 4, 20])
@pytest.mark.parametrize("seed", range(3))
def test_order_is_the_promised_one_however_findings_come(n_kept: int, seed: int) -> None:
    shuffled = random.Random(seed).sample(ORDER, len(ORDER))
    worst = WorstFindings(n_kept)
    for example in (0, 1):
        worst.add(record(example, *(entry for at, entry in shuffled if at == example)))
    kept = worst.worst()
    assert [(entry.id, entry.severity, entry.verdict) for entry in kept] == [
        (f"e{example}", entry.severity, entry.verdict) for example, entry in ORDER[:n_kept]
    ]


def test_a_lost_fact_points_into_the_source_only() -> None:
    worst = WorstFindings(1)
    worst.add(record(0, finding("hard", "missing", 7)))
    (lost,) = worst.worst()
    assert (lost.start, lost.end, lost.text, lost.source) == (None, None, None, Span(7, 10, "abc"))


def test_equal_findings_keep_the_order_of_the_record() -> None:
    twins = [Finding("facts", kind, "unsupported", "hard", "because", Span(1, 2, "x")) for kind in ("name", "date")]
    worst = WorstFindings(2)
    worst.add(record(0, *twins))
    assert [entry.kind for entry in worst.worst()] == ["name", "date"]
