"""一地一档: the facts of a parcel in words, how a brief judges it, its days and its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from geo.disclosure import Veil
from geo.errors import BadPlan, NoSchedule
from geo.explain.words import plain
from geo.flow.around import schedule, surroundings
from geo.flow.asking import compare
from geo.flow.land import Land
from geo.flow.projects import project_table
from geo.model import BASIS_NAMES, Brief, Dossier, Fact, Project, Schedule, Surroundings, Why
from geo.schema import COLUMNS, STATUS_NAMES, STATUS_NAMES_EN, UTILITIES, UTILITY_NAMES
from geo.units import show_mu

# what a sheet lists after name and area, in this order
LISTED = (
    "township",
    "use_code",
    "status",
    "net_date",
    "far_max",
    "far_min",
    "density_max",
    "height_max_m",
    "green_min",
    "price_wan_per_mu",
    "utilities",
    "holder",
)
UTILITY_NAMES_EN = {"drainage": "drains", "telecom": "telecoms"}


def dossiers(land: Land, brief: Brief, parcel_ids: Sequence[str], veil: Veil) -> tuple[Dossier, ...]:
    """What is on record about some parcels, as it may be told, in the order given.

    Raises:
        BadInput: the brief cannot be meant.
        NotFound: the version lacks one of the parcels.
    """
    judged = compare(land, brief, parcel_ids)
    shown = veil.parcels(land.parcels.loc[list(parcel_ids)])
    projects = project_table(land.plan).projects
    told = []
    for exact, (_, row) in zip(judged, shown.iterrows(), strict=True):
        around, days, why = _around(land, exact, brief, projects), _days(land, exact, brief), veil.told(exact)
        told.append(veil.told(Dossier(why, brief, tuple(_facts(land, why, row)), around, days)))
    return tuple(told)


def _around(land: Land, why: Why, brief: Brief, projects: Iterable[Project]) -> Surroundings | None:
    try:
        return surroundings(land, why.parcel_id, brief.industry, tuple(projects))
    except BadPlan:
        # the plan states no distances of neighbourhood
        return None


def _days(land: Land, why: Why, brief: Brief) -> Schedule | None:
    """The steps to 投产 for anybody: no day is wanted."""
    anybody = Project("", "", brief.industry, "plan")
    try:
        return schedule(land, why.parcel_id, anybody)
    except NoSchedule:
        return None


def _facts(land: Land, why: Why, row: pd.Series) -> Iterator[Fact]:
    """Figures as a planner reads them; what nobody stated is left out, but for the use and the status."""
    named = {axis.id: (axis.name, axis.name_en) for axis in land.plan.axes}
    named |= {area.id: (area.name, area.name_en) for area in (*land.plan.zones, *land.plan.parks)}
    yield Fact("parcel_id", "地块编号", "Parcel id", why.parcel_id, why.parcel_id)
    yield Fact("area", "面积", "Area", show_mu(why.area_m2), f"{why.area_mu:,.1f} mu ({why.area_m2:,.0f} m²)")
    for name in LISTED:
        if name in row.index and not _is_blank(row[name]):
            column = COLUMNS[name]
            yield Fact(name, column.label, column.label_en, *_said(why, name, row[name], column.unit))
    for name, label, label_en in (
        ("axis", "发展轴", "Axis"),
        ("zone", "三区", "Zone"),
        ("park", "园区", "Park"),
    ):
        id_ = getattr(why, name)
        if id_:
            yield Fact(name, label, label_en, *named.get(id_, (id_, id_)))
    yield Fact("place", "中心点", "Centre", *(f"{round(why.lon, 6)}°E, {round(why.lat, 6)}°N",) * 2)
    basis = BASIS_NAMES.get(why.basis, (why.basis, why.basis))
    source = f" · {why.source}" if why.source else ""
    yield Fact("basis", "数据依据", "Basis", f"{basis[0]}{source}", f"{basis[1]}{source}")
    as_of = str(row.get("as_of") or "") or why.version.as_of
    if as_of:
        yield Fact("as_of", "数据时点", "As of", as_of, as_of)


def _is_blank(value: object) -> bool:
    return value is None or value != value or str(value).strip() == ""  # noqa: PLR0124 (NaN is nothing)


def _said(why: Why, name: str, value: object, unit: str) -> tuple[str, str]:
    if name == "use_code":
        return f"{why.use_code} {why.use_name}", f"{why.use_code} {why.use_name_en}"
    if name == "status":
        return STATUS_NAMES.get(str(value), str(value)), STATUS_NAMES_EN.get(str(value), str(value))
    if name == "utilities":
        have = [one for one in UTILITIES if one in str(value).replace(",", " ").split()]
        english = (UTILITY_NAMES_EN.get(one, one) for one in have)
        return "、".join(UTILITY_NAMES[one] for one in have), ", ".join(english)
    if isinstance(value, int | float):
        return plain(float(value), unit)
    text = str(value)[:10] if name == "net_date" else str(value)
    return text, text
