"""Names with the description, the clause or the company of another name. Expected spans follow from the two texts."""

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.check import claim_findings
from evalharness.text.document import Document

WIRE = (
    "RIGA, May 4 - Port operator Baltmar will close its terminal in Liepaja, finance director Inga Kalnina said. "
    "Her deputy, Oskars Veiss, a former dredging engineer, resigned over the plan. "
    "Germany's Hafenlogis owns 60% of Baltmar and Finland's Nordkaj the rest. "
    "Professor Maija Lusis of Riga Technical College tracked silt in 14 basins "
    "with Peteris Grauds of the Venta Institute. "
    "The tug Amber Heron towed the barge to Ventspils. The dredger Silver Fen had lost its rudder. "
    "Kalnina's brother Andris runs a bakery in Jelgava, where the chef Ralfs Ozols painted two murals by hand."
)


def flagged(text: str) -> list[str]:
    candidate, source = Document(text), Document(WIRE)
    found = align(candidate, source)
    return [item.span.text for item in claim_findings(candidate, source, found)]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Baltmar's finance director, Oskars Veiss, said the terminal would close.", "Oskars Veiss"),
        ("Maija Lusis of the Venta Institute tracked silt in basins.", "Venta Institute"),
        ("Finland's Hafenlogis holds most of the company.", "Hafenlogis"),
        ("Her brother Ralfs runs a bakery in Jelgava.", "Ralfs"),
        ("The finance director Oskars Veiss announced the step.", "Oskars Veiss"),
    ],
)
def test_description_of_somebody_else_is_found(text: str, span: str) -> None:
    assert any(span in found for found in flagged(text))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Inga Kalnina resigned over the plan.", "Inga Kalnina"),
        ("Baltmar will close its terminal in Jelgava.", "Jelgava"),
        ("The dredger Silver Fen towed the barge to Ventspils.", "Silver Fen"),
    ],
)
def test_name_in_the_slot_of_another_is_found(text: str, span: str) -> None:
    assert any(span in found for found in flagged(text))


@pytest.mark.parametrize(
    "text",
    [
        "Finance director Inga Kalnina said Baltmar would close its Liepaja terminal.",
        "Oskars Veiss, who was an engineer and her deputy, has quit.",
        "The Finnish company Nordkaj holds the rest of Baltmar, and Hafenlogis of Germany owns 60%.",
        "Lusis, of Riga Technical College, and Grauds, of the Venta Institute, tracked silt.",
        "The barge was towed to Ventspils by the tug Amber Heron.",
        "Her brother Andris runs a bakery; murals there were painted by the chef Ralfs Ozols.",
        "Inga Kalnina, the finance director, spoke of closing the terminal.",
        "Oskars Veiss, Kalnina's deputy director, a retired rescue team engineer, quit.",
        "The port operator's finance chief, Kalnina, spoke of closing the terminal.",
    ],
)
def test_right_wording_is_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_copy_has_no_finding() -> None:
    assert flagged(WIRE) == []
