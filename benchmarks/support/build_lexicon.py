"""Builds the word tables of evalharness/facts/support/data: word relations (WordNet), likeness (Moby), rarity.

    python benchmarks/support/build_lexicon.py WORDNET_DICT MOBY_WORDS FACTUALITY_JSONL_GZ

WORDNET_DICT is a folder with WordNet 3.0's data.* files (Debian: package wordnet-base, usr/share/wordnet);
MOBY_WORDS is the Moby Thesaurus II, a head and the words related to it a line (npm: package moby, words.txt); the last
argument is any JSONL whose records have a `source` text: its articles, each counted once, give the rarity table.
Same input, same bytes.
"""

from __future__ import annotations

import base64
import gzip
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evalharness.facts.lexicon import key
from evalharness.facts.support.index import analysed
from evalharness.text.document import Document

DATA = Path(__file__).parents[2] / "evalharness" / "facts" / "support" / "data"
COMMON = Path(__file__).parents[2] / "evalharness" / "facts" / "data" / "common_words.json"
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
MIN_ARTICLES = 2
DIMENSIONS = 40
OWN_WORDS = frozenset(("left", "ground", "wound", "bore", "lay", "might", "bound", "found", "cleft"))

WORDNET_LICENCE = (
    "WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. This software and database is being "
    "provided to you, the LICENSEE, by Princeton University under the following license. By obtaining, using "
    "and/or copying this software and database, you agree that you have read, understood, and will comply with "
    "these terms and conditions: Permission to use, copy, modify and distribute this software and database and "
    "its documentation for any purpose and without fee or royalty is hereby granted, provided that you agree to "
    "comply with the following copyright notice and statements, including the disclaimer, and that the same "
    "appear on ALL copies of the software, database and documentation, including modifications that you make for "
    'internal use or for distribution. THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY '
    "MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON "
    "UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES OF MERCHANTABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE "
    "OR THAT THE USE OF THE LICENSED SOFTWARE, DATABASE OR DOCUMENTATION WILL NOT INFRINGE ANY THIRD PARTY "
    "PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS. The name of Princeton University or Princeton may not be "
    "used in advertising or publicity pertaining to distribution of the software and/or database. Title to "
    "copyright in this software, database and any associated documentation shall at all times remain with "
    "Princeton University and LICENSEE agrees to preserve same."
)


class Synset(NamedTuple):
    """One line of a data file: pointers as (symbol, part of speech, offset, word here, word there)."""

    key: str
    words: list[str]
    pointers: list[tuple[str, str, str, int, int]]


def read_synsets(folder: Path, pos: str) -> Iterator[Synset]:
    for line in (folder / f"data.{FILES[pos]}").open(encoding="latin-1"):
        if line.startswith(" "):
            continue
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = [fields[4 + 2 * i].split("(")[0].lower() for i in range(count)]
        rest = fields[5 + 2 * count :]
        n_pointers = int(fields[4 + 2 * count])
        pointers = []
        for i in range(n_pointers):
            symbol, offset, target_pos, places = rest[4 * i : 4 * i + 4]
            pointers.append((symbol, target_pos, offset, int(places[:2], 16), int(places[2:], 16)))
        yield Synset(pos + fields[0], words, pointers)


def common_stems() -> frozenset[str]:
    lines = json.loads(COMMON.read_text("utf-8"))["stems"]
    return frozenset(word for line in lines for word in line.split())


def plain(word: str) -> bool:
    return word.isalpha() and word.isascii() and len(word) > 2


def build_relations(folder: Path) -> dict[str, object]:
    known = common_stems()
    synsets = {synset.key: synset for pos in FILES for synset in read_synsets(folder, pos)}
    return {
        "source": "WordNet 3.0: antonyms, derivations and irregular forms of common words, as stems",
        "licence": WORDNET_LICENCE,
        "opposites": _pairs(_linked(synsets, "!"), known),
        "derived": _pairs(_linked(synsets, "+\\<"), known),
        "irregular": _irregular(folder, known),
    }


def _linked(synsets: dict[str, Synset], symbols: str) -> Iterator[tuple[str, str]]:
    """Pairs of words (not of synsets) that a pointer of one of these kinds joins."""
    for synset in synsets.values():
        for symbol, pos, offset, here, there in synset.pointers:
            other = synsets.get(("a" if pos == "s" else pos) + offset)
            if symbol in symbols and here and there and other:
                yield synset.words[here - 1], other.words[there - 1]


