"""Years that a text names only by another one: "took six years to build and was opened in 2012", "the year before"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalharness.facts.evidence import Evidence
from evalharness.facts.fact import Fact, Moment
from evalharness.facts.number_index import readings_of

# A year told only as the one before or after another, and how many characters behind that.
YEAR_BESIDE = re.compile(
    r"\bthe (?:(?P<back>year before|previous year|year earlier)|year after|following year|next year)\b"
)
NEARBY = 90


def years_after(source: Evidence) -> dict[int, Fact]:
    """Years worked out from one stated near by, each with that one.

    >>> from evalharness.facts.evidence import evidence
    >>> from evalharness.text.document import Document
    >>> sorted(years_after(evidence(Document("It lost 62 ships in 2021 and 34 the year before."))))
    [2020]
    """
    spans = [fact for fact in source.of_kind("number") if _is_whole_years(fact)]
    years = [fact for fact in source.of_kind("date") if isinstance(fact.value, Moment) and fact.value.year]
    return dict(_years_beside(years, source)) | {
        fact.value.year + sign * round(readings_of(span)[0].amount / 12): fact
        for fact in years if isinstance(fact.value, Moment) and fact.value.year
        for span in spans if abs(span.segment - fact.segment) <= 1
        for sign in (1, -1)
    }  # fmt: skip


def _years_beside(years: Sequence[Fact], source: Evidence) -> Iterator[tuple[int, Fact]]:
    """The years that "62 in 2021 and 34 the year before" tells beside those it names."""
    found = YEAR_BESIDE.search(source.text) if years else None
    while found:
        before = [fact for fact in years if fact.end <= found.start() <= fact.end + NEARBY]
        if before and isinstance(before[-1].value, Moment) and before[-1].value.year:
            yield before[-1].value.year + (-1 if found["back"] else 1), before[-1]
        found = YEAR_BESIDE.search(source.text, found.end())


def _is_whole_years(fact: Fact) -> bool:
    reading = readings_of(fact)[0]
    return reading.unit == "months" and reading.amount % 12 == 0 and "-" not in fact.text
