"""Who bears a deed, a thing or a name, told again rightly and wrongly. Expectations: a reader of both texts."""

from __future__ import annotations

import pytest

from evalharness.metrics.hallucination import Hallucination
from evalharness.metrics.protocol import Case
from evalharness.text.document import Document

PORT = (
    "The port of Aalvik will give 40 million crowns to the heirs of a Norwegian shipowner from Bergen who lost his "
    "fleet in 1941, Oslo Shipping Register said on Friday. The heirs of Anders Holm, who live in Canada, had asked for "
    "90 million. The shipowner from Bergen opened the yard in 1922.\n"
    "Verdal FC beat champions Stavik 4-1 on Sunday before a crowd of 12,300 with two goals by Ole Brandt. Olympic "
    "champion Kari Moen beat Dutch favourite Eva Visser in the women's 800 metres, 1:57.2 to 1:58.0. Swedish hurdler "
    "Maja Lind pulled out hurt."
)
SALMON = (
    "The European Commission imposed a fine of 90 million euros on the Belgian brewer Halle on Monday. Norway supplied "
    "61 percent of the salmon and Chile 22 percent. The plan was turned down by two Oslo councils before opening in "
    "Bergen in 2019. A silver cup that German soldiers looted from the church in 1941 has come back. Analysts who say "
    "a wave of cheap loans has cost savers 400 million crowns met in Tromso. Jan Moe, on loan from Verdal, scored "
    "twice as Stavik beat Verdal 2-1. Police officers believe that the thief is abroad."
)
FEES = (
    "Professor Ada Lind of Tromso University, who led the study and has received fees from the company, said the drug "
    "worked. The drug is made by Halle Pharma. The Danish government offered to send two tugs to the wreck off Skagen; "
    "Iceland has not replied. Moe Holding paid kickbacks of 3 million crowns to Bergen Works. The club said Verdal got "
    "a loan from Nordbank in May. The harbour pays the council rent of 2 million crowns a year."
)
BARRED = (
    "The opposition's observers were barred from 40 polling stations in the north, the party said. Two officers were "
    "injured in the clashes and 30 students were detained overnight. The mill was fined 2 million crowns for polluting "
    "the lake. Lund was questioned for six hours about the payments."
)
BROTHERS = (
    "Plover, founded in Helsinki by brothers Otso and Eero Kallio, said it would appeal. Its critics' director, "
    "Leopold Haas, was pleased. Sisters Ruth and Naomi Feld run the shop. Judge Elmer Stone heard the case. "
    "Grace Mwangi, her son Peter and Moses Otieno drowned."
)
COMPLAINT = (
    "The ministry imposed a levy on imported salt on Monday, after a complaint by Danish producers who said they were "
    "losing jobs. An appeal from the mayor of Aalvik led the bank to keep its branch open. The museum changed the "
    "label after protests by relatives of the painter."
)
FLATS = (
    "Mayor Tomas Rial said Lugo would build 300 flats; Vigo's mayor, Sara Lema, plans to build 1,100. The bank "
    "Galibanco lent Lugo 20 million euros, its chairman, Pau Font, said."
)


def kinds(source: str, text: str) -> set[str]:
    """The kinds of finding in a text about who or what it is that something is told of."""
    document = Document(source)
    scored = Hallucination().score([Case("x", "y", document, Document(text), (document,))])[0]
    return {finding.kind for finding in scored.findings} & {"role", "binding", "name"}


RIGHT = [
    (PORT, "A crowd of 12,300 saw Verdal beat the champions 4-1 on Sunday."),
    (PORT, "Visser was beaten by Kari Moen in the women's 800 metres and the champions Stavik by Verdal."),
    (PORT, "The heirs of Anders Holm will get 40 million crowns from the port of Aalvik."),
    (PORT, "Anders Holm opened the yard in 1922."),
    (SALMON, "The EU has imposed a fine of 90 million euros on Halle."),
    (SALMON, "Chile supplied 22 percent of the salmon."),
    (SALMON, "The plan opened in Bergen in 2019; two Oslo councils had turned it down."),
    (SALMON, "German soldiers looted the cup from the church in 1941."),
    (SALMON, "Cheap loans have cost savers 400 million crowns, the analysts say."),
    (SALMON, "Jan Moe, on loan at Stavik, beat his own club Verdal with two goals."),
    (SALMON, "The force believes that the thief is abroad."),
    (FEES, "Halle Pharma has paid fees to Ada Lind, who led the study."),
    (FEES, "Denmark has offered Iceland two tugs."),
    (FEES, "Bergen Works received kickbacks of 3 million crowns from Moe Holding."),
    (FEES, "Nordbank gave Verdal a loan in May."),
    (FEES, "The council gets rent of 2 million crowns a year from the harbour."),
    (BARRED, "Observers from the opposition could not enter 40 polling stations in the north."),
    (BARRED, "Police questioned Lund for six hours about the payments."),
    (BARRED, "The authorities fined the mill 2 million crowns."),
    (FLATS, "Vigo will build 1,100 flats and Lugo 300 flats."),
    (FLATS, "Galibanco's Font said Lugo had been lent 20 million euros."),
    (COMPLAINT, "Danish producers had complained to the ministry, which imposed a levy on imported salt."),
    (COMPLAINT, "The mayor of Aalvik appealed to the bank, which keeps its branch open."),
    (COMPLAINT, "Relatives of the painter protested to the museum and the label was changed."),
    (BROTHERS, "Otso Kallio founded Plover with his brother."),
    (BROTHERS, "Ruth Feld runs the shop with her sister."),
    (BROTHERS, "Peter Mwangi drowned with his mother."),
]
WRONG = [
    (PORT, "Maja Lind beat Dutch favourite Eva Visser in the women's 800 metres.", "binding"),
    (PORT, "Stavik beat Verdal 4-1 before a crowd of 12,300, with two goals by Ole Brandt.", "role"),
    (SALMON, "A silver cup that the church looted from German soldiers in 1941 has come back.", "role"),
    (SALMON, "Jan Moe scored twice as Verdal beat Stavik 2-1.", "role"),
    (FEES, "The study was led by Ada Lind, who has paid fees to Halle Pharma.", "role"),
    (FEES, "Moe Holding received kickbacks of 3 million crowns from Bergen Works.", "role"),
    (FEES, "Bergen Works paid Moe Holding kickbacks of 3 million crowns.", "role"),
    (FEES, "Verdal gave Nordbank a loan in May.", "role"),
    (FEES, "The council pays rent of 2 million crowns a year to the harbour.", "role"),
    (BARRED, "The opposition's observers barred voters from 40 polling stations in the north, the party said.", "role"),
    (BARRED, "Two officers injured a man in the clashes.", "role"),
    (BARRED, "Lund questioned detectives for six hours about the payments.", "role"),
    (COMPLAINT, "The ministry complained to Danish producers and imposed a levy on imported salt.", "role"),
    (COMPLAINT, "The museum protested to relatives of the painter and changed the label.", "role"),
    (BROTHERS, "Otso Haas was pleased.", "name"),
    (BROTHERS, "Ruth Stone heard the case.", "name"),
]


@pytest.mark.parametrize(("source", "text"), RIGHT)
def test_what_is_told_of_its_bearer_passes(source: str, text: str) -> None:
    assert not kinds(source, text)


@pytest.mark.parametrize(("source", "text", "kind"), WRONG)
def test_what_is_told_of_another_is_found(source: str, text: str, kind: str) -> None:
    assert kind in kinds(source, text)
