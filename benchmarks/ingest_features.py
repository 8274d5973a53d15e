"""Features and neighbours of made-up parcels: ours against straightforward vectorised GeoPandas.

``python -m benchmarks.ingest_features 5000 100000`` prints one JSON line per size.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks import land
from geo.features.neighbours import neighbours
from geo.features.table import build
from geo.model import Plan

# The peer takes a minute at 100,000 parcels: it runs once beside the median of these.
RUNS = 3


def ours(parcels: gpd.GeoDataFrame, plan: Plan) -> tuple[pd.DataFrame, pd.Series]:
    """The feature table, and metres shared with neighbours by parcel."""
    table = build(parcels, plan)
    found = neighbours(parcels.geometry, min_m=1)
    start, _, metres = found.csr()
    shared = np.add.reduceat(np.append(metres, 0), start[:-1]) * (np.diff(start) > 0)
    return table, pd.Series(shared, parcels.index)


def theirs(parcels: gpd.GeoDataFrame, plan: Plan) -> tuple[pd.DataFrame, pd.Series]:
    """The same by the methods that the GeoPandas manual names for it."""
    shapes = parcels.geometry
    table = pd.DataFrame({"area_m2": shapes.area}, parcels.index)
    table["compactness"] = 4 * np.pi * shapes.area / shapes.length**2
    frames = shapes.minimum_rotated_rectangle().exterior.get_coordinates().to_numpy().reshape(-1, 5, 2)
    table["width_m"] = np.hypot(*np.diff(frames[:, :3], axis=1).transpose(2, 0, 1)).min(axis=1)
    for axis in plan.axes:
        table[f"axis_{axis.id}_m"] = shapes.distance(axis.line)
        line = gpd.GeoSeries([axis.line] * len(parcels), parcels.index, parcels.crs)
        table[f"axis_{axis.id}_s"] = line.project(shapes.centroid, normalized=True)
    for name, areas in (("zone", plan.zones), ("park", plan.parks)):
        frame = gpd.GeoDataFrame(
            {"id": [a.id for a in areas]}, geometry=[a.shape for a in areas], crs=parcels.crs
        )
        table[name] = _largest(parcels, frame)
    for rule in plan.constraints:
        cut = gpd.overlay(_bare(parcels), _bare(plan.layers[rule.layer].frame.dissolve()), how="intersection")
        under = cut.area.groupby(cut["parcel_id"]).sum().reindex(parcels.index, fill_value=0.0)
        table[f"over_{rule.id}_m2"] = under if rule.rule == "avoid" else shapes.area - under
    firms = plan.layers["firms"].frame
    for chain in land.CHAINS:
        table[f"chain_{chain}_m"] = _nearest(parcels, firms[firms["chain"] == chain])
    table["metro_m"] = _nearest(parcels, plan.layers["stations"].frame)
    table["road_m"] = _nearest(parcels, plan.layers["roads"].frame)
    return table, _shared(parcels)


def _nearest(parcels: gpd.GeoDataFrame, features: gpd.GeoDataFrame) -> pd.Series:
    found = gpd.sjoin_nearest(parcels[["geometry"]], features[["geometry"]], distance_col="m")
    return found["m"].groupby(level=0).min()


def _largest(parcels: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.Series:
    cut = gpd.overlay(_bare(parcels), areas, how="intersection")
    held = cut.assign(m2=cut.area).pivot_table("m2", "parcel_id", "id", aggfunc="sum", fill_value=0.0)
    held = held.reindex(parcels.index, fill_value=0.0)
    held[""] = parcels.area - held.sum(axis=1)
    return held.idxmax(axis=1)


def _bare(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame[["geometry"]].reset_index()


def _shared(parcels: gpd.GeoDataFrame) -> pd.Series:
    one, other = parcels.sindex.query(parcels.geometry, predicate="intersects")
    one, other = one[one < other], other[one < other]
    lines = parcels.geometry.boundary.to_numpy()
    metres = shapely.length(shapely.intersection(lines[one], lines[other]))
    both = np.concatenate([one, other])
    return pd.Series(np.bincount(both, np.tile(metres, 2), len(parcels)), parcels.index)


def check(parcels: gpd.GeoDataFrame, plan: Plan) -> None:
    """Both must say the same, else their times mean nothing."""
    (mine, _), (reference, _) = ours(parcels, plan), theirs(parcels, plan)
    for name in reference.columns.drop("width_m"):
        if name in {"zone", "park"}:
            same = mine[name].astype(str) == reference[name]
        else:
            same = np.isclose(mine[name].astype("float64"), reference[name], rtol=1e-5, atol=0.01)
        if not same.all():
            sys.exit(f"{name} differs in {(~same).sum()} of {len(same)} rows")


def seconds(job: Callable[[gpd.GeoDataFrame, Plan], object], parcels: gpd.GeoDataFrame, plan: Plan) -> float:
    """Wall time of one run."""
    begun = time.perf_counter()
    job(parcels, plan)
    return time.perf_counter() - begun


def measure(count: int) -> dict[str, object]:
    """Ours and theirs on ``count`` parcels, interleaved."""
    parcels, plan = land.parcels(count).set_index("parcel_id"), land.plan(count)
    ours(parcels.iloc[:100], plan)  # compile, or load what was compiled
    before = [seconds(ours, parcels, plan) for _ in range(RUNS // 2)]
    peer_s = seconds(theirs, parcels, plan)
    after = [seconds(ours, parcels, plan) for _ in range(RUNS - len(before))]
    ours_s = statistics.median(before + after)
    return {
        "job": "ingest_features", "size": len(parcels), "ours_s": round(ours_s, 3), "peer": "geopandas",
        "peer_s": round(peer_s, 3), "ratio": round(peer_s / ours_s, 1),
    }  # fmt: skip


if __name__ == "__main__":
    check(land.parcels(2000).set_index("parcel_id"), land.plan(2000))
    for size in map(int, sys.argv[1:] or ["5000"]):
        print(json.dumps(measure(size)))
