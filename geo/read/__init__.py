"""Files from outside -> a raw layer and how it was understood; nothing repaired, nothing guessed silently."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.read.how import Guard, How

if TYPE_CHECKING:
    from geo.model import Plan, RawLayer

__all__ = ["Guard", "How", "read_layer"]


def read_layer(path: Path, how: How, plan: Plan | None = None, *, guard: Guard | None = None) -> RawLayer:
    """Read one layer of a file in a worker process.

    Args:
        path: 国土TXT, GeoPackage, Shapefile (any of its parts, or zipped), GeoJSON, GeoParquet, FlatGeobuf,
            KML, KMZ, DXF, FileGDB (folder or zipped), CSV or Excel. Its content decides, not its name.
        how: Layer, CRS, datum, encoding and field names where the file does not say them.
        plan: Whose boundary is used to offer coordinate systems when the file names none.
        guard: Bounds of time, memory and size.

    Returns:
        Columns as in the file (those in ``how.fields`` under our names), rows in the file's order, the
        shapes in the stated CRS, or in WGS84 degrees once a datum's shift was taken off.

    Raises:
        BrokenLines, SwappedAxes: lines of a 国土TXT contradict; each is named.
        UnreadableFile: missing, empty, damaged, hostile, too large, or of a kind that is not read.
        ManyLayers: several layers and none was named.
        UnknownCrs: neither the file nor ``how`` says the CRS; names the ones that would fit.
        BadCrs, OldDatum, BadTransform: the CRS does not exist; needs transformation parameters that nobody
            gave; or was given ones that it does not need.
        MissingColumns: ``how.fields`` names a column that the file does not have.
    """
    # the worker process imports this package too, and should not wait for what only its parent needs
    from geo.read import layer  # noqa: PLC0415

    return layer.read_layer(Path(path), how, plan, guard or Guard())
