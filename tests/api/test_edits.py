"""Parcels are edited over HTTP and from the shell; who holds land keeps it, who edits beside is seen."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx2
import pytest
import shapely
from fastapi.testclient import TestClient
from shapely.geometry import LineString, box, mapping

from api.desk import Desk
from api.service import Service
from api.settings import Settings
from geo import crs
from geo.edit import Split
from geo.errors import Overtaken
from geo.store.content import content_sha256
from tests.api.district import SIDE, SOUTH, STEP, WEST, square
from tests.serving import serving

METRIC = "EPSG:4547"
A1_X, A1_Y = WEST + 500, SOUTH + 900
# a quarter of A1 to the west, three to the east
QUARTER = LineString([(A1_X + SIDE / 4, A1_Y - 5), (A1_X + SIDE / 4, A1_Y + SIDE + 5)])


def cut(nth: int, share: float = 0.5) -> str:
    """A line from south to north through the ``nth`` parcel, as WKT in metres."""
    x = A1_X + nth * STEP + share * SIDE
    return LineString([(x, A1_Y - 5), (x, A1_Y + SIDE + 5)]).wkt


def post(client: TestClient, edit: str, **given: object):
    return client.post(f"/api/v1/edits/{edit}", json={"who": "张工", "crs": METRIC, **given})


def test_a_parcel_is_split_and_its_children_are_there_at_once(client):
    done = post(client, "split", parcel_id="A1", line=QUARTER.wkt)

    told = done.json()
    assert done.status_code == 200, told
    assert [(one["parcel_id"], one["area_mu"]) for one in told["parcels"]] == [("A1-1", 15.0), ("A1-2", 45.0)]
    assert (told["version"]["number"], told["version"]["kind"], told["version"]["base"]) == (2, "split", 1)
    assert told["version"]["who"] == "张工"
    listed = client.get("/api/v1/parcels").json()
    assert [one["parcel_id"] for one in listed["items"]][:2] == ["A1-1", "A1-2"]
    card = client.get("/api/v1/parcels/A1-2").json()
    assert card["measures"]["area_mu"] == pytest.approx(45.0)
    assert [(kin["parcel_id"], kin["share"]) for kin in card["ancestors"]] == [("A1", 1.0)]


def test_an_edit_s_source_is_what_it_wrote(client, service):
    post(client, "split", parcel_id="A1", line=QUARTER.wkt)

    written = service.store.parcels("small", 2).loc[["A1-1", "A1-2"]]
    assert service.store.version("small", 2).source_sha256 == content_sha256(written)


def test_a_parcel_that_was_split_says_what_became_of_it(client):
    post(client, "split", parcel_id="A1", line=QUARTER.wkt)

    gone = client.get("/api/v1/parcels/A1")
    line = client.get("/api/v1/lineage/A1").json()

    assert (gone.status_code, gone.json()["code"]) == (404, "retired_parcel")
    assert "A1-1, A1-2" in gone.json()["remedy"]
    assert [kin["parcel_id"] for kin in line["descendants"]] == ["A1-1", "A1-2"]


def test_a_dry_run_tells_the_same_and_writes_nothing(client, service):
    told = post(client, "split", parcel_id="A1", line=QUARTER.wkt, dry_run=True).json()

    assert told["version"] is None
    assert [one["area_mu"] for one in told["parcels"]] == [15.0, 45.0]
    assert service.store.current("small").number == 1


def test_geojson_in_degrees_is_the_usual_way(client):
    lonlat = crs.shapes_to([QUARTER], METRIC, crs.LON_LAT)[0]
    line = {"type": "Feature", "properties": {}, "geometry": mapping(lonlat)}

    told = post(client, "split", parcel_id="A1", line=line, crs="").json()

    assert [round(one["area_mu"], 3) for one in told["parcels"]] == [15.0, 45.0]
    shape = shapely.from_geojson(json.dumps(told["parcels"][0]["geometry"]))
    assert crs.shapes_to([shape], crs.LON_LAT, METRIC)[0].bounds == pytest.approx(
        (A1_X, A1_Y, A1_X + SIDE / 4, A1_Y + SIDE), abs=0.01
    )


def test_gcj02_coordinates_are_taken_back_before_they_cut(client):
    lon, lat = shapely.get_coordinates(crs.shapes_to([QUARTER], METRIC, crs.LON_LAT)[0]).T
    line = LineString(list(zip(*crs.wgs84_to_gcj02(lon, lat), strict=True)))

    shifted = post(client, "split", parcel_id="A1", line=line.wkt, crs="", dry_run=True)
    right = post(client, "split", parcel_id="A1", line=line.wkt, crs="", datum="gcj02", dry_run=True)

    assert shifted.json()["code"] == "not_cut"
    assert [round(one["area_mu"], 2) for one in right.json()["parcels"]] == [15.0, 45.0]


def test_merging_what_was_split_needs_a_word_on_what_differs(client):
    post(client, "split", parcel_id="A1", line=QUARTER.wkt, children=[{}, {"set": {"status": "征迁中"}}])

    open_ = post(client, "merge", parcel_ids=["A1-1", "A1-2"])
    done = post(client, "merge", parcel_ids=["A1-1", "A1-2"], into="A1", like="A1-1", set={"name": "合一"})

    assert (open_.status_code, open_.json()["code"]) == (422, "differing_attributes")
    assert "clearing (A1-2)" in open_.json()["detail"]
    assert done.json()["parcels"][0]["name"] == "合一"
    assert done.json()["after_mu"] == 60.0
    card = client.get("/api/v1/parcels/A1").json()
    assert card["status"] == "net"
    assert [(kin["version"], kin["parcel_id"], kin["share"]) for kin in card["ancestors"]] == [
        (3, "A1-1", 0.25),
        (3, "A1-2", 0.75),
        (2, "A1", 1.0),
    ]


def test_a_common_boundary_is_moved_and_attributes_are_altered(client):
    post(client, "split", parcel_id="A1", line=cut(0))
    west, east = box(A1_X, A1_Y, A1_X + 80, A1_Y + SIDE), box(A1_X + 80, A1_Y, A1_X + SIDE, A1_Y + SIDE)
    both = [{"parcel_id": "A1-1", "shape": west.wkt}, {"parcel_id": "A1-2", "shape": east.wkt}]

    alone = post(client, "redraw", parcels=both[1:])
    moved = post(client, "redraw", parcels=both)
    altered = post(client, "alter", parcels=[{"parcel_id": "A1-1", "set": {"price_wan_per_mu": 33}}])

    assert (alone.status_code, alone.json()["code"]) == (422, "land_taken")
    assert [one["area_m2"] for one in moved.json()["parcels"]] == [16_000, 24_000]
    assert altered.json()["version"]["kind"] == "update"
    assert client.get("/api/v1/parcels/A1-1").json()["price_wan_per_mu"] == 33


def test_the_land_kept_after_edits_is_what_another_process_reads(client, service, home, plan_folder):
    post(client, "split", parcel_id="A1", line=QUARTER.wkt)
    post(client, "split", parcel_id="A1-2", line=cut(0))
    post(client, "merge", parcel_ids=["A1-1", "A1-2-1"], like="A1-1")
    post(client, "alter", parcels=[{"parcel_id": "B1", "set": {"use_code": "0902"}}])
    kept = client.get("/api/v1/parcels", params={"limit": 1000}).json()

    other = Service(Settings(home=home, plan=plan_folder))
    land = other.land()
    read = TestClient(client.app)
    client.app.state.service = other
    again = read.get("/api/v1/parcels", params={"limit": 1000}).json()
    client.app.state.service = service
    other.store.close()

    assert land.version.number == 5
    assert kept == again
    assert service.land().table.dtypes.astype(str).to_dict() == land.table.dtypes.astype(str).to_dict()
    assert service.land().table.equals(land.table)


# ---- holds, rivals, other processes


def test_held_land_is_not_split_until_it_is_released(client):
    held = client.post("/api/v1/holds", json={"parcel_ids": ["A1"], "project": "康师傅", "who": "x"}).json()

    refused = post(client, "split", parcel_id="A1", line=QUARTER.wkt)
    client.delete(f"/api/v1/holds/{held[0]['id']}", params={"who": "x"})
    done = post(client, "split", parcel_id="A1", line=QUARTER.wkt)

    assert (refused.status_code, refused.json()["code"]) == (409, "held_land")
    assert "康师傅" in refused.json()["detail"]
    assert done.status_code == 200


def test_a_split_and_a_hold_at_once_never_leave_a_hold_on_land_that_is_gone(client, service):
    start = Barrier(2)

    def split_it():
        start.wait()
        return post(client, "split", parcel_id="A2", line=cut(1)).status_code

    def hold_it():
        start.wait()
        body = {"parcel_ids": ["A2"], "project": "甲", "who": "x"}
        return client.post("/api/v1/holds", json=body).status_code

    with ThreadPoolExecutor(2) as pool:
        split, hold = pool.submit(split_it), pool.submit(hold_it)
        outcome = (split.result(), hold.result())

    assert outcome in {(200, 404), (409, 201)}
    there = set(service.land().parcels.index)
    assert all(one.parcel_id in there for one in service.store.holds("small"))


def test_an_edit_of_another_process_is_seen_and_kept(client, home, plan_folder):
    client.get("/api/v1/lookups/nearest", params={"lon": 113.6, "lat": 34.7})
    other = Service(Settings(home=home, plan=plan_folder))

    Desk(other).edit(Split("A3", shapely.from_wkt(cut(2))), who="other")
    other.store.close()
    done = post(client, "split", parcel_id="A1", line=QUARTER.wkt).json()

    assert (done["base"], done["version"]["number"]) == (2, 3)
    ids = [one["parcel_id"] for one in client.get("/api/v1/parcels").json()["items"]]
    assert ids == ["A1-1", "A1-2", "A2", "A3-1", "A3-2", "A4", "A5", "B1"]
    found = client.post(
        "/api/v1/lookups/within", json={"shape": square(2).buffer(1).wkt, "crs": METRIC}
    ).json()
    assert [one["parcel_id"] for one in found["parcels"]] == ["A3-1", "A3-2"]


def test_an_edit_of_what_was_seen_in_an_older_version_is_refused(client):
    post(client, "split", parcel_id="A1", line=QUARTER.wkt, base=1)

    late = post(client, "split", parcel_id="A2", line=cut(1), base=1)

    assert (late.status_code, late.json()["code"]) == (409, "overtaken")


def test_eight_editors_at_once_all_get_their_version(service):
    desk, start = Desk(service), Barrier(6)

    def edit(nth: int) -> int:
        start.wait()
        name = ["A1", "A2", "A3", "A4", "A5", "B1"][nth]
        done = desk.edit(Split(name, shapely.from_wkt(cut(nth))), who=name)
        return done.version.number

    with ThreadPoolExecutor(6) as pool:
        numbers = sorted(pool.map(edit, range(6)))

    assert numbers == [2, 3, 4, 5, 6, 7]
    assert len(service.land().parcels) == 12
    with desk.open() as (land, live):
        assert live.within(box(0, 0, 1e7, 1e7)) == tuple(land.parcels.index)


def test_two_desks_edit_in_turn_without_telling_each_other(service, home, plan_folder):
    other = Service(Settings(home=home, plan=plan_folder))
    one, two = Desk(service), Desk(other)

    one.edit(Split("A1", QUARTER), who="one")
    two.edit(Split("A2", shapely.from_wkt(cut(1))), who="two")
    one.edit(Split("A1-2", shapely.from_wkt(cut(0))), who="one")
    with pytest.raises(Overtaken):
        two.edit(Split("A3", shapely.from_wkt(cut(2))), who="two", base=3)
    other.store.close()

    with one.open() as (land, live):
        assert land.version.number == 4
        assert live.at(A1_X + 60, A1_Y + 50) == ("A1-2-1",)
        assert live.at(A1_X + STEP + 60, A1_Y + 50) == ("A2-1",)


def test_an_edit_after_the_plan_was_changed_measures_all_land_by_the_new_plan(home, plan_folder, tmp_path):
    changed = tmp_path / "plan"
    changed.mkdir()
    for file in plan_folder.iterdir():
        text = file.read_text("utf-8").replace("half_width_m = 1000", "half_width_m = 900")
        (changed / file.name).write_text(text, "utf-8")
    it = Service(Settings(home=home, plan=changed))

    done = Desk(it).edit(Split("A1", QUARTER), who="x")
    versions = it.store.versions("small")
    it.store.close()

    assert done.version.number == 3
    assert {one.plan_sha256 for one in versions[:2]} == {it.plan.sha256}
    assert "重新量算" in versions[1].note


# ---- what cannot be


@pytest.mark.parametrize(
    ("edit", "given", "status", "code"),
    [
        ("split", {"parcel_id": "Z", "line": QUARTER.wkt}, 404, "not_found"),
        ("split", {"parcel_id": "A1"}, 422, "line_or_parts"),
        ("split", {"parcel_id": "A1", "line": "LINE(1 2)"}, 422, "bad_shape"),
        ("split", {"parcel_id": "A1", "line": {"type": "Nonsense"}}, 422, "bad_shape"),
        ("split", {"parcel_id": "A1", "line": {"type": "Feature"}}, 422, "bad_shape"),
        ("split", {"parcel_id": "A1", "line": "LINESTRING EMPTY"}, 422, "bad_shape"),
        ("split", {"parcel_id": "A1", "line": "LINESTRING(nan 1, 2 2)"}, 422, "bad_shape"),
        ("split", {"parcel_id": "A1", "line": QUARTER.wkt, "crs": ""}, 422, "bad_shape"),
        ("split", {"parcel_id": "A1", "line": QUARTER.wkt, "crs": "EPSG:0"}, 422, "bad_crs"),
        ("split", {"parcel_id": "A1", "parts": ["POINT(1 1)"]}, 422, "bad_shape"),
        ("split", {"parcel_id": "A1", "line": QUARTER.wkt, "colour": 1}, 422, "invalid_request"),
        ("merge", {"parcel_ids": ["A1", "A2"]}, 422, "not_adjoining"),
        ("merge", {"parcel_ids": []}, 422, "invalid_request"),
        ("redraw", {"parcels": [{"parcel_id": "A1", "shape": QUARTER.wkt}]}, 422, "bad_shape"),
        ("alter", {"parcels": [{"parcel_id": "A1", "set": {}}]}, 422, "nothing_stated"),
        ("alter", {"parcels": [{"parcel_id": "A1", "set": {"use_code": "99"}}]}, 422, "edit_refused"),
        ("alter", {"parcels": [{"parcel_id": "A1", "set": {"area_m2": 5}}]}, 422, "unknown_name"),
    ],
)
def test_what_cannot_be_is_refused_with_both_languages_and_changes_nothing(
    client, service, edit: str, given: dict[str, object], status: int, code: str
):
    refused = post(client, edit, **given)

    told = refused.json()
    assert (refused.status_code, told["code"]) == (status, code), told
    assert told["detail"]
    assert told["detail_en"]
    assert service.store.current("small").number == 1


def test_nobody_edits_without_a_name(client):
    refused = client.post("/api/v1/edits/split", json={"parcel_id": "A1", "line": QUARTER.wkt})

    assert refused.status_code == 422
    assert "who" in refused.json()["detail"]


# ---- a real socket


def test_over_a_real_socket_a_parcel_is_split_and_found(service):
    with serving(service) as address, httpx2.Client(base_url=address, timeout=60) as web:
        body = {"who": "x", "crs": METRIC, "parcel_id": "A1", "line": QUARTER.wkt}
        done = web.post("/api/v1/edits/split", json=body).json()
        child = done["parcels"][0]
        found = web.get("/api/v1/lookups/at", params={"lon": child["lon"], "lat": child["lat"]}).json()

    assert done["version"]["number"] == 2
    assert [one["parcel_id"] for one in found["parcels"]] == ["A1-1"]


# ---- the shell


def test_the_shell_splits_merges_redraws_and_tells_the_lineage(luodi, tmp_path):
    split = luodi(
        "split", "A1", "--line", QUARTER.wkt, "--crs", METRIC, "--set", "2.name=东", "--who", "李工"
    )
    merged = luodi("merge", "A1-1", "A1-2", "--into", "A1", "--like", "A1-1")
    whole = box(A1_X, A1_Y, A1_X + SIDE, A1_Y + SIDE + 10)
    file = tmp_path / "new.geojson"
    lonlat = crs.shapes_to([whole], METRIC, crs.LON_LAT)[0]
    feature = {"type": "Feature", "properties": {}, "geometry": mapping(lonlat)}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    drawn = luodi("redraw", "A1", "--shape", file)
    altered = luodi("alter", "A1", "B1", "--set", "township=丙镇", "--json")
    line = luodi("lineage", "A1")

    assert [one.exit_code for one in (split, merged, drawn, altered, line)] == [0] * 5
    assert "第 2 版" in split.stdout
    assert "拆分 A1 → A1-1, A1-2" in split.stdout
    assert "A1-1 25%, A1-2 75%" in merged.stdout
    assert "40,000.0 ㎡ → 42,000.0 ㎡" in drawn.stdout
    assert json.loads(altered.stdout)["version"]["number"] == 5
    assert [row.split()[:4] for row in line.stdout.splitlines() if "%" in row] == [
        ["4", "改界", "A1", "95.2%"],
        ["3", "合并", "A1-1", "23.8%"],
        ["3", "合并", "A1-2", "71.4%"],
        ["2", "拆分", "A1", "95.2%"],
    ]


def test_the_shell_splits_by_the_parts_of_a_file(luodi, tmp_path):
    parts = [box(A1_X, A1_Y, A1_X + 50, A1_Y + SIDE), box(A1_X + 50, A1_Y, A1_X + 100, A1_Y + SIDE)]
    file = Path(tmp_path / "parts.csv")
    file.write_text("n,wkt\n" + "".join(f'{nth},"{part.wkt}"\n' for nth, part in enumerate(parts)), "utf-8")

    short = luodi("split", "A1", "--part", file, "--crs", METRIC)
    done = luodi("split", "A1", "--part", file, "--crs", METRIC, "--rest", "--dry-run")

    assert short.exit_code == 3
    assert "20,000.0 ㎡" in short.stderr
    assert done.exit_code == 0, done.stderr
    assert "dry run" in done.stdout
    assert [row.split()[0] for row in done.stdout.splitlines() if "100%" in row] == ["A1-1", "A1-2", "A1-3"]


@pytest.mark.parametrize(
    "words",
    [
        ("split", "A1", "--line", "nonsense"),
        ("split", "A1", "--line", cut(0), "--crs", METRIC, "--set", "name=x"),
        ("split", "A1", "--line", cut(0), "--crs", METRIC, "--set", "9.name=x"),
        ("merge", "A1", "A2"),
        ("redraw", "A1", "A2", "--shape", square(0).wkt, "--crs", METRIC),
        ("alter", "A1"),
        ("alter", "A1", "--set", "name"),
        ("lineage", "Z"),
    ],
)
def test_the_shell_says_what_cannot_be_in_both_languages(luodi, words: tuple[str, ...]):
    done = luodi(*words)

    assert done.exit_code == 3
    assert done.stderr.startswith("✗ ")
    assert len(done.stderr.splitlines()) >= 2
