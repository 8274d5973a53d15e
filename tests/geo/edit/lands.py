"""A strip of four parcels that fits in the head, open for edits.

A, B, C and D are squares of 100 m (10,000 ㎡) side by side from x = 0; E lies apart at x = 1000.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo import validate
from geo.edit import Bank
from geo.features.measure import measure
from geo.live import LiveIndex
from geo.model import Plan
from tests.geo.features.land import plan as small_plan
from tests.shapes import raw

SQUARES = {name: box(x, 0, x + 100, 100) for name, x in zip("ABCDE", (0, 100, 200, 300, 1000), strict=True)}


def bank(
    columns: Mapping[str, list[Any]] | None = None,
    *,
    held: Mapping[str, str] | None = None,
    retired: tuple[str, ...] = (),
    plan: Plan | None = None,
    shapes: Mapping[str, BaseGeometry] | None = None,
) -> Bank:
    """The land as version 7, as an import has checked it."""
    the_plan, land = plan or small_plan(), shapes or SQUARES
    usual = {"name": [f"地块{name}" for name in land]}
    parcels = validate.check(raw(usual | dict(columns or {}), **land), the_plan).parcels
    table = measure(parcels, the_plan).table
    return Bank(the_plan, 7, parcels, table, held or {}, LiveIndex(parcels.geometry).touching, retired)
