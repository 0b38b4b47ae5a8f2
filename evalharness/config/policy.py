"""What a gate's policy may say: which drops, limits and new findings turn a build red."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from evalharness.config.models import Model, Name
from evalharness.config.parse import Parsed, parse_file
from evalharness.errors import ConfigError
from evalharness.records import Severity, Verdict

Number = Annotated[float, Field(allow_inf_nan=False)]
Level = Literal["fail", "warn"]


class NewFindings(Model):
    """One entry of ``no_new``: findings that the baseline does not have, by what they are."""

    kind: Name | None = Field(None, description="Such as number, name, date, quote; default: every kind.")
    severity: Severity | Literal["any"] = Field("hard", description="hard, soft, page, or any of them.")
    verdict: Verdict | None = Field(
        None, description="contradicted, unsupported, altered, missing, repeated, residue; default: any."
    )
    metric: Name | None = Field(None, description="Only findings of this metric; default: of any.")


class Rule(Model):
    """One entry of ``rules``: a value with its limits, or findings that must not appear."""

    value: Name | None = Field(None, description="metric.value that the limits are about.")
    max_drop: Annotated[Number, Field(ge=0)] | None = Field(
        None, description="How far the mean may move in the bad direction from the baseline's, in the value's unit."
    )
    min: Number | None = Field(None, description="The mean, or every item, must not be below this.")
    max: Number | None = Field(None, description="The mean, or every item, must not be above this.")
    each: Literal["mean", "item"] = Field("mean", description="What min and max hold for.")
    no_new: tuple[NewFindings, ...] = Field(
        (), description="Findings that must not appear where the baseline has none such, e.g. [{kind: number}]."
    )
    on: Level = Field("fail", description="fail turns the gate red, warn only says so.")
    systems: tuple[Name, ...] | None = Field(None, min_length=1, description="Only these systems; default: all.")
    where: Mapping[str, str] = Field(
        default_factory=dict, description="Only examples with these tags, e.g. {desk: asia}."
    )
    min_examples: int | None = Field(None, ge=1, description="Instead of the policy's, for this rule.")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Rule:
        limits = [name for name in ("max_drop", "min", "max") if getattr(self, name) is not None]
        if self.value is None and limits:
            raise ValueError(f"'{limits[0]}' needs the 'value' it is about")
        if self.value is not None and not limits:
            raise ValueError("'value' needs a limit: max_drop, min or max")
        if not limits and not self.no_new:
            raise ValueError("a rule needs a 'value' with max_drop, min or max, or 'no_new'")
        if self.each == "item" and self.min is None and self.max is None:
            raise ValueError("'each: item' needs min or max")
        return self


class Policy(Model):
    """When a run may not pass. A drop fails only where it is beyond its tolerance and significant as well."""

    rules: tuple[Rule, ...] = Field(min_length=1, description="What is judged, in this order.")
    alpha: float = Field(0.05, gt=0, lt=1, description="Chance of any false alarm that the drops may have in all.")
    resamples: int = Field(10_000, ge=100, le=1_000_000, description="Of the paired test and of the intervals.")
    seed: int = Field(13, ge=0, description="Seeds both.")
    cluster: Name | None = Field(None, description="A tag whose examples are no independent ones, such as story.")
    min_examples: int = Field(10, ge=1, description="With fewer a mean is not judged: the rule is undecided.")
    undecided: Literal["pass", "fail"] = Field("pass", description="What an undecided rule does to the gate.")
    missing: Literal["fail", "allow"] = Field(
        "fail", description="What candidates do that the baseline has and the run lacks, or failed to score."
    )
    changed: Literal["fail", "allow"] = Field(
        "fail", description="What other sources, or other settings of a metric, than the baseline's do."
    )


ParsedPolicy: TypeAlias = Parsed[Policy]


def read_policy(path: Path) -> ParsedPolicy:
    """A policy file with its lines, for faults that only the run shows.

    Raises:
        ConfigError: everything that is wrong, each with its line.
    """
    parsed = parse_file(Policy, path)
    if parsed.faults:
        raise ConfigError(parsed.faults)
    return parsed


def policy_schema() -> dict[str, object]:
    """JSON Schema of a policy file.

    >>> sorted(policy_schema()["properties"])[:3]
    ['alpha', 'changed', 'cluster']
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Policy.model_json_schema()}
