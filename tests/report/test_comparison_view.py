"""What a reader of a comparison sees."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from evalharness.compare.board import ValueColumn
from evalharness.compare.comparison import (
    Comparison,
    Difference,
    FindingChange,
    FindingCount,
    Mover,
    Party,
    Unpaired,
)
from evalharness.records import Finding, Span
from evalharness.report.changes import grouped, tally, what_is_said, where
from evalharness.report.comparison_view import ComparisonView

RECALL = ValueColumn("facts", "recall", True, 0.0, 1.0, "facts|v:1")
FLAGS = ValueColumn("facts", "flags", False, 0.0, None, "facts|v:1")
WORDS = ValueColumn("length", "words", None, 0.0, None, "length|v:1")
WORSE = Difference(
    "b", "facts", "recall", True, 40, 40, 0.9, 0.8, -0.1, (-0.15, -0.05), 0.0001, 0.0004, -0.7, 2, 26, 12
)
UNSURE = Difference("b", "facts", "flags", False, 40, 40, 1.0, 1.5, 0.5, (-0.2, 1.2), 0.2, 0.4, 0.2, 5, 25, 10)
LONGER = Difference("b", "length", "words", None, 40, 40, 60.0, 90.0, 30.0, (20.0, 40.0), 0.001, 0.003, 1.1, 30, 5, 5)
SAID, SOURCE = Span(10, 20, "90 billion"), Span(5, 15, "90 million")
NUMBER = Finding(
    "facts", "number", "contradicted", "hard", 'says "90 billion"; the wire says "90 million"', SAID, SOURCE
)
LEFT_OUT = Finding("facts", "name", "missing", "soft", "Oslo is left out", None, Span(0, 4, "Oslo"))


def comparison(**changed: object) -> Comparison:
    made = Comparison(
        before=Party("old", {"facts": "facts|v:1"}, "1" * 64, 40),
        after=Party("new", {"facts": "facts|v:1"}, "1" * 64, 40),
        differences=[WORSE, UNSURE, LONGER],
        movers=[Mover("deal", "b", "facts", "recall", 0.9, 0.1), Mover("fire", "b", "facts", "recall", 0.2, 0.7)],
        findings=[FindingChange("gained", "deal", "b", NUMBER), FindingChange("lost", "fire", "b", LEFT_OUT)],
        unpaired=[],
        not_compared={},
        cluster=None,
        seed=13,
        n_resamples=10_000,
        values=[RECALL, FLAGS, WORDS],
        finding_counts=[
            FindingCount("gained", "b", "facts", "number", "contradicted", "hard", 1),
            FindingCount("lost", "b", "facts", "name", "missing", "soft", 1),
        ],
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def test_the_terminal_answers_what_how_sure_where_and_by_what() -> None:
    text = ComparisonView(comparison()).render()
    assert text.splitlines()[:12] == [
        "old -> new",
        "40 pairs of candidates; 1 system (b); 10,000 resamples of examples, seed 13",
        "",
        "Worse: 1 of 2 values, beyond chance",
        "  facts.recall 90.0 -> 80.0 (-10.0 [-15.0, -5.0]), p <0.001, after Holm <0.001; "
        "worse in 12 of 40, most in deal",
        "Changed beyond chance, for better or worse",
        "  length.words 60.00 -> 90.00 (+30.00 [+20.00, +40.00]), p 0.001, after Holm 0.003; changed in 35 of 40",
        "",
        "Stories that lost most",
        "  deal: facts.recall 90.0 -> 10.0; new: number 90 million -> 90 billion",
        "",
        "Stories that gained most",
    ]
    assert (
        "Findings: 1 new (1 hard), 1 gone (1 left out)\n"
        "  new: number 90 million -> 90 billion, story deal\n"
        '    says "90 billion"; the wire says "90 million"\n'
        '  gone: name "Oslo" left out, story fire\n'
    ) in text
    assert "(30/5/5)" in text  # no direction: neither better nor worse
    assert "\x1b" not in text


def test_two_systems_are_told_apart() -> None:
    other = [replace(each, system="a") for each in (WORSE, UNSURE)]
    text = ComparisonView(comparison(differences=[*other, WORSE])).render()
    assert "80 pairs of candidates; 2 systems (a, b)" in text
    assert "  b: facts.recall 90.0 -> 80.0" in text
    assert "  new: number 90 million -> 90 billion, story deal, system b" in text


def test_nothing_worse() -> None:
    fine = [replace(WORSE, p_value=0.1, p_adjusted=0.2), UNSURE]
    text = ComparisonView(comparison(differences=fine, movers=[], findings=[], finding_counts=[])).render()
    assert "Nothing got worse beyond chance (2 values)" in text
    assert "Findings: none new, none gone" in text
    assert "Stories" not in text
    better = replace(WORSE, difference=0.1, before=0.8, after=0.9, ci95=(0.05, 0.15), wins=12, losses=2)
    assert (
        "Better: 1 of 1 value, beyond chance\n  facts.recall 80.0 -> 90.0"
        in ComparisonView(comparison(differences=[better])).render()
    )


def test_what_many_values_make_unsure_is_perhaps_worse() -> None:
    text = ComparisonView(comparison(differences=[replace(WORSE, p_value=0.004, p_adjusted=0.062), UNSURE])).render()
    assert "Nothing got worse beyond chance (2 values)\nPerhaps worse: " in text
    assert "p 0.004, after Holm 0.062; worse in 12 of 40" in text


def test_a_story_shows_what_is_wrong_before_what_is_left_out() -> None:
    gained = [FindingChange("gained", "deal", "b", finding) for finding in (LEFT_OUT, LEFT_OUT, NUMBER)]
    line = "  deal: facts.recall 90.0 -> 10.0; new: "
    assert line + "number 90 million -> 90 billion\n" in ComparisonView(comparison(findings=gained)).render()
    assert line + 'name "Oslo" left out and 1 more\n' in ComparisonView(comparison(findings=gained[:2])).render()


def test_too_few_examples_to_tell_anything() -> None:
    # 4 units have 2 ** 3 sums of either sign: no p below .125
    few = [replace(WORSE, n=4, n_units=4, p_value=0.125, p_adjusted=0.125, wins=0, ties=0, losses=4)]
    text = ComparisonView(comparison(differences=few)).render()
    assert "Undecided: 4 examples cannot tell any of 1 value from chance" in text
    assert "Nothing got worse" not in text
    assert "cannot tell any" not in ComparisonView(comparison(differences=[UNSURE])).render()


def test_undefined_is_not_a_number() -> None:
    nothing = Difference("b", "facts", "recall", True, 0, 0, None, None, None, None, None, None, None, 0, 0, 0)
    text = ComparisonView(comparison(differences=[nothing])).render()
    assert "n/a" in text
    assert "nan" not in text.casefold()
    assert "None" not in text


def test_what_is_left_out_and_warnings_are_named() -> None:
    text = ComparisonView(
        comparison(
            unpaired=[Unpaired(f"e{i}", "b", "after", "no candidate in new") for i in range(7)],
            not_compared={"rouge": "other settings: stem yes -> no"},
            warnings=["the wires differ"],
        )
    ).render()
    assert "  warning: the wires differ" in text
    assert "Left out\n  rouge: other settings: stem yes -> no\n" in text
    assert "  system b, 7 examples: no candidate in new ('e0', 'e1', 'e2', 'e3', 'e4' and 2 more)" in text


def test_clusters_and_slices_are_in_the_head() -> None:
    text = ComparisonView(
        comparison(cluster="story", where={"desk": "asia"}, differences=[replace(WORSE, n_units=9)])
    ).render()
    assert "where desk=asia; 10,000 resamples of 9 clusters by story" in text
    assert "40 in 9" in text


def test_top_limits_what_is_listed_and_says_so() -> None:
    many = [FindingChange("gained", f"e{i}", "b", replace(NUMBER, span=Span(0, 1, str(i)))) for i in range(5)]
    text = ComparisonView(comparison(findings=many), top=2).render()
    assert text.count("  new: ") == 2
    assert "  and 3 more new findings; --top or --json lists them" in text


@pytest.mark.parametrize("nasty", ["x\x1b[31m", "a|b", "<b>*x*"])
def test_data_cannot_steer_the_page(nasty: str) -> None:
    hostile = replace(NUMBER, kind=nasty, reason=nasty)
    made = comparison(findings=[FindingChange("gained", nasty, nasty, hostile)], warnings=[nasty])
    assert "\x1b" not in ComparisonView(made).render("plain")
    page = ComparisonView(made).render("github")
    assert re.search(r"\x1b|(?<!\\)<b>|(?<!\\)\*x|a\|b", page) is None


def test_markdown() -> None:
    page = ComparisonView(comparison()).render("github")
    assert page.startswith("## old -> new\n\n40 pairs")
    assert "### Worse: 1 of 2 values, beyond chance\n\n- `facts.recall` 90.0 -> 80.0" in page
    assert "| `facts.recall` ↑ " in page
    assert "- new: number 90 million -> 90 billion, story deal\n" in page
    assert ComparisonView(comparison())._repr_markdown_() == page


def test_colour_is_for_terminals_that_want_it() -> None:
    assert "\x1b[31mWorse" in ComparisonView(comparison()).render(color=True)
    assert "\x1b" not in ComparisonView(comparison()).render("github", color=True)


def test_json_has_everything_unrounded() -> None:
    data = json.loads(json.dumps(ComparisonView(comparison()).to_json(), allow_nan=False))
    assert data["schema_version"] == 1
    assert data["differences"][0]["ci95"] == [-0.15, -0.05]
    assert data["findings"][0]["finding"]["span"] == {"start": 10, "end": 20, "text": "90 billion"}
    assert data["values"][1]["high"] is None


def test_equal_findings_are_one() -> None:
    changes = [
        FindingChange("gained", id, system, NUMBER) for id, system in (("a", "x"), ("a", "y"), ("b", "x"), ("b", "x"))
    ]
    (group,) = grouped(changes)
    assert where(group.places) == "story a, systems x, y; story b, system x (2 times)"
    assert where(group.places, name_systems=False) == "stories a (2 times), b (2 times)"
    assert len(grouped([*changes, FindingChange("lost", "a", "x", NUMBER)])) == 2


def test_findings_in_words() -> None:
    assert what_is_said(LEFT_OUT) == 'name "Oslo" left out'
    assert what_is_said(replace(NUMBER, source=None)) == 'number "90 billion"'
    assert what_is_said(replace(NUMBER, span=None, source=None)) == "number"
    assert what_is_said(replace(NUMBER, source=Span(0, 10, "90 billion"))) == 'number "90 billion"'
    assert tally([], "lost") == "0 gone"
