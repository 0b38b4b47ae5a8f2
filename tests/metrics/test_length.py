"""Length: every expected value is a count by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalharness.metrics.length import Length
from evalharness.metrics.protocol import Case
from evalharness.text.document import Document

SOURCE = "The U.S. bank cut its rate by 3.5 percent. It said so."


def values(metric: Length, source: str, candidate: str) -> dict[str, float | None]:
    (item,) = metric.score([Case("a", "s", Document(source), Document(candidate), ())])
    assert item.findings == ()
    return metric.finish(item.stats)


@pytest.mark.parametrize(
    ("unit", "length", "of_source"),
    # "Bank cuts. Rate falls.": 4 words, 22 characters, 2 sentences; the source: 12, 54, 2
    [("words", 4, 12), ("characters", 22, 54), ("sentences", 2, 2)],
)
def test_units(unit, length: int, of_source: int) -> None:
    metric = Length(unit=unit)
    assert values(metric, SOURCE, "\tBank cuts. Rate falls. \n") == {
        "length": length,
        "compression": length / of_source,
    }
    assert metric.signature() == f"length|unit:{unit}|v:1"


@pytest.mark.parametrize("blank", ["", " \n\t "])
@pytest.mark.parametrize("unit", ["words", "characters", "sentences"])
def test_blank_texts(unit, blank: str) -> None:
    metric = Length(unit=unit)
    assert values(metric, SOURCE, blank) == {"length": 0.0, "compression": 0.0}
    assert values(metric, blank, "a")["compression"] is None
    assert values(metric, blank, "a")["length"] == 1.0
    assert values(metric, blank, blank) == {"length": 0.0, "compression": None}


def test_pooled_values_are_the_mean_and_the_ratio_of_sums() -> None:
    metric = Length()
    pairs = [("a b c d", "a b"), ("a b", "a b c d"), ("", "a b c")]
    items = metric.score([Case("a", "s", Document(source), Document(text), ()) for source, text in pairs])
    totals = [sum(column) for column in zip(*(item.stats for item in items), strict=True)]
    # (2 + 4 + 3) / 3 words; (2 + 4) / (4 + 2), as the third has no source to be held against
    assert metric.finish(totals) == {"length": 3.0, "compression": 1.0}


@given(st.text(max_size=80).filter(str.strip))
def test_a_copy_has_the_length_of_its_source(text: str) -> None:
    for unit in ("words", "characters", "sentences"):
        assert values(Length(unit=unit), text, text)["compression"] in (1.0, None)


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(ValueError, match="unit must be one of words, characters, sentences, got 'pages'"):
        Length(unit="pages")  # type: ignore[arg-type]
