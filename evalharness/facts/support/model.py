"""The support model: an additive score over the features, read from JSON, its contributions its own explanation.

Every weight is positive and every feature 0 for a copy, so more evidence can never lower the doubt and a copied
sentence has none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypedDict, cast

from evalharness.facts.support.case import Case
from evalharness.facts.support.features import FEATURES


@dataclass(frozen=True, slots=True)
class Term:
    """How one feature enters the doubt: ``weight * min(value, cap) ** power`` logits."""

    weight: float
    cap: float
    power: float

    def doubt(self, value: float) -> float:
        """In logits; 0 for a value of 0.

        >>> Term(weight=2.0, cap=1.0, power=0.5).doubt(0.25)
        1.0
        """
        return float(self.weight * min(value, self.cap) ** self.power) if value > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve from doubt to probability, lowered so that no doubt gives exactly 0."""

    intercept: float
    slope: float

    def probability(self, doubt: float) -> float:
        """Monotone in the doubt, 0 to 1.

        >>> Curve(-2.0, 1.0).probability(0.0), round(Curve(-2.0, 1.0).probability(4.0), 2)
        (0.0, 0.86)
        """
        floor = logistic(self.intercept)
        return max(0.0, logistic(self.intercept + self.slope * doubt) - floor) / (1 - floor)


@dataclass(frozen=True, slots=True)
class Model:
    """The model as shipped.

    Attributes:
        terms: by feature.
        sentence: from a sentence's doubt to the probability that it is unsupported.
        shift: added to a sentence's doubt before the logistic squash that is averaged over sentences.
        worst: weight of the worst sentence in that average; the mean of all has the rest.
        summary: from the logit of that average, less its value for a copy, to the probability.
    """

    terms: Mapping[str, Term]
    sentence: Curve
    shift: float
    worst: float
    summary: Curve

    def contributions(self, case: Case) -> dict[str, float]:
        """What each feature adds to the doubt about a sentence, in logits; features that add nothing are left out.

        A copy is not asked about: it leaves no doubt (`align.is_copied`).
        """
        found: dict[str, float] = {}
        for name, term in self.terms.items():
            value = FEATURES[name](case)
            if value > 0:
                found[name] = term.doubt(value)
        return found


class _TermJson(TypedDict):
    weight: float
    cap: float
    power: float


class _CurveJson(TypedDict):
    intercept: float
    slope: float


class _ModelJson(TypedDict):
    terms: dict[str, _TermJson]
    sentence: _CurveJson
    shift: float
    worst: float
    summary: _CurveJson


@cache
def shipped() -> Model:
    """The model of ``data/model.json``, which benchmarks/support/train.py writes."""
    table = cast("_ModelJson", json.loads((files(__package__) / "data" / "model.json").read_text("utf-8")))
    return Model(
        terms={feature: Term(**numbers) for feature, numbers in table["terms"].items()},
        sentence=Curve(**table["sentence"]),
        shift=table["shift"],
        worst=table["worst"],
        summary=Curve(**table["summary"]),
    )


def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow.

    >>> logistic(0.0), logistic(-1000.0)
    (0.5, 0.0)
    """
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0
