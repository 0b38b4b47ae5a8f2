"""The human judgements that the support model is measured on, and the features of every sentence of them."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evalharness.facts.align import align
from evalharness.facts.support.case import cases
from evalharness.facts.support.features import FEATURES
from evalharness.facts.support.index import analysed, source_index
from evalharness.text.document import Document

Floats = NDArray[np.float64]
NEWS = (
    *("frank_cnndm", "frank_xsum", "polytope", "xsumfaith", "factcc"),
    *("qags_cnndm", "cliff_cnndm", "cliff_xsum", "goyal_xsum"),
)
EDITS = ("se_ectsum", "se_news", "se_qmsumm", "se_sales_email", "se_samsum", "se_scitldr")


@dataclass(frozen=True, slots=True)
class Judgements:
    """All summaries, their sentences' features, and what people said of them.

    Attributes:
        records: as read, one per summary.
        dataset, family, system, article: one per summary; an article has one key over all data sets.
        wrong: 1 when people found the summary inconsistent.
        factuality: share of sentences found right, where judged; else 1 - wrong.
        features: one row per sentence; owner: the summary it belongs to.
        asked, asked_owner, asked_wrong: features of the sentences that QAGS lists, the question each row belongs to,
            and the verdict per question.
    """

    records: list[dict[str, Any]]
    dataset: NDArray[np.str_]
    family: NDArray[np.str_]
    system: NDArray[np.str_]
    article: NDArray[np.str_]
    wrong: Floats
    factuality: Floats
    features: Floats
    owner: NDArray[np.int64]
    asked: Floats
    asked_owner: NDArray[np.int64]
    asked_wrong: Floats

    def column(self, feature: str) -> Floats:
        """One feature of every sentence."""
        return self.features[:, list(FEATURES).index(feature)]


def family_of(dataset: str) -> str:
    return "summedits" if dataset.startswith("se_") else dataset.split("_")[0]


def load(path: Path, with_facts: bool = False) -> Judgements:
    """`with_facts`: what the fact rules find supported counts as known, as it does in the hallucination metric."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    documents: dict[str, Document] = {}
    rows, owner, asked, asked_owner, asked_wrong = [], [], [], [], []
    for number, record in enumerate(records):
        source = documents.setdefault(record["source"], Document(record["source"]))
        for row in rows_of(record["summary"], source, with_facts):
            rows.append(row)
            owner.append(number)
        if record["dataset"] == "qags_cnndm":
            for sentence, right in zip(record["sentences"], record["sentence_labels"], strict=True):
                found = rows_of(sentence, source, with_facts)
                asked.extend(found)
                asked_owner.extend([len(asked_wrong)] * len(found))
                asked_wrong.append(1.0 - right)
    names = [record["dataset"] for record in records]
    wrong = np.array([1.0 - record["label"] for record in records])
    factuality = [
        record["factuality"] if name.startswith("frank") else None for name, record in zip(names, records, strict=True)
    ]
    return Judgements(
        records=records,
        dataset=np.array(names),
        family=np.array([family_of(name) for name in names]),
        system=np.array([record["system"] for record in records]),
        article=np.array([record["doc_key"] for record in records]),
        wrong=wrong,
        factuality=np.array([1 - w if f is None else f for w, f in zip(wrong, factuality, strict=True)]),
        features=np.array(rows),
        owner=np.array(owner),
        asked=np.array(asked),
        asked_owner=np.array(asked_owner),
        asked_wrong=np.array(asked_wrong),
    )


def rows_of(text: str, source: Document, with_facts: bool) -> list[list[float]]:
    candidate = Document(text)
    supported = [fact.span for fact in align(candidate, source) if fact.verdict == "supported"] if with_facts else []
    found = cases(candidate.view(analysed), source.view(source_index), supported)
    return [[0.0 if case.is_copy else feature(case) for feature in FEATURES.values()] for case in found]
