"""Fits the support model and prints what it reaches on data sets it has not seen.

    python benchmarks/support/train.py FACTUALITY_JSONL_GZ
        [--baselines FRANK_BASELINES_JSON] [--facts] [--intervals] [--ablate] [--write]

Needs numpy and scipy (extra `dev`). No randomness: the same data give the same bytes of data/model.json.

The weights are set beforehand (OVERLAP_WEIGHTS, EDIT_WEIGHTS): fitted ones were tried and transfer worse to data sets
left out. What is fitted: the standard deviations, and the two curves that turn doubt into probability.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from evaluate import HEADLINES, Table, baselines, intervals, measure, show
from judgements import EDITS, NEWS, Floats, Judgements, load
from numpy.typing import NDArray
from scipy.optimize import minimize

from evalharness.facts.support.features import FEATURES

TARGET = Path(__file__).parents[2] / "evalharness" / "facts" / "support" / "data" / "model.json"
POWER = 0.5
SHIFT = -0.5
WORST = 0.5

# Logits per standard deviation of the square root of a share.
OVERLAP_WEIGHTS: Mapping[str, float] = {
    "novel_words": 0.075,
    "novel_triples": 0.05,
    "pairs_apart": 0.09,
    "neighbours_apart": 0.225,
    "out_of_line": 0.05,
    "content_out_of_line": 0.1,
    "short_runs": 0.09,
    "jumps": 0.025,
    "repeated_words": 0.075,
}
# Logits per occurrence, and how many occurrences count.
EDIT_WEIGHTS: Mapping[str, tuple[float, float]] = {
    "new_numbers": (1.0, 2.0),
    "swapped_numbers": (0.4, 2.0),
    "new_names": (0.7, 2.0),
    "odd_words": (0.15, 2.0),
    "recombined_names": (0.15, 2.0),
    "replaced_names": (0.8, 1.0),
    "unlike_words": (0.4, 1.0),
    "opposites": (1.1, 1.0),
    "turned_directions": (0.9, 1.0),
    "added_negations": (1.5, 1.0),
    "lost_negations": (0.5, 1.0),
    "exchanged_roles": (0.3, 1.0),
}
FAMILIES = {
    "novelty": ("novel_words", "novel_triples"),
    "togetherness": ("pairs_apart", "neighbours_apart"),
    "order": ("out_of_line", "content_out_of_line"),
    "copied runs": ("short_runs", "jumps"),
    "repetition": ("repeated_words",),
    "figures": ("new_numbers", "swapped_numbers"),
    "names": ("new_names", "odd_words", "recombined_names", "replaced_names"),
    "unlike words": ("unlike_words",),
    "opposites and directions": ("opposites", "turned_directions"),
    "negation": ("added_negations", "lost_negations"),
    "roles": ("exchanged_roles",),
}
COLUMN = {name: column for column, name in enumerate(FEATURES)}
Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What goes into model.json; `evalharness.facts.support.model.Model` tells what each part means."""

    terms: dict[str, dict[str, float]]
    sentence: tuple[float, float] = (0.0, 1.0)
    summary: tuple[float, float] = (0.0, 1.0)

    def doubts(self, features: Floats) -> Floats:
        """Of every sentence."""
        total = np.zeros(len(features))
        for name, term in self.terms.items():
            total += term["weight"] * np.minimum(features[:, COLUMN[name]], term["cap"]) ** term["power"]
        return total

    def summaries(self, data: Judgements) -> Floats:
        """The pooled doubt of every summary."""
        return pooled(self.doubts(data.features), data.owner, len(data.records))

    def asked(self, data: Judgements) -> Floats:
        """The doubt about each QAGS sentence: of its worst part where the sentence splitter cuts it."""
        worst = np.zeros(len(data.asked_wrong))
        np.maximum.at(worst, data.asked_owner, self.doubts(data.asked))
        return worst


def pooled(doubts: Floats, owner: NDArray[np.int64], n: int) -> Floats:
    """`evalharness.facts.support.summary.pooled` for all summaries at once."""
    squashed = 1 / (1 + np.exp(-doubts - SHIFT))
    floor = 1 / (1 + np.exp(-SHIFT))
    mean = np.bincount(owner, squashed, n) / np.maximum(np.bincount(owner, minlength=n), 1)
    worst = np.full(n, floor)
    np.maximum.at(worst, owner, squashed)
    mixed = np.clip(WORST * worst + (1 - WORST) * np.maximum(mean, floor), None, 1 - 1e-12)
    found: Floats = np.log(mixed / (1 - mixed)) - SHIFT
    return found


