"""What every exported file says of itself: plan, version, coordinate system, illustrative or not."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from geo import crs
from geo.model import ILLUSTRATIVE, Plan, Version

_NOTICE = ("示意数据, 非官方成果", "Illustrative data, not official")


@dataclass(frozen=True, slots=True)
class About:
    """The words of a file about itself; ``notice`` is "" where nothing in it is illustrative."""

    plan: str
    plan_en: str
    version: int
    made_at: str
    as_of: str
    sha256: str
    crs: str
    notice: str
    notice_en: str

    @property
    def mark(self) -> str:
        """The notice in one word for a cell of every row: 示意数据, or nothing."""
        return "示意数据" if self.notice else ""

    def lines(self) -> tuple[str, ...]:
        """One fact a line, Chinese and English side by side; the notice first."""
        told = f" ({self.as_of})" if self.as_of else ""
        facts = (
            self.notice,
            self.notice_en,
            f"{self.plan} 土地库第 {self.version} 版{told}, 入库 {self.made_at}",
            f"{self.plan_en}, land bank version {self.version}{told}, committed {self.made_at}",
            f"坐标系 {self.crs} | coordinate system {self.crs}",
            f"版本校验 sha256 {self.sha256}",
        )
        return tuple(fact for fact in facts if fact)


def about(plan: Plan, version: Version, parcels: gpd.GeoDataFrame, system: str = "") -> About:
    """What a file of these parcels says of itself.

    Args:
        plan: Whose land bank.
        version: Which state of it.
        parcels: The rows that are written; a notice is due when one of them is illustrative.
        system: The coordinate system of the file; that of ``parcels`` unless stated.
    """
    due = "basis" in parcels.columns and bool(parcels["basis"].isin(ILLUSTRATIVE).any())
    return About(
        plan=plan.name,
        plan_en=plan.name_en,
        version=version.number,
        made_at=version.created_at,
        as_of=version.as_of,
        sha256=version.sha256,
        crs=system or crs.label(parcels.crs),
        notice=(plan.note or _NOTICE[0]) if due else "",
        notice_en=(plan.note_en or _NOTICE[1]) if due else "",
    )
