"""The made-up land that is measured on, and the peers' answers on a little of it."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from benchmarks import by_geopandas, land, matching, results, tiling
from geo.features.measure import measure
from geo.features.neighbours import neighbours


def test_made_up_parcels_are_sound_share_edges_and_do_not_overlap():
    parcels = land.parcels(600)

    shapes = parcels.geometry.to_numpy()
    vertices = shapely.get_num_coordinates(shapes) - 1
    assert parcels.is_valid.all()
    assert vertices.max() <= 20
    assert np.median(vertices) >= 8
    assert len(parcels.sindex.query(shapes, predicate="overlaps")[0]) == 0
    assert len(neighbours(parcels.geometry).i) > 600


def test_the_stated_share_of_rows_is_spoilt_in_six_ways():
    sound, spoilt = land.parcels(600), land.parcels(600, defects=0.02)

    assert (~spoilt.is_valid & ~spoilt.geometry.isna()).sum() >= 2
    assert spoilt.geometry.isna().sum() == spoilt["parcel_id"].duplicated().sum() == 2
    assert (spoilt["use_code"] == "9999").sum() == 2
    other = ~(spoilt.geometry.geom_equals(sound.geometry) & (spoilt["parcel_id"] == sound["parcel_id"]))
    assert (other | (spoilt["use_code"] == "9999")).sum() == 12


def test_a_monthly_file_speaks_of_one_row_in_a_hundred_and_brings_new_land():
    bank = land.parcels(2_000, defects=0.02)

    update = land.update(bank)

    new = ~update["parcel_id"].isin(bank["parcel_id"])
    assert (len(update), new.sum()) == (20, 2)
    assert update.is_valid.all()
    assert len(bank.sindex.query(update.geometry[new], predicate="intersects")[0]) == 0


@pytest.mark.filterwarnings("ignore::UserWarning")  # overlay says that touching parcels leave lines
def test_geopandas_says_the_same():
    parcels, plan = land.parcels(150).set_index("parcel_id"), land.plan(150)

    ours = measure(parcels, plan)
    theirs, pairs = by_geopandas.answers(parcels, plan)

    for name in theirs.columns.drop(["zone", "park", "width_m"]):
        np.testing.assert_allclose(ours.table[name], theirs[name], rtol=1e-5, atol=0.01, err_msg=name)
    assert ours.table["zone"].astype(str).tolist() == theirs["zone"].tolist()
    assert ours.table["park"].astype(str).tolist() == theirs["park"].tolist()
    both = ours.pairs.merge(pairs, on=["a", "b"], how="outer")
    np.testing.assert_allclose(both["shared_m_x"], both["shared_m_y"], atol=0.01)


def test_whoever_pans_stays_over_the_land_and_sees_ever_new_tiles():
    west, south, east, north = 113.0, 34.0, 114.0, 35.0
    for nth in range(20):
        seen = [
            one
            for column in tiling.walk(np.random.default_rng(nth), (west, south, east, north))
            for one in column
        ]

        z, x, y = np.array(seen).T
        lon = x / 2.0**z * 360 - 180
        lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / 2.0**z))))
        side = 360 / 2.0**z
        assert ((lon > west - side) & (lon <= east)).all()
        assert ((lat >= south) & (lat < north + side)).all()
        assert len(set(seen)) == tiling.STEPS * tiling.LINES


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # mapbox-vector-tile uses what shapely leaves
def test_the_tiles_that_are_timed_show_the_same_parcels_whoever_makes_them():
    ours, theirs = tiling.ours("600"), tiling.by_mapbox("600")

    assert ours["features"][14] > 0
    assert (ours["features"], ours["drawn"]) == (theirs["features"], theirs["drawn"])


def test_pandas_colours_a_map_in_the_same_bytes():
    assert matching.painted("30000")["found"] == matching.painted_by_pandas("30000")["found"]


def test_a_figure_measured_again_takes_the_place_of_the_old_one(tmp_path):
    file, readme = tmp_path / "results.json", tmp_path / "README.md"
    readme.write_text(f"# 落地\n\n{results.BEGIN}\nold\n{results.END}\n\nrest\n")
    figures = {"peer_s": 40.0, "ratio": 10.0, "goal": "≥ 10 倍", "holds": True, "peak_mb": 1024}

    for ours_s in (9.0, 4.0):
        results.save([results.row("import", 100_000, "geopandas", ours_s=ours_s, **figures)], file, readme)

    assert [one["ours_s"] for one in json.loads(file.read_text())] == [4.0]
    assert "| 整个导入 | 100,000 | 4.0 s |" in readme.read_text()
    assert readme.read_text().endswith("-->\n\nrest\n")
