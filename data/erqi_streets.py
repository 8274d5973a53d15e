"""The schematic street grid: streets drawn between the real roads, following their bends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely import ops
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from data import erqi_sources as sources

STREET_M = 20.0  # width of a generated local street
MARGIN_M = 1.0  # kept free beyond the corridor
SHORTEST_M = 60.0  # shorter pieces of street are left out


@dataclass(frozen=True, slots=True)
class Street:
    """A piece of road: its centre line [m], its corridor's width [m] and its class."""

    line: LineString
    width_m: float
    kind: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A leading line of a fabric; ``interior`` streets lie between it and the next one."""

    points: sources.Coordinates
    along: int  # the coordinate that runs along it: 1 for north-south, 0 for east-west
    width_m: float
    interior: int
    drop: float

    def across(self, at: sources.Coordinates) -> sources.Coordinates:
        """The other coordinate [m] where the running coordinate is ``at``; level beyond its ends."""
        order = np.argsort(self.points[:, self.along])
        run = self.points[order, self.along]
        return np.asarray(np.interp(at, run, self.points[order, 1 - self.along]))


def real_roads() -> list[Street]:
    """Digitised roads with their corridor widths."""
    return [
        Street(sources.metric_line(row["coords"]), float(row["width_m"]), row["class"])
        for row in sources.rows("roads")
    ]


def corridors(streets: list[Street]) -> BaseGeometry:
    """Everything that streets cover, a margin included."""
    strips = [
        street.line.buffer(street.width_m / 2 + MARGIN_M, cap_style="square", join_style="mitre")
        for street in streets
    ]
    return shapely.union_all(strips)


def streets(fabric: str, extent: Polygon, rng: np.random.Generator) -> list[Street]:
    """Generated streets of one fabric, clipped to ``extent``, without those that are real roads."""
    families = {family: _guides(fabric, family) for family in ("ns", "ew")}
    span = _span(extent)
    full = {key: [_stretch(guide, span) for guide in family] for key, family in families.items()}
    drawn: list[Street] = []
    for family, others in (("ns", "ew"), ("ew", "ns")):
        drawn += [
            Street(line, guide.width_m, "secondary")
            for guide, line in zip(families[family], full[family], strict=True)
        ]
        drawn += _interiors(families[family], shapely.union_all(full[others]), span, rng)
    return _clipped(drawn, extent)


def _guides(fabric: str, family: str) -> list[Guide]:
    """The guides of one family in their order, geometry taken from real roads where named."""
    roads = {row["id"]: row["coords"] for row in sources.rows("roads")}
    return [
        Guide(
            sources.metric_coordinates(row["coords"] or roads[row["road"]]),
            along=1 if family == "ns" else 0,
            width_m=float(row["width_m"]),
            interior=int(row["interior"]),
            drop=float(row["drop"]),
        )
        for row in sources.rows("guides")
        if row["fabric"] == fabric and row["family"] == family
    ]


def _span(extent: Polygon) -> tuple[float, float, float, float]:
    west, south, east, north = extent.bounds
    return west - 800, south - 800, east + 800, north + 800


def _run(guides: list[Guide], span: tuple[float, float, float, float]) -> sources.Coordinates:
    """Running coordinates at which a line between guides must bend, and the ends of the extent."""
    along = guides[0].along
    ends = [span[along], span[along + 2]]
    bends = np.concatenate([guide.points[:, along] for guide in guides])
    inside = bends[(bends > ends[0]) & (bends < ends[1])]
    return np.unique(np.concatenate([np.asarray(ends), inside]))


def _line(along: int, run: sources.Coordinates, across: sources.Coordinates) -> LineString:
    columns = [across, run] if along == 1 else [run, across]
    return LineString(np.column_stack(columns))


def _stretch(guide: Guide, span: tuple[float, float, float, float]) -> LineString:
    """A guide from end to end of the extent."""
    run = _run([guide], span)
    return _line(guide.along, run, guide.across(run))


def _interiors(
    guides: list[Guide],
    crossings: BaseGeometry,
    span: tuple[float, float, float, float],
    rng: np.random.Generator,
) -> list[Street]:
    """Streets between neighbouring guides; between two crossings each may be left out whole."""
    kept: list[Street] = []
    for first, second in pairwise(guides):
        run = _run([first, second], span)
        for number in range(1, first.interior + 1):
            share = number / (first.interior + 1) + rng.uniform(-0.04, 0.04)
            across = (1 - share) * first.across(run) + share * second.across(run)
            pieces = ops.split(_line(first.along, run, across).simplify(0.5), crossings).geoms
            kept += [
                Street(LineString(piece.coords), STREET_M, "local")
                for piece in pieces
                if rng.random() >= first.drop
            ]
    return kept


def _clipped(drawn: list[Street], extent: Polygon) -> list[Street]:
    """Streets inside the extent, without what runs in or close beside a real road."""
    real = real_roads()
    # a generated street beside a real one is that same street; across it, it goes on
    beside = shapely.union_all([road.line for road in real]).buffer(8)
    kept: list[Street] = []
    for street in drawn:
        inside = street.line.intersection(extent).difference(beside)
        parts = shapely.get_parts(shapely.line_merge(inside))
        kept += [Street(part, street.width_m, street.kind) for part in parts if part.length >= SHORTEST_M]
    return kept
