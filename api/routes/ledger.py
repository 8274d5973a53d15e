"""The ledger of the land, and what the articles say: projects and figures, contradictions side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pandas as pd
from fastapi import APIRouter

from api.deps import TheLand, TheService
from geo import flow
from geo.ledger import LandRow

router = APIRouter(prefix="/api/v1", tags=["ledger"])
Group = Literal["axis", "zone", "park", "use", "status"]


@router.get("/land")
def land_by(land: TheLand, by: Group = "use") -> list[LandRow]:
    """台账: parcels and area by axis, zone, park, use or status."""
    return list(flow.land_by(land, by))


@router.get("/projects")
def projects(service: TheService) -> list[dict[str, Any]]:
    """项目: the plan's named projects with quote, source and as-of."""
    return facts(Path(service.plan.root), "projects")


@router.get("/figures")
def figures(service: TheService) -> list[dict[str, Any]]:
    """数据: the plan's published figures; rows of one ``conflict_group`` contradict one another."""
    return facts(Path(service.plan.root), "figures")


def facts(root: Path, name: str) -> list[dict[str, Any]]:
    """Rows of ``facts/<name>.csv`` in a plan folder; none where the plan has no such file."""
    file = root / "facts" / f"{name}.csv"
    if not file.is_file():
        return []
    rows = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
