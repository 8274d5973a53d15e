"""Plates for the wall: an answer on one sheet, with everything that a planner asks of a map."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.disclosure import Disclosure
from geo.model import Answer, Plan
from maps.static.save import Format
from maps.static.sheet import Sheet, render
from maps.static.subject import Lang
from maps.static.templates.suitability import suitability

__all__ = ["Disclosure", "Format", "Lang", "Sheet", "plate", "render", "suitability"]


def plate(
    plan: Plan,
    parcels: gpd.GeoDataFrame,
    answer: Answer,
    scores: NDArray[np.uint8],
    *,
    lang: Lang = "zh",
    disclosure: Disclosure = "internal",
    **how: object,
) -> bytes:
    """A match as a printable sheet: ``suitability`` rendered; ``how`` as ``render`` takes it."""
    return render(suitability(plan, parcels, answer, scores, lang, disclosure), **how)  # type: ignore[arg-type]
