import json
import math
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pytest

from evalharness.compare.leaderboard import Leaderboard, build_leaderboard
from evalharness.compare.tally import _within
from evalharness.errors import MetricError, UsageError
from evalharness.metrics.protocol import Case, Field, Value
from evalharness.records import Finding, ItemRecord, ItemScore, Span, Status

Row = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Hits:
    """Row (hits, tries, slips, 1): the share of hits, and the slips of an item."""

    name: str = "hits"
    values: tuple[Value, ...] = (
        Value("share", higher_is_better=True),
        Value("slips", higher_is_better=False, high=None),
        Value("tries", higher_is_better=None, high=None),
    )
    needs: frozenset[Field] = frozenset()

    def signature(self) -> str:
        return "hits|v:1"

    def score(self, cases: Sequence[Case]) -> list[ItemScore]:
        raise NotImplementedError

    def finish(self, totals: Sequence[float]) -> dict[str, float | None]:
        hits, tries, slips, n = totals
        return {
            "share": hits / tries if tries else None,
            "slips": slips / n if n else None,
            "tries": tries / n if n else None,
        }


METRIC = Hits()


def record(
    example: str, system: str, row: Row | None, status: Status = "ok", findings: tuple[Finding, ...] = ()
) -> ItemRecord:
    if row is None:
        return ItemRecord(example, system, status, {}, {}, findings)
    return ItemRecord(example, system, status, {"hits": METRIC.finish(row)}, {"hits": row}, findings)


def board(
    rows: Mapping[str, Sequence[Row | None]],
    *,
    sort: str = "hits.share",
    status: Mapping[tuple[str, int], Status] | None = None,
    seed: int = 1,
    **more: object,
) -> Leaderboard:
    """The leaderboard of rows by system; a row of None has the status missing unless `status` says otherwise."""
    known = status or {}
    n_examples = len(next(iter(rows.values())))
    items = (
        record(f"e{i}", system, row[i], known.get((system, i), "missing" if row[i] is None else "ok"))
        for i in range(n_examples)
        for system, row in rows.items()
    )
    return build_leaderboard(
        items, metrics=[METRIC], systems=list(rows), n_examples=n_examples, sort=sort, seed=seed, **more
    )  # type: ignore[arg-type]


def shares(*values: float | None) -> list[Row | None]:
    """Rows that have these shares; None has no tries, and so no share."""
    return [(0.0, 0.0, 0.0, 1.0) if value is None else (value, 1.0, 0.0, 1.0) for value in values]


def places(found: Leaderboard) -> list[tuple[int | None, str]]:
    return [(row.rank, row.system) for row in found.systems]


def test_values_are_means_of_items_and_pooled_values_are_those_of_the_sum() -> None:
    found = board({"a": [(1, 4, 2, 1), (1, 1, 0, 1)], "b": [(0, 2, 1, 1), (1, 2, 1, 1)]})
    first, second = found.systems
    # Items of a: 1/4 and 1/1, mean 0.625; all of a: 2 hits of 5 tries. Items of b: 0 and 1/2; all of b: 1 of 4.
    assert (first.system, first.metrics["hits"]["share"].value, first.metrics["hits"]["share"].pooled) == (
        "a",
        0.625,
        0.4,
    )
    assert (second.metrics["hits"]["share"].value, second.metrics["hits"]["share"].pooled) == (0.25, 0.25)
    assert first.metrics["hits"]["slips"].value == 1.0
    assert first.metrics["hits"]["tries"].value == 2.5
    # b - a: 0 - 0.25 and 0.5 - 1, mean -0.375. Of the four sign vectors, the two with equal signs reach it.
    assert second.vs_above is not None
    assert (second.vs_above.system, second.vs_above.difference, second.vs_above.p_value, second.vs_above.n) == (
        "a",
        -0.375,
        0.5,
        2,
    )
    assert first.vs_above is None


def test_means_equal_fsum_over_more_items_than_a_block_holds() -> None:
    rng = random.Random(3)
    rows = [(rng.random(), rng.choice([0.0, 1.0, 3.0]), rng.random(), 1.0) for _ in range(1100)]
    score = board({"a": rows}).systems[0].metrics["hits"]
    defined = [hits / tries for hits, tries, _, _ in rows if tries]
    assert score["share"].value == math.fsum(defined) / len(defined)
    assert (score["share"].n, score["share"].coverage) == (len(defined), len(defined) / 1100)
    assert score["share"].pooled == math.fsum(row[0] for row in rows) / math.fsum(row[1] for row in rows)
    low, high = score["share"].ci95 or (1.0, 0.0)
    assert low < score["share"].value < high


