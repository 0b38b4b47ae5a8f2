"""Who did what to whom, told again rightly and wrongly. Expectations: what a careful reader of both texts would say."""

from __future__ import annotations

import pytest

from evalharness.facts.align import align
from evalharness.facts.claims.bonds import bonds
from evalharness.facts.claims.check import claim_findings
from evalharness.facts.claims.deeds import told
from evalharness.facts.claims.mended import mended
from evalharness.text.document import Document

BUSINESS = (
    "Meridian Foods, a unit of Canada's Halcyon Group, said on Monday it would close two plants. "
    "Chief executive Greta Oduya, 51, fired finance director Paul Lindt in June. "
    "Regional manager Tomas Reyes resigned in July. "
    "Halcyon Group rejected a bid from rival Norvex Capital last year. "
    "Norvex, founded by two former Halcyon engineers, owns 12 percent of Petrola. "
    "Petrola put pressure on the state pipeline agency to lower its fees. "
    "Austria's energy minister, Lukas Amann, asked Budapest for the test results."
)
SPORT = (
    "Dutch forward Lena Vos scored twice as Harlem Town beat Delta United 3-1 on Saturday. "
    "Substitute Mina Aziz came on for the injured Ruth Kamau. "
    "Delta coach Olu Bello accused referee Jan Smit of favouring the hosts. "
    "Smit had been told of the protest by league secretary Ana Prado. "
    "Vos joined from rivals Delta in May 2022."
)
WORLD = (
    "The navy of Tarvia fired on a Kolmar fishing boat near Port Elias on Tuesday, foreign minister Ivo Strand said. "
    "Rebels attacked an army post in Sudala, killing nine soldiers. "
    "Former teacher Carla Nunes was elected governor of Sudala, defeating incumbent Rui Prata. "
    "Tarvia exports wheat to Kolmar. "
    "The court ordered insurer Beacon Life to pay customer Dara Finch 40,000 crowns. "
    "Prosecutor Nell Harker charged former mayor Otis Brandt with fraud. "
    "The clerk Hugo Lans had shown the ledger to Interpol."
)


def flagged(wire: str, text: str) -> list[str]:
    candidate, source = Document(text), Document(wire)
    found = align(candidate, source)
    return [item.span.text for item in claim_findings(candidate, source, found)]


@pytest.mark.parametrize(
    ("wire", "text"),
    [
        (BUSINESS, "Canada's Halcyon Group is a unit of Meridian Foods."),
        (BUSINESS, "Meridian Foods, the parent company of Halcyon Group, will close two plants."),
        (BUSINESS, "Paul Lindt fired Greta Oduya in June."),
        (BUSINESS, "Meridian sacked regional manager Tomas Reyes in July."),
        (BUSINESS, "Finance director Paul Lindt resigned in June."),
        (BUSINESS, "Halcyon Group had its bid rejected by Norvex Capital last year."),
        (BUSINESS, "Petrola owns 12 percent of Norvex."),
        (BUSINESS, "The state pipeline agency pressed Petrola to lower its fees."),
        (BUSINESS, "Hungary's energy minister asked Austria for the test results."),
        (SPORT, "Ruth Kamau replaced the injured Mina Aziz."),
        (SPORT, "Referee Jan Smit accused Delta coach Olu Bello of favouring the hosts."),
        (SPORT, "Delta United's 3-1 victory over Harlem Town came on Saturday."),
        (WORLD, "Incumbent Rui Prata defeated former teacher Carla Nunes in the vote for governor of Sudala."),
        (WORLD, "Tarvia imports wheat from Kolmar."),
        (WORLD, "Dara Finch was ordered to pay Beacon Life 40,000 crowns."),
        (WORLD, "Interpol had shown the clerk Hugo Lans the ledger."),
    ],
)
def test_turned_deeds_are_found(wire: str, text: str) -> None:
    assert flagged(wire, text)


