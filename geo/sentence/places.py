"""Where: the plan's axes, zones and parks, demanded (在…内, …轴上) or preferred (最好在, …附近)."""

from __future__ import annotations

import re

from geo.model import Area, Axis, Plan
from geo.sentence.draft import Draft, any_of, plain

SOFT = (
    r"最好(?:是|能)?(?:在|沿)?|优先(?:考虑)?(?:在|沿)?|尽量(?:在|沿)?|倾向(?:于)?(?:在)?"
    r"|靠近|临近|邻近|preferably (?:in|on)?|near"
)
HARD = r"必须(?:在|沿)|只(?:要|看|在)|位于|沿着|沿|在|along|on|in|at"
INSIDE = r"沿线|两侧|范围内|区域内|以内|之内|内|里面|里|上"
AROUND = r"附近|一带|方向|周边|旁边?"
NAMES = {"axis": ("发展轴", "Axis"), "zone": ("三区", "Zone"), "park": ("园区", "Park")}


def named(plan: Plan) -> dict[str, tuple[str, str]]:
    """Every name of a place of the plan -> its kind and id."""
    found: dict[str, tuple[str, str]] = {}
    for axis in plan.axes:
        for name in (axis.name, axis.name_en, *(theme.name for theme in axis.themes)):
            found.setdefault(plain(name), ("axis", axis.id))
    for kind, areas in (("park", plan.parks), ("zone", plan.zones)):
        for area in areas:
            for name in (area.name, area.name_en, *area.aliases):
                found.setdefault(plain(name), (kind, area.id))
    return found


def hear_places(draft: Draft) -> None:
    """One axis, one zone, one park; a second of a kind is told as not heard."""
    places = named(draft.plan)
    everywhere: tuple[Axis | Area, ...] = (*draft.plan.axes, *draft.plan.zones, *draft.plan.parks)
    shown = {one.id: (one.name, one.name_en) for one in everywhere}
    pattern = re.compile(
        rf"(?:(?P<soft>{SOFT})|(?P<hard>{HARD}))?\s*(?:the )?(?P<name>{any_of(dict.fromkeys(places, ''))})"
        rf"(?:的?发展轴线?|轴线?| axis)?(?:园区)?(?:的)?(?:(?P<inside>{INSIDE})|(?P<around>{AROUND}))?"
    )
    for found in draft.each(pattern):
        kind, id_ = places[found["name"]]
        if draft.fields.get(kind, id_) != id_:
            label, label_en = NAMES[kind]
            why, why_en = (
                f"{label}只能指定一个, 已采用前一个。",
                f"only one {label_en.lower()}; the first is used.",
            )
            draft.miss(found, why, why_en)
            continue
        is_must = bool(found["hard"] or found["inside"]) and not found["soft"] and not found["around"]
        name, name_en = shown[id_]
        label, label_en = NAMES[kind]
        fields: dict[str, object] = {kind: id_}
        if is_must:
            fields["within"] = [kind]
        means = (
            f"{label} {name}, {'必须在内' if is_must else '优先'}",
            f"{label_en} {name_en}, {'required' if is_must else 'preferred'}",
        )
        draft.hear(found, fields, means, extend=True)
