"""Fact retention: expected shares are counted by hand in each case."""

import pytest

from evalharness.metrics.contract import violations
from evalharness.metrics.fact_retention import FactRetention
from evalharness.metrics.protocol import Case
from evalharness.text.document import Document

SOURCE = (
    "OSLO, March 3 - Norway will cut its cod quota by 12 percent, Kari Lund said on Tuesday.\n"
    "\u201cThe stock has not recovered from the last ten years,\u201d Lund told reporters."
)


def case(candidate: str, source: str = SOURCE) -> Case:
    document = Document(source)
    return Case("a", "s", document, Document(candidate), (document,))


def values(candidate: str, source: str = SOURCE, metric: FactRetention | None = None) -> dict[str, float | None]:
    metric = metric or FactRetention()
    return metric.finish(metric.score([case(candidate, source)])[0].stats)


def test_contract() -> None:
    assert violations(FactRetention()) == []
    assert violations(FactRetention(weights="salience")) == []


def test_a_copy_keeps_everything() -> None:
    assert values(SOURCE) == dict.fromkeys(("recall", "number", "date", "name", "quote"), 1.0)


def test_a_blank_candidate_keeps_nothing() -> None:
    assert values(" \n") == dict.fromkeys(("recall", "number", "date", "name", "quote"), 0.0)


def test_a_source_without_facts_is_undefined() -> None:
    metric = FactRetention()
    item = metric.score([case("It rained in Oslo.", "it rained all day.")])[0]
    assert not any(item.stats)
    assert set(metric.finish(item.stats).values()) == {None}


def test_shares_by_kind() -> None:
    # Figures: 12 percent kept, ten years lost. Date: Tuesday lost. Names: Norway kept; Lund kept in the company of the
    # first sentence and half in that of the second (of stock, recovered, told, reporters one is there): 0.75.
    # The quotation weighs 2 and is lost. Kept 1 + 1 + 0.75 of 2 + 1 + 2 + 2 = 7.
    found = values("Norway will cut its cod quota by 12%, Lund said to reporters.")
    assert found["number"] == 0.5
    assert found["date"] == 0.0
    assert found["name"] == 0.875
    assert found["quote"] == 0.0
    assert found["recall"] == pytest.approx(2.75 / 7)


def test_indirect_speech_keeps_a_quotation() -> None:
    assert values("Lund said the stock had not recovered from the last ten years.")["quote"] == 1.0


def test_lost_facts_are_findings_on_the_source_side() -> None:
    item = FactRetention().score([case("Norway will cut its cod quota by 12%, Lund said.")])[0]
    assert [(f.kind, f.verdict, f.severity, f.span) for f in item.findings if f.kind == "date"] == [
        ("date", "missing", "soft", None)
    ]
    for finding in item.findings:
        assert finding.source
        assert SOURCE[finding.source.start : finding.source.end] == finding.source.text


def test_salience_weighs_the_lead() -> None:
    lead_only = "Norway will cut its cod quota by 12 percent, Kari Lund said on Tuesday."
    equal = values(lead_only)["recall"]
    salient = values(lead_only, metric=FactRetention(weights="salience"))["recall"]
    assert equal is not None
    assert salient is not None
    assert salient > equal


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(ValueError, match="'equal' or 'salience'"):
        FactRetention(weights="heavy")  # type: ignore[arg-type]


def test_signature() -> None:
    assert FactRetention().signature() == "fact_retention|lang:en|weights:equal|v:1"
