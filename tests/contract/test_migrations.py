"""The schema goes down and up with land in place, on both stores."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

from geo.store import database, server
from geo.store.files import FileStore
from tests.contract.land import PLAN, change, commit_change, commit_land, land
from tests.contract.test_changes import reads_like


def migrate(store, revision):
    """Move the schema of an open store."""
    engine = store.engine
    opened = database.writing if isinstance(store, FileStore) else (lambda it: server.writing(it, "schema"))
    database.migrate(engine, lambda: opened(engine), revision)


def columns(store, table):
    return {column["name"] for column in inspect(store.engine).get_columns(table)}


def test_land_holds_and_trail_outlive_a_step_down_and_up_again(opens):
    store = opens()
    one, two = land("A", "B"), land("A", "C", "D")
    commit_land(store, one)
    commit_change(store, change(one, two, 1))
    held = store.hold(PLAN, ["A"], project="甲", who="one")
    sums = [version.sha256 for version in store.versions(PLAN)]
    trail = store.audit_log()

    store.make_whole()
    migrate(store, "0001")
    was_down = columns(store, "versions")
    migrate(store, "head")

    assert not was_down & {"as_of", "kind", "base", "below"}
    again = opens()
    assert [version.sha256 for version in again.versions(PLAN)] == sums
    assert reads_like(again, 1, one)
    assert reads_like(again, 2, two)
    assert (again.holds(PLAN), again.audit_log()) == (held, trail)
    assert again.verify() == []
    assert commit_change(again, change(two, one, 2)).number == 3


def test_a_version_that_is_a_change_is_not_left_behind_where_nobody_can_read_it(opens):
    store = opens()
    commit_land(store, land(*"ABCDEFGHIJ"))
    commit_change(store, change(land(*"ABCDEFGHIJ"), land(*"ABCDEFGHI"), 1))

    with pytest.raises(RuntimeError, match="make_whole"):
        migrate(store, "0001")

    assert reads_like(opens(), 2, land(*"ABCDEFGHI"))


def test_the_schema_goes_down_to_nothing_and_up_again(opens):
    store = opens()

    migrate(store, "base")
    was_down = set(inspect(store.engine).get_table_names())
    migrate(store, "head")

    assert not was_down & {"versions", "holds", "answers", "audit", "jobs", "decisions", "lineage", "pieces"}
    assert opens().versions(PLAN) == []
