"""A version in pieces of neighbouring parcels: for each a GeoParquet file and its feature table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd

from geo.errors import NoParts
from geo.model import Version

ABOUT, PARCELS, TABLE = "about.json", "parcels", "table"
USUAL_ROWS = 250_000


@dataclass(frozen=True, slots=True)
class Parts:
    """A folder of pieces. ``largest`` is the piece and the row of the parcel with the largest area.

    Within a piece parcels are in the order of their ids, as in the version.
    """

    folder: Path
    names: tuple[str, ...]
    version: Version
    largest: tuple[str, int]

    def sample(self) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
        """The largest parcel and its features: what tells a plausible brief from another."""
        name, row = self.largest
        parcels = gpd.read_parquet(self.folder / PARCELS / name)
        return parcels.iloc[[row]], pd.read_parquet(self.folder / TABLE / name).iloc[[row]]


def divide(
    parcels: gpd.GeoDataFrame, table: pd.DataFrame, version: Version, folder: Path, rows: int = USUAL_ROWS
) -> Parts:
    """Write a version as pieces along a Hilbert curve.

    Args:
        parcels: Of the version, indexed and sorted by parcel id.
        table: Their features, without ``held``.
        version: What it is.
        folder: Made if it is not there; pieces of the same name are written anew.
        rows: Parcels in a piece, at most.
    """
    begin(folder)
    near = np.argsort(parcels.geometry.hilbert_distance().to_numpy(), kind="stable")
    for name in (PARCELS, TABLE):
        (folder / name).mkdir(parents=True, exist_ok=True)
    names, largest, most_m2 = [], ("", 0), -1.0
    for at, low in enumerate(range(0, len(near), rows)):
        name, own = f"part-{at:05d}.parquet", np.sort(near[low : low + rows])
        parcels.iloc[own].to_parquet(folder / PARCELS / name)
        table.iloc[own].to_parquet(folder / TABLE / name)
        area_m2 = table["area_m2"].to_numpy()[own]
        if area_m2.max() > most_m2:
            largest, most_m2 = (name, int(area_m2.argmax())), float(area_m2.max())
        names.append(name)
    parts = Parts(folder, tuple(names), version, largest)
    save(parts)
    return parts


def begin(folder: Path) -> None:
    """From now on until ``save`` the folder is nobody's: half of it may be old."""
    (folder / ABOUT).unlink(missing_ok=True)


def save(parts: Parts) -> None:
    """Write what the pieces are, last of all: a folder that has it is whole."""
    about = {"names": parts.names, "version": asdict(parts.version), "largest": parts.largest}
    (parts.folder / ABOUT).write_bytes(orjson.dumps(about))


def open_parts(folder: Path) -> Parts:
    """Pieces as ``divide`` wrote them.

    Raises:
        NoParts: the folder has none, or not all of them.
    """
    try:
        about = orjson.loads((folder / ABOUT).read_bytes())
        parts = Parts(folder, tuple(about["names"]), Version(**about["version"]), tuple(about["largest"]))
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise NoParts(folder, ABOUT) from broken
    for name in parts.names:
        for kind in (PARCELS, TABLE):
            if not (folder / kind / name).is_file():
                raise NoParts(folder, f"{kind}/{name}")
    return parts
