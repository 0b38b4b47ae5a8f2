"""The store's tables, the same in SQLite and PostgreSQL. A change here takes a step in `migrations`.

Undefined numbers are NULL. Names start with ``evalharness_``: a team's database may hold other things.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB

HEAD = "0001"
VERSION_TABLE = "evalharness_version"
METADATA = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC, whatever the zone of the machine, the session or the server."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC: SQLite keeps the clock's figures and drops the zone."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _run_id() -> Column[int]:
    return Column("run_id", Integer, ForeignKey("evalharness_runs.id"), primary_key=True)


RUNS = Table(
    "evalharness_runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("date", UtcDateTime, nullable=False, index=True),
    Column("n_examples", Integer, nullable=False),
    Column("sources_digest", Text, nullable=False),
    Column("packages", JSON, nullable=False),
    Column("leaderboard", JSON, nullable=False),
)
# What each value of a run was measured with: a trend must not join what was measured in two ways.
VALUES = Table(
    "evalharness_values",
    METADATA,
    _run_id(),
    Column("metric", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("higher_is_better", Boolean),
    Column("low", Float),
    Column("high", Float),
    Column("signature", Text, nullable=False),
)
SYSTEMS = Table(
    "evalharness_systems",
    METADATA,
    _run_id(),
    Column("system", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("trivial", Boolean, nullable=False),
    Column("n", Integer, nullable=False),
    Column("coverage", Float, nullable=False),
    Column("n_hard", Integer, nullable=False),
    Column("n_soft", Integer, nullable=False),
)
SCORES = Table(
    "evalharness_scores",
    METADATA,
    _run_id(),
    Column("system", Text, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("mean", Float),
    Column("ci95_low", Float),
    Column("ci95_high", Float),
    Column("n", Integer, nullable=False),
)
ITEMS = Table(
    "evalharness_items",
    METADATA,
    _run_id(),
    Column("example", Text, primary_key=True),
    Column("system", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("metrics", JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    Column("n_hard", Integer, nullable=False),
    Column("n_soft", Integer, nullable=False),
    sqlite_with_rowid=False,
)
