"""Makes the layers and parcels of ``data/erqi`` from ``data/erqi_source``, byte for byte.

Run ``python -m data.build_erqi [folder]``.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon

from data import erqi_attributes, erqi_blocks, erqi_choose, erqi_fabric, erqi_layers, erqi_streets
from data.erqi_attributes import Setting
from data.erqi_choose import Block, Plot
from data.erqi_geojson import Feature, write
from data.erqi_streets import Street

SEED = 410103  # the district's code
FOLDER = Path(__file__).parent / "erqi"
INSET_M = 2.0  # parcels keep this far inside 城镇开发边界


def build(folder: Path) -> None:
    """Write every generated file of the plan into ``folder``."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    place = erqi_attributes.setting()
    drawn, blocks = town(place, rng)
    erqi_choose.choose(blocks, rng)
    for name, features in plain_layers().items():
        write(folder / "layers" / f"{name}.geojson", features)
    sensitive = erqi_layers.points("sensitive", "name", "name_en", "kind")
    write(folder / "layers" / "streets.geojson", streets(drawn))
    write(folder / "layers" / "sensitive.geojson", sensitive + erqi_fabric.neighbours(blocks, rng))
    write(folder / "layers" / "buildings.geojson", erqi_fabric.buildings(blocks, rng))
    write(folder / "parcels.geojson", parcels(blocks, place, rng))


def plain_layers() -> dict[str, list[Feature]]:
    """Layers without chance in them, by file name."""
    drawn = ("development_boundary", "prime_farmland", "ecological_redline", "parks")
    return {
        "boundary": erqi_layers.boundary(),
        "axes": erqi_layers.axes(),
        "zones": erqi_layers.zones(),
        **{layer: erqi_layers.outlines(layer) for layer in drawn},
        "roads": erqi_layers.roads(),
        "metro_lines": erqi_layers.metro_lines(),
        "stations": erqi_layers.stations(),
        "rail": erqi_layers.access("railway_station"),
        "highway": erqi_layers.access("highway_entry", "expressway_ramp"),
        "places": erqi_layers.points("places", "name", "name_en", "kind"),
        "firms": erqi_layers.points("firms", "name", "chain", "kind"),
    }


def town(place: Setting, rng: np.random.Generator) -> tuple[list[Street], list[Block]]:
    """Generated streets, and all blocks with their plots, quarter by quarter."""
    quarters = {quarter.id: quarter for quarter in erqi_choose.QUARTERS}
    counts = dict.fromkeys(quarters, 0)
    real = erqi_streets.real_roads()
    drawn: list[Street] = []
    blocks: list[Block] = []
    for fabric, outline in erqi_layers.development().items():
        extent = outline.buffer(-INSET_M, join_style="mitre")
        grid = erqi_streets.streets(fabric, extent, rng)
        drawn += grid
        for shape in erqi_blocks.blocks(extent, erqi_streets.corridors(real + grid)):
            name = erqi_attributes.quarter_of(shape.centroid, place)
            counts[name] += 1
            cut = erqi_blocks.parcels(shape, quarters[name].sizes, rng)
            plots = [Plot(plot, name, counts[name], n) for n, plot in enumerate(cut, start=1)]
            blocks.append(Block(shape, quarters[name], plots))
    return drawn, blocks


def streets(drawn: list[Street]) -> list[Feature]:
    """Generated streets as a layer."""
    names = {"secondary": ("规划次干路(示意)", "Planned secondary road (generated)")}
    other = ("规划支路(示意)", "Planned local street (generated)")
    return [
        Feature(
            street.line,
            {
                "name": names.get(street.kind, other)[0],
                "name_en": names.get(street.kind, other)[1],
                "class": street.kind,
                "width_m": street.width_m,
                **erqi_fabric.GENERATED,
            },
        )
        for street in drawn
    ]


def parcels(blocks: list[Block], place: Setting, rng: np.random.Generator) -> list[Feature]:
    """The developable parcels with all attributes, numbered block by block from the north."""
    rows: list[tuple[Plot, dict[str, Any]]] = []
    for block in blocks:
        about = erqi_attributes.attributes(block, block.chosen, place, rng)
        rows += zip(block.chosen, about, strict=True)
    shapes = {
        (plot.quarter, plot.block, plot.number): plot.shape
        for plot in erqi_choose.exactly([plot for plot, _ in rows])
    }
    kept = [
        (replace(plot, shape=shapes[key]), about)
        for plot, about in rows
        if (key := (plot.quarter, plot.block, plot.number)) in shapes
    ]
    return [_parcel(number, plot, about) for number, (plot, about) in enumerate(kept, start=1)]


def _parcel(number: int, plot: Plot, about: dict[str, Any]) -> Feature:
    shape: Polygon = shapely.normalize(plot.shape)
    provenance = {"basis": "synthetic", "source": erqi_attributes.SOURCE}
    stated = {"area_stated_m2": round(erqi_choose.read_back(plot.shape).area, 2)}
    as_of = {"as_of": erqi_attributes.AS_OF.isoformat()}
    return Feature(shape, {"parcel_id": f"EQ{number:04d}", **about, **stated, **provenance, **as_of})


def main() -> None:
    """Build into the folder named on the command line, or into ``data/erqi``."""
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)


if __name__ == "__main__":
    main()
