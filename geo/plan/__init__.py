"""A plan folder (TOML and layers) read into a Plan, or refused with the place and the remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyproj

from geo import codes
from geo.errors import BadPlan, NotMetric
from geo.model import Plan
from geo.plan import practice, sections, standards
from geo.plan.find import find_area, find_industry
from geo.plan.sections import curve_from

__all__ = ["code_table", "curve_from", "find_area", "find_industry", "fingerprint", "load"]


def load(folder: Path) -> Plan:
    """Read a plan folder.

    Args:
        folder: Holds ``plan.toml``, ``criteria.toml``, ``industries.toml`` and the layers they name.

    Returns:
        The plan with every layer in the plan's metric CRS.

    Raises:
        BadPlan: a file, key, layer, feature or reference is missing or wrong; says where and how to mend it.
        NotMetric: the plan's CRS is not in metres.
    """
    folder = Path(folder)
    head, criteria, industries = (
        sections.read_toml(folder / f"{name}.toml") for name in ("plan", "criteria", "industries")
    )
    about = sections.need(head, "plan", "plan.toml")
    crs = str(sections.need(about, "crs", "plan.toml [plan]"))
    if pyproj.CRS.from_user_input(crs).axis_info[0].unit_name not in {"metre", "meter"}:
        raise NotMetric(crs)
    layers = {row["name"]: sections.layer(row, folder, crs) for row in head.get("layers", [])}
    plan = Plan(
        id=sections.need(about, "id", "plan.toml [plan]"),
        name=sections.need(about, "name", "plan.toml [plan]"),
        name_en=about.get("name_en", about["name"]),
        edition=str(about.get("edition", "")),
        as_of=sections.need(about, "as_of", "plan.toml [plan]"),
        crs=crs,
        code_system=sections.need(about, "code_system", "plan.toml [plan]"),
        code_edition=str(sections.need(about, "code_edition", "plan.toml [plan]")),
        note=about.get("note", ""),
        note_en=about.get("note_en", about.get("note", "")),
        sha256=fingerprint(folder),
        boundary=sections.boundary(layers),
        axes=tuple(sections.axis(row, layers) for row in head.get("axes", [])),
        zones=tuple(sections.area(row, layers, "zones") for row in head.get("zones", [])),
        parks=tuple(sections.area(row, layers, "parks") for row in head.get("parks", [])),
        constraints=tuple(sections.constraint(row) for row in head.get("constraints", [])),
        layers=layers,
        measures=tuple(sections.measure(row) for row in criteria.get("measures", [])),
        wishes=tuple(sections.wish(row) for row in criteria.get("wishes", [])),
        industries=tuple(sections.industry(row) for row in industries.get("industries", [])),
        keep_aways=tuple(sections.keep_away(row) for row in criteria.get("keep_away", [])),
        open_status=tuple(criteria.get("open_status", ())),
        limit_scales=dict(criteria.get("limit_scales", {})),
        checks=sections.checks(head.get("checks", {})),
        field_map=dict(head.get("fields", {})),
        local_codes=sections.local_codes(folder, about["code_system"]),
        parcels_file=about.get("parcels", ""),
        root=str(folder.resolve()),
        cut_rules=sections.cut_rules(head.get("cut", {})),
        frontage=tuple(map(str, head.get("cut", {}).get("roads", ()))),
        barriers=tuple(sections.barrier(row) for row in head.get("barriers", [])),
        practice=practice.practice(folder),
        standards=standards.standards(folder),
    )
    _cross_check(plan)
    return plan


def code_table(plan: Plan) -> codes.CodeTable:
    """The land-use table that the plan's codes belong to."""
    if plan.local_codes is not None:
        return codes.local(plan.local_codes, plan.code_edition)
    return codes.national(plan.code_system, plan.code_edition)


def fingerprint(folder: Path) -> str:
    """sha256 over every file of the folder (names and bytes), in name order."""
    digest = hashlib.sha256()
    for path in sorted(p for p in Path(folder).rglob("*") if p.is_file() and not p.name.startswith(".")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _cross_check(plan: Plan) -> None:
    """Every name that one part of the plan uses must exist in another."""
    layers, table = set(plan.layers), code_table(plan)
    _all_known("constraints", "layer", (c.layer for c in plan.constraints), layers)
    _all_known("cut roads", "layer", plan.frontage, layers)
    _all_known("barriers", "layer", (b.layer for b in plan.barriers), layers)
    axes = {axis.id for axis in plan.axes}
    spatial = [m for m in plan.measures if m.kind not in {"column", "along"}]
    _all_known("measures", "layer", (m.layer for m in spatial), layers)
    _all_known("industries axes", "axis", (a for i in plan.industries for a in i.axes), axes)
    wishes = {wish.id for wish in plan.wishes} | {"area", "axis", "zone", "park"}
    _all_known("industries weights", "wish", (w for i in plan.industries for w in i.weights), wishes)
    _all_known("industries curves", "wish", (w for i in plan.industries for w in i.curves), wishes)
    _all_known(
        "industries use_codes", "code", (c for i in plan.industries for c in i.use_codes), set(table.names)
    )
    seen: set[str] = set()
    for industry in plan.industries:
        if industry.id in seen:
            raise BadPlan(
                "industries.toml", f"产业 {industry.id} 重复。", f"industry {industry.id} appears twice."
            )
        seen.add(industry.id)
        if not any(weight > 0 for weight in industry.weights.values()):
            raise BadPlan(
                "industries.toml", f"产业 {industry.id} 没有权重。", f"industry {industry.id} has no weight."
            )


def _all_known(where: str, kind: str, used: Iterable[str], known: set[str]) -> None:
    for name in used:
        if name not in known:
            raise BadPlan(
                where,
                f"引用了不存在的 {kind} “{name}”。",
                f"refers to a {kind} “{name}” that does not exist.",
                f"可用: {', '.join(sorted(known)[:20])}",
                f"Known: {', '.join(sorted(known)[:20])}",
            )
