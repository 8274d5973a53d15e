"""Holds: land promised to one project, and to nobody else meanwhile."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheLand, TheService
from geo.errors import Overtaken
from geo.model import Hold

router = APIRouter(prefix="/api/v1", tags=["holds"])
# versions that may come between looking and holding before somebody is told
MOST_TRIES = 5


class HoldIn(BaseModel):
    """Which parcels, for which project, by whom."""

    model_config = ConfigDict(extra="forbid")

    parcel_ids: list[str] = Field(min_length=1, max_length=1000)
    project: str = Field(min_length=1, max_length=200)
    who: str = Field(min_length=1, max_length=100)
    until: date | None = None


@router.get("/holds")
def holds(service: TheService, *, active: bool = True) -> list[Hold]:
    """预留: who holds what."""
    return service.store.holds(service.plan.id, active=active)


@router.post("/holds", status_code=201)
def hold(given: HoldIn, service: TheService, land: TheLand) -> list[Hold]:
    """Hold parcels for a project: all of them or none."""
    until = given.until.isoformat() if given.until else ""
    for _ in range(MOST_TRIES):
        for parcel_id in given.parcel_ids:
            land.row(parcel_id)
        try:
            return service.store.hold(
                land.plan.id,
                given.parcel_ids,
                project=given.project,
                who=given.who,
                until=until,
                version=land.version.number,
            )
        except Overtaken:  # the parcels must be there in the newest version too
            land = service.land()
    raise Overtaken(land.version.number, service.land().version.number)


@router.delete("/holds/{hold_id}")
def release(hold_id: str, service: TheService, who: str) -> Hold:
    """End a hold."""
    return service.store.release(hold_id, who=who)