def test_order_of_examples_changes_no_mean_and_no_exact_test() -> None:
    rng = random.Random(4)
    rows = {name: [(rng.random(), 1.0, 0.0, 1.0) for _ in range(9)] for name in "abc"}
    shuffled = rng.sample(range(9), 9)
    one = board(rows)
    other = board({name: [of_system[i] for i in shuffled] for name, of_system in rows.items()})
    for left, right in zip(one.systems, other.systems, strict=True):
        assert (left.rank, left.system, left.vs_above) == (right.rank, right.system, right.vs_above)
        for value, score in left.metrics["hits"].items():
            assert (score.value, score.pooled) == (
                right.metrics["hits"][value].value,
                right.metrics["hits"][value].pooled,
            )


def test_order_of_systems_changes_nothing() -> None:
    rng = random.Random(5)
    rows = {name: [(rng.random(), 1.0, 0.0, 1.0) for _ in range(600)] for name in "abcd"}
    assert board(rows) == board({name: rows[name] for name in "cadb"})


def test_same_seed_same_bytes_and_another_seed_another_interval() -> None:
    rows = {"a": shares(*(i / 40 for i in range(40)))}
    texts = [json.dumps(board(rows, seed=seed).to_json(), sort_keys=True) for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_separated_systems_get_their_position_and_others_share_a_rank() -> None:
    # 8 examples. top beats the two in the middle on each: p = 2 / 2**8. The middle ones take turns. low loses on each.
    found = board(
        {
            "low": shares(*[0.1] * 8),
            "middle-b": shares(*[0.4, 0.6] * 4),
            "middle-a": shares(*[0.6, 0.4] * 4),
            "top": shares(*[0.9] * 8),
        }
    )
    assert places(found) == [(1, "top"), (2, "middle-a"), (2, "middle-b"), (4, "low")]
    assert [row.vs_above and row.vs_above.p_value for row in found.systems] == [None, 2 / 2**8, 1.0, 2 / 2**8]


def test_alpha_decides_who_is_separated() -> None:
    rows = {"a": shares(*[0.9] * 8), "b": shares(*[0.1] * 8)}
    assert places(board(rows, alpha=0.05)) == [(1, "a"), (2, "b")]
    assert places(board(rows, alpha=0.005)) == [(1, "a"), (1, "b")]


def test_lower_is_better_where_the_value_says_so() -> None:
    rows = {"worse": [(0, 1, 3, 1)] * 8, "better": [(0, 1, 1, 1)] * 8}
    assert places(board(rows, sort="hits.slips")) == [(1, "better"), (2, "worse")]
    # Without a direction, higher comes first.
    rows = {"short": [(0, 1, 0, 1)] * 8, "long": [(0, 5, 0, 1)] * 8}
    assert places(board(rows, sort="hits.tries")) == [(1, "long"), (2, "short")]


def test_missing_and_failed_items_are_no_zeros_and_are_shown() -> None:
    found = board(
        {"whole": shares(0.5, 0.5, 0.5, 0.5), "gaps": [*shares(0.8), None, None, *shares(None)]},
        status={("gaps", 2): "error", ("whole", 0): "empty"},
    )
    gaps, whole = found.systems
    assert (gaps.system, gaps.n, gaps.coverage) == ("gaps", 2, 0.5)
    assert gaps.status == {"ok": 2, "empty": 0, "missing": 1, "error": 1}
    share = gaps.metrics["hits"]["share"]
    assert (share.value, share.n, share.coverage, share.ci95) == (0.8, 1, 0.25, None)
    assert (whole.n, whole.coverage, whole.status["empty"]) == (4, 1.0, 1)
    # One common example: nothing can be said.
    assert whole.vs_above is not None
    assert (whole.rank, whole.vs_above.p_value, whole.vs_above.n) == (1, 1.0, 1)
    assert found.warnings == (
        "gaps: 1 of 4 examples missing; its means are over the rest",
        "gaps: 1 of 4 examples failed; its means are over the rest",
        "gaps: hits.share is undefined for 1 of 2 scored examples",
    )


def test_intervals_are_over_defined_items_only() -> None:
    # Every defined item is 0.8, so the mean of every resample is; counting a gap as a zero would widen the interval.
    found = board({"a": shares(*[0.9, 0.1] * 10), "b": [*shares(*[0.8] * 5), *shares(*[None] * 5), *[None] * 10]})
    scores = {row.system: row.metrics["hits"]["share"] for row in found.systems}
    assert (scores["b"].ci95, scores["b"].n) == ((0.8, 0.8), 5)
    low, high = scores["a"].ci95 or (1.0, 0.0)
    assert 0.1 < low < 0.5 < high < 0.9


def test_memory_does_not_grow_with_the_examples() -> None:
    def peak(n_examples: int) -> int:
        items = (record(f"e{i}", system, (1, 2, 0, 1)) for i in range(n_examples) for system in "ab")
        tracemalloc.start()
        build_leaderboard(
            items,
            metrics=[METRIC],
            systems=["a", "b"],
            n_examples=n_examples,
            sort="hits.share",
            seed=1,
            n_resamples=20,
        )
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1000)  # imports
    assert peak(6000) < 1.1 * peak(1000)


