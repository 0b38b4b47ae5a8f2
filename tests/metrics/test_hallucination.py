"""Hallucination: expected scores are counted by hand from the flagged and the checkable facts of each case."""

import pytest

from evalharness.metrics.contract import violations
from evalharness.metrics.hallucination import Hallucination
from evalharness.metrics.protocol import Case
from evalharness.records import ItemScore
from evalharness.text.document import Document

SOURCE = "Norway will cut its cod quota by 12 percent, Kari Lund said on Jan 31.\nSubscribe to our newsletter."


def item(candidate: str, source: str = SOURCE) -> ItemScore:
    document = Document(source)
    return Hallucination().score([Case("a", "s", document, Document(candidate), (document,))])[0]


def values(candidate: str, source: str = SOURCE) -> dict[str, float | None]:
    return Hallucination().finish(item(candidate, source).stats)


def test_contract() -> None:
    assert violations(Hallucination()) == []


def test_a_copy_has_no_findings_not_even_of_its_residue() -> None:
    assert item(SOURCE).findings == ()
    assert values(SOURCE)["score"] == 0.0


@pytest.mark.parametrize("blank", ["", " \n\t"])
def test_a_blank_candidate_is_undefined(blank: str) -> None:
    assert not any(item(blank).stats)
    assert set(values(blank).values()) == {None}


def test_the_score_is_the_flagged_share_of_checkable_facts() -> None:
    # checkable: Norway, 21 percent (wrong), Kari Lund, Saturday (cannot be checked, half) -> 1.5 of 4
    found = values("Norway will cut its cod quota by 21 percent, Kari Lund said on Saturday. It rained.")
    assert found == {"score": 1.5 / 4, "flags": 2.0, "hard_flags": 1.0, "soft_flags": 1.0, "flagged_sentences": 0.5}


def test_a_candidate_without_facts_has_no_score_but_no_flags_either() -> None:
    found = values("it rained all day.")
    assert found["score"] is None
    assert found["flags"] == 0.0


def test_pooled_counts_are_means_over_texts() -> None:
    rows = [item(text).stats for text in ("Norway cut it by 21 percent.", "Norway cut it by 12 percent.")]
    pooled = Hallucination().finish([sum(numbers) for numbers in zip(*rows, strict=True)])
    assert pooled["hard_flags"] == 0.5
    assert pooled["score"] == 1 / 4


def test_page_residue_is_evidence_of_the_page_and_not_counted() -> None:
    found = item("Norway will cut its cod quota.\nWe use cookies to improve your experience.")
    assert [(f.kind, f.verdict, f.severity) for f in found.findings] == [("boilerplate", "residue", "page")]
    assert Hallucination().finish(found.stats)["flags"] == 0.0


def test_findings_are_in_order_of_place() -> None:
    found = item("On Feb 2 Sweden cut it by 21 percent. We use cookies to improve your experience.")
    starts = [finding.span.start for finding in found.findings if finding.span]
    assert starts == sorted(starts)
    assert len(starts) == 4


def test_signature() -> None:
    assert Hallucination().signature() == "hallucination|lang:en|v:1"
