"""Measures of a doubt about summaries against human judgements; prints those of simple baselines.

    python benchmarks/support/evaluate.py FACTUALITY_JSONL_GZ [FRANK_BASELINES_JSON]

Needs numpy and scipy (extra `dev`). Higher scores mean more doubt.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from judgements import EDITS, NEWS, Floats, Judgements, load
from numpy.typing import NDArray
from scipy.stats import rankdata

HEADLINES = ("r cnndm", "AUC cnndm", "within", "r all", "news", "SummEdits", "sentences")
BY_SUMMARY = ("dataset", "family", "system", "article", "wrong", "factuality")
Table = dict[str, float]


def auc(wrong: Floats, doubt: Floats) -> float:
    ranks, n_wrong = rankdata(doubt), wrong.sum()
    n_right = len(wrong) - n_wrong
    return float((ranks[wrong == 1].sum() - n_wrong * (n_wrong + 1) / 2) / (n_wrong * n_right))


def partial_pearson(doubt: Floats, wrongness: Floats, system: NDArray[np.str_]) -> float:
    """Pearson of the residuals after one-hot regression on the system: FRANK's evaluate.py."""
    residuals = [values.astype(float).copy() for values in (doubt, wrongness)]
    for name in np.unique(system):
        for values in residuals:
            values[system == name] -= values[system == name].mean()
    return float(np.corrcoef(*residuals)[0, 1])


def measure(data: Judgements, doubt: Floats, asked: Floats | None = None) -> Table:
    """Every figure for one doubt per summary, and one per QAGS sentence."""
    cnndm, frank = data.dataset == "frank_cnndm", data.family == "frank"
    table = {name: auc(data.wrong[data.dataset == name], doubt[data.dataset == name]) for name in (*NEWS, *EDITS)}
    systems = [cnndm & (data.system == name) for name in np.unique(data.system[cnndm])]
    wrongness = 1 - data.factuality
    table |= {
        "r cnndm": partial_pearson(doubt[cnndm], wrongness[cnndm], data.system[cnndm]),
        "r all": partial_pearson(doubt[frank], wrongness[frank], data.system[frank]),
        "AUC cnndm": table["frank_cnndm"],
        "within": float(np.mean([auc(data.wrong[rows], doubt[rows]) for rows in systems])),
        "news": float(np.mean([table[name] for name in NEWS])),
        "SummEdits": float(np.mean([table[name] for name in EDITS])),
    }
    if asked is not None:
        table["sentences"] = auc(data.asked_wrong, asked)
    return table


def intervals(data: Judgements, doubt: Floats, n_resamples: int = 300, seed: int = 7) -> dict[str, Table]:
    """95% intervals of the headline figures: bootstrap over articles, each with all its summaries."""
    rng = np.random.default_rng(seed)
    rows_of_article = [np.flatnonzero(data.article == key) for key in np.unique(data.article)]
    found: dict[str, list[float]] = {name: [] for name in HEADLINES[:-1]}
    for _ in range(n_resamples):
        drawn = np.concatenate(
            [rows_of_article[i] for i in rng.integers(len(rows_of_article), size=len(rows_of_article))]
        )
        part = replace(data, **{name: getattr(data, name)[drawn] for name in BY_SUMMARY})
        with np.errstate(invalid="ignore", divide="ignore"):
            table = measure(part, doubt[drawn])
        for name, values in found.items():
            values.append(table[name])
    ends = {"2.5%": 2.5, "97.5%": 97.5}
    return {end: {name: float(np.nanpercentile(v, q)) for name, v in found.items()} for end, q in ends.items()}


def show(rows: dict[str, Table], columns: tuple[str, ...] = HEADLINES) -> None:
    """The table as Markdown."""
    print("| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for name, table in rows.items():
        print(f"| {name} | " + " | ".join(f"{table[c]:.3f}" if c in table else "" for c in columns) + " |")
    print()


def rouge2_precision(data: Judgements) -> Floats:
    """Less the share of the summary's bigrams that the article has."""
    found = []
    for record in data.records:
        summary, source = (_bigrams(record[field]) for field in ("summary", "source"))
        common = sum(min(count, source[pair]) for pair, count in summary.items())
        found.append(-common / max(1, sum(summary.values())))
    return np.array(found)


def _bigrams(text: str) -> Counter[tuple[str, str]]:
    tokens = re.findall("[a-z0-9]+", text.lower())
    return Counter(pairwise(tokens))


def published(data: Judgements, path: Path) -> dict[str, Floats]:
    """Less the values of the metrics that FRANK's authors published; 0 outside FRANK."""
    values = {(row["hash"], row["model_name"]): row for row in json.loads(path.read_text("utf-8"))}
    keys = [tuple(str(record["id"]).split(":")) for record in data.records]
    return {
        name: np.array([-(values.get(key, {}).get(name) or 0.0) for key in keys])
        for name in ("BertScore P Art", "FactCC", "Dep Entail")
    }


def baselines(data: Judgements, frank: Path | None) -> dict[str, Table]:
    n_sentences = np.bincount(data.owner, minlength=len(data.records))
    apart = np.bincount(data.owner, data.column("out_of_line"), len(data.records)) / np.maximum(n_sentences, 1)
    rows = {
        "ROUGE-2 precision to the article": measure(data, rouge2_precision(data)),
        "longest common subsequence, best sentence": measure(data, apart),
    }
    for name, doubt in (published(data, frank) if frank else {}).items():
        table = measure(data, doubt)
        rows[name] = {column: table[column] for column in HEADLINES[:4]}
    return rows


if __name__ == "__main__":
    show(baselines(load(Path(sys.argv[1])), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
