"""The server shows its land to QGIS and any SQL client, and what it shows is the version."""

from __future__ import annotations

import psycopg
import pytest

from geo.errors import NoServerStore
from geo.store import archive, server
from geo.store.files import FileStore
from geo.store.postgis import PostgisStore
from tests import postgres
from tests.contract.land import PLAN, at, change, commit, commit_change, commit_land, land
from tests.contract.test_changes import reads_like

pytestmark = pytest.mark.needs("postgresql-postgis")


@pytest.fixture
def store(database):
    opened = at(database)
    yield opened
    opened.close()


@pytest.fixture
def ask(database):
    """What a client that knows nothing of us is answered."""

    def answer(query, *values):
        with psycopg.connect(database) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    return answer


def test_a_map_client_finds_the_layer_with_its_type_its_system_and_a_spatial_index(store, ask):
    commit(store, "A", "B")

    layers = ask(
        "SELECT f_table_name, type, srid, coord_dimension FROM geometry_columns"
        " WHERE f_table_schema = 'luodi_test' ORDER BY f_table_name"
    )

    assert layers == [("parcels", "MULTIPOLYGON", 4547, 2), ("parcels_current", "MULTIPOLYGON", 4547, 2)]
    indexed = ask("SELECT indexdef FROM pg_indexes WHERE schemaname = 'luodi_test'")
    assert any("USING gist (geom)" in one for (one,) in indexed)


def test_the_current_view_holds_the_attributes_and_shapes_of_the_current_version(store, ask):
    before, after = land("A", "B", "C"), land("A", "D", "C")
    after.loc["A", "use_code"] = "0601"
    commit_land(store, before)
    commit_change(store, change(before, after, 1))

    rows = ask(
        "SELECT parcel_id, use_code, area_m2, ST_Area(geom), ST_XMin(geom)"
        " FROM luodi_test.parcels_current ORDER BY parcel_id"
    )

    assert rows == [
        ("A", "0601", 100, 100, 0),
        ("C", "100101", 100, 100, 20),
        ("D", "100101", 100, 100, 10),
    ]


def test_every_version_can_be_asked_for_in_sql(store, ask):
    one, two = land("A", "B"), land("A", "C")
    commit_land(store, one)
    commit_change(store, change(one, two, 1))
    store.rollback(PLAN, 1, who="one")
    commit_land(store, two)

    ids = "SELECT parcel_id FROM luodi_test.parcels_at(%s) ORDER BY 1"

    shown = ["".join(id_ for (id_,) in ask(ids, number)) for number in (1, 2, 3, 4)]
    assert shown == ["AB", "AC", "AB", "AC"]


def test_a_row_that_stays_as_it_was_is_written_once(store, ask):
    commit(store, "A", "B")
    commit(store, "A", "B", "C")

    assert ask("SELECT count(*) FROM luodi_test.parcels") == [(3,)]


def test_a_new_attribute_becomes_a_column(store, ask):
    commit(store, "A")
    commit_land(store, land("A", "B").assign(far_max=[2.0, None], name=["", '有"引号", 和逗号']))

    rows = ask("SELECT far_max, name FROM luodi_test.parcels_current ORDER BY parcel_id")

    assert rows == [(2.0, ""), (None, '有"引号", 和逗号')]


def test_a_table_that_somebody_has_edited_is_found_and_made_anew(store, ask):
    commit(store, "A", "B")
    assert store.verify() == []

    ask("DELETE FROM luodi_test.parcels WHERE parcel_id = 'A'")

    assert ["luodi_test.parcels" in line for line in store.verify()] == [True]
    store.show_again()
    assert store.verify() == []


def test_a_damaged_document_is_found(store, ask):
    commit(store, "A")

    ask("UPDATE luodi.pieces SET content = '\\x00' WHERE name = 'table.parquet'")

    assert ["table.parquet" in line for line in store.verify()] == [True]


def test_a_coordinate_system_that_no_registry_has_is_shown_all_the_same(store, ask):
    own = "+proj=tmerc +lat_0=0 +lon_0=113.5 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
    commit_land(store, land("A").set_crs(own, allow_override=True))

    [(srid, text)] = ask("SELECT srid, srtext FROM spatial_ref_sys WHERE auth_name = 'luodi'")
    assert '"central_meridian",113.5' in text
    assert ask("SELECT ST_SRID(geom) FROM luodi_test.parcels_current") == [(srid,)]


def test_two_stores_on_one_server_see_one_bank(store, database):
    commit(store, "A")
    other = at(database)

    assert other.current(PLAN) == store.current(PLAN)
    other.close()


@pytest.fixture
def filled(opens):
    """A store with two versions, a hold and a decision."""
    store = opens()
    one = land("A", "B", "C")
    commit_land(store, one)
    commit_change(store, change(one, land("A", "B", "D"), 1))
    store.hold(PLAN, ["A"], project="甲", who="one")
    return store


@pytest.mark.parametrize("target", ["files", "server"])
def test_a_backup_of_any_store_goes_into_any_store(filled, target, tmp_path, server):
    filled.backup(tmp_path / "all.tar.gz")
    with postgres.database(server) as url:
        if target == "server":
            again = PostgisStore(url)
            again.restore(tmp_path / "all.tar.gz")
        else:
            archive.restore(tmp_path / "all.tar.gz", tmp_path / "again")
            again = FileStore(tmp_path / "again")

        assert again.versions(PLAN) == filled.versions(PLAN)
        assert reads_like(again, 1, land("A", "B", "C"))
        assert reads_like(again, 2, land("A", "B", "D"))
        assert again.holds(PLAN) == filled.holds(PLAN)
        assert again.audit_log() == filled.audit_log()
        assert again.verify() == []
        assert again.hold(PLAN, ["B"], project="乙", who="two")
        again.close()


@pytest.mark.parametrize(
    "url", ["postgresql://nobody:hidden@127.0.0.1:1/x", "mysql://u:hidden@h/x", "nonsense"]
)
def test_a_server_that_cannot_be_used_is_named_without_its_password(url):
    with pytest.raises(NoServerStore, match="LUODI_DATABASE_URL") as refused:
        server.open_server(url)

    assert "hidden" not in str(refused.value)
