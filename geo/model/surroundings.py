"""周边: conflicts, synergy and cannibalisation of an industry on a parcel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.model.basics import Basis


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody or something near a parcel; ``min_m`` is the distance to keep, where one is to be kept."""

    kind: Literal["conflict", "synergy", "cannibalisation"]
    name: str
    distance_m: float
    min_m: float | None
    clause: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a parcel for an industry, nearest first within each kind."""

    parcel_id: str
    industry: str
    conflicts: tuple[Neighbour, ...]
    synergies: tuple[Neighbour, ...]
    rivals: tuple[Neighbour, ...]
    walk_m: float
    retail_m: float
    basis: Basis
    source: str
    text: str
    text_en: str
