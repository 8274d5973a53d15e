"""The tables of what changes: versions, holds, decisions, answers, jobs, the trail; for every database."""

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
    Column("as_of", String, nullable=False, server_default=""),
    Column("kind", String, nullable=False, server_default="import"),
    Column("base", Integer, nullable=False, server_default="0"),
    Column("below", Text, nullable=False, server_default="[]"),  # JSON: folders that its own is a change to
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

lineage = Table(
    "lineage",
    metadata,
    Column("plan", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("parent", String, primary_key=True),
    Column("child", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("share", Float, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("plan", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("act", String, nullable=False),
    Column("parcel_id", String, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("withdrawn_at", String),
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

# documents of versions, where a server keeps them; a workspace keeps files
pieces = Table(
    "pieces",
    MetaData(),
    Column("folder", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String, primary_key=True),
    Column("plan", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("stage", String, nullable=False, server_default=""),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("who", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("ended_at", String, nullable=False, server_default=""),
    Column("request", Text, nullable=False, server_default="null"),  # JSON
    Column("result", Text, nullable=False, server_default="null"),  # JSON
    Column("error", Text, nullable=False, server_default="null"),  # JSON
)
