"""Times the support score: process CPU milliseconds per article, per summary, and for articles of growing length.

python benchmarks/support/speed.py FACTUALITY_JSONL_GZ
"""

from __future__ import annotations

import gzip
import json
import sys
import time

from evalharness.facts.support import support
from evalharness.facts.support.index import source_index
from evalharness.text.document import Document


def milliseconds(started: float) -> float:
    return 1000 * (time.process_time() - started)


def main() -> None:
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    frank = [record for record in records if record["dataset"] == "frank_cnndm"]
    started = time.process_time()
    support(Document("It rains."), Document("It snows today."))
    print(f"tables loaded in {milliseconds(started):.0f} ms")
    articles = {record["source"]: Document(record["source"]) for record in frank}
    n_words = sum(len(text.split()) for text in articles) / len(articles)
    started = time.process_time()
    for document in articles.values():
        document.view(source_index)
    print(f"index: {milliseconds(started) / len(articles):.2f} ms per article of {n_words:.0f} words")
    n_words = sum(len(record["summary"].split()) for record in frank) / len(frank)
    started = time.process_time()
    for record in frank:
        support(Document(record["summary"]), articles[record["source"]])
    print(f"support: {milliseconds(started) / len(frank):.2f} ms per summary of {n_words:.0f} words")
    words = " ".join(articles).split()
    for size in (1_000, 10_000, 40_000):
        article = Document(" ".join(words[:size]))
        started = time.process_time()
        article.view(source_index)
        indexed = milliseconds(started)
        started = time.process_time()
        for record in frank[:20]:
            support(Document(record["summary"]), article)
        print(f"{size} words: index {indexed:.0f} ms, support {milliseconds(started) / 20:.2f} ms per summary")


if __name__ == "__main__":
    main()