@pytest.mark.parametrize(
    ("wire", "text"),
    [
        (BUSINESS, "Meridian Foods' parent, Halcyon Group, is Canadian."),
        (BUSINESS, "Halcyon Group is the parent company of Meridian Foods."),
        (BUSINESS, "Finance director Paul Lindt was fired by Greta Oduya in June."),
        (BUSINESS, "Tomas Reyes stepped down in July."),
        (BUSINESS, "Norvex Capital had its bid rejected by Halcyon Group last year."),
        (BUSINESS, "Twelve percent of Petrola is owned by Norvex."),
        (BUSINESS, "The state pipeline agency came under pressure from Petrola to lower its fees."),
        (BUSINESS, "Austria asked Hungary for the test results."),
        (SPORT, "Mina Aziz replaced Ruth Kamau, who was hurt."),
        (SPORT, "Referee Jan Smit was accused by Delta's coach, Olu Bello, of favouring the hosts."),
        (SPORT, "Delta United's defeat by Harlem Town came on Saturday."),
        (SPORT, "Lena Vos, who came from Delta in 2022, scored two goals."),
        (WORLD, "An attack by rebels on an army post in Sudala killed nine soldiers."),
        (WORLD, "Incumbent Rui Prata was defeated by Carla Nunes in the vote for governor of Sudala."),
        (WORLD, "Kolmar imports wheat from Tarvia."),
        (WORLD, "Beacon Life was ordered by the court to pay Dara Finch 40,000 crowns."),
        (WORLD, "Former mayor Otis Brandt was charged with fraud by prosecutor Nell Harker."),
    ],
)
def test_faithful_deeds_pass(wire: str, text: str) -> None:
    assert not flagged(wire, text)


def test_two_meetings_of_the_same_sides_are_two_deeds() -> None:
    wire = "Oslo Vikings beat Turku Bears in 2020. On Sunday the Bears took their revenge and won 2-0."
    assert not flagged(wire, "Oslo Vikings were beaten by Turku Bears on Sunday.")


@pytest.mark.parametrize(
    ("text", "doer", "thing"),
    [
        ("Nils Berg, 58, sued Anna Lund.", "berg", "lund"),
        ("The mayor accused mining firm Oslo Gold.", "", "gold"),
        ("Oslo Gold, founded by two former Lund engineers, grew.", "", "gold"),
        ("Oslo Gold is in talks to sell a mill.", "gold", ""),
        ("Oslo were beaten by 27 runs by Bergen.", "bergen", "oslo"),
        ("Anna Berg was elected, defeating Nils Lund.", "berg", "lund"),
    ],
)
def test_open_parties_are_filled_in(text: str, doer: str, thing: str) -> None:
    parties = [(one.agent.names, one.patient.names) for one in mended(Document(text))]
    assert any((not doer or doer in agent) and (not thing or thing in patient) for agent, patient in parties)


@pytest.mark.parametrize(
    ("text", "name", "doer", "thing"),
    [
        ("Bergen took Oslo to court.", "sue", "bergen", "oslo"),
        ("Bergen launched an attack on Oslo.", "invade", "bergen", "oslo"),
        ("Bergen's defeat by Oslo was its first.", "beat", "oslo", "bergen"),
        ("Bergen voted against Oslo.", "oppose", "bergen", "oslo"),
        ("Bergen suffered a loss to Oslo.", "beat", "oslo", "bergen"),
    ],
)
def test_one_deed_in_other_words(text: str, name: str, doer: str, thing: str) -> None:
    found = [deed for deed in told(Document(text)).all if deed.name == name]
    assert any(doer in deed.agent.names and thing in deed.patient.names for deed in found)


@pytest.mark.parametrize(
    "text",
    [
        "Oslo Coal, a unit of Bergen Oil, grew.",
        "Bergen Oil's unit Oslo Coal grew.",
        "Bergen Oil is the owner of Oslo Coal.",
        "Oslo Coal is a subsidiary of London-listed Bergen Oil.",
    ],
)
def test_bonds_are_read_from_either_end(text: str) -> None:
    assert (("bergen", "oil"), ("oslo", "coal")) in {(bond.upper, bond.lower) for bond in bonds(Document(text))}
