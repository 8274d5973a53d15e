"""三区三轴: the plan itself, what its axes and areas are for, and how much land lies along each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo import __version__
from geo.disclosure import Disclosure
from geo.flow import Land
from geo.model import BASIS_NAMES, Axis
from geo.schema import STATUSES
from geo.units import mu_from_m2
from maps import style
from maps.static.grid import Bars, Column, grid
from maps.static.page import Page
from maps.static.paper import Arrangement, Box
from maps.static.sheet import Sheet
from maps.static.subject import Lang, Subject, group, subject
from maps.static.typography import CELL, HAIR, REASON, SMALL, STRONG, heading

BINS = 10
AXIS_MM, THEME_MM = 5.2, 4.3


def layout(land: Land, lang: Lang = "zh", disclosure: Disclosure = "internal") -> Sheet:
    """The plan's 三区 and axes over the land bank."""
    about = subject(land.plan, land.parcels, land.version, __version__, lang, disclosure)
    parcels = style.LegendEntry("land", "可开发用地", "Land bank", style.parcel_look("#8FA9B8"))
    say = about.say
    counted = (
        say(f"{len(land.plan.zones)} 区", f"{len(land.plan.zones)} zones"),
        say(f"{len(land.plan.axes)} 轴", f"{len(land.plan.axes)} axes"),
        say(f"{len(land.plan.parks)} 个园区", f"{len(land.plan.parks)} parks"),
        say("可开发用地 ", "land bank ") + about.mu(land.version.area_mu, 0),
    )
    about = replace(
        about,
        title=say(f"{land.plan.name}“三区三轴”空间布局图", f"{land.plan.name_en}: zones and axes"),
        asked="  ·  ".join(counted),
        groups=(group(parcels, about.shapes),),
        strong=True,
    )

    def evidence(page: Page, about: Subject, where: Arrangement) -> list[style.LegendEntry]:
        rest = _axes(page, about, land, where.evidence)
        _areas(page, about, land, Box(rest.x, rest.y, rest.width, rest.height - 2))
        _profiles(page, about, land, where.insets)
        return statuses(land)

    return Sheet(about, evidence)


def _axes(page: Page, about: Subject, land: Land, box: Box) -> Box:
    """Each axis: how wide and long, the land beside it by status, and what it was said to be for."""
    say = about.say
    rest = heading(
        page,
        box,
        say("发展轴", "Development axes"),
        say("定位为公开报道原文", "themes as published"),
    )
    for axis in land.plan.axes:
        rest = _axis(page, about, land, axis, rest)
    return rest


def _axis(page: Page, about: Subject, land: Land, axis: Axis, box: Box) -> Box:
    say, table = about.say, land.table
    beside = np.asarray(table[f"axis_{axis.id}_m"], dtype=float) <= axis.half_width_m
    y = box.top - AXIS_MM / 2
    used = page.text(box.x, y, say(axis.name, axis.name_en), STRONG)
    sure = say(*BASIS_NAMES[axis.half_width_basis])
    facts = say(
        f"长 {axis.line.length / 1000:.1f} km, 半宽 {axis.half_width_m:,.0f} m ({sure}), "
        f"范围内 {int(beside.sum())} 宗 {_mu(table[beside]):,.0f} 亩",
        f"{axis.line.length / 1000:.1f} km, half-width {axis.half_width_m:,.0f} m ({sure}), "
        f"{int(beside.sum())} parcels, {_mu(table[beside]):,.0f} mu within",
    )
    page.text(box.x + used + 3, y, facts, CELL, room=box.width - used - 3)
    top = box.top - AXIS_MM
    said: dict[str, list[str]] = {}
    for theme in sorted(axis.themes, key=lambda theme: theme.year):
        said.setdefault(say(theme.name, theme.name_en), []).append(f"{theme.year} ({theme.source})")
    for name, years in said.items():
        width = page.text(box.x + 3, top - THEME_MM / 2, name, REASON, room=box.width * 0.6)
        page.text(box.x + 5 + width, top - THEME_MM / 2, "; ".join(years), SMALL, room=box.width - width - 5)
        top -= THEME_MM
    page.rule([(box.x, top - 0.6), (box.right, top - 0.6)], 0.5, HAIR)
    return Box(box.x, box.y, box.width, max(0.0, top - 1.6 - box.y))


