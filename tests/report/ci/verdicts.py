"""A verdict with one outcome of every status, whose texts try what a text can try."""

from __future__ import annotations

from dataclasses import replace

from evalharness.compare.comparison import Comparison, FindingChange, Mover, Party, Unpaired
from evalharness.compare.verdict import Outcome, Verdict
from evalharness.load.places import CandidatePlace
from evalharness.records import Finding, Span
from evalharness.report.ci.spots import Spots

HOSTILE = 'a|b ]]> \x1b[31m\x07 <b>&amp; 100%\n::error::x\r\n##[error] {0} [l](1) 🙂 \u202e `x` "q" \\ \ufffe,:'
CANDIDATE = "Shares fell.\r\nThe 🙂 deal cost 90 billion,\nsources said."
START = CANDIDATE.index("90 billion")
NUMBER = Finding(
    "facts",
    "number",
    "contradicted",
    "hard",
    'says "90 billion"; the wire says "90 million"',
    Span(START, START + 10, "90 billion"),
    Span(4, 14, "90 million"),
)
NEW = FindingChange("gained", "deal", "b", NUMBER)


def comparison(*findings: FindingChange, label: str = "run") -> Comparison:
    before, after = Party("baseline.json", {}, "d", 3), Party(label, {}, "d", 3)
    movers = [Mover("deal", "b", "facts", "recall", 0.9, 0.1)]
    return Comparison(before, after, [], movers, list(findings), [], {}, None, 13, 100)


def verdict(text: str = "plain", *more: FindingChange) -> Verdict:
    """Failing on a new finding, a mean and a missing candidate; `text` is wherever data or a person may write."""
    hostile = FindingChange("gained", text, text, replace(NUMBER, reason=text, span=None))
    outcomes = [
        Outcome("missing candidates", "fail", True, None, "1 missing", unpaired=[Unpaired(text, "b", "after", text)]),
        Outcome("no new number", "fail", True, "b", f"2 new: {text}", f"read {text}", findings=[NEW, hostile, *more]),
        Outcome("facts.recall max_drop 0.02", "fail", True, "b", text, examples=["deal", text]),
        Outcome("facts.recall max_drop 0.1", "warn", False, text, text, text),
        Outcome("facts.recall min 0.9", "undecided", False, "b", text, text),
        Outcome("length.length min 1", "pass", False, "b", text),
    ]
    lost = replace(NEW, change="lost")
    soft = FindingChange("gained", "fire", "b", replace(NUMBER, severity="soft", span=None, verdict="missing"))
    return Verdict("fail", outcomes, comparison(NEW, hostile, *more, soft, lost, label=text), text)


def spots(root: str = "/repo") -> Spots:
    return Spots({("deal", "b"): CandidatePlace("/repo/the stories/deal/rewrites/b.txt", None, CANDIDATE)}, root)
