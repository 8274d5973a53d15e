"""The same features as ``features.ours`` by straightforward vectorised GeoPandas, as its manual shows."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks import land
from benchmarks.apart import Outcome
from benchmarks.features import Answers, timed
from geo.model import Plan


def theirs(size: str) -> Outcome:
    """Distances by ``distance`` and ``sjoin_nearest``, areas by ``overlay``, neighbours by the index."""
    return timed("geopandas", size, answers)


def answers(parcels: gpd.GeoDataFrame, plan: Plan) -> Answers:
    """The table, and the pairs of neighbours."""
    return _table(parcels, plan), _pairs(parcels)


def _table(parcels: gpd.GeoDataFrame, plan: Plan) -> pd.DataFrame:
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
    return table


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


def _pairs(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    one, other = parcels.sindex.query(parcels.geometry, predicate="intersects")
    one, other = one[one < other], other[one < other]
    lines, ids = parcels.geometry.boundary.to_numpy(), parcels.index
    metres = shapely.length(shapely.intersection(lines[one], lines[other]))
    pairs = pd.DataFrame({"a": ids.take(one), "b": ids.take(other), "shared_m": metres})
    return pairs[pairs["shared_m"] >= 1]
