"""What the rules have in common: how an outcome is made, and how numbers stand in its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Literal

from evalharness.compare.checks import Check
from evalharness.compare.comparison import Difference, FindingChange
from evalharness.compare.verdict import Outcome, Status
from evalharness.config.policy import Policy
from evalharness.records import Finding

MAX_QUOTE = 90  # characters of a text quoted in a sentence

Found = Literal["kept", "broken", "undecided"]


def outcome(
    policy: Policy,
    check: Check,
    system: str,
    found: Found,
    what: str,
    next_step: str = "",
    *,
    difference: Difference | None = None,
    findings: Sequence[FindingChange] = (),
    examples: Sequence[str] = (),
) -> Outcome:
    """The outcome of one check for one system; the rule and the policy say what it does to the gate."""
    status: Status = "pass"
    if found == "broken":
        status = check.rule.on
    elif found == "undecided":
        status = "undecided"
    fails = status == "fail" or (status == "undecided" and policy.undecided == "fail" and check.rule.on == "fail")
    return Outcome(check.name, status, fails, system, what, next_step, difference, findings, (), examples)


def subject(check: Check, system: str) -> str:
    """What a sentence is about: ``rouge_1.f1 of b where desk=asia``."""
    return f"{check.value} of {system}{slice_of(check)}"


def slice_of(check: Check) -> str:
    """The slice in words, with a space before it; empty for all examples."""
    return f" where {', '.join(f'{tag}={value}' for tag, value in check.where)}" if check.where else ""


def reason_of(finding: Finding) -> str:
    """Why, with the words of the candidate where the reason quotes none.

    >>> from evalharness.records import Span
    >>> said = Span(4, 12, "no firm ")
    >>> reason_of(Finding("facts", "quote", "altered", "hard", "quotes words that the wire does not have", said))
    'quotes words that the wire does not have: "no firm"'
    """
    words = " ".join(finding.span.text.split()) if finding.span else ""
    if not words or '"' in finding.reason or words in finding.reason:
        return finding.reason
    return f'{finding.reason}: "{shorten(words, MAX_QUOTE, placeholder=" ...")}"'


def figure(number: float) -> str:
    """A number with three decimals, or more where they would hide it.

    >>> figure(0.8124), figure(0.00012), figure(0.0), figure(123.456)
    ('0.812', '0.00012', '0.000', '123.456')
    """
    return f"{number:.3f}" if number == 0 or abs(number) >= 0.0005 else f"{number:.2g}"


def count(n: int, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "example"), count(3, "example")
    ('1 example', '3 examples')
    """
    return f"{n} {noun}{'s'[: n != 1]}"
