"""``luodi at``, ``within``, ``nearest``: which parcels are here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from api.commands.open import open_service
from api.commands.screen import JsonOption, grid, json, line
from api.desk import Desk
from api.drawn import Shift, point_from, shapes_from
from api.routes.lookups import Found, Here, here
from geo.edit.check import is_area
from geo.errors import ShapeCount
from geo.read import How
from geo.schema import STATUS_NAMES

PLACES = "查地 | lookups"
Place = Annotated[
    tuple[float, float],
    typer.Argument(metavar="X Y", help="经度 纬度, 或 --crs 下的东坐标 北坐标 | lon lat, or east north"),
]
CrsOption = Annotated[str, typer.Option(help="坐标系, 不写即经纬度 | degrees if not given")]
DatumOption = Annotated[Shift, typer.Option(help="先去掉的偏移 | shift to be taken off first")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (at, within, nearest):
        app.command(rich_help_panel=PLACES)(command)


def at(place: Place, crs: CrsOption = "", datum: DatumOption = "", *, as_json: JsonOption = False) -> None:
    """这里是哪块地。

    The parcels that cover a place.
    """
    service = open_service()
    with Desk(service).open() as (land, live):
        ids = live.at(*point_from(*place, service.plan, crs, datum))
        _show(Found(land.version.number, len(ids), here(land, ids, [0.0] * len(ids))), as_json=as_json)


def nearest(
    place: Place,
    k: Annotated[int, typer.Option("-k", help="几宗 | how many", min=1, max=1000)] = 5,
    crs: CrsOption = "",
    datum: DatumOption = "",
    *,
    as_json: JsonOption = False,
) -> None:
    """离这里最近的地块。

    The nearest parcels, by the distance to their edge.
    """
    service = open_service()
    with Desk(service).open() as (land, live):
        near = live.nearest(*point_from(*place, service.plan, crs, datum), k)
        rows = here(land, [one.parcel_id for one in near], [round(one.distance_m, 3) for one in near])
        _show(Found(land.version.number, len(rows), rows), as_json=as_json)


def within(
    area: Annotated[str, typer.Argument(metavar="范围", help="WKT 或文件 | WKT or a file")],
    crs: CrsOption = "",
    datum: DatumOption = "",
    *,
    touching: Annotated[bool, typer.Option("--touching", help="也算部分在内的 | also partly inside")] = False,
    as_json: JsonOption = False,
) -> None:
    """范围内的地块。

    The parcels inside an area.
    """
    service = open_service()
    shapes = shapes_from(area, service.plan, "范围 | area", How(crs=crs, datum=datum))
    if len(shapes) != 1:
        raise ShapeCount(len(shapes), 1)
    is_area("范围 | area", shapes[0])
    with Desk(service).open() as (land, live):
        ids = live.touching(shapes[0]) if touching else live.within(shapes[0])
        _show(Found(land.version.number, len(ids), here(land, ids, [None] * len(ids))), as_json=as_json)


def _show(found: Found, *, as_json: bool) -> None:
    if as_json:
        json(found)
        return
    grid(
        ("地块", "名称", "亩", "用途", "供地状态", "预留", "距离 m"), map(_row, found.parcels), numbers=(2, 6)
    )
    if not found.total:
        line("这里没有地块 | no parcel here")


def _row(one: Here) -> Sequence[object]:
    far = "" if one.distance_m is None else f"{one.distance_m:,.1f}"
    status = STATUS_NAMES.get(one.status, one.status)
    return one.parcel_id, one.name, f"{one.area_mu:,.2f}", one.use_code, status, one.held, far
