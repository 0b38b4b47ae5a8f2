"""The gate's rules: what fails, what does not, and what the verdict says of it."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from evalharness.compare.comparison import Party
from evalharness.compare.gate import gate_runs
from evalharness.compare.verdict import Outcome, Verdict
from evalharness.config.parse import Parsed
from evalharness.config.policy import Policy
from evalharness.errors import ConfigError, UsageError
from evalharness.metrics.protocol import Value
from evalharness.records import Finding, ItemRecord, Span
from evalharness.report.verdict_view import VerdictView

VALUES = {"hits": [Value("share", True), Value("slips", False, high=None)], "length": [Value("length", None)]}
DROP = {"value": "hits.share", "max_drop": 0.02}


@dataclass
class Made:
    """A run made from numbers: (example, system) -> share; slips are ten times what the share lacks."""

    shares: Mapping[tuple[str, str], float | None]
    findings: Mapping[tuple[str, str], Sequence[Finding]] = field(default_factory=dict)
    failed: Collection[tuple[str, str]] = ()
    signatures: Mapping[str, str] = field(default_factory=lambda: {"hits": "hits|stem:no|v:1", "length": "length|v:1"})
    digest: str = "d"
    label: str = "made"

    @property
    def party(self) -> Party:
        return Party(self.label, self.signatures, self.digest, len({id for id, _ in self.shares}))

    @property
    def values(self) -> Mapping[str, Sequence[Value]]:
        return VALUES

    def items(self) -> Iterator[ItemRecord]:
        for place, ((id, system), share) in enumerate(self.shares.items()):
            tags = {"desk": "asia" if int(id) % 4 else "europe", "story": str(int(id) // 3)}
            errors = {"hits": "on purpose"} if (id, system) in self.failed else {}
            numbers = {"share": share, "slips": None if share is None else 10 * (1 - share)}
            metrics = {"hits": numbers, "length": {"length": float(place)}}
            findings = tuple(self.findings.get((id, system), ()))
            yield ItemRecord(id, system, "ok", metrics, {}, findings, errors, tags=tags)


def shares(n: int = 40, systems: Sequence[str] = ("a", "b"), seed: int = 1) -> dict[tuple[str, str], float | None]:
    draw = random.Random(seed)
    return {(str(i), system): draw.uniform(0.5, 0.9) for i in range(n) for system in systems}


def moved(of: Mapping[tuple[str, str], float | None], by: float, system: str, every: int = 1) -> Made:
    """The same with the share of every so-manieth example of one system moved."""
    return Made(
        {
            (id, name): share + by if share is not None and name == system and int(id) % every == 0 else share
            for (id, name), share in of.items()
        }
    )


def number(text: str, start: int = 10, severity: str = "hard", kind: str = "number") -> Finding:
    reason = f'says "{text}"; the wire says "90 million"'
    span, source = Span(start, start + len(text), text), Span(3, 13, "90 million")
    return Finding("hits", kind, "contradicted", severity, reason, span, source)  # type: ignore[arg-type]


def gate(rules: Sequence[Mapping[str, object]], run: Made, baseline: Made | None, **settings: object) -> Verdict:
    policy = Policy.model_validate({"rules": rules, "resamples": 1000, **settings})
    return gate_runs(Parsed("gate.yaml", config=policy), run, baseline)


def only(verdict: Verdict, rule: str, system: str | None = "b") -> Outcome:
    (found,) = (each for each in verdict.outcomes if each.rule == rule and each.system == system)
    return found


def test_a_run_against_itself_passes_with_no_difference() -> None:
    run = Made(shares(), {("1", "b"): [number("90 billion")]})
    verdict = gate([DROP, {"no_new": [{}]}, {"value": "hits.slips", "max_drop": 0}], run, run)
    assert (verdict.status, verdict.exit_code) == ("pass", 0)
    for outcome in verdict.outcomes:
        assert outcome.status == "pass"
        if outcome.difference:
            assert (outcome.difference.difference, outcome.difference.p_value) == (0.0, 1.0)


def test_a_planted_drop_fails_and_names_value_system_and_examples() -> None:
    old = shares()
    # 0.2 less in the 14 of 40 examples that 3 divides: 0.07 on average
    verdict = gate([DROP], moved(old, -0.2, "b", every=3), Made(old))
    assert (verdict.status, verdict.exit_code) == ("fail", 1)
    assert only(verdict, "hits.share max_drop 0.02", "a").status == "pass"
    outcome = only(verdict, "hits.share max_drop 0.02")
    assert (outcome.status, outcome.fails_gate) == ("fail", True)
    assert "worse by 0.070" in outcome.what
    assert "beyond the tolerance of 0.02, and not by chance (p = " in outcome.what
    # system a differs nowhere, so it can be no false alarm and takes no part (Tarone 1990)
    assert "after Holm over 1 comparison, 40 examples" in outcome.what
    assert outcome.examples
    assert all(int(id) % 3 == 0 for id in outcome.examples)
    assert outcome.difference is not None
    assert outcome.difference.p_adjusted == outcome.difference.p_value / 2  # one-sided: only drops count


def test_direction_decides_what_worse_is() -> None:
    old = shares()
    rules = [{"value": "hits.share", "max_drop": 0.02}, {"value": "hits.slips", "max_drop": 0.2}]
    worse, better = (gate(rules, moved(old, by, "b"), Made(old)) for by in (-0.1, 0.1))
    assert [each.status for each in worse.outcomes if each.system == "b"] == ["fail", "fail"]
    assert "worse by 1.000 (95% interval" in only(worse, "hits.slips max_drop 0.2").what
    assert better.status == "pass"
    assert "better by 1.000" in only(better, "hits.slips max_drop 0.2").what


def test_beyond_the_tolerance_is_not_enough_and_significant_is_not_enough() -> None:
    old = shares()
    # every example loses 0.01: as sure as can be, and within the tolerance
    within = gate([DROP], moved(old, -0.01, "b"), Made(old))
    assert within.status == "pass"
    assert "within the tolerance of 0.02" in only(within, "hits.share max_drop 0.02").what
    # three examples lose 0.4: 0.03 on average, and any three differences have one sign in 1 of 4 cases
    new = {
        key: share - 0.4 if share and key in {("1", "b"), ("2", "b"), ("3", "b")} else share
        for key, share in old.items()
    }
    noisy = gate([DROP], Made(new), Made(old))
    assert noisy.status == "pass"
    assert "chance may do as much (p = 0.12" in only(noisy, "hits.share max_drop 0.02").what


def test_a_drop_of_just_the_tolerance_does_not_fail_by_rounding() -> None:
    run, baseline = (Made({(str(i), "b"): share for i in range(40)}) for share in (0.6, 0.62))
    assert 0.62 - 0.6 > 0.02
    assert gate([DROP], run, baseline).status == "pass"


def test_holm_is_over_the_values_that_the_policy_compares() -> None:
    draw = random.Random(3)
    old = shares(systems=("b",))
    new = Made({key: share + draw.gauss(-0.05, 0.12) for key, share in old.items() if share is not None})
    alone = only(gate([DROP], new, Made(old)), "hits.share max_drop 0.02").difference
    rules = [DROP, {**DROP, "where": {"desk": "asia"}}, {**DROP, "max_drop": 0.3, "on": "warn"}]
    together = only(gate(rules, new, Made(old)), "hits.share max_drop 0.02").difference
    assert alone is not None
    assert together is not None
    assert alone.p_value is not None
    assert alone.p_value == together.p_value == 2 * alone.p_adjusted
    # two comparisons, not three: the same value of the same examples in two rules is one
    assert together.p_adjusted in (alone.p_adjusted, 2 * alone.p_adjusted)
    assert "over 2 comparisons" in only(gate(rules, new, Made(old)), "hits.share max_drop 0.02").what


@pytest.mark.parametrize(("setting", "code", "status"), [("pass", 0, "undecided"), ("fail", 1, "fail")])
def test_too_few_examples_leave_a_drop_undecided(setting: str, code: int, status: str) -> None:
    old = shares(n=6)
    verdict = gate([DROP], moved(old, -0.3, "b"), Made(old), undecided=setting)
    assert (verdict.exit_code, verdict.status) == (code, status)
    outcome = only(verdict, "hits.share max_drop 0.02")
    assert outcome.status == "undecided"
    assert "too few to judge, 6 examples of 10 needed" in outcome.what
    assert only(verdict, "hits.share max_drop 0.02", "a").status == "pass"  # nothing got worse there
    # a rule that only warns never turns the gate red
    assert gate([{**DROP, "on": "warn"}], moved(old, -0.3, "b"), Made(old), undecided=setting).exit_code == 0


def test_enough_for_the_policy_but_too_few_to_show_anything_is_undecided() -> None:
    old = shares(n=4)  # all four worse: p = 1/16 one-sided
    verdict = gate([DROP], moved(old, -0.3, "b"), Made(old), min_examples=1)
    # four signs are all for worse by chance in 1 of 16 cases, more than alpha
    assert "so few could not show any drop among 1 comparison" in only(verdict, "hits.share max_drop 0.02").what
    assert verdict.status == "undecided"


def test_too_few_resamples_to_show_anything_are_refused() -> None:
    old = shares(systems="abcdefgh")
    run = Made({key: share - 0.1 for key, share in old.items() if share is not None})
    # the smallest p of 100 resamples is 1/101, and 8/101 is above 0.05
    with pytest.raises(UsageError, match="write `resamples: 160` or more"):
        gate([DROP], run, Made(old), resamples=100)


def test_an_improvement_passes_however_few_or_large() -> None:
    old = shares(n=3)
    assert gate([DROP], moved(old, 0.3, "b"), Made(old), undecided="fail").exit_code == 0


def test_warn_says_and_passes() -> None:
    old = shares()
    verdict = gate([{**DROP, "on": "warn"}], moved(old, -0.2, "b"), Made(old))
    assert (verdict.status, verdict.exit_code) == ("warn", 0)
    assert only(verdict, "hits.share max_drop 0.02").status == "warn"


def test_slices_and_systems_are_judged_apart() -> None:
    old = shares()
    # 0.3 less in Europe's 10 examples, the ids that 4 divides
    new = moved(old, -0.3, "b", every=4)
    rules = [
        {**DROP, "where": {"desk": "asia"}},
        {**DROP, "where": {"desk": "europe"}},
        {**DROP, "systems": ["a"]},
    ]
    verdict = gate(rules, new, Made(old))
    assert only(verdict, "hits.share max_drop 0.02 where desk=asia").status == "pass"
    europe = only(verdict, "hits.share max_drop 0.02 where desk=europe")
    assert europe.status == "fail"
    assert "hits.share of b where desk=europe" in europe.what
    assert europe.next_step.endswith("--value hits.share --where desk=europe")
    assert [each.system for each in verdict.outcomes if each.rule == "hits.share max_drop 0.02 for a"] == ["a"]
    empty = gate([{**DROP, "where": {"desk": "africa"}}], new, Made(old))
    assert only(empty, "hits.share max_drop 0.02 where desk=africa").status == "undecided"


def test_wrong_tags_and_systems_are_faults_of_the_policy() -> None:
    run = Made(shares())
    with pytest.raises(ConfigError, match="no example has the tag 'dekk'; did you mean 'desk'") as caught:
        gate([{**DROP, "where": {"dekk": "asia"}, "systems": ["a", "bb"]}], run, run)
    assert "no system 'bb'; did you mean 'b'?" in str(caught.value)


def test_clusters_are_what_counts_where_examples_belong_together() -> None:
    old = shares(n=30)
    verdict = gate([DROP], moved(old, -0.2, "b"), Made(old), cluster="story")
    assert "30 examples in 10 clusters" in only(verdict, "hits.share max_drop 0.02").what


def test_missing_candidates_fail_unless_allowed() -> None:
    old = shares()
    new = {key: share for key, share in old.items() if key != ("7", "b")}
    verdict = gate([DROP], Made(new, label="now"), Made(old))
    assert verdict.exit_code == 1
    outcome = only(verdict, "missing candidates", None)
    assert (outcome.status, [each.id for each in outcome.unpaired]) == ("fail", ["7"])
    assert "system b, 1 example: now has no such example ('7')" in outcome.what
    allowed = gate([DROP], Made(new), Made(old), missing="allow")
    assert (allowed.status, allowed.exit_code) == ("warn", 0)
    # what only the run has is no loss
    assert only(gate([DROP], Made(old), Made(new)), "missing candidates", None).status == "pass"


def test_a_metric_that_failed_counts_as_missing_with_and_without_baseline() -> None:
    run = Made(shares(), failed=[("3", "a")])
    for baseline in (Made(shares()), None):
        outcome = only(gate([{"value": "hits.share", "min": 0}], run, baseline), "missing candidates", None)
        assert outcome.fails_gate
        assert "hits failed: on purpose" in outcome.what


def test_a_new_hard_finding_fails_on_its_own_and_is_named() -> None:
    old = shares(n=2)
    had = {("0", "b"): [number("80 million")]}
    has = {
        ("0", "b"): [number("80 million", start=99)],
        ("1", "b"): [number("90 billion"), number("x", severity="soft")],
    }
    verdict = gate([{"no_new": [{"kind": "number"}]}], Made(old, has), Made(old, had))
    outcome = only(verdict, "no new hard number")
    assert (verdict.exit_code, [each.finding.reason for each in outcome.findings]) == (1, [number("90 billion").reason])
    assert outcome.what == '1 new hard number in b: 1: says "90 billion"; the wire says "90 million"'
    assert gate([{"no_new": [{"kind": "name"}]}], Made(old, has), Made(old, had)).exit_code == 0
    assert gate([{"no_new": [{}]}], Made(old, had), Made(old, has)).exit_code == 0
    both = gate([{"no_new": [{"severity": "any"}]}], Made(old, has), Made(old, had))
    assert len(only(both, "no new finding").findings) == 2
    asia = gate([{"no_new": [{}], "where": {"desk": "europe"}}], Made(old, has), Made(old, had))
    assert asia.exit_code == 0  # example 1 is of the other desk


def test_limits_on_the_mean_and_on_every_item() -> None:
    numbers: list[float | None] = [0.2, 0.4, 0.9, None]
    run = Made({(str(i), "b"): share for i, share in enumerate(numbers)})
    rules = [
        {"value": "hits.share", "min": 0.5, "min_examples": 3},  # the mean of three is 0.5
        {"value": "hits.share", "max": 0.49, "min_examples": 3},
        {"value": "hits.share", "min": 0.3, "each": "item"},
        {"value": "hits.slips", "max": 9.0, "each": "item"},
        {"value": "hits.share", "min": 0.9},
    ]
    verdict = gate(rules, run, None)
    assert verdict.comparison is None
    by_rule = {each.rule: each for each in verdict.outcomes}
    assert by_rule["hits.share min 0.5"].status == "pass"
    assert by_rule["hits.share max 0.49"].what == (
        "hits.share of b is 0.500 on average over the 3 of 4 items that define it, above the maximum of 0.49"
    )
    assert by_rule["hits.share max 0.49"].examples == ["2", "1", "0"]
    assert by_rule["hits.share each min 0.3"].what.endswith("in 1 of the 3 of 4 items that define it: 0 (0.200)")
    assert by_rule["hits.slips each max 9"].status == "pass"
    assert by_rule["hits.share min 0.9"].status == "undecided"
    assert "changed baseline" not in by_rule


def test_a_changed_setting_says_what_can_still_be_compared() -> None:
    old, rules = shares(), [DROP, {"value": "hits.share", "min": 0.1}, {"no_new": [{}]}]
    new = Made(
        old, {("1", "b"): [number("90 billion")]}, signatures={"hits": "hits|stem:yes|v:1", "length": "length|v:1"}
    )
    verdict = gate(rules, new, Made(old))
    outcome = only(verdict, "changed baseline", None)
    assert outcome.fails_gate
    assert (
        "hits: other settings: stem no -> yes. What can still be compared: length, over 80 candidates" in outcome.what
    )
    assert "baseline accept" in outcome.next_step
    assert only(verdict, "hits.share max_drop 0.02").status == "undecided"
    assert only(verdict, "no new hard finding").status == "undecided"
    assert only(verdict, "hits.share min 0.1").status == "pass"
    allowed = gate(rules, new, Made(old), changed="allow")
    assert (allowed.status, allowed.exit_code) == ("undecided", 0)
    # a metric that no rule asks for may change
    other = replace(Made(old), signatures={"hits": "hits|stem:no|v:1", "length": "length|v:2"})
    assert gate(rules, other, Made(old)).status == "pass"


def test_nothing_comparable_at_all_is_still_a_verdict() -> None:
    old = shares()
    new = Made(old, signatures={"hits": "hits|v:2", "length": "length|v:2"})
    outcome = only(gate([DROP], new, Made(old)), "changed baseline", None)
    assert outcome.fails_gate
    assert "Nothing can be compared" in outcome.what


def test_other_data_is_told_and_paired_by_id() -> None:
    old = shares()
    verdict = gate([DROP], Made(shares(n=42, seed=1), digest="e"), Made(old))
    assert only(verdict, "changed baseline", None).fails_gate
    assert "42 examples where the baseline has 40" in only(verdict, "changed baseline", None).what
    assert only(verdict, "hits.share max_drop 0.02").difference is not None
    assert gate([DROP], Made(old, digest="e"), Made(old), changed="allow").exit_code == 0


def test_no_rule_for_any_system_is_an_error() -> None:
    run = Made(shares())
    policy = Policy.model_validate({"rules": [{**DROP, "systems": ["c"]}]})
    with pytest.raises(UsageError, match="no rule is about a system of this run"):
        gate_runs(Parsed("gate.yaml", config=policy), run, run, known_systems=["c"])


def test_noise_alone_fails_no_more_often_than_alpha() -> None:
    """Two systems, the same texts scored by a noisy hand: under the null of exchangeable sides."""
    failed = 0
    for seed in range(200):
        draw = random.Random(seed)
        old = {(str(i), "b"): draw.uniform(0, 1) for i in range(30)}
        new = {key: share + draw.gauss(0, 0.2) for key, share in old.items()}
        failed += gate([{"value": "hits.share", "max_drop": 0.0}], Made(new), Made(old), resamples=200).exit_code
    # 5% are 10 of 200; 21 or more has a chance below 0.002 (binomial)
    assert failed <= 20


def test_the_page_has_a_line_for_each_outcome_and_details_of_what_fails() -> None:
    old = shares()
    new = replace(moved(old, -0.2, "b"), findings={("1", "b"): [number("90\x1b[31m billion\n")]})
    verdict = gate([DROP, {"no_new": [{"kind": "number"}]}], new, Made(old, label="main"))
    text = VerdictView(verdict, "nightly").render()
    head, lines, *details, _ = [*text.split("\n\n"), ""]
    assert head == "FAIL: nightly against main, by gate.yaml (4 pass, 2 fail)"
    assert len(lines.splitlines()) == len(verdict.outcomes)
    assert [part.splitlines()[0] for part in details] == [
        "fail: hits.share max_drop 0.02 [b]",
        "fail: no new hard number [b]",
    ]
    assert "moved most: " in details[0]
    assert '1, number: says "90[31m billion "' in details[1]
    assert "\x1b" not in text
    assert "\x1b[31mfail" in VerdictView(verdict, "nightly").render(color=True)
    assert VerdictView(verdict, "nightly").to_json()["exit_code"] == 1