def _areas(page: Page, about: Subject, land: Land, box: Box) -> None:
    """Zones and parks with their land by status."""
    say, plan = about.say, land.plan
    for title, column, areas in (
        (say("三区", "Zones"), "zone", plan.zones),
        (say("园区", "Parks"), "park", plan.parks),
    ):
        if not areas:
            continue
        rest = heading(page, box, title, say("条形: 供地状态", "bars: supply status"))
        columns = (
            Column(say("名称", "Name"), 4, strong=True),
            Column(say("依据", "Basis"), 1.6, small=True),
            Column(say("宗", "Parcels"), 1.2, "right"),
            Column(say("亩", "mu"), 1.6, "right"),
            Column("", 4),
        )
        most = max((_mu(land.table[land.table[column] == area.id]) for area in areas), default=1.0) or 1.0
        rows = [
            (
                say(area.name, area.name_en),
                say(*BASIS_NAMES[area.basis]),
                f"{len(mine):,}",
                f"{_mu(mine):,.0f}",
                by_status(mine, most),
            )
            for area in areas
            for mine in [land.table[land.table[column] == area.id]]
        ]
        box = grid(page, about, rest, columns, rows)
        box = Box(box.x, box.y, box.width, max(0.0, box.height - 3))


def by_status(rows: pd.DataFrame, most_mu: float) -> Bars:
    """The area of parcels by supply status, as shares of ``most_mu``."""
    sums = rows.groupby(rows["status"].astype(str))["area_m2"].sum()
    return Bars(
        tuple(
            (mu_from_m2(float(sums[status])) / most_mu, style.STATUS_COLOURS[status])
            for status in STATUSES
            if status in sums
        )
    )


def statuses(land: Land) -> list[style.LegendEntry]:
    """What the colours of the bars mean."""
    there = set(land.table["status"].astype(str))
    return [entry for entry in style.status_entries() if entry.key.removeprefix("status_") in there]


def _profiles(page: Page, about: Subject, land: Land, box: Box) -> None:
    """Land along each axis from its start to its end, in tenths, by status."""
    say, axes = about.say, land.plan.axes
    if not axes:
        return
    rest = heading(
        page,
        box,
        say("沿轴供地 (亩)", "Land along the axes (mu)"),
        say("自起点至终点, 每格十分之一", "from start to end, in tenths"),
    )
    sums = [_tenths(land, axis) for axis in axes]
    most = max(float(one.sum(axis=1).max()) for one in sums) or 1.0
    for axis, one, cell in zip(axes, sums, rest.columns(max(3, len(axes))), strict=False):
        page.text(cell.x, cell.top - 1.8, say(axis.name, axis.name_en), STRONG, room=cell.width)
        chart = Box(cell.x, cell.y + 4.5, cell.width, cell.height - 12)
        page.rule([(chart.x, chart.y), (chart.right, chart.y)], 0.8)
        width = chart.width / BINS
        for i, parts in enumerate(one):
            base = chart.y
            for status, area in zip(STATUSES, parts, strict=True):
                height = chart.height * float(area) / most
                if height > 0:
                    look = style.Look("area", fill=style.STATUS_COLOURS[status], fill_opacity=1)
                    page.box(Box(chart.x + width * i + 0.4, base, width - 0.8, height), look, 41)
                base += height
            if total := float(parts.sum()):
                page.text(chart.x + width * (i + 0.5), base + 1.4, f"{total:,.0f}", SMALL, "center")
        start, end = _ends(about, axis)
        page.text(chart.x, chart.y - 2.2, start, SMALL)
        page.text(chart.right, chart.y - 2.2, end, SMALL, "right")


def _ends(about: Subject, axis: Axis) -> tuple[str, str]:
    """The quarters of the sky in which an axis begins and ends."""
    (x, y), (to_x, to_y) = axis.line.coords[0][:2], axis.line.coords[-1][:2]
    if abs(to_y - y) >= abs(to_x - x):
        ends = (about.say("北", "north"), about.say("南", "south"))
        return ends if y > to_y else ends[::-1]
    ends = (about.say("西", "west"), about.say("东", "east"))
    return ends if x < to_x else ends[::-1]


def _tenths(land: Land, axis: Axis) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """亩 beside an axis: tenths of its length × statuses."""
    table = land.table
    along = np.asarray(table[f"axis_{axis.id}_s"], dtype=float)
    beside = np.asarray(table[f"axis_{axis.id}_m"], dtype=float) <= axis.half_width_m
    sums = np.zeros((BINS, len(STATUSES)))
    status = pd.Categorical(table["status"].astype(str), categories=STATUSES).codes
    kept = beside & (status >= 0) & np.isfinite(along)
    tenth = np.clip((along[kept] * BINS).astype(int), 0, BINS - 1)
    np.add.at(sums, (tenth, status[kept]), mu_from_m2(1.0) * table["area_m2"].to_numpy()[kept])
    return sums


def _mu(rows: pd.DataFrame) -> float:
    return mu_from_m2(float(rows["area_m2"].sum()))
