"""``luodi cut`` and ``luodi hall``: part of a parcel for a project, and what stands on it."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.open import open_service
from api.commands.screen import JsonOption, LangOption, grid, json, line
from api.errors import NOTHING_FITS
from api.routes.cuts import HallIn, halls
from api.wording import valid
from geo import flow
from geo.errors import BadBrief
from geo.explain.words import number
from geo.model import Cut, CutPart

Parcels = Annotated[list[str], typer.Argument(help="地块编号, 几宗须相邻 | parcel ids; several must adjoin")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(cut)
    app.command()(hall)


def cut(
    parcels: Parcels,
    area: Annotated[float, typer.Option(help="要切下的面积, 亩 | area to take, mu")],
    lang: LangOption = "zh",
    k: Annotated[int, typer.Option("-k", help="给出几种切法 | how many ways")] = 3,
    *,
    as_json: JsonOption = False,
) -> None:
    """切分: 从地块切下一部分, 余地是否还能用 (面积、宽度、临路), 浪费多少。

    Take part of a parcel: whether the rest can still be used, and what would be wasted.
    """
    told = flow.cuts(open_service().land(), parcels, area, None, k)
    if as_json:
        json(told)
        return
    zh = lang == "zh"
    if told.note:
        line(told.note if zh else told.note_en, "yellow")
    for reason in told.reasons:
        line(reason.text if zh else reason.text_en, "bold")
    heads = "名次 切下 余地 切线 方位 浪费 余地的毛病" if zh else "No. Taken Rest Line Bearing Waste Faults"
    grid(heads.split(), (_row(one, zh=zh) for one in told.cuts), numbers=(0, 1, 2, 3, 4, 5))


def hall(
    parcels: Parcels,
    size: Annotated[str, typer.Option(help="长x宽, 米, 如 120x60; 不给则求最大 | length x width, m")] = "",
    ratio: Annotated[float, typer.Option(help="求最大时的长宽比 | length over width")] = 1.5,
    setback: Annotated[float, typer.Option(help="沿边界退让, 米 | setback, m")] = 0.0,
    lang: LangOption = "zh",
    *,
    as_json: JsonOption = False,
) -> None:
    """排布: 退让后放不放得下一栋厂房, 放在哪、朝向哪; 不给尺寸则求最大的 (放不下退出码 4)。

    Whether a hall fits after the setback, where and in which direction; without a size, the largest.
    """
    asked = {"parcels": parcels, "setback_m": setback, "ratio": ratio, **_sides(size)}
    given = valid(HallIn, asked)
    told = halls(given, open_service().land())
    if as_json:
        json(told)
    else:
        zh = lang == "zh"
        if told.note:
            line(told.note if zh else told.note_en, "yellow")
        for reason in told.reasons:
            line(reason.text if zh else reason.text_en, "bold")
        if told.fits:
            where = f"方位 {told.bearing_deg}°, {told.area_m2:,.0f} ㎡"
            line(where if zh else f"bearing {told.bearing_deg}°, {told.area_m2:,.0f} m²")
    if not told.fits:
        raise typer.Exit(NOTHING_FITS)


def _sides(size: str) -> dict[str, float]:
    if not size:
        return {}
    long, _, wide = size.lower().replace("×", "x").partition("x")
    try:
        return {"length_m": float(long), "width_m": float(wide)}
    except ValueError as wrong:
        raise BadBrief("size", size, "应为 长x宽, 如 120x60。", "should be length x width.") from wrong


def _row(one: Cut, *, zh: bool) -> tuple[object, ...]:
    faults = "; ".join(reason.text if zh else reason.text_en for reason in one.rest.faults) or "—"
    waste = number(one.waste_mu, "亩") if zh else f"{one.waste_mu:.1f} mu"
    return (
        one.rank, _area(one.taken, zh=zh), _area(one.rest, zh=zh), number(one.length_m, "m"),
        f"{one.bearing_deg}°", waste, faults,
    )  # fmt: skip


def _area(part: CutPart, *, zh: bool) -> str:
    return f"{number(part.area_mu, '亩')} ({part.area_m2:,.0f} ㎡)" if zh else f"{part.area_mu:.1f} mu"
