"""Land as plain dicts, and the same as frames: what an oracle can walk through and what the code gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
from hypothesis import strategies as st
from shapely.geometry import box

Row = Mapping[str, Any]
State = Mapping[str, Row]

GROUPS = {"axis": "axis", "zone": "zone", "park": "park", "use": "use_code", "status": "status"}
TEXTS = ("name", "status", "use_code")

rows = st.fixed_dictionaries(
    {
        "x": st.integers(0, 3),
        "side": st.sampled_from([20, 40]),
        "name": st.sampled_from(["", "甲", "乙"]),
        "price": st.sampled_from([None, 30.0, 40.5]),
        "status": st.sampled_from(["net", "clearing"]),
        "use_code": st.sampled_from(["100101", "0901"]),
    }
)
states = st.dictionaries(st.sampled_from("ABCDEF"), rows, max_size=6)


def shape(row: Row):
    """A square ``side`` wide, ``x`` tens of metres to the east."""
    return box(10 * row["x"], 0, 10 * row["x"] + row["side"], row["side"])


def parcels(state: State) -> gpd.GeoDataFrame:
    """As a version keeps them."""
    ids = pd.Index(sorted(state), name="parcel_id", dtype="str")
    kept = [state[id_] for id_ in ids]
    columns: dict[str, Any] = {name: pd.array([row[name] for row in kept], dtype="str") for name in TEXTS}
    columns["price"] = pd.array([row["price"] for row in kept], dtype="Float64").astype("float64")
    columns["area_m2"] = [float(row["side"] ** 2) for row in kept]
    return gpd.GeoDataFrame(
        columns, index=ids, geometry=gpd.GeoSeries([shape(row) for row in kept], index=ids), crs="EPSG:4547"
    )


def table(state: State) -> pd.DataFrame:
    """As measured: the park is west of 15 m, the axis and the zone are one for all."""
    ids = pd.Index(sorted(state), name="parcel_id", dtype="str")
    kept = [state[id_] for id_ in ids]
    columns = {
        "area_m2": [float(row["side"] ** 2) for row in kept],
        "axis": pd.Categorical(["main"] * len(kept), categories=["", "main"]),
        "zone": pd.Categorical([""] * len(kept), categories=[""]),
        "park": pd.Categorical([park(row) for row in kept], categories=["", "west"]),
        "use_code": pd.Categorical([row["use_code"] for row in kept]),
        "status": pd.Categorical([row["status"] for row in kept]),
    }
    return pd.DataFrame(columns, index=ids)


def park(row: Row) -> str:
    """Which park a row lies in."""
    return "west" if row["x"] < 2 else ""


def group(row: Row, name: str) -> str:
    """A row's key in a group of the ledger."""
    return {"axis": "main", "zone": "", "park": park(row)}.get(name) or str(row.get(GROUPS[name], ""))


def differs_m2(old: Row, new: Row) -> float:
    """Land that only one of two squares covers; both stand on the same southern edge."""
    west = max(10 * old["x"], 10 * new["x"])
    east = min(10 * old["x"] + old["side"], 10 * new["x"] + new["side"])
    both = max(0, east - west) * min(old["side"], new["side"])
    return float(old["side"] ** 2 + new["side"] ** 2 - 2 * both)
