"""What the config of ``evalharness metaeval`` may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from evalharness.config.models import MetricSpec, Model, Name

Split = Literal["half", "family", "cv"]
JoinField = Literal["id", "dataset", "system"]


class LabelsConfig(Model):
    """Where the human labels are: a file of labelled summaries, or a folder of stories with planted errors."""

    path: Name | None = Field(
        None, description="A .jsonl, .json, .csv or .tsv file (also .gz) of labelled summaries; relative to the config."
    )
    stories: Name | None = Field(
        None, description="Instead of `path`: a folder of stories, each with its errors in planted.yaml."
    )
    columns: Mapping[str, str] = Field(
        default_factory=dict, description="Our field name -> the name in the file, e.g. {factuality: human_score}."
    )
    datasets: tuple[Name, ...] | None = Field(
        None, min_length=1, description="Only these data sets, in this order; default: all, as they appear."
    )
    families: Mapping[str, Name] = Field(
        default_factory=dict, description="Data set -> family. Sets of one family never set each other's threshold."
    )
    max_line_mb: int = Field(16, ge=1, le=512, description="A longer line is taken for a damaged file.")

    @model_validator(mode="after")
    def _one_source(self) -> LabelsConfig:
        if (self.path is None) == (self.stories is None):
            raise ValueError("give either 'path' or 'stories'")
        return self


class JudgedValue(Model):
    """One entry of ``values``: ``metric.value``, with its direction where the metric declares none."""

    value: Name = Field(description="metric.value, such as rouge_2.precision.")
    higher_is_better: bool | None = Field(None, description="Needed where the metric itself declares no direction.")

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"value": value} if isinstance(value, str) else value


class PublishedValue(Model):
    """One column of published outputs."""

    column: Name = Field(description="Its name in the file; a.b reaches into an object.")
    higher_is_better: bool = Field(True, description="Whether a high value speaks for the summary.")

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"column": value} if isinstance(value, str) else value


class PublishedConfig(Model):
    """Outputs of metrics that others have computed for the same summaries."""

    path: Name = Field(description="A .json, .jsonl, .csv or .tsv file (also .gz); relative to the config.")
    join: Mapping[JoinField, Name] = Field(
        {"id": "id"},
        min_length=1,
        description='Our field -> the column that holds it, or a pattern of columns: {id: "{hash}:{model}"}.',
    )
    values: Mapping[Name, PublishedValue] = Field(min_length=1, description="Our name for a value -> its column.")


class ThresholdConfig(Model):
    """From which score on a summary is called consistent, and on whose labels that is decided."""

    split: Split = Field(
        "half",
        description="half: on half of the set's articles, tested on the other half. cv: on all other folds. "
        "family: on all sets of other families, without the articles of this set.",
    )
    folds: int = Field(5, ge=2, le=100, description="Folds of `split: cv`.")


class MetaConfig(Model):
    """Which metrics are held against which human labels."""

    labels: LabelsConfig = Field(description="Where the human labels are.")
    metrics: tuple[MetricSpec, ...] = Field((), description="What to measure, as in the config of a run.")
    values: tuple[JudgedValue, ...] | None = Field(
        None, min_length=1, description="The metric.value names to judge; default: the first of every metric."
    )
    published: tuple[PublishedConfig, ...] = Field((), description="Outputs of other metrics, judged by the same code.")
    compare: tuple[tuple[Name, Name], ...] | None = Field(
        None, description="Pairs of judged values to test against each other; default: the first against every other."
    )
    pools: Mapping[Name, tuple[Name, ...]] = Field(
        default_factory=dict,
        description="Data sets to pool under a name; never done unasked, and shown with a warning.",
    )
    groups: Mapping[Name, tuple[Name, ...]] = Field(
        default_factory=dict,
        description="Data sets whose figures are averaged under a name, each set weighing the same.",
    )
    threshold: ThresholdConfig = Field(default_factory=ThresholdConfig, description="How thresholds are chosen.")
    resamples: int = Field(1000, ge=100, le=100_000, description="Bootstrap resamples of articles.")
    seed: int = Field(13, ge=0, description="Seeds every random step.")
    allow_code: bool = Field(False, description="Whether `use: package.module:Class` may import that code.")