def _pairs(links: Iterator[tuple[str, str]], known: frozenset[str]) -> list[str]:
    stems = {tuple(sorted((key(a), key(b)))) for a, b in links if plain(a) and plain(b)}
    return sorted(f"{a} {b}" for a, b in stems if a != b and a in known and b in known)


def _irregular(folder: Path, known: frozenset[str]) -> dict[str, str]:
    """Irregular forms whose stem is not that of their base, as ``went``; plurals in -ves are left out (lives)."""
    found: dict[str, str] = {}
    for name in ("verb", "noun", "adj", "adv"):
        for line in (folder / f"{name}.exc").open(encoding="latin-1"):
            form, base = line.split()[:2]
            fits = plain(form) and base.isalpha() and key(base) in known and key(form) != key(base)
            if fits and form not in OWN_WORDS and not (name == "noun" and form.endswith("s")):
                found.setdefault(key(form), key(base))
    return dict(sorted(found.items()))


def read_thesaurus(path: Path, known: frozenset[str]) -> dict[str, set[str]]:
    """Head stem -> stems of the words listed under it, single words only."""
    related: dict[str, set[str]] = defaultdict(set)
    for line in path.open(encoding="latin-1"):
        head, *rest = (word.strip().lower() for word in line.split(","))
        if plain(head):
            related[key(head)].update(key(word) for word in rest if plain(word))
    return {stem: words for stem, words in related.items() if stem in known}


def build_vectors(path: Path) -> dict[str, object]:
    """Each stem as DIMENSIONS signed bytes; the cosine tells how alike the company of two stems in the thesaurus is."""
    import numpy as np
    import scipy.sparse as sparse
    from sklearn.utils.extmath import randomized_svd

    related = read_thesaurus(path, common_stems())
    stems = sorted(related)
    row = {stem: i for i, stem in enumerate(stems)}
    column: dict[str, int] = {}
    cells: set[tuple[int, int]] = set()
    for stem in stems:
        for word in sorted({stem, *related[stem]}):
            cells.add((row[stem], column.setdefault(word, len(column))))
            if word in row:
                cells.add((row[word], column.setdefault(stem, len(column))))
    rows, columns = zip(*sorted(cells), strict=True)
    counts = np.bincount(columns, minlength=len(column))
    values = np.log(len(stems) / counts)[list(columns)]
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(stems), len(column)))
    matrix = sparse.diags(1 / (sparse.linalg.norm(matrix, axis=1) + 1e-9)) @ matrix
    left, strength, _ = randomized_svd(matrix, DIMENSIONS, n_iter=6, random_state=0)
    dense = left * strength**0.75
    dense -= dense.mean(axis=0)
    dense *= 127 / np.abs(dense).max(axis=1, keepdims=True)
    return {
        "source": "Moby Thesaurus II by Grady Ward, public domain; truncated singular value decomposition of its lists",
        "dimensions": DIMENSIONS,
        "stems": " ".join(stems),
        "vectors": base64.b64encode(np.round(dense).astype(np.int8).tobytes()).decode("ascii"),
    }


def build_rarity(path: Path) -> dict[str, object]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        sources = {json.loads(line)["source"] for line in lines}
    counts = Counter(s for source in sorted(sources) for s in set(Document(source).view(analysed).stems))
    total = len(sources)
    levels: dict[int, list[str]] = defaultdict(list)
    for word, n in counts.items():
        if n >= MIN_ARTICLES:
            levels[round(10 * math.log(total / n))].append(word)
    return {
        "source": "document frequency of stems in the articles of the development data; level = 10 ln(articles / df)",
        "unseen": round(10 * math.log(total)),
        "levels": {str(level): " ".join(sorted(levels[level])) for level in sorted(levels)},
    }


def write(name: str, table: dict[str, object]) -> None:
    path = DATA / name
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    write("relations.json", build_relations(Path(sys.argv[1])))
    write("vectors.json", build_vectors(Path(sys.argv[2])))
    write("rarity.json", {"unseen": 0, "levels": {}})  # the analysis below loads a table, whatever is in it
    write("rarity.json", build_rarity(Path(sys.argv[3])))
