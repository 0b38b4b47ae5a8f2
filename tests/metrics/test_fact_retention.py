"""Fact retention: expected shares are counted by hand in each case."""

import pytest

from evalharness.metrics.contract import violations
from evalharness.metrics.fact_retention import KINDS, FactRetention
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
    assert values(SOURCE) == dict.fromkeys(("recall", *KINDS), 1.0)


def test_a_blank_candidate_keeps_nothing() -> None:
    assert values(" \n") == dict.fromkeys(("recall", *KINDS), 0.0)


def test_a_source_that_tells_nothing_is_undefined() -> None:
    metric = FactRetention()
    item = metric.score([case("It rained in Oslo.", "But then, why not?")])[0]
    assert not any(item.stats)
    assert set(metric.finish(item.stats).values()) == {None}


def test_shares_by_kind() -> None:
    # Statements: the cut and Lund's saying it kept, Lund telling reporters all but lost, the quoted one lost. Figures:
    # 12 percent kept, ten years lost. Date: Tuesday lost. Names: Norway and Lund kept.
    found = values("Norway will cut its cod quota by 12%, Kari Lund said.")
    assert found["number"] == 0.5
    assert found["date"] == 0.0
    assert found["name"] == 1.0
    assert found["quote"] == 0.0
    assert found["claim"] is not None
    assert 2 / 3 <= found["claim"] < 1


def test_recall_counts_all_kinds_but_names() -> None:
    stats = FactRetention().score([case("Norway will cut its cod quota.")])[0].stats
    kept, weights = stats[2::2], stats[3::2]
    name = KINDS.index("name")
    assert stats[0] == pytest.approx(sum(kept) - kept[name])
    assert stats[1] == sum(weights) - weights[name]


def test_indirect_speech_keeps_a_quotation() -> None:
    assert values("Lund said the stock had not recovered from the last ten years.")["quote"] == 1.0


def test_what_is_lost_is_a_finding_on_the_source_side() -> None:
    item = FactRetention().score([case("Norway will cut its cod quota by 12%, Kari Lund said.")])[0]
    # The ten years are lost with the statement they stand in.
    assert [(finding.kind, finding.source.text) for finding in item.findings if finding.source] == [
        ("date", "Tuesday"),
        ("quote", "The stock has not recovered from the last ten years"),
        ("claim", "Lund told reporters"),
    ]
    assert {(f.verdict, f.severity, f.span) for f in item.findings} == {("missing", "soft", None)}
    assert item.findings[0].reason == 'leaves out "Tuesday"'


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
    assert FactRetention().signature() == "fact_retention|lang:en|weights:equal|v:2"


def test_other_languages_are_refused_not_scored() -> None:
    source = Document("Правительство решило сократить квоту на треску на 12 процентов.")
    (found,) = FactRetention().score([Case("a", "s", source, source, (source,))])
    assert found.unsupported == "the source is not in English"
    assert not any(found.stats)
    assert set(FactRetention().finish(found.stats).values()) == {None}
