"""Findings of an import as a layer for QGIS, and land-use codes looked up and converted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.deps import TheService
from api.plates import Lang
from api.routes.exports import files, saved
from api.service import Service
from geo import codes, write
from geo.codes import Edition
from geo.errors import EmptyBank

router = APIRouter(prefix="/api/v1", tags=["versions"])


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code in one edition of one system, and what it is in the plan's system."""

    system: str
    edition: str
    label: str
    name: str
    to: tuple[str, ...]  # classes of 用地用海 2023: several leave the choice to people
    to_names: tuple[str, ...]
    is_certain: bool


@router.get("/versions/{number}/findings", response_class=Response, responses=files("gpkg", "geojson"))
def findings(
    number: Annotated[int, Path(ge=1, le=2**31 - 1, description="版本号")],
    service: TheService,
    form: Annotated[write.FindingsFormat, Query(alias="format")] = "gpkg",
    lang: Lang = "zh",
) -> Response:
    """检查意见图层: every finding at its place, coloured by severity when QGIS opens it."""
    return saved(findings_of(service, number, form, lang), form, f"luodi-findings-{number}")


@router.get("/codes/{code}")
def meanings(
    code: Annotated[str, Path(max_length=20, description="用地代码")],
    system: Annotated[str, Query(max_length=60, description="体系, 如 三调, landuse_sea:2020")] = "",
) -> list[Meaning]:
    """用地代码: what a code means in every national system that has it, and in 用地用海 2023."""
    return looked_up(code, system)


def looked_up(code: str, system: str = "") -> list[Meaning]:
    """What a code means, in one system or in all that have it.

    Raises:
        UnknownCode: the system, or none of them, has it.
        UnknownCodeSystem: nobody knows the system.
    """
    if system:
        where = [codes.resolve(code, system)]
    else:
        where = [one for one in codes.NATIONAL if code in codes.national(*one).names]
        if not where:
            codes.resolve(code)
    return [_meaning(code, one) for one in where]


def findings_of(service: Service, number: int | None, form: write.FindingsFormat, lang: Lang) -> bytes:
    """The findings of a version's import as a layer.

    Raises:
        EmptyBank: nothing was imported yet.
        NotFound: no such version.
    """
    store, plan = service.store, service.plan.id
    version = store.current(plan) if number is None else store.version(plan, number)
    if version is None:
        raise EmptyBank(plan)
    return write.findings(
        store.report(plan, version.number),
        store.parcels(plan, version.number),
        store.quarantine(plan, version.number),
        form,
        lang,
    )


def _meaning(code: str, where: Edition) -> Meaning:
    found = codes.convert(code, where)
    return Meaning(
        where.system, where.edition, where.label, found.name, found.to, found.names, found.is_certain
    )
