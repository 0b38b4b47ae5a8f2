"""Articles are found across data sets, and no split cuts one in two."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evalharness.metaeval.articles import SharedArticles, article_codes, folds, shared_articles
from evalharness.metaeval.labels import Labelled

WORDS = [f"word{n}" for n in range(300)]


def row(dataset: str, doc_key: str | None, source: str = "text", number: int = 0) -> Labelled:
    return Labelled(dataset, str(number), source, "summary", doc_key=doc_key, label=True)


def text(start: int, stop: int) -> str:
    return " ".join(WORDS[start:stop])


def test_a_key_names_an_article_across_data_sets() -> None:
    rows = [row("a", "k1", "one"), row("a", "k2", "two"), row("b", "k1", "one, cleaned"), row("c", "k2", "two")]
    codes = article_codes(rows)
    assert codes.tolist() == [0, 1, 0, 1]
    assert shared_articles(rows, codes) == (SharedArticles(("a", "b"), 1), SharedArticles(("a", "c"), 1))


def test_a_text_without_a_key_is_found_by_its_shingles() -> None:
    article, other = text(0, 100), text(150, 300)
    changed = article.upper().replace("WORD50 ", "") + " Share this with Facebook"
    rows = [row("a", "k1", article), row("b", None, changed), row("c", None, other), row("d", None, article)]
    assert article_codes(rows).tolist() == [0, 0, 1, 0]


def test_a_passage_in_common_is_no_article_in_common() -> None:
    # 20 words in common: 11 of the 91 shingles of each
    rows = [row("a", None, text(0, 100)), row("b", None, text(80, 180))]
    assert article_codes(rows).tolist() == [0, 1]


def test_keys_are_trusted_where_both_texts_have_one() -> None:
    rows = [row("a", "k1", text(0, 100)), row("b", "k2", text(0, 100))]
    assert article_codes(rows).tolist() == [0, 1]


def test_short_and_empty_texts_are_articles_too() -> None:
    rows = [row("a", None, "Rates fell."), row("a", None, "rates fell"), row("a", None, "-"), row("a", None, "Rose.")]
    assert article_codes(rows).tolist() == [0, 0, 1, 2]


def test_boilerplate_of_many_sources_joins_none() -> None:
    shared = text(0, 60)
    rows = [row("a", None, f"{shared} {' '.join(f'own{n}x{i}' for i in range(20))}") for n in range(30)]
    assert len(set(article_codes(rows).tolist())) == 30


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 12)), min_size=1, max_size=60),
    st.integers(2, 4),
    st.integers(0, 99),
)
def test_no_fold_cuts_an_article(pairs: list[tuple[str, int]], n_folds: int, seed: int) -> None:
    rows = [row(dataset, f"k{key}", number=i) for i, (dataset, key) in enumerate(pairs)]
    articles = article_codes(rows)
    found = folds(rows, articles, n_folds, seed)
    assert found.tolist() == folds(rows, articles, n_folds, seed).tolist()
    assert set(found.tolist()) <= set(range(n_folds))
    for article in set(articles.tolist()):
        assert len(set(found[articles == article].tolist())) == 1


def test_every_data_set_is_cut_into_parts_of_about_one_size() -> None:
    rows = [row(dataset, f"{dataset}{i}", number=i) for dataset in "ab" for i in range(20)]
    rows += [row(dataset, f"shared{i}", number=20 + i) for dataset in "ab" for i in range(10)]
    found = folds(rows, article_codes(rows), 3, seed=5)
    for dataset in "ab":
        sizes = Counter(fold for each, fold in zip(rows, found.tolist(), strict=True) if each.dataset == dataset)
        assert max(sizes.values()) - min(sizes.values()) <= 2


def test_the_seed_decides_the_folds() -> None:
    rows = [row("a", f"k{i}", number=i) for i in range(40)]
    articles = article_codes(rows)
    assert not np.array_equal(folds(rows, articles, 2, 1), folds(rows, articles, 2, 2))
