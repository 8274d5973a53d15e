"""Land in pieces on Dask workers: the answer of a single machine, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
import pytest

from api.schemas import BriefIn, brief_from
from api.service import Service
from api.settings import Settings
from geo import cluster, flow
from geo.cluster import work
from geo.errors import NoCluster, NoParts
from geo.flow.asking import question

pytestmark = pytest.mark.filterwarnings("ignore")  # Dask warns of its own affairs
BRIEFS = [
    {"industry": "食品饮料", "area_mu": 133},
    {"industry": "装备制造", "area_mu": 60, "k": 25},
    {"industry": "电子信息", "area_mu": 60, "price_max_wan_per_mu": 1},  # nothing fits
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    made = Service(Settings(home=tmp_path_factory.mktemp("cluster")))
    made.load()
    made.store.hold(made.plan.id, [str(made.land().table.index[3])], project="甲", who="test")
    return made


@pytest.fixture(scope="module")
def parts(service: Service, tmp_path_factory: pytest.TempPathFactory) -> cluster.Parts:
    land = service.land()
    table = land.table.drop(columns="held")
    return cluster.divide(land.parcels, table, land.version, tmp_path_factory.mktemp("parts"), rows=60)


@pytest.fixture(scope="module")
def client():
    with cluster.connected("local", "1GiB") as workers:
        yield workers


def _both(service, parts, client, given):
    land = service.land()
    brief = brief_from(BriefIn(**given), land)
    far = cluster.answer(client, parts, land.plan, land.codes, question(land, brief), land.held)
    return orjson.dumps(flow.answer(land, brief)), orjson.dumps(far)


@pytest.mark.parametrize("given", BRIEFS)
def test_pieces_on_workers_give_the_same_bytes(service, parts, client, given):
    near, far = _both(service, parts, client, given)

    assert far == near


def test_every_parcel_is_in_one_piece_and_neighbours_are_together(service, parts):
    pieces = [gpd.read_parquet(parts.folder / "parcels" / name) for name in parts.names]

    assert pd.concat(pieces).sort_index().index.tolist() == service.land().parcels.index.tolist()
    whole = np.prod(
        np.array(service.land().parcels.total_bounds[2:]) - service.land().parcels.total_bounds[:2]
    )
    assert np.median([np.prod(one.total_bounds[2:] - one.total_bounds[:2]) for one in pieces]) < whole / 4
    assert cluster.open_parts(parts.folder) == parts


def test_features_measured_on_workers_are_those_of_one_machine(service, parts, client):
    before = [pd.read_parquet(parts.folder / "table" / name) for name in parts.names]

    fresh = cluster.measured(client, parts, service.plan)

    assert fresh == parts
    for name, table in zip(parts.names, before, strict=True):
        measured = pd.read_parquet(parts.folder / "table" / name)
        pd.testing.assert_frame_equal(measured, table, check_categorical=False)


def test_a_worker_killed_mid_run_changes_nothing_but_time(service, parts, client, tmp_path):
    fallen = tmp_path / "fallen"
    land = service.land()
    asked = question(land, brief_from(BriefIn(**BRIEFS[0]), land))
    jobs = [
        client.submit(_look_or_fall, fallen, parts.folder, name, asked, land.held, pure=False)
        for name in parts.names
    ]

    found = client.gather(jobs)

    assert fallen.exists()
    assert sum(one.considered for one in found) == len(land.table)
    near, far = _both(service, parts, client, BRIEFS[0])
    assert far == near


def _look_or_fall(fallen: Path, *given):
    """The first of all workers that comes here is killed in the middle of its work."""
    try:
        fallen.touch(exist_ok=False)
    except FileExistsError:
        return work.look(*given)
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def test_a_folder_without_pieces_says_what_is_missing(tmp_path, parts):
    with pytest.raises(NoParts, match=r"about\.json"):
        cluster.open_parts(tmp_path)

    (tmp_path / "about.json").write_bytes((parts.folder / "about.json").read_bytes())
    with pytest.raises(NoParts, match="part-00000"):
        cluster.open_parts(tmp_path)


def test_a_scheduler_that_nobody_runs_is_told_by_its_address():
    with pytest.raises(NoCluster, match="127"), cluster.connected("tcp://127.0.0.1:9", patience_s=1):
        pass
