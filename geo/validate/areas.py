"""Areas: implausible ones, and stated against measured."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Plan
from geo.units import M2_PER_HA, M2_PER_MU, show_mu
from geo.validate.log import Log

Shapes = NDArray[np.object_]
Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
# unit mistaken for ㎡: stated is this share of what it should be; our column for it
_UNITS = (
    (1 / M2_PER_MU, "亩", "mu", "area_stated_mu"),
    (1 / M2_PER_HA, "公顷", "hectares", "area_stated_ha"),
    (M2_PER_MU, "㎡ (被当作亩)", "m² taken for mu", "area_stated_m2"),
)
_UNIT_SLACK = 0.05  # how near a ratio must come to be one of them


def measured(shapes: Shapes, stated_m2: Floats, plan: Plan, rows: Rows, log: Log) -> Floats:
    """Report areas outside the plan's window, and stated ones that do not agree with the shape.

    Returns:
        The stated areas [㎡]; in the right unit, or as measured, where a planner wants it so.
    """
    kept = stated_m2.copy()
    area = shapely.area(shapes[rows])
    small, large = area < plan.checks.min_mu * M2_PER_MU, area > plan.checks.max_mu * M2_PER_MU
    log.add("area_too_small", rows[small], [show_mu(one) for one in area[small]])
    log.add("area_too_large", rows[large], [show_mu(one) for one in area[large]])
    told = stated_m2[rows]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = told / area
        differs = np.abs(ratio - 1) > plan.checks.area_share
    for factor, unit, unit_en, column in _UNITS:
        mixed = differs & (np.abs(ratio / factor - 1) <= _UNIT_SLACK)
        differs &= ~mixed
        wanted = log.wants("area_unit", rows[mixed], "fix")
        kept[rows[mixed][wanted]] = told[mixed][wanted] / factor
        log.add(
            "area_unit",
            rows[mixed],
            told[mixed],
            fixed=wanted,
            computed=[show_mu(one) for one in area[mixed]],
            unit=[unit] * int(mixed.sum()),
            unit_en=[unit_en] * int(mixed.sum()),
            column=[column] * int(mixed.sum()),
        )
    wanted = log.wants("area_differs", rows[differs], "fix")
    kept[rows[differs][wanted]] = area[differs][wanted]
    log.add(
        "area_differs",
        rows[differs],
        [f"{one:+.1%}" for one in ratio[differs] - 1],
        fixed=wanted,
        stated=[show_mu(one) for one in told[differs]],
        computed=[show_mu(one) for one in area[differs]],
    )
    return kept
