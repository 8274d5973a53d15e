"""切分与排布 asked of the land."""

from __future__ import annotations

from collections.abc import Sequence

from geo.explain import cutting
from geo.flow.asking import scene
from geo.flow.land import Land
from geo.model import CutRules, Cuts, Hall


def cuts(land: Land, parcels: Sequence[str], wanted_mu: float, rules: CutRules | None, k: int = 3) -> Cuts:
    """The best ways to take an area from a parcel, or from several that adjoin.

    ``rules`` None means the plan's.

    Raises:
        NotFound: the version lacks a parcel.
        BadBrief: the parcels do not adjoin, or the area is not between 0 and theirs.
    """
    rows = [land.row(parcel_id) for parcel_id in dict.fromkeys(parcels)]
    return cutting.cuts(scene(land), rows, wanted_mu, rules or land.plan.cut_rules, k)


def hall(
    land: Land,
    parcels: Sequence[str],
    setback_m: float,
    *,
    sides_m: tuple[float, float] | None = None,
    ratio: float = 1.0,
) -> Hall:
    """Whether a hall of given sides fits, or the largest of a shape.

    Raises:
        NotFound: the version lacks a parcel.
        BadBrief: the parcels do not adjoin.
    """
    rows = [land.row(parcel_id) for parcel_id in dict.fromkeys(parcels)]
    return cutting.hall(scene(land), rows, setback_m, sides_m=sides_m, ratio=ratio)
