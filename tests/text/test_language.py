"""English passes, other languages are told apart once there is enough of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalharness.text.document import Document
from evalharness.text.language import foreign

OTHERS = {
    "nl": "De regering heeft donderdag besloten dat de belasting op auto's volgend jaar wordt verhoogd, zei minister "
    "Jansen in Den Haag. We hebben geen keus, was zijn commentaar over het plan, en het is goed zo.",
    "de": "Die Regierung hat am Donnerstag beschlossen, die Steuer auf Autos im nächsten Jahr zu erhöhen, sagte der "
    "Minister in Berlin. Wir haben keine Wahl, sagte er vor der Presse und verwies auf die Lage im Land.",
    "fr": "Le gouvernement a décidé jeudi d'augmenter la taxe sur les voitures l'an prochain, a déclaré le ministre. "
    "Nous n'avons pas le choix, a-t-il dit, on ne peut plus attendre.",
    "es": "El gobierno decidió el jueves aumentar el impuesto sobre los coches el próximo año, dijo el ministro. "
    "No tenemos otra opción, he dicho, me parece, afirmó a los periodistas del país.",
    "da": "Regeringen besluttede torsdag at forhøje skatten på biler til næste år, sagde ministeren i København. Vi "
    "har ikke noget valg, det er for sent at vente, sagde han til pressen og var enig.",
    "ru": "Правительство решило повысить налог.",
    "zh": "政府周四决定提高汽车税。",
    "ar": "قررت الحكومة رفع الضريبة",
}


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_foreign(language: str) -> None:
    assert foreign(Document(OTHERS[language]))


@pytest.mark.parametrize("text", ["", " ", "42", "Fed lifts rate", "Smith 6, Jones 4", "Le Monde", "?!"])
def test_short_or_wordless_texts_pass(text: str) -> None:
    assert not foreign(Document(text))


def test_all_shipped_texts_are_english() -> None:
    texts = sorted((Path(__file__).parents[2] / "references").rglob("*.txt"))
    assert len(texts) > 50
    assert [path for path in texts if foreign(Document(path.read_text(encoding="utf-8")))] == []
