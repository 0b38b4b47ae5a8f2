"""Names under a house or office that is another's, or where another name stands. Expectations: a careful reader's."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

WIRE = (
    "Glass maker Vitrana will shut a furnace in Tolmin next spring, its purchasing director, Ilse Korda, said. "
    "Pensions chair Rok Zupan told the board that 310 workers would be offered early retirement. "
    "Team leader Mei Okafor tracked the smoke for nine months with six balloons. "
    "The figures were checked twice before they went to print in April. "
    "Ute Brandl of the Kestrel Fund, which paid for none of it, called the work bold. "
    "Chile's Diego Fuentes said the glass price would hold. His Bolivian counterpart, Rosa Mamani, doubted it. "
    "River Rail owns the siding. Its safety director, Hugh Marsh-Lane, said the points were new. "
    "Chief inspector Fay Strand of the Accident Bureau ruled out fog."
)


def flagged(text: str) -> list[str]:
    candidate, source = Document(text), Document(WIRE)
    return [item.span.text for item in claim_findings(candidate, source, align(candidate, source))]


@pytest.mark.parametrize(
    "text",
    [
        "Pensions chair Ilse Korda told the board that workers would be offered early retirement.",
        "Mei Okafor of the Kestrel Fund tracked the smoke with balloons.",
        "Hugh Marsh-Lane of the Accident Bureau said the points were new.",
        "The price of glass would hold, said Diego Fuentes of Bolivia.",
    ],
)
def test_the_house_of_another_is_found(text: str) -> None:
    assert flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vitrana's purchasing director, Ilse Korda, said a furnace in Tolmin would shut.",
        "Rok Zupan, who chairs the pensions panel, said 310 workers would be offered early retirement.",
        "Team leader Mei Okafor tracked the smoke with balloons.",
        "Ute Brandl of the Kestrel Fund called the work bold.",
        "Hugh Marsh-Lane, safety director of River Rail, said the points were new.",
        "The price of glass would hold, said Diego Fuentes of Chile.",
    ],
)
def test_the_own_house_passes(text: str) -> None:
    assert not flagged(text)
