"""切分与排布: a parcel cut so that both parts can be used, and halls that fit into land."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.answer import Reason
from geo.model.land import Version


@dataclass(frozen=True, slots=True)
class CutRules:
    """When the land that is left can still be used.

    At least ``min_mu`` [亩] in one piece, ``min_width_m`` wide (the shorter side of its least rectangle),
    with ``min_frontage_m`` of its boundary within ``road_m`` of a road's centre line.
    """

    min_mu: float = 10.0
    min_width_m: float = 40.0
    min_frontage_m: float = 15.0
    road_m: float = 40.0


@dataclass(frozen=True, slots=True)
class CutPart:
    """One side of a cut. ``outline`` is GeoJSON in degrees; ``faults`` say why it cannot be used."""

    area_mu: float
    area_m2: float
    width_m: float
    frontage_m: float
    usable: bool
    faults: tuple[Reason, ...]
    outline: str


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut ``taken`` off. ``waste_mu`` is land that nobody can use afterwards.

    ``line`` is GeoJSON in degrees, ``length_m`` its length, ``bearing_deg`` clockwise from north, 0–180.
    """

    rank: int
    taken: CutPart
    rest: CutPart
    line: str
    length_m: float
    bearing_deg: float
    waste_mu: float
    waste_share: float


@dataclass(frozen=True, slots=True)
class Cuts:
    """Ways to take ``wanted_mu`` from a site, best first: both parts usable, then the shortest line."""

    parcels: tuple[str, ...]
    area_mu: float
    wanted_mu: float
    rules: CutRules
    cuts: tuple[Cut, ...]
    reasons: tuple[Reason, ...]
    basis: str
    note: str
    note_en: str
    version: Version


@dataclass(frozen=True, slots=True)
class Hall:
    """Whether a hall of ``length_m`` × ``width_m`` stands inside a site less its setback.

    With a ``ratio`` asked, it is the largest of that shape. ``bearing_deg`` is the direction of its
    length, clockwise from north, 0–180. ``outline`` is GeoJSON in degrees, "" when nothing fits.
    """

    parcels: tuple[str, ...]
    setback_m: float
    fits: bool
    length_m: float
    width_m: float
    area_m2: float
    bearing_deg: float | None
    outline: str
    reasons: tuple[Reason, ...]
    basis: str
    note: str
    note_en: str
    version: Version
