"""``luodi ledger`` and ``reverse``: supply against the pipeline or in an area, and who would fit a place."""

from __future__ import annotations

from typing import Annotated

import typer
from shapely.geometry.base import BaseGeometry

from api.commands.lookups import CrsOption, DatumOption
from api.commands.open import open_service
from api.commands.screen import JsonOption, Lang, LangOption, grid, json, line
from api.desk import Desk
from api.drawn import shapes_from
from api.routes.ledger import accounted, balanced
from api.service import Service
from geo import flow
from geo.errors import ShapeCount, UnknownName
from geo.ledger.balance import BY
from geo.model import POOLS, Fit
from geo.read import How

MOST_FITS = 10


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(ledger)
    app.command()(reverse)


def ledger(
    by: Annotated[str, typer.Option(help=f"分组 | group: {', '.join(BY)}")] = "use",
    pool: Annotated[list[str] | None, typer.Option(help=f"库, 可重复 | pools: {', '.join(POOLS)}")] = None,
    area: Annotated[
        str, typer.Option("--within", help="只看一个范围: WKT 或文件 | one area only: WKT or a file")
    ] = "",
    crs: CrsOption = "",
    datum: DatumOption = "",
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """供需台账: 供给对项目需求, 重复占用, 何日用尽; 或一个范围内的土地台账。

    Supply against the pipeline, land claimed twice, and the day a use runs out; or the land inside an area.
    """
    service = open_service()
    if area:
        _within(service, _area(service, area, How(crs=crs, datum=datum)), by, lang, as_json=as_json)
        return
    told = balanced(service.land(), service, by, pool or flow.USUAL_POOLS)
    if as_json:
        json(told)
        return
    zh = lang == "zh"
    heads = (
        "分组 宗数 供给 可用 已占 项目 需求 其中假定 结余" if zh
        else "Group Parcels Supply Open Promised Projects Demand Assumed Balance"
    )  # fmt: skip
    rows = [
        (one.name if zh else one.key, one.parcels, f"{one.supply_mu:,.1f}", f"{one.open_mu:,.1f}",
         f"{one.promised_mu:,.1f}", len(one.projects), f"{one.demand_mu:,.1f}",
         f"{one.demand_assumed_mu:,.1f}", f"{one.balance_mu:,.1f}")
        for one in told.rows
    ]  # fmt: skip
    grid(heads.split(), rows, numbers=range(1, 9))
    if told.unplaced_mu:
        unplaced = f"未写明分组的需求 {told.unplaced_mu:,.1f} 亩"
        line(unplaced if zh else f"demand that names no group: {told.unplaced_mu:,.1f} mu")
    short = f"按用途无地可容 {told.short_mu:,.1f} 亩"
    line(short if zh else f"no open land by its use: {told.short_mu:,.1f} mu", "bold")
    for one in told.runs_out:
        line(one.text if zh else one.text_en, "yellow" if one.net_on else "")
    for conflict in told.conflicts:
        line(conflict.text if zh else conflict.text_en, "red")
    if told.note:
        line(told.note if zh else told.note_en, "dim")


def _area(service: Service, words: str, how: How) -> BaseGeometry:
    """The one shape of a command's argument.

    Raises:
        BadShape: it cannot be read.
        ShapeCount: a file holds none or several.
    """
    shapes = shapes_from(words, service.plan, "范围 | area", how)
    if len(shapes) != 1:
        raise ShapeCount(len(shapes), 1)
    return shapes[0]


def _within(service: Service, area: BaseGeometry, by: str, lang: Lang, *, as_json: bool) -> None:
    told = accounted(area, Desk(service), service)
    if as_json:
        json(told)
        return
    if by not in told.groups:
        raise UnknownName("分组", "group", by, sorted(told.groups))
    zh = lang == "zh"
    line(told.text if zh else told.text_en, "bold")
    heads = "分组 宗数 在内(亩) 可用 已占" if zh else "Group Parcels Inside Open Promised"
    rows = [
        (one.name if zh else one.name_en, one.parcels, f"{one.inside_mu:,.1f}", f"{one.open_mu:,.1f}",
         f"{one.promised_mu:,.1f}")
        for one in told.groups[by]
    ]  # fmt: skip
    grid(heads.split(), rows, numbers=range(1, 5))
    note = service.plan.note if zh else service.plan.note_en
    if note:
        line(f"! {note}", "yellow")


def reverse(
    place: Annotated[str, typer.Argument(metavar="地块|发展轴", help="编号或轴名 | parcel id or axis")],
    start: Annotated[float, typer.Option("--from", help="沿轴自 (北 0) | from, north 0")] = 0.0,
    end: Annotated[float, typer.Option("--to", help="沿轴至 (南 1) | to, south 1")] = 1.0,
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """反向招商: 一宗地或一段轴最适合哪些产业, 还缺什么。

    Which industries fit a parcel or a stretch of an axis best, and what is missing nearby.
    """
    land = open_service().land()
    is_parcel = place in land.table.index
    told = flow.reverse(
        land, parcel_id=place if is_parcel else "", axis="" if is_parcel else place, start=start, end=end
    )
    if as_json:
        json(told)
        return
    zh = lang == "zh"
    line(told.text if zh else told.text_en, "bold")
    heads = "名次 产业 得分 宗数 面积(亩) 最差在" if zh else "No. Industry Score Parcels Mu Lacks"
    rows = [_row(one, zh=zh) for one in told.fits[:MOST_FITS] if one.eligible]
    grid(heads.split(), rows, numbers=(0, 2, 3, 4))
    absent = [one.chain for one in told.links if not one.is_near]
    if absent:
        line(f"{'步行范围内没有的产业链' if zh else 'Chains with no firm nearby'}: {', '.join(absent)}")


def _row(one: Fit, *, zh: bool) -> tuple[object, ...]:
    lacks = ", ".join(f"{lack.label if zh else lack.label_en} −{lack.points:.1f}" for lack in one.lacks)
    name = one.name if zh else one.name_en
    return one.rank, name, f"{one.score:.1f}", one.eligible, f"{one.eligible_mu:,.1f}", lacks
