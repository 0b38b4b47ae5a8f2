"""From sentences to the candidate: the probability that a careful reader would find it inconsistent with the source."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evalharness.facts.support.align import is_copied
from evalharness.facts.support.case import lay, stated_in
from evalharness.facts.support.index import analysed, source_index
from evalharness.facts.support.model import Model, logistic, shipped
from evalharness.records import Span
from evalharness.text.document import Document

CERTAIN = 1 - 1e-12


@dataclass(frozen=True, slots=True)
class SentenceSupport:
    """One sentence of the candidate.

    Attributes:
        start, end: half-open character offsets in the candidate.
        support: 1 less the probability that the sentence is unsupported; 0 to 1, higher is better, 1 for a copy.
        contributions: what each feature adds to the doubt, in logits; they sum to the doubt.
    """

    start: int
    end: int
    support: float
    contributions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SupportScore:
    """A candidate as a whole.

    Attributes:
        probability: that a careful reader would find the candidate inconsistent with the source; 0 to 1, lower is
            better. None when the candidate or the source has no words.
    """

    probability: float | None
    sentences: tuple[SentenceSupport, ...]


def support(candidate: Document, source: Document, supported: Iterable[Span] = ()) -> SupportScore:
    """How far the source supports a candidate, by sentence and as a whole.

    `supported`: spans of the candidate that other evidence bears out, however the source words them ("fifty-four
    thousand" for 54,000); their words do not count as new. More spans can only lower the probability.

    The probability is calibrated on systems like those the model was trained on (docs/model-card.md).

    >>> wire = Document("The bank cut its rate to 3.5 percent on Monday. It rained in Paris.")
    >>> support(Document("The bank cut its rate to 3.5 percent on Monday."), wire).probability
    0.0
    >>> wrong = support(Document("The bank raised its rate to 5.3 percent on Monday."), wire)
    >>> wrong.probability > 0.3, wrong.sentences[0].contributions["new_numbers"] > 0
    (True, True)
    """
    model = shipped()
    index = source.view(source_index)
    if not index.view.stems:
        return SupportScore(None, ())
    view = candidate.view(analysed)
    stated = stated_in(view, supported)
    found = [
        # A sentence that stands in the source word for word leaves no doubt, and laying it there would be for nothing.
        (sentence, {} if is_copied(stems, index) else model.contributions(lay(view, sentence, index, stated)))
        for sentence in view.sentences
        if (stems := view.stems[sentence.first : sentence.last])
    ]
    sentences = tuple(
        SentenceSupport(sentence.start, sentence.end, 1 - model.sentence.probability(sum(added.values())), added)
        for sentence, added in found
    )
    return SupportScore(_probability([sum(added.values()) for _, added in found], model), sentences)


def _probability(doubts: Sequence[float], model: Model) -> float | None:
    """None without sentences."""
    if not doubts:
        return None
    return model.summary.probability(pooled(doubts, model.shift, model.worst))


def pooled(doubts: Sequence[float], shift: float, worst: float) -> float:
    """The doubt about a text from the doubts about its sentences: their squashed mean and maximum, mixed; 0 for a copy.

    The mean follows graded judgements (the share of wrong sentences), the maximum follows the verdict that one wrong
    sentence spoils the text; `worst` is the weight of the maximum.

    >>> pooled([0.0, 0.0], -2.0, 0.5), pooled([0.0, 3.0], -2.0, 0.5) > pooled([1.0, 1.0], -2.0, 0.5)
    (0.0, True)
    """
    if not any(doubts):
        return 0.0
    squashed = [logistic(doubt + shift) for doubt in doubts]
    mixed = min(worst * max(squashed) + (1 - worst) * sum(squashed) / len(squashed), CERTAIN)
    return max(0.0, math.log(mixed / (1 - mixed)) - shift)
