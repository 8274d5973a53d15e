"""台账: the whole land bank coloured by one of its groups, and its 亩 by every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

import pandas as pd

from geo import __version__
from geo.disclosure import Disclosure
from geo.errors import UnknownName
from geo.flow import Land, land_by
from geo.ledger import LandRow
from geo.schema import STATUS_NAMES, STATUS_NAMES_EN, STATUSES
from geo.units import mu_from_m2
from maps import style
from maps.static.grid import Bars, Column, Swatch, grid
from maps.static.page import Page
from maps.static.paper import Arrangement, Box
from maps.static.sheet import Sheet
from maps.static.subject import Group, Lang, Subject, group, shapes_of, subject
from maps.static.templates.layout import by_status, statuses
from maps.static.typography import FIGURE, SMALL, heading

By = Literal["status", "use", "axis", "zone", "park"]
BY: tuple[By, ...] = get_args(By)
TITLES = {
    "status": ("供地状态", "Status"),
    "axis": ("发展轴", "Axis"),
    "zone": ("三区", "Zone"),
    "park": ("园区", "Park"),
    "net": ("净地年份", "Cleared in"),
    "use": ("规划用途", "Land use"),
}
HELD = style.Look("area", line=style.INK, width_px=1.6)
FIGURES_MM = 15.0


def ledger(land: Land, by: By = "status", lang: Lang = "zh", disclosure: Disclosure = "internal") -> Sheet:
    """The land bank by supply status, use, axis, zone or park.

    Raises:
        UnknownName: no such group.
    """
    if by not in BY:
        raise UnknownName("分组", "group", by, BY)
    about = subject(land.plan, land.parcels, land.version, __version__, lang, disclosure)
    say = about.say
    held = shapes_of(land.parcels, [id_ for id_ in land.held if id_ in land.parcels.index])
    mark = style.LegendEntry("mark_held", "已预留", "Held", HELD)
    about = replace(
        about,
        title=say(f"{land.plan.name}可开发用地台账图", f"{land.plan.name_en}: ledger of the land bank"),
        asked=say("按", "by ") + say(*TITLES[by]).lower() + "  ·  " + _total(about, land),
        groups=_groups(about, land, by),
        marks=(group(mark, held),) if len(held) else (),
    )

    def evidence(page: Page, about: Subject, where: Arrangement) -> list[style.LegendEntry]:
        _sums(page, about, land, where.evidence)
        _uses(page, about, land, where.insets)
        return [] if by == "status" else statuses(land)

    return Sheet(about, evidence)


def _total(about: Subject, land: Land) -> str:
    return about.say(
        f"{land.version.parcels:,} 宗, {land.version.area_mu:,.0f} 亩",
        f"{land.version.parcels:,} parcels, {land.version.area_mu:,.0f} mu",
    )


def _groups(about: Subject, land: Land, by: By) -> tuple[Group, ...]:
    """Parcels by the values of a group, in the order of the plan; what is in none of them last."""
    column = land.table["use_code" if by == "use" else by].astype(str)
    keys = (
        column.map({code: land.codes.coloured(code) for code in column.unique()}) if by == "use" else column
    )
    known = {
        "status": list(STATUSES),
        "use": sorted(set(keys)),
        "axis": [axis.id for axis in land.plan.axes],
        "zone": [zone.id for zone in land.plan.zones],
        "park": [park.id for park in land.plan.parks],
    }[by]
    others = sorted(set(keys) - set(known))
    made = []
    for nth, key in enumerate([*known, *others]):
        rows = (keys == key).to_numpy()
        if rows.any():
            names = _names(about, by, key)
            look = style.parcel_look(_colour(land, by, key, nth))
            prefix = "status_" if by == "status" else "by_"
            made.append(group(style.LegendEntry(f"{prefix}{key}", *names, look), about.shapes[rows]))
    return tuple(reversed(made))


def _colour(land: Land, by: By, key: str, nth: int) -> str:
    if by == "status":
        return style.STATUS_COLOURS.get(key, style.UNASKED)
    if by == "use":
        return land.codes.colour(key)
    if not key:
        return style.UNASKED
    return style.AXIS_COLOURS[nth % len(style.AXIS_COLOURS)] if by == "axis" else style.series(nth)


def _names(about: Subject, by: str, key: str) -> tuple[str, str]:
    """A value of a group in both languages."""
    if by == "status":
        return STATUS_NAMES.get(key, key), STATUS_NAMES_EN.get(key, key)
    if by == "use":
        name = about.code_name(key)
        return name, name
    name = about.area_name(key) if key else about.say("不在其内", "in none")
    return name, name


def _sums(page: Page, about: Subject, land: Land, box: Box) -> None:
    """The bank in four figures, then 亩 by status, axis, zone, park and year of clearing."""
    say, table = about.say, land.table
    aside = say("条形: 供地状态", "bars: supply status")
    rest = heading(page, box, say("供地台账", "The land bank"), aside)
    net = mu_from_m2(float(table.loc[table["status"].astype(str) == "net", "area_m2"].sum()))
    held = mu_from_m2(float(table.loc[table["held"].astype(str) != "", "area_m2"].sum()))
    figures = (
        (f"{land.version.parcels:,}", say("宗", "parcels")),
        (f"{land.version.area_mu:,.0f}", say("亩", "mu")),
        (f"{net:,.0f}", say("其中净地 (亩)", "of it cleared (mu)")),
        (f"{held:,.0f}", say("已预留 (亩)", "held (mu)")),
    )
    for (number, label), cell in zip(figures, rest.columns(4), strict=True):
        kind = replace(FIGURE, size=FIGURE.size * min(0.9, (cell.width - 2) / page.width(number, FIGURE)))
        page.text(cell.x, rest.top - 4.2, number, kind)
        page.text(cell.x, rest.top - 10.6, label, SMALL, room=cell.width)
    columns = (
        Column("", 2.4, small=True),
        Column(say("分组", "Group"), 4.6),
        Column(say("宗", "Parcels"), 1.5, "right"),
        Column(say("亩", "mu"), 2, "right", strong=True),
        Column("%", 1.2, "right", small=True),
        Column(say("已预留", "Held"), 1.7, "right", small=True),
        Column("", 4.4),
    )
    below = Box(rest.x, rest.y, rest.width, rest.height - FIGURES_MM)
    rows = [row for by in ("status", "axis", "zone", "park") for row in _rows(about, land, by)]
    grid(page, about, below, columns, [*rows, *_years(about, land)])


def _rows(about: Subject, land: Land, by: str) -> list[tuple[str | Bars, ...]]:
    listed = [row for row in land_by(land, by) if row.parcels]
    order = {status: nth for nth, status in enumerate(STATUSES)} if by == "status" else {"": len(listed)}
    listed.sort(key=lambda row: order.get(row.key, 0))
    column = land.table[by].astype(str)
    return _told(about, land, by, [(row, _names(about, by, row.key), column == row.key) for row in listed])


def _years(about: Subject, land: Land) -> list[tuple[str | Bars, ...]]:
    """亩 by the year in which the land is cleared, as the land bank states it."""
    year = land.table["net_date"].dt.year
    key = year.map(lambda one: "" if pd.isna(one) else str(int(one)))
    listed = []
    for one in sorted(set(key), key=lambda one: (not one, one)):
        rows = land.table[key == one]
        area = float(rows["area_m2"].sum())
        held = float(rows.loc[rows["held"].astype(str) != "", "area_m2"].sum())
        name = one or about.say("未注明", "not stated")
        told = LandRow(one, len(rows), mu_from_m2(area), area, mu_from_m2(held))
        listed.append((told, (name, name), key == one))
    return _told(about, land, "net", listed)


def _told(
    about: Subject, land: Land, by: str, listed: Sequence[tuple[LandRow, tuple[str, str], pd.Series[bool]]]
) -> list[tuple[str | Bars, ...]]:
    total = land.version.area_mu or 1.0
    most = max((row.area_mu for row, _, _ in listed), default=1.0) or 1.0
    return [
        (
            about.say(*TITLES[by]) if nth == 0 else "",
            about.say(*name),
            f"{row.parcels:,}",
            f"{row.area_mu:,.0f}",
            f"{100 * row.area_mu / total:.0f}",
            f"{row.held_mu:,.0f}" if row.held_mu else "",
            by_status(land.table[mask], most),
        )
        for nth, (row, name, mask) in enumerate(listed)
    ]


def _uses(page: Page, about: Subject, land: Land, box: Box) -> None:
    """亩 by use, in the colours of the standard."""
    say = about.say
    title = say("按规划用途", "By land use")
    rest = heading(page, box, title, say("颜色按国土空间规划用地分类", "colours of the national standard"))
    listed = land_by(land, "use")
    most = max((row.area_mu for row in listed), default=1.0) or 1.0
    columns = (
        Column("", 0.9),
        Column("", 1.7, small=True),
        Column("", 5.4),
        Column("", 1.5, "right"),
        Column("", 2, "right", strong=True),
        Column("", 4.4),
    )
    rows = [
        (
            Swatch(land.codes.colour(row.key)),
            row.key,
            about.code_name(row.key),
            say(f"{row.parcels:,} 宗", f"{row.parcels:,}"),
            f"{row.area_mu:,.0f}",
            Bars(((row.area_mu / most, land.codes.colour(row.key)),)),
        )
        for row in listed
    ]
    grid(page, about, rest, columns, rows, least_mm=3.2)