def test_a_system_without_the_sort_value_comes_last_and_has_no_rank() -> None:
    found = board({"nothing": shares(None, None), "gone": [None, None], "some": shares(0.1, 0.2)})
    assert places(found) == [(1, "some"), (None, "gone"), (None, "nothing")]
    score = found.systems[2].metrics["hits"]["share"]
    assert (score.value, score.ci95, score.n, score.coverage, score.pooled) == (None, None, 0, 0.0, None)
    assert found.systems[1].metrics["hits"]["slips"].pooled is None
    above = found.systems[1].vs_above
    assert above is not None
    assert (above.difference, above.p_value, above.n) == (None, None, 0)


def test_systems_without_common_examples_share_a_rank() -> None:
    found = board({"a": shares(0.9, 0.9, None, None), "b": shares(None, None, 0.1, 0.1)})
    assert places(found) == [(1, "a"), (1, "b")]


def test_a_system_that_wins_on_common_examples_is_not_ranked_below() -> None:
    # b beats a on each of the 8 common examples (p = 2 / 2**8), but has the hard ninth, which a left out.
    found = board({"a": shares(*[0.6] * 8, None), "b": shares(*[0.65] * 8, 0.0)})
    assert places(found) == [(1, "a"), (1, "b")]
    assert found.warnings[-1].startswith("b: better than a on the 8 examples both have")


def test_equal_systems_are_in_order_of_name() -> None:
    assert places(board({"b": shares(0.5, 0.5), "a": shares(0.5, 0.5)})) == [(1, "a"), (1, "b")]


def test_one_example_has_no_interval_and_separates_nobody() -> None:
    found = board({"a": shares(0.9), "b": shares(0.1)})
    assert places(found) == [(1, "a"), (1, "b")]
    assert found.systems[0].metrics["hits"]["share"].ci95 is None


def test_baselines_are_marked_and_ranked_among_the_rest() -> None:
    found = board({"desk": shares(0.2, 0.2), "copy": shares(0.9, 0.9)}, baselines=["copy"])
    assert [(row.system, row.baseline) for row in found.systems] == [("copy", True), ("desk", False)]


def test_findings_are_counted_and_the_worst_are_shown_in_rank_order() -> None:
    def finding(kind: str, start: int) -> Finding:
        return Finding("hits", kind, "unsupported", "hard", f"about {kind}", Span(start, start + 1, "x"), None)

    items = [
        record("e0", "a", (0, 1, 0, 1), findings=(finding("number", 4),)),
        record("e0", "b", (1, 1, 0, 1), findings=(finding("date", 7), finding("number", 2), finding("date", 9))),
    ]
    found = build_leaderboard(
        items, metrics=[METRIC], systems=["a", "b"], n_examples=1, sort="hits.share", seed=1, worst=2
    )
    counts = found.systems[0].findings
    assert found.systems[0].system == "b"
    assert counts.kind == {"date": 2, "number": 1}
    assert counts.severity == {"hard": 3, "soft": 0, "page": 0}
    assert {verdict: n for verdict, n in counts.verdict.items() if n} == {"unsupported": 3}
    assert [(worst.system, worst.start) for worst in found.worst_findings] == [("b", 2), ("b", 7), ("a", 4)]