def fit(data: Judgements, used: Rows, without: Collection[str] = ()) -> Fitted:
    """`used` tells which summaries may be looked at, `without` which features are left out."""
    news = (used & np.isin(data.dataset, NEWS))[data.owner]
    terms: dict[str, dict[str, float]] = {}
    for name, weight in OVERLAP_WEIGHTS.items():
        deviation = np.sqrt(data.features[news, COLUMN[name]]).std()
        terms[name] = {"weight": round(float(weight / deviation), 4), "cap": 1.0, "power": POWER}
    for name, (weight, cap) in EDIT_WEIGHTS.items():
        terms[name] = {"weight": weight, "cap": cap, "power": 1.0}
    terms = {name: term for name, term in terms.items() if name not in without}
    bare = Fitted(terms)
    # The share of wrong summaries is made, not found, in SummEdits and among Goyal's CNN/DM sentences.
    calibrating = used & np.isin(data.dataset, NEWS)
    labels = sentence_labels(data)
    known = calibrating[data.owner] & ~np.isnan(labels)
    of_sentence = curve(bare.doubts(data.features)[known], labels[known], data.dataset[data.owner][known])
    of_summary = curve(bare.summaries(data)[calibrating], data.wrong[calibrating], data.dataset[calibrating])
    return replace(bare, sentence=of_sentence, summary=of_summary)


def sentence_labels(data: Judgements) -> Floats:
    """1 wrong, 0 right, nan unknown: as judged, or as follows from the verdict on the summary."""
    labels = np.full(len(data.owner), np.nan)
    for number, record in enumerate(data.records):
        rows = np.flatnonzero(data.owner == number)
        judged = record["sentence_labels"]
        if judged and len(judged) == len(rows):
            labels[rows] = 1 - np.array(judged)
        elif record["label"] == 1:
            labels[rows] = 0
        elif len(rows) == 1:
            labels[rows] = 1
    return labels


def curve(doubt: Floats, wrong: Floats, dataset: NDArray[np.str_]) -> tuple[float, float]:
    """Logistic regression; a data set of n counts n ** 0.6."""
    weights = np.zeros(len(doubt))
    for name in np.unique(dataset):
        weights[dataset == name] = (dataset == name).sum() ** 0.6 / (dataset == name).sum()
    weights /= weights.sum()

    def loss(parameters: Floats) -> float:
        z = parameters[0] + parameters[1] * doubt
        return float((weights * (np.logaddexp(0, z) - wrong * z)).sum() + 1e-4 * parameters[1] ** 2)

    found = minimize(loss, np.array([-1.0, 1.0]), method="BFGS").x
    return round(float(found[0]), 3), round(float(found[1]), 3)


def left_out(data: Judgements, without: Collection[str] = ()) -> tuple[Floats, Floats]:
    """Probability per summary and doubt per QAGS sentence, each from a model that saw no article of the family."""
    probability = np.zeros(len(data.records))
    asked = np.zeros(len(data.asked_wrong))
    for family in np.unique(data.family):
        tested = data.family == family
        model = fit(data, ~tested & ~np.isin(data.article, data.article[tested]), without)
        probability[tested] = probabilities(model.summary, model.summaries(data)[tested])
        if family == "qags":
            asked = model.asked(data)
    return probability, asked


def probabilities(parameters: tuple[float, float], doubt: Floats) -> Floats:
    """`evalharness.facts.support.model.Curve.probability` for many."""
    floor = 1 / (1 + np.exp(-parameters[0]))
    raw = 1 / (1 + np.exp(-parameters[0] - parameters[1] * doubt))
    found: Floats = np.maximum(0, raw - floor) / (1 - floor)
    return found


def calibration(data: Judgements, probability: Floats) -> Table:
    """Mean probability less the share found wrong, by data set: 0 is best."""
    return {name: float((probability - data.wrong)[data.dataset == name].mean()) for name in np.unique(data.dataset)}


def write(model: Fitted, data: Judgements) -> None:
    names, counts = np.unique(data.dataset, return_counts=True)
    table = {
        "about": "written by benchmarks/support/train.py; see docs/model-card.md",
        "fitted_on": {str(name): int(count) for name, count in zip(names, counts, strict=True)},
        "terms": model.terms,
        "shift": SHIFT,
        "worst": WORST,
        "sentence": dict(zip(("intercept", "slope"), model.sentence, strict=True)),
        "summary": dict(zip(("intercept", "slope"), model.summary, strict=True)),
    }
    TARGET.write_text(json.dumps(table, indent=1) + "\n", "utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


def ablation(data: Judgements) -> dict[str, Table]:
    rows = {}
    for family, names in FAMILIES.items():
        rows[f"without {family}"] = measure(data, *left_out(data, names))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--baselines", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--facts", action="store_true", help="take what the fact rules find supported as known")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--intervals", action="store_true")
    options = parser.parse_args()
    data = load(options.data, options.facts)
    probability, asked = left_out(data)
    ours = {"support, data set left out": measure(data, probability, asked)}
    show(baselines(data, options.baselines) | ours | (intervals(data, probability) if options.intervals else {}))
    show(ours, (*NEWS, *EDITS))
    show({"probability less share wrong": calibration(data, probability)}, tuple(np.unique(data.dataset)))
    if options.ablate:
        show(ours | ablation(data), HEADLINES)
    if options.write:
        write(fit(data, np.ones(len(data.records), dtype=bool)), data)


if __name__ == "__main__":
    main()
