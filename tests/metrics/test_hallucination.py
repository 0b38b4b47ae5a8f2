"""Hallucination: expected counts are made by hand from the facts of each case."""

import math

import pytest

from evalharness.metrics.contract import violations
from evalharness.metrics.hallucination import Hallucination
from evalharness.metrics.protocol import Case
from evalharness.records import ItemScore
from evalharness.text.document import Document

SOURCE = (
    "OSLO, Jan 31 - Norway's fisheries ministry said it would cut the cod quota by 12 percent next year, Kari Lund "
    "said on Tuesday. The stock has not recovered. The union has 4,100 members and wants 12 boats.\n"
    "Subscribe to our newsletter."
)


SHIPPED = Hallucination()
MOVED = Hallucination(intercept=-1.0, slope=0.5)


def case_of(candidate: str, source: str = SOURCE) -> Case:
    document = Document(source)
    return Case("a", "s", document, Document(candidate), (document,))


def item(candidate: str, source: str = SOURCE) -> ItemScore:
    return Hallucination().score([case_of(candidate, source)])[0]


def values(candidate: str, metric: Hallucination = SHIPPED) -> dict[str, float | None]:
    return metric.finish(metric.score([case_of(candidate)])[0].stats)


def test_contract() -> None:
    assert violations(Hallucination()) == []


def test_a_copy_has_no_findings_not_even_of_its_residue() -> None:
    assert item(SOURCE).findings == ()
    assert values(SOURCE)["score"] == 0.0


@pytest.mark.parametrize("blank", ["", " \n\t"])
def test_a_blank_candidate_is_undefined(blank: str) -> None:
    assert not any(item(blank).stats)
    assert set(values(blank).values()) == {None}


def test_counts_of_findings() -> None:
    # 21 percent for 12 percent, Saturday for Tuesday
    found = values(
        "Norway will cut its cod quota by 21 percent, Kari Lund said on Saturday. The stock has not recovered."
    )
    assert (found["flags"], found["hard_flags"], found["soft_flags"]) == (2.0, 2.0, 0.0)
    assert found["flagged_sentences"] == 0.5


def test_the_score_rises_with_what_is_wrong() -> None:
    texts = [
        "Norway's fisheries ministry said it would cut the cod quota by 12 percent",
        "Norway would cut the cod quota by 12 percent next year.",
        "Norway would cut the cod quota by 21 percent next year.",
        "Sweden would cut the herring quota by 21 percent on Friday, Per Dahl said.",
    ]
    scores = [values(text)["score"] or 0.0 for text in texts]
    assert scores[0] == 0.0
    assert scores == sorted(set(scores))


def test_calibration_moves_the_level_and_keeps_order_and_zero() -> None:
    texts = [
        "The stock has not recovered.",
        "Norway would cut the quota.",
        "Sweden would cut it by 21 percent on Friday.",
    ]
    shipped, moved = ([values(text, metric)["score"] for text in texts] for metric in (SHIPPED, MOVED))
    assert shipped[0] == moved[0] == 0.0
    # logistic(-1 + 0.5 * logit(p)), by hand for the second text
    p = shipped[1] or 0.0
    assert moved[1] == pytest.approx(1 / (1 + math.exp(1 - 0.5 * math.log(p / (1 - p)))))
    assert moved == sorted(moved, key=lambda score: score or 0.0)
    with pytest.raises(ValueError, match="slope above 0"):
        Hallucination(slope=0.0)


def test_sentences_are_judged_where_they_stand() -> None:
    text = "The stock has not recovered. Sweden bought 21 submarines from Peru on Friday."
    good, bad = item(text).sentences
    assert text[good.start : good.end] == "The stock has not recovered."
    assert text[bad.start : bad.end] == "Sweden bought 21 submarines from Peru on Friday."
    assert good.support == 1.0
    assert bad.support < 0.5
    assert Hallucination().sentence_scores(case_of(text)) == tuple((s.start, s.end, s.support) for s in (good, bad))


def test_a_sentence_without_any_ground_is_a_soft_finding() -> None:
    text = "The stock has not recovered. Gardeners celebrate autumn without decorated churches, remembering melodies."
    (finding,) = item(text).findings
    assert (finding.kind, finding.verdict, finding.severity, finding.frank) == ("claim", "unsupported", "soft", "OutE")


@pytest.mark.parametrize(
    "text",
    [
        "Gardeners do not celebrate.",  # too short to be without any ground
        "Gardeners celebrate autumn 12 percent without decorated churches, remembering melodies.",  # a figure it has
    ],
)
def test_a_short_sentence_or_one_with_a_fact_borne_out_is_not_called_baseless(text: str) -> None:
    assert [f.kind for f in item(f"The stock has not recovered. {text}").findings] == []


def test_other_languages_are_refused_not_scored() -> None:
    found = item("Правительство решило сократить квоту на треску на 12 процентов.")
    assert not any(found.stats)
    assert found.findings == ()
    assert found.unsupported == "the candidate is not in English"


def test_errors_are_typed() -> None:
    by_text = {f.span.text: (f.error_type, f.frank) for f in item("Kari Lund saw 21 percent.").findings if f.span}
    assert by_text == {"21 percent": ("extrinsic", "OutE")}
    by_text = {
        f.span.text: (f.error_type, f.frank)
        for f in item("It would cut the cod quota by 4,100 percent.").findings
        if f.span
    }
    assert set(by_text.values()) == {("intrinsic", "CircE")}


def test_pooled_counts_are_means_over_texts() -> None:
    rows = [item(text).stats for text in ("Norway cut it by 21 percent.", "Norway cut it by 12 percent.")]
    pooled = Hallucination().finish([sum(numbers) for numbers in zip(*rows, strict=True)])
    assert pooled["hard_flags"] == 0.5
    assert pooled["score"] == pytest.approx((rows[0][0] + rows[1][0]) / 2)


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
    assert Hallucination().signature() == "hallucination|lang:en|calibration:shipped|v:2"
    assert MOVED.signature() == "hallucination|lang:en|calibration:-1,0.5|v:2"
