"""Versions, holds, answers and the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "versions",
        sa.Column("plan", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("parcels", sa.Integer, nullable=False),
        sa.Column("area_mu", sa.Float, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("source_file", sa.Text, nullable=False),
        sa.Column("source_sha256", sa.String, nullable=False),
        sa.Column("plan_sha256", sa.String, nullable=False),
        sa.Column("folder", sa.String, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
    )
    op.create_table(
        "holds",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("plan", sa.String, nullable=False),
        sa.Column("parcel_id", sa.String, nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("since", sa.String, nullable=False),
        sa.Column("until", sa.String, nullable=False),
        sa.Column("released_at", sa.String),
    )
    active = sa.text("released_at IS NULL")
    op.create_index(
        "one_hold_per_parcel",
        "holds",
        ["plan", "parcel_id"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("plan", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("audit")
    op.drop_table("answers")
    op.drop_index("one_hold_per_parcel", "holds")
    op.drop_table("holds")
    op.drop_table("versions")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_table("pieces", if_exists=True)