def test_json_round_trip_is_exact() -> None:
    found = board({"a": shares(0.1, 0.2, None), "b": [*shares(1 / 3), None, *shares(0.7)]}, baselines=["b"])
    data = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert Leaderboard.from_json(data) == found
    assert data == found.to_json()
    assert data["schema_version"] == 1
    assert data["values"][1] == {
        "metric": "hits",
        "value": "slips",
        "higher_is_better": False,
        "low": 0.0,
        "high": None,
        "signature": "hits|v:1",
    }
    assert set(data["systems"][0]["metrics"]["hits"]["share"]) == {"value", "ci95", "n", "coverage", "pooled"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema_version": 2}, "schema_version is 2, expected 1"),
        ({"n_examples": "many"}, "n_examples: .*integer"),
        ({"systems": [{}]}, r"systems\.0\.rank"),
    ],
)
def test_json_of_something_else_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Leaderboard.from_json(board({"a": shares(0.5)}).to_json() | change)


A0, B0, A1 = (record(example, system, (1, 1, 0, 1)) for example, system in (("e0", "a"), ("e0", "b"), ("e1", "a")))


@pytest.mark.parametrize(
    ("items", "n_examples", "message"),
    [
        ([B0, A0], 1, r"example 1 \('e0'\): expected its record of 'a', found 'b' of 'e0'"),
        ([A0], 1, "expected its record of 'b', found nothing"),
        ([A0, A1], 1, "found 'a' of 'e1'"),
        ([A0, B0], 2, "1 examples, expected 2"),
        ([A0, B0, A1], 1, "more than the 1 examples expected, such as 'e1'"),
        ([], 0, "0 examples"),
    ],
)
def test_items_in_another_order_or_number_are_refused(
    items: Iterable[ItemRecord], n_examples: int, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        build_leaderboard(items, metrics=[METRIC], systems=["a", "b"], n_examples=n_examples, sort="hits.share", seed=1)


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ({"sort": "hits.shere"}, "did you mean 'hits.share'"),
        ({"baselines": ["c"]}, "no system 'c' for a baseline"),
        ({"systems": ["a", "a"]}, "more than once: a"),
        ({"systems": []}, "0 systems"),
        ({"seed": -1}, "seed -1"),
    ],
)
def test_arguments_that_cannot_be_are_refused(argument: dict[str, object], message: str) -> None:
    arguments = {"metrics": [METRIC], "systems": ["a", "b"], "n_examples": 1, "sort": "hits.share", "seed": 1}
    with pytest.raises(UsageError, match=message):
        build_leaderboard([A0, B0], **arguments | argument)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (ItemRecord("e1", "a", "ok", {"hits": {"share": math.nan}}, {}), "share = nan for example 'e1'"),
        (ItemRecord("e1", "a", "ok", {}, {"hits": (1.0, math.inf, 0.0, 1.0)}), "row .* of example 'e1'"),
        (ItemRecord("e1", "a", "ok", {}, {"hits": (1.0, 2.0)}), "expected 4 finite numbers"),
    ],
)
def test_what_is_no_number_is_refused_by_name(broken: ItemRecord, message: str) -> None:
    with pytest.raises(MetricError, match=message):
        build_leaderboard([A0, broken], metrics=[METRIC], systems=["a"], n_examples=2, sort="hits.share", seed=1)


def test_interval_ends_stay_within_the_range_of_the_value() -> None:
    # Student's interval of few scores near 1 goes beyond it; a mean cannot.
    assert _within((-0.2, 0.4), 0.0, 1.0) == (0.0, 0.4)
    assert _within((0.7, 1.3), 0.0, 1.0) == (0.7, 1.0)
    assert _within((-0.2, 1.3), None, None) == (-0.2, 1.3)
    assert _within(None, 0.0, 1.0) is None


def test_reading_a_leaderboard_does_not_import_numpy() -> None:
    code = (
        "import sys, evalharness.compare.leaderboard; print(sorted({'numpy', 'pydantic', 'nltk'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_texts_a_metric_does_not_apply_to_are_named() -> None:
    zero = (0.0, 0.0, 0.0, 0.0)
    why = {"hits": "the source is not in English"}
    items = [
        ItemRecord("e0", "a", "ok", {"hits": METRIC.finish((1, 2, 0, 1))}, {"hits": (1, 2, 0, 1)}),
        ItemRecord("e1", "a", "ok", {"hits": METRIC.finish(zero)}, {"hits": zero}, unsupported=why),
    ]
    made = build_leaderboard(items, metrics=[METRIC], systems=["a"], n_examples=2, sort="hits.share", seed=1)
    assert "a: hits does not apply to 1 of 2 examples: the source is not in English" in made.warnings
    assert made.systems[0].metrics["hits"]["share"].value == 0.5
