"""What a config may say. Unknown keys are errors; the descriptions below are what editors and docs show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Baseline = Literal["lead3", "copy", "empty", "shuffled_source"]
DataFormat = Literal["folder", "jsonl", "csv", "tsv", "parquet"]
Name = Annotated[str, Field(min_length=1)]


class Model(BaseModel):
    """Base of all config models: frozen, and closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataConfig(Model):
    """Where the examples are and how to read them."""

    path: Name = Field(description="A folder of stories, a folder of data files, or one file; relative to the config.")
    format: DataFormat | None = Field(None, description="Only needed where the file's ending does not tell.")
    columns: Mapping[str, str] = Field(
        default_factory=dict, description="Our field name -> the name in the file, e.g. {id: article_id}."
    )
    max_line_mb: int = Field(16, ge=1, le=512, description="A longer line is taken for a damaged file.")


class MetricSpec(Model):
    """One entry of ``metrics``: a registered name, or ``package.module:Class`` where code is allowed."""

    model_config = ConfigDict(extra="allow", frozen=True)

    use: Name = Field(description="Name of a metric (see `evalharness metrics list`) or package.module:Class.")

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"use": value} if isinstance(value, str) else value

    @property
    def settings(self) -> dict[str, object]:
        """Everything but ``use``: the metric's own settings, as written."""
        return dict(self.model_extra or {})


class LeaderboardConfig(Model):
    """How systems are ordered and what the table shows."""

    sort: Name | None = Field(
        None, description="metric.value to rank by; default: fact_retention.recall, else the first metric's first."
    )
    show: tuple[str, ...] | None = Field(
        None, description="The metric.value columns of the table; default: the first value of every metric."
    )
    worst: int = Field(3, ge=0, le=100, description="How many of the worst findings to list for each system.")
    resamples: int = Field(1000, ge=100, le=100_000, description="Bootstrap resamples for the intervals.")
    alpha: float = Field(0.05, gt=0, lt=1, description="Systems whose paired test gives p above this share a rank.")


class Config(Model):
    """One evaluation: which data, which metrics, how to rank."""

    data: DataConfig = Field(description="Where the examples are.")
    metrics: tuple[MetricSpec, ...] = Field(min_length=1, description="What to measure, in this order.")
    leaderboard: LeaderboardConfig = Field(default_factory=LeaderboardConfig, description="Ranking and table.")
    systems: tuple[Name, ...] | None = Field(
        None, min_length=1, description="Only these systems, in this order; default: all, as they appear."
    )
    baselines: tuple[Baseline, ...] = Field((), description="Rows that show what no effort earns.")
    seed: int = Field(13, ge=0, description="Seeds every random step.")
    limit: int | None = Field(None, ge=1, description="Only the first so many examples.")
    allow_code: bool = Field(False, description="Whether `use: package.module:Class` may import that code.")
