"""Edits of single parcels: split, merged, redrawn, altered; where each came from and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from api.deps import TheDesk, TheLand, TheService
from api.desk import Done
from api.drawn import CrsIn, DatumIn, ShapeIn, shape_from, to_geojson
from geo.edit import Alter, Family, Merge, Order, Redraw, Split
from geo.flow import edits
from geo.model import Finding, Lineage, Plan, Version
from geo.units import mu_from_m2

router = APIRouter(prefix="/api/v1", tags=["edits"])

ParcelId = Annotated[str, Field(min_length=1, max_length=200)]
Stated = Annotated[
    dict[str, str | float | None], Field(max_length=100, description="字段: 取值 | column: value")
]
MOST_PARCELS = 200


class EditIn(BaseModel):
    """Who edits, looking at which version; ``dry_run`` checks and measures without writing."""

    model_config = ConfigDict(extra="forbid")

    who: str = Field(min_length=1, max_length=100)
    note: str = Field("", max_length=500)
    base: int | None = Field(None, ge=1, le=2**31 - 1, description="所见版本; 若已有更新的版本则拒绝")
    dry_run: bool = False
    crs: CrsIn = ""
    datum: DatumIn = ""


class ChildIn(BaseModel):
    """A child of a split: its id and attributes, each only where it shall differ from what is inherited."""

    model_config = ConfigDict(extra="forbid")

    parcel_id: str = Field("", max_length=200)
    set: Stated = {}


class SplitIn(EditIn):
    """拆分: along a line, or into parts."""

    parcel_id: ParcelId
    line: ShapeIn | None = None
    parts: list[ShapeIn] = Field([], max_length=MOST_PARCELS)
    rest: bool = Field(default=False, description="各部分之外的余地自成一宗 | so is what is left")
    children: list[ChildIn] = Field([], max_length=MOST_PARCELS, description="依次: 用线时自西向东、自南向北")

    def order(self, plan: Plan) -> Order:
        """The order, its shapes in the plan's metres."""
        ids = tuple(child.parcel_id for child in self.children)
        line = None if self.line is None else shape_from(self.line, plan, "line", self.crs, self.datum)
        return Split(
            self.parcel_id,
            line,
            tuple(_shapes(self.parts, plan, self)),
            self.rest,
            ids if any(ids) else (),
            tuple(child.set for child in self.children),
        )


class MergeIn(EditIn):
    """合并: adjoining parcels into one; where they differ ``set`` states the value, or ``like`` a parcel."""

    parcel_ids: list[ParcelId] = Field(min_length=1, max_length=MOST_PARCELS)
    into: str = Field("", max_length=200, description="合并后的编号")
    like: str = Field("", max_length=200, description="其余不同的属性照哪一宗")
    set: Stated = {}

    def order(self, _plan: Plan) -> Order:
        """The order."""
        return Merge(tuple(self.parcel_ids), self.into, self.set, self.like)


class DrawnIn(BaseModel):
    """A parcel with its new shape."""

    model_config = ConfigDict(extra="forbid")

    parcel_id: ParcelId
    shape: ShapeIn
    set: Stated = {}


class RedrawIn(EditIn):
    """改界: new shapes; parcels redrawn together move their common boundary."""

    parcels: list[DrawnIn] = Field(min_length=1, max_length=MOST_PARCELS)

    def order(self, plan: Plan) -> Order:
        """The order, its shapes in the plan's metres."""
        drawn = _shapes([one.shape for one in self.parcels], plan, self)
        shapes = {one.parcel_id: shape for one, shape in zip(self.parcels, drawn, strict=True)}
        return Redraw(shapes, {one.parcel_id: one.set for one in self.parcels})


class AlteredIn(BaseModel):
    """A parcel with its new attributes."""

    model_config = ConfigDict(extra="forbid")

    parcel_id: ParcelId
    set: Stated


class AlterIn(EditIn):
    """改属性: the land stays as it is, and so do its holds."""

    parcels: list[AlteredIn] = Field(min_length=1, max_length=MOST_PARCELS)

    def order(self, _plan: Plan) -> Order:
        """The order."""
        return Alter({one.parcel_id: one.set for one in self.parcels})


@dataclass(frozen=True, slots=True)
class EditedParcel:
    """A parcel as the edit makes it; its shape as GeoJSON in degrees."""

    parcel_id: str
    name: str
    use_code: str
    area_m2: float
    area_mu: float
    lon: float
    lat: float
    geometry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EditOut:
    """What an edit does. ``version`` is null after a dry run."""

    kind: str
    base: int
    version: Version | None
    removed: tuple[str, ...]
    parcels: list[EditedParcel]
    before_mu: float
    after_mu: float
    lineage: tuple[Lineage, ...]
    findings: tuple[Finding, ...]


@router.post("/edits/split", response_model=EditOut)
def split(given: SplitIn, desk: TheDesk, service: TheService) -> Response:
    """拆分 a parcel, along a line or into parts."""
    return _done(given, desk, service.plan)


@router.post("/edits/merge", response_model=EditOut)
def merge(given: MergeIn, desk: TheDesk, service: TheService) -> Response:
    """合并 adjoining parcels into one."""
    return _done(given, desk, service.plan)


@router.post("/edits/redraw", response_model=EditOut)
def redraw(given: RedrawIn, desk: TheDesk, service: TheService) -> Response:
    """改界: give parcels new shapes."""
    return _done(given, desk, service.plan)


@router.post("/edits/alter", response_model=EditOut)
def alter(given: AlterIn, desk: TheDesk, service: TheService) -> Response:
    """改属性 of parcels."""
    return _done(given, desk, service.plan)


@router.get("/lineage/{parcel_id:path}")
def lineage(parcel_id: str, land: TheLand, service: TheService) -> Family:
    """谱系: which parcels it came from, and which came from it."""
    return edits.family(service.store, land, parcel_id)


def told(done: Done, plan: Plan) -> dict[str, Any]:
    """What an edit does, as a document."""
    change = done.edited.change
    rows = change.parcels
    shapes = to_geojson(rows.geometry.to_numpy(), plan)
    return {
        "kind": change.kind,
        "base": change.base,
        "version": done.version,
        "removed": change.removed,
        "parcels": [
            {
                "parcel_id": str(id_),
                "name": str(rows["name"].iloc[nth]),
                "use_code": str(rows["use_code"].iloc[nth]),
                "area_m2": round(float(rows["area_m2"].iloc[nth]), 3),
                "area_mu": round(mu_from_m2(float(rows["area_m2"].iloc[nth])), 6),
                "lon": float(rows["lon"].iloc[nth]),
                "lat": float(rows["lat"].iloc[nth]),
                "geometry": shapes[nth],
            }
            for nth, id_ in enumerate(rows.index)
        ],
        "before_mu": round(mu_from_m2(done.edited.before_m2), 6),
        "after_mu": round(mu_from_m2(done.edited.after_m2), 6),
        "lineage": change.lineage,
        "findings": done.edited.report.findings,
    }


def _done(given: SplitIn | MergeIn | RedrawIn | AlterIn, desk: TheDesk, plan: Plan) -> Response:
    done = desk.edit(
        given.order(plan), who=given.who, note=given.note, base=given.base, dry_run=given.dry_run
    )
    return Response(orjson.dumps(told(done, plan)), media_type="application/json")


def _shapes(given: Sequence[dict[str, Any] | str], plan: Plan, of: EditIn) -> list[Any]:
    return [shape_from(one, plan, f"#{nth}", of.crs, of.datum) for nth, one in enumerate(given, start=1)]
