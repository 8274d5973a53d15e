"""Versions that are a change to another, lineage, decisions and jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


class ChangesLeft(RuntimeError):
    """Versions that only say what they change are in the way of going down."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} versions are changes to others; Bank.make_whole comes first")


def upgrade() -> None:
    """Add what a change needs; the versions that are there stand alone."""
    with op.batch_alter_table("versions") as versions:
        versions.add_column(sa.Column("as_of", sa.String, nullable=False, server_default=""))
        versions.add_column(sa.Column("kind", sa.String, nullable=False, server_default="import"))
        versions.add_column(sa.Column("base", sa.Integer, nullable=False, server_default="0"))
        versions.add_column(sa.Column("below", sa.Text, nullable=False, server_default="[]"))
    if op.get_bind().dialect.name == "postgresql":
        # a workspace keeps these as files; what holds land outlives going down one step
        op.create_table(
            "pieces",
            sa.Column("folder", sa.String, primary_key=True),
            sa.Column("name", sa.String, primary_key=True),
            sa.Column("part", sa.Integer, primary_key=True),
            sa.Column("content", sa.LargeBinary, nullable=False),
            if_not_exists=True,
        )
    op.create_table(
        "lineage",
        sa.Column("plan", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("parent", sa.String, primary_key=True),
        sa.Column("child", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("share", sa.Float, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("plan", sa.String, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("parcel_id", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("withdrawn_at", sa.String),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("plan", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("stage", sa.String, nullable=False, server_default=""),
        sa.Column("done", sa.Integer, nullable=False, server_default="0"),
        sa.Column("total", sa.Integer, nullable=False, server_default="0"),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("ended_at", sa.String, nullable=False, server_default=""),
        sa.Column("request", sa.Text, nullable=False, server_default="null"),
        sa.Column("result", sa.Text, nullable=False, server_default="null"),
        sa.Column("error", sa.Text, nullable=False, server_default="null"),
    )


def downgrade() -> None:
    """Drop what the former release does not know; it cannot read a version that is a change.

    Raises:
        ChangesLeft: ``geo.store.bank.Bank.make_whole`` was not called first.
    """
    changes = op.get_bind().execute(sa.text("SELECT count(*) FROM versions WHERE below <> '[]'")).scalar_one()
    if changes:
        raise ChangesLeft(changes)

    op.drop_table("jobs")
    op.drop_table("decisions")
    op.drop_table("lineage")
    with op.batch_alter_table("versions") as versions:
        for name in ("below", "base", "kind", "as_of"):
            versions.drop_column(name)
