"""Two runs held against each other, from records made here: what is paired, what is refused, what is said."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalharness.compare.common_values import common_values
from evalharness.compare.compare import compare_runs
from evalharness.compare.comparison import Difference, Party
from evalharness.compare.finding_keys import finding_key
from evalharness.compare.pairing import StoredRun, only_systems
from evalharness.errors import UsageError
from evalharness.metrics.protocol import Value
from evalharness.records import Finding, ItemRecord, Severity, Span, Verdict
from evalharness.stats.corrections import holm

RECALL = Value("recall", higher_is_better=True)
FLAGS = Value("flags", higher_is_better=False, high=None)
WORDS = Value("words", higher_is_better=None, high=None)
DECLARED = {"facts": [RECALL, FLAGS], "length": [WORDS]}
SIGNATURES = {"facts": "facts|stem:yes|v:1", "length": "length|v:1"}


def item(
    id: str,
    system: str = "s",
    *,
    recall: float | None = 0.5,
    flags: float | None = 0.0,
    words: float = 10.0,
    **more: object,
) -> ItemRecord:
    values = {"facts": {"recall": recall, "flags": flags}, "length": {"words": words}}
    return replace(ItemRecord(id, system, "ok", values, {}), **more)  # type: ignore[arg-type]


def run(
    items: Sequence[ItemRecord],
    label: str = "run",
    *,
    digest: str = "d" * 64,
    signatures: Mapping[str, str] = SIGNATURES,
    declared: Mapping[str, Sequence[Value]] = DECLARED,
) -> StoredRun:
    party = Party(label, signatures, digest, len({each.id for each in items}))
    return StoredRun(party, declared, lambda: iter(items))


def finding(
    said: str | None = "90 billion",
    source: str | None = "90 million",
    *,
    at: int = 0,
    kind: str = "number",
    verdict: Verdict = "contradicted",
    severity: Severity = "hard",
    reason: str = "because",
) -> Finding:
    span, origin = (None if text is None else Span(at, at + len(text), text) for text in (said, source))
    return Finding("facts", kind, verdict, severity, reason, span, origin)


def by_name(differences: Sequence[Difference]) -> dict[str, Difference]:
    return {f"{each.system}/{each.name}": each for each in differences}


def test_a_run_against_itself() -> None:
    same = run([item(f"e{i}", recall=i / 20, findings=(finding(at=i),)) for i in range(20)])
    comparison = compare_runs(same, same, n_resamples=200)
    assert [each.name for each in comparison.differences] == ["facts.recall", "facts.flags", "length.words"]
    for each in comparison.differences:
        assert (each.difference, each.p_value, each.p_adjusted, each.ci95) == (0.0, 1.0, 1.0, (0.0, 0.0))
        assert (each.wins, each.ties, each.losses, each.n, each.n_units) == (0, 20, 0, 20, 20)
        assert math.copysign(1.0, each.difference or 0.0) == 1.0
        assert not each.is_worse
    for empty in ("movers", "findings", "finding_counts", "unpaired", "warnings", "not_compared"):
        assert not getattr(comparison, empty), empty


def test_pairs_go_by_id_and_system_wherever_they_stand() -> None:
    old = [item(f"e{i}", system, recall=i / 10, flags=float(i)) for i in range(10) for system in "xy"]
    new = [
        item(f"e{i}", system, recall=i / 10 - 0.2 * (system == "y"), flags=float(i))
        for i in range(10)
        for system in "xy"
    ]
    shuffled = random.Random(1).sample(new, len(new))
    for later in (new, shuffled):
        found = by_name(compare_runs(run(old), run(later), n_resamples=200).differences)
        assert found["x/facts.recall"].difference == 0.0
        # the mean of 0, .1, ..., .9 is .45; every y is .2 lower
        assert found["y/facts.recall"].before == pytest.approx(0.45)
        assert found["y/facts.recall"].difference == pytest.approx(-0.2)
        assert found["y/facts.recall"].losses == 10
        assert found["y/facts.recall"].is_worse


def test_wins_and_losses_follow_the_direction_and_the_sign_does_not() -> None:
    old = run([item(f"e{i}", flags=1.0, words=5.0) for i in range(6)])
    new = run([item(f"e{i}", flags=1.0 + (i < 4), words=6.0) for i in range(6)])
    found = by_name(compare_runs(old, new, n_resamples=200).differences)
    flags, words = found["s/facts.flags"], found["s/length.words"]
    assert (flags.wins, flags.ties, flags.losses) == (0, 2, 4)
    assert flags.is_worse
    assert flags.difference == pytest.approx(4 / 6)
    assert (words.wins, words.losses, words.is_worse) == (6, 0, False)


def test_undefined_values_take_no_part_and_are_told() -> None:
    old = run([item(f"e{i}", recall=None if i < 2 else 0.5) for i in range(8)])
    new = run([item(f"e{i}", recall=None if i in (0, 7) else 0.6) for i in range(8)])
    comparison = compare_runs(old, new, n_resamples=200)
    recall = by_name(comparison.differences)["s/facts.recall"]
    assert recall.n == 5  # of 8, e0 lacks both sides, e1 the earlier, e7 the later
    assert recall.difference == pytest.approx(0.1)
    told = "s: facts.recall is defined in 1 only before and 1 only after of 8 pairs; its difference is over the others"
    assert comparison.warnings == [told]


def test_a_value_that_is_never_defined_is_null() -> None:
    nothing = run([item(f"e{i}", recall=None) for i in range(3)])
    recall = compare_runs(nothing, nothing, n_resamples=200).differences[0]
    assert (recall.n, recall.before, recall.after, recall.difference) == (0, None, None, None)
    assert (recall.ci95, recall.p_value, recall.p_adjusted, recall.effect_size) == (None, None, None, None)


def test_holm_is_over_the_values_that_differ_at_all() -> None:
    chance = random.Random(3)
    old = run([item(f"e{i}", recall=chance.random(), flags=chance.random(), words=chance.random()) for i in range(30)])
    new = run([item(f"e{i}", recall=chance.random(), flags=chance.random(), words=chance.random()) for i in range(30)])
    three = compare_runs(old, new, n_resamples=500).differences
    assert [each.p_adjusted for each in three] == holm([each.p_value or 0.0 for each in three])
    still = run(
        [
            replace(after, metrics={**after.metrics, "length": before.metrics["length"]})
            for before, after in zip(old.items(), new.items(), strict=True)
        ]
    )
    two = compare_runs(old, still, n_resamples=500).differences
    assert [each.p_adjusted for each in two[:2]] == holm([each.p_value or 0.0 for each in two[:2]])
    assert two[2].p_adjusted == 1.0


def test_other_settings_and_absent_metrics_are_left_out_by_name() -> None:
    items = [item("a", findings=(finding(),)), item("b")]
    other = run([item("a"), item("b")], "new", signatures={**SIGNATURES, "facts": "facts|stem:no|split:x|v:1"})
    comparison = compare_runs(run(items, "old"), other, n_resamples=200)
    assert comparison.not_compared == {"facts": "other settings: stem yes -> no, split none -> x"}
    assert {each.metric for each in comparison.differences} == {"length"}
    assert comparison.findings == []  # nobody can say whether the other settings would have found it
    less = run(items, "new", declared={"length": [WORDS]})
    assert compare_runs(run(items), less, n_resamples=200).not_compared == {"facts": "new was not scored with it"}
    with pytest.raises(UsageError, match=r"'facts\.recall' cannot be compared: other settings: stem yes -> no"):
        compare_runs(run(items), other, values=["facts.recall"])
    with pytest.raises(UsageError, match="no metric can be compared: length: new was not scored with it"):
        compare_runs(run(items, declared={"length": [WORDS]}), run(items, "new", declared={}))


def test_values_can_be_chosen() -> None:
    items = [item(f"e{i}") for i in range(3)]
    chosen = compare_runs(run(items), run(items), values=["length.words", "facts.flags"], n_resamples=200)
    assert [each.name for each in chosen.differences] == ["length.words", "facts.flags"]
    with pytest.raises(UsageError, match=r"no value 'facts\.recal'; did you mean 'facts\.recall'"):
        compare_runs(run(items), run(items), values=["facts.recal"])


def test_values_that_one_side_does_not_declare_are_not_compared() -> None:
    items = [item("a")]
    columns, left_out = common_values(
        run(items, declared={"facts": [FLAGS]}), run(items, declared={"facts": [RECALL, FLAGS]})
    )
    assert [column.value for column in columns] == ["flags"]
    assert left_out == {}


def missing(id: str, system: str = "s") -> ItemRecord:
    return ItemRecord(id, system, "missing", {}, {})


def test_missing_pairs_are_refused_and_left_out_by_name() -> None:
    old = run([item("a"), item("b"), item("c"), item("d"), missing("e"), item("a", "gone")], "old")
    new = run([item("a"), missing("b"), item("d"), item("x"), missing("e"), item("a", "fresh")], "new")
    with pytest.raises(UsageError) as refused:
        compare_runs(old, new)
    assert str(refused.value).splitlines() == [
        "system s, 1 example: old has no such example ('x')",
        "system s, 1 example: no candidate in new ('b')",
        "system s, 1 example: new has no such example ('c')",
        "system fresh, 1 example: old has no such system ('a')",
        "system gone, 1 example: new has no such system ('a')",
        "score what is missing, or leave it out, by name, with --allow-missing",
    ]
    comparison = compare_runs(old, new, allow_missing=True, n_resamples=200)
    assert [(each.id, each.system, each.missing_on) for each in comparison.unpaired] == [
        ("x", "s", "before"),
        ("b", "s", "after"),
        ("c", "s", "after"),
        ("a", "fresh", "before"),
        ("a", "gone", "after"),
    ]
    assert {each.system: each.n for each in comparison.differences} == {"s": 2}
    assert comparison.warnings == ["1 candidate missing on both sides"]


def test_a_failed_metric_is_refused_and_its_findings_are_no_change() -> None:
    failed = item("b", recall=None, flags=None, status="error", errors={"facts": "boom"})
    old = run([item("a"), item("b", findings=(finding(), finding(kind="date")))], "old")
    new = run([item("a"), failed], "new")
    with pytest.raises(UsageError, match="facts failed: boom"):
        compare_runs(old, new)
    comparison = compare_runs(old, new, allow_missing=True, n_resamples=200)
    assert [(each.id, each.missing_on, each.why) for each in comparison.unpaired] == [
        ("b", "after", "facts failed: boom")
    ]
    assert (comparison.findings, comparison.finding_counts) == ([], [])
    without = run([item("a"), failed], "new", signatures={**SIGNATURES, "facts": "other"})
    assert compare_runs(old, without, n_resamples=200).unpaired == []  # it is not compared anyway
    assert {each.name: each.n for each in comparison.differences} == {
        "facts.recall": 1,
        "facts.flags": 1,
        "length.words": 2,
    }


def test_a_text_that_a_metric_does_not_apply_to_has_lost_no_findings() -> None:
    old = run([item("a", findings=(finding(),))])
    new = run([item("a", recall=None, flags=None, unsupported={"facts": "not English"})])
    comparison = compare_runs(old, new, n_resamples=200)
    assert comparison.findings == []
    assert len(comparison.warnings) == 2  # both values are defined on one side only


def test_other_data_is_refused_unless_allowed() -> None:
    old, new = run([item("a")], "old", digest="1" * 64), run([item("a")], "new", digest="2" * 64)
    with pytest.raises(UsageError, match=r"digest 111111111111 != 222222222222.*--allow-other-data"):
        compare_runs(old, new)
    for allowed in ({"allow_other_data": True}, {"allow_missing": True}):
        assert "paired by id all the same" in compare_runs(old, new, n_resamples=200, **allowed).warnings[0]  # type: ignore[arg-type]


def test_nothing_in_common_and_damage_are_told() -> None:
    with pytest.raises(UsageError, match=r"nothing to pair: .*old has systems x; new has systems y"):
        compare_runs(run([item("a", "x")], "old"), run([item("a", "y")], "new"), allow_missing=True)
    with pytest.raises(UsageError, match="two items of example 'a', system 's'"):
        compare_runs(run([item("a"), item("a")]), run([item("a")]))


TAGGED = [
    item(f"e{i}", recall=i / 10, tags={"desk": "asia" if i % 2 else "europe", "story": f"s{i // 2}"}) for i in range(8)
]


def test_slices_and_clusters_go_by_tags() -> None:
    asia = compare_runs(run(TAGGED), run(TAGGED), where={"desk": "asia"}, n_resamples=200)
    # .1, .3, .5, .7
    assert (asia.differences[0].n, asia.differences[0].before) == (4, pytest.approx(0.4))
    assert asia.where == {"desk": "asia"}
    by_story = compare_runs(run(TAGGED), run(TAGGED), cluster="story", n_resamples=200)
    assert (by_story.differences[0].n, by_story.differences[0].n_units, by_story.cluster) == (8, 4, "story")
    part = [*TAGGED[:6], *(replace(each, tags={}) for each in TAGGED[6:])]
    some = compare_runs(run(part), run(part), cluster="story", n_resamples=200)
    assert some.differences[0].n_units == 5  # three stories, and two examples on their own
    assert some.warnings == ["2 of 8 examples lack the tag story; each of them stands for itself"]
    for wrong in ({"where": {"desk": "asi"}}, {"where": {"dsk": "asia"}}, {"cluster": "stroy"}):
        with pytest.raises(UsageError, match="did you mean"):
            compare_runs(run(TAGGED), run(TAGGED), **wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="the data has no tags"):
        compare_runs(run([item("a")]), run([item("a")]), cluster="story")


def test_movers_are_the_worst_of_each_main_value_and_then_a_few_improvements() -> None:
    moved = [-0.5, 0.1, -0.1, 0.0, 0.3, -0.2]
    old = run([item(f"e{i}", flags=0.0) for i in range(6)])
    new = run([item(f"e{i}", recall=0.5 + change, flags=float(i), words=99.0) for i, change in enumerate(moved)])
    movers = compare_runs(old, new, top=2, n_resamples=200).movers
    # recall is the main value of facts; length has no direction
    assert [(mover.id, mover.value) for mover in movers] == [
        ("e0", "recall"),
        ("e5", "recall"),
        ("e4", "recall"),
        ("e1", "recall"),
    ]
    assert (movers[0].before, movers[0].after) == (0.5, 0.0)
    # flags have no upper end: 0 to 5 is what they were seen to move, so e5 went all the way
    asked = compare_runs(old, new, values=["facts.flags", "facts.recall"], top=1, n_resamples=200).movers
    assert [(mover.id, mover.value) for mover in asked] == [("e5", "flags"), ("e0", "recall"), ("e4", "recall")]
    assert compare_runs(old, new, top=0, n_resamples=200).movers == []


def test_a_value_that_seems_worse_has_its_examples_named_though_it_is_no_main_value() -> None:
    old = run([item(f"e{i}") for i in range(10)])
    new = run([item(f"e{i}", flags=float(i == 3) + 1.0) for i in range(10)])  # 2 ** -9: worse in ten of ten
    movers = compare_runs(old, new, top=2, n_resamples=200).movers
    assert [(mover.id, mover.value) for mover in movers] == [("e3", "flags"), ("e0", "flags")]


def changes(before: Sequence[Finding], after: Sequence[Finding], **options: int) -> list[tuple[str, str | None]]:
    old, new = (run([item("a", findings=tuple(findings))]) for findings in (before, after))
    found = compare_runs(old, new, n_resamples=200, **options).findings  # type: ignore[arg-type]
    return [(each.change, each.finding.span.text if each.finding.span else None) for each in found]


def test_findings_match_by_what_they_say() -> None:
    assert changes([finding(at=3)], [finding(at=40)]) == []
    assert changes([finding("90 billion")], [finding("90  Billion")]) == []
    assert changes([finding("“Yes”")], [finding('"Yes"')]) == []
    assert changes([finding()], []) == [("lost", "90 billion")]
    assert changes([finding()], [finding("91 billion")]) == [("gained", "91 billion"), ("lost", "90 billion")]
    assert changes([finding()], [finding(source="95 million")]) == [("gained", "90 billion"), ("lost", "90 billion")]
    for other in (finding(kind="date"), finding(verdict="unsupported"), finding(severity="soft")):
        assert len(changes([finding()], [other])) == 2
    # a reason may change its wording with the words around it; it decides only where there is nothing else
    assert changes([finding(reason="x")], [finding(reason="y")]) == []
    assert len(changes([finding(None, None, reason="x")], [finding(None, None, reason="y")])) == 2


def test_a_finding_that_is_there_once_more_is_gained_once() -> None:
    old = run([item("a", findings=(finding(at=5),))])
    new = run([item("a", findings=(finding(at=2), finding(at=50)))])
    (change,) = compare_runs(old, new, n_resamples=200).findings
    assert change.finding.span == Span(50, 60, "90 billion")


def test_hard_findings_come_first_and_left_out_facts_last() -> None:
    new = [
        finding(None, "late", verdict="missing"),
        finding("page", None, severity="page", verdict="residue"),
        finding("soft", None, severity="soft"),
        finding("hard"),
    ]
    assert changes([finding("old")], new) == [
        ("gained", "hard"),
        ("lost", "old"),
        ("gained", "soft"),
        ("gained", "page"),
        ("gained", None),
    ]


def test_very_many_findings_are_counted_and_the_worst_kept() -> None:
    new = [finding(f"soft {i}", None, severity="soft") for i in range(30)] + [finding(f"hard {i}") for i in range(5)]
    old = run([item("a")])
    comparison = compare_runs(old, run([item("a", findings=tuple(new))]), max_findings=7, n_resamples=200)
    assert [each.finding.severity for each in comparison.findings] == ["hard"] * 5 + ["soft"] * 2
    assert {(count.severity, count.n) for count in comparison.finding_counts} == {("soft", 30), ("hard", 5)}
    assert comparison.warnings == ["35 findings changed; only the first 7 are listed, all are counted"]


SAID = st.sampled_from(["1", "2", "3"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(SAID, max_size=4), min_size=1, max_size=4),
    st.lists(st.lists(SAID, max_size=4), min_size=4, max_size=4),
)
def test_gained_minus_lost_is_the_difference_of_the_counts(before: list[list[str]], after: list[list[str]]) -> None:
    old, new = (
        run(
            [
                item(str(i), findings=tuple(finding(text, at=place) for place, text in enumerate(texts)))
                for i, texts in enumerate(side[: len(before)])
            ]
        )
        for side in (before, after)
    )
    found = compare_runs(old, new, n_resamples=100).findings
    for i, (had, has) in enumerate(zip(before, after, strict=False)):
        for text in "123":
            of_text = [
                each.change
                for each in found
                if each.id == str(i) and each.finding.span and each.finding.span.text == text
            ]
            assert of_text in (
                ["gained"] * (has.count(text) - had.count(text)),
                ["lost"] * (had.count(text) - has.count(text)),
            )


def test_keys_hold_no_offsets() -> None:
    assert (
        finding_key(finding(at=1))
        == finding_key(finding(at=2))
        == ("facts", "number", "contradicted", "hard", "90 billion", "90 million")
    )


def test_two_systems_of_one_run() -> None:
    items = [item(f"e{i}", system, recall=0.9 if system == "x" else 0.4) for i in range(8) for system in "xyz"]
    one = run(items, "today")
    comparison = compare_runs(
        only_systems(one, {"x": "x -> y"}, "today:x"), only_systems(one, {"y": "x -> y"}, "today:y"), n_resamples=200
    )
    recall = comparison.differences[0]
    assert (recall.system, recall.difference) == ("x -> y", pytest.approx(-0.5))
    assert (comparison.before.label, comparison.after.label) == ("today:x", "today:y")
    with pytest.raises(UsageError, match="today: no system 'q'; known: x, y, z"):
        compare_runs(only_systems(one, {"x": "x"}), only_systems(one, {"q": "x"}))


def test_each_run_is_streamed_and_the_same_comes_out_twice() -> None:
    reads: list[str] = []

    def counting(items: Sequence[ItemRecord], name: str) -> Callable[[], Iterator[ItemRecord]]:
        def read() -> Iterator[ItemRecord]:
            reads.append(name)
            yield from items

        return read

    items = [item(f"e{i}", recall=i / 9, tags={"story": f"s{i % 4}"}) for i in range(9)]
    changed = [replace(each, findings=(finding(at=i),)) for i, each in enumerate(items)]
    old, new = (
        StoredRun(run(each).party, DECLARED, counting(each, name)) for each, name in ((items, "old"), (changed, "new"))
    )
    first = compare_runs(old, new, cluster="story", n_resamples=300)
    assert reads == ["old", "new", "new"]  # lost nothing, so the earlier run need not be read again
    assert compare_runs(old, new, cluster="story", n_resamples=300) == first
    assert compare_runs(old, new, cluster="story", n_resamples=300, seed=14).seed == 14
