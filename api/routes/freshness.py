"""时点: how old the land bank and every layer of the plan are today."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter

from api.deps import TheService
from geo.explain import freshness as dating
from geo.explain.freshness import Age
from geo.model import AsOf, Version

router = APIRouter(prefix="/api/v1", tags=["versions"])


@router.get("/freshness")
def freshness(service: TheService) -> list[Age]:
    """时点: the land bank first, then the plan's layers; days are counted from the end of a stated period."""
    return list(ages(dating.dates(service.plan, service.land().version)))


def ages(told: tuple[AsOf, ...]) -> tuple[Age, ...]:
    """Dates as seen today, on this machine's calendar."""
    return dating.ages(told, today())


def headers(version: Version) -> dict[str, str]:
    """What stands beside a document that must not change from day to day."""
    bank = ages((AsOf("bank", "parcels", "土地库", "Land bank", version.as_of),))[0]
    age = {} if bank.days is None else {"X-Luodi-Age-Days": str(bank.days)}
    return {"X-Luodi-Version": str(version.number), "X-Luodi-As-Of": version.as_of or "unknown", **age}


def today() -> date:
    """The day it is here."""
    return datetime.now().astimezone().date()
