"""Absolute limits: on the mean of a run, or on every item of it."""

from __future__ import annotations

from evalharness.compare.checks import Check
from evalharness.compare.evidence import Evidence, Numbers, is_beyond
from evalharness.compare.outcomes import count, figure, outcome, subject
from evalharness.compare.verdict import Outcome

MAX_NAMED = 3


def judge_limit(evidence: Evidence, check: Check, system: str) -> Outcome:
    """The outcome of ``min`` or ``max`` for one system."""
    numbers = evidence.facts.numbers(check, system)
    if not numbers.values:
        what = f"{subject(check, system)} is defined in none of {count(numbers.n_items, 'item')}"
        return outcome(evidence.policy, check, system, "undecided", what, "look why the values are null in items.jsonl")
    if check.rule.each == "item":
        return _judge_items(evidence, check, system, numbers)
    return _judge_mean(evidence, check, system, numbers)


def _judge_mean(evidence: Evidence, check: Check, system: str, numbers: Numbers) -> Outcome:
    mean = numbers.mean
    assert mean is not None  # there are values
    n = len(numbers.values)
    what = f"{subject(check, system)} is {figure(mean)} on average over {_of(n, numbers.n_items)}"
    if n < check.min_examples:
        what += f": too few to judge, {check.min_examples} are needed"
        step = "score more examples, or lower min_examples in the policy"
        return outcome(evidence.policy, check, system, "undecided", what, step)
    if not is_beyond(check, mean):
        return outcome(evidence.policy, check, system, "kept", f"{what}, {_side(check, broken=False)}")
    worst = numbers.worst(check)
    step = f"start with {'the lowest' if check.kind == 'min' else 'the highest'}: {_named(worst)}"
    examples = [id for id, _ in worst]
    return outcome(
        evidence.policy, check, system, "broken", f"{what}, {_side(check, broken=True)}", step, examples=examples
    )


def _judge_items(evidence: Evidence, check: Check, system: str, numbers: Numbers) -> Outcome:
    beyond = numbers.beyond(check)
    items = _of(len(numbers.values), numbers.n_items)
    if not beyond:
        what = f"{subject(check, system)} is {_side(check, broken=False)} in all of {items}"
        return outcome(evidence.policy, check, system, "kept", what)
    what = f"{subject(check, system)} is {_side(check, broken=True)} in {len(beyond)} of {items}: {_named(beyond)}"
    examples = [id for id, _ in beyond]
    step = "read the candidates of these examples"
    return outcome(evidence.policy, check, system, "broken", what, step, examples=examples)


def _side(check: Check, *, broken: bool) -> str:
    if check.kind == "min":
        return f"{'below' if broken else 'not below'} the minimum of {check.limit:g}"
    return f"{'above' if broken else 'not above'} the maximum of {check.limit:g}"


def _of(n: int, n_items: int) -> str:
    return count(n, "item") if n == n_items else f"the {n} of {count(n_items, 'item')} that define it"


def _named(examples: list[tuple[str, float]]) -> str:
    shown = ", ".join(f"{id} ({figure(value)})" for id, value in examples[:MAX_NAMED])
    return shown + (f" and {len(examples) - MAX_NAMED} more" if len(examples) > MAX_NAMED else "")
