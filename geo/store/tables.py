"""The tables of what changes: versions, holds, answers and the audit trail, for every database alike."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text, text

metadata = MetaData()

versions = Table(
    "versions",
    metadata,
    Column("plan", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("created_at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("parcels", Integer, nullable=False),
    Column("area_mu", Float, nullable=False),
    Column("sha256", String, nullable=False),
    Column("source_file", Text, nullable=False),
    Column("source_sha256", String, nullable=False),
    Column("plan_sha256", String, nullable=False),
    Column("folder", String, nullable=False),  # where its files lie, below the workspace
    Column("files", Text, nullable=False),  # JSON: file name -> sha256
)
# the newest row of a plan is its current version, so that no pointer can disagree with the list

holds = Table(
    "holds",
    metadata,
    Column("id", String, primary_key=True),
    Column("plan", String, nullable=False),
    Column("parcel_id", String, nullable=False),
    Column("project", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("since", String, nullable=False),
    Column("until", String, nullable=False),
    Column("released_at", String),
)
# two people can never hold the same land: the database itself refuses the second
Index(
    "one_hold_per_parcel",
    holds.c.plan,
    holds.c.parcel_id,
    unique=True,
    sqlite_where=text("released_at IS NULL"),
    postgresql_where=text("released_at IS NULL"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String, primary_key=True),
    Column("plan", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("question", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),  # JSON
)
