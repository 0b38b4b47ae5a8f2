"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "evalharness_runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("date", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("n_examples", sa.Integer, nullable=False),
        sa.Column("sources_digest", sa.Text, nullable=False),
        sa.Column("packages", sa.JSON, nullable=False),
        sa.Column("leaderboard", sa.JSON, nullable=False),
    )
    op.create_table(
        "evalharness_values",
        _run_id(),
        sa.Column("metric", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("higher_is_better", sa.Boolean),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("signature", sa.Text, nullable=False),
    )
    op.create_table(
        "evalharness_systems",
        _run_id(),
        sa.Column("system", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("trivial", sa.Boolean, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("coverage", sa.Float, nullable=False),
        sa.Column("n_hard", sa.Integer, nullable=False),
        sa.Column("n_soft", sa.Integer, nullable=False),
    )
    op.create_table(
        "evalharness_scores",
        _run_id(),
        sa.Column("system", sa.Text, primary_key=True),
        sa.Column("metric", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("mean", sa.Float),
        sa.Column("ci95_low", sa.Float),
        sa.Column("ci95_high", sa.Float),
        sa.Column("n", sa.Integer, nullable=False),
    )
    op.create_table(
        "evalharness_items",
        _run_id(),
        sa.Column("example", sa.Text, primary_key=True),
        sa.Column("system", sa.Text, primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("metrics", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("n_hard", sa.Integer, nullable=False),
        sa.Column("n_soft", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _run_id() -> sa.Column[int]:
    return sa.Column("run_id", sa.Integer, sa.ForeignKey("evalharness_runs.id"), primary_key=True)
