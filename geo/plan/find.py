"""Finding what somebody means by a name: an industry, an axis, a zone, a park."""

from __future__ import annotations

import difflib

from geo.errors import UnknownIndustry, UnknownName
from geo.model import Industry, Plan


def find_industry(plan: Plan, asked: str) -> Industry:
    """The industry meant by an id, a Chinese or English name, an alias or a GB/T 4754 code.

    Raises:
        UnknownIndustry: none matches; names the nearest.
    """
    wanted = asked.strip().casefold()
    for industry in plan.industries:
        names = (industry.id, industry.name, industry.name_en, *industry.aliases, *industry.gbt4754)
        if wanted and wanted in {name.casefold() for name in names}:
            return industry
    # a GB/T 4754 code below or above one that is listed
    for industry in plan.industries:
        listed = [code.casefold() for code in industry.gbt4754]
        if any(wanted[:1].isalpha() and wanted[1:].isdigit() and wanted.startswith(code) for code in listed):
            return industry
    raise UnknownIndustry(asked, _nearest_industries(plan, wanted))


def find_area(plan: Plan, kind: str, asked: str) -> str:
    """The id of an axis, zone or park by id, name or alias.

    Raises:
        UnknownName: the plan has none of that name.
    """
    items: dict[str, tuple[str, ...]] = {
        "axis": tuple(axis.id for axis in plan.axes),
        "zone": tuple(area.id for area in plan.zones),
        "park": tuple(area.id for area in plan.parks),
    }
    named: list[tuple[str, tuple[str, ...]]] = [(axis.id, (axis.name, axis.name_en)) for axis in plan.axes]
    named += [(area.id, (area.name, area.name_en, *area.aliases)) for area in (*plan.zones, *plan.parks)]
    wanted = asked.strip().casefold()
    for id_, names in named:
        if id_ in items[kind] and wanted in {id_.casefold(), *(name.casefold() for name in names)}:
            return id_
    zh = {"axis": "发展轴", "zone": "三区", "park": "园区"}[kind]
    raise UnknownName(zh, kind, asked, [names[0] for id_, names in named if id_ in items[kind]])


def _nearest_industries(plan: Plan, wanted: str) -> list[str]:
    by_name = {
        name: industry.name for industry in plan.industries for name in (industry.name, *industry.aliases)
    }
    by_name |= {industry.name_en.casefold(): industry.name for industry in plan.industries}
    # a shared character already says something in Chinese, so the cutoff is low
    close = difflib.get_close_matches(wanted, list(by_name), n=8, cutoff=0.2)
    partial = [
        name for name in by_name if wanted and (wanted in name.casefold() or name.casefold() in wanted)
    ]
    found = list(dict.fromkeys(by_name[name] for name in (*partial, *close)))
    return found[:5] or [industry.name for industry in plan.industries[:5]]
